"""Docstrings: everything public has one, each option is named, and the examples run."""

from __future__ import annotations

import doctest
import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import tokenseal
from tokenseal import errors, http, jwe, jws, testing, types

MODULES = [tokenseal, errors, http, jwe, jws, testing, types]


def public() -> Iterator[tuple[str, Any]]:
    """Everything public: modules, functions, classes and their members."""
    for module in MODULES:
        yield module.__name__, module
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, type) and not issubclass(thing, dict):
                yield from ((f"{name}.{member}", getattr(thing, member)) for member in vars(thing) if not member.startswith("_") and not member.isupper() and getattr(thing, member) is not None)
            if isinstance(thing, type) or inspect.isroutine(thing):
                yield f"{thing.__module__}.{name}", thing


PUBLIC = dict(public())
# Those that need no example, because the example of their class shows them.
WITHOUT_EXAMPLE = {"Unsigned", "Pending", "Verified", "VerifiedSignature", "Decrypted", "complete", "Inspected"}
WITHOUT_EXAMPLE |= {"Answer", "Decision", "Needed", "RuleExplanation", "RuleFinding"}


def is_called(thing: Any) -> bool:
    return callable(thing) and not (isinstance(thing, type) and issubclass(thing, Exception | dict))


@pytest.mark.parametrize("name", PUBLIC)
def test_it_has_a_docstring_whose_examples_run(name: str) -> None:
    thing = PUBLIC[name]
    text = inspect.getdoc(thing) or ""
    first = text.split("\n\n")[0]
    assert first.endswith((".", ":")) and first[0].isupper()
    example = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
    assert doctest.DocTestRunner().run(example).failed == 0
    if is_called(thing) and name.rpartition(".")[2] not in WITHOUT_EXAMPLE:
        assert example.examples, f"{name} has no example"


@pytest.mark.parametrize("name", [name for name, thing in PUBLIC.items() if is_called(thing)])
def test_it_names_its_parameters(name: str) -> None:
    thing = PUBLIC[name]
    try:
        parameters = set(inspect.signature(thing).parameters) - {"self"}
    except ValueError:  # a class that users never construct
        parameters = set()
    described = re.findall(r"^    (\w+): ", (inspect.getdoc(thing) or "").partition("Args:")[2].partition("\n\n")[0], re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) == parameters


def test_error_codes_in_docstrings_exist() -> None:
    told = {code for thing in PUBLIC.values() for code in re.findall(r"ERR_[A-Z_]+[A-Z]", inspect.getdoc(thing) or "")}
    assert told == set(get_args(errors.ErrorCode))


@pytest.mark.parametrize("module", MODULES[:-1])
def test_functions_and_classes_say_where_they_are_public(module: Any) -> None:
    homes = {getattr(getattr(module, name), "__module__", module.__name__) for name in module.__all__ if name not in {"ErrorCode", "Fault", *errors.__all__}}
    assert homes <= {module.__name__}
    assert {getattr(errors, name).__module__ for name in errors.__all__ if name != "ErrorCode"} == {"tokenseal.errors"}
