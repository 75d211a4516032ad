"""resource.json, resource_access.json, resource_options.json and http_events.json: protected
resources, and the answers to events.

Tokens, proofs, nonces and MACs are made by `cryptography` and hashlib. What is answered comes from
resource_model.py, which is written from the RFCs.
"""

from __future__ import annotations

import http_events
import resource_case_access
import resource_case_dpop
import resource_case_headers
import resource_case_options
from common import group, write

SOURCE = "RFC 6750, RFC 9449, RFC 9470 and RFC 9728, by cryptography 50.0.2"


def main() -> None:
    """Write the files."""
    write("resource", SOURCE, [
        group(resource_case_headers.authorization(), comment="Authorization"),
        group(resource_case_headers.cookies(), comment="Cookies, and double submit"),
        group(resource_case_dpop.proofs(), comment="DPoP"),
        group(resource_case_dpop.nonces(), comment="Nonces"),
        group(resource_case_dpop.certificates(), comment="Certificates"),
    ])
    write("resource_access", SOURCE, [
        group(resource_case_access.scopes(), comment="The scopes of a call"),
        group(resource_case_access.optional(), comment="Requests that may come without a token"),
        group(resource_case_access.rules(), comment="Rules"),
    ])
    write("resource_options", SOURCE, [
        group(resource_case_options.metadata(), comment="Metadata"),
        group(resource_case_options.refused(), comment="What is refused when a resource is made"),
    ])
    write("http_events", "RFC 8935; OpenID Connect Back-Channel Logout 1.0", [
        group(http_events.events(), comment="Answers to security events"),
        group(http_events.logouts(), comment="Answers to logouts"),
        group(http_events.forms(), comment="Logout tokens in forms"),
    ])
