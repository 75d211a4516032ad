"""Two processes that check at once: what two threads are held against, since no lock is between them.

This file is the program of each as well: it reads what to check, says that it is ready, and for each line on standard input checks so many times.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import repeat
from time import perf_counter_ns
from typing import Any

from rounds import Contender

NAME = "two processes"


class Processes:
    """Both, for one token and one key."""

    def __init__(self, jwk: dict[str, Any], names: dict[str, str], token: str) -> None:
        told = json.dumps({"jwk": jwk, "names": names, "token": token})
        command = [sys.executable, __file__]
        self.both = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        for one in self.both:
            say(one, told)
        for one in self.both:
            hear(one)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.both:
            one.communicate()

    def contender(self) -> Contender:
        def run(times: int) -> float:
            half = (times + 1) // 2
            started = perf_counter_ns()
            for one in self.both:
                say(one, str(half))
            for one in self.both:
                hear(one)
            return (perf_counter_ns() - started) * times / (2 * half)

        return Contender(NAME, run)


def say(one: subprocess.Popen[str], line: str) -> None:
    assert one.stdin
    one.stdin.write(f"{line}\n")
    one.stdin.flush()


def hear(one: subprocess.Popen[str]) -> None:
    assert one.stdout and one.stdout.readline()


def main() -> None:
    from tokenseal import Key, Verifier

    told = json.loads(sys.stdin.readline())
    verifier, token = Verifier(Key.from_jwk(told["jwk"]), **told["names"]), told["token"]
    print("ready", flush=True)
    for line in sys.stdin:
        for _ in repeat(None, int(line)):
            verifier.verify(token).claims
        print("done", flush=True)


if __name__ == "__main__":
    main()
