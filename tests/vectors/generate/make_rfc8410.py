"""RFC 8410, sections 10.1 and 10.3: an Ed25519 key in PKCS#8, without and with its public key and
an attribute.

The second form (OneAsymmetricKey, RFC 5958) is what ring and others write. `cryptography` does not
read it, so it is proved by its parts: the seed and the public key of the first form stand in it.
"""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives import serialization

from common import b64u, case, error, group, unb64u, write
from key_material import KEYS, Encoding, Public, armour
from rfc_check import imported, numbers, public

RFC = {section: base64.b64decode(text) for section, text in numbers("rfc8410").items()}
SPKI, SHORT, LONG = RFC["10.1"], RFC["10.3"], RFC["10.3-with-public-key"]


def key_of_the_rfc() -> dict[str, Any]:
    """The JWK of the key, after proving that the three encodings hold the same numbers."""
    private = serialization.load_der_private_key(SHORT, None)
    seed = private.private_bytes(Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    point = private.public_key().public_bytes(Encoding.Raw, Public.Raw)
    assert private.public_key().public_bytes(Encoding.DER, Public.SubjectPublicKeyInfo) == SPKI
    assert LONG.count(seed) == 1 and LONG.endswith(point)
    return {"kty": "OKP", "crv": "Ed25519", "x": b64u(point), "d": b64u(seed)}


def cases() -> list[dict[str, Any]]:
    key = key_of_the_rfc()
    private, half = imported(key, "EdDSA"), imported(public(key), "EdDSA")
    another = LONG[:-32] + unb64u(KEYS["okp-ed25519"]["x"])
    canonical = {"der": b64u(SHORT)}
    tests = []
    for name, data, label, expect in (("10.1-public", SPKI, "PUBLIC KEY", half), ("10.3-private", SHORT, "PRIVATE KEY", private),
                                      ("10.3-private-with-public", LONG, "PRIVATE KEY", private)):
        tests += [case(f"rfc8410-{name}-der", "key.import", {"key": {"der": b64u(data), "alg": "EdDSA"}}, expect),
                  case(f"rfc8410-{name}-pem", "key.import", {"key": {"pem": armour(data, label), "alg": "EdDSA"}}, expect)]
    return tests + [
        case("rfc8410-10.3-another-public", "key.import", {"key": {"der": b64u(another), "alg": "EdDSA"}}, error("ERR_KEY_MISMATCH"),
             comment="the public key beside the seed is checked against it"),
        case("rfc8410-10.3-export", "key.export", {"key": {"der": b64u(LONG), "alg": "EdDSA"}, "format": "der", "private": True}, canonical,
             comment="written back in the short form, whatever was read"),
        case("rfc8410-10.3-export-public", "key.export", {"key": {"der": b64u(LONG), "alg": "EdDSA"}, "format": "pem", "private": False},
             {"pem": armour(SPKI, "PUBLIC KEY")}),
        case("rfc8410-10.3-export-jwk", "key.export", {"key": {"der": b64u(LONG), "alg": "EdDSA"}, "format": "jwk", "private": True},
             {"jwk": {**key, "alg": "EdDSA"}}),
    ]


def main() -> None:
    write("rfc8410", "RFC 8410, sections 10.1 and 10.3", [group(cases())])
