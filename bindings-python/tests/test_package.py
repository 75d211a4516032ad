"""The package: its version, its README, and its files: all of them are packed, including those of
`compat/`, which are links to the top of the repository.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import tokenseal
import tokenseal.types
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "python" / "tokenseal"
SHIM = ROOT.parent / "compat" / "pyjwt" / "src"


def sources() -> dict[str, bytes]:
    """The files of the package, as paths relative to its folder."""
    files = (path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".pyi", ".typed"))
    return {path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes() for path in files}


def test_every_file_of_the_surface_is_linked() -> None:
    linked = {path.name: path.resolve() for path in (PACKAGE / "compat" / "pyjwt").glob("*.py")}
    assert linked == {path.name: path.resolve() for path in SHIM.glob("*.py")}


def test_the_source_distribution_has_every_file(tmp_path: Path) -> None:
    # maturin packs the target of a link to a file, and skips a link to a folder.
    subprocess.run([sys.executable, "-m", "maturin", "sdist", "--out", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (path,) = tmp_path.glob("*.tar.gz")
    packed = {}
    with tarfile.open(path) as archive:
        for member in archive:
            _, _, name = member.name.partition("/python/")
            if name.endswith((".py", ".pyi", ".typed")):
                content = archive.extractfile(member)
                packed[name] = content.read() if content else b""
    assert packed == sources()


def test_readme() -> None:
    scope: dict[str, Any] = {}
    for example in re.findall(r"```python\n(.*?)```", (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8"), re.DOTALL):
        exec(example, scope)


def test_version() -> None:
    assert Version(tokenseal.__version__) == Version(version("tokenseal"))


def test_to_import_it_loads_little() -> None:
    program = f"import sys; before = set(sys.modules); sys.path.insert(0, {str(PACKAGE.parent)!r}); import tokenseal; print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "tokenseal._native" in loaded and not {"typing", "datetime", "collections", "re", "enum"} & set(loaded), loaded
    # What needs `typing` is loaded on demand.
    assert tokenseal.ErrorCode is tokenseal.errors.ErrorCode is tokenseal.types.ErrorCode
    with pytest.raises(AttributeError):
        tokenseal.errors.Missing  # noqa: B018


@pytest.mark.skipif(sys.platform != "linux", reason="looks for a name as ELF writes it")
def test_no_assertion_ends_the_process() -> None:
    """The C compiler's assertions abort; one of AWS-LC's does so in a forked child."""
    assert b"__assert_fail" not in Path(tokenseal._native.__file__).read_bytes()  # type: ignore[attr-defined]


def test_a_subinterpreter_is_refused() -> None:
    program = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
import sys
import tokenseal

other = interpreters.create()
interpreters.run_string(other, f"import sys; sys.path[:] = {sys.path!r}\\ntry:\\n  import tokenseal\\nexcept ImportError: print('refused', flush=True)")
"""
    finished = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout == "refused\n"
