"""Fetches of one `PyJWKClient`: one at a time, shared by all waiting threads, with a pause after a
failure.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from tokenseal._drivers import flights

from .exceptions import PyJWKClientConnectionError, PyJWKClientError

_T = TypeVar("_T")

FIRST_PAUSE = 1.0
"""How long no new fetch starts by itself after a failure, in seconds. It doubles with each further
failure.
"""


class Flight(Generic[_T]):
    """One fetch, by the thread that began it."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.over = threading.Event()
        self.found: _T | None = None
        self.error: BaseException | None = None

    def lead(self, fetch: Callable[[], _T]) -> _T:
        """Fetches, and notifies waiting threads."""
        try:
            self.found = fetch()
            return self.found
        except BaseException as error:
            self.error = error
            raise
        finally:
            self.over.set()

    def follow(self, seconds: float) -> _T:
        """The outcome of another thread's fetch."""
        if not self.over.wait(seconds):
            raise PyJWKClientConnectionError('Fail to fetch data from the url, err: "timed out"')
        if self.found is not None:
            return self.found
        raise repeated(self.error)


class Flights(Generic[_T]):
    """Who fetches now, and whether the last fetches failed. No lock is held while somebody fetches."""

    def __init__(self, longest_pause: float) -> None:
        self.longest_pause = longest_pause
        self.succeeded = 0
        """How many fetches have succeeded."""
        self._flights: dict[int, Flight[_T]] = {}
        self._failure: tuple[float, Exception] | None = None
        self._failures = 0

    def fetch(self, fetch: Callable[[], _T], seconds: float) -> _T:
        """Fetches, or waits at most so long for the fetch that is under way."""
        process = flights.process()  # a child that was forked meanwhile has no thread that would come back
        own: Flight[_T] = Flight()
        flight = self._flights.setdefault(process, own)
        if flight is not own:
            # A subclass that asks for the set while it fetches it.
            return fetch() if flight.thread == own.thread else flight.follow(seconds)
        try:
            found = own.lead(fetch)
        except Exception as error:
            self._failure, self._failures = (time.monotonic(), repeated(error)), self._failures + 1
            raise
        else:
            self._failure, self._failures = None, 0
            self.succeeded += 1
            return found
        finally:
            self._flights.pop(process, None)

    def raise_in_pause(self) -> None:
        """Raises the error of the last fetch again if it is too recent for another try."""
        failure = self._failure
        if failure is None:
            return
        failed, error = failure
        pause = min(self.longest_pause, FIRST_PAUSE * 2 ** min(self._failures - 1, 16))
        if time.monotonic() - failed < pause:
            raise repeated(error)


def repeated(error: BaseException | None) -> Exception:
    """The error of another call, for this one: without its traceback, which would keep alive what the other call held."""
    try:
        again = copy.copy(error)
    except Exception:
        again = None
    if not isinstance(again, Exception):
        again = PyJWKClientError("The JWK Set could not be fetched by another thread")
    cause = error.__cause__ if error is not None else None
    again.__cause__ = None if cause is None else cause.with_traceback(None)
    return again
