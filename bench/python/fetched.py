"""Keys that are fetched: what a check costs once they are there, and the slowest checks while they are fetched again."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

from tokenseal import Issuer, Key, KeySet, RemoteKeySet, Verifier
from tokenseal.testing import Clock

from keys import Keys
from rounds import contender, figures, more, row, times
from signed import Claims

PLAIN = "a plain set"
NONE = "no refresh"
OTHER = "another set refreshed"
STARTING = "the check that starts it"
# Many short rounds: a difference of 100 ns is looked for.
ROUNDS, ROUND_NS = 301, 1_000_000
REFRESHES = 25
# What a request takes to a server that is far away, in milliseconds.
DELAY = 200


def rows(claims: Claims) -> Iterator[dict[str, Any]]:
    keys = Keys("RS256")
    token = Issuer(keys.key).issue(claims)
    names = {"issuer": claims["iss"], "audience": claims["aud"]}
    yield warm(keys, token, names)
    with hostile_server() as url:
        during = Refreshing(url, keys.public_key, token, names).measured()
    yield figures("RS256: verify during refreshes, the slowest of a thousand", "ns", list(during.items()), [times(1.1, NONE)])


def warm(keys: Keys, token: str, names: dict[str, str]) -> dict[str, Any]:
    jwks = json.dumps(KeySet([keys.public_key]).to_jwks()).encode()
    remote = Verifier(RemoteKeySet("https://issuer.example/jwks.json", fetch=lambda request: (200, {}, jwks)), **names)
    remote.ready()
    plain = Verifier(KeySet([keys.public_key]), **names)
    contenders = [contender("tokenseal", lambda: remote.verify(token)), contender(PLAIN, lambda: plain.verify(token))]
    return row("RS256: verify, by keys that were fetched", contenders, [more(100, PLAIN)], ROUND_NS, ROUNDS)


class Refreshing:
    """Checks by a set that is refreshed by the package's own driver, on a thread."""

    def __init__(self, url: str, key: Key, token: str, names: dict[str, str]) -> None:
        self.url, self.token, self.landed = url, token, 0
        other = Key.generate("RS256").public()
        # Other keys each time.
        self.published = [json.dumps(KeySet(keys).to_jwks()).encode() for keys in ([key], [key, other])]
        self.clocks, self.verifiers = [Clock(time.time()), Clock(time.time())], list[Verifier]()
        for name, clock in zip(("own", "other"), self.clocks, strict=True):
            post(f"{url}/s/{name}/control/keys", self.published[0])
            post(f"{url}/s/{name}/control/delay/{DELAY}")
            keys = RemoteKeySet(f"{url}/s/{name}/b/ok/jwks.json", allow_http=True, clock=clock, on_event=self.on_event)
            self.verifiers.append(Verifier(keys, **names))
            self.verifiers[-1].ready()
        self.watch = Stopwatch()

    def on_event(self, event: Any) -> None:
        assert event["event"] in ("fetched", "rotated"), event
        self.landed += event["event"] == "rotated"

    def measured(self) -> dict[str, float]:
        taken: dict[str, list[int]] = {"tokenseal": [], NONE: [], OTHER: []}
        starting = list[int]()
        for number in range(REFRESHES):
            during = self.refreshed(0, "own", number)
            taken["tokenseal"] += during
            starting.append(during[0])
            taken[NONE] += [self.check() for _ in during]
            taken[OTHER] += self.refreshed(1, "other", number)
        slowest = {name: sorted(all_of_it)[len(all_of_it) * 999 // 1000] for name, all_of_it in taken.items()}
        return {**slowest, STARTING: median(starting)}

    def refreshed(self, index: int, name: str, number: int) -> list[int]:
        """What checks by the first set take while one of the two is refreshed: from the check that finds it due until the keys are exchanged."""
        post(f"{self.url}/s/{name}/control/keys", self.published[(number + 1) % 2])
        before, taken = self.landed, list[int]()
        self.clocks[index].advance(595)
        if index:
            self.verifiers[index].verify(self.token)
        while self.landed == before:
            taken.append(self.check())
        return taken

    def check(self) -> int:
        verifier, token = self.verifiers[0], self.token
        held_up, began = self.watch.held_up(), time.perf_counter_ns()
        verifier.verify(token)
        taken = time.perf_counter_ns() - began
        return max(1, taken - (self.watch.held_up() - held_up))


class Stopwatch:
    """Knows how long this thread could have run and did not: on a busy machine the slowest of a thousand would be nothing else. Only Linux tells."""

    def __init__(self) -> None:
        try:
            self.file = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        except OSError:
            self.file = -1

    def held_up(self) -> int:
        return int(os.pread(self.file, 96, 0).split()[1]) if self.file >= 0 else 0


@contextmanager
def hostile_server() -> Iterator[str]:
    """A server outside of this process, whose interpreter has other things to do."""
    with subprocess.Popen([os.environ["TOKENSEAL_HOSTILE_SERVER"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None and server.stdout is not None
        yield json.loads(server.stdout.readline())["http"]
        server.stdin.close()


def post(url: str, body: bytes = b"") -> None:
    urlopen(Request(url, data=body, method="POST"), timeout=30).close()
