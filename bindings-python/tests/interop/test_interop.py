"""Exchanges everything with every library, and compares what was exchanged with
docs/interop-python.md.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .cases import Form
from .exchange import OTHERS, exchange
from .keys import KINDS, Kind, hand_over
from .library import Library
from .table import render
from .ways import counts, totals, unexpected

PAGE = Path(__file__).resolve().parents[3] / "docs/interop-python.md"

# By library: its tokens that tokenseal reads, tokens of tokenseal that it reads, keys that come
# back the same.
TOTALS = {"PyJWT": (53, 53, 25), "joserfc": (935, 934, 114), "jwcrypto": (983, 983, 162), "python-jose": (80, 80, 33)}


@pytest.mark.filterwarnings("ignore")  # joserfc and PyJWT warn about algorithms and keys that they discourage
@pytest.mark.parametrize("form", list(Form), ids=lambda form: form.name)
@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other.name)
def test_tokens(other: Library, form: Form) -> None:
    failures = [failure for subject in form.subjects() for failure in exchange(form, subject, other).failures]
    assert not failures, "\n".join(failures)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.title)
@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other.name)
def test_keys(other: Library, kind: Kind) -> None:
    assert not hand_over(kind, other).failures, "\n".join(hand_over(kind, other).failures)


def test_page() -> None:
    print(counts())
    assert not unexpected(), "the page would not tell the truth"
    page = render()
    if os.environ.get("TOKENSEAL_GENERATE"):
        PAGE.write_text(page, encoding="utf-8")
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert before == page, "docs/interop-python.md has drifted from what was exchanged: run `cargo xtask generate`"
    assert totals() == TOTALS, "not as many tokens or keys as before"
