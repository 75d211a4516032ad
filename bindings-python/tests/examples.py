"""The Python examples of a page, and how to run one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def examples(page: Path) -> list[str]:
    """The examples of a page."""
    return blocks(page.read_text(encoding="utf-8"))


def blocks(text: str) -> list[str]:
    """What is between ```python and ```, in order."""
    return _BLOCK.findall(text)


def run(example: str, title: str) -> dict[str, Any]:
    """Runs an example by itself, and returns the names that it defines."""
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(example, title, "exec"), names)
    return names
