"""claims.json: iss, aud, sub, jti, typ, nonce, azp, required claims, and which of two defects is
reported.
"""

from __future__ import annotations

from typing import Any

import hand
from common import NOW, case, error, group, write
from fixtures import signing_jwk
from jwt_cases import EXP, EXPIRED, KEY, NOT_YET, SOURCE, TOO_OLD, invalid, mismatch, missing, verify

A, B = "https://issuer.example", "https://other.example"
API, APP = "https://api.example", "https://app.example"


def main() -> None:
    """Write the file."""
    groups = {
        "iss": _iss(), "aud": _aud(), "sub, jti, nonce, azp": _texts(), "typ": _typ(), "required_claims": _required(), "order": _order(),
        "claims as they are": _kept(),
    }
    write("claims", SOURCE, [group(tests, [KEY], comment) for comment, tests in groups.items()])


def _iss() -> list[dict[str, Any]]:
    tests = [
        verify("claims-iss-right", {"iss": A, **EXP}, issuer=A),
        verify("claims-iss-wrong", {"iss": B, **EXP}, mismatch("iss"), issuer=A),
        verify("claims-iss-missing", EXP, missing("iss"), issuer=A),
        verify("claims-iss-missing-list", EXP, missing("iss"), issuer=A, issuer_aliases=[B]),
        verify("claims-iss-unexpected", {"iss": A, **EXP}, mismatch("iss")),
        verify("claims-iss-unexpected-waived", {"iss": A, **EXP}, allow_any_issuer=True),
        verify("claims-iss-absent-waived", EXP, allow_any_issuer=True),
        verify("claims-iss-empty-unexpected", {"iss": "", **EXP}, mismatch("iss"), comment="Empty is not absent."),
        verify("claims-iss-list-first", {"iss": A, **EXP}, issuer=A, issuer_aliases=[B]),
        verify("claims-iss-list-last", {"iss": B, **EXP}, issuer=A, issuer_aliases=[B]),
        verify("claims-iss-list-none", {"iss": "https://third.example", **EXP}, mismatch("iss"), issuer=A, issuer_aliases=[B]),
        verify("claims-iss-prefix", {"iss": A + ".attacker.example", **EXP}, mismatch("iss"), issuer=A, flags=["claim types"]),
        verify("claims-iss-shorter", {"iss": A[:-1], **EXP}, mismatch("iss"), issuer=A, flags=["claim types"]),
        verify("claims-iss-slash", {"iss": A + "/", **EXP}, mismatch("iss"), issuer=A),
        verify("claims-iss-case", {"iss": A.upper(), **EXP}, mismatch("iss"), issuer=A),
        verify(
            "claims-iss-escaped", f'{{"iss":"https:\\/\\/issuer.ex\\u0061mple","exp":{EXP["exp"]}}}', issuer=A,
            comment="The same text, written otherwise in JSON.",
        ),
        verify(
            "claims-iss-not-normalized", {"iss": "caf\u0065\u0301", **EXP}, mismatch("iss"), issuer="caf\u00e9",
            comment="Compared by code points (RFC 7519, section 7.3).",
        ),
        verify("claims-iss-unicode", {"iss": "https://\u4f8b\u3048.example", **EXP}, issuer="https://\u4f8b\u3048.example"),
    ]
    for which, value in {"list": [A], "number": 1, "null": None, "true": True, "object": {"iss": A}}.items():
        tests.append(verify(f"claims-iss-type-{which}", {"iss": value, **EXP}, invalid("iss"), issuer=A, flags=["claim types"]))
    tests.append(verify("claims-iss-type-waived", {"iss": 1, **EXP}, invalid("iss"), allow_any_issuer=True, flags=["claim types"]))
    tests.append(verify("claims-iss-type-unexpected", {"iss": [A], **EXP}, invalid("iss"), flags=["claim types"]))
    return tests


def _aud() -> list[dict[str, Any]]:
    tests = [
        verify("claims-aud-right", {"aud": API, **EXP}, audience=API),
        verify("claims-aud-wrong", {"aud": APP, **EXP}, mismatch("aud"), audience=API),
        verify("claims-aud-missing", EXP, missing("aud"), audience=API),
        verify("claims-aud-unexpected", {"aud": API, **EXP}, mismatch("aud")),
        verify("claims-aud-list-unexpected", {"aud": [API, APP], **EXP}, mismatch("aud")),
        verify("claims-aud-unexpected-waived", {"aud": API, **EXP}, allow_any_audience=True),
        verify("claims-aud-list-unexpected-waived", {"aud": [API, APP], **EXP}, allow_any_audience=True),
        verify("claims-aud-absent-waived", EXP, allow_any_audience=True),
        verify("claims-aud-list-holds-it", {"aud": [APP, API], **EXP}, audience=API),
        verify("claims-aud-list-of-one", {"aud": [API], **EXP}, audience=API),
        verify("claims-aud-list-without-it", {"aud": [APP, "x"], **EXP}, mismatch("aud"), audience=API),
        verify("claims-aud-any-of-expected", {"aud": APP, **EXP}, audience=[API, APP]),
        verify("claims-aud-any-of-both", {"aud": ["x", APP], **EXP}, audience=[API, APP]),
        verify("claims-aud-none-of-both", {"aud": ["x", "y"], **EXP}, mismatch("aud"), audience=[API, APP]),
        verify("claims-aud-longer", {"aud": API + ".attacker.example", **EXP}, mismatch("aud"), audience=API, flags=["claim types"]),
        verify("claims-aud-part", {"aud": "api", **EXP}, mismatch("aud"), audience=API, flags=["claim types"]),
        verify(
            "claims-aud-characters-of-text", {"aud": "a", **EXP}, mismatch("aud"), audience="abc", flags=["claim types"],
            comment="Text is never searched as if it were a list.",
        ),
        verify("claims-aud-case", {"aud": "API", **EXP}, mismatch("aud"), audience="api"),
        verify("claims-aud-empty-text", {"aud": "", **EXP}, mismatch("aud"), audience=API),
        verify(
            "claims-aud-none-expected-empty-list", {"aud": API, **EXP}, error("ERR_OPTION_INVALID"), audience=[],
            comment="A setting that came out empty drops no check.",
        ),
        verify(
            "claims-iss-none-expected-empty-list", {"iss": A, **EXP}, error("ERR_OPTION_INVALID"), issuer=[],
            comment="A setting that came out empty drops no check.",
        ),
    ]
    types: dict[str, Any] = {
        "empty-list": [], "number": 1, "null": None, "false": False, "object": {API: True}, "mixed-list": [API, 1], "nested-list": [[API]],
        "list-with-null": [API, None],
    }
    tests += [
        verify(f"claims-aud-type-{which}", {"aud": value, **EXP}, invalid("aud"), audience=API, flags=["claim types"])
        for which, value in types.items()
    ]
    tests.append(verify("claims-aud-type-waived", {"aud": [API, 1], **EXP}, invalid("aud"), allow_any_audience=True, flags=["claim types"]))
    tests.append(verify("claims-aud-type-unexpected", {"aud": [API, 1], **EXP}, invalid("aud"), flags=["claim types"]))
    return tests


def _texts() -> list[dict[str, Any]]:
    """sub, nonce and azp may be expected; sub and jti must be text whether expected or not."""
    tests = []
    for claim, option in (("sub", "subject"), ("nonce", "nonce"), ("azp", "azp")):
        tests += [
            verify(f"claims-{claim}-right", {claim: "alice", **EXP}, **{option: "alice"}),
            verify(f"claims-{claim}-wrong", {claim: "bob", **EXP}, mismatch(claim), **{option: "alice"}),
            verify(f"claims-{claim}-missing", EXP, missing(claim), **{option: "alice"}),
            verify(f"claims-{claim}-unexpected", {claim: "alice", **EXP}, comment="Of no account unless expected."),
            verify(f"claims-{claim}-longer", {claim: "alice2", **EXP}, mismatch(claim), **{option: "alice"}),
            verify(f"claims-{claim}-case", {claim: "Alice", **EXP}, mismatch(claim), **{option: "alice"}),
            verify(f"claims-{claim}-empty", {claim: "", **EXP}, mismatch(claim), **{option: "alice"}),
        ]
    for claim in ("sub", "jti"):
        for which, value in {"number": 1, "null": None, "list": ["alice"], "object": {}, "true": True}.items():
            tests.append(verify(f"claims-{claim}-type-{which}", {claim: value, **EXP}, invalid(claim), flags=["claim types"]))
    tests.append(verify("claims-sub-type-list-expected", {"sub": ["alice"], **EXP}, invalid("sub"), subject="alice", flags=["claim types"]))
    comment = "OpenID Connect has text here: a claim that is expected has to be of its type."
    tests.append(verify("claims-nonce-number", {"nonce": 5, **EXP}, invalid("nonce"), nonce="5", comment=comment))
    tests.append(verify("claims-azp-list", {"azp": ["app"], **EXP}, invalid("azp"), azp="app", comment=comment))
    tests.append(verify("claims-nonce-number-unexpected", {"nonce": 5, **EXP}))
    tests.append(verify("claims-jti-text", {"jti": "4f1g23a12aa", **EXP}))
    return tests


def _typ() -> list[dict[str, Any]]:
    typ_missing, typ_wrong, malformed = missing("typ"), mismatch("typ"), error("ERR_JWS_INVALID")
    spellings = {
        "upper": "JWT", "lower": "jwt", "mixed": "Jwt", "media-type": "application/jwt", "media-type-upper": "APPLICATION/JWT",
        "media-type-mixed": "application/JWT",
    }
    tests = [verify(f"claims-typ-default-{which}", EXP, typ=typ) for which, typ in spellings.items()]
    tests += [
        verify("claims-typ-default-absent", EXP),
        verify("claims-typ-unexpected", EXP, typ_wrong, typ="at+jwt"),
        verify("claims-typ-unexpected-jws", EXP, typ_wrong, typ="JOSE"),
        verify("claims-typ-unexpected-space", EXP, typ_wrong, typ=" "),
        verify("claims-typ-unexpected-longer", EXP, typ_wrong, typ="JWT2"),
        verify("claims-typ-unexpected-other-media-type", EXP, typ_wrong, typ="text/JWT"),
        verify("claims-typ-unexpected-waived", EXP, typ="at+jwt", allow_any_type=True),
        verify("claims-typ-absent-waived", EXP, allow_any_type=True),
        verify("claims-typ-right", EXP, typ="at+jwt", type="at+jwt"),
        verify("claims-typ-right-case", EXP, typ="AT+JWT", type="at+jwt"),
        verify("claims-typ-right-media-type", EXP, typ="application/at+jwt", type="at+jwt"),
        verify("claims-typ-right-media-type-expected", EXP, typ="at+jwt", type="application/at+jwt"),
        verify("claims-typ-wrong", EXP, typ_wrong, typ="JWT", type="at+jwt"),
        verify("claims-typ-wrong-part", EXP, typ_wrong, typ="jwt", type="at+jwt"),
        verify("claims-typ-missing", EXP, typ_missing, type="at+jwt"),
        verify("claims-typ-missing-jwt-expected", EXP, typ_missing, type="JWT", comment="Expected by name, so absent will not do."),
        verify("claims-typ-list-first", EXP, typ="at+jwt", type=["at+jwt", "JWT"]),
        verify("claims-typ-list-last", EXP, typ="JWT", type=["at+jwt", "JWT"]),
        verify("claims-typ-list-none", EXP, typ_wrong, typ="logout+jwt", type=["at+jwt", "JWT"]),
        verify("claims-typ-list-missing", EXP, typ_missing, type=["at+jwt", "logout+jwt"]),
    ]
    for which, typ in {"number": 1, "null": None, "list": ["JWT"], "object": {}, "true": True}.items():
        token = hand.sign({"alg": "HS256", "typ": typ}, EXP, KEY)
        tests.append(
            case(
                f"claims-typ-type-{which}", "verify", {"token": token}, malformed, options={"now": NOW, "allow_any_type": True},
                flags=["claim types"],
            )
        )
    return tests


def _required() -> list[dict[str, Any]]:
    return [
        verify("claims-required-present", {"scope": "read", **EXP}, required_claims=["scope"]),
        verify("claims-required-missing", {"scope": "read", **EXP}, missing("tenant"), required_claims=["scope", "tenant"]),
        verify(
            "claims-required-first-missing", EXP, missing("tenant"), required_claims=["tenant", "scope"],
            comment="The first of the list that is missing is named.",
        ),
        verify("claims-required-nested-is-not-it", {"user": {"tenant": "t"}, **EXP}, missing("tenant"), required_claims=["tenant"]),
        verify("claims-required-case", {"Scope": "read", **EXP}, missing("scope"), required_claims=["scope"]),
        verify("claims-required-escaped-name", f'{{"sc\\u006fpe":"read","exp":{EXP["exp"]}}}', required_claims=["scope"]),
        verify("claims-required-jti", EXP, missing("jti"), required_claims=["jti"]),
        verify(
            "claims-required-iss-is-not-expected", {"iss": A, **EXP}, mismatch("iss"), required_claims=["iss"],
            comment="Required is not expected: that iss may be anything has to be said.",
        ),
        verify("claims-required-unicode-name", {"pr\u00e9nom": "z", **EXP}, required_claims=["pr\u00e9nom"]),
        verify("claims-required-dotted-name", {"https://example/roles.all": [], **EXP}, required_claims=["https://example/roles.all"]),
    ]


def _order() -> list[dict[str, Any]]:
    """Two defects, one code: signature, typ, claim types, iss, aud, sub, required claims, nbf, exp,
    max_age.
    """
    iss, aud, sub = {"iss": B}, {"aud": APP}, {"sub": "bob"}
    want: dict[str, Any] = {"issuer": A, "audience": API, "subject": "alice"}
    right = {"iss": A, "aud": API, "sub": "alice"}
    bad_type, old = {"exp": "soon"}, {"exp": NOW - 10}
    tests = [
        verify("claims-order-typ-before-types", bad_type, mismatch("typ"), typ="at+jwt"),
        verify("claims-order-types-before-iss", {**iss, **bad_type}, invalid("exp"), issuer=A),
        verify("claims-order-types-before-missing-iss", bad_type, invalid("exp"), issuer=A),
        verify("claims-order-iss-before-aud", {**iss, **aud, **EXP}, mismatch("iss"), **want),
        verify("claims-order-missing-iss-before-aud", {**aud, **EXP}, missing("iss"), **want),
        verify("claims-order-aud-before-sub", {**right, **aud, **sub, **EXP}, mismatch("aud"), **want),
        verify("claims-order-sub-before-required", {**right, **sub, **EXP}, mismatch("sub"), **want, required_claims=["scope"]),
        verify("claims-order-required-before-nbf", {"nbf": NOW + 100, **EXP}, missing("scope"), required_claims=["scope"]),
        verify("claims-order-required-before-exp", old, missing("scope"), required_claims=["scope"]),
        verify("claims-order-nbf-before-exp", {"nbf": NOW + 100, **old}, NOT_YET),
        verify("claims-order-exp-before-max-age", {"iat": NOW - 1000, **old}, EXPIRED, max_age=60),
        verify("claims-order-max-age-last", {"iat": NOW - 1000, **EXP}, TOO_OLD, max_age=60),
        verify("claims-order-iss-before-exp", {**iss, **old}, mismatch("iss"), issuer=A),
    ]
    other, refused = signing_jwk("HS256", "second"), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
    forged = {
        "signature-before-typ": ({"alg": "HS256", "typ": "x"}, EXP), "signature-before-exp": ({"alg": "HS256"}, old),
        "signature-before-json": ({"alg": "HS256"}, "no JSON"),
    }
    for id, (header, claims) in forged.items():
        tests.append(case(f"claims-order-{id}", "verify", {"token": hand.sign(header, claims, other)}, refused, options={"now": NOW}))
    return tests


def _kept() -> list[dict[str, Any]]:
    """Claims come back as the text that was signed."""
    exp = f'"exp":{EXP["exp"]}'
    texts = {
        "big-integer": f'{{{exp},"n":123456789012345678901234567890}}', "beyond-2-53": f'{{{exp},"n":9007199254740993}}',
        "order": f'{{"z":1,{exp},"a":2}}',
        "numbers": f'{{{exp},"a":1.0,"b":1E5,"c":-0.0,"d":1e-400}}', "unicode": f'{{{exp},"name":"Zo\u00eb \U0001f600"}}',
        "escapes": f'{{{exp},"name":"Zo\\u00eb \\ud83d\\ude00 \\/"}}',
        "nested": f'{{{exp},"a":{{"b":[1,[2,{{"c":null}}]]}}}}', "prototype": f'{{{exp},"__proto__":{{"admin":true}},"constructor":1}}',
        "empty-name": f'{{"":1,{exp}}}',
        "nul-in-text": f'{{{exp},"a":"x\\u0000y"}}',
    }
    return [verify(f"claims-kept-{which}", text) for which, text in texts.items()]
