"""The stubs: they are what stubs/generate.py writes, they agree with the module, and mypy and
pyright accept what they should.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from examples import DOCS, examples
from tokenseal import Key, types

ROOT = Path(__file__).parents[1]
MOVING = DOCS / "moving" / "python.md"


def run(*arguments: str) -> str:
    finished = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    output = finished.stdout + finished.stderr
    assert finished.returncode == 0, output
    return output


def test_stubs_are_fresh() -> None:
    run("stubs/generate.py", "--check")


def test_stubs_are_the_module() -> None:
    run("-m", "mypy.stubtest", "tokenseal._native", "tokenseal.jws", "tokenseal.jwe", "--allowlist", "tests/stubtest-allowlist.txt")


@pytest.mark.parametrize("checked", ["tests/typing", "python/tokenseal"])
def test_mypy(checked: str) -> None:
    run("-m", "mypy", "--config-file=", "--strict", "--no-incremental", checked)


def test_pyright() -> None:
    assert re.search(r"^0 errors, 0 warnings", run("-m", "pyright", "--pythonpath", sys.executable), re.MULTILINE)


def sharing_names() -> Iterator[tuple[str, str]]:
    """What the guide shows with `**names`: whole examples, and the right column of the tables for
    migrating, after what those share.
    """
    for page in sorted((DOCS / "python").glob("*.md")):
        for number, example in enumerate(examples(page), 1):
            if "**names" in example:
                yield f"{page.stem}_{number}", example
    (shared,) = examples(MOVING)
    cells = re.findall(r"\| `([^`]*\*\*names[^`]*)`", MOVING.read_text(encoding="utf-8"))
    # A cell that ends in an expression shows its value.
    shown = (f"print({cell})" if isinstance(ast.parse(cell).body[0], ast.Expr) else cell for cell in cells)
    yield "moving", "\n".join([shared, *shown])


def test_pyright_of_examples_that_share_names(tmp_path: Path) -> None:
    found = dict(sharing_names())
    assert len(found) >= 3 and found["moving"].count("**names") >= 8
    for name, example in found.items():
        (tmp_path / f"{name.replace('-', '_')}.py").write_text(example, encoding="utf-8")
    # The examples for migrating share more imports than each of them needs.
    options = {"typeCheckingMode": "strict", "reportUnusedImport": False, "extraPaths": [str(ROOT / "python")]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(options), encoding="utf-8")
    assert "0 errors, 0 warnings" in run("-m", "pyright", "--project", str(tmp_path), "--pythonpath", sys.executable)


def test_names_are_the_cores() -> None:
    for name in get_args(types.SignatureAlgorithm):
        assert Key.generate(name).algorithm == name
    for curve in get_args(types.Curve):
        assert Key.generate("ECDH-ES", curve=curve).to_jwk()["crv"] == curve
    for enc in get_args(types.ContentEncryption):
        assert Key.generate("dir", enc=enc).content_encryption == enc
    managing = [name for name in get_args(types.KeyManagement) if not name.startswith(("PBES2", "dir"))]
    key_types = {Key.generate(name).key_type for name in [*managing, *get_args(types.SignatureAlgorithm)]}
    assert key_types == set(get_args(types.KeyType))
    for hash_name in get_args(types.ThumbprintHash):
        assert Key.generate("ES256").thumbprint(hash_name)
