"""Runs random histories of the protocol, and switches each of its rules off to see that a history breaks.

`python tests/revocation/test_model.py` runs `TOKENSEAL_SEEDS` histories (2,000 unless told). A rule for which no short
search finds a broken history has a seed here that a long one found.
"""

from __future__ import annotations

import os
import sys

from rules import RULES, Rules
from world import broken

SEARCHED = 400
FOUND: dict[str, int] = {}


def histories(seeds: int) -> list[str]:
    return [f"history {seed}: {why}" for seed in range(seeds) if (why := broken(seed, Rules()))]


def mutation(rule: str) -> str | None:
    """The history that the protocol without this rule breaks."""
    for seed in [FOUND[rule]] if rule in FOUND else range(SEARCHED):
        if why := broken(seed, Rules(rule)):
            return f"history {seed}: {why}"
    return None


def main() -> int:
    seeds = int(os.environ.get("TOKENSEAL_SEEDS", "2000"))
    failures = histories(seeds)
    for rule in RULES:
        why = mutation(rule)
        print(f"without {rule}: {why or 'nothing breaks'}")
        if why is None:
            failures.append(f"without {rule} nothing breaks: the model can't tell whether it is needed")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{seeds + len(RULES) - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
