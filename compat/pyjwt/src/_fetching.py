"""One GET by `urllib.request`, with one time limit for all of it.

A urllib timeout applies to each socket call, so a server that sends a byte now and then could
hold the request open forever. Here, each call gets the time left until the deadline, as in the
drivers of `RemoteKeySet`; and the caller waits no longer than that, even if the system is still
resolving a name.
"""

from __future__ import annotations

import http.client
import socket
import threading
import urllib.request
from collections.abc import Callable, Mapping
from ssl import SSLContext
from time import monotonic
from typing import Any, TypeVar

from tokenseal._drivers import exchange, threads
from tokenseal._drivers.flights import Failed

_T = TypeVar("_T")

MAX_RESPONSE_BYTES = 1024 * 1024
"""The longest answer that is read."""


class TooLarge(Exception):
    """The answer is longer than any that is read."""


class NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """A redirect would take the request's headers, and the trust in its answer, to another place."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


def get(url: str, headers: Mapping[str, Any], timeout: float, context: SSLContext | None) -> bytes | str:
    """The body of the answer. Raises what urllib does, a TimeoutError where the time has passed, or `TooLarge`."""
    request = urllib.request.Request(url=url, headers=dict(headers))
    wires = _Wires(monotonic() + timeout)
    opener = urllib.request.build_opener(NoRedirectHandler(), _HTTPHandler(wires), _HTTPSHandler(wires, context))

    def carry() -> bytes | str:
        try:
            with opener.open(request, timeout=timeout) as response:
                answer: bytes | str = response.read(MAX_RESPONSE_BYTES + 1)
        except Failed as error:  # more than any answer that is good, headers included
            raise TooLarge from error
        finally:
            wires.close()
        if len(answer) > MAX_RESPONSE_BYTES:
            raise TooLarge
        return answer

    return within(timeout, carry)


def within(seconds: float, work: Callable[[], _T]) -> _T:
    """The result of a function on its own thread, unless it takes too long: then the thread is
    abandoned. If threads cannot be started, it runs here."""
    outcome: list[Any] = []
    over = threading.Event()

    def run() -> None:
        try:
            outcome.extend((work(), None))
        except BaseException as error:
            outcome.extend((None, error))
        finally:
            over.set()

    if not threads.has_threads():
        return work()
    try:
        threading.Thread(target=run, name="tokenseal", daemon=True).start()
    except RuntimeError:  # can't start new thread
        return work()
    if not over.wait(seconds):
        raise TimeoutError("timed out")
    result, error = outcome
    if error is not None:
        try:
            raise error
        finally:
            del error  # its traceback holds this frame
    return result  # type: ignore[no-any-return]


class _Wires:
    """The connections of a request, which end with it."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.opened: list[Any] = []

    def bounded(self, connection: Any) -> Any:
        """The connection, whose every call ends by the deadline."""
        self.opened.append(connection)
        return exchange.Wire(connection, self.deadline, 8 * MAX_RESPONSE_BYTES)

    def reach(self, address: tuple[str, int], _timeout: object = None, _source: object = None) -> Any:
        """Connects to one of a host's addresses, each with its share of the time."""
        connection = exchange.reach(socket.getaddrinfo(*address, type=socket.SOCK_STREAM), self.deadline)
        connection.settimeout(exchange.left(self.deadline))
        return connection

    def close(self) -> None:
        for connection in self.opened:
            connection.close()


class _Bounded(http.client.HTTPConnection):
    wires: _Wires
    _create_connection: Any

    def connect(self) -> None:
        self._create_connection = self.wires.reach
        super().connect()
        self.sock: Any = self.wires.bounded(self.sock)


class _HTTP(_Bounded):
    """http, by the deadline."""


class _HTTPS(_Bounded, http.client.HTTPSConnection):
    """https, by the deadline. `_Bounded` comes first, so that what it bounds is the TLS connection."""


def _made(kind: type[_Bounded], wires: _Wires) -> Callable[..., _Bounded]:
    def make(host: str, **arguments: Any) -> _Bounded:
        connection = kind(host, **arguments)
        connection.wires = wires
        return connection

    return make


class _HTTPHandler(urllib.request.HTTPHandler):
    def __init__(self, wires: _Wires) -> None:
        super().__init__()
        self.wires = wires

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_made(_HTTP, self.wires), req)


class _HTTPSHandler(urllib.request.HTTPSHandler):
    def __init__(self, wires: _Wires, context: SSLContext | None) -> None:
        self.context = context or exchange.default_context()
        super().__init__(context=self.context)
        self.wires = wires

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_made(_HTTPS, self.wires), req, context=self.context)
