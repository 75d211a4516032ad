"""Attacks through the header (docs/threats.md): `crit`, `b64`, ambiguous JSON, in signed and in
encrypted tokens.
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from attacks_algorithms import CLAIMS, verify
from common import b64u, compact_json, error, group
from fixtures import encryption_jwk, signing_jwk

SECRET, DIRECT = signing_jwk("HS256"), encryption_jwk("dir")
JWS_INVALID, JWE_INVALID, JWT_INVALID = error("ERR_JWS_INVALID"), error("ERR_JWE_INVALID"), error("ERR_JWT_INVALID")
NOT_SUPPORTED, LIMIT = error("ERR_JOSE_CRIT_NOT_SUPPORTED"), error("ERR_JOSE_LIMIT_EXCEEDED")
PASSED = {"claims": CLAIMS}
SIGN, SEAL = '"alg":"HS256"', '"alg":"dir","enc":"A256GCM"'


def groups() -> list[dict[str, Any]]:
    """The groups of attacks.json about headers."""
    tests = {
        "crit in signed tokens": _crit_signed(), "crit in encrypted tokens": _crit_encrypted(), "b64": _b64(), "Ambiguous headers": _json(),
        "Limits of headers": _limits(),
    }
    return [group(found, [], comment) for comment, found in tests.items()]


def signed(
    id: str, header: dict[str, Any] | str | bytes, expect: dict[str, Any], flag: str, comment: str | None = None, *, bytes_too: bool = True,
    **options: Any,
) -> list[dict[str, Any]]:
    """A well-signed token with this header, for `verify` and for `jws.verify`: both read it alike.
    """
    token, keys = hand.sign(header, CLAIMS, SECRET, "HS256"), {"jwk": SECRET}
    tests = [verify(id, token, keys, expect, flag, comment, **options)]
    if bytes_too:
        tests.append(
            verify(
                f"{id}-jws", token, keys, {"payload": b64u(CLAIMS)} if expect is PASSED else expect, flag, comment, operation="jws.verify", **options,
            )
        )
    return tests


def encrypted(
    id: str, header: dict[str, Any] | str | bytes, expect: dict[str, Any], flag: str, comment: str | None = None, **options: Any,
) -> list[dict[str, Any]]:
    """A well-made token with this header, for `decrypt` and for `jwe.decrypt`."""
    raw = compact_json(header) if isinstance(header, dict) else header
    token, keys = hand.encrypt({"alg": "dir", "enc": "A256GCM"}, CLAIMS, DIRECT, raw_header=raw, label=id), {"jwk": DIRECT}
    return [
        verify(f"{id}{suffix}", token, keys, expect, flag, comment, operation=operation, **options)
        for suffix, operation in (("", "decrypt"), ("-jwe", "jwe.decrypt"))
    ]


def _malformed() -> dict[str, Any]:
    """Values of `crit` that RFC 7515, section 4.1.11, does not allow; `exp2` is there and
    `critical` lists it.
    """
    return {
        "empty": [], "duplicate": ["exp2", "exp2"], "text": "exp2", "object": {"exp2": 1}, "null": None, "number": 1, "true": True,
        "number-entry": [1], "null-entry": [None], "nested": [["exp2"]],
        "mixed": ["exp2", 1], "absent-member": ["exp2", "exp3"], "names-alg": ["alg"], "names-itself": ["crit"], "names-kid": ["exp2", "kid"],
        "names-typ": ["typ"], "names-jwk": ["jwk"],
    }


def _crit_signed() -> list[dict[str, Any]]:
    flag, base = "crit", {"alg": "HS256", "kid": "k", "typ": "JWT", "jwk": {}, "exp2": 1}
    tests = []
    for which, value in _malformed().items():
        tests += signed(f"crit-{which}", {**base, "crit": value}, JWS_INVALID, flag, critical=["exp2", "exp3"])
    for which, value in {"unknown": ["exp2"], "unknown-of-two": ["b64", "exp2"], "claim-name": ["exp"], "case": ["B64"]}.items():
        header = {"alg": "HS256", "crit": value, "b64": True, "exp": 1, "exp2": 1, "B64": True}
        tests += signed(f"crit-{which}", header, NOT_SUPPORTED, flag)
    tests += signed("crit-other-listed", {"alg": "HS256", "crit": ["exp2"], "exp2": 1}, NOT_SUPPORTED, flag, critical=["exp3", "EXP2"])
    tests += signed(
        "crit-before-algorithm", {"alg": "none", "crit": ["exp2"], "exp2": 1}, NOT_SUPPORTED, flag,
        "crit comes before the algorithm in the order of checks.",
    )
    tests += signed("crit-before-keys", {"alg": "HS256", "kid": "unknown", "crit": ["exp2"], "exp2": 1}, NOT_SUPPORTED, flag)
    listed = peers.jws({"alg": "HS256", "crit": ["exp2"], "exp2": 1}, CLAIMS, SECRET)
    comment = "The caller understands it. Made by joserfc."
    tests.append(verify("crit-listed", listed, {"jwk": SECRET}, PASSED, flag, comment, critical=["exp2"]))
    tests.append(
        verify(
            "crit-listed-jws", listed, {"jwk": SECRET}, {"payload": b64u(CLAIMS)}, flag, comment, operation="jws.verify", critical=["exp3", "exp2"],
        )
    )
    tests.append(
        verify(
            "crit-absent-but-listed", peers.jws({"alg": "HS256"}, CLAIMS, SECRET), {"jwk": SECRET}, PASSED, flag,
            "That one is understood does not make it due.", critical=["exp2"],
        )
    )
    tests.append(
        verify(
            "crit-not-critical", peers.jws({"alg": "HS256", "exp2": 1}, CLAIMS, SECRET), {"jwk": SECRET}, PASSED, flag,
            "Unknown and not critical: ignored (RFC 7515, section 4).",
        )
    )
    return tests


def _crit_encrypted() -> list[dict[str, Any]]:
    flag, base = "crit", {"alg": "dir", "enc": "A256GCM", "kid": "k", "typ": "JWT", "jwk": {}, "exp2": 1}
    tests = []
    more = {"names-enc": ["enc"], "names-zip": ["zip"], "names-p2c": ["p2c"], "names-epk": ["epk"]}
    for which, value in {**_malformed(), **more}.items():
        present = {"zip": "DEF", "p2c": 1000, "epk": {}} if which in more else {}
        tests += encrypted(f"crit-encrypted-{which}", {**base, **present, "crit": value}, JWE_INVALID, flag, critical=["exp2", "exp3"])
    tests += encrypted("crit-encrypted-unknown", {**base, "crit": ["exp2"]}, NOT_SUPPORTED, flag)
    tests += encrypted(
        "crit-encrypted-b64", {**base, "b64": True, "crit": ["b64"]}, NOT_SUPPORTED, flag, "b64 is an extension of JWS only (RFC 7797).",
    )
    listed = peers.tokens(
        "crit", {"jwe": peers.request("joserfc", "jwe", {"alg": "dir", "enc": "A256GCM", "crit": ["exp2"], "exp2": 1}, CLAIMS, DIRECT)},
    )["jwe"]
    tests.append(verify("crit-encrypted-listed", listed, {"jwk": DIRECT}, PASSED, flag, "Made by joserfc.", operation="decrypt", critical=["exp2"]))
    return tests


def _b64() -> list[dict[str, Any]]:
    """RFC 7797: understood by `jws.verify`, and no part of a JWT (its section 7)."""
    flag, keys = "b64", {"jwk": SECRET}
    encoded = peers.jws({"alg": "HS256", "b64": True, "crit": ["b64"]}, CLAIMS, SECRET)
    plain = peers.jws({"alg": "HS256", "b64": False, "crit": ["b64"]}, "payload-02", SECRET)
    tests = [
        verify("b64-true", encoded, keys, PASSED, flag, "Made by joserfc."),
        verify("b64-true-jws", encoded, keys, {"payload": b64u(CLAIMS)}, flag, "Made by joserfc.", operation="jws.verify"),
        verify("b64-false-jws", plain, keys, {"payload": b64u("payload-02")}, flag, "Made by joserfc.", operation="jws.verify"),
        verify("b64-false", plain, keys, JWT_INVALID, flag),
        verify("b64-false-claims", _unencoded(CLAIMS), keys, JWT_INVALID, flag, "Even where the payload would be right."),
        verify(
            "b64-false-tampered-jws", plain.replace("payload-02", "payload-03"), keys, error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), flag,
            operation="jws.verify",
        ),
        verify(
            "b64-false-dot-in-payload-jws", _unencoded("payload.02"), keys, JWS_INVALID, flag, "Four parts (RFC 7797, section 5.2).",
            operation="jws.verify",
        ),
        verify(
            "b64-false-read-as-encoded-jws", hand.sign({"alg": "HS256", "b64": False}, "payload-02", SECRET), keys, JWS_INVALID, flag,
            "RFC 7797, section 6: crit must name b64.", operation="jws.verify",
        ),
    ]
    for which, value in {"text": "false", "number": 0, "null": None}.items():
        tests.append(
            verify(
                f"b64-{which}-jws", hand.sign({"alg": "HS256", "b64": value, "crit": ["b64"]}, "payload-02", SECRET), keys, JWS_INVALID, flag,
                operation="jws.verify",
            )
        )
    tests.append(
        verify(
            "b64-critical-but-absent-jws", hand.sign({"alg": "HS256", "crit": ["b64"]}, "payload-02", SECRET), keys, JWS_INVALID, flag,
            operation="jws.verify",
        )
    )
    return tests


def _unencoded(payload: str) -> str:
    signing_input = f"{hand.segment({'alg': 'HS256', 'b64': False, 'crit': ['b64']})}.{payload}"
    return f"{signing_input}.{b64u(hand.signature('HS256', SECRET, signing_input))}"


def _texts(members: str) -> dict[str, str | bytes]:
    """Header texts that are not one strict JSON object."""
    return {
        "duplicate": f'{{{members},"kid":"a","kid":"b"}}', "duplicate-alg": f'{{"alg":"none",{members}}}',
        "duplicate-escaped": f'{{{members},"\\u0061lg":"none"}}', "duplicate-nested": f'{{{members},"x":{{"a":1,"a":1}}}}',
        "duplicate-in-list": f'{{{members},"x":[[{{"a":1,"\\u0061":1}}]]}}', "lone-surrogate": f'{{{members},"x":"\\ud800"}}',
        "lone-surrogate-low": f'{{{members},"x":"\\udfff\\ud800"}}', "lone-surrogate-name": f'{{{members},"\\udead":1}}',
        "invalid-utf-8": b"{" + members.encode() + b',"x":"\xff"}', "overlong-utf-8": b"{" + members.encode() + b',"x":"\xc0\x80"}',
        "surrogate-utf-8": b"{" + members.encode() + b',"x":"\xed\xa0\x80"}',
        "trailing-object": f"{{{members}}}{{}}", "trailing-nul": f"{{{members}}}\0", "trailing-comma": f"{{{members},}}",
        "byte-order-mark": b"\xef\xbb\xbf{" + members.encode() + b"}", "utf-16": f"{{{members}}}".encode("utf-16-le"),
        "nan": f'{{{members},"x":NaN}}', "overflow": f'{{{members},"x":1e400}}', "overflow-negative": f'{{{members},"x":[-1e309]}}',
        "310-digits": f'{{{members},"x":1{"0" * 309}}}', "control-character": f'{{{members},"x":"\n"}}',
        "comment": f"{{{members}/**/}}", "list": f"[{{{members}}}]", "text": '"alg"', "null": "null", "number": "1", "empty": "",
        "unfinished": f"{{{members}", "white-space": " ", "single-quotes": "{'alg':'HS256'}",
    }


def _json() -> list[dict[str, Any]]:
    flag, tests = "JSON ambiguity", []
    for which, text in _texts(SIGN).items():
        tests += signed(f"header-json-{which}", text, JWS_INVALID, flag)
    for which, text in _texts(SEAL).items():
        tests += encrypted(f"header-json-encrypted-{which}", text, JWE_INVALID, flag)[
            : 1 if which not in ("duplicate-escaped", "invalid-utf-8", "empty") else 2
        ]
    spaced = ' {\r\n "alg" : "HS256" } '
    token = hand.sign(spaced, CLAIMS, SECRET, "HS256")
    comment = "White space is JSON; the bytes verified are those of the token, as RFC 7515, A.1, shows."
    return [*tests, verify("header-json-white-space-is-fine", token, {"jwk": SECRET}, PASSED, flag, comment)]


def _limits() -> list[dict[str, Any]]:
    flag, tests = "parser exhaustion", []

    def padded(length: int, members: str) -> str:
        return f'{{{members},"x":"{"x" * (length - len(members) - 9)}"}}'

    assert len(padded(100, SIGN)) == 100
    for which, length, expect in (("at", 100, PASSED), ("over", 101, LIMIT)):
        tests += signed(f"header-limit-{which}", padded(length, SIGN), expect, flag, "Counted in bytes of the decoded header.", max_header_bytes=100)
        tests += encrypted(f"header-limit-encrypted-{which}", padded(length, SEAL), expect, flag, max_header_bytes=100)[:1]
    tests += signed("header-limit-default-at", padded(16 * 1024, SIGN), PASSED, flag, bytes_too=False)
    tests += signed("header-limit-default-over", padded(16 * 1024 + 1, SIGN), LIMIT, flag, bytes_too=False)
    tests += signed("header-limit-before-json", "x" * 101, LIMIT, flag, "The limit is checked before the JSON is read.", max_header_bytes=100)
    for depth, expect in ((32, PASSED), (33, LIMIT), (5000, LIMIT)):
        text = f'{{{SIGN},"x":{"[" * (depth - 1)}{"]" * (depth - 1)}}}'
        tests += signed(f"header-depth-{depth}", text, expect, flag, "The header itself is the first level.", bytes_too=depth < 5000)
    objects = f'{{{SIGN},"x":{{"x":{{}}}}}}'
    tests += signed(
        "header-depth-limit-3", objects, PASSED, flag, max_json_depth=3,
    ) + signed("header-depth-limit-2", objects, LIMIT, flag, max_json_depth=2)
    return tests
