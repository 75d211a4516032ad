"""Answers cases in the form of the test vectors, one JSON object per line, for the demo, the
interop matrix and the day (`tests/day`).
"""

from __future__ import annotations

import functools
import json
import sys
from typing import Any

from day import Days
from operations import perform

DAYS = Days()


@functools.cache
def lists() -> Any:
    from revoked import Lists  # it needs clients of stores, which not every answerer has

    return Lists()


def answer(line: str) -> dict[str, Any]:
    try:
        case = json.loads(line)
        if case["operation"].startswith("day."):
            return DAYS.perform(case)
        if case["operation"].startswith("revoked."):
            return lists().perform(case)
        return perform(case, case.get("group_keys") or {"keys": []})
    except Exception as error:  # the case is wrong, not the library: say so and go on
        return {"broken": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)
