"""Commands and their replies over a socket, in RESP2: written and read here, so that a reply is what the server said, whatever a client's package
makes of it, and no read takes longer than what is left of the time.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable
from time import monotonic
from typing import Any

from .flights import Failed


def ask(connection: Any, command: list[str], deadline: float) -> Any:
    """One command and its reply, in RESP2 as JSON has it: an error of the server is a value."""
    socket = connection._sock
    words = [word.encode() for word in command]
    socket.settimeout(left(deadline))
    socket.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words))
    return Reader(socket, deadline).value()


class Reader:
    """The bytes of one reply."""

    def __init__(self, socket: Any, deadline: float) -> None:
        self.socket, self.deadline, self.bytes, self.at = socket, deadline, bytearray(), 0

    def value(self) -> Any:
        line = self.until(self.bytes_of_line)
        kind, rest = line[:1], text(line[1:])
        if kind == b"+":
            return rest
        if kind == b"-":
            return {"error": rest}
        if kind == b":":
            return int(rest)
        length = int(rest)
        if kind not in (b"$", b"*"):
            raise Failed("unreadable")
        if length < 0:
            return None
        if kind == b"*":
            return [self.value() for _ in range(length)]
        return text(self.until(lambda: self.bytes_of(length))[:-2])

    def bytes_of_line(self) -> int:
        end = self.bytes.find(b"\r\n", self.at)
        return 0 if end < 0 else end + 2 - self.at

    def bytes_of(self, length: int) -> int:
        return length + 2 if len(self.bytes) - self.at >= length + 2 else 0

    def until(self, found: Callable[[], int]) -> bytes:
        """As many bytes as are found, once they are there. A line is without its end."""
        while not (length := found()):
            self.socket.settimeout(left(self.deadline))
            received = self.socket.recv(65536)
            if not received:
                raise Failed("connect")
            self.bytes += received
        self.at += length
        return bytes(self.bytes[self.at - length : self.at])


def text(given: bytes) -> str:
    try:
        return given.removesuffix(b"\r\n").decode()
    except UnicodeDecodeError:
        raise Failed("unreadable") from None


def left(deadline: float) -> float:
    """How much time is left until then, in seconds."""
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise Failed("timeout")
    return seconds


def is_silent(socket: Any) -> bool:
    """Whether there is nothing to be read: neither a late reply, nor the end of the connection."""
    with selectors.DefaultSelector() as selector:
        selector.register(socket, selectors.EVENT_READ)
        return not selector.select(0)
