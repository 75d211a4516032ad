"""What cases of several steps share: the steps, what each of them shows, and the case that they
make.
"""

from __future__ import annotations

from typing import Any

from common import NOW, case
from remote_parts import Times

# Where the monotonic clock of a case begins.
START = 500
# Seconds from NOW, for both clocks or for each: `(wall, monotonic)`.
At = float | tuple[float, float]


class Transcript:
    """A case that is written step by step."""

    operation: str

    def __init__(self, id: str, comment: str | None = None, flags: list[str] | None = None) -> None:
        self.id, self.about = id, {"comment": comment, "flags": flags}
        # What the case has besides its steps, and what it shows besides theirs.
        self.input: dict[str, Any] = {}
        self.options: dict[str, Any] | None = None
        self.first: dict[str, Any] = {}
        self.steps: list[dict[str, Any]] = []
        self.expected: list[dict[str, Any]] = []

    def case(self, expect: dict[str, Any] | None = None) -> dict[str, Any]:
        """The case; `expect` in place of what its steps show, if it cannot be made."""
        input = {**self.input, "steps": self.steps}
        expect = expect or {**self.first, "steps": self.expected}
        return case(self.id, self.operation, input, expect, options=self.options or None, **self.about)


def instant(at: At, jitter: float | None = None) -> Times:
    """What both clocks say at a step."""
    wall, monotonic = at if isinstance(at, tuple) else (at, at)
    return Times(NOW + wall, START + monotonic, 0.5 if jitter is None else jitter)


def clocks(at: At, jitter: float | None) -> dict[str, Any]:
    """The same as a step has it."""
    now = instant(at)
    return {"at": [now.wall, now.monotonic]} | ({} if jitter is None else {"jitter": jitter})


def plain(value: Any) -> Any:
    """Numbers to the microsecond, and whole ones as such."""
    if isinstance(value, float):
        return int(value) if value == int(value) else round(value, 6)
    if isinstance(value, dict):
        return {name: plain(own) for name, own in value.items()}
    return [plain(own) for own in value] if isinstance(value, list) else value
