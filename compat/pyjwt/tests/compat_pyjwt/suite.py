"""Fetches PyJWT's own tests, fits them to the shim, runs them, and says how each ended."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
FOLDER = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target") / "python" / "compat-pyjwt"
REQUIREMENTS = HERE / "requirements.txt"
SETTINGS = """[pytest]
filterwarnings =
    error
    ignore::tokenseal.compat.pyjwt.InsecureKeyLengthWarning
"""
"""As PyJWT's own settings have it: no other warning passes unnoticed."""


def run() -> dict[str, str]:
    """Runs the tests in a process of their own. How each ended, by its id: passed, failed, error or skipped."""
    tests = prepare()
    report = FOLDER / "report.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "tests", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    finished = subprocess.run(command, cwd=tests.parent, env=environment, capture_output=True, text=True, check=False)
    (FOLDER / "output.txt").write_text(finished.stdout + finished.stderr, encoding="utf-8")
    # 0: all passed; 1: some failed. Anything else, and they did not run.
    assert finished.returncode in (0, 1), finished.stdout + finished.stderr
    return dict(_outcome(case) for case in ElementTree.parse(report).iter("testcase"))


def prepare() -> Path:
    """The folder of the tests, freshly unpacked and adapted to the shim."""
    work = FOLDER / "work"
    shutil.rmtree(work, ignore_errors=True)
    with tarfile.open(sdist()) as archive:
        for member in archive:
            _, _, name = member.name.partition("/")
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None and re.fullmatch(r"tests/(keys/)?[\w.-]+", name):
                path = work / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())
    tests = work / "tests"
    shutil.copyfile(HERE / "alias.py", tests / "conftest.py")
    (work / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    return tests


def sdist() -> Path:
    """PyJWT's source distribution, downloaded by pip unless it is there already. pip and this check its hash."""
    name, digest = re.search(r"^(PyJWT==\S+) --hash=sha256:(\w+)$", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE).groups()  # type: ignore[union-attr]
    path = FOLDER / f"{name.lower().replace('==', '-')}.tar.gz"
    if not path.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
        command += ["--no-binary", "PyJWT", "--require-hashes", "--requirement", str(REQUIREMENTS), "--dest", str(FOLDER)]
        subprocess.run(command, check=True)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, "the source distribution is not the one that is asked for"
    return path


def _outcome(case: ElementTree.Element) -> tuple[str, str]:
    parts = case.attrib["classname"].split(".")
    modules = [part for part in parts if not part[:1].isupper()]
    name = "::".join([f"{'/'.join(modules)}.py", *parts[len(modules) :], case.attrib["name"]])
    ended = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
    return name, {"failure": "failed"}.get(ended, ended)


if __name__ == "__main__":
    outcomes = run()
    for name in sorted(outcomes, key=lambda name: (outcomes[name], name)):
        print(outcomes[name], name)
