"""The bare primitives of aws-lc-rs: a Rust program that runs what it is asked, and reports how
long it took.
"""

from __future__ import annotations

import subprocess

from rounds import Contender

NAME = "bare aws-lc-rs"


class Bare:
    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Bare:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def contender(self, operation: str, length: int) -> Contender:
        def run(times: int) -> float:
            assert self.process.stdin and self.process.stdout
            self.process.stdin.write(f"{operation} {length} {times}\n")
            self.process.stdin.flush()
            return float(self.process.stdout.readline())

        return Contender(NAME, run)
