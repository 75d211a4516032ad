"""Attacks on the form of JWS in its JSON serializations: members, ambiguous JSON, base64url,
polyglots.
"""

from __future__ import annotations

import json
from typing import Any

import hand
import peers
from attacks_algorithms import CLAIMS
from attacks_parsing import ODD_CLAIMS
from attacks_parsing import _malleated as malleated
from common import NOW, b64u, case, compact_json
from fixtures import encryption_jwk
from json_signed import (
    EDDSA, FAILED, GOOD, GOOD_ENTRY, INVALID, JWE_INVALID, JWT_INVALID, PROTECTED, READ, SECRET, by_joserfc, entry,
    flat, general, verify,
)
from jwt_cases import EXP


def classes() -> dict[str, list[dict[str, Any]]]:
    """The cases of each class."""
    return {"Members": _members(), "Ambiguous JSON": _json(), "base64url": _base64(), "Compact or JSON, never both": _polyglot()}


def _members() -> list[dict[str, Any]]:
    flag, tests = "panic", []
    wrong: dict[str, Any] = {"null": None, "number": 1, "true": True, "text": "x", "list": [], "object": {}}
    kinds = {"payload": ("text",), "protected": ("text",), "signature": ("text",), "header": ("object",)}
    for name, fitting in kinds.items():
        for which, value in wrong.items():
            if which in fitting:
                continue
            tests.append(verify(f"member-{name}-{which}", {**GOOD, name: value}, INVALID, flag))
            if name != "payload":
                tests.append(verify(f"member-{name}-{which}-in-the-second", general(GOOD_ENTRY, {**GOOD_ENTRY, name: value}), INVALID, flag))
    for which, value in wrong.items():
        tests.append(verify(f"member-signatures-{which}", {"payload": b64u(CLAIMS), "signatures": value}, INVALID, flag))
        if which != "object":
            tests.append(verify(f"member-signatures-of-{which}", general(value), INVALID, flag))
            tests.append(verify(f"member-signatures-with-{which}", general(GOOD_ENTRY, value), INVALID, flag))
    for name in ("payload", "signature"):
        tests.append(verify(f"member-{name}-missing", {key: value for key, value in GOOD.items() if key != name}, INVALID, flag))
    without = {key: value for key, value in GOOD_ENTRY.items() if key != "signature"}
    tests += [
        verify("member-signature-missing-in-the-second", general(GOOD_ENTRY, without), INVALID, flag),
        verify("member-signature-missing-in-the-first", general(without, GOOD_ENTRY), INVALID, flag),
        verify("member-entry-empty", general(GOOD_ENTRY, {}), INVALID, flag),
        verify("member-payload-missing-general", {"signatures": [GOOD_ENTRY]}, INVALID, flag),
        verify("member-signature-empty", {**GOOD, "signature": ""}, FAILED, flag, "As in a compact token."),
        verify("member-signature-short", {**GOOD, "signature": GOOD["signature"][:40]}, INVALID if len(GOOD["signature"][:40]) % 4 == 1 else FAILED, flag),
        verify(
            "member-protected-empty", {**flat(None, {"alg": "HS256"}), "protected": ""}, INVALID, flag,
            "Absent or a header; never empty (RFC 7515, section 7.2.1).",
        ),
        verify("member-protected-empty-in-the-second", general(GOOD_ENTRY, {**entry(None, {"alg": "HS256"}), "protected": ""}), INVALID, flag),
        verify("member-protected-empty-object", {"payload": b64u(CLAIMS), **entry("{}", {"alg": "HS256"})},
            {**READ, "header": {}, "unprotected": {"alg": "HS256"}}, flag,
               "An empty header that is there is what was signed."),
        verify("member-both", {**GOOD, "signatures": [GOOD_ENTRY]}, INVALID, "polyglot token", "Flattened and general at once."),
        verify(
            "member-both-different", {**GOOD, "signatures": [entry({"alg": "Ed25519"}, None, EDDSA)]}, INVALID, "polyglot token",
            keys=[{"jwk": SECRET}, {"jwk": EDDSA}],
        ),
        verify("member-signature-beside-signatures", {**general(GOOD_ENTRY), "signature": GOOD["signature"]}, INVALID, "polyglot token"),
        verify("member-signature-null-beside-signatures", {**general(GOOD_ENTRY), "signature": None}, INVALID, "polyglot token"),
        verify("member-protected-beside-signatures", {**general(GOOD_ENTRY), "protected": GOOD["protected"]}, INVALID, "polyglot token"),
        verify("member-header-beside-signatures", {**general(GOOD_ENTRY), "header": {"x": 1}}, INVALID, "polyglot token"),
        verify("member-signatures-empty-beside-signature", {**GOOD, "signatures": []}, INVALID, "polyglot token"),
        verify("member-signatures-null-beside-signature", {**GOOD, "signatures": None}, INVALID, "polyglot token"),
        verify("member-nested-signatures", general({"signatures": [GOOD_ENTRY]}), INVALID, "polyglot token"),
        verify(
            "member-payload-in-entry", {"signatures": [{**GOOD_ENTRY, "payload": b64u(CLAIMS)}]}, INVALID, "polyglot token",
            "There is one payload, and it does not stand in a signature.",
        ),
        verify(
            "member-payload-twice-in-entry", general({**GOOD_ENTRY, "payload": b64u("other")}), READ, "polyglot token",
            "Unknown there, so ignored: what was verified is what is returned.",
        ),
        verify(
            "member-unknown", {"a": [1, {"b": None}], **GOOD, "z": "x"}, READ, "polyglot token", "Unknown members are ignored (RFC 7515, section 7.2.1).",
        ),
        verify("member-unknown-in-entry", general({**GOOD_ENTRY, "z": {}}), READ, "polyglot token"),
        verify("member-name-case", {"Payload": b64u(CLAIMS), **{key: value for key, value in GOOD.items() if key != "payload"}}, INVALID, "polyglot token"),
        verify("nothing", {}, INVALID, flag),
        verify("only-a-brace", "{", INVALID, flag),
        verify("only-payload", {"payload": b64u(CLAIMS)}, INVALID, flag),
        verify(
            "an-encrypted-one", {"protected": hand.segment({"alg": "dir", "enc": "A256GCM"}), "iv": "AAAA", "ciphertext": "AAAA", "tag": "AAAA"}, INVALID,
            flag,
        ),
        verify("a-jwk", compact_json(SECRET), INVALID, flag),
        verify("claims", CLAIMS, INVALID, flag),
    ]
    return tests


def _json() -> list[dict[str, Any]]:
    flag, tests = "JSON ambiguity", []
    text, payload = compact_json(GOOD), b64u(CLAIMS)
    inner = text[1:-1]
    several = compact_json(general(GOOD_ENTRY))
    texts = {
        "duplicate-payload": f'{{"payload":"{b64u("x")}",{inner}}}', "duplicate-payload-after": f'{{{inner},"payload":"{payload}"}}',
        "duplicate-payload-escaped": f'{{{inner},"p\\u0061yload":"{payload}"}}', "duplicate-signature": f'{{{inner},"signature":"AAAA"}}',
        "duplicate-protected": f'{{"protected":"{hand.segment({"alg": "none"})}",{inner}}}', "duplicate-unknown": f'{{{inner},"x":1,"x":1}}',
        "duplicate-nested": f'{{{inner},"x":[{{"y":1,"y":2}}]}}', "duplicate-in-header": f'{{{inner},"header":{{"x":1,"x":2}}}}',
        "duplicate-header": f'{{{inner},"header":{{"x":1}},"header":{{"y":1}}}}',
        "duplicate-in-header-nested": f'{{{inner},"header":{{"x":{{"y":1,"\\u0079":1}}}}}}',
        "duplicate-signatures": several[:-1] + ',"signatures":[]}',
        "duplicate-in-entry": several.replace('"signature":', '"signature":"AAAA","signature":'),
        "trailing-object": text + "{}", "trailing-comma": f"{{{inner},}}", "trailing-text": text + "x",
        "trailing-nul": text + "\0", "trailing-token": f"{text}\n{text}",
        "trailing-dots": text + "..", "nan": f'{{{inner},"x":NaN}}', "overflow": f'{{{inner},"x":1e400}}',
        "overflow-nested": f'{{{inner},"header":{{"x":[-1E+309]}}}}',
        "310-digits": f'{{{inner},"x":1{"0" * 309}}}', "lone-surrogate": f'{{{inner},"x":"\\ud800"}}', "lone-surrogate-name": f'{{{inner},"\\udc00":1}}',
        "lone-surrogate-in-header": f'{{{inner},"header":{{"x":"\\udfff\\ud800"}}}}',
        "control-character": f'{{{inner},"x":"\n"}}', "comment": f"{{/**/{inner}}}",
        "single-quotes": text.replace('"', "'"), "unfinished": text[:-1],
        "unquoted-name": "{payload" + text[9:], "leading-zero": f'{{{inner},"x":01}}', "plus": f'{{{inner},"x":+1}}',
        "byte-order-mark": "\ufeff" + text, "space-before": " " + text, "newline-before": "\n" + text, "in-a-list": f"[{text}]",
        "in-a-text": json.dumps(text), "bearer": f"Bearer {text}",
        "nul-before": "\0" + text, "form-feed-after": text + "\f", "no-break-space-after": text + "\u00a0",
    }
    for which, value in texts.items():
        comment = "Its first byte is no brace, so it is read as compact." if which in ("byte-order-mark", "space-before", "newline-before") else None
        tests.append(verify(f"json-{which}", value, INVALID, flag, comment))
    made = by_joserfc(PROTECTED)
    spaced = json.dumps(made, indent=2).replace("\n", "\r\n\t")
    escaped = compact_json(made).replace('"payload"', '"\\u0070ayload"').replace(f'"{payload[0]}', f'"\\u{ord(payload[0]):04x}')
    assert escaped != compact_json(made) and json.loads(escaped) == made
    tests += [
        verify("json-white-space-is-fine", spaced + " \n", READ, flag, "Made by joserfc; white space inside and after."),
        verify("json-escapes-are-fine", escaped, READ, flag, "Made by joserfc; JSON may write a character as its number."),
        verify("json-order-is-free", dict(reversed(made.items())), READ, flag, "Made by joserfc."),
        verify("json-309-digits-is-fine", {**made, "x": 10**308}, READ, flag),
    ]
    for which, protected in {
        "duplicate": '{"alg":"HS256","kid":"secret","kid":"secret"}', "trailing": '{"alg":"HS256"} {}', "list": '["alg"]', "text": '"alg"',
        "byte-order-mark": '\ufeff{"alg":"HS256"}',
    }.items():
        tests.append(verify(f"json-protected-{which}", flat(protected), INVALID, flag))
        tests.append(verify(f"json-protected-{which}-in-the-second", general(GOOD_ENTRY, entry(protected)), INVALID, flag))
    return tests


def _base64() -> list[dict[str, Any]]:
    """The signature is over the text as it stands, so that nothing but the encoding is wrong."""
    flag, tests = "base64url malleability", []
    header, payload = hand.segment({"alg": "HS256", "x": "\u00fb\u00ff\u00bf>>>??"}), hand.segment(ODD_CLAIMS)

    def signed(protected: str, payload: str) -> dict[str, Any]:
        return {"payload": payload, "protected": protected, "signature": b64u(hand.signature("HS256", SECRET, f"{protected}.{payload}"))}

    right = signed(header, payload)
    for name in ("protected", "payload", "signature"):
        for which, text in malleated(right[name]).items():
            token = {**right, name: text} if name == "signature" else signed(
                text if name == "protected" else header, text if name == "payload" else payload,
            )
            tests.append(verify(f"base64-{name}-{which}", token, INVALID, flag))
            if which in ("padded", "spare-bits", "standard-alphabet"):
                one = {"protected": token["protected"], "signature": token["signature"]}
                several = {"payload": token["payload"], "signatures": [one]}
                if name != "payload":
                    several = {"payload": right["payload"], "signatures": [{"protected": right["protected"], "signature": right["signature"]}, one]}
                tests.append(verify(
                    f"base64-{name}-{which}-general", several, INVALID, flag, None if name == "payload" else "The first signature is good.",
                ))
    return tests


def _polyglot() -> list[dict[str, Any]]:
    flag = "polyglot token"
    compact = peers.jws({"alg": "HS256", "kid": "secret"}, CLAIMS, SECRET)
    header, payload, signature = compact.split(".")
    made = {"protected": header, "payload": payload, "signature": signature}
    forged = b64u(compact_json({**EXP, "admin": True}))
    # The text of CVE-2022-39227: split at its dots it is one token, read as JSON another.
    both = compact_json({f"  {header}.{forged}.": "", **made})
    around = f'{{"{header}":"{header}.{payload}.{signature}","payload":"{forged}"}}'
    tests = [
        verify(
            "polyglot-text-is-json", both, {**READ, "header": {"alg": "HS256", "kid": "secret"}}, flag,
            "It begins with a brace: JSON, whose unknown member says nothing. The payload is the one that was signed.",
        ),
        verify("polyglot-text-jwt", both, JWT_INVALID, flag, operation="verify"),
        verify("polyglot-around-compact", around, INVALID, flag),
        verify("polyglot-compact-in-protected", {**made, "protected": compact}, INVALID, flag),
        verify("polyglot-compact-in-payload", {**made, "payload": compact}, INVALID, flag),
        verify("polyglot-compact-in-signature", {**made, "signature": compact}, INVALID, flag),
        verify("polyglot-header-and-payload-in-protected", {"protected": f"{header}.{payload}", "payload": "", "signature": signature}, INVALID, flag),
        verify("polyglot-payload-with-dots", {"protected": header[:8], "payload": f"{header[8:]}.{payload}", "signature": signature}, INVALID, flag),
        verify("polyglot-json-in-compact", f"{header}.{b64u(compact_json(made))}.{signature}", FAILED, flag),
        verify("polyglot-json-as-a-part", compact_json(made) + f".{payload}.{signature}", INVALID, flag),
        verify("polyglot-compact-quoted", f'"{compact}"', INVALID, flag),
        verify("polyglot-compact-in-a-list", f'["{compact}"]', INVALID, flag),
        verify("polyglot-compact-then-json", compact + compact_json(made), INVALID, flag),
        verify("polyglot-to-decrypt", made, JWE_INVALID, flag, operation="jwe.decrypt"),
    ]
    wrap = {"jwk": encryption_jwk("A256KW")}
    forms = {"flattened": made, "general": {"payload": payload, "signatures": [{"protected": header, "signature": signature}]},
        "detached": {"protected": header, "signature": signature},
             "trailing": compact_json(made) + "..", "empty": {}, "brace": "{"}
    for which, token in forms.items():
        tests.append(case(f"attack-json-inspect-{which}", "inspect_unverified", {"token": token}, JWT_INVALID, flags=[flag]))
        tests.append(verify(f"jwt-verify-{which}", token, JWT_INVALID, flag, "A JWT is compact (RFC 7519).", operation="verify"))
        tests.append(verify(f"jwt-decrypt-{which}", token, JWT_INVALID, flag, operation="decrypt", keys=wrap))
        tests.append(verify(f"jwt-verifier-{which}", token, JWT_INVALID, flag, operation="verifier.verify"))
        tests.append(case(
            f"attack-json-jwt-unseal-{which}", "unseal", {"token": token, "decrypt_with": wrap, "verify_with": {"jwk": SECRET}}, JWT_INVALID, flags=[flag],
            options={"now": NOW},
        ))
    return tests
