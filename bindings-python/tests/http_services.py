"""The services of tests/http: a ProtectedResource for each, made as a service would make it."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

import redis
from tokenseal import AccessRules, Key, ProtectedResource, RemoteKeySet, Revocations, Verifier

FOLDER = Path(__file__).parents[2] / "tests" / "http"
FILE: dict[str, Any] = json.loads((FOLDER / "cases.json").read_text(encoding="ascii"))
SERVICES: dict[str, Any] = FILE["services"]
ROUTES: list[dict[str, Any]] = FILE["routes"]


def resource_of(name: str) -> ProtectedResource:
    service = SERVICES[name]
    options = dict(service["resource"])
    if "csrf_key" in options:
        options["csrf_key"] = key(options["csrf_key"])
    if service["rules"]:
        rules = json.loads((FOLDER / service["rules"]).read_text(encoding="utf-8"))
        options["rules"] = AccessRules.from_json(json.dumps(rules | {"report_only": service.get("report_only", False)}))
    return ProtectedResource(verifier_of(service), **options)


def verifier_of(service: dict[str, Any]) -> Verifier[Any]:
    options = dict(service["verifier"])
    if "nonce_key" in options:
        options["nonce_key"] = key(options["nonce_key"])
    if "revoked" in service:
        options["revocations"] = revocations = Revocations(longest_lifetime="1h")
        for entry in service["revoked"]:
            if "token_id" in entry:
                revocations.revoke_id(options["issuer"], entry["token_id"], until=time.time() + 3600)
            else:
                revocations.revoke_subject(options["issuer"], entry["subject"])
    if service.get("revocations") == "unreachable":
        options["revocations"] = Revocations.redis(redis.Redis(port=closed_port()), namespace="http")
    if service.get("keys") == "unreachable":
        return Verifier(RemoteKeySet(f"http://127.0.0.1:{closed_port()}/jwks.json", allow_http=True), **options)
    return Verifier(key("issuer").public(), **options)


def key(name: str) -> Key:
    return Key.from_jwk(FILE["keys"][name])


def closed_port() -> int:
    """A port on which nothing listens: it was free a moment ago."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def saw(route: str, token: Any) -> dict[str, str]:
    """The headers by which a handler shows that it was reached, and for whom."""
    subject = None if token is None else token.get("sub")
    return {"Saw-Route": route} | ({"Saw-Subject": subject} if subject is not None else {})


def options_of(route: dict[str, Any], service: str) -> dict[str, Any]:
    """What a route itself requires. If there are rules, they say what is public."""
    return {name: route[name] for name in ("scope", "optional") if name in route and (name == "scope" or not SERVICES[service]["rules"])}
