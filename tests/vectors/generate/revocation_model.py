"""What a list of revocations in memory answers, from docs/decisions/0074-revocations.md. Written to
be read: nothing is hashed, packed or swept.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from itertools import count
from typing import Any

HOUR = 3600
LATEST = 2**32 - 2
YEAR_10000 = 253_402_300_800
INVALID, UNAVAILABLE, REVOKED = "ERR_OPTION_INVALID", "ERR_JWT_REVOCATION_UNAVAILABLE", "ERR_JWT_REVOKED"
CUT_OFFS = ("subject", "issuer")
OPTIONS = {"until": float, "before": float, "by": str, "reason": str}
FILTERS = {"token_id": "token", "session_id": "session", "subject": "subject", "key_id": "key"}

Name = tuple[str, str | None, Any]
Stamp = tuple[int, int]
START: Stamp = (-1, 0)


class Refused(Exception):
    """The code of an error, and the claim, if there is one."""


class Ambiguous(Exception):
    """The decision leaves it open: no vector may ask that."""


@dataclass
class Record:
    """A revocation, or a withdrawal."""

    name: Name
    withdraws: bool
    end: float
    before: int
    stamp: Stamp
    by: str | None
    reason: str | None


@dataclass
class State:
    """One name: the latest stamps, and what is refused until when."""

    revoked: Stamp = START
    withdrawn: Stamp = START
    end: float = 0
    before: int = 0

    @property
    def is_revoked(self) -> bool:
        return self.revoked > self.withdrawn


@dataclass
class Revocations:
    """One list. `stamps` holds what `known` means in the decision: whatever else is revoked is only
    known to be no later than `cursor`.
    """

    longest: int | None = None
    audit: bool = False
    states: dict[Name, State] = field(default_factory=dict)
    latest: Stamp = START
    records: list[Record] = field(default_factory=list)
    # Names that were revoked in a list without records: their stamps are bounds.
    bounds: dict[Name, Stamp] = field(default_factory=dict)
    # The key of its hash: only copies of a list share it.
    origin: int = field(default_factory=count().__next__)

    # What is written.

    def revoke(self, name: Name, exp: float | None, now: float, **call: Any) -> list[Any]:
        by, reason = _call(now, call)
        end = math.inf if exp is None else self._until(exp, now)
        return self._add(name, end, 0, now, by, reason)

    def revoke_id(self, kind: str, issuer: str | None, id: str, now: float, **call: Any) -> list[Any]:
        by, reason = _call(now, call, "until")
        if not id:
            raise Refused(INVALID)
        without = math.inf if kind == "key" else self._after(now)
        end = self._until(call["until"], now) if "until" in call else without
        return self._add((kind, issuer, id), end, 0, now, by, reason)

    def cut_off(self, kind: str, issuer: str | None, id: str, now: float, **call: Any) -> list[Any]:
        by, reason = _call(now, call, "before")
        if not (issuer if kind == "issuer" else id):
            raise Refused(INVALID)
        before = math.ceil(_time(call["before"])) if "before" in call else math.floor(now) + 1
        if not 1 <= before <= LATEST:
            raise Refused(INVALID)
        return self._add((kind, issuer, "" if kind == "issuer" else id), self._after(max(before, now)), before, now, by, reason)

    def withdraw(self, name: Name | None, now: float, **call: Any) -> list[Any]:
        by, reason = _call(now, call)
        state = self.states.get(name) if name else None
        if state is None or not state.is_revoked or state.end < now:
            raise Refused(INVALID)
        record = Record(name, True, state.end, state.before, self._stamp(now), by, reason)  # type: ignore[arg-type]
        self._write(record)
        return shown(record, record)

    # What is asked.

    def check(self, token: dict[str, Any], header: str, text: str, key_id: str | None, now: float, leeway: float) -> None:
        """Refuses what is revoked, in the decision's order."""
        issuer = token.get("iss")
        if self._holds(token_name(token, header, text), now):
            raise Refused(REVOKED, *(["jti"] if token.get("jti") else []))
        if self._has("session") and (sid := _named(token, "sid")) is not None and self._holds(("session", issuer, sid), now):
            raise Refused(REVOKED, "sid")
        if (sub := _named(token, "sub")) is not None and self._cuts_off(("subject", issuer, sub), token, now, leeway):
            raise Refused(REVOKED, "sub")
        if key_id is not None and any(self._holds(("key", whose, key_id), now) for whose in (issuer, None)):
            raise Refused(REVOKED)
        if issuer is not None and self._cuts_off(("issuer", issuer, ""), token, now, leeway):
            raise Refused(REVOKED, "iss")

    def entries(self, now: float, **call: Any) -> list[Any]:
        """Of each name the latest revocation and what became of it, in the order of their stamps.
        """
        if call.keys() - {"issuer", *FILTERS} or not all(isinstance(value, str) for value in call.values()):
            raise Refused(INVALID)
        _time(now)
        issuer = call.get("issuer")
        asked = [(kind, issuer, call[option]) for option, kind in FILTERS.items() if option in call]
        if not asked and issuer is not None:
            asked = [("issuer", issuer, "")]
        if not self.audit:
            raise Refused(INVALID)
        found = []
        for name in {record.name: None for record in self.records}:
            if asked and name not in asked:
                continue
            own = [record for record in self.records if record.name == name]
            revocations = [record for record in own if not record.withdraws]
            if not revocations:
                continue
            latest = copy.copy(max(revocations, key=lambda record: record.stamp))
            state = self.states[name]
            withdrawal = max((record for record in own if record.withdraws), key=lambda record: record.stamp, default=None)
            if state.is_revoked:
                withdrawal = None
                latest.end, latest.before = state.end, state.before
                if state.revoked != latest.stamp:
                    raise Ambiguous
            elif withdrawal is None or withdrawal.stamp != state.withdrawn or len({(record.end, record.before) for record in own}) > 1:
                raise Ambiguous
            if latest.end >= now:
                found.append((latest, withdrawal))
        stamps = [latest.stamp for latest, _ in found]
        if len(set(stamps)) < len(stamps):
            raise Ambiguous
        return [shown(*one) for one in sorted(found, key=lambda one: one[0].stamp)]

    def status(self) -> dict[str, Any]:
        counts = dict.fromkeys(["token", "session", "subject", "key", "issuer"], 0)
        for (kind, _, _), state in self.states.items():
            counts[kind] += state.is_revoked
        return {"entries": counts, "longest_lifetime": self.longest, "kept": "memory", "failed": None}

    # Lists that meet.

    def copy(self, audit: bool) -> Revocations:
        made = Revocations(self.longest, audit, origin=self.origin)
        made.merge(self)
        return made

    def merge(self, other: Revocations) -> None:
        if other.origin != self.origin:
            raise Refused(INVALID)
        mine, theirs = copy.deepcopy(self), copy.deepcopy(other)
        for name in {**mine.states, **theirs.states}:
            own, their = mine.states.get(name, State()), theirs.states.get(name, State())
            was = mine._exact(name), theirs._exact(name)
            state = State(max(was), max(own.withdrawn, their.withdrawn))
            live = [one for one, stamp in zip((own, their), was, strict=True) if one.is_revoked and stamp > state.withdrawn]
            state.end = max((one.end for one in live), default=0)
            state.before = max((one.before for one in live), default=0)
            self.states[name] = state
            if self.audit and max(was) > max((r.stamp for r in mine.records + theirs.records if r.name == name and not r.withdraws), default=START):
                self.bounds[name] = max(was)
        self.latest = max(self.latest, theirs.latest)
        if self.audit:
            self.records += [record for record in theirs.records if record not in self.records]

    def _exact(self, name: Name) -> Stamp:
        """The latest revocation of a name, as well as it is known: `latest` is the cursor of a list
        in memory.
        """
        state = self.states.get(name)
        if state is None or state.revoked == START:
            return START
        if state.withdrawn != START:
            return state.revoked
        recorded = max((record.stamp for record in self.records if record.name == name and not record.withdraws), default=START)
        stamp = max(recorded, self.bounds.get(name, START))
        return self.latest if stamp == START else stamp

    def _add(self, name: Name, end: float, before: int, now: float, by: str | None, reason: str | None) -> list[Any]:
        record = Record(name, False, end, before, self._stamp(now), by, reason)
        self._write(record)
        return shown(record, None)

    def _write(self, record: Record) -> None:
        state = self.states.setdefault(record.name, State())
        if record.withdraws:
            state.revoked = self._exact(record.name)
            state.withdrawn = max(state.withdrawn, record.stamp)
            state.end, state.before = 0, 0
        else:
            state.revoked = max(state.revoked, record.stamp)
            state.end, state.before = max(state.end, record.end), max(state.before, record.before)
        self.latest = max(self.latest, record.stamp)
        if self.audit:
            self.records.append(record)

    def _stamp(self, now: float) -> Stamp:
        return max((math.floor(max(now, 0) * 1000), 0), (self.latest[0], self.latest[1] + 1))

    def _until(self, until: Any, now: float) -> float:
        _time(until)
        if until < now - HOUR or (self.longest is not None and until > now + self.longest + HOUR):
            raise Refused(INVALID)
        if self.longest is not None and until > now + self.longest:
            raise Ambiguous
        return _end(until)

    def _after(self, time: float) -> float:
        return math.inf if self.longest is None else _end(time + self.longest)

    def _has(self, kind: str) -> bool:
        return any(name[0] == kind and state.is_revoked for name, state in self.states.items())

    def _holds(self, name: Name, now: float) -> bool:
        state = self.states.get(name)
        return state is not None and state.is_revoked and state.end >= now

    def _cuts_off(self, name: Name, token: dict[str, Any], now: float, leeway: float) -> bool:
        if not self._holds(name, now):
            return False
        iat = token.get("iat")
        if iat is None:
            return True
        return float(iat) < self.states[name].before or float(iat) > now + leeway


def token_name(token: dict[str, Any], header: str, text: str) -> Name:
    """By the `jti`, else by what the token says."""
    return ("token", token.get("iss"), token["jti"] if token.get("jti") else (header, text))


def shown(record: Record, withdrawal: Record | None) -> list[Any]:
    """An entry as a row."""
    before = record.before if record.name[0] in CUT_OFFS else None
    end = None if record.end > LATEST else record.end
    withdrawn = withdrawal and [withdrawal.stamp[0] / 1000, withdrawal.by, withdrawal.reason]
    return [record.name[0], record.stamp[0] / 1000, before, end, record.by, record.reason, withdrawn]


def _end(time: float) -> float:
    end = math.ceil(time + HOUR)
    return math.inf if end > LATEST else max(end, 0)


def _time(time: Any) -> float:
    if isinstance(time, bool) or not isinstance(time, (int, float)) or not -(2**53) < time < YEAR_10000:
        raise Refused(INVALID)
    return time


def _call(now: float, call: dict[str, Any], own: str | None = None) -> tuple[str | None, str | None]:
    """Options of other calls are refused, and so is what is too long."""
    _time(now)
    for name, value in call.items():
        if name not in OPTIONS or (name in ("until", "before") and name != own):
            raise Refused(INVALID)
        if OPTIONS[name] is float:
            _time(value)
        elif not isinstance(value, str) or len(value.encode()) > {"by": 255, "reason": 1000}[name]:
            raise Refused(INVALID)
    return call.get("by") or None, call.get("reason") or None


def _named(token: dict[str, Any], claim: str) -> str | None:
    """A text, or the digits of a number."""
    value = token.get(claim)
    if value is None or isinstance(value, str):
        return value
    raise Refused("ERR_JWT_CLAIM_INVALID", claim)
