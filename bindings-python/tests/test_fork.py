"""A fork while other threads are busy: every child works, whatever its parent was doing.

Each case runs in its own process, which forks TOKENSEAL_FORKS times (`cargo xtask soak` asks for
thousands).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

FORKS = os.environ.get("TOKENSEAL_FORKS", "40")
PROGRAM = Path(__file__).parent / "forking.py"


def run(case: str) -> None:
    command = [sys.executable, "-W", "ignore", str(PROGRAM), case, FORKS]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60 + int(FORKS), check=False)
    assert (finished.returncode, finished.stdout) == (0, f"{FORKS} children worked\n"), finished.stdout + finished.stderr


@pytest.mark.parametrize("case", ["rs256-sign", "rsa-oaep-decrypt", "es256-verify-many", "ecdh-encrypt", "passing-threads", "from-c", "remote-verify", "ring-in-a-file", "revocations"])
def test_children_of_a_busy_process_work(case: str) -> None:
    run(case)


def test_pools_of_processes_work_next_to_a_busy_thread() -> None:
    run("process-pool")


def test_a_child_does_not_wait_for_a_flight_of_its_parent() -> None:
    run("flight-under-way")


def test_other_threads_go_on_while_a_fork_waits() -> None:
    run("long-call")


def test_a_hook_that_waits_for_a_call_does_not_deadlock() -> None:
    run("waiting-hook")


def test_hooks_may_call_the_library() -> None:
    run("calling-hook")
