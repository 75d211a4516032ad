"""Refused PEM and DER. Cases for make_keys_refused.py."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, x448

from common import b64u, case, error, made, unb64u
from key_material import KEYS, Encoding, Private, Public, armour, certificate, der_tlv, native, private_bytes, public_bytes

INVALID, MISMATCH, UNKNOWN, WEAK = (error(code) for code in ("ERR_JWK_INVALID", "ERR_KEY_MISMATCH", "ERR_JOSE_NOT_SUPPORTED", "ERR_KEY_WEAK"))
RSA, EC, ED = KEYS["rsa-2048"], KEYS["ec-p256"], KEYS["okp-ed25519"]


def pem(name: str, text: str, alg: str, expect: dict[str, Any] = INVALID, comment: str | None = None) -> dict[str, Any]:
    """A PEM text that cannot be imported."""
    return case(f"keys-refused-pem-{name}", "key.import", {"key": {"pem": text, "alg": alg}}, expect, comment=comment)


def der(name: str, data: bytes, alg: str, expect: dict[str, Any] = INVALID, comment: str | None = None) -> dict[str, Any]:
    """DER bytes that cannot be imported."""
    return case(f"keys-refused-der-{name}", "key.import", {"key": {"der": b64u(data), "alg": alg}}, expect, comment=comment)


def foreign_types() -> dict[str, bytes]:
    """Keys of types that the library does not have, once made by `cryptography`."""

    def make() -> dict[str, str]:
        keys = {"ed448": ed448.Ed448PrivateKey.generate(), "x448": x448.X448PrivateKey.generate(),
                "p224": ec.generate_private_key(ec.SECP224R1()), "dsa": dsa.generate_private_key(2048)}
        return {name: b64u(key.private_bytes(Encoding.DER, Private.PKCS8, serialization.NoEncryption())) for name, key in keys.items()}

    return {name: unb64u(text) for name, text in made("key_foreign_types", make).items()}


def old_encryption() -> str:
    """PKCS#1 with `Proc-Type: 4,ENCRYPTED`, once written by `cryptography`: it draws a random salt.
    """

    def make() -> str:
        protection = serialization.BestAvailableEncryption(b"correct horse")
        return native(RSA).private_bytes(Encoding.PEM, Private.TraditionalOpenSSL, protection).decode()

    text = made("key_old_encryption", make)
    assert "Proc-Type: 4,ENCRYPTED" in text
    return text


def pem_cases() -> list[dict[str, Any]]:
    """Malformed text, encrypted text, and text that holds something else."""
    text = private_bytes(EC, Encoding.PEM).decode()
    body = "".join(text.splitlines()[1:-1])
    spki = public_bytes(EC, Encoding.DER)
    sec1 = private_bytes(EC, Encoding.DER, Private.TraditionalOpenSSL)
    return [
        pem("empty", "", "ES256"),
        pem("not-pem", "this is no key", "ES256"),
        pem("base64-only", body, "ES256", comment="without its armour it is no PEM"),
        pem("no-end", text[: text.index("-----END")], "ES256"),
        pem("truncated", text[:80], "ES256"),
        pem("labels-differ", text.replace("END PRIVATE", "END PUBLIC"), "ES256"),
        pem("bad-base64", text.replace(body[:4], "M*GH", 1), "ES256"),
        pem("empty-body", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", "ES256"),
        pem("wrong-label", armour(spki, "PRIVATE KEY"), "ES256", comment="a SubjectPublicKeyInfo under the label of PKCS#8"),
        pem("wrong-label-sec1", armour(sec1, "PRIVATE KEY"), "ES256", comment="SEC1 under the label of PKCS#8"),
        pem("unknown-label", armour(spki, "SECRET KEY"), "ES256"),
        pem("trailing-der", armour(spki + b"\0", "PUBLIC KEY"), "ES256", comment="data after the DER value"),
        pem("certificate", armour(certificate("ec-p256"), "CERTIFICATE"), "ES256",
            comment="a certificate is not a key: there is another function for it"),
        pem("certificate-request", armour(certificate("ec-p256"), "CERTIFICATE REQUEST"), "ES256"),
        pem("openssh-private", armour(b"openssh-key-v1\0", "OPENSSH PRIVATE KEY"), "EdDSA", comment="OpenSSH's own form is not supported"),
        pem("proc-type-encrypted", old_encryption(), "RS256", comment="the old encryption: key derivation by MD5, and no authentication"),
        pem("jwk", '{"kty":"EC"}', "ES256", comment="a JWK is not a PEM"),
        pem("ssh-line", public_bytes(ED, Encoding.OpenSSH, Public.OpenSSH).decode(), "EdDSA"),
        pem("rsa-1024", private_bytes(KEYS["rsa-1024"], Encoding.PEM).decode(), "RS256", WEAK),
        pem("rsa-1024-public", public_bytes(KEYS["rsa-1024"], Encoding.PEM).decode(), "RS256", WEAK),
    ]


def mismatch_cases() -> list[dict[str, Any]]:
    """An algorithm that the key does not fit, and public halves that belong to another key."""
    tests = []
    for name, key, alg in (("rsa-as-es256", RSA, "ES256"), ("rsa-as-hs256", RSA, "HS256"), ("p256-as-es384", EC, "ES384"),
                           ("p256-as-es256k", EC, "ES256K"),
                           ("p256-as-eddsa", EC, "EdDSA"), ("ed25519-as-es256", ED, "ES256"), ("ed25519-as-ecdh-es", ED, "ECDH-ES"),
                           ("x25519-as-eddsa", KEYS["okp-x25519"], "EdDSA"), ("ml-dsa-44-as-65", KEYS["akp-44"], "ML-DSA-65")):
        tests.append(pem(name, public_bytes(key, Encoding.PEM).decode(), alg, MISMATCH))
        tests.append(der(f"{name}-private", private_bytes(key, Encoding.DER), alg, MISMATCH))
    for alg, code in (("none", UNKNOWN), ("RSA1_5", UNKNOWN), ("RS1024", UNKNOWN)):
        tests.append(pem(f"alg-{alg.lower().replace('_', '-')}", public_bytes(RSA, Encoding.PEM).decode(), alg, code))
    for name in ("ec-p256", "ec-p384", "ec-p521", "ec-secp256k1"):
        key, other = KEYS[name], KEYS[f"{name}-other"]
        point, another = (unb64u(k["x"]) + unb64u(k["y"]) for k in (key, other))
        alg = {"ec-p256": "ES256", "ec-p384": "ES384", "ec-p521": "ES512", "ec-secp256k1": "ES256K"}[name]
        for form, layout in (("pkcs8", Private.PKCS8), ("sec1", Private.TraditionalOpenSSL)):
            good = private_bytes(key, Encoding.DER, layout)
            assert good.count(point) == 1
            tests.append(der(f"{name}-{form}-point-of-another", good.replace(point, another), alg, MISMATCH,
                             "the public key inside belongs to another d"))
        spki = public_bytes(key, Encoding.DER)
        tests.append(der(f"{name}-spki-off-curve", spki[:-1] + bytes([spki[-1] ^ 1]), alg, INVALID, "a point off the curve"))
    for name, data in foreign_types().items():
        alg = {"ed448": "EdDSA", "x448": "ECDH-ES", "p224": "ES256", "dsa": "RS256"}[name]
        tests.append(der(f"{name}", data, alg, UNKNOWN, "a type of key that the library does not have"))
    return tests


def der_cases() -> list[dict[str, Any]]:
    """Malformed DER, and RSA numbers that do not belong together."""
    pkcs8, spki = private_bytes(EC, Encoding.DER), public_bytes(EC, Encoding.DER)
    pkcs1 = private_bytes(RSA, Encoding.DER, Private.TraditionalOpenSSL)
    n, other_n = unb64u(RSA["n"]), unb64u(KEYS["rsa-2048-other"]["n"])
    assert pkcs1.count(n) == 1
    tests = [
        der("empty", b"", "ES256"),
        der("garbage", b"\xff" * 64, "ES256"),
        der("empty-sequence", der_tlv(0x30), "ES256"),
        der("pem", private_bytes(EC, Encoding.PEM), "ES256", comment="PEM is not DER"),
        der("indefinite-length", b"\x30\x80" + pkcs8[3:] + b"\0\0", "ES256", comment="BER, not DER"),
        der("rsa-pkcs1-modulus-of-another", pkcs1.replace(n, other_n), "RS256", MISMATCH, "members that do not belong together"),
        der("certificate", certificate("ec-p256"), "ES256", comment="a certificate is not a key"),
        der("base64", base64.b64encode(pkcs8), "ES256", comment="base64 is not DER"),
    ]
    for name, data, alg in (("pkcs8", pkcs8, "ES256"), ("spki", spki, "ES256"),
                            ("sec1", private_bytes(EC, Encoding.DER, Private.TraditionalOpenSSL), "ES256"),
                            ("pkcs1", pkcs1, "RS256"), ("pkcs1-public", public_bytes(RSA, Encoding.DER, Public.PKCS1), "RS256"),
                            ("ed25519", private_bytes(ED, Encoding.DER), "EdDSA"),
                            ("ml-dsa", private_bytes(KEYS["akp-44"], Encoding.DER), "ML-DSA-44"),
                            ("x25519", private_bytes(KEYS["okp-x25519"], Encoding.DER), "ECDH-ES")):
        tests.append(der(f"{name}-trailing-data", data + b"\0", alg, comment="data after the value"))
        tests.append(der(f"{name}-truncated", data[:-1], alg))
    return tests


def encoding_cases() -> list[dict[str, Any]]:
    return pem_cases() + mismatch_cases() + der_cases()
