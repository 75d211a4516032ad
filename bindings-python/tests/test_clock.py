"""`clock`: where a Verifier and an Issuer get the time if a call does not give it."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from samples import KEY, NOW
from tokenseal import Issuer, TokenError, Verifier, errors, sign

TOKEN = sign({}, KEY, expires_in=60, now=NOW)


class Hands:
    """A clock that is set by hand, and counts how often it is asked."""

    def __init__(self, now: Any) -> None:
        self.now, self.asked = now, 0

    def __call__(self) -> Any:
        self.asked += 1
        return self.now


def test_it_tells_the_time() -> None:
    clock = Hands(NOW)
    verifier, issuer = Verifier(KEY, clock=clock), Issuer(KEY, lifetime=60, clock=clock)
    assert verifier.verify(TOKEN)["exp"] == NOW + 60
    assert verifier.verify(issuer.issue({}))["iat"] == NOW
    clock.now = NOW + 60
    with pytest.raises(errors.ExpiredError):
        verifier.verify(TOKEN)
    assert issuer.issue({}) != issuer.issue({}, now=NOW)
    assert repr(verifier) == f"Verifier(keys=KeySet([{KEY!r}]), clock=...)"


def test_it_is_asked_once_for_each_call_that_is_not_told() -> None:
    clock = Hands(NOW)
    verifier = Verifier(KEY, clock=clock)
    assert clock.asked == 0
    assert [result["exp"] for result in verifier.verify_many([TOKEN] * 5)] == [NOW + 60] * 5  # type: ignore[index]
    assert clock.asked == 1
    verifier.verify(TOKEN, now=NOW)
    verifier.verify_many([TOKEN], now=NOW)
    Issuer(KEY, lifetime=60, clock=clock).issue({}, now=NOW)
    assert clock.asked == 1
    verifier.verify(TOKEN, now=None)
    assert clock.asked == 2


@pytest.mark.parametrize("now", [NOW, NOW + 0.5, datetime.fromtimestamp(NOW, timezone.utc), datetime.fromtimestamp(NOW, timezone(timedelta(hours=9)))])
def test_forms_of_time(now: Any) -> None:
    assert Verifier(KEY, clock=lambda: now).verify(TOKEN)["iat"] == NOW
    assert Verifier(KEY, clock=lambda: now).verify(Issuer(KEY, lifetime=60, clock=lambda: now).issue({}))["iat"] == NOW


def test_the_systems_own() -> None:
    for clock in (time.time, lambda: datetime.now(timezone.utc), None):
        token = Issuer(KEY, lifetime="1h", clock=clock).issue({})
        assert abs(Verifier(KEY, clock=clock).verify(token)["iat"] - time.time()) < 60


@pytest.mark.parametrize("wrong", [None, True, "1700000000", float("nan"), float("inf"), 10**30, 1e300, datetime.now(), timedelta(seconds=NOW), [NOW], object()])
def test_what_is_no_time(wrong: Any) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: Verifier(KEY, clock=lambda: wrong).verify(TOKEN),
        lambda: Issuer(KEY, lifetime=60, clock=lambda: wrong).issue({}),
    ]
    for call in calls:
        with pytest.raises(errors.OptionError) as caught:
            call()
        assert caught.value.code == "ERR_OPTION_INVALID"
    # Many tokens share one time, so a wrong time is not an error of one token.
    with pytest.raises(errors.OptionError):
        results = Verifier(KEY, clock=lambda: wrong).verify_many([TOKEN])
        raise results[0]  # type: ignore[misc]


@pytest.mark.parametrize("wrong", [1, 1.5, "now", datetime.now(timezone.utc)])
def test_what_is_no_function(wrong: Any) -> None:
    for make in (Verifier, Issuer):
        with pytest.raises(errors.OptionError, match="option `clock`: must be a function"):
            make(KEY, clock=wrong)


def test_what_it_raises_passes_through() -> None:
    class NoTime(Exception):
        pass

    def clock() -> float:
        raise NoTime("the battery is empty")

    for call in (lambda: Verifier(KEY, clock=clock).verify(TOKEN), lambda: Verifier(KEY, clock=clock).verify_many([TOKEN]), lambda: Issuer(KEY, clock=clock).issue({})):
        with pytest.raises(NoTime, match="the battery is empty"):
            call()
    with pytest.raises(TypeError):
        Verifier(KEY, clock=lambda needs: needs).verify(TOKEN)  # type: ignore[arg-type, misc]


def test_functions_take_the_time_itself() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'clock'"):
        sign({}, KEY, expires_in=60, clock=time.time)  # type: ignore[call-arg]


def test_a_clock_that_holds_its_verifier_is_collected() -> None:
    class Holder:
        def __init__(self) -> None:
            self.verifier, self.issuer = Verifier(KEY, clock=self.now), Issuer(KEY, lifetime=60, clock=self.now)

        def now(self) -> float:
            return NOW

    holder = Holder()
    assert holder.verifier.verify(holder.issuer.issue({}))["iat"] == NOW
    gone = weakref.ref(holder)
    del holder
    gc.collect()
    assert gone() is None


def test_a_clock_may_use_its_verifier() -> None:
    def clock() -> float:
        return float(inner.verify(TOKEN)["iat"])

    inner = Verifier(KEY, clock=lambda: NOW)
    assert Verifier(KEY, clock=clock).verify(TOKEN)["exp"] == NOW + 60
    try:
        Verifier(KEY, clock=lambda: NOW + 60).verify(TOKEN)
    except TokenError as error:
        assert (error.code, error.claim) == ("ERR_JWT_EXPIRED", "exp")
