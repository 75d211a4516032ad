"""making_refusals.json: tokens that must not be made: options, claims and headers that won't do.
(Keys and issuers: issuing_refusals.json.)
"""

from __future__ import annotations

from typing import Any

from common import NOW, case, error, group, write
from fixtures import encryption_jwk, signing_jwk

KEY = signing_jwk("HS256", kid="hmac")
DIRECT, RSA = encryption_jwk("dir", kid="direct"), encryption_jwk("RSA-OAEP-256", kid="rsa")
OPTION, MISMATCH, JWT = error("ERR_OPTION_INVALID"), error("ERR_KEY_MISMATCH"), error("ERR_JWT_INVALID")
LIFE = {"expires_in": 300, "now": NOW}


def main() -> None:
    """Write the file."""
    groups = {"expiry": _expiry(), "contradictions": _contradictions(), "header": _header(), "claims": _claims()}
    write(
        "making_refusals", "nothing is made, so no implementation made anything", [group(tests, [KEY], comment) for comment, tests in groups.items()],
    )


def sign(id: str, claims: str, expect: dict[str, Any], key: Any = 0, comment: str | None = None, **options: Any) -> dict[str, Any]:
    return case(f"making-refused-{id}", "sign", {"claims": claims, "key": key}, expect, options={**LIFE, **options}, comment=comment)


def encrypt(id: str, expect: dict[str, Any], key: Any = None, comment: str | None = None, **options: Any) -> dict[str, Any]:
    return case(
        f"making-refused-{id}", "encrypt", {"claims": "{}", "key": {"jwk": key or DIRECT}}, expect, options={**LIFE, **options}, comment=comment,
    )


def bare(id: str, operation: str, input: dict[str, Any], expect: dict[str, Any], **options: Any) -> dict[str, Any]:
    return case(f"making-refused-{id}", operation, input, expect, options=options or None)


def _expiry() -> list[dict[str, Any]]:
    now = {"now": NOW}
    tests = [
        bare("no-expiry-given-sign", "sign", {"claims": '{"sub":"alice"}', "key": 0}, OPTION, **now),
        bare("no-expiry-given-encrypt", "encrypt", {"claims": "{}", "key": {"jwk": DIRECT}}, OPTION, **now),
        bare("no-expiry-given-seal", "seal", {"claims": "{}", "sign_with": 0, "encrypt_to": {"jwk": DIRECT}}, OPTION, **now),
        bare("no-expiry-said-to-be-false", "sign", {"claims": "{}", "key": 0}, OPTION, no_expiry=False, **now),
        sign("no-expiry-and-expires-in", "{}", OPTION, no_expiry=True),
        bare("no-expiry-and-exp", "sign", {"claims": f'{{"exp":{NOW + 60}}}', "key": 0}, OPTION, no_expiry=True, **now),
    ]
    wrong: dict[str, Any] = {
        "fraction": "1.5h", "no-unit": "15", "no-number": "m", "negative-text": "-5s", "zero": 0, "negative": -1, "iso": "P1D", "zero-text": "0s",
        "empty": "", "space": "15 m",
        "space-before": " 15m", "space-after": "15m ", "upper-case": "15M", "plus": "+15m", "two-units": "1h30m", "week": "2w",
        "milliseconds": "100ms", "word": "15min", "exponent": "1e3s",
        "hexadecimal": "0x10s", "other-digits": "\u0661\u0665m", "too-many-digits": "99999999999999999999d", "underscore": "1_000s",
    }
    return tests + [sign(f"expires-in-{which}", "{}", OPTION, expires_in=value) for which, value in wrong.items()]


def _contradictions() -> list[dict[str, Any]]:
    """An option and a claim that disagree."""
    pairs: dict[str, tuple[str, dict[str, Any]]] = {
        "issuer": ('{"iss":"a"}', {"issuer": "b"}), "subject": ('{"sub":"a"}', {"subject": "b"}), "audience": ('{"aud":"a"}', {"audience": "b"}),
        "audience-list": ('{"aud":["a","b"]}', {"audience": ["a", "c"]}), "token-id": ('{"jti":"a"}', {"token_id": "b"}),
        "not-before": (f'{{"nbf":{NOW}}}', {"not_before": NOW + 1}),
        "expires-in": (f'{{"exp":{NOW + 60}}}', {"expires_in": 61}),
    }
    return [sign(f"contradiction-{which}", claims, OPTION, **options) for which, (claims, options) in pairs.items()]


def _header() -> list[dict[str, Any]]:
    """`header` may not name what the library sets, not even with the right value."""
    reserved: dict[str, Any] = {
        "alg": "HS256", "enc": "A256GCM", "zip": "DEF", "crit": ["exp"], "b64": True, "epk": {}, "iv": "AAAA", "tag": "AAAA", "p2s": "AAAA",
        "p2c": 1000,
    }
    tests = []
    for member, value in reserved.items():
        tests.append(sign(f"header-{member}-sign", "{}", OPTION, header={member: value}))
        tests.append(encrypt(f"header-{member}-encrypt", OPTION, header={member: value}))
    for member in ("alg", "crit", "b64"):
        tests.append(bare(f"header-{member}-jws", "jws.sign", {"payload": "", "key": 0}, OPTION, header={member: reserved[member]}))
    for member in ("alg", "enc", "zip", "epk", "crit"):
        tests.append(
            bare(f"header-{member}-jwe", "jwe.encrypt", {"plaintext": "", "key": {"jwk": DIRECT}}, OPTION, header={member: reserved[member]})
        )
    tests += [
        sign("header-other-kid", "{}", OPTION, header={"kid": "another"}),
        sign("header-other-typ", "{}", OPTION, type="at+jwt", header={"typ": "JWT"}),
        bare("header-other-kid-jws", "jws.sign", {"payload": "", "key": 0}, OPTION, header={"kid": "another"}),
        bare("header-other-kid-jwe", "jwe.encrypt", {"plaintext": "", "key": {"jwk": DIRECT}}, OPTION, header={"kid": "another"}),
    ]
    return tests


def _claims() -> list[dict[str, Any]]:
    tests = []
    types: dict[str, dict[str, str]] = {
        "exp": {"text": '"soon"', "null": "null", "true": "true", "list": "[1]"}, "nbf": {"text": '"1"', "null": "null"},
        "iat": {"text": '"1"', "object": "{}"},
        "iss": {"number": "1", "null": "null", "list": '["a"]'}, "sub": {"number": "1", "null": "null"}, "jti": {"number": "1", "object": "{}"},
        "aud": {
            "number": "1", "null": "null", "empty-list": "[]", "list-of-number": "[1]", "mixed-list": '["a",1]', "nested-list": '[["a"]]',
            "object": "{}",
        },
    }
    for claim, values in types.items():
        life = {"now": NOW} if claim == "exp" else LIFE
        for which, text in values.items():
            input = {"claims": f'{{"{claim}":{text}}}', "key": 0}
            tests.append(bare(f"claim-{claim}-{which}", "sign", input, error("ERR_JWT_CLAIM_INVALID", claim), **life))
    texts = {
        "empty": "", "white-space": " ", "list": "[]", "text": '"a"', "number": "1", "null": "null", "true": "true", "unfinished": '{"a":1',
        "trailing-comma": '{"a":1,}', "trailing-data": "{} {}",
        "single-quotes": "{'a':1}", "bare-name": "{a:1}", "comment": '{"a":1/*c*/}', "nan": '{"a":NaN}', "infinity": '{"a":-Infinity}',
        "overflow": '{"a":1e400}', "overflow-309-digits": '{"a":' + "9" * 309 + "}",
        "leading-zero": '{"a":01}', "plus": '{"a":+1}', "half-number": '{"a":1.}', "duplicate": '{"a":1,"a":2}',
        "duplicate-escaped": '{"a":1,"\\u0061":2}', "duplicate-nested": '{"x":[{"a":1,"a":1}]}',
        "duplicate-registered": '{"sub":"a","sub":"a"}', "high-surrogate": '{"a":"\\ud800"}', "low-surrogate": '{"a":"\\udc00"}',
        "surrogate-in-name": '{"\\ud800":1}', "control-character": '{"a":"\x01"}', "byte-order-mark": "\ufeff{}",
        "bad-escape": '{"a":"\\x41"}',
    }
    tests += [sign(f"claims-{which}", text, JWT) for which, text in texts.items()]
    comment = "Deeper than any of our own readers would take by default."
    tests.append(sign("claims-depth-33", '{"a":' + "[" * 32 + "]" * 32 + "}", error("ERR_JOSE_LIMIT_EXCEEDED"), comment=comment))
    tests.append(case("making-refused-encrypt-claims-list", "encrypt", {"claims": "[]", "key": {"jwk": DIRECT}}, JWT, options=LIFE))
    tests.append(
        case(
            "making-refused-seal-claims-duplicate", "seal", {"claims": '{"a":1,"a":1}', "sign_with": 0, "encrypt_to": {"jwk": DIRECT}}, JWT,
            options=LIFE,
        )
    )
    return tests
