"""Attacks on JWS in its JSON serializations (docs/threats.md), by class."""

from __future__ import annotations

from typing import Any

import attacks_json_signed_form
import attacks_json_signed_headers
import attacks_json_signed_trust
from common import group


def groups() -> list[dict[str, Any]]:
    """The groups of attacks_json.json about signed tokens."""
    modules = (attacks_json_signed_headers, attacks_json_signed_form, attacks_json_signed_trust)
    found = [one for module in modules for one in module.classes().items()]
    return [group(tests, [], f"{comment}, signed") for comment, tests in found]
