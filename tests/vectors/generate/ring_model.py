"""A key ring, written again in Python from the wording of docs/decisions/0071: what the steps of
`ring.run` are expected to show.

It decides from the times alone. It knows nothing of cryptography: a key is a name, four times, and
whether its private half is here.
"""

from __future__ import annotations

import copy
from typing import Any

from ring_advance import advance
from ring_line import DEFAULTS, Entry, Line, Policy, Refused

class Ring:
    """A ring that makes its keys by the names `k0`, `k1`, … of the order in which they are shown.
    """

    def __init__(self, algorithms: list[str], keys: list[tuple[str, str, bool]], options: dict[str, float], now: float) -> None:
        self.policy = Policy(**(DEFAULTS | {name: value for name, value in options.items() if name in DEFAULTS}))
        self.policy.check()
        self.lines: list[Line] = []
        self.seen, self.generation, self.count = now, 1, 0
        for alg, key_id, whole in keys:
            self._insert(alg, key_id, whole, now)
        for alg in algorithms:
            if all(line.alg != alg for line in self.lines):
                self.lines.append(Line(alg, external=False))
        if not self.lines:
            raise Refused("ERR_OPTION_INVALID")
        for line in self.lines:
            self._advance(line, now)

    def advance(self, now: float) -> dict[str, Any]:
        return self._step(now, lambda ring: None)

    def revoke(self, key_id: str, now: float) -> dict[str, Any]:
        return self._step(now, lambda ring: ring._revoke(key_id, now))

    def add(self, alg: str, key_id: str, whole: bool, now: float) -> dict[str, Any]:
        return self._step(now, lambda ring: ring._insert(alg, key_id, whole, now))

    def issue(self, now: float, lifetime: float, alg: str | None = None, encrypts: bool = False) -> str:
        """Who signs a token, or whose token it is; what is due is done first."""
        self.advance_if_due(now)
        # An issuer over a ring that could never make its tokens is a mistake of the caller.
        if not any(line.encrypts == encrypts and alg in (None, line.alg) for line in self.lines):
            raise Refused("ERR_OPTION_INVALID")
        if lifetime > self.policy.token_lifetime + 1:
            raise Refused("ERR_OPTION_INVALID")
        return self.signer(now, alg, encrypts)

    def signer(self, now: float, alg: str | None = None, encrypts: bool = False) -> str:
        for line in self.lines:
            active = line.active(now)
            if line.encrypts == encrypts and alg in (None, line.alg) and active is not None:
                return line.entries[active].key_id
        raise Refused("ERR_JWKS_NO_MATCHING_KEY")

    def reads(self, key_id: str, now: float) -> bool:
        """Whether a token of this key is still verified or decrypted: what was erased does neither,
        whatever the clock says now.
        """
        return key_id in self._names(now, lambda line, state: state not in GONE, erased=False)

    def published(self, now: float) -> list[str]:
        self.advance_if_due(now)
        return self._names(now, lambda line, state: not line.symmetric and (state == "active" if line.encrypts else state not in GONE))

    def verifying(self, now: float) -> list[str]:
        return self._names(now, lambda line, state: not line.encrypts and state not in GONE, erased=False)

    def rows(self, now: float) -> list[list[Any]]:
        def row(line: Line, at: int) -> list[Any]:
            entry, keep = line.entries[at], self.policy.keep(line.encrypts)
            retires = None if entry.until is None else entry.until + keep
            state = line.state(at, now, self.policy)
            return [entry.key_id, line.alg, state, line.external, entry.published, entry.start, entry.until, retires, entry.revoked]

        return [row(line, at) for line in self.lines for at in range(len(line.entries))]

    def due(self, now: float) -> float | None:
        """The first time, from now on, at which advancing writes anything, or a turn ends; now, if
        one has ended and nobody has noted it.
        """
        return min((due for line in self.lines if (due := self._due(line, now)) is not None), default=None)

    def advance_if_due(self, now: float) -> None:
        if (due := self.due(now)) is not None and due <= now:
            self.advance(now)

    def needs_key(self, now: float) -> list[str]:
        return [line.alg for line in self.lines if line.external and self._lacks(line, now)]

    def _names(self, now: float, fits: Any, erased: bool = True) -> list[str]:
        """Which keys fit; `erased` includes those of which nothing is left that could verify or
        decrypt.
        """
        def is_there(line: Line, at: int) -> bool:
            return erased or line.entries[at].whole or line.external or not (line.symmetric or line.encrypts)

        lines = [(line, at) for line in self.lines for at in range(len(line.entries)) if is_there(line, at)]
        return [line.entries[at].key_id for line, at in lines if fits(line, line.state(at, now, self.policy))]

    def _step(self, now: float, step: Any) -> dict[str, Any]:
        before = copy.deepcopy(self)
        step(self)
        for line in self.lines:
            self._advance(line, now)
        was, now_is = before._states(before.seen), self._states(now)
        if was != now_is or before.lines != self.lines:
            self.seen, self.generation = now, self.generation + 1
        names = [*now_is, *(name for name in was if name not in now_is)]
        changes = [[name, was.get(name), now_is.get(name)] for name in names if was.get(name) != now_is.get(name)]
        return {"changes": changes, "next": self.due(now), "needs_key": self.needs_key(now)}

    def _states(self, now: float) -> dict[str, str]:
        return {line.entries[at].key_id: line.state(at, now, self.policy) for line in self.lines for at in range(len(line.entries))}

    def _insert(self, alg: str, key_id: str, whole: bool, now: float) -> None:
        if any(entry.key_id == key_id for line in self.lines for entry in line.entries):
            raise Refused("ERR_OPTION_INVALID")
        line = next((line for line in self.lines if line.alg == alg), None)
        if line is None:
            line = Line(alg, external=not whole)
            self.lines.append(line)
        if line.external == whole:
            raise Refused("ERR_OPTION_INVALID")
        line.entries.append(Entry(key_id, whole, now))

    def _make(self, line: Line, now: float) -> None:
        line.entries.append(Entry(f"k{self.count}", True, now))
        self.count += 1

    def _revoke(self, key_id: str, now: float) -> None:
        found = [(line, at) for line in self.lines for at, entry in enumerate(line.entries) if entry.key_id == key_id]
        if not found:
            raise Refused("ERR_JWKS_NO_MATCHING_KEY")
        (line, at), skew = found[0], self.policy.clock_skew
        entry, state = line.entries[at], line.state(at, now, self.policy)
        if state == "revoked":
            return
        behind = line.upcoming(now)
        entry.revoked, entry.whole = now, False
        if state == "active":
            entry.until = now
            if behind:
                behind[0].start = now - skew
        elif state == "upcoming":
            active = line.active(now)
            if active is not None:
                line.entries[active].until = None
            for one in behind:
                one.start = one.until = None

    def _advance(self, line: Line, now: float) -> None:
        advance(self.policy, line, now, self.seen, lambda: self._make(line, now))

    def _due(self, line: Line, now: float) -> float | None:
        """Tries each time at which the wording lets something happen."""
        active, then = line.active(now), line.active(self.seen)
        if active is not None and then is not None and then < active:
            return now
        ends = [] if active is None else [line.entries[active].until, *(entry.start for entry in line.upcoming(now))]
        end = min((time for time in ends if time is not None and time > now), default=None)
        policy, keep = self.policy, self.policy.keep(line.encrypts)
        times = {now}
        for entry in line.entries:
            for time in (entry.start, entry.until, entry.revoked):
                if time is not None:
                    lengths = (0, policy.clock_skew, keep, keep + policy.rotate_every, policy.rotate_every - policy.ahead, policy.rotate_every)
                    times |= {time + length for length in lengths}
        for time in sorted(time for time in times if time >= now):
            trial = copy.deepcopy(self)
            own = next(one for one in trial.lines if one.alg == line.alg)
            trial._advance(own, time)
            if own != line or time == end:
                return time
        return None

    def _lacks(self, line: Line, now: float) -> bool:
        upcoming, active = line.upcoming(now), line.active(now)
        if active is None or not upcoming:
            return True
        entry = line.entries[active]
        soon = entry.until is None and entry.start is not None and now >= entry.start + self.policy.rotate_every - self.policy.ahead
        return len(upcoming) == 1 and soon


GONE = ("revoked", "retired")
