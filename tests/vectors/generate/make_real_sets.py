"""real_sets.json: JWK Sets as issuers publish them, and what people give for one by mistake."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding

from common import b64u, case, compact_json, error, group, write
from key_material import KEYS, armour, certificate, oct_key, public_bytes
from key_uses import PAYLOAD, tokens
from rfc_check import public

SET_INVALID, LIMIT = error("ERR_JWKS_INVALID"), error("ERR_JOSE_LIMIT_EXCEEDED")
RSA = {**public(KEYS["rsa-2048"]), "kid": "rsa", "alg": "RS256", "use": "sig"}
ED = {**public(KEYS["okp-ed25519"]), "kid": "ed"}


def set_text(*keys: str | dict[str, Any]) -> str:
    """A set as text, of keys as text or as objects."""
    return '{"keys":[' + ",".join(key if isinstance(key, str) else compact_json(key) for key in keys) + "]}"


def both(name: str, jwks: Any, expect: dict[str, Any], comment: str | None = None, **options: Any) -> list[dict[str, Any]]:
    """A set of which keys are set aside, and which `strict` therefore refuses."""
    return [case(f"real-sets-{name}", "keyset.import", {"jwks": jwks, **options}, expect, comment=comment, **as_text(jwks)),
            case(f"real-sets-{name}-strict", "keyset.import", {"jwks": jwks, "strict": True, **options}, SET_INVALID, **as_text(jwks))]


def as_text(jwks: Any) -> dict[str, Any]:
    """The flag of a set that is given as text."""
    return {"flags": ["json-text"]} if isinstance(jwks, str) else {}


def ambiguous() -> list[dict[str, Any]]:
    """One key that is not strict JSON, such as one that names a member twice, is set aside; a set
    that is not is no set.
    """
    ed = compact_json(ED)
    bad = {
        "x-twice": (ed.replace('"x":', '"x":"AAAA","x":'), "ed"), "x-twice-equal": (ed.replace('"x":', f'"x":"{ED["x"]}","x":'), "ed"),
        "kid-twice": (ed.replace('"kid":"ed"', '"kid":"ed","kid":"de"'), None),
        "x-twice-escaped": (ed.replace('"x":', '"\\u0078":"AAAA","x":'), "ed"),
        "unknown-twice": (ed[:-1] + ',"note":1,"note":1}', "ed"), "nested-twice": (ed[:-1] + ',"note":{"a":[{"b":1,"b":2}]}}', "ed"),
        "kty-twice": (ed.replace('"kty":', '"kty":"EC","kty":'), "ed"),
        "lone-surrogate": (ed[:-1] + ',"note":"\\udc00"}', "ed"), "overflow": (ed[:-1] + ',"note":1e999}', "ed"),
        "kid-lone-surrogate": (ed.replace('"kid":"ed"', '"kid":"\\ud800"'), None),
    }
    tests = []
    for name, (key, kid) in bad.items():
        expect = {"count": 1, "key_ids": ["rsa"], "rejected": [[1, kid, "ERR_JWK_INVALID"]]}
        tests += both(name, set_text(RSA, key), expect)
    twice, good = bad["x-twice"][0], compact_json(RSA)
    whole = {
        "keys-twice": f'{{"keys":[{good}],"keys":[]}}', "own-member-twice": f'{{"a":1,"keys":[{good}],"a":2}}',
        "other-member-nested-twice": f'{{"keys":[{good}],"next":{{"a":1,"a":2}}}}',
        "key-beside-keys-twice": f'{{"keys":[{good}],"old":[{twice}]}}', "key-cut-off": f'{{"keys":[{good[:-1]}]}}',
        "key-with-trailing-comma": f'{{"keys":[{good[:-1]},}}]}}', "key-single-quotes": f'{{"keys":[{good}, {{\'kty\':1}}]}}',
    }
    tests += [case(f"real-sets-{name}", "keyset.import", {"jwks": text}, SET_INVALID, flags=["json-text"]) for name, text in whole.items()]
    token = tokens()["RS256"]
    tests.append(case("real-sets-twice-is-not-in-the-way", "jws.verify", {"token": token, "keys": {"jwks": set_text(twice, RSA)}},
                      {"payload": PAYLOAD, "key_id": "rsa"}, flags=["RS256"]))
    tests.append(case("real-sets-twice-verifies-nothing", "jws.verify",
                      {"token": token, "keys": {"jwks": set_text(good.replace('"kid":', '"kid":"rsa","kid":'))}},
                      error("ERR_JWKS_NO_MATCHING_KEY"), flags=["RS256"]))
    return tests


def public_only() -> list[dict[str, Any]]:
    """Symmetric and private keys in a set that should have none."""
    private = {"rsa": KEYS["rsa-2048"], "ec": KEYS["ec-p256"], "okp": KEYS["okp-x25519"], "akp": KEYS["akp-44"],
               "oct": oct_key(32, alg="HS256"), "oct-malformed": {"kty": "oct", "alg": "HS256"},
               "d-malformed": {**public(KEYS["ec-p256"]), "d": "AA"}, "d-null": {**public(KEYS["ec-p256"]), "d": None}}
    tests = []
    for name, key in private.items():
        expect = {"count": 1, "key_ids": ["rsa"], "rejected": [[0, "secret", "ERR_KEY_MISMATCH"]]}
        tests += both(f"public-only-{name}", {"keys": [{**key, "kid": "secret"}, RSA]}, expect, public_only=True)
    both_public = {"count": 2, "key_ids": ["rsa", "ed"], "rejected": []}
    tests.append(case("real-sets-public-only", "keyset.import", {"jwks": {"keys": [RSA, ED]}, "public_only": True}, both_public))
    tests.append(case("real-sets-public-only-strict", "keyset.import", {"jwks": {"keys": [RSA, ED]}, "public_only": True, "strict": True},
                      both_public))
    secret = {"jwks": {"keys": [oct_key(32, alg="HS256")]}, "public_only": True}
    tests.append(case("real-sets-public-only-verifies-no-hmac", "jws.verify", {"token": tokens()["HS256"], "keys": secret},
                      error("ERR_JWKS_NO_MATCHING_KEY"), flags=["algorithm confusion"]))
    return tests


def many() -> list[dict[str, Any]]:
    """Private keys are counted before any of them costs arithmetic."""
    keys = []
    for number in range(1, 102):
        point = derive_private_key(number, SECP256R1()).public_key().public_numbers()
        keys.append({"kty": "EC", "crv": "P-256", "x": b64u(point.x.to_bytes(32, "big")), "y": b64u(point.y.to_bytes(32, "big")),
                     "d": b64u(number.to_bytes(32, "big"))})
    flags = ["parser exhaustion"]
    none, bad = [None] * 100, {"kty": "EC", "d": "AA"}
    return [
        case("real-sets-private-100", "keyset.import", {"jwks": {"keys": [*keys[:100], RSA]}},
             {"count": 101, "key_ids": [*none, "rsa"], "rejected": []}, flags=flags),
        case("real-sets-private-101", "keyset.import", {"jwks": {"keys": keys}}, LIMIT, flags=flags),
        case("real-sets-private-101-public-only", "keyset.import", {"jwks": {"keys": [*keys, RSA]}, "public_only": True},
             {"count": 1, "key_ids": ["rsa"], "rejected": [[index, None, "ERR_KEY_MISMATCH"] for index in range(101)]}, flags=flags),
        case("real-sets-private-101-malformed", "keyset.import", {"jwks": {"keys": [bad] * 101}}, LIMIT, flags=flags,
             comment="counted by their members, before they are looked at"),
        case("real-sets-keys-1001", "keyset.import", {"jwks": {"keys": [7] * 1001}}, LIMIT, flags=flags),
    ]


def mistaken() -> list[dict[str, Any]]:
    """What people give for a JWK Set. The message says what it is and what to do with it."""
    discovery = {"issuer": "https://issuer.example", "jwks_uri": "https://issuer.example/keys"}
    pem = armour(certificate("rsa-2048"), "CERTIFICATE")
    given: dict[str, Any] = {
        "jwk": RSA, "discovery": discovery, "pem-map": {"1f2e": pem, "9a8b": pem},
        "list": json.dumps([RSA]), "pem": public_bytes(KEYS["rsa-2048"], Encoding.PEM).decode(), "html": "<!doctype html><title>404</title>",
        "empty": "", "jwks-in-json-text": json.dumps(set_text(RSA)), "keys-object": {"keys": {"rsa": RSA}},
    }
    tests = [case(f"real-sets-mistaken-{name}", "keyset.import", {"jwks": text}, SET_INVALID, **as_text(text))
             for name, text in given.items()]
    aside = {"count": 0, "key_ids": [], "rejected": [[0, "s", "ERR_JWK_INVALID"]]}
    return tests + both("oct-without-alg", {"keys": [oct_key(32, kid="s")]}, aside)


def main() -> None:
    write("real_sets", "keys by jwcrypto 1.6.1 and PyCA cryptography; bad ones derived from them", [
        group(ambiguous(), comment="keys that are not strict JSON"),
        group(public_only(), comment="public_only"),
        group(many(), comment="how many"),
        group(mistaken(), comment="no sets"),
    ])
