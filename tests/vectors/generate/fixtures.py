"""The keys of the generated vectors: the same at every run, and known to everybody. For tests only.

Every key but RSA is computed from its label, so that no file has to hold it. Two keys with
different labels are different keys of the same type.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from common import b64u, made

Jwk = dict[str, Any]

CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1(), "secp256k1": ec.SECP256K1()}
ORDERS = {curve: curve_.group_order for curve, curve_ in CURVES.items()}
HMAC = {"HS256": 32, "HS384": 48, "HS512": 64}
RSA_SIGN = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
ECDSA = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "ES256K": "secp256k1"}
ML_DSA = {"ML-DSA-44": mldsa.MLDSA44PrivateKey, "ML-DSA-65": mldsa.MLDSA65PrivateKey, "ML-DSA-87": mldsa.MLDSA87PrivateKey}
SIGN = [*HMAC, *RSA_SIGN, *ECDSA, "EdDSA", "Ed25519", *ML_DSA]

KEY_LENGTH = {"A128CBC-HS256": 32, "A192CBC-HS384": 48, "A256CBC-HS512": 64, "A128GCM": 16, "A192GCM": 24, "A256GCM": 32}
WRAP = {"A128KW": 16, "A192KW": 24, "A256KW": 32, "A128GCMKW": 16, "A192GCMKW": 24, "A256GCMKW": 32}
RSA_ENCRYPT = ["RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"]
AGREEMENT = ["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"]
AGREEMENT_CURVES = ["P-256", "P-384", "P-521", "X25519"]
PBES2 = ["PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"]
PASSWORD = "correct horse battery staple"


def stretch(label: str, length: int) -> bytes:
    """As many bytes as asked for, the same for the same label."""
    return hashlib.shake_256(f"tokenseal test vectors: {label}".encode()).digest(length)


def number(value: int, length: int | None = None) -> str:
    """A big-endian unsigned integer in base64url; EC coordinates have the length of their field."""
    return b64u(value.to_bytes(length or (value.bit_length() + 7) // 8, "big"))


def oct_jwk(label: str, length: int, **members: Any) -> Jwk:
    """A shared secret."""
    return {"kty": "oct", "k": b64u(stretch(label, length)), **members}


def ec_private(label: str, crv: str) -> ec.EllipticCurvePrivateKey:
    """The private key as `cryptography` has it."""
    return ec.derive_private_key(int.from_bytes(stretch(label + crv, 80), "big") % (ORDERS[crv] - 1) + 1, CURVES[crv])


def ec_jwk(label: str, crv: str, **members: Any) -> Jwk:
    """A private key on a NIST curve or secp256k1."""
    private = ec_private(label, crv).private_numbers()
    length = (CURVES[crv].key_size + 7) // 8
    point = private.public_numbers
    return {
        "kty": "EC", "crv": crv, "x": number(point.x, length), "y": number(point.y, length), "d": number(private.private_value, length), **members,
    }


def okp_jwk(label: str, crv: str, **members: Any) -> Jwk:
    """A private key on Ed25519 or X25519."""
    kind = ed25519.Ed25519PrivateKey if crv == "Ed25519" else x25519.X25519PrivateKey
    secret = stretch(label + crv, 32)
    public = kind.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": crv, "x": b64u(public), "d": b64u(secret), **members}


def akp_jwk(label: str, alg: str, **members: Any) -> Jwk:
    """A private ML-DSA key (RFC 9964): the seed and the public key."""
    seed = stretch(label + alg, 32)
    public = ML_DSA[alg].from_seed_bytes(seed).public_key().public_bytes_raw()
    return {"kty": "AKP", "alg": alg, "pub": b64u(public), "priv": b64u(seed), **members}


@functools.cache
def _rsa_keys() -> dict[str, Jwk]:
    """Asked for once in a run, so that --remake makes one pair and not one for each use."""
    return made("rsa_keys", _make_rsa)


def _make_rsa() -> dict[str, Jwk]:
    keys = {}
    for label in ("first", "second"):
        private = rsa.generate_private_key(65537, 2048).private_numbers()
        public = {"kty": "RSA", "n": number(private.public_numbers.n), "e": "AQAB"}
        crt = {"p": private.p, "q": private.q, "dp": private.dmp1, "dq": private.dmq1, "qi": private.iqmp}
        keys[label] = public | {"d": number(private.d)} | {name: number(value) for name, value in crt.items()}
    return keys


def rsa_jwk(label: str = "first", **members: Any) -> Jwk:
    """A private RSA key of 2048 bits: `first` or `second`."""
    return {**_rsa_keys()[label], **members}


def public(jwk: Jwk) -> Jwk:
    """The same key without what is secret."""
    return {name: value for name, value in jwk.items() if name not in ("d", "p", "q", "dp", "dq", "qi", "priv")}


def signing_jwk(alg: str, label: str = "first", /, **members: Any) -> Jwk:
    """A private key for this signature algorithm, bound to it unless `alg=None` is given."""
    if alg in ML_DSA:
        return akp_jwk(label, alg, **members)
    members = {"alg": alg, **members}
    if alg in HMAC:
        jwk = oct_jwk(label + alg, HMAC[alg], **members)
    elif alg in ECDSA:
        jwk = ec_jwk(label, ECDSA[alg], **members)
    elif alg in RSA_SIGN:
        jwk = rsa_jwk(label, **members)
    else:
        jwk = okp_jwk(label, "Ed25519", **members)
    return {name: value for name, value in jwk.items() if value is not None}


def encryption_jwk(alg: str, label: str = "first", /, enc: str = "A256GCM", crv: str = "P-256", **members: Any) -> Jwk:
    """A private key for this key management algorithm, bound to it (`dir`: to the `enc`). Passwords
    are not JWKs here.
    """
    if alg == "dir":
        return oct_jwk(label + enc, KEY_LENGTH[enc], alg=enc, **members)
    if alg in WRAP:
        return oct_jwk(label + alg, WRAP[alg], alg=alg, **members)
    if alg in RSA_ENCRYPT:
        return rsa_jwk(label, alg=alg, **members)
    return (okp_jwk if crv == "X25519" else ec_jwk)(label + "agreement", crv, alg=alg, **members)
