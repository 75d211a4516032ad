"""key_ids.json: the same key by another `kid`, or by none, as ACME's `jwk` header needs (RFC 8555,
section 6.2).
"""

from __future__ import annotations

from typing import Any

from jwcrypto import jwk

from common import case, group, write
from key_material import KEYS, oct_key
from rfc_check import public


def renamed() -> list[dict[str, Any]]:
    keys = {"rsa": {**public(KEYS["rsa-2048"]), "alg": "RS256", "use": "sig"}, "ec-private": {**KEYS["ec-p256"], "alg": "ES256"},
            "okp": {**public(KEYS["okp-ed25519"]), "key_ops": ["verify"]}, "akp": public(KEYS["akp-44"]),
            "oct": oct_key(32, alg="HS256"), "dir": oct_key(32, alg="A256GCM"),
            "unknown-members": {**public(KEYS["ec-p256"]), "note": {"a": 1}}}
    tests = []
    for name, key in keys.items():
        thumbprint = jwk.JWK(**{member: value for member, value in key.items() if member not in ("note", "key_ops")}).thumbprint()
        for from_, old in (("named", {"kid": "old"}), ("unnamed", {})):
            for to, new in (("new", "new"), ("none", None), ("empty", "")):
                expect = {"key_id": new, "thumbprint": thumbprint, "jwk": key | ({"kid": new} if new is not None else {})}
                tests.append(case(f"key-ids-{name}-{from_}-{to}", "key.with_key_id", {"key": {"jwk": {**key, **old}}, "key_id": new}, expect))
    return tests


def main() -> None:
    write("key_ids", "keys and thumbprints by jwcrypto 1.6.1", [group(renamed())])
