"""A virtual environment with this tokenseal in it, and whatever a test installs next to it: by pip, as users do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import distribution
from pathlib import Path

import tokenseal

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
DISTRIBUTION = ROOT / "compat" / "pyjwt" / "distribution"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]


def build(folder: Path) -> Path:
    """The wheel of the distribution."""
    subprocess.run([*PIP, "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, DISTRIBUTION], check=True)
    (wheel,) = folder.glob("tokenseal_pyjwt-*.whl")
    return wheel


def pyjwt(folder: Path) -> Path:
    """PyJWT's wheel, downloaded unless it is there already. pip checks its hash."""
    if not any(folder.glob("*.whl")):
        download = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--dest", folder, "--requirement", HERE / "pyjwt.txt"]
        subprocess.run([*PIP, *download], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


class Environment:
    """Made without pip: the one of the tests installs into it."""

    def __init__(self, folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        self.python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        self.packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
        # The package as it is being tested, with what pip asks of one that is installed.
        (self.packages / "tokenseal.pth").write_text(f"{Path(tokenseal.__file__).parents[1]}\n", encoding="utf-8")
        (metadata,) = Path(str(distribution("tokenseal").locate_file(""))).glob("tokenseal-*.dist-info")
        shutil.copytree(metadata, self.packages / metadata.name)

    def pip(self, command: str, *arguments: str | Path) -> None:
        offline = ["--no-index"] if command == "install" else ["--yes"]
        subprocess.run([*PIP, "--quiet", "--python", self.python, command, *offline, *arguments], check=True)

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """What the interpreter ends with, and what it has printed."""
        finished = subprocess.run([self.python, *arguments], env=environment, capture_output=True, text=True, check=False)
        return finished.returncode, (finished.stdout + finished.stderr).strip()
