"""The Python examples of a page, and how one is run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def examples(page: Path) -> list[str]:
    """What stands between ```python and ```, in its order."""
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def run(example: str, title: str) -> dict[str, Any]:
    """Runs an example by itself, and gives the names that it leaves."""
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(example, title, "exec"), names)
    return names
