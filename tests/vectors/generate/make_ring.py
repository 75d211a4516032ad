"""ring_*.json: rings of keys that rotate here (`ring.run`), step by step: what signs, what is
published, what is still verified.
"""

from __future__ import annotations

import importlib

from common import group, write
from ring_run import SOURCE

FILES = ["policies", "rotation", "emergencies", "tokens", "lines", "kept", "histories"]


def main() -> None:
    """Write the files."""
    for name in FILES:
        write(f"ring_{name}", SOURCE, [group(importlib.import_module(f"ring_case_{name}").tests())])
