"""Claims are written and read in two ways each, by the fast one where possible. Both must do the
same, whatever the claims.
"""

from __future__ import annotations

import enum
import json
import random
import string
from collections import UserDict
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
import tokenseal
from samples import KEY, NOW
from tokenseal import Token, TokenError

Random = random.Random
# For each there is a place in the writers where it matters.
CHARACTERS = string.ascii_letters + '"\\/\b\f\n\r\t\0\x1f\x7f\x80é€\u2028\ufeff😀'
INTEGERS = [0, -1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 10**18, 10**19]
INTEGERS += [-(10**300), 2**1025]
# Their values would be checked.
REGISTERED = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf")
FLOATS = [0.0, -0.0, 1.0, 1.5, 0.1, 1e16, 1e21, 1e22, 1e300, 5e-324, -1e-7, 123456789.125]


class Number(enum.IntEnum):
    ONE = 1


class Text(str):
    pass


class Named(dict):  # type: ignore[type-arg]
    pass


def text(rng: Random) -> str:
    return "".join(rng.choices(CHARACTERS if rng.random() < 0.5 else string.ascii_letters, k=rng.randrange(12)))


def scalar(rng: Random) -> Any:
    kind = rng.randrange(5)
    if kind == 0:
        return text(rng)
    if kind == 1:
        return rng.randrange(-(10**6), 10**12)
    return rng.choice([INTEGERS, FLOATS, [True, False, None]][kind - 2])


def readable(rng: Random) -> Any:
    """What every JSON reader reads alike: no number that a double cannot hold."""
    return 7 if (one := scalar(rng)) == 2**1025 else one


def value(rng: Random, depth: int, leaf: Callable[[Random], Any]) -> Any:
    kind = rng.random()
    if depth == 0 or kind < 0.6:
        return leaf(rng)
    if kind < 0.8:
        return [value(rng, depth - 1, leaf) for _ in range(rng.randrange(4))]
    return {text(rng): value(rng, depth - 1, leaf) for _ in range(rng.randrange(4))}


def claims(rng: Random, leaf: Callable[[Random], Any]) -> dict[str, Any]:
    made = {text(rng): value(rng, rng.randrange(4), leaf) for _ in range(rng.randrange(8))}
    return {name: one for name, one in made.items() if name not in REGISTERED}


def unusual(rng: Random) -> Any:
    """What JSON lacks, what needs a closer look, and what is refused."""
    return rng.choice([
        float("nan"), float("inf"), "\ud800", "a\udfff", b"bytes", {1, 2}, object(), 1j, (1, ("a", None)), Number.ONE,
        Text("text"), Named(a=1), UserDict(a=[1]), datetime.fromtimestamp(NOW, timezone.utc), datetime.fromtimestamp(NOW),
        {1: 2}, {None: 1}, {Text("a"): 1}, {"\udc00": 1}, range(3),
    ])  # fmt: skip


def told(claims: Any, **options: Any) -> str:
    """The token, which HMAC makes the same each time, or the error."""
    try:
        return tokenseal.sign(claims, KEY, no_expiry=True, now=NOW, **options)
    except TokenError as error:
        return f"{type(error).__name__} {error.code} {error.claim} {error}"


def test_both_writers_write_the_same() -> None:
    rng, refused = Random(21), 0
    for _ in range(3000):
        leaf = scalar if rng.random() < 0.7 else lambda rng: unusual(rng) if rng.random() < 0.2 else scalar(rng)
        made = claims(rng, leaf)
        fast = told(made)
        # Not a dict, so that the other writer gets it, with everything in it.
        assert fast == told(UserDict(made)), made
        refused += not fast.startswith("ey")
    assert 200 < refused < 1500


def test_the_text_is_that_of_another_library() -> None:
    rng = Random(22)
    for _ in range(1000):
        # Each writes floats in its own way.
        made = claims(rng, lambda rng: 7 if isinstance(one := readable(rng), float) else one)
        payload = tokenseal.inspect_unverified(told(made | {"iat": NOW}))["payload"]
        assert payload == json.dumps(made | {"iat": NOW}, separators=(",", ":"), ensure_ascii=False).encode(), made


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else 1


def test_depths_and_cycles() -> None:
    cycle: dict[str, Any] = {}
    cycle["a"] = [cycle]
    for made in [cycle, *({"a": nested(depth)} for depth in (14, 15, 16, 17, 30, 31, 32, 33, 98, 99, 100, 200))]:
        # Above the dict, the other writer has one more level: neither has a limit of its own.
        assert told(made) == told(UserDict(made))


def checked(claims: dict[str, Any], rng: Random, escaped: float) -> tuple[str, Token]:
    """The claims as JSON text in some form, and a token of it."""
    indent, separators = rng.choice([None, None, 1]), rng.choice([None, (",", ":")])
    written = json.dumps(claims, ensure_ascii=rng.random() < escaped, indent=indent, separators=separators)
    return written, tokenseal.verify(told(written.encode()), KEY, now=NOW, allow_missing_exp=True)


def test_a_claim_is_that_of_the_dict() -> None:
    rng = Random(23)
    for _ in range(1500):
        made = claims(rng, readable)
        written, token = checked(made, rng, escaped=0.5)
        expected = json.loads(token.payload)
        names = [*expected, "", "a", "sub", "ia", text(rng)] * 2
        rng.shuffle(names)
        for name in names:
            assert (name in token) == (name in expected)
            # By their texts: -0.0 and 1.0 equal other values.
            assert repr(token.get(name, "absent")) == repr(expected.get(name, "absent")), (written, name)
        assert repr(token.claims) == repr(token.claims) == repr(expected)


def test_tokens_with_the_names_of_those_before() -> None:
    rng = Random(24)
    shapes = [["sub", "roles"], ["sub"], ["roles", "sub"], ["sub", "role"], [], ["a\\b"], ["a\nb"], ["a\\nb"], ["é", "sub"]]
    shapes += [["x" * 65], [f"n{n}" for n in range(40)]]
    for _ in range(2000):
        names = shapes[rng.randrange(2 if rng.random() < 0.9 else len(shapes))]
        made = {name: text(rng) if name == "sub" else value(rng, 2, readable) for name in names}
        _, token = checked(made, rng, escaped=0.1)
        assert repr(token.claims) == repr(json.loads(token.payload))


def test_dicts_of_one_shape_are_each_their_own() -> None:
    tokens: list[Token] = [tokenseal.verify(told({"n": n, "list": [n]}), KEY, allow_missing_exp=True) for n in range(20)]
    read = [token.claims for token in tokens]
    read[3].clear()
    read[4]["n"] = "changed"
    read[5]["list"].append(1)
    read[6]["new"] = 1
    assert read[7:] == [{"n": n, "list": [n], "iat": read[7]["iat"]} for n in range(7, 20)]


@pytest.mark.parametrize("before", range(7))
def test_what_is_read_is_the_readers_own(before: int) -> None:
    made = {"sub": "alice", "roles": ["a", {"b": [1]}], "address": {"city": {"name": "x"}}}
    token: Token = tokenseal.verify(told(made), KEY, allow_missing_exp=True)
    expected = made | {"iat": NOW}
    for _ in range(before):
        assert token["sub"] == "alice"
    for _ in range(4):
        token["roles"].append("admin")
        token["address"]["city"].clear()
        read = token.claims
        assert read == expected
        read["roles"][1]["b"].append(2)
        read["address"]["city"]["name"] = "y"
        del read["sub"]
    assert token.claims == expected
    assert token.claims is not token.claims


@pytest.mark.parametrize("before", range(7))
def test_names_that_are_no_texts(before: int) -> None:
    token: Any = tokenseal.verify(told({"sub": "alice", "1": 2}), KEY, allow_missing_exp=True)
    for _ in range(before):
        assert "none" not in token
    assert token[Text("sub")] == "alice" and Text("sub") in token
    for name in (1, None, "\ud800", b"sub", ("sub",), "none"):
        assert name not in token and token.get(name, 3) == 3
        with pytest.raises(KeyError) as raised:
            token[name]
        assert raised.value.args == (name,)
    with pytest.raises(TypeError):
        token[["sub"]]
