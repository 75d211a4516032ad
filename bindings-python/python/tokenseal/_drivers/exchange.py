"""One GET over http.client: no proxy, no redirect, no cookie, no cache, and one deadline for all of it.

A socket's timeout applies to each call, so a server that sends a byte now and then could hold
the request open forever. Here, each call gets the time left until the deadline.
"""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlsplit

from .._native import _is_public_address
from .flights import Failed

PIECE = 65536
"""How much is read at once."""

_context: ssl.SSLContext | None = None


def get(fetch: Mapping[str, Any], headers: Iterable[tuple[str, str]], context: ssl.SSLContext | None) -> tuple[int, list[tuple[str, str]], bytes]:
    """Makes the request: status, headers and body, or Failed."""
    deadline = monotonic() + fetch["timeout"]
    wire = None
    try:
        url = urlsplit(fetch["url"])
        wire = Wire(connect(url, deadline, fetch["only_public_address"], context), deadline, 8 * fetch["max_bytes"] + 16 * PIECE)
        return converse(wire, url, headers, fetch["max_bytes"])
    except Failed:
        raise
    except TimeoutError:
        raise Failed("timeout") from None
    except ssl.SSLEOFError:
        raise Failed("connect") from None
    except ssl.SSLError:
        raise Failed("tls") from None
    except (OSError, HTTPException, ValueError):
        raise Failed("connect") from None
    finally:
        if wire is not None:
            wire.connection.close()


def converse(wire: Wire, url: SplitResult, headers: Iterable[tuple[str, str]], max_bytes: int) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = HTTPConnection(url.hostname or "", url.port)
    connection.default_port = 443 if url.scheme == "https" else 80
    connection.auto_open = 0
    connection.sock = wire
    connection.putrequest("GET", (url.path or "/") + (f"?{url.query}" if url.query else ""))
    for name, value in headers:
        connection.putheader(name, value)
    connection.putheader("Connection", "close")
    connection.endheaders()
    with connection.getresponse() as response:
        body = bytearray()
        while piece := response.read(min(PIECE, max_bytes + 1 - len(body))):
            body += piece
            if len(body) > max_bytes:
                raise Failed("too_large")
        if response.length:
            raise Failed("connect")
        return response.status, response.getheaders(), bytes(body)


def connect(url: SplitResult, deadline: float, only_public: bool, context: ssl.SSLContext | None) -> socket.socket:
    """A connection to one of the host's addresses, the very one that was looked at."""
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if only_public:
        found = [one for one in found if _is_public_address(str(one[4][0]))]
        if not found:
            raise Failed("url_not_allowed")
    connection = reach(found, deadline)
    if url.scheme != "https":
        return connection
    try:
        connection.settimeout(left(deadline))
        return (context or default_context()).wrap_socket(connection, server_hostname=host)
    except BaseException:
        connection.close()
        raise


def reach(found: list[Any], deadline: float) -> socket.socket:
    """Tries one address after the other, each with its share of the time."""
    failure: OSError = OSError("a name without addresses")
    for index, (family, kind, protocol, _, address) in enumerate(found):
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(left(deadline) / (len(found) - index))
            connection.connect(address)
            return connection
        except OSError as error:
            failure = error
            connection.close()
    raise failure


def default_context() -> ssl.SSLContext:
    """Made once: it takes long to read the system's CAs."""
    global _context
    if _context is None:
        _context = ssl.create_default_context()
    return _context


def left(deadline: float) -> float:
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


class Wire(io.RawIOBase):
    """A connection as http.client knows one. No call outlasts the deadline, and no answer is longer than any that is good.

    http.client closes it as soon as it has the headers of an answer, and still reads. The connection itself is closed by who has opened it.
    """

    def __init__(self, connection: socket.socket, deadline: float, most: int) -> None:
        super().__init__()
        self.connection, self.deadline, self.most = connection, deadline, most

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(left(self.deadline))
        self.connection.sendall(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(left(self.deadline))
        count = self.connection.recv_into(buffer)
        self.most -= count
        if self.most < 0:
            raise Failed("too_large")
        return count

    def close(self) -> None:
        """Leaves it open."""
