"""docs/moving/python.md: what stands on the right of its tables runs. docs/compat-pyjwt.md: its examples run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
import tokenseal
from examples import DOCS, examples, run

MOVING = DOCS / "moving" / "python.md"
PAGE = MOVING.read_text(encoding="utf-8")
ERRORS_PAGE = (DOCS / "errors.md").read_text(encoding="utf-8")


def rows() -> Iterator[tuple[str, list[str]]]:
    """The rows of every table, with the heading that it stands under. A cell is what it has in backquotes."""
    heading = ""
    for line in PAGE.splitlines():
        heading = line.removeprefix("## ") if line.startswith("## ") else heading
        cells = line.strip("|").split(" | ")
        if line.startswith("| `"):
            yield heading, [" ".join(re.findall(r"`([^`]+)`", cell)) for cell in cells]


EXAMPLES = [(heading, cells[0], cells[1]) for heading, cells in rows() if len(cells) == 2]
ERRORS = [cells for _, cells in rows() if len(cells) == 3]


def shared() -> dict[str, Any]:
    (block,) = examples(MOVING)
    return run(block, "python.md")


def test_there_is_a_table_for_each_library() -> None:
    for heading in ("PyJWT", "python-jose", "joserfc", "jwcrypto"):
        assert sum(1 for found, _, _ in EXAMPLES if found == heading) >= 12
    assert len(ERRORS) == 9


@pytest.mark.parametrize(("heading", "theirs", "ours"), EXAMPLES)
def test_example(heading: str, theirs: str, ours: str) -> None:
    ast.parse(theirs)
    names = shared()
    *statements, last = ast.parse(ours).body
    if isinstance(last, ast.Expr):
        exec(compile(ast.Module(statements, []), "python.md", "exec"), names)
        check(eval(compile(ast.Expression(last.value), "python.md", "eval"), names), ours)
    else:
        exec(compile(ours, "python.md", "exec"), names)


def check(value: Any, example: str) -> None:
    """What an example gives is what its last word promises."""
    if example.endswith(".claims") or example.endswith('["claims"]'):
        assert value["sub"] == "alice"
    elif example.endswith(".header") or example.endswith('["header"]'):
        assert value["alg"] == "ES256"
    elif example.endswith((".payload", ".plaintext")):
        assert b"any bytes" in value or b"alice" in value
    else:
        assert value


@pytest.mark.parametrize(("theirs", "ours", "code"), ERRORS)
def test_errors(theirs: str, ours: str, code: str) -> None:
    import tokenseal.compat.pyjwt as shim

    found = getattr(tokenseal, ours.removeprefix("tokenseal."))
    assert issubclass(found, tokenseal.TokenError)
    for name in theirs.split():
        assert issubclass(getattr(shim, name.strip(",").removeprefix("jwt.")), shim.PyJWTError)
    if code:
        assert f"| `{code}` | `{found.__name__}` |" in ERRORS_PAGE
    for other in re.findall(r"`tokenseal\.(\w+)`", PAGE):
        assert issubclass(getattr(tokenseal, other), tokenseal.TokenError)


@pytest.mark.parametrize("example", examples(DOCS / "compat-pyjwt.md"))
def test_compat_example(example: str) -> None:
    run(example, "compat-pyjwt.md")
