"""ring_emergencies.json: keys that are revoked, in each state that a key can have."""

from __future__ import annotations

from typing import Any

from ring_keys import ed25519, external
from ring_run import DAY, HOUR, Run

MONTH = 30 * DAY
AHEAD, KEEP = 1260, 1021
NO_KEY = "ERR_JWKS_NO_MATCHING_KEY"


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_active(), *_others(), *_many(), *_external()]]


def _active() -> list[Run]:
    active = Run("ring-revoke-active", "ES256", flags=["key revocation"], comment="The spare signs at once, which everybody knows.")
    token = active.issue(HOUR, "k0")
    active.verify(HOUR, token)
    active.revoke(HOUR, "k0", changes=[["k0", "active", "revoked"], ["k1", "upcoming", "active"], ["k2", None, "upcoming"]])
    active.verify(HOUR, token, NO_KEY)
    active.jwks(HOUR, "k1", "k2")
    active.issue(HOUR, "k1")
    active.signing_key(HOUR - 60, "k1")
    active.advance(HOUR + MONTH - AHEAD)
    active.advance(HOUR + KEEP + MONTH)
    planned = Run("ring-revoke-active-before-a-planned-turn", "ES256", flags=["key revocation"])
    planned.advance(MONTH - AHEAD)
    planned.revoke(MONTH - 10, "k0")
    planned.signing_key(MONTH - 10, "k1")
    planned.advance(2 * MONTH)
    after = Run("ring-revoke-active-after-a-turn", "ES256", flags=["key revocation"], comment="The key before it is not to sign again.")
    after.advance(MONTH - AHEAD)
    after.revoke(MONTH + 1, "k1")
    after.signing_key(MONTH + 1, "k2")
    after.signing_key(MONTH - 58, "k2")
    after.key_set(MONTH + 1, "k0", "k2", "k3")
    return [active, planned, after]


def _others() -> list[Run]:
    upcoming = Run("ring-revoke-upcoming", "ES256", flags=["key revocation"], comment="Another spare takes its place.")
    upcoming.revoke(HOUR, "k1", changes=[["k1", "upcoming", "revoked"], ["k2", None, "upcoming"]])
    upcoming.jwks(HOUR, "k0", "k2")
    planned = Run("ring-revoke-upcoming-with-a-planned-turn", "ES256", flags=["key revocation"], comment="The turn is put off until all know the next key.")
    planned.advance(MONTH - AHEAD)
    planned.revoke(MONTH - 30, "k1")
    planned.signing_key(MONTH, "k0")
    planned.advance(MONTH - 30 + AHEAD)
    second = Run("ring-revoke-second-upcoming", "ES256", flags=["key revocation"])
    second.advance(MONTH - AHEAD)
    second.revoke(MONTH - 30, "k2")
    second.advance(MONTH - 30 + AHEAD)
    old = Run("ring-revoke-verify-only", "ES256", flags=["key revocation"])
    old.advance(MONTH - AHEAD)
    token = old.issue(MONTH - 1, "k0")
    old.verify(MONTH + 1, token)
    old.revoke(MONTH + 1, "k0")
    old.verify(MONTH + 1, token, NO_KEY)
    retired = Run("ring-revoke-retired", "ES256", flags=["key revocation"])
    retired.advance(MONTH - AHEAD)
    retired.revoke(MONTH + KEEP, "k0", changes=[["k0", "active", "revoked"], ["k1", "upcoming", "active"]])
    twice = Run("ring-revoke-twice", "ES256", flags=["key revocation"], comment="The second time changes nothing.")
    twice.revoke(HOUR, "k0")
    twice.revoke(2 * HOUR, "k0", changes=[])
    twice.status(2 * HOUR, generation=2)
    unknown = Run("ring-revoke-unknown", "ES256", flags=["key revocation"])
    unknown.revoke(HOUR, "nobody's", error=NO_KEY)
    unknown.revoke(HOUR, "", error=NO_KEY)
    forgotten = Run("ring-revoke-forgotten", "ES256", flags=["key revocation"])
    forgotten.revoke(HOUR, "k0")
    forgotten.advance(HOUR + KEEP + MONTH)
    forgotten.revoke(HOUR + KEEP + MONTH, "k0", error=NO_KEY)
    return [upcoming, planned, second, old, retired, twice, unknown, forgotten]


def _many() -> list[Run]:
    again = Run("ring-revoke-the-next-as-well", "ES256", flags=["key revocation"], comment="Within the time that a key needs to be known.")
    again.revoke(HOUR, "k0")
    again.revoke(HOUR + 1, "k1")
    again.signing_key(HOUR + 1, "k2")
    all = Run("ring-revoke-all", "ES256", flags=["key revocation"], comment="There is always one that signs.")
    for number in range(6):
        all.revoke(HOUR + number, f"k{number}")
        all.signing_key(HOUR + number, f"k{number + 1}")
    both = Run("ring-revoke-all-backwards", "ES256", flags=["key revocation"])
    both.revoke(HOUR, "k1")
    both.revoke(HOUR, "k0")
    both.signing_key(HOUR, "k2")
    other = Run("ring-revoke-of-one-algorithm", "ES256", "Ed25519", flags=["key revocation"], comment="The others' keys stay as they are.")
    other.revoke(HOUR, "k2")
    other.signing_key(HOUR, "k0", alg="ES256")
    other.signing_key(HOUR, "k3", alg="Ed25519")
    jump = Run("ring-revoke-then-clock-back", "ES256", flags=["key revocation", "wrong clocks"], comment="By no clock has the revoked key a turn again.")
    jump.advance(MONTH - AHEAD)
    jump.revoke(MONTH + HOUR, "k1")
    for at in (MONTH, MONTH - DAY, 0):
        jump.signing_key(at)
        jump.advance(at)
    return [again, all, both, other, jump]


def _external() -> list[Run]:
    last = Run("ring-revoke-last-external", keys=[external("a")], flags=["key revocation"], comment="There is nothing to sign with until a key comes.")
    last.revoke(HOUR, "k0", needs_key=["Ed25519"], next=HOUR + 1_700_000_000 + KEEP + MONTH)
    last.signing_key(HOUR, error=NO_KEY)
    last.jwks(HOUR)
    last.add(2 * HOUR, external("b"), needs_key=["Ed25519"])
    last.signing_key(2 * HOUR, "k1")
    next = Run("ring-revoke-external", keys=[external("a"), external("b")], flags=["key revocation"])
    next.revoke(HOUR, "k0", needs_key=["Ed25519"])
    next.signing_key(HOUR, "k1")
    given = Run("ring-revoke-given", keys=[ed25519("a")], flags=["key revocation"])
    given.revoke(HOUR, "k0")
    given.signing_key(HOUR, "k1")
    given.add(HOUR, ed25519("a"), error="ERR_OPTION_INVALID")
    return [last, next, given]
