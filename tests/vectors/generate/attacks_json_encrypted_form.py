"""Attacks on the form of JWE in its JSON serializations: members, ambiguous JSON, base64url."""

from __future__ import annotations

import json
from typing import Any

import hand
from attacks_parsing import ODD_CLAIMS
from attacks_parsing import _malleated as malleated
from common import b64u, compact_json
from json_encrypted import ENC, FAILED, GOOD, INVALID, READ, SEVERAL, TO_WRAP, WRAP, decrypt, sealed, without


def classes() -> dict[str, list[dict[str, Any]]]:
    """The cases of each class."""
    return {"Members": _members(), "Ambiguous JSON": _json(), "base64url": _base64()}


def _members() -> list[dict[str, Any]]:
    flag, tests = "panic", []
    aad = sealed({**ENC, **TO_WRAP}, (None, WRAP), aad=b64u("aad"))
    wrong: dict[str, Any] = {"null": None, "number": 1, "true": True, "text": "x", "list": [], "object": {}}
    for name in ("protected", "unprotected", "header", "encrypted_key", "iv", "ciphertext", "tag", "aad"):
        for which, value in wrong.items():
            if which == ("object" if name in ("unprotected", "header") else "text"):
                continue
            label = name.replace("_", "-")
            tests.append(decrypt(f"encrypted-member-{label}-{which}", {**aad, name: value}, INVALID, flag))
            if name in ("header", "encrypted_key"):
                tests.append(decrypt(
                    f"encrypted-member-{label}-{which}-in-the-second",
                    {**SEVERAL, "recipients": [SEVERAL["recipients"][0], {**SEVERAL["recipients"][1], name: value}]}, INVALID, flag,
                ))
    shared = without(GOOD, "encrypted_key")
    entry = {"encrypted_key": GOOD["encrypted_key"]}
    for which, value in wrong.items():
        tests.append(decrypt(f"encrypted-member-recipients-{which}", {**shared, "recipients": value}, INVALID, flag))
        if which != "object":
            tests.append(decrypt(f"encrypted-member-recipients-of-{which}", {**shared, "recipients": [value]}, INVALID, flag))
            tests.append(decrypt(f"encrypted-member-recipients-with-{which}", {**shared, "recipients": [entry, value]}, INVALID, flag))
    for name in ("iv", "ciphertext", "tag"):
        tests.append(decrypt(f"encrypted-member-{name}-missing", without(GOOD, name), INVALID, flag))
        tests.append(decrypt(f"encrypted-member-{name}-missing-general", without(SEVERAL, name), INVALID, flag))
    short = "short tags, wrong IVs"
    for name, lengths in (("iv", (0, 11, 13, 16)), ("tag", (0, 12, 15, 17))):
        for length in lengths:
            tests.append(decrypt(f"encrypted-member-{name}-{length}-bytes", {**GOOD, name: b64u(bytes(length))}, INVALID, short))
    swapped = {**GOOD, "iv": GOOD["iv"], "tag": b64u(bytes(16))}
    empty = sealed({**ENC, **TO_WRAP}, (None, WRAP), plaintext="")
    polyglot = "polyglot token"
    tests += [
        decrypt("encrypted-member-tag-zeros", swapped, FAILED, short),
        decrypt("encrypted-member-ciphertext-empty", {**GOOD, "ciphertext": ""}, FAILED, short),
        decrypt("encrypted-member-ciphertext-of-nothing", empty, {"plaintext": ""}, flag, "Nothing was encrypted, and the member is there."),
        decrypt(
            "encrypted-member-protected-empty", {**sealed(None, (TO_WRAP, WRAP), unprotected=ENC), "protected": ""}, INVALID, flag,
            "Absent or a header; never empty.",
        ),
        decrypt("encrypted-member-protected-empty-object", sealed({}, (TO_WRAP, WRAP), unprotected=ENC), {**READ, "header": {}}, flag),
        decrypt("encrypted-member-unprotected-empty-object", {**GOOD, "unprotected": {}}, READ, flag),
        decrypt("encrypted-member-header-empty-object", {**GOOD, "header": {}}, READ, flag, "joserfc writes such."),
        decrypt(
            "encrypted-member-aad-empty", {**GOOD, "aad": ""}, INVALID, flag,
            "Absent or something: with an empty one, what is authenticated would have two readings.",
        ),
        decrypt("encrypted-member-aad-empty-authenticated", sealed({**ENC, **TO_WRAP}, (None, WRAP), aad=""), INVALID, flag),
        decrypt("encrypted-member-aad-added", {**GOOD, "aad": b64u("x")}, FAILED, flag),
        decrypt("encrypted-member-aad-taken-away", without(aad, "aad"), FAILED, flag),
        decrypt(
            "encrypted-member-aad-in-recipient",
            {**without(SEVERAL, "x"), "recipients": [{**SEVERAL["recipients"][0], "aad": b64u("x")}, SEVERAL["recipients"][1]]}, {**READ, "aad": None},
            flag, "Unknown there, so ignored.",
        ),
        decrypt("encrypted-member-header-beside-recipients", {**SEVERAL, "header": {"x": 1}}, INVALID, polyglot),
        decrypt("encrypted-member-header-null-beside-recipients", {**SEVERAL, "header": None}, INVALID, polyglot),
        decrypt("encrypted-member-encrypted-key-beside-recipients", {**SEVERAL, "encrypted_key": "AAAA"}, INVALID, polyglot),
        decrypt("encrypted-member-encrypted-key-empty-beside-recipients", {**SEVERAL, "encrypted_key": ""}, INVALID, polyglot),
        decrypt("encrypted-member-recipients-empty-beside-flattened", {**GOOD, "recipients": []}, INVALID, polyglot),
        decrypt("encrypted-member-recipients-beside-flattened", {**GOOD, "recipients": [entry]}, INVALID, polyglot),
        decrypt(
            "encrypted-member-nested-recipients", {**shared, "recipients": [{"recipients": [entry]}]}, FAILED, polyglot,
            "Unknown there, so ignored: no encrypted key is left.",
        ),
        decrypt("encrypted-member-unknown", {"a": [1, {}], **GOOD, "z": None}, READ, polyglot, "Unknown members are ignored (RFC 7516, section 7.2.1)."),
        decrypt("encrypted-member-one-recipient", {**shared, "recipients": [entry]}, {**READ, "recipient": 0}, polyglot),
        decrypt("encrypted-nothing", {}, INVALID, flag),
        decrypt("encrypted-only-a-brace", "{", INVALID, flag),
        decrypt("encrypted-only-ciphertext", {"ciphertext": "AAAA"}, INVALID, flag),
        decrypt("encrypted-a-signed-one", {"payload": "AAAA", "protected": hand.segment({"alg": "HS256"}), "signature": "AAAA"}, INVALID, flag),
    ]
    return tests


def _json() -> list[dict[str, Any]]:
    flag, tests = "JSON ambiguity", []
    text = compact_json(GOOD)
    inner, several = text[1:-1], compact_json(SEVERAL)
    texts = {
        "duplicate-ciphertext": f'{{{inner},"ciphertext":"AAAA"}}', "duplicate-protected": f'{{"protected":"{hand.segment({"alg": "none"})}",{inner}}}',
        "duplicate-protected-escaped": f'{{{inner},"\\u0070rotected":"AAAA"}}', "duplicate-tag": f'{{{inner},"tag":"{GOOD["tag"]}"}}',
        "duplicate-iv": f'{{"iv":"AAAA",{inner}}}',
        "duplicate-unknown": f'{{{inner},"x":1,"x":1}}', "duplicate-in-unprotected": f'{{{inner},"unprotected":{{"x":1,"x":2}}}}',
        "duplicate-in-header-nested": f'{{{inner},"header":{{"x":[{{"y":1,"y":1}}]}}}}', "duplicate-recipients": several[:-1] + ',"recipients":[]}',
        "duplicate-in-recipient": several.replace('"encrypted_key":', '"encrypted_key":"AAAA","encrypted_key":', 1),
        "trailing-object": text + "{}", "trailing-text": text + "x",
        "trailing-dots": text + "....", "trailing-comma": f"{{{inner},}}", "overflow": f'{{{inner},"x":1e400}}', "nan": f'{{{inner},"x":NaN}}',
        "lone-surrogate": f'{{{inner},"x":"\\udead"}}', "control-character": f'{{{inner},"x":"\t"}}',
        "byte-order-mark": "\ufeff" + text, "space-before": " " + text,
        "in-a-list": f"[{text}]", "in-a-text": json.dumps(text), "single-quotes": text.replace('"', "'"), "unfinished": text[:-1],
    }
    for which, value in texts.items():
        tests.append(decrypt(f"encrypted-json-{which}", value, INVALID, flag))
    tests.append(decrypt("encrypted-json-white-space-is-fine", json.dumps(GOOD, indent=1) + "\n", READ, flag))
    tests.append(decrypt("encrypted-json-order-is-free", dict(reversed(GOOD.items())), READ, flag))
    for which, protected in {
        "duplicate": '{"alg":"A256KW","enc":"A256GCM","enc":"A256GCM"}', "trailing": '{"alg":"A256KW","enc":"A256GCM"}{}', "list": '["alg"]',
        "byte-order-mark": '\ufeff{"alg":"A256KW","enc":"A256GCM"}',
    }.items():
        tests.append(decrypt(f"encrypted-json-protected-{which}", sealed(protected, (None, WRAP), members={"alg": "A256KW"}), INVALID, flag))
    return tests


def _base64() -> list[dict[str, Any]]:
    """What is authenticated is the text as it stands, so that nothing but the encoding is wrong."""
    flag, tests = "base64url malleability", []
    header = {"alg": "A256KW", "enc": "A256GCM", "x": "\u00fb\u00ff\u00bf>>>"}
    aad = b64u("\u00fb\u00ff\u00bf>>>?")
    right = sealed(header, (None, WRAP), aad=aad, plaintext=ODD_CLAIMS)
    for name in ("protected", "encrypted_key", "iv", "ciphertext", "tag", "aad"):
        for which, text in malleated(right[name]).items():
            if which in ("tab", "crlf", "percent", "not-ascii"):
                continue
            token = {**right, name: text}
            if name == "protected":
                token = sealed(header, (None, WRAP), aad=aad, plaintext=ODD_CLAIMS, segment=text)
            elif name == "aad":
                token = sealed(header, (None, WRAP), aad=text, plaintext=ODD_CLAIMS)
            tests.append(decrypt(f"encrypted-base64-{name.replace('_', '-')}-{which}", token, INVALID, flag))
    for which, text in malleated(SEVERAL["recipients"][1]["encrypted_key"]).items():
        if which in ("padded", "spare-bits", "newline-at-end", "standard-alphabet"):
            second = {**SEVERAL["recipients"][1], "encrypted_key": text}
            tests.append(decrypt(
                f"encrypted-base64-second-recipient-{which}", {**SEVERAL, "recipients": [SEVERAL["recipients"][0], second]}, INVALID, flag,
            ))
    return tests
