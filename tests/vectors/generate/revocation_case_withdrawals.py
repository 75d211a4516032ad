"""revocation_withdrawals.json: revocations that are taken back, and made again, by clocks that may
be set back meanwhile.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from revocation_run import ACCEPTED, Run
from revocation_tokens import ISSUER, claims, signed

REVOKED, INVALID = "ERR_JWT_REVOKED", "ERR_OPTION_INVALID"
ONE = signed(claims(jti="one", sid="s1"))
DAY = 86_400
CALLS: dict[str, Any] = {
    "id": (lambda run, at, **call: run.revoke_id(at, ISSUER, "one", **call), ("jti",)),
    "session": (lambda run, at, **call: run.revoke_session(at, ISSUER, "s1", **call), ("sid",)),
    "key": (lambda run, at, **call: run.revoke_key(at, ISSUER, "k-hmac", **call), ()),
    "subject": (lambda run, at, **call: run.revoke_subject(at, ISSUER, "alice", **{"before": NOW, **call}), ("sub",)),
    "issuer": (lambda run, at, **call: run.revoke_issuer(at, ISSUER, **{"before": NOW, **call}), ("iss",)),
}


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_again(), *_unknown(), *_all_of_a_name(), *_cut_offs()]]


def _again() -> list[Run]:
    runs = []
    for kind, (revoke, claim) in CALLS.items():
        for clock, times in {"": range(0, 40, 10), "-with-the-clock-set-back": (0, -60, -120, -60), "-in-one-moment": (0, 0, 0, 0)}.items():
            run = Run(f"withdraw-{kind}{clock}")
            for at in times:
                entry = revoke(run, at)
                run.verify(0, ONE, REVOKED, *claim)
                run.withdraw(at, entry)
                run.verify(0, ONE, ACCEPTED)
                run.withdraw(at, entry, INVALID)
            runs.append(run)
    back = Run("withdraw-years-back", options={"audit": True}, comment="What follows is later, and says so by its place if not by its time.")
    for at in (0, -1000 * DAY, -2000 * DAY):
        entry = back.revoke_id(at, ISSUER, "one", by=f"{at}")
        back.entries(0, issuer=ISSUER, token_id="one")
        back.withdraw(at, entry, by=f"{at}")
        back.entries(0, issuer=ISSUER, token_id="one")
    back.verify(0, ONE, ACCEPTED)
    return [*runs, back]


def _unknown() -> list[Run]:
    run = Run("withdraw-what-is-no-entry")
    run.revoke_id(0, ISSUER, "one")
    for text in ("", "t", "one", "tAAAAAAAAAAAAAAAA", "tAAAAAAAAAAAAAAA", "tAAAAAAAAAAAAAAAAA", "xAAAAAAAAAAAAAAAA", "t!AAAAAAAAAAAAAAA", "{}", '{"id":1}',
                 '{"id":"one"}', "[]", "null", "\u0000", "t\u20acAAAAAAAAAAAAAAA", "tAAAAAAAAAAAAAAA="):
        run.withdraw(0, text, INVALID)
    run.verify(0, ONE, REVOKED, "jti")
    never = Run("withdraw-from-another-list")
    entry = never.revoke_id(0, ISSUER, "one")
    never.new(0, "b")
    never.revoke_id(0, ISSUER, "one", on="b")
    never.withdraw(0, entry, INVALID, on="b")
    never.verify(0, ONE, REVOKED, "jti", on="b")
    copied = Run("withdraw-from-a-copy")
    entry = copied.revoke_id(0, ISSUER, "one")
    copied.copy(0, "b")
    copied.withdraw(1, entry, on="b")
    copied.verify(1, ONE, ACCEPTED, on="b")
    copied.verify(1, ONE, REVOKED, "jti")
    before = Run("withdraw-from-a-copy-made-before")
    before.copy(0, "b")
    before.withdraw(0, before.revoke_id(0, ISSUER, "one"), INVALID, on="b")
    ended = Run("withdraw-what-has-ended")
    entry = ended.revoke(0, ONE)
    ended.withdraw(4501, entry, INVALID)
    ended.withdraw(4500, entry)
    return [run, never, copied, before, ended]


def _all_of_a_name() -> list[Run]:
    run = Run("withdraw-all-of-a-name", options={"audit": True}, comment="All revocations of it that were made until now, by whichever entry.")
    first = run.revoke_id(0, ISSUER, "one", by="a", until=NOW + 900)
    second = run.revoke(1, ONE, by="b")
    run.entries(1)
    run.withdraw(2, first)
    run.verify(2, ONE, ACCEPTED)
    run.withdraw(2, second, INVALID)
    run.entries(2)
    own = Run("withdraw-one-of-several-kinds")
    entries = {kind: revoke(own, 0) for kind, (revoke, _) in CALLS.items()}
    for kind in ("key", "subject"):
        own.withdraw(1, entries[kind])
        own.withdraw(1, entries[kind], INVALID)
    own.status(1)
    own.verify(1, ONE, REVOKED, "jti")
    return [run, own]


def _cut_offs() -> list[Run]:
    """A mistake is taken back: what is revoked afterwards does not bring it back."""
    mistaken = Run("withdraw-a-cut-off-of-the-future", comment="It was meant to be earlier.", options={"audit": True})
    entry = mistaken.revoke_subject(0, ISSUER, "alice", before=NOW + 365 * DAY)
    mistaken.verify(10, signed(claims(iat=NOW + 5)), REVOKED, "sub")
    mistaken.withdraw(1, entry, ["subject", NOW + 1, NOW + 365 * DAY, None, None, None, [NOW + 1, None, None]])
    mistaken.revoke_subject(2, ISSUER, "alice", before=NOW)
    mistaken.verify(10, signed(claims(iat=NOW - 1)), REVOKED, "sub")
    mistaken.verify(10, signed(claims(iat=NOW + 5)), ACCEPTED)
    mistaken.entries(10, [["subject", NOW + 2, NOW, None, None, None, None]])
    ends = Run("withdraw-a-longer-end")
    long = signed(claims(jti="one", exp=NOW + 365 * DAY))
    entry = ends.revoke_id(0, ISSUER, "one")
    ends.withdraw(1, entry)
    ends.revoke_id(2, ISSUER, "one", until=NOW + 100)
    ends.verify(3700, long, REVOKED, "jti")
    ends.verify(3701, long, ACCEPTED)
    return [mistaken, ends]
