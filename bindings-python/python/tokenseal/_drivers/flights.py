"""What the drivers of threads and of event loops share: who waits for flights, and what is told of them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..errors import OptionError, TokenError

if TYPE_CHECKING:
    from .._native import (
        Answer as Answered,
        KeyRing,
        RemoteKeySet,
        RemoteStatusList,
        ReplayCache,
        Revocations,
        Token,
        _Answering,
        _Checking,
        _Listing,
        _RingChanging,
    )

    Followed = RemoteKeySet | RemoteStatusList | Revocations | KeyRing | ReplayCache
    """Whose requests are carried: keys or a status list that are fetched, or a list of revocations, a ring of keys or used proofs in a store."""

Answer = tuple[dict[str, Any], bytes]
"""What a machine is told: the answer, and its body."""


class Failed(Exception):
    """A request has no answer; its text is the reason, in the core's words."""


class Flights:
    """Of one machine: whom to wake when a flight has ended, and what a function of the caller's raised in it."""

    def __init__(self) -> None:
        self.waiting: set[Callable[[], object]] = set()
        self.cause: Exception | None = None

    def wake(self) -> None:
        for wake in tuple(self.waiting):
            wake()


# Where a process forks, its child has no threads that would wake anybody, and locks that nobody would let go of.
_forks = 0


def _in_child() -> None:
    global _forks
    _forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)


def process() -> int:
    """Which process this is, among those that were forked from each other."""
    return _forks


def of(followed: Followed) -> Flights:
    """The flights of a machine in this process."""
    name = f"flights-{_forks}"
    found = followed._driver.get(name)
    return found if found is not None else followed._driver.setdefault(name, Flights())  # type: ignore[no-any-return]


def pauses(is_over: Callable[[], bool], poll: Callable[[], float], deadline: float) -> Iterator[float]:
    """How long to pause, each time anew, until something is over or the deadline has come: no longer than until a machine may want more."""
    while not is_over():
        wake = poll()
        left = deadline - monotonic()
        if left <= 0:
            return
        yield min(left, wake)


def stretches(listing: _Listing) -> Iterator[None]:
    """Once for each time that a listing is to be waited for: as long as more pages come meanwhile."""
    pages = -1
    while not listing.is_settled() and listing.pages() != pages:
        pages = listing.pages()
        yield


def is_settled(ring: KeyRing) -> Callable[[], bool]:
    """Says whether a ring was read anew since, or its store has failed."""
    landed = ring._landed()
    return lambda: not ring._would_wait() or ring._landed() > landed


def is_past(changing: _RingChanging, followed: Followed) -> bool:
    """Whether a change is over, or waits for another machine by now."""
    return changing.is_settled() or changing.waits is not followed


def requests(turn: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a machine wants to be sent. A request with `commands` is for a store."""
    return [*turn["fetches"], *turn.get("stores", ())]


def failed(request: Mapping[str, Any], why: str) -> Answer:
    return {"id": request["id"], "failed": why}, b""


def answered(fetch: Mapping[str, Any], status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
    return {"id": fetch["id"], "status": status, "headers": list(headers)}, body


def land(followed: Followed, answer: Answer) -> list[dict[str, Any]]:
    """Tells the machine what came of a request, and those who watch what happened. Gives the next requests."""
    turn = followed._tell(*answer)
    tell(followed._driver.get("on_event"), turn["events"])
    return requests(turn)


def tell(on_event: Callable[[dict[str, Any]], object] | None, events: list[dict[str, Any]]) -> None:
    """Hands over what happened. What the caller's function raises concerns neither the flight nor the check."""
    if on_event is None:
        return
    for event in events:
        try:
            on_event(event)
        except Exception:
            logging.getLogger("tokenseal").exception("on_event raised an exception")


def headers_of(keys: Followed, fetch: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The headers of a request: the core's, and the caller's where the core says so, which never stand for one of the core's."""
    headers = [(name, value) for name, value in fetch["headers"]]
    function = keys._driver.get("headers")
    if function is None or not fetch["with_caller_headers"]:
        return headers
    own = {name.lower() for name, _ in headers}
    more = function()
    if more is None:
        return headers
    if not hasattr(more, "items") or not all(map(can_be_sent, more.items())):
        raise OptionError("option `headers`: the function must return a mapping of names to values, of characters that headers may have")
    return headers + [(name, value) for name, value in more.items() if name.lower() not in own]


def can_be_sent(header: tuple[Any, Any]) -> bool:
    """Whether it is a name and a value (RFC 9110, section 5). What says otherwise would quote the value, which is a secret."""
    name, value = header
    if not isinstance(name, str) or not isinstance(value, str) or not name or not name.isascii():
        return False
    is_name = all(character.isalnum() or character in "!#$%&'*+-.^_`|~" for character in name)
    return is_name and all(character == "\t" or " " <= character <= "~" for character in value)


def caused(error: TokenError, followed: Followed | None) -> TokenError:
    """The same error, caused by what a function of the caller's raised in the last flight, if it did."""
    if followed is not None and error.code in ("ERR_JWKS_UNAVAILABLE", "ERR_JWT_REVOCATION_UNAVAILABLE"):
        error.__cause__ = of(followed).cause
    return error


def answer_of(answering: _Answering, checking: _Checking, waited_for: Followed | None) -> Answered:
    """What to answer to a request whose check is over."""
    tell(checking.on_event, checking.events)
    answer = answering.finish(checking)
    if answer.error is not None:
        caused(answer.error, waited_for)
    return answer


def result(checking: _Checking, waited_for: Followed | None) -> Token:
    """The token of a check that is over, or its error."""
    tell(checking.on_event, checking.events)
    try:
        return checking.result()
    except TokenError as error:
        raise caused(error, waited_for)
