"""Claims as Python's own types, signed and verified: what vectors cannot show."""

from __future__ import annotations

import json
from collections import UserDict
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import tokenseal
from samples import KEY, NOW, SIGNING
from tokenseal import Key, Verifier, errors


def claims_of(claims: Any, **options: Any) -> dict[str, Any]:
    token = tokenseal.sign(claims, KEY, no_expiry="exp" not in claims, now=NOW, **options)
    return tokenseal.verify(token, KEY, now=NOW, allow_missing_exp=True).claims


def test_claims_come_back_as_they_went() -> None:
    claims = {"big": -(10**300), "float": 1.5, "none": None, "flags": [True, False, 1, 0], "text": "Zoë 😀", "nested": {"a": [{}, []]}}
    read = claims_of(claims | {"tuple": (1, 2), "mapping": UserDict(a=1), "u64": 2**64 - 1, "more": 2**64})
    assert read == claims | {"tuple": [1, 2], "mapping": {"a": 1}, "u64": 2**64 - 1, "more": 2**64, "iat": NOW}
    assert [type(flag) for flag in read["flags"]] == [bool, bool, int, int]


def test_json_text_is_kept() -> None:
    token = tokenseal.sign(b'{"n":1.50,"m":1e2}', KEY, no_expiry=True, now=NOW)
    assert tokenseal.verify(token, KEY, allow_missing_exp=True).payload == b'{"n":1.50,"m":1e2,"iat":1700000000}'


def test_times() -> None:
    exp = datetime(2030, 1, 2, 3, 4, 5, 999_999, tzinfo=timezone(timedelta(hours=2)))
    last = datetime.max.replace(tzinfo=timezone.utc)
    assert claims_of({"exp": exp, "last": last}) == {"exp": int(exp.timestamp()), "last": 253_402_300_799, "iat": NOW}
    options = {"now": datetime.fromtimestamp(NOW + 0.75, timezone.utc), "not_before": exp}
    token = tokenseal.sign({}, KEY, expires_in=timedelta(minutes=15), **options)
    assert json.loads(tokenseal.inspect_unverified(token)["payload"]) == {"exp": NOW + 900, "nbf": int(exp.timestamp()), "iat": NOW}


@pytest.mark.parametrize("form", [str, str.encode, lambda text: bytearray(text.encode()), lambda text: memoryview(text.encode())])
def test_forms_of_tokens(form: Callable[[str], Any]) -> None:
    token = form(tokenseal.sign({"sub": "alice"}, KEY, expires_in=60))
    assert tokenseal.verify(token, [KEY])["sub"] == "alice"
    assert Verifier((KEY,)).verify_many(iter([token]))[0]["sub"] == "alice"  # type: ignore[index]


def test_lists_in_any_form() -> None:
    text = tokenseal.sign({"sub": "alice"}, SIGNING, expires_in=60, audience=(name for name in ("a", "b")))
    for several in (["b", "c"], ("b",), {"b"}, frozenset("b"), iter("b"), {"b": 1}.keys()):
        assert tokenseal.verify(text, SIGNING, audience=several, algorithms={"ES256"}, required_claims=iter(["sub"]))["sub"] == "alice"


class Name(str):
    """Not what `str()` says it is."""

    def __str__(self) -> str:
        return "other"

    def encode(self, *_: Any) -> Any:
        raise LookupError("not by this")


def test_subclasses_of_str_are_the_text_they_hold() -> None:
    text = Name(tokenseal.sign({Name("sub"): Name("alice")}, KEY, expires_in=60, audience=Name("api")))
    assert tokenseal.verify(text, KEY, audience=[Name("api")])["sub"] == "alice"
    assert Key.generate(Name("HS256"), key_id=Name("named")).key_id == "named"
    with pytest.raises(errors.InvalidTokenError):
        tokenseal.verify(Name("\ud800.a.b"), KEY)


def test_exceptions_of_the_caller_pass_through() -> None:
    class Broken(UserDict):  # type: ignore[type-arg]
        def items(self) -> Any:
            raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        tokenseal.sign({"a": [Broken(a=1)]}, KEY, no_expiry=True)
    with pytest.raises(LookupError, match="mine"):
        tokenseal.sign({}, KEY, no_expiry=True, header=Broken(a=1))
