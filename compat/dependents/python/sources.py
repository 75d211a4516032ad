"""Where the tests of a dependent come from: its source distribution, or a checkout that somebody brought."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from manifest import Dependent

CHECKOUTS = "DEPENDENTS_DIR"
"""The environment variable that names the folder of checkouts, each under the name of its manifest."""


class Missing(Exception):
    """Why a dependent is skipped."""


def unpack(dependent: Dependent, folder: Path) -> Path:
    """Its sources, freshly unpacked. What an earlier run left behind is gone."""
    work = folder / "sources"
    shutil.rmtree(work, ignore_errors=True)
    archive = _checkout(dependent, folder) if dependent.sha256 is None else _sdist(dependent, folder)
    with tarfile.open(archive) as members:
        members.extractall(work, filter="data")
    (top,) = work.iterdir()
    return top


def _sdist(dependent: Dependent, folder: Path) -> Path:
    """From the registry, by pip, unless it is here already. pip and this check its hash."""
    download = folder / "download"
    download.mkdir(parents=True, exist_ok=True)
    if not any(download.glob("*.tar.gz")):
        wanted = folder / "sdist.txt"
        wanted.write_text(f"{dependent.name}=={dependent.version} --hash=sha256:{dependent.sha256}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
        command += ["--no-binary", dependent.name, "--require-hashes", "--requirement", str(wanted), "--dest", str(download)]
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode != 0:
            raise Missing("its source distribution could not be downloaded")
    (path,) = download.glob("*.tar.gz")
    if hashlib.sha256(path.read_bytes()).hexdigest() != dependent.sha256:
        path.unlink()
        raise Missing("the source distribution that was there is another one; it is downloaded again the next time")
    return path


def _checkout(dependent: Dependent, folder: Path) -> Path:
    """The files of the tag in a git repository, whatever is checked out there."""
    root = os.environ.get(CHECKOUTS)
    if not root:
        raise Missing(f"its source distribution lacks its tests, and {CHECKOUTS} does not name a folder with a checkout")
    repository = Path(root) / dependent.name
    if not repository.is_dir():
        raise Missing(f"its source distribution lacks its tests, and {CHECKOUTS} has no `{dependent.name}`")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "checkout.tar"
    command = ["git", "-C", str(repository), "archive", "--prefix=sources/", f"--output={path.resolve()}", str(dependent.reference)]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode != 0:
        raise Missing(f"the checkout in {CHECKOUTS} has no {dependent.reference}")
    return path
