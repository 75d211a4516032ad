"""PyJWT and `tokenseal.compat.pyjwt` judge malformed tokens, headers and arguments in the same way."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import datetime, timezone
from types import ModuleType
from typing import Any

import jwt as pyjwt
import pytest
import tokenseal
from compat_pyjwt.both import HS, SECRET, assert_same, outcome, raw, ways
from test_misuse import GARBAGE
from tokenseal import Key
from tokenseal.compat import pyjwt as shim

HEADERS: list[Any] = [
    *[
        {"kid": "a"},
        {"kid": 1},
        {"kid": None},
        {"crit": []},
        {"crit": "b64"},
        {"crit": ["b64"]},
        {"crit": ["x"], "x": 1},
        {"crit": [1]},
        {"crit": {}},
    ],
    *[{"typ": "other+jwt"}, {"typ": ""}, {"alg": "HS384"}, {"b64": True}, {"b64": False}, {"b64": False, "crit": ["b64"]}],
    *[{"x": {"deep": [1, {"er": None}]}}, {"jwk": {}, "x5u": "u", "jku": "j", "x5c": []}, {"cty": "a"}],
]


TOKENS: list[Any] = [
    *["", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "e30..", b"", b"\xff.\xff.\xff", "\xff.e30.", None, 1, [], object(), "a" * 100],
    *[raw(b"{}"), raw(b"1"), raw(b"null"), raw(b"[]"), raw(b'"a"'), raw(b"{"), raw(b""), raw(b"\xff"), raw(b'{"alg":null}'), raw(b'{"alg":1}')],
    *[raw(b'{"alg":"none"}'), raw(b'{"alg":""}'), raw(b'{"alg":"hs256"}'), raw(b'{"alg":"HS256 "}'), raw(b'{"alg":["HS256"]}'), raw(b'{"alg":{}}')],
    *[raw(b'{"alg":"HS256"}'), raw(b'{"alg":"RS256"}'), raw(b'{"alg":"XX"}'), raw(b'{"alg":"HS256"}', b"["), raw(b'{"alg":"HS256"}', b"[]")],
    *[raw(b'{"alg":"HS256","kid":1}'), raw(b'{"alg":"HS256","crit":["x"]}'), raw(b'{"alg":"HS256","crit":["b64"]}')],
]


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_headers(header: dict[str, Any]) -> None:
    text = json.dumps({"alg": "HS256", "typ": "JWT", **header}).encode()
    for token in (raw(text), raw(text, b""), raw(text, b"", b"{}")):
        for number, call in enumerate(ways(token)):
            assert_same(call, (header, number))


@pytest.mark.parametrize("token", TOKENS, ids=range(len(TOKENS)))
def test_tokens(token: Any) -> None:
    for number, call in enumerate(ways(token)):
        assert_same(call, (token, number))


def test_altered_tokens() -> None:
    token = pyjwt.encode({"sub": "alice"}, SECRET, headers={"kid": "a"})
    for place in range(len(token)):
        for character in "A.=":
            altered = token[:place] + character + token[place + 1 :]
            found = outcome(lambda module: module.decode(altered, SECRET, HS), shim)
            assert altered == token or "InvalidTokenError" in found, altered


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_made_headers(header: dict[str, Any]) -> None:
    """`encode` writes the same header and payload; only the order of the names may be another."""
    if header.get("crit") not in (None, ["b64"]) or header == {"crit": ["b64"]}:
        found = outcome(lambda module: module.encode({}, SECRET, headers=header), shim)
        assert "InvalidTokenError" in found
        return

    def call(module: ModuleType) -> Any:
        token = module.encode({"a": [1, {"b": "ü"}], "exp": datetime(2100, 1, 1, tzinfo=timezone.utc)}, SECRET, headers=header)
        return token.split(".")[1], pyjwt.get_unverified_header(token)

    assert_same(call)


@pytest.mark.parametrize(
    "call",
    [
        lambda module: module.encode([], SECRET),
        lambda module: module.encode({"iss": 1}, SECRET),
        lambda module: module.encode({"a": {1, 2}}, SECRET),
        lambda module: module.encode({}, SECRET, algorithm="HS257"),
        lambda module: module.encode({}, SECRET, headers={"a": {1}}),
        lambda module: module.encode({}, None),
        lambda module: module.encode({}, 1),
        lambda module: module.encode({}, ""),
        lambda module: module.encode({}, b""),
        lambda module: module.PyJWS().encode("text", SECRET),
        lambda module: module.decode("a.b.c", SECRET),
        lambda module: module.decode("a.b.c", SECRET, []),
        lambda module: module.PyJWS(options=1),
        lambda module: module.unregister_algorithm("XX"),
        lambda module: module.get_algorithm_by_name("XX"),
        lambda module: module.register_algorithm("HS256", module.algorithms.HMACAlgorithm(module.algorithms.HMACAlgorithm.SHA256)),
        lambda module: module.register_algorithm("XX", object()),
        lambda module: module.get_algorithm_by_name("RS384").compute_hash_digest(b"access token"),
        lambda module: module.PyJWK({}),
        lambda module: module.PyJWK({"kty": "XX"}),
        lambda module: module.PyJWK({"kty": "RSA"}),
        lambda module: module.PyJWK({"kty": "oct", "k": ""}),
        lambda module: module.PyJWKSet([]),
        lambda module: module.PyJWKSet("x"),
        lambda module: module.PyJWKSet.from_dict({}),
        lambda module: module.PyJWKClient("file:///etc/passwd"),
        lambda module: module.PyJWKClient("https://issuer.example", lifespan=0),
        lambda module: module.PyJWKClient("https://issuer.example", cooldown_duration=-1),
    ],
    ids=itertools.count(),
)
def test_misuse(call: Callable[[ModuleType], Any]) -> None:
    assert isinstance(outcome(call, shim), (list, bytes))
    assert_same(call)


def test_only_compact_tokens_are_read() -> None:
    token = tokenseal.jws.sign(b"{}", Key.from_secret(SECRET.encode(), "HS256"), serialization="flattened")
    for call in ways(token) + ways(token + ".e30."):
        assert "InvalidTokenError" in outcome(call, shim)


def test_garbage() -> None:
    """Whatever is given: one of PyJWT's exceptions, or Python's own for arguments that are none."""
    allowed = {"PyJWTError", "TypeError", "NotImplementedError"}
    token = shim.encode({}, SECRET)
    for garbage in GARBAGE:
        for call in (
            *ways(garbage),
            lambda module: module.decode(token, garbage, HS),
            lambda module: module.decode(token, garbage, ["RS256", "HS256"]),
            lambda module: module.encode({}, garbage, "RS256"),
            lambda module: module.encode({}, garbage, "EdDSA"),
            lambda module: module.decode(token, SECRET, garbage),
            lambda module: module.PyJWS().encode(garbage, SECRET),
        ):
            found = outcome(call, shim)
            assert not isinstance(found, list) or allowed & set(found), f"{garbage!r:.80}: {found[0]}"
            assert found != "InternalError"
