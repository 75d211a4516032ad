"""ring_tokens.json: issuers and verifiers that follow a ring: what signs, how long a token may
live, and what is still accepted.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from ring_keys import external
from ring_run import DAY, Run

MONTH = 30 * DAY
AHEAD, KEEP = 1260, 1021
NO_KEY, EXPIRED, INVALID = "ERR_JWKS_NO_MATCHING_KEY", "ERR_JWT_EXPIRED", "ERR_OPTION_INVALID"


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_accepted(), *_lifetimes(), *_algorithms(), *_others()]]


def _accepted() -> list[Run]:
    last = Run("ring-accepts-to-the-last-second", "ES256", comment="Of a key whose turn is over, with the leeway that the policy foresees.")
    last.advance(MONTH - AHEAD)
    token = last.issue(MONTH - 1, "k0")
    for at, error in ((MONTH, None), (MONTH + 898, None), (MONTH + 899, EXPIRED)):
        last.verify(at, token, error)
    for at, error in ((MONTH + 958, None), (MONTH + 959, EXPIRED)):
        last.verify(at, token, error, leeway=60)
    last.verify(MONTH + KEEP - 1, token, now=MONTH + 100)
    last.verify(MONTH + KEEP, token, NO_KEY, now=MONTH + 100)
    upcoming = Run("ring-accepts-an-upcoming-key", "ES256", flags=["wrong clocks"], comment="By the clock of another, it may have its turn already.")
    upcoming.advance(MONTH - AHEAD)
    token = upcoming.issue(MONTH, "k1")
    upcoming.verify(MONTH - 60, token)
    judged = Run("ring-now-judges-claims-only", "ES256", flags=["wrong clocks"], comment="`now` of a check moves no ring.")
    token = judged.issue(0, "k0")
    judged.verify(0, token, EXPIRED, now=400 * DAY)
    judged.verify(0, token, now=-10 * DAY)
    judged.advance(0, changes=[])
    forgotten = Run("ring-refuses-a-forgotten-key", "ES256")
    token = forgotten.issue(0, "k0")
    forgotten.advance(MONTH - AHEAD)
    for at in (MONTH, 2 * MONTH - AHEAD, 2 * MONTH + KEEP):
        forgotten.advance(at)
        forgotten.verify(at, token, None if at == MONTH else NO_KEY, now=0)
    return [last, upcoming, judged, forgotten]


def _lifetimes() -> list[Run]:
    issuer = Run("ring-lifetime-of-an-issuer", "ES256", flags=["endless lifetimes"], comment="A second more is what rounding may add.")
    for lifetime, error in (("15m", None), (901, None), (902, INVALID), ("1h", INVALID)):
        issuer.issue(0, issuer={"lifetime": lifetime}, error=error)
    call = Run("ring-lifetime-of-a-call", "ES256", flags=["endless lifetimes"])
    for lifetime, error in ((900, None), (901, None), (902, INVALID), ("1d", INVALID)):
        call.issue(0, issuer={}, call={"expires_in": lifetime}, error=error)
        call.issue(0, call={"expires_in": lifetime}, error=error)
    claim = Run("ring-lifetime-by-exp", "ES256", flags=["endless lifetimes"])
    for exp, error in ((NOW + 901, None), (NOW + 902, INVALID), (NOW + 10 * DAY, INVALID)):
        claim.issue(0, issuer={}, claims={"sub": "alice", "exp": exp}, error=error)
    never = Run("ring-no-expiry", "ES256", flags=["endless lifetimes"], comment="No key of a ring is kept for ever.")
    never.issue(0, issuer={"no_expiry": True}, error=INVALID)
    never.issue(0, issuer={}, call={"no_expiry": True}, error=INVALID)
    never.issue(0, call={"no_expiry": True}, error=INVALID)
    long = Run("ring-lifetime-of-a-day", "ES256", token_lifetime="1d", flags=["endless lifetimes"])
    token = long.issue(0, "k0", issuer={"lifetime": "1d"})
    long.advance(MONTH - AHEAD)
    long.verify(DAY - 1, token)
    secret = Run("ring-lifetime-of-encryption", "ECDH-ES", flags=["endless lifetimes"])
    secret.issue(0, to="encryption_key", issuer={"lifetime": 902}, error=INVALID)
    secret.issue(0, "k0", to="encryption_key")
    return [issuer, call, claim, never, long, secret]


def _algorithms() -> list[Run]:
    several = Run("ring-several-algorithms", "ES256", "Ed25519", "ES384", comment="Each has its own turns; the first signs unless told otherwise.")
    several.jwks(0, "k0", "k1", "k2", "k3", "k4", "k5")
    tokens = [several.issue(0, "k0"), several.issue(0, "k2", issuer={"lifetime": "15m", "alg": "Ed25519"})]
    tokens.append(several.issue(0, "k4", issuer={"lifetime": "15m", "alg": "ES384"}))
    for token in tokens:
        several.verify(0, token)
    several.signing_key(0, "k0")
    several.signing_key(0, "k4", alg="ES384")
    several.signing_key(0, alg="RS256", error=NO_KEY)
    several.advance(MONTH - AHEAD)
    several.issue(MONTH, "k1")
    several.issue(MONTH, "k3", issuer={"lifetime": "15m", "alg": "Ed25519"})
    symmetric = Run("ring-symmetric", "HS256", comment="Verified by those who hold the ring, and never published.", flags=["HS256"])
    token = symmetric.issue(0, "k0")
    symmetric.verify(0, token)
    symmetric.jwks(0)
    symmetric.key_set(0, "k0", "k1")
    symmetric.advance(MONTH - AHEAD)
    token = symmetric.issue(MONTH - 1, "k0")
    symmetric.advance(MONTH + 60)
    symmetric.verify(MONTH + 60, token)
    symmetric.advance(MONTH + 60 + KEEP)
    symmetric.verify(MONTH + 60 + KEEP, token, NO_KEY, now=MONTH)
    symmetric.revoke(MONTH + 60 + KEEP, "k1")
    mixed = Run("ring-symmetric-and-public", "HS256", "ES256")
    mixed.jwks(0, "k2", "k3")
    return [several, symmetric, mixed]


def _others() -> list[Run]:
    run = Run("ring-external-signs-elsewhere", keys=[external("a"), external("b")], comment="An issuer needs the private half.")
    run.signing_key(0, "k0")
    run.issue(0, error="ERR_KEY_MISMATCH", expect="ERR_KEY_MISMATCH")
    wrong = Run("ring-issuer-without-keys-for-it", "ECDH-ES", comment="A ring that has only keys to encrypt to.")
    wrong.issue(0, error=INVALID)
    other = Run("ring-issuer-alg-that-it-lacks", "ES256")
    other.issue(0, issuer={"lifetime": "15m", "alg": "ES384"}, error=INVALID, expect=INVALID)
    other.issue(0, issuer={"lifetime": "15m", "alg": "none"}, error="ERR_JOSE_NOT_SUPPORTED", expect="ERR_JOSE_NOT_SUPPORTED")
    verifier = Run("ring-verifier-without-keys-for-it", "ES256")
    token = verifier.issue(0, "k0")
    verifier.verify(0, token, INVALID, by="decryption_keys", expect=INVALID)
    return [run, wrong, other, verifier]
