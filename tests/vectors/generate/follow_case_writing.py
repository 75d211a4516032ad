"""revocation_follow_writing.json: changes, each with its script, and what becomes of those that the
store refuses, or whose reply is lost.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_parts import END, following, listed, of_session, session
from follow_record import Stamp, read
from follow_run import UNAVAILABLE, Run, named
from revocation_tokens import claims, signed

INVALID = "ERR_OPTION_INVALID"


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_written(), *_kinds(), *_order(), *_refused(), *_lost(), *_wrong())]


def _written() -> list[Run]:
    simple = following("revoke", comment="The change counts here as soon as the store has it, with the id as its stamp.")
    change = simple.begin(0.1, "revoke_session", "mine")
    simple.finish(0.1, change, False)
    simple.check(0.1, of_session("mine"), "accepted")
    simple.poll(0.1, sends=["WRITE"], wake=0.4)
    written = read(simple.words("WRITE")[4], Stamp(0, 0))
    assert simple.words("WRITE")[3] == str(simple.server.newest().next()) and written.name == named("session", "mine")
    simple.answer(0.2, sends=[], wake=0.3, entries=3)
    simple.finish(0.2, change, {"kind": "session", "at": NOW + 0.2, "ends": None})
    simple.check(0.2, of_session("mine"), "ERR_JWT_REVOKED")
    simple.sync(0.5, "READ", entries=3)
    simple.sync(1, "READ", entries=3)

    token = following("revoke-token")
    text = signed(claims(jti="t9"))
    change = token.begin(0.1, "revoke", token=text)
    token.sync(0.1, "WRITE")
    token.finish(0.1, change, {"kind": "token", "ends": NOW + 4500})
    token.check(0.1, text, "ERR_JWT_REVOKED")

    trim = following("write-trims", server=listed(2, longest=3600, first=-10))
    change = trim.begin(0.1, "revoke_session", "mine")
    trim.sync(0.1, "WRITE")
    # The newest id of the header, less an hour and three hours.
    assert trim.words("WRITE")[1] == str((NOW - 9 - 4 * 3600) * 1000)
    trim.finish(0.1, change, {"ends": NOW + 7201})

    slow = following("write-trims-by-own-clock", server=listed(2, longest=3600, first=-10), comment="By the earlier of both clocks.")
    slow.begin((-100, 0.1), "revoke_session", "mine")
    slow.poll((-100, 0.1), sends=["WRITE"])
    assert slow.words("WRITE")[1:3] == [str((NOW - 100 - 4 * 3600) * 1000), str((NOW - 100) * 1000)]

    ahead = following("write-after-known", comment="An id is above all stamps that the writer knows, though the store's clock is behind them.")
    ahead.server.now = NOW * 1000 + 5000
    ahead.server.add(session("ahead"))
    ahead.sync(0.5)
    change = ahead.begin(0.6, "revoke_session", "mine")
    ahead.sync(0.6, "WRITE")
    ahead.finish(0.6, change, {"at": NOW + 5})
    assert ahead.server.newest() == Stamp(NOW * 1000 + 5000, 1)
    return [simple, token, trim, slow, ahead]


def _kinds() -> list[Run]:
    runs = []
    for do, id, call in (
        ("revoke_id", "t1", {"until": END}),
        ("revoke_session", "s9", {"until": END, "by": "carol", "reason": "lost phone"}),
        ("revoke_subject", "alice", {"before": NOW - 30.5}), ("revoke_subject", "alice", {}),
        ("revoke_key", "k-hmac", {}), ("revoke_issuer", None, {}),
    ):
        whose = "with-before" if "before" in call else ""
        run = following("-".join(filter(None, [do.replace("_", "-"), whose])), server=listed(1, longest=3600))
        change = run.begin(0.25, do, id, **call)
        run.sync(0.25, "WRITE")
        run.finish(0.25, change)
        run.check(0.25, signed(claims(jti="t1", sid="s9")), "ERR_JWT_REVOKED")
        run.sync(1, "READ", entries=2)
        runs.append(run)

    everyone = following("revoke-key-of-every-issuer")
    change = everyone.begin(0.1, "revoke_key", "k-hmac", issuer=None)
    everyone.sync(0.1, "WRITE")
    everyone.finish(0.1, change, {"before": None, "ends": None})
    everyone.check(0.1, signed(claims(jti="t1")), "ERR_JWT_REVOKED")
    assert len(everyone.server.kept) == 1
    return [*runs, everyone]


def _order() -> list[Run]:
    several = following("several", comment="One change is written at a time, in their order.")
    changes = [several.begin(0.1, "revoke_session", f"new{number}") for number in range(3)]
    several.poll(0.1, sends=["WRITE"])
    several.poll(0.1, sends=[])
    several.answer(0.2, sends=["WRITE"])
    several.finish(0.2, changes[0], {"at": NOW + 0.2})
    several.finish(0.2, changes[1], False)
    several.answer(0.3, sends=["WRITE"])
    several.answer(0.3, sends=[])
    several.finish(0.3, changes[1])
    several.finish(0.3, changes[2])
    several.sync(0.6, "READ", entries=5)

    unread = Run("before-reading", comment="Nothing is written before the list was read: its hash is not known.")
    change = unread.begin(0, "revoke_session", "mine")
    unread.poll(0, sends=["READ"])
    unread.answer(0.1, sends=["WRITE"])
    unread.answer(0.2)
    unread.finish(0.2, change, {"kind": "session"})

    beside = following("beside-reading", comment="It is written beside a reading, which may not see it yet; the next one must.")
    beside.poll(0.5, sends=["READ"])
    change = beside.begin(0.5, "revoke_session", "mine")
    beside.poll(0.5, sends=["WRITE"])
    read_id, write_id = sorted(beside.sent)
    replies = beside._perform(0.5, read_id)
    beside.answer(0.6, write_id)
    beside.finish(0.6, change)
    beside.reply(0.7, *replies, id=read_id, entries=3, sends=[])
    beside.sync(1.1, "READ", entries=3)

    due = following("write-and-read", comment="Both are sent where both are due.")
    change = due.begin(0.6, "revoke_session", "mine")
    due.poll(0.6, sends=["WRITE", "READ"])
    due.answer(0.6, min(due.sent))
    due.answer(0.6, entries=3)
    due.finish(0.6, change)

    dropped = following("dropped", comment="A caller who waits no longer has nothing written.")
    change = dropped.begin(0.1, "revoke_session", "mine")
    dropped.drop(0.1, change)
    dropped.poll(0.1, sends=[])
    return [several, unread, beside, due, dropped]


def _refused() -> list[Run]:
    runs = []
    lost = following("write-lost", comment="The log does not end where the header says: it is read and made whole first, then the change is written.")
    lost.server.lose(1, header=False)
    change = lost.begin(0.1, "revoke_session", "mine")
    lost.poll(0.1, sends=["WRITE"])
    lost.answer(0.1, sends=["READ"])
    lost.finish(0.1, change, False)
    lost.sync(0.1, ready=True, entries=3)
    lost.finish(0.1, change, {"kind": "session"})
    runs.append(lost)

    gone = following("write-gone", comment="The header is gone. One reading is enough: nothing is written until it has ended.")
    gone.server.flush()
    change = gone.begin(0.1, "revoke_session", "mine")
    gone.poll(0.1, sends=["WRITE"])
    gone.answer(0.1, sends=["READ"])
    gone.poll(0.2, sends=[])
    gone.sync(0.2, ready=True, entries=3)
    gone.finish(0.3, change, {"kind": "session"})
    runs.append(gone)

    epoch = following("write-epoch")
    epoch.server.header["epoch"] = "another"
    change = epoch.begin(0.1, "revoke_session", "mine")
    epoch.poll(0.1)
    epoch.answer(0.1, sends=["READ"])
    epoch.answer(0.1, why="no_list", retry_in=0.5, sends=[])
    epoch.finish(3.0, change, False)
    epoch.finish(3.1, change, UNAVAILABLE)
    runs.append(epoch)

    clock = following("write-clock", comment="The clocks are more than an hour apart.")
    clock.ahead = 3601
    change = clock.begin(0.1, "revoke_session", "mine")
    clock.sync(0.1, "WRITE")
    clock.finish(0.1, change, UNAVAILABLE)
    clock.ahead = -3599
    again = clock.begin(0.2, "revoke_session", "mine")
    clock.sync(0.2, "WRITE")
    clock.finish(0.2, again, {"kind": "session"})
    runs.append(clock)

    full = following("write-full", comment="The store's error is the caller's, at once, and checks go on.")
    full.server.is_full = True
    change = full.begin(0.1, "revoke_session", "mine")
    full.poll(0.1)
    full.answer(0.1, events=[], sends=[])
    full.finish(0.1, change, UNAVAILABLE)
    full.sync(0.5, "READ", ready=True)
    full.check(0.5, of_session("mine"), "accepted")
    runs.append(full)
    return runs


def _lost() -> list[Run]:
    reply = following("write-lost-reply", comment="It was written, and nobody said so: it is written again, which merges to the same.")
    change = reply.begin(0.1, "revoke_session", "mine")
    reply.poll(0.1, sends=["WRITE"])
    reply.lose(0.3, why="timeout", retry_in=0.5, sends=[])
    reply.finish(0.3, change, False)
    reply.poll(0.9, sends=["WRITE", "READ"])
    reply.answer(0.9, min(reply.sent))
    reply.finish(0.9, change, {"at": NOW + 0.9})
    reply.answer(0.9, entries=3)
    assert len(reply.server.log) == 4

    given_up = following("write-given-up", comment="Nobody waits for it any more: it is not written again.")
    change = given_up.begin(0.1, "revoke_session", "mine")
    given_up.poll(0.1, sends=["WRITE"])
    given_up.drop(0.2, change)
    given_up.fail(0.3, "connect", why="connect")
    given_up.poll(0.9, sends=["READ"])

    late = following("write-late", comment="Whether it was made is not known.")
    change = late.begin(0.1, "revoke_session", "mine")
    late.poll(0.1, sends=["WRITE"])
    late.finish(3.0, change, False)
    late.finish(3.1, change, UNAVAILABLE)
    late.answer(3.1, entries=3)
    late.check(3.1, of_session("mine"), "waits")

    silent = following("write-unanswered", comment="No driver carries it any more: it is forgotten, and what comes later is written.")
    first = silent.begin(0.1, "revoke_session", "mine")
    silent.poll(0.1, sends=["WRITE"])
    silent.sent.clear()
    second = silent.begin(3.2, "revoke_session", "other")
    silent.poll(3.2, sends=["WRITE", "READ"])
    silent.finish(3.2, first, UNAVAILABLE)
    silent.answer(3.2, min(silent.sent))
    silent.answer(3.2)
    silent.finish(3.2, second, {"kind": "session"})
    return [reply, given_up, late, silent]


def _wrong() -> list[Run]:
    wrong = following("wrong-changes", comment="What is wrong with a change is said when it begins, and what only the list can tell when it is written.", server=listed(1, longest=3600))
    wrong.begin(0.1, "revoke_session", "")
    wrong.begin(0.1, "revoke_session", "s", before=NOW)
    wrong.begin(0.1, "revoke_subject", "alice", until=END)
    wrong.begin(0.1, "revoke_key", "k", reason="x" * 1001)
    late = wrong.begin(0.1, "revoke_session", "s", until=NOW + 7201)
    early = wrong.begin(0.1, "revoke_session", "s", until=NOW - 3601)
    never = wrong.begin(0.1, "withdraw", "sAAAAAAAAAAAAAAAA")
    good = wrong.begin(0.1, "revoke_session", "s", until=NOW + 7200)
    wrong.poll(0.1, sends=["WRITE"])
    for change in (late, early, never):
        wrong.finish(0.1, change, INVALID)
    wrong.answer(0.1)
    wrong.finish(0.1, good, {"ends": NOW + 10_800})
    return [wrong]
