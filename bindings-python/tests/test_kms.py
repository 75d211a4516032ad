"""docs/kms.md: its Python examples run, with stand-ins for the clients of each service that sign
here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from examples import DOCS, examples

EXAMPLES = examples(DOCS / "kms.md")
STAND_INS = Path(__file__).with_name("kms")
SERVICES = ["import boto3", "from google.cloud import kms", "from azure.keyvault.keys", "import hvac"]


def test_every_service_has_an_example() -> None:
    for service in SERVICES:
        assert any(service in example for example in EXAMPLES)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_example(number: int) -> None:
    """In its own process: the stand-in named `google` must not be taken for the real one elsewhere.
    """
    path = os.pathsep.join([str(STAND_INS), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-c", EXAMPLES[number]]
    result = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
