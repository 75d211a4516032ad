"""revocation_follow_reading.json: the first reading, what is new, and lists that are not the one
they were.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_record import NEVER, Record, Stamp
from follow_parts import listed
from follow_run import Run, named
from follow_server import Server
from revocation_tokens import ISSUER, claims, signed

T = signed(claims(jti="t1"))


def tests() -> list[dict[str, Any]]:
    runs = [*_first(), *_news(), *_others(), *_forms(), *_made()]
    return [run.case() for run in runs]


def _first() -> list[Run]:
    empty = Run("empty", comment="A list without entries is whole, and a check uses it.")
    empty.check(0, T, "waits")
    empty.poll(0, sends=["READ"], wake=2.0)
    empty.answer(0.1, events=["read"], ready=True, entries=0, wake=0.4)
    empty.check(0.1, T, "accepted", due=False)

    small = Run("small", server=listed(3), comment="A few entries, of which one is the token's session.")
    small.sync(0, "READ", ready=True, entries=3)
    small.check(0, signed(claims(sid="s1")), "ERR_JWT_REVOKED")
    small.check(0, signed(claims(sid="s7")), "accepted")

    kinds = Run("kinds", comment="One entry of every kind.")
    now = kinds.server.now = NOW * 1000
    for kind, id in (("token", "t1"), ("session", "s1"), ("subject", "bob"), ("key", "k-second"), ("issuer", "")):
        issuer = "https://other.example" if kind == "issuer" else ISSUER
        before = NOW if kind in ("subject", "issuer") else 0
        kinds.server.add(Record(named(kind, id, issuer), end=NEVER if kind == "key" else NOW + 900, before=before))
    assert kinds.server.now == now
    kinds.sync(1, "READ", entries=5)
    kinds.check(1, T, "ERR_JWT_REVOKED")
    kinds.check(1, signed(claims(jti="t2", sid="s1")), "ERR_JWT_REVOKED")
    kinds.check(1, signed(claims(jti="t2", sub="bob")), "ERR_JWT_REVOKED")
    kinds.check(1, signed(claims(jti="t2", iss="https://other.example")), "ERR_JWT_REVOKED")
    kinds.check(1, signed(claims(jti="t2")), "accepted")

    ended = Run("ended", comment="What has ended by both clocks is dropped when it was read.")
    ended.server.now = (NOW - 9000) * 1000
    ended.server.add(Record(named("session", "s1"), end=NOW - 1000))
    ended.server.now = NOW * 1000
    ended.server.add(Record(named("session", "s2"), end=NOW + 1000))
    ended.sync(0, "READ", entries=1)

    slow = Run("ended-by-one-clock", comment="By the newest record it has not ended yet: one wrong clock must not make it forget.")
    slow.server.now = (NOW - 9000) * 1000
    slow.server.add(Record(named("session", "s1"), end=NOW - 1000))
    slow.sync(0, "READ", entries=1)
    slow.check(0, signed(claims(sid="s1")), "accepted")
    return [empty, small, kinds, ended, slow]


def _news() -> list[Run]:
    idle = Run("idle", server=listed(2), comment="The cursor's entry comes with each reading, and nothing else.")
    idle.sync(0, "READ")
    idle.poll(0.4, sends=[], wake=0.1)
    idle.sync(0.5, "READ", ready=True, wake=0.5, events=[])
    assert idle.words("READ")[0] == str(idle.server.newest())

    news = Run("news", server=listed(2))
    news.sync(0, "READ")
    news.check(0, T, "accepted")
    news.server.add(Record(named("token", "t1"), end=NOW + 900))
    news.check(0.2, T, "accepted")
    news.sync(0.5, "READ", entries=3)
    news.check(0.5, T, "ERR_JWT_REVOKED")

    first = Run("first-news", comment="A list that was empty is read from its start, with what is kept, until it has a first entry.")
    first.sync(0, "READ")
    first.server.now = NOW * 1000 + 300
    first.server.add(Record(named("key", "k-hmac"), end=NEVER))
    first.sync(0.5, "READ", entries=1)
    assert first.words("READ")[0::2] == ["-", "1"]
    first.check(0.5, T, "ERR_JWT_REVOKED")
    first.sync(1, "READ")
    assert first.words("READ")[2] == "0"

    late = Run("late-answer", comment="A reply that nothing waits for is ignored.")
    late.poll(0)
    late.fail(2, "timeout", why="timeout", retry_in=0.5)
    late.sent[1] = [["READ", *late.machine.keys[:3], "-", "1000", "1", ""]]
    late.answer(2.1, 1, ready=False)
    late.sync(2.5, "READ", ready=True)

    twice = Run("one-reading", comment="Only one reading is under way, whoever asks.")
    twice.poll(0, sends=["READ"])
    twice.poll(0.1, sends=[], wake=2.0)
    twice.answer(0.2, ready=True)
    twice.poll(0.3, sends=[], wake=0.2)
    return [idle, news, first, late, twice]


def _others() -> list[Run]:
    none = Run("no-list", server=Server(), comment="No header is no empty list.")
    none.sync(0, "READ", ready=False)
    none.check(0, T, "ERR_JWT_REVOCATION_UNAVAILABLE")

    epoch = Run("other-epoch", server=listed(2), comment="Another list has taken its place: its entries are of another hash.")
    epoch.sync(0, "READ")
    epoch.server.header["epoch"] = "another"
    epoch.poll(0.5)
    epoch.answer(0.5, why="no_list", ready=True)
    epoch.check(0.6, T, "accepted", due=False)
    epoch.check(1.1, T, "waits")
    epoch.sync(1.1, "READ")
    epoch.check(1.1, T, "ERR_JWT_REVOCATION_UNAVAILABLE")

    key = Run("other-hash-key", server=listed(2))
    key.sync(0, "READ")
    key.server.header["hash_key"] = "AAAAAAAAAAAAAAAAAAAAAA"
    key.poll(0.5)
    key.answer(0.5, why="no_list")

    back = Run("back-again", server=listed(2), comment="The right list is back: it is read on, and checks go on.")
    back.sync(0, "READ")
    own = dict(back.server.header)
    back.server.header["epoch"] = "another"
    back.sync(1, "READ")
    back.server.header = own
    back.sync(1.5, "READ", ready=True)
    back.check(1.5, T, "accepted")

    longest = Run("longest-lifetime", server=listed(1, longest=3600), comment="The header is read with every reading.")
    longest.sync(0, "READ")
    longest.server.header["longest_lifetime"] = "7200"
    longest.sync(0.5, "READ")
    return [none, epoch, key, back, longest]


def _forms() -> list[Run]:
    """Headers, and what is kept, that a new process finds."""
    runs = []
    for name, field, value in (
        ("newer-format", "format", "2"), ("no-format", "format", ""), ("no-epoch", "epoch", ""),
        ("short-hash-key", "hash_key", "AAAA"), ("bad-hash-key", "hash_key", "!"),
        ("length-of-lifetime", "longest_lifetime", "1h"), ("no-id", "last", "5"), ("negative-kept", "kept", "-1"),
    ):
        run = Run(f"header-{name}", server=listed(1))
        run.server.header[field] = value
        run.poll(0)
        run.answer(0, why="unreadable", ready=False, entries=0)
        runs.append(run)

    unsealed = Run("last-not-read", server=listed(2), comment="The newest record of the header is not in the log: a part was lost, and a new process does not know what.")
    unsealed.server.lose(1, header=False)
    unsealed.poll(0)
    unsealed.answer(0, why="incomplete", ready=False)
    unsealed.check(0, T, "ERR_JWT_REVOCATION_UNAVAILABLE")

    emptied = Run("log-gone", server=listed(2), comment="A header without its log, as where a key was evicted.")
    emptied.server.log = []
    emptied.poll(0)
    emptied.answer(0, why="incomplete")

    kept = Run("kept-incomplete")
    kept.server.now = NOW * 1000
    for id in ("a", "b"):
        kept.server.add(Record(named("key", id)))
    kept.server.kept.pop(next(iter(kept.server.kept)))
    kept.poll(0)
    kept.answer(0, why="incomplete", ready=False)

    trimmed = Run("trimmed-before", server=listed(4), comment="A log that was trimmed is whole: its newest record is there.")
    trimmed.server.trim(2)
    trimmed.sync(0, "READ", ready=True, entries=2)

    ahead = Run("newer-than-header", server=listed(2), comment="Records after the newest of the header were written back and not sealed: what is there counts.")
    ahead.server.restore("epoch-of-the-list", "", "0", "0", "0", "0-0", "0-0", "*", Record(named("session", "x"), end=NOW + 900, stamp=Stamp(5, 0)).text(), "*", "", "")
    ahead.sync(0, "READ", "RESTORE", "READ", "READ", ready=True, entries=3)
    ahead.sync(0.5, "READ", ready=True)

    only_kept = Run("kept-alone", comment="What stands in kept alone counts, with the stamp in front of it.")
    only_kept.server.now = NOW * 1000
    only_kept.server.add(Record(named("key", "k-hmac"), end=NEVER))
    only_kept.server.now += 1000
    only_kept.server.add(Record(named("session", "s1"), end=NOW + 900))
    only_kept.server.trim(1)
    only_kept.sync(1, "READ", entries=2)
    only_kept.check(1, T, "ERR_JWT_REVOKED")

    stamped = Run("stamp-of-another", comment="A record that was written back has the stamp of before, not the id of its entry.")
    stamped.server.now = NOW * 1000
    name = named("session", "s1")
    stamped.server.add(Record(name, end=NOW + 900))
    stamped.server.add(Record(name, True, end=NOW + 900))
    old = Record(name, end=NOW + 900, stamp=Stamp(NOW * 1000 - 5, 0))
    stamped.server.add(old)
    stamped.sync(1, "READ", entries=0)
    stamped.check(1, signed(claims(sid="s1")), "accepted")
    return [*runs, unsealed, emptied, kept, trimmed, ahead, only_kept, stamped]


def _made() -> list[Run]:
    create = Run("create", server=Server(), create=True, longest_lifetime="1h", comment="The list is made, and then read.")
    create.sync(0, "CREATE", "READ", ready=True)
    create.sync(0.5, "READ")

    there = Run("create-there", server=listed(1), create=True, comment="Where there is one, it is left as it is.")
    there.sync(0, "CREATE", "READ", ready=True, entries=1)

    lost = Run("create-lost", server=listed(1), create=True, comment="Where there is something of one, it was lost, and none is made.")
    lost.server.header = {}
    lost.poll(0)
    lost.answer(0, why="no_list", ready=False)
    lost.sync(0.5, "CREATE", "READ")

    full = Run("create-full", server=Server(), create=True, comment="The error of the first command counts as well.")
    full.server.is_full = True
    full.poll(0)
    full.answer(0, why="store")
    full.server.is_full = False
    full.sync(0.5, "CREATE", "READ", ready=True)
    return [create, there, lost, full]


