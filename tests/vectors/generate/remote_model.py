"""The machine of a remote key set, written again in Python from the design's rules: what the steps
of `machine.run` are expected to show.

It shares no code with the library. Where both say the same of a case, either both are right or two
people made one mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import remote_keys
from remote_http import Headers, condition, retry_after, time_left
from remote_keys import Published
from remote_parts import ACCEPT, DEFAULTS, GRACE, TOLD, UNAVAILABLE, UNITS, Flight, Metadata, Pending, Times
from remote_source import Source


@dataclass
class Machine:
    """One set, and the checks of one verifier with it."""

    source: Source
    options: dict[str, Any]
    published: Published = field(default_factory=Published)
    sent: Times | None = None
    due_age: float = 0
    fresh_for: float = 0
    failed: tuple[Times, float] | None = None
    flight: Flight | None = None
    metadata: Metadata | None = None
    # The validator of the keys, and the address that gave it.
    validator: tuple[str, list[str]] | None = None
    last_id: int = 0
    asked: bool = False
    waiting: int = 0
    failures: int = 0
    retry: tuple[Times, float] | None = None
    bucket: tuple[float, Times] | None = None
    # Flights that may still begin in this second.
    begun: tuple[float, Times] | None = None
    quiet_until: float = float("-inf")

    def __post_init__(self) -> None:
        given = DEFAULTS | self.options
        for name, value in given.items():
            if DEFAULTS.get(name) and isinstance(DEFAULTS[name], str):
                value = float(value) if isinstance(value, (int, float)) else float(int(value[:-1]) * UNITS[value[-1]])
            setattr(self, name, value)

    # What there is to do.

    def poll(self, times: Times) -> dict[str, Any]:
        self._forget(times)
        if self.flight:
            return self._turn(times, wake=self._time_left(times))
        if not self.asked and self._age(times) < self.due_age:
            return self._turn(times, wake=self.due_age - self._age(times))
        if self._backoff(times) > 0:
            return self._turn(times, wake=self._backoff(times))
        room, since = self.begun or (32, times)
        room = min(32, room + times.since(since) * 32)
        self.begun = (room, times)
        if room < 1:
            return self._turn(times, wake=max((1 - room) / 32, 0.001))
        self.begun = (room - 1, times)
        asked, self.asked = self.asked, False
        self.last_id += 1
        known, self.metadata = self.metadata, None
        if known and known.left(times) <= max(known.fresh_for / 2, self.min_age):
            known = None
        # Who asks has seen the keys that the metadata leads to: it may lead elsewhere by now.
        renews = asked and known is not None and known.age(times) >= self.min_age
        if self.source.is_keys or known and not renews:
            url = self.source.urls[0] if known is None else known.jwks_uri
            self.flight = Flight(times, self.last_id, None, url, times, self._condition(url), known)
        else:
            url = self.source.urls[0]
            self.flight = Flight(times, self.last_id, 0, url, times, known.condition(url) if known else None, known)
        return self._turn(times, [self._fetch(times)], wake=self.timeout)

    def _fetch(self, times: Times) -> dict[str, Any]:
        flight = self.flight
        assert flight
        is_keys, is_callers = flight.step is None, self.source.is_callers(flight.url)
        return {
            "id": flight.id,
            "url": flight.url,
            "headers": [["accept", ACCEPT[is_keys]], *([flight.condition] if flight.condition else [])],
            "with_caller_headers": is_callers,
            "only_public_address": not is_callers,
            "max_bytes": self.max_set_bytes if is_keys else self.max_metadata_bytes,
            # Metadata that could not be renewed leaves the other half for the keys.
            "timeout": self._time_left(times) / (2 if flight.renews else 1),
        }

    # Its outcome.

    def tell(
        self, times: Times, id: int, status: int | None = None, headers: Headers | None = None, body: bytes = b"", failed: str | None = None
    ) -> dict[str, Any]:
        self._forget(times)
        flight, headers = self.flight, headers or []
        if flight is None or flight.id != id:
            return {"fetches": [], "events": [], "wake": None}
        self.last_id += 1
        if failed:
            return self._fail(times, failed if failed in TOLD else "connect")
        if self._time_left(times) <= 0:
            return self._fail(times, "timeout")
        if status == 200:
            return self._keys(times, headers, body) if flight.step is None else self._found(times, headers, body)
        if status == 404 and flight.step is not None and flight.step + 1 < len(self.source.urls):
            flight.step += 1
            url = self.source.urls[flight.step]
            return self._go_on(times, url, flight.metadata.condition(url) if flight.metadata else None)
        if status == 304 and flight.condition:
            return self._land(times, headers, None) if flight.step is None else self._led(times, headers, None)
        if 300 <= status < 400 and status != 304:
            return self._fail(times, "redirect", status)
        return self._fail(times, "status", status, retry_after(headers, times.wall))

    def _found(self, times: Times, headers: Headers, body: bytes) -> dict[str, Any]:
        assert self.flight
        text = remote_keys.inflated(body, self.max_metadata_bytes)
        if text is None:
            return self._fail(times, "too_large")
        try:
            found = remote_keys.strict(text)
        except ValueError:
            return self._fail(times, "metadata_invalid")
        issuer, uri = (found.get(name) if isinstance(found.get(name), str) else None for name in ("issuer", "jwks_uri"))
        if issuer is not None and issuer != self.source.issuer:
            return self._fail(times, "issuer_mismatch")
        if issuer is None or uri is None:
            return self._fail(times, "metadata_invalid")
        if not self.source.allows(uri):
            return self._fail(times, "url_not_allowed")
        return self._led(times, headers, uri)

    def _led(self, times: Times, headers: Headers, uri: str | None) -> dict[str, Any]:
        """Goes on to where new metadata leads, or the metadata at hand, which is as good as new."""
        flight = self.flight
        assert flight
        before = flight.metadata
        validator = (flight.url, condition(headers)) if condition(headers) else before.validator if before and uri is None else None
        uri = uri or before.jwks_uri  # type: ignore[union-attr]
        flight.step, flight.metadata = None, Metadata(uri, flight.sent, self._fresh(headers, times), validator)
        return self._go_on(times, uri, self._condition(uri))

    def _go_on(self, times: Times, url: str, repeats: list[str] | None) -> dict[str, Any]:
        assert self.flight
        self.flight.id, self.flight.url, self.flight.sent, self.flight.condition = self.last_id, url, times, repeats
        return self._turn(times, [self._fetch(times)], wake=self._time_left(times))

    def _keys(self, times: Times, headers: Headers, body: bytes) -> dict[str, Any]:
        found = remote_keys.read(body, self.max_set_bytes, self.max_keys, self.signature_uses)
        if isinstance(found, str):
            return self._fail(times, found)
        if not found.verifies and (self.published.verifies or not found.encrypts):
            return self._fail(times, "no_usable_key")
        return self._land(times, headers, found)

    def _land(self, times: Times, headers: Headers, found: Published | None) -> dict[str, Any]:
        flight, self.flight = self.flight, None
        assert flight
        before, self.published = self.published, found or self.published
        events = [
            {"event": "fetched", "keys": len(self.published.keys), "set_aside": len(self.published.aside), "seconds": times.since(flight.began)}
        ]
        if found and self.sent:
            events += _changes(before, found)
        self.fresh_for = self._fresh(headers, times, flight)
        if flight.metadata:
            self.fresh_for = max(self.min_age, min(self.fresh_for, flight.metadata.left(flight.sent)))
        self.due_age = self.fresh_for * 0.8 * (0.9 + 0.2 * times.jitter)
        self.sent, self.failed, self.retry, self.failures, self.metadata = flight.sent, None, None, 0, flight.metadata
        if found or condition(headers):
            self.validator = (flight.url, condition(headers)) if condition(headers) else None
        return self._turn(times, events=events, wake=max(0, self.due_age - self._age(times)))

    def _fail(self, times: Times, why: str, status: int | None = None, asked: float = 0) -> dict[str, Any]:
        if self.flight and self.flight.metadata and self.flight.renews and self._time_left(times) > 0:
            # Metadata that could not be renewed still holds.
            self.flight.step, uri = None, self.flight.metadata.jwks_uri
            return self._go_on(times, uri, self._condition(uri))
        self.flight = None
        most = min(60, self.max_age)
        wait = max(min(2**self.failures, most) * times.jitter, min(asked, most))
        self.failures += 1
        self.retry, self.failed = (times, wait), (times, wait + self.timeout)
        events = [{"event": "failed", "why": why, "status": status, "retry_in": wait}]
        return self._turn(times, events=events, wake=max(0, wait, self.due_age - self._age(times)))

    # Checks.

    def check(
        self,
        times: Times,
        token: str,
        now: float,
        refused: str | None = None,
        hopeless: str | None = None,
        rounds: int = 0,
        began: Times | None = None,
    ) -> tuple[dict[str, Any], Pending | None]:
        """What a check comes to. `refused` is what is wrong with a token that is verified,
        `hopeless` with one whatever the keys.
        """
        state = self.state(times)
        due = state not in ("fresh",) and times.monotonic >= self.quiet_until
        if state in ("cold", "expired", "unavailable"):
            if state != "unavailable" and rounds < 4:
                return outcome("waits", due), Pending(token, began or times, now, rounds + 1, UNAVAILABLE, False)
            return outcome(UNAVAILABLE, due), None
        if hopeless:
            return outcome(hopeless, due), None
        wrong, newer_may_help = remote_keys.verified(token, self.published)
        if wrong and newer_may_help and rounds == 0 and self._ask(times):
            return outcome("waits", due), Pending(token, began or times, now, 1, wrong, True)
        code = wrong or refused
        return outcome(code or "accepted", due, state == "stale"), None

    def resume(self, times: Times, pending: Pending, refused: str | None = None) -> tuple[dict[str, Any], Pending | None]:
        self.leave(pending)
        is_late = times.since(pending.began) >= self.timeout + GRACE
        return self.check(times, pending.token, pending.now, refused, None, 4 if is_late else pending.rounds, pending.began)

    def leave(self, pending: Pending) -> None:
        """It waits no longer."""
        self.waiting -= pending.counts

    def _ask(self, times: Times) -> bool:
        self._forget(times)
        may = self.waiting < self.max_waiting and (bool(self.flight) or self.asked or self._backoff(times) <= 0 and self._take(times))
        if may:
            self.waiting += 1
            self.asked = self.asked or self.flight is None
        return may

    def _take(self, times: Times) -> bool:
        left, since = self.bucket or (2, times)
        left = min(2, left + times.since(since) / self.cooldown)
        self.bucket = (left - (left >= 1), times)
        return left >= 1

    # When keys are used.

    def state(self, times: Times) -> str:
        age, fails = self._age(times), self.failed is not None and times.since(self.failed[0]) < self.failed[1]
        if age < self.fresh_for:
            return "fresh" if age < self.due_age else "due"
        if not fails:
            return "cold" if self.sent is None else "expired"
        return "stale" if age < self.fresh_for + self.stale else "unavailable"

    def _age(self, times: Times) -> float:
        return float("inf") if self.sent is None else times.since(self.sent)

    def _fresh(self, headers: Headers, times: Times, flight: Flight | None = None) -> float:
        sent = (flight or self.flight).sent  # type: ignore[union-attr]
        left = time_left(headers, sent.wall, times.wall)
        return min(self.max_age, max(self.min_age, self.default_age if left is None else left))

    def _backoff(self, times: Times) -> float:
        return max(0, self.retry[1] - times.since(self.retry[0])) if self.retry else 0

    def _time_left(self, times: Times) -> float:
        return max(0, self.timeout - times.since(self.flight.began)) if self.flight else 0

    def _condition(self, url: str) -> list[str] | None:
        return self.validator[1] if self.validator and self.validator[0] == url else None

    def _forget(self, times: Times) -> None:
        """A flight whose driver is silent stood still with its process: no failure."""
        if self.flight and times.since(self.flight.began) > self.timeout + GRACE:
            self.flight = None

    def _turn(self, times: Times, fetches: list[Any] | None = None, events: list[Any] | None = None, wake: float = 0) -> dict[str, Any]:
        """While there is nothing to do, checks ask for nothing: until then, and never longer than
        one flight takes.
        """
        self.quiet_until = times.monotonic + min(wake, self.timeout)
        return {"fetches": fetches or [], "events": events or [], "wake": wake}


def _changes(before: Published, after: Published) -> list[dict[str, Any]]:
    old, new = ({one["kid"]: one["x"] for one in keys.keys if "kid" in one} for keys in (before, after))
    events: list[dict[str, Any]] = [{"event": "key_id_reused", "key_id": kid} for kid in sorted(old.keys() & new.keys()) if old[kid] != new[kid]]
    if old.keys() != new.keys():
        events.append({"event": "rotated", "added": sorted(new.keys() - old.keys()), "removed": sorted(old.keys() - new.keys())})
    return events


def outcome(word: str, due: bool, is_stale: bool = False) -> dict[str, Any]:
    """What a check shows: whoever is refused is told to those who watch, whether or not the check
    has waited.
    """
    events: list[dict[str, Any]] = []
    if word == "accepted":
        events = [{"event": "accepted_stale"}] if is_stale else []
    elif word != "waits":
        events = [{"event": "refused", "code": word}]
    return {"outcome": word, "due": due, "events": events}
