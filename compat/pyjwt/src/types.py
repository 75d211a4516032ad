"""The options of `decode`, as types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

JWKDict = dict[str, Any]


class SigOptions(TypedDict, total=False):
    """The options of `PyJWS`."""

    verify_signature: bool
    """Verify the signature (default True)."""
    enforce_minimum_key_length: bool
    """Without effect: the length of a key is always enforced, but for `allow_weak_secret`."""
    allow_weak_secret: bool
    """Take HMAC secrets that are shorter than the hash (default False). Not of PyJWT."""


class Options(TypedDict, total=False):
    """The options of `decode`. A claim is checked where it is present; to have it present, name it in `require`."""

    verify_signature: bool
    """Verify the signature (default True)."""
    require: list[str]
    """Claims that must be present, and not null (default none)."""
    strict_aud: bool
    """`aud` must be one string that equals `audience`, which must be one too (default False)."""
    verify_aud: bool
    """`aud` must name `audience`, and be absent if none is given (default: as `verify_signature`, and so for those below)."""
    verify_exp: bool
    """`exp` must be in the future."""
    verify_iat: bool
    """`iat` must be a number that is not in the future."""
    verify_iss: bool
    """`iss` must be `issuer`, or one of them, if any is given."""
    verify_jti: bool
    """`jti` must be a string."""
    verify_nbf: bool
    """`nbf` must not be in the future."""
    verify_sub: bool
    """`sub` must be a string, and `subject` if that is given."""
    enforce_minimum_key_length: bool
    """Without effect: the length of a key is always enforced, but for `allow_weak_secret`."""
    allow_weak_secret: bool
    """Take HMAC secrets that are shorter than the hash (default False). Not of PyJWT."""


class FullOptions(TypedDict):
    """All options of `decode`, each with a value."""

    verify_signature: bool
    require: list[str]
    strict_aud: bool
    verify_aud: bool
    verify_exp: bool
    verify_iat: bool
    verify_iss: bool
    verify_jti: bool
    verify_nbf: bool
    verify_sub: bool
    enforce_minimum_key_length: bool
    allow_weak_secret: NotRequired[bool]
