"""The stubs: as written by stubs/generate.py, the same as the module, and what mypy and pyright make of code that uses them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from tokenseal import Key, types

ROOT = Path(__file__).parents[1]


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
