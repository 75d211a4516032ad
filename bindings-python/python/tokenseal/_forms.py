"""The types of arguments; `tokenseal.types` exports them for users."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, TypedDict

from ._names import KeyManagement, Kind, SignatureAlgorithm
from ._native import Key, KeyRing, RemoteKeySet

__all__ = [
    "Advanced",
    "Algorithm",
    "Bytes",
    "Claims",
    "Clock",
    "Curve",
    "DecisionReason",
    "DecryptionKeys",
    "Fetch",
    "Header",
    "Headers",
    "Inspected",
    "Json",
    "KeyType",
    "Keys",
    "KeyState",
    "Length",
    "Names",
    "OnEvent",
    "Request",
    "RequestHeaders",
    "RevocationKind",
    "RingChange",
    "RingKey",
    "Text",
    "Texts",
    "ThumbprintHash",
    "Time",
    "VerificationKeys",
]

Algorithm: TypeAlias = SignatureAlgorithm | KeyManagement
"""The name of any algorithm that a key may be bound to."""

Curve: TypeAlias = Literal["P-256", "P-384", "P-521", "X25519"]
"""The curves of `Key.generate` for ECDH-ES."""

KeyType: TypeAlias = Literal["oct", "RSA", "EC", "OKP", "AKP"]
"""The `kty` of a key."""

ThumbprintHash: TypeAlias = Literal["sha256", "sha384", "sha512"]
"""The hashes of `Key.thumbprint`."""

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

VerificationKeys: TypeAlias = Keys | RemoteKeySet | KeyRing
"""What a Verifier takes as `keys`."""

DecryptionKeys: TypeAlias = Keys | KeyRing
"""What a Verifier takes as `decryption_keys`."""

KeyState: TypeAlias = Literal["upcoming", "active", "verify-only", "decrypt-only", "retired", "revoked"]
"""The state of a key of a KeyRing."""

Length: TypeAlias = int | str | timedelta
"""A length of time: whole seconds, a timedelta of whole seconds, or a number with s, m, h or d, such as '15m'."""

Time: TypeAlias = float | datetime
"""A point in time: seconds since the epoch, or an aware datetime."""

Clock: TypeAlias = Callable[[], Time]
"""A function that returns the time for a Verifier or an Issuer: called without arguments, for each
call without `now`.
"""


class Names(TypedDict, total=False):
    """The names that the issuer and the verifiers of a token agree on, to pass to both as `**names`."""

    issuer: str
    """Who issues the token: its `iss`."""

    audience: str | list[str]
    """Whom the token is for: its `aud`."""


class Inspected(TypedDict):
    """What `inspect_unverified` returns."""

    kind: Kind
    header: dict[str, Any]
    claims: dict[str, Any] | None
    payload: bytes | None


RingChange = TypedDict(
    "RingChange",
    {"key_id": str, "algorithm": Algorithm, "was": KeyState | None, "is": KeyState | None},
)
RingChange.__doc__ = """What became of a key of a KeyRing."""


class Advanced(TypedDict):
    """The result of a change to a KeyRing."""

    changes: list[RingChange]
    next: float | None
    """When there will be something to do again, in seconds since the epoch; None: not until a key is
    added.
    """

    needs_key: list[Algorithm]
    """The algorithms whose private keys are elsewhere, and which need another key: without it, the next turn is not planned."""


class RingKey(TypedDict):
    """A key of a KeyRing, and its times in seconds since the epoch."""

    key_id: str
    algorithm: Algorithm
    state: KeyState
    external: bool
    """Whether its private half is elsewhere."""

    published: float
    """Since when it has been published; for an encryption key, since when it has been held."""

    active_from: float | None
    """When its turn begins, if that is decided."""

    active_until: float | None
    """When its turn ends, if that is decided."""

    retires: float | None
    """When nothing that was made with it can still be valid, if that is decided."""

    revoked: float | None
    """When it was revoked, if it was."""


RevocationKind: TypeAlias = Literal["token", "session", "subject", "key", "issuer"]
"""What an entry of a Revocations revokes."""


DecisionReason: TypeAlias = Literal[
    "allowed",
    "public",
    "preflight",
    "no_token",
    "bad_token",
    "denied",
    "no_rule",
    "insufficient",
    "bad_path",
    "unavailable",
    "misconfigured",
]
"""Why AccessRules decided so: `Decision.reason`."""

RequestHeaders: TypeAlias = Iterable[tuple[str, str] | tuple[bytes, bytes]]
"""The headers of an incoming request, in order: pairs of name and value."""


class Request(TypedDict):
    """What `fetch` is called with: a GET, whose redirects must not be followed."""

    url: str
    headers: list[tuple[str, str]]
    only_public_address: bool
    """Whether the host is one that only an issuer's metadata has named: it must not lead into a
    private network.
    """

    max_bytes: int
    """The longest body to read; what is longer is refused."""

    timeout: float
    """How long all of it may take, in seconds."""


Fetch: TypeAlias = Callable[[Request], tuple[int, Mapping[str, str] | Iterable[tuple[str, str]], Bytes]]
"""What makes a RemoteKeySet's requests: it returns status, headers and body, or raises."""

Headers: TypeAlias = Callable[[], Mapping[str, str]]
"""What adds headers to a RemoteKeySet's requests."""

OnEvent: TypeAlias = Callable[[dict[str, Any]], object]
"""A function that receives events: each is a dict with the name of the event and its details."""
