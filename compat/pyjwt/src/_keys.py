"""Everything that PyJWT and this package take for a key, as a `tokenseal.Key`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from tokenseal import Key, TokenError

from ._cache import kept
from ._cryptography import exported
from ._prepared import PreparedKey, plain
from ._ssh import ssh_to_jwk
from ._token import read_payload
from .exceptions import DecodeError, InvalidKeyError, carrying
from .utils import is_ssh_key


class _PrivateKeyObject(Protocol):
    """A private key of the package `cryptography`."""

    def private_bytes(self, encoding: Any, format: Any, encryption_algorithm: Any) -> bytes: ...


class _PublicKeyObject(Protocol):
    """A public key of the package `cryptography`."""

    def public_bytes(self, encoding: Any, format: Any) -> bytes: ...


KeyLike: TypeAlias = str | bytes | Key | PreparedKey | Mapping[str, Any] | _PrivateKeyObject | _PublicKeyObject
"""A secret; PEM, an OpenSSH public key or JWK text; a `tokenseal.Key`; a JWK; a key of the package `cryptography`."""

_CURVES = {"ES256": "P-256", "ES256K": "secp256k1", "ES384": "P-384", "ES512": "P-521"}
_NAMES = {"P-256": "secp256r1", "P-384": "secp384r1", "P-521": "secp521r1", "secp256k1": "secp256k1"}
_EC_KEY = re.compile(r"is an EC key on ([\w-]+)")

_NOT_A_SECRET = (
    "The specified key is an asymmetric key or x509 certificate, or looks like a JWK, and should not be used as an HMAC secret. "
    "Load a JWK with PyJWK."
)


def key_for(key: KeyLike | None, alg: str, weak: bool = False) -> Key:
    """The key for an algorithm that the core has. An `InvalidKeyError` if the core refuses it; `weak` allows short HMAC secrets.

    A `tokenseal.Key` stays as it is: bound to an algorithm, possibly a different one, or to none.
    """
    key = plain(key)
    if isinstance(key, str):
        key = key.encode("utf-8", "surrogatepass")
    elif isinstance(key, Key):
        return key
    if isinstance(key, bytes):
        source = key
        # One that was allowed to be weak is invisible to callers that do not allow it.
        return kept(source, f"{alg} weak" if weak else alg, lambda: _of_text(source, alg, weak))
    if isinstance(key, Mapping):
        return of_jwk(key, alg, weak)
    der = exported(key)
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
        raise refused(error, of_another_curve(error, alg)) from error


def secret_length(key: Any) -> int:
    """How many bytes a secret has, which `key_for` has taken: text, bytes or a JWK."""
    if isinstance(key, Mapping):
        return len(key["k"]) * 3 // 4
    return len(key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key)


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
    """The first bytes tell what a text is. A secret is taken as it is, and the core makes sure that it
    is not another kind of key.
    """
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
        words = of_another_curve(error, alg) or f"Could not parse the provided public key. It has to be PEM: {error}."
        raise refused(error, words) from error


def _of_der(der: bytes, alg: str) -> Key:
    try:
        return Key.from_der(der, alg)
    except TokenError as error:
        raise refused(error, of_another_curve(error, alg)) from error


def of_another_curve(error: TokenError, alg: str) -> str | None:
    """PyJWT's words for an EC key on another curve than its algorithm's, which the core names."""
    curve = _EC_KEY.search(str(error)) if error.code in ("ERR_KEY_MISMATCH", "ERR_JOSE_ALG_NOT_ALLOWED") else None
    if curve is None or alg not in _CURVES:
        return None
    found, expected = _NAMES.get(curve[1], curve[1]), _NAMES[_CURVES[alg]]
    return f"The key's curve '{found}' does not match the expected curve '{expected}' for this algorithm"


def read_jwk(text: str | bytes) -> dict[str, Any]:
    """The members of a JWK in JSON, which the core reads strictly."""
    try:
        return read_payload(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    except DecodeError:
        raise InvalidKeyError("Key is not valid JSON") from None
