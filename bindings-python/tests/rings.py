"""The operation `ring.run`: a KeyRing, and the Issuers and Verifiers that follow it, step by step.

New keys are random, so they are named in the order in which they are first seen.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from tokenseal import Issuer, Key, KeyRing, TokenError, Verifier, inspect_unverified
from tokenseal.testing import Clock

Json = dict[str, Any]
MEMBERS = ["algorithm", "state", "external", "published", "active_from", "active_until", "retires", "revoked"]
OWN = ["id", "keys", "kept", "failed"]


class Run:
    """A ring, the names of its keys, and the tokens that earlier steps made."""

    def __init__(self, case: Any) -> None:
        given = case.input
        self.make_key: Callable[[Any], Key] = case.make_key
        self.clock = Clock(given["now"])
        self.names: dict[str, str] = {}
        self.tokens: dict[int, str] = {}
        self.followers: dict[str, Any] = {}
        if "ring" in given:
            self.ring = KeyRing.from_jwe(given["ring"], case.keys("protect_with"), clock=self.clock)
        else:
            self.ring = KeyRing.create(given["algorithms"], keys=case.optional_keys("keys"), clock=self.clock, **case.options)
        self.shown = self.rows()

    def step(self, index: int, step: Json) -> Json:
        """The outcome of a step: its result or error, and the keys if they have changed."""
        self.clock.set(step["at"])
        try:
            shown = getattr(self, step["do"])(index, step)
        except TokenError as error:
            shown = {"error": error.code} | ({} if error.claim is None else {"claim": error.claim})
        rows = self.rows()
        if "changes" in shown:
            # Keys that were new before this step get their names only now.
            shown["changes"] = [[self.name(change["key_id"]), change["was"], change["is"]] for change in shown["changes"]]
        if rows != self.shown:
            shown["ring"] = self.shown = rows
        return dict(shown)

    def advance(self, _: int, step: Json) -> Json:
        return dict(self.ring.advance())

    def revoke(self, _: int, step: Json) -> Json:
        named = {name: key_id for key_id, name in self.names.items()}
        return dict(self.ring.revoke(named.get(step["key"], step["key"])))

    def add(self, _: int, step: Json) -> Json:
        return dict(self.ring.add(self.make_key(step["key"])))

    def issue(self, index: int, step: Json) -> Json:
        def make() -> Issuer:
            which = {step.get("as", "signing_key"): self.ring}
            return Issuer(**which, **step["issuer"])

        issuer = self.follower("issuer", step, step["issuer"], make)
        try:
            self.tokens[index] = issuer.issue(step["claims"].encode(), **{**step.get("call", {}), "now": step["at"]})
        finally:
            self.rows()
        return {"key": self.name(inspect_unverified(self.tokens[index])["header"].get("kid"))}

    def verify(self, _: int, step: Json) -> Json:
        def make() -> Verifier:
            which = {step.get("as", "keys"): self.ring}
            return Verifier(**which, **step.get("verifier", {}))

        verifier = self.follower("verifier", step, step.get("verifier", {}), make)
        token = verifier.verify(self.tokens[step["token"]], now=step.get("now", step["at"]))
        return {"key": self.name(token.key_id or token.decryption_key_id)}

    def jwks(self, _: int, step: Json) -> Json:
        jwks = self.ring.to_jwks()["keys"]
        self.rows()
        return {"published": [self.name(jwk["kid"]) for jwk in jwks], "private": any("d" in jwk or "k" in jwk for jwk in jwks)}

    def key_set(self, _: int, step: Json) -> Json:
        return {"keys": [self.name(key.key_id) for key in self.ring.to_key_set()]}

    def cache_control(self, _: int, step: Json) -> Json:
        return {"text": self.ring.cache_control()}

    def signing_key(self, _: int, step: Json) -> Json:
        return {"key": self.name(self.ring.signing_key(step.get("alg")).key_id)}

    def status(self, _: int, step: Json) -> Json:
        return {name: value for name, value in self.ring.status().items() if name not in OWN}

    def reopen(self, _: int, step: Json) -> Json:
        """Writes the ring and reads it again, truncated if the step says so. If that fails, the
        ring stays as it is.
        """
        protect_with = self.make_key(step["protect_with"])
        wrapped = decode(step["wrapped_key"]) if step.get("wrapped_key") is not None else None
        text = self.ring.to_jwe(protect_with, wrapped_key=wrapped)
        text = text[: max(len(text) - step.get("cut", 0), 0)]
        keys = [self.make_key(key) for key in step["open_with"]] if "open_with" in step else protect_with
        self.ring = KeyRing.from_jwe(text, keys, clock=self.clock)
        self.followers.clear()
        header = json.loads(decode(text.split(".")[0]))
        return {"wrapped_key": header.get("wrapped_key")}

    def follower(self, kind: str, step: Json, options: Json, make: Callable[[], Any]) -> Any:
        """An Issuer or a Verifier, which is kept for all steps with the same options: it follows
        the ring.
        """
        named = json.dumps([kind, step.get("as"), options], sort_keys=True)
        if named not in self.followers:
            self.followers[named] = make()
        return self.followers[named]

    def rows(self) -> list[Any]:
        """The keys by their names, each as a row."""
        keys: list[Json] = [dict(key) for key in self.ring.keys()]
        for key in keys:
            self.names.setdefault(key["key_id"], f"k{len(self.names)}")
        return [[self.name(key["key_id"]), *(key[member] for member in MEMBERS)] for key in keys]

    def name(self, key_id: str | None) -> str | None:
        return None if key_id is None else self.names.get(key_id, key_id)


def run(case: Any) -> Json:
    ring = Run(case)
    first = ring.shown
    return {"ring": first, "steps": [ring.step(index, step) for index, step in enumerate(case.input["steps"])]}


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
