"""What the model of a remote key set is made of: times, a flight, metadata, a check that waits; and
the defaults of its options.
"""

from __future__ import annotations

from dataclasses import dataclass

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
DEFAULTS = {
    "default_age": "10m",
    "min_age": "60s",
    "max_age": "1h",
    "stale": "1h",
    "cooldown": "30s",
    "timeout": "5s",
    "max_keys": 100,
    "max_set_bytes": 256 * 1024,
    "max_metadata_bytes": 64 * 1024,
    "max_waiting": 8,
    "signature_uses": [],
}
# A driver has this long beyond the time limit to say that it has passed; if it says nothing, the
# process slept.
GRACE = 1
# What a driver may tell of a request that was not answered; its own word for anything else means
# the first.
TOLD = ("connect", "timeout", "tls", "too_large", "url_not_allowed")
UNAVAILABLE = "ERR_JWKS_UNAVAILABLE"
ACCEPT = {True: "application/jwk-set+json, application/json", False: "application/json"}


@dataclass(frozen=True)
class Times:
    """What the two clocks say, and the number drawn by chance."""

    wall: float
    monotonic: float
    jitter: float = 0.5

    def since(self, earlier: Times) -> float:
        """The larger of both differences; a clock set back counts as 0."""
        return max(self.wall - earlier.wall, self.monotonic - earlier.monotonic, 0)


@dataclass
class Flight:
    """A flight that is under way."""

    began: Times
    id: int
    # The address of the metadata that is asked, by its number; None: the keys are asked for.
    step: int | None
    url: str
    sent: Times
    # What is sent to ask whether the keys are still the same.
    condition: list[str] | None = None
    metadata: Metadata | None = None

    @property
    def renews(self) -> bool:
        """Whether it asks for metadata, and has some that holds if there is no better answer."""
        return self.step is not None and self.metadata is not None


@dataclass
class Metadata:
    """Where metadata says that the keys are, and for how long that holds."""

    jwks_uri: str
    sent: Times
    fresh_for: float
    # Its validator, and the address that gave it.
    validator: tuple[str, list[str]] | None = None

    def condition(self, url: str) -> list[str] | None:
        return self.validator[1] if self.validator and self.validator[0] == url else None

    def age(self, times: Times) -> float:
        return times.since(self.sent)

    def left(self, times: Times) -> float:
        return self.fresh_for - times.since(self.sent)


@dataclass
class Pending:
    """A check that waits."""

    token: str
    began: Times
    now: float
    rounds: int
    error: str
    # Whether it waits because no key verifies its token, of which only so many may.
    counts: bool
