"""`Algorithm`: what every algorithm object does. The core signs and verifies; this adapts PyJWT's
calls to it.
"""

from __future__ import annotations

import json
from abc import ABC
from typing import Any, ClassVar, Literal, overload

from tokenseal import Key, TokenError
from tokenseal._native import _sign_bytes, _verify_bytes

from . import _hashes
from ._keys import bound, key_for, of_jwk, read_jwk, refused
from ._prepared import PreparedKey, plain
from .exceptions import InvalidKeyError, UnsupportedAlgorithmError
from .types import JWKDict
from .utils import force_bytes


class Algorithm(ABC):
    """The base class of all algorithms."""

    hash_alg: Any = None
    _key_type: ClassVar[str] = ""
    _name: str = ""
    _names: ClassVar[tuple[str, ...]] = ()
    """Names of algorithms by which any key of the type can be read."""

    def compute_hash_digest(self, bytestr: bytes) -> bytes:
        """The digest by the algorithm's hash, as for `at_hash` (OpenID Connect Core, section 3.1.3.6)."""
        if self.hash_alg is None:
            raise NotImplementedError
        return _hashes.digest(self.hash_alg, bytestr)

    def check_crypto_key_type(self, key: Any) -> None:
        """An `InvalidKeyError` for anything but a key of this algorithm's type. A ValueError if keys of
        the algorithm are secrets.
        """
        if self._key_type in ("", "oct"):
            raise ValueError("This method should only be used by algorithms whose keys have a public half.")
        try:
            found: Any = self._any_key(key).key_type
        except InvalidKeyError:
            found = type(key).__name__
        if found != self._key_type:
            raise InvalidKeyError(f"Expected a key of type {self._key_type}, got: {found}. Invalid Key type for {type(self).__name__}")

    def prepare_key(self, key: Any) -> Any:
        """The key for this algorithm, as a `PreparedKey`. An `InvalidKeyError` if it is not a key."""
        prepared = key_for(key, self._known())
        if bound(prepared, self._name).algorithm != self._name:
            raise InvalidKeyError(f"The key is for another algorithm than {self._name!r}.")
        return key if type(key) is PreparedKey else PreparedKey(prepared)

    def check_key_length(self, key: Any) -> str | None:
        """None: a key that is too short cannot be made. For a secret, the warning about its length, if
        any.
        """
        return None

    def sign(self, msg: bytes, key: Any) -> bytes:
        """The signature of bytes. `key` is what `prepare_key` returned, or what it takes.

        The bytes can be anything: whoever chooses them can have tokens signed. An `InvalidKeyError` for
        a key that is public, for another algorithm, or not for signing.
        """
        prepared = bound(self._usable(key), self._name)
        try:
            return _sign_bytes(force_bytes(msg), prepared, self._name)
        except TokenError as error:
            raise refused(error) from error

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """Whether a signature is one of these bytes by this key. An `InvalidKeyError` for a key that is not for verifying by this algorithm."""
        prepared = self._usable(key)
        try:
            return _verify_bytes(force_bytes(msg), force_bytes(sig), prepared, self._name)
        except TokenError as error:
            raise refused(error) from error

    @overload
    @classmethod
    def to_jwk(cls, key_obj: Any, as_dict: Literal[True]) -> JWKDict: ...
    @overload
    @classmethod
    def to_jwk(cls, key_obj: Any, as_dict: Literal[False] = False) -> str: ...
    @classmethod
    def to_jwk(cls, key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """The JWK of a key, as JSON text or a dict; with its private half, if it has one."""
        jwk = cls._exported(key_obj)
        return jwk if as_dict else json.dumps(jwk)

    @classmethod
    def from_jwk(cls, jwk: str | JWKDict) -> Any:
        """The key of a JWK: a `PreparedKey`, for `decode` or `encode`."""
        members = members_of(jwk)
        if members.get("kty") != cls._key_type:
            raise InvalidKeyError(f"The JWK is not of type {cls._key_type}")
        return PreparedKey(of_jwk(members))

    def _known(self) -> str:
        """The name of the algorithm, if the core has it."""
        if not self._name:
            raise UnsupportedAlgorithmError("Algorithm not supported: tokenseal has no such combination of hash and signature")
        return self._name

    def _usable(self, key: Any) -> Key:
        return key_for(key, self._known())

    @classmethod
    def _exported(cls, key_obj: Any) -> JWKDict:
        key = cls._any_key(key_obj)
        if key.key_type != cls._key_type:
            raise InvalidKeyError("Not a public or private key of this type")
        jwk = key.to_jwk(private=key.is_private)
        return {name: value for name, value in jwk.items() if name not in ("alg", "kid", "use")}

    @classmethod
    def _any_key(cls, key_obj: Any) -> Key:
        """The key, for whichever algorithm of the family it is."""
        key_obj = plain(key_obj)
        if isinstance(key_obj, Key):
            return key_obj
        error = InvalidKeyError("Not a public or private key")
        for name in cls._names:
            try:
                return key_for(key_obj, name)
            except InvalidKeyError as refusal:
                error = refusal
        raise error


def members_of(jwk: str | JWKDict) -> JWKDict:
    """The members of a JWK, which is JSON text or a dict."""
    if isinstance(jwk, str):
        return read_jwk(jwk)
    if not isinstance(jwk, dict):
        raise InvalidKeyError("Key is not valid JSON")
    return jwk
