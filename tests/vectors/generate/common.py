"""What every generator script shares: making cases, and writing a vector file.

The files must come out the same each time, byte for byte, or a change could not be reviewed. Where
another library draws random numbers, its output is kept in `made/` and made again only by
`generate.py --remake`.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import vector_file
import verified

MADE = Path(__file__).resolve().parent / "made"
NOW = 1_700_000_000


def b64u(data: bytes | str) -> str:
    """base64url without padding; text is taken as UTF-8."""
    raw = data.encode() if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64u(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact_json(value: Any) -> str:
    """JSON text without white space, members in the order given."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def case(id: str, operation: str, input: dict[str, Any], expect: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One test. `more`: comment, flags, options, deterministic, read; None of any is left out."""
    more = {name: value for name, value in more.items() if value is not None}
    comment = more.pop("comment", None)
    test: dict[str, Any] = {"id": id}
    if comment:
        test["comment"] = comment
    test["operation"] = operation
    test.update({key: more[key] for key in ("flags", "deterministic") if key in more})
    test["input"] = input
    test.update({key: more[key] for key in ("options", "read") if key in more})
    unknown = set(more) - {"flags", "deterministic", "options", "read"}
    if unknown:
        raise ValueError(f"{id}: unknown {unknown}")
    test["expect"] = expect
    return test


def error(code: str, claim: str | None = None) -> dict[str, Any]:
    """The outcome of a refused case."""
    return {"error": code} | ({"claim": claim} if claim else {})


def group(tests: list[dict[str, Any]], keys: list[dict[str, Any]] | None = None, comment: str | None = None) -> dict[str, Any]:
    """A group of tests that share a key set."""
    return ({"comment": comment} if comment else {}) | {"keys": {"keys": keys or []}, "tests": tests}


def write(name: str, source: str, groups: list[dict[str, Any]]) -> int:
    """Write `<name>.json`. Returns the number of tests."""
    for g in groups:
        verified.spell_out(g)
    count = sum(len(g["tests"]) for g in groups)
    vector_file.write(name, {"schema": "vectors-v1", "source": source, "count": count}, groups)
    print(f"{name}.json: {count}")
    return count


def made(name: str, make: Callable[[], Any]) -> Any:
    """What `make` returned when it last ran: kept in `made/<name>.json`, and run again only
    with --remake.
    """
    file = MADE / f"{name}.json"
    if "--remake" in sys.argv or not file.exists():
        MADE.mkdir(exist_ok=True)
        file.write_text(json.dumps(make(), indent=1, ensure_ascii=True) + "\n", encoding="ascii")
    return json.loads(file.read_text(encoding="ascii"))
