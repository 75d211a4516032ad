"""`PyJWK` and `PyJWKSet`: keys from JWKs (RFC 7517)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from tokenseal import Key

from . import _weak, algorithms
from ._keys import bound, key_for, of_jwk, read_jwk
from ._prepared import PreparedKey
from ._token import decode_segment
from .exceptions import InvalidKeyError, PyJWKError, PyJWKSetError, PyJWTError
from .types import JWKDict

_BY_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "secp256k1": "ES256K"}


class PyJWK:
    """A key from a JWK, bound to one algorithm: `algorithm`, or the JWK's `alg`, or the first that its type and curve allow.

    `key` is the key without that binding, for functions that take any key: a `PreparedKey`, or for
    `kty` oct the secret as bytes. A JWK for encryption (`use: enc`) can be read, since a set may
    hold one, but neither signs nor verifies.

    Raises `InvalidKeyError` for a malformed JWK, and `PyJWKError` for one whose algorithm is not
    for signatures.
    """

    algorithm_name: str
    Algorithm: algorithms.Algorithm
    key: PreparedKey | bytes

    def __init__(self, jwk_data: JWKDict, algorithm: str | None = None) -> None:
        self._jwk_data = jwk_data
        self.algorithm_name = algorithm or jwk_data.get("alg") or _default_algorithm(jwk_data)
        known = algorithms.get_default_algorithms().get(self.algorithm_name)
        if known is None:
            raise PyJWKError("Unable to find an algorithm for key")
        self.Algorithm = known
        self._key = self._read()
        # This is where an algorithm of another family is refused.
        self._bound = self._key if self.public_key_use == "enc" else bound(self._key, self.algorithm_name)
        is_secret = self._key.key_type == "oct"
        self.key = decode_segment(self._key.to_jwk(private=True)["k"], "k") if is_secret else PreparedKey(self._key)

    @staticmethod
    def from_dict(obj: JWKDict, algorithm: str | None = None) -> PyJWK:
        """A key from a JWK as a dict."""
        return PyJWK(obj, algorithm)

    @staticmethod
    def from_json(data: str, algorithm: str | None = None) -> PyJWK:
        """A key from a JWK as JSON text."""
        return PyJWK.from_dict(read_jwk(data), algorithm)

    @property
    def key_type(self) -> str | None:
        """The `kty` of the JWK."""
        return self._jwk_data.get("kty")

    @property
    def key_id(self) -> str | None:
        """The `kid` of the JWK."""
        return self._jwk_data.get("kid")

    @property
    def public_key_use(self) -> str | None:
        """The `use` of the JWK."""
        return self._jwk_data.get("use")

    def prepared(self, alg: str, weak: bool = False) -> Key:
        """The key for this algorithm, for `PyJWS`. One that the JWK's own `alg` does not allow is refused there; `weak` allows a short secret."""
        if isinstance(self.key, bytes) and not weak and _weak.shortfall(len(self.key), alg):
            return key_for(self.key, alg)  # which is where it is refused
        if alg == self.algorithm_name:
            return self._bound
        return self._key if "alg" in self._jwk_data else key_for(self.key, alg, weak)

    def _read(self) -> Key:
        if self.public_key_use == "enc":
            return of_jwk({name: value for name, value in self._jwk_data.items() if name != "alg"})
        # A JWK with an `alg` stays bound to it wherever it goes. Without one, `key` is not bound, except
        # for a secret, which must be.
        is_open = "alg" not in self._jwk_data and self.key_type != "oct"
        # Whether a secret is long enough is checked on use, where it is known whether it must be.
        return of_jwk(self._jwk_data, None if is_open else self.algorithm_name, weak=True)


class PyJWKSet:
    """The keys of a JWK Set. Unusable keys are left out; if none is left, that is a `PyJWKSetError`."""

    def __init__(self, keys: list[JWKDict]) -> None:
        if not keys:
            raise PyJWKSetError("The JWK Set did not contain any keys")
        if not isinstance(keys, list):
            raise PyJWKSetError("Invalid JWK Set value")
        self.keys: list[PyJWK] = []
        for key in keys:
            if not isinstance(key, dict):
                continue
            try:
                self.keys.append(PyJWK(key))
            except (PyJWTError, TypeError, ValueError, RecursionError):  # whatever is wrong with it, the others are as good as they were
                continue
        if not self.keys:
            raise PyJWKSetError("The JWK Set did not contain any usable keys.")

    @staticmethod
    def from_dict(obj: dict[str, Any]) -> PyJWKSet:
        """The keys of a JWK Set as a dict."""
        return PyJWKSet(obj.get("keys", []))

    @staticmethod
    def from_json(data: str) -> PyJWKSet:
        """The keys of a JWK Set as JSON text."""
        return PyJWKSet.from_dict(json.loads(data))

    def __getitem__(self, kid: str) -> PyJWK:
        for key in self.keys:
            if key.key_id == kid:
                return key
        raise KeyError("the set has no key with this kid")

    def __iter__(self) -> Iterator[PyJWK]:
        return iter(self.keys)


class PyJWTSetWithTimestamp:
    """A JWK Set, and when it was fetched."""

    def __init__(self, jwk_set: PyJWKSet) -> None:
        self.jwk_set = jwk_set
        self.timestamp = time.monotonic()

    def get_jwk_set(self) -> PyJWKSet:
        """The set."""
        return self.jwk_set

    def get_timestamp(self) -> float:
        """When it was fetched, by a clock that only goes forward (`time.monotonic`)."""
        return self.timestamp


def _default_algorithm(jwk: JWKDict) -> str:
    """The algorithm that PyJWT assumes for a JWK that names none."""
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if not kty:
        raise InvalidKeyError("kty is not found")
    if kty == "EC" and (not crv or crv in _BY_CURVE):
        return _BY_CURVE.get(crv or "P-256", "ES256")
    if kty == "RSA":
        return "RS256"
    if kty == "oct":
        return "HS256"
    if kty == "OKP" and crv == "Ed25519":
        return "EdDSA"
    raise InvalidKeyError("Unsupported crv" if kty in ("EC", "OKP") else "Unsupported kty")
