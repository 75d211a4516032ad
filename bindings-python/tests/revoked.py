"""The operations `revoked.begin`, `revoked.revoke` and `revoked.check` (tests/remote/README.md): a
list in a store, and a Verifier that has it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import redis
import redis.asyncio
from tokenseal import KeySet, RevocationEntry, Revocations, Token, TokenError, Verifier

Json = dict[str, Any]

CLIENTS: dict[str, Callable[[int], Any]] = {
    "redis": lambda port: redis.Redis(host="127.0.0.1", port=port),
    "redis.asyncio": lambda port: redis.asyncio.Redis(host="127.0.0.1", port=port),
}
READY = "20s"


class Revoked:
    """A list and its verifier, on this thread or in an event loop on another, as in a service."""

    def __init__(self, given: Json, options: Json, loop: asyncio.AbstractEventLoop | None) -> None:
        self.loop = loop
        self.issuer: str = given["issuer"]
        keys = KeySet.from_jwks(given["keys"]["jwks"])
        self.list = Revocations.redis(CLIENTS[given["client"]](given["port"]), **options)
        self.plain = Verifier(keys, issuer=self.issuer)
        self.verifier = Verifier(keys, issuer=self.issuer, revocations=self.list)
        if loop is None:
            self.verifier.ready(timeout=READY)
        else:
            self.run(self.verifier.ready_async(timeout=READY))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def revoke(self, given: Json) -> Json:
        value = given["value"]
        token = self.plain.verify(given["token"]) if given["kind"] == "token" else None
        calls = self.calls(value, token) if self.loop is None else self.calls_of_the_loop(value, token)
        return outcomes([timed(calls[given["kind"]], "revoked")])

    def calls(self, value: str, token: Token[Any] | None) -> dict[str, Callable[[], Any]]:
        def checked() -> RevocationEntry:
            assert token is not None
            return self.list.revoke(token)

        return {
            "token": checked,
            "token_id": lambda: self.list.revoke_id(self.issuer, value),
            "session": lambda: self.list.revoke_session(self.issuer, value),
            "subject": lambda: self.list.revoke_subject(self.issuer, value),
            "key": lambda: self.list.revoke_key(self.issuer, value),
        }

    def calls_of_the_loop(self, value: str, token: Token[Any] | None) -> dict[str, Callable[[], Any]]:
        def checked() -> Any:
            assert token is not None
            return self.run(self.list.revoke_async(token))

        return {
            "token": checked,
            "token_id": lambda: self.run(self.list.revoke_id_async(self.issuer, value)),
            "session": lambda: self.run(self.list.revoke_session_async(self.issuer, value)),
            "subject": lambda: self.run(self.list.revoke_subject_async(self.issuer, value)),
            "key": lambda: self.run(self.list.revoke_key_async(self.issuer, value)),
        }

    def check(self, given: Json) -> Json:
        if self.loop is None:
            return outcomes([timed(lambda token=token: self.verifier.verify(token), "accepted") for token in given["tokens"]])
        return outcomes([timed(lambda token=token: self.run(self.verifier.verify_async(token)), "accepted") for token in given["tokens"]])


def timed(work: Callable[[], Any], good: str) -> tuple[str, float]:
    """The outcome, and how many milliseconds it took."""
    began = time.perf_counter()
    try:
        work()
        outcome = good
    except TokenError as error:
        outcome = error.code
    return outcome, (time.perf_counter() - began) * 1000


def outcomes(calls: list[tuple[str, float]]) -> Json:
    return {"outcomes": [outcome for outcome, _ in calls], "longest": max((took for _, took in calls), default=0)}


class Lists:
    """The list that has begun, if any, and the loop for those that need one."""

    def __init__(self) -> None:
        self.revoked: Revoked | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def perform(self, case: Json) -> Json:
        given = case["input"]
        if case["operation"] == "revoked.begin":
            self.revoked = Revoked(given, case["options"], self.running() if given["client"].endswith("asyncio") else None)
            return {}
        assert self.revoked is not None, "no list has begun"
        return self.revoked.revoke(given) if case["operation"] == "revoked.revoke" else self.revoked.check(given)

    def running(self) -> asyncio.AbstractEventLoop:
        if self.loop is None:
            self.loop = asyncio.new_event_loop()
            threading.Thread(target=self.loop.run_forever, daemon=True).start()
        return self.loop
