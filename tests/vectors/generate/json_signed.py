"""Signed tokens in the JSON serializations, built by hand, and the cases that read them."""

from __future__ import annotations

import json
from typing import Any

import hand
import peers_json
from attacks_algorithms import CLAIMS
from common import NOW, b64u, case, error
from fixtures import Jwk, signing_jwk

SECRET, EDDSA, RSA, EC = signing_jwk(
    "HS256", kid="secret",
), signing_jwk("Ed25519", kid="ed"), signing_jwk("RS256", kid="rsa"), signing_jwk("ES256", kid="ec")
INVALID, JWT_INVALID, JWE_INVALID, LIMIT = (error(f"ERR_{code}") for code in ("JWS_INVALID", "JWT_INVALID", "JWE_INVALID", "JOSE_LIMIT_EXCEEDED"))
CRIT, FAILED = error("ERR_JOSE_CRIT_NOT_SUPPORTED"), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
NO_KEY, NOT_ALLOWED, NOT_SUPPORTED = error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED"), error("ERR_JOSE_NOT_SUPPORTED")
READ = {"payload": b64u(CLAIMS)}
PROTECTED = {"alg": "HS256", "kid": "secret"}


def entry(
    protected: dict[str, Any] | str | None, header: Any = None, jwk: Jwk = SECRET, payload: str = CLAIMS, alg: str | None = None, *, encoded: bool = True,
) -> dict[str, Any]:
    """A signature, with whatever headers. `protected` as text is taken for the header's JSON."""
    segment = None if protected is None else hand.segment(protected)
    signing_input = f"{segment or ''}.{b64u(payload) if encoded else payload}"
    found = {} if segment is None else {"protected": segment}
    return found | ({} if header is None else {"header": header}) | {"signature": b64u(hand.signature(alg or jwk["alg"], jwk, signing_input))}


def flat(protected: dict[str, Any] | str | None, header: Any = None, jwk: Jwk = SECRET, **more: Any) -> dict[str, Any]:
    """A flattened token."""
    payload = more.get("payload", CLAIMS)
    return {"payload": b64u(payload) if more.get("encoded", True) else payload, **entry(protected, header, jwk, **more)}


def general(*entries: Any) -> dict[str, Any]:
    """A general token of these signatures."""
    return {"payload": b64u(CLAIMS), "signatures": list(entries)}


def verify(
    id: str, token: Any, expect: dict[str, Any], flag: str, comment: str | None = None, keys: Any = None, operation: str = "jws.verify", **options: Any,
) -> dict[str, Any]:
    """A case of `jws.verify`, with SECRET unless said otherwise."""
    if operation in ("verify", "decrypt", "verifier.verify"):
        options = {"now": NOW, **options}
    held = keys if keys is not None else {"jwk": SECRET}
    return case(
        f"attack-json-{id}", operation, {"token": token, "keys": held}, expect, flags=[flag], comment=comment, options=options or None,
    )


def by_joserfc(protected: Any, header: Any = None, payload: str = CLAIMS) -> dict[str, Any]:
    """A flattened token by joserfc, for what has to be accepted."""
    return json.loads(peers_json.signed(payload, (protected, header, SECRET)))


GOOD = flat(PROTECTED)
GOOD_ENTRY = entry(PROTECTED)
