"""Encrypted tokens in the JSON serializations, built by hand, and the cases that read them."""

from __future__ import annotations

import json
from typing import Any

import hand
import make_jwe_json
from attacks_algorithms import CLAIMS
from common import NOW, b64u, case, compact_json, error
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fixtures import Jwk, encryption_jwk, stretch

WRAP, GCM, EC, DIRECT = (encryption_jwk(alg, kid=kid) for alg, kid in (("A256KW", "wrap"), ("A256GCMKW", "gcm"), ("ECDH-ES+A256KW", "ec"), ("dir", "direct")))
AGREE = encryption_jwk("ECDH-ES", kid="agree")
INVALID, JWT_INVALID, JWS_INVALID, LIMIT = (error(f"ERR_{code}") for code in ("JWE_INVALID", "JWT_INVALID", "JWS_INVALID", "JOSE_LIMIT_EXCEEDED"))
CRIT, FAILED = error("ERR_JOSE_CRIT_NOT_SUPPORTED"), error("ERR_JWE_DECRYPTION_FAILED")
NO_KEY, NOT_ALLOWED, NOT_SUPPORTED = error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED"), error("ERR_JOSE_NOT_SUPPORTED")
READ = {"plaintext": b64u(CLAIMS)}
ENC = {"enc": "A256GCM"}
TO_WRAP = {"alg": "A256KW", "kid": "wrap"}
PASSWORD = "correct horse battery staple"
PASSWORD_KEY = {"password": PASSWORD, "alg": "PBES2-HS256+A128KW"}
PBES2 = {"alg": "PBES2-HS256+A128KW", "p2c": 1000}


def sealed(
    protected: dict[str, Any] | str | None, *recipients: tuple[dict[str, Any] | None, Jwk], unprotected: Any = None, aad: str | None = None,
    plaintext: str | bytes = CLAIMS, members: dict[str, Any] | None = None, general: bool = False, segment: str | None = None,
) -> dict[str, Any]:
    """A token with whatever headers, A256GCM inside. What key management adds goes into the
    recipient's header. `members` are the shared parameters where `protected` is text that is not to
    be read; `segment` is the base64url that takes its place; `aad` is base64url."""
    shared = members if members is not None else (protected if isinstance(protected, dict) else {}) | (unprotected or {})
    cek, entries = None, []
    for header, jwk in recipients:
        whole = {**ENC, **shared, **(header or {})}
        before = set(whole)
        password = PASSWORD if whole["alg"].startswith("PBES2") else None
        cek, encrypted_key = hand._key_management(whole, jwk, password, cek, f"json {len(entries)} {compact_json(whole)}")
        own = (header or {}) | {name: value for name, value in whole.items() if name not in before}
        entries.append(({"header": own} if own or header is not None else {}) | ({"encrypted_key": b64u(encrypted_key)} if encrypted_key else {}))
    if segment is None and protected is not None:
        segment = hand.segment(protected)
    authenticated = (segment or "") + ("" if aad is None else f".{aad}")
    label = f"json {authenticated} {compact_json(entries)}"
    iv = stretch("iv" + label, 12)
    assert cek is not None
    body = AESGCM(cek).encrypt(iv, plaintext.encode() if isinstance(plaintext, str) else plaintext, authenticated.encode())
    found: dict[str, Any] = {} if segment is None else {"protected": segment}
    found |= {} if unprotected is None else {"unprotected": unprotected}
    found |= {"recipients": entries} if general or len(entries) > 1 else entries[0]
    return found | ({} if aad is None else {"aad": aad}) | {"iv": b64u(iv), "ciphertext": b64u(body[:-16]), "tag": b64u(body[-16:])}


def decrypt(
    id: str, token: Any, expect: dict[str, Any], flag: str, comment: str | None = None, keys: Any = None, operation: str = "jwe.decrypt", **options: Any,
) -> dict[str, Any]:
    """A case of `jwe.decrypt`, with WRAP unless said otherwise."""
    if operation in ("verify", "decrypt"):
        options = {"now": NOW, **options}
    held = keys if keys is not None else {"jwk": WRAP}
    return case(
        f"attack-json-{id}", operation, {"token": token, "keys": held}, expect, flags=[flag], comment=comment, options=options or None,
    )


def without(token: dict[str, Any], *names: str) -> dict[str, Any]:
    """The token without these members."""
    return {name: value for name, value in token.items() if name not in names}


GOOD = sealed({**ENC, **TO_WRAP}, (None, WRAP))
SEVERAL = sealed(ENC, (TO_WRAP, WRAP), ({"alg": "A256GCMKW", "kid": "gcm"}, GCM))
BOTH = [{"jwk": WRAP}, {"jwk": GCM}]


def make_aad() -> dict[str, Any]:
    """A flattened token with aad, by jose."""
    return json.loads(make_jwe_json.tokens()["aad-jose"])
