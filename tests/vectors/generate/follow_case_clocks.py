"""revocation_follow_clocks.json: clocks that are set back, stand still, or jump."""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_parts import END, following, listed, of_session, session
from follow_run import UNAVAILABLE, Run

GOOD = of_session("x")


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_ages(), *_ends(), *_pauses())]


def _ages() -> list[Run]:
    back = following("wall-set-back", comment="An age is the larger of both differences: a wall clock that was set back keeps nothing fresh.")
    back.check((-3600, 0.9), GOOD, "accepted", due=True)
    back.check((-3600, 1.1), GOOD, "waits")
    back.poll((-3600, 1.1), sends=["READ"])
    back.answer((-3600, 1.2), ready=True)
    back.check((-3600, 1.2), GOOD, "accepted", due=False)

    slept = following("monotonic-stood-still", comment="A laptop that slept.")
    slept.check((600, 0.1), GOOD, "waits")
    slept.poll((600, 0.1), sends=["READ"])
    slept.answer((600.1, 0.2), ready=True)

    ahead = following("wall-jumps-ahead")
    ahead.poll((7200, 0.1), sends=["READ"])
    ahead.answer((7200, 0.2), ready=True)
    ahead.poll((7200, 0.7), sends=["READ"])

    both = following("both-set-back", comment="Neither difference is negative: such a list has no age.")
    both.poll((-100, -100), sends=[], wake=0.5)
    both.check((-100, -100), GOOD, "accepted", due=False)

    frozen = following("both-stand-still")
    frozen.poll(0, sends=[], wake=0.5)
    frozen.check(0, GOOD, "accepted", due=False)
    change = frozen.begin(0, "revoke_session", "x")
    frozen.sync(0, "WRITE")
    frozen.finish(0, change, {"at": NOW})
    frozen.check(0, GOOD, "ERR_JWT_REVOKED")

    before = following("before-1970", comment="A time before 1970 is no reason to fail.", server=listed(1, longest=3600))
    change = before.begin((-NOW - 10, 0.1), "revoke_session", "x")
    before.poll((-NOW - 10, 0.1), sends=["WRITE"])
    assert before.words("WRITE")[1:3] == ["0", "-10000"]
    before.reply((-NOW - 10, 0.2), ["clock"])
    before.finish((-NOW - 10, 0.2), change, UNAVAILABLE)
    return [back, slept, ahead, both, frozen, before]


def _ends() -> list[Run]:
    ends = following("own-clock-ahead", comment="What has ended by the own clock alone is kept: the newest record is older.", server=listed(2))
    ends.sync((5000, 1))
    ends.check((-10, 1), of_session("s0"), "ERR_JWT_REVOKED")

    swept = following("swept", server=listed(2), comment="What has ended by both is dropped, every ten minutes at most.")
    swept.server.now = (NOW + 100) * 1000
    swept.server.add(session("short", NOW + 200))
    swept.sync(100, entries=3)
    swept.server.now = (NOW + 300) * 1000
    swept.server.add(session("long", END + 5000))
    swept.sync(300, entries=4)
    swept.server.now = (NOW + 1000) * 1000
    swept.server.add(session("longer", END + 5000))
    swept.sync(1000, entries=2)

    back = following("swept-by-clock-set-back", server=listed(1, first=0), comment="A clock that was set back is no reason to wait for ever.")
    back.server.add(session("x", END + 9000))
    back.sync((-50, 10), "READ")
    return [ends, swept, back]


def _pauses() -> list[Run]:
    pause = Run("pause-and-wall-set-back", comment="A pause lasts as long by the clock that goes on.")
    pause.poll(0)
    pause.fail(0, jitter=1.0, retry_in=1.0)
    pause.poll((-3600, 0.5), sends=[], wake=0.5)
    pause.poll((-3600, 1.0), sends=["READ"])

    jump = Run("pause-and-wall-ahead", comment="Or as the wall's says, where that is ahead.")
    jump.poll(0)
    jump.fail(0, jitter=1.0, retry_in=1.0)
    jump.check((5, 0.1), GOOD, UNAVAILABLE)
    jump.poll((5, 0.1), sends=["READ"])
    jump.check((5, 0.1), GOOD, "waits")

    late = following("late-poll-quiet", comment="A check has a due list polled no sooner than the last step said.", max_staleness=10)
    late.check(5, GOOD, "accepted", due=True)
    late.poll(5, sends=["READ"], wake=2.0)
    late.check(6, GOOD, "accepted", due=False)
    late.check(7, GOOD, "accepted", due=True)

    change = Run("change-and-wall-ahead", comment="The time of a change is that of its caller's clocks, the larger of both.")
    change.sync(0)
    begun = change.begin(0.1, "revoke_session", "x")
    change.finish((3.0, 0.2), begun, False)
    change.finish((3.2, 0.2), begun, UNAVAILABLE)
    return [pause, jump, late, change]
