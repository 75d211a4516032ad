"""ring_histories.json: random policies, calls at random times, emergencies, and clocks that are
wrong now and then.
"""

from __future__ import annotations

import random
from typing import Any

from ring_keys import external
from ring_run import Run

HISTORIES, STEPS = 60, 16
ALGORITHMS = ["ES256", "Ed25519", "ECDH-ES", "HS256", "A256KW"]


def tests() -> list[dict[str, Any]]:
    return [_history(number).case() for number in range(HISTORIES)]


def _history(number: int) -> Run:
    chance = random.Random(f"ring {number}")
    policy = _policy(chance)
    algorithms = chance.sample(ALGORITHMS, chance.choice([1, 1, 2, 3]))
    keys = [external(f"e{index}", "ES384") for index in range(chance.choice([0, 0, 0, 1, 2, 3]))]
    run = Run(f"ring-history-{number}", *algorithms, keys=keys, **policy)
    at, added, tokens = 0, len(keys), []
    for _ in range(STEPS):
        at += _pause(chance, run, at)
        draw = chance.random()
        if draw < 0.15:
            run.revoke(at, chance.choice(sorted(run.names.values())))
        elif draw < 0.25 and keys:
            run.add(at, external(f"e{added}", "ES384"))
            added += 1
        elif draw < 0.4 and tokens:
            run.verify(at, *chance.choice(tokens)[:1], by=None)
        elif draw < 0.6 and "Ed25519" in algorithms:
            life = run.options["token_lifetime"]
            tokens.append((run.issue(at, issuer={"lifetime": life, "alg": "Ed25519"}),))
        elif draw < 0.7:
            run.jwks(at)
        elif draw < 0.75:
            run.reopen(at)
        else:
            run.advance(at)
    run.advance(at)
    run.jwks(at)
    run.key_set(at)
    return run


def _policy(chance: random.Random) -> dict[str, Any]:
    policy = {
        "token_lifetime": chance.randint(1, 20_000),
        "jwks_max_age": chance.randint(0, 4000),
        "verifier_refresh": chance.randint(0, 4000),
        "clock_skew": chance.randint(1, 120),
    }
    ahead = policy["jwks_max_age"] + policy["verifier_refresh"] + policy["clock_skew"]
    keep = policy["token_lifetime"] + 3 * policy["clock_skew"] + 1 + policy["jwks_max_age"] + policy["verifier_refresh"]
    least = max(ahead, -(-keep // 60))
    return {"rotate_every": least if chance.random() < 0.3 else chance.randint(least, 20 * least), **policy}


def _pause(chance: random.Random, run: Run, at: int) -> int:
    """Until the ring has something to do, some time at random, a long sleep, or a clock that was
    set back.
    """
    every, draw = run.ring.policy.rotate_every, chance.random()
    if draw < 0.4:
        due = run.ring.due(run.input["now"] + at)
        return 0 if due is None else int(due - run.input["now"] - at)
    if draw < 0.85:
        return chance.randint(0, int(every))
    return chance.randint(0, int(3 * every)) if draw < 0.92 else -chance.randint(0, int(2 * every))
