"""Lists of revocations in real servers of Redis and Valkey, through the clients that
`Revocations.redis` takes.
"""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import redis
import redis.asyncio
import valkey
import valkey.asyncio
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.backoff import ExponentialBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel
from servers import Servers, Started
from tokenseal import Key, OptionError, RevocationEntry, Revocations, RevocationUnavailableError, RevokedError, TokenError, Verifier, sign, verify

ISSUER = "https://issuer.example"
KEY = Key.from_secret(b"0123456789abcdef0123456789ABCDEF", "HS256")
RECEIVES: Any = {"issuer": ISSUER, "audience": "api", "profile": "logout-token"}
BOUND = 8.0
"""The time limit of a command, a second of grace, and the delay of a busy machine, in seconds."""
REVOKED, UNAVAILABLE = "ERR_JWT_REVOKED", "ERR_JWT_REVOCATION_UNAVAILABLE"


def token(token_id: str) -> str:
    return sign({"iss": ISSUER, "jti": token_id}, KEY, expires_in="15m")


def logout(**claims: str) -> str:
    """A logout token."""
    return sign({"events": {"http://schemas.openid.net/event/backchannel-logout": {}}, **claims}, KEY, expires_in="2m", **RECEIVES)


def single(started: Started, **settings: Any) -> redis.Redis:
    return redis.Redis(host="127.0.0.1", port=started.port, **settings)


class Instance:
    """One server of a service."""

    def __init__(self, client: Any, **options: Any) -> None:
        self.client = client
        self.list = Revocations.redis(client, **{"namespace": "test", "create": True, **options})
        self.verifier = Verifier(KEY, issuer=ISSUER, revocations=self.list)

    def ready(self) -> Instance:
        self.verifier.ready(timeout="20s")
        return self

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Sends requests all the time: nothing runs in an idle process."""
        over = threading.Event()
        bearer = token("traffic")

        def work() -> None:
            while not over.wait(0.05):
                self.code(bearer)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def code(self, text: str) -> str | None:
        """The code with which a token is refused."""
        try:
            self.verifier.verify(text)
        except TokenError as error:
            return error.code
        return None

    def revoke(self, token_id: str) -> RevocationEntry:
        return self.list.revoke_id(ISSUER, token_id, until=time.time() + 900)

    def until(self, text: str, code: str | None) -> float:
        """How long it takes until a token is refused, or no longer is."""
        began = time.monotonic()
        while (found := self.code(text)) != code:
            assert time.monotonic() - began < 30, f"never: {found}, {self.list.status()}"
            time.sleep(0.005)
        return time.monotonic() - began


def shares(one: Instance, other: Instance) -> None:
    """What one revokes, the other refuses, and accepts again once it is withdrawn."""
    bearer = token("one")
    assert (one.code(bearer), other.code(bearer)) == (None, None)
    entry = one.revoke("one")
    assert one.code(bearer) == REVOKED
    other.until(bearer, REVOKED)
    other.list.withdraw(entry)
    assert other.code(bearer) is None
    one.until(bearer, None)
    one.revoke("one")
    other.until(bearer, REVOKED)


# A client's own settings must not matter: a retry of 40 s, replies as text, health checks, another
# version of the protocol.
RETRYING = Retry(ExponentialBackoff(cap=10, base=1), 8)
CLIENTS: dict[str, Callable[[Started], Any]] = {
    "redis": lambda started: single(started, retry=RETRYING, decode_responses=True, health_check_interval=1, protocol=3),
    "redis RESP2": lambda started: single(started, protocol=2, client_name="own", encoding="latin-1", decode_responses=True),
    "redis by URL": lambda started: redis.Redis.from_url(f"redis://127.0.0.1:{started.port}/0", max_connections=1),
    "redis, blocking pool": lambda started: redis.Redis.from_pool(redis.BlockingConnectionPool(host="127.0.0.1", port=started.port)),
    "redis.asyncio": lambda started: redis.asyncio.Redis(host="127.0.0.1", port=started.port, retry=None, decode_responses=True, protocol=3),
    "redis.asyncio by URL": lambda started: redis.asyncio.from_url(f"redis://127.0.0.1:{started.port}?protocol=2&decode_responses=True"),
    "valkey": lambda started: valkey.Valkey(host="127.0.0.1", port=started.port, decode_responses=True, protocol=3),
    "valkey.asyncio": lambda started: valkey.asyncio.Valkey(host="127.0.0.1", port=started.port),
}


@pytest.mark.parametrize("name", CLIENTS)
def test_every_client_shares_a_list(server: Started, name: str) -> None:
    shares(Instance(CLIENTS[name](server)).ready(), Instance(single(server)).ready())


def test_valkey_has_it_as_well(servers: Servers) -> None:
    started = servers.start("valkey", args=["--requirepass", "secret"])
    one, other = (Instance(single(started, password="secret", db=3)).ready() for _ in range(2))
    shares(one, other)
    wrong = Instance(single(started, password="wrong"))
    assert wrong.code(token("one")) == UNAVAILABLE
    with pytest.raises(RevocationUnavailableError, match="an error of the store"):
        wrong.revoke("two")
    started.perform("end")


CLUSTERS: dict[str, Callable[[Started], Any]] = {
    "redis": lambda started: redis.RedisCluster(host="127.0.0.1", port=started.port, decode_responses=True),
    "redis.asyncio": lambda started: redis.asyncio.RedisCluster(host="127.0.0.1", port=started.port),
    "valkey": lambda started: valkey.ValkeyCluster(host="127.0.0.1", port=started.port),
    "valkey.asyncio": lambda started: valkey.asyncio.ValkeyCluster(host="127.0.0.1", port=started.port),
}


def test_a_cluster(servers: Servers) -> None:
    started = servers.start("cluster")
    for name, client in CLUSTERS.items():
        # Names that spread over all nodes.
        for number in range(2):
            shares(*(Instance(client(started), namespace=f"{name}-{number}").ready() for _ in range(2)))
    started.perform("end")


def test_sentinels_and_their_failover(servers: Servers) -> None:
    started = servers.start("sentinel")
    addresses, name = [("127.0.0.1", port) for port in started.told["sentinels"]], started.told["master_name"]
    one = Instance(Sentinel(addresses, socket_timeout=1).master_for(name)).ready()
    other = Instance(AsyncSentinel(addresses, socket_timeout=1).master_for(name, decode_responses=True)).ready()
    shares(one, other)
    with pytest.raises(OptionError):
        Revocations.redis(Sentinel(addresses).slave_for(name), namespace="test")
    with one.busy(), other.busy():
        started.perform("failover")
        one.until(token("fine"), None)
        one.until(token("one"), REVOKED)
        other.until(token("fine"), None)
        other.until(token("one"), REVOKED)
        one.until(token("one"), REVOKED)
        assert until_revoked(one, "new") is not None
        other.until(token("new"), REVOKED)
    started.perform("end")


def until_revoked(instance: Instance, token_id: str) -> RevocationEntry:
    """Revokes it once the store is writable again."""
    began = time.monotonic()
    while True:
        try:
            return instance.revoke(token_id)
        except RevocationUnavailableError:
            assert time.monotonic() - began < 30


def test_it_takes_less_than_a_second(server: Started) -> None:
    pair = [Instance(single(server)).ready() for _ in range(2)]
    times = []
    for number in range(10):
        writer, reader = pair[number % 2], pair[1 - number % 2]
        bearer = token(str(number))
        assert reader.code(bearer) is None
        writer.revoke(str(number))
        times.append(reader.until(bearer, REVOKED))
    # A machine that is busy with other tests may be late for some of them.
    assert sorted(times)[len(times) // 2] < 1, times


def test_a_strict_list_is_read_for_every_check(server: Started) -> None:
    one, strict = Instance(single(server)).ready(), Instance(single(server), strict=True).ready()
    for number in range(20):
        bearer = token(str(number))
        assert strict.code(bearer) is None
        one.revoke(str(number))
        assert strict.code(bearer) == REVOKED
    results = strict.verifier.verify_many([token("0"), token("fine"), token("1")])
    assert [result.code if isinstance(result, TokenError) else None for result in results] == [REVOKED, None, REVOKED]


def test_nobody_makes_a_list_by_mistake(server: Started) -> None:
    reader = Instance(single(server), create=False)
    assert reader.code(token("one")) == UNAVAILABLE
    with pytest.raises(RevocationUnavailableError):
        reader.revoke("one")
    assert server.command("DBSIZE") == 0
    Instance(single(server)).ready()
    reader.until(token("one"), None)


def test_an_event_loop_awaits_and_is_never_kept(server: Started) -> None:
    one = Instance(redis.asyncio.Redis(host="127.0.0.1", port=server.port))
    other = Instance(single(server))

    async def work() -> None:
        with pytest.raises(RevocationUnavailableError):
            one.verifier.verify(token("one"))
        with pytest.raises(OptionError, match="await revoke_id_async"):
            one.revoke("one")
        await one.verifier.ready_async(timeout="20s")
        await other.verifier.ready_async(timeout="20s")
        accepted = await one.verifier.verify_async(token("one"))
        entries = [
            await one.list.revoke_async(accepted, by="user"),
            await one.list.revoke_id_async(ISSUER, "two"),
            await one.list.revoke_session_async(ISSUER, "session"),
            await one.list.revoke_subject_async(ISSUER, "alice"),
            await one.list.revoke_key_async(ISSUER, "key"),
            await one.list.revoke_issuer_async("https://other.example"),
        ]
        assert [entry.kind for entry in entries] == ["token", "token", "session", "subject", "key", "issuer"]
        told = verify(logout(sid="told"), KEY, **RECEIVES)
        assert [entry.kind for entry in await one.list.apply_events_async(told)] == ["session"]
        with pytest.raises(OptionError, match="await apply_events_async"):
            one.list.apply_events(told)
        assert (await one.list.withdraw_async(entries[1], reason="a mistake")).withdrawn is not None
        await asyncio.sleep(1)
        with pytest.raises(RevokedError):
            await other.verifier.verify_async(token("one"))
        assert (await other.verifier.verify_async(token("two")))["jti"] == "two"
        results = await other.verifier.verify_many_async([token("one"), token("two")])
        assert [isinstance(result, TokenError) for result in results] == [True, False]

    asyncio.run(work())


def test_a_change_that_nobody_awaits_any_more_is_let_go(server: Started) -> None:
    one = Instance(single(server)).ready()
    server.perform("pause")

    async def work() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(one.list.revoke_id_async(ISSUER, "one"), 0.2)

    asyncio.run(work())
    server.perform("resume")
    one.until(token("fine"), None)


def faults(server: Started) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    return {
        "killed": (lambda: server.perform("stop"), lambda: server.perform("restart")),
        "paused": (lambda: server.perform("pause"), lambda: server.perform("resume")),
        "cut off": (lambda: server.perform("partition", between="clients"), lambda: server.perform("heal")),
    }


@pytest.mark.parametrize(("name", "client"), [("killed", "redis"), ("paused", "redis.asyncio"), ("cut off", "redis")])
def test_a_server_that_is_away(servers: Servers, name: str, client: str) -> None:
    server = servers.start("redis", proxied=True)
    breaks, mends = faults(server)[name]
    one, other = Instance(CLIENTS[client](server)).ready(), Instance(CLIENTS[client](server)).ready()
    one.revoke("old")
    other.until(token("old"), REVOKED)
    breaks()
    time.sleep(1.2)
    for work in (lambda: other.code(token("fine")), lambda: other.code(token("fine")), lambda: code_of(lambda: one.revoke("new"))):
        began = time.monotonic()
        assert work() == UNAVAILABLE
        assert time.monotonic() - began < BOUND
    mends()
    with one.busy(), other.busy():
        one.until(token("fine"), None)
        other.until(token("fine"), None)
        late = Instance(single(server), create=False).ready()
        for instance in (one, other, late):
            assert instance.code(token("old")) == REVOKED
        until_revoked(one, "newer")
        other.until(token("newer"), REVOKED)
        late.until(token("newer"), REVOKED)
    server.perform("end")


def code_of(work: Callable[[], Any]) -> str | None:
    try:
        work()
    except TokenError as error:
        return error.code
    return None


def test_what_the_store_loses_is_written_back(server: Started) -> None:
    one, other = Instance(single(server)).ready(), Instance(single(server)).ready()
    one.revoke("old")
    other.until(token("old"), REVOKED)
    with one.busy(), other.busy():
        for lost in (["FLUSHALL"], ["DEL", "{test}:log"], ["CLIENT", "KILL", "TYPE", "normal"]):
            server.command(*lost)
            one.until(token("fine"), None)
            other.until(token("fine"), None)
            late = Instance(single(server), create=False).ready()
            assert [instance.code(token("old")) for instance in (one, other, late)] == [REVOKED] * 3


def test_the_clients_own_connections_are_not_used(server: Started) -> None:
    client = single(server, max_connections=1)
    one = Instance(client)
    client.close()
    one.ready().revoke("one")
    held = client.connection_pool.get_connection()
    one.revoke("two")
    assert one.code(token("two")) == REVOKED
    held.disconnect()


def test_who_accepts_while_the_store_is_away(server: Started) -> None:
    one = Instance(single(server), when_unavailable="accept").ready()
    cold = Instance(single(server), when_unavailable="accept")
    one.revoke("old")
    server.perform("stop")
    time.sleep(1.2)
    assert (one.code(token("fine")), one.code(token("old")), cold.code(token("fine"))) == (None, REVOKED, UNAVAILABLE)


def test_durability_is_what_was_asked_for_or_an_error(server: Started) -> None:
    one = Instance(single(server), replicas=1).ready()
    with pytest.raises(RevocationUnavailableError, match="not as durable"):
        one.revoke("one")
    assert one.code(token("one")) == REVOKED


CHILD = """
import sys, redis
from tokenseal import Revocations
revocations = Revocations.redis(redis.Redis(port=int(sys.argv[1])), namespace="test")
print(revocations.revoke_id(sys.argv[2], "of another process").kind)
"""


def test_processes_share_it_whether_or_not_they_were_forked(server: Started) -> None:
    one = Instance(single(server)).ready()
    finished = subprocess.run([sys.executable, "-c", CHILD, str(server.port), ISSUER], capture_output=True, text=True, check=True)
    assert finished.stdout == "token\n"
    one.until(token("of another process"), REVOKED)
    if hasattr(os, "fork"):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                one.revoke("of a child")
                status = 0 if one.code(token("of another process")) == REVOKED else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        one.until(token("of a child"), REVOKED)
        one.revoke("after it")


class Other:
    connection_pool = None


class Fetching(redis.asyncio.Connection):
    """The work of a foreign class cannot be moved to a thread."""


@pytest.mark.parametrize(
    "client",
    [
        None,
        "redis://127.0.0.1",
        Other(),
        redis.ConnectionPool(),
        redis.asyncio.Redis.from_pool(redis.asyncio.ConnectionPool(connection_class=Fetching)),
        redis.Redis.from_pool(redis.ConnectionPool(unknown_setting=1)),
    ],
    ids=str,
)
def test_clients_that_cannot_be_followed(client: Any) -> None:
    with pytest.raises(OptionError, match="option `client`"):
        Revocations.redis(client, namespace="test")


def test_a_server_that_is_none(server: Started) -> None:
    """A list whose server is another program, or none, is unavailable, and its error reveals no
    password.
    """
    nobody = Instance(redis.Redis(host="127.0.0.1", port=1, password="a-secret"))
    with pytest.raises(RevocationUnavailableError) as caught:
        nobody.verifier.verify(token("one"))
    assert "a-secret" not in str(caught.value) + repr(nobody.list) + str(nobody.list.status())
    tls = Instance(redis.Redis(host="127.0.0.1", port=server.port, ssl=True))
    assert tls.code(token("one")) == UNAVAILABLE


def test_what_is_kept_is_collected(server: Started) -> None:
    one = Instance(single(server)).ready()
    store = weakref.ref(one.list._driver["store"])
    del one
    deadline = time.monotonic() + 10
    while store() is not None and time.monotonic() < deadline:
        gc.collect()
        time.sleep(0.05)
    assert store() is None
