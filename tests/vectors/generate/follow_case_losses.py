"""revocation_follow_losses.json: what a store has lost, found by reading it, and written back by
who held it whole.
"""

from __future__ import annotations

from typing import Any

from common import NOW, b64u
from follow_parts import END, following, listed, of_session, session
from follow_record import NEVER, Record, Stamp
from follow_run import Run, named
from follow_server import EPOCH, HASH_KEY

FIRST = ["READ", "READ"]
REPAIR = ["RESTORE", "READ", "RESTORE", "READ", "READ"]
# Where the header does not say how many are kept, that is looked at before it is sealed.
LOOK = ["RESTORE", "READ", "READ", "RESTORE", "READ"]


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_found(), *_flushed(), *_written_back(), *_by_another(), *_interrupted())]


def _found() -> list[Run]:
    trimmed = following("trimmed-under-cursor", 3, comment="The log was trimmed under the cursor: it is read from its start and merged, and what is missing is written back.")
    trimmed.server.now = NOW * 1000
    trimmed.server.add(session("new"))
    trimmed.server.trim(3)
    trimmed.poll(0.5)
    trimmed.answer(0.5, sends=["READ"], events=[])
    trimmed.answer(0.5, sends=["RESTORE"], entries=4)
    trimmed.check(0.5, of_session("s0"), "ERR_JWT_REVOKED")

    ended = following("trimmed-and-ended", server=listed(2, first=-9000), comment="What was trimmed away has ended: nothing is missing.")
    ended.server.log = []
    for number in range(2):
        ended.server.now = (NOW - 100 + number) * 1000
        ended.server.log.append((Stamp(ended.server.now, 0), f"r {session(f's{number}').text()} n x"))
    ended.server._seal()
    ended.sync(1, "READ", "READ", ready=True)

    same_id = following("same-id-other-record", comment="After a failover another record has the id of the cursor's: the text tells.")
    id, _ = same_id.server.log.pop()
    same_id.server.log.append((id, f"r {session('other').text()} n another"))
    same_id.sync(0.5, *FIRST, *REPAIR, ready=True, entries=3)

    gone = following("cursor-gone", comment="The log is empty, and its header says otherwise.")
    gone.server.log = []
    gone.sync(0.5, *FIRST, *REPAIR, ready=True, entries=2)

    return [trimmed, ended, same_id, gone]


def _flushed() -> list[Run]:
    flush = following("flushed", comment="All of it is lost. Checks go on, and who held it writes it back under the same epoch.")
    flush.server.flush()
    flush.poll(0.5)
    flush.answer(0.5, sends=["READ"])
    flush.answer(0.5, sends=["RESTORE"])
    words = flush.words("RESTORE")
    assert words[:4] == [EPOCH, b64u(HASH_KEY), "0", "0"] and words[4] == "0" and len(words) == 16
    flush.check(0.5, of_session("s0"), "ERR_JWT_REVOKED")
    flush.answer(0.6, sends=["READ"])
    assert flush.words("READ")[0::2] == ["-", "1"]
    flush.answer(0.6, sends=["READ"])
    assert flush.words("READ")[0::2] == [str(flush.server.newest()), "1"], "nobody knows how many were kept: that is looked at before it is sealed"
    flush.answer(0.6, sends=["RESTORE"])
    assert flush.words("RESTORE")[4] == "1" and len(flush.words("RESTORE")) == 8
    flush.answer(0.7, events=["restored"], restored=2, sends=["READ"])
    assert flush.words("READ")[0::2] == [str(flush.server.newest()), "1"], "nobody knows after which restoration the cursor was read"
    flush.answer(0.8, events=[], ready=True, entries=2)
    assert flush.server.header["epoch"] == EPOCH and flush.server._is_whole()

    empty = Run("flushed-empty", comment="A list without entries is sealed again, so that it may be written.")
    empty.sync(0)
    empty.server.flush()
    empty.sync(0.5, "READ", "RESTORE", "READ", ready=True)
    assert empty.server.header["last"] == "0-0"

    never = Run("flushed-unread", comment="Who never read it whole writes nothing back.")
    never.poll(0)
    never.server.flush()
    never.answer(0, why="no_list", sends=[])

    kinds = Run("flushed-kinds", comment="Entries of every kind come back with their ends and cut-offs, and with the latest stamp that they may have.")
    for number, (kind, id) in enumerate((("token", "t1"), ("session", "s1"), ("subject", "bob"), ("key", "k1"), ("issuer", ""))):
        kinds.server.now = (NOW + number) * 1000
        kinds.server.add(Record(named(kind, id), end=NEVER if kind == "key" else END, before=NOW if kind in ("subject", "issuer") else 0, digest=kind == "token"))
    kinds.sync(5)
    kinds.server.flush()
    kinds.sync(5.5, *FIRST, *LOOK, ready=True, entries=5)
    assert len(kinds.server.kept) == 1 and kinds.server._is_whole()

    ended = following("flushed-ended", comment="What has ended is not written back.")
    ended.server.flush()
    ended.sync((1000, 1000))
    assert not ended.server.log

    many = Run("flushed-many", server=listed(501), comment="Five hundred are written back at once.")
    many.sync(0)
    many.server.flush()
    many.sync(0.5, *FIRST, "RESTORE", *LOOK, ready=True, entries=501)
    return [flush, empty, never, kinds, ended, many]


def _written_back() -> list[Run]:
    lost = following("lost-tail", 3, comment="A failover has lost the last record, and its header is of then.")
    lost.server.lose(1)
    lost.sync(0.5, *FIRST, *REPAIR, ready=True, entries=3)
    lost.check(0.6, of_session("s2"), "ERR_JWT_REVOKED")

    own = following("lost-own", comment="What this process wrote and has not read comes back as it was, with who and why.")
    change = own.begin(0.1, "revoke_session", "mine", by="carol", reason="stolen")
    own.poll(0.1, sends=["WRITE"])
    own.answer(0.1)
    own.finish(0.1, change, {"kind": "session", "by": "carol", "reason": "stolen"})
    own.server.lose(1)
    own.sync(0.5, "READ", *LOOK, "READ", ready=True, entries=3)

    twice = following("lost-twice", comment="What was written back is lost once more before it was read: it is owed twice over, and merges to the same.")
    twice.server.flush()
    twice.poll(0.5)
    twice.answer(0.5)
    twice.answer(0.5, sends=["RESTORE"])
    twice.answer(0.6, sends=["READ"])
    twice.server.flush()
    twice.answer(0.6, sends=["RESTORE"])
    twice.sync(0.6, ready=True)
    assert len(twice.server.log) == 4

    longer = following("lost-longer-end", comment="Only a later end is lacking: it is written again.")
    longer.server.now = NOW * 1000
    longer.server.add(session("s0", END + 100))
    longer.sync(0.5)
    longer.server.lose(1)
    longer.sync(1, *FIRST, *REPAIR, ready=True, entries=2)

    cut = Run("lost-later-cut-off")
    cut.server.now = NOW * 1000
    cut.server.add(Record(named("subject", "alice"), end=END, before=NOW - 100))
    cut.server.now += 100
    cut.server.add(Record(named("subject", "alice"), end=END, before=NOW - 10))
    cut.sync(0.2)
    cut.server.lose(1)
    cut.sync(1, *FIRST, *REPAIR, ready=True, entries=1)

    withdrawn = following("lost-withdrawals", 6, comment="Withdrawals that the store has lost are written back, in the order of their names.")
    withdrawn.server.now = NOW * 1000
    for number in range(6):
        withdrawn.server.add(session(f"s{number}", withdraws=True))
    withdrawn.sync(0.5, entries=0)
    withdrawn.server.lose(6)
    withdrawn.sync(1, *FIRST, *REPAIR, ready=True, entries=0)
    withdrawn.check(1, of_session("s0"), "accepted")

    anew = following("lost-revoked-anew", comment="A withdrawal is lost, and a shorter revocation after it. Who wrote only the withdrawal would have it withdraw what the store has.")
    anew.server.now = NOW * 1000
    anew.server.add(session("s0", withdraws=True))
    anew.server.add(session("s0", END - 500))
    anew.sync(0.5, entries=2)
    anew.server.lose(2)
    anew.sync(1, *FIRST, *REPAIR, ready=True, entries=2)
    assert len(anew.server.log) == 4
    anew.check(1, of_session("s0"), "ERR_JWT_REVOKED")
    new = Run("lost-revoked-anew-and-read", server=anew.server)
    new.sync(1.1, "READ", entries=2)
    new.check(1.1, of_session("s0"), "ERR_JWT_REVOKED")

    trim = following("restored-trim", server=listed(2, longest=3600, first=-10), comment="The log is trimmed by the newest id that was read, less the longest lifetime and three hours.")
    trim.server.lose(1)
    trim.sync(0.5, ready=True)
    assert trim.words("RESTORE")[3] == str(NOW * 1000 + 500 - 4 * 3600 * 1000)
    return [lost, own, twice, longer, cut, withdrawn, anew, new, trim]


def _by_another() -> list[Run]:
    other = following("restored-by-another", comment="Another process has written back: it is read on, and what is kept besides, since what was known there may stand in kept alone.")
    server = other.server
    server.header |= {"restored": "another", "kept": "1"}
    key = Record(named("key", "k-hmac"), stamp=Stamp(NOW * 1000 - 3599 * 1000, 5))
    server.kept[key.kept()] = f"{key.stamp.padded()} {key.text()}"
    server.now = NOW * 1000
    other.poll(0.5)
    other.answer(0.5, sends=["READ"], ready=True)
    assert other.words("READ")[0::2] == [str(server.newest()), "1"]
    other.answer(0.5, events=[], ready=True, entries=3)
    other.check(0.5, of_session("x"), "ERR_JWT_REVOKED")
    other.sync(1, "READ", events=[])
    assert other.words("READ")[2] == "0"

    first = following("sealed-first", comment="Another one was faster: its seal stands, and what is there is read.")
    first.server.flush()
    first.poll(0.5)
    first.answer(0.5)
    first.answer(0.5, sends=["RESTORE"])
    first.answer(0.5, sends=["READ"])
    first.answer(0.5, sends=["READ"])
    first.answer(0.5, sends=["RESTORE"])
    words = list(first.words("RESTORE"))
    first.server.restore(*words[:7], "another")
    first.answer(0.6, events=["restored"], sends=["READ"])
    first.sync(0.6, ready=True)
    assert first.server.header["restored"] == "another"

    meanwhile = following("seal-too-late", comment="The log has gone on since it was read: it is read again before it is sealed.")
    meanwhile.server.flush()
    meanwhile.poll(0.5)
    meanwhile.answer(0.5)
    meanwhile.answer(0.5, sends=["RESTORE"])
    meanwhile.answer(0.5, sends=["READ"])
    meanwhile.answer(0.5, sends=["READ"])
    meanwhile.answer(0.5, sends=["RESTORE"])
    text = session("theirs", stamp=Stamp(NOW * 1000, 0)).text()
    meanwhile.server.restore(EPOCH, b64u(HASH_KEY), "0", "0", "0", "0-0", "0-0", "*", text, "*", "", Stamp(NOW * 1000, 0).padded())
    meanwhile.answer(0.6, sends=["READ"], events=[])
    meanwhile.sync(0.6, ready=True, entries=3)

    epoch = following("restored-elsewhere", comment="Another list has taken the place while this one was to be written back. What was refused is owed still, and nothing is sealed without it.")
    epoch.server.flush()
    epoch.poll(0.5)
    epoch.answer(0.5)
    epoch.answer(0.5, sends=["RESTORE"])
    epoch.server.create("another", b64u(bytes(16)), "0")
    epoch.answer(0.6, why="no_list", sends=[])
    epoch.sync(1.2, "RESTORE")
    assert epoch.server.header["epoch"] == "another" and not epoch.server.log
    epoch.server.flush()
    epoch.sync(2.5, *LOOK, ready=True, entries=2)
    assert epoch.server.header["epoch"] == EPOCH and len(epoch.server.log) == 2
    return [other, first, meanwhile, epoch]


def _interrupted() -> list[Run]:
    reply = following("restore-lost-reply", comment="The reply was lost: it is written back again, and merges to the same.")
    reply.server.flush()
    reply.poll(0.5)
    reply.answer(0.5)
    reply.answer(0.5, sends=["RESTORE"])
    reply.lose(0.6, why="timeout", retry_in=0.5)
    reply.check(0.7, of_session("s0"), "ERR_JWT_REVOKED")
    reply.sync(1.2, ready=True, entries=2)
    assert len(reply.server.log) == 4

    full = following("restore-full", comment="The store takes nothing: what is owed stays owed.")
    full.server.flush()
    full.server.is_full = True
    full.poll(0.5)
    full.answer(0.5)
    full.answer(0.5, sends=["RESTORE"])
    full.answer(0.5, why="store", sends=[])
    full.check(0.8, of_session("s0"), "ERR_JWT_REVOKED")
    full.check(1.1, of_session("s0"), "waits")
    full.server.is_full = False
    full.sync(1.2, ready=True, entries=2)

    silent = following("restore-unanswered", comment="Nobody carries it any more: it is owed still.")
    silent.server.flush()
    silent.poll(0.5)
    silent.answer(0.5)
    silent.answer(0.5, sends=["RESTORE"])
    silent.sent.clear()
    silent.poll(3.4, sends=[])
    silent.poll(3.6, sends=["RESTORE"])
    assert len(silent.words("RESTORE")) == 16
    silent.sync(3.6, ready=True, entries=2)

    again = following("loss-interrupted", comment="A reading from the start that fails begins at the start once more, and the loss counts as before.")
    again.server.lose(1)
    again.poll(0.5)
    again.answer(0.5, sends=["READ"])
    again.fail(0.6, "timeout", why="timeout", retry_in=0.5)
    again.sync(1.2, *FIRST, *REPAIR, ready=True, entries=2)
    return [reply, full, silent, again]
