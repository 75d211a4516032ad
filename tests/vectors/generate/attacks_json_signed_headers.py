"""Attacks on the headers of JWS in its JSON serializations: `crit`, what must not be unprotected,
`b64`.
"""

from __future__ import annotations

import json
from typing import Any

import hand
import peers_json
from attacks_algorithms import CLAIMS
from attacks_header import _malformed as malformed_crit
from common import b64u, compact_json
from json_signed import (
    CRIT, EDDSA, FAILED, GOOD, GOOD_ENTRY, INVALID, JWT_INVALID, NOT_SUPPORTED, PROTECTED, READ, SECRET, by_joserfc,
    entry, flat, general, verify,
)


def classes() -> dict[str, list[dict[str, Any]]]:
    """The cases of each class."""
    return {"crit": _crit(), "Parameters where they must not be": _unprotected(), "b64": _b64()}


def _crit() -> list[dict[str, Any]]:
    flag, tests = "crit", []
    base = {"alg": "HS256", "kid": "secret", "typ": "JWT", "jwk": {}, "exp2": 1}
    for which, value in malformed_crit().items():
        tests.append(verify(f"crit-{which}", flat({**base, "crit": value}), INVALID, flag, critical=["exp2", "exp3"]))
    for which, value in {"unknown": ["exp2"], "claim-name": ["exp"], "case": ["B64"], "unknown-of-two": ["b64", "exp2"]}.items():
        header = {**PROTECTED, "crit": value, "exp2": 1, "exp": 1, "B64": True, "b64": True}
        tests.append(verify(f"crit-{which}", flat(header), CRIT, flag))
        tests.append(verify(f"crit-{which}-in-the-second", general(GOOD_ENTRY, entry(header)), CRIT, flag, "An unknown one fails the whole token."))
        tests.append(verify(f"crit-{which}-in-the-first", general(entry(header), GOOD_ENTRY), CRIT, flag))
    extension = {**PROTECTED, "crit": ["exp2"], "exp2": 1}
    tests += [
        verify("crit-listed", by_joserfc(extension), READ, flag, "Made by joserfc.", critical=["exp2"]),
        verify("crit-other-listed", flat(extension), CRIT, flag, critical=["exp3"]),
        verify("crit-unprotected", flat({"alg": "HS256", "exp2": 1}, {"crit": ["exp2"]}), INVALID, flag, critical=["exp2"]),
        verify("crit-unprotected-b64", flat({"alg": "HS256", "b64": True}, {"crit": ["b64"]}), INVALID, flag),
        verify("crit-unprotected-empty", flat({"alg": "HS256"}, {"crit": []}), INVALID, flag),
        verify("crit-unprotected-null", flat({"alg": "HS256"}, {"crit": None}), INVALID, flag),
        verify("crit-unprotected-alone", flat(None, {"alg": "HS256", "crit": ["exp2"], "exp2": 1}), INVALID, flag, critical=["exp2"]),
        verify(
            "crit-unprotected-escaped", compact_json(flat({"alg": "HS256"}, {"x": 1})).replace('"x":1', '"\\u0063rit":["x"],"x":1'), INVALID, flag,
            critical=["x"],
        ),
        verify(
            "crit-unprotected-in-the-second", general(GOOD_ENTRY, entry({"alg": "HS256"}, {"crit": ["exp2"], "exp2": 1})), INVALID, flag, critical=["exp2"],
        ),
        verify(
            "crit-names-unprotected", flat({"alg": "HS256", "crit": ["exp2"]}, {"exp2": 1}), INVALID, flag, "What is critical has to be protected.",
            critical=["exp2"],
        ),
        verify(
            "crit-names-unprotected-in-the-second", general(GOOD_ENTRY, entry({"alg": "HS256", "crit": ["exp2"]}, {"exp2": 1})), INVALID, flag,
            critical=["exp2"],
        ),
        verify("crit-protected-and-unprotected", flat(extension, {"crit": ["exp2"]}), INVALID, flag, critical=["exp2"]),
        verify(
            "crit-of-unknown-algorithm", general(entry({"alg": "XX1", "crit": ["exp2"], "exp2": 1}, alg="HS256"), GOOD_ENTRY), CRIT, flag,
            "Before the algorithm is looked at.",
        ),
        verify(
            "crit-of-a-key-that-is-not-held", general(GOOD_ENTRY, entry({"alg": "Ed25519", "kid": "ed", "crit": ["exp2"], "exp2": 1}, None, EDDSA)), CRIT,
            flag,
        ),
    ]
    return tests


def _unprotected() -> list[dict[str, Any]]:
    flag, tests = "unprotected overrides", []
    values: dict[str, Any] = {"alg": "HS256", "kid": "secret", "typ": "JWT", "cty": "text/plain", "x": 1, "jwk": {}, "": 0}
    for name, value in values.items():
        protected = {"alg": "HS256", name: value}
        label = name or "empty-name"
        tests.append(verify(f"two-headers-{label}", flat(protected, {name: value}), INVALID, flag, "Equal, and still in two headers."))
        tests.append(verify(f"two-headers-{label}-in-the-second", general(GOOD_ENTRY, entry(protected, {name: value})), INVALID, flag))
    tests += [
        verify("two-headers-alg-differs", flat({"alg": "HS256"}, {"alg": "none"}), INVALID, flag),
        verify("two-headers-alg-differs-turned", flat({"alg": "none"}, {"alg": "HS256"}), INVALID, flag),
        verify("two-headers-kid-differs", flat(PROTECTED, {"kid": "other"}), INVALID, flag),
        verify(
            "two-headers-escaped", compact_json(flat(PROTECTED, {"x": 1})).replace('"x":1', '"\\u006bid":"secret"'), INVALID, flag,
            "Names are compared as they are read.",
        ),
        verify("two-headers-escaped-protected", flat('{"alg":"HS256","\\u0078":1}', {"x": 1}), INVALID, flag),
        verify(
            "same-name-in-two-signatures", general(entry({"alg": "HS256", "x": 1}), entry({"alg": "HS256"}, {"x": 2})), READ, flag,
            "Each signature has its own headers.",
        ),
        verify("alg-moved-out", {**flat({"alg": "HS256"}), "header": {"alg": "HS256"}, "protected": hand.segment({"kid": "secret"})}, FAILED, flag),
        verify(
            "protected-taken-away", {**{name: value for name, value in GOOD.items() if name != "protected"}, "header": PROTECTED}, FAILED, flag,
            "The signature is over the protected header too.",
        ),
        verify("protected-added", {**flat(None, {"alg": "HS256"}), "header": {"x": 1}, "protected": hand.segment({"alg": "HS256"})}, FAILED, flag),
        verify(
            "header-added", {**GOOD, "header": {"admin": True}}, {**READ, "header": PROTECTED, "unprotected": {"admin": True}}, flag,
            "Whoever carries a token may; so it is given apart.",
        ),
        verify("no-alg", flat({"kid": "secret"}), INVALID, flag),
        verify("no-headers", flat(None), INVALID, flag),
        verify("no-alg-in-the-second", general(GOOD_ENTRY, entry({"kid": "secret"})), INVALID, flag),
    ]
    for which, value in {"number": 1, "null": None, "list": ["HS256"], "object": {}, "true": True}.items():
        tests.append(verify(f"unprotected-alg-{which}", flat(None, {"alg": value}), INVALID, flag))
        tests.append(verify(f"unprotected-kid-{which}", flat({"alg": "HS256"}, {"kid": value}), INVALID, flag))
    tests.append(verify(
        "unprotected-alg-none", {"payload": b64u(CLAIMS), "header": {"alg": "none"}, "signature": ""}, NOT_SUPPORTED, "`none` and its case variants",
    ))
    tests.append(verify(
        "protected-alg-none", {"payload": b64u(CLAIMS), "protected": hand.segment({"alg": "none"}), "signature": ""}, NOT_SUPPORTED,
        "`none` and its case variants",
    ))
    tests.append(verify(
        "alg-none-beside-a-good-one", general({"header": {"alg": "None"}, "signature": ""}, GOOD_ENTRY), {**READ, "verified": [1]},
        "`none` and its case variants", "Passed over, and not counted.",
    ))
    tests.append(verify(
        "alg-none-beside-a-good-one-all", general(GOOD_ENTRY, {"header": {"alg": "none"}, "signature": ""}), NOT_SUPPORTED, "`none` and its case variants",
        require="all",
    ))
    return tests


def _b64() -> list[dict[str, Any]]:
    flag = "b64"
    raw = {"alg": "HS256", "b64": False, "crit": ["b64"]}
    encoded, unencoded = entry({"alg": "HS256"}, payload="abcd", encoded=False), entry(raw, payload="abcd", encoded=False)
    claims = json.loads(peers_json.signed(CLAIMS, (raw, None, SECRET)))
    tests = [
        verify(
            "b64-mixed", {"payload": "abcd", "signatures": [encoded, unencoded]}, INVALID, flag,
            "RFC 7797, section 3: all signatures have the same b64. Either alone is good.",
        ),
        verify("b64-mixed-first-alone", {"payload": "abcd", "signatures": [encoded]}, {"payload": "abcd"}, flag),
        verify("b64-mixed-second-alone", {"payload": "abcd", "signatures": [unencoded]}, {"payload": b64u("abcd")}, flag),
        verify("b64-mixed-turned", {"payload": "abcd", "signatures": [unencoded, encoded]}, INVALID, flag),
        verify(
            "b64-mixed-with-true",
            {"payload": "abcd", "signatures": [unencoded, entry({"alg": "HS256", "b64": True, "crit": ["b64"]}, payload="abcd", encoded=False)]}, INVALID,
            flag,
        ),
        verify("b64-mixed-with-unknown-algorithm", {"payload": "abcd", "signatures": [unencoded, entry({"alg": "XX1"}, alg="HS256")]}, INVALID, flag),
        verify(
            "b64-mixed-with-a-key-that-is-not-held", {"payload": "abcd", "signatures": [unencoded, entry({"alg": "Ed25519"}, None, EDDSA)]}, INVALID, flag,
        ),
        verify("b64-unprotected", {"payload": "abcd", **entry({"alg": "HS256"}, {"b64": False}, payload="abcd", encoded=False)}, INVALID, flag),
        verify("b64-unprotected-true", flat({"alg": "HS256"}, {"b64": True}), INVALID, flag),
        verify(
            "b64-unprotected-critical", {"payload": "abcd", **entry({"alg": "HS256", "crit": ["b64"]}, {"b64": False}, payload="abcd", encoded=False)},
            INVALID, flag,
        ),
        verify("b64-not-critical", {"payload": "abcd", **entry({"alg": "HS256", "b64": False}, payload="abcd", encoded=False)}, INVALID, flag),
        verify("b64-null", flat({"alg": "HS256", "b64": None, "crit": ["b64"]}), INVALID, flag),
        verify("b64-text", flat({"alg": "HS256", "b64": "false", "crit": ["b64"]}), INVALID, flag),
        verify("b64-critical-but-absent", flat({"alg": "HS256", "crit": ["b64"]}), INVALID, flag),
        verify("b64-true-and-critical", by_joserfc({"alg": "HS256", "b64": True, "crit": ["b64"]}), READ, flag, "Made by joserfc."),
        verify("b64-false-claims", claims, READ, flag, "Made by joserfc."),
        verify("b64-false-surrogate", '{"payload":"\\ud800","protected":"%s","signature":"AAAA"}' % hand.segment(raw), INVALID, flag),
        verify("b64-false-jwt", claims, JWT_INVALID, flag, operation="verify"),
    ]
    return tests
