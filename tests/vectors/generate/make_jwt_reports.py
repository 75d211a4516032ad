"""jwt_reports.json: tokens as identity providers and platforms send them, by public reports, and
the options that take them.

The forms are those of the reports; the keys and claims are the vectors' own.
"""

from __future__ import annotations

from typing import Any

import hand
from common import NOW, case, compact_json, error, group, write
from fixtures import encryption_jwk, public, signing_jwk
from jwt_cases import EXP, KEY, SOURCE, invalid, mismatch, missing, verify
from make_kinds import CLAIMS, DIRECT, JWT_INVALID, OPTIONS, SIGN, UNSIGNED, inner, outer, verifier
from make_profiles import ACCESS, API, CLIENT, ISSUER, LOGOUT, without

OPTION = error("ERR_OPTION_INVALID")
OTHER = "https://accounts.example"


def main() -> None:
    """Write the file."""
    groups = {
        "aud that names nobody (Ory Hydra)": _nobody(), "sub that is a number (MediaWiki, Symphony)": _numeric(),
        "typ": _types(), "nested without cty (Play Integrity, .NET)": _nested(), "expected_claims": _expected(),
        "two spellings of an issuer (Google)": _aliases(), "replicated claims (RFC 7519, section 5.3)": _replicated(),
    }
    write("jwt_reports", SOURCE + "; encrypted ones by hand", [group(tests, [KEY], comment) for comment, tests in groups.items()])


def _nobody() -> list[dict[str, Any]]:
    tests = []
    for which, text in {"empty-list": "[]", "spaced-list": "[ ]", "null": "null"}.items():
        claims = f'{{"aud":{text},"exp":{EXP["exp"]}}}'
        tests += [
            verify(f"jwt-report-aud-{which}-any", claims, allow_any_audience=True),
            verify(f"jwt-report-aud-{which}-expected", claims, invalid("aud"), audience=API),
            verify(f"jwt-report-aud-{which}-none-expected", claims, invalid("aud")),
            verify(
                f"jwt-report-aud-{which}-required", claims, missing("aud"), allow_any_audience=True, required_claims=["aud"], comment="As if absent.",
            ),
        ]
    empty = {**ACCESS, "aud": []}
    tests.append(
        verify("jwt-report-aud-empty-list-profile", empty, missing("aud"), typ="at+jwt", profile="access-token", issuer=ISSUER, allow_any_audience=True)
    )
    tests.append(verify("jwt-report-aud-list-of-null", {"aud": [None], **EXP}, invalid("aud"), allow_any_audience=True))
    tests.append(verify("jwt-report-aud-object-any", {"aud": {}, **EXP}, invalid("aud"), allow_any_audience=True))
    return tests


def _numeric() -> list[dict[str, Any]]:
    allow = {"allow_numeric_subject": True}
    tests = [
        verify("jwt-report-sub-number", {"sub": 347583465, **EXP}, **allow),
        verify("jwt-report-sub-number-not-allowed", {"sub": 347583465, **EXP}, invalid("sub"), subject="347583465"),
        verify("jwt-report-sub-number-expected", {"sub": 347583465, **EXP}, subject="347583465", **allow),
        verify("jwt-report-sub-number-wrong", {"sub": 347583465, **EXP}, mismatch("sub"), subject="34758346", **allow),
        verify("jwt-report-sub-number-spelt-otherwise", f'{{"sub":1e2,"exp":{EXP["exp"]}}}', mismatch("sub"), subject="100", **allow),
        verify("jwt-report-sub-beyond-2-53", f'{{"sub":9007199254740993,"exp":{EXP["exp"]}}}', subject="9007199254740993", **allow),
        verify(
            "jwt-report-sub-beyond-2-53-wrong", f'{{"sub":9007199254740993,"exp":{EXP["exp"]}}}', mismatch("sub"), subject="9007199254740992", **allow,
        ),
        verify("jwt-report-sub-text-still", {"sub": "alice", **EXP}, subject="alice", **allow),
        verify("jwt-report-sub-required", {"sub": 0, **EXP}, required_claims=["sub"], **allow),
    ]
    for which, value in {"null": None, "true": True, "list": [1], "object": {"id": 1}}.items():
        tests.append(verify(f"jwt-report-sub-{which}", {"sub": value, **EXP}, invalid("sub"), **allow, flags=["claim types"]))
    return tests


def _types() -> list[dict[str, Any]]:
    """A list that names JWT accepts absent; `type` widens a profile; logout tokens before
    `logout+jwt`.
    """
    access = {"profile": "access-token", "issuer": ISSUER, "audience": API}
    logout = {"profile": "logout-token", "issuer": ISSUER, "audience": CLIENT}
    return [
        verify("jwt-report-typ-list-with-jwt-absent", EXP, type=["at+jwt", "JWT"]),
        verify("jwt-report-typ-list-with-jwt-absent-spelling", EXP, type=["at+jwt", "application/jwt"]),
        verify("jwt-report-typ-list-with-jwt-other", EXP, mismatch("typ"), typ="logout+jwt", type=["at+jwt", "JWT"]),
        verify("jwt-report-typ-access-token-jwt", ACCESS, typ="JWT", type="JWT", **access, comment="As Keycloak and Entra ID write it."),
        verify("jwt-report-typ-access-token-own-still", ACCESS, typ="at+jwt", type="JWT", **access, comment="`type` widens the profile."),
        verify("jwt-report-typ-access-token-absent", ACCESS, missing("typ"), type="JWT", **access),
        verify("jwt-report-typ-access-token-list-absent", ACCESS, type=["JWT"], **access),
        verify("jwt-report-typ-access-token-other", ACCESS, mismatch("typ"), typ="logout+jwt", type="JWT", **access, flags=["mismatched types"]),
        verify("jwt-report-typ-access-token-vendor", ACCESS, typ="Bearer", type="bearer", **access),
        verify("jwt-report-typ-logout-jwt", LOGOUT, typ="JWT", **logout, comment="As Okta writes it."),
        verify("jwt-report-typ-logout-absent", LOGOUT, **logout),
        verify("jwt-report-typ-logout-vendor", LOGOUT, typ="Logout", type="Logout", **logout, comment="As older releases of Keycloak write it."),
        verify("jwt-report-typ-logout-vendor-not-expected", LOGOUT, mismatch("typ"), typ="Logout", **logout),
        verify("jwt-report-typ-logout-access-token", LOGOUT, mismatch("typ"), typ="at+jwt", **logout, flags=["mismatched types"]),
    ]


def _unseal(id: str, token: str, expect: dict[str, Any], decryption: Any = None, **options: Any) -> dict[str, Any]:
    more = {name: options.pop(name) for name in ("comment", "flags") if name in options}
    input = {"token": token, "decrypt_with": {"jwk": decryption or DIRECT}, "verify_with": {"jwk": SIGN["HS256"]}}
    return case(f"jwt-report-nested-{id}", "unseal", input, expect, options={**OPTIONS, **options}, **more)


def _nested() -> list[dict[str, Any]]:
    allow = {"allow_missing_cty": True}
    bare, wrap = outer(inner()), encryption_jwk("A256KW", kid="wrap")
    opened = {"claims": CLAIMS, "kind": "nested", "key_id": "sign"}
    play = hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, inner(), wrap)
    agree = encryption_jwk("ECDH-ES+A256KW", kid="agree")
    public_key = outer(inner(), agree, "ECDH-ES+A256KW")
    other = hand.sign({"alg": "HS256"}, CLAIMS, signing_jwk("HS256", "second"))
    both = {"keys": SIGN["HS256"], "decryption": DIRECT}

    def by_verifier(id: str, token: str, expect: dict[str, Any], **options: Any) -> dict[str, Any]:
        return {**verifier("x", token, expect, **options), "id": f"jwt-report-nested-{id}"}

    return [
        _unseal("no-cty", bare, opened, **allow),
        _unseal("no-cty-not-allowed", bare, JWT_INVALID),
        _unseal("play-integrity", play, opened | {"decryption_key_id": "wrap"}, wrap, **allow),
        _unseal("no-cty-cty-still", outer(inner(), cty="JWT"), opened, **allow),
        _unseal("no-cty-other-cty", outer(inner(), cty="json"), JWT_INVALID, **allow, comment="cty says that something else is inside."),
        _unseal("no-cty-empty-cty", outer(inner(), cty=""), JWT_INVALID, **allow),
        _unseal("no-cty-claims-inside", outer(CLAIMS), JWT_INVALID, **allow),
        _unseal("no-cty-forged-inside", outer(other), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), **allow),
        _unseal("no-cty-tampered", hand.flip(bare, 3), error("ERR_JWE_DECRYPTION_FAILED"), **allow),
        _unseal("no-cty-two-deep", outer(bare), JWT_INVALID, **allow),
        _unseal("no-cty-outer-typ", outer(inner(), typ="at+jwt"), mismatch("typ"), **allow),
        by_verifier("no-cty-verifier", bare, opened, **both, **allow),
        by_verifier("no-cty-verifier-not-allowed", bare, JWT_INVALID, **both),
        by_verifier("no-cty-verifier-accepts-both", bare, opened, **both, **allow, accept=["encrypted", "nested"]),
        by_verifier(
            "no-cty-verifier-accepts-both-claims", outer(CLAIMS), {"claims": CLAIMS, "kind": "encrypted"}, **both, **allow, accept=["encrypted", "nested"],
        ),
        by_verifier("no-cty-encrypted-only", bare, JWT_INVALID, decryption=DIRECT, comment="What is inside is signed, and was not asked for."),
        by_verifier("no-cty-option-encrypted-only", bare, OPTION, decryption=DIRECT, **allow),
        by_verifier("no-cty-option-signed-only", inner(), OPTION, keys=SIGN["HS256"], **allow),
        by_verifier(
            "no-cty-public-key-claims", outer(CLAIMS, agree, "ECDH-ES+A256KW"), UNSIGNED, keys=SIGN["HS256"], decryption=agree, **allow,
            accept=["encrypted", "nested"], flags=["sign/encrypt confusion"],
        ),
        by_verifier("no-cty-public-key", public_key, opened, keys=SIGN["HS256"], decryption=agree, **allow),
    ]


def _expected() -> list[dict[str, Any]]:
    claims = {"tid": "t-1", "email_verified": True, "level": 3, "roles": ["admin"], "note": None, "of": {"a": 1}, "half": 0.5, **EXP}

    def expected(id: str, wanted: Any, refused: dict[str, Any] | None = None, text: str | None = None) -> dict[str, Any]:
        return verify(f"jwt-report-expected-{id}", text or claims, refused, expected_claims=wanted)

    big = f'{{"n":9007199254740993,"exp":{EXP["exp"]}}}'
    tests = [
        expected("text", {"tid": "t-1"}), expected("text-wrong", {"tid": "t-2"}, mismatch("tid")),
        expected("text-part", {"tid": "t-"}, mismatch("tid")), expected("text-case", {"tid": "T-1"}, mismatch("tid")),
        expected("text-escaped", {"tid": "t-1"}, text=f'{{"t\\u0069d":"t\\u002d1","exp":{EXP["exp"]}}}'),
        expected("any-of-list", {"tid": ["t-0", "t-1"]}), expected("none-of-list", {"tid": ["t-0", "t-2"]}, mismatch("tid")),
        expected("boolean", {"email_verified": True}), expected("boolean-wrong", {"email_verified": False}, mismatch("email_verified")),
        expected("boolean-is-not-text", {"email_verified": "true"}, mismatch("email_verified")),
        expected("boolean-is-not-a-number", {"email_verified": 1}, mismatch("email_verified")),
        expected("number", {"level": 3}), expected("number-wrong", {"level": 4}, mismatch("level")), expected("number-fraction", {"half": 0.5}),
        expected("number-of-list", {"level": [1, "x", 3]}), expected("number-is-not-text", {"level": "3"}, mismatch("level")),
        expected("number-spelt-otherwise", {"n": 100}, text=f'{{"n":1e2,"exp":{EXP["exp"]}}}'),
        expected("number-beyond-2-53-wrong", {"n": 9007199254740992}, mismatch("n"), text=big),
        expected("list-claim-is-not-its-element", {"roles": "admin"}, mismatch("roles")),
        expected("list-claim-is-not-a-list", {"roles": ["admin"]}, mismatch("roles")),
        expected("null-claim", {"note": "x"}, mismatch("note")), expected("object-claim", {"of": 1}, mismatch("of")),
        expected("missing", {"tenant": "t-1"}, missing("tenant")), expected("missing-nested", {"a": 1}, missing("a")),
        expected("several", {"tid": "t-1", "level": 3}), expected("second-wrong", {"tid": "t-1", "level": 4}, mismatch("level")),
        expected("jti", {"jti": "x"}, missing("jti")), expected("nothing", {}),
        expected("value-null", {"tid": None}, OPTION), expected("value-object", {"tid": {}}, OPTION), expected("value-empty-list", {"tid": []}, OPTION),
        expected("value-list-of-null", {"tid": ["t-1", None]}, OPTION), expected("value-nested-list", {"tid": [["t-1"]]}, OPTION),
    ]
    tests += [
        expected(f"has-an-option-{claim}", {claim: value}, OPTION)
        for claim, value in {"iss": ISSUER, "aud": API, "sub": "a", "nonce": "n", "azp": "a", "exp": NOW, "nbf": NOW, "iat": NOW}.items()
    ]
    tests.append(
        verify("jwt-report-expected-with-required", claims, missing("scope"), expected_claims={"tid": "t-2"}, required_claims=["scope"])
    )
    return tests


def _aliases() -> list[dict[str, Any]]:
    def iss(id: str, claim: str | None, refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        claims = EXP if claim is None else {"iss": claim, **EXP}
        return verify(f"jwt-report-issuer-{id}", claims, refused, **options)

    aliases = {"issuer": OTHER, "issuer_aliases": ["accounts.example"]}
    return [
        iss("itself", OTHER, **aliases), iss("alias", "accounts.example", **aliases), iss("neither", ISSUER, mismatch("iss"), **aliases),
        iss("absent", None, missing("iss"), **aliases),
        iss("list-of-one", OTHER, issuer=[OTHER]),
        iss("several", OTHER, OPTION, issuer=[OTHER, ISSUER], flags=["issuer mix-up"], comment="Each could speak for the other."),
        iss("several-and-aliases", OTHER, OPTION, issuer=[OTHER, ISSUER], issuer_aliases=["accounts.example"], flags=["issuer mix-up"]),
        iss("aliases-alone", OTHER, OPTION, issuer_aliases=[OTHER]),
        iss("aliases-and-any", OTHER, OPTION, issuer_aliases=[OTHER], allow_any_issuer=True),
        iss("aliases-empty", OTHER, OPTION, issuer=OTHER, issuer_aliases=[]),
        iss("last-slash", OTHER + "/", mismatch("iss"), issuer=OTHER, comment="Auth0's issuers end in one."),
        iss("last-slash-alias", OTHER + "/", issuer=OTHER, issuer_aliases=[OTHER + "/"]),
        case(
            "jwt-report-issuer-several-verifier", "verifier.verify", {"token": "a.b.c", "keys": [0]}, OPTION,
            options={"now": NOW, "issuer": [OTHER, ISSUER]}, flags=["issuer mix-up"],
        ),
    ]


def _replicated() -> list[dict[str, Any]]:
    own = {"iss": ISSUER, "sub": "alice", "aud": API, **EXP}
    options = {**OPTIONS, "issuer": ISSUER, "audience": API}

    def decrypt(id: str, header: dict[str, Any], expect: dict[str, Any] | None = None, claims: Any = own, **more: Any) -> dict[str, Any]:
        text = compact_json(claims)
        return case(
            f"jwt-report-replicated-{id}", "decrypt", {"token": outer(text, **header), "keys": {"jwk": DIRECT}}, expect or {"claims": text},
            options={**options, **more}, flags=["RFC 7519"],
        )

    def unseal(id: str, header: dict[str, Any], expect: dict[str, Any] | None = None) -> dict[str, Any]:
        text = compact_json(own)
        input = {"token": outer(inner(claims=text), cty="JWT", **header), "decrypt_with": {"jwk": DIRECT}, "verify_with": {"jwk": SIGN["HS256"]}}
        return case(f"jwt-report-replicated-nested-{id}", "unseal", input, expect or {"claims": text}, options=options, flags=["RFC 7519"])

    numeric, lists = {**own, "sub": 5}, {**own, "aud": [API, "x"]}
    return [
        decrypt("right", {"iss": ISSUER, "sub": "alice", "aud": API}), decrypt("iss", {"iss": OTHER}, mismatch("iss")),
        decrypt("sub", {"sub": "bob"}, mismatch("sub")), decrypt("aud", {"aud": "x"}, mismatch("aud")),
        decrypt("aud-one-in-a-list", {"aud": [API]}), decrypt("aud-list", {"aud": [API, "x"]}, claims=lists),
        decrypt("aud-of-several", {"aud": API}, mismatch("aud"), claims=lists), decrypt("aud-more", {"aud": [API, "x"]}, mismatch("aud")),
        decrypt("claim-absent", {"sub": "alice"}, mismatch("sub"), claims=without(own, "sub")), decrypt("null", {"sub": None}, mismatch("sub")),
        decrypt("of-another-type", {"sub": 5}, mismatch("sub")), decrypt("number", {"sub": 5}, claims=numeric, allow_numeric_subject=True),
        decrypt("number-as-text", {"sub": "5"}, mismatch("sub"), claims=numeric, allow_numeric_subject=True),
        decrypt("before-iss", {"sub": "bob"}, mismatch("sub"), claims={**own, "iss": OTHER}),
        decrypt("others-are-free", {"exp": 1, "jti": "x", "tenant": "t"}),
        unseal("right", {"iss": ISSUER, "sub": "alice", "aud": API}), unseal("iss", {"iss": OTHER}, mismatch("iss")),
        unseal("aud", {"aud": ["x"]}, mismatch("aud")),
    ]
