"""The operation `revocations.follow`: a list of revocations in a store, the changes and the checks,
below the drivers. No store is involved.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

from revoking import row
from tokenseal import Revocations, TokenError, Verifier
from tokenseal._drivers import loops, stores
from transcripts import At, Json, at

OPTIONS: Json = {"allow_any_issuer": True, "allow_any_audience": True}
KINDS = ["token", "session", "subject", "key", "issuer"]
# The scripts by their number of arguments, and which arguments are random. All others are WRITE's
# and RESTORE's.
SCRIPTS: dict[int, tuple[str, set[int]]] = {1: ("UNPACK", set()), 2: ("RAISE", set()), 3: ("CREATE", {0, 1}), 4: ("READ", set())}


def run(case: Any) -> Json:
    steps = case.input["steps"]
    # Nothing carries what the list asks for, so it needs no client.
    with mock.patch.object(stores, "store_of", return_value=object()):
        revocations = Revocations.redis(None, **case.options)
    following = Following(revocations, case.keys("keys"))
    return {"steps": [following.step(index, step) for index, step in enumerate(steps)]}


class Following:
    """A list, Verifiers with and without it, and what the steps have begun."""

    def __init__(self, revocations: Revocations, keys: Any) -> None:
        self.revocations = revocations
        self.plain = Verifier(keys, **OPTIONS)
        self.verifier = Verifier(keys, revocations=revocations, **OPTIONS)
        self.begun: dict[int, Any] = {}

    def step(self, index: int, step: Json) -> Json:
        """The outcome of a step: its result or error, and the state of the list after it."""
        when = at(step)
        name = next(name for name in step if name not in ("at", "jitter"))
        try:
            shown = getattr(self, name)(step[name], index, when)
        except TokenError as error:
            shown = {"error": error.code}
        status = self.revocations.status()
        entries = [status["entries"][kind] for kind in KINDS]
        ready = self.revocations._is_ready(when)
        return {**shown, "ready": ready, "entries": entries, "longest_lifetime": status["longest_lifetime"]}

    def poll(self, _: bool, index: int, when: At) -> Json:
        return {"turn": turn(self.revocations._poll(when))}

    def tell(self, answer: Json, index: int, when: At) -> Json:
        return {"turn": turn(self.revocations._tell(answer, b"", when))}

    def begin(self, change: Json, index: int, when: At) -> Json:
        options = {**change.get("call", {}), "now": when[0]}
        if change["do"] == "revoke":
            given = [self.plain.verify(change["token"], now=when[0])]
        else:
            given = [change[name] for name in ("issuer", "id", "entry") if name in change]
        with uncarried():
            changing = getattr(self.revocations, f"{change['do']}_async")(*given, **options)
        assert changing.begin(when) is None
        self.begun[index] = changing
        return {}

    def finish(self, number: int, index: int, when: At) -> Json:
        if not self.begun[number].is_settled(when):
            return {"settled": False}
        entry = self.begun.pop(number).finish()
        return {"entry": [entry.id, *row(entry)]}

    def drop(self, number: int, index: int, when: At) -> Json:
        self.begun.pop(number).cancel()
        return {}

    def check(self, token: str, index: int, when: At) -> Json:
        return self.checked(self.verifier._check(token, when[0], when), index)

    def resume(self, number: int, index: int, when: At) -> Json:
        return self.checked(self.begun.pop(number).resume(when), index)

    def give_up(self, number: int, index: int, when: At) -> Json:
        return self.checked(self.begun.pop(number).give_up(), index)

    def checked(self, checking: Any, index: int) -> Json:
        if checking.outcome == "waits":
            self.begun[index] = checking
        return {"outcome": checking.outcome, "due": bool(checking.due), "events": checking.events}


@contextlib.contextmanager
def uncarried() -> Iterator[None]:
    """Returns a change itself, not what waits for it."""
    with mock.patch.object(loops, "change", new=lambda changing: changing):
        yield


def turn(told: Json) -> Json:
    for store in told.get("stores", []):
        store["commands"] = [named(*command) for command in store["commands"]]
    return told


def named(command: str, script: str, *words: str) -> list[str]:
    """A command with its script's name, and `*` for what is random."""
    if command != "EVAL":
        return [command, script, *words]
    count = int(words[0])
    keys, arguments = words[1 : 1 + count], words[1 + count :]
    # The fifth argument of writing back says whether it is the last time; that of writing is a
    # record.
    writes: tuple[str, set[int]] = ("WRITE", {5})
    if arguments[4:5] in (("0",), ("1",)):
        writes = "RESTORE", {at for at in range(len(arguments)) if at == 7 or (at > 8 and at % 4 == 1)}
    name, drawn = SCRIPTS.get(len(arguments), writes)
    return [name, *keys, *("*" if at in drawn else word for at, word in enumerate(arguments))]
