"""Attacks on the headers of JWE in its JSON serializations: `crit`, and what must not be
unprotected.
"""

from __future__ import annotations

from typing import Any

import hand
from attacks_algorithms import CLAIMS
from attacks_header import _malformed as malformed_crit
from common import compact_json
from json_encrypted import CRIT, ENC, FAILED, GCM, GOOD, INVALID, NOT_SUPPORTED, READ, SEVERAL, TO_WRAP, WRAP, decrypt, sealed, without


def classes() -> dict[str, list[dict[str, Any]]]:
    """The cases of each class."""
    return {"crit": _crit(), "Parameters where they must not be": _unprotected()}


def _crit() -> list[dict[str, Any]]:
    flag, tests = "crit", []
    base = {**ENC, **TO_WRAP, "typ": "JWT", "jwk": {}, "exp2": 1}
    more = {"names-enc": ["enc"], "names-zip": ["zip"], "names-p2c": ["p2c"], "names-epk": ["epk"]}
    for which, value in {**malformed_crit(), **more}.items():
        tests.append(decrypt(f"encrypted-crit-{which}", sealed({**base, "crit": value}, (None, WRAP)), INVALID, flag, critical=["exp2", "exp3"]))
    tests += [
        decrypt("encrypted-crit-unknown", sealed({**base, "crit": ["exp2"]}, (None, WRAP)), CRIT, flag),
        decrypt("encrypted-crit-unknown-general", sealed({**ENC, "crit": ["exp2"], "exp2": 1}, (TO_WRAP, WRAP), ({"alg": "A256GCMKW"}, GCM)), CRIT, flag),
        decrypt(
            "encrypted-crit-b64", sealed({**base, "b64": True, "crit": ["b64"]}, (None, WRAP)), CRIT, flag, "b64 is an extension of JWS only (RFC 7797).",
        ),
        decrypt("encrypted-crit-listed", sealed({**base, "crit": ["exp2"]}, (None, WRAP)), READ, flag, "The caller understands it.", critical=["exp2"]),
        decrypt(
            "encrypted-crit-shared-unprotected", sealed({**ENC, **TO_WRAP, "exp2": 1}, (None, WRAP), unprotected={"crit": ["exp2"]}), INVALID, flag,
            critical=["exp2"],
        ),
        decrypt("encrypted-crit-in-recipient", sealed({**ENC, "exp2": 1}, ({**TO_WRAP, "crit": ["exp2"]}, WRAP)), INVALID, flag, critical=["exp2"]),
        decrypt("encrypted-crit-in-recipient-empty", sealed(ENC, ({**TO_WRAP, "crit": []}, WRAP)), INVALID, flag),
        decrypt(
            "encrypted-crit-in-second-recipient", sealed({**ENC, "exp2": 1}, (TO_WRAP, WRAP), ({"alg": "A256GCMKW", "crit": ["exp2"]}, GCM)), INVALID, flag,
            critical=["exp2"],
        ),
        decrypt(
            "encrypted-crit-in-recipient-of-unknown-algorithm",
            {**SEVERAL, "recipients": [*SEVERAL["recipients"], {"header": {"alg": "XX1", "crit": ["x"], "x": 1}}]}, INVALID, flag,
        ),
        decrypt(
            "encrypted-crit-names-shared-unprotected", sealed({**ENC, **TO_WRAP, "crit": ["exp2"]}, (None, WRAP), unprotected={"exp2": 1}), INVALID, flag,
            critical=["exp2"],
        ),
        decrypt("encrypted-crit-names-recipients", sealed({**ENC, "crit": ["exp2"]}, ({**TO_WRAP, "exp2": 1}, WRAP)), INVALID, flag, critical=["exp2"]),
    ]
    return tests


def _unprotected() -> list[dict[str, Any]]:
    flag, tests = "unprotected overrides", []
    for name, value in {"alg": "A256KW", "enc": "A256GCM", "kid": "wrap", "typ": "JWT", "cty": "JWT", "x": 1, "": 0}.items():
        label = name or "empty-name"
        rest = {key: other for key, other in {**ENC, **TO_WRAP}.items() if key != name}
        tests += [
            decrypt(
                f"encrypted-two-headers-{label}-protected-shared", sealed({**rest, name: value}, (None, WRAP), unprotected={name: value}), INVALID, flag,
                "Equal, and still in two headers.",
            ),
            decrypt(f"encrypted-two-headers-{label}-protected-recipient", sealed({**rest, name: value}, ({name: value}, WRAP)), INVALID, flag),
            decrypt(f"encrypted-two-headers-{label}-shared-recipient", sealed(rest, ({name: value}, WRAP), unprotected={name: value}), INVALID, flag),
        ]
    in_second = {
        **SEVERAL,
        "recipients": [SEVERAL["recipients"][0], {**SEVERAL["recipients"][1], "header": {**SEVERAL["recipients"][1]["header"], "enc": "A256GCM"}}],
    }
    tests += [
        decrypt("encrypted-two-headers-in-the-second", in_second, INVALID, flag, "The first recipient is good, and the only one whose key is held."),
        decrypt(
            "encrypted-two-headers-escaped",
            compact_json(sealed({**ENC, **TO_WRAP}, (None, WRAP), unprotected={"x": 1})).replace('"x":1', '"\\u0065nc":"A256GCM"'), INVALID, flag,
        ),
        decrypt(
            "encrypted-same-name-in-two-recipients", sealed(ENC, ({**TO_WRAP, "x": 1}, WRAP), ({"alg": "A256GCMKW", "x": 2}, GCM)), READ, flag,
            "Each recipient has its own header.",
        ),
        decrypt(
            "encrypted-zip-shared-unprotected",
            sealed({**ENC, **TO_WRAP}, (None, WRAP), unprotected={"zip": "DEF"}, plaintext=hand.deflate(CLAIMS.encode())), INVALID, flag,
            "RFC 7516, section 4.1.3: zip is protected.",
        ),
        decrypt("encrypted-zip-in-recipient", sealed(ENC, ({**TO_WRAP, "zip": "DEF"}, WRAP), plaintext=hand.deflate(CLAIMS.encode())), INVALID, flag),
        decrypt("encrypted-zip-in-recipient-null", sealed(ENC, ({**TO_WRAP, "zip": None}, WRAP)), INVALID, flag),
        decrypt("encrypted-zip-in-second-recipient", sealed(ENC, (TO_WRAP, WRAP), ({"alg": "A256GCMKW", "zip": "DEF"}, GCM)), INVALID, flag),
        decrypt("encrypted-no-alg", without(GOOD, "protected") | {"protected": hand.segment(ENC)}, INVALID, flag),
        decrypt("encrypted-no-enc", sealed(TO_WRAP, (None, WRAP)), INVALID, flag),
        decrypt("encrypted-no-headers", without(GOOD, "protected"), INVALID, flag),
        decrypt("encrypted-no-alg-in-the-second", {**SEVERAL, "recipients": [SEVERAL["recipients"][0], {"encrypted_key": "AAAA"}]}, INVALID, flag),
        decrypt(
            "encrypted-protected-moved-out", {**without(GOOD, "protected"), "unprotected": {**ENC, **TO_WRAP}}, FAILED, flag,
            "The tag is over the protected header.",
        ),
        decrypt(
            "encrypted-shared-moved-in",
            {**without(sealed(ENC, (None, WRAP), unprotected=TO_WRAP), "unprotected"), "protected": hand.segment({**ENC, **TO_WRAP})}, FAILED, flag,
        ),
        decrypt(
            "encrypted-header-added", {**GOOD, "unprotected": {"admin": True}, "header": {"x": 1}},
            {**READ, "unprotected": {"admin": True}, "recipient_header": {"x": 1}}, flag, "Whoever carries a token may; so they are given apart.",
        ),
        decrypt(
            "encrypted-enc-differs", sealed(None, ({**TO_WRAP, "enc": "A256GCM"}, WRAP), ({"alg": "A256GCMKW", "enc": "A128GCM"}, GCM)), INVALID, flag,
            "RFC 7516, section 7.2.1: enc is the same for all recipients.",
        ),
        decrypt("encrypted-enc-of-the-first-only", sealed(None, ({**TO_WRAP, "enc": "A256GCM"}, WRAP), ({"alg": "A256GCMKW"}, GCM)), INVALID, flag),
        decrypt(
            "encrypted-enc-differs-from-shared", sealed(None, (TO_WRAP, WRAP), ({"alg": "A256GCMKW", "enc": "A128GCM"}, GCM), unprotected=ENC), INVALID,
            flag,
        ),
        decrypt("encrypted-alg-none", {**GOOD, "protected": hand.segment({"alg": "none", **ENC})}, NOT_SUPPORTED, "`none` and its case variants"),
        decrypt("encrypted-alg-rsa1-5", {**GOOD, "protected": hand.segment({"alg": "RSA1_5", **ENC})}, NOT_SUPPORTED, "padding and decryption oracles"),
        decrypt("encrypted-enc-unknown", {**GOOD, "protected": hand.segment({**TO_WRAP, "enc": "A256CTR"})}, NOT_SUPPORTED, "algorithm confusion"),
        decrypt("encrypted-zip-unknown", sealed({**ENC, **TO_WRAP, "zip": "GZ"}, (None, WRAP)), NOT_SUPPORTED, "inflate bomb"),
    ]
    for which, value in {"number": 1, "null": None, "list": ["A256KW"], "object": {}, "true": True}.items():
        for name in ("alg", "enc", "kid"):
            whole = {**ENC, **TO_WRAP, name: value}
            tests.append(decrypt(f"encrypted-unprotected-{name}-{which}", {**without(GOOD, "protected"), "unprotected": whole}, INVALID, flag))
            tests.append(decrypt(f"encrypted-recipient-{name}-{which}", {**without(GOOD, "protected"), "header": whole}, INVALID, flag))
    return tests
