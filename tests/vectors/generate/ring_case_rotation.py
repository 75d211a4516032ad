"""ring_rotation.json: turns of keys over the years, whoever calls late, and whatever the clock
does.
"""

from __future__ import annotations

from typing import Any

from ring_run import DAY, HOUR, Run

MONTH = 30 * DAY
AHEAD, KEEP = 1260, 1021
SHORT = {"rotate_every": "1h", "token_lifetime": "5m", "jwks_max_age": "1m", "verifier_refresh": "1m", "clock_skew": "10s"}


def tests() -> list[dict[str, Any]]:
    runs = [_first_turn(), _year(), _hours(), _asleep(), _late(), _issues_late(), _jwks_late(), *_clocks()]
    return [run.case() for run in runs]


def _first_turn() -> Run:
    run = Run("ring-first-turn", "ES256", comment="Each moment at which anything changes, and the second before it.")
    run.advance(MONTH - AHEAD - 1, changes=[])
    run.advance(MONTH - AHEAD, changes=[["k2", None, "upcoming"]])
    run.signing_key(MONTH - 1, "k0")
    run.signing_key(MONTH, "k1")
    run.advance(MONTH, changes=[["k0", "active", "verify-only"], ["k1", "upcoming", "active"]])
    run.jwks(MONTH + KEEP - 1, "k0", "k1", "k2")
    run.jwks(MONTH + KEEP, "k1", "k2")
    run.key_set(MONTH + KEEP, "k1", "k2")
    run.advance(MONTH + KEEP)
    run.advance(2 * MONTH - AHEAD)
    run.advance(2 * MONTH + KEEP - 1)
    run.advance(2 * MONTH + KEEP)
    return run


def _year() -> Run:
    run = Run("ring-a-year-of-rotations", "Ed25519", comment="Each time at the moment that the ring named.")
    at = 0.0
    while at < 365 * DAY:
        run.advance(at)
        at = run.expected[-1]["next"] - run.input["now"]
        assert at > 0
    return run


def _hours() -> Run:
    run = Run("ring-a-day-of-rotations", "ES256", comment="Called each twenty minutes.", **SHORT)
    for at in range(0, DAY, 20 * 60):
        run.advance(at)
    return run


def _asleep() -> Run:
    run = Run("ring-asleep-for-a-year", "ES256", comment="The keys that there are sign on: nobody knows another.")
    run.signing_key(365 * DAY, "k0")
    run.advance(365 * DAY)
    run.signing_key(365 * DAY, "k0")
    run.advance(365 * DAY + AHEAD)
    run.signing_key(365 * DAY + AHEAD, "k1")
    return run


def _late() -> Run:
    run = Run("ring-asleep-with-a-turn-planned", "ES256", comment="The turn comes without anybody's doing.")
    run.advance(MONTH - AHEAD)
    run.signing_key(400 * DAY, "k1")
    run.key_set(400 * DAY, "k1", "k2")
    run.advance(400 * DAY)
    run.advance(400 * DAY + AHEAD)
    run.signing_key(400 * DAY + AHEAD, "k2")
    return run


def _issues_late() -> Run:
    run = Run("ring-issuing-advances", "ES256", comment="Who issues needs no timer.")
    run.issue(MONTH - AHEAD - 1, "k0")
    run.issue(MONTH - AHEAD, "k0")
    run.issue(MONTH, "k1")
    run.issue(3 * MONTH, "k1")
    run.issue(3 * MONTH + AHEAD, "k2")
    return run


def _jwks_late() -> Run:
    run = Run("ring-publishing-advances", "ES256", comment="So does who publishes the keys.")
    run.jwks(MONTH - AHEAD - 1, "k0", "k1")
    run.jwks(MONTH - AHEAD, "k0", "k1", "k2")
    run.key_set(2 * MONTH, "k1", "k2")
    run.jwks(2 * MONTH)
    return run


def _clocks() -> list[Run]:
    back = Run("ring-clock-set-back", "ES256", flags=["wrong clocks"], comment="By a day, after a turn: the new key signs on, or the old one again.")
    back.advance(MONTH - AHEAD)
    back.advance(MONTH + HOUR)
    back.issue(MONTH + HOUR, "k1")
    back.advance(MONTH - DAY)
    back.issue(MONTH - DAY)
    back.advance(MONTH + HOUR)
    little = Run("ring-clock-set-back-within-skew", "ES256", flags=["wrong clocks"], comment="By what clocks may differ: nothing is mended.")
    little.advance(MONTH - AHEAD)
    little.advance(MONTH)
    little.advance(MONTH - 60)
    little.signing_key(MONTH - 60, "k0")
    little.signing_key(MONTH, "k1")
    year = Run("ring-clock-set-back-before-the-ring", "ES256", flags=["wrong clocks"], comment="To a year before the ring was made.")
    year.advance(-365 * DAY)
    year.signing_key(-365 * DAY, "k0")
    year.advance(-335 * DAY)
    year.advance(-335 * DAY + AHEAD)
    ahead = Run("ring-clock-ahead-and-back", "ES256", flags=["wrong clocks"], comment="A clock that was ten years ahead for a moment.")
    for offset in (0, AHEAD, 2 * AHEAD):
        ahead.advance(3650 * DAY + offset)
    token = ahead.issue(3650 * DAY + 2 * AHEAD)
    ahead.advance(HOUR)
    ahead.issue(HOUR)
    ahead.verify(HOUR, token, now=3650 * DAY + 2 * AHEAD)
    for at in (MONTH - AHEAD, MONTH, MONTH + HOUR + AHEAD, 2 * MONTH):
        ahead.advance(at)
    made = Run("ring-made-by-a-clock-ahead", "ES256", at=10 * DAY, flags=["wrong clocks"], comment="Ten days ahead when it was made.")
    made.advance(0)
    made.advance(MONTH - AHEAD)
    made.advance(MONTH)
    revoked = Run("ring-revoked-by-a-clock-ahead", "ES256", flags=["wrong clocks"], comment="The revoked key stays so.")
    revoked.revoke(100 * DAY, "k0")
    revoked.advance(0)
    revoked.key_set(0, "k1", "k2")
    revoked.advance(MONTH)
    jitter = Run("ring-clocks-of-several", "ES256", flags=["wrong clocks"], comment="Two who share a ring, a minute apart, by turns.")
    for at in (MONTH - AHEAD - 30, MONTH - AHEAD + 30, MONTH - 30, MONTH + 30):
        jitter.advance(at)
        jitter.advance(at - 60)
    return [back, little, year, ahead, made, revoked, jitter]
