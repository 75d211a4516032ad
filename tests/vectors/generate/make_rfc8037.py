"""RFC 8037 (Ed25519), appendix A.1 to A.5, and RFC 9864, which gives the same signature the name
Ed25519.

`EdDSA` and `Ed25519` are two names: a key bound to one refuses the other, an OKP JWK without `alg`
checks both. RFC 9864 prints no numbers. Its tokens are made here by `cryptography` with the key of
RFC 8037; Ed25519 draws no random numbers.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from common import NOW, b64u, case, compact_json, error, group, unb64u, write
from rfc_check import header_of, imported, numbers, public, spoilt, thumbprints, verifies

RFC = numbers("rfc8037")
KEY = RFC["A.1"]
PAYLOAD = b64u(RFC["A.4"]["payload"])
TOKEN = RFC["A.4"]["token"]
NOT_ALLOWED = error("ERR_JOSE_ALG_NOT_ALLOWED")
NAMES = ("EdDSA", "Ed25519")


def signed_by_cryptography(alg: str, payload: str = PAYLOAD) -> str:
    """A token with this name in its header, signed by another implementation."""
    signing_input = f"{b64u(compact_json({'alg': alg}))}.{payload}"
    signer = Ed25519PrivateKey.from_private_bytes(unb64u(KEY["d"]))
    return f"{signing_input}.{b64u(signer.sign(signing_input.encode()))}"


def rfc8037() -> list[dict[str, Any]]:
    """A.1 and A.2 are keys, A.3 a thumbprint, A.4 signs, A.5 verifies."""
    assert public(KEY) == RFC["A.2"] and thumbprints(KEY)["thumbprint"] == RFC["A.3"]
    verifies(TOKEN, RFC["A.2"], PAYLOAD)
    assert signed_by_cryptography("EdDSA") == TOKEN
    bound = {"jwk": KEY, "alg": "EdDSA"}
    verification = {"token": TOKEN, "keys": {"jwk": RFC["A.2"]}}
    expect = {"payload": PAYLOAD, "header": {"alg": "EdDSA"}, "key_id": None}
    return [
        case("rfc8037-a.1-import", "key.import", {"key": {"jwk": KEY}}, imported(KEY)),
        case("rfc8037-a.1-import-bound", "key.import", {"key": bound}, imported(KEY, "EdDSA")),
        case("rfc8037-a.1-export-private", "key.export", {"key": {"jwk": KEY}, "format": "jwk", "private": True}, {"jwk": KEY}),
        case("rfc8037-a.1-public", "key.public", {"key": {"jwk": KEY}}, {"jwk": RFC["A.2"]}),
        case("rfc8037-a.2-import", "key.import", {"key": {"jwk": RFC["A.2"]}}, imported(RFC["A.2"])),
        case("rfc8037-a.2-export-private", "key.export", {"key": {"jwk": RFC["A.2"]}, "format": "jwk", "private": True},
             error("ERR_KEY_MISMATCH"), comment="a public key has no private half to export"),
        case("rfc8037-a.3-thumbprint", "key.import", {"key": {"jwk": KEY}}, {"thumbprint": RFC["A.3"]}),
        case("rfc8037-a.4-sign", "jws.sign", {"payload": PAYLOAD, "key": bound}, {"token": TOKEN}, flags=["EdDSA"], deterministic=True),
        case("rfc8037-a.4-sign-unbound", "jws.sign", {"payload": PAYLOAD, "key": {"jwk": KEY}}, error("ERR_OPTION_INVALID"),
             comment="a key without alg makes nothing", flags=["EdDSA"]),
        case("rfc8037-a.5-verify", "jws.verify", verification, expect, flags=["EdDSA"]),
        case("rfc8037-a.5-verify-listed", "jws.verify", verification, expect, flags=["EdDSA"], options={"algorithms": ["EdDSA"]}),
        case("rfc8037-a.5-verify-spoilt", "jws.verify", {**verification, "token": spoilt(TOKEN)},
             error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), flags=["EdDSA"]),
    ]


def each_name(alg: str, other: str) -> list[dict[str, Any]]:
    """Keys bound to `alg` take it and refuse `other`."""
    token, foreign = signed_by_cryptography(alg), signed_by_cryptography(other)
    lower = alg.lower()
    by_argument = {"jwk": RFC["A.2"], "alg": alg}
    by_jwk = {"jwk": {**RFC["A.2"], "alg": alg}}
    good = {"payload": PAYLOAD, "header": {"alg": alg}}
    return [
        case(f"rfc9864-{lower}-verify-bound", "jws.verify", {"token": token, "keys": by_argument}, good, flags=[alg]),
        case(f"rfc9864-{lower}-verify-bound-by-jwk", "jws.verify", {"token": token, "keys": by_jwk}, good, flags=[alg]),
        case(f"rfc9864-{lower}-verify-unbound", "jws.verify", {"token": token, "keys": {"jwk": RFC["A.2"]}}, good,
             comment="an OKP JWK without alg checks both names", flags=[alg]),
        case(f"rfc9864-{lower}-refuses-{other.lower()}", "jws.verify", {"token": foreign, "keys": by_argument}, NOT_ALLOWED, flags=[other]),
        case(f"rfc9864-{lower}-by-jwk-refuses-{other.lower()}", "jws.verify", {"token": foreign, "keys": by_jwk}, NOT_ALLOWED, flags=[other]),
        case(f"rfc9864-{lower}-list-refuses-{other.lower()}", "jws.verify", {"token": foreign, "keys": {"jwk": RFC["A.2"]}}, NOT_ALLOWED,
             flags=[other], options={"algorithms": [alg]}),
        case(f"rfc9864-{lower}-list-does-not-widen", "jws.verify", {"token": foreign, "keys": by_argument}, NOT_ALLOWED,
             comment="a list never widens what the key allows", flags=[other], options={"algorithms": [alg, other]}),
        case(f"rfc9864-{lower}-sign", "jws.sign", {"payload": PAYLOAD, "key": {"jwk": KEY, "alg": alg}}, {"token": token}, flags=[alg],
             deterministic=True),
        case(f"rfc9864-{lower}-import", "key.import", {"key": {"jwk": {**KEY, "alg": alg}}}, {"algorithm": alg, **thumbprints(KEY)},
             comment="the name is no part of the thumbprint", flags=[alg]),
        case(f"rfc9864-{lower}-contradicts", "key.import", {"key": {"jwk": {**KEY, "alg": alg}, "alg": other}}, error("ERR_KEY_MISMATCH"),
             comment="the argument contradicts the JWK", flags=[alg]),
        case(f"rfc9864-{lower}-generate", "key.generate", {"alg": alg},
             {"algorithm": alg, "key_type": "OKP", "is_private": True, "key_id_is_thumbprint": True}, flags=[alg]),
    ]


def rfc9864() -> list[dict[str, Any]]:
    """Both names, a JWT under the new one, and the names that this library does not have."""
    tests = [*each_name("EdDSA", "Ed25519"), *each_name("Ed25519", "EdDSA")]
    claims = compact_json({"iss": "joe", "exp": NOW + 60})
    token = signed_by_cryptography("Ed25519", b64u(claims))
    tests.append(case("rfc9864-ed25519-jwt", "verify", {"token": token, "keys": {"jwk": RFC["A.2"], "alg": "Ed25519"}},
                      {"claims": claims, "header": header_of(token), "kind": "signed"}, flags=["Ed25519"],
                      options={"issuer": "joe", "now": NOW}))
    equal = {"key": {"jwk": KEY, "alg": "EdDSA"}, "other": {"jwk": KEY, "alg": "Ed25519"}}
    tests.append(case("rfc9864-names-differ", "key.equal", equal, {"equal": False}, comment="the algorithm is part of what a key is"))
    for name, alg in (("ed448", "Ed448"), ("esp256", "ESP256"), ("lower-case", "ed25519")):
        refused = error("ERR_JOSE_NOT_SUPPORTED")
        tests.append(case(f"rfc9864-unknown-{name}-token", "jws.verify",
                          {"token": signed_by_cryptography(alg), "keys": {"jwk": RFC["A.2"]}}, refused,
                          comment="names are compared exactly, and only those of section 7 exist", flags=[alg]))
        tests.append(case(f"rfc9864-unknown-{name}-key", "key.import",
                          {"key": {"jwk": {**RFC["A.2"], "alg": alg}}}, refused, flags=[alg]))
    return tests


def main() -> None:
    write("rfc8037", "RFC 8037, appendix A.1 to A.5", [group(rfc8037())])
    write("rfc9864", "RFC 9864, section 2.2; tokens made by cryptography with the key of RFC 8037", [group(rfc9864())])
