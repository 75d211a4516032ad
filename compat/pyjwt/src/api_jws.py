"""`PyJWS`: any bytes, signed. In the compact serialization only; for the others there is `tokenseal.jws`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import tokenseal
from tokenseal import Key, TokenError

from . import _weak
from ._keys import KeyLike, bound, key_for, of_another_curve, refused, secret_length
from ._options import SIGNATURE_OPTIONS, check_arguments, check_switches, checked_options, once, refuse_kwargs
from ._prepared import plain
from ._token import Parts, decode_segment, read_parts
from .algorithms import Algorithm, get_default_algorithms, name_of
from .api_jwk import PyJWK
from .exceptions import (
    DecodeError,
    InvalidAlgorithmError,
    InvalidKeyError,
    InvalidSignatureError,
    InvalidTokenError,
    PyJWTError,
    UnsupportedAlgorithmError,
    carrying,
)
from .types import SigOptions

ALGORITHM_UNSET: Any = object()
"""Stands for an `algorithm` that was not given, since None means `none`."""


_DECODE = ("algorithms", "options", "detached_payload")


class PyJWS:
    """Signs and verifies compact JWS, with the options of PyJWT.

    `algorithms` restricts the object; by default it supports everything that tokenseal does.
    """

    header_typ = "JWT"

    def __init__(self, algorithms: Sequence[str] | None = None, options: SigOptions | None = None) -> None:
        algorithms = once(algorithms)
        check_arguments(algorithms=algorithms)
        known = get_default_algorithms()
        self._algorithms = known if algorithms is None else {name: known[name] for name in known if name in algorithms}
        self.options: SigOptions = {"verify_signature": True, "enforce_minimum_key_length": False}
        if options is not None:
            self.options = {**self.options, **checked_options(options, SIGNATURE_OPTIONS)}  # type: ignore[typeddict-item]

    def register_algorithm(self, alg_id: str, alg_obj: Algorithm) -> None:
        """Re-enables an algorithm that was unregistered or left out. A custom algorithm is a
        NotImplementedError: only the core's algorithms can be used."""
        if alg_id in self._algorithms:
            raise ValueError("Algorithm already has a handler.")
        if not isinstance(alg_obj, Algorithm):
            raise TypeError("Object is not of type `Algorithm`")
        if name_of(alg_obj, alg_id) is None:
            raise UnsupportedAlgorithmError("Only algorithms that tokenseal has can be registered, under their own names.")
        self._algorithms[alg_id] = alg_obj

    def unregister_algorithm(self, alg_id: str) -> None:
        """Makes the object refuse an algorithm. KeyError if it did before."""
        if alg_id not in self._algorithms:
            raise KeyError("The specified algorithm could not be removed because it is not registered.")
        del self._algorithms[alg_id]

    def get_algorithms(self) -> list[str]:
        """The names of the algorithms that the object has."""
        return list(self._algorithms)

    def get_algorithm_by_name(self, alg_name: str) -> Algorithm:
        """The algorithm of this name. An algorithm that the object lacks, including `none`, is a
        NotImplementedError.
        """
        found = self._algorithms.get(alg_name)
        if found is None:
            reason = ": a token that nobody signed proves nothing" if alg_name == "none" else ""
            raise UnsupportedAlgorithmError(f"Algorithm not supported{reason}")
        return found

    def encode(
        self,
        payload: bytes,
        key: KeyLike | PyJWK,
        algorithm: str | None = ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        is_payload_detached: bool = False,
        sort_headers: bool = True,
    ) -> str:
        """Signs bytes. The algorithm is that of `headers`, or `algorithm`, or the key's if it is a `PyJWK` or a `tokenseal.Key`, or HS256.

        `is_payload_detached`, or `b64: False` in `headers`, leaves the payload out of the token and
        signs it as it is (RFC 7797). `alg` comes first in the header; `sort_headers` sorts the others.
        `json_encoder` writes types that JSON does not have.
        """
        check_arguments(algorithm=None if algorithm is ALGORITHM_UNSET else algorithm, headers=headers, json_encoder=json_encoder)
        check_switches(is_payload_detached=is_payload_detached, sort_headers=sort_headers)
        header: dict[str, Any] = {"typ": self.header_typ, **(headers or {})}
        key = plain(key)
        alg = header.pop("alg", None) or self._algorithm_for_signing(key, algorithm)
        _check_kid(header)
        if not header["typ"]:
            del header["typ"]
        is_detached = header.pop("b64", True) is False or is_payload_detached
        _take_crit(header, is_detached)
        if headers or json_encoder:
            header = json.loads(json.dumps(header, cls=json_encoder, sort_keys=sort_headers))
        self.get_algorithm_by_name(alg)
        own: Any = checked_options(self.options, SIGNATURE_OPTIONS)
        prepared = bound(_prepared(key, alg, own), alg)
        if prepared.algorithm != alg:
            raise InvalidKeyError(f"The key is for another algorithm than {alg!r}.")
        try:
            return tokenseal.jws.sign(payload, prepared, header=header, detached=is_detached, b64=not is_detached)
        except TokenError as error:
            raise _not_signed(error) from error

    def decode_complete(
        self,
        jwt: str | bytes,
        key: KeyLike | PyJWK = "",
        algorithms: Sequence[str] | None = None,
        options: SigOptions | None = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verifies a token and returns its `payload` (bytes), `header` and `signature` (bytes).

        `algorithms` is required, unless the key is a `PyJWK` or a `tokenseal.Key` that names its own.
        `detached_payload` is that of a token with `b64: false`. With `options={"verify_signature":
        False}` nothing is verified.
        """
        refuse_kwargs("decode_complete", kwargs, _DECODE)
        payload, parts = self._checked(jwt, key, algorithms, options, detached_payload)
        return {"payload": payload, "header": parts.header, "signature": decode_segment(parts.signature_segment, "crypto")}

    def decode(
        self,
        jwt: str | bytes,
        key: KeyLike | PyJWK = "",
        algorithms: Sequence[str] | None = None,
        options: SigOptions | None = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> Any:
        """Verifies a token and returns its payload. The arguments are those of `decode_complete`."""
        refuse_kwargs("decode", kwargs, _DECODE)
        return self._checked(jwt, key, algorithms, options, detached_payload)[0]

    def get_unverified_header(self, jwt: str | bytes) -> dict[str, Any]:
        """The header of an unverified token: for choosing a key, and nothing else."""
        parts = _read(jwt)
        _unverified(parts)
        return parts.header

    def _checked(
        self,
        jwt: str | bytes,
        key: KeyLike | PyJWK,
        algorithms: Sequence[str] | None,
        options: SigOptions | None,
        detached_payload: bytes | None,
    ) -> tuple[bytes, Parts]:
        algorithms = once(algorithms)
        check_arguments(algorithms=algorithms, detached_payload=detached_payload)
        given: Any = None if options is None else checked_options(options, SIGNATURE_OPTIONS)
        return self._decode(jwt, key, algorithms, given, detached_payload)

    def _decode(
        self,
        jwt: str | bytes,
        key: KeyLike | PyJWK,
        algorithms: Iterable[str] | None,
        options: SigOptions | None,
        detached_payload: bytes | None,
    ) -> tuple[bytes, Parts]:
        own: Any = checked_options(self.options, SIGNATURE_OPTIONS)
        merged = {**own, **(options or {})}
        verify = merged.get("verify_signature", True)
        key = plain(key)
        own_algorithm = _own_algorithm(key)
        if verify and not algorithms and own_algorithm is None:
            raise DecodeError('It is required that you pass in a value for the "algorithms" argument when calling decode().')
        parts = _read(jwt)
        _check_detached(parts.header, detached_payload)
        if verify:
            allowed = (own_algorithm,) if algorithms is None else algorithms
            return self._verified(parts, key, allowed, detached_payload, merged), parts
        payload, _ = _unverified(parts)
        return payload if detached_payload is None else detached_payload, parts

    def _verified(
        self, parts: Parts, key: KeyLike | PyJWK, allowed: Iterable[str | None], detached_payload: bytes | None, merged: dict[str, Any]
    ) -> bytes:
        alg = parts.header.get("alg")
        if alg is None:
            raise InvalidAlgorithmError("Algorithm not specified")
        # A single name may stand for a list of one; it is never searched for substrings.
        if not isinstance(alg, str) or alg not in ((allowed,) if isinstance(allowed, str) else tuple(allowed)):
            raise InvalidAlgorithmError("The specified alg value is not allowed")
        if isinstance(key, PyJWK) and alg != key.algorithm_name:
            raise InvalidAlgorithmError(f"The token's algorithm does not match the key's algorithm {key.algorithm_name!r}")
        if alg not in self._algorithms:
            raise _unsupported()
        prepared = _prepared(key, alg, merged)
        options: dict[str, Any] = {}
        if prepared.algorithm != alg:  # a key that is bound to it allows no other anyway
            options["algorithms"] = [alg]
        if detached_payload is not None:
            options["payload"] = detached_payload
        try:
            return tokenseal.jws.verify(parts.token, prepared, **options).payload
        except TokenError as error:
            if error.code == "ERR_JOSE_ALG_NOT_ALLOWED" and prepared.algorithm is None:
                # The kind of key forbids the algorithm, not what the caller allows.
                raise refused(error, of_another_curve(error, str(alg))) from error
            raise _not_verified(parts, error) from error

    def _algorithm_for_signing(self, key: KeyLike | PyJWK, algorithm: str | None) -> str:
        if algorithm is not ALGORITHM_UNSET and algorithm is not None:
            return algorithm
        own = _own_algorithm(key)
        if own is not None:
            return own
        return "HS256" if algorithm is ALGORITHM_UNSET else "none"


def _prepared(key: KeyLike | PyJWK, alg: str, options: dict[str, Any]) -> Key:
    """The key for this algorithm, and a warning if it is a secret that is short and allowed."""
    weak = alg.startswith("HS") and _weak.are_allowed(options)
    prepared = key.prepared(alg, weak) if isinstance(key, PyJWK) else key_for(key, alg, weak)
    if weak and not isinstance(key, Key):
        _weak.warn(secret_length(key.key if isinstance(key, PyJWK) else key), alg)
    return prepared


def _own_algorithm(key: object) -> str | None:
    if isinstance(key, PyJWK):
        return key.algorithm_name
    return key.algorithm if isinstance(key, Key) else None


def _read(token: object) -> Parts:
    """The parts of a token, with PyJWT's checks of `b64`, `kid` and `crit`. The core checks them as
    well, when it verifies.
    """
    parts = read_parts(token)
    header = parts.header
    if header.get("b64", True) is False and parts.payload_segment:
        raise DecodeError("Payload segment must be empty when 'b64' is false.")
    _check_kid(header)
    if "crit" not in header:
        return parts
    crit = header["crit"]
    if not isinstance(crit, list) or not crit:
        raise InvalidTokenError("Invalid 'crit' header: must be a non-empty list")
    for name in crit:
        if not isinstance(name, str):
            raise InvalidTokenError("Invalid 'crit' header: values must be strings")
        if name != "b64":
            unsupported = InvalidTokenError("Unsupported critical extension")
            unsupported.code = "ERR_JOSE_CRIT_NOT_SUPPORTED"
            raise unsupported
        if name not in header:
            raise InvalidTokenError(f"Critical extension '{name}' is missing from headers")
    return parts


def _unverified(parts: Parts) -> tuple[bytes, bytes]:
    """The payload and the signature, before anything is known about them."""
    return decode_segment(parts.payload_segment, "payload"), decode_segment(parts.signature_segment, "crypto")


def _check_kid(header: dict[str, Any]) -> None:
    if "kid" in header and not isinstance(header["kid"], str):
        raise InvalidTokenError("Key ID header parameter must be a string")


def _check_detached(header: dict[str, Any], detached_payload: bytes | None) -> None:
    if header.get("b64", True) is not False:
        if detached_payload is not None:
            raise DecodeError('It is only valid to pass "detached_payload" when the protected header has "b64" set to false.')
        return
    if "crit" not in header:
        raise InvalidTokenError("The 'b64' header parameter requires 'b64' to be listed in 'crit'.")
    if detached_payload is None:
        raise DecodeError(
            'It is required that you pass in a value for the "detached_payload" argument to decode a message having the b64 header set to false.'
        )


def _take_crit(header: dict[str, Any], is_detached: bool) -> None:
    """Removes the `crit` that the core writes itself. Any other stays, for the core to refuse."""
    crit = header.get("crit")
    if crit is not None and not isinstance(crit, list):
        raise InvalidTokenError("Invalid 'crit' header: must be a list")
    if is_detached and crit in ([], ["b64"]):
        del header["crit"]


def _unsupported() -> InvalidAlgorithmError:
    error = InvalidAlgorithmError("Algorithm not supported")
    error.code = "ERR_JOSE_NOT_SUPPORTED"
    return error


def _not_signed(error: TokenError) -> PyJWTError:
    if error.code.startswith(("ERR_KEY", "ERR_JWK")):
        return refused(error)
    return carrying(InvalidTokenError(f"The token cannot be made: {error}"), error)


def _not_verified(parts: Parts, error: TokenError) -> PyJWTError:
    """Which of PyJWT's errors the core's refusal corresponds to."""
    code = error.code
    if code == "ERR_JWS_SIGNATURE_VERIFICATION_FAILED":
        return carrying(InvalidSignatureError("Signature verification failed"), error)
    if code == "ERR_JOSE_ALG_NOT_ALLOWED":
        return carrying(InvalidAlgorithmError("The key does not allow the token's algorithm"), error)
    if code == "ERR_JOSE_NOT_SUPPORTED":
        return carrying(InvalidAlgorithmError("Algorithm not supported"), error)
    if code == "ERR_JWKS_NO_MATCHING_KEY":
        return refused(error)
    if code == "ERR_JOSE_CRIT_NOT_SUPPORTED":
        return carrying(InvalidTokenError("Unsupported critical extension"), error)
    text = f"Invalid token: {error}"
    try:
        _unverified(parts)
    except DecodeError as found:
        text = str(found)
    return carrying(DecodeError(text), error)


_jws_global_obj = PyJWS()
encode = _jws_global_obj.encode
decode_complete = _jws_global_obj.decode_complete
decode = _jws_global_obj.decode
register_algorithm = _jws_global_obj.register_algorithm
unregister_algorithm = _jws_global_obj.unregister_algorithm
get_algorithm_by_name = _jws_global_obj.get_algorithm_by_name
get_unverified_header = _jws_global_obj.get_unverified_header
