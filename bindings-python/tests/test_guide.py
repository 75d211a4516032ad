"""Every Python example of the guide runs as it stands, by itself."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLES = {
    f"{page.stem}-{number}": (page, example)
    for page in sorted((DOCS / "python").glob("*.md"))
    for number, example in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1)
}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 15


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    page, example = EXAMPLES[name]
    exec(compile(example, f"{page.name}, {name}", "exec"), {"__name__": "guide"})


def test_the_summary_names_every_page() -> None:
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", (DOCS / "SUMMARY.md").read_text(encoding="utf-8")))
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} - {"SUMMARY.md"}
    assert linked == pages
