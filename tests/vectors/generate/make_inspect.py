"""inspect.json: `inspect_unverified`, which shows what a token says of itself and checks nothing
but its form.
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from common import NOW, b64u, case, compact_json, error, group, write
from fixtures import encryption_jwk, signing_jwk

CLAIMS = compact_json({"iss": "https://issuer.example", "exp": NOW - 1000})
SECRET, DIRECT, AGREE = signing_jwk("HS256"), encryption_jwk("dir"), encryption_jwk("ECDH-ES")
JWS_INVALID, JWE_INVALID, JWT_INVALID, LIMIT = error("ERR_JWS_INVALID"), error("ERR_JWE_INVALID"), error("ERR_JWT_INVALID"), error("ERR_JOSE_LIMIT_EXCEEDED")


def main() -> None:
    """Write the file."""
    groups = {"shown": _shown(), "malformed": _malformed()}
    write(
        "inspect", f"RFC 7519, sections 3.1 and 6.1; {peers.VERSION['joserfc']}; {peers.VERSION['jose']}; malformed ones by hand",
        [group(tests, [], comment) for comment, tests in groups.items()],
    )


def _inspect(id: str, token: str, expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
    return case(f"inspect-{id}", "inspect_unverified", {"token": token}, expect, comment=comment)


def _shown() -> list[dict[str, Any]]:
    signed = peers.jws({"alg": "HS256", "typ": "JWT", "kid": "a"}, CLAIMS, SECRET)
    plain, nested, agreed = {"alg": "dir", "enc": "A256GCM"}, {
        "alg": "dir", "enc": "A256GCM", "cty": "JWT", "kid": "b",
    }, {"alg": "ECDH-ES", "enc": "A128GCM", "cty": "jwt"}
    made = peers.tokens("inspect", {
        "plain": peers.request("joserfc", "jwe", plain, CLAIMS, DIRECT), "nested": peers.request("joserfc", "jwe", nested, signed, DIRECT),
        "agreed": peers.request("jose", "jwe", agreed, signed, AGREE),
    })  # fmt: skip
    header = {"alg": "HS256", "typ": "JWT", "kid": "a"}
    rfc_claims = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
    unsecured = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    assert b64u(rfc_claims) == unsecured.split(".")[1]
    strange = peers.jws({"alg": "HS256", "typ": "at+jwt", "jku": "https://attacker.example/keys"}, '{"exp":"soon","iss":7}', SECRET)
    big = '{"n":123456789012345678901234567890,"a":[1.0,1e5]}'
    return [
        _inspect("signed", signed, {"kind": "signed", "header": header, "claims": CLAIMS}, "Expired, and shown all the same. Made by joserfc."),
        _inspect("signature-wrong", hand.flip(signed, 2), {"kind": "signed", "header": header, "claims": CLAIMS}),
        _inspect("signature-empty", hand.replace(signed, 2, b""), {"kind": "signed", "header": header, "claims": CLAIMS}),
        _inspect("encrypted", made["plain"], {"kind": "encrypted", "header": plain, "claims": None}, "Made by joserfc."),
        _inspect("nested", made["nested"], {"kind": "nested", "header": nested, "claims": None}, "Made by joserfc."),
        _inspect("nested-cty-lower-case", made["agreed"], {"kind": "nested", "claims": None}, "Made by jose."),
        _inspect(
            "unsecured", unsecured, {"kind": "signed", "header": {"alg": "none"}},
            "RFC 7519, section 6.1. For people and logs: what no verifier takes can still be shown.",
        ),
        _inspect(
            "rfc7519-3.1",
            f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{unsecured.split('.')[1]}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            {"kind": "signed", "header": {"typ": "JWT", "alg": "HS256"}},
        ),
        _inspect(
            "algorithm-unknown", hand.sign({"alg": "HS1"}, CLAIMS, SECRET, "HS256"), {"kind": "signed", "header": {"alg": "HS1"}, "claims": CLAIMS},
        ),
        _inspect(
            "crit-unknown", hand.sign({"alg": "HS256", "crit": ["exp2"], "exp2": 1}, CLAIMS, SECRET),
            {"kind": "signed", "header": {"alg": "HS256", "crit": ["exp2"], "exp2": 1}, "claims": CLAIMS},
        ),
        _inspect("claims-of-wrong-types", strange, {"kind": "signed", "claims": '{"exp":"soon","iss":7}'}),
        _inspect("big-integer", peers.jws({"alg": "HS256"}, big, SECRET), {"claims": big}, "Made by joserfc."),
        _inspect(
            "unicode", peers.jws({"alg": "HS256"}, '{"name":"Zo\u00eb \U0001f600"}', SECRET), {"claims": '{"name":"Zo\u00eb \U0001f600"}'},
            "Made by joserfc.",
        ),
    ]


def _malformed() -> list[dict[str, Any]]:
    signed, sealed = hand.sign({"alg": "HS256"}, CLAIMS, SECRET), hand.encrypt({"alg": "dir", "enc": "A256GCM"}, CLAIMS, DIRECT)
    header, payload, signature = signed.split(".")
    tests = [_inspect(f"dots-{dots}", ".".join(["e30"] * (dots + 1)), JWT_INVALID) for dots in (0, 1, 3, 5, 6)]
    tests += [
        _inspect("empty", "", JWT_INVALID),
        _inspect("two-dots", "..", JWS_INVALID),
        _inspect("four-dots", "....", JWE_INVALID),
        _inspect("json-serialization", compact_json({"payload": payload, "protected": header, "signature": signature}), JWT_INVALID),
        _inspect("header-padded", f"{header}=.{payload}.{signature}", JWS_INVALID),
        _inspect("payload-padded", f"{header}.{payload}=.{signature}", JWS_INVALID),
        _inspect("signature-padded", f"{signed}=", JWS_INVALID),
        _inspect("newline-after", f"{signed}\n", JWS_INVALID),
        _inspect("header-duplicate", hand.sign('{"alg":"HS256","alg":"HS256"}', CLAIMS, SECRET, "HS256"), JWS_INVALID),
        _inspect("header-list", hand.sign("[]", CLAIMS, SECRET, "HS256"), JWS_INVALID),
        _inspect("header-not-utf-8", hand.sign(b'{"alg":"HS256","x":"\xff"}', CLAIMS, SECRET, "HS256"), JWS_INVALID),
        _inspect(
            "claims-duplicate", hand.sign({"alg": "HS256"}, '{"a":1,"a":2}', SECRET), JWT_INVALID,
            "What two readers would read differently is not shown as either.",
        ),
        _inspect("claims-list", hand.sign({"alg": "HS256"}, "[]", SECRET), JWT_INVALID),
        _inspect("claims-text", hand.sign({"alg": "HS256"}, "no JSON", SECRET), JWT_INVALID),
        _inspect("claims-empty", hand.sign({"alg": "HS256"}, "", SECRET), JWT_INVALID),
        _inspect("claims-not-utf-8", hand.sign({"alg": "HS256"}, b'{"a":"\xff"}', SECRET), JWT_INVALID),
        _inspect(
            "claims-depth-33", hand.sign({"alg": "HS256"}, '{"a":' + "[" * 32 + "]" * 32 + "}", SECRET), LIMIT,
            "The default limits hold here as well.",
        ),
        _inspect("header-depth-33", hand.sign('{"alg":"HS256","a":' + "[" * 32 + "]" * 32 + "}", CLAIMS, SECRET, "HS256"), LIMIT),
        _inspect(
            "encrypted-header-duplicate",
            hand.encrypt({"alg": "dir", "enc": "A256GCM"}, CLAIMS, DIRECT, raw_header='{"alg":"dir","enc":"A256GCM","enc":"A256GCM"}'), JWE_INVALID,
        ),
        _inspect("encrypted-ciphertext-padded", hand.replace(sealed, 3, sealed.split(".")[3] + "="), JWE_INVALID),
        _inspect("encrypted-iv-white-space", hand.replace(sealed, 2, " " + sealed.split(".")[2]), JWE_INVALID),
    ]
    return tests
