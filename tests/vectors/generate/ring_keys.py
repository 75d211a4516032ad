"""The keys that are given to rings: small ones, each bound to its algorithm."""

from __future__ import annotations

from typing import Any

from fixtures import Jwk, encryption_jwk, okp_jwk, public, signing_jwk


def ed25519(kid: str, label: str | None = None) -> Jwk:
    """A private key on Ed25519; another `label` is other material under the same `kid`."""
    return okp_jwk(f"ring {label or kid}", "Ed25519", alg="Ed25519", kid=kid)


def external(kid: str, alg: str = "Ed25519") -> Jwk:
    """The public half of a key whose private half is elsewhere."""
    return public(key(kid, alg))


def key(kid: str, alg: str, **members: Any) -> Jwk:
    """A private or secret key for any algorithm."""
    if alg == "Ed25519":
        return ed25519(kid)
    encrypts = alg.startswith(("ECDH", "A128", "A192", "A256")) or alg == "dir"
    label = "first" if alg.startswith(("RS", "PS")) else f"ring {kid}"
    return (encryption_jwk if encrypts else signing_jwk)(alg, label, **members) | {"kid": kid}
