"""revocation_kinds.json: sessions, subjects, keys and issuers, what belongs to them, and which is
reported where several are revoked.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from revocation_run import ACCEPTED, Run
from revocation_tokens import (
    ECDSA, ENCRYPTED, HMAC, ISSUER, NAMELESS, OTHER, RSA, SECOND, WITHOUT_ID, WRAPPED, claims, encrypted, nested,
    signed,
)

REVOKED, CLAIM = "ERR_JWT_REVOKED", "ERR_JWT_CLAIM_INVALID"
PLAIN = signed(claims())


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_sessions(), *_types_of_sid(), *_subjects(), *_keys(), *_issuers(), *_order(), *_alone()]]


def _sessions() -> list[Run]:
    whole = Run("session", comment="All its tokens, whenever they were or will be issued.")
    entry = whole.revoke_session(0, ISSUER, "s1")
    for iat in (NOW - 1000, NOW, NOW + 1, None):
        whole.verify(0, signed(claims(sid="s1", iat=iat)), REVOKED, "sid")
    for other in (PLAIN, signed(claims(sid="s2")), signed(claims(sid="S1")), signed(claims(sid="")), signed(claims(sid=None, jti="s1"))):
        whole.verify(0, other, ACCEPTED)
    whole.withdraw(1, entry)
    whole.verify(1, signed(claims(sid="s1")), ACCEPTED)
    issuer = Run("session-of-an-issuer")
    issuer.revoke_session(0, OTHER, "s1")
    issuer.revoke_session(0, None, "s2")
    issuer.verify(0, signed(claims(sid="s1")), ACCEPTED)
    issuer.verify(0, signed(claims(sid="s2")), ACCEPTED)
    issuer.verify(0, signed(claims(sid="s1", iss=OTHER)), REVOKED, "sid")
    issuer.verify(0, signed(claims(sid="s2", iss=None)), REVOKED, "sid")
    return [whole, issuer]


def _types_of_sid() -> list[Run]:
    number = Run("session-number", comment="Its digits, as they are written.")
    number.revoke_session(0, ISSUER, "7")
    for sid in ("7", 7):
        number.verify(0, signed(claims(sid=sid)), REVOKED, "sid")
    for sid in ("7.0", "07", 7.0, 77, -7):
        number.verify(0, signed(claims(sid=sid)), ACCEPTED)
    digits = Run("session-number-as-it-is-written")
    for sid in ("1e2", "12345678901234567890", "-0"):
        digits.revoke_session(0, ISSUER, sid)
        digits.verify(0, signed(claims(sid="x").replace('"x"', sid)), REVOKED, "sid")
    digits.verify(0, signed(claims(sid=100)), ACCEPTED)
    odd = Run("session-of-another-type", comment="It cannot be looked up, and does not pass for a session that is not on the list.")
    kinds: list[Any] = [["s1"], {"id": "s1"}, True, False]
    for sid in kinds:
        odd.verify(0, signed(claims(sid=sid)), ACCEPTED)
    odd.revoke_session(0, ISSUER, "s2")
    for sid in kinds:
        odd.verify(0, signed(claims(sid=sid)), CLAIM, "sid")
    odd.verify(0, signed(claims(sid=None)[:-1] + ',"sid":null}'), ACCEPTED)
    odd.verify(0, signed(claims(sid="")), ACCEPTED)
    return [number, digits, odd]


def _subjects() -> list[Run]:
    whole = Run("subject")
    entry = whole.revoke_subject(0, ISSUER, "alice")
    whole.verify(0, PLAIN, REVOKED, "sub")
    for other in (signed(claims(sub="bob")), signed(claims(sub="alice ")), signed(claims(iss=OTHER)), signed(claims(iss=None)), signed(claims(sub=None))):
        whole.verify(0, other, ACCEPTED)
    whole.withdraw(1, entry)
    whole.verify(1, PLAIN, ACCEPTED)
    nobody = Run("subject-without-issuer")
    nobody.revoke_subject(0, None, "alice")
    nobody.verify(0, PLAIN, ACCEPTED)
    nobody.verify(0, signed(claims(iss=None)), REVOKED, "sub")
    number = Run("subject-number", verifier={"allow_numeric_subject": True})
    number.revoke_subject(0, ISSUER, "42")
    for sub in ("42", 42):
        number.verify(0, signed(claims(sub=sub)), REVOKED, "sub")
    for sub in (42.0, 420, "042"):
        number.verify(0, signed(claims(sub=sub)), ACCEPTED)
    text = Run("subject-number-not-allowed")
    text.revoke_subject(0, ISSUER, "42")
    text.verify(0, signed(claims(sub=42)), CLAIM, "sub")
    return [whole, nobody, number, text]


def _keys() -> list[Run]:
    of_issuer = Run("key")
    entry = of_issuer.revoke_key(0, ISSUER, "k-hmac")
    for token in (PLAIN, signed(claims(jti="one")), signed(claims(iat=NOW + 100)), signed(claims(sub=None))):
        of_issuer.verify(0, token, REVOKED)
    for token in (signed(claims(), SECOND), signed(claims(), ECDSA), signed(claims(iss=OTHER)), signed(claims(iss=None))):
        of_issuer.verify(0, token, ACCEPTED)
    of_issuer.verify(1e6, PLAIN, "ERR_JWT_EXPIRED", "exp")
    of_issuer.withdraw(1e6, entry)
    of_issuer.verify(0, PLAIN, ACCEPTED)
    of_all = Run("key-of-every-issuer")
    every = of_all.revoke_key(0, None, "k-hmac")
    for iss in (ISSUER, OTHER, None):
        of_all.verify(0, signed(claims(iss=iss)), REVOKED)
    of_all.verify(0, signed(claims(), RSA), ACCEPTED)
    own = of_all.revoke_key(1, ISSUER, "k-hmac")
    of_all.withdraw(2, every)
    of_all.verify(2, PLAIN, REVOKED)
    of_all.verify(2, signed(claims(iss=OTHER)), ACCEPTED)
    of_all.withdraw(2, own)
    of_all.verify(2, PLAIN, ACCEPTED)
    used = Run("key-that-verified", comment="Not what the header says: a token without kid is verified by one of the keys.")
    used.revoke_key(0, ISSUER, "k-hmac")
    by_hmac = signed(claims(), {name: value for name, value in HMAC.items() if name != "kid"})
    used.verify(0, type(by_hmac)(by_hmac.text, by_hmac.header, by_hmac.claims, "k-hmac"), REVOKED)
    nameless = Run("key-without-id", keys=WITHOUT_ID)
    nameless.revoke_key(0, ISSUER, "k-hmac")
    nameless.verify(0, signed(claims(), NAMELESS), ACCEPTED)
    direct = Run("key-that-decrypted", keys=None, decryption_keys=ENCRYPTED, comment="Where nothing is signed.")
    direct.revoke_key(0, ISSUER, "k-dir")
    direct.verify(0, encrypted(claims()), REVOKED)
    inner = Run("key-inside", decryption_keys=WRAPPED, comment="Of a nested token, the key that verified it.")
    inner.revoke_key(0, ISSUER, "k-wrap")
    inner.verify(0, nested(PLAIN), ACCEPTED)
    inner.revoke_key(0, ISSUER, "k-hmac")
    inner.verify(0, nested(PLAIN), REVOKED)
    lasting = Run("key-for-ever", options={"longest_lifetime": "15m"}, comment="A key has no end, whatever its tokens have.")
    lasting.revoke_key(0, ISSUER, "k-hmac", ["key", NOW, None, None, None, None, None])
    lasting.verify(1e9, signed(claims(exp=NOW + 2_000_000_000)), REVOKED)
    until = Run("key-until")
    until.revoke_key(0, ISSUER, "k-hmac", ["key", NOW, None, NOW + 3700, None, None, None], until=NOW + 100)
    long = signed(claims(exp=NOW + 100_000))
    until.verify(3700, long, REVOKED)
    until.verify(3701, long, ACCEPTED)
    return [of_issuer, of_all, used, nameless, direct, inner, lasting, until]


def _issuers() -> list[Run]:
    whole = Run("issuer")
    entry = whole.revoke_issuer(0, ISSUER, ["issuer", NOW, NOW + 1, None, None, None, None])
    for token in (PLAIN, signed(claims(sub="bob")), signed(claims(), RSA), signed(claims(sub=None, jti="x")), signed(claims(iat=None))):
        whole.verify(0, token, REVOKED, "iss")
    for token in (signed(claims(iss=OTHER)), signed(claims(iss=None)), signed(claims(iss=ISSUER + "/"))):
        whole.verify(0, token, ACCEPTED)
    whole.withdraw(1, entry)
    whole.verify(1, PLAIN, ACCEPTED)
    named = Run("issuer-named-as-a-subject", comment="No kind is another.")
    named.revoke_subject(0, None, ISSUER)
    named.revoke_subject(0, ISSUER, ISSUER)
    named.revoke_session(0, ISSUER, "alice")
    named.revoke_id(0, ISSUER, "alice")
    named.revoke_key(0, ISSUER, "alice")
    named.verify(0, PLAIN, ACCEPTED)
    return [whole, named]


def _order() -> list[Run]:
    """Token, session, subject, key, issuer: the first is reported, and the next when it is
    withdrawn.
    """
    token = signed(claims(jti="one", sid="s1"))
    runs = []
    for id, backwards in (("order", False), ("order-written-backwards", True)):
        run = Run(id)
        revoke: list[tuple[Any, tuple[str, ...]]] = [
            (lambda run=run: run.revoke_id(0, ISSUER, "one"), ("jti",)),
            (lambda run=run: run.revoke_session(0, ISSUER, "s1"), ("sid",)),
            (lambda run=run: run.revoke_subject(0, ISSUER, "alice"), ("sub",)),
            (lambda run=run: run.revoke_key(0, ISSUER, "k-hmac"), ()),
            (lambda run=run: run.revoke_issuer(0, ISSUER), ("iss",)),
        ]
        order = list(reversed(range(5))) if backwards else list(range(5))
        entries = {place: revoke[place][0]() for place in order}
        for place in range(5):
            run.verify(1, token, REVOKED, *revoke[place][1])
            run.withdraw(1, entries[place])
        run.verify(1, token, ACCEPTED)
        runs.append(run)
    claims_first = Run("order-after-the-claims", comment="What is no good anyway is not looked up.")
    claims_first.revoke_id(0, ISSUER, "one")
    claims_first.verify(900, token, "ERR_JWT_EXPIRED", "exp")
    typed = Run("order-token-before-sid", comment="The token is revoked, whatever its session is.")
    typed.revoke_session(0, ISSUER, "s1")
    typed.revoke_id(0, ISSUER, "one")
    typed.verify(0, signed(claims(jti="one", sid=["s1"])), REVOKED, "jti")
    unnamed = Run("order-of-an-unnamed-token")
    unnamed.revoke(0, PLAIN)
    unnamed.revoke_issuer(0, ISSUER)
    unnamed.verify(0, PLAIN, REVOKED)
    return [*runs, claims_first, typed, unnamed]


def _alone() -> list[Run]:
    empty = Run("nothing-revoked")
    for token in (PLAIN, signed(claims(jti="one", sid="s1")), signed(claims(iat=None)), signed(claims(sid=[]))):
        empty.verify(0, token, ACCEPTED)
    empty.status(0, {"entries": dict.fromkeys(["token", "session", "subject", "key", "issuer"], 0), "longest_lifetime": None, "kept": "memory", "failed": None})
    counted = Run("counted", options={"longest_lifetime": "1d"})
    counted.revoke(0, signed(claims()))
    counted.revoke_id(0, ISSUER, "one")
    counted.revoke_id(0, ISSUER, "one")
    counted.revoke_session(0, ISSUER, "one")
    counted.revoke_subject(0, ISSUER, "one")
    counted.revoke_key(0, None, "one")
    counted.revoke_key(0, ISSUER, "one")
    counted.withdraw(0, counted.revoke_issuer(0, ISSUER))
    counted.status(0)
    return [empty, counted]
