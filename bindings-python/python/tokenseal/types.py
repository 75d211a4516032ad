"""Types for annotations: the names of algorithms, and the forms that arguments may have.

>>> from tokenseal import Key, Verifier
>>> from tokenseal.types import Keys, SignatureAlgorithm
>>> def verifier(keys: Keys, *algorithms: SignatureAlgorithm) -> Verifier:
...     return Verifier(keys, algorithms=algorithms)

Where an algorithm is an argument, any str is accepted, so that it may come from a setting; the names are for completion, and for settings of your own.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, TypedDict

from ._names import ContentEncryption, KeyManagement, SignatureAlgorithm
from ._native import Key
from .errors import ErrorCode

__all__ = [
    "Algorithm",
    "Bytes",
    "Claims",
    "ContentEncryption",
    "Curve",
    "ErrorCode",
    "Header",
    "Inspected",
    "Json",
    "KeyManagement",
    "KeyType",
    "Keys",
    "Kind",
    "Length",
    "Profile",
    "Serialization",
    "SignatureAlgorithm",
    "Text",
    "Texts",
    "ThumbprintHash",
    "Time",
]

Algorithm: TypeAlias = SignatureAlgorithm | KeyManagement
"""The name of any algorithm that a key may be bound to."""

Curve: TypeAlias = Literal["P-256", "P-384", "P-521", "X25519"]
"""The curves of `Key.generate` for ECDH-ES."""

KeyType: TypeAlias = Literal["oct", "RSA", "EC", "OKP", "AKP"]
"""The `kty` of a key."""

ThumbprintHash: TypeAlias = Literal["sha256", "sha384", "sha512"]
"""The hashes of `Key.thumbprint`."""

Kind: TypeAlias = Literal["signed", "encrypted", "nested"]
"""How a token is protected."""

Profile: TypeAlias = Literal["access-token", "id-token", "logout-token"]
"""What sets several options by name."""

Serialization: TypeAlias = Literal["compact", "flattened", "general"]
"""How a token of `jws` or `jwe` is written."""

Bytes: TypeAlias = bytes | bytearray | memoryview
"""Bytes in any form."""

Text: TypeAlias = str | Bytes
"""A token, a password, or PEM."""

Texts: TypeAlias = str | Iterable[str]
"""One text, or several."""

Header: TypeAlias = Mapping[str, Any]
"""Parameters of a header."""

Claims: TypeAlias = Mapping[str, Any] | Bytes
"""The claims of a token that is made: a mapping, or JSON text as bytes."""

Json: TypeAlias = Mapping[str, Any] | Text
"""A JWK, a JWK Set or a token in a JSON serialization: a mapping, or its text."""

Keys: TypeAlias = Key | Iterable[Key]
"""A Key, a KeySet, or any iterable of Keys."""

Length: TypeAlias = int | str | timedelta
"""A length of time: whole seconds, a timedelta of whole seconds, or a number with s, m, h or d, such as '15m'."""

Time: TypeAlias = float | datetime
"""A point in time: seconds since the epoch, or an aware datetime."""


class Inspected(TypedDict):
    """What `inspect_unverified` gives."""

    kind: Kind
    header: dict[str, Any]
    claims: dict[str, Any] | None
    payload: bytes | None
