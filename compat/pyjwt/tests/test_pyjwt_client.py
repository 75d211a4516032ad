"""`PyJWKClient`: what it fetches, keeps and refuses."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
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


def client_of(fetch: Callable[[], Any], **arguments: Any) -> shim.PyJWKClient:
    """A client whose fetches are a function's: a subclass, as programs have them."""

    class Client(shim.PyJWKClient):
        def fetch_data(self) -> Any:
            return fetch()

    return Client("https://issuer.example/jwks.json", **arguments)


GOOD = json.loads(JWKS)


def test_one_fetch_serves_all_who_wait() -> None:
    began, go_on = threading.Event(), threading.Event()
    fetched: list[str] = []

    def fetch() -> Any:
        fetched.append(threading.current_thread().name)
        began.set()
        assert go_on.wait(10)
        return GOOD

    client = client_of(fetch)
    found: list[shim.PyJWK] = []
    threads = [threading.Thread(target=lambda: found.append(client.get_signing_key("1")), name=f"asks {number}") for number in range(8)]
    for thread in threads:
        thread.start()
    assert began.wait(10)
    time.sleep(0.1)
    assert not found
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert len(found) == 8 and len({id(key) for key in found}) == 1
    assert len(fetched) == 1 and fetched[0].startswith("asks"), "a subclass fetches on the thread of the caller"


def test_no_lock_is_held_while_somebody_fetches() -> None:
    """Keys that are there are had at once, while another thread waits for those that are not."""
    go_on = threading.Event()
    answers: Iterator[Callable[[], Any]] = iter([lambda: GOOD, lambda: go_on.wait(10) and GOOD])
    client = client_of(lambda: next(answers)(), cooldown_duration=0)
    client.get_signing_key("1")
    missing = threading.Thread(target=lambda: pytest.raises(shim.PyJWKClientError, client.get_signing_key, "2"))
    missing.start()
    time.sleep(0.05)
    began = time.monotonic()
    assert client.get_signing_key("1").key_id == "1"
    assert time.monotonic() - began < 1
    assert missing.is_alive()
    go_on.set()
    missing.join(10)


def test_those_who_wait_get_the_error_too() -> None:
    go_on = threading.Event()

    def fetch() -> Any:
        assert go_on.wait(10)
        raise shim.PyJWKClientConnectionError("down")

    client = client_of(fetch)
    errors: list[Exception] = []

    def ask() -> None:
        try:
            client.get_jwk_set()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert [(type(error), str(error)) for error in errors] == [(shim.PyJWKClientConnectionError, "down")] * 4
    assert len({id(error) for error in errors}) == 4, "each has its own"


def test_who_waits_for_another_waits_no_longer_than_the_limit() -> None:
    go_on = threading.Event()
    client = client_of(lambda: go_on.wait(10) and GOOD, timeout=0.2)
    slow = threading.Thread(target=client.get_jwk_set)
    slow.start()
    time.sleep(0.05)
    with pytest.raises(shim.PyJWKClientConnectionError, match="timed out"):
        client.get_jwk_set()
    go_on.set()
    slow.join(10)
    assert client.get_signing_key("1").key_id == "1"


def test_a_pause_after_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    fetched: list[float] = []
    answers: list[Any] = [URLError("down")] * 4 + [GOOD]

    def fetch() -> Any:
        fetched.append(clock[0])
        answer = answers[len(fetched) - 1]
        if isinstance(answer, Exception):
            raise shim.PyJWKClientConnectionError(f"attempt {len(fetched)}") from answer
        return answer

    client = client_of(fetch, cooldown_duration=3)
    found = []
    for step in range(90):
        clock[0] = 1000 + step / 10
        try:
            found.append(client.get_signing_key("1").key_id)
        except shim.PyJWKClientConnectionError as error:
            found.append(str(error))
            assert isinstance(error.__cause__, URLError)
    assert fetched == pytest.approx([1000, 1001, 1003, 1006, 1009][: len(fetched)]), "1 s, 2 s, and then never more than the cooldown"
    assert found[0] == found[9] == "attempt 1" and found[10] == "attempt 2" and found[89] == "attempt 4"
    with pytest.raises(shim.PyJWKClientConnectionError):
        client.get_signing_keys()
    assert client.get_jwk_set(refresh=True)["1"], "who asks for a fetch has one"
    assert client.get_signing_key("1").key_id == "1"


def test_no_pause_where_there_is_no_cooldown() -> None:
    fetched: list[int] = []

    def fetch() -> Any:
        fetched.append(1)
        raise shim.PyJWKClientConnectionError("down")

    for arguments in ({"cooldown_duration": 0}, {"cache_jwk_set": False}):
        fetched.clear()
        client = client_of(fetch, **arguments)
        for _ in range(3):
            with pytest.raises(shim.PyJWKClientConnectionError):
                client.get_signing_key("1")
        assert len(fetched) == 3


def test_a_subclass_that_asks_for_the_set_while_it_fetches() -> None:
    class Client(shim.PyJWKClient):
        depth = 0

        def fetch_data(self) -> Any:
            self.depth += 1
            return {"keys": [dict(self.get_jwk_set()["1"]._jwk_data)]} if self.depth == 1 else GOOD

    assert Client("https://issuer.example/jwks.json").get_signing_key("1").key_id == "1"


ODD: list[Any] = [
    *[None, 1, "x", [], {}, {"kty": 1}, {"kty": []}, {"kty": "RSA"}, {"kty": "EC", "crv": []}, {"kty": "OKP", "crv": {}}],
    *[{**RS_JWK, "alg": value} for value in ([], {}, 1, "RSA-OAEP", "none")],
    *[{**RS_JWK, "n": value} for value in (1, None, [], "", "!", "\ud800", "AQAB")],
    *[{**RS_JWK, "use": []}, {**RS_JWK, "key_ops": 1}, {**RS_JWK, "d": 1e400}, {**RS_JWK, "x5c": [[]]}, {"kty": "oct", "k": None}],
    {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_member_does_not_lose_the_set(odd: Any) -> None:
    client = client_of(lambda: {"keys": [odd, {**RS_JWK, "kid": "1"}]})
    assert client.get_signing_key("1").key_id == "1"
    assert shim.PyJWKSet([odd, {**RS_JWK, "kid": "1"}])["1"]


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, Any]]:
    """The server that misbehaves, and what it says of itself."""
    program = os.environ.get("TOKENSEAL_HOSTILE_SERVER", "")
    if not program:
        pytest.skip("the hostile server was not built: see tests/remote/README.md")
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.stdin.close()


ROOT = Path(__file__).parents[3]
BEHAVIOURS = json.loads((ROOT / "tests/remote/behaviours.json").read_bytes())["behaviours"]
ANSWERS = [one for one in BEHAVIOURS if one["asked"] == "jwks" and not one.get("client_certificate")]
AS_PYJWT = {"201", "206", "bom", "duplicate-members", "gzip-unasked", "just-too-large", "keys-101", "private-keys", "symmetric-keys", "utf-16"}
"""Answers that urllib and PyJWT's rules judge in another way than a `RemoteKeySet`: any status of 200 to 299 is good, say."""


@pytest.mark.parametrize("behaviour", ANSWERS, ids=lambda one: str(one["name"]))
def test_a_server_that_misbehaves(behaviour: dict[str, Any], server: dict[str, Any]) -> None:
    """Whatever the server does: keys, or one of PyJWT's exceptions, and within the limit."""
    assert AS_PYJWT <= {one["name"] for one in ANSWERS}
    base = server[behaviour["url"]]
    if base is None:
        pytest.skip("this machine has no IPv6")
    url = f"{base}/s/pyjwt-{behaviour['name']}{behaviour['path']}"
    context = ssl.create_default_context(cadata=server["ca"])
    client = shim.PyJWKClient(url, timeout=1, ssl_context=context)
    began = time.monotonic()
    try:
        outcome = "ready" if client.get_signing_keys() else ""
    except (shim.PyJWKClientError, shim.PyJWKSetError):
        outcome = "unavailable"
    assert time.monotonic() - began < 2.5
    expected = behaviour["outcome"] if isinstance(behaviour["outcome"], list) else [behaviour["outcome"]]
    assert (outcome in expected) is (behaviour["name"] not in AS_PYJWT), outcome


def test_an_answer_that_drips(server: dict[str, Any]) -> None:
    """The limit is one for the whole answer: PyJWT's own waits as long as bytes come."""
    for name in ("slow-headers", "slow-body", "slow-chunks", "stops-in-body", "never-answers"):
        client = shim.PyJWKClient(f"{server['http']}/s/pyjwt-drips/b/{name}/jwks.json", timeout=0.5)
        began = time.monotonic()
        with pytest.raises(shim.PyJWKClientConnectionError, match="timed out"):
            client.get_jwk_set()
        assert 0.4 < time.monotonic() - began < 1.5, name


def test_headers_and_proxies(server: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What urllib does for a request is still done: headers are sent, and a proxy that the environment names is asked."""
    client = shim.PyJWKClient(f"{server['http']}/s/pyjwt-headers/b/ok/jwks.json", headers={"User-Agent": "mine"})
    assert client.get_signing_keys()
    monkeypatch.setenv("http_proxy", server["refused"])
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(shim.PyJWKClientConnectionError):
        client.get_jwk_set(refresh=True)


def test_a_name_that_is_not_resolved_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: go_on.wait(10) and [])
    began = time.monotonic()
    with pytest.raises(shim.PyJWKClientConnectionError, match="timed out"):
        shim.PyJWKClient("https://issuer.example/jwks.json", timeout=0.3).get_jwk_set()
    assert time.monotonic() - began < 2
    go_on.set()
