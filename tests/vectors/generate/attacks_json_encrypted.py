"""Attacks on JWE in its JSON serializations (docs/threats.md), by class."""

from __future__ import annotations

from typing import Any

import attacks_json_encrypted_form
import attacks_json_encrypted_headers
import attacks_json_encrypted_keys
import attacks_json_encrypted_polyglot
from common import group


def groups() -> list[dict[str, Any]]:
    """The groups of attacks_json.json about encrypted tokens."""
    modules = (attacks_json_encrypted_headers, attacks_json_encrypted_form, attacks_json_encrypted_keys, attacks_json_encrypted_polyglot)
    found = [one for module in modules for one in module.classes().items()]
    return [group(tests, [], f"{comment}, encrypted") for comment, tests in found]
