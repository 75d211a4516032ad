"""nested.json: tokens that are signed, then encrypted: read, refused, and checked by the inner
token's header and claims.
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from common import NOW, case, compact_json, error, group, write
from fixtures import public, signing_jwk
from jwt_cases import EXPIRED, invalid, mismatch, missing
from make_kinds import (
    AGREE, CLAIMS, DIRECT, JWT_INVALID, NOT_SIGNED, OPTIONS, RSA, SIGN, inner, outer, tokens, verifier,
)


def main() -> None:
    """Write the file."""
    groups = {"read": _nested(tokens()), "refused": _nesting_refused(), "checks": _nested_checks()}
    source = ", ".join(peers.VERSION.values()) + "; refused ones by hand"
    write("nested", source, [group(tests, [], comment) for comment, tests in groups.items()])


def _unseal(id: str, token: str, expect: dict[str, Any], sign: Any = None, decryption: Any = None, **options: Any) -> dict[str, Any]:
    more = {name: options.pop(name) for name in ("comment", "flags") if name in options}
    input = {"token": token, "decrypt_with": {"jwk": decryption or DIRECT}, "verify_with": {"jwk": sign or SIGN["HS256"]}}
    return case(f"kind-nested-{id}", "unseal", input, expect, options={**OPTIONS, **options}, **more)


def _nested(made: dict[str, str]) -> list[dict[str, Any]]:
    tests = []
    for peer, key in (("joserfc", DIRECT), ("jwcrypto", AGREE), ("jose", RSA)):
        result: dict[str, Any] = {
            "claims": CLAIMS, "kind": "nested", "header": {"alg": "HS256", "typ": "JWT", "kid": "sign"}, "key_id": "sign",
            "decryption_key_id": key["kid"],
        }
        if key is not AGREE:
            result["outer_header"] = {"alg": "dir" if key is DIRECT else key["alg"], "enc": "A256GCM", "cty": "JWT", "kid": key["kid"]}
        token = made[f"nested-{peer}"]
        tests.append(_unseal(peer, token, result, decryption=key, comment=f"Encrypted by {peer}, signed by joserfc."))
        tests.append(verifier(f"nested-{peer}-verifier", token, result, keys=SIGN["HS256"], decryption=key))
    opened = {"claims": CLAIMS, "kind": "nested"}
    tests += [_unseal(which, made[which], opened, comment="Made by joserfc.") for which in ("cty-lower", "cty-mixed", "outer-typ", "zipped")]
    no_ids = {"claims": CLAIMS, "key_id": None, "decryption_key_id": None}
    nameless = {
        name: {member: value for member, value in key.items() if member != "kid"}
        for name, key in (("sign", SIGN["HS256"]), ("decrypt", DIRECT))
    }
    comment = "A key_id is that of the key that fitted, never the token's."
    tests.append(
        _unseal("keys-without-key-id", made["nested-joserfc"], no_ids, sign=nameless["sign"], decryption=nameless["decrypt"], comment=comment)
    )
    signed_es256 = case(
        "kind-verify-es256-typ", "verify", {"token": made["es256"], "keys": {"jwk": public(SIGN["ES256"])}}, {"claims": CLAIMS, "key_id": "sign-ec"},
        options={**OPTIONS, "type": "at+jwt"}, comment="Made by jwcrypto.",
    )
    return [*tests, signed_es256]


def _nesting_refused() -> list[dict[str, Any]]:
    other = signing_jwk("HS256", "second", kid="sign")
    two_deep = outer(outer(inner(), cty="JWT"), cty="JWT")
    tests = [
        _unseal("cty-missing", outer(inner()), JWT_INVALID),
        _unseal("cty-other", outer(inner(), cty="json"), JWT_INVALID),
        _unseal("cty-empty", outer(inner(), cty=""), JWT_INVALID),
        _unseal("cty-part", outer(inner(), cty="JWT2"), JWT_INVALID),
        _unseal("cty-number", outer(inner(), cty=1), error("ERR_JWE_INVALID")),
        _unseal("two-deep", two_deep, JWT_INVALID, flags=["nesting"], comment="A signed token in two envelopes."),
        _unseal("signed-in-signed", outer(hand.sign({"alg": "HS256", "cty": "JWT"}, inner(), SIGN["HS256"]), cty="JWT"), JWT_INVALID),
        _unseal("claims-inside", outer(CLAIMS, cty="JWT"), JWT_INVALID, comment="cty promises a token."),
        _unseal("nothing-inside", outer("", cty="JWT"), JWT_INVALID),
        _unseal("two-parts-inside", outer("e30.e30", cty="JWT"), JWT_INVALID),
        _unseal("four-parts-inside", outer("e30.e30.e30.e30", cty="JWT"), JWT_INVALID),
        _unseal("json-serialization-inside", outer('{"payload":"e30","protected":"e30","signature":""}', cty="JWT"), JWT_INVALID),
        _unseal(
            "white-space-inside", outer(inner() + "\n", cty="JWT"), error("ERR_JWS_INVALID"),
            comment="Three parts, of which the last is not base64url.",
        ),
        _unseal("not-utf-8-inside", hand.encrypt({"alg": "dir", "enc": "A256GCM", "cty": "JWT"}, b"\xff\xfe\xfd", DIRECT), JWT_INVALID),
        _unseal("inner-header-no-json", outer("e30x.e30.e30", cty="JWT"), error("ERR_JWS_INVALID")),
        _unseal("inner-forged", outer(hand.sign({"alg": "HS256"}, CLAIMS, other), cty="JWT"), NOT_SIGNED),
        _unseal("inner-signature-removed", outer(inner().rsplit(".", 1)[0] + ".", cty="JWT"), NOT_SIGNED),
        _unseal(
            "inner-other-algorithm", outer(inner("ES256"), cty="JWT"), error("ERR_JOSE_ALG_NOT_ALLOWED"), sign={**SIGN["HS256"], "kid": "sign-ec"},
        ),
        _unseal("inner-kid-unknown", outer(inner("ES256"), cty="JWT"), error("ERR_JWKS_NO_MATCHING_KEY")),
        _unseal("outer-kid-unknown", outer(inner(), cty="JWT", kid="third"), error("ERR_JWKS_NO_MATCHING_KEY")),
        _unseal("inner-crit", outer(inner(crit=["exp2"], exp2=1), cty="JWT"), error("ERR_JOSE_CRIT_NOT_SUPPORTED")),
        _unseal("outer-crit", outer(inner(), cty="JWT", crit=["exp2"], exp2=1), error("ERR_JOSE_CRIT_NOT_SUPPORTED")),
        _unseal("outer-tampered", hand.flip(outer(inner(), cty="JWT"), 3), error("ERR_JWE_DECRYPTION_FAILED")),
        _unseal(
            "keys-swapped", outer(inner(), cty="JWT", kid="direct"), error("ERR_JOSE_ALG_NOT_ALLOWED"), sign=DIRECT,
            decryption={**SIGN["HS256"], "kid": "direct"},
        ),
        _unseal(
            "none-inside", outer(hand.segment({"alg": "none"}) + "." + hand.segment(CLAIMS) + ".", cty="JWT"), error("ERR_JOSE_NOT_SUPPORTED"),
            flags=["none"],
        ),
    ]
    return tests


def _nested_checks() -> list[dict[str, Any]]:
    """Claims and typ are the inner token's; the outer typ may only be absent or JWT."""
    typed, old = inner(typ="at+jwt"), compact_json({"exp": NOW - 1})
    return [
        _unseal("inner-typ-unexpected", outer(typed, cty="JWT"), mismatch("typ")),
        _unseal("inner-typ-missing", outer(inner(), cty="JWT"), missing("typ"), type="at+jwt"),
        _unseal(
            "outer-typ-is-not-the-type", outer(inner(), cty="JWT", typ="JWT"), missing("typ"), type="JWT", comment="`type` checks the inner token.",
        ),
        _unseal("outer-typ-other", outer(inner(), cty="JWT", typ="at+jwt"), mismatch("typ")),
        _unseal("outer-typ-other-expected", outer(typed, cty="JWT", typ="at+jwt"), mismatch("typ"), type="at+jwt"),
        _unseal("expired", outer(inner(claims=old), cty="JWT"), EXPIRED),
        _unseal("claim-type", outer(inner(claims='{"exp":true}'), cty="JWT"), invalid("exp")),
        _unseal("claims-not-an-object", outer(inner(claims="[]"), cty="JWT"), JWT_INVALID),
        _unseal("claims-duplicate", outer(inner(claims=f'{{"exp":{NOW - 1},"exp":{NOW + 1}}}'), cty="JWT"), JWT_INVALID),
        _unseal(
            "outer-claims-are-not-read", outer(inner(claims="{}"), cty="JWT", exp=NOW + 60), missing("exp"),
            comment="A claim in the outer header is none.",
        ),
        _unseal("algorithms", outer(inner(), cty="JWT"), error("ERR_JOSE_ALG_NOT_ALLOWED"), algorithms=["ES256"]),
        _unseal("key-management", outer(inner(), cty="JWT"), error("ERR_JOSE_ALG_NOT_ALLOWED"), key_management=["A256KW"]),
        _unseal("content-encryption", outer(inner(), cty="JWT"), error("ERR_JOSE_ALG_NOT_ALLOWED"), content_encryption=["A128GCM"]),
        _unseal(
            "inflated-too-much", outer(inner(), cty="JWT", zip="DEF"), error("ERR_JOSE_LIMIT_EXCEEDED"), max_inflated_bytes=20,
            flags=["inflate bomb"],
        ),
        case(
            "kind-verifier-without-keys", "verifier.verify", {"token": inner(), "keys": []}, error("ERR_OPTION_INVALID"), options=OPTIONS,
            comment="An empty set is a valid one, and a Verifier that has no other could accept nothing.",
        ),
    ]
