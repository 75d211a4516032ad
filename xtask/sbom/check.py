"""Checks the bills of materials in a folder: each is CycloneDX by its own schema, is of the expected version, and those of crates that
hold the core name AWS-LC.

    python check.py FOLDER VERSION
"""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

# What npm and Maven bring beside the library, whose bill is that of its crate.
WITHOUT_AWS_LC = ("npm-", "maven-")


def faults(path: Path, version: str) -> list[str]:
    text = path.read_text()
    bill = json.loads(text)
    found = []
    error = JsonStrictValidator(SchemaVersion.from_version(bill["specVersion"])).validate_str(text)
    if error is not None:
        found.append(f"is not CycloneDX {bill['specVersion']}: {error}")
    subject = bill["metadata"]["component"]
    if subject.get("version") != version:
        found.append(f"is of version {subject.get('version')}, not {version}")
    names = {component["name"] for component in bill.get("components", [])}
    if not path.name.startswith(WITHOUT_AWS_LC) and "aws-lc-sys" not in names:
        found.append("does not name aws-lc-sys")
    print(f"{path.name}: CycloneDX {bill['specVersion']}, {len(names)} components")
    return found


def main(folder: str, version: str) -> int:
    paths = sorted(Path(folder).glob("*.json"))
    found = [f"{path.name} {fault}" for path in paths for fault in faults(path, version)]
    if not paths:
        found.append(f"there is no bill in {folder}")
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
