"""RFC 7516 (JWE), appendix A.1 to A.5: decrypt each example and encrypt again. A.2 and a recipient
of A.4 are RSA1_5, which this library lacks.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, error, group, write
from rfc_check import decrypts, decrypts_json, header_of, numbers, public, spoilt

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
    """A.2 is sound (jwcrypto decrypts it) and refused all the same: no key and no option turns
    RSA1_5 on.
    """
    example = RFC["A.2"]
    token, key = example["token"], example["key"]
    decrypts(token, key, example["plaintext"])
    refused = error("ERR_JOSE_NOT_SUPPORTED")
    return [
        case("rfc7516-a.2-decrypt", "jwe.decrypt", {"token": token, "keys": {"jwk": key}}, refused, flags=["RSA1_5"]),
        case("rfc7516-a.2-decrypt-oaep-key", "jwe.decrypt", {"token": token, "keys": {"jwk": key, "alg": "RSA-OAEP"}}, refused,
             flags=["RSA1_5"]),
        case("rfc7516-a.2-decrypt-listed", "jwe.decrypt", {"token": token, "keys": {"jwk": key}}, error("ERR_OPTION_INVALID"),
             comment="naming it in key_management turns nothing on: it is a mistake in the program", flags=["RSA1_5"], options={"key_management": ["RSA1_5"]}),
        case("rfc7516-a.2-key", "key.import", {"key": {"jwk": key, "alg": "RSA1_5"}}, refused, flags=["RSA1_5"]),
    ]


def json_serializations() -> list[dict[str, Any]]:
    """A.4 (general: RSA1_5 and A128KW) and A.5 (flattened: the A128KW one); their keys are those of
    A.2 and A.3.
    """
    general, flattened = RFC["A.4"]["token"], RFC["A.5"]["token"]
    rsa, secret = RFC["A.2"]["key"], RFC["A.3"]["key"]
    plaintext = decrypts_json(general, [rsa, secret], RFC["A.4"]["plaintext"])
    decrypts_json(flattened, [secret], RFC["A.5"]["plaintext"])
    wrap = {"jwk": secret, "alg": "A128KW"}
    shared = {"header": {"enc": "A128CBC-HS256"}, "unprotected": general["unprotected"], "aad": None}
    expect = {"plaintext": plaintext, **shared, "recipient_header": flattened["header"], "key_id": None}
    only_rsa = {**general, "recipients": general["recipients"][:1]}
    failed, not_supported, not_allowed = error("ERR_JWE_DECRYPTION_FAILED"), error("ERR_JOSE_NOT_SUPPORTED"), error("ERR_JOSE_ALG_NOT_ALLOWED")

    def a_4(which: str, keys: Any, expect: dict[str, Any], token: Any = general, **more: Any) -> dict[str, Any]:
        return case(f"rfc7516-a.4-decrypt{which}", "jwe.decrypt", {"token": token, "keys": keys}, expect, flags=["RSA1_5", "A128KW", "general"], **more)

    def a_5(which: str, keys: Any, expect: dict[str, Any], token: Any = flattened, **more: Any) -> dict[str, Any]:
        return case(f"rfc7516-a.5-decrypt{which}", "jwe.decrypt", {"token": token, "keys": keys}, expect, flags=["A128KW", "flattened"], **more)

    return [
        a_4("", wrap, {**expect, "recipient": 1}, comment="the recipient with RSA1_5 is passed over",
            options={"key_management": ["A128KW"], "content_encryption": ["A128CBC-HS256"]}),
        a_4("-both-keys", [{"jwk": rsa}, wrap], {**expect, "recipient": 1}),
        a_4("-named", {"jwk": {**secret, "kid": "7"}, "alg": "A128KW"}, {**expect, "recipient": 1, "key_id": "7"}),
        a_4("-rsa-key", {"jwk": rsa}, not_allowed, comment="nothing is left of RSA1_5, and the other recipient's alg is not this key's"),
        a_4("-rsa-only", {"jwk": rsa}, not_supported, only_rsa),
        a_4("-rsa-only-listed", {"jwk": rsa}, error("ERR_OPTION_INVALID"), only_rsa, options={"key_management": ["RSA1_5"]}),
        a_4("-other-kid", {"jwk": {**secret, "kid": "8"}, "alg": "A128KW"}, error("ERR_JWKS_NO_MATCHING_KEY")),
        a_4("-not-listed", wrap, not_allowed, options={"key_management": ["A256KW", "RSA-OAEP"]}),
        a_4("-spoilt", wrap, failed, {**general, "tag": spoilt(general["tag"])}),
        a_5("", wrap, {**expect, "recipient": 0}, options={"key_management": ["A128KW"], "content_encryption": ["A128CBC-HS256"]}),
        a_5("-spoilt", wrap, failed, {**flattened, "ciphertext": spoilt(flattened["ciphertext"])}),
        a_5("-enc-not-listed", wrap, not_allowed, options={"content_encryption": ["A128GCM"]}),
        a_5("-as-jwt", wrap, error("ERR_JWT_INVALID"), options={"now": 1_700_000_000}) | {"operation": "decrypt"},
        case("rfc7516-a.5-encrypt", "jwe.encrypt", {"plaintext": plaintext, "key": wrap},
             {"plaintext": plaintext, "header": {"alg": "A128KW", "enc": "A128CBC-HS256"}, "unprotected": general["unprotected"],
              "recipient_header": {"kid": "7"}, "aad": None, "recipient": 0, "key_id": None}, flags=["A128KW", "flattened"], deterministic=False,
             options={"enc": "A128CBC-HS256", "serialization": "flattened", "unprotected": general["unprotected"], "recipient_headers": [{"kid": "7"}]},
             read={"operation": "jwe.decrypt", "input": {"keys": wrap}}),
    ]


def main() -> None:
    supported = ("A.1", "A.3")
    tests = [test for section in supported for test in decryption(section)]
    tests += [encryption(section) for section in supported]
    tests += rsa_family()
    write("rfc7516", "RFC 7516, appendix A.1 to A.5", [
        group(tests), group(rsa1_5(), comment="A.2, RSA1_5"), group(json_serializations(), comment="A.4 and A.5, JSON serializations"),
    ])
