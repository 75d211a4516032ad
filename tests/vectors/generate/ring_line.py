"""What a ring promises, and the keys of one algorithm: whose turn it is, by the time alone
(docs/decisions/0071).
"""

from __future__ import annotations

from dataclasses import dataclass, field

ENCRYPTION = ("ECDH-ES", "RSA-OAEP", "A128", "A192", "A256")
DEFAULTS = {"rotate_every": 2_592_000, "token_lifetime": 900, "jwks_max_age": 600, "verifier_refresh": 600, "clock_skew": 60}
MOST_KEYS = 60


class Refused(Exception):
    """With the code of the error."""


@dataclass
class Policy:
    """What holds for a ring, in seconds."""

    rotate_every: float
    token_lifetime: float
    jwks_max_age: float
    verifier_refresh: float
    clock_skew: float

    @property
    def ahead(self) -> float:
        return self.jwks_max_age + self.verifier_refresh + self.clock_skew

    def keep(self, encrypts: bool) -> float:
        return self.token_lifetime + 2 * self.clock_skew + 1 + (self.jwks_max_age + self.verifier_refresh + self.clock_skew if encrypts else 0)

    def check(self) -> None:
        least = max(self.ahead, -(-self.keep(True) // MOST_KEYS))
        if self.token_lifetime < 1 or self.clock_skew < 1 or self.rotate_every < least:
            raise Refused("ERR_OPTION_INVALID")


@dataclass
class Entry:
    """A key of a line."""

    key_id: str
    whole: bool
    published: float
    start: float | None = None
    until: float | None = None
    revoked: float | None = None


@dataclass
class Line:
    """The keys of an algorithm, in the order of their turns."""

    alg: str
    external: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def encrypts(self) -> bool:
        return self.alg.startswith(ENCRYPTION)

    @property
    def symmetric(self) -> bool:
        return self.alg.startswith(("HS", "A128", "A192", "A256"))

    def able(self, entry: Entry) -> bool:
        return entry.revoked is None and (self.external or entry.whole)

    def active(self, now: float) -> int | None:
        able = [at for at, entry in enumerate(self.entries) if self.able(entry)]
        come = [at for at in able if self.entries[at].start is not None and self.entries[at].start <= now]
        return come[-1] if come else able[0] if able else None

    def upcoming(self, now: float) -> list[Entry]:
        active = self.active(now)
        return [entry for entry in self.entries[0 if active is None else active + 1 :] if entry.revoked is None]

    def state(self, at: int, now: float, policy: Policy) -> str:
        entry, active = self.entries[at], self.active(now)
        if entry.revoked is not None:
            return "revoked"
        if at == active:
            return "active"
        if active is None or at > active:
            return "upcoming"
        if entry.until is not None and entry.until + policy.keep(self.encrypts) <= now:
            return "retired"
        return "decrypt-only" if self.encrypts else "verify-only"
