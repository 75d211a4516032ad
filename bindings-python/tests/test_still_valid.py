"""Whether an accepted token is still valid, by every list and clock that may since say otherwise.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import redis
from servers import Started
from tokenseal import Issuer, Key, RemoteKeySet, Revocations, StatusList, StatusLists, Token, TokenError, Verifier, dpop, testing
from tokenseal.testing import Clock, Server

NAME = "https://issuer.example"
KEY = Key.generate("ES256")
EXPIRED, REVOKED, UNAVAILABLE = "ERR_JWT_EXPIRED", "ERR_JWT_REVOKED", "ERR_JWT_REVOCATION_UNAVAILABLE"
FORMS = ["sync", "async"]


def code(form: str, verifier: Verifier, token: Token, **options: Any) -> str | None:
    """The code with which a later check refuses a token."""
    try:
        still = asyncio.run(awaited(verifier, token, **options)) if form == "async" else verifier.still_valid(token, **options)
    except TokenError as error:
        return error.code
    assert still.claims == token.claims and still.proven_by == token.proven_by
    return None


async def awaited(verifier: Verifier, token: Token, **options: Any) -> Token:
    return await verifier.still_valid_async(token, **options)


def until(check: Callable[[], str | None], expected: str | None) -> float:
    """How long it takes until a check has this outcome."""
    began = time.monotonic()
    while (found := check()) != expected:
        assert time.monotonic() - began < 30, found
        time.sleep(0.01)
    return time.monotonic() - began


@pytest.mark.parametrize("form", FORMS)
def test_it_looks_at_times_and_at_the_list(form: str) -> None:
    clock = Clock()
    revocations, told = Revocations(clock=clock, longest_lifetime="1h"), list[dict[str, Any]]()
    issuer = Issuer(KEY, issuer=NAME, lifetime="15m", clock=clock)
    options: Any = {"issuer": NAME, "leeway": "30s", "clock": clock, "revocations": revocations}
    verifier = Verifier(KEY.public(), on_event=told.append, **options)
    token = verifier.verify(issuer.issue({"sub": "alice"}))
    for now, expected in [(None, None), (clock() + 929, None), (clock() + 930, EXPIRED), (clock() + 929.5, None)]:
        assert code(form, verifier, token, **({} if now is None else {"now": now})) == expected
    entry = revocations.revoke_subject(NAME, "alice")
    assert code(form, verifier, token) == REVOKED
    revocations.withdraw(entry)
    assert code(form, verifier, token) is None
    clock.advance("16m")
    assert code(form, verifier, token) == EXPIRED
    assert [event["code"] for event in told] == [EXPIRED, REVOKED, EXPIRED]
    unheard, by_issuer = Verifier(KEY.public(), **options), Verifier.by_issuer([Verifier(KEY.public(), **options)], clock=clock)
    clock.advance("-16m")
    assert (code(form, unheard, token), code(form, by_issuer, token)) == (None, None)
    by_issuer.remove(NAME)
    assert code(form, by_issuer, token) == "ERR_JWT_CLAIM_MISMATCH"


@pytest.mark.parametrize("form", FORMS)
def test_it_takes_a_token_and_a_time(form: str) -> None:
    issuer = testing.Issuer(NAME)
    verifier = issuer.verifier()
    text = issuer.issue({"sub": "alice"})
    token = verifier.verify(text)
    for wrong in (text, None, token.claims):
        with pytest.raises(TypeError):
            code(form, verifier, wrong)  # type: ignore[arg-type]
    for now in (float("nan"), "soon"):
        assert code(form, verifier, token, now=now) == "ERR_OPTION_INVALID"
    with pytest.raises(TypeError):
        verifier.still_valid(token, 0)  # type: ignore[misc]
    assert verifier.still_valid(token) is token


@pytest.mark.parametrize("form", FORMS)
def test_a_bound_token_needs_no_other_proof(form: str) -> None:
    issuer, app = testing.Issuer(NAME), Key.generate("ES256")
    verifier = issuer.verifier(public_origins=["https://api.example"])
    text = issuer.issue({"sub": "alice"}, confirm=app.public())
    proof = dpop.prove(app, "GET", "https://api.example/talk", access_token=text)
    token = verifier.verify(text, proof=proof, method="GET", url="/talk")
    for _ in range(2):
        assert token.proven_by == "dpop" and code(form, verifier, token) is None


@pytest.mark.parametrize("form", FORMS)
def test_keys_that_are_fetched_are_not_asked_again(form: str) -> None:
    with Server() as server:
        revocations = Revocations(longest_lifetime="1h")
        verifier = Verifier(RemoteKeySet(server.jwks_uri, allow_http=True), issuer=server.url, revocations=revocations)
        token = verifier.verify(server.issuer.issue({"sub": "alice"}))
        server.status = 500
        server.issuer.rotate(keep=False)
        assert code(form, verifier, token) is None
        revocations.revoke(token)
        assert code(form, verifier, token) == REVOKED
        assert [path for path, _ in server.requests] == ["/jwks.json"]


@pytest.mark.parametrize("client", [None, "httpx"])
@pytest.mark.parametrize("form", FORMS)
def test_a_status_is_fetched_anew_when_it_is_old(form: str, client: str | None) -> None:
    clock = Clock(time.time())
    with Server(testing.Issuer("http://127.0.0.1", lifetime="1d", clock=clock)) as server:
        issuer = server.issuer
        issuer.statuses_ttl = "1m"
        given: dict[str, Any] = {"client": httpx.AsyncClient} if client else {}
        lists = StatusLists(allowed_uris=[server.url + "/statuses/"], allow_http=True, **given)
        keys = RemoteKeySet(server.jwks_uri, allow_http=True, clock=clock, **given)
        verifier = Verifier(keys, issuer=issuer.issuer, status_lists=lists, clock=clock)
        index = issuer.statuses.allocate()
        token = verifier.verify(issuer.issue({"status": issuer.statuses.claim(issuer.statuses_uri, index)}))
        issuer.statuses.set(index, StatusList.SUSPENDED)
        # The list may be kept for a minute.
        assert code(form, verifier, token) is None
        clock.advance("61s")
        assert code(form, verifier, token) == REVOKED
        issuer.statuses.set(index, StatusList.VALID)
        clock.advance("61s")
        assert code(form, verifier, token) is None
        server.status = 503
        clock.advance("2h")
        assert code(form, verifier, token) == UNAVAILABLE


def listed(server: Started, **options: Any) -> tuple[Revocations, Verifier]:
    """The list of one server of a service, and its verifier."""
    client = redis.Redis(host="127.0.0.1", port=server.port)
    revocations = Revocations.redis(client, namespace="test", create=True, longest_lifetime="1h", **options)
    return revocations, Verifier(KEY.public(), issuer=NAME, revocations=revocations)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_what_another_server_revokes_is_no_longer_good(server: Started, form: str, strict: bool) -> None:
    others, _ = listed(server)
    _, verifier = listed(server, strict=strict)
    token = verifier.verify(Issuer(KEY, issuer=NAME, lifetime="15m").issue({"sub": "alice"}))
    assert code(form, verifier, token) is None
    others.revoke(token)
    took = until(lambda: code(form, verifier, token), REVOKED)
    assert not strict or took < 0.5, "a strict list is read for every check"
    server.perform("stop")
    time.sleep(1.1)
    assert until(lambda: code(form, verifier, token), UNAVAILABLE) < 10


def test_nothing_waits_on_the_thread_of_a_loop(server: Started) -> None:
    _, verifier = listed(server)
    token = verifier.verify(Issuer(KEY, issuer=NAME, lifetime="15m").issue({"sub": "alice"}))

    async def later() -> tuple[str, float]:
        await asyncio.sleep(1.2)
        began = time.monotonic()
        with pytest.raises(TokenError) as refused:
            verifier.still_valid(token)
        took = time.monotonic() - began
        assert (await verifier.still_valid_async(token))["sub"] == "alice"
        return refused.value.code, took

    found, took = asyncio.run(later())
    assert found == UNAVAILABLE and took < 0.5
