"""jwe_refusals.json: tampered parts, parts of the wrong length, other keys, allow lists, zip.

Derived from the tokens of `jwe_algorithms.json`, so that each has one defect.
"""

from __future__ import annotations

import hmac
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import hand
from common import b64u, case, compact_json, error, group, unb64u, write
from fixtures import KEY_LENGTH, PASSWORD, PBES2, encryption_jwk, oct_jwk, stretch
from make_jwe_algorithms import ENCS, LONG, MANAGEMENT, PLAINTEXT, key_for, name, reference, tokens

FAILED = error("ERR_JWE_DECRYPTION_FAILED")
INVALID = error("ERR_JWE_INVALID")
NOT_ALLOWED = error("ERR_JOSE_ALG_NOT_ALLOWED")
NOT_SUPPORTED = error("ERR_JOSE_NOT_SUPPORTED")
DIRECT = encryption_jwk("dir")


def main() -> None:
    """Write the file."""
    made = tokens()
    groups = [_tampered(made), _lengths(made), _content_keys(), _lists(made), _names(), _zip(), _cbc()]
    write("jwe_refusals", "derived from jwe_algorithms.json, or built by hand with cryptography 50.0.2", groups)


def _decrypt(id: str, token: str, keys: Any, expect: dict[str, Any], **more: Any) -> dict[str, Any]:
    return case(f"jwe-{id}", "jwe.decrypt", {"token": token} | ({"keys": keys} if keys is not None else {}), expect, **more)


def _tampered(made: dict[str, str]) -> dict[str, Any]:
    """One bit of each part, for each key management; content encryptions take turns."""
    tests = []
    for index, (alg, crv) in enumerate(MANAGEMENT):
        if crv in ("P-384", "P-521"):
            continue
        enc = ENCS[(index + 2) % 6]
        token, keys, which = made[name(alg, crv, enc)], reference(alg, crv, enc), name(alg, crv, enc)
        header = hand.parts(token)[0].decode()
        changed = {
            "header": hand.replace(token, 0, header.encode()[:-1] + b',"x":1}'),
            "iv": hand.flip(token, 2),
            "ciphertext": hand.flip(token, 3),
            "tag": hand.flip(token, 4),
        }
        if alg not in ("dir", "ECDH-ES"):
            changed["encrypted-key"] = hand.flip(token, 1)
            wrapped = hand.parts(token)[1]
            changed["encrypted-key-truncated"] = hand.replace(token, 1, wrapped[:-1])
            changed["encrypted-key-too-long"] = hand.replace(token, 1, wrapped + b"\0")
            changed["encrypted-key-empty"] = hand.replace(token, 1, b"")
        else:
            given = hand.replace(token, 1, bytes(16))
            comment = "The content key is the shared or agreed key, so there is nothing to be encrypted."
            tests.append(_decrypt(f"{which}-encrypted-key-present", given, keys, INVALID, flags=[alg], comment=comment))
        tests += [_decrypt(f"{which}-{what}-tampered", other, keys, FAILED, flags=[alg, enc]) for what, other in changed.items()]
        tests.append(_decrypt(f"{which}-other-key", token, _other(alg, crv, enc), FAILED, flags=[alg], comment="Same type, same kid, another key."))
    rsa = made[name("RSA-OAEP", None, "A128GCM")]
    keys = reference("RSA-OAEP", None, "A128GCM")
    tests.append(_decrypt("rsa-oaep-encrypted-key-above-modulus", hand.replace(rsa, 1, b"\xff" * 256), keys, FAILED, flags=["RSA-OAEP"]))
    tests.append(_decrypt("rsa-oaep-encrypted-key-zero", hand.replace(rsa, 1, bytes(256)), keys, FAILED, flags=["RSA-OAEP"]))
    return group(tests, [], "One bit, one byte or the key is another")


def _other(alg: str, crv: str | None, enc: str) -> dict[str, Any]:
    if alg in PBES2:
        return {"password": PASSWORD + "!", "alg": alg, "key_id": "password"}
    return {"jwk": encryption_jwk(alg, "second", enc=enc, crv=crv or "P-256", kid=key_for(alg, crv, enc)["kid"])}


def _lengths(made: dict[str, str]) -> dict[str, Any]:
    """An IV or tag of the wrong length is refused before anything is computed."""
    tests = []
    for enc in ENCS:
        token, keys = made[name("dir", None, enc)], {"jwk": key_for("dir", None, enc)}
        iv, ciphertext, tag = hand.parts(token)[2:]
        forms = {
            "iv-empty": (2, b""), "iv-short": (2, iv[:-1]), "iv-long": (2, iv + b"\0"), "iv-of-8": (2, iv[:8]),
            "tag-empty": (4, b""), "tag-short": (4, tag[:-1]), "tag-of-4": (4, tag[:4]), "tag-long": (4, tag + b"\0"),
        }
        if len(tag) > 16:
            forms["tag-of-16"] = (4, tag[:16])
        tests += [_decrypt(f"{enc.lower()}-{what}", hand.replace(token, at, part), keys, INVALID, flags=[enc]) for what, (at, part) in forms.items()]
        tests.append(_decrypt(f"{enc.lower()}-ciphertext-empty", hand.replace(token, 3, b""), keys, FAILED, flags=[enc]))
        tests.append(_decrypt(f"{enc.lower()}-ciphertext-short", hand.replace(token, 3, ciphertext[:-1]), keys, FAILED, flags=[enc]))
    return group(tests, [], "Parts of the wrong length")


def _content_keys() -> dict[str, Any]:
    """The content key comes out intact, but is not of the length that `enc` wants."""
    tests = []
    for alg, keys in (
        ("A256KW", encryption_jwk("A256KW")), ("A128GCMKW", encryption_jwk("A128GCMKW")), ("ECDH-ES+A128KW", encryption_jwk("ECDH-ES+A128KW")),
    ):
        for length in (16, 24):
            token = hand.encrypt({"alg": alg, "enc": "A256GCM"}, PLAINTEXT, keys, cek=stretch(alg, length))
            tests.append(_decrypt(f"{name(alg, None, f'content-key-of-{length}')}", token, {"jwk": keys}, FAILED, flags=[alg]))
    alg = PBES2[0]
    token = hand.encrypt({"alg": alg, "enc": "A256GCM"}, PLAINTEXT, {}, password=PASSWORD, cek=stretch(alg, 16))
    tests.append(_decrypt(f"{name(alg, None, 'content-key-of-16')}", token, {"password": PASSWORD, "alg": alg}, FAILED, flags=[alg]))
    token = hand.encrypt({"alg": "A128KW", "enc": "A128GCM"}, PLAINTEXT, encryption_jwk("A128KW"), cek=stretch("long", 32))
    tests.append(
        _decrypt("a128kw-content-key-of-32", token, {"jwk": encryption_jwk("A128KW")}, FAILED, flags=["A128KW"], comment="Too long is no better.")
    )
    return group(tests, [], "Content keys of the wrong length")


def _lists(made: dict[str, str]) -> dict[str, Any]:
    wrapped, agreed = made[name("A128KW", None, "A128GCM")], made[name("ECDH-ES", "P-256", "A128GCM")]
    wrap_key, agree_key = {"jwk": key_for("A128KW", None, "A128GCM")}, {"jwk": key_for("ECDH-ES", "P-256", "A128GCM")}
    opened = {"plaintext": b64u(PLAINTEXT)}

    def listed(id: str, token: str, keys: Any, expect: dict[str, Any], **options: Any) -> dict[str, Any]:
        return _decrypt(id, token, keys, expect, options=options, flags=["allow-list bypass"])

    tests = [
        listed("lists-hold-both", wrapped, wrap_key, opened, key_management=["A256KW", "A128KW"], content_encryption=["A128GCM"]),
        listed("key-management-left-out", wrapped, wrap_key, NOT_ALLOWED, key_management=["A256KW", "dir"]),
        listed("content-encryption-left-out", wrapped, wrap_key, NOT_ALLOWED, content_encryption=["A256GCM", "A128CBC-HS256"]),
        listed("key-management-variant-left-out", agreed, agree_key, NOT_ALLOWED, key_management=["ECDH-ES+A128KW", "ECDH-ES+A256KW"]),
        listed("list-does-not-widen-key", wrapped, {"jwk": {**key_for("A256KW", None, "A128GCM"), "kid": "key-A128KW"}}, NOT_ALLOWED, key_management=["A128KW", "A256KW"]),
    ]
    for enc, own in (("A256GCM", "A128CBC-HS256"), ("A128CBC-HS256", "A256GCM"), ("A128GCM", "A256GCM")):
        comment = f"The key is bound to {own}, of {KEY_LENGTH[own]} bytes."
        key = {"jwk": encryption_jwk("dir", enc=own, kid="key-dir")}
        tests.append(
            _decrypt(f"dir-{enc.lower()}-key-of-{own.lower()}", made[name("dir", None, enc)], key, NOT_ALLOWED, flags=["dir"], comment=comment)
        )
    unbound = {"jwk": {"kty": "oct", "k": DIRECT["k"], "alg": "dir"}, "enc": "A256GCM"}
    tests.append(_decrypt("dir-enc-argument-binds", made[name("dir", None, "A128CBC-HS256")], unbound, NOT_ALLOWED, flags=["dir"]))
    for alg, bound in (
        ("RSA-OAEP", "RSA-OAEP-256"), ("RSA-OAEP-512", "RSA-OAEP"), ("ECDH-ES", "ECDH-ES+A128KW"), ("ECDH-ES+A256KW", "ECDH-ES"),
        ("A128KW", "A128GCMKW"),
    ):
        crv = "P-256" if alg.startswith("ECDH") else None
        key = {"jwk": {**key_for(alg, crv, "A128GCM"), "alg": bound}}
        tests.append(_decrypt(f"{name(alg, None, f'key-of-{bound}')}", made[name(alg, crv, "A128GCM")], key, NOT_ALLOWED, flags=[alg]))
    return group(tests, [], "Allow lists, and keys bound to another algorithm")


def _names() -> dict[str, Any]:
    """`alg` and `enc`: unknown, refused on principle, absent, or not text."""
    tests = []
    headers = {
        "rsa1-5": ({"alg": "RSA1_5", "enc": "A256GCM"}, NOT_SUPPORTED), "alg-none": ({"alg": "none", "enc": "A256GCM"}, NOT_SUPPORTED),
        "alg-unknown": ({"alg": "A512KW", "enc": "A256GCM"}, NOT_SUPPORTED), "alg-lower-case": ({"alg": "DIR", "enc": "A256GCM"}, NOT_SUPPORTED),
        "alg-of-a-signature": ({"alg": "HS256", "enc": "A256GCM"}, NOT_SUPPORTED), "enc-unknown": ({"alg": "dir", "enc": "C20P"}, NOT_SUPPORTED),
        "enc-lower-case": ({"alg": "dir", "enc": "a256gcm"}, NOT_SUPPORTED), "alg-missing": ({"enc": "A256GCM"}, INVALID),
        "enc-missing": ({"alg": "dir"}, INVALID), "alg-number": ({"alg": 1, "enc": "A256GCM"}, INVALID),
        "alg-null": ({"alg": None, "enc": "A256GCM"}, INVALID),
        "enc-list": ({"alg": "dir", "enc": ["A256GCM"]}, INVALID), "kid-number": ({"alg": "dir", "enc": "A256GCM", "kid": 7}, INVALID),
    }
    for id, (header, expect) in headers.items():
        raw = compact_json(header)
        tests.append(_decrypt(f"header-{id}", hand.encrypt({"alg": "dir", "enc": "A256GCM"}, PLAINTEXT, DIRECT, raw_header=raw), None, expect))
    return group(tests, [DIRECT], "Names in the header; key 0 is a dir key for A256GCM")


def _zip() -> dict[str, Any]:
    """zip: bodies that are not DEFLATE, or too much of it. All are authentic, made by a holder of
    the key.
    """
    header = {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}
    good = hand.deflate(LONG.encode())
    bodies = {
        "empty-body": b"", "not-deflate": b"\xff\xff\xff\xff", "truncated": good[:-4], "zlib-frame": b"\x78\x9c" + good + b"\0\0\0\0",
        "gzip-frame": b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + good,
    }
    tests = [
        _decrypt(f"zip-{id}", hand.encrypt(header, "", DIRECT, deflated=body, label=id), None, FAILED, flags=["zip"])
        for id, body in bodies.items()
    ]
    trailing = hand.encrypt(header, "", DIRECT, deflated=good + b"more", label="trailing")
    comment = "What follows the last block is no part of the stream, and of nothing that was meant."
    tests.append(_decrypt("zip-trailing-data", trailing, None, FAILED, flags=["zip"], comment=comment))
    names: dict[str, tuple[Any, dict[str, Any]]] = {
        "gzip": ("GZIP", NOT_SUPPORTED), "lower-case": ("def", NOT_SUPPORTED), "empty": ("", NOT_SUPPORTED),
        "number": (1, INVALID), "true": (True, INVALID), "null": (None, INVALID), "list": (["DEF"], INVALID),
    }
    for id, (value, expect) in names.items():
        token = hand.encrypt({"alg": "dir", "enc": "A256GCM"}, PLAINTEXT, DIRECT, change={"zip": value})
        tests.append(_decrypt(f"zip-name-{id}", token, None, expect, flags=["zip"]))
    over = hand.encrypt(header, LONG, DIRECT)
    limit = error("ERR_JOSE_LIMIT_EXCEEDED")
    tests.append(_decrypt("zip-inflates-one-over", over, None, limit, flags=["zip", "inflate bomb"], options={"max_inflated_bytes": len(LONG) - 1}))
    bomb = hand.encrypt(header, bytes(256 * 1024 + 1), DIRECT, label="bomb")
    tests.append(_decrypt("zip-default-limit-one-over", bomb, None, limit, flags=["zip", "inflate bomb"]))
    return group(tests, [DIRECT], "zip; key 0 is a dir key for A256GCM")


def _cbc() -> dict[str, Any]:
    """AES-CBC bodies whose MAC is right and whose padding is not: the same error as any other."""
    key = oct_jwk("cbc", 32, alg="A128CBC-HS256")
    protected, secret, iv = hand.segment({"alg": "dir", "enc": "A128CBC-HS256"}), unb64u(key["k"]), stretch("cbc iv", 16)
    tests = []
    for id, body in {"zero": bytes(16), "too-long": b"\x11" * 16, "uneven": b"\x01" * 14 + b"\x03\x02"}.items():
        encryptor = Cipher(algorithms.AES(secret[16:]), modes.CBC(iv)).encryptor()
        ciphertext = encryptor.update(body) + encryptor.finalize()
        tests.append(_decrypt(f"cbc-padding-{id}", _authenticated(protected, secret, iv, ciphertext), None, FAILED))
    tests.append(_decrypt("cbc-authentic-empty", _authenticated(protected, secret, iv, b""), None, FAILED, comment="Padding always adds a block."))
    tests.append(_decrypt("cbc-authentic-part-of-a-block", _authenticated(protected, secret, iv, bytes(15)), None, FAILED))
    return group(tests, [key], "AES-CBC with HMAC: the MAC is right")


def _authenticated(protected: str, secret: bytes, iv: bytes, ciphertext: bytes) -> str:
    """A dir token of A128CBC-HS256 with this ciphertext (RFC 7518, section 5.2.2.1)."""
    aad = protected.encode()
    mac = hmac.digest(secret[:16], aad + iv + ciphertext + (len(aad) * 8).to_bytes(8, "big"), "sha256")[:16]
    return ".".join([protected, "", b64u(iv), b64u(ciphertext), b64u(mac)])
