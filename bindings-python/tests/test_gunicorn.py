"""Four workers that fork from a process in which a thread is in the midst of fetching keys."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn forks")

TESTS = Path(__file__).parent


@pytest.fixture
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "gunicorn", "--workers", "4", "--preload", "--bind", "127.0.0.1:0", "--no-control-socket", "gunicorn_app:app"]
    with subprocess.Popen(command, cwd=TESTS, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = ""
        for line in server.stderr:
            told += line
            if found := re.search(r"Listening at: (http://[\d.:]+)", line):
                break
        else:
            pytest.fail(told)
        with ThreadPoolExecutor(1) as reading:
            reading.submit(server.stderr.read)
            yield found[1]
            server.send_signal(signal.SIGTERM)


def test_every_worker_checks_tokens(address: str) -> None:
    def ask(_: int) -> tuple[str, ...]:
        with urlopen(address, timeout=60) as answer:
            return tuple(answer.read().decode().split())

    workers: set[str] = set()
    with ThreadPoolExecutor(8) as pool:
        while len(workers) < 4:
            for worker, *subjects in pool.map(ask, range(16)):
                assert subjects == ["alice"] * 3
                workers.add(worker)
