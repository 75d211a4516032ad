"""The driver of event loops: a flight that a client of the caller's carries is a task of its loop, and any other one's is a thread's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from .._native import Answer as Answered
from ..errors import TokenError
from . import clients, flights, threads
from .flights import Answer, Failed

if TYPE_CHECKING:
    from .._native import (
        Issuer,
        KeyRing,
        ProtectedResource,
        RevocationEntry,
        Token,
        Verifier,
        _Answering,
        _Changing,
        _Checking,
        _Listing,
        _RingChanging,
    )
    from .flights import Followed

_tasks: set[asyncio.Task[None]] = set()
"""A loop has weak references alone to its tasks."""


async def verify(verifier: Verifier, token: Any, now: Any, *came: Any) -> Token:
    return await finish(verifier._check(token, now, None, *came))


async def still_valid(verifier: Verifier, token: Token, now: Any) -> Token:
    return await finish(verifier._check_again(token, now))


async def verify_many(verifier: Verifier, tokens: Iterable[Any], **options: Any) -> list[Token | TokenError]:
    checks = verifier._check_many(tokens, options)
    results = await asyncio.gather(*map(finish, checks), return_exceptions=True)
    for one in results:
        if isinstance(one, BaseException) and not isinstance(one, TokenError):
            raise one
    return results  # type: ignore[return-value]


async def issue(issuer: Issuer, claims: Any, options: Mapping[str, Any] | None) -> str:
    keys = issuer._recipient
    if keys is not None and not keys._is_ready():
        await ready([keys], keys._longest_wait())
    for ring in issuer._rings:
        await settle(ring)
    return issuer.issue(claims, **(options or {}))


async def finish(checking: _Checking) -> Token:
    """Goes on with a check until it is over, and gives what came of it."""
    return flights.result(*await carried(checking))


async def check_request(resource: ProtectedResource, *given: Any) -> Answered:
    """Checks a request, and gives what to answer."""
    begun = resource._begin(*given)
    return begun if isinstance(begun, Answered) else await answer_request(begun)


async def answer_request(answering: _Answering) -> Answered:
    """Goes on with the check of a request's token, and gives what to answer."""
    return flights.answer_of(answering, *await carried(answering.checking))


async def carried(checking: _Checking) -> tuple[_Checking, Followed | None]:
    """Goes on with a check until it is over: gives it, and what it has waited for."""
    followed = None
    poll_all(checking.due)
    while checking.waits is not None:
        followed = checking.waits
        try:
            settled = await wait(checking, followed)
        except BaseException:
            # Its place among those that wait is another's now. Its token is not refused, and nobody is told so.
            checking.give_up()
            raise
        checking = checking.resume() if settled else checking.give_up()
        poll_all(checking.due)
    return checking, followed


async def change(changing: _Changing) -> RevocationEntry:
    """Makes a change to a list of revocations; to one that is kept in a store, waits until it is there."""
    entry = changing.begin()
    if entry is None:
        try:
            await wait(changing, changing.list)
        except BaseException:
            changing.cancel()
            raise
        entry = changing.finish()
    return entry


async def entries(listing: _Listing) -> list[RevocationEntry]:
    """Lists what was revoked; of a list that is kept in a store, waits for its pages."""
    found = listing.begin()
    if found is None:
        try:
            for _ in flights.stretches(listing):
                await wait(listing, listing.revocations)
        except BaseException:
            listing.cancel()
            raise
        found = listing.finish()
    return found


async def change_ring(changing: _RingChanging) -> dict[str, Any] | None:
    """Makes a change to a ring; to one that is kept in a store, or that uses a list there, waits until each has it."""
    changing.begin()
    try:
        while not changing.is_settled():
            followed = changing.waits
            waiting = Waiting(followed)
            with waiting:
                for pause in flights.pauses(partial(flights.is_past, changing, followed), partial(poll, followed), monotonic() + changing.time_left()):
                    await waiting.pause(pause)
            if changing.waits is followed:
                break
    except BaseException:
        changing.cancel()
        raise
    return changing.finish()


async def open_ring(ring: KeyRing, seconds: float) -> KeyRing:
    """Reads a ring for the first time."""
    await ready([ring], seconds)
    return ring


async def settle(ring: KeyRing) -> None:
    """Has a ring read anew where that is due, and waits for it where nobody has looked for long. A store that fails is waited for no longer."""
    poll(ring)
    if not ring._would_wait():
        return
    waiting = Waiting(ring)
    with waiting:
        for pause in flights.pauses(flights.is_settled(ring), partial(poll, ring), monotonic() + ring._longest_wait()):
            await waiting.pause(pause)


async def changes(all_changing: list[_Changing]) -> list[RevocationEntry]:
    """Makes several changes, one after the other."""
    return [await change(changing) for changing in all_changing]


async def ready(all_followed: list[Followed], seconds: float) -> None:
    """Has each carried until it can be used."""
    deadline = monotonic() + seconds
    poll_all(all_followed)
    for followed in all_followed:
        waiting = Waiting(followed)
        with waiting:
            for pause in flights.pauses(followed._is_ready, partial(poll, followed), deadline):
                await waiting.pause(pause)
        if not followed._is_ready():
            raise flights.caused(followed._unavailable(), followed)


async def wait(waits: _Checking | _Changing | _Listing, followed: Followed) -> bool:
    """Waits until a check can go on, or a change is made; False where it has waited for as long as it may."""
    deadline = monotonic() + waits.time_left()
    waiting = Waiting(followed)
    with waiting:
        for pause in flights.pauses(waits.is_settled, partial(poll, followed), deadline):
            await waiting.pause(pause)
    return waits.is_settled()


class Waiting:
    """One who waits for flights, whoever carries them."""

    def __init__(self, followed: Followed) -> None:
        self.flights = flights.of(followed)
        self.loop = asyncio.get_running_loop()
        self.event = asyncio.Event()

    def __enter__(self) -> None:
        self.flights.waiting.add(self.wake)

    def __exit__(self, *_: object) -> None:
        self.flights.waiting.discard(self.wake)

    def wake(self) -> None:
        try:
            self.loop.call_soon_threadsafe(self.event.set)
        except RuntimeError:  # the loop was closed
            pass

    async def pause(self, seconds: float) -> None:
        # Not by `asyncio.wait_for`: before Python 3.12 it loses a cancellation that comes together with the event.
        timer = self.loop.call_later(seconds, self.event.set)
        try:
            await self.event.wait()
        finally:
            timer.cancel()
        self.event.clear()


def poll_all(all_followed: list[Followed]) -> None:
    """Has flights begun that nobody waits for."""
    for followed in all_followed:
        poll(followed)


def poll(followed: Followed) -> float:
    """Has flights begun if the machine wants some. Gives after how long it may want more."""
    turn = followed._poll()
    for request in flights.requests(turn):
        if "commands" in request or followed._driver.get("client") is None:
            threads.launch(followed, request)
        else:
            task = asyncio.get_running_loop().create_task(carry(followed, request))
            _tasks.add(task)
            task.add_done_callback(_tasks.discard)
    return threads.pause_of(turn)


async def carry(keys: Followed, fetch: Mapping[str, Any] | None) -> None:
    """One flight: its requests, one after the other."""
    own = flights.of(keys)
    own.cause = None
    try:
        while fetch is not None:
            fetch = next(iter(flights.land(keys, await answer(keys, fetch, own))), None)
    except asyncio.CancelledError:
        if fetch is not None:
            flights.land(keys, flights.failed(fetch, "connect"))
        raise
    finally:
        own.wake()


async def answer(keys: Followed, fetch: Mapping[str, Any], own: flights.Flights) -> Answer:
    client = keys._driver["client"]
    try:
        headers = flights.headers_of(keys, fetch)
        client = client() if callable(client) else client
    except Exception as error:
        own.cause = error
        return flights.failed(fetch, "connect")
    try:
        return flights.answered(fetch, *await clients.get(client, fetch, headers))
    except Failed as failed:
        return flights.failed(fetch, str(failed))
