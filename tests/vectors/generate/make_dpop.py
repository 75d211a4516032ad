"""dpop.json, dpop_bound.json and dpop_making.json: proofs of possession (RFC 9449),
certificate-bound tokens (RFC 8705), and how both are made.

Proofs, thumbprints and nonces are made here, by `cryptography` and hashlib, and say what the RFCs
say.
"""

from __future__ import annotations

import dpop_case_bound
import dpop_case_making
import dpop_case_peers
import dpop_case_proofs
import dpop_case_replays
import dpop_case_targets
from common import group, write

SOURCE = "RFC 9449 and RFC 8705, by cryptography 50.0.2; dpop 2.1.2 (npm)"


def main() -> None:
    """Write the files."""
    write("dpop", SOURCE, [
        group(dpop_case_proofs.cases(), comment="What a proof must be"),
        group(dpop_case_targets.cases(), comment="Which request a proof is for"),
        group(dpop_case_replays.cases(), comment="Proofs that were used, and nonces"),
        group(dpop_case_peers.cases(), comment="Proofs by another library"),
    ])
    write("dpop_bound", SOURCE, [
        group(dpop_case_bound.modes(), comment="When the sender of a token has to prove anything"),
        group(dpop_case_bound.certificates(), comment="Certificates, and certificates with keys"),
        group(dpop_case_bound.options(), comment="Options"),
    ])
    write("dpop_making", SOURCE, [
        group(dpop_case_making.proofs(), comment="Proofs, in one step and in two"),
        group(dpop_case_making.formats(), comment="The formats of ECDSA signatures"),
        group(dpop_case_making.tokens(), comment="Bound tokens"),
    ])
