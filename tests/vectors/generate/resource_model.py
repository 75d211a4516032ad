"""What a protected resource answers, written from RFC 6750, 9449, 9470 and 9728 and from
docs/decisions/0082-protected-resource.md.

Whether a token is good is not this model's question: a script says what its check gives, and what
the rules decide. The model says what follows from that.
"""

from __future__ import annotations

import hmac
import re
from typing import Any

from common import b64u, unb64u
from dpop_parts import nonce

# RFC 6750, section 2.1.
B64TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
# Every signature algorithm that is not a MAC, in the order of docs/algorithms.md.
ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44 ML-DSA-65 ML-DSA-87"
SAFE = ("GET", "HEAD", "OPTIONS")
# What is shown where no challenge names the error, by the status.
NAMES = {403: "access_denied", 500: "server_error", 503: "temporarily_unavailable"}
# RFC 9110, section 10.2.3, in seconds.
RETRY_AFTER = "5"

# Codes with what a challenge calls them (None: no token would help), their status, and what
# docs/errors.md says of them.
CODES: dict[str, tuple[str | None, int, str]] = {
    "ERR_REQUEST_INVALID": (
        "invalid_request", 400,
        "The request is malformed: it has more than one token, or text that is not a token, in the "
        "Authorization header, a cookie or a form (RFC 6750, section 3.1).",
    ),
    "ERR_CSRF_INVALID": (
        None, 403,
        "The token came in a cookie with a request that may change state, but the request has no "
        "valid CSRF token to show that a page of the service sent it.",
    ),
    "ERR_JWT_ACCESS_DENIED": (
        None, 403,
        "The access rules do not allow the request; the error's decision has the status to answer "
        "with (401, 403, 500 or 503).",
    ),
    "ERR_JWT_INVALID": (
        "invalid_token", 401,
        "The token is not a JWT of the expected kind, or its claims are not one strict JSON object "
        "(RFC 7519).",
    ),
    "ERR_JWS_INVALID": (
        "invalid_token", 401,
        "The signed token (JWS) is malformed: a part is missing or is not strict base64url, or the "
        "header is invalid (RFC 7515).",
    ),
    "ERR_JWS_SIGNATURE_VERIFICATION_FAILED": (
        "invalid_token", 401,
        "No matching key verifies the signature.",
    ),
    "ERR_JWT_EXPIRED": ("invalid_token", 401, "The token has expired (`exp`)."),
    "ERR_JWT_NOT_BOUND": (
        "invalid_token", 401,
        "The token is bound to a key or certificate, but the sender did not prove possession of it "
        "(RFC 9449, RFC 8705); or a proof came with a token that is not bound.",
    ),
    "ERR_DPOP_INVALID": (
        "invalid_dpop_proof", 401,
        "The DPoP proof is missing, malformed, not current, already used, or not for this request "
        "and token (RFC 9449, section 4.3).",
    ),
    "ERR_DPOP_NONCE_REQUIRED": (
        "use_dpop_nonce", 401,
        "The DPoP proof has no nonce, or one that is no longer valid; the error carries the nonce "
        "to use (RFC 9449, section 9).",
    ),
    "ERR_JWT_REVOCATION_UNAVAILABLE": (
        None, 503,
        "It could not be determined whether a token was revoked, or a revocation could not be "
        "stored: the list is unreachable, damaged or not read yet.",
    ),
    "ERR_OPTION_INVALID": (
        None, 500,
        "An option is unknown, has the wrong type, is out of range or contradicts another.",
    ),
}
LACKS_SCOPE = "The token lacks a scope."
STEP_UP = "The user has to authenticate in another way, or again."


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def csrf_token(key: dict[str, Any], token: str) -> str:
    """Double submit: a MAC over the token."""
    return b64u(hmac.digest(unb64u(key["k"]), b"tokenseal CSRF token\0" + token.encode(), "sha256"))


class Refused(Exception):
    """Credentials that are refused before a check. `is_foreign`: by another scheme."""

    def __init__(self, code: str, *, is_foreign: bool = False) -> None:
        super().__init__(code)
        self.code, self.is_foreign = code, is_foreign


class Resource:
    def __init__(self, options: dict[str, Any], verifier: dict[str, Any], *, nonce_key: dict[str, Any] | None = None,
                 csrf_key: dict[str, Any] | None = None) -> None:
        self.options, self.nonce_key, self.csrf_key = options, nonce_key, csrf_key
        self.takes_proofs = "public_origins" in verifier
        self.is_required = verifier.get("proof_of_possession") == "required"
        self.schemes = ["Bearer", "DPoP"] if self.takes_proofs else ["Bearer"]
        self.asked = ["DPoP"] if self.takes_proofs and self.is_required else self.schemes

    # Taking the token

    def take(self, method: str, headers: list[list[str]]) -> tuple[str, str] | None:
        """The scheme and the token, or nothing."""
        named = lambda name: [value for own, value in headers if own.lower() == name]  # noqa: E731
        authorization = named("authorization")
        cookie = self._cookie(named("cookie"))
        if cookie is not None:
            if authorization:
                raise Refused("ERR_REQUEST_INVALID")
            if method not in SAFE:
                values = named("x-csrf-token")
                if len(values) != 1 or values[0].strip(" \t") != csrf_token(self.csrf_key or {}, cookie):
                    raise Refused("ERR_CSRF_INVALID")
            return "Bearer", cookie
        if not authorization:
            return None
        if len(authorization) > 1:
            raise Refused("ERR_REQUEST_INVALID")
        name, _, token = authorization[0].strip(" \t").partition(" ")
        schemes = [scheme for scheme in self.schemes if scheme.lower() == name.lower()]
        if not schemes:
            raise Refused("ERR_JWT_INVALID", is_foreign=True)
        if not B64TOKEN.fullmatch(token.lstrip(" ")):
            raise Refused("ERR_REQUEST_INVALID")
        return schemes[0], token.lstrip(" ")

    def _cookie(self, values: list[str]) -> str | None:
        if "cookie" not in self.options:
            return None
        pairs = [pair.partition("=") for value in values for pair in value.split(";") if "=" in pair]
        own = [value.strip(" \t") for name, _, value in pairs if name.strip(" \t") == self.options["cookie"]]
        if len(own) > 1:
            raise Refused("ERR_REQUEST_INVALID")
        token = own[0] if own else ""
        if token and not B64TOKEN.fullmatch(token):
            raise Refused("ERR_REQUEST_INVALID")
        return token or None

    # Answers

    def challenge(self, scheme: str, **told: Any) -> str:
        members = [
            ("realm", self.options.get("realm")), ("resource_metadata", self.metadata_url()), ("error", told.get("error")),
            ("error_description", told.get("description")), ("scope", told.get("scope")), ("acr_values", told.get("acr_values")),
            ("max_age", told.get("max_age")), ("algs", ALGORITHMS if scheme == "DPoP" else None),
        ]
        given = [f"{name}={quoted(str(value))}" for name, value in members if value is not None]
        return f"{scheme} " + (", ".join(given) or 'realm=""')

    def challenges(self, used: str | None, offers_others: bool, **told: Any) -> list[list[str]]:
        """By the scheme that was used with what is wrong, and by the others without: RFC 9449,
        section 7.2.
        """
        bare = {"scope": told.get("scope")}
        if told.get("error") is None:
            return [["WWW-Authenticate", self.challenge(scheme, **bare)] for scheme in self.asked]
        first = used or self.asked[0]
        others = [scheme for scheme in self.asked if scheme != first] if offers_others else []
        values = [self.challenge(first, **told), *(self.challenge(scheme, **bare) for scheme in others)]
        return [["WWW-Authenticate", value] for value in values]

    def passes(self, taken: tuple[str, str] | None, now: float, subject: str | None, reason: str | None = None) -> dict[str, Any]:
        headers = []
        if taken and taken[0] == "DPoP" and self.nonce_key:
            headers.append(["DPoP-Nonce", nonce(now, self.nonce_key)])
        if "cookie" in self.options:
            headers.append(["Vary", "Cookie"])
        return {"allowed": True, "status": 200, "headers": headers, "body": None, "error": None, "subject": subject, "reason": reason}

    def refuses(self, used: str | None, code: str, now: float, *, is_foreign: bool = False, reason: str | None = None) -> dict[str, Any]:
        """By what is wrong with the token, or with the service."""
        name, status, description = CODES[code]
        told = {} if is_foreign else {"error": name, "description": description}
        headers = self.challenges(used, status == 401, **told) if name else []
        more = [["DPoP-Nonce", nonce(now, self.nonce_key)]] if code == "ERR_DPOP_NONCE_REQUIRED" and self.nonce_key else []
        shown = "missing_token" if is_foreign else name or NAMES[status]
        return self._refused(status, headers, shown, description, code, reason, more)

    def denies(self, used: str | None, reason: str, *, scope: str | None = None, acr_values: str | None = None,
               max_age: int | None = None) -> dict[str, Any]:
        """By what was decided: `scope`, `acr_values` and `max_age` are what lacks."""
        code = "ERR_JWT_ACCESS_DENIED"
        if reason == "no_token":
            return self._refused(401, self.challenges(None, True, scope=scope), "missing_token", "The request has no token.", code, reason)
        if acr_values is not None or max_age is not None:
            name, status, description = "insufficient_user_authentication", 401, STEP_UP
        elif scope is not None:
            name, status, description = "insufficient_scope", 403, LACKS_SCOPE
        else:
            return self._refused(403, [], "access_denied", CODES[code][2], code, reason)
        told = {"error": name, "description": description, "scope": scope, "acr_values": acr_values, "max_age": max_age}
        return self._refused(status, self.challenges(used, status == 401, **told), name, description, code, reason)

    def _refused(self, status: int, challenges: list[list[str]], name: str, description: str, code: str, reason: str | None,
                 more: list[list[str]] | None = None) -> dict[str, Any]:
        body = {"error": name, "error_description": description, "code": code}
        again = [["Retry-After", RETRY_AFTER]] if status == 503 else []
        headers = [*challenges, ["Cache-Control", "no-store"], ["Content-Type", "application/json"], *again, *(more or [])]
        return {"allowed": False, "status": status, "headers": headers, "body": body, "error": code, "subject": None, "reason": reason}

    # Metadata (RFC 9728)

    def metadata_path(self) -> str | None:
        """Section 3.1: the well-known path stands before the resource's own, a slash alone is taken
        off.
        """
        if "resource" not in self.options:
            return None
        path = "/" + self.options["resource"].split("/", 3)[3] if self.options["resource"].count("/") > 2 else ""
        return "/.well-known/oauth-protected-resource" + ("" if path == "/" else path)

    def metadata_url(self) -> str | None:
        path = self.metadata_path()
        return path and "/".join(self.options["resource"].split("/", 3)[:3]) + path

    def metadata(self) -> dict[str, Any] | None:
        if "resource" not in self.options:
            return None
        given = {name: self.options[name] for name in ("authorization_servers", "scopes_supported") if name in self.options}
        shown = {"resource": self.options["resource"], **given, "bearer_methods_supported": ["header"]}
        if "documentation" in self.options:
            shown["resource_documentation"] = self.options["documentation"]
        if self.is_required and not self.takes_proofs:
            shown["tls_client_certificate_bound_access_tokens"] = True
        if self.takes_proofs:
            shown["dpop_signing_alg_values_supported"] = ALGORITHMS.split()
            if self.is_required:
                shown["dpop_bound_access_tokens_required"] = True
        return shown
