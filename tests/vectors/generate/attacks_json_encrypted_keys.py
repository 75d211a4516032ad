"""Attacks on the key management of JWE in its JSON serializations: encrypted keys, several
recipients, limits.
"""

from __future__ import annotations

from typing import Any

import hand
from attacks_algorithms import CLAIMS
from common import b64u, compact_json
from fixtures import encryption_jwk, public, signing_jwk
from json_encrypted import (
    AGREE, BOTH, DIRECT, EC, ENC, FAILED, GCM, GOOD, INVALID, LIMIT, NOT_ALLOWED, NOT_SUPPORTED, NO_KEY, PASSWORD_KEY,
    PBES2, READ, SEVERAL, TO_WRAP, WRAP, decrypt, sealed, without,
)


def classes() -> dict[str, list[dict[str, Any]]]:
    """The cases of each class."""
    return {"Encrypted keys": _encrypted_keys(), "Several recipients": _several(), "Limits": _limits()}


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
