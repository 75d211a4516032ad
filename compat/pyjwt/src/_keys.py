"""Everything that PyJWT and this package take for a key, as a `tokenseal.Key`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol, TypeAlias

from tokenseal import Key, TokenError

from ._cache import kept
from ._token import read_payload
from ._ssh import ssh_to_jwk
from .exceptions import DecodeError, InvalidKeyError, InvalidKeyTypeError, carrying
from .utils import is_ssh_key


class _PrivateKeyObject(Protocol):
    """A private key of the package `cryptography`."""

    def private_bytes(self, encoding: Any, format: Any, encryption_algorithm: Any) -> bytes: ...


class _PublicKeyObject(Protocol):
    """A public key of the package `cryptography`."""

    def public_bytes(self, encoding: Any, format: Any) -> bytes: ...


KeyLike: TypeAlias = str | bytes | Key | Mapping[str, Any] | _PrivateKeyObject | _PublicKeyObject
"""A secret; PEM, an OpenSSH public key or JWK text; a `tokenseal.Key`; a JWK; a key of the package `cryptography`."""

_NOT_A_SECRET = (
    "The specified key is an asymmetric key or x509 certificate, or looks like a JWK, and should not be used as an HMAC secret. "
    "Load a JWK with PyJWK."
)


def key_for(key: KeyLike | None, alg: str, weak: bool = False) -> Key:
    """The key for an algorithm that the core has. An `InvalidKeyError` if the core refuses it; `weak` allows short HMAC secrets.

    A `tokenseal.Key` stays what it is: bound to an algorithm, which may be another, or to none.
    """
    if isinstance(key, str):
        key = key.encode("utf-8", "surrogatepass")
    elif isinstance(key, Key):
        return key
    if isinstance(key, bytes):
        source = key
        # One that was allowed to be weak is not there for who does not allow it.
        return kept(source, f"{alg} weak" if weak else alg, lambda: _of_text(source, alg, weak))
    if isinstance(key, Mapping):
        return of_jwk(key, alg, weak)
    der = _exported(key)
    return kept(der, f"DER {alg}", lambda: _of_der(der, alg))


def of_jwk(jwk: Mapping[str, Any], alg: str | None = None, weak: bool = False) -> Key:
    """The key of a JWK, without its `kid`, which PyJWT neither writes nor compares, but leaves to whoever chose the key."""
    if jwk.get("kty") == "oct" and jwk.get("k") == "":
        raise empty_secret()
    try:
        return Key.from_jwk({name: value for name, value in jwk.items() if name != "kid"}, alg=alg, allow_weak_secret=weak and jwk.get("kty") == "oct")
    except TokenError as error:
        raise refused(error) from error


def bound(key: Key, alg: str) -> Key:
    """A key without an algorithm of its own, bound to this one, as signing needs it. One that has its own stays what it is."""
    if key.algorithm is not None:
        return key
    try:
        return Key.from_jwk(key.to_jwk(private=key.is_private), alg=alg)
    except TokenError as error:
        raise refused(error) from error


def refused(error: TokenError, text: str | None = None) -> InvalidKeyError:
    """The `InvalidKeyError` for what the core refused. To be raised `from` that."""
    if text is None:
        weak = "The key is below the minimum for its algorithm: " if error.code == "ERR_KEY_WEAK" else ""
        text = f"{weak}{error}."
    return carrying(InvalidKeyError(text[:1].upper() + text[1:]), error)


def empty_secret() -> InvalidKeyError:
    """The `InvalidKeyError` for a secret of no bytes."""
    error = InvalidKeyError("HMAC key must not be empty.")
    error.code = "ERR_KEY_WEAK"
    return error


def _of_text(text: bytes, alg: str, weak: bool) -> Key:
    """The first bytes tell what a text is. A secret is taken as it is, and the core sees to it that it is no other kind of key."""
    if alg.startswith("HS"):
        if not text:
            raise empty_secret()
        try:
            return Key.from_secret(text, alg, allow_weak_secret=weak)
        except TokenError as error:
            raise refused(error, _NOT_A_SECRET if error.code == "ERR_KEY_MISMATCH" else None) from error
    if text.lstrip()[:1] == b"{":
        return of_jwk(read_jwk(text), alg)
    if is_ssh_key(text):
        return of_jwk(ssh_to_jwk(text), alg)
    try:
        if b"-----BEGIN CERTIFICATE-----" in text:
            return Key.from_certificate(text, alg)
        return Key.from_pem(text, alg)
    except TokenError as error:
        raise refused(error, f"Could not parse the provided public key. It has to be PEM: {error}.") from error


def _of_der(der: bytes, alg: str) -> Key:
    try:
        return Key.from_der(der, alg)
    except TokenError as error:
        raise refused(error) from error


def read_jwk(text: str | bytes) -> dict[str, Any]:
    """The members of a JWK in JSON, which the core reads strictly."""
    try:
        return read_payload(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    except DecodeError:
        raise InvalidKeyError("Key is not valid JSON") from None


def _exported(key: Any) -> bytes:
    """The DER of a key of the package `cryptography`, which whoever has such a key has installed."""
    if not (hasattr(key, "private_bytes") or hasattr(key, "public_bytes")):
        raise InvalidKeyTypeError("Expected a string or bytes value")
    serialization: Any = import_module("cryptography.hazmat.primitives.serialization")
    if hasattr(key, "private_bytes"):
        return bytes(key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return bytes(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
