"""PyJWT's exceptions, each with the stable code that tokenseal has for the refusal.

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
    """The class above all exceptions of this module."""

    code: ErrorCode | None = None
    """The code of tokenseal for what was refused (docs/errors.md), or None where tokenseal has none."""

    claim: str | None = None
    """The claim that was refused, where one was."""


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
    """`aud` is not what was expected, or not of the right form."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISMATCH"


class InvalidIssuerError(InvalidTokenError):
    """`iss` is not what was expected, or no string."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISMATCH"


class InvalidIssuedAtError(InvalidTokenError):
    """`iat` is no number."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_INVALID"


class ImmatureSignatureError(InvalidTokenError):
    """The token is not valid yet (`nbf`, `iat`)."""

    code: ErrorCode | None = "ERR_JWT_NOT_YET_VALID"


class InvalidSubjectError(InvalidTokenError):
    """`sub` is not what was expected, or no string."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISMATCH"


class InvalidJTIError(InvalidTokenError):
    """`jti` is no string."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_INVALID"


class InvalidAlgorithmError(InvalidTokenError):
    """The token's algorithm is not allowed, or is one that the library lacks."""

    code: ErrorCode | None = "ERR_JOSE_ALG_NOT_ALLOWED"


class UnsupportedAlgorithmError(InvalidAlgorithmError, NotImplementedError):
    """An algorithm that the library lacks was asked for, `none` too. PyJWT raises a bare NotImplementedError, which this is as well."""

    code: ErrorCode | None = "ERR_JOSE_NOT_SUPPORTED"


class MissingRequiredClaimError(InvalidTokenError):
    """A claim that is required is absent; `claim` says which."""

    code: ErrorCode | None = "ERR_JWT_CLAIM_MISSING"

    def __init__(self, claim: str) -> None:
        self.claim = claim

    def __str__(self) -> str:
        return f'Token is missing the "{self.claim}" claim'


class InvalidKeyError(PyJWTError):
    """The key is malformed, too weak, or not for what it was asked to do."""

    code: ErrorCode | None = "ERR_JWK_INVALID"


class InvalidKeyTypeError(InvalidKeyError, TypeError):
    """What was given for a key is none at all. PyJWT raises the one or the other, depending on the algorithm."""


class PyJWKError(PyJWTError):
    """The JWK is for an algorithm that is none for signatures."""

    code: ErrorCode | None = "ERR_JOSE_NOT_SUPPORTED"


class MissingCryptographyError(PyJWKError):
    """Never raised: every algorithm is there without the package `cryptography`."""


class PyJWKSetError(PyJWTError):
    """The JWK Set is malformed, or has no key that can be used."""

    code: ErrorCode | None = "ERR_JWKS_INVALID"


class PyJWKClientError(PyJWTError):
    """The JWK Set was fetched, and is not what it should be."""

    code: ErrorCode | None = "ERR_JWKS_UNAVAILABLE"


class PyJWKClientConnectionError(PyJWKClientError):
    """The JWK Set could not be fetched."""


_Error = TypeVar("_Error", bound=PyJWTError)


def carrying(error: _Error, cause: TokenError) -> _Error:
    """The exception with the code of the refusal that caused it. To be raised `from` that."""
    error.code = cause.code
    error.claim = cause.claim
    return error
