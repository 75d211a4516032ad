"""The tokens and proofs that cases name. A runner makes them when it runs, since they end."""

from __future__ import annotations

from typing import Any

from common import ORIGIN

ALICE = {"sub": "alice", "scope": "orders:read"}


def _alice(**more: Any) -> dict[str, Any]:
    return {"claims": ALICE, **more}


def _claims(**claims: Any) -> dict[str, Any]:
    return {"claims": ALICE | claims}


TOKENS: dict[str, dict[str, Any]] = {
    "alice": _alice(),
    "bob": {"claims": {"sub": "bob", "scope": "orders:read"}},
    "writer": _claims(scope="orders:read orders:write"),
    "nobody": {"claims": {"scope": "orders:read"}},
    "several-audiences": _alice(audience=["https://other.example", ORIGIN]),
    # What the check of a token refuses.
    "expired": _alice(issued=-3600),
    "not-yet": _alice(not_before=600),
    "endless": _alice(lifetime=None),
    "other-audience": _alice(audience="https://other.example"),
    "no-audience": _alice(audience=None),
    "other-issuer": _alice(issuer="https://evil.example"),
    "no-issuer": _alice(issuer=None),
    "id-token-type": _alice(type="logout+jwt"),
    "impostor": _alice(key="impostor"),
    "stranger": _alice(key="stranger"),
    "altered-signature": _alice(altered="signature"),
    "altered-claims": _alice(altered="claims"),
    "unsigned": _alice(altered="unsigned"),
    "revoked": _alice(token_id="revoked-1"),
    "not-revoked": _alice(token_id="kept-1"),
    "revoked-subject": {"claims": {"sub": "leaver", "scope": "orders:read"}, "issued": -30},
    "status": _claims(status={"status_list": {"idx": 0, "uri": "https://login.example/statuses/1"}}),
    # What rules look at.
    "no-scope": {"claims": {"sub": "alice"}},
    "other-scope": _claims(scope="orders:write"),
    "longer-scope": _claims(scope="orders:read:all orders:rea"),
    "scope-of-case": _claims(scope="Orders:Read"),
    "scope-is-list": _claims(scope=["orders:read"]),
    "scope-is-null": _claims(scope=None),
    "scp": {"claims": {"sub": "alice", "scp": ["orders:read"]}},
    "scp-text": {"claims": {"sub": "alice", "scp": "orders:write orders:read"}},
    "refunder": {"claims": {"sub": "alice", "scope": "refunds", "acr": "mfa"}, "authenticated": -60},
    "administrator": {"claims": {"sub": "alice", "scope": "x admin", "acr": "mfa"}, "authenticated": -60},
    "refunder-by-password": {"claims": {"sub": "alice", "scope": "refunds", "acr": "pwd"}, "authenticated": -60},
    "refunder-of-yesterday": {"claims": {"sub": "alice", "scope": "refunds", "acr": "mfa"}, "authenticated": -86400},
    "refunder-at-some-time": {"claims": {"sub": "alice", "scope": "refunds", "acr": "mfa"}},
    "reader-with-mfa": {"claims": {"sub": "alice", "scope": "orders:read", "acr": "mfa"}, "authenticated": -60},
    "auditor": _claims(org={"id": "acme"}, roles=["user", "auditor"]),
    "auditor-elsewhere": _claims(org={"id": "other"}, roles=["auditor"]),
    "no-auditor": _claims(org={"id": "acme"}, roles=["user"]),
    "roles-are-text": _claims(org={"id": "acme"}, roles="auditor"),
    "files": _claims(scope="files:read"),
    "suspended": _claims(suspended=True),
    "suspended-in-words": _claims(suspended="yes"),
    "suspended-null": _claims(suspended=None),
    "not-suspended": _claims(suspended=False),
    "number-as-subject": {"claims": {"scope": "orders:read", "tenant": 7}},
    "transferrer": {"claims": {"sub": "alice", "scope": "transfers"}},
    # Bound to the key of an app.
    "bound": _alice(bound_to="app"),
    "bound-again": _alice(bound_to="app", token_id="again"),
    "bound-expired": _alice(bound_to="app", issued=-3600),
    "bound-without-scope": {"claims": {"sub": "alice"}, "bound_to": "app"},
    "bound-transferrer": {"claims": {"sub": "alice", "scope": "transfers"}, "bound_to": "app"},
}


def _proof(url: str = f"{ORIGIN}/orders/7", method: str = "GET", token: str | None = "bound", **more: Any) -> dict[str, Any]:
    return {"key": "app", "method": method, "url": url, "token": token, **more}


PROOFS: dict[str, dict[str, Any]] = {
    "good": _proof(),
    "again": _proof(),
    "transfer": _proof(f"{ORIGIN}/transfers", "POST", "bound-transferrer"),
    "with-query": _proof(f"{ORIGIN}/orders/7?x=1#y"),
    "capitals-and-port": _proof("HTTPS://API.EXAMPLE:443/orders/7"),
    "encoded": _proof(f"{ORIGIN}/orders/%37"),
    "other-path": _proof(f"{ORIGIN}/orders/8"),
    "root": _proof(f"{ORIGIN}/"),
    "other-host": _proof("https://evil.example/orders/7"),
    "other-port": _proof(f"{ORIGIN}:8443/orders/7"),
    "plain-http": _proof("http://api.example/orders/7"),
    "of-loopback": _proof("http://127.0.0.1/orders/7"),
    "other-method": _proof(method="POST"),
    "lower-method": _proof(method="get"),
    "other-key": _proof(key="other_app"),
    "other-token": _proof(token="bound-again"),
    "no-hash": _proof(token=None),
    "old": _proof(issued=-600),
    "ahead": _proof(issued=600),
    "a-little-old": _proof(issued=-20),
    "of-unbound": _proof(token="alice"),
    "of-expired": _proof(token="bound-expired"),
    "of-lacking": _proof(token="bound-without-scope"),
    "with-nonce": _proof(nonce="given"),
    "with-old-nonce": _proof(nonce="bm9uY2U"),
}
