"""PyJWT's exceptions, each with tokenseal's stable code for the refusal.

>>> import tokenseal.compat.pyjwt as jwt
>>> try:
...     jwt.encode({}, "too short")
... except jwt.InvalidKeyError as error:
...     print(error.code)
ERR_KEY_WEAK
"""

from __future__ import annotations

from typing import TypeVar

from tokenseal.errors import ErrorCode, TokenError


class PyJWTError(Exception):
    """The base class of all exceptions in this module."""

    code: ErrorCode | None = None
    """tokenseal's code for the refusal (docs/errors.md), or None if it has none."""

    claim: str | None = None
    """The claim that was refused, if any."""


class InvalidTokenError(PyJWTError):
    """The token is refused."""


class DecodeError(InvalidTokenError):
    """The token is malformed, or its signature does not verify."""

    code: ErrorCode | None = "ERR_JWS_INVALID"


class InvalidSignatureError(DecodeError):
    """The signature does not verify."""

    code: ErrorCode | None = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"


class ExpiredSignatureError(InvalidTokenError):
    """The token has expired (`exp`)."""

    code: ErrorCode | None = "ERR_JWT_EXPIRED"


class InvalidAudienceError(InvalidTokenError):
    """`aud` is not what was expected, or malformed."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISMATCH"


class InvalidIssuerError(InvalidTokenError):
    """`iss` is not what was expected, or not a string."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISMATCH"


class InvalidIssuedAtError(InvalidTokenError):
    """`iat` is not a number."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_INVALID"


class ImmatureSignatureError(InvalidTokenError):
    """The token is not valid yet (`nbf`, `iat`)."""

    code: ErrorCode | None = "ERR_JWT_NOT_YET_VALID"


class InvalidSubjectError(InvalidTokenError):
    """`sub` is not what was expected, or not a string."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISMATCH"


class InvalidJTIError(InvalidTokenError):
    """`jti` is not a string."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_INVALID"


class InvalidAlgorithmError(InvalidTokenError):
    """The token's algorithm is not allowed or not supported."""

    code: ErrorCode | None = "ERR_JOSE_ALG_NOT_ALLOWED"


class UnsupportedAlgorithmError(InvalidAlgorithmError, NotImplementedError):
    """An unsupported algorithm was requested, such as `none`. PyJWT raises a bare NotImplementedError,
    which this is as well.
    """

    code: ErrorCode | None = "ERR_JOSE_NOT_SUPPORTED"


class MissingRequiredClaimError(InvalidTokenError):
    """A claim that is required is absent; `claim` says which."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISSING"

    def __init__(self, claim: str) -> None:
        self.claim = claim

    def __str__(self) -> str:
        return f'Token is missing the "{self.claim}" claim'


class InvalidKeyError(PyJWTError):
    """The key is malformed, too weak, or not suitable for the operation."""

    code: ErrorCode | None = "ERR_JWK_INVALID"


class InvalidKeyTypeError(InvalidKeyError, TypeError):
    """What was passed as a key is not a key at all. PyJWT raises one or the other, depending on the
    algorithm.
    """


class PyJWKError(PyJWTError):
    """The JWK is for an algorithm that is not for signatures."""

    code: ErrorCode | None = "ERR_JOSE_NOT_SUPPORTED"


class MissingCryptographyError(PyJWKError):
    """Never raised: every algorithm is available without the package `cryptography`."""


class PyJWKSetError(PyJWTError):
    """The JWK Set is malformed, or has no usable key."""

    code: ErrorCode | None = "ERR_JWKS_INVALID"


class PyJWKClientError(PyJWTError):
    """The JWK Set was fetched, but is invalid."""

    code: ErrorCode | None = "ERR_JWKS_UNAVAILABLE"


class PyJWKClientConnectionError(PyJWKClientError):
    """The JWK Set could not be fetched."""


_Error = TypeVar("_Error", bound=PyJWTError)


def carrying(error: _Error, cause: TokenError) -> _Error:
    """The exception with the code of the refusal that caused it. To be raised `from` that."""
    error.code = cause.code
    error.claim = cause.claim
    return error
