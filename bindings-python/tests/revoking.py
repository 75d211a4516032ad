"""The operation `revocations.run`: lists of revocations, and the Verifiers that use them, step by
step.

Ids of entries are hashes under a random key, so an entry is named by the step that returned it.
"""

from __future__ import annotations

from typing import Any

from tokenseal import RevocationEntry, Revocations, TokenError, Verifier

Json = dict[str, Any]
# The status of a list, except how many bytes it takes.
STATUS = ["entries", "longest_lifetime", "kept", "failed"]


class Run:
    """The lists by name, each with a Verifier that uses it, and the entries that earlier steps
    returned.
    """

    def __init__(self, case: Any) -> None:
        self.keys = case.optional_keys("keys"), case.optional_keys("decryption_keys")
        self.options = case.input["verifier"]
        self.plain = Verifier(*self.keys, **self.options)
        self.lists: dict[str, Revocations] = {}
        self.verifiers: dict[str, Verifier] = {}
        self.made: dict[int, RevocationEntry] = {}
        self.keep("a", Revocations(**case.input["options"]))

    def keep(self, name: str, revocations: Revocations) -> Json:
        self.lists[name] = revocations
        self.verifiers[name] = Verifier(*self.keys, revocations=revocations, **self.options)
        return {}

    def step(self, index: int, step: Json) -> Json:
        """The outcome of a step: its result or error."""
        call = {**step.get("call", {}), "now": step["at"]}
        try:
            shown = getattr(self, step["do"])(self.lists[step.get("list", "a")], step, call)
        except TokenError as error:
            return {"error": error.code} | ({} if error.claim is None else {"claim": error.claim})
        if isinstance(shown, RevocationEntry):
            self.made[index] = shown
            return {"entry": row(shown)}
        return dict(shown)

    def revoke(self, revocations: Revocations, step: Json, call: Json) -> RevocationEntry:
        return revocations.revoke(self.plain.verify(step["token"], now=step["at"]), **call)

    def revoke_id(self, revocations: Revocations, step: Json, call: Json) -> RevocationEntry:
        return revocations.revoke_id(step["issuer"], step["id"], **call)

    def revoke_session(self, revocations: Revocations, step: Json, call: Json) -> RevocationEntry:
        return revocations.revoke_session(step["issuer"], step["id"], **call)

    def revoke_key(self, revocations: Revocations, step: Json, call: Json) -> RevocationEntry:
        return revocations.revoke_key(step["issuer"], step["id"], **call)

    def revoke_subject(self, revocations: Revocations, step: Json, call: Json) -> RevocationEntry:
        return revocations.revoke_subject(step["issuer"], step["id"], **call)

    def revoke_issuer(self, revocations: Revocations, step: Json, call: Json) -> RevocationEntry:
        return revocations.revoke_issuer(step["issuer"], **call)

    def withdraw(self, revocations: Revocations, step: Json, call: Json) -> RevocationEntry:
        entry = step["entry"]
        return revocations.withdraw(self.made[entry] if isinstance(entry, int) else entry, **call)

    def apply_events(self, revocations: Revocations, step: Json, call: Json) -> Json:
        token = Verifier(*self.keys, **step["verifier"]).verify(step["token"], now=step["at"])
        return {"applied": [row(entry) for entry in revocations.apply_events(token, **call)]}

    def verify(self, _: Revocations, step: Json, call: Json) -> Json:
        self.verifiers[step.get("list", "a")].verify(step["token"], **call)
        return {"accepted": True}

    def entries(self, revocations: Revocations, step: Json, call: Json) -> Json:
        return {"entries": [row(entry) for entry in revocations.entries(**call)]}

    def status(self, revocations: Revocations, step: Json, call: Json) -> Json:
        shown = revocations.status()
        return {"status": {name: shown[name] for name in STATUS}}

    def new(self, _: Revocations, step: Json, call: Json) -> Json:
        return self.keep(step["as"], Revocations(**step.get("options", {})))

    def copy(self, revocations: Revocations, step: Json, call: Json) -> Json:
        snapshot = revocations.snapshot()
        snapshot = snapshot[: max(len(snapshot) - step.get("cut", 0), 0)]
        return self.keep(step["as"], Revocations.from_snapshot(snapshot, audit=step["audit"]))

    def merge(self, revocations: Revocations, step: Json, call: Json) -> Json:
        revocations.merge(self.lists[step["from"]].snapshot())
        return {}


def row(entry: RevocationEntry) -> list[Any]:
    withdrawn = entry.withdrawn and [entry.withdrawn.at, entry.withdrawn.by, entry.withdrawn.reason]
    return [entry.kind, entry.at, entry.before, entry.ends, entry.by, entry.reason, withdrawn]


def run(case: Any) -> Json:
    lists = Run(case)
    return {"steps": [lists.step(index, step) for index, step in enumerate(case.input["steps"])]}
