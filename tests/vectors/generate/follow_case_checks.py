"""revocation_follow_checks.json: what checks come to by the age of the list, and what they wait
for.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_parts import following, listed, of_session, session
from follow_run import UNAVAILABLE, Run
from follow_server import Server

REVOKED = "ERR_JWT_REVOKED"
GOOD, BAD = of_session("x"), of_session("s0")


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_ages(), *_waiting(), *_accept(), *_strict(), *_beat())]


def _ages() -> list[Run]:
    ages = following("ages", comment="Fresh, due from half of max_staleness on, and older than it.")
    ages.check(0.4, GOOD, "accepted", due=False)
    ages.check(0.5, GOOD, "accepted", due=True)
    ages.check(1.0, BAD, REVOKED, due=True)
    ages.check(1.001, GOOD, "waits", due=False)
    ages.poll(1.1, sends=["READ"])
    ages.answer(1.2, ready=True)
    ages.check(1.2, GOOD, "accepted", due=False)

    sent = following("age-from-sending", comment="It is as old as the sending of its reading.")
    sent.poll(0.5, sends=["READ"])
    sent.answer(1.2, ready=True, sends=["READ"])
    sent.check(1.5, GOOD, "accepted")
    sent.check(1.6, GOOD, "waits")
    return [ages, sent]


def _waiting() -> list[Run]:
    wait = Run("waits", server=listed(2))
    first, second = wait.check(0, GOOD, "waits"), wait.check(0, BAD, "waits")
    wait.poll(0, sends=["READ"])
    wait.answer(0.2, ready=True)
    wait.resume(0.2, first, "accepted")
    wait.resume(0.2, second, REVOKED)

    none = Run("waits-in-vain", server=Server(), comment="What it waited for could not be had.")
    check = none.check(0, GOOD, "waits")
    none.poll(0)
    none.answer(0.1, why="no_list")
    none.resume(0.1, check, UNAVAILABLE)

    rounds = Run("four-rounds", comment="It waits four times at most.", max_staleness="1s")
    check = rounds.check(0, GOOD, "waits")
    for number in range(1, 4):
        check = rounds.resume(number / 10, check, "waits")
    rounds.resume(0.5, check, UNAVAILABLE)

    over = Run("no-time-left", timeout="5s", comment="No longer than the time limit of a command, and a second.")
    check = over.check(0, GOOD, "waits")
    check = over.resume(5.9, check, "waits")
    over.resume(6, check, UNAVAILABLE)

    gives = Run("gives-up", comment="Whoever cannot wait is refused.")
    gives.give_up(0.1, gives.check(0, GOOD, "waits"), UNAVAILABLE)

    later = Run("gives-up-in-time", comment="By then the list is there.")
    check = later.check(0, GOOD, "waits")
    later.sync(0.1)
    later.give_up(0.2, check, "accepted")

    news = following("resumed-by-news", comment="The list that it waited for has its session.")
    check = news.check(1.5, GOOD, "waits")
    news.server.now = NOW * 1000
    news.server.add(session("x"))
    news.sync(1.6, "READ")
    news.resume(1.6, check, REVOKED)
    return [wait, none, rounds, over, gives, later, news]


def _accept() -> list[Run]:
    accept = following("accept", when_unavailable="accept", comment="What cannot be renewed is used as it was last, and said so.")
    check = accept.check(1.5, GOOD, "waits")
    accept.poll(1.5)
    accept.fail(1.6, "timeout", jitter=1.0, why="timeout", retry_in=1.0)
    accept.resume(1.6, check, "accepted", events=[{"event": "accepted_unavailable"}])
    accept.check(1.7, GOOD, "accepted", events=[{"event": "accepted_unavailable"}])
    accept.check(1.7, BAD, REVOKED, events=[{"event": "refused", "code": REVOKED}])
    accept.check(2.7, GOOD, "waits")
    accept.give_up(2.7, accept.check(2.7, GOOD, "waits"), "accepted")

    never = Run("accept-never-read", when_unavailable="accept", server=Server(), comment="A list that was never read whole accepts nothing.")
    check = never.check(0, GOOD, "waits")
    never.poll(0)
    never.answer(0.1, why="no_list")
    never.resume(0.1, check, UNAVAILABLE)
    never.check(0.2, GOOD, UNAVAILABLE)

    other = following("accept-other-epoch", when_unavailable="accept")
    other.server.header["epoch"] = "another"
    other.poll(0.5)
    other.answer(1.4, jitter=1.0, why="no_list")
    other.check(1.5, GOOD, "accepted", events=[{"event": "accepted_unavailable"}])
    other.check(1.5, BAD, REVOKED)
    return [accept, never, other]


def _strict() -> list[Run]:
    strict = following("strict", strict=True, comment="Every check has the list read after it began.")
    check = strict.check(0.1, GOOD, "waits")
    strict.poll(0.1, sends=["READ"])
    strict.answer(0.2, ready=True, sends=[])
    strict.resume(0.2, check, "accepted")
    strict.check(0.2, GOOD, "waits")

    flight = following("strict-reading-under-way", strict=True, comment="What is under way may have been asked for before the check began: one reading more is needed.")
    flight.check(0.1, GOOD, "waits")
    flight.poll(0.1, sends=["READ"])
    check = flight.check(0.15, GOOD, "waits")
    flight.answer(0.2, sends=["READ"])
    check = flight.resume(0.2, check, "waits")
    flight.answer(0.3)
    flight.resume(0.3, check, "accepted")

    same = following("strict-same-instant", strict=True)
    check = same.check(0.1, BAD, "waits")
    same.sync(0.1)
    same.resume(0.1, check, REVOKED)

    down = following("strict-down", strict=True, when_unavailable="accept")
    check = down.check(0.1, GOOD, "waits")
    down.poll(0.1)
    down.fail(0.2, "timeout", jitter=1.0)
    down.resume(0.2, check, "accepted", events=[{"event": "accepted_unavailable"}])
    return [strict, flight, same, down]


def _beat() -> list[Run]:
    beat = Run("beat", beat="5s", comment="A heartbeat is written with a reading, half as often as it may be missing.")
    beat.sync(0, ready=True)
    assert beat.words("READ")[3] == "2500" and beat.server.header["beat"] == str(NOW * 1000)
    beat.sync(2.4, "READ")
    assert beat.server.header["beat"] == str(NOW * 1000)
    beat.sync(2.9, "READ")
    assert beat.server.header["beat"] == str(NOW * 1000 + 2900)
    beat.check(3, GOOD, "accepted")

    stale = Run("beat-stale", beat="5s", comment="A primary that was cut off takes no writes: its newest heartbeat is too old.")
    stale.sync(0, ready=True)
    stale.server.is_full = True
    for at in (1, 2, 3, 4, 5, 6):
        stale.sync(at, "READ", ready=True)
    stale.check(6.0, GOOD, "accepted")
    stale.sync(6.5, "READ", ready=False)
    stale.check(6.5, GOOD, "waits")
    stale.server.is_full = False
    stale.sync(7, "READ", ready=True)

    never = Run("beat-never", beat="5s", comment="A store that was never found to be writable is not believed.")
    never.server.is_full = True
    never.sync(0, "READ", ready=False)
    never.check(0, GOOD, "waits")

    others = Run("beat-of-another", beat="5s", comment="Another process's heartbeat counts from when it was first seen.")
    others.server.header["beat"] = str(NOW * 1000 + 100_000)
    others.sync(0, ready=True)
    others.sync(5.9, ready=True)
    others.check(5.95, GOOD, "accepted")
    others.sync(6.4, ready=False)

    short = Run("beat-odd", beat=1)
    short.sync(0)
    assert short.words("READ")[3] == "500"
    return [beat, stale, never, others, short]
