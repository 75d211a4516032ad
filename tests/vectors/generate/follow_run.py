"""A case of `revocations.follow`, written step by step. The model says what each step shows; what a
script says of it by hand is held against it.
"""

from __future__ import annotations

import copy
import math
import re
from typing import Any

from common import case, error
from follow_model import INVALID, UNAVAILABLE, Change, Machine
from follow_record import NEVER, Name, Record, name_of
from follow_reply import Refused
from follow_server import HASH_KEY, Server
from follow_table import Table, lasts
from remote_parts import Times
from revocation_tokens import ISSUER, Token
from transcript import At, Transcript, clocks, instant, plain

SOURCE = "written by hand, from docs/decisions/0074-revocations.md; steps by the model in generate/follow_model.py"
HOUR = 3600
REVOKED = "ERR_JWT_REVOKED"
ROUNDS = 4


class Check:
    """A check that waits."""

    def __init__(self, token: Token, began: Times, now: float, rounds: int) -> None:
        self.token, self.began, self.now, self.rounds = token, began, now, rounds


class Run(Transcript):
    """One list in one process, and the store that answers it."""

    operation = "revocations.follow"

    def __init__(self, id: str, *, server: Server | None = None, comment: str | None = None, namespace: str = "ns", **options: Any) -> None:
        super().__init__(f"revocation-follow-{id}", comment)
        self.options = {"namespace": namespace} | options
        self.machine = Machine(self.options)
        self.server = server or Server.made()
        # How much the server's clock is ahead, in seconds.
        self.ahead = 0.0
        self.sent: dict[int, list[list[str]]] = {}
        self.changes: dict[int, Change] = {}
        self.checks: dict[int, Check] = {}
        self.ids: dict[int, str] = {}

    # What a driver does.

    def poll(self, at: At = 0, jitter: float | None = None, **hand: Any) -> int:
        """Returns the id of the last request that is made, or 0."""
        return self._turn(at, jitter, {"poll": True}, self.machine.poll(instant(at, jitter)), hand)

    def answer(self, at: At, id: int | None = None, jitter: float | None = None, **hand: Any) -> int:
        """The store performs what was sent last, or as `id`, and its replies arrive."""
        return self.reply(at, *self._perform(at, id), id=id, jitter=jitter, **hand)

    def reply(self, at: At, *values: Any, id: int | None = None, jitter: float | None = None, **hand: Any) -> int:
        """These replies arrive, whatever the store has."""
        id = self._answered(id)
        told = {"id": id, "replies": list(values)}
        return self._turn(at, jitter, {"tell": told}, self.machine.tell(instant(at, jitter), id, values=list(values)), hand)

    def fail(self, at: At, told: str = "connect", /, id: int | None = None, jitter: float | None = None, **hand: Any) -> int:
        """It never arrived, or its reply did not."""
        id = self._answered(id)
        turn = self.machine.tell(instant(at, jitter), id, failed=told)
        return self._turn(at, jitter, {"tell": {"id": id, "failed": told}}, turn, hand)

    def lose(self, at: At, told: str = "timeout", /, id: int | None = None, jitter: float | None = None, **hand: Any) -> int:
        """The store performs it, and its reply is lost."""
        self._perform(at, id)
        return self.fail(at, told, id=id, jitter=jitter, **hand)

    def sync(self, at: At = 0, *scripts: str, **hand: Any) -> None:
        """Polls, and answers all that is sent, in order. `scripts` are all that are sent, and
        `hand` is of the last step.
        """
        before = len(self.steps)
        self.poll(at)
        while self.sent:
            self.answer(at, min(self.sent))
        sent = self.scripts_since(before)
        assert not scripts or list(scripts) == sent, f"{self.id}: {sent}"
        self._held(hand, self.expected[-1]["turn"], at)

    # What callers do.

    def begin(self, at: At, do: str, id: str | None = None, issuer: str | None = ISSUER, token: Token | None = None, **call: Any) -> int:
        """Returns the number of the step, by which the change is finished."""
        times, number = instant(at), len(self.steps)
        step: dict[str, Any] = {"do": do}
        if token:
            step |= {"token": token.text}
        elif do == "withdraw":
            step |= {"entry": id}
        else:
            step |= {"issuer": issuer} | ({} if id is None else {"id": id})
        shown: dict[str, Any] = {}
        try:
            make = _maker(do, issuer, id or "", token, times.wall, call)
            self.changes[number] = self.machine.begin(times, make)
        except Refused as refused:
            shown = error(*refused.args)
        self._note(at, None, {"begin": step | ({"call": call} if call else {})}, shown)
        return number

    def finish(self, at: At, number: int, *hand: Any) -> str | None:
        """`hand` is the code of the error, False while it is not settled, or what stands in the
        entry. Returns the entry's id.
        """
        times, change = instant(at), self.changes[number]
        own: Any = change.done
        if own is None and self.machine.time_left(times, change.began) > 0:
            shown: dict[str, Any] = {"settled": False}
        else:
            del self.changes[number]
            self.machine.drop(change)
            refused = own.args if isinstance(own, Refused) else (UNAVAILABLE,)
            shown = {"entry": _row(own)} if isinstance(own, Record) else error(*refused)
        if hand:
            found = shown.get("error", shown.get("entry", False))
            if isinstance(hand[0], dict) and isinstance(found, list):
                found = {name: found[ROW.index(name)] for name in hand[0]}
            assert found == hand[0], f"{self.id}, step {len(self.steps)}: {found}"
        self._note(at, None, {"finish": number}, shown)
        return str(own.name) if isinstance(own, Record) else None

    def drop(self, at: At, number: int) -> None:
        """Its caller waits no longer."""
        self.machine.drop(self.changes.pop(number))
        self._note(at, None, {"drop": number}, {})

    def check(self, at: At, token: Token, gives: str, **hand: Any) -> int:
        """Returns the number of the step, by which it is resumed."""
        times = instant(at)
        return self._checked(at, {"check": token.text}, Check(token, times, times.wall, 0), times, True, gives, hand)

    def resume(self, at: At, step: int, gives: str, **hand: Any) -> int:
        check, times = self.checks.pop(step), instant(at)
        over = times.since(check.began) >= self.machine.timeout + 1
        return self._checked(at, {"resume": step}, check, times, not over and check.rounds < ROUNDS, gives, hand)

    def give_up(self, at: At, step: int, gives: str, **hand: Any) -> int:
        check = self.checks.pop(step)
        return self._checked(at, {"give_up": step}, check, check.began, False, gives, hand)

    # How it is noted.

    def scripts_since(self, step: int) -> list[str]:
        turns = [shown["turn"] for shown in self.expected[step:] if "turn" in shown]
        return [command[0] for turn in turns for store in turn.get("stores", []) for command in store["commands"]]

    def words(self, script: str) -> list[str]:
        """The arguments of the last command of this name."""
        turns = [shown["turn"] for shown in self.expected if "turn" in shown]
        return [command[4:] for turn in turns for store in turn.get("stores", []) for command in store["commands"] if command[0] == script][-1]

    def _perform(self, at: At, id: int | None) -> list[Any]:
        self.server.now = round((instant(at).wall + self.ahead) * 1000)
        return [self.server.perform(command) for command in self.sent[max(self.sent) if id is None else id]]

    def _answered(self, id: int | None) -> int:
        id = max(self.sent) if id is None else id
        self.sent.pop(id, None)
        return id

    def _turn(self, at: At, jitter: float | None, step: dict[str, Any], turn: dict[str, Any], hand: dict[str, Any]) -> int:
        self._note(at, jitter, step, {"turn": turn})
        self._held(hand, turn, at)
        for store in turn.get("stores", []):
            self.sent[store["id"]] = store["commands"]
        return turn["stores"][-1]["id"] if "stores" in turn else 0

    def _held(self, hand: dict[str, Any], turn: dict[str, Any], at: At) -> None:
        """What a script says by hand, against the model."""
        events = {event["event"]: event for event in turn.get("events", [])}
        for name, value in hand.items():
            own = {
                "sends": lambda: [command[0] for store in turn.get("stores", []) for command in store["commands"]],
                "wake": lambda: turn["wake"],
                "why": lambda: events["failed"]["why"],
                "retry_in": lambda: events["failed"]["retry_in"],
                "events": lambda: list(events),
                "restored": lambda: events["restored"]["records"],
                "ready": lambda: self.machine.is_fresh(instant(at)),
                "entries": lambda: len(self.machine.table.revoked),
            }[name]()
            same = abs(own - value) < 1e-6 if isinstance(value, float) else own == value
            assert same, f"{self.id}, step {len(self.steps) - 1}: {name} {own}"

    def _checked(
        self, at: At, step: dict[str, Any], check: Check, times: Times, may_wait: bool, gives: str, hand: dict[str, Any]
    ) -> int:
        readiness = self.machine.readiness(times, check.began, may_wait)
        number, events = len(self.steps), []
        if readiness == "waits":
            outcome = "waits"
            check.rounds += 1
            self.checks[number] = check
        else:
            revoked = is_revoked(self.machine, check.token, check.now)
            outcome = UNAVAILABLE if readiness == "unavailable" else REVOKED if revoked else "accepted"
            if outcome != "accepted":
                events = [{"event": "refused", "code": outcome}]
            elif readiness == "accepts":
                events = [{"event": "accepted_unavailable"}]
        own = {"outcome": outcome, "due": readiness == "due", "events": events}
        for name, value in {"outcome": gives, **hand}.items():
            assert own[name] == value, f"{self.id}, step {number}: {name} {own[name]}"
        self._note(at, None, step, own)
        return number

    def _note(self, at: At, jitter: float | None, step: dict[str, Any], found: dict[str, Any]) -> None:
        machine = self.machine
        self.steps.append(plain(clocks(at, jitter) | step))
        longest = machine.header.longest if machine.header else 0
        state = {"ready": machine.is_fresh(instant(at, jitter)), "entries": machine.table.counts(), "longest_lifetime": longest or None}
        self.expected.append(plain(copy.deepcopy(found) | state))


ROW = ("id", "kind", "at", "before", "ends", "by", "reason", "withdrawn")


def made(id: str, comment: str | None = None, **options: Any) -> dict[str, Any]:
    """A list that can be made, of which nothing is asked."""
    return case(f"revocation-follow-{id}", "revocations.follow", {"steps": []}, {"steps": []}, options=options, comment=comment)


def refused(id: str, comment: str | None = None, **options: Any) -> dict[str, Any]:
    """A list that cannot be made."""
    return case(f"revocation-follow-{id}", "revocations.follow", {"steps": []}, error(INVALID), options=options, comment=comment)


def named(kind: str, id: str, issuer: str | None = ISSUER) -> Name:
    return name_of(HASH_KEY, kind, issuer, id)


def is_revoked(machine: Machine, token: Token, now: float) -> bool:
    """Of the tokens of these cases, which all have `iss`, `iat`, and a `jti` or a `sid`."""
    claims, table = token.read(), machine.table
    issuer = claims["iss"]

    def holds(kind: str, id: str, issuer: str | None = issuer) -> bool:
        name = named(kind, id, issuer)
        return name in table.revoked and lasts(table.revoked[name][0], now)

    def cuts_off(kind: str, id: str) -> bool:
        return holds(kind, id) and not table.revoked[named(kind, id, issuer)][1] <= float(claims["iat"]) <= now

    keyed = token.key_id is not None and (holds("key", token.key_id) or holds("key", token.key_id, None))
    whole = "jti" in claims and holds("token", claims["jti"]) or "sid" in claims and holds("session", claims["sid"])
    return whole or keyed or cuts_off("subject", claims["sub"]) or cuts_off("issuer", "")


def _maker(do: str, issuer: str | None, id: str, token: Token | None, now: float, call: dict[str, Any]) -> Any:
    """What makes the record of a change: by the table, and by the longest lifetime of the list, 0
    if it has none.
    """
    by, reason = call.get("by", ""), call.get("reason", "")
    if len(by.encode()) > 255 or len(reason.encode()) > 1000:
        raise Refused(INVALID)
    own = {"revoke_id": "until", "revoke_session": "until", "revoke_key": "until", "revoke_subject": "before", "revoke_issuer": "before"}.get(do)
    if any(name in call and name != own for name in ("until", "before")):
        raise Refused(INVALID)
    if do == "withdraw":
        if not re.fullmatch("[tsuki][A-Za-z0-9_-]{16}", id):
            raise Refused(INVALID)

        def withdrawal(table: Table, _: int) -> Record:
            name = next((name for name in table.revoked if str(name) == id), None)
            if name is None or not lasts(table.revoked[name][0], now):
                raise Refused(INVALID)
            end, before = table.revoked[name]
            return Record(name, True, end, before, by=by, reason=reason)

        return withdrawal
    kind = {"revoke": "token", "revoke_id": "token"}.get(do, do.removeprefix("revoke_"))
    claims = token.read() if token else {}
    name = named(kind, claims["jti"] if token else id, claims["iss"] if token else issuer)
    until = float(claims["exp"]) if token else call.get("until")
    before = 0
    if kind in ("subject", "issuer"):
        before = math.ceil(call["before"]) if "before" in call else math.floor(now) + 1

    def revocation(_: Table, longest: int) -> Record:
        if until is not None:
            if until < now - HOUR or longest and until > now + longest + HOUR:
                raise Refused(INVALID)
            end = math.ceil(until + HOUR)
        elif kind == "key" or not longest:
            end = NEVER
        else:
            end = math.ceil((max(before, now) if kind in ("subject", "issuer") else now) + longest + HOUR)
        return Record(name, False, min(end, NEVER), before, by=by, reason=reason)

    if kind != "issuer" and not token and not id:
        raise Refused(INVALID)
    return revocation


def _row(record: Record) -> list[Any]:
    """An entry as it is shown."""
    before = record.before if record.name.kind in ("subject", "issuer") else None
    at, by, reason = record.stamp.milliseconds / 1000, record.by or None, record.reason or None
    ends = None if record.end == NEVER else record.end
    return [str(record.name), record.name.kind, at, before, ends, by, reason, [at, by, reason] if record.withdraws else None]
