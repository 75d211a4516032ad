"""A case of `resource.run`: requests to one resource, each with what becomes of it. A script says
what its token's check gives, and what the rules decide.
"""

from __future__ import annotations

from typing import Any

import hand
from common import NOW
from dpop_parts import ISSUING, NONCE_KEY, ORIGIN, token
from fixtures import oct_jwk
from resource_model import Refused, Resource, csrf_token
from transcript import Transcript

CSRF_KEY = oct_jwk("csrf values", 32, alg="HS256")
GOOD = token()
EXPIRED = token(exp=NOW - 1)
# Nobody looks up the statuses of these verifiers.
UNCHECKED = token(status={"status_list": {"idx": 0, "uri": "https://issuer.example/statuses/1"}})
FOREIGN = hand.sign({"alg": "HS256", "typ": "JWT"}, {"sub": "mallory", "exp": NOW + 900}, oct_jwk("another issuer", 32, alg="HS256"))
COOKIE = "__Host-token"
PROOFS = {"public_origins": [ORIGIN]}
SIGNATURE = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"


def scoped(scope: Any, **claims: Any) -> str:
    return token(scope=scope, **claims)


def bearer(text: str = GOOD) -> list[list[str]]:
    return [["Authorization", f"Bearer {text}"]]


def in_cookie(text: str = GOOD, *more: list[str]) -> list[list[str]]:
    return [["Cookie", f"{COOKIE}={text}"], *more]


def submitted(text: str = GOOD) -> list[str]:
    return ["X-CSRF-Token", csrf_token(CSRF_KEY, text)]


class Run(Transcript):
    """One resource, from its making on."""

    operation = "resource.run"

    def __init__(self, id: str, comment: str | None = None, *, flags: list[str] | None = None, verifier: dict[str, Any] | None = None,
                 rules: list[dict[str, Any]] | None = None, report_only: bool = False, nonces: bool = False, **options: Any) -> None:
        super().__init__(f"resource-{id}", comment, flags)
        self.options = options
        self.input = {"keys": {"jwk": ISSUING}, "verifier": verifier or {}}
        if nonces:
            self.input["nonce_key"] = {"jwk": NONCE_KEY}
        if rules is not None:
            self.input["rules"] = {"rules": rules} | ({"report_only": True} if report_only else {})
        if "cookie" in options:
            self.input["csrf_key"] = {"jwk": CSRF_KEY}
        self.model = Resource(options, verifier or {}, nonce_key=NONCE_KEY if nonces else None, csrf_key=CSRF_KEY)

    def request(self, headers: list[list[str]], gives: int, *, method: str = "GET", path: str = "/orders", check: str | None = None,
                decided: dict[str, Any] | None = None, subject: str | None = "alice", now: float = NOW, ignored: bool = False, reason: str | None = None,
                **call: Any) -> Run:
        """`check` is the code that the token's check gives; `decided` what rules or the scopes of
        the call decide, and `reason` of what they allow; `reason` what they decide where that is
        not about the token. `gives` is held against the model."""
        self.steps.append({"do": "request", "method": method, "path": path, "headers": headers, "now": now, **call})
        shown = self._answer(headers, method, check, decided, subject, now, ignored, reason, call)
        assert shown["status"] == gives, f"{self.id}, step {len(self.steps)}: {shown}"
        self.expected.append(shown)
        return self

    def _answer(self, headers: list[list[str]], method: str, check: str | None, decided: dict[str, Any] | None, subject: str | None, now: float,
                ignored: bool, reason: str | None, call: dict[str, Any]) -> dict[str, Any]:
        has_rules = "rules" in self.input
        # The options of a call are looked at before rules are asked.
        is_own = check == "ERR_OPTION_INVALID"
        about = "misconfigured" if is_own else "unavailable" if check == "ERR_JWT_REVOCATION_UNAVAILABLE" else reason or "bad_token"
        of_token = None if not has_rules or call.get("optional") else about
        try:
            taken = self.model.take(method, headers)
        except Refused as refused:
            if ignored:
                return self.model.passes(None, now, None, "public")
            return self.model.refuses(None, refused.code, now, is_foreign=refused.is_foreign, reason=of_token)
        used = taken[0] if taken else None
        if check:
            return self.model.passes(taken, now, None, "public") if ignored else self.model.refuses(used, check, now, reason=of_token)
        decided = dict(decided or {})
        if decided.pop("denied", False):
            return self.model.denies(used, **decided)
        if taken is None and not has_rules and not call.get("optional"):
            scope = call.get("scope")
            return self.model.denies(None, "no_token", scope=" ".join(scope) if isinstance(scope, list) else scope)
        return self.model.passes(taken, now, subject if taken else None, decided.get("reason", "allowed" if has_rules else None))

    def csrf_token(self, text: str = GOOD) -> Run:
        self.steps.append({"do": "csrf_token", "token": text})
        self.expected.append({"csrf_token": csrf_token(CSRF_KEY, text)} if "cookie" in self.options else {"error": "ERR_OPTION_INVALID"})
        return self

    def metadata(self, path: str | None) -> Run:
        """`path` is held against the model."""
        assert self.model.metadata_path() == path, f"{self.id}: {self.model.metadata_path()}"
        self.steps.append({"do": "metadata"})
        self.expected.append({"metadata": self.model.metadata(), "path": path, "url": self.model.metadata_url()})
        return self


def denied(reason: str, **lacks: Any) -> dict[str, Any]:
    return {"denied": True, "reason": reason, **lacks}
