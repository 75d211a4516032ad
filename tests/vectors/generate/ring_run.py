"""A case of `ring.run`, written step by step. The model says what each step shows; what a script
says by hand is held against it.
"""

from __future__ import annotations

import copy
from typing import Any

from common import NOW, b64u, case, compact_json, error
from fixtures import Jwk, oct_jwk
from ring_line import Refused
from ring_model import Ring
from transcript import Transcript

SOURCE = "written by hand, from docs/decisions/0071-key-rings.md; steps by the model in generate/ring_model.py"
MINUTE, HOUR, DAY = 60, 3600, 86_400
UNITS = {"s": 1, "m": MINUTE, "h": HOUR, "d": DAY}
WRAPPING = oct_jwk("rings", 32, alg="A256KW", kid="wrapping")


class Run(Transcript):
    """One ring from its making on. Times are seconds from NOW."""

    operation = "ring.run"

    def __init__(
        self, id: str, *algorithms: str, keys: list[Jwk] | None = None, at: float = 0, comment: str | None = None,
        flags: list[str] | None = None, **options: Any,
    ) -> None:
        super().__init__(id, comment, flags)
        self.options = options
        self.input = {"algorithms": list(algorithms), "now": NOW + at}
        if keys is not None:
            self.input["keys"] = {"jwks": {"keys": keys}}
        self.ring = Ring(list(algorithms), [_given(key) for key in keys or []], {name: seconds(value) for name, value in options.items()}, NOW + at)
        self.names: dict[str, str] = {}
        self.rows: list[Any] = []
        self.tokens: dict[int, tuple[str, float]] = {}
        self.note_keys(NOW + at)

    def advance(self, at: float, **hand: Any) -> None:
        self._note(at, {"do": "advance"}, lambda now: self._advanced(self.ring.advance(now)), hand)

    def revoke(self, at: float, key: str, **hand: Any) -> None:
        key_id = next((own for own, name in self.names.items() if name == key), key)
        self._note(at, {"do": "revoke", "key": key}, lambda now: self._advanced(self.ring.revoke(key_id, now)), hand)

    def add(self, at: float, key: Jwk, **hand: Any) -> None:
        self._note(at, {"do": "add", "key": {"jwk": key}}, lambda now: self._advanced(self.ring.add(*_given(key), now)), hand)

    def signing_key(self, at: float, key: str | None = None, alg: str | None = None, **hand: Any) -> None:
        """`key` is what is expected, by hand."""
        hand |= {} if key is None else {"key": key}
        step = {"do": "signing_key"} | ({"alg": alg} if alg else {})
        self._note(at, step, lambda now: {"key": self.name(self.ring.signer(now, alg))}, hand)

    def jwks(self, at: float, *keys: str) -> None:
        show = lambda now: {"published": self._named(self.ring.published(now)), "private": False}  # noqa: E731
        self._note(at, {"do": "jwks"}, show, {"published": list(keys)} if keys else {})

    def key_set(self, at: float, *keys: str) -> None:
        self._note(at, {"do": "key_set"}, lambda now: {"keys": self._named(self.ring.verifying(now))}, {"keys": list(keys)} if keys else {})

    def cache_control(self, at: float, text: str) -> None:
        self._note(at, {"do": "cache_control"}, lambda now: {"text": f"max-age={self.ring.policy.jwks_max_age}"}, {"text": text})

    def status(self, at: float, **hand: Any) -> None:
        policy = self.ring.policy
        kept_after = {"signing": policy.keep(False), "encryption": policy.keep(True)}

        def show(now: float) -> dict[str, Any]:
            own = {"generation": self.ring.generation, "next": self.ring.due(now), "needs_key": self.ring.needs_key(now)}
            return own | {"policy": dict(vars(policy)), "published_ahead": policy.ahead, "kept_after": kept_after}

        self._note(at, {"do": "status"}, show, hand)

    def issue(
        self, at: float, key: str | None = None, *,
        issuer: Any = None, claims: Any = None, call: Any = None, to: Any = None, expect: Any = None, **hand: Any,
    ) -> int:
        """Makes a token by the ring, as signing key or as `to`; returns the step's number. `key` is
        what is expected, by hand, and `expect` an error of which the model knows nothing.
        """
        issuer = {"lifetime": "15m"} if issuer is None else issuer
        step = {"do": "issue", "issuer": issuer, "claims": compact_json(claims or {"sub": "alice"})}
        step |= ({"call": call} if call else {}) | ({"as": to} if to else {})
        number = len(self.steps)

        def show(now: float) -> dict[str, Any]:
            if expect:
                raise Refused(expect)
            life = seconds((call or {}).get("expires_in", issuer.get("lifetime", 0)))
            if (issuer | (call or {})).get("no_expiry"):
                raise Refused("ERR_OPTION_INVALID")
            exp = (claims or {}).get("exp", int(now) + life)
            key_id = self.ring.issue(now, exp - now, issuer.get("alg"), encrypts=to == "encryption_key")
            self.tokens[number] = (key_id, exp)
            return {"key": self._named([key_id])[0]}

        self._note(at, step, show, hand | ({"key": key} if key else {}))
        return number

    def verify(
        self, at: float, token: int, error: str | None = None, *,
        now: float | None = None, leeway: Any = None, by: Any = None, expect: Any = None,
    ) -> None:
        """Checks the token of a step; `error` is what is expected, by hand."""
        verifier = ({} if leeway is None else {"leeway": leeway}) | ({"allow_unsigned": True} if by else {})
        step = {"do": "verify", "token": token} | ({"verifier": verifier} if verifier else {})
        step |= ({"now": NOW + now} if now is not None else {}) | ({"as": by} if by else {})
        key_id, exp = self.tokens[token]

        def show(wall: float) -> dict[str, Any]:
            if expect:
                raise Refused(expect)
            if not self.ring.reads(key_id, wall):
                raise Refused("ERR_JWKS_NO_MATCHING_KEY")
            claimed = wall if now is None else NOW + now
            if claimed >= exp + seconds(0 if leeway is None else leeway):
                raise Refused("ERR_JWT_EXPIRED", "exp")
            return {"key": self.name(key_id)}

        self._note(at, step, show, {"error": error} if error else {})

    def reopen(self, at: float, error: str | None = None, **more: Any) -> None:
        """Writes the ring and reads it again; `more` says with which keys, and how it is damaged.
        `error` is what is expected.
        """
        step = {"do": "reopen", "protect_with": {"jwk": WRAPPING}} | more

        def show(now: float) -> dict[str, Any]:
            if error:
                raise Refused(error)
            return {"wrapped_key": more.get("wrapped_key")}

        self._note(at, step, show, {})

    def name(self, key_id: str) -> str:
        return self.names.setdefault(key_id, f"k{len(self.names)}")

    def note_keys(self, now: float) -> dict[str, Any]:
        """The keys, if they are others than before."""
        rows = [[self.name(key_id), *rest] for key_id, *rest in self.ring.rows(now)]
        if rows == self.rows:
            return {}
        is_first, self.rows = not self.rows, rows
        if is_first:
            self.first = {"ring": rows}
        return {"keys": rows}

    def _note(self, at: float, step: dict[str, Any], show: Any, hand: dict[str, Any]) -> None:
        now, before = NOW + at, copy.deepcopy(self.ring)
        for key_id, *_ in self.ring.rows(now):
            self.name(key_id)
        try:
            shown = show(now)
        except Refused as refused:
            # What advanced on the way stays so.
            self.ring = before if step["do"] in ("add", "revoke") else self.ring
            shown = error(*refused.args)
        for name, value in hand.items():
            assert shown.get(name) == value, f"{self.id}, step {len(self.steps)}: {name} is {shown.get(name)}, not {value}"
        keys = self.note_keys(now)
        shown = shown | ({"ring": keys["keys"]} if keys else {})
        self.steps.append({"at": now, **step})
        self.expected.append(shown)

    def _named(self, key_ids: list[str]) -> list[str]:
        for key_id, *_ in self.ring.rows(0):
            self.name(key_id)
        return [self.name(key_id) for key_id in key_ids]

    def _advanced(self, told: dict[str, Any]) -> dict[str, Any]:
        self._named([])
        return told | {"changes": [[self.name(key_id), was, now_is] for key_id, was, now_is in told["changes"]]}


def refused(
    id: str, *algorithms: str, code: str = "ERR_OPTION_INVALID", keys: list[Jwk] | None = None, comment: str | None = None, **options: Any,
) -> dict[str, Any]:
    """A ring that cannot be made."""
    input: dict[str, Any] = {"algorithms": list(algorithms), "now": NOW, "steps": []}
    if keys is not None:
        input["keys"] = {"jwks": {"keys": keys}}
    return case(id, "ring.run", input, error(code), options=options or None, comment=comment)


def seconds(length: Any) -> Any:
    """A length of time as options have it, in seconds; what is none stays as it is."""
    if isinstance(length, str) and length[-1:] in UNITS and length[:-1].isdigit():
        return int(length[:-1]) * UNITS[length[-1]]
    return length


def _given(key: Jwk) -> tuple[str, str, bool]:
    return key["alg"], key["kid"], "d" in key or "k" in key


def wrapped(text: bytes) -> str:
    """What a KMS made of a key."""
    return b64u(text)
