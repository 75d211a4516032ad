"""Contenders go in turns, many short rounds; a figure is the median over the rounds, so that noise hits all of them alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from time import perf_counter_ns
from typing import Any

ROUNDS = 25
ROUND_NS = 8_000_000


@dataclass(frozen=True)
class Contender:
    """Who goes, and how to let it go so many times: that gives the nanoseconds it took."""

    name: str
    run: Callable[[int], float]


def contender(name: str, function: Callable[[], Any], expected: Any = None) -> Contender:
    """Calls a function repeatedly. Its result is checked once."""
    result = function()
    assert expected is None or result == expected, f"{name} gives something else: {result!r}"

    def run(times: int) -> float:
        loop = repeat(None, times)
        started = perf_counter_ns()
        for _ in loop:
            function()
        return perf_counter_ns() - started

    return Contender(name, run)


def row(
    path: str, contenders: list[Contender], goals: list[dict[str, Any]] | None = None, round_ns: int = ROUND_NS, rounds: int = ROUNDS
) -> dict[str, Any]:
    """What each contender takes for one operation; tokenseal is the first."""
    times_each = [calibrated(one, round_ns) for one in contenders]
    taken: list[list[float]] = [[] for _ in contenders]
    for _ in range(rounds):
        for index, one in enumerate(contenders):
            taken[index].append(one.run(times_each[index]) / times_each[index])
    return figures(path, "ns", [(one.name, median(values)) for one, values in zip(contenders, taken, strict=True)], goals)


def figures(path: str, unit: str, values: list[tuple[str, float]], goals: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"path": path, "unit": unit, "contenders": [{"name": name, "value": round(value, 1)} for name, value in values], "goals": goals or []}


def at_least(times: float, against: str) -> dict[str, Any]:
    return {"text": f"at least {times:g} × as fast as {against}", "at_least_times": times, "against": against}


def times(most: float, against: str) -> dict[str, Any]:
    return {"text": f"at most {most:g} × {against}", "at_most_times": most, "against": against}


def more(nanoseconds: int, against: str) -> dict[str, Any]:
    return {"text": f"within {nanoseconds} ns of {against}", "at_most_times": 1, "plus": nanoseconds, "against": against}


def within(percent: int, microseconds: int, against: str) -> dict[str, Any]:
    bound = {"at_most_times": 1 + percent / 100, "plus": microseconds * 1000}
    return {"text": f"within {percent} % + {microseconds} µs of {against}", **bound, "against": against}


def calibrated(one: Contender, round_ns: int) -> int:
    """How many times fill a round. The best of three: something else may have had the processor."""
    times = 1
    while (taken := min(one.run(times) for _ in range(3))) < round_ns / 4:
        times *= 4
    return max(1, round(times * round_ns / taken))
