"""Calls applications of ASGI and WSGI as servers do, and counts the time of the processor."""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from itertools import repeat
from time import process_time_ns
from typing import Any

from rounds import Contender

# As a browser sends them, except for the token.
HEADERS = {
    "host": "api.example", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0", "accept": "application/json", "accept-language": "en",
    "accept-encoding": "gzip, deflate, br", "connection": "keep-alive", "cookie": "theme=dark",
}  # fmt: skip
Application = Callable[..., Any]


class Asgi:
    """Calls an application as uvicorn does, and counts the processor's time."""

    def __init__(self, bearer: str) -> None:
        self.headers = [(name.encode(), value.encode()) for name, value in (HEADERS | {"authorization": bearer}).items()]
        self.loop = asyncio.new_event_loop()

    def contender(self, name: str, app: Application) -> Contender:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent[:] = [message]
            if message["type"] == "http.response.start" and message["status"] != 200:
                raise AssertionError(f"{name} refuses the request: {message}")

        async def main(times: int) -> float:
            started = process_time_ns()
            for _ in repeat(None, times):
                await app(self.scope(), receive, send)
            return process_time_ns() - started

        def run(times: int) -> float:
            return self.loop.run_until_complete(main(times))

        return checked(Contender(name, run), lambda: sent[0]["body"])

    def scope(self) -> dict[str, Any]:
        return {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 50_000), "scheme": "http", "method": "GET", "root_path": "", "path": "/orders", "raw_path": b"/orders",
            "query_string": b"", "headers": self.headers, "state": {},
        }  # fmt: skip


class Wsgi:
    """Calls an application as a WSGI server does, and counts the processor's time."""

    def __init__(self, bearer: str) -> None:
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (HEADERS | {"authorization": bearer}).items()}
        self.environ = headers | {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": "/orders", "QUERY_STRING": "", "SERVER_NAME": "api.example", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr,
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip

    def contender(self, name: str, app: Application) -> Contender:
        bodies: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            assert status.startswith("200"), f"{name} refuses the request: {status}"

        def once() -> None:
            answer: Iterable[bytes] = app({**self.environ, "wsgi.input": io.BytesIO()}, start)
            bodies[:] = answer
            if close := getattr(answer, "close", None):
                close()

        def run(times: int) -> float:
            started = process_time_ns()
            for _ in repeat(None, times):
                once()
            return process_time_ns() - started

        return checked(Contender(name, run), lambda: bodies[0])


def checked(one: Contender, body: Callable[[], bytes]) -> Contender:
    one.run(1)
    assert body() in (b"anna", b'"anna"'), body()
    return one
