"""revocation_*.json: lists of what was revoked, in memory (`revocations.run`), step by step: what
is refused, withdrawn, listed and merged.
"""

from __future__ import annotations

import importlib

from common import group, write
from revocation_run import SOURCE
from revocation_tokens import KEYS

FILES = ["tokens", "kinds", "times", "options", "withdrawals", "entries", "merges", "events", "histories"]


def main() -> None:
    """Write the files."""
    for name in FILES:
        write(f"revocation_{name}", SOURCE, [group(importlib.import_module(f"revocation_case_{name}").tests(), KEYS)])
