"""The costs in docs/performance.md: keys made each time, and verifiers made each time.

    python bench/python/costs.py [--quick]

Needs the package alone. Prints a table in Markdown; each part is measured in turns, as the benchmarks are, by the time of
the thread that works. `--quick` takes a few rounds only, to see that it runs.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from itertools import repeat
from typing import Any

from rounds import Contender, row
from tokenseal import Issuer, Key, KeySet, Verifier, sign, verify

NAMES: dict[str, Any] = {"issuer": "https://issuer.example", "audience": "https://api.example"}
CLAIMS = {"sub": "user-7c2f41d9", "scope": "orders:read orders:write"}


def keys_once(alg: str) -> list[Contender]:
    """A check with everything kept that can be, and with each thing made again."""
    key = Key.generate(alg)  # type: ignore[arg-type]
    public = key if key.key_type == "oct" else key.public()
    issuer = Issuer(key, lifetime="15m", **NAMES)
    token = issuer.issue(CLAIMS)
    verifier, remembering = Verifier(public, **NAMES), Verifier(public, remember=1000, **NAMES)
    parts: list[tuple[str, Callable[[], Any]]] = [
        ("a `Verifier` that you keep", lambda: verifier.verify(token)["sub"]),
        ("the same with `remember`, a token that comes again", lambda: remembering.verify(token)["sub"]),
        ("`verify`, which parses its options each time", lambda: verify(token, public, **NAMES)["sub"]),
        ("a `Verifier` created for the check", lambda: Verifier(public, **NAMES).verify(token)["sub"]),
    ]
    if key.key_type == "oct":
        jwk = key.to_jwk(private=True)
        parts.append(("the key read from a JWK for the check", lambda: verify(token, Key.from_jwk(jwk), **NAMES)["sub"]))
    else:
        pem, jwks = public.to_pem(), KeySet([key]).to_jwks()
        parts.append(("the key read from PEM for the check", lambda: verify(token, Key.from_pem(pem, alg), **NAMES)["sub"]))  # type: ignore[arg-type]
        parts.append(("a JWK Set read for the check", lambda: verify(token, KeySet.from_jwks(jwks), **NAMES)["sub"]))
    checks = [contender(name, part, CLAIMS["sub"]) for name, part in parts]
    checks.append(awaited(verifier, token))
    return [*checks, contender("an `Issuer` that is kept: make one", lambda: issuer.issue(CLAIMS)), contender("`sign`: make one", lambda: sign(CLAIMS, key, expires_in="15m", **NAMES))]


def awaited(verifier: Verifier, token: str) -> Contender:
    """The same by `verify_async`, in an event loop that runs already."""

    def run(times: int) -> float:
        async def checks() -> float:
            started = time.thread_time_ns()
            for _ in range(times):
                await verifier.verify_async(token)
            return time.thread_time_ns() - started

        return asyncio.run(checks())

    return Contender("`verify_async` of the same `Verifier`, awaited", run)


def contender(name: str, function: Callable[[], Any], expected: Any = None) -> Contender:
    """As `rounds.contender`, by the time of the thread: whatever else the machine does is not counted."""
    assert expected is None or function() == expected

    def run(times: int) -> float:
        started = time.thread_time_ns()
        for _ in repeat(None, times):
            function()
        return time.thread_time_ns() - started

    return Contender(name, run)


def table(title: str, measured: dict[str, Any]) -> str:
    first = measured["contenders"][0]["value"]
    lines = [f"| {title} | one takes | |", "| --- | ---: | ---: |"]
    for one in measured["contenders"]:
        lines.append(f"| {one['name']} | {one['value'] / 1000:.2f} µs | {one['value'] / first:.1f} × |")
    return "\n".join(lines)


def main() -> None:
    rounds = 2 if "--quick" in sys.argv else 25
    for alg in ("HS256", "ES256", "RS256"):
        print(table(alg, row(alg, keys_once(alg), rounds=rounds)), end="\n\n")


if __name__ == "__main__":
    main()
