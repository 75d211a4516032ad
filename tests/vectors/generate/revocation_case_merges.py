"""revocation_merges.json: lists that are copied and merged. Nothing that was revoked is forgotten,
and what was withdrawn stays withdrawn.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from common import NOW
from revocation_run import ACCEPTED, Run
from revocation_tokens import ECDSA, ISSUER, claims, other_signature, signed

REVOKED, INVALID, UNAVAILABLE = "ERR_JWT_REVOKED", "ERR_OPTION_INVALID", "ERR_JWT_REVOCATION_UNAVAILABLE"
ONE, TWO = signed(claims(jti="one", sid="s1")), signed(claims(jti="two"))
BARE = signed(claims(), ECDSA)
AUDITS = list(product((False, True), repeat=2))


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_copies(), *_damaged(), *_both_ways(), *_withdrawn(), *_again(), *_three(), *_cut_offs(), *_clocks()]]


def _pair(id: str, audits: tuple[bool, bool], **about: Any) -> Run:
    return Run(f"{id}{''.join('-kept' if audit else '-bare' for audit in audits)}", options={"audit": audits[0]}, **about)


def _copies() -> list[Run]:
    runs = []
    for audits in AUDITS:
        run = _pair("copy", audits)
        run.revoke(0, ONE, by="ops")
        run.revoke(1, BARE, reason="lost")
        run.revoke_session(2, ISSUER, "s2")
        run.revoke_subject(3, ISSUER, "bob", before=NOW)
        run.withdraw(4, run.revoke_key(4, None, "k-hmac"), by="boss")
        run.revoke_issuer(5, "https://third.example", before=NOW)
        run.copy(6, "b", audit=audits[1])
        run.status(6, on="b")
        for token, claim in ((ONE, ("jti",)), (BARE, ()), (other_signature(BARE), ()), (signed(claims(sid="s2")), ("sid",)), (signed(claims(sub="bob")), ("sub",))):
            run.verify(6, token, REVOKED, *claim, on="b")
        run.verify(6, TWO, ACCEPTED, on="b")
        run.entries(6, on="b", **({"issuer": ISSUER, "token_id": "one"} if audits == (False, True) else {}))
        # They are two lists from here on.
        run.revoke(7, TWO, on="b")
        run.verify(7, TWO, ACCEPTED)
        run.withdraw(8, 0)
        run.verify(8, ONE, REVOKED, "jti", on="b")
        runs.append(run)
    chain = Run("copy-of-a-copy", options={"longest_lifetime": "1d", "audit": True})
    chain.revoke(0, ONE)
    for at, (source, name) in enumerate(["ab", "bc", "cd"]):
        chain.copy(at, name, on=source, audit=at == 1)
    chain.status(3, on="d")
    chain.verify(3, ONE, REVOKED, "jti", on="d")
    chain.withdraw(4, 0, on="d")
    chain.merge(5, "d")
    chain.verify(5, ONE, ACCEPTED)
    again = Run("copy-in-place-of-another", comment="Whoever has the name has another list from then on.")
    again.copy(0, "b")
    again.revoke(1, ONE)
    again.verify(1, ONE, ACCEPTED, on="b")
    again.copy(2, "b")
    again.verify(2, ONE, REVOKED, "jti", on="b")
    return [*runs, chain, again]


def _damaged() -> list[Run]:
    cut = Run("copy-cut-short", comment="Never taken for an empty list.")
    cut.revoke(0, ONE)
    for bytes in (1, 2, 31, 32, 33, 40, 64, 100, 100_000):
        cut.copy(0, "b", UNAVAILABLE, cut=bytes)
    cut.copy(0, "b")
    cut.verify(0, ONE, REVOKED, "jti", on="b")
    cut.copy(1, "b", UNAVAILABLE, cut=1)
    cut.verify(1, ONE, REVOKED, "jti", on="b")
    empty = Run("copy-of-an-empty-list-cut-short")
    empty.copy(0, "b", UNAVAILABLE, cut=1)
    empty.copy(0, "b")
    empty.verify(0, ONE, ACCEPTED, on="b")
    strange = Run("merge-of-another-list", comment="Nothing in it could be recognised.")
    strange.new(0, "b")
    strange.revoke(0, ONE, on="b")
    strange.merge(0, "b", INVALID)
    strange.verify(0, ONE, ACCEPTED)
    strange.status(0)
    strange.new(0, "c", longest_lifetime="1d", audit=True)
    strange.copy(0, "d", on="c")
    strange.merge(0, "d", INVALID)
    strange.merge(0, "d", INVALID, on="b")
    strange.merge(0, "d", on="c")
    strange.revoke_subject(0, ISSUER, "alice", on="c")
    strange.merge(0, "c", on="d")
    strange.verify(0, ONE, REVOKED, "sub", on="d")
    return [cut, empty, strange]


def _both_ways() -> list[Run]:
    runs = []
    for audits in AUDITS:
        run = _pair("merge", audits, comment="Each has what the other had, and it does not matter how often.")
        run.copy(0, "b", audit=audits[1])
        run.revoke(1, ONE, by="a")
        run.revoke_subject(2.25, ISSUER, "bob", on="b", by="b", before=NOW)
        run.revoke(3.25, BARE, on="b")
        for _ in range(2):
            run.merge(4, "b")
            run.merge(4, "a", on="b")
            run.merge(4, "a")
        for name in "ab":
            run.verify(5, ONE, REVOKED, "jti", on=name)
            run.verify(5, BARE, REVOKED, on=name)
            run.verify(5, signed(claims(sub="bob")), REVOKED, "sub", on=name)
            run.verify(5, TWO, ACCEPTED, on=name)
            run.status(5, on=name)
            if all(audits):
                run.entries(5, on=name)
        runs.append(run)
    return runs


def _withdrawn() -> list[Run]:
    runs = []
    for audits in AUDITS:
        there = _pair("withdrawn-there", audits, comment="In the copy, and here nothing was written since.")
        there.revoke(0, ONE)
        there.copy(1, "b", audit=audits[1])
        there.withdraw(2, 0, on="b")
        there.merge(3, "b")
        there.verify(3, ONE, ACCEPTED)
        there.merge(3, "a", on="b")
        there.verify(3, ONE, ACCEPTED, on="b")
        here = _pair("withdrawn-here", audits, comment="And the copy, which has it still, was not written to.")
        here.revoke(0, ONE)
        here.copy(1, "b", audit=audits[1])
        here.withdraw(2, 0)
        here.merge(3, "b")
        here.verify(3, ONE, ACCEPTED)
        here.merge(3, "a", on="b")
        here.verify(3, ONE, ACCEPTED, on="b")
        written = _pair("withdrawn-and-written-since", audits, comment="Whoever keeps no records can only say that it was no later than what was last written.")
        written.revoke(0, ONE)
        written.copy(1, "b", audit=audits[1])
        written.withdraw(2, 0)
        written.revoke(3, TWO, on="b")
        written.merge(4, "b")
        written.verify(4, ONE, *((ACCEPTED,) if audits[1] else (REVOKED, "jti")))
        written.merge(4, "a", on="b")
        written.verify(4, ONE, on="b")
        written.verify(4, TWO, REVOKED, "jti")
        again = _pair("withdrawn-and-revoked-there-since", audits)
        again.revoke(0, ONE)
        again.copy(1, "b", audit=audits[1])
        again.withdraw(2, 0)
        again.revoke(3, ONE, on="b")
        again.merge(4, "b")
        again.verify(4, ONE, REVOKED, "jti")
        again.merge(4, "a", on="b")
        again.verify(4, ONE, REVOKED, "jti", on="b")
        again.withdraw(5, 0)
        again.merge(6, "a", on="b")
        again.verify(6, ONE, ACCEPTED, on="b")
        before = _pair("withdrawn-after-it-was-revoked-there", audits)
        before.revoke(0, ONE)
        before.copy(1, "b", audit=audits[1])
        before.revoke(2, ONE, on="b")
        before.withdraw(3, 0)
        before.merge(4, "b")
        before.verify(4, ONE, ACCEPTED)
        before.merge(4, "a", on="b")
        before.verify(4, ONE, ACCEPTED, on="b")
        runs += [there, here, written, again, before]
    return runs


def _again() -> list[Run]:
    both = Run("withdrawn-in-both", options={"audit": True})
    both.revoke(0, ONE)
    both.copy(1, "b", audit=True)
    both.withdraw(2, 0, by="a")
    both.withdraw(3, 0, by="b", on="b")
    both.merge(4, "b")
    both.merge(4, "a", on="b")
    both.entries(4)
    both.entries(4, on="b")
    tie = Run("withdrawn-at-the-same-time", options={"audit": True}, comment="At a tie, the withdrawal wins.")
    tie.revoke(0, ONE)
    tie.copy(1, "b", audit=True)
    tie.withdraw(2, 0)
    tie.revoke(2, ONE, on="b")
    tie.merge(3, "b")
    tie.verify(3, ONE, ACCEPTED)
    tie.merge(3, "a", on="b")
    tie.verify(3, ONE, ACCEPTED, on="b")
    tie.revoke(3, ONE)
    tie.merge(4, "a", on="b")
    tie.verify(4, ONE, REVOKED, "jti", on="b")
    return [both, tie]


def _three() -> list[Run]:
    """Of three lists, two keep records, and the other's revocation, which is in no record, is the
    latest.
    """
    runs = []
    for id, order in (("first", "bc"), ("last", "cb")):
        run = Run(f"three-lists-unrecorded-{id}", options={"audit": True}, comment="What was acknowledged and not withdrawn is refused, in whatever order lists meet.")
        run.revoke(0, ONE)
        run.copy(1, "b")
        run.copy(1, "c", audit=True)
        run.withdraw(2, 0, on="c")
        run.revoke(3, ONE, on="b")
        for name in order:
            run.merge(4, name)
        run.verify(4, ONE, REVOKED, "jti")
        run.withdraw(5, 0)
        run.merge(6, "b")
        run.merge(6, "c")
        run.verify(6, ONE, ACCEPTED)
        runs.append(run)
    passed = Run("three-lists-unrecorded-passed-on", options={"audit": True}, comment="By a list that keeps records, and has none of this.")
    passed.revoke(0, ONE)
    passed.copy(1, "b")
    passed.copy(1, "c", audit=True)
    passed.withdraw(2, 0, on="c")
    passed.revoke(3, ONE, on="b")
    passed.merge(4, "b")
    passed.merge(5, "a", on="c")
    passed.verify(5, ONE, REVOKED, "jti", on="c")
    late = Run("three-lists-unrecorded-and-an-older-record", options={"audit": True}, comment="A record that comes later is not the latest for that.")
    late.copy(0, "b")
    late.copy(0, "c", audit=True)
    late.copy(0, "d", audit=True)
    entry = late.revoke(1, ONE, on="c")
    late.merge(2, "c", on="d")
    late.withdraw(3, entry, on="d")
    late.revoke(4, ONE, on="b")
    late.merge(5, "b")
    late.merge(5, "c")
    late.merge(5, "d")
    late.verify(5, ONE, REVOKED, "jti")
    return [*runs, passed, late]


def _cut_offs() -> list[Run]:
    runs = []
    for audits in AUDITS:
        run = _pair("merge-of-a-cut-off-that-was-withdrawn", audits, comment="A mistake is taken back, which no later merge undoes.")
        run.revoke_subject(0, ISSUER, "alice", before=NOW + 1000)
        run.copy(1, "b", audit=audits[1])
        run.withdraw(2, 0)
        run.revoke_subject(3, ISSUER, "alice", before=NOW)
        run.merge(4, "b")
        run.verify(10, signed(claims(iat=NOW + 5)), ACCEPTED)
        run.verify(10, signed(claims(iat=NOW - 5)), REVOKED, "sub")
        runs.append(run)
        ends = _pair("merge-of-an-end-that-was-withdrawn", audits)
        ends.revoke_id(0, ISSUER, "one")
        ends.copy(1, "b", audit=audits[1])
        ends.withdraw(2, 0)
        ends.revoke_id(3, ISSUER, "one", until=NOW + 100)
        ends.merge(4, "b")
        ends.verify(3701, signed(claims(jti="one", exp=NOW + 1_000_000)), ACCEPTED)
        runs.append(ends)
        later = _pair("merge-of-cut-offs", audits, comment="The later one counts.")
        later.copy(0, "b", audit=audits[1])
        later.revoke_subject(1, ISSUER, "alice", before=NOW - 10)
        later.revoke_subject(2, ISSUER, "alice", on="b", before=NOW - 20)
        later.merge(3, "b")
        later.merge(3, "a", on="b")
        for name in "ab":
            later.verify(3, signed(claims(iat=NOW - 11)), REVOKED, "sub", on=name)
            later.verify(3, signed(claims(iat=NOW - 10)), ACCEPTED, on=name)
            if all(audits):
                later.entries(3, [["subject", NOW + 2, NOW - 10, None, None, None, None]], on=name)
        runs.append(later)
    return runs


def _clocks() -> list[Run]:
    ahead = Run("merge-with-a-clock-that-is-ahead", options={"audit": True}, comment="What follows is later than all that was seen, by whatever clock.")
    ahead.copy(0, "b", audit=True)
    ahead.revoke_id(1_000_000, ISSUER, "one", on="b", by="b")
    ahead.merge(1, "b")
    ahead.verify(1, ONE, REVOKED, "jti")
    ahead.withdraw(2, 1, ["token", NOW + 1_000_000, None, None, "a", None, [NOW + 1_000_000, "a", None]], by="a")
    ahead.verify(2, ONE, ACCEPTED)
    ahead.merge(3, "a", on="b")
    ahead.verify(3, ONE, ACCEPTED, on="b")
    ahead.entries(3, on="b")
    behind = Run("merge-with-a-clock-that-is-behind", options={"audit": True}, comment="It has not seen the withdrawal, and its clock says that it was earlier.")
    behind.revoke(0, ONE)
    behind.copy(0, "b", audit=True)
    behind.withdraw(100, 0)
    behind.revoke(50, ONE, on="b")
    behind.merge(101, "b")
    behind.verify(101, ONE, ACCEPTED)
    itself = Run("merge-with-itself", options={"audit": True})
    itself.revoke(0, ONE)
    itself.withdraw(1, itself.revoke(1, TWO))
    for _ in range(2):
        itself.merge(2, "a")
    itself.entries(2)
    itself.verify(2, ONE, REVOKED, "jti")
    itself.verify(2, TWO, ACCEPTED)
    return [ahead, behind, itself]
