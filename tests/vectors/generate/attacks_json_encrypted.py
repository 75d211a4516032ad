"""Attacks on JWE in its JSON serializations (attacks.md): headers, members, base64url, limits, several recipients."""

from __future__ import annotations

import json
from typing import Any

import hand
import make_jwe_json
from attacks_algorithms import CLAIMS
from attacks_header import _malformed as malformed_crit
from attacks_parsing import ODD_CLAIMS
from attacks_parsing import _malleated as malleated
from common import NOW, b64u, case, compact_json, error, group
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fixtures import Jwk, encryption_jwk, public, signing_jwk, stretch

WRAP, GCM, EC, DIRECT = (encryption_jwk(alg, kid=kid) for alg, kid in (("A256KW", "wrap"), ("A256GCMKW", "gcm"), ("ECDH-ES+A256KW", "ec"), ("dir", "direct")))
AGREE = encryption_jwk("ECDH-ES", kid="agree")
INVALID, JWT_INVALID, JWS_INVALID, LIMIT = (error(f"ERR_{code}") for code in ("JWE_INVALID", "JWT_INVALID", "JWS_INVALID", "JOSE_LIMIT_EXCEEDED"))
CRIT, FAILED = error("ERR_JOSE_CRIT_NOT_SUPPORTED"), error("ERR_JWE_DECRYPTION_FAILED")
NO_KEY, NOT_ALLOWED, NOT_SUPPORTED = error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED"), error("ERR_JOSE_NOT_SUPPORTED")
READ = {"plaintext": b64u(CLAIMS)}
ENC = {"enc": "A256GCM"}
TO_WRAP = {"alg": "A256KW", "kid": "wrap"}
PASSWORD = "correct horse battery staple"
PASSWORD_KEY = {"password": PASSWORD, "alg": "PBES2-HS256+A128KW"}
PBES2 = {"alg": "PBES2-HS256+A128KW", "p2c": 1000}


def groups() -> list[dict[str, Any]]:
    """The groups of attacks_json.json about encrypted tokens."""
    found = {
        "crit": _crit(), "Parameters where they must not be": _unprotected(), "Members": _members(), "Ambiguous JSON": _json(), "base64url": _base64(),
        "Encrypted keys": _encrypted_keys(), "Several recipients": _several(), "Limits": _limits(), "Compact or JSON, never both": _polyglot(),
    }
    return [group(tests, [], f"{comment}, encrypted") for comment, tests in found.items()]


def sealed(
    protected: dict[str, Any] | str | None, *recipients: tuple[dict[str, Any] | None, Jwk], unprotected: Any = None, aad: str | None = None,
    plaintext: str | bytes = CLAIMS, members: dict[str, Any] | None = None, general: bool = False, segment: str | None = None,
) -> dict[str, Any]:
    """A token with whatever headers, A256GCM inside. What key management adds goes into the recipient's header. `members` are the shared
    parameters where `protected` is text that is not to be read; `segment` is the base64url that takes its place; `aad` is base64url."""
    shared = members if members is not None else (protected if isinstance(protected, dict) else {}) | (unprotected or {})
    cek, entries = None, []
    for header, jwk in recipients:
        whole = {**ENC, **shared, **(header or {})}
        before = set(whole)
        password = PASSWORD if whole["alg"].startswith("PBES2") else None
        cek, encrypted_key = hand._key_management(whole, jwk, password, cek, f"json {len(entries)} {compact_json(whole)}")
        own = (header or {}) | {name: value for name, value in whole.items() if name not in before}
        entries.append(({"header": own} if own or header is not None else {}) | ({"encrypted_key": b64u(encrypted_key)} if encrypted_key else {}))
    if segment is None and protected is not None:
        segment = hand.segment(protected)
    authenticated = (segment or "") + ("" if aad is None else f".{aad}")
    label = f"json {authenticated} {compact_json(entries)}"
    iv = stretch("iv" + label, 12)
    assert cek is not None
    body = AESGCM(cek).encrypt(iv, plaintext.encode() if isinstance(plaintext, str) else plaintext, authenticated.encode())
    found: dict[str, Any] = {} if segment is None else {"protected": segment}
    found |= {} if unprotected is None else {"unprotected": unprotected}
    found |= {"recipients": entries} if general or len(entries) > 1 else entries[0]
    return found | ({} if aad is None else {"aad": aad}) | {"iv": b64u(iv), "ciphertext": b64u(body[:-16]), "tag": b64u(body[-16:])}


def decrypt(
    id: str, token: Any, expect: dict[str, Any], flag: str, comment: str | None = None, keys: Any = None, operation: str = "jwe.decrypt", **options: Any,
) -> dict[str, Any]:
    """A case of `jwe.decrypt`, with WRAP unless said otherwise."""
    if operation in ("verify", "decrypt"):
        options = {"now": NOW, **options}
    held = keys if keys is not None else {"jwk": WRAP}
    return case(
        f"attack-json-{id}", operation, {"token": token, "keys": held}, expect, flags=[flag], comment=comment, **({"options": options} if options else {}),
    )


def without(token: dict[str, Any], *names: str) -> dict[str, Any]:
    """The token without these members."""
    return {name: value for name, value in token.items() if name not in names}


GOOD = sealed({**ENC, **TO_WRAP}, (None, WRAP))
SEVERAL = sealed(ENC, (TO_WRAP, WRAP), ({"alg": "A256GCMKW", "kid": "gcm"}, GCM))
BOTH = [{"jwk": WRAP}, {"jwk": GCM}]


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


def _encrypted_keys() -> list[dict[str, Any]]:
    flag, direct, agree = "sign/encrypt confusion", {"jwk": DIRECT}, {"jwk": AGREE}
    plain_direct = sealed({**ENC, "alg": "dir"}, (None, DIRECT))
    plain_agree = sealed({**ENC}, ({"alg": "ECDH-ES"}, AGREE))
    listed = {**without(plain_direct, "header"), "recipients": [{}]}
    tests = [
        decrypt("encrypted-key-dir", plain_direct, READ, flag, keys=direct),
        decrypt(
            "encrypted-key-dir-empty", {**plain_direct, "encrypted_key": ""}, READ, flag, "joserfc writes such: an empty encrypted key is none.",
            keys=direct,
        ),
        decrypt("encrypted-key-dir-given", {**plain_direct, "encrypted_key": "AAAA"}, INVALID, flag, keys=direct),
        decrypt("encrypted-key-dir-general", listed, {**READ, "recipient": 0}, flag, keys=direct),
        decrypt("encrypted-key-dir-general-given", {**listed, "recipients": [{"encrypted_key": "AAAA"}]}, INVALID, flag, keys=direct),
        decrypt("encrypted-key-agreement", plain_agree, READ, flag, keys=agree),
        decrypt("encrypted-key-agreement-given", {**plain_agree, "encrypted_key": "AAAA"}, INVALID, flag, keys=agree),
        decrypt("encrypted-key-agreement-epk-missing", {**plain_agree, "header": {"alg": "ECDH-ES"}}, INVALID, flag, keys=agree),
        decrypt("encrypted-key-wrap-missing", without(GOOD, "encrypted_key"), FAILED, flag, "As an empty one in a compact token."),
        decrypt("encrypted-key-wrap-empty", {**GOOD, "encrypted_key": ""}, FAILED, flag),
        decrypt("encrypted-key-wrap-short", {**GOOD, "encrypted_key": GOOD["encrypted_key"][:32]}, FAILED, flag),
        decrypt(
            "encrypted-key-of-another-token", {**GOOD, "encrypted_key": sealed({**ENC, **TO_WRAP, "x": 1}, (None, WRAP))["encrypted_key"]}, FAILED, flag,
        ),
    ]
    ec = sealed(ENC, ({"alg": "ECDH-ES+A256KW", "kid": "ec"}, EC))
    curve, epk = "invalid curve and small order", ec["header"]["epk"]
    gcm = sealed(ENC, ({"alg": "A256GCMKW", "kid": "gcm"}, GCM))
    for which, value in {
        "null": None, "text": "x", "list": [], "empty": {}, "other-curve": {**epk, "crv": "P-384"}, "private": public(epk) | {"d": EC["d"]},
        "x-padded": {**epk, "x": epk["x"] + "="},
    }.items():
        tests.append(decrypt(f"encrypted-epk-{which}", {**ec, "header": {**ec["header"], "epk": value}}, INVALID, curve, keys={"jwk": EC}))
    for which, value in {"off-the-curve": {**epk, "y": epk["x"]}, "zeros": {**epk, "x": b64u(bytes(32)), "y": b64u(bytes(32))}}.items():
        tests.append(decrypt(f"encrypted-epk-{which}", {**ec, "header": {**ec["header"], "epk": value}}, FAILED, curve, keys={"jwk": EC}))
    for name in ("iv", "tag"):
        for which, value in {"missing": None, "short": b64u(bytes(8)), "empty": "", "number": 1, "padded": gcm["header"][name] + "="}.items():
            header = {key: other for key, other in gcm["header"].items() if key != name} | ({} if which == "missing" else {name: value})
            tests.append(decrypt(f"encrypted-gcmkw-{name}-{which}", {**gcm, "header": header}, INVALID, "short tags, wrong IVs", keys={"jwk": GCM}))
    count = "PBES2 count"
    password = sealed(ENC, (PBES2, {}))
    invalid = {"zero": 0, "negative": -1, "float": 1000.5, "text": "1000", "null": None, "list": [1000], "true": True}
    for which, value in invalid.items():
        tests.append(decrypt(f"encrypted-p2c-{which}", {**password, "header": {**password["header"], "p2c": value}}, INVALID, count, keys=PASSWORD_KEY))
    for which, value in {"one": 1, "999": 999, "one-over": 1_000_001, "2-31": 2**31, "2-32": 2**32, "2-63": 2**63}.items():
        tests.append(decrypt(f"encrypted-p2c-{which}", {**password, "header": {**password["header"], "p2c": value}}, LIMIT, count, keys=PASSWORD_KEY))
    tests.append(decrypt("encrypted-p2c-1000", password, READ, count, keys=PASSWORD_KEY))
    return tests


def _several() -> list[dict[str, Any]]:
    flag = "sign/encrypt confusion"
    first, second = SEVERAL["recipients"]
    direct, agreed = {"header": {"alg": "dir"}}, {"header": {"alg": "ECDH-ES", "epk": sealed(ENC, ({"alg": "ECDH-ES"}, AGREE))["header"]["epk"]}}
    unknown, broken = {"header": {"alg": "XX1"}, "encrypted_key": "AAAA"}, {**first, "encrypted_key": second["encrypted_key"]}

    def of(*recipients: Any) -> dict[str, Any]:
        return {**SEVERAL, "recipients": list(recipients)}

    return [
        decrypt("recipients-first", SEVERAL, {**READ, "recipient": 0, "key_id": "wrap"}, flag, keys=BOTH),
        decrypt("recipients-second", SEVERAL, {**READ, "recipient": 1, "key_id": "gcm"}, flag, keys={"jwk": GCM}),
        decrypt(
            "recipients-dir-among-them", of(first, direct), INVALID, flag, "RFC 7518, section 4.5: dir has one recipient.", keys=[*BOTH, {"jwk": DIRECT}],
        ),
        decrypt("recipients-dir-among-them-key-not-held", of(first, direct), INVALID, flag),
        decrypt("recipients-dir-first", of(direct, first), INVALID, flag),
        decrypt("recipients-agreement-among-them", of(first, agreed), INVALID, flag),
        decrypt("recipients-agreement-twice", of(agreed, agreed), INVALID, flag, keys={"jwk": AGREE}),
        decrypt("recipients-dir-twice", of(direct, direct), INVALID, flag, keys={"jwk": DIRECT}),
        decrypt("recipients-unknown-passed-over", of(unknown, first), {**READ, "recipient": 1}, flag),
        decrypt("recipients-unknown-only", of(unknown, unknown), NOT_SUPPORTED, flag),
        decrypt("recipients-broken-then-good", of(broken, second), {**READ, "recipient": 1, "key_id": "gcm"}, flag, keys=BOTH),
        decrypt("recipients-broken-only", of(broken, second), FAILED, flag),
        decrypt(
            "recipients-swapped-keys", of({**first, "encrypted_key": second["encrypted_key"]}, {**second, "encrypted_key": first["encrypted_key"]}), FAILED,
            flag, keys=BOTH,
        ),
        decrypt("recipients-key-not-held", SEVERAL, NO_KEY, flag, keys={"jwk": encryption_jwk("A256KW", "third", kid="third")}),
        decrypt("recipients-other-content", {**SEVERAL, "ciphertext": GOOD["ciphertext"], "iv": GOOD["iv"], "tag": GOOD["tag"]}, FAILED, flag, keys=BOTH),
        decrypt("recipients-listed", SEVERAL, {**READ, "recipient": 1}, "allow-list bypass", keys=BOTH, key_management=["A256GCMKW"]),
        decrypt("recipients-not-listed", SEVERAL, NOT_ALLOWED, "allow-list bypass", keys=BOTH, key_management=["A128KW"]),
        decrypt("recipients-enc-not-listed", SEVERAL, NOT_ALLOWED, "allow-list bypass", keys=BOTH, content_encryption=["A128GCM"]),
        decrypt(
            "recipients-public-key", sealed(ENC, ({"alg": "ECDH-ES+A256KW", "kid": "ec"}, EC), (TO_WRAP, WRAP)), NO_KEY, flag, keys={"jwk": public(EC)},
        ),
        decrypt("recipients-jwk-in-header", sealed(ENC, ({**TO_WRAP, "jwk": WRAP}, WRAP)), NO_KEY, "header key trust", keys={"jwks": {"keys": []}}),
        decrypt("recipients-signing-key", sealed(ENC, (TO_WRAP, WRAP)), NOT_ALLOWED, "algorithm confusion", keys={"jwk": signing_jwk("HS256")}),
    ]


def _limits() -> list[dict[str, Any]]:
    flag = "parser exhaustion"
    text = compact_json(GOOD)
    nameless = {"alg": "A256KW"}
    keys = [{"jwk": encryption_jwk("A256KW", f"key {number}")} for number in range(4)] + [{"jwk": WRAP}]
    tests = [
        decrypt("encrypted-limit-size-at", text, READ, flag, max_token_bytes=len(text)),
        decrypt("encrypted-limit-size-over", text, LIMIT, flag, max_token_bytes=len(text) - 1),
        decrypt(
            "encrypted-limit-header-three", sealed({**ENC, "a": "x" * 60}, ({**nameless, "b": "x" * 60}, WRAP), unprotected={"c": "x" * 60}), LIMIT, flag,
            "Together.", max_header_bytes=180,
        ),
        decrypt(
            "encrypted-limit-header-three-kept", sealed({**ENC, "a": "x" * 60}, ({**nameless, "b": "x" * 60}, WRAP), unprotected={"c": "x" * 60}), READ,
            flag, max_header_bytes=300,
        ),
        decrypt(
            "encrypted-limit-header-of-the-second",
            {
                **SEVERAL,
                "recipients": [SEVERAL["recipients"][0], {**SEVERAL["recipients"][1], "header": {**SEVERAL["recipients"][1]["header"], "x": "x" * 400}}],
            },
            LIMIT, flag, max_header_bytes=300,
        ),
        decrypt("encrypted-limit-header-default", {**GOOD, "unprotected": {"x": "x" * 17 * 1024}}, LIMIT, flag),
        decrypt("encrypted-limit-depth-flattened-2", {**GOOD, "header": {"x": 1}}, READ, flag, max_json_depth=2),
        decrypt("encrypted-limit-depth-flattened-1", {**GOOD, "header": {"x": 1}}, LIMIT, flag, max_json_depth=1),
        decrypt("encrypted-limit-depth-general-4", SEVERAL, READ, flag, max_json_depth=4),
        decrypt("encrypted-limit-depth-general-3", SEVERAL, LIMIT, flag, max_json_depth=3),
        decrypt("encrypted-limit-attempts-16", sealed(ENC, *[(nameless, WRAP)] * 16), {**READ, "recipient": 0}, flag),
        decrypt("encrypted-limit-attempts-17", sealed(ENC, *[(nameless, WRAP)] * 17), LIMIT, flag, "Before the first is tried."),
        decrypt("encrypted-limit-attempts-17-raised", sealed(ENC, *[(nameless, WRAP)] * 17), READ, flag, max_attempts=17),
        decrypt("encrypted-limit-attempts-product", sealed(ENC, *[(nameless, WRAP)] * 4), LIMIT, flag, "Four recipients by five keys.", keys=keys),
        decrypt("encrypted-limit-attempts-product-kept", sealed(ENC, *[(nameless, WRAP)] * 3), READ, flag, "Three recipients by five keys.", keys=keys),
        decrypt(
            "encrypted-limit-attempts-no-key", sealed(ENC, *[({"alg": "A256KW", "kid": "other"}, WRAP)] * 30, (TO_WRAP, WRAP)), {**READ, "recipient": 30},
            flag,
        ),
        decrypt(
            "encrypted-limit-attempts-unknown", {**SEVERAL, "recipients": [{"header": {"alg": "XX1"}}] * 100 + SEVERAL["recipients"]},
            {**READ, "recipient": 100}, flag,
        ),
        decrypt("encrypted-limit-many-empty-recipients", {**SEVERAL, "recipients": [{}] * 1000}, INVALID, flag),
    ]
    for depth, expect in ((32, READ), (33, LIMIT), (5000, LIMIT)):
        lists = "[" * (depth - 1) + "]" * (depth - 1)
        tests.append(decrypt(f"encrypted-limit-depth-{depth}", f'{text[:-1]},"x":{lists}}}', expect, flag))
    count = "PBES2 count"
    three = sealed(ENC, (PBES2, {}), (PBES2, {}), (PBES2, {}))
    large = {**three, "recipients": [{**one, "header": {**one["header"], "p2c": 400_000}} for one in three["recipients"]]}
    tests += [
        decrypt("encrypted-p2c-sum-default", large, LIMIT, count, "Each is allowed; together they are 1,200,000.", keys=PASSWORD_KEY),
        decrypt("encrypted-p2c-sum-kept", three, READ, count, keys=PASSWORD_KEY, max_pbes2_iterations=3000),
        decrypt("encrypted-p2c-sum-over", three, LIMIT, count, "Before the first is tried.", keys=PASSWORD_KEY, max_pbes2_iterations=2999),
    ]
    bomb = hand.deflate(bytes(300 * 1024))
    inflate = "inflate bomb"
    tests.append(decrypt("encrypted-inflate", sealed({**ENC, "zip": "DEF"}, (TO_WRAP, WRAP), ({"alg": "A256GCMKW"}, GCM), plaintext=bomb), LIMIT, inflate))
    tests.append(decrypt("encrypted-inflate-flattened", sealed({**ENC, **TO_WRAP, "zip": "DEF"}, (None, WRAP), plaintext=bomb), LIMIT, inflate))
    tests.append(decrypt(
        "encrypted-inflate-limit", sealed({**ENC, **TO_WRAP, "zip": "DEF"}, (None, WRAP), plaintext=hand.deflate(CLAIMS.encode())), LIMIT, inflate,
        max_inflated_bytes=len(CLAIMS) - 1,
    ))
    tests.append(decrypt("encrypted-inflate-not-deflate", sealed({**ENC, **TO_WRAP, "zip": "DEF"}, (None, WRAP), plaintext="not DEFLATE"), FAILED, inflate))
    return tests


def _polyglot() -> list[dict[str, Any]]:
    flag, tests = "polyglot token", []
    compact = hand.encrypt({**TO_WRAP, **ENC}, CLAIMS, WRAP)
    protected, key, iv, ciphertext, tag = compact.split(".")
    parts = {"protected": protected, "encrypted_key": key, "iv": iv, "ciphertext": ciphertext, "tag": tag}
    forms = {
        "flattened": parts, "general": {**without(parts, "encrypted_key"), "recipients": [{"encrypted_key": key}]},
        "trailing": compact_json(parts) + "....", "several": SEVERAL,
    }
    for which, token in forms.items():
        tests.append(case(f"attack-json-inspect-encrypted-{which}", "inspect_unverified", {"token": token}, JWT_INVALID, flags=[flag]))
        tests.append(decrypt(f"jwt-decrypt-encrypted-{which}", token, JWT_INVALID, flag, "A JWT is compact (RFC 7519).", operation="decrypt"))
        tests.append(decrypt(f"jwt-verify-encrypted-{which}", token, JWT_INVALID, flag, operation="verify", keys={"jwk": signing_jwk("HS256")}))
        tests.append(case(
            f"attack-json-jwt-verifier-encrypted-{which}", "verifier.verify", {"token": token, "decryption_keys": {"jwk": WRAP}}, JWT_INVALID, flags=[flag],
            options={"now": NOW},
        ))
        tests.append(case(
            f"attack-json-jwt-unseal-encrypted-{which}", "unseal",
            {"token": token, "decrypt_with": {"jwk": WRAP}, "verify_with": {"jwk": signing_jwk("HS256")}}, JWT_INVALID, flags=[flag], options={"now": NOW},
        ))
    nested = hand.encrypt(
        {**TO_WRAP, **ENC, "cty": "JWT"}, compact_json({"payload": b64u(CLAIMS), "protected": hand.segment({"alg": "HS256"}), "signature": "AAAA"}), WRAP,
    )
    tests += [
        case("attack-json-jwt-nested-json", "unseal", {"token": nested, "decrypt_with": {"jwk": WRAP}, "verify_with": {"jwk": signing_jwk("HS256")}},
            JWT_INVALID, flags=[flag],
             comment="The signed token inside is JSON, and a JWT is compact.", options={"now": NOW}),
        decrypt(
            "polyglot-encrypted-text-is-json", compact_json({f"  {compact}": "", **parts}), READ, flag,
            "It begins with a brace: JSON, whose unknown member says nothing.",
        ),
        decrypt("polyglot-encrypted-compact-in-protected", {**parts, "protected": compact}, INVALID, flag),
        decrypt("polyglot-encrypted-compact-in-ciphertext", {**parts, "ciphertext": compact}, INVALID, flag),
        decrypt("polyglot-encrypted-quoted", f'"{compact}"', INVALID, flag),
        decrypt("polyglot-encrypted-to-jws", parts, JWS_INVALID, flag, operation="jws.verify", keys={"jwk": signing_jwk("HS256")}),
        decrypt(
            "polyglot-encrypted-protected-with-aad", {**without(make_aad(), "aad"), "protected": f"{make_aad()['protected']}.{make_aad()['aad']}"}, INVALID,
            flag, "What is authenticated is the same text.",
        ),
        decrypt(
            "polyglot-encrypted-aad-as-compact", ".".join(make_aad()[name] for name in ("protected", "aad", "encrypted_key", "iv", "ciphertext", "tag")),
            INVALID, flag,
        ),
    ]
    return tests


def make_aad() -> dict[str, Any]:
    """A flattened token with aad, by jose."""
    return json.loads(make_jwe_json.tokens()["aad-jose"])
