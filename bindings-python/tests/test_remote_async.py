"""Remote key sets in event loops: with the caller's client, httpx or aiohttp, and without one."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import httpx
import pytest
from tokenseal import RemoteKeySet, TokenError, Verifier, errors
from tokenseal._drivers.loops import Waiting
from tokenseal.testing import Issuer, Server

NAME = "https://issuer.example"


@asynccontextmanager
async def no_client() -> AsyncIterator[None]:
    yield None


CLIENTS: dict[str, Callable[[], AbstractAsyncContextManager[Any]]] = {
    "httpx": lambda: httpx.AsyncClient(headers={"Authorization": "Bearer of another service"}, cookies={"a": "b"}, auth=("user", "password")),
    "aiohttp": lambda: aiohttp.ClientSession(headers={"Authorization": "Bearer of another service"}, cookies={"a": "b"}),
    "none": no_client,
}


@pytest.mark.parametrize("name", CLIENTS)
def test_keys_are_fetched_once_and_used(name: str) -> None:
    async def main() -> None:
        async with CLIENTS[name]() as client:
            keys = RemoteKeySet(issuer=server.url, allow_http=True, client=client, headers=lambda: {"X-Own": "1"})
            verifier = Verifier(keys, issuer=server.url)
            tokens = [server.issuer.issue({"n": n}) for n in range(5)]
            one, many = await asyncio.gather(verifier.verify_async(tokens[0]), verifier.verify_many_async([*tokens, "no token"]))
            assert (one["n"], [token["n"] for token in many[:5]]) == (0, [0, 1, 2, 3, 4])  # type: ignore[index]
            assert isinstance(many[5], errors.InvalidTokenError)
            await verifier.ready_async()
            await keys.ready_async(timeout="1s")
            server.issuer.rotate()
            assert (await verifier.verify_async(server.issuer.issue({})))["iss"] == server.url
            with pytest.raises(errors.InvalidTokenError):
                await verifier.verify_async("no token")

    with Server() as server:
        asyncio.run(main())
        assert [path for path, _ in server.requests] == ["/.well-known/openid-configuration", "/jwks.json", "/jwks.json"]
        for _, headers in server.requests:
            assert headers["x-own"] == "1" and headers["user-agent"].startswith("tokenseal/") and headers["accept-encoding"] == "identity"
            assert not {"authorization", "cookie"} & set(headers)


@pytest.mark.parametrize("name", ["httpx", "aiohttp"])
def test_what_clients_fail_by(name: str) -> None:
    async def main() -> None:
        async with CLIENTS[name]() as client:
            # Nothing listens there any more.
            keys = RemoteKeySet(server.jwks_uri, allow_http=True, client=client)
            with pytest.raises(errors.KeySetUnavailableError):
                await keys.ready_async(0)
            await settled(keys)
            assert keys.status()["last_failure"] == "connect"

    with Server() as server:
        pass
    asyncio.run(main())


async def settled(keys: RemoteKeySet) -> None:
    while keys.status()["fetching"]:
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("name", ["httpx", "aiohttp"])
def test_metadata_does_not_lead_into_ones_own_network(name: str) -> None:
    async def main() -> None:
        async with CLIENTS[name]() as client:
            keys = RemoteKeySet(issuer=server.url, allow_http=True, client=client)
            with pytest.raises(errors.KeySetUnavailableError):
                await Verifier(keys, issuer=server.url).verify_async(server.issuer.issue({}))
            assert keys.status()["last_failure"] == "url_not_allowed"

    with Server() as server, Server(Issuer(NAME)) as elsewhere:
        server.issuer.jwks_uri = elsewhere.url.replace("127.0.0.1", "localhost") + "/jwks.json"
        asyncio.run(main())
        assert elsewhere.requests == []


def test_verify_never_waits_where_a_loop_runs() -> None:
    go = threading.Event()
    issuer = Issuer(NAME)

    async def main() -> None:
        keys = RemoteKeySet(issuer=NAME, fetch=lambda request: go.wait() and issuer.fetch(request))
        verifier = Verifier(keys, issuer=NAME)
        token = issuer.issue({})
        for check in (lambda: verifier.verify(token), lambda: verifier.ready()):
            with pytest.raises(errors.KeySetUnavailableError):
                check()
        assert isinstance(verifier.verify_many([token])[0], TokenError)
        assert keys.status()["fetching"]
        go.set()
        await verifier.ready_async()
        assert verifier.verify(token)["iss"] == NAME

    asyncio.run(main())


def test_a_client_may_be_made_by_each_loop() -> None:
    clients: dict[Any, httpx.AsyncClient] = {}

    async def main() -> None:
        async with httpx.AsyncClient() as client:
            clients[asyncio.get_running_loop()] = client
            server.issuer.rotate()
            assert (await verifier.verify_async(server.issuer.issue({})))["iss"] == server.url

    with Server() as server:
        keys = RemoteKeySet(server.jwks_uri, allow_http=True, client=lambda: clients[asyncio.get_running_loop()])
        verifier = Verifier(keys, issuer=server.url)
        for _ in range(2):
            asyncio.run(main())
        assert len(clients) == len(server.requests) == 2


def test_a_flight_of_one_loop_is_not_awaited_by_another() -> None:
    """Two loops, on two threads, check at once; a loop that ends during its flight does not keep
    the other from checking.
    """
    issuer = Issuer(NAME)
    began = threading.Event()

    class Client:
        """Like httpx's client, but the first request never ends."""

        class Request:
            def __init__(self, *_: Any, **__: Any) -> None: ...

        async def send(self, *_: Any, **__: Any) -> Any:
            if not began.is_set():
                began.set()
                await asyncio.sleep(3600)
            return httpx.Response(200, stream=httpx.ByteStream(json.dumps(issuer.keys.to_jwks()).encode()))

        async def aclose(self) -> None: ...

    async def first() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(verifier.verify_async(issuer.issue({})), 0.5)

    async def second() -> None:
        await asyncio.to_thread(began.wait)
        results.append((await verifier.verify_async(issuer.issue({}))).kind)

    Client.__module__ = "httpx_stand_in"
    sys.modules["httpx_stand_in"] = Client  # type: ignore[assignment]
    keys = RemoteKeySet(f"{NAME}/jwks.json", client=Client())
    verifier, results = Verifier(keys, issuer=NAME), list[str]()
    other = threading.Thread(target=lambda: asyncio.run(first()))
    other.start()
    try:
        asyncio.run(second())
    except errors.KeySetUnavailableError:
        # The flight was cancelled with its loop, which counts as a failure; the next one is this
        # loop's own.
        asyncio.run(keys.ready_async())
        asyncio.run(second())
    other.join()
    del sys.modules["httpx_stand_in"]
    assert results == ["signed"]


def test_a_check_that_is_cancelled_gives_up_its_place() -> None:
    go = threading.Event()
    issuer = Issuer(NAME)

    async def main() -> None:
        keys = RemoteKeySet(issuer=NAME, fetch=issuer.fetch)
        verifier = Verifier(keys, issuer=NAME)
        await verifier.ready_async()
        keys._driver["fetch"] = lambda request: go.wait() and issuer.fetch(request)
        issuer.rotate()
        task = asyncio.ensure_future(verifier.verify_async(issuer.issue({})))
        await asyncio.sleep(0)
        assert keys.status()["waiting"] == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert keys.status()["waiting"] == 0
        go.set()
        await settled(keys)

    asyncio.run(main())


def test_a_cancellation_is_not_lost_to_an_answer_that_comes_with_it() -> None:
    async def main() -> None:
        waiting = Waiting(RemoteKeySet(issuer=NAME, fetch=Issuer(NAME).fetch))
        task = asyncio.ensure_future(waiting.pause(60))
        await asyncio.sleep(0)
        waiting.event.set()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_a_pause_ends_by_itself() -> None:
    async def main() -> None:
        waiting = Waiting(RemoteKeySet(issuer=NAME, fetch=Issuer(NAME).fetch))
        await waiting.pause(0.01)
        assert not waiting.event.is_set()

    asyncio.run(asyncio.wait_for(main(), 60))
