"""The RFC's numbers, and the checks that they were carried over right.

`rfc/*.json` holds keys, tokens and plaintexts as the RFCs print them (line breaks taken out). A
typing error there would turn into a case that no correct library can pass, so every script that
uses them first lets jwcrypto, which shares no code with tokenseal, verify or decrypt each token.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.utils import CryptographyDeprecationWarning
from jwcrypto import jwe, jwk, jws

from common import b64u, unb64u

RFC = Path(__file__).resolve().parent / "rfc"
PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"}

# RFC 7520 has a key that newer versions of cryptography warn about, and jwcrypto refuses RSA1_5
# unless asked.
warnings.simplefilter("ignore", CryptographyDeprecationWarning)
EVERY_JWE_ALGORITHM = [*jwe.default_allowed_algs, "RSA1_5"]


def numbers(name: str) -> dict[str, Any]:
    """The numbers of one RFC, by section."""
    return json.loads((RFC / f"{name}.json").read_text(encoding="ascii"))


def header_of(token: str) -> dict[str, Any]:
    """The protected header of a compact token."""
    return json.loads(unb64u(token.split(".")[0]))


def public(key: dict[str, Any]) -> dict[str, Any]:
    """The public half of a JWK, members in their order."""
    return {name: value for name, value in key.items() if name not in PRIVATE_MEMBERS}


def foreign(key: dict[str, Any]) -> jwk.JWK:
    """The key in jwcrypto, without what only says how it may be used (RFC examples use a key for
    more than it says).
    """
    dropped = {"use", "key_ops", "kid", "x5c"} | ({"alg"} if key["kty"] != "AKP" else set())
    return jwk.JWK(**{name: value for name, value in key.items() if name not in dropped})


def verifies(token: str, key: dict[str, Any], payload: str) -> str:
    """Asserts that jwcrypto verifies the token and finds `payload` (base64url); returns it."""
    signed = jws.JWS()
    signed.deserialize(token, foreign(key), alg=header_of(token)["alg"])
    assert b64u(signed.payload) == payload, token
    return payload


def decrypts(token: str, key: dict[str, Any] | str, plaintext: str) -> str:
    """Asserts that jwcrypto decrypts the token, with a JWK or a password, to this text; returns it
    in base64url.
    """
    encrypted = jwe.JWE(algs=EVERY_JWE_ALGORITHM)
    secret = jwk.JWK.from_password(key) if isinstance(key, str) else foreign(key)
    encrypted.deserialize(token, secret)
    assert encrypted.payload.decode() == plaintext, token
    return b64u(plaintext)


def entries(token: dict[str, Any]) -> list[dict[str, Any]]:
    """Each signature or recipient of a JSON serialization, as a flattened token of its own."""
    several = "signatures" if "signatures" in token else "recipients" if "recipients" in token else None
    shared = {name: value for name, value in token.items() if name != several}
    return [shared | one for one in token[several]] if several else [token]


def verifies_json(token: dict[str, Any], keys: list[dict[str, Any]], payload: str, *, detached: bytes | None = None) -> str:
    """Asserts that jwcrypto verifies every signature, each with its key, over `payload`
    (base64url); returns it.
    """
    for entry, key in zip(entries(token), keys, strict=True):
        signed = jws.JWS()
        signed.deserialize(json.dumps(entry))
        header = (json.loads(unb64u(entry["protected"])) if "protected" in entry else {}) | entry.get("header", {})
        signed.verify(foreign(key), alg=header["alg"], detached_payload=detached)
        found = signed.objects.get("payload") or detached
        assert b64u(found) == payload, entry
    return payload


def decrypts_json(token: dict[str, Any], keys: list[dict[str, Any]], plaintext: str) -> str:
    """Asserts that jwcrypto decrypts the token for every recipient, each with its key; returns the
    plaintext in base64url.
    """
    for entry, key in zip(entries(token), keys, strict=True):
        encrypted = jwe.JWE(algs=EVERY_JWE_ALGORITHM)
        encrypted.deserialize(json.dumps(entry), foreign(key))
        assert encrypted.payload.decode() == plaintext, entry
    return b64u(plaintext)


def thumbprints(key: dict[str, Any]) -> dict[str, str]:
    """The thumbprint results of `key.import`, as jwcrypto computes them."""
    known = foreign(key)
    sha256 = known.thumbprint()
    return {
        "thumbprint": sha256,
        "thumbprint_uri": f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{sha256}",
        "thumbprint_sha512": known.thumbprint(hashalg=hashes.SHA512()),
    }


def imported(key: dict[str, Any], algorithm: str | None = None) -> dict[str, Any]:
    """What `key.import` gives for a JWK that is good."""
    return {
        "algorithm": algorithm or key.get("alg"),
        "key_id": key.get("kid"),
        "key_type": key["kty"],
        "use": key.get("use"),
        "is_private": key["kty"] == "oct" or "d" in key or "priv" in key,
        **thumbprints(key),
    }


def spoilt(token: str) -> str:
    """The token, or the part of one, with one bit of its last part changed, still well-formed
    base64url.
    """
    head, dot, last = token.rpartition(".")
    raw = bytearray(unb64u(last))
    raw[0] ^= 1
    return f"{head}{dot}{b64u(bytes(raw))}"
