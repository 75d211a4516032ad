"""What the three programs beside this one have in common: log in, refresh, log out.

A browser sends its `Origin` with every POST. It gets the refresh token in a cookie that no script
can read, and requests from other sites are refused. Other clients get the token in the body, and
send it there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tokens import GRACE, LONGEST, Generations, Refused, RefreshTokens, Tokens, Unavailable
from tokenseal import Issuer, Key, ProtectedResource, Revocations, RevocationUnavailableError, Verifier

ISSUER = "https://login.example"
AUDIENCE = "https://orders.example"
LIFETIME = 300
COOKIE = "__Host-refresh"
ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict"

# init.py creates all of this.
folder, origin = Path(os.environ["FOLDER"]), os.environ["ORIGIN"]
access_key = Key.from_jwk((folder / "access.jwk").read_text())
refresh_key = Key.from_jwk((folder / "refresh.jwk").read_text())

generations: Generations
if url := os.environ.get("REDIS"):
    from redis import Redis
    from store_redis import RedisGenerations

    client = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    revocations = Revocations.redis(client, namespace="revoked")
    generations = RedisGenerations(client, "refresh")
else:
    from store_folder import FolderGenerations

    revocations = Revocations.file(folder / "revoked.log")
    generations = FolderGenerations(folder / "generations")


def users() -> dict[str, Any]:
    """Yours are in a database. This file is read anew each time."""
    known: dict[str, Any] = json.loads((folder / "users.json").read_text(encoding="utf-8"))
    return known


tokens = RefreshTokens(
    refresh_key,
    Issuer(access_key, issuer=ISSUER, audience=AUDIENCE, lifetime=LIFETIME),
    revocations,
    generations,
    issuer=ISSUER,
    may_go_on=lambda subject: subject in users(),
    grace=float(os.environ.get("GRACE", GRACE)),
)
# What an API needs: the public key, and the same list.
verifier = Verifier(access_key.public(), issuer=ISSUER, audience=AUDIENCE, revocations=revocations)
resource = ProtectedResource(verifier)


@dataclass(frozen=True)
class Reply:
    """A response, for any framework."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def log_in(said_origin: str | None, body: Any) -> Reply:
    if said_origin not in (None, origin):
        return Reply(403, {"error": "access_denied"})
    name, password = text_of(body, "user"), text_of(body, "password")
    known = users().get(name, {"salt": "", "scrypt": ""})
    found = hashlib.scrypt(password.encode(), salt=bytes.fromhex(known["salt"]), n=16384, r=8, p=1, dklen=32)
    if not hmac.compare_digest(found.hex(), known["scrypt"]):
        return Reply(400, {"error": "invalid_grant"})
    try:
        return given(tokens.start(name), said_origin)
    except Unavailable:
        return Reply(503, {"error": "temporarily_unavailable"})


def refresh(said_origin: str | None, cookie: str | None, body: Any) -> Reply:
    if said_origin not in (None, origin):
        return Reply(403, {"error": "access_denied"})
    try:
        return given(tokens.rotate(brought(said_origin, cookie, body)), said_origin)
    except Refused as refused:
        logging.warning("refresh: %s", refused)
        return Reply(400, {"error": "invalid_grant"}, without_cookie(said_origin))
    except (RevocationUnavailableError, Unavailable):
        return Reply(503, {"error": "temporarily_unavailable"})


def log_out(said_origin: str | None, cookie: str | None, body: Any) -> Reply:
    if said_origin not in (None, origin):
        return Reply(403, {"error": "access_denied"})
    try:
        tokens.end(brought(said_origin, cookie, body))
    except Refused:
        pass  # It is over already.
    except (RevocationUnavailableError, Unavailable):
        return Reply(503, {"error": "temporarily_unavailable"})
    return Reply(200, {}, without_cookie(said_origin))


def brought(said_origin: str | None, cookie: str | None, body: Any) -> str:
    """The refresh token. A cookie counts only if the browser says which page sent it."""
    return (cookie or "") if said_origin else text_of(body, "refresh_token")


def given(made: Tokens, said_origin: str | None) -> Reply:
    body = {"access_token": made.access, "token_type": "Bearer", "expires_in": LIFETIME}
    headers = {"Cache-Control": "no-store"}
    if said_origin:
        headers["Set-Cookie"] = f"{COOKIE}={made.refresh}; Max-Age={LONGEST}; {ATTRIBUTES}"
    else:
        body["refresh_token"] = made.refresh
    return Reply(200, body, headers)


def without_cookie(said_origin: str | None) -> dict[str, str]:
    return {"Set-Cookie": f"{COOKIE}=; Max-Age=0; {ATTRIBUTES}"} if said_origin else {}


def text_of(body: Any, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, str) else ""
