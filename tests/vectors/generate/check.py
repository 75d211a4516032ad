"""Check every vector file against schema.json, its count, and that each id is used once:
`python generate/check.py`.

Files of access rules are also held against the JSON Schema that the core publishes: it takes what
the library takes, and refuses what it can.
"""

from __future__ import annotations

import json
import sys

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from vector_file import VECTORS, read


def main() -> int:
    schema = json.loads((VECTORS / "schema.json").read_text(encoding="ascii"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    rules = json.loads((VECTORS.parent.parent / "core/src/access/schema.json").read_text(encoding="ascii"))
    Draft202012Validator.check_schema(rules)
    seen: dict[str, str] = {}
    problems: list[str] = []
    for file in sorted(VECTORS.glob("*.json")):
        if file.name == "schema.json":
            continue
        data = read(file.name)
        for fault in validator.iter_errors(data):
            cause = best_match([fault])
            problems.append(f"{file.name}: {'/'.join(map(str, cause.absolute_path))}: {cause.message[:200]}")
        tests = [test for group in data["groups"] for test in group["tests"]]
        if len(tests) != data["count"]:
            problems.append(f"{file.name}: count is {data['count']}, and there are {len(tests)}")
        for test in tests:
            if test["id"] in seen:
                problems.append(f"{file.name}: {test['id']} is also in {seen[test['id']]}")
            seen[test["id"]] = file.name
            if test["operation"] == "access.run" and _differs(Draft202012Validator(rules), test):
                problems.append(f"{file.name}: {test['id']}: core/src/access/schema.json says something else of these rules")
        # An index into the group's keys is the only thing here that a schema cannot follow.
        for group in data["groups"]:
            problems += [f"{file.name}: {test['id']}: no such key in the group" for test in group["tests"]
                         if any(index >= len(group["keys"]["keys"]) for index in _indexes(test))]
    print("\n".join(problems) if problems else f"{len(seen)} cases, all as the schema says")
    return 1 if problems else 0


def _differs(rules: Draft202012Validator, test: dict) -> bool:
    """Whether the schema of access rules takes what is refused, though it could refuse it, or the
    other way round.
    """
    file, is_refused = test["input"]["rules"], "error" in test["expect"]
    if "beyond-schema" in test.get("flags", []):
        return not is_refused
    return rules.is_valid(json.loads(file) if isinstance(file, str) else file) == is_refused


def _indexes(test: dict) -> list[int]:
    """The keys given by index, in `input` and in `read`."""
    members = ("key", "other", "keys", "decryption_keys", "sign_with", "encrypt_to", "decrypt_with", "verify_with",
               "signing_key", "encryption_key")
    inputs = [test["input"], test.get("read", {}).get("input", {})]
    values = [place[member] for place in inputs for member in members if member in place]
    return [one for value in values for one in (value if isinstance(value, list) else [value]) if isinstance(one, int)]


if __name__ == "__main__":
    sys.exit(main())
