"""Attacks on the cryptography (docs/threats.md), as a service meets them: in tokens given to
`verify` and `decrypt`.

The same and more for bytes is in jws_algorithms.json, jwe_refusals.json and jwe_parameters.json.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

import hand
from attacks_algorithms import CLAIMS, verify
from common import b64u, error, group
from fixtures import ECDSA, ORDERS, PASSWORD, ec_jwk, encryption_jwk, okp_jwk, public, signing_jwk

DIRECT = encryption_jwk("dir")
FORGED, FAILED = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), error("ERR_JWE_DECRYPTION_FAILED")
INVALID, LIMIT = error("ERR_JWE_INVALID"), error("ERR_JOSE_LIMIT_EXCEEDED")


def groups() -> list[dict[str, Any]]:
    """The groups of attacks.json about the cryptography."""
    tests = {
        "Psychic and malformed signatures": _signatures(), "PBES2 count": _count(), "Inflate bombs": _bombs(), "Curves and points": _curves(),
        "Tags, IVs and oracles": _oracles(),
    }
    return [group(found, [], comment) for comment, found in tests.items()]


def _signatures() -> list[dict[str, Any]]:
    flag, tests = "psychic and malformed signatures", []
    for alg, crv in ECDSA.items():
        key, n = signing_jwk(alg), ORDERS[crv]
        token = hand.sign({"alg": alg}, CLAIMS, key)
        signature = hand.parts(token)[2]
        half = len(signature) // 2
        r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        wrong = {
            "zeros": bytes(2 * half), "orders": n.to_bytes(half, "big") * 2, "r-zero": bytes(half) + signature[half:],
            "s-zero": signature[:half] + bytes(half), "der": encode_dss_signature(r, s),
            "der-zeros": bytes.fromhex("3006020100020100"), "empty": b"", "one-byte": b"\0", "half": signature[:half], "twice": signature * 2,
            "cut": signature[:-1], "ones": b"\xff" * (2 * half),
        }
        tests += [
            verify(f"psychic-{alg.lower()}-{which}", hand.replace(token, 2, value), {"jwk": public(key)}, FORGED, flag)
            for which, value in wrong.items()
        ]
    for alg, length in (("Ed25519", 64), ("RS256", 256), ("PS256", 256), ("HS256", 32), ("ML-DSA-44", 2420)):
        key = signing_jwk(alg)
        header = f"{hand.segment({'alg': alg})}.{hand.segment(CLAIMS)}."
        for which, value in {"zeros": bytes(length), "ones": b"\xff" * length, "empty": b"", "huge": b"\1" * (length + 1000)}.items():
            tests.append(
                verify(f"psychic-{alg.lower()}-{which}", header + b64u(value), {"jwk": key if alg == "HS256" else public(key)}, FORGED, flag)
            )
    ed = signing_jwk("Ed25519")
    token = hand.sign({"alg": "Ed25519"}, CLAIMS, ed)
    signature = hand.parts(token)[2]
    order = 2**252 + 27742317777372353535851937790883648493
    malleated = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    tests.append(
        verify(
            "psychic-ed25519-s-plus-order", hand.replace(token, 2, malleated), {"jwk": public(ed)}, FORGED, flag,
            "Equal modulo the group's order (RFC 8032, section 5.1.7).",
        )
    )
    return tests


def _count() -> list[dict[str, Any]]:
    flag, alg = "PBES2 count", "PBES2-HS512+A256KW"
    held = {"password": PASSWORD, "alg": alg}
    values: dict[str, tuple[Any, dict[str, Any]]] = {
        "zero": (0, INVALID), "negative": (-1000, INVALID), "float": (1.5, INVALID), "text": ("600000", INVALID), "one": (1, LIMIT),
        "999": (999, LIMIT), "one-over": (1_000_001, LIMIT), "2-31": (2**31, LIMIT),
        "2-32": (2**32, LIMIT), "2-63": (2**63, LIMIT), "2-64": (2**64, LIMIT),
    }
    tests = []
    for which, (value, expect) in values.items():
        token = hand.encrypt({"alg": alg, "enc": "A256GCM"}, CLAIMS, {}, password=PASSWORD, change={"p2c": value})
        tests.append(verify(f"p2c-{which}", token, held, expect, flag, operation="decrypt"))
    return tests


def _bombs() -> list[dict[str, Any]]:
    flag, header = "inflate bomb", {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}
    agreement = encryption_jwk("ECDH-ES")
    bomb = b'{"exp":1,"a":"' + b"a" * 4_000_000 + b'"}'
    token = hand.encrypt(header, bomb, DIRECT)
    tests = [
        verify("bomb-4-mb", token, {"jwk": DIRECT}, LIMIT, flag, operation="decrypt"),
        verify("bomb-4-mb-jwe", token, {"jwk": DIRECT}, LIMIT, flag, operation="jwe.decrypt"),
        verify(
            "bomb-from-anybody", hand.encrypt({"alg": "ECDH-ES", "enc": "A256GCM", "zip": "DEF"}, bomb, agreement), {"jwk": agreement}, LIMIT, flag,
            "Encrypted to a public key: no secret was needed.", operation="decrypt",
        ),
        verify("bomb-of-zeros", hand.encrypt(header, bytes(1_000_000), DIRECT), {"jwk": DIRECT}, LIMIT, flag, operation="jwe.decrypt"),
    ]
    for which, limit, expect in (("at", len(CLAIMS), {"claims": CLAIMS}), ("over", len(CLAIMS) - 1, LIMIT)):
        token = hand.encrypt(header, CLAIMS, DIRECT)
        tests.append(verify(f"inflated-{which}-the-limit", token, {"jwk": DIRECT}, expect, flag, operation="decrypt", max_inflated_bytes=limit))
    plain = hand.encrypt({"alg": "dir", "enc": "A256GCM"}, CLAIMS, DIRECT)
    tests.append(
        verify(
            "inflated-limit-is-for-zip", plain, {"jwk": DIRECT}, {"claims": CLAIMS}, flag, "What was not deflated is bounded by the token's size.",
            operation="decrypt", max_inflated_bytes=5,
        )
    )
    truncated = hand.encrypt(header, "", DIRECT, deflated=hand.deflate(CLAIMS.encode())[:-3], label="cut")
    tests.append(verify("bomb-not-finished", truncated, {"jwk": DIRECT}, FAILED, flag, operation="decrypt"))
    tests.append(
        verify(
            "bomb-tampered", hand.flip(hand.encrypt(header, bytes(1_000_000), DIRECT), 3), {"jwk": DIRECT}, FAILED, flag,
            "Nothing is inflated before the tag is checked.", operation="jwe.decrypt",
        )
    )
    return tests


def _curves() -> list[dict[str, Any]]:
    flag, tests = "invalid curve and small order", []
    for crv, which in (
        ("P-256", "other-curve"), ("P-256", "off-the-curve"), ("P-384", "off-the-curve"), ("P-521", "off-the-curve"), ("X25519", "zero"),
    ):
        for alg in ("ECDH-ES", "ECDH-ES+A256KW"):
            key = encryption_jwk(alg, crv=crv)
            epk = public(
                ec_jwk("ephemeral", "P-384" if which == "other-curve" else crv)
            ) if crv != "X25519" else public(okp_jwk("ephemeral", "X25519"))
            if which != "other-curve":
                epk["x"] = b64u(bytes(len(hand.unb64u(epk["x"]))))
            token = hand.encrypt({"alg": alg, "enc": "A256GCM"}, CLAIMS, key, change={"epk": epk})
            id = f"curve-{crv.lower()}-{which}-{alg.lower().replace('+', '-')}"
            tests.append(verify(id, token, {"jwk": key}, INVALID if which == "other-curve" else FAILED, flag, operation="decrypt"))
    return tests


def _oracles() -> list[dict[str, Any]]:
    """Whatever goes wrong while unwrapping or decrypting looks the same; a wrong length shows
    nothing that was not known.
    """
    flag, tests = "padding and decryption oracles", []
    for alg in ("dir", "A256KW", "A128GCMKW", "ECDH-ES+A128KW"):
        key = encryption_jwk(alg)
        token = hand.encrypt({"alg": alg, "enc": "A256GCM"}, CLAIMS, key)
        name = alg.lower().replace("+", "-")
        changed = {
            "iv": hand.flip(token, 2), "ciphertext": hand.flip(token, 3, -1), "tag": hand.flip(token, 4, -1),
        } | ({"key": hand.flip(token, 1, -1)} if alg != "dir" else {})
        tests += [verify(f"oracle-{name}-{which}", other, {"jwk": key}, FAILED, flag, operation="decrypt") for which, other in changed.items()]
        for part, index, lengths in (("tag", 4, (0, 4, 12, 15, 17)), ("iv", 2, (0, 8, 11, 13, 16))):
            for length in lengths:
                value = (hand.parts(token)[index] + bytes(8))[:length]
                tests.append(
                    verify(
                        f"length-{name}-{part}-{length}", hand.replace(token, index, value), {"jwk": key}, INVALID, "short tags, wrong IVs",
                        operation="decrypt",
                    )
                )
    return tests
