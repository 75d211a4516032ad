"""`PyJWKClient`: what it fetches, keeps and refuses."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
from typing import Any
from urllib.error import URLError

import jwt as pyjwt
import pytest
from compat_pyjwt.both import RS_JWK, RSA
from tokenseal.compat import pyjwt as shim


class Answer:
    """What `urllib` gives for a request: a body, or an error."""

    def __init__(self, body: bytes | Exception) -> None:
        self.body = body
        self.handlers: tuple[Any, ...] = ()
        self.fetched = 0

    def __call__(self, *handlers: Any) -> Answer:
        self.handlers = handlers
        return self

    def open(self, request: Any, timeout: float) -> Any:
        self.fetched += 1
        if isinstance(self.body, Exception):
            raise self.body
        return contextlib.closing(io.BytesIO(self.body))


JWKS = json.dumps({"keys": [{**RS_JWK, "kid": "1", "alg": "RS256"}, {"kty": "XX"}]}).encode()


def test_client(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Answer(JWKS)
    monkeypatch.setattr("urllib.request.build_opener", answer)
    client = shim.PyJWKClient("https://issuer.example/jwks.json")
    token = pyjwt.encode({"sub": "alice"}, RSA, "RS256", headers={"kid": "1"})
    for _ in range(3):
        assert shim.decode(token, client.get_signing_key_from_jwt(token)) == {"sub": "alice"}
    assert answer.fetched == 1
    with pytest.raises(shim.PyJWKClientError):
        client.get_signing_key("2")
    assert answer.fetched == 1, "an unknown kid makes no fetch within the cooldown"
    answer.body = URLError("down")
    with pytest.raises(shim.PyJWKClientConnectionError):
        client.get_jwk_set(refresh=True)
    assert client.get_signing_key("1").key_id == "1", "a fetch that failed leaves what was kept"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"1", b"no JSON", b"\xff", b"[" * 100_000, b"{}" + b" " * 2**20, JWKS.ljust(2**20 + 1), URLError("down"), TimeoutError("late")],
    ids=itertools.count(),
)
def test_what_a_client_refuses(body: bytes | Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.build_opener", Answer(body))
    for keep in (True, False):
        with pytest.raises(shim.PyJWKClientError) as raised:
            shim.PyJWKClient("https://issuer.example/jwks.json", cache_jwk_set=keep).get_signing_keys()
        assert raised.value.code == "ERR_JWKS_UNAVAILABLE"
