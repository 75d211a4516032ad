"""docs/moving/python.md: both columns of its tables run, each with its library.
docs/compat-pyjwt.md: its examples run.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import tokenseal
from examples import DOCS, examples, run
from moving_errors import CAUSES, THEIRS

MOVING = DOCS / "moving" / "python.md"
PAGE = MOVING.read_text(encoding="utf-8")
ERRORS_PAGE = (DOCS / "errors.md").read_text(encoding="utf-8")

# The libraries of the left column, and how the page imports them.
LIBRARIES = {
    "PyJWT": "import jwt",
    "python-jose": "from jose import jwe, jwk, jws, jwt",
    "joserfc": "from joserfc import jwe, jws, jwt\nfrom joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey",
    "jwcrypto": "from jwcrypto import jwe, jwk, jws, jwt",
}
# They warn about what tokenseal refuses, or what their next release renames.
pytestmark = pytest.mark.filterwarnings("ignore")


def rows() -> Iterator[tuple[str, list[str]]]:
    """The rows of every table, with the heading above it. A cell is its text in backquotes."""
    heading = ""
    for line in PAGE.splitlines():
        heading = line.removeprefix("## ") if line.startswith("## ") else heading
        cells = line.strip("|").split(" | ")
        if line.startswith("| `"):
            yield heading, [" ".join(re.findall(r"`([^`]+)`", cell)) for cell in cells]


EXAMPLES = [(heading, cells[0], cells[1]) for heading, cells in rows() if len(cells) == 2]
ERRORS = [(heading, *cells) for heading, cells in rows() if len(cells) == 3]


def shared() -> dict[str, Any]:
    """The names that the page defines for all its examples."""
    (block,) = examples(MOVING)
    names = run(block, "python.md")
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(names["pem"].encode(), None)
    encryption = serialization.BestAvailableEncryption(b"correct horse")
    encrypted = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    return names | {"encrypted_pem": encrypted.decode()}


def of_library(heading: str, names: dict[str, Any]) -> dict[str, Any]:
    """The same, as an example of another library sees them: with the modules under its names for
    them.
    """
    return names | {"jwk_dict": names["jwk"]} | run(LIBRARIES[heading], heading)


def evaluate(example: str, names: dict[str, Any]) -> Any:
    """The value of an example's last expression; True if it ends with a statement."""
    *statements, last = ast.parse(example).body
    if not isinstance(last, ast.Expr):
        statements, last = [*statements, last], ast.Expr(ast.Constant(True))
    exec(compile(ast.Module(statements, []), "python.md", "exec"), names)
    return eval(compile(ast.fix_missing_locations(ast.Expression(last.value)), "python.md", "eval"), names)


def test_there_is_a_table_for_each_library() -> None:
    for heading in LIBRARIES:
        assert sum(1 for found, _, _ in EXAMPLES if found == heading) >= 20
        assert sum(1 for found, *_ in ERRORS if found == heading) >= 6
        assert heading == "PyJWT" or LIBRARIES[heading].splitlines()[0] in PAGE


@pytest.mark.parametrize(("heading", "theirs", "ours"), EXAMPLES)
def test_example(heading: str, theirs: str, ours: str) -> None:
    names = shared()
    mine, other = evaluate(ours, dict(names)), evaluate(theirs, of_library(heading, names))
    check(mine, ours)
    if other is not None:  # what only checks returns nothing
        check_alike(json.loads(other) if str(other)[:3] == "b'{" else other, mine, ours)


def check(value: Any, example: str) -> None:
    """An example returns what its last word promises."""
    if example.endswith(".claims") or example.endswith('["claims"]'):
        assert value["sub"] == "alice"
    elif example.endswith(".header") or example.endswith('["header"]'):
        assert value["alg"] == "ES256"
    elif example.endswith((".payload", ".plaintext")):
        assert b"any bytes" in value or b"alice" in value
    else:
        assert value


def check_alike(other: Any, mine: Any, example: str) -> None:
    """Both columns return the same, or tokens of the same shape. Keys are each library's own
    objects.
    """
    if example.startswith(("sign(", "seal(", "encrypt(", "jws.sign(", "jwe.encrypt(")):
        assert shape(other) == shape(mine)
    elif isinstance(mine, bytes) and isinstance(other, dict):
        assert other["sub"] == "alice"
    elif isinstance(mine, str) and not mine.startswith("-----"):
        assert other == mine
    else:
        check(other, example)


def shape(token: Any) -> set[str] | int:
    """The members of a token in JSON, or how many parts a compact one has."""
    text = token if isinstance(token, dict | str) else token.decode()
    if isinstance(text, str) and not text.startswith("{"):
        return text.count(".")
    members = set(text if isinstance(text, dict) else json.loads(text))
    return members - {"header", "encrypted_key"}  # which header a parameter is in is up to the maker


@pytest.mark.parametrize(("heading", "theirs", "ours", "code"), ERRORS)
def test_errors(heading: str, theirs: str, ours: str, code: str) -> None:
    found = named(ours)
    assert issubclass(found, tokenseal.TokenError)
    if code not in CAUSES:  # the base class of all
        assert found is tokenseal.TokenError
        return
    assert f"| `{code}` | `{found.__name__}` |" in ERRORS_PAGE
    names = shared()
    bad, refused = CAUSES[code]
    names["bad"] = evaluate(bad, names)
    with pytest.raises(found) as raised:
        evaluate(refused, dict(names))
    assert raised.value.code == code
    with pytest.raises(tuple(named(name.strip(",")) for name in theirs.split())):
        evaluate(THEIRS[heading, code], of_library(heading, names))


def named(name: str) -> type[Exception]:
    module, _, found = name.rpartition(".")
    return getattr(importlib.import_module(module), found)


def test_the_shim_has_the_errors_of_pyjwt() -> None:
    import tokenseal.compat.pyjwt as shim

    for heading, theirs, *_ in ERRORS:
        if heading == "PyJWT":
            assert all(issubclass(getattr(shim, name.strip(",").removeprefix("jwt.")), shim.PyJWTError) for name in theirs.split())


@pytest.mark.parametrize("example", examples(DOCS / "compat-pyjwt.md"))
def test_compat_example(example: str) -> None:
    run(example, "compat-pyjwt.md")
