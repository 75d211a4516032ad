"""Proofs of possession: what is specific to Python. What is accepted and refused is in
tests/vectors.
"""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import Any

import pytest
import redis
from samples import CERTIFICATE, NOW
from servers import Servers
from tokenseal import Issuer, Key, ReplayCache, TokenError, Verifier, dpop, errors

ISSUING = Key.from_secret(b"thirty-two bytes of real entropy", "HS256")
OWN = Key.generate("ES256")
URL = "https://api.example/orders"
TOKEN = Issuer(ISSUING, lifetime="15m").issue({"sub": "alice"}, confirm=OWN.public(), now=NOW)


def verifier(**options: Any) -> Verifier:
    return Verifier(ISSUING, public_origins=["https://api.example"], **options)


def sent(**options: Any) -> dict[str, Any]:
    proof = dpop.prove(OWN, "GET", URL, access_token=TOKEN, now=NOW, **options)
    return {"proof": proof, "method": "GET", "url": "/orders", "now": NOW}


def refused(verifier: Verifier, **request: Any) -> TokenError:
    with pytest.raises(TokenError) as caught:
        verifier.verify(TOKEN, **request)
    return caught.value


def test_each_code_has_its_class() -> None:
    one, request = verifier(), sent()
    assert isinstance(refused(one, now=NOW), errors.NotBoundError)
    assert one.verify(TOKEN, **request)["sub"] == "alice"
    assert isinstance(refused(one, **request), errors.InvalidProofError)
    full = verifier(replays=ReplayCache(capacity=1))
    full.verify(TOKEN, **request)
    error = refused(full, **sent())
    assert isinstance(error, errors.ProofUnavailableError) and (error.fault, error.status) == ("environment", 503)


def test_an_error_has_the_nonce_and_keeps_it() -> None:
    one = verifier(nonce_key=ISSUING)
    error = refused(one, **sent())
    assert isinstance(error, errors.ProofNonceRequiredError)
    assert error.dpop_nonce == one.dpop_nonce(now=NOW) is not None
    assert pickle.loads(pickle.dumps(error)).dpop_nonce == error.dpop_nonce
    one.verify(TOKEN, **sent(nonce=error.dpop_nonce))
    assert verifier().dpop_nonce() is None
    assert refused(verifier(), now=NOW).dpop_nonce is None


def test_the_same_while_a_loop_runs_and_where_events_are_told() -> None:
    events: list[Any] = []
    one, request = verifier(on_event=events.append), sent()

    async def check() -> None:
        assert (await one.verify_async(TOKEN, **request))["sub"] == "alice"
        with pytest.raises(errors.InvalidProofError):
            await one.verify_async(TOKEN, **request)

    asyncio.run(check())
    assert isinstance(refused(one, **request), errors.InvalidProofError)
    assert [event["code"] for event in events] == ["ERR_DPOP_INVALID"] * 2


def test_header_values_and_certificates() -> None:
    request = sent()
    one = verifier()
    assert isinstance(refused(one, **request | {"proof": [request["proof"], request["proof"]]}), errors.InvalidProofError)
    one.verify(TOKEN, **request | {"proof": [request["proof"]]})
    for confirm in (CERTIFICATE, CERTIFICATE.encode()):
        token = Issuer(ISSUING, lifetime="15m").issue({}, confirm=confirm, now=NOW)
        Verifier(ISSUING).verify(token, certificate=CERTIFICATE.encode(), now=NOW)
        with pytest.raises(errors.NotBoundError):
            Verifier(ISSUING).verify(token, now=NOW)


def test_caches_are_shared_and_shown() -> None:
    replays, request = ReplayCache(), sent()
    one, other = verifier(replays=replays), verifier(replays=replays)
    assert one.replays is replays and copy.copy(replays) is replays
    one.verify(TOKEN, **request)
    assert isinstance(refused(other, **request), errors.InvalidProofError)
    assert replays.status() == {"scope": "this process only", "remembered": 1, "capacity": 1_000_000, "refused": 1, "turned_away": 0}
    own = verifier()
    own.verify(TOKEN, **request)
    assert own.replays is not None and own.replays.status()["remembered"] == 1
    assert Verifier(ISSUING).replays is None
    with pytest.raises(TypeError):
        pickle.dumps(replays)


@pytest.mark.parametrize("options", [{"replays": "memory"}, {"replays": None, "nonce_key": "key"}, {"nonce_key": None}, {"nonce_key": OWN}])
def test_wrong_handles(options: dict[str, Any]) -> None:
    with pytest.raises(errors.OptionError):
        verifier(**options)
    for wrong in (1, object(), None):
        with pytest.raises(errors.OptionError, match="option `confirm`"):
            Issuer(ISSUING, lifetime="15m").issue({}, confirm=wrong)  # type: ignore[arg-type]


def test_many_tokens_take_no_proof() -> None:
    with pytest.raises(errors.OptionError, match="belong to one token"):
        verifier().verify_many([TOKEN], proof="a.b.c")  # type: ignore[call-arg]
    assert [result.code for result in verifier().verify_many([TOKEN], now=NOW)] == ["ERR_JWT_NOT_BOUND"]  # type: ignore[union-attr]


def test_processes_share_a_store() -> None:
    with Servers() as servers:
        client = redis.Redis(port=servers.start("redis").port)
        one, other = (verifier(replays=ReplayCache.redis(client, namespace="test")) for _ in range(2))
        request = sent()
        assert one.verify(TOKEN, **request)["sub"] == "alice"
        assert isinstance(refused(one, **request), errors.InvalidProofError)
        assert isinstance(refused(other, **request), errors.InvalidProofError)

        async def check() -> None:
            again = sent()
            await other.verify_async(TOKEN, **again)
            with pytest.raises(errors.InvalidProofError):
                await one.verify_async(TOKEN, **again)

        asyncio.run(check())


def test_a_store_that_is_not_there() -> None:
    client = redis.Redis(port=1)
    error = refused(verifier(replays=ReplayCache.redis(client, namespace="test", timeout="1s")), **sent())
    assert isinstance(error, errors.ProofUnavailableError)
