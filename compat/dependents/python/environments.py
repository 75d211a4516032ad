"""Two environments for each dependent, with the same versions of everything: one with PyJWT, one with the distribution that takes its place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from manifest import Dependent

WHEELS = "TOKENSEAL_WHEELS"
"""The environment variable that names the folders of tokenseal's wheels, separated as on the path."""


def original(dependent: Dependent, folder: Path) -> Path:
    """The interpreter of an environment with PyJWT."""
    return _make(folder / "original", dependent.lock.read_text(encoding="utf-8"), [])


def shim(dependent: Dependent, folder: Path) -> Path:
    """The interpreter of an environment whose module `jwt` is the shim, without PyJWT."""
    lock, count = re.subn(r"(?m)^pyjwt==.*\n", "", dependent.lock.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{dependent.lock.name} does not pin PyJWT")
    python = _make(folder / "shim", lock, wheels())
    subprocess.run([python, "-m", "tokenseal_pyjwt"], stdout=sys.stderr, check=True)
    return python


def wheels() -> list[Path]:
    """tokenseal and tokenseal-pyjwt, as they are shipped."""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or Path(__file__).parents[3] / "target") / "python"
    folders = os.environ.get(WHEELS, f"{target / 'wheel'}{os.pathsep}{target / 'dropin'}").split(os.pathsep)
    found = [path for folder in folders for path in Path(folder).glob("tokenseal*.whl")]
    if sorted(path.name.partition("-")[0] for path in found) != ["tokenseal", "tokenseal_pyjwt"]:
        raise SystemExit(f"needs the wheels tokenseal and tokenseal_pyjwt, each once, in {folders}: `cargo xtask weekly dependents` builds them")
    return found


def _make(venv: Path, lock: str, more: list[Path]) -> Path:
    """An environment of exactly these versions. uv links what it has, so it is recreated each time."""
    _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(venv))
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    requirements = venv / "requirements.txt"
    requirements.write_text(lock, encoding="utf-8")
    # The lock is complete. tokenseal-pyjwt needs tokenseal, and both are given.
    _uv("pip", "install", "--quiet", "--no-deps", "--python", str(python), "--requirement", str(requirements), *map(str, more))
    return python


def _uv(*arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "CONDA_PREFIX")}
    # Without the configuration of whatever project this runs in.
    subprocess.run([sys.executable, "-m", "uv", "--no-config", *arguments], env=environment, stdout=sys.stderr, check=True)
