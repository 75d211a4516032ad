"""A case of `revocations.run`, written step by step. The model says what each step shows; what a
script says by hand is held against it.
"""

from __future__ import annotations

import copy
from typing import Any

from common import NOW, case, error
from revocation_events import apply_events
from revocation_model import INVALID, Ambiguous, Name, Refused, Revocations, token_name
from revocation_tokens import SIGNED, Digits, Token
from ring_run import seconds
from transcript import Transcript

SOURCE = "written by hand, from docs/decisions/0074-revocations.md; steps by the model in generate/revocation_model.py"
ACCEPTED: dict[str, Any] = {"accepted": True}


class Run(Transcript):
    """Lists from the making of the first on. Times are seconds from NOW."""

    operation = "revocations.run"

    def __init__(
        self, id: str, *, options: dict[str, Any] | None = None, keys: list[int] | None = SIGNED, decryption_keys: list[int] | None = None,
        verifier: dict[str, Any] | None = None, comment: str | None = None, flags: list[str] | None = None,
    ) -> None:
        super().__init__(f"revocation-{id}", comment, flags)
        self.verifier = {"allow_any_issuer": True, "allow_any_audience": True} | (verifier or {})
        given = {"options": options or {}, "keys": keys, "decryption_keys": decryption_keys, "verifier": self.verifier}
        self.input = {name: value for name, value in given.items() if value is not None}
        self.lists = {"a": _list(options or {})}
        self.names: dict[int, tuple[Name, int]] = {}

    # What is written: each gives the number of its step.

    def revoke(self, at: float, token: Token, *hand: Any, on: str = "a", **call: Any) -> int:
        def show(list: Revocations, now: float) -> Any:
            self._good(token, now)
            claims = token.read()
            exp, name = claims.get("exp"), self._name(list, token_name(claims, token.header, token.claims))
            return {"entry": list.revoke(name, None if exp is None else float(exp), now, **call)}

        return self._note(at, {"do": "revoke", "token": token.text} | _with(call), on, show, hand)

    def revoke_id(self, at: float, issuer: str | None, id: str, *hand: Any, on: str = "a", **call: Any) -> int:
        return self._by_id("token", "revoke_id", at, issuer, id, hand, on, call)

    def revoke_session(self, at: float, issuer: str | None, id: str, *hand: Any, on: str = "a", **call: Any) -> int:
        return self._by_id("session", "revoke_session", at, issuer, id, hand, on, call)

    def revoke_key(self, at: float, issuer: str | None, id: str, *hand: Any, on: str = "a", **call: Any) -> int:
        return self._by_id("key", "revoke_key", at, issuer, id, hand, on, call)

    def revoke_subject(self, at: float, issuer: str | None, subject: str, *hand: Any, on: str = "a", **call: Any) -> int:
        def show(list: Revocations, now: float) -> Any:
            self._name(list, ("subject", issuer, subject))
            return {"entry": list.cut_off("subject", issuer, subject, now, **call)}

        return self._note(at, {"do": "revoke_subject", "issuer": issuer, "id": subject} | _with(call), on, show, hand)

    def revoke_issuer(self, at: float, issuer: str, *hand: Any, on: str = "a", **call: Any) -> int:
        def show(list: Revocations, now: float) -> Any:
            self._name(list, ("issuer", issuer, ""))
            return {"entry": list.cut_off("issuer", issuer, "", now, **call)}

        return self._note(at, {"do": "revoke_issuer", "issuer": issuer} | _with(call), on, show, hand)

    def withdraw(self, at: float, entry: int | str, *hand: Any, on: str = "a", **call: Any) -> int:
        """The entry of a step, or a text."""

        def show(list: Revocations, now: float) -> Any:
            name, origin = self.names[entry] if isinstance(entry, int) else (None, list.origin)
            shown = list.withdraw(name if origin == list.origin else None, now, **call)
            self.names[len(self.steps)] = name, origin
            return {"entry": shown}

        return self._note(at, {"do": "withdraw", "entry": entry} | _with(call), on, show, hand)

    def apply_events(self, at: float, token: Token, *hand: Any, on: str = "a", verifier: dict[str, Any] | None = None, **call: Any) -> int:
        """The events of a token, which a verifier with these options checks first: it refuses none
        of the cases.
        """
        verifier = {"allow_any_issuer": True, "allow_any_audience": True} | (verifier or {})
        step = {"do": "apply_events", "token": token.text, "verifier": verifier} | _with(call)
        return self._note(at, step, on, lambda list, now: {"applied": apply_events(list, token, now, **call)}, hand)

    # What is asked, and lists that meet.

    def verify(self, at: float, token: Token, *hand: Any, on: str = "a") -> int:
        def show(list: Revocations, now: float) -> Any:
            self._good(token, now)
            list.check(token.read(), token.header, token.claims, token.key_id, now, self._leeway())
            return ACCEPTED

        return self._note(at, {"do": "verify", "token": token.text}, on, show, hand)

    def entries(self, at: float, *hand: Any, on: str = "a", **call: Any) -> int:
        return self._note(at, {"do": "entries"} | _with(call), on, lambda list, now: {"entries": list.entries(now, **call)}, hand)

    def status(self, at: float, *hand: Any, on: str = "a") -> int:
        return self._note(at, {"do": "status"}, on, lambda list, _: {"status": list.status()}, hand)

    def new(self, at: float, name: str, *hand: Any, **options: Any) -> int:
        def show(*_: Any) -> Any:
            self.lists[name] = _list(options)
            return {}

        return self._note(at, {"do": "new", "as": name} | ({"options": options} if options else {}), "a", show, hand)

    def copy(self, at: float, name: str, *hand: Any, on: str = "a", audit: bool = False, cut: int = 0) -> int:
        def show(list: Revocations, _: float) -> Any:
            if cut:
                raise Refused("ERR_JWT_REVOCATION_UNAVAILABLE")
            self.lists[name] = list.copy(audit)
            return {}

        return self._note(at, {"do": "copy", "as": name, "audit": audit} | ({"cut": cut} if cut else {}), on, show, hand)

    def merge(self, at: float, source: str, *hand: Any, on: str = "a") -> int:
        def show(list: Revocations, _: float) -> Any:
            list.merge(self.lists[source])
            return {}

        return self._note(at, {"do": "merge", "from": source}, on, show, hand)

    def _by_id(self, kind: str, do: str, at: float, issuer: str | None, id: str, hand: Any, on: str, call: dict[str, Any]) -> int:
        def show(list: Revocations, now: float) -> Any:
            self._name(list, (kind, issuer, id))
            return {"entry": list.revoke_id(kind, issuer, id, now, **call)}

        return self._note(at, {"do": do, "issuer": issuer, "id": id} | _with(call), on, show, hand)

    def _good(self, token: Token, now: float) -> None:
        """The checks before the list's. Tokens of the cases fail no others."""
        claims = token.read()
        exp, sub = claims.get("exp"), claims.get("sub")
        if isinstance(sub, Digits) and not self.verifier.get("allow_numeric_subject"):
            raise Refused("ERR_JWT_CLAIM_INVALID", "sub")
        if exp is not None and now >= float(exp) + self._leeway():
            raise Refused("ERR_JWT_EXPIRED", "exp")

    def _leeway(self) -> float:
        return seconds(self.verifier.get("leeway", 0))

    def _name(self, list: Revocations, name: Name) -> Name:
        self.names[len(self.steps)] = name, list.origin
        return name

    def _note(self, at: float, step: dict[str, Any], on: str, show: Any, hand: tuple[Any, ...]) -> int:
        """`hand` is what is expected: a code, a code and a claim, or what is shown."""
        now, number = NOW + at, len(self.steps)
        before = copy.deepcopy(self.lists[on])
        try:
            shown = show(self.lists[on], now)
        except Refused as refused:
            shown = error(*refused.args)
        except Ambiguous:
            self.lists[on] = before
            raise
        if hand:
            expected = error(*hand) if isinstance(hand[0], str) else hand[0]
            own = shown if isinstance(hand[0], str) or hand[0] is ACCEPTED else next(iter(shown.values()))
            assert own == expected, f"{self.id}, step {number}: {shown}, not {expected}"
        self.steps.append({"at": now, "do": step.pop("do")} | ({} if on == "a" else {"list": on}) | step)
        self.expected.append(copy.deepcopy(shown))
        return number


def refused(id: str, code: str = INVALID, comment: str | None = None, **options: Any) -> dict[str, Any]:
    """A list that cannot be made."""
    input = {"options": options, "keys": SIGNED, "verifier": {}, "steps": []}
    return case(f"revocation-{id}", "revocations.run", input, error(code), comment=comment)


def _list(options: dict[str, Any]) -> Revocations:
    longest = options.get("longest_lifetime")
    return Revocations(None if longest is None else seconds(longest), options.get("audit", False))


def _with(call: dict[str, Any]) -> dict[str, Any]:
    return {"call": call} if call else {}
