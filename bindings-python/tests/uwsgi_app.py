"""What test_uwsgi.py serves: an application that checks a token with fetched keys, and returns
which threads fetched them.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from tokenseal import RemoteKeySet, Verifier
from tokenseal.testing import Clock

clock = Clock(time.time())
fetching: list[str] = []


def headers() -> dict[str, str]:
    """Called for the headers of each request, on the thread that carries the flight."""
    fetching.append(threading.current_thread().name)
    return {}


keys = RemoteKeySet(os.environ["JWKS_URI"], allow_http=True, headers=headers, clock=clock)
verifier = Verifier(keys, allow_any_issuer=True)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    clock.advance({"/due": 590, "/expired": 660}.get(environ["PATH_INFO"], 0))
    token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    found = {"subject": verifier.verify(token)["sub"], "checking": threading.current_thread().name, "fetching": fetching}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(found).encode()]
