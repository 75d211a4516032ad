"""Key servers that misbehave: every behaviour of tests/remote, through the drivers, with the
outcome that it must have.

TOKENSEAL_HOSTILE_SERVER names the server's program, which `cargo xtask test python` builds.
"""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import aiohttp
import httpx
import pytest
from tokenseal import Key, RemoteKeySet, TokenError, Verifier, sign

ROOT = Path(__file__).parents[2]
SOAK = "TOKENSEAL_SOAK" in os.environ
"""Whether time limits are the real ones, which take too long for every run."""
LIMIT = 5
PROGRAM = os.environ.get("TOKENSEAL_HOSTILE_SERVER", "")
BEHAVIOURS: list[dict[str, Any]] = json.loads((ROOT / "tests/remote/behaviours.json").read_bytes())["behaviours"]
VECTORS = json.loads((ROOT / "tests/vectors/jws_algorithms.json").read_bytes())
SIGNING = next(key for group in VECTORS["groups"] for key in group["keys"]["keys"] if key.get("alg") == "ES256" and "d" in key)
TOKEN = sign({}, Key.from_jwk(SIGNING | {"kid": "good-1"}), no_expiry=True)

pytestmark = pytest.mark.skipif(not PROGRAM, reason="the hostile server was not built: see tests/remote/README.md")

Line = dict[str, Any]
Found = tuple[RemoteKeySet, float]
"""A set, and how many seconds its first check took."""
Driver = Callable[[Line, dict[str, Any]], Found]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """What the server says about itself. `ssl` reads a client certificate only from a file."""
    with subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None and server.stdout is not None
        told = json.loads(server.stdout.readline())
        client = tmp_path_factory.mktemp("client") / "client.pem"
        client.write_text(told["client"])
        yield told | {"client": client}
        server.stdin.close()


def context_of(line: Line, behaviour: dict[str, Any]) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=line["ca"])
    if behaviour.get("client_certificate"):
        context.load_cert_chain(line["client"])
    return context


def key_set(line: Line, behaviour: dict[str, Any], space: str, **options: Any) -> RemoteKeySet:
    base = line[behaviour["url"]]
    if base is None:
        pytest.skip("this machine has no IPv6")
    url = f"{base}/s/{space}-{behaviour['name']}{behaviour['path']}"
    where = {"issuer": url} if behaviour["asked"] == "metadata" else {"url": url}
    if "allowed_hosts" in behaviour:
        options["allowed_hosts"] = behaviour["allowed_hosts"]
    if behaviour.get("real_time") and not SOAK:
        options["timeout"] = "1s"
    return RemoteKeySet(**where, allow_http=base.startswith("http:"), **options)


def judge(behaviour: dict[str, Any], keys: RemoteKeySet, seconds: float, besides: tuple[str, ...] = ()) -> None:
    status = keys.status()
    if SOAK and status["last_failure"] == "timeout":
        assert LIMIT <= seconds < 2 * LIMIT, behaviour["name"]
    verifier = Verifier(keys, allow_any_issuer=True, allow_missing_exp=True)
    outcome = "ready" if status["state"] == "fresh" else "unavailable"
    assert outcome in listed(behaviour["outcome"]), status
    if outcome == "unavailable":
        assert status["last_failure"] in (*listed(behaviour["failure"]), *besides), status
        return
    assert verifier.verify(TOKEN).key_id in ("good-1", None)
    if "fresh_for" in behaviour:
        assert status["expires_in"] + status["age"] == pytest.approx(behaviour["fresh_for"], abs=2)


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def by_thread(line: Line, behaviour: dict[str, Any]) -> Found:
    keys = key_set(line, behaviour, "thread", ssl_context=context_of(line, behaviour))
    verifier = Verifier(keys, allow_any_issuer=True, allow_missing_exp=True)
    began = monotonic()
    try:
        verifier.verify(TOKEN)
    except TokenError as error:
        assert error.code == "ERR_JWKS_UNAVAILABLE"
        assert line[behaviour["url"]] not in str(error) and error.__cause__ is None
    seconds = monotonic() - began
    while keys.status()["fetching"]:
        sleep(0.01)
    return keys, seconds


def by_client(make: Callable[[ssl.SSLContext], Any]) -> Driver:
    async def main(line: Line, behaviour: dict[str, Any]) -> Found:
        async with make(context_of(line, behaviour)) as client:
            keys = key_set(line, behaviour, client.__class__.__module__, client=client)
            began = monotonic()
            try:
                await Verifier(keys, allow_any_issuer=True, allow_missing_exp=True).verify_async(TOKEN)
            except TokenError:
                pass
            seconds = monotonic() - began
            while keys.status()["fetching"]:
                await asyncio.sleep(0.01)
            return keys, seconds

    return lambda line, behaviour: asyncio.run(main(line, behaviour))


# Now and then aiohttp does not report a bad chunk; then the time limit ends the flight.
UNTOLD = ("chunk-garbage", "chunk-negative", "chunk-overflow")

DRIVERS: dict[str, Driver] = {
    "threads": by_thread,
    "httpx": by_client(lambda context: httpx.AsyncClient(verify=context)),
    "aiohttp": by_client(lambda context: aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context))),
}


@pytest.fixture(scope="module", params=DRIVERS)
def found(request: pytest.FixtureRequest, line: Line) -> dict[str, Found | BaseException]:
    """The outcome of every set, all at once: most of the time is spent waiting."""
    driver = DRIVERS[request.param]

    def try_out(behaviour: dict[str, Any]) -> Found | BaseException:
        try:
            return driver(line, behaviour)
        except BaseException as error:
            return error

    with ThreadPoolExecutor(8) as pool:
        return dict(zip((one["name"] for one in BEHAVIOURS), pool.map(try_out, BEHAVIOURS), strict=True))


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=[one["name"] for one in BEHAVIOURS])
def test_behaviour(request: pytest.FixtureRequest, behaviour: dict[str, Any], found: dict[str, Found | BaseException]) -> None:
    result = found[behaviour["name"]]
    if isinstance(result, BaseException):
        raise result
    is_untold = request.node.callspec.params["found"] == "aiohttp" and behaviour["name"] in UNTOLD
    judge(behaviour, *result, besides=("timeout",) if is_untold else ())


def test_no_redirect_is_followed(line: Line, found: dict[str, Any]) -> None:
    for driver in ("thread", "httpx", "aiohttp.client"):
        for behaviour in BEHAVIOURS:
            if "redirect" in behaviour["name"]:
                with urlopen(f"{line['http']}/s/{driver}-{behaviour['name']}/control/log") as log:
                    assert not [one for one in json.load(log) if "/b/ok" in one["path"]]
