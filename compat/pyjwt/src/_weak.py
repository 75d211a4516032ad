"""Secrets shorter than the hash of their algorithm: who allowed them, and the warning for each
use.

They are refused unless a call's options, or the program for all calls, explicitly allow them.
Nothing else is waived with them: empty secrets, secrets of nothing but zeros and RSA keys of
less than 2048 bits stay refused.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from typing import Any

from .warnings import InsecureKeyLengthWarning

_LENGTHS = {"HS256": 32, "HS384": 48, "HS512": 64}
_PACKAGE = __name__.rpartition(".")[0]

_allowed = False


def allow_weak_secrets(allow: bool = True) -> None:
    """Allows HMAC secrets shorter than the hash, in every call of this module and in every thread, or
    stops allowing them.

    For programs that cannot choose their secrets, and for test suites. Each use issues an
    `InsecureKeyLengthWarning`. `tokenseal` itself is unaffected. The option
    `enforce_minimum_key_length` refuses such secrets all the same.
    """
    if not isinstance(allow, bool):
        raise TypeError("allow must be True or False")
    global _allowed
    _allowed = allow


def are_allowed(options: Mapping[str, Any] | None = None) -> bool:
    """Whether a call with these options takes them."""
    if options is None:
        return _allowed
    return not options.get("enforce_minimum_key_length", False) and (_allowed or bool(options.get("allow_weak_secret", False)))


def shortfall(length: int, alg: str) -> str | None:
    """The warning for a secret of this many bytes, in PyJWT's words; None if it is long enough."""
    least = _LENGTHS.get(alg, 0)
    if length >= least:
        return None
    return (
        f"The HMAC key is {length} bytes long, which is below the minimum recommended length of {least} bytes for SHA{alg[2:]}. "
        "See RFC 7518 Section 3.2."
    )


def warn(length: int, alg: str) -> None:
    """Warns of an accepted short secret, at the line of the program that passed it."""
    text = shortfall(length, alg)
    if text is not None:
        warnings.warn(text, InsecureKeyLengthWarning, stacklevel=_callers_level())


def _callers_level() -> int:
    """How far up the stack from `warn` the first function outside this package is."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        frame, level = frame.f_back, level + 1
    return level
