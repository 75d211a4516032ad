"""Cases of `key.generate` and `key.equal`, for make_keys.py."""

from __future__ import annotations

from typing import Any

from common import b64u, case, error
from key_material import (
    ECDH_ALGORITHMS, ENC_BYTES, HMAC_BYTES, KEYS, PBES2_ALGORITHMS, RSA_ALGORITHMS, WRAP_BYTES, Encoding, oct_key,
    private_bytes, public_bytes, secret,
)
from rfc_check import public

BAD_OPTION = error("ERR_OPTION_INVALID")


def generating() -> list[dict[str, Any]]:
    """A key for every algorithm. Asymmetric ones get their thumbprint as key_id, symmetric ones get
    none.
    """
    tests = []

    def generate(name: str, alg: str, key_type: str, comment: str | None = None, **options: Any) -> None:
        named = key_type != "oct" and "key_id" not in options
        expect = {"algorithm": alg, "key_type": key_type, "is_private": True, "key_id_is_thumbprint": named}
        tests.append(case(f"keys-generate-{name}", "key.generate", {"alg": alg}, expect, comment=comment, flags=[alg],
                          options=options or None))

    types = {alg: "RSA" for alg in RSA_ALGORITHMS} | {alg: "EC" for alg in ("ES256", "ES384", "ES512", "ES256K", *ECDH_ALGORITHMS)}
    types |= {"EdDSA": "OKP", "Ed25519": "OKP", "ML-DSA-44": "AKP", "ML-DSA-65": "AKP", "ML-DSA-87": "AKP"}
    for alg, key_type in (types | {alg: "oct" for alg in (*HMAC_BYTES, *WRAP_BYTES)}).items():
        generate(alg.lower(), alg, key_type)
    for enc in ENC_BYTES:
        generate(f"dir-{enc.lower()}", "dir", "oct", enc=enc)
    for alg in ECDH_ALGORITHMS:
        for curve in ("P-256", "P-384", "P-521", "X25519"):
            generate(f"{alg.lower()}-{curve.lower()}", alg, "OKP" if curve == "X25519" else "EC", curve=curve)
    generate("rs256-3072", "RS256", "RSA", bits=3072)
    generate("es256-key-id", "ES256", "EC", "the caller's key_id", key_id="mine")
    generate("hs256-key-id", "HS256", "oct", "the caller's key_id", key_id="mine")

    def refuse(name: str, alg: str, expect: dict[str, Any], comment: str | None = None, **options: Any) -> None:
        tests.append(case(f"keys-generate-{name}", "key.generate", {"alg": alg}, expect, comment=comment,
                          options=options or None))

    for alg in PBES2_ALGORITHMS:
        refuse(f"refused-{alg.lower()}", alg, BAD_OPTION, "a password is not generated")
    for name, alg in {"none": "none", "rsa1-5": "RSA1_5", "unknown": "HS1024", "lower-case": "es256", "empty": ""}.items():
        refuse(f"refused-{name}", alg, error("ERR_JOSE_NOT_SUPPORTED"))
    refuse("refused-dir-without-enc", "dir", BAD_OPTION)
    refuse("refused-dir-unknown-enc", "dir", error("ERR_JOSE_NOT_SUPPORTED"), enc="A512GCM")
    refuse("refused-enc-without-dir", "A256KW", BAD_OPTION, "only a dir key is bound to an enc", enc="A256GCM")
    refuse("refused-curve-of-another-algorithm", "ES256", BAD_OPTION, "ES256 is P-256", curve="P-384")
    refuse("refused-curve-for-rsa", "RS256", BAD_OPTION, curve="P-256")
    for curve in ("secp256k1", "Ed25519"):
        refuse(f"refused-ecdh-{curve.lower()}", "ECDH-ES", BAD_OPTION, "not a curve of ECDH-ES", curve=curve)
    refuse("refused-ecdh-p-999", "ECDH-ES", error("ERR_JOSE_NOT_SUPPORTED"), "no curve at all", curve="P-999")
    for bits in (0, 1024, 2047, 2056, 16384):
        refuse(f"refused-rsa-{bits}", "RS256", BAD_OPTION, "2048, 3072, 4096 and 8192 are generated", bits=bits)
    return tests


def comparing() -> list[dict[str, Any]]:
    """Keys are equal if thumbprint, algorithm, key_id and is_private are."""
    tests = []

    def compare(name: str, key: dict[str, Any], other: dict[str, Any], equal: bool, comment: str | None = None) -> None:
        tests.append(case(f"keys-equal-{name}", "key.equal", {"key": key, "other": other}, {"equal": equal}, comment=comment))

    rsa, ec, ed = KEYS["rsa-2048"], KEYS["ec-p256"], KEYS["okp-ed25519"]
    for name in ("rsa-2048", "ec-p256", "ec-p384", "ec-p521", "ec-secp256k1", "okp-ed25519", "okp-x25519", "akp-44", "akp-65", "akp-87"):
        key = KEYS[name]
        compare(f"{name}-same", {"jwk": key}, {"jwk": key}, True)
        compare(f"{name}-halves", {"jwk": key}, {"jwk": public(key)}, False, "one is private")
        if f"{name}-other" in KEYS:
            compare(f"{name}-other", {"jwk": key}, {"jwk": KEYS[f"{name}-other"]}, False)
    compare("order", {"jwk": ec}, {"jwk": dict(reversed(ec.items()))}, True, "the order of members does not count")
    compare("kid", {"jwk": {**ec, "kid": "a"}}, {"jwk": {**ec, "kid": "b"}}, False)
    compare("kid-missing", {"jwk": {**ec, "kid": "a"}}, {"jwk": ec}, False)
    compare("alg", {"jwk": rsa, "alg": "RS256"}, {"jwk": rsa, "alg": "PS256"}, False)
    compare("alg-missing", {"jwk": rsa, "alg": "RS256"}, {"jwk": rsa}, False)
    compare("alg-in-jwk", {"jwk": rsa, "alg": "RS256"}, {"jwk": {**rsa, "alg": "RS256"}}, True, "wherever the algorithm was said")
    compare("use", {"jwk": {**ec, "use": "sig"}}, {"jwk": ec}, True, "use is not compared")
    compare("pem", {"jwk": ec, "alg": "ES256"}, {"pem": private_bytes(ec, Encoding.PEM).decode(), "alg": "ES256"}, True)
    compare("der-public", {"jwk": public(ed), "alg": "EdDSA"}, {"der": b64u(public_bytes(ed, Encoding.DER)), "alg": "EdDSA"}, True)
    compare("secret", {"jwk": oct_key(32, alg="HS256")}, {"secret": b64u(secret(32)), "alg": "HS256"}, True)
    compare("secret-longer", {"secret": b64u(secret(32)), "alg": "HS256"}, {"secret": b64u(secret(33)), "alg": "HS256"}, False)
    compare("types", {"jwk": ec}, {"jwk": ed}, False)
    return tests
