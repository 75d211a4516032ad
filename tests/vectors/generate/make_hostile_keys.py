"""hostile_keys.json: keys with which anybody can sign or agree, and public keys in disguise that
are given as secrets.

The points of small order are facts of Curve25519. The forged token needs no private key: with such
a key the signature is the same for (nearly) every message, so it is written down here.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from common import NOW, b64u, case, compact_json, error, group, write
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORDER_8 = (bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
           bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))
ED25519 = {"zero": bytes(32), "one": b"\1" + bytes(31), "minus-one": b"\xec" + b"\xff" * 30 + b"\x7f", "order-8-a": ORDER_8[0],
           "order-8-b": ORDER_8[1], "p": b"\xed" + b"\xff" * 30 + b"\x7f", "p-plus-1": b"\xee" + b"\xff" * 30 + b"\x7f"}
X25519 = {"zero": bytes(32), "one": b"\1" + bytes(31), "minus-one": b"\xec" + b"\xff" * 30 + b"\x7f",
          "order-8-a": bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
          "order-8-b": bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")}
FLAGS = ["invalid curve and small order"]


def jwk(curve: str, public: bytes) -> dict[str, Any]:
    return {"kty": "OKP", "crv": curve, "x": b64u(public)}


def small_order() -> list[dict[str, Any]]:
    tests = []
    for name, public in ED25519.items():
        signed = public[:31] + bytes([public[31] | 0x80])
        for sign, bytes_ in {"": public, "-signed": signed}.items():
            tests.append(case(f"hostile-ed25519-{name}{sign}", "key.import", {"key": {"jwk": jwk("Ed25519", bytes_)}},
                              error("ERR_JWK_INVALID"), flags=FLAGS))
    for name, public in X25519.items():
        tests.append(case(f"hostile-x25519-{name}", "key.import", {"key": {"jwk": jwk("X25519", public)}}, error("ERR_JWK_INVALID"),
                          flags=FLAGS))
    one = jwk("Ed25519", ED25519["one"]) | {"alg": "EdDSA", "kid": "tenant"}
    tests.append(case("hostile-ed25519-set", "keyset.import", {"jwks": {"keys": [one]}},
                      {"count": 0, "key_ids": [], "rejected": [[0, "tenant", "ERR_JWK_INVALID"]]}, flags=FLAGS))
    header, claims = b64u('{"alg":"EdDSA"}'), b64u(compact_json({"sub": "admin", "exp": NOW + 60}))
    token = f"{header}.{claims}.{b64u(ED25519['one'] + bytes(32))}"
    tests.append(case("hostile-ed25519-forged", "verify", {"token": token, "keys": {"jwks": {"keys": [one]}}},
                      error("ERR_JWKS_NO_MATCHING_KEY"), flags=FLAGS, options={"now": NOW},
                      comment="R is the neutral element and s is 0: the signature verifies with that key, for any claims"))
    return tests


def disguised() -> list[dict[str, Any]]:
    """A public P-256 key, which everybody knows, given as the secret of HS256."""
    public = derive_private_key(7, SECP256R1()).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    text = base64.b64encode(der).decode()
    numbers = public.public_numbers()
    key = compact_json({"kty": "EC", "crv": "P-256", "x": b64u(numbers.x.to_bytes(32, "big")), "y": b64u(numbers.y.to_bytes(32, "big"))})
    secrets: dict[str, bytes | str] = {
        "der-after-comment": b"# signing key\n" + der, "der-before-anything": der + b"anything", "der-hex": der.hex(),
        "base64-after-many-comments": "# a comment\n" * 40 + text, "base64-before-comment": text + "\n# our key\n",
        "base64-after-old-mac-comment": "// our key\r" + text + "\r", "base64-quoted": f'"{text}"', "base64-data-url": f"data:;base64,{text}",
        "base64-twice": b64u(b64u(der)), "jwk-escaped": key.replace('"kty"', '"\\u006bty"'), "jwk-as-json-string": json.dumps(key),
        "jwk-escaped-in-list": "[" + key.replace('"kty"', '"\\u006bty"') + "]",
        "jwk-escaped-in-object": '{"key":' + key.replace('"kty"', '"k\\u0074\\u0079"') + "}",
        "jwks-escaped": '{"\\u006beys":[' + key.replace('"kty"', '"k\\u0074y"') + "]}",
    }
    return [case(f"hostile-secret-{name}", "key.import", {"key": {"secret": b64u(secret), "alg": "HS256"}}, error("ERR_KEY_MISMATCH"),
                 flags=["algorithm confusion"]) for name, secret in secrets.items()]


def main() -> None:
    write("hostile_keys", "Points of small order on Curve25519; keys made by PyCA cryptography", [group(small_order()), group(disguised())])
