"""revocation_follow_withdrawals.json: what is taken back, by this process and by others, and stamps
that are in doubt.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_parts import END, following, listed, of_session, session
from follow_record import Record, Stamp, read
from follow_run import Run, named

INVALID = "ERR_OPTION_INVALID"
REPAIR = ["RESTORE", "READ", "RESTORE", "READ", "READ"]


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_own(), *_of_others(), *_doubts(), *_merged())]


def _own() -> list[Run]:
    taken = following("withdraw")
    change = taken.begin(0.1, "withdraw", str(named("session", "s0")), by="dave", reason="mistake")
    taken.poll(0.1, sends=["WRITE"])
    taken.check(0.1, of_session("s0"), "ERR_JWT_REVOKED")
    taken.answer(0.2, entries=1)
    taken.finish(0.2, change, {"kind": "session", "withdrawn": [NOW + 0.2, "dave", "mistake"]})
    taken.check(0.2, of_session("s0"), "accepted")
    taken.sync(0.5, "READ", entries=1)
    again = taken.begin(0.6, "withdraw", str(named("session", "s0")))
    taken.poll(0.6)
    taken.finish(0.6, again, INVALID)

    anew = following("revoked-anew", comment="A revocation that follows a withdrawal is the later one, even if the store's clock went back.")
    change = anew.begin(0.1, "withdraw", str(named("session", "s0")))
    anew.sync(0.1)
    anew.finish(0.1, change)
    anew.ahead = -1800
    change = anew.begin(0.2, "revoke_session", "s0", until=END)
    anew.sync(0.2)
    anew.finish(0.2, change, {"at": NOW + 0.1})
    anew.check(0.2, of_session("s0"), "ERR_JWT_REVOKED")
    anew.sync(0.7, entries=2)
    anew.check(0.7, of_session("s0"), "ERR_JWT_REVOKED")

    kept = Run("withdraw-kept", comment="A withdrawal of what has no end has none either, and is kept beside it.")
    kept.server.now = NOW * 1000
    kept.server.add(Record(named("key", "k-hmac")))
    kept.sync(0.1)
    change = kept.begin(0.2, "withdraw", str(named("key", "k-hmac")))
    kept.sync(0.2, "WRITE", entries=0)
    kept.finish(0.2, change, {"ends": None})
    assert sorted(kept.server.kept) == [f"{named('key', 'k-hmac')}{sign}" for sign in "+-"]
    new = Run("withdrawn-kept-alone", server=kept.server, comment="Both stand in kept, and nowhere else.")
    new.server.now += 1000
    new.server.add(session("s1"))
    new.server.trim(2)
    new.sync(1, entries=1)

    order = following("withdraw-what-is-being-written", comment="What is withdrawn must be on the list by then.")
    first = order.begin(0.1, "revoke_session", "mine")
    second = order.begin(0.1, "withdraw", str(named("session", "mine")))
    order.sync(0.1, "WRITE", "WRITE", entries=2)
    order.finish(0.1, first, {"kind": "session", "withdrawn": None})
    order.finish(0.1, second, {"kind": "session", "at": NOW + 0.1})

    wrong = following("withdraw-no-entry")
    for text in ("", "s", "xAAAAAAAAAAAAAAAA", "not json"):
        wrong.begin(0.1, "withdraw", text)
    return [taken, anew, kept, new, order, wrong]


def _of_others() -> list[Run]:
    other = following("withdrawn-by-another")
    other.server.now = NOW * 1000 + 100
    other.server.add(session("s1", withdraws=True))
    other.sync(0.5, entries=1)
    other.check(0.5, of_session("s1"), "accepted")
    other.server.now += 500
    other.server.add(session("s1"))
    other.sync(1.1, entries=2)
    other.check(1.1, of_session("s1"), "ERR_JWT_REVOKED")

    page = Run("withdrawn-in-one-page", comment="Whichever is read first.")
    page.server.now = NOW * 1000
    name = named("session", "s1")
    page.server.add(session("s1", stamp=Stamp(NOW * 1000 - 10, 0)))
    page.server.add(Record(name, True, end=END, stamp=Stamp(NOW * 1000 - 5, 0)))
    page.server.add(session("s1", stamp=Stamp(NOW * 1000 - 7, 0)))
    page.sync(1, entries=0)

    tie = Run("withdrawn-at-a-tie", comment="At a tie the withdrawal wins.")
    tie.server.now = NOW * 1000
    tie.server.add(Record(name, True, end=END, stamp=Stamp(NOW * 1000 - 5, 0)))
    tie.server.add(session("s1", stamp=Stamp(NOW * 1000 - 5, 0)))
    tie.sync(1, entries=0)

    longer = Run("end-of-withdrawn", comment="What was withdrawn does not come back with a later revocation: neither its end nor its cut-off.")
    longer.server.now = NOW * 1000
    longer.server.add(session("s1", END + 1000))
    longer.server.add(session("s1", END + 1000, withdraws=True))
    longer.server.add(session("s1", END))
    longer.sync(1)
    change = longer.begin(1.1, "withdraw", str(name))
    longer.sync(1.1, "WRITE")
    longer.finish(1.1, change, {"ends": END})
    return [other, page, tie, longer]


def _doubts() -> list[Run]:
    doubt = following("old-withdrawal", comment="A withdrawal that is not above the cursor meets an entry whose stamp is in doubt: all of it is read, and until then the token is refused.")
    doubt.server.now = NOW * 1000
    first = doubt.server.log[0][0]
    doubt.server.add(session("s0", withdraws=True, stamp=first.next()))
    doubt.poll(0.5)
    doubt.answer(0.5, sends=["READ"], entries=2, ready=True)
    assert doubt.words("READ")[0] == "-"
    doubt.check(0.5, of_session("s0"), "ERR_JWT_REVOKED")
    doubt.answer(0.6, events=["read"], sends=[], entries=1)
    doubt.check(0.6, of_session("s0"), "accepted")

    older = following("older-withdrawal", comment="The entry turns out to be the later one.")
    older.server.now = NOW * 1000
    first = older.server.log[0][0]
    older.server.add(session("s0", withdraws=True, stamp=Stamp(first.milliseconds - 1, 0)))
    older.sync(0.5, "READ", "READ", entries=2)
    older.check(0.6, of_session("s0"), "ERR_JWT_REVOKED")
    older.sync(1.1, "READ")

    failed = following("doubt-unanswered", comment="What is in doubt stays in doubt until it was read.")
    failed.server.now = NOW * 1000
    first = failed.server.log[0][0]
    failed.server.add(session("s0", withdraws=True, stamp=first.next()))
    failed.poll(0.5)
    failed.answer(0.5, sends=["READ"])
    failed.fail(0.6, "timeout", why="timeout", retry_in=0.5)
    failed.check(0.6, of_session("s0"), "ERR_JWT_REVOKED")
    failed.sync(1.2, "READ", entries=1)

    loss = following("doubt-after-loss", 3, comment="After a loss the cursor of then stands in for the stamp: the entry wins, and that is written for all.")
    loss.server.trim(1)
    loss.server.lose(1, header=False)
    loss.sync(0.5, ready=True)
    loss.server.now = NOW * 1000 + 900
    loss.server.add(session("s1", withdraws=True, stamp=Stamp(NOW * 1000 - 3599 * 1000, 1)))
    loss.sync(1)
    loss.check(1.1, of_session("s1"), "ERR_JWT_REVOKED")
    return [doubt, older, failed, loss]


def _merged() -> list[Run]:
    own = following("own-withdrawal-unread", comment="What this process wrote has its stamp until it was read: an older withdrawal of another one does not undo it.")
    change = own.begin(0.1, "revoke_session", "mine", until=END)
    own.sync(0.1, "WRITE")
    own.finish(0.1, change)
    own.server.now = NOW * 1000 + 200
    own.server.add(session("mine", withdraws=True, stamp=Stamp(NOW * 1000 + 50, 0)))
    own.sync(0.5, "READ", entries=3)
    own.check(0.5, of_session("mine"), "ERR_JWT_REVOKED")

    short = following("withdrawal-lengthened", comment="A withdrawal that meets a revocation which lasts longer is written again with that end: who has not met that would forget it.")
    short.server.now = NOW * 1000
    short.server.add(session("s0", END - 500, withdraws=True))
    short.sync(0.5, "READ", *REPAIR, ready=True, entries=1)
    lengthened = [read(text.split(" ")[1], id) for id, text in short.server.log][-1]
    assert lengthened.withdraws and lengthened.end == END and lengthened.stamp == Stamp(NOW * 1000, 0)
    short.sync(1, "READ")

    long = following("withdrawal-as-long", comment="One that lasts as long stays as it is, however it came.")
    long.server.now = NOW * 1000
    long.server.add(session("s0", END - 500, withdraws=True))
    long.server.add(session("s0", END, withdraws=True, stamp=Stamp(NOW * 1000, 0)))
    long.sync(0.5, "READ", ready=True, entries=1)

    later = following("withdrawn-before-it-lasted", comment="A revocation that is not withdrawn does not lengthen anything.")
    later.server.now = NOW * 1000
    later.server.add(session("s0", END - 500, withdraws=True))
    later.server.add(session("s0", END + 500))
    later.sync(0.5)
    later.check(0.6, of_session("s0"), "ERR_JWT_REVOKED")

    swept = following("withdrawal-ended", server=listed(1), comment="A withdrawal is forgotten when its entry has ended.")
    swept.server.now = NOW * 1000
    swept.server.add(session("s0", withdraws=True))
    swept.sync(0.5, entries=0)
    swept.server.now = (NOW + 1000) * 1000
    swept.server.add(session("x", END + 2000))
    swept.sync(1001, entries=1)
    swept.server.flush()
    swept.sync(1002, ready=True, entries=1)
    assert len(swept.server.log) == 1, "nothing of the withdrawal is written back"
    return [own, short, long, later, swept]
