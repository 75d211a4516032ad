"""The options of `decode`, as types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

JWKDict: TypeAlias = dict[str, Any]

HashlibHash: TypeAlias = Callable[..., Any]


class SigOptions(TypedDict, total=False):
    """The options of `PyJWS`."""

    verify_signature: bool
    """Verify the signature (default True)."""
    enforce_minimum_key_length: bool
    """Refuse short secrets even where the program allows them (default False)."""
    allow_weak_secret: bool
    """Accept HMAC secrets shorter than the hash (default False). Not in PyJWT."""


class Options(TypedDict, total=False):
    """The options of `decode`. A claim is checked if it is present; to require it, name it in
    `require`.
    """

    verify_signature: bool
    """Verify the signature (default True)."""
    require: list[str]
    """Claims that must be present, and not null (default none)."""
    strict_aud: bool
    """`aud` must be a single string equal to `audience`, which must be one too (default False)."""
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
    """Refuse short secrets even where the program allows them (default False)."""
    allow_weak_secret: bool
    """Accept HMAC secrets shorter than the hash (default False). Not in PyJWT."""


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
