"""Two threads, and many tokens at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from time import perf_counter_ns
from typing import Any

import jwt
from tokenseal import Issuer, Verifier

from keys import Keys
from rounds import Contender, at_least, contender, row
from signed import Claims

ONE = "one thread"
MANY = 256
# Long enough for what it takes to start threads not to matter.
ROUND_NS = 40_000_000


def rows(claims: Claims) -> Iterator[dict[str, Any]]:
    for title, alg in (("RS256", "RS256"), ("ES256", "ES256"), ("Ed25519", "EdDSA")):
        keys = Keys(alg)
        token = Issuer(keys.key).issue(claims)
        names = {"issuer": claims["iss"], "audience": claims["aud"]}
        verifier = Verifier(keys.public_key, **names)
        ours: Callable[[], Any] = lambda: verifier.verify(token).claims
        theirs: Callable[[], Any] = lambda: jwt.decode(token, keys.public, [alg], **names)
        contenders = [on_two_threads("tokenseal", ours), contender(ONE, ours), on_two_threads("PyJWT", theirs)]
        yield row(f"{title}: verify on two threads", contenders, [at_least(1.9, ONE)], ROUND_NS)
        if alg == "ES256":
            tokens = [token] * MANY
            many = contender("tokenseal", lambda: verifier.verify_many(tokens))
            one = contender(ONE, lambda: verifier.verify(token))
            yield row(f"{title}: verify_many, {MANY} tokens on all cores", [each(many), one], [at_least(1.9, ONE)], ROUND_NS)


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
