"""RFC 7515 (JWS), appendix A.1 to A.5: verify each example, sign it again, and read those that are JWTs."""

from __future__ import annotations

from typing import Any

from common import b64u, case, error, group, unb64u, write
from rfc_check import header_of, numbers, public, spoilt, verifies

RFC = numbers("rfc7515")
EXP = 1_300_819_380
FAILED = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")


def jws_cases(section: str) -> list[dict[str, Any]]:
    """Verification of one example, with its key bound to the algorithm."""
    example = RFC[section]
    alg, token, key = example["alg"], example["token"], example["key"]
    payload = verifies(token, key, example["payload"])
    bound = {"jwk": key if key["kty"] == "oct" else public(key), "alg": alg}
    expect = {"payload": payload, "header": header_of(token), "key_id": None}
    name = f"rfc7515-{section.lower()}"
    other = "HS384" if alg == "HS256" else "HS256"
    return [
        case(f"{name}-verify", "jws.verify", {"token": token, "keys": bound}, expect, flags=[alg], options={"algorithms": [alg]}),
        case(f"{name}-verify-spoilt", "jws.verify", {"token": spoilt(token), "keys": bound}, FAILED,
             comment="one bit of the signature changed", flags=[alg]),
        case(f"{name}-verify-not-listed", "jws.verify", {"token": token, "keys": bound}, error("ERR_JOSE_ALG_NOT_ALLOWED"),
             comment="the list of algorithms narrows what the key allows", flags=[alg], options={"algorithms": [other]}),
    ]


def family_cases(section: str) -> list[dict[str, Any]]:
    """An asymmetric key without `alg` verifies with its family, private or public, and makes nothing."""
    example = RFC[section]
    alg, token, key = example["alg"], example["token"], example["key"]
    expect = {"payload": example["payload"], "key_id": None}
    name = f"rfc7515-{section.lower()}"
    return [
        case(f"{name}-verify-unbound", "jws.verify", {"token": token, "keys": {"jwk": public(key)}}, expect, flags=[alg]),
        case(f"{name}-verify-private", "jws.verify", {"token": token, "keys": {"jwk": key}}, expect,
             comment="a private key also does its public half's work", flags=[alg]),
        case(f"{name}-sign-unbound", "jws.sign", {"payload": example["payload"], "key": {"jwk": key}}, error("ERR_OPTION_INVALID"),
             comment="a key without alg makes nothing", flags=[alg]),
    ]


def sign_again(section: str) -> dict[str, Any]:
    """Signing: RS256 must give the RFC's very bytes; ES256 and ES512 draw a random number, so the result is read back."""
    example = RFC[section]
    alg, key = example["alg"], example["key"]
    signing = {"payload": example["payload"], "key": {"jwk": key, "alg": alg}}
    if alg == "RS256":
        return case("rfc7515-a.2-sign", "jws.sign", signing, {"token": example["token"]}, flags=[alg], deterministic=True)
    reading = {"operation": "jws.verify", "input": {"keys": {"jwk": public(key), "alg": alg}}, "options": {"algorithms": [alg]}}
    expect = {"payload": example["payload"], "header": {"alg": alg}, "key_id": None}
    return case(f"rfc7515-{section.lower()}-sign", "jws.sign", signing, expect, flags=[alg], deterministic=False, read=reading)


def jwt_cases(section: str) -> list[dict[str, Any]]:
    """A.1 to A.3 carry the claims of `joe`: they are JWTs, good until `exp`."""
    example = RFC[section]
    alg, token, key = example["alg"], example["token"], example["key"]
    bound = {"jwk": key if key["kty"] == "oct" else public(key), "alg": alg}
    expect = {"claims": unb64u(example["payload"]).decode(), "header": header_of(token), "key_id": None, "kind": "signed"}
    name = f"rfc7515-{section.lower()}-jwt"
    reading = {"token": token, "keys": bound}
    return [
        case(f"{name}", "verify", reading, expect, comment="the last second before exp", flags=[alg],
             options={"issuer": "joe", "now": EXP - 1}),
        case(f"{name}-any-issuer", "verify", reading, expect, flags=[alg], options={"allow_any_issuer": True, "now": EXP - 1}),
        case(f"{name}-expired", "verify", reading, error("ERR_JWT_EXPIRED", "exp"), comment="expired when now is exp", flags=[alg],
             options={"issuer": "joe", "now": EXP}),
        case(f"{name}-leeway", "verify", reading, expect, flags=[alg], options={"issuer": "joe", "now": EXP + 59, "leeway": 60}),
        case(f"{name}-no-issuer-expected", "verify", reading, error("ERR_JWT_CLAIM_MISMATCH", "iss"),
             comment="iss is present, and none is expected or waived", flags=[alg], options={"now": EXP - 1}),
    ]


def unsecured() -> list[dict[str, Any]]:
    """A.5: `none` is not an algorithm of this library, whatever key or option is given."""
    token = RFC["A.5"]["token"]
    assert header_of(token) == {"alg": "none"} and token.endswith(".")
    refused = error("ERR_JOSE_NOT_SUPPORTED")
    hmac = {"jwk": RFC["A.1"]["key"], "alg": "HS256"}
    claims = unb64u(RFC["A.5"]["payload"]).decode()
    return [
        case("rfc7515-a.5-verify", "jws.verify", {"token": token, "keys": hmac}, refused, flags=["none"]),
        case("rfc7515-a.5-verify-no-keys", "jws.verify", {"token": token, "keys": {"jwks": {"keys": []}}}, refused,
             comment="the algorithm is refused before a key is looked for", flags=["none"]),
        case("rfc7515-a.5-verify-listed", "jws.verify", {"token": token, "keys": hmac}, refused,
             comment="naming it in algorithms turns nothing on", flags=["none"], options={"algorithms": ["none"]}),
        case("rfc7515-a.5-jwt", "verify", {"token": token, "keys": hmac}, refused, flags=["none"],
             options={"issuer": "joe", "now": EXP - 1}),
        case("rfc7515-a.5-inspect", "inspect_unverified", {"token": token},
             {"kind": "signed", "header": {"alg": "none"}, "claims": claims},
             comment="inspecting checks nothing, and a person may want to see that it says none", flags=["none"]),
        case("rfc7515-a.5-key", "key.import", {"key": {"secret": b64u(bytes(range(32))), "alg": "none"}}, refused, flags=["none"]),
    ]


def main() -> None:
    secured = ("A.1", "A.2", "A.3", "A.4")
    asymmetric = ("A.2", "A.3", "A.4")
    tests = [test for section in secured for test in jws_cases(section)]
    tests += [test for section in asymmetric for test in family_cases(section)]
    tests += [sign_again(section) for section in asymmetric]
    tests += [test for section in ("A.1", "A.2", "A.3") for test in jwt_cases(section)]
    write("rfc7515", "RFC 7515, appendix A.1 to A.5", [group(tests), group(unsecured(), comment="A.5, an unsecured JWS")])


if __name__ == "__main__":
    main()
