"""Runs every file of tests/vectors/ and writes the outcomes where `cargo xtask test` compares the
languages'.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from operations import perform
from vector_files import FILES, SCHEMA, cases

CASES = [pytest.param(case, keys, id=case["id"]) for file in FILES.values() for case, keys in cases(file)]


@pytest.fixture(scope="module")
def outcomes() -> Iterator[dict[str, Any]]:
    """The outcome of every case, by its id; written when the last case is done."""
    found: dict[str, Any] = {}
    yield found
    if folder := os.environ.get("TOKENSEAL_OUTCOMES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, "python.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


def test_there_are_vectors() -> None:
    assert CASES
    ids = [case.id for case in CASES]
    assert len(ids) == len(set(ids)), "an id stands twice"


@pytest.mark.parametrize("name", FILES)
def test_file(name: str) -> None:
    file = FILES[name]
    assert file["schema"] == "vectors-v1"
    assert file["count"] == sum(1 for _ in cases(file))
    jsonschema.validate(file, SCHEMA, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("case", "keys"), CASES)
def test_vector(case: dict[str, Any], keys: dict[str, Any], outcomes: dict[str, Any]) -> None:
    outcome = perform(case, keys)
    expect = case["expect"]
    if "error" not in outcome:
        outcome = {name: value for name, value in outcome.items() if name in expect}
    outcomes[case["id"]] = outcome
    assert same(outcome, expect), f"expected {expect}, got {outcome}"


def same(one: Any, other: Any) -> bool:
    """Equality by value and type: for Python alone, True equals 1. Computed times are equal to the
    microsecond.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return isinstance(one, int | float) and isinstance(other, int | float) and abs(one - other) < 1e-6
    return isinstance(one, bool) == isinstance(other, bool) and one == other
