"""The files of tests/vectors, with their long texts in place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "tests" / "vectors"


def read(name: str) -> dict[str, Any]:
    """One file, with the text of the named file in place of each `{"$text": "texts/…"}`."""

    def placed(members: dict[str, Any]) -> Any:
        return (FOLDER / members["$text"]).read_bytes().decode() if "$text" in members else members

    return json.loads((FOLDER / name).read_bytes(), object_hook=placed)


FILES = {path.name: read(path.name) for path in sorted(FOLDER.glob("*.json"))}
SCHEMA = FILES.pop("schema.json")


def cases(file: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The cases of a file, each with the keys of its group."""
    for group in file["groups"]:
        for case in group["tests"]:
            yield case, group["keys"]
