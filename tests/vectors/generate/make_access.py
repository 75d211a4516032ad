"""access_paths.json, access_types.json, access_answers.json and access_files.json: access rules.

What they decide comes from a model in access_model.py, written from the wording of the design and
of decision 0081; tokens and proofs are made here, by `cryptography` and hashlib. What is refused,
and what lint says, is written by hand.
"""

from __future__ import annotations

import access_case_answers
import access_case_files
import access_case_paths
import access_case_types
from common import group, write

SOURCE = "a model of decision 0081 (generate/access_model.py); tokens by cryptography 50.0.2"


def main() -> None:
    """Write the files."""
    write("access_paths", SOURCE, [
        group(access_case_paths.tricks(), comment="Paths that programs read in different ways, and some that look like it"),
        group(access_case_paths.patterns(), comment="Which paths and methods rules are for"),
        group(access_case_paths.parameters(), comment="Claims that are compared with a segment of the path"),
        group(access_case_paths.routers(), comment="Routers that ignore case or a last slash"),
    ])
    write("access_types", SOURCE, [
        group(access_case_types.values(), comment="Each test of a claim against each kind of value"),
        group(access_case_types.places(), comment="Claims inside of claims"),
        group(access_case_types.scopes(), comment="Scopes"),
        group(access_case_types.issuers(), comment="Issuers"),
    ])
    write("access_answers", SOURCE, [
        group(access_case_answers.effects(), comment="Deny, allow, public, preflight, bad tokens, reports, errors"),
        group(access_case_answers.step_ups(), comment="Step-up authentication (RFC 9470)"),
        group(access_case_answers.proofs(), comment="Tokens whose possession was proven"),
        group(access_case_answers.needs(), comment="What is needed, and challenges"),
        group(access_case_answers.explanations(), comment="Explanations"),
    ])
    write("access_files", "by hand, from decision 0081", [
        group(access_case_files.refusals(), comment="Files that are refused"),
        group(access_case_files.lints(), comment="What lint finds"),
    ])
