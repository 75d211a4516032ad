"""Two threads, and many tokens at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from time import perf_counter_ns
from typing import Any

import jwt
from tokenseal import Issuer, Verifier

from keys import Keys
from processes import NAME as PROCESSES
from processes import Processes
from rounds import Contender, at_least, contender, row
from signed import Claims

ONE = "one thread"
LOOP = "a loop of verify"
MANY = 256
# Long enough for what it takes to start threads not to matter.
ROUND_NS = 40_000_000


def rows(claims: Claims) -> Iterator[dict[str, Any]]:
    for title, alg in (("HS256", "HS256"), ("RS256", "RS256"), ("ES256", "ES256"), ("Ed25519", "EdDSA")):
        keys = Keys(alg)
        token = Issuer(keys.key).issue(claims)
        names = {"issuer": claims["iss"], "audience": claims["aud"]}
        verifier = Verifier(keys.public_key, **names)
        with Processes(keys.public_key.to_jwk(**({"private": True} if keys.secret else {})), names, token) as processes:
            if not keys.secret:
                ours: Callable[[], Any] = lambda: verifier.verify(token).claims
                theirs: Callable[[], Any] = lambda: jwt.decode(token, keys.public, [alg], **names)
                contenders = [on_two_threads("tokenseal", ours), contender(ONE, ours), processes.contender(), on_two_threads("PyJWT", theirs)]
                yield row(f"{title}: verify on two threads", contenders, [at_least(0.75, PROCESSES)], ROUND_NS)
            if title in ("HS256", "ES256"):
                yield many(title, verifier, token, processes)


def many(title: str, verifier: Verifier, token: str, processes: Processes) -> dict[str, Any]:
    """Tokens that are quick to check are not worth a thread, and still sooner together than each alone."""
    tokens = [token] * MANY
    ours = contender("tokenseal", lambda: verifier.verify_many(tokens))
    loop = contender(LOOP, lambda: [verifier.verify(token) for token in tokens])
    if title == "HS256":
        return row(f"{title}: verify_many, {MANY} tokens", [each(ours), each(loop)], [at_least(1, LOOP)], ROUND_NS)
    contenders = [each(ours), each(loop), processes.contender()]
    return row(f"{title}: verify_many, {MANY} tokens on all cores", contenders, [at_least(0.95, PROCESSES)], ROUND_NS)


def on_two_threads(name: str, function: Callable[[], Any]) -> Contender:
    one = contender(name, function)

    def run(times: int) -> float:
        half = (times + 1) // 2
        threads = [threading.Thread(target=one.run, args=(half,)) for _ in range(2)]
        started = perf_counter_ns()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return (perf_counter_ns() - started) * times / (2 * half)

    return Contender(name, run)


def each(many: Contender) -> Contender:
    """Counts tokens, not the calls that take many of them."""

    def run(times: int) -> float:
        calls = -(-times // MANY)
        return many.run(calls) * times / (calls * MANY)

    return Contender(many.name, run)
