"""StatusList and StatusLists: what is published, fetched over real connections, looked up, and
refused.
"""

from __future__ import annotations

import asyncio
import gc
import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import aiohttp
import httpx
import pytest
from tokenseal import Issuer, Key, KeyRing, RemoteKeySet, RemoteStatusList, StatusList, StatusLists, TokenError, Verifier, errors
from tokenseal.testing import Clock, Issuer as Tenant, Server

NAME = "https://issuer.example"
FOLDER = NAME + "/statuses/"


def listed(issuer: Tenant, status: int = StatusList.VALID, **claims: Any) -> str:
    """A token with a status."""
    index = issuer.statuses.allocate()
    issuer.statuses.set(index, status)
    return issuer.issue({"status": issuer.statuses.claim(issuer.statuses_uri, index), **claims})


def verifier_of(server: Server, folder: str = "/statuses/", **options: Any) -> Verifier:
    """A verifier that fetches keys and lists from the server."""
    keys = RemoteKeySet(server.jwks_uri, allow_http=True)
    return Verifier(keys, issuer=server.url, status_lists=StatusLists(allowed_uris=[server.url + folder], allow_http=True, **options))


def code(verify: Callable[..., Any], token: str) -> str:
    try:
        verify(token)
    except TokenError as error:
        return error.code
    return "accepted"


def paths(server: Server) -> list[str]:
    return [path for path, _ in server.requests]


STATUSES = {StatusList.VALID: "accepted", StatusList.INVALID: "ERR_JWT_REVOKED", StatusList.SUSPENDED: "ERR_JWT_REVOKED", 3: "ERR_JWT_REVOKED"}


def test_statuses_are_looked_up_in_a_list_that_is_fetched_once() -> None:
    with Server() as server:
        verifier = verifier_of(server)
        assert verifier.status_lists == []
        for _ in range(2):
            tokens = {status: listed(server.issuer, status) for status in STATUSES} if not server.requests else tokens
            assert {status: code(verifier.verify, token) for status, token in tokens.items()} == STATUSES
        results = verifier.verify_many([*tokens.values(), server.issuer.issue({"n": 1})])
        assert [getattr(one, "code", "accepted") for one in results] == [*STATUSES.values(), "accepted"]
        assert paths(server) == ["/jwks.json", "/statuses/1"]
        (one,) = verifier.status_lists
        assert one.uri == server.issuer.statuses_uri and one.status()["state"] == "fresh" and one.status()["entries"] == 1000
        assert "statuses" not in repr(one) + repr(one.status()) and server.url not in repr(verifier)


@pytest.mark.parametrize("name", ["httpx", "aiohttp", "none"])
def test_the_same_in_an_event_loop(name: str) -> None:
    async def main() -> None:
        client: Any = {"httpx": httpx.AsyncClient, "aiohttp": aiohttp.ClientSession, "none": lambda: None}[name]()
        verifier = verifier_of(server, client=client)
        found = {}
        for status, token in tokens.items():
            try:
                await verifier.verify_async(token)
                found[status] = "accepted"
            except TokenError as error:
                found[status] = error.code
        results = await verifier.verify_many_async(tokens.values())
        assert found == STATUSES and [getattr(one, "code", "accepted") for one in results] == [*STATUSES.values()]
        # A list that is there needs no waiting; another does.
        assert code(verifier.verify, tokens[0]) == "accepted"
        assert code(verifier_of(server).verify, tokens[0]) == "ERR_JWKS_UNAVAILABLE"
        if client is not None:
            await (client.aclose() if name == "httpx" else client.close())

    with Server() as server:
        tokens = {status: listed(server.issuer, status) for status in STATUSES}
        asyncio.run(main())
        assert sorted(paths(server))[-1:] == ["/statuses/1"] and paths(server).count("/statuses/1") == 1


def test_many_threads_wait_for_one_flight() -> None:
    with Server() as server:
        verifier = verifier_of(server)
        verifier.remotes[0].ready()
        tokens = [listed(server.issuer) for _ in range(20)]
        with ThreadPoolExecutor(20) as pool:
            assert set(pool.map(lambda token: code(verifier.verify, token), tokens)) == {"accepted"}
        assert paths(server) == ["/jwks.json", "/statuses/1"]


@pytest.fixture
def moved() -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """A server that answers only with redirects: its address, what was requested, and where each
    path leads.
    """
    asked: list[str] = []
    leads: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", leads[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked, leads
    server.shutdown()
    thread.join()
    server.server_close()


def test_redirects_are_followed_where_that_is_allowed_and_nowhere_else(moved: tuple[str, list[str], dict[str, str]]) -> None:
    base, asked, leads = moved
    with Server(Tenant(NAME)) as server:
        server.issuer.statuses_uri = base + "/statuses/1"
        token = listed(server.issuer)

        def found(*allowed: str) -> tuple[str, dict[str, Any]]:
            lists = StatusLists(allowed_uris=[*allowed], allow_http=True)
            verifier = Verifier(server.issuer.keys, issuer=NAME, status_lists=lists)
            return code(verifier.verify, token), next((one.status() for one in verifier.status_lists if one.uri.startswith(base)), {})

        leads["/statuses/1"] = server.url + "/statuses/1"
        assert found(base + "/", server.url + "/statuses/")[0] == "accepted"
        assert (asked, paths(server)) == (["/statuses/1"], ["/statuses/1"])
        outcome, status = found(base + "/")
        assert (outcome, status["last_failure"]) == ("ERR_JWT_REVOCATION_UNAVAILABLE", "url_not_allowed")
        assert (asked, paths(server)) == (["/statuses/1"] * 2, ["/statuses/1"])
        leads["/statuses/1"] = "/statuses/1"
        outcome, status = found(base + "/")
        assert (outcome, status["last_failure"], len(asked)) == ("ERR_JWT_REVOCATION_UNAVAILABLE", "too_many_redirects", 6)
        # What is not allowed is not requested, and no later try would help.
        assert found(server.url + "/") == ("ERR_JWT_CLAIM_MISMATCH", {})
        assert len(asked) == 6


def test_what_is_out_of_order_is_unavailable() -> None:
    with Server(Tenant(NAME)) as server:
        server.issuer.statuses_uri = server.url + "/statuses/1"
        token = listed(server.issuer)
        server.status = 500

        def verifier(**options: Any) -> Verifier:
            lists = StatusLists(allowed_uris=[server.url + "/statuses/"], allow_http=True, **options)
            return Verifier(server.issuer.keys, issuer=NAME, status_lists=lists)

        def unreachable(request: Any) -> Any:
            raise OSError("no network here")

        with pytest.raises(errors.RevocationUnavailableError, match="500") as caught:
            verifier().verify(token)
        assert (caught.value.status, caught.value.fault) == (503, "environment")
        with pytest.raises(errors.RevocationUnavailableError) as caught:
            verifier(fetch=unreachable).verify(token)
        assert isinstance(caught.value.__cause__, OSError)
        server.status = 200
        assert code(verifier(fetch=lambda request: (200, {}, b"no list")).verify, token) == "ERR_JWT_REVOCATION_UNAVAILABLE"
        other = Tenant(NAME)
        assert code(verifier(fetch=other.fetch).verify, token) == "ERR_JWT_REVOCATION_UNAVAILABLE"


def test_ready_waits_for_the_lists_that_are_named() -> None:
    with Server() as server:
        token = listed(server.issuer)
        folder, named = verifier_of(server), verifier_of(server, "/statuses/1")
        assert [(one.uri, one.status()["state"]) for one in named.status_lists] == [(server.issuer.statuses_uri, "cold")]
        named.ready()
        assert sorted(paths(server)) == ["/jwks.json", "/statuses/1"]
        assert [one.status()["state"] for one in named.status_lists] == ["fresh"]
        folder.ready()
        server.status = 500
        assert code(folder.verify, token) == "ERR_JWT_REVOCATION_UNAVAILABLE"
        # A list that some token named may be gone while the service is healthy.
        folder.ready(timeout="1s")
        other = Verifier(server.issuer.keys, issuer=server.url, status_lists=StatusLists(allowed_uris=[server.issuer.statuses_uri], allow_http=True))
        for ready in (lambda: other.ready(timeout=0), lambda: asyncio.run(other.ready_async(timeout=0))):
            with pytest.raises(errors.RevocationUnavailableError):
                ready()


def test_a_list_is_fetched_again_before_it_is_too_old() -> None:
    clock, events = Clock(), list[Any]()
    issuer = Tenant(NAME, clock=clock, lifetime="1d")
    fetched = threading.Event()

    def fetch(request: Any) -> Any:
        answer = issuer.fetch(request)
        fetched.set()
        return answer

    lists = StatusLists(allowed_uris=[FOLDER], fetch=fetch, on_event=events.append)
    verifier = Verifier(issuer.keys, issuer=NAME, status_lists=lists, clock=clock)
    index = issuer.statuses.allocate()
    token = issuer.issue({"status": issuer.statuses.claim(issuer.statuses_uri, index)})
    assert code(verifier.verify, token) == "accepted"
    issuer.statuses.set(index, StatusList.INVALID)
    fetched.clear()
    # It is due for a refresh after 80 % of its five minutes, and used meanwhile.
    clock.advance(280)
    assert code(verifier.verify, token) == "accepted" and fetched.wait(5)
    for _ in range(100):
        if code(verifier.verify, token) == "ERR_JWT_REVOKED":
            break
        threading.Event().wait(0.05)
    assert code(verifier.verify, token) == "ERR_JWT_REVOKED"
    assert [event["event"] for event in events] == ["read", "read"] and events[0]["entries"] == 1000
    # `now` applies only to claims.
    assert code(lambda text: verifier.verify(text, now=clock() + 3_000), token) == "ERR_JWT_REVOKED" and len(events) == 2


def test_a_list_by_a_new_key_has_the_keys_fetched() -> None:
    with Server() as server:
        verifier = verifier_of(server)
        verifier.ready()
        token = listed(server.issuer)
        server.issuer.rotate()
        assert code(verifier.verify, token) == "accepted"
        assert paths(server) == ["/jwks.json", "/statuses/1", "/jwks.json"]


def test_what_nobody_waits_for_is_not_held() -> None:
    issuer = Tenant(NAME)
    folder = NAME + "/held/"
    lists = StatusLists(allowed_uris=[folder], fetch=issuer.fetch, max_lists=2)
    verifier = Verifier(issuer.keys, issuer=NAME, status_lists=lists)
    for number in range(5):
        issuer.statuses_uri = f"{folder}{number}"
        assert code(verifier.verify, listed(issuer)) == "accepted"
    assert len(verifier.status_lists) == 2
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, RemoteStatusList) and thing.uri.startswith(folder)]


def test_issuers_have_lists_of_their_own() -> None:
    tenants = [Tenant(f"https://{name}.example") for name in "abc"]

    def verifier(one: Tenant) -> Verifier:
        return Verifier(one.keys, issuer=one.issuer, status_lists=StatusLists(allowed_uris=[one.issuer + "/statuses/"], fetch=one.fetch))

    verifiers = [verifier(one) for one in tenants]
    both = Verifier.by_issuer(verifiers[:2])
    both.add(verifiers[2])
    tokens = [listed(one, status) for one, status in zip(tenants, STATUSES, strict=False)]
    assert [code(both.verify, token) for token in tokens] == [*STATUSES.values()][:3]
    assert sorted(one.uri for one in both.status_lists) == [one.statuses_uri for one in tenants]
    # What one has fetched, the other has too.
    assert code(verifiers[0].verify, tokens[0]) == "accepted" and len(verifiers[0].status_lists) == 1
    assert both.remove("https://b.example") and len(both.status_lists) == 2
    # Another issuer's list does not count as one's own.
    stolen = tenants[0].issue({"status": tenants[2].statuses.claim(tenants[2].statuses_uri, tenants[2].statuses.allocate())})
    assert code(both.verify, stolen) == "ERR_JWT_CLAIM_MISMATCH"


def test_lists_of_their_own_keys_are_shared() -> None:
    publisher, issuer = Tenant(NAME), Tenant(NAME)
    publisher.statuses_uri = issuer.statuses_uri
    requests = list[str]()

    def fetch(request: Any) -> Any:
        requests.append(request["url"])
        return publisher.fetch(request)

    lists = StatusLists(publisher.keys, allowed_uris=[FOLDER], fetch=fetch)
    index = publisher.statuses.allocate()
    token = issuer.issue({"status": publisher.statuses.claim(publisher.statuses_uri, index)})
    for _ in range(2):
        assert code(Verifier(issuer.keys, issuer=NAME, status_lists=lists).verify, token) == "accepted"
    assert requests == [issuer.statuses_uri]
    published = RemoteKeySet("https://issuer.example/jwks.json", fetch=publisher.fetch)
    verifier = Verifier(issuer.keys, issuer=NAME, status_lists=StatusLists(published, allowed_uris=[FOLDER], fetch=fetch))
    assert code(verifier.verify, token) == "accepted" and verifier.remotes == [published]


def test_without_lists_a_status_is_not_ignored() -> None:
    issuer = Tenant(NAME)
    token = listed(issuer)
    with pytest.raises(errors.RevocationUnavailableError, match="give status_lists, or allow_unchecked_status"):
        Verifier(issuer.keys, issuer=NAME).verify(token)
    assert Verifier(issuer.keys, issuer=NAME, allow_unchecked_status=True).verify(token)["iss"] == NAME
    lists = StatusLists(allowed_uris=[FOLDER])
    for options in ({"allow_unchecked_status": True, "status_lists": lists}, {"status_lists": None}, {"status_lists": issuer.statuses}):
        with pytest.raises(errors.OptionError):
            Verifier(issuer.keys, issuer=NAME, **options)
    with pytest.raises(errors.OptionError):
        Verifier(decryption_keys=Key.generate("ECDH-ES"), status_lists=lists)


@pytest.mark.parametrize(
    "options",
    [{}, {"allowed_uris": []}, {"allowed_uris": ["http://issuer.example/"]}, {"allowed_uris": FOLDER}, {"max_lists": 0}, {"min_age": "2h"}, {"fetch": 5}],
)
def test_options_that_are_wrong(options: Any) -> None:
    with pytest.raises(errors.OptionError):
        StatusLists(**({"allowed_uris": [FOLDER]} if options and "allowed_uris" not in options else {}), **options)
    with pytest.raises(TypeError, match="unexpected keyword argument 'headers'"):
        StatusLists(allowed_uris=[FOLDER], headers=dict)  # type: ignore[call-arg]


def test_a_list_is_kept_and_published() -> None:
    statuses, key = StatusList(20, bits=2), Key.generate("Ed25519")
    assert (statuses.capacity, statuses.bits, statuses.free) == (24, 2, 24)
    indexes = [statuses.allocate() for _ in range(24)]
    assert sorted(indexes) == [*range(24)] and statuses.free == 0
    with pytest.raises(errors.OptionError, match="full"):
        statuses.allocate()
    statuses.set(indexes[5], StatusList.SUSPENDED)
    again = StatusList.from_state(statuses.to_state())
    assert [again.get(index) for index in indexes] == [2 if place == 5 else 0 for place in range(24)]
    assert repr(again) == "StatusList(24 of 24 given, 2 bits)"
    published = Verifier(key.public(), allow_any_issuer=True, allow_any_audience=True, type="statuslist+jwt").verify(
        statuses.to_jwt(key, FOLDER, ttl="5m", expires_in="1d", now=1_700_000_000), now=1_700_000_000
    )
    assert (published["sub"], published["ttl"], published["exp"], published["status_list"]["bits"]) == (FOLDER, 300, 1_700_086_400, 2)
    ring = KeyRing.create("ES256")
    assert Verifier(ring, type="statuslist+jwt").verify(statuses.to_jwt(ring, FOLDER, expires_in="10m")).key_id == ring.signing_key().key_id


@pytest.mark.parametrize("number", [-1, 8, 2**63, 2**64, 10**30])
def test_numbers_that_are_none_of_the_list(number: int) -> None:
    statuses = StatusList(8, bits=8)
    index = statuses.allocate()
    for call in (lambda: statuses.get(number), lambda: statuses.set(number, 1), lambda: statuses.claim(FOLDER, number)):
        with pytest.raises(errors.OptionError, match="given to no token"):
            call()
    for call in (lambda: StatusList(8, bits=-abs(number)), lambda: StatusList(-abs(number), bits=1), lambda: statuses.set(index, 256 * number)):
        with pytest.raises(errors.OptionError):
            call()
    statuses.set(index, 255)
    assert statuses.get(index) == 255


def test_what_is_wrong_about_a_list() -> None:
    statuses = StatusList(8, bits=1)
    index = statuses.allocate()
    with pytest.raises(errors.OptionError, match="more bits"):
        statuses.set(index, StatusList.SUSPENDED)
    for wrong in ("1", 1.0, None):
        with pytest.raises(TypeError, match="expected int"):
            statuses.get(wrong)  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="ttl or expires_in"):
        statuses.to_jwt(Key.generate("ES256"), FOLDER)
    with pytest.raises(errors.OptionError):
        statuses.claim("issuer.example/1", index)
    with pytest.raises(errors.InvalidKeyError):
        statuses.to_jwt(Key.generate("ES256").public(), FOLDER, ttl="5m")
    for state in ("", "{}", statuses.to_state()[:-5], statuses.to_state().replace('"format":1', '"format":9')):
        with pytest.raises(errors.OptionError):
            StatusList.from_state(state)
    for thing in (statuses, StatusLists(allowed_uris=[FOLDER])):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    with pytest.raises(TypeError):
        type(Verifier(Key.generate("ES256").public(), status_lists=StatusLists(allowed_uris=[FOLDER + "1"])).status_lists[0])()


def test_statuses_of_an_issuer() -> None:
    """As in the docs."""
    key = Key.generate("ES256")
    statuses, uri = StatusList(1_000, bits=1), FOLDER + "1"
    issuer = Issuer(key, issuer=NAME, lifetime="15m")
    index = statuses.allocate()
    token = issuer.issue({"sub": "alice", "status": statuses.claim(uri, index)})
    published = statuses.to_jwt(key, uri, ttl="5m")
    lists = StatusLists(allowed_uris=[uri], fetch=lambda request: (200, {}, published.encode()))
    assert Verifier(key.public(), issuer=NAME, status_lists=lists).verify(token)["sub"] == "alice"
