"""Rings of keys in real servers of Redis and Valkey, through the clients that `KeyRing.redis`
takes.
"""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

import pytest
import redis
import redis.asyncio
import valkey
from servers import Servers, Started
from tokenseal import Issuer, Key, KeyRing, KeyRingUnavailableError, OptionError, Revocations, TokenError, Verifier

UNAVAILABLE, UNKNOWN_KEY = "ERR_KEYRING_UNAVAILABLE", "ERR_JWKS_NO_MATCHING_KEY"
STALE = 1.2
"""After this many seconds without a call, the next one first reads the ring."""


def client(started: Started, kind: Any = redis.Redis, **settings: Any) -> Any:
    return kind(host="127.0.0.1", port=started.port, **settings)


class Server:
    """One server of a service, which issues and checks with the ring."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self.issuer = Issuer(ring, lifetime="5m")
        self.verifier = Verifier(ring)

    @classmethod
    def open(cls, started: Started, key: Key, **options: Any) -> Server:
        return cls(KeyRing.redis(client(started), key, namespace="ring", **options))

    def code(self, token: str) -> str | None:
        try:
            self.verifier.verify(token)
        except TokenError as error:
            return error.code
        return None

    def signer(self) -> str:
        key_id = self.ring.signing_key().key_id
        assert key_id is not None
        return key_id


def test_servers_share_a_ring(servers: Servers) -> None:
    for kind, make in (("redis", redis.Redis), ("valkey", valkey.Valkey)):
        started, key = servers.start(kind), Key.generate("A256KW")
        with pytest.raises(KeyRingUnavailableError, match="not in its store"):
            KeyRing.redis(client(started, make), key, namespace="ring")
        assert started.command("DBSIZE") == 0, "none is made instead"
        one = Server.open(started, key, create=KeyRing.create("ES256"))
        other = Server(KeyRing.redis(client(started, make, decode_responses=True), key, namespace="ring", create=KeyRing.create("ES256")))
        token = one.issuer.issue({"sub": "alice"})
        assert (one.code(token), other.code(token)) == (None, None)
        with pytest.raises(KeyRingUnavailableError, match="another key"):
            KeyRing.redis(client(started, make), Key.generate("A256KW"), namespace="ring")
        stolen = one.signer()
        changes = one.ring.revoke(stolen)["changes"]
        assert {change["key_id"]: change["is"] for change in changes}[stolen] == "revoked"
        assert one.code(token) == UNKNOWN_KEY
        time.sleep(STALE)
        assert other.code(token) == UNKNOWN_KEY
        assert other.signer() == one.signer() != stolen
        assert one.code(other.issuer.issue({})) is None
        assert len(one.ring.to_jwks()["keys"]) == 2 and one.ring.status()["kept"]
        started.perform("end")


def test_what_was_lost_stops_changes_and_not_tokens(server: Started) -> None:
    events: list[dict[str, Any]] = []
    one = Server.open(server, Key.generate("A256KW"), create=KeyRing.create("ES256"), on_event=events.append)
    server.command("FLUSHALL")
    with pytest.raises(KeyRingUnavailableError):
        one.ring.revoke(one.signer())
    time.sleep(STALE)
    assert one.code(one.issuer.issue({})) is None
    assert server.command("DBSIZE") == 0
    with pytest.raises(KeyRingUnavailableError):
        one.ring.ready(timeout="1s")
    assert one.ring.status()["failed"]["code"] == UNAVAILABLE
    assert "failed" in {event["event"] for event in events}


def test_a_loop_awaits_and_never_stands_still(server: Started) -> None:
    async def run() -> None:
        key = Key.generate("A256KW")
        with pytest.raises(OptionError, match="redis_async"):
            KeyRing.redis(client(server), key, namespace="ring")
        first = await KeyRing.redis_async(client(server, redis.asyncio.Redis), key, namespace="ring", create=KeyRing.create("Ed25519"))
        one, other = Server(first), Server(await KeyRing.redis_async(client(server), key, namespace="ring"))
        with pytest.raises(OptionError, match="revoke_async"):
            one.ring.revoke(one.signer())
        token = await one.issuer.issue_async({"sub": "alice"})
        assert (await other.verifier.verify_async(token))["sub"] == "alice"
        await one.ring.revoke_async(one.signer())
        added = await other.ring.add_async(Key.generate("Ed25519", key_id="mine"))
        assert "mine" in {change["key_id"] for change in added["changes"]}
        await asyncio.sleep(STALE)
        with pytest.raises(TokenError) as caught:
            await other.verifier.verify_async(token)
        assert caught.value.code == UNKNOWN_KEY
        await one.ring.ready_async()
        assert "mine" in {found["key_id"] for found in one.ring.keys()}
        assert await one.ring.advance_async() is not None
        assert await one.ring.rewrap_async(key) is None  # type: ignore[func-returns-value]

    asyncio.run(run())


def test_a_list_in_a_store_is_written_first(server: Started) -> None:
    one = Server.open(server, Key.generate("A256KW"), create=KeyRing.create("ES256"))
    revocations = Revocations.redis(client(server), namespace="list", create=True)
    one.ring.use_revocations(revocations, "https://issuer.example")
    one.ring.revoke(one.signer())
    assert revocations.status()["entries"]["key"] == 1
    alone = KeyRing.create("ES256")
    alone.use_revocations(revocations, "https://issuer.example")
    alone.revoke(alone.keys()[0]["key_id"])
    assert revocations.status()["entries"]["key"] == 2
    assert alone.keys()[0]["state"] == "revoked"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform does not fork")
def test_a_child_goes_on_over_connections_of_its_own(server: Started) -> None:
    one = Server.open(server, Key.generate("A256KW"), create=KeyRing.create("ES256"))
    token = one.issuer.issue({})
    child = os.fork()
    if child == 0:
        try:
            one.ring.revoke(one.signer())
            os._exit(0 if one.code(token) == UNKNOWN_KEY else 1)
        except BaseException:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    time.sleep(STALE)
    assert one.code(token) == UNKNOWN_KEY


def test_what_cannot_be_a_ring_in_a_store(server: Started) -> None:
    key = Key.generate("A256KW")
    for arguments in ({}, {"namespace": "a b"}, {"namespace": "ring", "timeout": 0}, {"namespace": "ring", "on_event": 1}):
        with pytest.raises(OptionError):
            KeyRing.redis(client(server), key, **arguments)
    with pytest.raises(OptionError):
        KeyRing.redis(object(), key, namespace="ring")
    with pytest.raises(OptionError):
        KeyRing.redis(client(server), Key.generate("ES256"), namespace="ring")
    with pytest.raises(OptionError, match="must be a KeyRing"):
        KeyRing.redis(client(server), key, namespace="ring", create=True)  # type: ignore[arg-type]
