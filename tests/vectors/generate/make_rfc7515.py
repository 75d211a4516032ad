"""RFC 7515 (JWS), appendix A.1 to A.7: verify each example, sign it again, and read those that are
JWTs.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, compact_json, error, group, unb64u, write
from rfc_check import header_of, numbers, public, spoilt, verifies, verifies_json

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
    """An asymmetric key without `alg` verifies with its family, private or public, and makes
    nothing.
    """
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
    """Signing: RS256 must give the RFC's very bytes; ES256 and ES512 draw a random number, so the
    result is read back.
    """
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
        case("rfc7515-a.5-verify-listed", "jws.verify", {"token": token, "keys": hmac}, error("ERR_OPTION_INVALID"),
             comment="naming it in algorithms turns nothing on: it is a mistake in the program", flags=["none"], options={"algorithms": ["none"]}),
        case("rfc7515-a.5-jwt", "verify", {"token": token, "keys": hmac}, refused, flags=["none"],
             options={"issuer": "joe", "now": EXP - 1}),
        case("rfc7515-a.5-inspect", "inspect_unverified", {"token": token},
             {"kind": "signed", "header": {"alg": "none"}, "claims": claims},
             comment="inspecting checks nothing, and a person may want to see that it says none", flags=["none"]),
        case("rfc7515-a.5-key", "key.import", {"key": {"secret": b64u(bytes(range(32))), "alg": "none"}}, refused, flags=["none"]),
    ]


def json_serializations() -> list[dict[str, Any]]:
    """A.6 (general: RS256 and ES256) and A.7 (flattened: the ES256 one); their keys are those of
    A.2 and A.3, and bear no kid.
    """
    general, flattened = RFC["A.6"]["token"], RFC["A.7"]["token"]
    rsa, ec = RFC["A.2"]["key"], RFC["A.3"]["key"]
    payload = verifies_json(general, [rsa, ec], RFC["A.6"]["payload"])
    verifies_json(flattened, [ec], payload)
    first, second = ({"jwk": public(key), "alg": alg} for key, alg in ((rsa, "RS256"), (ec, "ES256")))
    spoilt_second = {**general, "signatures": [general["signatures"][0], {**general["signatures"][1], "signature": spoilt(flattened["signature"])}]}
    of_first = {"payload": payload, "header": {"alg": "RS256"}, "unprotected": {"kid": "2010-12-29"}, "key_id": None}
    of_second = {"payload": payload, "header": {"alg": "ES256"}, "unprotected": flattened["header"], "key_id": None}
    stranger = {"jwk": {**public(ec), "kid": "someone-else"}, "alg": "ES256"}

    def a_6(which: str, keys: Any, expect: dict[str, Any], token: Any = general, **more: Any) -> dict[str, Any]:
        return case(f"rfc7515-a.6-{which}", "jws.verify", {"token": token, "keys": keys}, expect, flags=["RS256", "ES256", "general"], **more)

    def a_7(which: str, keys: Any, expect: dict[str, Any], token: Any = flattened, **more: Any) -> dict[str, Any]:
        return case(f"rfc7515-a.7-{which}", "jws.verify", {"token": token, "keys": keys}, expect, flags=["ES256", "flattened"], **more)

    signing = {"payload": payload, "key": {"jwk": {**rsa, "kid": "2010-12-29"}, "alg": "RS256"}}
    made = compact_json({"payload": payload, "signatures": general["signatures"][:1]})
    named = {**public(ec), "kid": flattened["header"]["kid"]}
    return [
        a_6("verify", [first, second], {**of_first, "verified": [0, 1]}),
        a_6("verify-all", [first, second], {**of_first, "verified": [0, 1]}, options={"require": "all"}),
        a_6("verify-first", first, {**of_first, "verified": [0]}),
        a_6("verify-second", second, {**of_second, "verified": [1]}),
        a_6("verify-second-listed", [first, second], {**of_second, "verified": [1]}, options={"algorithms": ["ES256"]}),
        a_6("verify-all-without-second-key", first, error("ERR_JOSE_ALG_NOT_ALLOWED"), options={"require": "all"},
            comment="the key is left by kid, use and operations, and allows RS256 only"),
        a_6("verify-all-second-not-listed", [first, second], error("ERR_JOSE_ALG_NOT_ALLOWED"), options={"require": "all", "algorithms": ["RS256"]}),
        a_6("verify-second-spoilt", [first, second], {**of_first, "verified": [0]}, spoilt_second),
        a_6("verify-all-second-spoilt", [first, second], FAILED, spoilt_second, options={"require": "all"}),
        a_6("verify-second-spoilt-second-key", second, FAILED, spoilt_second),
        a_6("jwt", [first, second], error("ERR_JWT_INVALID"), options={"issuer": "joe", "now": EXP - 1},
            comment="its payload is a claims set, and a JWT is compact") | {"operation": "verify"},
        case("rfc7515-a.6-sign-first", "jws.sign", signing, {"token": made}, flags=["RS256", "general"], deterministic=True,
             options={"serialization": "general", "unprotected": {"kid": "2010-12-29"}}, comment="the first signature, to the byte"),
        a_7("verify", second, {**of_second, "verified": [0]}, options={"algorithms": ["ES256"]}),
        a_7("verify-all", second, {**of_second, "verified": [0]}, options={"require": "all"}),
        a_7("verify-named", {"jwk": named, "alg": "ES256"}, {**of_second, "verified": [0], "key_id": named["kid"]},
            comment="the kid of the unprotected header"),
        a_7("verify-other-kid", stranger, error("ERR_JWKS_NO_MATCHING_KEY")),
        a_7("verify-spoilt", second, FAILED, {**flattened, "signature": spoilt(flattened["signature"])}),
        case("rfc7515-a.7-sign", "jws.sign", {"payload": payload, "key": {"jwk": {**ec, "kid": named["kid"]}, "alg": "ES256"}},
             {**of_second, "verified": [0]}, flags=["ES256", "flattened"], deterministic=False,
             options={"serialization": "flattened", "unprotected": flattened["header"]},
             read={"operation": "jws.verify", "input": {"keys": second}}),
    ]


def main() -> None:
    secured = ("A.1", "A.2", "A.3", "A.4")
    asymmetric = ("A.2", "A.3", "A.4")
    tests = [test for section in secured for test in jws_cases(section)]
    tests += [test for section in asymmetric for test in family_cases(section)]
    tests += [sign_again(section) for section in asymmetric]
    tests += [test for section in ("A.1", "A.2", "A.3") for test in jwt_cases(section)]
    write("rfc7515", "RFC 7515, appendix A.1 to A.7", [
        group(tests), group(unsecured(), comment="A.5, an unsecured JWS"), group(json_serializations(), comment="A.6 and A.7, JSON serializations"),
    ])
