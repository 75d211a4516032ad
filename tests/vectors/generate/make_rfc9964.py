"""RFC 9964 (ML-DSA), the example keys and tokens for ML-DSA-44, 65 and 87, whose seed is 32 zero
bytes.

The `kid` of each example is the key's own thumbprint, which for AKP covers `alg`, `kty` and `pub`.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import mldsa

from common import b64u, case, error, group, unb64u, write
from rfc_check import header_of, imported, numbers, public, spoilt, thumbprints, verifies

RFC = numbers("rfc9964")
PRIVATE = {"ML-DSA-44": mldsa.MLDSA44PrivateKey, "ML-DSA-65": mldsa.MLDSA65PrivateKey, "ML-DSA-87": mldsa.MLDSA87PrivateKey}
PAYLOAD = b64u("It\u2019s a dangerous business, Frodo, going out your door.")
FAILED = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")


def carried_over(alg: str) -> None:
    """The seed gives the public key, the thumbprint is the kid, and the token verifies: all three
    by other libraries.
    """
    key, token = RFC[alg]["key"], RFC[alg]["token"]
    signer = PRIVATE[alg].from_seed_bytes(unb64u(key["priv"]))
    assert b64u(signer.public_key().public_bytes_raw()) == key["pub"]
    assert thumbprints(key)["thumbprint"] == key["kid"]
    verifies(token, key, PAYLOAD)


def key_cases(alg: str) -> list[dict[str, Any]]:
    """Import, both exports, the public half."""
    key, name = RFC[alg]["key"], f"rfc9964-{alg.lower()}"
    return [
        case(f"{name}-import", "key.import", {"key": {"jwk": key}}, imported(key), flags=[alg]),
        case(f"{name}-import-public", "key.import", {"key": {"jwk": public(key)}}, imported(public(key)), flags=[alg]),
        case(f"{name}-export-private", "key.export", {"key": {"jwk": key}, "format": "jwk", "private": True}, {"jwk": key},
             comment="the private key is the seed", flags=[alg]),
        case(f"{name}-export-public", "key.export", {"key": {"jwk": key}, "format": "jwk", "private": False}, {"jwk": public(key)},
            flags=[alg]),
        case(f"{name}-public", "key.public", {"key": {"jwk": key}}, {"jwk": public(key)}, flags=[alg]),
    ]


def token_cases(alg: str, other: str) -> list[dict[str, Any]]:
    """Verification, signing (which may draw random numbers: the result is read back), and refusals.
    """
    key, token, name = RFC[alg]["key"], RFC[alg]["token"], f"rfc9964-{alg.lower()}"
    nameless = {member: value for member, value in public(RFC[other]["key"]).items() if member != "kid"}
    expect = {"payload": PAYLOAD, "header": header_of(token), "key_id": key["kid"]}
    listed = {"algorithms": [alg]}
    head, _, signature = token.rpartition(".")
    short = f"{head}.{b64u(unb64u(signature)[:-1])}"
    return [
        case(f"{name}-verify", "jws.verify", {"token": token, "keys": {"jwk": public(key)}}, expect, flags=[alg], options=listed),
        case(f"{name}-verify-set", "jws.verify", {"token": token}, expect, comment="found by kid in the group's set", flags=[alg]),
        case(f"{name}-verify-private", "jws.verify", {"token": token, "keys": {"jwk": key}}, expect, flags=[alg]),
        case(f"{name}-verify-spoilt", "jws.verify", {"token": spoilt(token), "keys": {"jwk": public(key)}}, FAILED, flags=[alg]),
        case(f"{name}-verify-short", "jws.verify", {"token": short, "keys": {"jwk": public(key)}}, FAILED,
             comment="a signature of the wrong length", flags=[alg]),
        case(f"{name}-verify-another-set", "jws.verify", {"token": token, "keys": {"jwk": nameless}}, error("ERR_JOSE_ALG_NOT_ALLOWED"),
             comment=f"a key of {other}", flags=[alg]),
        case(f"{name}-verify-other-kid", "jws.verify", {"token": token, "keys": {"jwk": public(RFC[other]["key"])}},
             error("ERR_JWKS_NO_MATCHING_KEY"), flags=[alg]),
        case(f"{name}-sign", "jws.sign", {"payload": PAYLOAD, "key": {"jwk": key}}, expect, flags=[alg], deterministic=False,
             read={"operation": "jws.verify", "input": {"keys": {"jwk": public(key)}}, "options": listed}),
        case(f"{name}-sign-public", "jws.sign", {"payload": PAYLOAD, "key": {"jwk": public(key)}}, error("ERR_KEY_MISMATCH"),
             comment="a public key cannot sign", flags=[alg]),
    ]


def main() -> None:
    for alg in RFC:
        carried_over(alg)
    others = {"ML-DSA-44": "ML-DSA-65", "ML-DSA-65": "ML-DSA-87", "ML-DSA-87": "ML-DSA-44"}
    keys = [test for alg in RFC for test in key_cases(alg)]
    tokens = [test for alg in RFC for test in token_cases(alg, others[alg])]
    write("rfc9964", "RFC 9964, appendix A", [
        group(keys, comment="AKP keys"),
        group(tokens, keys=[public(RFC[alg]["key"]) for alg in RFC], comment="tokens"),
    ])
