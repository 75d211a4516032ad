"""jwe_parameters.json: the header parameters of key management (RFC 7518, sections 4.6 to 4.8), out
of shape and out of range.

Each token is authentic with the header that it has: only the parameter is wrong.
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from common import b64u, case, error, group, unb64u, write
from fixtures import PASSWORD, Jwk, ec_jwk, encryption_jwk, okp_jwk, public

PLAINTEXT = "All that is gold does not glitter"
FAILED = error("ERR_JWE_DECRYPTION_FAILED")
INVALID = error("ERR_JWE_INVALID")
LIMIT = error("ERR_JOSE_LIMIT_EXCEEDED")
OPENED = {"plaintext": b64u(PLAINTEXT)}
# The order of P-256's field: a coordinate that is not below it is no coordinate.
P256_FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
# Points of small order on Curve25519 (RFC 7748, section 6.1 says what they give: zero).
SMALL_ORDER = {
    "zero": bytes(32),
    "one": b"\1" + bytes(31),
    "order-eight": bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    "order-eight-second": bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    "minus-one": bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    "field": bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
}


def main() -> None:
    """Write the file."""
    groups = [_epk("ECDH-ES", "P-256"), _epk("ECDH-ES+A128KW", "P-521"), _epk_x25519(), _party(), _count(), _salt(), _gcm_wrap()]
    write("jwe_parameters", f"built by hand with cryptography 50.0.2; the accepted ones: {peers.VERSION['joserfc']}", groups)


def _decrypt(id: str, token: str, keys: Any, expect: dict[str, Any], **more: Any) -> dict[str, Any]:
    return case(f"jwe-{id}", "jwe.decrypt", {"token": token} | ({"keys": keys} if keys is not None else {}), expect, **more)


def _epk(alg: str, crv: str) -> dict[str, Any]:
    """The ephemeral key: one defect at a time. Group key 0 opens the token that they are derived
    from.
    """
    key = encryption_jwk(alg, crv=crv)
    header = {"alg": alg, "enc": "A256GCM"}
    good = public(ec_jwk("ephemeral", crv))
    off = bytearray(unb64u(good["y"]))
    off[-1] ^= 1
    length = len(off)
    wrong: dict[str, tuple[Any, dict[str, Any]]] = {
        "other-curve": (public(ec_jwk("ephemeral", "P-384")), INVALID), "secp256k1": (public(ec_jwk("ephemeral", "secp256k1")), INVALID),
        "other-type": (public(okp_jwk("ephemeral", "X25519")), INVALID), "oct": ({"kty": "oct", "k": b64u(bytes(32))}, INVALID),
        "unknown-curve": ({**good, "crv": "P-255"}, INVALID), "private": (ec_jwk("ephemeral", crv), INVALID),
        "null": (None, INVALID), "text": ("epk", INVALID), "number": (1, INVALID), "list": ([good], INVALID), "empty": ({}, INVALID),
        "kty-missing": (_without(good, "kty"), INVALID), "crv-missing": (_without(good, "crv"), INVALID),
        "x-missing": (_without(good, "x"), INVALID), "y-missing": (_without(good, "y"), INVALID),
        "x-number": ({**good, "x": 1}, INVALID), "x-padded": ({**good, "x": good["x"] + "="}, INVALID), "x-empty": ({**good, "x": ""}, INVALID),
        "x-short": ({**good, "x": b64u(unb64u(good["x"])[1:])}, INVALID), "y-long": ({**good, "y": b64u(b"\0" + unb64u(good["y"]))}, INVALID),
        "off-the-curve": ({**good, "y": b64u(bytes(off))}, FAILED), "zeros": ({**good, "x": b64u(bytes(length)), "y": b64u(bytes(length))}, FAILED),
        "swapped": ({**good, "x": good["y"], "y": good["x"]}, FAILED), "ones": ({**good, "x": b64u(b"\xff" * length)}, FAILED),
    }
    if crv == "P-256":
        wrong["x-is-field"] = ({**good, "x": b64u(P256_FIELD.to_bytes(32, "big"))}, FAILED)
    comments = {"private": "RFC 7518, section 4.6.1.1 has a public key here; a private one shows a broken or hostile sender."}
    id = f"epk-{alg.lower().replace('+', '-')}-{crv.lower()}"
    token = {which: hand.encrypt(header, PLAINTEXT, key, change={"epk": epk}) for which, (epk, _) in wrong.items()}
    tests = [
        _decrypt(f"{id}-{which}", token[which], None, wrong[which][1], flags=[alg, "invalid curve"], comment=comments.get(which))
        for which in wrong
    ]
    missing = hand.encrypt(header, PLAINTEXT, key, drop=("epk",))
    tests.append(_decrypt(f"{id}-missing", missing, None, INVALID, flags=[alg, "invalid curve"]))
    return group(tests, [key], f"epk, with {alg} on {crv}")


def _without(jwk: Jwk, member: str) -> Jwk:
    return {name: value for name, value in jwk.items() if name != member}


def _epk_x25519() -> dict[str, Any]:
    key = encryption_jwk("ECDH-ES", crv="X25519")
    good = public(okp_jwk("ephemeral", "X25519"))
    wrong: dict[str, tuple[Any, dict[str, Any]]] = {which: ({**good, "x": b64u(point)}, FAILED) for which, point in SMALL_ORDER.items()}
    wrong |= {
        "short": ({**good, "x": b64u(bytes(31))}, INVALID), "long": ({**good, "x": b64u(bytes(33))}, INVALID),
        "ed25519": ({**good, "crv": "Ed25519"}, INVALID),
        "x448": ({"kty": "OKP", "crv": "X448", "x": b64u(bytes(56))}, INVALID), "ec": (public(ec_jwk("ephemeral", "P-256")), INVALID),
        "private": (okp_jwk("ephemeral", "X25519"), INVALID),
    }
    tests = []
    for which, (epk, expect) in wrong.items():
        token = hand.encrypt({"alg": "ECDH-ES", "enc": "A256GCM"}, PLAINTEXT, key, change={"epk": epk})
        tests.append(_decrypt(f"epk-x25519-{which}", token, None, expect, flags=["ECDH-ES", "invalid curve"]))
    # Anybody can make this one: the content key is derived from an all-zero secret.
    forged = hand.encrypt(
        {"alg": "dir", "enc": "A256GCM"}, PLAINTEXT, {"kty": "oct", "k": b64u(hand.derive(bytes(32), "A256GCM", 32))},
        change={"alg": "ECDH-ES", "epk": {**good, "x": b64u(bytes(32))}},
    )
    comment = "Encrypted with what the all-zero secret gives: a library without the check opens it."
    tests.append(_decrypt("epk-x25519-zero-forged", forged, None, FAILED, flags=["ECDH-ES", "invalid curve"], comment=comment))
    return group(tests, [key], "epk, with ECDH-ES on X25519")


def _party() -> dict[str, Any]:
    key = encryption_jwk("ECDH-ES")
    tests = []
    for which, value in {"not-base64url": "A=", "spare-bits": "QUJD-_9", "number": 1, "null": None, "list": ["QQ"]}.items():
        for member in ("apu", "apv"):
            token = hand.encrypt({"alg": "ECDH-ES", "enc": "A256GCM"}, PLAINTEXT, key, change={member: value})
            tests.append(_decrypt(f"{member}-{which}", token, None, INVALID, flags=["ECDH-ES", member]))
    token = hand.encrypt({"alg": "ECDH-ES", "enc": "A256GCM"}, PLAINTEXT, key, change={"apu": b64u("Mallory")})
    tests.append(_decrypt("apu-other", token, None, FAILED, flags=["ECDH-ES", "apu"], comment="Well-formed, but not what the key was derived with."))
    return group(tests, [key], "apu and apv")


def _count() -> dict[str, Any]:
    """p2c: not a positive integer is malformed, out of bounds is over the limit; both before any
    work.
    """
    alg = "PBES2-HS256+A128KW"
    keys = {"password": PASSWORD, "alg": alg}
    header = {"alg": alg, "enc": "A256GCM"}
    values: dict[str, tuple[Any, dict[str, Any]]] = {
        "zero": (0, INVALID), "negative": (-1, INVALID), "negative-large": (-(2**31), INVALID), "float": (1000.5, INVALID), "text": ("1000", INVALID),
        "true": (True, INVALID), "null": (None, INVALID), "list": ([1000], INVALID), "object": ({}, INVALID),
        "one": (1, LIMIT), "999": (999, LIMIT), "1000001": (1_000_001, LIMIT), "2-31": (2**31, LIMIT), "2-32": (2**32, LIMIT),
        "2-32-and-1000": (2**32 + 1000, LIMIT),
        "2-63": (2**63, LIMIT), "2-64": (2**64, LIMIT), "2-64-and-1000": (2**64 + 1000, LIMIT), "30-digits": (10**30, LIMIT),
    }
    tests = []
    for which, (value, expect) in values.items():
        token = hand.encrypt(header, PLAINTEXT, {}, password=PASSWORD, change={"p2c": value})
        tests.append(_decrypt(f"p2c-{which}", token, keys, expect, flags=["PBES2 count"]))
    tests.append(_decrypt("p2c-missing", hand.encrypt(header, PLAINTEXT, {}, password=PASSWORD, drop=("p2c",)), keys, INVALID, flags=["PBES2 count"]))
    password = {"kty": "oct", "k": b64u(PASSWORD)}
    made = peers.tokens(
        "jwe_p2c", {str(count): peers.request("joserfc", "jwe", {**header, "p2c": count}, PLAINTEXT, password) for count in (1000, 1001, 4096)},
    )
    tests.append(_decrypt("p2c-1000", made["1000"], keys, OPENED, flags=["PBES2 count"], comment="The least that is accepted. Made by joserfc."))
    for limit, token, expect in (
        (4096, made["4096"], OPENED), (4095, made["4096"], LIMIT), (1000, made["1000"], OPENED), (1000, made["1001"], LIMIT),
    ):
        id = f"p2c-limit-{limit}-{'kept' if expect is OPENED else 'exceeded'}"
        tests.append(_decrypt(id, token, keys, expect, flags=["PBES2 count"], options={"max_pbes2_iterations": limit}))
    wrong = {"password": PASSWORD + ".", "alg": alg}
    tests.append(
        _decrypt("p2c-over-the-limit-before-the-password", made["4096"], wrong, LIMIT, flags=["PBES2 count"], options={"max_pbes2_iterations": 2000})
    )
    return group(tests, [], "p2c")


def _salt() -> dict[str, Any]:
    alg = "PBES2-HS512+A256KW"
    keys = {"password": PASSWORD, "alg": alg}
    header = {"alg": alg, "enc": "A256GCM"}
    wrong = {
        "padded": b64u(bytes(16)) + "==", "standard-alphabet": "++++////++++////", "white-space": "AAAA AAAA AAAA", "number": 1, "null": None,
        "list": [],
    }
    tests = []
    for which, value in wrong.items():
        token = hand.encrypt(header, PLAINTEXT, {}, password=PASSWORD, change={"p2s": value})
        tests.append(_decrypt(f"p2s-{which}", token, keys, INVALID, flags=["PBES2"]))
    tests.append(_decrypt("p2s-missing", hand.encrypt(header, PLAINTEXT, {}, password=PASSWORD, drop=("p2s",)), keys, INVALID, flags=["PBES2"]))
    for length in (0, 7):
        token = hand.encrypt({**header, "p2s": b64u(bytes(length))}, PLAINTEXT, {}, password=PASSWORD)
        comment = "RFC 7518, section 4.8.1.1: 8 or more octets. The token is right otherwise."
        tests.append(_decrypt(f"p2s-of-{length}", token, keys, INVALID, flags=["PBES2"], comment=comment))
    other = hand.encrypt(header, PLAINTEXT, {}, password=PASSWORD, change={"p2s": b64u(bytes(16))})
    tests.append(_decrypt("p2s-other", other, keys, FAILED, flags=["PBES2"]))
    return group(tests, [], "p2s")


def _gcm_wrap() -> dict[str, Any]:
    alg = "A256GCMKW"
    key = encryption_jwk(alg)
    header = {"alg": alg, "enc": "A256GCM"}
    lengths = {"iv": {"empty": 0, "of-11": 11, "of-13": 13, "of-16": 16}, "tag": {"empty": 0, "of-4": 4, "of-12": 12, "of-15": 15, "of-17": 17}}
    tests = []
    for member, wrong in lengths.items():
        values: dict[str, Any] = {which: b64u(bytes(length)) for which, length in wrong.items()}
        values |= {"padded": b64u(bytes(16)) + "==", "number": 1, "null": None, "object": {}}
        for which, value in values.items():
            token = hand.encrypt(header, PLAINTEXT, key, change={member: value})
            tests.append(_decrypt(f"gcmkw-{member}-{which}", token, None, INVALID, flags=[alg, "short tags, wrong IVs"]))
        missing = hand.encrypt(header, PLAINTEXT, key, drop=(member,))
        tests.append(_decrypt(f"gcmkw-{member}-missing", missing, None, INVALID, flags=[alg, "short tags, wrong IVs"]))
        other = hand.encrypt(header, PLAINTEXT, key, change={member: b64u(bytes(12 if member == "iv" else 16))})
        tests.append(_decrypt(f"gcmkw-{member}-other", other, None, FAILED, flags=[alg], comment="Of the right length, but not the token's."))
    return group(tests, [key], "iv and tag of AES-GCM key wrapping")
