"""PyJWT's own tests, run against `tokenseal.compat.pyjwt`. Those that are listed in docs/compat-pyjwt.md must not pass, and all others must."""

from __future__ import annotations

import re

from compat_pyjwt import suite

TEXT = (suite.ROOT / "docs" / "compat-pyjwt.md").read_text(encoding="utf-8")
_, DIFFERENT, NOT_APPLICABLE = re.split(r"^## Tests that .*$", TEXT, flags=re.MULTILINE)


def listed(text: str) -> set[str]:
    return set(re.findall(r"^- `(tests/.+)`$", text, re.MULTILINE))


def test_the_list_has_each_test_once() -> None:
    names = re.findall(r"^- `(tests/.+)`$", TEXT, re.MULTILINE)
    assert len(names) == len(set(names))
    assert listed(DIFFERENT) and listed(NOT_APPLICABLE)


def test_all_pass_but_those_that_are_listed() -> None:
    outcomes = suite.run()
    passed = {name for name, outcome in outcomes.items() if outcome == "passed"}
    wanted = listed(DIFFERENT) | listed(NOT_APPLICABLE)
    applicable = len(outcomes) - len(listed(NOT_APPLICABLE))
    print(f"PyJWT's tests: {len(passed)} passed, of {applicable} that apply and {len(outcomes)} in all")
    assert outcomes.keys() - passed - wanted == set(), f"not listed, and did not pass; see {suite.FOLDER / 'output.txt'}"
    assert wanted & passed == set(), "listed, but passed: take them off the list"
    assert wanted - outcomes.keys() == set(), "listed, but there is no such test"
    figures = f"Of {len(outcomes)} tests, {len(passed)} pass.", f"{len(passed)} of {applicable} pass"
    assert all(figure in " ".join(TEXT.split()) for figure in figures), f"the figures in the text are not {figures}"
    assert len(passed) >= 0.9 * applicable
