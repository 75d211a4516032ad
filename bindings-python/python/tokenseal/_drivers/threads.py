"""The driver of threads: a flight is carried by a thread that ends with it, and a check waits for the flight, never in a call of a socket."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Mapping
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..errors import TokenError
from . import flights
from .flights import Answer, Failed

if TYPE_CHECKING:
    from .._native import Answer as Answered, KeyRing, RevocationEntry, Token, _Answering, _Changing, _Checking, _Listing, _RingChanging
    from .flights import Followed

LEAST = 0.05
"""The shortest pause before a machine is polled again, in seconds."""


def finish(checking: _Checking) -> Token:
    """Goes on with a check until it is over, and gives what came of it."""
    return flights.result(*carried(checking))


def answer_request(answering: _Answering) -> Answered:
    """Goes on with the check of a request's token, and gives what to answer."""
    return flights.answer_of(answering, *carried(answering.checking))


def carried(checking: _Checking) -> tuple[_Checking, Followed | None]:
    """Goes on with a check until it is over: gives it, and what it has waited for."""
    followed = None
    poll_all(checking.due)
    while checking.waits is not None:
        followed = checking.waits
        if must_not_wait():
            poll(followed)
            checking = checking.give_up()
        else:
            checking = checking.resume() if wait(checking, followed) else checking.give_up()
        poll_all(checking.due)
    return checking, followed


def finish_many(checks: Iterable[_Checking]) -> list[Token | TokenError]:
    """The same for many. A flight that several wait for is one."""
    checks = list(checks)
    poll_all([*{id(one): one for checking in checks for one in (*checking.due, checking.waits) if one is not None}.values()])
    results: list[Token | TokenError] = []
    for checking in checks:
        try:
            results.append(finish(checking))
        except TokenError as error:
            results.append(error)
    return results


def change(changing: _Changing) -> RevocationEntry:
    """Makes a change to a list of revocations that is kept in a store, and waits until it is there."""
    if must_not_wait():
        raise changing.refused()
    entry = changing.begin()
    if entry is None:
        wait(changing, changing.list)
        entry = changing.finish()
    return entry


def entries(listing: _Listing) -> list[RevocationEntry]:
    """Lists what a store has, and waits for its pages."""
    if must_not_wait():
        raise listing.refused()
    found = listing.begin()
    if found is None:
        for _ in flights.stretches(listing):
            wait(listing, listing.revocations)
        found = listing.finish()
    return found


def change_ring(changing: _RingChanging) -> dict[str, Any] | None:
    """Makes a change to a ring that is kept in a store, or that uses a list there, and waits until each has it."""
    if must_not_wait():
        raise changing.refused()
    changing.begin()
    while not changing.is_settled():
        followed = changing.waits
        waiting = Waiting(followed)
        with waiting:
            for pause in flights.pauses(partial(flights.is_past, changing, followed), partial(poll, followed), monotonic() + changing.time_left()):
                waiting.pause(pause)
        if changing.waits is followed:
            break
    return changing.finish()


def open_ring(ring: KeyRing, seconds: float, refused: TokenError) -> None:
    """Reads a ring for the first time."""
    if must_not_wait():
        raise refused
    ready([ring], seconds)


def settle(ring: KeyRing) -> None:
    """Has a ring read anew where that is due, and waits for it where nobody has looked for long. A store that fails is waited for no longer."""
    poll(ring)
    if must_not_wait() or not ring._would_wait():
        return
    waiting = Waiting(ring)
    with waiting:
        for pause in flights.pauses(flights.is_settled(ring), partial(poll, ring), monotonic() + ring._longest_wait()):
            waiting.pause(pause)


def changes(all_changing: list[_Changing]) -> list[RevocationEntry]:
    """Makes several changes, one after the other."""
    return [change(changing) for changing in all_changing]


def ready(all_followed: list[Followed], seconds: float) -> None:
    """Has each carried until it can be used."""
    deadline = monotonic() + seconds
    poll_all(all_followed)
    for followed in all_followed:
        waiting = Waiting(followed)
        with waiting:
            for pause in flights.pauses(followed._is_ready, partial(poll, followed), deadline):
                if must_not_wait():
                    raise flights.caused(followed._unavailable(), followed)
                waiting.pause(pause)
        if not followed._is_ready():
            raise flights.caused(followed._unavailable(), followed)


def wait(waits: _Checking | _Changing | _Listing, followed: Followed) -> bool:
    """Waits until a check can go on, or a change is made; False where it has waited for as long as it may. A test's clock may stand still: the
    system's does not."""
    deadline = monotonic() + waits.time_left()
    waiting = Waiting(followed)
    with waiting:
        for pause in flights.pauses(waits.is_settled, partial(poll, followed), deadline):
            waiting.pause(pause)
    return waits.is_settled()


class Waiting:
    """One who waits for flights."""

    def __init__(self, followed: Followed) -> None:
        self.flights = flights.of(followed)
        self.event = threading.Event()

    def __enter__(self) -> None:
        self.flights.waiting.add(self.event.set)

    def __exit__(self, *_: object) -> None:
        self.flights.waiting.discard(self.event.set)

    def pause(self, seconds: float) -> None:
        self.event.wait(seconds)
        self.event.clear()


def poll_all(all_followed: list[Followed]) -> None:
    """Has flights begun that nobody waits for."""
    for followed in all_followed:
        poll(followed)


def poll(followed: Followed) -> float:
    """Has flights begun if the machine wants some. Gives after how long it may want more."""
    turn = followed._poll()
    for request in flights.requests(turn):
        launch(followed, request)
    return pause_of(turn)


def pause_of(turn: Mapping[str, Any]) -> float:
    wake = turn["wake"]
    return threading.TIMEOUT_MAX if wake is None else max(float(wake), LEAST)


def launch(followed: Followed, request: Mapping[str, Any]) -> None:
    """Carries a flight on a thread of its own; where there can be none, here."""
    if has_threads():
        try:
            threading.Thread(target=carry, args=(followed, request), name="tokenseal", daemon=True).start()
            return
        except RuntimeError:  # can't start new thread
            pass
    if must_not_wait():
        flights.land(followed, flights.failed(request, "connect"))
    else:
        carry(followed, request)


def carry(followed: Followed, request: Mapping[str, Any]) -> None:
    """One flight: its requests, one after the other."""
    own = flights.of(followed)
    own.cause = None
    requests: list[Mapping[str, Any]] = [request]
    while requests:
        request, *others = requests
        for other in others:
            launch(followed, other)
        try:
            requests = [*flights.land(followed, answer(followed, request, own))]
        finally:
            own.wake()


def answer(followed: Followed, request: Mapping[str, Any], own: flights.Flights) -> Answer:
    if "commands" in request:
        from . import stores

        return stores.answer(followed._driver["store"], request)
    return fetched(followed, request, own)


def fetched(keys: Followed, fetch: Mapping[str, Any], own: flights.Flights) -> Answer:
    function = keys._driver.get("fetch")
    try:
        headers = flights.headers_of(keys, fetch)
        given = None if function is None else called(function, fetch, headers)
    except TimeoutError as error:
        own.cause = error
        return flights.failed(fetch, "timeout")
    except Exception as error:
        own.cause = error
        return flights.failed(fetch, "tls" if type(error).__name__ == "SSLCertVerificationError" else "connect")
    try:
        if given is None:
            from . import exchange

            given = exchange.get(fetch, headers, keys._driver.get("ssl_context"))
        status, received, body = given
        if len(body) > fetch["max_bytes"]:
            raise Failed("too_large")
        return flights.answered(fetch, status, received, body)
    except Failed as failed:
        return flights.failed(fetch, str(failed))


def called(function: Any, fetch: Mapping[str, Any], headers: list[tuple[str, str]]) -> tuple[int, list[tuple[str, str]], bytes]:
    """What a function of the caller's makes of a request."""
    request = {name: fetch[name] for name in ("url", "only_public_address", "max_bytes", "timeout")}
    status, received, body = function({**request, "headers": headers})
    pairs = received.items() if hasattr(received, "items") else received
    return int(status), [(str(name), str(value)) for name, value in pairs], bytes(memoryview(body))


def must_not_wait() -> bool:
    """Whether this thread runs an event loop, which would stand still."""
    events = sys.modules.get("asyncio.events")
    return events is not None and events._get_running_loop() is not None


def has_threads() -> bool:
    """Whether a thread would run: uWSGI has them started and never runs them, unless it is told to."""
    options = getattr(sys.modules.get("uwsgi"), "opt", None)
    return options is None or any(options.get(name) for name in ("enable-threads", b"enable-threads", "threads", b"threads"))
