"""Keys that an issuer publishes, tokens that they sign, and which key verifies which token
(RFC 7517, section 4.5; RFC 7515, section 6).
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import Any

import joserfc.errors
import joserfc.jwk
import joserfc.jws

import hand
import peers
from common import NOW, b64u, compact_json, unb64u
from fixtures import Jwk, ec_jwk, okp_jwk, public, stretch

NO_MATCHING_KEY, WRONG_SIGNATURE, NOT_ALLOWED = "ERR_JWKS_NO_MATCHING_KEY", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "ERR_JOSE_ALG_NOT_ALLOWED"
SOURCE = f"tokens by {peers.VERSION['joserfc']}; steps by the model in generate/remote_model.py"
CLAIMS = {"sub": "alice", "exp": NOW + 10_000_000}


def key(kid: str | None, label: str | None = None, **members: Any) -> Jwk:
    """A private key on Ed25519, which signs without random numbers; another `label` is other
    material under the same `kid`.
    """
    return okp_jwk(f"remote {label or kid}", "Ed25519", **({"kid": kid} if kid else {}), **members)


def ec_key(kid: str, **members: Any) -> Jwk:
    """A private key on P-256, for sets with keys that sign no token here."""
    return ec_jwk(f"remote {kid}", "P-256", kid=kid, **members)


def secret(kid: str) -> Jwk:
    """A symmetric key, which has no place in a published set."""
    return {"kty": "oct", "k": b64u(stretch(f"remote {kid}", 32)), "alg": "HS256", "kid": kid}


def jwks(*keys: Jwk) -> str:
    """The public halves as a JWK Set."""
    return compact_json({"keys": [public(one) for one in keys]})


def token(signer: Jwk, claims: dict[str, Any] | None = None, *, kid: str | None = "", alg: str = "EdDSA") -> str:
    """A token with the signer's `kid`, or another."""
    kid = signer.get("kid") if kid == "" else kid
    header = {"alg": alg} | ({"kid": kid} if kid else {})
    if alg == "ES256":
        # Its nonce is random there, and every token of this kind is refused here.
        return hand.sign(header, claims or CLAIMS, signer)
    return peers.jws(header, compact_json(claims or CLAIMS), signer)


@dataclass
class Published:
    """What can be used of a set, and what was set aside."""

    keys: list[Jwk] = field(default_factory=list)
    aside: list[str | None] = field(default_factory=list)

    @property
    def verifies(self) -> bool:
        return any(may_verify(one) for one in self.keys)

    @property
    def encrypts(self) -> bool:
        return any(one["kty"] == "EC" and one.get("use") != "sig" for one in self.keys)


def read(body: bytes, max_bytes: int, max_keys: int, uses: list[str]) -> Published | str:
    """The set, or the word for what is wrong with it."""
    text = inflated(body, max_bytes)
    if text is None:
        return "too_large"
    try:
        entries = strict(text)["keys"]
        assert isinstance(entries, list)
    except (ValueError, KeyError, AssertionError):
        return "not_a_key_set"
    if len(entries) > max_keys:
        return "too_large"
    found = Published()
    for one in entries:
        if isinstance(one, dict) and is_usable(one, uses):
            found.keys.append(one)
        else:
            found.aside.append(one.get("kid") if isinstance(one, dict) else None)
    return found


def inflated(body: bytes, most: int) -> bytes | None:
    """The body without gzip; None if it is too long before or after. What is no gzip though it
    begins so is left as it is.
    """
    if len(body) <= most and body[:2] == b"\x1f\x8b":
        try:
            body = zlib.decompress(body, 31)
        except zlib.error:
            return body
    return body if len(body) <= most else None


class Twice(dict[str, Any]):
    """An object that names a member twice."""


def strict(text: bytes) -> dict[str, Any]:
    """A JSON object that names no member twice."""
    found = json.loads(text.decode(), object_pairs_hook=lambda pairs: (Twice if len(dict(pairs)) < len(pairs) else dict)(pairs))
    if not isinstance(found, dict) or isinstance(found, Twice):
        raise ValueError("no object, or no strict one")
    return found


def is_usable(jwk: dict[str, Any], uses: list[str]) -> bool:
    """Whether a key of a set is taken at all: public, of a type that there is, with a use that
    there is.
    """
    if isinstance(jwk, Twice):
        return False
    length = {"Ed25519": 32, "P-256": 32}.get(jwk.get("crv", ""))
    is_whole = jwk.get("kty") in ("OKP", "EC") and length is not None and len(unb64u(jwk.get("x", ""))) == length
    return is_whole and "d" not in jwk and jwk.get("use", "sig") in ["sig", "enc", *uses]


def may_verify(jwk: Jwk) -> bool:
    return jwk.get("use") != "enc" and "verify" in jwk.get("key_ops", ["verify"])


def verified(given: str, published: Published) -> tuple[str | None, bool]:
    """What is wrong with the signature (None: nothing), and whether newer keys could mend it."""
    header = json.loads(unb64u(given.split(".")[0]))
    kid = header.get("kid")
    borne = [one for one in published.keys if kid is not None and one.get("kid") == kid]
    candidates = published.keys if kid is None else borne or [one for one in published.keys if "kid" not in one]
    permitted = [one for one in candidates if may_verify(one)]
    is_unknown = not borne and (kid is None or kid not in published.aside)
    if not permitted:
        return NO_MATCHING_KEY, is_unknown
    curve = {"EdDSA": "Ed25519", "ES256": "P-256"}[header["alg"]]
    allowed = [one for one in permitted if one.get("crv") == curve and one.get("alg", header["alg"]) == header["alg"]]
    if not allowed:
        return NOT_ALLOWED, is_unknown
    return (None, False) if any(_verifies(given, one) for one in allowed) else (WRONG_SIGNATURE, True)


def _verifies(given: str, jwk: Jwk) -> bool:
    registry = joserfc.jws.JWSRegistry(algorithms=["EdDSA", "ES256"], strict_check_header=False)
    try:
        joserfc.jws.deserialize_compact(given, joserfc.jwk.import_key(peers.unbound(jwk)), registry=registry)
    except joserfc.errors.BadSignatureError:
        return False
    return True
