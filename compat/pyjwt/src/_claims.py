"""PyJWT's rules for claims, as PyJWT documents them. They differ from tokenseal's, which `tokenseal.verify` applies: here `exp` may be missing,
a number may be written as text, and nothing but the signature protects `typ`."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable
from datetime import timedelta
from typing import Any

from ._options import seconds
from .exceptions import (
    DecodeError,
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuedAtError,
    InvalidIssuerError,
    InvalidJTIError,
    InvalidSubjectError,
    InvalidTokenError,
    MissingRequiredClaimError,
)
from .types import FullOptions


class ClaimRules:
    """The checks of `PyJWT`, one method for each claim."""

    def _validate_claims(
        self,
        payload: dict[str, Any],
        options: FullOptions,
        audience: Iterable[str] | str | None = None,
        issuer: Container[str] | str | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
    ) -> None:
        leeway = seconds(leeway)
        for claim in options["require"]:
            if payload.get(claim) is None:
                raise MissingRequiredClaimError(claim)
        now = time.time()
        if options["verify_iat"] and "iat" in payload:
            self._validate_iat(payload, now, leeway)
        if options["verify_nbf"] and "nbf" in payload:
            self._validate_nbf(payload, now, leeway)
        if options["verify_exp"] and "exp" in payload:
            self._validate_exp(payload, now, leeway)
        if options["verify_iss"]:
            self._validate_iss(payload, issuer)
        if options["verify_aud"]:
            self._validate_aud(payload, audience, strict=options["strict_aud"])
        if options["verify_sub"]:
            self._validate_sub(payload, subject)
        if options["verify_jti"]:
            self._validate_jti(payload)

    def _validate_iat(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        iat = _whole(payload["iat"])
        if iat is None:
            raise _of("iat", InvalidIssuedAtError("Issued At claim (iat) must be an integer."))
        if iat > now + leeway:
            raise _of("iat", ImmatureSignatureError("The token is not yet valid (iat)"))

    def _validate_nbf(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        nbf = _whole(payload["nbf"])
        if nbf is None:
            raise _malformed("nbf", DecodeError("Not Before claim (nbf) must be an integer."))
        if nbf > now + leeway:
            raise _of("nbf", ImmatureSignatureError("The token is not yet valid (nbf)"))

    def _validate_exp(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        exp = _whole(payload["exp"])
        if exp is None:
            raise _malformed("exp", DecodeError("Expiration Time claim (exp) must be an integer."))
        if exp <= now - leeway:
            raise _of("exp", ExpiredSignatureError("Signature has expired"))

    def _validate_iss(self, payload: dict[str, Any], issuer: Container[str] | str | None) -> None:
        if issuer is None:
            return
        if "iss" not in payload:
            raise MissingRequiredClaimError("iss")
        iss = payload["iss"]
        if not isinstance(iss, str):
            raise _malformed("iss", InvalidIssuerError("Payload Issuer (iss) must be a string"))
        try:
            expected = iss == issuer if isinstance(issuer, str) else iss in issuer
        except TypeError:
            raise _of("iss", InvalidIssuerError('Issuer param must be "str" or "Container[str]"')) from None
        if not expected:
            raise _of("iss", InvalidIssuerError("Invalid issuer"))

    def _validate_aud(self, payload: dict[str, Any], audience: str | Iterable[str] | None, *, strict: bool = False) -> None:
        found = payload.get("aud")
        if audience is None:
            if found:
                raise _of("aud", InvalidAudienceError("Invalid audience"))
            return
        if not found:
            raise MissingRequiredClaimError("aud")
        if strict:
            if not isinstance(audience, str):
                raise _of("aud", InvalidAudienceError("Invalid audience (strict)"))
            if not isinstance(found, str):
                raise _malformed("aud", InvalidAudienceError("Invalid claim format in token (strict)"))
            if audience != found:
                raise _of("aud", InvalidAudienceError("Audience doesn't match (strict)"))
            return
        named = [found] if isinstance(found, str) else found
        if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
            raise _malformed("aud", InvalidAudienceError("Invalid claim format in token"))
        if not any(name in named for name in ([audience] if isinstance(audience, str) else audience)):
            raise _of("aud", InvalidAudienceError("Audience doesn't match"))

    def _validate_sub(self, payload: dict[str, Any], subject: str | None = None) -> None:
        if "sub" not in payload:
            return
        if not isinstance(payload["sub"], str):
            raise _malformed("sub", InvalidSubjectError("Subject must be a string"))
        if subject is not None and payload["sub"] != subject:
            raise _of("sub", InvalidSubjectError("Invalid subject"))

    def _validate_jti(self, payload: dict[str, Any]) -> None:
        if "jti" in payload and not isinstance(payload["jti"], str):
            raise _of("jti", InvalidJTIError("JWT ID must be a string"))


def _whole(value: Any) -> int | None:
    """The seconds of a time, rounded towards zero; None where Python makes no int of it. Text is PyJWT's to accept."""
    try:
        return int(value)
    except (ValueError, TypeError, OverflowError):
        return None


def _of(claim: str, error: InvalidTokenError) -> InvalidTokenError:
    error.claim = claim
    return error


def _malformed(claim: str, error: InvalidTokenError) -> InvalidTokenError:
    error.code = "ERR_JWT_CLAIM_INVALID"
    return _of(claim, error)
