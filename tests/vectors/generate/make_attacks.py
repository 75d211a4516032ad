"""attacks.json: every class of attack that a compact token can show; `flags` name the class."""

from __future__ import annotations

import attacks_algorithms
import attacks_claims
import attacks_cryptography
import attacks_header
import attacks_keys
import attacks_parsing
import peers
from common import write


def main() -> None:
    """Write the file."""
    groups = [
        found
        for module in (attacks_algorithms, attacks_keys, attacks_header, attacks_parsing, attacks_claims, attacks_cryptography) for found in module.groups()
    ]
    write(
        "attacks", f"built by hand with cryptography 50.0.2; accepted ones: {peers.VERSION['joserfc']}, or where it cannot make them also by hand",
        groups,
    )
