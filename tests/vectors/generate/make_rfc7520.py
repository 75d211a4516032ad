"""RFC 7520 (the JOSE cookbook): section 3's keys, and the compact examples of sections 4, 5 and 6.

4.5 is detached, 4.6 to 4.8 and 5.10 to 5.13 exist in a JSON serialization only: see
make_rfc7520_json.py.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, error, group, write
from rfc_check import decrypts, header_of, imported, numbers, public, spoilt, verifies

RFC = numbers("rfc7520")
SIGNED = ("4.1", "4.2", "4.3", "4.4")
DECRYPTED = ("5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9")
FAILED = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")


def key_cases(section: str) -> list[dict[str, Any]]:
    """One key of section 3: import, private export, public export (an oct key has none)."""
    key = RFC["3"][section]
    name = f"rfc7520-{section}"
    secret = key["kty"] == "oct"
    # A256GCM as the `alg` of an oct JWK means dir with that content encryption.
    algorithm = "dir" if key.get("alg") == "A256GCM" else key.get("alg")
    has_private = secret or "d" in key
    mismatch = error("ERR_KEY_MISMATCH")
    return [
        case(f"{name}-import", "key.import", {"key": {"jwk": key}}, imported(key, algorithm)),
        case(f"{name}-export-private", "key.export", {"key": {"jwk": key}, "format": "jwk", "private": True},
             {"jwk": key} if has_private else mismatch),
        case(f"{name}-export-public", "key.export", {"key": {"jwk": key}, "format": "jwk", "private": False},
             mismatch if secret else {"jwk": public(key)}),
        case(f"{name}-public", "key.public", {"key": {"jwk": key}}, mismatch if secret else {"jwk": public(key)}),
    ]


def verifying_key(example: dict[str, Any]) -> dict[str, Any]:
    """What a verifier holds: the public half, or the secret."""
    key = example["key"]
    return {"jwk": key if key["kty"] == "oct" else public(key)}


def signed(section: str) -> list[dict[str, Any]]:
    """One example of section 4: verified, spoilt, and signed again."""
    example = RFC[section]
    alg, token, key = example["alg"], example["token"], example["key"]
    payload = verifies(token, key, b64u(example["payload"]))
    header = header_of(token)
    name = f"rfc7520-{section}"
    expect = {"payload": payload, "header": header, "key_id": key["kid"]}
    keys = verifying_key(example)
    stranger = {**keys["jwk"], "kid": "someone.else@hobbiton.example"}
    tests = [
        case(f"{name}-verify", "jws.verify", {"token": token, "keys": keys}, expect, flags=[alg], options={"algorithms": [alg]}),
        case(f"{name}-verify-set", "jws.verify", {"token": token}, expect, comment="found by kid in the group's set", flags=[alg]),
        case(f"{name}-verify-spoilt", "jws.verify", {"token": spoilt(token), "keys": keys}, FAILED, flags=[alg]),
        case(f"{name}-verify-other-kid", "jws.verify", {"token": token, "keys": {"jwk": stranger}}, error("ERR_JWKS_NO_MATCHING_KEY"),
             comment="the right key, but it bears another kid", flags=[alg]),
    ]
    signing = {"payload": payload, "key": {"jwk": key, "alg": alg}}
    if alg in ("RS256", "HS256"):
        # The RFC's header is {"alg": …, "kid": …}, the order that we write, and neither algorithm
        # draws random numbers.
        assert list(header) == ["alg", "kid"]
        return [*tests, case(f"{name}-sign", "jws.sign", signing, {"token": token}, flags=[alg], deterministic=True)]
    reading = {"operation": "jws.verify", "input": {"keys": keys}, "options": {"algorithms": [alg]}}
    return [*tests, case(f"{name}-sign", "jws.sign", signing, expect, flags=[alg], deterministic=False, read=reading)]


def decrypted(section: str) -> list[dict[str, Any]]:
    """One example of section 5: decrypted, spoilt, and encrypted again."""
    example = RFC[section]
    alg, enc, token = example["alg"], example["enc"], example["token"]
    secret = example.get("key") or example["password"]
    plaintext = decrypts(token, secret, example["plaintext"])
    header = header_of(token)
    name = f"rfc7520-{section}"
    if isinstance(secret, str):
        opening, making, key_id = {"password": secret, "alg": alg}, {"password": secret, "alg": alg}, None
    else:
        opening, key_id = {"jwk": secret}, secret["kid"]
        making = {"jwk": public(secret) if secret["kty"] != "oct" else secret} | ({} if "alg" in secret else {"alg": alg})
    compress = {"compress": True} if example.get("zip") else {}
    flags = [alg, enc, *(["zip"] if compress else [])]
    reading = {"token": token, "keys": opening}
    again = {"key_id": key_id, "plaintext": plaintext}
    return [
        case(f"{name}-decrypt", "jwe.decrypt", reading, {**again, "header": header}, flags=flags,
             options={"key_management": [alg], "content_encryption": [enc]}),
        case(f"{name}-decrypt-spoilt", "jwe.decrypt", {**reading, "token": spoilt(token)}, error("ERR_JWE_DECRYPTION_FAILED"), flags=flags),
        case(f"{name}-encrypt", "jwe.encrypt", {"plaintext": plaintext, "key": making}, again, flags=flags, deterministic=False,
             options={"enc": enc, **compress},
             read={"operation": "jwe.decrypt", "input": {"keys": opening},
                 "options": {"key_management": [alg], "content_encryption": [enc]}}),
    ]


def refused_5_1() -> list[dict[str, Any]]:
    """5.1 is RSA1_5: sound, and refused."""
    example = RFC["5.1"]
    decrypts(example["token"], example["key"], example["plaintext"])
    refused = error("ERR_JOSE_NOT_SUPPORTED")
    return [
        case("rfc7520-5.1-decrypt", "jwe.decrypt", {"token": example["token"], "keys": {"jwk": example["key"]}}, refused, flags=["RSA1_5"]),
        case("rfc7520-5.1-encrypt", "jwe.encrypt", {"plaintext": b64u(example["plaintext"]), "key": {"jwk": example["key"], "alg": "RSA1_5"}},
             refused, flags=["RSA1_5"]),
    ]


def nested() -> list[dict[str, Any]]:
    """Section 6: signed with PS256, then encrypted with RSA-OAEP."""
    example = RFC["6"]
    token, inner, claims = example["token"], example["inner"], example["claims"]
    signer, recipient = {"jwk": public(example["sign_key"])}, {"jwk": example["encrypt_key"]}
    verifies(inner, example["sign_key"], b64u(claims))
    decrypts(token, example["encrypt_key"], inner)
    good = {"issuer": "hobbiton.example", "now": 1_300_819_379}
    expect = {"claims": claims, "header": header_of(inner), "outer_header": header_of(token), "kind": "nested",
              "key_id": "hobbiton.example", "decryption_key_id": "samwise.gamgee@hobbiton.example"}
    both = {"token": token, "decrypt_with": recipient, "verify_with": signer}
    flags = ["PS256", "RSA-OAEP", "A128GCM"]
    return [
        case("rfc7520-6-unseal", "unseal", both, expect, flags=flags, options=good,
             comment="neither token has a kid: the key ids are those of the keys that fitted"),
        case("rfc7520-6-verifier", "verifier.verify", {"token": token, "keys": signer, "decryption_keys": recipient}, expect,
             flags=flags, options=good),
        case("rfc7520-6-unseal-expired", "unseal", both, error("ERR_JWT_EXPIRED", "exp"), flags=flags,
            options={**good, "now": 1_300_819_380}),
        case("rfc7520-6-unseal-foreign-signer", "unseal", {**both, "verify_with": {"jwk": public(RFC["4.1"]["key"])}}, FAILED, flags=flags,
             options=good),
        case("rfc7520-6-outer", "jwe.decrypt", {"token": token, "keys": recipient}, {"plaintext": b64u(inner), "header": header_of(token)},
             flags=flags),
        case("rfc7520-6-inner", "jws.verify", {"token": inner, "keys": signer}, {"payload": b64u(claims), "header": header_of(inner)},
             flags=flags),
        case("rfc7520-6-outer-as-encrypted", "decrypt", {"token": token, "keys": recipient}, error("ERR_JWT_INVALID"), flags=flags,
             comment="a nested token is not an encrypted one: its payload is no JSON object", options={**good, "allow_unsigned": True}),
        case("rfc7520-6-inner-jwt", "verify", {"token": inner, "keys": signer}, {"claims": claims, "kind": "signed"}, flags=flags,
            options=good),
    ]


def main() -> None:
    keys = [test for section in ("3.1", "3.2", "3.3", "3.4", "3.5", "3.6") for test in key_cases(section)]
    signatures = [test for section in SIGNED for test in signed(section)]
    # The RSA and the EC key bear the same kid, as in the RFC: the algorithm decides between them.
    bilbo = [verifying_key(RFC[section])["jwk"] for section in ("4.1", "4.3", "4.4")]
    encryptions = [test for section in DECRYPTED for test in decrypted(section)]
    write("rfc7520", "RFC 7520, sections 3 to 6, compact serialization", [
        group(keys, comment="3, keys"),
        group(signatures, keys=bilbo, comment="4, signatures"),
        group(encryptions + refused_5_1(), comment="5, encryption"),
        group(nested(), comment="6, nested"),
    ])
