"""revocation_follow_failures.json: every word for a failure, pauses, and drivers that say nothing.
"""

from __future__ import annotations

from typing import Any

from follow_parts import following, listed, of_session, session
from follow_run import UNAVAILABLE, Run


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_words(), *_pauses(), *_closed(), *_silent())]


def _words() -> list[Run]:
    runs = []
    for why in ("timeout", "connect", "tls", "too_large"):
        run = Run(f"failed-{why.replace('_', '-')}", comment="What a driver tells." if why == "timeout" else None)
        run.poll(0)
        run.fail(0.5, why, why=why, retry_in=0.5, wake=0.5, sends=[], ready=False)
        runs.append(run)
    own = Run("failed-own-word", comment="A driver's own word means that the connection failed.")
    own.poll(0)
    own.fail(0.1, "ECONNRESET", why="connect")

    http = Run("failed-no-store", comment="The words of the library itself mean what they say.")
    http.poll(0)
    http.fail(0.1, "no_list", why="no_list")

    change = following("write-failed-store", comment="A driver's word for an error of the store is one.")
    begun = change.begin(0.1, "revoke_session", "mine")
    change.poll(0.1)
    change.fail(0.2, "store", events=[], sends=[])
    change.finish(0.2, begun, UNAVAILABLE)
    return [*runs, own, http, change]


def _pauses() -> list[Run]:
    waits = Run("back-off", comment="Pauses double up to two seconds, each drawn by chance.")
    at = 0.0
    for jitter, pause in ((1.0, 1.0), (1.0, 2.0), (1.0, 2.0), (0.25, 0.5), (0.0, 0.0)):
        waits.poll(at, jitter, sends=["READ"])
        waits.fail(at, "connect", jitter=jitter, retry_in=pause, sends=[] if pause else ["READ"])
        if pause:
            waits.poll(at + pause / 2, jitter, sends=[], wake=pause / 2)
        at += pause
    waits.answer(at, events=["read"], ready=True)
    waits.poll(at + 0.5)
    waits.fail(at + 0.5, "timeout", jitter=1.0, retry_in=1.0)

    checks = following("pause-and-checks", comment="A list that is young enough is used during a pause; then nobody waits for it, until the pause is over.")
    checks.poll(0.5)
    checks.fail(0.6, "timeout", jitter=1.0, retry_in=1.0, sends=[])
    checks.check(0.9, of_session("x"), "accepted", due=False)
    checks.check(1.0, of_session("x"), "accepted")
    checks.check(1.1, of_session("s0"), UNAVAILABLE)
    checks.check(1.6, of_session("s0"), "waits")
    checks.poll(1.6, sends=["READ"])
    checks.answer(1.7, sends=[])
    checks.check(1.7, of_session("s0"), "ERR_JWT_REVOKED")

    write = following("pause-and-changes", comment="Nothing is written during a pause either.")
    write.poll(0.5)
    write.fail(0.6, "timeout", jitter=1.0)
    change = write.begin(0.7, "revoke_session", "mine")
    write.poll(0.7, sends=[], wake=0.9)
    write.poll(1.6, sends=["WRITE", "READ"])
    write.answer(1.7, min(write.sent))
    write.finish(1.7, change, {"kind": "session"})

    resets = following("success-of-a-write", comment="A change that was written ends the pauses.")
    resets.poll(0.5)
    resets.fail(0.5, "timeout", jitter=1.0, retry_in=1.0)
    change = resets.begin(1.5, "revoke_session", "mine")
    resets.poll(1.5, sends=["WRITE", "READ"])
    resets.answer(1.5, min(resets.sent))
    resets.fail(1.5, "timeout", jitter=1.0, retry_in=1.0)
    return [waits, checks, write, resets]


def _closed() -> list[Run]:
    """Connections that were closed, where the store may be well."""
    closed = following("closed", comment="Who had an answer before asks again at once when a connection fails, and checks wait for that.")
    closed.poll(0.9, sends=["READ"])
    closed.fail(1.1, jitter=1.0, why="connect", retry_in=0.0, sends=["READ"], wake=2.0)
    check = closed.check(1.1, of_session("s0"), "waits")
    closed.answer(1.2, events=[], ready=True)
    closed.resume(1.2, check, "ERR_JWT_REVOKED")
    closed.poll(1.7, sends=["READ"])
    closed.fail(1.7, jitter=1.0, retry_in=0.0, sends=["READ"])

    twice = following("closed-twice", comment="The second failure in a row is a reason to pause, and the first pause is as long as any.")
    twice.poll(0.9)
    twice.fail(1.1, jitter=1.0, retry_in=0.0, sends=["READ"])
    twice.fail(1.1, jitter=1.0, retry_in=1.0, sends=[])
    twice.check(1.2, of_session("s0"), UNAVAILABLE)
    twice.poll(2.1, sends=["READ"])
    twice.fail(2.1, jitter=1.0, retry_in=2.0, sends=[])

    after = following("closed-after-a-time-limit", comment="Whatever failed before, it is the second failure.")
    after.poll(0.5)
    after.fail(0.5, "timeout", jitter=1.0, retry_in=1.0)
    after.poll(1.5, sends=["READ"])
    after.fail(1.5, jitter=1.0, retry_in=2.0, sends=[])

    write = following("closed-while-writing", comment="A change is written again at once. It may have been made already, and merges to the same.")
    change = write.begin(0.1, "revoke_session", "mine")
    write.poll(0.1, sends=["WRITE"])
    write.lose(0.2, "connect", jitter=1.0, retry_in=0.0, sends=["WRITE"])
    write.answer(0.3, entries=3)
    write.finish(0.3, change, {"kind": "session"})
    write.sync(0.6, "READ", entries=3)
    assert len(write.server.log) == 4

    owed = following("closed-while-writing-back", comment="What was lost is written back at once as well.")
    owed.server.lose(1)
    owed.poll(0.5)
    owed.answer(0.5, sends=["READ"])
    owed.answer(0.5, sends=["RESTORE"])
    owed.fail(0.6, jitter=1.0, retry_in=0.0, sends=["RESTORE"])
    assert len(owed.words("RESTORE")) == 12
    owed.sync(0.6, ready=True, entries=2)

    never = Run("closed-before-an-answer", comment="A store that has never answered may not be there.")
    never.poll(0)
    never.fail(0, jitter=1.0, retry_in=1.0, sends=[])
    return [closed, twice, after, write, owed, never]


def _silent() -> list[Run]:
    read = following("read-unanswered", comment="A driver that is silent for longer than the limit and a second stood still: that is no failure.")
    read.poll(0.5, sends=["READ"])
    read.sent.clear()
    read.poll(3.5, sends=[])
    read.poll(3.6, sends=["READ"], events=[])
    read.answer(3.7, ready=True)

    waits = Run("check-unanswered", comment="A check that waits goes on waiting, and no longer than its time.")
    check = waits.check(0, of_session("x"), "waits")
    waits.poll(0)
    check = waits.resume(2.9, check, "waits")
    waits.resume(3.0, check, UNAVAILABLE)

    frozen = following("frozen", comment="The process stood still while its monotonic clock did.", server=listed(2))
    frozen.poll(0.5, sends=["READ"])
    frozen.sent.clear()
    frozen.server.now += 1
    frozen.server.add(session("news"))
    frozen.poll((600, 0.6), sends=["READ"])
    frozen.check((600, 0.6), of_session("x"), "waits")
    frozen.answer((600, 0.7), ready=True, entries=3)
    return [read, waits, frozen]
