"""The commands of a list of revocations, over connections of our own to the servers of the caller's client (`places`).

A connection is made by the caller's package, with all that belongs to it: TLS, credentials, a database. What goes over it is `resp`'s.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from time import monotonic
from typing import Any

from . import flights
from .flights import Answer, Failed
from .places import Place, of
from .resp import ask, is_silent

Commands = list[list[str]]


class Store:
    """The connections of one list."""

    def __init__(self, place: Place) -> None:
        self.place = place
        # Those that nobody uses, each with the process that made it: a child's are its own.
        self.idle: list[tuple[int, Any]] = []

    def send(self, commands: Commands, timeout: float) -> list[Any]:
        """One reply for each command, all of one connection. Whoever comes meanwhile has another connection."""
        deadline = monotonic() + timeout
        values = self.attempt(commands, deadline)
        while self.place.is_elsewhere(values[0]):
            values = self.attempt(commands, deadline)
        return values

    def attempt(self, commands: Commands, deadline: float) -> list[Any]:
        connection = self.take() or self.place.connect(deadline)
        try:
            values = [ask(connection, command, deadline) for command in commands]
        except BaseException:
            # Its late replies must not be taken for those of other commands.
            self.place.failed()
            connection.disconnect()
            raise
        if any(isinstance(value, dict) for value in values):
            # It may lead to a server that is no primary any more.
            connection.disconnect()
        else:
            self.idle.append((flights.process(), connection))
        return values

    def take(self) -> Any:
        """A connection that is there, and that the server has not closed."""
        while self.idle:
            try:
                process, connection = self.idle.pop()
            except IndexError:  # another thread was faster
                return None
            if process == flights.process() and is_silent(connection._sock):
                return connection
            connection.disconnect()
        return None


def store_of(client: Any) -> Store | None:
    """What sends commands to where a client does; None if it is no client that this can be known of."""
    place = of(client)
    return None if place is None else Store(place)


def answer(store: Store, request: Mapping[str, Any]) -> Answer:
    """The outcome of a request. Every failure has a name."""
    try:
        return {"id": request["id"], "replies": store.send(request["commands"], request["timeout"])}, b""
    except Failed as failed:
        return flights.failed(request, str(failed))
    except Exception as error:
        return flights.failed(request, reason(error))


def reason(error: BaseException | None) -> str:
    """Why there is no reply, by what an error was caused by."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        name = type(error).__name__
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
            return "tls"
        if isinstance(error, TimeoutError) or name == "TimeoutError":
            return "timeout"
        if name.startswith(("Authentic", "Authoriz")) or name in ("NoPermissionError", "ResponseError"):
            return "store"
        seen.append(error)
        error = error.__cause__ or error.__context__
    return "connect"
