"""Keys that stand in for those of a service: they sign here, without a network."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

_keys: dict[str, ec.EllipticCurvePrivateKey] = {}
_rsa_keys: dict[str, rsa.RSAPrivateKey] = {}


def key(name: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of this name."""
    return _keys.setdefault(name, ec.generate_private_key(ec.SECP256R1()))


def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """The RSA key of this name, for decryption."""
    if name not in _rsa_keys:
        _rsa_keys[name] = rsa.generate_private_key(65537, 2048)
    return _rsa_keys[name]


def sign_digest(name: str, digest: bytes) -> bytes:
    """The DER signature of a SHA-256 digest, which must have the length of one."""
    if not isinstance(digest, bytes) or len(digest) != 32:
        raise ValueError("a SHA-256 digest has 32 bytes")
    return key(name).sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))


def sha256(message: bytes) -> bytes:
    """The digest of a message."""
    hasher = hashes.Hash(hashes.SHA256())
    hasher.update(message)
    return hasher.finalize()


def raw(der: bytes) -> bytes:
    """r and s, concatenated."""
    return b"".join(number.to_bytes(32, "big") for number in utils.decode_dss_signature(der))


def public_pem(name: str) -> str:
    """The public half as PEM."""
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(name).public_key().public_bytes(serialization.Encoding.PEM, info).decode()


def public_der(private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    """The public half as DER."""
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(serialization.Encoding.DER, info)
