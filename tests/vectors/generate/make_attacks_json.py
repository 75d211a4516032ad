"""attacks_json.json: every class of attack that a JSON serialization can show; `flags` name the
class.
"""

from __future__ import annotations

import attacks_json_encrypted
import attacks_json_signed
import peers
from common import write


def main() -> None:
    """Write the file."""
    groups = [*attacks_json_signed.groups(), *attacks_json_encrypted.groups()]
    write(
        "attacks_json",
        f"built by hand with cryptography 50.0.2; accepted ones: by hand too, or where the comment says so {peers.VERSION['joserfc']}, jwcrypto or jose",
        groups,
    )
