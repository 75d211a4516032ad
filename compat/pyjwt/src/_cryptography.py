"""The package `cryptography`, for programs that have it. Nothing here imports it until a program
passes one of its keys, or asks for something from it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tokenseal import Key

from .exceptions import InvalidKeyError, InvalidKeyTypeError

_PRIMITIVES = "cryptography.hazmat.primitives"
_ASYMMETRIC = f"{_PRIMITIVES}.asymmetric"

_WHERE: dict[str, tuple[str, ...]] = {
    "cryptography": ("x509",),
    "cryptography.exceptions": ("InvalidSignature", "UnsupportedAlgorithm"),
    "cryptography.hazmat.backends": ("default_backend",),
    _PRIMITIVES: ("hashes",),
    _ASYMMETRIC: ("padding",),
    f"{_ASYMMETRIC}.ec": (
        "ECDSA",
        *("SECP256K1", "SECP256R1", "SECP384R1", "SECP521R1"),
        *("EllipticCurve", "EllipticCurvePrivateKey", "EllipticCurvePrivateNumbers", "EllipticCurvePublicKey", "EllipticCurvePublicNumbers"),
    ),
    f"{_ASYMMETRIC}.ed25519": ("Ed25519PrivateKey", "Ed25519PublicKey"),
    f"{_ASYMMETRIC}.ed448": ("Ed448PrivateKey", "Ed448PublicKey"),
    f"{_ASYMMETRIC}.rsa": (
        *("RSAPrivateKey", "RSAPrivateNumbers", "RSAPublicKey", "RSAPublicNumbers"),
        *("rsa_crt_dmp1", "rsa_crt_dmq1", "rsa_crt_iqmp", "rsa_recover_prime_factors"),
    ),
    f"{_ASYMMETRIC}.utils": ("decode_dss_signature", "encode_dss_signature"),
    f"{_PRIMITIVES}.serialization": (
        *("Encoding", "NoEncryption", "PrivateFormat", "PublicFormat"),
        *("load_der_public_key", "load_pem_private_key", "load_pem_public_key", "load_ssh_public_key"),
    ),
}

NAMES = {name: module for module, names in _WHERE.items() for name in names}
"""What PyJWT's modules import of `cryptography`, by name: programs import it from there."""


def of_cryptography(name: str) -> Any:
    """Something from `cryptography` by its name. An ImportError if the package is not installed."""
    module = import_module(NAMES[name])
    return getattr(module, name) if hasattr(module, name) else import_module(f"{module.__name__}.{name}")


def exported(key: Any) -> bytes:
    """The DER of a key of the package `cryptography`, or of any object that exports itself in the same way."""
    is_private = hasattr(key, "private_bytes")
    if not (is_private or hasattr(key, "public_bytes")) or hasattr(key, "tbs_certificate_bytes"):
        hint = ": of a certificate, give its public_key()" if hasattr(key, "tbs_certificate_bytes") else ""
        raise InvalidKeyTypeError(f"Expected a string or bytes value{hint}")
    forms = import_module(f"{_PRIMITIVES}.serialization")
    try:
        if is_private:
            return bytes(key.private_bytes(forms.Encoding.DER, forms.PrivateFormat.PKCS8, forms.NoEncryption()))
        return bytes(key.public_bytes(forms.Encoding.DER, forms.PublicFormat.SubjectPublicKeyInfo))
    except (TypeError, ValueError, NotImplementedError) as error:
        text = "The key object does not export its key. For one that never leaves its hardware or service there is tokenseal.prepare."
        raise InvalidKeyError(text) from error


def to_cryptography(key: Any) -> Any:
    """A key as an object of the package `cryptography`: private if it holds its private half, else public.

    It is what PyJWT would have returned. It takes a `tokenseal.Key`, a `PreparedKey` or a `PyJWK`.
    A secret, which has no such object, and a kind of key that `cryptography` does not support raise
    an `InvalidKeyError`; without the package, it raises an ImportError.
    """
    for _ in range(2):  # a PyJWK has a PreparedKey, which has a Key
        key = key if type(key) is Key else getattr(key, "key", key)
    if type(key) is not Key or key.key_type == "oct":
        raise InvalidKeyError("Only an asymmetric key can be an object of cryptography.")
    forms = import_module(f"{_PRIMITIVES}.serialization")
    try:
        if key.is_private:
            return forms.load_der_private_key(key.to_der(private=True), password=None)
        return forms.load_der_public_key(key.to_der())
    except (ValueError, of_cryptography("UnsupportedAlgorithm")) as error:
        raise InvalidKeyError("The package cryptography cannot read a key of this kind.") from error
