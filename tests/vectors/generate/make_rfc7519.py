"""RFC 7519 (JWT): 3.1 is verified; A.1 and A.2 use RSA1_5 and 6.1 is unsecured, so all three are
refused.

The keys are those of RFC 7515 and RFC 7516, as the RFC says.
"""

from __future__ import annotations

from typing import Any

from common import case, error, group, unb64u, write
from rfc_check import decrypts, header_of, numbers, verifies

JWS, JWE, RFC = numbers("rfc7515"), numbers("rfc7516"), numbers("rfc7519")
HMAC = {"jwk": JWS["A.1"]["key"], "alg": "HS256"}
CLAIMS = unb64u(JWS["A.1"]["payload"]).decode()
EXP = 1_300_819_380
EXPECTED = {"issuer": "joe", "now": EXP - 60}
REFUSED = error("ERR_JOSE_NOT_SUPPORTED")


def example_3_1() -> list[dict[str, Any]]:
    """The token of section 3.1 is that of RFC 7515, A.1."""
    token = JWS["A.1"]["token"]
    verifies(token, JWS["A.1"]["key"], JWS["A.1"]["payload"])
    header = header_of(token)
    reading = {"token": token, "keys": HMAC}
    good = {"claims": CLAIMS, "header": header, "key_id": None, "kind": "signed"}

    def refusal(name: str, options: dict[str, Any], code: str, claim: str, comment: str) -> dict[str, Any]:
        return case(f"rfc7519-3.1-{name}", "verify", reading, error(code, claim), comment=comment, options=options)

    return [
        case("rfc7519-3.1-verify", "verify", reading, good, options=EXPECTED),
        case("rfc7519-3.1-verify-several-issuers", "verify", reading, good, comment="another spelling of the issuer",
             options={**EXPECTED, "issuer": "jane", "issuer_aliases": ["joe"]}),
        case("rfc7519-3.1-verify-required", "verify", reading, good,
             options={**EXPECTED, "required_claims": ["iss", "exp", "http://example.com/is_root"]}),
        case("rfc7519-3.1-verifier", "verifier.verify", reading, good, options={**EXPECTED, "accept": ["signed"]}),
        case("rfc7519-3.1-inspect", "inspect_unverified", {"token": token}, {"kind": "signed", "header": header, "claims": CLAIMS}),
        refusal("another-issuer", {**EXPECTED, "issuer": "jane"}, "ERR_JWT_CLAIM_MISMATCH", "iss", "no partial or other match"),
        refusal("audience-expected", {**EXPECTED, "audience": "api"}, "ERR_JWT_CLAIM_MISSING", "aud", "expected, and absent"),
        refusal("subject-expected", {**EXPECTED, "subject": "jim"}, "ERR_JWT_CLAIM_MISSING", "sub", "expected, and absent"),
        refusal("required-absent", {**EXPECTED, "required_claims": ["jti"]}, "ERR_JWT_CLAIM_MISSING", "jti", "required, and absent"),
        refusal("max-age", {**EXPECTED, "max_age": 60}, "ERR_JWT_CLAIM_MISSING", "iat", "max_age needs iat"),
        refusal("access-token", {**EXPECTED, "profile": "access-token"}, "ERR_JWT_CLAIM_MISMATCH", "typ", "RFC 9068 wants at+jwt"),
        refusal("expired", {**EXPECTED, "now": EXP}, "ERR_JWT_EXPIRED", "exp", "expired when now is exp"),
    ]


def encrypted_a_1() -> list[dict[str, Any]]:
    """A.1: the claims of 3.1 encrypted with RSA1_5 to the key of RFC 7516, A.2."""
    token, key = RFC["A.1"]["token"], JWE["A.2"]["key"]
    decrypts(token, key, CLAIMS)
    return [
        case("rfc7519-a.1-decrypt", "decrypt", {"token": token, "keys": {"jwk": key}}, REFUSED, flags=["RSA1_5"],
             options={**EXPECTED, "allow_unsigned": True}),
        case("rfc7519-a.1-verifier", "verifier.verify", {"token": token, "decryption_keys": {"jwk": key}}, REFUSED, flags=["RSA1_5"],
             options={**EXPECTED, "accept": ["encrypted"], "allow_unsigned": True}),
        case("rfc7519-a.1-inspect", "inspect_unverified", {"token": token},
             {"kind": "encrypted", "header": header_of(token), "claims": None}, flags=["RSA1_5"]),
    ]


def nested_a_2() -> list[dict[str, Any]]:
    """A.2: the token of RFC 7515, A.2, encrypted with RSA1_5. The inner token is sound, and no way
    leads to it.
    """
    token, key, inner = RFC["A.2"]["token"], JWE["A.2"]["key"], JWS["A.2"]
    decrypts(token, key, inner["token"])
    verify_with = {"jwk": inner["key"], "alg": "RS256"}
    return [
        case("rfc7519-a.2-unseal", "unseal", {"token": token, "decrypt_with": {"jwk": key}, "verify_with": verify_with}, REFUSED,
             flags=["RSA1_5"], options=EXPECTED),
        case("rfc7519-a.2-verifier", "verifier.verify", {"token": token, "keys": verify_with, "decryption_keys": {"jwk": key}}, REFUSED,
             flags=["RSA1_5"], options=EXPECTED),
        case("rfc7519-a.2-as-signed", "verify", {"token": token, "keys": verify_with}, error("ERR_JWT_INVALID"),
             comment="the kind is checked before the algorithm: verify takes signed tokens only", flags=["RSA1_5"], options=EXPECTED),
    ]


def unsecured_6_1() -> list[dict[str, Any]]:
    """Section 6.1: an unsecured JWT, refused everywhere."""
    token = JWS["A.5"]["token"]
    return [
        case("rfc7519-6.1-verify", "verify", {"token": token, "keys": HMAC}, REFUSED, flags=["none"], options=EXPECTED),
        case("rfc7519-6.1-verify-waived", "verify", {"token": token, "keys": HMAC}, REFUSED,
             comment="no waiver reaches it", flags=["none"],
             options={"now": EXP - 60, "allow_any_issuer": True, "allow_any_audience": True, "allow_any_type": True,
                 "allow_missing_exp": True}),
        case("rfc7519-6.1-verifier", "verifier.verify", {"token": token, "keys": HMAC}, REFUSED, flags=["none"], options=EXPECTED),
        case("rfc7519-6.1-decrypt", "decrypt", {"token": token, "keys": {"jwk": JWE["A.3"]["key"], "alg": "A128KW"}},
             error("ERR_JWT_INVALID"), comment="the kind is checked before the algorithm: decrypt takes encrypted tokens only",
             flags=["none"], options=EXPECTED),
    ]


def main() -> None:
    write("rfc7519", "RFC 7519, sections 3.1 and 6.1, appendix A.1 and A.2", [
        group(example_3_1(), comment="3.1"),
        group(encrypted_a_1() + nested_a_2(), comment="A.1 and A.2, RSA1_5"),
        group(unsecured_6_1(), comment="6.1, an unsecured JWT"),
    ])
