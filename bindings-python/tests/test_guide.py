"""Every Python example of the guide runs as it stands, by itself."""

import re

import pytest
from examples import DOCS, examples, run

# The pages of Python's chapter, and those with examples in several languages.
PAGES = [*sorted((DOCS / "python").glob("*.md")), DOCS / "faq.md", DOCS / "performance.md"]
EXAMPLES = {f"{page.stem}-{number}": example for page in PAGES for number, example in enumerate(examples(page), 1)}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 15


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    run(EXAMPLES[name], name)


def test_the_summary_names_every_page() -> None:
    linked = re.findall(r"\]\(([^)]+\.md)\)", (DOCS / "SUMMARY.md").read_text(encoding="utf-8"))
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} - {"SUMMARY.md"}
    assert sorted(linked) == sorted(pages)  # each of them once: mdBook accepts no page twice
