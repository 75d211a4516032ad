"""`PyJWT`: signed claims. The core verifies the signature; claims are checked by PyJWT's rules."""

from __future__ import annotations

import json
import warnings
from calendar import timegm
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from ._claims import ClaimRules
from ._keys import KeyLike
from ._options import OPTIONS, check_arguments, check_issuer, check_switches, checked_options, once, refuse_kwargs, seconds
from ._token import Parts, decode_segment, read_object, read_payload
from .api_jwk import PyJWK
from .api_jws import ALGORITHM_UNSET, PyJWS, _jws_global_obj
from .types import FullOptions, Options, SigOptions

AllowedPrivateKeyTypes: TypeAlias = KeyLike | PyJWK
AllowedPublicKeyTypes: TypeAlias = KeyLike | PyJWK

_DECODE = ("algorithms", "options", "verify", "detached_payload", "audience", "subject", "issuer", "leeway")
_CHECKS = ("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "verify_sub", "verify_jti")


class PyJWT(ClaimRules):
    """Makes and checks tokens with claims. `options` are the defaults of `decode`'s.

    A subclass may read and write payloads in its own way, by `_decode_payload` and `_encode_payload`.
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options: FullOptions = {
            "verify_signature": True,
            "verify_exp": True,
            "verify_nbf": True,
            "verify_iat": True,
            "verify_aud": True,
            "verify_iss": True,
            "verify_sub": True,
            "verify_jti": True,
            "require": [],
            "strict_aud": False,
            "enforce_minimum_key_length": False,
        }
        self.options = self._merge_options(options)
        self._jws = PyJWS(options={"verify_signature": self.options["verify_signature"], **_lengths(self.options)})

    def encode(
        self,
        payload: dict[str, Any],
        key: AllowedPrivateKeyTypes,
        algorithm: str | None = ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        sort_headers: bool = True,
    ) -> str:
        """Makes a token from claims as they are: nothing is added to them. `exp`, `iat` and `nbf` may be
        datetimes.

        The algorithm is that of `headers`, or `algorithm`, or the key's if it is a `PyJWK` or a
        `tokenseal.Key`, or HS256. `json_encoder` writes types that JSON does not have. Raises a
        TypeError if `payload` is not a dict or `iss` not a string, a ValueError for numbers that JSON
        does not have, `InvalidKeyError` for a key that is weak or unsuitable, and a NotImplementedError
        for an unknown algorithm.
        """
        check_arguments(headers=headers, json_encoder=json_encoder)
        check_switches(sort_headers=sort_headers)
        if not isinstance(payload, dict):
            raise TypeError("Expecting a dict object, as JWT only supports JSON objects as payloads.")
        claims = payload.copy()
        for name in ("exp", "iat", "nbf"):
            if isinstance(claims.get(name), datetime):
                claims[name] = timegm(claims[name].utctimetuple())
        if "iss" in claims and not isinstance(claims["iss"], str):
            raise TypeError("Issuer (iss) must be a string.")
        text = self._encode_payload(claims, headers=headers, json_encoder=json_encoder)
        return self._jws.encode(text, key, algorithm, headers, json_encoder, sort_headers=sort_headers)

    def decode_complete(
        self,
        jwt: str | bytes,
        key: AllowedPublicKeyTypes = "",
        algorithms: Sequence[str] | None = None,
        options: Options | None = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        issuer: str | Container[str] | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Checks a token as `decode` does, and returns its `payload` (the claims), `header` and
        `signature` (bytes).
        """
        refuse_kwargs("decode_complete", kwargs, _DECODE)
        claims, parts = self._checked(jwt, key, algorithms, options, verify, detached_payload, audience, issuer, subject, leeway)
        return {"payload": claims, "header": parts.header, "signature": decode_segment(parts.signature_segment, "crypto")}

    def decode(
        self,
        jwt: str | bytes,
        key: AllowedPublicKeyTypes = "",
        algorithms: Sequence[str] | None = None,
        options: Options | None = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        subject: str | None = None,
        issuer: str | Container[str] | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verifies the signature, checks the claims and returns them.

        `algorithms` is required, unless the key is a `PyJWK` or a `tokenseal.Key` that names its own.
        `leeway` is seconds or a timedelta; `options` are `types.Options`; `verify` does nothing. Raises
        `InvalidTokenError` or one of its subclasses for a refused token, and `InvalidKeyError` for a
        refused key.
        """
        refuse_kwargs("decode", kwargs, _DECODE)
        return self._checked(jwt, key, algorithms, options, verify, detached_payload, audience, issuer, subject, leeway)[0]

    def _checked(
        self,
        jwt: str | bytes,
        key: AllowedPublicKeyTypes,
        algorithms: Sequence[str] | None,
        options: Options | None,
        verify: bool | None,
        detached_payload: bytes | None,
        audience: str | Iterable[str] | None,
        issuer: str | Container[str] | None,
        subject: str | None,
        leeway: float | timedelta,
    ) -> tuple[dict[str, Any], Parts]:
        algorithms, audience = once(algorithms), once(audience)
        check_arguments(algorithms=algorithms, verify=verify, detached_payload=detached_payload, audience=audience, subject=subject)
        check_issuer(issuer)
        seconds(leeway)
        given = None if options is None else checked_options(options, OPTIONS)
        merged = self._merge_options(given)  # type: ignore[arg-type]
        verify_signature = True if given is None else given.get("verify_signature", True)
        if verify is not None and verify != verify_signature:
            text = (
                "The `verify` argument to `decode` does nothing in PyJWT 2.0 and newer. "
                "The equivalent is setting `verify_signature` to False in the `options` dictionary. "
                "This invocation has a mismatch between the kwarg and the option entry."
            )
            warnings.warn(text, DeprecationWarning, stacklevel=3)
        sig_options: SigOptions = {"verify_signature": verify_signature, **_lengths(merged)}
        payload, parts = self._jws._decode(jwt, key, algorithms, sig_options, detached_payload)
        claims = self._claims(payload, parts)
        self._validate_claims(claims, merged, audience, issuer, subject, leeway)
        return claims, parts

    def _claims(self, payload: bytes, parts: Parts) -> dict[str, Any]:
        if type(self)._decode_payload is not PyJWT._decode_payload:
            signature = decode_segment(parts.signature_segment, "crypto")
            return self._decode_payload({"payload": payload, "header": parts.header, "signature": signature})
        # The segment is the payload unless it is detached, and is what the core reads best.
        return read_object(parts.payload_segment, "payload") if parts.payload_segment else read_payload(payload)

    def _encode_payload(
        self, payload: dict[str, Any], headers: dict[str, Any] | None = None, json_encoder: type[json.JSONEncoder] | None = None
    ) -> bytes:
        """The bytes that are signed: JSON without white space."""
        return json.dumps(payload, separators=(",", ":"), cls=json_encoder, allow_nan=False).encode("utf-8")

    def _decode_payload(self, decoded: dict[str, Any]) -> dict[str, Any]:
        """The claims, of a dict with the `payload` (bytes) and `header` that `PyJWS.decode_complete` gives."""
        return read_payload(decoded["payload"])

    def _merge_options(self, options: Options | None = None) -> FullOptions:
        # Its own options too: they are an attribute, which any code may have changed.
        own = checked_options(self.options, OPTIONS)
        merged = {} if options is None else checked_options(options, OPTIONS)
        if not merged.get("verify_signature", True):
            # Without a signature, nothing says who wrote the claims, so they are checked only on request.
            merged = {**dict.fromkeys(_CHECKS, False), **merged}
        full: Any = {**own, **merged}
        return full  # type: ignore[no-any-return]


def _lengths(options: FullOptions) -> SigOptions:
    """The options that say which secrets are long enough."""
    lengths: SigOptions = {"enforce_minimum_key_length": options["enforce_minimum_key_length"]}
    if "allow_weak_secret" in options:
        lengths["allow_weak_secret"] = options["allow_weak_secret"]
    return lengths


_jwt_global_obj = PyJWT()
_jwt_global_obj._jws = _jws_global_obj
encode = _jwt_global_obj.encode
decode_complete = _jwt_global_obj.decode_complete
decode = _jwt_global_obj.decode
