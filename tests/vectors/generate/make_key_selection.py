"""key_selection.json: which key is tried on a token: each rule from both sides, and the order of
the codes.
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from common import NOW, case, compact_json, error, group, write
from fixtures import Jwk, encryption_jwk, public, signing_jwk
from jwt_cases import EXP

CLAIMS = compact_json({"sub": "alice", **EXP})
NO_KEY, NOT_ALLOWED, NOT_SUPPORTED = error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED"), error("ERR_JOSE_NOT_SUPPORTED")
FORGED, FAILED = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), error("ERR_JWE_DECRYPTION_FAILED")
EC, OTHER_EC = signing_jwk("ES256"), signing_jwk("ES256", "second")


def main() -> None:
    """Write the file."""
    groups = {
        "HS256": _kid_rules("HS256"), "Ed25519": _kid_rules("Ed25519"), "A256KW": _kid_rules("A256KW"), "use and key_ops": _uses(),
        "type, curve and algorithm": _types(), "order of codes": _order(), "opening": _opening(),
    }
    write("key_selection", f"{peers.VERSION['joserfc']}; refused ones also by hand", [group(tests, [], comment) for comment, tests in groups.items()])


def _case(
    id: str, token: str, keys: Any, expect: dict[str, Any], comment: str | None = None, operation: str = "verify", flags: list[str] | None = None,
    **options: Any,
) -> dict[str, Any]:
    return case(f"key-selection-{id}", operation, {"token": token, "keys": keys}, expect, options={"now": NOW, **options}, comment=comment, flags=flags)


def _named(jwk: Jwk, kid: str | None) -> dict[str, Any]:
    """The key under this kid, or under none."""
    return {"jwk": {name: value for name, value in jwk.items() if name != "kid"} | ({"kid": kid} if kid is not None else {})}


def _kid_rules(alg: str) -> list[dict[str, Any]]:
    """kid and nothing else: all keys are of one type. `right` made the token, `wrong` did not."""
    sealed = alg == "A256KW"
    right, wrong = (encryption_jwk(alg), encryption_jwk(alg, "second")) if sealed else (signing_jwk(alg), signing_jwk(alg, "second"))
    bad, operation = (FAILED, "decrypt") if sealed else (FORGED, "verify")
    wanted = {
        kid: peers.request("joserfc", "jwe", {"alg": alg, "enc": "A256GCM"} | ({"kid": kid} if kid else {}), CLAIMS, right)
        for kid in ("", "a", "c")
    } if sealed else {}
    made = peers.tokens("key_selection", wanted) if sealed else {
        kid: peers.jws({"alg": alg} | ({"kid": kid} if kid else {}), CLAIMS, right)
        for kid in ("", "a", "c")
    }

    def rule(id: str, kid: str, keys: list[Any], expect: dict[str, Any] | str | None, comment: str | None = None) -> dict[str, Any]:
        outcome = expect if isinstance(expect, dict) else {"claims": CLAIMS, "key_id": expect}
        return _case(f"{alg.lower()}-{id}", made[kid], keys, outcome, comment, operation, ["unknown kid"])

    return [
        rule("same-kid", "a", [_named(right, "a")], "a"),
        rule("other-kid", "a", [_named(right, "b")], NO_KEY, "The right key, but it bears another kid."),
        rule("other-kids", "a", [_named(right, "b"), _named(right, "c"), _named(right, "A")], NO_KEY),
        rule("no-kid-in-token", "", [_named(right, "a")], "a", "A key with a key_id fits a token without kid."),
        rule("no-kid-in-token-second-fits", "", [_named(wrong, "a"), _named(right, "b")], "b"),
        rule("no-kid-in-token-none-fits", "", [_named(wrong, "a"), _named(wrong, "b")], bad),
        rule("no-kid-anywhere", "", [_named(right, None)], None),
        rule("key-without-kid", "a", [_named(right, None)], None, "A key without a key_id fits any token; key_id is the key's, not the token's."),
        rule("key-without-kid-wrong", "a", [_named(wrong, None)], bad),
        rule("bearer-only", "a", [_named(wrong, "a"), _named(right, None)], bad, "A key bears the kid, so no other is tried."),
        rule("bearer-only-second", "a", [_named(right, None), _named(wrong, "a")], bad),
        rule("bearer-before-others", "a", [_named(wrong, None), _named(wrong, "b"), _named(right, "a")], "a"),
        rule(
            "unknown-kid-falls-to-nameless", "c", [_named(wrong, "a"), _named(right, None)], None,
            "No key bears it: those without a key_id may be tried.",
        ),
        rule("unknown-kid-never-another-name", "c", [_named(right, "a"), _named(wrong, None)], bad),
        rule("unknown-kid-two-nameless", "c", [_named(wrong, None), _named(right, None)], None),
        rule("two-bearers", "a", [_named(wrong, "a"), _named(right, "a")], "a"),
        rule(
            "two-bearers-none-right", "a", [_named(wrong, "a"), _named(encryption_jwk(alg, "third") if sealed else signing_jwk(alg, "third"), "a")],
            bad,
        ),
        rule("no-keys", "a", [], NO_KEY),
        rule("no-keys-no-kid", "", [], NO_KEY),
        rule("empty-set", "a", {"jwks": {"keys": []}}, NO_KEY),  # type: ignore[arg-type]
        rule("set", "a", {"jwks": {"keys": [_named(wrong, "b")["jwk"], _named(right, "a")["jwk"]]}}, "a"),  # type: ignore[arg-type]
        rule(
            "set-with-malformed-key", "a", {"jwks": {"keys": [{"kty": "EC", "kid": "b"}, {"kty": "new"}, _named(right, "a")["jwk"]]}}, "a",
            "Malformed and unknown keys are set aside.",
        ),  # type: ignore[arg-type]
        rule(
            "set-where-the-bearer-is-malformed", "a", {"jwks": {"keys": [{"kty": "EC", "kid": "a"}, _named(right, "b")["jwk"]]}}, NO_KEY,
        ),  # type: ignore[arg-type]
    ]


def _uses() -> list[dict[str, Any]]:
    token = peers.tokens(
        "key_selection_es256",
        {
            "es256": peers.request("joserfc", "jws", {"alg": "ES256"}, CLAIMS, EC),
            "kid": peers.request("joserfc", "jws", {"alg": "ES256", "kid": "a"}, CLAIMS, EC),
        },
    )
    plain, named = token["es256"], token["kid"]
    passed = {"claims": CLAIMS}

    def key(**members: Any) -> dict[str, Any]:
        return {"jwk": {**public(EC), **members}}

    unbound = {name: value for name, value in public(EC).items() if name != "alg"}
    return [
        _case("use-sig", plain, key(use="sig"), passed),
        _case("use-enc", plain, {"jwk": {**unbound, "use": "enc"}}, NO_KEY),
        _case("use-sig-among-enc", plain, [{"jwk": {**unbound, "use": "enc"}}, key(use="sig")], passed),
        _case("key-ops-verify", plain, key(key_ops=["verify"]), passed),
        _case("key-ops-sign-and-verify", plain, {"jwk": {**EC, "key_ops": ["sign", "verify"]}}, passed),
        _case("key-ops-sign", plain, {"jwk": {**EC, "key_ops": ["sign"]}}, NO_KEY, "A private key also checks, unless key_ops forbids it."),
        _case("key-ops-derive", plain, {"jwk": {**unbound, "key_ops": ["deriveKey"]}}, NO_KEY),
        _case("private-key", plain, {"jwk": EC}, passed, "A private key also does its public half's work."),
        _case(
            "use-enc-bears-the-kid", named, [{"jwk": {**unbound, "use": "enc", "kid": "a"}}, key()], NO_KEY,
            "The kid decides first, and what it leaves may not check signatures.",
        ),
        _case("use-enc-with-another-kid", named, [{"jwk": {**unbound, "use": "enc", "kid": "b"}}, key(kid="a")], passed),
        _case(
            "key-ops-sign-secret", peers.jws({"alg": "HS256"}, CLAIMS, signing_jwk("HS256")), {"jwk": signing_jwk("HS256", key_ops=["sign"])}, NO_KEY,
        ),
        _case(
            "key-ops-verify-secret", peers.jws({"alg": "HS256"}, CLAIMS, signing_jwk("HS256")), {"jwk": signing_jwk("HS256", key_ops=["verify"])},
            passed,
        ),
    ]


def _types() -> list[dict[str, Any]]:
    made = peers.jws({"alg": "Ed25519", "kid": "a"}, CLAIMS, signing_jwk("Ed25519"))
    right = public(signing_jwk("Ed25519", kid="a"))
    strangers = {
        "ec": public(signing_jwk("ES256", kid="a")), "rsa": public(signing_jwk("RS256", kid="a")), "secret": signing_jwk("HS256", kid="a"),
        "x25519": public(encryption_jwk("ECDH-ES", crv="X25519", kid="a")), "ml-dsa": public(signing_jwk("ML-DSA-44", kid="a")),
    }
    tests = [_case(f"type-{which}", made, {"jwk": jwk}, NOT_ALLOWED) for which, jwk in strangers.items()]
    tests += [
        _case(f"type-{which}-beside-the-right-one", made, [{"jwk": jwk}, {"jwk": right}], {"claims": CLAIMS, "key_id": "a"})
        for which, jwk in strangers.items()
    ]
    nameless = {name: value for name, value in right.items() if name != "kid"}
    tests.append(
        _case(
            "type-bearer-is-of-another-type", made, [{"jwk": strangers["ec"]}, {"jwk": nameless}], NOT_ALLOWED,
            "A key bears the kid, so no other is tried.",
        )
    )
    tests.append(_case("type-eddsa-beside-ed25519", made, [{"jwk": {**right, "alg": "EdDSA"}}, {"jwk": right}], {"claims": CLAIMS}))
    tests.append(_case("type-eddsa-only", made, {"jwk": {**right, "alg": "EdDSA"}}, NOT_ALLOWED))
    return tests


def _order() -> list[dict[str, Any]]:
    """Two reasons, one code: not supported, not listed, no key by kid and use, no key that allows
    it, signature.
    """
    unknown = hand.sign({"alg": "HS1024", "kid": "c"}, CLAIMS, signing_jwk("HS256"), "HS256")
    known = hand.sign({"alg": "HS256", "kid": "c"}, CLAIMS, signing_jwk("HS256", "third"))
    named = {"jwk": public({**EC, "kid": "a"})}
    sealed = hand.encrypt({"alg": "A256KW", "enc": "A256GCM", "kid": "c"}, CLAIMS, encryption_jwk("A256KW"))
    lacks = hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, CLAIMS, encryption_jwk("A256KW"), change={"enc": "A257GCM", "kid": "c"})
    return [
        _case("order-unsupported-before-list", unknown, named, NOT_SUPPORTED, algorithms=["ES256"]),
        _case("order-unsupported-before-no-keys", unknown, [], NOT_SUPPORTED),
        _case("order-list-before-kid", known, named, NOT_ALLOWED, algorithms=["ES256"]),
        _case("order-list-before-no-keys", known, [], NOT_ALLOWED, algorithms=["ES256"]),
        _case("order-kid-before-type", known, named, NO_KEY),
        _case("order-use-before-type", known, {"jwk": {name: value for name, value in public(EC).items() if name != "alg"} | {"use": "enc"}}, NO_KEY),
        _case("order-type-before-signature", known, {"jwk": public(EC)}, NOT_ALLOWED),
        _case("order-signature-last", known, {"jwk": signing_jwk("HS256")}, FORGED),
        _case("order-enc-unsupported-before-kid", lacks, {"jwk": encryption_jwk("A256KW", kid="a")}, NOT_SUPPORTED, operation="decrypt"),
        _case("order-enc-unsupported-before-list", lacks, [], NOT_SUPPORTED, operation="decrypt", content_encryption=["A256GCM"]),
        _case(
            "order-key-management-list-before-kid", sealed, {"jwk": encryption_jwk("A256KW", kid="a")}, NOT_ALLOWED, operation="decrypt",
            key_management=["dir"],
        ),
        _case(
            "order-content-encryption-list-before-kid", sealed, {"jwk": encryption_jwk("A256KW", kid="a")}, NOT_ALLOWED, operation="decrypt",
            content_encryption=["A128GCM"],
        ),
        _case("order-kid-before-type-encrypted", sealed, {"jwk": encryption_jwk("dir", kid="a")}, NO_KEY, operation="decrypt"),
        _case("order-type-encrypted", sealed, {"jwk": encryption_jwk("dir")}, NOT_ALLOWED, operation="decrypt"),
    ]


def _opening() -> list[dict[str, Any]]:
    """use and key_ops of keys that decrypt."""
    key, agree = encryption_jwk("A256KW"), encryption_jwk("ECDH-ES")
    direct = encryption_jwk("dir")
    requests = {
        "wrap": peers.request("joserfc", "jwe", {"alg": "A256KW", "enc": "A256GCM"}, CLAIMS, key),
        "agree": peers.request("jwcrypto", "jwe", {"alg": "ECDH-ES", "enc": "A256GCM"}, CLAIMS, agree),
        "dir": peers.request("joserfc", "jwe", {"alg": "dir", "enc": "A256GCM"}, CLAIMS, direct),
    }
    made = peers.tokens("key_selection_opening", requests)
    passed = {"claims": CLAIMS}

    def opening(id: str, which: str, jwk: Jwk, expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
        return _case(f"opening-{id}", made[which], {"jwk": jwk}, expect, comment, "decrypt", allow_unsigned=True)

    unbound = {name: value for name, value in agree.items() if name != "alg"}
    return [
        opening("use-enc", "wrap", {**key, "use": "enc"}, passed),
        opening("use-sig", "agree", {**unbound, "use": "sig"}, NO_KEY),
        opening("unwrap", "wrap", {**key, "key_ops": ["unwrapKey"]}, passed),
        opening("wrap", "wrap", {**key, "key_ops": ["wrapKey"]}, NO_KEY),
        opening("decrypt", "dir", {**direct, "key_ops": ["decrypt"]}, passed),
        opening("encrypt", "dir", {**direct, "key_ops": ["encrypt"]}, NO_KEY),
        opening("derive-bits", "agree", {**agree, "key_ops": ["deriveBits"]}, passed),
        opening("derive-key", "agree", {**agree, "key_ops": ["deriveKey"]}, passed),
        opening("key-ops-sign", "agree", {**unbound, "key_ops": ["sign"]}, NO_KEY),
        opening("unbound", "agree", unbound, passed, "A key without alg opens with every algorithm of its family."),
        opening(
            "other-curve", "agree", {name: value for name, value in encryption_jwk("ECDH-ES", crv="P-384").items() if name != "alg"},
            error("ERR_JWE_INVALID"), "P-384 fits ECDH-ES; the epk is on another curve.",
        ),
        opening("public-key", "agree", public(agree), NO_KEY, "A public key has no part in opening: no key is left that could."),
    ]
