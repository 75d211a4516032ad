"""What a caller's own code passes to the library while it runs: invalid numbers, exhausted
iterators, half a character.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import tokenseal
from samples import KEY, NOW, PRIVATE_PEM, RECIPIENT, SIGNING
from tokenseal import Issuer, Key, KeySet, Verifier, errors, jwe, jws, sign, verify

NUMBERS = [float("nan"), float("inf"), float("-inf"), 1e300, -1e300]


class Datetime(datetime):
    """Returns what it is told to."""

    says: Any

    def timestamp(self) -> Any:
        return self.says

    def replace(self, *_: Any, **__: Any) -> Any:
        return self


class Length(timedelta):
    says: Any

    def total_seconds(self) -> Any:
        return self.says


def moment_of(says: Any) -> Datetime:
    moment = Datetime(2026, 1, 1, tzinfo=timezone.utc)
    moment.says = says
    return moment


def length_of(says: Any) -> Length:
    length = Length(seconds=60)
    length.says = says
    return length


@pytest.mark.parametrize("number", NUMBERS)
def test_a_datetime_that_tells_no_time(number: float) -> None:
    moment = moment_of(number)
    with pytest.raises(errors.InvalidTokenError, match="Datetime is no point in time"):
        sign({"exp": moment}, KEY)
    token = sign({}, KEY, expires_in=60, now=NOW)
    for call in (
        lambda: verify(token, KEY, now=moment),
        lambda: Verifier(KEY).verify(token, now=moment),
        lambda: Verifier(KEY).verify_many([token], now=moment),
        lambda: Verifier(KEY, clock=lambda: moment).verify(token),
        lambda: Issuer(KEY, lifetime=60, clock=lambda: moment).issue({}),
        lambda: sign({}, KEY, expires_in=60, now=moment),
        lambda: sign({}, KEY, expires_in=60, not_before=moment),
    ):
        with pytest.raises(errors.OptionError, match="Datetime is no point in time"):
            call()


@pytest.mark.parametrize("number", NUMBERS)
def test_a_timedelta_that_has_no_length(number: float) -> None:
    length = length_of(number)
    for call in (
        lambda: sign({}, KEY, expires_in=length),
        lambda: Issuer(KEY, lifetime=length),
        lambda: Verifier(KEY, leeway=length),
        lambda: Verifier(KEY, max_age=length),
    ):
        with pytest.raises(errors.OptionError):
            call()


def test_a_datetime_that_tells_something_else() -> None:
    with pytest.raises(TypeError):
        sign({"exp": moment_of("soon")}, KEY)
    assert verify(sign({"exp": moment_of(NOW + 60)}, KEY, now=NOW), KEY, now=NOW)["exp"] == NOW + 60


def used_up(*items: Any) -> Iterator[Any]:
    iterator = iter(items)
    list(iterator)
    return iterator


def test_an_iterator_that_is_used_up_is_no_empty_list() -> None:
    token = sign({}, SIGNING, expires_in=60)
    for call in (
        lambda: KeySet(used_up(KEY)),
        lambda: verify(token, used_up(SIGNING)),
        lambda: Verifier(SIGNING, required_claims=used_up("jti")),
        lambda: Verifier(SIGNING, algorithms=used_up("ES256")),
        lambda: Verifier(SIGNING, audience=used_up("a")),
        lambda: jws.verify(token, SIGNING, critical=used_up("x")),
        lambda: Verifier(SIGNING).verify_many(used_up(token)),
        lambda: Verifier(SIGNING, required_claims=(name for name in ())),
    ):
        with pytest.raises(errors.OptionError, match="an iterator that has nothing left"):
            call()


def test_an_iterator_that_is_given_twice_is_refused() -> None:
    keys = iter([RECIPIENT, SIGNING])
    with pytest.raises(errors.OptionError, match="an iterator that has nothing left"):
        tokenseal.unseal("a.b.c.d.e", decrypt_with=keys, verify_with=keys)
    assert len(KeySet([])) == 0 and len(KeySet(())) == 0
    assert Verifier(SIGNING).verify_many([]) == []


HALVES = ["\ud800", "a password\udfff", "\udc00 of a password"]


@pytest.mark.parametrize("half", HALVES)
def test_half_of_a_character_is_refused_in_every_text(half: str) -> None:
    token = sign({}, KEY, expires_in=60)
    calls: list[Callable[[], Any]] = [
        lambda: Key.from_password(half),
        lambda: Key.from_secret(half * 20, "HS256", encoding="utf-8"),
        lambda: Key.from_pem(PRIVATE_PEM, "Ed25519", password=half),
        lambda: Key.from_pem(half + PRIVATE_PEM, "Ed25519"),
        lambda: Key.from_certificate(half, "Ed25519"),
        lambda: Key.from_jwk(half),
        lambda: Key.generate(half),
        lambda: Key.generate("HS256", key_id=half),
        lambda: KEY.with_key_id(half),
        lambda: KEY.thumbprint(half),  # type: ignore[arg-type]
        lambda: KeySet([KEY]).get(half),
        lambda: KeySet.from_jwks(half),
        lambda: sign({"a": half}, KEY, no_expiry=True),
        lambda: sign({half: 1}, KEY, no_expiry=True),
        lambda: sign({}, KEY, no_expiry=True, issuer=half),
        lambda: sign({}, KEY, no_expiry=True, header={"a": half}),
        lambda: verify(token + half, KEY),
        lambda: verify(token, KEY, issuer=half),
        lambda: jws.verify(token + half, KEY),
        lambda: jwe.decrypt(half, KEY),
        lambda: tokenseal.inspect_unverified(half),
    ]
    for call in calls:
        with pytest.raises(tokenseal.TokenError):
            call()


@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy])
def test_a_copy_of_what_never_changes_is_the_thing_itself(copier: Callable[[Any], Any]) -> None:
    token = sign({}, SIGNING, expires_in=60)
    encrypted = jwe.encrypt(b"a", RECIPIENT)
    signed = jws.verify(token, SIGNING)
    for thing in (
        *(KEY, SIGNING, SIGNING.public(), KeySet([KEY, SIGNING]), Verifier(KEY), Issuer(KEY), verify(token, SIGNING)),
        *(signed, signed.verified[0], jwe.decrypt(encrypted, RECIPIENT)),
        *(tokenseal.prepare({}, SIGNING.public(), expires_in=60), jwe.prepare_decrypt(encrypted, RECIPIENT.public())),
    ):
        assert copier(thing) is thing
        assert copier({"holder": [thing]})["holder"][0] is thing


def test_what_is_no_key_says_what_to_do() -> None:
    for call in (lambda: sign({}, "secret"), lambda: verify("a.b.c", b"secret"), lambda: Verifier({"kty": "oct"})):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=r"expected a Key.*, not (str|bytes|dict): make a Key of it once, with Key\.from_jwk"):
            call()
    with pytest.raises(TypeError, match="expected a Key, not int"):
        sign({}, 1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected a mapping, or JSON text as bytes, not str: json.loads makes"):
        sign("{}", KEY)  # type: ignore[arg-type]
