"""PyJWT and `tokenseal.compat.pyjwt` judge claims in the same way, whatever they are and under whatever options."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

import jwt as pyjwt
import pytest
from compat_pyjwt.both import DAY, HS, NOW, SECRET, assert_same

VALUES: list[Any] = [
    *[None, True, False, 0, 1, -1, 1.5, "", "a", "b", [], ["a"], ["b", "a"], ["a", 1], [[]], {}, {"a": 1}, 10**20, -(10**20), 1e300],
    *[NOW - DAY, NOW + DAY, str(NOW - DAY), str(NOW + DAY), f" {NOW + DAY} ", NOW + DAY + 0.9, "1e3", "0x10", "１２"],
]
CLAIMS = ["exp", "nbf", "iat", "aud", "iss", "sub", "jti", "other"]
ARGUMENTS: list[dict[str, Any]] = [
    {},
    *[{"audience": value} for value in ("a", "c", ["c", "a"], ("a",), {"a"}, [], "", ["c"], b"a", 1, {"a": 1})],
    *[{"issuer": value} for value in ("a", "c", ["c", "a"], ("a",), {"a"}, [], "", "abc", b"a", {"a": 1})],
    *[{"subject": value} for value in ("a", "c", "")],
    *[{"leeway": value} for value in (0.5, 2 * DAY, 2.5 * DAY, -2 * DAY, timedelta(days=2), timedelta(days=-2), timedelta(0))],
    *[{"options": {name: False}} for name in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti") for name in (f"verify_{name}",)],
    *[{"options": {"require": value}} for value in (["exp"], ["aud", "iss"], ["other"], [], ("sub",))],
    *[{"options": {"strict_aud": True}, "audience": value} for value in ("a", ["a"], "c")],
    *[{"options": {"verify_signature": False}}, {"options": {"verify_signature": False, "verify_exp": True, "verify_aud": True}}],
    *[{"options": {"verify_signature": False, "require": ["exp"]}}, {"verify": True}, {"verify": False}],
]


@pytest.mark.parametrize("claim", CLAIMS)
def test_claims(claim: str) -> None:
    for value in VALUES:
        token = pyjwt.PyJWS().encode(json.dumps({claim: value}).encode(), SECRET)
        for arguments in ARGUMENTS:
            assert_same(lambda module: module.decode(token, SECRET, HS, **arguments), ({claim: value}, arguments))


@pytest.mark.parametrize("first", CLAIMS)
def test_two_claims_at_fault(first: str) -> None:
    """The order of the checks is the same."""
    faults: dict[str, Any] = {"exp": NOW - DAY, "nbf": NOW + DAY, "iat": "x", "aud": 1, "iss": 1, "sub": 1, "jti": 1, "other": None}
    for second in CLAIMS:
        claims = {first: faults[first], second: faults[second]}
        token = pyjwt.PyJWS().encode(json.dumps(claims).encode(), SECRET)
        for arguments in ({}, {"audience": "a"}, {"issuer": "a"}, {"options": {"require": ["other"]}}):
            assert_same(lambda module: module.decode(token, SECRET, HS, **arguments), (claims, arguments))


def test_defaults_of_an_object() -> None:
    token = pyjwt.encode({"exp": NOW - DAY, "aud": "a"}, SECRET)
    defaults: list[Any] = [None, {"verify_exp": False}, {"verify_aud": False, "verify_exp": False}, {"verify_signature": False}, {"require": ["sub"]}]
    for own, call in itertools.product(defaults, defaults):
        assert_same(lambda module: module.PyJWT(own).decode(token, SECRET, HS, options=call), (own, call))
        assert_same(lambda module: module.PyJWT(own).options, own)
    for signature in (None, {"verify_signature": False}, {"enforce_minimum_key_length": True}):
        assert_same(lambda module: module.PyJWS(options=signature).options, signature)
