"""status_claims.json: tokens with a `status` claim that nobody looks up. status_lists.json: those
that are looked up, step by step.
"""

from __future__ import annotations

import status_cases
from common import NOW, case, error, group, write
from fixtures import public
from status_run import KEY, OTHER, URI, sign, token


def unchecked() -> list[dict[str, object]]:
    """A token says where its status is to be had, and the caller has given no lists."""
    refused = error("ERR_JWT_REVOCATION_UNAVAILABLE", "status")
    accepted = {"kind": "signed"}
    cases = []
    for name, status, expect in (
        ("list", {"status_list": {"idx": 0, "uri": URI}}, refused),
        ("other-mechanism", {"identifier_list": {"id": "a", "uri": URI}}, refused), ("empty-object", {}, refused),
        ("malformed-list", {"status_list": 1}, refused), ("text", "active", accepted), ("number", 1, accepted),
        ("null", None, accepted), ("true", True, accepted),
        ("array", [{"status_list": {"idx": 0, "uri": URI}}], accepted),
    ):
        made = token(status)
        cases.append(case(f"status-claim-{name}", "verify", {"token": made, "keys": [0]}, expect, options={"now": NOW}))
        cases.append(
            case(f"status-claim-{name}-waived", "verify", {"token": made, "keys": [0]}, accepted, options={"now": NOW, "allow_unchecked_status": True})
        )
    expired = token({"status_list": {"idx": 0, "uri": URI}}, exp=NOW - 1)
    cases.append(
        case("status-claim-expired", "verify", {"token": expired, "keys": [0]}, error("ERR_JWT_EXPIRED", "exp"), options={"now": NOW},
             comment="Every other check comes first")
    )
    escaped = sign('{"sub":"alice","exp":%d,"st\\u0061tus":{}}' % (NOW + 1), "JWT")
    cases.append(case("status-claim-escaped-name", "verify", {"token": escaped, "keys": [0]}, refused, options={"now": NOW}))
    return cases


def main() -> None:
    """Write the files."""
    source = "tokens by joserfc 1.8.0; steps by the model in generate/status_model.py; lists of draft-ietf-oauth-status-list-21"
    write("status_claims", source, [group(unchecked(), [public(KEY)])])
    names = ("of_the_draft", "statuses", "claims", "allowed", "hostile", "redirects", "lifetimes")
    write("status_lists", source, [group(getattr(status_cases, name)(), [public(KEY), public(OTHER)], name.replace("_", " ")) for name in names])
