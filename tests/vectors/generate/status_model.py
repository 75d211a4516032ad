"""What checks of tokens on status lists come to, and what is fetched meanwhile:
draft-ietf-oauth-status-list-21 by its own words, with zlib.

Keys are at hand and never change here; what becomes of those that are fetched is told by the model
of remote key sets.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import hand
from common import unb64u
from fixtures import Jwk
from remote_http import Headers, condition, first, retry_after, time_left
from remote_parts import GRACE, UNITS, Times

DEFAULTS = {
    "default_age": "10m", "min_age": "10s", "max_age": "1h", "timeout": "5s", "max_list_bytes": 4 << 20, "max_inflated_bytes": 16 << 20,
    "allow_http": False,
}
UNAVAILABLE, REVOKED, INVALID, MISMATCH = (
    f"ERR_JWT_{name}" for name in ("REVOCATION_UNAVAILABLE", "REVOKED", "CLAIM_INVALID", "CLAIM_MISMATCH")
)


def seconds(length: Any) -> float:
    return int(length[:-1]) * UNITS[length[-1]] if isinstance(length, str) else length


@dataclass
class Flight:
    began: Times
    id: int
    url: str
    sent: Times
    hops: int = 0


@dataclass
class Held:
    """A list that was believed."""

    bits: int
    statuses: bytes
    iat: float
    ttl: float | None
    exp: float | None

    def __len__(self) -> int:
        return len(self.statuses) * 8 // self.bits

    def status(self, index: int) -> int | None:
        if index >= len(self):
            return None
        place = index * self.bits
        return self.statuses[place // 8] >> place % 8 & (1 << self.bits) - 1


class Unbelievable(Exception):
    """The word for what is wrong with a status list token."""


@dataclass
class StatusList:
    """One list, at its address."""

    uri: str
    options: dict[str, Any]
    keys: list[Jwk]
    held: Held | None = None
    sent: Times | None = None
    due: float = 0
    fresh_for: float = 0
    usable_for: float = 0
    failed: tuple[Times, float] | None = None
    wait: tuple[Times, float] | None = None
    failures: int = 0
    flight: Flight | None = None
    last_id: int = 0
    known: tuple[str, list[str]] | None = None
    landed: int = 0

    def option(self, name: str) -> float:
        return seconds(self.options.get(name, DEFAULTS[name]))

    def age(self, times: Times) -> float:
        return times.since(self.sent) if self.sent else float("inf")

    def state(self, times: Times) -> str:
        age = self.age(times)
        if age < self.due:
            return "fresh"
        if age < self.fresh_for:
            return "due"
        if self.failed is None or times.since(self.failed[0]) >= self.failed[1]:
            return "expired" if self.sent else "cold"
        return "stale" if age < self.usable_for else "unavailable"

    def poll(self, times: Times) -> dict[str, Any]:
        self._notice(times)
        if self.flight:
            return turn(wake=max(self.option("timeout") - times.since(self.flight.began), 0))
        if self.age(times) < self.due:
            return turn(wake=self.due - self.age(times))
        if (left := self._left_to_wait(times)) > 0:
            return turn(wake=left)
        self.last_id += 1
        self.flight = Flight(times, self.last_id, self.uri, times)
        return turn([self._request(times)], wake=self.option("timeout"))

    def tell(self, times: Times, id: int, status: int = 0, headers: Headers | None = None, body: bytes = b"", failed: str | None = None) -> dict[str, Any]:
        self._notice(times)
        flight = self.flight
        if flight is None or flight.id != id:
            return turn(wake=None)
        self.last_id += 1
        headers = headers or []
        if failed:
            return self._fail(times, failed)
        if times.since(flight.began) >= self.option("timeout"):
            return self._fail(times, "timeout")
        asked = self.known is not None and self.known[0] == flight.url
        if status in (301, 302, 303, 307, 308) and (location := first(headers, "location")) is not None:
            if flight.hops == 3:
                return self._fail(times, "too_many_redirects")
            url = urljoin(flight.url, location)
            if not is_allowed(url, self.options):
                return self._fail(times, "url_not_allowed")
            self.flight = Flight(flight.began, self.last_id, url, times, flight.hops + 1)
            return turn([self._request(times)], wake=max(self.option("timeout") - times.since(flight.began), 0))
        if status == 304 and asked and self.held is not None:
            return self._land(times, self.held, headers, condition(headers) or self.known[1])  # type: ignore[index]
        if status != 200:
            retries = status not in (301, 302, 303, 307, 308)
            return self._fail(times, "status", status, retry_after(headers, times.wall) if retries else 0)
        try:
            held = self._read(body, times)
        except Unbelievable as why:
            return self._fail(times, str(why))
        if self.held is not None and held.iat < self.held.iat:
            return self._fail(times, "older_list")
        return self._land(times, held, headers, condition(headers))

    def _request(self, times: Times) -> dict[str, Any]:
        flight = self.flight
        assert flight
        headers = [["accept", "application/statuslist+jwt"]]
        if self.known and self.known[0] == flight.url:
            headers.append(self.known[1])
        return {
            "id": flight.id, "url": flight.url, "headers": headers, "with_caller_headers": False, "only_public_address": False,
            "max_bytes": int(self.option("max_list_bytes")), "timeout": max(self.option("timeout") - times.since(flight.began), 0),
        }

    def _land(self, times: Times, held: Held, headers: Headers, known: list[str] | None) -> dict[str, Any]:
        flight = self.flight
        assert flight
        to_expiry = None if held.exp is None else held.exp - flight.began.wall
        own = min((said for said in (held.ttl, to_expiry) if said is not None), default=None)
        by_http = time_left(headers, flight.sent.wall, times.wall)
        asked = own if own is not None else by_http if by_http is not None else self.option("default_age")
        fresh_for = min(max(asked, self.option("min_age")), self.option("max_age"))
        usable_for = max(fresh_for, own or 0)
        if to_expiry is not None:
            if to_expiry <= 0:
                self.known = None
                return self._fail(times, "not_a_status_list")
            fresh_for, usable_for = min(fresh_for, to_expiry), min(usable_for, to_expiry)
        self.held, self.sent, self.fresh_for, self.usable_for = held, flight.began, fresh_for, usable_for
        self.due = fresh_for * (0.72 + 0.16 * times.jitter)
        self.known = (flight.url, known) if known else None
        self.flight, self.failed, self.wait, self.failures = None, None, None, 0
        self.landed += 1
        event = {"event": "read", "entries": len(held), "seconds": times.since(flight.began)}
        return turn(events=[event], wake=max(self.due - self.age(times), 0))

    def _fail(self, times: Times, why: str, status: int | None = None, asked: float = 0) -> dict[str, Any]:
        most = min(2**self.failures, 60, self.option("max_age"))
        wait = max(most * times.jitter, min(asked, 60, self.option("max_age")))
        self.failures += 1
        self.wait = (times, wait)
        self.failed = (times, wait + self.option("timeout"))
        self.flight = None
        self.landed += 1
        return turn(events=[{"event": "failed", "why": why, "status": status, "retry_in": wait}], wake=wait)

    def _left_to_wait(self, times: Times) -> float:
        return max(self.wait[1] - times.since(self.wait[0]), 0) if self.wait else 0

    def _notice(self, times: Times) -> None:
        if self.flight and times.since(self.flight.began) > self.option("timeout") + GRACE:
            self.flight = None
            self.landed += 1

    def _read(self, body: bytes, times: Times) -> Held:
        """The list of a token, if all is as sections 5.1 and 8.3 of the draft say."""
        if len(body) > self.option("max_list_bytes"):
            raise Unbelievable("too_large")
        try:
            return self._believe(body.decode(), times)
        except (ValueError, KeyError, TypeError, AssertionError, zlib.error):
            raise Unbelievable("not_a_status_list") from None

    def _believe(self, token: str, times: Times) -> Held:
        header, payload, _ = token.split(".")
        head, claims = (json.loads(unb64u(part)) for part in (header, payload))
        signers = [key for key in self.keys if key["kid"] == head["kid"]]
        assert any(hand.sign(unb64u(header), unb64u(payload), key, head["alg"]) == token for key in signers)
        assert head["typ"] == "statuslist+jwt"
        assert claims["sub"] == self.uri
        assert is_number(claims["iat"])
        assert "exp" not in claims or is_number(claims["exp"]) and claims["exp"] > times.wall
        assert "nbf" not in claims or is_number(claims["nbf"]) and claims["nbf"] <= times.wall
        assert "ttl" not in claims or is_number(claims["ttl"]) and claims["ttl"] > 0
        bits, lst = claims["status_list"]["bits"], claims["status_list"]["lst"]
        assert type(bits) is int and bits in (1, 2, 4, 8)
        assert isinstance(lst, str) and re.fullmatch("[A-Za-z0-9_-]*", lst)
        most = int(self.option("max_inflated_bytes"))
        inflater = zlib.decompressobj()
        statuses = inflater.decompress(unb64u(lst), most + 1)
        if len(statuses) > most:
            raise Unbelievable("too_large")
        assert inflater.eof and not inflater.unused_data
        return Held(bits, statuses, claims["iat"], claims.get("ttl"), claims.get("exp"))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_allowed(uri: str, options: dict[str, Any]) -> bool:
    """Whether an address is named, or is in a folder that is (one that ends in a slash), without a
    way out of it.
    """
    if uri in options["allowed_uris"]:
        return True
    if not any(uri.startswith(folder) for folder in options["allowed_uris"] if folder.endswith("/")):
        return False
    parts = urlsplit(uri)
    path = parts.path.lower()
    dots = any(segment.replace("%2e", ".") in (".", "..") for segment in path.split("/"))
    is_plain = re.fullmatch(r"[!$&-;=?-Z\[\]_a-z~%]*", uri) is not None and "@" not in parts.netloc and "#" not in uri
    return is_plain and not dots and "%2f" not in path and "%5c" not in path and (parts.scheme == "https" or bool(options.get("allow_http")))


def turn(fetches: list[dict[str, Any]] | None = None, *, events: list[dict[str, Any]] | None = None, wake: float | None) -> dict[str, Any]:
    return {"fetches": fetches or [], "events": events or [], "wake": wake}


@dataclass
class Pending:
    token: str
    uri: str
    landed: int
    began: Times
    rounds: int


@dataclass
class Verifier:
    """A verifier of one trust, and the lists that its tokens have named."""

    options: dict[str, Any] | None
    keys: list[Jwk]
    waives: bool = False
    lists: dict[str, StatusList] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for uri in (self.options or {}).get("allowed_uris", []):
            if not uri.endswith("/"):
                self._list(uri)

    def _list(self, uri: str) -> StatusList:
        assert self.options is not None
        return self.lists.setdefault(uri, StatusList(uri, self.options, self.keys))

    def check(self, times: Times, token: str, rounds: int = 0, began: Times | None = None, refused: str | None = None) -> tuple[dict[str, Any], Pending | None]:
        """What a step shows, and the check that waits, of a token that is good otherwise, or
        `refused` for another reason.
        """
        began = began or times
        claims = json.loads(unb64u(token.split(".")[1]))
        if refused:
            return shown(*refused.split(" ")), None
        if "status" not in claims or self.waives:
            return shown(), None
        status = claims["status"]
        if self.options is None:
            return (shown(UNAVAILABLE) if isinstance(status, dict) else shown()), None
        if not isinstance(status, dict):
            return shown(INVALID), None
        if "status_list" not in status:
            return shown(UNAVAILABLE), None
        reference = status["status_list"]
        index, uri = (reference.get(name) if isinstance(reference, dict) else None for name in ("idx", "uri"))
        if type(index) is not int or not 0 <= index < 2**64 or not isinstance(uri, str):
            return shown(INVALID), None
        if uri not in self.lists and not is_allowed(uri, self.options):
            return shown(MISMATCH), None
        found = self._list(uri)
        state = found.state(times)
        if state in ("fresh", "due", "stale"):
            is_due = state != "fresh" and self._wants_poll(found, times)
            assert found.held is not None
            value = found.held.status(index)
            code = INVALID if value is None else None if value == 0 else REVOKED
            return shown(code, due=is_due), None
        if state in ("cold", "expired") and rounds < 4:
            return {"outcome": "waits", "due": False, "events": []}, Pending(token, uri, found.landed, began, rounds + 1)
        return shown(UNAVAILABLE), None

    def resume(self, times: Times, pending: Pending) -> tuple[dict[str, Any], Pending | None]:
        timeout = self.lists[pending.uri].option("timeout")
        rounds = 4 if times.since(pending.began) >= timeout + GRACE else pending.rounds
        return self.check(times, pending.token, rounds, pending.began)

    @staticmethod
    def _wants_poll(one: StatusList, times: Times) -> bool:
        """Whether there is a reason to poll: neither a flight nor a wait is on."""
        return one.flight is None and one._left_to_wait(times) <= 0


def shown(code: str | None = None, claim: str = "status", due: bool = False) -> dict[str, Any]:
    if code is None:
        return {"outcome": "accepted", "due": due, "events": []}
    return {"outcome": code, "claim": claim, "due": due, "events": [{"event": "refused", "code": code}]}
