"""jwk_members.json: members of a JWK that the library does not know, `use` and `key_ops`, as they
are read and written again.

No other implementation is asked: the JWKs are put together here, and what is expected of `to_jwk`
is read off the rule in docs/decisions/0014-unknown-jwk-members.md.
"""

from __future__ import annotations

from typing import Any

from common import case, error, group, write
from key_material import KEYS, oct_key
from rfc_check import public

MISMATCH, INVALID = error("ERR_KEY_MISMATCH"), error("ERR_JWK_INVALID")
EC = {**KEYS["ec-p256"], "alg": "ES256", "kid": "1"}
TYPES = {"rsa": {**KEYS["rsa-2048"], "alg": "PS256"}, "ec": EC, "okp": {**KEYS["okp-ed25519"], "alg": "EdDSA"},
         "x25519": {**KEYS["okp-x25519"], "alg": "ECDH-ES"}, "akp": KEYS["akp-44"]}
SECRET = oct_key(32, alg="HS256")
NOTE = {"note": "mine", "https://a.example/m": {"a": [1, 2.5, None, True, "é 😀"], "b": {}}}
REGISTERED = {"ext": True, "iat": 1700000000, "nbf": 1700000000, "exp": 1800000000, "x5u": "https://a.example/c.pem"}


def export(name: str, jwk: Any, written: dict[str, Any], private: bool = False, comment: str | None = None) -> dict[str, Any]:
    expect = written if "error" in written else {"jwk": written}
    return case(f"jwk-members-{name}", "key.export", {"key": {"jwk": jwk}, "format": "jwk", "private": private}, expect, comment=comment)


def kept() -> list[dict[str, Any]]:
    tests = []
    for name, key in TYPES.items():
        whole = {**key, **NOTE, **REGISTERED}
        tests += [
            export(f"{name}-public", {**public(key), **NOTE, **REGISTERED}, {**public(key), **NOTE, **REGISTERED}),
            export(f"{name}-private", whole, whole, private=True),
            export(f"{name}-public-half", whole, {**public(key), **REGISTERED}, comment="nobody can tell whether an unknown member is a secret"),
            case(f"jwk-members-{name}-public-key", "key.public", {"key": {"jwk": whole}}, {"jwk": {**public(key), **REGISTERED}}),
        ]
    odd = {"": 1, 'quo"te': "a\\b\"c", "\u0001": "\u001f\u2028", "k\u00e9y": "😀", "toString": None}
    return tests + [
        export("oct", {**SECRET, **NOTE, **REGISTERED}, {**SECRET, **NOTE, **REGISTERED}, private=True),
        export("oct-public", {**SECRET, **REGISTERED}, MISMATCH),
        export("odd-names", {**public(EC), **odd}, {**public(EC), **odd}),
        export("numbers", {**public(EC), "n1": 9007199254740991, "n2": -1, "n3": 0.5, "n4": 1e300}, {**public(EC), "n1": 9007199254740991, "n2": -1, "n3": 0.5, "n4": 1e300}),
        export("of-another-type", {**public(EC), "e": "AQAB", "pub": "AA"}, {**public(EC), "e": "AQAB", "pub": "AA"}, comment="what another type of key has is unknown in this one"),
        export("private-of-another-type", {**public(EC), "k": "AAAA", "p": "AAAA", "priv": "AAAA", "oth": []}, public(EC),
               comment="a secret that does not belong to a public key is not handed on"),
        export("private-of-another-type-private", {**EC, "k": "AAAA"}, {**EC, "k": "AAAA"}, private=True),
        case("jwk-members-equal", "key.equal", {"key": {"jwk": EC}, "other": {"jwk": {**EC, **NOTE}}}, {"equal": True},
             comment="they are no part of what a key is"),
        case("jwk-members-duplicate", "key.import", {"key": {"jwk": '{"kty":"oct","k":"' + SECRET["k"] + '","alg":"HS256","note":1,"note":1}'}}, INVALID),
        case("jwk-members-duplicate-within", "key.import", {"key": {"jwk": '{"kty":"oct","k":"' + SECRET["k"] + '","alg":"HS256","note":{"a":1,"\\u0061":1}}'}}, INVALID),
        export("alg-by-option", {name: value for name, value in public(EC).items() if name != "alg"} | NOTE,
               {name: value for name, value in public(EC).items() if name != "alg"} | NOTE, comment="of a key that is bound to nothing, too"),
    ]


def uses() -> list[dict[str, Any]]:
    tests = []
    complements = {("sign",): ["verify"], ("sign", "verify"): ["verify"], ("verify", "sign"): ["verify"], ("decrypt",): ["encrypt"],
                   ("unwrapKey", "decrypt"): ["wrapKey", "encrypt"], ("deriveKey", "deriveBits"): [], (): [], ("verify", "mine"): ["verify", "mine"]}
    keys = {"decrypt": "rsa-2048", "unwrapKey": "rsa-2048", "deriveKey": "okp-x25519"}
    for listed, shown in complements.items():
        name, key = "-".join(listed).lower() or "none", KEYS[keys.get(listed[0] if listed else "", "ec-p256")]
        tests += [export(f"key-ops-{name}", {**key, "key_ops": list(listed)}, {**key, "key_ops": list(listed)}, private=True),
                  export(f"key-ops-{name}-public", {**key, "key_ops": list(listed)}, {**public(key), "key_ops": shown})]
    for use, key in (("sig", EC), ("enc", {**KEYS["rsa-2048"], "alg": "RSA-OAEP-256"})):
        both = {**key, "use": use, "key_ops": ["sign"] if use == "sig" else ["decrypt"]}
        shown = ["verify"] if use == "sig" else ["encrypt"]
        tests += [export(f"use-{use}", {**key, "use": use}, {**key, "use": use}, private=True),
                  export(f"use-{use}-public", {**key, "use": use}, {**public(key), "use": use}),
                  export(f"use-{use}-and-key-ops", both, {**public(key), "use": use, "key_ops": shown})]
    return tests + [export("oct-key-ops", {**SECRET, "use": "sig", "key_ops": ["sign", "verify"]}, {**SECRET, "use": "sig", "key_ops": ["sign", "verify"]}, private=True)]


def main() -> None:
    write("jwk_members", "none: put together by hand, with keys of jwcrypto 1.6.1",
          [group(kept(), comment="Members that the library does not know"), group(uses(), comment="use and key_ops")])
