"""The operations `day.begin` and `day.check` (tests/remote/README.md): a RemoteKeySet with a
settable clock, and a Verifier that follows it.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tokenseal import RemoteKeySet, TokenError, Verifier

Json = dict[str, Any]

#: How often to look for a request under way, in seconds.
LOOK_AGAIN = 0.0005


class Day:
    """A set and its verifier, on threads or in an event loop."""

    def __init__(self, given: Json, options: Json) -> None:
        self.now = 0.0
        self.keys = RemoteKeySet(given["url"], clock=self.clock, **options)
        self.verifier = Verifier(self.keys, clock=self.clock, **given["verifier"])
        self.loop = asyncio.new_event_loop() if given["asynchronous"] else None

    def clock(self) -> float:
        return self.now

    def check(self, given: Json) -> Json:
        self.now = given["now"]
        tokens = given["tokens"]
        outcomes = [self.on_threads(token) for token in tokens] if self.loop is None else self.loop.run_until_complete(self.on_the_loop(tokens))
        return {"outcomes": outcomes, "status": self.keys.status()}

    def on_threads(self, token: str) -> str:
        try:
            self.verifier.verify(token)
            outcome = "accepted"
        except TokenError as error:
            outcome = error.code
        # A request that nobody waits for is carried out at the time at which it began.
        while self.keys.status()["fetching"]:
            time.sleep(LOOK_AGAIN)
        return outcome

    async def on_the_loop(self, tokens: list[str]) -> list[str]:
        outcomes = []
        for token in tokens:
            try:
                await self.verifier.verify_async(token)
                outcomes.append("accepted")
            except TokenError as error:
                outcomes.append(error.code)
            while self.keys.status()["fetching"]:
                await asyncio.sleep(LOOK_AGAIN)
        return outcomes


class Days:
    """The day that has begun, if any."""

    def __init__(self) -> None:
        self.day: Day | None = None

    def perform(self, case: Json) -> Json:
        if case["operation"] == "day.begin":
            self.day = Day(case["input"], case["options"])
            return {"status": self.day.keys.status()}
        assert self.day is not None, "the day has not begun"
        return self.day.check(case["input"])
