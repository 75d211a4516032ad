"""What is written down of each dependent: `NAME.toml` and `NAME.txt`, next to this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Dependent:
    """A package that imports `jwt`, with the version whose tests are run."""

    name: str
    version: str
    sha256: str | None
    """Of its source distribution, whose tests are run. None if that lacks some of them: they come from a checkout."""
    reference: str | None
    """What to check out."""
    requires: list[str]
    """What its tests need, from which `lock.py` writes the lock."""
    pytest: list[str]
    """Arguments for pytest, in the top folder of its sources."""
    weak_secrets: bool
    """Whether its tests have secrets that are shorter than their hash, which the process then allows by name."""
    random_ids: str | None
    """What in the names of tests is another in each run, as a regular expression."""
    different: dict[str, str]
    """The tests that pass with PyJWT and not with the shim, each with its reason."""

    @property
    def lock(self) -> Path:
        """Everything that is installed for its tests, every version pinned, PyJWT too."""
        return HERE / f"{self.name}.txt"


def names() -> list[str]:
    """All dependents."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def load(name: str) -> Dependent:
    """Reads a manifest. A test that is listed twice or without a reason is an error."""
    with (HERE / f"{name}.toml").open("rb") as file:
        document = tomllib.load(file)
    tests, pytest = document.pop("tests"), document.pop("pytest")
    different: dict[str, str] = {}
    for entry in document.pop("different", []):
        for test in entry["tests"]:
            if test in different or not entry["reason"].strip():
                raise ValueError(f"{name}.toml lists {test} twice, or without a reason")
            different[test] = entry["reason"]
    dependent = Dependent(
        name=name,
        version=document.pop("version"),
        sha256=tests.get("sha256"),
        reference=tests.get("reference"),
        requires=document.pop("requires"),
        pytest=pytest,
        weak_secrets=document.pop("weak_secrets"),
        random_ids=document.pop("random_ids", None),
        different=different,
    )
    if document or (dependent.sha256 is None) == (dependent.reference is None):
        raise ValueError(f"{name}.toml has members that nobody reads ({', '.join(document)}), or not exactly one place of its tests")
    return dependent
