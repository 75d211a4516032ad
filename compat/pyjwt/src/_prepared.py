"""`PreparedKey`: what algorithm objects and `PyJWK` return for a key."""

from __future__ import annotations

import sys
from typing import Any

from tokenseal import Key

from ._cryptography import to_cryptography
from .exceptions import InvalidKeyError

_UNKNOWN = object()


class PreparedKey:
    """A `tokenseal.Key` that remembers what its JWK allows, where PyJWT has an object from
    `cryptography`.

    It has the attributes of both: `key_type`, `algorithm`, `to_pem` and the others of a `Key`; and,
    for programs that use what PyJWT returns, `public_bytes`, `private_numbers`, `key_size` and the
    others of `cryptography`, from the object that `to_cryptography` makes. It passes for an
    instance of that object's class too, such as `RSAPublicKey`, once the program has imported it.
    """

    __slots__ = ("_key", "_object")

    def __init__(self, key: Key) -> None:
        self._key = key
        self._object: Any = _UNKNOWN

    @property
    def key(self) -> Key:
        """The `tokenseal.Key`."""
        return self._key

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        # Who asks for a class of cryptography's has imported it.
        if "cryptography.hazmat.primitives" not in sys.modules:
            return PreparedKey
        made = self._made()
        return PreparedKey if made is None else type(made)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if hasattr(self._key, name):
            return getattr(self._key, name)
        made = self._made()
        if made is None or not hasattr(made, name):
            raise AttributeError(f"neither a tokenseal.Key nor a key of the package cryptography has {name!r} (or that is not installed)")
        return getattr(made, name)

    def __eq__(self, other: object) -> bool:
        if type(other) is PreparedKey:
            return self._key == other._key
        made = self._made()
        return self._key == other if made is None or isinstance(other, Key) else bool(made == other)

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"Prepared{self._key!r}"

    def __copy__(self) -> PreparedKey:
        return self

    def __deepcopy__(self, _memo: Any) -> PreparedKey:
        return self

    def __reduce__(self) -> Any:
        return PreparedKey, (self._key,)

    def _made(self) -> Any:
        """The object of `cryptography`, made once; None where the program does not have that package, or that has no such keys."""
        if self._object is _UNKNOWN:
            try:
                self._object = to_cryptography(self._key)
            except (ImportError, InvalidKeyError):
                self._object = None
        return self._object


def plain(key: Any) -> Any:
    """The `tokenseal.Key` in a `PreparedKey`; anything else as it is."""
    return key._key if type(key) is PreparedKey else key
