"""Runs the tests of packages that import `jwt`: with PyJWT, then with tokenseal in its place, and compares.

    python run.py [--reuse] [NAME…]

Each dependent's result is one line of JSON on the standard output. The process fails if a test
passes with PyJWT and not with tokenseal, and its manifest does not list it; or if one that is
listed passes. `--reuse` takes PyJWT's results from an earlier run, for work on the shim.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import environments
import sources
from manifest import HERE, Dependent, load, names

FOLDER = Path(os.environ.get("CARGO_TARGET_DIR") or HERE.parents[2] / "target") / "dependents" / "python"
WEAK_SECRETS = "TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS"


def main(arguments: list[str]) -> int:
    reuse = "--reuse" in arguments
    wanted = [name for name in arguments if name != "--reuse"] or names()
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        raise SystemExit(f"no such dependent: {', '.join(unknown)}; there are {', '.join(names())}")
    lines = []
    for name in wanted:
        lines.append(compare(load(name), reuse))
        print(json.dumps(lines[-1]), flush=True)
    return 1 if any(line["unlisted"] or line["gone"] for line in lines) else 0


def compare(dependent: Dependent, reuse: bool) -> dict[str, Any]:
    """The line of a dependent."""
    folder = FOLDER / dependent.name
    line: dict[str, Any] = {"name": dependent.name, "version": dependent.version}
    nothing = {"original": None, "shim": None, "touching": None, "listed": len(dependent.different), "unlisted": [], "gone": []}
    try:
        tests = sources.unpack(dependent, folder)
        before = named_alike(dependent, with_original(dependent, folder, tests, reuse))
        tests = sources.unpack(dependent, folder)
        after = named_alike(dependent, run(dependent, environments.shim(dependent, folder), tests, folder / "shim.json"))
    except sources.Missing as missing:
        return {**line, **nothing, "skipped": str(missing)}
    passed = {name for name, outcome in before["outcomes"].items() if outcome == "passed"}
    with_shim = {name for name, outcome in after["outcomes"].items() if outcome == "passed"}
    lost = passed - with_shim
    return {
        **line,
        "original": counts(before["outcomes"]),
        "shim": counts(after["outcomes"]),
        # Of the tests that pass with PyJWT, those that its code runs in: the others tell little of the shim.
        "touching": len(passed & set(before["touching"])),
        "listed": len(dependent.different),
        "unlisted": sorted(lost - set(dependent.different)),
        "gone": sorted(set(dependent.different) - lost),
        "skipped": None,
    }


def named_alike(dependent: Dependent, found: dict[str, Any]) -> dict[str, Any]:
    """The same by names that do not change from run to run. Of tests that share one then, it has passed if all have."""
    if dependent.random_ids is None:
        return found
    outcomes: dict[str, str] = {}
    for test, outcome in found["outcomes"].items():
        name = re.sub(dependent.random_ids, "RANDOM", test)
        outcomes[name] = outcome if outcomes.get(name, "passed") == "passed" else outcomes[name]
    return {"outcomes": outcomes, "touching": [re.sub(dependent.random_ids, "RANDOM", test) for test in found["touching"]]}


def with_original(dependent: Dependent, folder: Path, tests: Path, reuse: bool) -> dict[str, Any]:
    result = folder / "original.json"
    if reuse and result.exists() and result.stat().st_mtime > dependent.lock.stat().st_mtime:
        return json.loads(result.read_text(encoding="utf-8"))
    return run(dependent, environments.original(dependent, folder), tests, result)


def run(dependent: Dependent, python: Path, tests: Path, result: Path) -> dict[str, Any]:
    """How the tests end with this interpreter. What they print is kept next to the result."""
    hidden = (WEAK_SECRETS, "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in hidden and not name.startswith("PYTEST_")}
    environment |= {"PYTHONPATH": str(HERE / "plugin"), "DEPENDENTS_RESULT": str(result.resolve()), "PYTHONHASHSEED": "0"}
    if result.stem == "original":
        environment["DEPENDENTS_TRACE"] = "1"
    elif dependent.weak_secrets:
        environment[WEAK_SECRETS] = "1"
    result.unlink(missing_ok=True)
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "dependents_recorder", "--continue-on-collection-errors"]
    started = time.monotonic()
    with result.with_suffix(".out").open("w", encoding="utf-8") as output:
        finished = subprocess.run([*command, *dependent.pytest], cwd=tests, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False)
    # 0: all passed; 1: some failed, or could not be collected. Anything else, and they did not run.
    if finished.returncode not in (0, 1) or not result.exists():
        raise SystemExit(f"the tests of {dependent.name} did not run: see {result.with_suffix('.out')}")
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    print(f"{dependent.name}, {result.stem}: {counts(found['outcomes'])}, {time.monotonic() - started:.0f} s", file=sys.stderr)
    return found


def counts(outcomes: dict[str, str]) -> dict[str, int]:
    return {which: sum(outcome == which for outcome in outcomes.values()) for which in ("passed", "failed")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
