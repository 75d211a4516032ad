"""A case of `machine.run`, written step by step. The model says what each step shows; what stands
beside a step in the script is held against it.
"""

from __future__ import annotations

from typing import Any

import peers
from common import NOW, b64u, case, compact_json
from fixtures import Jwk
from remote_http import Headers
from remote_keys import Published, jwks, read, secret
from remote_model import Machine, outcome
from remote_parts import Pending, Times
from remote_source import Source
from transcript import START, At, Transcript, clocks, instant, plain

URL = "https://issuer.example/jwks.json"
SNAPSHOT_KEY = secret("snapshots")


class Run(Transcript):
    """One set from its making on."""

    operation = "machine.run"

    def __init__(
        self,
        id: str,
        *,
        url: str | None = None,
        comment: str | None = None,
        flags: list[str] | None = None,
        verifier: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        if not options.keys() & {"issuer", "metadata_url"}:
            url = url or URL
        super().__init__(id, comment, flags)
        self.input = ({"url": url} if url else {}) | ({"verifier": verifier} if verifier else {})
        self.options = options
        self.machine = Machine(Source(url, options), {name: value for name, value in options.items() if name in KNOWN})
        self.pending: dict[int, Pending] = {}
        self.refused: dict[str, str] = {}

    def poll(self, at: At = 0, jitter: float | None = None, **hand: Any) -> int:
        """Returns the id of the request that is to be made, or 0. `url` and `wake` are held against
        the model, None meaning no request.
        """
        turn = self.machine.poll(instant(at, jitter))
        return self._turn(at, jitter, {"poll": True}, turn, hand)

    def tell(
        self,
        at: At,
        body: str | bytes | None = None,
        /,
        *,
        status: int = 200,
        headers: Headers | None = None,
        failed: str | None = None,
        id: int | None = None,
        jitter: float | None = None,
        **hand: Any,
    ) -> int:
        """The answer to the last request that there was, or to `id`."""
        id = self.last if id is None else id
        raw = body.encode() if isinstance(body, str) else body or b""
        times = instant(at, jitter)
        if failed:
            told: dict[str, Any] = {"id": id, "failed": failed}
            turn = self.machine.tell(times, id, failed=failed)
        else:
            told = {"id": id, "status": status, "headers": headers or []}
            told |= {} if body is None else {"body": body} if isinstance(body, str) else {"body_base64": b64u(body)}
            turn = self.machine.tell(times, id, status, headers or [], raw)
        return self._turn(at, jitter, {"tell": told}, turn, hand)

    def fetch(self, at: At, *keys: Jwk, headers: Headers | None = None, jitter: float | None = None, **hand: Any) -> None:
        """Asks and is answered at once."""
        assert self.poll(at, jitter), "nothing is asked for"
        self.tell(at, jwks(*keys), headers=headers, jitter=jitter, **hand)

    def fail(self, at: At, why: str = "connect", jitter: float | None = None, **hand: Any) -> None:
        """Asks and is not answered."""
        assert self.poll(at, jitter), "nothing is asked for"
        self.tell(at, failed=why, jitter=jitter, **hand)

    def check(
        self, at: At, token: str, gives: str, *, refused: str | None = None, hopeless: str | None = None, now: float | None = None, **hand: Any
    ) -> int:
        """Returns the number of the step, by which it is resumed. `refused` is what is wrong with a
        token whose signature is right, `hopeless` what is wrong with one whatever the keys.
        """
        times = instant(at)
        found, pending = self.machine.check(times, token, times.wall if now is None else now, refused, hopeless)
        self.refused[token] = refused or ""
        return self._checked(at, {"check": token} | ({} if now is None else {"now": now}), found, pending, gives, hand)

    def resume(self, at: At, step: int, gives: str, **hand: Any) -> int:
        pending = self.pending.pop(step)
        found, again = self.machine.resume(instant(at), pending, self.refused[pending.token] or None)
        return self._checked(at, {"resume": step}, found, again, gives, hand)

    def give_up(self, at: At, step: int, gives: str) -> None:
        pending = self.pending.pop(step)
        self.machine.leave(pending)
        assert pending.error == gives, f"{self.id}: {pending.error}"
        self._note(at, None, {"give_up": step}, outcome(pending.error, due=False))

    def snapshot(
        self,
        keys: str,
        age: float,
        *,
        fresh_for: float = 600,
        due: float = 480,
        source: str | None = None,
        made: Any = None,
        good: bool = True,
        **changes: Any,
    ) -> Run:
        """Begins with a snapshot that is so old at the first step."""
        claims = {"version": 1, "source": source or self.machine.source.name(), "sent": NOW - age, "fresh_for": fresh_for, "due": due, "keys": keys}
        self.options["snapshot"] = (made or snapshot)(claims | changes)
        self.input["snapshot_key"] = SNAPSHOT_KEY
        if good:
            machine = self.machine
            found = read(keys.encode(), 1 << 20, 1000, machine.signature_uses)
            assert isinstance(found, Published)
            machine.published, machine.fresh_for = found, min(max(fresh_for, 0), machine.max_age)
            machine.due_age = min(max(due, 0), machine.fresh_for)
            machine.sent = Times(NOW - age, START - max(age, 0))
        return self

    def _turn(self, at: At, jitter: float | None, step: dict[str, Any], turn: dict[str, Any], hand: dict[str, Any]) -> int:
        fetches = turn["fetches"]
        for name, value in hand.items():
            events = {event["event"]: event for event in turn["events"]}
            own = {
                "url": lambda: fetches[0]["url"] if fetches else None,
                "wake": lambda: turn["wake"],
                "why": lambda: events["failed"]["why"],
                "retry_in": lambda: events["failed"]["retry_in"],
                "events": lambda: list(events),
                "state": lambda: self.machine.state(instant(at, jitter)),
                "fetch": lambda: {key: fetches[0][key] for key in value},
                "aside": lambda: events["fetched"]["set_aside"],
                "condition": lambda: fetches[0]["headers"][1:],
            }[name]()
            assert own == value or isinstance(value, float) and abs(own - value) < 1e-9, f"{self.id}, step {len(self.steps)}: {name} {own}"
        self._note(at, jitter, step, {"turn": turn})
        if fetches:
            self.last = fetches[0]["id"]
            return self.last
        return 0

    def _checked(self, at: At, step: dict[str, Any], found: dict[str, Any], pending: Pending | None, gives: str, hand: dict[str, Any]) -> int:
        number = len(self.steps)
        if pending:
            self.pending[number] = pending
        own = found | {"state": self.machine.state(instant(at))}
        for name, value in {"outcome": gives, **hand}.items():
            assert own[name] == value, f"{self.id}, step {number}: {name} {own[name]}"
        self._note(at, None, step, found)
        return number

    def _note(self, at: At, jitter: float | None, step: dict[str, Any], found: dict[str, Any]) -> None:
        self.steps.append(plain(clocks(at, jitter) | step))
        self.expected.append(plain({**found, "state": self.machine.state(instant(at, jitter))}))


def snapshot(claims: dict[str, Any], key: Jwk = SNAPSHOT_KEY, typ: str = "tokenseal-keys") -> str:
    """A snapshot as `RemoteKeySet.snapshot` would write it, by joserfc."""
    return peers.jws({"alg": "HS256", "typ": typ, "kid": key["kid"]}, compact_json(claims), key)


def refused(
    id: str, code: str = "ERR_OPTION_INVALID", *, url: str | None = URL, input: dict[str, Any] | None = None,
    comment: str | None = None, flags: list[str] | None = None, **options: Any,
) -> dict[str, Any]:
    """A set that cannot be made."""
    input = ({"url": url} if url else {}) | (input or {}) | {"steps": []}
    return case(id, "machine.run", input, {"error": code}, options=options, comment=comment, flags=flags)


def made(id: str, *, url: str | None = URL, comment: str | None = None, **options: Any) -> dict[str, Any]:
    """A set that can be made, whose first request is of no interest."""
    input = ({"url": url} if url else {}) | {"steps": []}
    return case(id, "machine.run", input, {"steps": []}, options=options, comment=comment)


KNOWN = {
    "default_age",
    "min_age",
    "max_age",
    "stale",
    "cooldown",
    "timeout",
    "max_keys",
    "max_set_bytes",
    "max_metadata_bytes",
    "max_waiting",
    "signature_uses",
}
