"""Vector files as text: lines that a person can read and a diff can show, and long texts in files
of their own.

A text that would make a line too long stands in `texts/`, and where it belongs stands
`{"$text": "texts/…"}`. No data has a member of that name.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parent.parent
TEXT = "$text"
# What fits into a line is not broken; xtask/src/vectors.rs holds every line to 1,000 characters.
WIDTH = 120
LONGEST_TEXT = 900


def read(name: str) -> dict[str, Any]:
    """The vector file of this name, with its texts in their places."""
    def place(members: dict[str, Any]) -> Any:
        return (VECTORS / members[TEXT]).read_bytes().decode() if TEXT in members else members

    return json.loads((VECTORS / name).read_text(encoding="ascii"), object_hook=place)


def write(name: str, head: dict[str, Any], groups: list[dict[str, Any]]) -> None:
    """Write `<name>.json` and the folder of its texts. Each test begins in a line of its own."""
    texts = _Texts(name)
    lines = ["{", _flat(head)[1:-1] + ",", '"groups": [']
    for number, group in enumerate(groups):
        others = {member: texts.moved(value, "keys", member) for member, value in group.items() if member != "tests"}
        tests = [_laid_out(texts.moved(test, test["id"], "test")) for test in group["tests"]]
        opening = _laid_out(others, before=len(', "tests": [')).removesuffix("}").rstrip()
        lines += [opening + (",\n  " if "\n" in opening else ", ") + '"tests": [', ",\n".join(tests), "]}" + ("," if number + 1 < len(groups) else "")]
    lines += ["]", "}"]
    (VECTORS / f"{name}.json").write_text("\n".join(lines) + "\n", encoding="ascii")
    texts.write()


def _laid_out(value: Any, indent: int = 0, before: int = 0) -> str:
    """The JSON text of a value: in one line if it fits, or else its members in lines that are
    filled as far as they fit.
    """
    whole = _flat(value)
    if not value or not isinstance(value, dict | list) or indent + before + len(whole) < WIDTH:
        return whole
    rows: list[str] = []
    is_open = False
    for name, member in _members(value):
        row = name + _laid_out(member, indent + 2, len(name)) + ","
        if is_open and "\n" not in row and indent + len(rows[-1]) + len(row) < WIDTH - 2:
            rows[-1] += " " + row
        else:
            rows.append(row)
        is_open = "\n" not in row
    margin = "\n" + " " * indent
    inside = "".join(f"{margin}  {row}" for row in rows).removesuffix(",")
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + inside + margin + closing


def _members(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        return ((_flat(name) + ": ", member) for name, member in value.items())
    return (("", member) for member in value)


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


class _Texts:
    """The long texts of a file: each once, named after the case and the member where it first
    stands.
    """

    def __init__(self, name: str) -> None:
        self.folder = f"texts/{name}"
        self.names: dict[str, str] = {}

    def moved(self, value: Any, id: str, member: str) -> Any:
        """The value with references in place of its long texts."""
        if isinstance(value, dict):
            if TEXT in value:
                raise ValueError(f"{id}: {TEXT} is for texts in files of their own")
            return {name: self.moved(inner, id, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.moved(inner, id, member) for inner in value]
        if not isinstance(value, str) or len(_flat(value)) <= LONGEST_TEXT:
            return value
        if value not in self.names:
            first = f"{self.folder}/{id}-{member}"
            names = chain([f"{first}.txt"], (f"{first}-{number}.txt" for number in count(2)))
            self.names[value] = next(name for name in names if name not in self.names.values())
        return {TEXT: self.names[value]}

    def write(self) -> None:
        shutil.rmtree(VECTORS / self.folder, ignore_errors=True)
        for text, name in self.names.items():
            (VECTORS / name).parent.mkdir(parents=True, exist_ok=True)
            (VECTORS / name).write_bytes(text.encode())
