"""What the cases of access rules are made of: tokens that are really checked, and steps with what
the model says of them.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import access_model as model
import hand
from common import NOW, b64u, case, compact_json
from dpop_parts import ISSUING, KEY, ORIGIN, ath, bare, thumbprint
from make_certificates import DER

VERIFIER = {"allow_missing_exp": True, "allow_any_issuer": True, "allow_any_audience": True, "public_origins": [ORIGIN]}
CLIENT = {"der": b64u(DER["ec-p256"])}
BY_CERTIFICATE = {"x5t#S256": b64u(hashlib.sha256(DER["ec-p256"]).digest())}
BY_KEY = {"jkt": thumbprint(KEY)}

EXPIRED = model.Bad("ERR_JWT_EXPIRED", description="The token has expired (`exp`).")
FORGED = model.Bad("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", description="No matching key verifies the signature.")
MALFORMED = model.Bad(
    "ERR_JWT_INVALID",
    description=(
        "The token is not a JWT of the expected kind, or its claims are not one strict JSON object "
        "(RFC 7519)."
    ),
)
BAD_PROOF = model.Bad(
    "ERR_DPOP_INVALID",
    description=(
        "The DPoP proof is missing, malformed, not current, already used, or not for this request "
        "and token (RFC 9449, section 4.3)."
    ),
)
UNAVAILABLE = model.Bad("ERR_JWT_REVOCATION_UNAVAILABLE", "environment")
MISCONFIGURED = model.Bad("ERR_OPTION_INVALID", "program")


def token(claims: dict[str, Any] | str) -> str:
    """A token with these claims; text is taken as it is, for numbers that Python writes in another
    way.
    """
    return hand.sign({"alg": "HS256", "typ": "JWT"}, claims, ISSUING)


def proof(of: str, method: str, url: str, jti: str) -> str:
    """A DPoP proof; what a query would say is not in it."""
    claims = {"jti": jti, "htm": method, "htu": ORIGIN + url.partition("?")[0], "iat": NOW, "ath": ath(of)}
    return hand.sign({"typ": "dpop+jwt", "alg": KEY["alg"], "jwk": bare(KEY)}, claims, KEY, KEY["alg"])


class Step:
    """A question to the rules: what comes with the request, and what the model takes it for."""

    def __init__(self, method: str = "GET", path: str = "/", *, claims: dict[str, Any] | str | None = None, by: str | None = None,
                 bad: model.Bad | None = None, form: str | None = None, ignores: list[str] | None = None, now: int = NOW,
                 do: str = "check") -> None:
        self.do, self.method, self.path, self.form, self.ignores, self.now = do, method, path, form or "raw", ignores, now
        self.given: dict[str, Any] = {"do": do, "method": method, "path": path, "now": now}
        self.given |= {name: value for name, value in (("form", form), ("ignores", ignores)) if value is not None}
        self.presented: model.Good | model.Bad | None = None
        if claims is not None:
            self._good(claims, by)
        elif bad is not None:
            self._bad(bad)

    def _good(self, claims: dict[str, Any] | str, by: str | None) -> None:
        whole = claims
        if by is not None:
            whole = {**(claims if isinstance(claims, dict) else {}), "cnf": BY_KEY if by == "dpop" else BY_CERTIFICATE}
        self.given["token"] = token(whole)
        if by == "dpop":
            number = hashlib.sha256(compact_json([self.given]).encode()).hexdigest()[:12]
            self.given |= {"url": "/resource", "proof": proof(self.given["token"], self.method, "/resource", number)}
        elif by == "certificate":
            self.given["certificate"] = CLIENT
        self.presented = model.Good(json.loads(whole) if isinstance(whole, str) else whole, by)

    def _bad(self, bad: model.Bad) -> None:
        text = token({"sub": "alice", "scope": "a b c"})
        self.presented = bad
        if bad is EXPIRED:
            self.given["token"] = token({"sub": "alice", "exp": NOW - 10})
        elif bad is FORGED:
            self.given["token"] = text[:-4] + ("AAAA" if text[-4:] != "AAAA" else "BBBB")
        elif bad is MALFORMED:
            self.given["token"] = "nonsense"
        elif bad is BAD_PROOF:
            bound = token({"sub": "alice", "cnf": BY_KEY})
            self.given |= {"token": bound, "url": "/resource", "proof": proof(bound, self.method, "/another", "1")}
        elif bad is UNAVAILABLE:
            self.given["token"] = token({"sub": "alice", "status": {"status_list": {"idx": 0, "uri": "https://issuer.example/list"}}})
        elif bad is MISCONFIGURED:
            self.given |= {"token": token({"sub": "alice", "cnf": BY_KEY}), "proof": "x"}  # and no url
        else:
            raise ValueError(bad)

    def shown(self, file: dict[str, Any]) -> Any:
        if self.do == "explain":
            return model.explain(file, self.presented, self.method, self.path, self.form, self.now)
        decision = model.check(file, self.presented, self.method, self.path, self.form, self.ignores, self.now)
        if self.do == "require" and not decision["allowed"]:
            return {"error": "ERR_JWT_ACCESS_DENIED", "decision": decision}
        return decision


def run(name: str, rules: dict[str, Any] | list[dict[str, Any]] | str, steps: list[Step], comment: str | None = None,
        flags: list[str] | None = None) -> dict[str, Any]:
    """A file of rules, and what it says of these requests."""
    file = {"rules": rules} if isinstance(rules, list) else rules
    read = model.file_of(file)
    input = {"rules": file, "keys": {"jwk": ISSUING}, "verifier": VERIFIER, "steps": [step.given for step in steps]}
    return case(f"access-{name}", "access.run", input, {"steps": [step.shown(read) for step in steps]}, comment=comment, flags=flags)


def allow(path: str = "/", methods: list[str] | None = None, **members: Any) -> dict[str, Any]:
    """A rule that asks nothing besides a token, unless the members say something else."""
    rule: dict[str, Any] = {"methods": methods or ["GET"], "path": path, "require": {}} | members
    return {name: value for name, value in rule.items() if value is not None}


def open_to_all(path: str = "/", methods: list[str] | None = None, **members: Any) -> dict[str, Any]:
    return allow(path, methods, require=None, public=True, **members)


def deny(**members: Any) -> dict[str, Any]:
    return {"deny": True, **members}
