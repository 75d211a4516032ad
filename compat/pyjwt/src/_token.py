"""Reading a token's parts. The core decides what is strict base64url and strict JSON; this adds
PyJWT's wording.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, NamedTuple

from tokenseal import TokenError, inspect_unverified

from .exceptions import DecodeError, carrying

_ANY_HEADER = "eyJhbGciOiJIUzI1NiJ9"
"""`{"alg":"HS256"}`: nothing looks at it."""


class Parts(NamedTuple):
    """A compact token split at its dots, and its header. None of it was verified."""

    token: str
    header_segment: str
    payload_segment: str
    signature_segment: str
    header: dict[str, Any]


def read_parts(token: object) -> Parts:
    """Takes a token apart. A `DecodeError` for anything but a compact token whose header is a strict
    JSON object.
    """
    if isinstance(token, bytes):
        text = token.decode("latin-1")  # any other character than base64url's is refused below
    elif isinstance(token, str):
        text = token
    else:
        raise DecodeError(f"Invalid token type. Token must be a {bytes}")
    head, _, signature = text.rpartition(".")
    header, dot, payload = head.partition(".")
    if not dot:
        raise DecodeError("Not enough segments")
    return Parts(text, header, payload, signature, read_object(header, "header"))


def read_object(segment: str, name: str) -> dict[str, Any]:
    """The JSON object in a segment of a token: a fresh dict. `name` is for the `DecodeError`."""
    # As the payload of a token that the core only looks at, since a payload may hold any members.
    try:
        claims = inspect_unverified(f"{_ANY_HEADER}.{segment}.")["claims"]
    except TokenError as error:
        raise _unreadable(segment, name, error) from error
    assert claims is not None  # the token that was looked at is a signed one
    return claims


def read_payload(payload: bytes) -> dict[str, Any]:
    """The JSON object in a payload, strictly read by the core. A `DecodeError` if it is not one."""
    return read_object(base64.urlsafe_b64encode(payload).rstrip(b"=").decode("ascii"), "payload")


def decode_segment(segment: str, name: str) -> bytes:
    """The bytes of a segment: base64url without padding and without spare bits, or a `DecodeError`."""
    try:
        data = segment.encode("ascii")
        decoded = base64.urlsafe_b64decode(data + b"=" * (-len(data) % 4))
        if base64.urlsafe_b64encode(decoded).rstrip(b"=") == data:
            return decoded
    except (UnicodeEncodeError, binascii.Error):
        pass
    raise DecodeError(f"Invalid {name} padding")


def _unreadable(segment: str, name: str, error: TokenError) -> DecodeError:
    """Which of PyJWT's errors it is."""
    if error.code == "ERR_JWS_INVALID" or "." in segment:
        text = f"Invalid {name} padding"
    elif error.code == "ERR_JWT_INVALID":
        text = f"Invalid {name} string: must be a json object"
    else:
        text = f"Invalid {name} string: {error}"
    return carrying(DecodeError(text), error)
