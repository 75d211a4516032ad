"""Four workers that fork from a process in which a thread is fetching keys, or issuing from a ring.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from tokenseal import Key, KeyRing, inspect_unverified

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn forks")

TESTS = Path(__file__).parent


@contextmanager
def served(app: str, **environment: str) -> Iterator[str]:
    command = [sys.executable, "-m", "gunicorn", "--workers", "4", "--preload", "--bind", "127.0.0.1:0", "--no-control-socket", app]
    with subprocess.Popen(command, cwd=TESTS, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True) as server:
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
            try:
                yield found[1]
            finally:
                server.send_signal(signal.SIGTERM)


def test_every_worker_checks_tokens() -> None:
    def ask(_: int) -> tuple[str, ...]:
        with urlopen(address, timeout=60) as answer:
            return tuple(answer.read().decode().split())

    workers: set[str] = set()
    with served("gunicorn_app:app") as address, ThreadPoolExecutor(8) as pool:
        while len(workers) < 4:
            for worker, *subjects in pool.map(ask, range(16)):
                assert subjects == ["alice"] * 3
                workers.add(worker)


def test_four_workers_issue_from_one_ring_while_it_rotates(tmp_path: Path) -> None:
    now = 1_700_000_000.0

    def clock() -> float:
        return now

    def set_clock(to: float) -> None:
        nonlocal now
        now = to
        new = tmp_path / "clock.new"
        new.write_text(str(now), encoding="utf-8")
        new.replace(tmp_path / "clock")

    set_clock(now)
    protect = Key.generate("A256KW")
    (tmp_path / "protect.jwk").write_text(json.dumps(protect.to_jwk(private=True)), encoding="utf-8")
    ring = KeyRing.create("Ed25519", rotate_every="1h", clock=clock)
    ring.save(tmp_path / "keys.ring", protect)

    workers, signers = set[int](), set[str]()
    held: list[tuple[float, str]] = []
    with served("gunicorn_ring:app", RING=str(tmp_path)) as address, ThreadPoolExecutor(8) as pool:

        def ask(_: int) -> dict[str, Any]:
            body = "\n".join(text for _, text in held).encode()
            with urlopen(address, data=body, timeout=60) as answer:
                assert answer.headers["cache-control"] == "max-age=600"
                found: dict[str, Any] = json.loads(answer.read())
            assert found["failed"] is None
            workers.add(found["worker"])
            return found

        def ask_all(refused: set[str]) -> None:
            """Every worker that answers refuses these tokens, and accepts the others."""
            answers = list(pool.map(ask, range(12)))
            assert all({text for text, _ in found["refused"]} == refused for found in answers)
            held.extend((now + 900, found["token"]) for found in answers)
            signers.update(key_of(found["token"]) for found in answers)

        for _ in range(60):
            set_clock(now + 420)
            held = [(end, text) for end, text in held if end > now]
            ask_all(set())

        stolen = ring.signing_key().key_id
        assert stolen is not None
        ring.revoke(stolen)
        set_clock(now + 1)
        revoked = {text for _, text in held if key_of(text) == stolen}
        assert revoked and stolen in signers
        for _ in range(3):
            before = len(held)
            ask_all(revoked)
            assert stolen not in [key_of(text) for _, text in held[before:]]
        while len(workers) < 4:
            ask(0)
    assert len(signers) >= 7 and ring.status()["failed"] is None


def key_of(text: str) -> str:
    return str(inspect_unverified(text)["header"]["kid"])
