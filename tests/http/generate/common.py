"""What every part of the cases is made of: requests, and what the RFCs and the design say of the answers.

Nothing here asks tokenseal: which status, challenge and code belong to which mistake is written down below, with the section it is from.
"""

from __future__ import annotations

from typing import Any

Case = dict[str, Any]
ORIGIN = "https://api.example"
UNCACHED = {"cache-control": "no-store"}
METADATA = f"{ORIGIN}/.well-known/oauth-protected-resource"


def case(id: str, *steps: Case, service: str = "bearer", comment: str | None = None) -> Case:
    """Requests that a client sends one after the other to one service."""
    return {"id": id, **({"comment": comment} if comment else {}), "service": service, "steps": list(steps)}


def ask(target: str, answer: Case, *headers: tuple[str, str], method: str = "GET", body: str | None = None) -> Case:
    """A request and its answer. Headers are sent as they stand here, in this order."""
    request: Case = {"method": method, "target": target, "headers": [list(header) for header in headers]}
    return {"request": request | ({"body": body} if body is not None else {}), "answer": answer}


def bearer(token: str) -> tuple[str, str]:
    return "Authorization", f"Bearer <token:{token}>"


def dpop(token: str, proof: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("Authorization", f"DPoP <token:{token}>"), ("DPoP", f"<proof:{proof}>")


def seen(route: str, subject: str | None = None, **headers: Any) -> Case:
    """The handler of a route was reached, and was told who asks."""
    return {"status": 200, "saw": {"route": route, "subject": subject}} | ({"headers": headers} if headers else {})


def refused(status: int, challenges: list[Case] | None, unrouted: bool = False, **members: Any) -> Case:
    """No handler was reached. `unrouted`: a router that looks first may answer in its own way, since no route of the application fits."""
    answer: Case = {"status": status, "saw": None}
    if challenges is not None:
        answer["challenges"] = challenges
    return answer | ({"unrouted": True} if unrouted else {}) | members


def challenge(scheme: str = "Bearer", **parameters: str | bool | None) -> Case:
    """What a challenge says at least: a text is the parameter's value, true any value, null that it is not there."""
    return {"scheme": scheme, "parameters": parameters}


def no_token(scope: str | None = None, schemes: tuple[str, ...] = ("Bearer",)) -> Case:
    """RFC 6750, section 3.1: no error in the challenge to a request that tried nothing. RFC 9728, section 5.1: where the metadata is.
    RFC 9449, section 7.2: one challenge for each scheme that is taken."""
    named: dict[str, str | bool | None] = {"error": None, "resource_metadata": METADATA, "scope": scope}
    ours = [challenge(scheme, **named, **({"algs": True} if scheme == "DPoP" else {})) for scheme in schemes]
    return refused(401, ours, headers=UNCACHED)


def bad_token(code: str, scheme: str = "Bearer", error: str = "invalid_token", others: tuple[str, ...] = ()) -> Case:
    """RFC 6750, section 3.1: `invalid_token`, 401. The body has the code, whose meaning docs/errors.md has.
    RFC 9449, section 7.2: other schemes that are taken are offered besides."""
    challenges = [challenge(scheme, error=error, error_description=True), *(challenge(other, error=None) for other in others)]
    headers = {"content-type": "application/json"}
    return refused(401, challenges, body={"error": error, "code": code}, headers=UNCACHED | headers)


def malformed() -> Case:
    """RFC 6750, section 3.1: `invalid_request`, 400: more than one token, none after the scheme, or text that is none."""
    body = {"error": "invalid_request", "code": "ERR_REQUEST_INVALID"}
    return refused(400, [challenge("Bearer", error="invalid_request", error_description=True)], body=body, headers=UNCACHED)


def other_scheme(schemes: tuple[str, ...] = ("Bearer",)) -> Case:
    """RFC 6750, section 3.1: who tried another scheme is told which is taken, without an error, as who tried nothing."""
    return refused(401, [challenge(scheme, error=None, resource_metadata=METADATA) for scheme in schemes], headers=UNCACHED)


def lacks_scope(scope: str, scheme: str = "Bearer") -> Case:
    """RFC 6750, section 3.1: `insufficient_scope`, 403, with the scopes that would do."""
    body = {"error": "insufficient_scope", "code": "ERR_JWT_ACCESS_DENIED"}
    return refused(403, [challenge(scheme, error="insufficient_scope", scope=scope)], body=body, headers=UNCACHED)


def step_up(**parameters: str | None) -> Case:
    """RFC 9470, section 3: `insufficient_user_authentication`, 401, with what would do."""
    error = "insufficient_user_authentication"
    return refused(401, [challenge("Bearer", error=error, **parameters)], body={"error": error, "code": "ERR_JWT_ACCESS_DENIED"})


def forbidden(unrouted: bool = False) -> Case:
    """403 without a challenge: no other token that a client could ask for would help."""
    return refused(403, [], unrouted, body={"code": "ERR_JWT_ACCESS_DENIED"})


def outage(code: str) -> Case:
    """The service cannot tell: 503, no challenge, nothing about the token. RFC 9110, section 10.2.3: when to ask again."""
    return refused(503, [], body={"code": code}, headers=UNCACHED | {"retry-after": "5"})
