"""A plugin of pytest: writes how each test ended, and whether code of the module `jwt` ran in it."""

from __future__ import annotations

import json
import os
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

RESULT = Path(os.environ["DEPENDENTS_RESULT"])
_spec = find_spec("jwt")
_JWT = str(Path(_spec.origin or "").parent) + os.sep if _spec else ""

outcomes: dict[str, str] = {}
touching: set[str] = set()
_running = ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Any:
    """Watches calls alone, in every thread that begins in the test. What runs when modules are imported belongs to no test."""
    global _running
    _running = item.nodeid
    if "DEPENDENTS_TRACE" not in os.environ:
        return (yield)
    before = sys.gettrace()
    sys.settrace(_called)
    threading.settrace(_called)
    try:
        return (yield)
    finally:
        sys.settrace(before)
        threading.settrace(None)  # type: ignore[arg-type]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test has failed if any phase or subtest of it has, and passed if the call has."""
    if report.failed:
        outcomes[report.nodeid] = "failed"
    elif report.when == "call" or report.skipped:
        passed = report.passed and not hasattr(report, "wasxfail")
        outcomes.setdefault(report.nodeid, "passed" if passed else "skipped")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A module that cannot be imported counts for all its tests."""
    if report.failed:
        outcomes[report.nodeid] = "failed"


def pytest_sessionfinish() -> None:
    RESULT.write_text(json.dumps({"outcomes": outcomes, "touching": sorted(touching)}), encoding="utf-8")


def _called(frame: FrameType, event: str, argument: object) -> None:
    if frame.f_code.co_filename.startswith(_JWT):
        touching.add(_running)
