"""What test_gunicorn.py serves: an application that is loaded before its workers fork, while a
thread checks tokens all the time.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from tokenseal import RemoteKeySet, Verifier
from tokenseal.testing import Server

server = Server().__enter__()
token = server.issuer.issue({"sub": "alice"}, expires_in="1h")


def made() -> Verifier:
    return Verifier(RemoteKeySet(server.jwks_uri, allow_http=True), issuer=server.url)


warm, cold = made(), made()
warm.ready()


def busy() -> None:
    while True:
        made().verify(token)


threading.Thread(target=busy, daemon=True).start()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    subjects = [warm.verify(token)["sub"], cold.verify(token)["sub"], made().verify(token)["sub"]]
    time.sleep(0.02)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid()} {' '.join(subjects)}".encode()]
