"""Attacks on parsers (docs/threats.md): base64url, dots and parts, JSON serializations, and token
size.
"""

from __future__ import annotations

import json
from typing import Any

import hand
import peers
from attacks_algorithms import CLAIMS, verify
from common import b64u, case, compact_json, error, group
from fixtures import encryption_jwk, signing_jwk
from jwt_cases import EXP

SECRET, WRAP = signing_jwk("HS256"), encryption_jwk("A256KW")
HELD = {"jwk": SECRET}
JWS_INVALID, JWE_INVALID, JWT_INVALID, LIMIT = error("ERR_JWS_INVALID"), error("ERR_JWE_INVALID"), error("ERR_JWT_INVALID"), error("ERR_JOSE_LIMIT_EXCEEDED")
PASSED = {"claims": CLAIMS}
# Its base64url holds a - and a _, so that the standard alphabet can be told apart, and ends in
# spare bits.
ODD_CLAIMS = compact_json({**EXP, "x": "\u00fb\u00ff\u00bf>>>???~~~~"})


def groups() -> list[dict[str, Any]]:
    """The groups of attacks.json about the form of tokens."""
    tests = {
        "base64url in signed tokens": _base64_signed(), "base64url in encrypted tokens": _base64_encrypted(), "Dots and parts": _dots(),
        "Compact or JSON, never both": _polyglot(),
        "Size of the token": _size(),
    }
    return [group(found, [], comment) for comment, found in tests.items()]


def _spare(part: str) -> str:
    """The same bytes with a spare bit set in the last character."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(part) % 4 in (2, 3), part
    return part[:-1] + alphabet[alphabet.index(part[-1]) + 1]


def _malleated(part: str) -> dict[str, str]:
    """Texts that a lenient decoder reads as the same bytes."""
    found = {
        "padded": part + "=" * (-len(part) % 4 or 4), "newline-at-end": part + "\n", "newline": part[:4] + "\n" + part[4:],
        "crlf": part[:4] + "\r\n" + part[4:], "space-before": " " + part, "tab": part[:2] + "\t" + part[2:],
        "nul": part + "\0", "character-too-many": part + ("A" if len(part) % 4 == 0 else "A" * (5 - len(part) % 4)), "not-ascii": part + "\u00e9",
        "percent": part[:-1] + "%" + f"{ord(part[-1]):x}", "no-break-space": part + "\u00a0", "full-width": part[:-1] + chr(ord(part[-1]) + 0xFEE0),
    }
    if len(part) % 4 in (2, 3):
        found["spare-bits"] = _spare(part)
    if "-" in part or "_" in part:
        found["standard-alphabet"] = part.replace("-", "+").replace("_", "/")
    return found


def _base64_signed() -> list[dict[str, Any]]:
    """The signature is over the text as it stands, so that nothing but the encoding is wrong."""
    flag, tests = "base64url malleability", []
    header = hand.segment({"alg": "HS256", "x": "\u00fb\u00ff\u00bf>>>??"})
    payload = hand.segment(ODD_CLAIMS)
    for index, name in enumerate(("header", "payload", "signature")):
        right = [header, payload, b64u(hand.signature("HS256", SECRET, f"{header}.{payload}"))]
        for which, text in _malleated(right[index]).items():
            parts = list(right)
            parts[index] = text
            if index < 2:
                parts[2] = b64u(hand.signature("HS256", SECRET, f"{parts[0]}.{parts[1]}"))
            token = ".".join(parts)
            tests.append(verify(f"base64-{name}-{which}", token, HELD, JWS_INVALID, flag))
            if which in ("padded", "spare-bits", "newline-at-end", "standard-alphabet"):
                tests.append(verify(f"base64-{name}-{which}-jws", token, HELD, JWS_INVALID, flag, operation="jws.verify"))
    return tests


def _base64_encrypted() -> list[dict[str, Any]]:
    flag, tests = "base64url malleability", []
    header = {"alg": "A256KW", "enc": "A256GCM", "x": "\u00fb\u00ff\u00bf>>>"}
    protected = hand.segment(header)
    right = hand.encrypt(header, ODD_CLAIMS, WRAP)
    for index, name in enumerate(("header", "encrypted-key", "iv", "ciphertext", "tag")):
        for which, text in _malleated(right.split(".")[index]).items():
            if which in ("tab", "crlf", "percent", "not-ascii"):
                continue
            token = hand.encrypt(header, ODD_CLAIMS, WRAP, protected=text) if index == 0 else hand.replace(right, index, text)
            tests.append(verify(f"base64-encrypted-{name}-{which}", token, {"jwk": WRAP}, JWE_INVALID, flag, operation="decrypt"))
    assert right.startswith(protected)
    return tests


def _dots() -> list[dict[str, Any]]:
    flag, tests = "parser exhaustion", []
    token = peers.jws({"alg": "HS256"}, CLAIMS, SECRET)
    for dots in (0, 1, 3, 5, 6, 1000):
        text = token.replace(".", "") if dots == 0 else token.replace(".", "", 1) if dots == 1 else token + "." * (dots - 2)
        tests.append(verify(f"dots-{dots}", text, HELD, JWT_INVALID, flag))
        tests.append(verify(f"dots-{dots}-decrypt", text, HELD, JWT_INVALID, flag, operation="decrypt"))
        tests.append(verify(f"dots-{dots}-jws", text, HELD, JWS_INVALID, flag, operation="jws.verify"))
        tests.append(verify(f"dots-{dots}-jwe", text, HELD, JWE_INVALID, flag, operation="jwe.decrypt"))
    sealed = hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, CLAIMS, WRAP)
    tests += [
        verify("five-parts-to-jws", sealed, HELD, JWS_INVALID, flag, operation="jws.verify"),
        verify("three-parts-to-jwe", token, {"jwk": WRAP}, JWE_INVALID, flag, operation="jwe.decrypt"),
        verify("five-parts-to-verify", sealed, HELD, JWT_INVALID, flag),
        verify("three-parts-to-decrypt", token, {"jwk": WRAP}, JWT_INVALID, flag, operation="decrypt"),
    ]
    header, payload, signature = token.split(".")
    empty = {"everything": "..", "header": f".{payload}.{signature}", "header-and-signature": f".{payload}.", "all-but-signature": f"..{signature}"}
    tests += [verify(f"empty-{which}", text, HELD, JWS_INVALID, "panic") for which, text in empty.items()]
    tests.append(verify("empty-payload", hand.sign({"alg": "HS256"}, "", SECRET), HELD, JWT_INVALID, "panic", "Signed, but no claims."))
    tests.append(
        verify(
            "empty-payload-jws", peers.jws({"alg": "HS256"}, "", SECRET), HELD, {"payload": ""}, "panic", "A JWS may sign nothing. Made by joserfc.",
            operation="jws.verify",
        )
    )
    tests.append(verify("empty-payload-unsigned", f"{header}..{signature}", HELD, error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), "panic"))
    tests.append(verify("empty-text", "", HELD, JWT_INVALID, "panic"))
    tests.append(verify("empty-text-jws", "", HELD, JWS_INVALID, "panic", operation="jws.verify"))
    tests.append(verify("empty-text-jwe", "", HELD, JWE_INVALID, "panic", operation="jwe.decrypt"))
    tests.append(verify("empty-everything-encrypted", "....", {"jwk": WRAP}, JWE_INVALID, "panic", operation="decrypt"))
    protected = sealed.split(".")[0]
    tests.append(verify("empty-all-but-header-encrypted", f"{protected}....", {"jwk": WRAP}, JWE_INVALID, "panic", operation="decrypt"))
    tests.append(verify("empty-header-encrypted", "." + sealed.split(".", 1)[1], {"jwk": WRAP}, JWE_INVALID, "panic", operation="decrypt"))
    for which, text in {
        "bearer": f"Bearer {token}", "quoted": f'"{token}"', "space-before": f" {token}", "newline-after": f"{token}\n",
        "byte-order-mark": f"\ufeff{token}",
    }.items():
        tests.append(
            verify(
                f"around-{which}", text, HELD, JWS_INVALID, "base64url malleability",
                "Taking the scheme off is the caller's part: a token is taken as it is.",
            )
        )
    return tests


def _polyglot() -> list[dict[str, Any]]:
    flag = "polyglot token"
    token = peers.jws({"alg": "HS256"}, CLAIMS, SECRET)
    header, payload, signature = token.split(".")
    members = {"protected": header, "payload": payload, "signature": signature}
    general = {"payload": payload, "signatures": [{"protected": header, "signature": signature}]}
    protected, key, iv, ciphertext, tag = hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, CLAIMS, WRAP).split(".")
    sealed = {"protected": protected, "encrypted_key": key, "iv": iv, "ciphertext": ciphertext, "tag": tag}
    forged = b64u(compact_json({**EXP, "admin": True}))
    # The text of CVE-2022-39227: split at its dots it is one token, read as JSON another.
    both = compact_json({f"  {header}.{forged}.": "", "protected": header, "payload": payload, "signature": signature})
    other_way = f'{{"{header}":"{header}.{payload}.{signature}","payload":"{forged}"}}'
    return [
        verify("json-flattened", compact_json(members), HELD, JWT_INVALID, flag, "A JWT is compact (RFC 7519)."),
        verify("json-general", compact_json(general), HELD, JWT_INVALID, flag),
        verify("json-flattened-spaced", "\n " + json.dumps(members), HELD, JWT_INVALID, flag),
        verify("json-encrypted", compact_json(sealed), {"jwk": WRAP}, JWT_INVALID, flag, operation="decrypt"),
        verify("json-in-a-list", json.dumps([token]), HELD, JWS_INVALID, flag, "Two dots, so three parts, of which the first is not base64url."),
        verify("json-and-compact", both, HELD, JWT_INVALID, flag, "It begins with a brace: JSON, however many dots."),
        verify("json-around-compact", other_way, HELD, JWT_INVALID, flag),
        case("attack-json-and-compact-inspected", "inspect_unverified", {"token": both}, JWT_INVALID, flags=[flag]),
        verify(
            "detached", f"{header}..{signature}", HELD, error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), flag,
            "A payload that is not there is an empty one.", operation="jws.verify",
        ),
    ]


def _size() -> list[dict[str, Any]]:
    flag, tests = "parser exhaustion", []
    token, sealed = peers.jws({"alg": "HS256"}, CLAIMS, SECRET), hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, CLAIMS, WRAP)
    tests.append(verify("size-at-limit", token, HELD, PASSED, flag, max_token_bytes=len(token)))
    tests.append(verify("size-over-limit", token, HELD, LIMIT, flag, max_token_bytes=len(token) - 1))
    tests.append(verify("size-over-limit-jws", token, HELD, LIMIT, flag, operation="jws.verify", max_token_bytes=len(token) - 1))
    tests.append(verify("size-over-limit-decrypt", sealed, {"jwk": WRAP}, LIMIT, flag, operation="decrypt", max_token_bytes=len(sealed) - 1))
    tests.append(verify("size-over-limit-jwe", sealed, {"jwk": WRAP}, LIMIT, flag, operation="jwe.decrypt", max_token_bytes=len(sealed) - 1))
    for which, text in {"not-a-token": "x" * 101, "dots": "." * 101, "json": "{" * 101, "not-ascii": "\u00e9" * 51}.items():
        tests.append(verify(f"size-{which}", text, HELD, LIMIT, flag, "The size comes before anything else.", max_token_bytes=100))
    for option in ("max_token_bytes", "max_header_bytes", "max_json_depth"):
        tests.append(verify(f"size-zero-{option.replace('_', '-')}", token, HELD, error("ERR_OPTION_INVALID"), flag, **{option: 0}))
    tests.append(verify("size-json-depth-101", token, HELD, error("ERR_OPTION_INVALID"), flag, max_json_depth=101))
    tests.append(verify("size-json-depth-100", token, HELD, PASSED, flag, max_json_depth=100))
    return tests
