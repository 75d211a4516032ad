"""A real uWSGI, which runs no threads unless told to: a check that lacks keys then fetches them
itself.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tokenseal.testing import Server

TESTS = Path(__file__).parent
PROGRAM = Path(sys.executable).parent / "uwsgi"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="uWSGI does not run on Windows"),
    pytest.mark.skipif(not PROGRAM.exists(), reason="uWSGI could not be compiled: it needs a C compiler and Python's headers"),
]

Ask = Callable[[str], dict[str, Any]]


@contextmanager
def serving(jwks_uri: str, token: str, *options: str) -> Iterator[Ask]:
    """One process, which answers one request at a time."""
    command = [str(PROGRAM), "--http-socket", "127.0.0.1:0", "--home", sys.prefix, "--module", "uwsgi_app", "--need-app", "--die-on-term", *options]
    environment = {**os.environ, "JWKS_URI": jwks_uri}
    with subprocess.Popen(command, cwd=TESTS, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = ""
        for line in server.stderr:
            told += line
            if line.startswith("spawned uWSGI"):
                break
        found = re.search(r"bound to TCP address (127\.0\.0\.1:\d+)", told)
        assert found is not None, told

        def ask(path: str) -> dict[str, Any]:
            with urlopen(Request(f"http://{found[1]}{path}", headers={"Authorization": f"Bearer {token}"}), timeout=30) as answer:
                return dict(json.load(answer))

        with ThreadPoolExecutor(1) as reading:
            reading.submit(server.stderr.read)
            try:
                yield ask
            finally:
                server.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("options", [(), ("--enable-threads",), ("--threads", "2")], ids=["no threads", "enable-threads", "threads"])
def test_tokens_are_checked_by_fetched_keys(options: tuple[str, ...]) -> None:
    with Server() as server, serving(server.jwks_uri, server.issuer.issue({"sub": "alice"}), *options) as ask:
        for path, requests in [("/", 1), ("/", 1), ("/expired", 2), ("/due", 3), ("/", 3)]:
            answer = ask(path)
            for _ in range(200):
                if not options or len(server.requests) >= requests:
                    break
                # A thread refreshes what is due, without keeping a request waiting.
                sleep(0.05)
            assert answer["subject"] == "alice"
            assert len(server.requests) == requests
        assert ask("/")["fetching"] == ["tokenseal" if options else answer["checking"]] * 3
