"""remote_clocks.json: clocks that stand still, are set, or stood still while the process slept."""

from __future__ import annotations

from typing import Any

from remote_keys import NO_MATCHING_KEY, jwks, key, token
from remote_run import URL, Run

A, B = key("a"), key("b")
TOKEN, NEW = token(A), token(B)
DAY = 86400


def tests() -> list[dict[str, Any]]:
    return [*_ages(), *_flights(), *_waits()]


def _ages() -> list[dict[str, Any]]:
    frozen = Run("remote-clock-wall-frozen", comment="A wall clock that stands still keeps nothing fresh.")
    frozen.fetch(0, A)
    frozen.check((0, 479.75), TOKEN, "accepted", state="fresh")
    frozen.check((0, 480), TOKEN, "accepted", state="due", due=True)
    frozen.check((0, 600), TOKEN, "waits", state="expired")
    frozen.fail((0, 600), state="stale")
    frozen.check((0, 4200), TOKEN, "waits", state="expired")
    frozen.fail((0, 4200), state="unavailable")
    monotonic = Run("remote-clock-monotonic-frozen", comment="Neither does a monotonic one, as while a laptop sleeps.")
    monotonic.fetch(0, A)
    monotonic.check((479.75, 0), TOKEN, "accepted", state="fresh")
    monotonic.check((480, 6), TOKEN, "accepted", state="due", due=True)
    monotonic.check((600, 6), TOKEN, "waits", state="expired")
    back = Run("remote-clock-set-back", comment="A wall clock that was set back counts as one that stands still.")
    back.fetch(0, A)
    back.check((-DAY, 1), TOKEN, "accepted", state="fresh")
    back.check((-DAY, 480), TOKEN, "accepted", state="due")
    back.check((-DAY, 600), TOKEN, "waits", state="expired")
    back.fetch((-DAY, 600), A, B)
    back.check((-DAY + 479.75, 1079.75), TOKEN, "accepted", state="fresh")
    back.check((-DAY + 600, 1200), TOKEN, "waits", state="expired")
    forth = Run("remote-clock-set-forth", comment="One that was set forth makes keys old: fetched once too often, and never used for too long.")
    forth.fetch(0, A)
    step = forth.check((DAY, 10), TOKEN, "waits", state="expired")
    forth.fetch((DAY, 10), A)
    forth.resume((DAY, 10), step, "accepted")
    forth.check((10, 20), TOKEN, "accepted", state="fresh")
    forth.check((599.75, 609.75), TOKEN, "accepted", state="due")
    forth.check((600, 610), TOKEN, "waits", state="expired")
    both = Run("remote-clock-both-back", comment="Clocks that both go back add no age, and take none away later.")
    both.fetch(0, A)
    both.check((-100, -100), TOKEN, "accepted", state="fresh")
    both.check((600, 600), TOKEN, "waits", state="expired")
    slept = Run("remote-clock-slept-an-hour", comment="After an hour's sleep the keys are an hour older.")
    slept.fetch(0, A)
    slept.fail((490, 490))
    step = slept.check((4090, 491), TOKEN, "waits", state="expired", due=True)
    slept.fetch((4090, 491), A)
    slept.resume((4090, 491), step, "accepted", state="fresh")
    claims = Run("remote-clock-now", comment="The time that claims are judged by is no machine's.")
    claims.fetch(0, A)
    claims.check(1, TOKEN, "accepted", now=0, state="fresh")
    claims.check(1, TOKEN, "ERR_JWT_EXPIRED", refused="ERR_JWT_EXPIRED", now=4_000_000_000, state="fresh", due=False)
    dated = Run("remote-clock-set-back-in-flight", comment="What an answer says of its age is reckoned by the later reading of the wall clock.")
    dated.poll(0)
    dated.tell((-DAY, 1), jwks(A), headers=[["cache-control", "max-age=900"], ["date", "Tue, 14 Nov 2023 22:08:20 GMT"]], wake=479.0)
    return [one.case() for one in (frozen, monotonic, back, forth, both, slept, claims, dated)]


def _flights() -> list[dict[str, Any]]:
    slept = Run(
        "remote-slept-in-flight", comment="A flight that stood still with its process is forgotten, which is no failure; its answer is ignored."
    )
    step = slept.check(0, TOKEN, "waits", state="cold")
    first = slept.poll(0, url=URL)
    slept.poll((3600, 1), url=URL, events=[], state="cold")
    slept.tell((3600, 1), failed="timeout", id=first, events=[], state="cold")
    slept.tell((3600.5, 1.5), jwks(A), state="fresh")
    slept.resume((3601, 2), step, "accepted")
    used = Run("remote-slept-in-refresh", comment="Expired meanwhile: no try has failed, so that the check needs keys.")
    used.fetch(0, A)
    id = used.poll(480, url=URL)
    used.check((4200, 481), TOKEN, "waits", state="expired")
    used.tell((4200, 481), jwks(A), id=id, events=[], state="expired")
    used.fetch((4200, 481), A, state="fresh")
    limit = Run("remote-flight-limit", comment="Up to a second after the time limit the driver's word is waited for.")
    id = limit.poll(0, wake=5.0)
    limit.poll(5, url=None, wake=0)
    limit.poll(6, url=None, wake=0)
    limit.poll(6.25, url=URL, events=[])
    limit.tell(6.25, jwks(A), id=id, events=[], state="cold")
    option = Run("remote-flight-limit-option", timeout="20s", comment="As long as the option says.")
    id = option.poll(0, wake=20.0, fetch={"timeout": 20})
    option.poll(21, url=None)
    option.tell(19.75, jwks(A), id=id, state="fresh")
    forth = Run("remote-flight-clock-set-forth", comment="It looks as if it had slept.")
    id = forth.poll(0)
    forth.tell((DAY, 1), jwks(A), id=id, events=[], state="cold")
    forth.poll((DAY, 1), url=URL)
    back = Run("remote-flight-clock-set-back", comment="The other clock goes on.")
    back.poll(0)
    back.poll((-DAY, 4), url=None, wake=1.0)
    back.tell((-DAY, 5), jwks(A), why="timeout")
    return [one.case() for one in (slept, used, limit, option, forth, back)]


def _waits() -> list[dict[str, Any]]:
    backoff = Run("remote-backoff-wall-frozen", comment="Waits go by whichever clock goes on.")
    backoff.fail(0, jitter=1)
    backoff.fail((0, 1), jitter=1, retry_in=2)
    backoff.poll((0, 2.75), url=None, wake=0.25)
    backoff.poll((3, 1), url=URL)
    bucket = Run("remote-bucket-clock-set-back", comment="A clock that is set back fills no bucket.")
    bucket.fetch(0, A)
    for _ in range(2):
        step = bucket.check(1, NEW, "waits")
        bucket.fetch(1, A)
        bucket.resume(1, step, NO_MATCHING_KEY)
    bucket.check((-DAY, 1), NEW, NO_MATCHING_KEY)
    bucket.check((-DAY, 30.75), NEW, NO_MATCHING_KEY)
    bucket.check((-DAY, 31), NEW, "waits")
    frozen = Run("remote-bucket-frozen", comment="Test clocks that stand still: two, and no more.")
    frozen.fetch(0, A)
    for gives in ("waits", "waits", NO_MATCHING_KEY, NO_MATCHING_KEY):
        step = frozen.check(0, NEW, gives)
        if gives == "waits":
            frozen.fetch(0, A)
            frozen.resume(0, step, NO_MATCHING_KEY)
    return [one.case() for one in (backoff, bucket, frozen)]
