"""revocation_follow_*.json: lists that are kept in a store (`revocations.follow`), step by step:
what the store is told, and what checks come to.
"""

from __future__ import annotations

import importlib

from common import group, write
from follow_run import SOURCE
from revocation_tokens import HMAC

FILES = ["reading", "pages", "losses", "kept", "writing", "durable", "lifetimes", "withdrawals", "failures", "replies", "checks", "clocks", "options"]


def main() -> None:
    """Write the files."""
    for name in FILES:
        write(f"revocation_follow_{name}", SOURCE, [group(importlib.import_module(f"follow_case_{name}").tests(), [HMAC])])
