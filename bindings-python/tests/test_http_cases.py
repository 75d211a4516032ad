"""tests/http/cases.json is well-formed, and is what its generator writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GENERATOR = Path(__file__).parents[2] / "tests" / "http" / "generate" / "generate.py"


def test_cases_are_fresh() -> None:
    finished = subprocess.run([sys.executable, str(GENERATOR), "--check"], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
