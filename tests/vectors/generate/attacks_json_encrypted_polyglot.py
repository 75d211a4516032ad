"""Attacks by encrypted tokens that could be read as compact and as JSON."""

from __future__ import annotations

from typing import Any

import hand
from attacks_algorithms import CLAIMS
from common import NOW, b64u, case, compact_json
from fixtures import signing_jwk
from json_encrypted import ENC, INVALID, JWS_INVALID, JWT_INVALID, READ, SEVERAL, TO_WRAP, WRAP, decrypt, make_aad, without


def classes() -> dict[str, list[dict[str, Any]]]:
    """The cases of each class."""
    return {"Compact or JSON, never both": _polyglot()}


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
