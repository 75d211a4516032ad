"""jwt_strict.json: what an attacker or a mistake could use, and is refused: ID tokens, lifetimes,
times in milliseconds, empty claims, verifiers that could accept nothing, and tokens that nobody
could read."""

from __future__ import annotations

import json
from typing import Any

import peers
from common import NOW, case, compact_json, error, group, write
from fixtures import encryption_jwk, public, signing_jwk
from jwt_cases import EXP, ISSUED_LATER, KEY, SOURCE, TOO_OLD, invalid, mismatch, missing, verify
from make_profiles import ACCESS, API, CLIENT, EVENT, ID, ISSUER, LOGOUT, without

OPTION, LIMIT = error("ERR_OPTION_INVALID"), error("ERR_JOSE_LIMIT_EXCEEDED")
DIRECT = encryption_jwk("dir", kid="direct")
MILLISECONDS = NOW * 1000
YEAR_10000 = 253402300800


def main() -> None:
    """Write the file."""
    groups = {
        "id-token": _id_token(), "max_lifetime": _lifetime(), "times": _times(), "leeway": _leeway(), "required claims": _required(),
        "verifiers": _verifiers(), "making": _making(), "replicated claims, made": _replicated(),
    }
    write("jwt_strict", SOURCE, [group(tests, [KEY], comment) for comment, tests in groups.items()])


def _id_token() -> list[dict[str, Any]]:
    plain = without(ID, "nonce")

    def id_token(id: str, claims: dict[str, Any], refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        given = {"profile": "id-token", "issuer": ISSUER, "audience": CLIENT, "flags": ["OpenID Connect Core"], **options}
        return verify(f"jwt-strict-id-token-{id}", claims, refused, **{name: value for name, value in given.items() if value is not None})

    several = {**plain, "aud": [CLIENT, "another"]}
    return [
        id_token("no-nonce", plain), id_token("nonce-unexpected", ID, mismatch("nonce")), id_token("nonce-any", ID, allow_any_nonce=True),
        id_token("nonce-any-absent", plain, allow_any_nonce=True), id_token("nonce-null-unexpected", {**plain, "nonce": None}, mismatch("nonce")),
        id_token("nonce-expected-and-any", ID, OPTION, nonce="n-0S6_WzA2Mj", allow_any_nonce=True),
        verify("jwt-strict-any-nonce-without-profile", {"nonce": "n", **EXP}, OPTION, allow_any_nonce=True),
        id_token("several-audiences", several, missing("azp")), id_token("several-audiences-azp", {**several, "azp": CLIENT}),
        id_token("several-audiences-azp-other", {**several, "azp": "another"}, mismatch("azp")),
        id_token("several-audiences-azp-expected", {**several, "azp": "another"}, azp="another"),
        id_token("list-of-one-needs-no-azp", {**plain, "aud": [CLIENT]}),
        id_token("azp-unexpected", {**plain, "azp": "another"}, mismatch("azp")), id_token("azp-is-the-audience", {**plain, "azp": CLIENT}),
        id_token("azp-of-several-expected", {**plain, "azp": "web"}, audience=[CLIENT, "web"]),
        id_token("azp-another-party", {**plain, "azp": "android"}, azp="android", comment="As Google's tokens for a server come from an app."),
        id_token("azp-number", {**plain, "azp": 5}, invalid("azp")),
        id_token("azp-any-audience", {**plain, "azp": "another"}, audience=None, allow_any_audience=True),
        id_token("several-any-audience", several, missing("azp"), audience=None, allow_any_audience=True),
        id_token("events", {**plain, "events": {EVENT: {}}}, mismatch("events"), flags=["mismatched types"]),
        id_token("events-null", {**plain, "events": None}, mismatch("events"), flags=["mismatched types"]),
        id_token("is-a-logout-token", LOGOUT, mismatch("events"), typ="JWT", flags=["mismatched types"]),
    ]


def _lifetime() -> list[dict[str, Any]]:
    def lived(id: str, iat: float | None, exp: float, refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        claims = {"exp": NOW + exp} | ({} if iat is None else {"iat": NOW + iat})
        return verify(f"jwt-strict-lifetime-{id}", claims, refused, **{"max_lifetime": "10m", "flags": ["milliseconds, and endless lifetimes"], **options})

    return [
        lived("exactly", -60, 540), lived("second-over", -60, 541, mismatch("exp")), lived("fraction-over", -60, 540.25, mismatch("exp")),
        lived("leeway-is-not-added", -60, 541, mismatch("exp"), leeway=60, comment="Both times are of the issuer's clock."),
        lived("without-iat", None, 600), lived("without-iat-over", None, 601, mismatch("exp")),
        lived("without-iat-leeway", None, 660, leeway=60, comment="Counted from our clock, which may be behind."),
        lived("without-iat-leeway-over", None, 661, mismatch("exp"), leeway=60), lived("far-away", -60, 10**9, mismatch("exp")),
        lived("iat-in-the-future", 10**6, 10**6 + 60, ISSUED_LATER, comment="It would be valid for eleven days."),
        lived("iat-in-the-future-leeway", 59, 600, leeway=60), lived("iat-at-leeway", 60, 660, leeway=60),
        lived("exp-before-iat", 0, 1, max_lifetime=1), lived("seconds", -60, 541, mismatch("exp"), max_lifetime=600),
        lived("and-max-age", -61, 100, TOO_OLD, max_age=60),
        verify("jwt-strict-lifetime-exp-missing", {"iat": NOW}, missing("exp"), max_lifetime="10m"),
        verify("jwt-strict-lifetime-exp-waived", {"iat": NOW}, OPTION, max_lifetime="10m", allow_missing_exp=True, comment="Endless is not short."),
        verify("jwt-strict-lifetime-zero", EXP, OPTION, max_lifetime=0), verify("jwt-strict-lifetime-negative", EXP, OPTION, max_lifetime=-1),
        verify("jwt-strict-lifetime-no-unit", EXP, OPTION, max_lifetime="600"),
    ]


def _times() -> list[dict[str, Any]]:
    flags = ["milliseconds, and endless lifetimes"]
    tests = []
    for claim in ("exp", "nbf", "iat"):
        for which, time in {"milliseconds": MILLISECONDS, "year-10000": YEAR_10000}.items():
            claims = {**EXP, claim: time}
            tests.append(verify(f"jwt-strict-{claim}-{which}", claims, invalid(claim), flags=flags))
            input = {"claims": compact_json(claims), "key": 0}
            tests.append(case(f"jwt-strict-{claim}-{which}-made", "sign", input, invalid(claim), options={"now": NOW}, flags=flags))
    tests.append(verify("jwt-strict-exp-milliseconds-before-iss", {"iss": "x", "exp": MILLISECONDS}, invalid("exp"), issuer=ISSUER, flags=flags))
    tests.append(verify("jwt-strict-exp-last-second", {"exp": YEAR_10000 - 1}, flags=flags))
    tests.append(verify("jwt-strict-exp-last-fraction", {"exp": YEAR_10000 - 0.5}, flags=flags))
    tests.append(verify("jwt-strict-now-milliseconds", EXP, OPTION, now=MILLISECONDS, flags=flags))
    tests.append(verify("jwt-strict-now-last-second", {"exp": 1}, error("ERR_JWT_EXPIRED", "exp"), now=YEAR_10000 - 1, flags=flags))
    tests.append(
        case(
            "jwt-strict-now-milliseconds-verifier", "verifier.verify", {"token": "a.b.c", "keys": [0]}, OPTION, options={"now": MILLISECONDS}, flags=flags,
        )
    )
    made = {
        "now-milliseconds": {"now": MILLISECONDS, "expires_in": 60}, "not-before-milliseconds": {"now": NOW, "expires_in": 60, "not_before": MILLISECONDS},
        "expires-in-beyond": {"now": YEAR_10000 - 60, "expires_in": 60},
    }
    tests += [case(f"jwt-strict-{which}-made", "sign", {"claims": "{}", "key": 0}, OPTION, options=given, flags=flags) for which, given in made.items()]
    return tests


def _leeway() -> list[dict[str, Any]]:
    flags = ["milliseconds, and endless lifetimes"]
    return [
        verify("jwt-strict-leeway-hour", {"exp": NOW - 3599}, leeway=3600, flags=flags),
        verify("jwt-strict-leeway-over", EXP, OPTION, leeway=3601, flags=flags),
        verify("jwt-strict-leeway-over-text", EXP, OPTION, leeway="61m", flags=flags),
        verify("jwt-strict-leeway-milliseconds", EXP, OPTION, leeway=30_000, flags=flags),
    ]


def _required() -> list[dict[str, Any]]:
    tests = []
    for which, text in {"null": "null", "empty": '""'}.items():
        claims = f'{{"tenant":{text},"exp":{EXP["exp"]}}}'
        tests.append(verify(f"jwt-strict-required-{which}", claims, invalid("tenant"), required_claims=["tenant"]))
        tests.append(verify(f"jwt-strict-not-required-{which}", claims))
    said = {"zero": "0", "false": "false", "empty-list": "[]", "empty-object": "{}", "blank": '" "'}
    tests += [
        verify(f"jwt-strict-required-{which}", f'{{"tenant":{text},"exp":{EXP["exp"]}}}', required_claims=["tenant"]) for which, text in said.items()
    ]
    tests.append(verify("jwt-strict-required-first-missing", {"b": None, **EXP}, missing("a"), required_claims=["a", "b"]))
    tests.append(verify("jwt-strict-required-first-null", {"a": None, **EXP}, invalid("a"), required_claims=["a", "b"]))
    access = {"profile": "access-token", "issuer": ISSUER, "audience": API, "typ": "at+jwt"}
    for claim in ("sub", "client_id", "jti"):
        empty = {**ACCESS, claim: ""}
        name = claim.replace("_", "-")
        tests.append(verify(f"jwt-strict-required-profile-{name}-empty", empty, invalid(claim), **access))
        options = {"now": NOW, "profile": "access-token"}
        tests.append(
            case(f"jwt-strict-required-profile-{name}-empty-made", "sign", {"claims": compact_json(empty), "key": 0}, invalid(claim), options=options)
        )
    anyone = {"profile": "access-token", "allow_any_issuer": True, "audience": API, "typ": "at+jwt"}
    tests.append(verify("jwt-strict-required-profile-iss-empty", {**ACCESS, "iss": ""}, invalid("iss"), **anyone))
    tests.append(
        case(
            "jwt-strict-id-token-several-audiences-made", "sign", {"claims": compact_json({**ID, "aud": [CLIENT, "x"]}), "key": 0}, missing("azp"),
            options={"now": NOW, "profile": "id-token"},
        )
    )
    tests.append(
        case(
            "jwt-strict-id-token-events-made", "sign", {"claims": compact_json({**ID, "events": {}}), "key": 0}, mismatch("events"),
            options={"now": NOW, "profile": "id-token"},
        )
    )
    return tests


def _verifiers() -> list[dict[str, Any]]:
    """A Verifier that could never accept anything is refused when it is made: the token need not be
    one.
    """
    hmac, ec = {"jwk": signing_jwk("HS256")}, signing_jwk("ES256")
    rsa, agree = encryption_jwk("RSA-OAEP-256"), encryption_jwk("ECDH-ES+A256KW")

    def refused(id: str, *, token: str = "a.b.c", expect: dict[str, Any] = OPTION, options: dict[str, Any] | None = None, **input: Any) -> dict[str, Any]:
        return case(f"jwt-strict-verifier-{id}", "verifier.verify", {"token": token, **input}, expect, options={"now": NOW, **(options or {})})

    unusable = {"keys": [{"kty": "EC"}]}
    access, signed = {"profile": "access-token"}, peers.jws({"alg": "HS256"}, compact_json(EXP), signing_jwk("HS256"))
    mixed = [hmac, {"jwk": rsa}]
    return [
        refused("keys-empty", keys=[]), refused("keys-empty-set", keys={"jwks": {"keys": []}}), refused("keys-all-set-aside", keys={"jwks": unusable}),
        refused("decryption-keys-empty", decryption_keys=[]), refused("keys-for-encryption", keys={"jwk": rsa}),
        refused("keys-for-direct-encryption", keys={"jwk": DIRECT}), refused("keys-use-enc", keys={"jwk": {**signing_jwk("ES256", alg=None), "use": "enc"}}),
        refused("keys-key-ops-sign", keys={"jwk": {**ec, "key_ops": ["sign"]}}),
        refused("decryption-keys-public-rsa", decryption_keys={"jwk": public(rsa)}), refused("decryption-keys-public-ec", decryption_keys={"jwk": public(agree)}),
        refused("decryption-keys-for-signatures", decryption_keys={"jwk": ec}), refused("decryption-keys-hmac", decryption_keys=hmac),
        refused("decryption-keys-use-sig", decryption_keys={"jwk": {**signing_jwk("ES256", alg=None), "use": "sig"}}),
        refused("decryption-keys-key-ops", decryption_keys={"jwk": {**agree, "key_ops": []}}),
        refused("one-of-both-empty", keys=hmac, decryption_keys=[]), refused("keys-swapped", keys={"jwk": DIRECT}, decryption_keys=hmac),
        refused("one-usable-key-is-enough", keys=mixed, token=signed, expect={"claims": compact_json(EXP)}),
        refused("profile-without-issuer", keys=hmac, options={**access, "audience": API}),
        refused("profile-without-audience", keys=hmac, options={**access, "issuer": ISSUER}),
        refused("profile-any-audience", keys=hmac, options={**access, "issuer": ISSUER, "allow_any_audience": True}, token=signed, expect=missing("typ")),
        refused("id-token-without-audience", keys=hmac, options={"profile": "id-token", "issuer": ISSUER}),
        refused("required-iss-not-expected", keys=hmac, options={"required_claims": ["iss"]}),
        refused("required-aud-not-expected", keys=hmac, options={"required_claims": ["scope", "aud"]}),
        refused("required-iss-any", keys=hmac, options={"required_claims": ["iss"], "allow_any_issuer": True}, token=signed, expect=missing("iss")),
        case(
            "jwt-strict-verify-keys-empty", "verify", {"token": signed, "keys": []}, error("ERR_JWKS_NO_MATCHING_KEY"), options={"now": NOW},
            comment="One token, one set: the code says why this one was refused.",
        ),
    ]


def _making() -> list[dict[str, Any]]:
    """What we make is readable by default, or refused when it is made."""
    life = {"now": NOW, "expires_in": 60}
    deep = '{"a":' + "[" * 32 + "]" * 32 + "}"
    wide, nested = {"x": "y" * (16 * 1024)}, {"x": json.loads("[" * 32 + "]" * 32)}
    comment = "256 KiB of token are 192 KiB of claims. What is encrypted or compressed: core/src/jwt/create.rs."
    tests = [
        case("jwt-strict-made-long", "sign", {"claims": compact_json({"x": "x" * (192 * 1024)}), "key": 0}, LIMIT, options=life, comment=comment),
        case("jwt-strict-made-deep-encrypted", "encrypt", {"claims": deep, "key": {"jwk": DIRECT}}, LIMIT, options=life),
    ]
    for which, header in {"long": wide, "deep": nested}.items():
        given = {**life, "header": header}
        tests.append(case(f"jwt-strict-made-header-{which}", "sign", {"claims": "{}", "key": 0}, LIMIT, options=given))
        tests.append(case(f"jwt-strict-made-header-{which}-encrypted", "encrypt", {"claims": "{}", "key": {"jwk": DIRECT}}, LIMIT, options=given))
    return tests


def _replicated() -> list[dict[str, Any]]:
    """A header that repeats claims must repeat them as they are (RFC 7519, section 5.3)."""
    claims = {"iss": ISSUER, "sub": "alice", "aud": [API]}
    life = {"now": NOW, "expires_in": 60}
    read = {"operation": "decrypt", "input": {"keys": {"jwk": DIRECT}}, "options": {"now": NOW, "issuer": ISSUER, "audience": API}}
    header = {"alg": "dir", "enc": "A256GCM", "typ": "JWT", "kid": "direct"}

    def made(id: str, given: dict[str, Any], expect: dict[str, Any] | None = None, claims: dict[str, Any] = claims, **options: Any) -> dict[str, Any]:
        input = {"claims": compact_json(claims), "key": {"jwk": DIRECT}}
        again = {"deterministic": False, "read": read} if expect is None else {}
        return case(
            f"jwt-strict-replicated-{id}", "encrypt", input, expect or {"header": {**header, **given}}, options={**life, **options, "header": given},
            **again,
        )

    issue = {"claims": '{"sub":"alice"}', "encryption_key": {"jwk": DIRECT}, "issue": {"now": NOW}}
    return [
        made("right", {"iss": ISSUER, "sub": "alice", "aud": [API]}), made("option", {"iss": ISSUER}, claims={"aud": API}, issuer=ISSUER),
        made("iss", {"iss": "x"}, OPTION), made("sub", {"sub": "bob"}, OPTION), made("aud", {"aud": "x"}, OPTION),
        made("claim-absent", {"sub": "alice"}, OPTION, claims={"iss": ISSUER}), made("number", {"sub": 1}, OPTION),
        case(
            "jwt-strict-replicated-issuer", "issuer.issue", issue, {"header": {**header, "sub": "alice"}}, deterministic=False,
            options={"lifetime": 60, "header": {"sub": "alice"}}, read={**read, "options": {"now": NOW}},
        ),
        case("jwt-strict-replicated-issuer-wrong", "issuer.issue", issue, OPTION, options={"lifetime": 60, "header": {"sub": "bob"}}),
    ]
