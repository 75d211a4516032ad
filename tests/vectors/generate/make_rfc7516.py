"""RFC 7516 (JWE), appendix A.1 to A.3: decrypt each example and encrypt again. A.2 is RSA1_5, which this library lacks."""

from __future__ import annotations

from typing import Any

from common import b64u, case, error, group, write
from rfc_check import decrypts, header_of, numbers, public, spoilt

RFC = numbers("rfc7516")


def decryption(section: str) -> list[dict[str, Any]]:
    """The example is decrypted, a spoilt tag is refused, and each list of algorithms narrows."""
    example = RFC[section]
    alg, enc, token, key = example["alg"], example["enc"], example["token"], example["key"]
    plaintext = decrypts(token, key, example["plaintext"])
    name = f"rfc7516-{section.lower()}"
    reading = {"token": token, "keys": {"jwk": key, "alg": alg}}
    expect = {"plaintext": plaintext, "header": header_of(token), "key_id": None}
    not_allowed = error("ERR_JOSE_ALG_NOT_ALLOWED")
    return [
        case(f"{name}-decrypt", "jwe.decrypt", reading, expect, flags=[alg, enc],
             options={"key_management": [alg], "content_encryption": [enc]}),
        case(f"{name}-decrypt-spoilt", "jwe.decrypt", {**reading, "token": spoilt(token)}, error("ERR_JWE_DECRYPTION_FAILED"),
             comment="one bit of the tag changed", flags=[alg, enc]),
        case(f"{name}-decrypt-alg-not-listed", "jwe.decrypt", reading, not_allowed, flags=[alg, enc],
             options={"key_management": ["A256KW"]}),
        case(f"{name}-decrypt-enc-not-listed", "jwe.decrypt", reading, not_allowed, flags=[alg, enc],
             options={"content_encryption": ["A192GCM"]}),
    ]


def encryption(section: str) -> dict[str, Any]:
    """Encryption draws random numbers, so the result is read back."""
    example = RFC[section]
    alg, enc, key = example["alg"], example["enc"], example["key"]
    return case(
        f"rfc7516-{section.lower()}-encrypt", "jwe.encrypt",
        {"plaintext": b64u(example["plaintext"]), "key": {"jwk": key if key["kty"] == "oct" else public(key), "alg": alg}},
        {"plaintext": b64u(example["plaintext"]), "header": {"alg": alg, "enc": enc}, "key_id": None},
        flags=[alg, enc], deterministic=False, options={"enc": enc},
        read={"operation": "jwe.decrypt", "input": {"keys": {"jwk": key, "alg": alg}}, "options": {"key_management": [alg]}},
    )


def rsa_family() -> list[dict[str, Any]]:
    """An RSA key without `alg` opens with its whole family, and only the private half opens."""
    example = RFC["A.1"]
    plaintext, token, key = b64u(example["plaintext"]), example["token"], example["key"]
    return [
        case("rfc7516-a.1-decrypt-unbound", "jwe.decrypt", {"token": token, "keys": {"jwk": key}}, {"plaintext": plaintext},
             flags=["RSA-OAEP"]),
        case("rfc7516-a.1-decrypt-bound-to-another", "jwe.decrypt", {"token": token, "keys": {"jwk": key, "alg": "RSA-OAEP-256"}},
             error("ERR_JOSE_ALG_NOT_ALLOWED"), flags=["RSA-OAEP"]),
        case("rfc7516-a.1-decrypt-public", "jwe.decrypt", {"token": token, "keys": {"jwk": public(key)}},
             error("ERR_JWKS_NO_MATCHING_KEY"), comment="a public key cannot decrypt: its operations do not fit", flags=["RSA-OAEP"]),
        case("rfc7516-a.1-encrypt-unbound", "jwe.encrypt", {"plaintext": plaintext, "key": {"jwk": public(key)}},
             error("ERR_OPTION_INVALID"), comment="a key without alg makes nothing", flags=["RSA-OAEP"]),
    ]


def rsa1_5() -> list[dict[str, Any]]:
    """A.2 is sound (jwcrypto decrypts it) and refused all the same: no key and no option turns RSA1_5 on."""
    example = RFC["A.2"]
    token, key = example["token"], example["key"]
    decrypts(token, key, example["plaintext"])
    refused = error("ERR_JOSE_NOT_SUPPORTED")
    return [
        case("rfc7516-a.2-decrypt", "jwe.decrypt", {"token": token, "keys": {"jwk": key}}, refused, flags=["RSA1_5"]),
        case("rfc7516-a.2-decrypt-oaep-key", "jwe.decrypt", {"token": token, "keys": {"jwk": key, "alg": "RSA-OAEP"}}, refused,
             flags=["RSA1_5"]),
        case("rfc7516-a.2-decrypt-listed", "jwe.decrypt", {"token": token, "keys": {"jwk": key}}, refused,
             comment="naming it in key_management turns nothing on", flags=["RSA1_5"], options={"key_management": ["RSA1_5"]}),
        case("rfc7516-a.2-key", "key.import", {"key": {"jwk": key, "alg": "RSA1_5"}}, refused, flags=["RSA1_5"]),
    ]


def main() -> None:
    supported = ("A.1", "A.3")
    tests = [test for section in supported for test in decryption(section)]
    tests += [encryption(section) for section in supported]
    tests += rsa_family()
    write("rfc7516", "RFC 7516, appendix A.1 to A.3", [group(tests), group(rsa1_5(), comment="A.2, RSA1_5")])


if __name__ == "__main__":
    main()
