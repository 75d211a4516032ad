"""No option of `tokenseal.compat.pyjwt` is passed over: one that is misspelt or has the wrong type is an error, where PyJWT leaves its check out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

import jwt as pyjwt
import pytest
from compat_pyjwt.both import DAY, HS, NOW, SECRET, outcome, raw
from tokenseal.compat import pyjwt as shim
from tokenseal.compat.pyjwt._options import OPTIONS, SIGNATURE_OPTIONS

EXPIRED = pyjwt.encode({"sub": "alice", "exp": NOW - DAY, "aud": "a"}, SECRET)
GOOD = pyjwt.encode({"sub": "alice"}, SECRET)
FORGED = pyjwt.encode({"sub": "mallory"}, "another secret, which is long enough for what it is to do")

NO_BOOL: list[Any] = [None, 0, 1, "", "False", "true", [], {}, math.nan]
NO_NAMES: list[Any] = [None, "exp", b"exp", 5, True, [None], [b"exp"], {1}]
NO_NUMBER: list[Any] = [None, "", "5", "5s", True, [], {}, 1j]
NO_TEXT: list[Any] = [b"a", 0, False, [], ["a"], {}]

WRONG_OPTIONS: list[Any] = [
    *[{name: value} for name in OPTIONS if name != "require" for value in NO_BOOL],
    *[{"require": value} for value in NO_NAMES],
    *[{"verify_expp": True}, {"require_exp": True}, {"verify": True}, {"unknown": 1}, {1: True}, {None: None}],
    *[[], "", "verify_exp", 1, True, [("verify_exp", True)]],
]

WRONG_ARGUMENTS: list[dict[str, Any]] = [
    *[{"leeway": value} for value in NO_NUMBER],
    *[{"leeway": value} for value in (math.nan, math.inf, -math.inf)],
    *[{"subject": value} for value in NO_TEXT],
    *[{"issuer": value} for value in (0, False, 5, 1.5, object())],
    *[{"audience": value} for value in (0, False, 5, [None], ["a", None], [b"a"], object())],
    *[{"algorithms": value} for value in (5, True, b"HS256", [None], ["HS256", 1], object())],
    *[{"detached_payload": value} for value in ("", "{}", 0, [])],
    *[{"verify": value} for value in (0, "", "False", [])],
    *[{name: "x"} for name in ("isuer", "audiance", "algorithm", "option", "leway", "verify_signature", "foo")],
]


def calls(options: Any, **arguments: Any) -> list[Callable[[ModuleType], Any]]:
    return [
        lambda module: module.decode(EXPIRED, SECRET, **{"algorithms": HS, "options": options, **arguments}),
        lambda module: module.decode_complete(GOOD, SECRET, **{"algorithms": HS, "options": options, **arguments}),
        lambda module: module.PyJWT().decode(FORGED, SECRET, **{"algorithms": HS, "options": options, **arguments}),
    ]


def assert_refused(call: Callable[[ModuleType], Any], case: object) -> None:
    found = outcome(call, shim)
    assert isinstance(found, list) and {"TypeError", "ValueError", "InvalidIssuerError"} & set(found), f"{case}: {found}"


@pytest.mark.parametrize("options", WRONG_OPTIONS, ids=str)
def test_options(options: Any) -> None:
    for call in calls(options):
        assert_refused(call, options)
    assert_refused(lambda module: module.PyJWT(options), options)


@pytest.mark.parametrize("arguments", WRONG_ARGUMENTS, ids=str)
def test_arguments(arguments: dict[str, Any]) -> None:
    for call in calls(None, **arguments):
        assert_refused(call, arguments)


def test_options_of_signatures() -> None:
    for options in ({"verify_signature": None}, {"verify_exp": True}, {"verify_signatur": True}, [], 1):
        for call in (
            lambda module: module.PyJWS(options=options),
            lambda module: module.PyJWS().decode(FORGED, SECRET, HS, options=options),
            lambda module: module.PyJWS().decode_complete(FORGED, SECRET, HS, options=options),
        ):
            assert_refused(call, options)
    for arguments in ({"algorithms": 5}, {"detached_payload": "{}"}, {"isuer": "a"}):
        assert_refused(lambda module: module.PyJWS().decode(FORGED, SECRET, **{"algorithms": HS, **arguments}), arguments)


def test_options_that_were_changed_afterwards() -> None:
    for name, value in (("verify_signature", None), ("verify_exp", 0), ("verify_expp", True)):
        one = shim.PyJWT()
        one.options[name] = value  # type: ignore[literal-required]
        assert_refused(lambda _: one.decode(EXPIRED, SECRET, HS), name)
    signatures = shim.PyJWS()
    signatures.options["verify_signature"] = None  # type: ignore[typeddict-item]
    assert_refused(lambda _: signatures.decode(FORGED, SECRET, HS), signatures.options)


def test_what_makes_tokens() -> None:
    for arguments in (
        *[{"headers": value} for value in ([], "", 0, [("kid", "a")])],
        *[{"algorithm": value} for value in (0, b"HS256", [])],
        *[{"sort_headers": value} for value in NO_BOOL],
        {"json_encoder": 5},
    ):
        assert_refused(lambda module: module.encode({}, SECRET, **arguments), arguments)
    for value in NO_BOOL:
        assert_refused(lambda module: module.PyJWS().encode(b"{}", SECRET, is_payload_detached=value), value)


def test_clients() -> None:
    url = "https://issuer.example/jwks.json"
    for name in ("lifespan", "timeout", "cooldown_duration", "max_cached_keys"):
        for value in NO_NUMBER:
            assert_refused(lambda module: module.PyJWKClient(url, **{name: value}), (name, value))
    for name in ("lifespan", "timeout", "cooldown_duration"):
        for value in (math.nan, math.inf, -1):
            with pytest.raises(shim.PyJWKClientError):
                shim.PyJWKClient(url, **{name: value})
    for name in ("cache_keys", "cache_jwk_set"):
        for value in NO_BOOL:
            assert_refused(lambda module: module.PyJWKClient(url, **{name: value}), (name, value))


def test_an_iterator_is_not_used_up() -> None:
    token = pyjwt.encode({"aud": "b"}, SECRET)
    assert shim.decode(token, SECRET, iter(HS), audience=iter(["a", "b"])) == {"aud": "b"}


def test_what_is_meant() -> None:
    with pytest.raises(TypeError, match=r"^decode\(\) got an unexpected keyword argument 'isuer': did you mean 'issuer'\?$"):
        shim.decode(GOOD, SECRET, HS, isuer="a")
    with pytest.raises(TypeError, match="^unknown option 'verify_expp': did you mean 'verify_exp'\\?$"):
        shim.decode(GOOD, SECRET, HS, options={"verify_expp": True})  # type: ignore[typeddict-unknown-key]


def test_each_option_of_the_types_is_in_the_table() -> None:
    assert set(OPTIONS) == set(shim.types.Options.__annotations__) == set(shim.types.FullOptions.__annotations__)
    assert set(SIGNATURE_OPTIONS) == set(shim.types.SigOptions.__annotations__)


def test_pyjwt_leaves_the_check_out() -> None:
    """What makes each of these a difference: PyJWT accepts a token that has expired, is somebody else's or is forged."""
    for options in ({"verify_signature": None}, {"verify_exp": 0}):
        for call in calls(options, audience="a")[:: 2 if "verify_signature" in options else 3]:
            assert "object" not in outcome(call, pyjwt)
    assert outcome(lambda module: module.decode(EXPIRED, SECRET, HS, audience="a", leeway=math.nan), pyjwt)["sub"] == "alice"
    assert outcome(lambda module: module.decode(EXPIRED, SECRET, HS, audience="a", leeway=math.inf), pyjwt)["sub"] == "alice"


def test_no_exception_quotes_a_token() -> None:
    mark = "a word that is in no message"
    headers: list[Any] = [{"kid": mark}, {"crit": [mark], mark: 1}, {"typ": mark, "x": mark}]
    payloads: list[dict[str, Any]] = [
        *[{name: mark} for name in ("exp", "nbf", "iat", "iss", "sub", "jti", "aud")],
        *[{name: [mark, 1]} for name in ("exp", "iss", "sub", "jti", "aud")],
        {mark: 1, "exp": 1},
    ]
    arguments: list[dict[str, Any]] = [{}, {"audience": "a"}, {"issuer": "a"}, {"subject": "a"}, {"options": {"require": ["other"]}}]
    tokens = [pyjwt.PyJWS().encode(json.dumps(payload).encode(), SECRET) for payload in payloads]
    tokens += [raw(json.dumps({"alg": "HS256", **header}).encode()) for header in headers]
    tokens += [raw(b'{"alg":"' + mark.encode() + b'"}'), raw(b'{"alg":"HS256"}', f'{{"{mark}":1,"{mark}":2}}'.encode()), raw(b'{"alg":"HS256"}', mark.encode())]
    refused = 0
    for token in tokens:
        for given in arguments:
            for key in (SECRET, SECRET + "x", shim.PyJWK({"kty": "oct", "k": "AAECAwQFBgcICQ" * 7})):
                try:
                    shim.decode(token, key, HS, **given)
                except shim.PyJWTError as error:
                    refused += 1
                    texts = [str(one) + repr(one) for one in (error, error.__cause__, error.__context__) if one is not None]
                    assert not any(mark in text for text in texts), texts
    assert refused > 200
    with pytest.raises(KeyError) as raised:
        shim.PyJWKSet([{"kty": "oct", "k": "AAECAwQFBgcICQ" * 7}])[mark]
    assert mark not in str(raised.value)
