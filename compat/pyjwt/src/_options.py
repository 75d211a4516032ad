"""The arguments and options of this module, each checked once on entry, from one table.

PyJWT tests most of them for truth where it needs them, so that a misspelt option, None or NaN
skips its check. Here that is a TypeError, or a ValueError for a number that is NaN: a mistake
in the program, not a refused token.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from datetime import timedelta
from typing import Any, NoReturn, TypeAlias

from .exceptions import InvalidIssuerError

_Rule: TypeAlias = tuple[Callable[[Any], bool], str]


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_dict(value: Any) -> bool:
    return isinstance(value, Mapping)


def _are_names(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes) and all(isinstance(name, str) for name in value)


def _is_audience(value: Any) -> bool:
    # Bytes equal no audience, which PyJWT reports as an audience that does not match.
    return isinstance(value, str | bytes) or _are_names(value)


_BOOL: _Rule = (_is_bool, "True or False")

SIGNATURE_OPTIONS: dict[str, _Rule] = {"verify_signature": _BOOL, "enforce_minimum_key_length": _BOOL, "allow_weak_secret": _BOOL}
"""The options of `PyJWS`."""

OPTIONS: dict[str, _Rule] = {
    **SIGNATURE_OPTIONS,
    "require": (lambda value: isinstance(value, Collection) and _are_names(value), "a list of names of claims"),
    "strict_aud": _BOOL,
    "verify_aud": _BOOL,
    "verify_exp": _BOOL,
    "verify_iat": _BOOL,
    "verify_iss": _BOOL,
    "verify_jti": _BOOL,
    "verify_nbf": _BOOL,
    "verify_sub": _BOOL,
}
"""The options of `PyJWT`."""

_ARGUMENTS: dict[str, _Rule] = {
    "algorithm": (_is_text, "a string or None"),
    "algorithms": (lambda value: isinstance(value, str) or _are_names(value), "a list of strings or None"),
    "audience": (_is_audience, "a string, iterable or None"),
    "detached_payload": (lambda value: isinstance(value, bytes), "bytes or None"),
    "headers": (_is_dict, "a dict or None"),
    "json_encoder": (lambda value: isinstance(value, type), "a class or None"),
    "subject": (_is_text, "a string or None"),
    "verify": (_is_bool, "True, False or None"),
}
"""Arguments, and what they must be if they are not None."""


def check_arguments(**given: Any) -> None:
    """A TypeError for an argument of the wrong type."""
    for name, value in given.items():
        if value is None:
            continue
        is_valid, expected = _ARGUMENTS[name]
        if not is_valid(value):
            raise TypeError(f"{name} must be {expected}")


def check_switches(**given: Any) -> None:
    """A TypeError for an argument that is neither True nor False."""
    for name, value in given.items():
        if not isinstance(value, bool):
            raise TypeError(f"{name} must be True or False")


def check_number(name: str, value: Any) -> None:
    """A TypeError for anything but a number. Its user checks for NaN and infinity."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} must be a number")


def check_issuer(issuer: Any) -> None:
    """PyJWT's own exception for an issuer that nothing can be compared with."""
    if issuer is not None and not isinstance(issuer, Container | Iterable):
        raise InvalidIssuerError('Issuer param must be "str" or "Container[str]"')


def checked_options(options: Any, rules: Mapping[str, _Rule]) -> dict[str, Any]:
    """A copy of options, each of which is known and of its type; a TypeError for any other."""
    if not isinstance(options, Mapping):
        raise TypeError("options must be a dict or None")
    copy: dict[str, Any] = dict(options)
    for name, value in copy.items():
        rule = rules.get(name)
        if rule is None:
            raise TypeError(f"unknown option {name!r}{_suggestion(name, rules)}")
        is_valid, expected = rule
        if not is_valid(value):
            raise TypeError(f"the option {name} must be {expected}")
    return copy


def once(names: Any) -> Any:
    """A one-shot iterable, as a list: it is read more than once."""
    return names if names is None or isinstance(names, Collection) or not isinstance(names, Iterable) else list(names)


def seconds(leeway: Any) -> float:
    """The seconds of a leeway. A TypeError for anything but a number or a timedelta, a ValueError for
    NaN and the infinities.
    """
    if isinstance(leeway, timedelta):
        return leeway.total_seconds()
    check_number("leeway", leeway)
    if not math.isfinite(leeway):
        raise ValueError("leeway must be finite")
    return float(leeway)


def refuse_kwargs(function: str, kwargs: Mapping[str, Any], names: Iterable[str]) -> None:
    """A TypeError for an unknown argument, as Python itself raises it. PyJWT issues a warning and
    continues without it.
    """
    for name in kwargs:
        _refuse(function, name, names)


def _refuse(function: str, name: str, names: Iterable[str]) -> NoReturn:
    raise TypeError(f"{function}() got an unexpected keyword argument {name!r}{_suggestion(name, names)}")


def _suggestion(name: Any, names: Iterable[str]) -> str:
    from difflib import get_close_matches  # only for who needs it: it takes longer to import than the rest of this module

    found = get_close_matches(name, list(names), n=1) if isinstance(name, str) else []
    return f": did you mean {found[0]!r}?" if found else ""
