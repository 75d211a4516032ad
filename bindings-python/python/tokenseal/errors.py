# Generated from the core by `cargo xtask generate`. Do not edit.
"""The errors of tokenseal: one class for each kind of refusal, each error with a stable code."""

from __future__ import annotations

# What type checkers know by this name. To load `typing` takes longer than the rest of the package.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from ._names import ErrorCode as ErrorCode, Fault as Fault
    from ._native import Decision
else:

    def __getattr__(name: str) -> object:
        if name in ("ErrorCode", "Fault"):
            from . import _names

            return getattr(_names, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

__all__ = [
    "AccessDeniedError",
    "AlgorithmError",
    "ClaimError",
    "ClaimInvalidError",
    "ClaimMismatchError",
    "ClaimMissingError",
    "DecryptionError",
    "ExpiredError",
    "InternalError",
    "InvalidCsrfError",
    "InvalidKeyError",
    "InvalidProofError",
    "InvalidRequestError",
    "InvalidSignatureError",
    "InvalidTokenError",
    "KeyNotFoundError",
    "KeyRingUnavailableError",
    "KeySetUnavailableError",
    "LimitExceededError",
    "NotBoundError",
    "NotYetValidError",
    "OptionError",
    "ProofNonceRequiredError",
    "ProofUnavailableError",
    "RevocationUnavailableError",
    "RevokedError",
    "TokenError",
    "TooOldError",
    "UnsignedTokenError",
]

_FAULTS: dict[ErrorCode, tuple[Fault, int]] = {
    "ERR_JWS_INVALID": ("token", 401),
    "ERR_JWE_INVALID": ("token", 401),
    "ERR_JWT_INVALID": ("token", 401),
    "ERR_JWS_SIGNATURE_VERIFICATION_FAILED": ("token", 401),
    "ERR_JWE_DECRYPTION_FAILED": ("token", 401),
    "ERR_JOSE_NOT_SUPPORTED": ("token", 401),
    "ERR_JOSE_ALG_NOT_ALLOWED": ("token", 401),
    "ERR_JOSE_CRIT_NOT_SUPPORTED": ("token", 401),
    "ERR_JOSE_LIMIT_EXCEEDED": ("token", 401),
    "ERR_JWT_UNSIGNED": ("token", 401),
    "ERR_JWT_EXPIRED": ("token", 401),
    "ERR_JWT_NOT_YET_VALID": ("token", 401),
    "ERR_JWT_TOO_OLD": ("token", 401),
    "ERR_JWT_REVOKED": ("token", 401),
    "ERR_JWT_NOT_BOUND": ("token", 401),
    "ERR_DPOP_INVALID": ("token", 401),
    "ERR_DPOP_NONCE_REQUIRED": ("token", 401),
    "ERR_JWT_CLAIM_MISSING": ("token", 401),
    "ERR_JWT_CLAIM_INVALID": ("token", 401),
    "ERR_JWT_CLAIM_MISMATCH": ("token", 401),
    "ERR_JWT_ACCESS_DENIED": ("token", 403),
    "ERR_REQUEST_INVALID": ("token", 400),
    "ERR_CSRF_INVALID": ("token", 403),
    "ERR_JWK_INVALID": ("program", 500),
    "ERR_JWKS_INVALID": ("program", 500),
    "ERR_KEY_WEAK": ("program", 500),
    "ERR_KEY_MISMATCH": ("program", 500),
    "ERR_JWKS_NO_MATCHING_KEY": ("token", 401),
    "ERR_JWKS_UNAVAILABLE": ("environment", 503),
    "ERR_KEYRING_UNAVAILABLE": ("environment", 503),
    "ERR_JWT_REVOCATION_UNAVAILABLE": ("environment", 503),
    "ERR_DPOP_UNAVAILABLE": ("environment", 503),
    "ERR_OPTION_INVALID": ("program", 500),
    "ERR_INTERNAL": ("program", 500),
}


class TokenError(Exception):
    """The base class of all errors in this package.

    ``str(error)`` is a message for people: it never holds secrets, claim values or parts of the token, and it may change.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_INTERNAL"

    code: ErrorCode
    """The stable code, the same in every language."""

    claim: str | None
    """The claim (or ``typ``) that was refused, if there was one."""

    dpop_nonce: str | None
    """The nonce that a DPoP proof must contain, for the ``DPoP-Nonce`` header of the response. Only ``ERR_DPOP_NONCE_REQUIRED`` has it."""

    def __init__(
        self, message: str = "", code: ErrorCode | None = None, claim: str | None = None, dpop_nonce: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = self._default_code if code is None else code
        self.claim = claim
        self.dpop_nonce = dpop_nonce

    @property
    def fault(self) -> Fault:
        """Who must act when the check of a token fails. ``"token"``: refuse the request. ``"program"``: a bug of one's own. ``"environment"``: try again later."""
        return _FAULTS.get(self.code, ("program", 500))[0]

    @property
    def status(self) -> int:
        """The HTTP status to answer with when a token was being checked."""
        return _FAULTS.get(self.code, ("program", 500))[1]

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own would call the class with the message alone.
        return type(self), (str(self), self.code, self.claim, self.dpop_nonce), self.__dict__


class InvalidTokenError(TokenError):
    """One of several codes says why:

    - ``ERR_JWS_INVALID``: The signed token (JWS) is malformed: a part is missing or is not strict base64url, or the header is invalid (RFC 7515).
    - ``ERR_JWE_INVALID``: The encrypted token (JWE) is malformed: a part is missing or has the wrong length, or the header is invalid (RFC 7516).
    - ``ERR_JWT_INVALID``: The token is not a JWT of the expected kind, or its claims are not one strict JSON object (RFC 7519).
    - ``ERR_JOSE_CRIT_NOT_SUPPORTED``: The token marks an extension as critical that neither the library nor the caller understands (``crit``, RFC 7515, section 4.1.11).
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWS_INVALID"


class InvalidSignatureError(TokenError):
    """No matching key verifies the signature.

    Its code is ``ERR_JWS_SIGNATURE_VERIFICATION_FAILED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"


class DecryptionError(TokenError):
    """Decryption failed. The reason is withheld on purpose.

    Its code is ``ERR_JWE_DECRYPTION_FAILED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWE_DECRYPTION_FAILED"


class AlgorithmError(TokenError):
    """One of several codes says why:

    - ``ERR_JOSE_NOT_SUPPORTED``: The algorithm, compression method or key type is not supported. ``none`` and RSA1_5 never are.
    - ``ERR_JOSE_ALG_NOT_ALLOWED``: The algorithm is supported, but the options or the key do not allow it.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JOSE_NOT_SUPPORTED"


class LimitExceededError(TokenError):
    """The token or key exceeds a limit on size, nesting or cost. Options can change the limits.

    Its code is ``ERR_JOSE_LIMIT_EXCEEDED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JOSE_LIMIT_EXCEEDED"


class UnsignedTokenError(TokenError):
    """The token is encrypted to a public key and has no signed token inside: anyone could have made it.

    Its code is ``ERR_JWT_UNSIGNED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_UNSIGNED"


class ExpiredError(TokenError):
    """The token has expired (``exp``).

    Its code is ``ERR_JWT_EXPIRED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_EXPIRED"


class NotYetValidError(TokenError):
    """The token is not valid yet (``nbf``, or an ``iat`` in the future when ``max_age`` or ``max_lifetime`` is set).

    Its code is ``ERR_JWT_NOT_YET_VALID``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_NOT_YET_VALID"


class TooOldError(TokenError):
    """The token is older than ``max_age`` allows (``iat``).

    Its code is ``ERR_JWT_TOO_OLD``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_TOO_OLD"


class RevokedError(TokenError):
    """The token was revoked, or its session, subject, key or issuer was; ``claim`` names the claim that matched, if there is one.

    Its code is ``ERR_JWT_REVOKED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_REVOKED"


class NotBoundError(TokenError):
    """The token is bound to a key or certificate, but the sender did not prove possession of it (RFC 9449, RFC 8705); or a proof came with a token that is not bound.

    Its code is ``ERR_JWT_NOT_BOUND``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_NOT_BOUND"


class InvalidProofError(TokenError):
    """The DPoP proof is missing, malformed, not current, already used, or not for this request and token (RFC 9449, section 4.3).

    Its code is ``ERR_DPOP_INVALID``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_DPOP_INVALID"


class ProofNonceRequiredError(TokenError):
    """The DPoP proof has no nonce, or one that is no longer valid; the error carries the nonce to use (RFC 9449, section 9).

    Its code is ``ERR_DPOP_NONCE_REQUIRED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_DPOP_NONCE_REQUIRED"


class ClaimError(TokenError):
    """A claim is missing, malformed or not what was expected; ``claim`` says which."""

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_CLAIM_MISSING"


class ClaimMissingError(ClaimError):
    """A required or expected claim is missing; ``claim`` names it.

    Its code is ``ERR_JWT_CLAIM_MISSING``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_CLAIM_MISSING"


class ClaimInvalidError(ClaimError):
    """A claim has the wrong type or format; ``claim`` names it.

    Its code is ``ERR_JWT_CLAIM_INVALID``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_CLAIM_INVALID"


class ClaimMismatchError(ClaimError):
    """A claim does not have an expected value, or must not be present; ``claim`` names it.

    Its code is ``ERR_JWT_CLAIM_MISMATCH``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_CLAIM_MISMATCH"


class AccessDeniedError(TokenError):
    """The access rules do not allow the request; the error's decision has the status to answer with (401, 403, 500 or 503).

    Its code is ``ERR_JWT_ACCESS_DENIED``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_ACCESS_DENIED"

    decision: Decision | None = None
    """What the rules decided: where the error was raised by them, and not in a copy of another process."""

    _answer: tuple[Fault, int] = ("token", 403)

    @property
    def fault(self) -> Fault:
        """Who must act when the check of a token fails. That of the decision."""
        return self._answer[0]

    @property
    def status(self) -> int:
        """The HTTP status to answer with when a token was being checked. That of the decision."""
        return self._answer[1]

    def __reduce__(self) -> tuple[Any, ...]:
        # A Decision does not leave its process.
        made, arguments, members = super().__reduce__()
        return made, arguments, {name: value for name, value in members.items() if name != "decision"}


class InvalidRequestError(TokenError):
    """The request is malformed: it has more than one token, or text that is not a token, in the Authorization header, a cookie or a form (RFC 6750, section 3.1).

    Its code is ``ERR_REQUEST_INVALID``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_REQUEST_INVALID"


class InvalidCsrfError(TokenError):
    """The token came in a cookie with a request that may change state, but the request has no valid CSRF token to show that a page of the service sent it.

    Its code is ``ERR_CSRF_INVALID``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_CSRF_INVALID"


class InvalidKeyError(TokenError):
    """One of several codes says why:

    - ``ERR_JWK_INVALID``: A JWK (RFC 7517), PEM or DER key is malformed.
    - ``ERR_JWKS_INVALID``: A key set is malformed (RFC 7517, section 5).
    - ``ERR_KEY_WEAK``: A key is too short or too predictable for its algorithm.
    - ``ERR_KEY_MISMATCH``: The public and private parts of a key do not match, or a key was used for something it does not allow.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWK_INVALID"


class KeyNotFoundError(TokenError):
    """No key matches the token.

    Its code is ``ERR_JWKS_NO_MATCHING_KEY``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWKS_NO_MATCHING_KEY"


class KeySetUnavailableError(TokenError):
    """A key set could not be fetched from where it is published.

    Its code is ``ERR_JWKS_UNAVAILABLE``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWKS_UNAVAILABLE"


class KeyRingUnavailableError(TokenError):
    """A key ring could not be read or changed: it is unreachable, damaged, protected by a different key, or older than what was read before. Nothing was generated or overwritten.

    Its code is ``ERR_KEYRING_UNAVAILABLE``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_KEYRING_UNAVAILABLE"


class RevocationUnavailableError(TokenError):
    """It could not be determined whether a token was revoked, or a revocation could not be stored: the list is unreachable, damaged or not read yet.

    Its code is ``ERR_JWT_REVOCATION_UNAVAILABLE``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_JWT_REVOCATION_UNAVAILABLE"


class ProofUnavailableError(TokenError):
    """It could not be determined whether a DPoP proof was used before: the cache of proofs is full or unreachable.

    Its code is ``ERR_DPOP_UNAVAILABLE``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_DPOP_UNAVAILABLE"


class OptionError(TokenError, ValueError):
    """An option is unknown, has the wrong type, is out of range or contradicts another.

    Its code is ``ERR_OPTION_INVALID``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_OPTION_INVALID"


class InternalError(TokenError):
    """A defect in the library itself, caught before it could reach the caller's program.

    Its code is ``ERR_INTERNAL``.
    """

    _default_code: ClassVar[ErrorCode] = "ERR_INTERNAL"
