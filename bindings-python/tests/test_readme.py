"""The README's Python examples run as they stand."""

import pytest
from examples import ROOT, examples, run

EXAMPLES = examples(ROOT / "README.md")


def test_there_is_an_example() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(example, "README.md")
    assert capsys.readouterr().out == "alice\n"
