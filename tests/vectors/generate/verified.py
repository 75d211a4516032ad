"""`verified` of a case of `jws.verify`: generators may give the indexes of the signatures, and this
spells them out.

Each becomes `{"index", "key_id", "algorithm", "header"}`, from the token and the keys of the case.
Where that leaves a doubt (several keys fit, or the token is made by the case itself), the generator
has to give the objects.
"""

from __future__ import annotations

import base64
import json
from typing import Any

HMAC_OR_RSA = {"oct": ("HS",), "RSA": ("RS", "PS")}
CURVES = {"P-256": ("ES256",), "P-384": ("ES384",), "P-521": ("ES512",), "secp256k1": ("ES256K",), "Ed25519": ("Ed25519", "EdDSA")}


def spell_out(group: dict[str, Any]) -> None:
    """Write the objects in place of indexes, in every case of the group."""
    for test in group["tests"]:
        expect = test["expect"]
        if any(isinstance(one, int) for one in expect.get("verified", ())):
            reading = test.get("read", test)
            token = reading["input"].get("token")
            expect["verified"] = [_one(index, token, reading["input"], expect, group, test["id"]) for index in expect["verified"]]


def signature(index: int, key_id: str | None, algorithm: str, header: dict[str, Any]) -> dict[str, Any]:
    """One entry."""
    return {"index": index, "key_id": key_id, "algorithm": algorithm, "header": header}


def _one(index: int, token: Any, input: dict[str, Any], expect: dict[str, Any], group: dict[str, Any], id: str) -> dict[str, Any]:
    if token is None and index == 0 and len(expect["verified"]) == 1 and {"header", "key_id"} <= expect.keys():
        return signature(0, expect["key_id"], {**expect["header"], **(expect.get("unprotected") or {})}["alg"], expect["header"])
    if token is None:
        raise ValueError(f"{id}: the token is not known")
    if isinstance(token, str) and not token.startswith("{"):
        entry = {"protected": token.split(".")[0]}
    else:
        members = json.loads(token) if isinstance(token, str) else token
        entry = members["signatures"][index] if "signatures" in members else members
    header = json.loads(_unb64u(entry["protected"])) if "protected" in entry else {}
    all_of_it = {**(entry.get("header") or {}), **header}
    return signature(index, _key_id(all_of_it, input, expect, group, id), all_of_it["alg"], header)


def _key_id(header: dict[str, Any], input: dict[str, Any], expect: dict[str, Any], group: dict[str, Any], id: str) -> str | None:
    keys = [key for key in _keys(input, group) if _allows(key, header["alg"])]
    borne = [key for key in keys if "kid" in header and key.get("kid") == header["kid"]]
    fitting = borne or [key for key in keys if "kid" not in header or "kid" not in key]
    found = {key.get("kid") for key in fitting}
    if len(found) > 1 and "key_id" in expect:
        found &= {expect["key_id"]}
    if len(found) != 1:
        raise ValueError(f"{id}: it is not clear which key verified the signature")
    return found.pop()


def _keys(input: dict[str, Any], group: dict[str, Any]) -> list[dict[str, Any]]:
    held = input.get("keys", {"jwks": group["keys"]})
    if isinstance(held, list):
        return [_jwk(one, group) for one in held]
    if isinstance(held, dict) and "jwks" in held:
        return held["jwks"]["keys"]
    return [_jwk(held, group)]


def _jwk(key: Any, group: dict[str, Any]) -> dict[str, Any]:
    """A key's JWK, bound as the case binds it; of other forms what there is to know."""
    if isinstance(key, int):
        return group["keys"]["keys"][key]
    jwk = dict(key["jwk"]) if "jwk" in key else {"kid": key["key_id"]} if "key_id" in key else {}
    return jwk | ({"alg": key["alg"]} if "alg" in key else {})


def _allows(key: dict[str, Any], algorithm: str) -> bool:
    if "alg" in key:
        return key["alg"] == algorithm
    return algorithm.startswith(HMAC_OR_RSA.get(key.get("kty", ""), ())) or algorithm in CURVES.get(key.get("crv", ""), ())


def _unb64u(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
