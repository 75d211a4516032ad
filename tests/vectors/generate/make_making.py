"""making.json: tokens that `sign` makes. (`encrypt`, `seal` and `issuer.issue`: issuing.json.)

Where nothing is random, the token is the one that joserfc makes of the header and claims that the
contract asks for, to the byte; else it is read back.
"""

from __future__ import annotations

from typing import Any

import peers
from common import NOW, case, group, write
from fixtures import encryption_jwk, signing_jwk

HMAC_KEY, ED_KEY = signing_jwk("HS256", kid="hmac"), signing_jwk("Ed25519", kid="ed")
NAMELESS = signing_jwk("HS256")
DIRECT, RSA, AGREE = encryption_jwk("dir", kid="direct"), encryption_jwk("RSA-OAEP-256", kid="rsa"), encryption_jwk("ECDH-ES+A256KW", kid="agree")
A, API = "https://issuer.example", "https://api.example"
EXP, IAT = f'"exp":{NOW + 300}', f'"iat":{NOW}'
TAIL = f"{EXP},{IAT}"
LIFE = {"expires_in": 300, "now": NOW}


def main() -> None:
    """Write the file."""
    groups = {"claims and options": _claims(), "lengths": _lengths(), "headers": _headers(), "claims text": _texts()}
    write(
        "making", f"{peers.VERSION['joserfc']}, from the header and claims that the contract lays down",
        [group(tests, [HMAC_KEY], comment) for comment, tests in groups.items()],
    )


def sign(
    id: str, claims: str, expected: str, *, key: dict[str, Any] = HMAC_KEY, typ: str = "JWT", header: dict[str, Any] | None = None, **options: Any,
) -> dict[str, Any]:
    """A case of `sign`; `header` are the members after `kid`, also given as the option."""
    more = {name: options.pop(name) for name in ("comment", "flags") if name in options}
    protected = {"alg": key["alg"], "typ": typ} | ({"kid": key["kid"]} if "kid" in key else {}) | (header or {})
    options |= {"header": header} if header else {}
    input = {"claims": claims, "key": 0 if key is HMAC_KEY else {"jwk": key}}
    return case(f"making-{id}", "sign", input, {"token": peers.jws(protected, expected, key)}, deterministic=True, options=options, **more)


def _claims() -> list[dict[str, Any]]:
    """Members that options add follow the caller's, in the order iss, sub, aud, exp, nbf, iat, jti.
    """
    names = {"issuer": A, "subject": "alice", "audience": API, "not_before": NOW - 10, "token_id": "t-1"}
    every = f'"iss":"{A}","sub":"alice","aud":"{API}",{EXP},"nbf":{NOW - 10},{IAT},"jti":"t-1"'
    own = f'{{"jti":"t-1","iat":{NOW - 5},"nbf":{NOW - 10},"exp":{NOW + 300},"aud":"{API}","sub":"alice","iss":"{A}"}}'
    return [
        sign("hs256", '{"sub":"alice"}', f'{{"sub":"alice",{TAIL}}}', **LIFE),
        sign("ed25519", '{"sub":"alice"}', f'{{"sub":"alice",{TAIL}}}', key=ED_KEY, **LIFE),
        sign("rs256", '{"sub":"alice"}', f'{{"sub":"alice",{TAIL}}}', key=signing_jwk("RS256", kid="rsa-sign"), **LIFE),
        sign("hs512", '{"sub":"alice"}', f'{{"sub":"alice",{TAIL}}}', key=signing_jwk("HS512", kid="hmac512"), **LIFE),
        sign("key-without-key-id", '{"sub":"alice"}', f'{{"sub":"alice",{TAIL}}}', key=NAMELESS, **LIFE),
        sign("empty-claims", "{}", f"{{{TAIL}}}", **LIFE),
        sign("every-option", "{}", f"{{{every}}}", **names, **LIFE),
        sign("every-option-after-claims", '{"role":"admin"}', f'{{"role":"admin",{every}}}', **names, **LIFE),
        sign("claims-keep-their-order", own, own, now=NOW, comment="Nothing is left to add."),
        sign(
            "options-equal-to-claims", own, own, now=NOW, issuer=A, subject="alice", audience=API, not_before=NOW - 10, token_id="t-1",
            comment="No contradiction, so the claims stand as they are.",
        ),
        sign("exp-in-claims", f'{{"exp":{NOW + 60}}}', f'{{"exp":{NOW + 60},{IAT}}}', now=NOW),
        sign("exp-in-claims-past", '{"exp":1}', f'{{"exp":1,{IAT}}}', now=NOW, comment="Making does not check what reading will."),
        sign("iat-in-claims", '{"iat":5}', f'{{"iat":5,{EXP}}}', **LIFE, comment="iat is set unless given; the lifetime starts now."),
        sign("no-expiry", '{"sub":"alice"}', f'{{"sub":"alice",{IAT}}}', no_expiry=True, now=NOW),
        sign("audience-list", "{}", f'{{"aud":["{API}","b"],{TAIL}}}', audience=[API, "b"], **LIFE),
        sign("audience-list-of-one", "{}", f'{{"aud":["{API}"],{TAIL}}}', audience=[API], **LIFE, comment="As it was given."),
        sign("not-before-fraction", "{}", f'{{{EXP},"nbf":{NOW},{IAT}}}', not_before=NOW + 0.9, **LIFE),
        sign("now-fraction", "{}", f"{{{TAIL}}}", expires_in=300, now=NOW + 0.9, comment="Rounded down to whole seconds."),
        sign(
            "unicode-options", "{}", f'{{"iss":"https://\u4f8b\u3048.example","sub":"Zo\u00eb \U0001f600",{TAIL}}}',
            issuer="https://\u4f8b\u3048.example", subject="Zo\u00eb \U0001f600", **LIFE,
        ),
        sign("quotes-in-options", "{}", f'{{"sub":"a\\"b\\\\c",{TAIL}}}', subject='a"b\\c', **LIFE),
    ]


def _lengths() -> list[dict[str, Any]]:
    lengths: dict[str, tuple[Any, int]] = {
        "15m": ("15m", 900), "2h": ("2h", 7200), "7d": ("7d", 604800), "30s": ("30s", 30), "1s": ("1s", 1), "1": (1, 1), "3600": (3600, 3600),
        "90m": ("90m", 5400), "365d": ("365d", 31536000), "one-billion": (10**9, 10**9),
    }
    return [
        sign(f"expires-in-{which}", "{}", f'{{"exp":{NOW + seconds},{IAT}}}', expires_in=given, now=NOW)
        for which, (given, seconds) in lengths.items()
    ]


def _headers() -> list[dict[str, Any]]:
    plain = f"{{{TAIL}}}"
    own_typ = {"alg": "HS256", "typ": "at+jwt", "kid": "hmac"}
    tests = [
        sign("type", "{}", plain, typ="at+jwt", type="at+jwt", **LIFE),
        sign("header-members", "{}", plain, header={"z": 1, "a": {"b": [True, None]}}, **LIFE),
        sign("header-key-pointer", "{}", plain, header={"x5t#S256": "AAAA", "jku": "https://issuer.example/keys"}, **LIFE),
    ]
    same: dict[str, Any] = {"type": "at+jwt", "header": {"typ": "at+jwt", "kid": "hmac"}, **LIFE}
    comment = "A header that says what the key and the options say contradicts nothing."
    token = peers.jws(own_typ, plain, HMAC_KEY)
    tests.append(
        case("making-header-repeats-them", "sign", {"claims": "{}", "key": 0}, {"token": token}, deterministic=True, options=same, comment=comment)
    )
    token = peers.jws({"alg": "HS256", "typ": "JWT", "kid": "chosen"}, plain, NAMELESS)
    comment = "The key has no key_id to contradict."
    input = {"claims": "{}", "key": {"jwk": NAMELESS}}
    tests.append(
        case("making-header-kid", "sign", input, {"token": token}, deterministic=True, options={"header": {"kid": "chosen"}, **LIFE}, comment=comment)
    )
    for alg, header in (("HS256", {"typ": "example", "cty": "text/plain", "z": 1}), ("Ed25519", {"b": 2, "a": 1})):
        key = HMAC_KEY if alg == "HS256" else ED_KEY
        token = peers.jws({"alg": alg, "kid": key["kid"], **header}, "payload", key)
        tests.append(
            case(
                f"making-jws-header-{alg.lower()}", "jws.sign", {"payload": "cGF5bG9hZA", "key": {"jwk": key}}, {"token": token}, deterministic=True,
                options={"header": header},
            )
        )
    read = {"operation": "jwe.decrypt", "input": {"keys": {"jwk": DIRECT}}}
    expect = {"plaintext": "cGF5bG9hZA", "header": {"alg": "dir", "enc": "A256GCM", "kid": "direct", "typ": "example", "cty": "text/plain"}}
    tests.append(
        case(
            "making-jwe-header", "jwe.encrypt", {"plaintext": "cGF5bG9hZA", "key": {"jwk": DIRECT}}, expect, deterministic=False,
            options={"header": {"typ": "example", "cty": "text/plain"}}, read=read,
        )
    )
    return tests


def _texts() -> list[dict[str, Any]]:
    """Claims keep the caller's text, but for white space outside of strings."""
    texts = {
        "big-integer": '"n":123456789012345678901234567890', "negative-big-integer": '"n":-123456789012345678901234567890',
        "beyond-2-53": '"n":9007199254740993',
        "number-forms": '"a":1.0,"b":1E5,"c":-0,"d":1e-7,"e":0.1000', "escapes": '"a":"\\u00e9\\/\\n\\ud83d\\ude00"',
        "unicode": '"a":"\u00e9 \U0001f600"',
        "order": '"z":1,"y":2,"a":3,"10":4,"9":5', "empty-members": '"":"","a":{},"b":[]', "prototype": '"__proto__":1,"constructor":2,"toString":3',
        "white-space-in-text": '"a b":" \\t "',
        "largest-double": '"a":1.7976931348623157e308,"b":-1.7976931348623157E+308', "literals": '"a":true,"b":false,"c":null',
    }
    tests = [sign(f"text-{which}", f"{{{text}}}", f"{{{text},{TAIL}}}", flags=["JSON"], **LIFE) for which, text in texts.items()]
    spaced = ' {\r\n\t"a" : [ 1 , { "b c" : " x : y " } ] ,\n "d" : "\\" , " }\n'
    tests.append(sign("text-white-space", spaced, f'{{"a":[1,{{"b c":" x : y "}}],"d":"\\" , ",{TAIL}}}', flags=["JSON"], **LIFE))
    deep = '{"a":' + "[" * 31 + "]" * 31 + "}"
    tests.append(sign("text-depth-32", deep, f"{deep[:-1]},{TAIL}}}", flags=["JSON"], **LIFE))
    digits = "1" + "0" * 308
    tests.append(
        sign(
            "text-309-digits", f'{{"n":{digits}}}', f'{{"n":{digits},{TAIL}}}', flags=["JSON"], **LIFE,
            comment="10^308: the longest that a double can hold.",
        )
    )
    return tests
