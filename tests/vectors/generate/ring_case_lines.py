"""ring_lines.json: encryption keys, keys whose private half is elsewhere, and keys that are added.
"""

from __future__ import annotations

from typing import Any

from ring_keys import ed25519, external, key
from ring_run import DAY, HOUR, Run

MONTH = 30 * DAY
AHEAD, KEEP, KEEP_ENCRYPTION = 1260, 1021, 2281
NO_KEY, INVALID = "ERR_JWKS_NO_MATCHING_KEY", "ERR_OPTION_INVALID"


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_encryption(), *_external(), *_added()]]


def _encryption() -> list[Run]:
    run = Run("ring-encryption", "ECDH-ES+A256KW", comment="The private half outlives what is published of it.")
    run.jwks(0, "k0")
    run.key_set(0)
    token = run.issue(0, "k0", to="encryption_key")
    run.verify(0, token, by="decryption_keys")
    run.advance(MONTH - AHEAD)
    run.jwks(MONTH - AHEAD, "k0")
    token = run.issue(MONTH - 1, "k0", to="encryption_key")
    run.advance(MONTH)
    run.jwks(MONTH, "k1")
    run.issue(MONTH, "k1", to="encryption_key")
    run.verify(MONTH + 100, token, by="decryption_keys")
    run.advance(MONTH + KEEP_ENCRYPTION - 1)
    run.verify(MONTH + KEEP_ENCRYPTION - 1, token, now=MONTH, by="decryption_keys")
    run.verify(MONTH + KEEP_ENCRYPTION, token, NO_KEY, now=MONTH, by="decryption_keys")
    run.advance(MONTH + KEEP_ENCRYPTION)
    revoked = Run("ring-encryption-revoked", "ECDH-ES", curve="X25519", flags=["key revocation"])
    token = revoked.issue(0, "k0", to="encryption_key")
    revoked.revoke(HOUR, "k0")
    revoked.jwks(HOUR, "k1")
    revoked.verify(HOUR, token, NO_KEY, now=0, by="decryption_keys")
    revoked.issue(HOUR, "k1", to="encryption_key")
    shared = Run("ring-encryption-symmetric", "A256KW", comment="Never published; whoever holds the ring encrypts and decrypts.")
    shared.jwks(0)
    token = shared.issue(0, "k0", to="encryption_key")
    shared.verify(0, token, by="decryption_keys")
    both = Run("ring-signing-and-encryption", "ES256", "ECDH-ES")
    both.jwks(0, "k0", "k1", "k2")
    both.key_set(0, "k0", "k1")
    signed, encrypted = both.issue(0, "k0"), both.issue(0, "k2", to="encryption_key")
    both.verify(0, signed)
    both.verify(0, encrypted, by="decryption_keys")
    both.signing_key(0, "k0")
    for at in (MONTH - AHEAD, MONTH, MONTH + KEEP, MONTH + KEEP_ENCRYPTION):
        both.advance(at)
    return [run, revoked, shared, both]


def _external() -> list[Run]:
    run = Run("ring-external", keys=[external("a")], comment="A KMS signs; the ring says when it should have another key.")
    run.advance(0, needs_key=["Ed25519"], next=None)
    run.add(DAY, external("b"), needs_key=[])
    run.advance(MONTH - AHEAD - 1, needs_key=[])
    run.advance(MONTH - AHEAD, needs_key=["Ed25519"])
    run.signing_key(2 * MONTH, "k0")
    run.add(2 * MONTH, external("c"), needs_key=[])
    run.signing_key(2 * MONTH + AHEAD - 1, "k0")
    run.signing_key(2 * MONTH + AHEAD, "k1")
    run.advance(2 * MONTH + AHEAD, needs_key=[])
    run.advance(2 * MONTH + AHEAD + KEEP)
    run.advance(3 * MONTH + AHEAD + KEEP)
    three = Run("ring-external-three", keys=[external("a", "ES256"), external("b", "ES256"), external("c", "ES256")])
    three.advance(0, needs_key=[])
    three.signing_key(MONTH, "k1")
    three.advance(MONTH)
    three.advance(2 * MONTH - AHEAD, needs_key=["ES256"])
    beside = Run("ring-external-beside-its-own", "ES256", keys=[external("a")], comment="The others are made as always.")
    beside.advance(MONTH - AHEAD, needs_key=["Ed25519"])
    beside.advance(MONTH)
    encryption = Run("ring-external-encryption", keys=[external("a", "ECDH-ES"), external("b", "ECDH-ES")])
    encryption.jwks(0, "k0")
    encryption.issue(0, "k0", to="encryption_key")
    return [run, three, beside, encryption]


def _added() -> list[Run]:
    run = Run("ring-add-private", "Ed25519", comment="Its turn comes after those of the others.")
    run.add(HOUR, ed25519("given"))
    run.jwks(HOUR, "k0", "k1", "k2")
    run.advance(MONTH)
    run.advance(2 * MONTH - AHEAD)
    run.signing_key(2 * MONTH, "k2")
    late = Run("ring-add-late", "Ed25519", comment="The turn waits until it is known.")
    late.add(MONTH - 600, ed25519("given"))
    late.advance(MONTH)
    other = Run("ring-add-another-algorithm", "ES256")
    other.add(HOUR, ed25519("given"), changes=[["k2", None, "active"], ["k3", None, "upcoming"]])
    other.signing_key(HOUR, "k2", alg="Ed25519")
    other.add(HOUR, external("kms", "ES384"), needs_key=["ES384"])
    other.add(HOUR, key("shared", "HS256"))
    other.jwks(HOUR, "k0", "k1", "k2", "k3", "k4")
    wrong = Run("ring-add-refused", "ES256", keys=[external("kms")])
    wrong.add(HOUR, external("other", "ES256"), error=INVALID)
    wrong.add(HOUR, ed25519("mine"), error=INVALID)
    wrong.add(HOUR, external("kms"), error=INVALID)
    wrong.advance(HOUR, changes=[])
    return [run, late, other, wrong]
