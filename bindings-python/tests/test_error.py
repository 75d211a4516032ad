"""Errors: pickling, classes, and the guard against panics."""

from __future__ import annotations

import copy

import pytest
import tokenseal
from samples import KEY, NOW, pickled
from tokenseal import TokenError, errors


def test_errors_are_pickled() -> None:
    with pytest.raises(errors.ExpiredError) as caught:
        tokenseal.verify(tokenseal.sign({}, KEY, expires_in=1, now=NOW), KEY)
    classes = [getattr(errors, name) for name in errors.__all__ if name not in ("ErrorCode", "Fault")]
    assert {one.__subclasses__ and one for one in classes} >= set(TokenError.__subclasses__()) | set(errors.ClaimError.__subclasses__())
    for error in [caught.value, *(one("why", claim="sub") for one in classes), errors.ClaimMissingError("why", "ERR_JWT_CLAIM_MISSING", "a b")]:
        for again in (pickled(error), copy.copy(error), copy.deepcopy(error)):
            assert (type(again), again.args, again.code, again.claim) == (type(error), error.args, error.code, error.claim)
            assert (again.fault, again.status) == (error.fault, error.status)
    assert (caught.value.code, caught.value.claim) == ("ERR_JWT_EXPIRED", "exp")
    assert (caught.value.fault, caught.value.status) == ("token", 401)
    assert (TokenError("defect").fault, errors.KeySetUnavailableError().status) == ("program", 503)
    assert issubclass(errors.OptionError, ValueError) and issubclass(errors.ClaimMissingError, errors.ClaimError)


@pytest.mark.skipif(not hasattr(tokenseal._native, "_panic_for_test"), reason="needs the feature test-hooks")
def test_a_panic_is_an_error() -> None:
    with pytest.raises(errors.InternalError) as caught:
        tokenseal._native._panic_for_test()  # type: ignore[attr-defined]
    assert caught.value.code == "ERR_INTERNAL"
