"""Attacks on what JWS in its JSON serializations is believed: limits, several signatures, keys and
algorithms.
"""

from __future__ import annotations

from typing import Any

import hand
from common import b64u, compact_json
from fixtures import public, signing_jwk
from json_signed import (
    EC, EDDSA, FAILED, GOOD, GOOD_ENTRY, INVALID, LIMIT, NOT_ALLOWED, NO_KEY, PROTECTED, READ, RSA, SECRET, entry, flat,
    general, verify,
)


def classes() -> dict[str, list[dict[str, Any]]]:
    """The cases of each class."""
    return {"Limits": _limits(), "One signature is not all": _several(), "Keys and algorithms": _keys()}


def _limits() -> list[dict[str, Any]]:
    flag, tests = "parser exhaustion", []
    text = compact_json(GOOD)
    nested = {"flattened": (2, GOOD | {"header": {"x": 1}}), "general": (4, general(GOOD_ENTRY | {"header": {"x": 1}}))}
    for which, (depth, token) in nested.items():
        tests.append(verify(f"limit-depth-{which}-{depth}", token, READ, flag, "The token's own object is the first level.", max_json_depth=depth))
        tests.append(verify(f"limit-depth-{which}-{depth - 1}", token, LIMIT, flag, max_json_depth=depth - 1))
    for depth, expect in ((32, READ), (33, LIMIT), (5000, LIMIT)):
        lists = "[" * (depth - 1) + "]" * (depth - 1)
        tests.append(verify(f"limit-depth-{depth}", f'{text[:-1]},"x":{lists}}}', expect, flag, "In a member that nobody reads."))
        lists = "[" * (depth - 2) + "]" * (depth - 2)
        tests.append(verify(f"limit-depth-header-{depth}", f'{text[:-1]},"header":{{"x":{lists}}}}}', expect, flag))
        lists = "[" * (depth - 1) + "]" * (depth - 1)
        if depth < 5000:
            tests.append(verify(f"limit-depth-protected-{depth}", flat(f'{{"alg":"HS256","x":{lists}}}'), expect, flag))
    tests += [
        verify("limit-size-at", text, READ, flag, max_token_bytes=len(text)),
        verify("limit-size-over", text, LIMIT, flag, max_token_bytes=len(text) - 1),
        verify("limit-size-before-json", "{" * 101, LIMIT, flag, "The size comes before anything else.", max_token_bytes=100),
        verify("limit-size-as-jwt", text, LIMIT, flag, max_token_bytes=len(text) - 1, operation="verify"),
        verify(
            "limit-size-more-than-compact", {**GOOD, "x": "x" * (260 * 1024)}, READ, flag,
            "Over 256 KiB, which is a compact token's limit; JSON has 1 MiB.",
        ),
        verify("limit-header-protected", flat({"alg": "HS256", "x": "x" * 200}), LIMIT, flag, max_header_bytes=100),
        verify("limit-header-unprotected", {**GOOD, "header": {"x": "x" * 200}}, LIMIT, flag, max_header_bytes=100),
        verify(
            "limit-header-both", flat({"alg": "HS256", "x": "x" * 60}, {"y": "y" * 60}), LIMIT, flag, "Each is shorter, and together they are longer.",
            max_header_bytes=120,
        ),
        verify("limit-header-both-kept", flat({"alg": "HS256", "x": "x" * 60}, {"y": "y" * 60}), READ, flag, max_header_bytes=200),
        verify("limit-header-of-the-second", general(GOOD_ENTRY, GOOD_ENTRY | {"header": {"x": "x" * 200}}), LIMIT, flag, max_header_bytes=100),
        verify(
            "limit-header-of-each", general(*[entry({"alg": "HS256", "x": "x" * 60})] * 3), {**READ, "verified": [0, 1, 2]}, flag,
            "Not of all signatures together.", max_header_bytes=120,
        ),
        verify("limit-header-default", {**GOOD, "header": {"x": "x" * 17 * 1024}}, LIMIT, flag),
    ]
    sixteen = general(*[GOOD_ENTRY] * 16)
    keys = [{"jwk": signing_jwk("HS256", f"key {number}")} for number in range(4)] + [{"jwk": SECRET}]
    tests += [
        verify("limit-attempts-16", sixteen, {**READ, "verified": list(range(16))}, flag),
        verify("limit-attempts-17", general(*[GOOD_ENTRY] * 17), LIMIT, flag, "Before the first is tried."),
        verify("limit-attempts-17-raised", general(*[GOOD_ENTRY] * 17), {**READ, "verified": list(range(17))}, flag, max_attempts=17),
        verify("limit-attempts-lowered", general(GOOD_ENTRY, GOOD_ENTRY), LIMIT, flag, max_attempts=1),
        verify("limit-attempts-product", general(*[entry({"alg": "HS256"})] * 4), LIMIT, flag, "Four signatures by five keys.", keys=keys),
        verify(
            "limit-attempts-product-kept", general(*[entry({"alg": "HS256"})] * 3), {**READ, "verified": [0, 1, 2], "key_id": "secret"}, flag,
            "Three signatures by five keys.", keys=keys,
        ),
        verify(
            "limit-attempts-unknown-algorithms", general(*[{"header": {"alg": "XX1"}, "signature": ""}] * 100, GOOD_ENTRY), {**READ, "verified": [100]},
            flag, "Nothing is tried on what is passed over.",
        ),
        verify(
            "limit-attempts-no-key", general(*[{"header": {"alg": "HS256", "kid": "other"}, "signature": ""}] * 100, GOOD_ENTRY),
            {**READ, "verified": [100]}, flag,
        ),
        verify("limit-attempts-all", general(*[GOOD_ENTRY] * 17), LIMIT, flag, require="all"),
        verify("limit-many-empty-entries", general(*[{}] * 1000), INVALID, flag),
    ]
    return tests


def _several() -> list[dict[str, Any]]:
    flag = "multi-signature confusion"
    both = [{"jwk": SECRET}, {"jwk": public(EDDSA)}]
    ed = entry({"alg": "Ed25519", "kid": "ed"}, None, EDDSA)
    attacker = signing_jwk("Ed25519", "attacker", kid="ed")
    forged = entry({"alg": "Ed25519", "kid": "ed", "admin": True}, None, attacker)
    unsigned = {"protected": hand.segment({**PROTECTED, "admin": True}), "signature": b64u(bytes(32))}
    copied = {**ed, "protected": hand.segment({"alg": "Ed25519", "kid": "ed", "admin": True})}
    foreign = entry({"alg": "Ed25519", "kid": "attacker"}, None, signing_jwk("Ed25519", "attacker"))
    header = {"header": {"alg": "Ed25519", "kid": "ed"}, "key_id": "ed"}
    return [
        verify("several-both", general(GOOD_ENTRY, ed), {**READ, "verified": [0, 1], "header": PROTECTED}, flag, keys=both),
        verify(
            "several-forged-and-good", general(forged, GOOD_ENTRY), {**READ, "verified": [1], "header": PROTECTED, "key_id": "secret"}, flag,
            "What is reported is what verified.", keys=both,
        ),
        verify("several-forged-and-good-all", general(forged, GOOD_ENTRY), FAILED, flag, keys=both, require="all"),
        verify("several-good-and-forged", general(GOOD_ENTRY, forged), {**READ, "verified": [0], "header": PROTECTED}, flag, keys=both),
        verify("several-good-and-forged-all", general(GOOD_ENTRY, forged), FAILED, flag, keys=both, require="all"),
        verify(
            "several-unsigned-header-first", general(unsigned, ed), {**READ, "verified": [1], **header}, flag, "The forged header is not the one returned.",
            keys=both,
        ),
        verify("several-unsigned-header-last", general(ed, unsigned), {**READ, "verified": [0], **header}, flag, keys=both),
        verify("several-copied-signature", general(copied, ed), {**READ, "verified": [1], **header}, flag, keys=both),
        verify("several-copied-signature-all", general(copied, ed), FAILED, flag, keys=both, require="all"),
        verify("several-attackers-own", general(foreign, ed), {**READ, "verified": [1], **header}, flag, keys=both),
        verify("several-attackers-own-all", general(foreign, ed), NO_KEY, flag, keys=both, require="all"),
        verify("several-only-attackers-own", general(foreign, foreign), NO_KEY, flag, keys=both),
        verify("several-only-forged", general(forged, unsigned), FAILED, flag, keys=both),
        verify("several-one-key-is-not-all", general(GOOD_ENTRY, ed), NO_KEY, flag, "One of two is never reported as all.", require="all"),
        verify("several-one-key-is-one", general(GOOD_ENTRY, ed), {**READ, "verified": [0]}, flag),
        verify("several-all-and-not-listed", general(GOOD_ENTRY, ed), NOT_ALLOWED, flag, keys=both, require="all", algorithms=["HS256"]),
        verify("several-other-payload", {**general(GOOD_ENTRY, ed), "payload": b64u("{}")}, FAILED, flag, keys=both),
        verify(
            "several-signatures-swapped", general({**GOOD_ENTRY, "signature": ed["signature"]}, {**ed, "signature": GOOD_ENTRY["signature"]}), FAILED, flag,
            keys=both,
        ),
        verify(
            "several-repeated-is-not-two", general(ed, ed), {**READ, "verified": [0, 1], "key_id": "ed"}, flag,
            "Indexes of signatures, not signers: the caller sees one key_id.", keys=both,
        ),
    ]


def _keys() -> list[dict[str, Any]]:
    flag = "algorithm confusion"
    rsa_public, ec_public = public(RSA), public(EC)
    attacker = signing_jwk("ES256", "attacker")
    confused = {"kty": "oct", "k": b64u(compact_json(rsa_public)), "alg": "HS256"}
    trust = "header key trust"
    given = public({name: value for name, value in attacker.items() if name != "alg"})
    return [
        verify("keys-public-as-hmac", flat(None, {"alg": "HS256", "kid": "rsa"}, confused), NOT_ALLOWED, flag, keys={"jwk": rsa_public}),
        verify("keys-public-as-hmac-protected", flat({"alg": "HS256"}, {"kid": "rsa"}, confused), NOT_ALLOWED, flag, keys={"jwk": rsa_public}),
        verify(
            "keys-public-as-hmac-beside-a-good-one", general(entry(None, {"alg": "HS256", "kid": "rsa"}, confused), entry({"alg": "RS256"}, None, RSA)),
            {**READ, "verified": [1]}, flag, keys={"jwk": rsa_public},
        ),
        verify("keys-alg-unprotected-widens-nothing", flat(None, {"alg": "RS512"}, RSA), NOT_ALLOWED, flag, keys={"jwk": rsa_public}),
        verify("keys-jwk-protected", flat({"alg": "ES256", "jwk": given}, None, attacker), FAILED, trust, keys={"jwk": ec_public}),
        verify("keys-jwk-unprotected", flat({"alg": "ES256"}, {"jwk": given}, attacker), FAILED, trust, keys={"jwk": ec_public}),
        verify("keys-jwk-no-keys", flat({"alg": "ES256"}, {"jwk": given}, attacker), NO_KEY, trust, keys={"jwks": {"keys": []}}),
        verify(
            "keys-jku-x5u-x5c",
            flat({"alg": "ES256"}, {"jku": "https://attacker.example/k", "x5u": "https://attacker.example/c", "x5c": ["AAAA"]}, attacker), FAILED, trust,
            keys={"jwk": ec_public},
        ),
        verify("keys-kid-unprotected-unknown", flat({"alg": "HS256"}, {"kid": "other"}), NO_KEY, "unknown `kid`"),
        verify("keys-kid-unprotected-is-compared", flat({"alg": "HS256"}, {"kid": "SECRET"}), NO_KEY, "unknown `kid`"),
        verify(
            "keys-kid-unprotected-changed", flat({"alg": "HS256"}, {"kid": "b"}), FAILED, "unknown `kid`", "A key bears it, so no other is tried.",
            keys=[{"jwk": SECRET}, {"jwk": signing_jwk("HS256", "second", kid="b")}],
        ),
        verify("keys-kid-unprotected-path", flat({"alg": "HS256"}, {"kid": "../../dev/null"}), NO_KEY, "unknown `kid`"),
        verify("keys-only-for-signing", flat({"alg": "HS256"}), NO_KEY, flag, keys={"jwk": {**SECRET, "key_ops": ["sign"]}}),
    ]
