"""remote_*.json: sets of keys that are fetched (`machine.run`), step by step: what is asked for,
and what checks come to meanwhile.
"""

from __future__ import annotations

import importlib

from common import group, write
from remote_keys import SOURCE

FILES = ["fetch", "metadata", "renewed", "failures", "cache", "unknown", "clocks", "snapshot", "options"]


def main() -> None:
    """Write the files."""
    for name in FILES:
        write(f"remote_{name}", SOURCE, [group(importlib.import_module(f"remote_case_{name}").tests())])
