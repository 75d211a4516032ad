"""Real servers of Redis and Valkey, started by the program of tests/stores, whose README describes
its commands.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

PROGRAM = "TOKENSEAL_STORES"


class Servers:
    """A separate process, which stops its servers when the test ends."""

    def __init__(self) -> None:
        program = os.environ.get(PROGRAM)
        assert program, f"`cargo xtask test python` sets {PROGRAM}, and `cargo xtask setup stores` makes what it names"
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def start(self, kind: str = "redis", **members: Any) -> Started:
        return Started(self, self.ask({"start": kind, **members}))

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "error" not in answer, (request, answer)
        return answer


class Started:
    """One deployment."""

    def __init__(self, servers: Servers, told: dict[str, Any]) -> None:
        self.servers, self.told = servers, told
        self.port: int = told["port"]

    def perform(self, what: str, **members: Any) -> dict[str, Any]:
        """`stop`, `pause` and other commands that take an id."""
        return self.servers.ask({what: self.told["id"], **members})

    def command(self, *words: str) -> Any:
        return self.perform("command", args=list(words))["reply"]
