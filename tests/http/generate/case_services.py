"""Outages, and the metadata of a protected resource (RFC 9728)."""

from __future__ import annotations

from common import ORIGIN, Case, ask, bad_token, bearer, case, forbidden, malformed, no_token, outage, seen

ORDER = "/orders/7"
WELL_KNOWN = "/.well-known/oauth-protected-resource"


def outages() -> list[Case]:
    def keys(id: str, *steps: Case) -> Case:
        return case(f"no-keys-{id}", *steps, service="no_keys")

    def store(id: str, *steps: Case) -> Case:
        return case(f"no-store-{id}", *steps, service="no_store")

    keys_are_away, store_is_away = outage("ERR_JWKS_UNAVAILABLE"), outage("ERR_JWT_REVOCATION_UNAVAILABLE")
    return [
        keys("token", ask(ORDER, keys_are_away, bearer("alice"))),
        keys("bad-token", ask(ORDER, keys_are_away, bearer("stranger"))),
        keys("no-token", ask(ORDER, no_token("orders:read"))),
        keys("malformed", ask(ORDER, malformed(), ("Authorization", "Bearer"))),
        keys("public", ask("/health", seen("health"))),
        keys("public-token", ask("/health", keys_are_away, bearer("alice"))),
        store("token", ask(ORDER, store_is_away, bearer("alice"))),
        store("expired", ask(ORDER, bad_token("ERR_JWT_EXPIRED"), bearer("expired"))),
        store("no-token", ask(ORDER, no_token("orders:read"))),
        store("public", ask("/health", seen("health"))),
        store("public-token", ask("/health", store_is_away, bearer("alice"))),
    ]


def metadata() -> list[Case]:
    def published(**members: object) -> Case:
        common = {"authorization_servers": ["https://login.example"], "scopes_supported": ["orders:read", "orders:write"]}
        body = {"resource": ORIGIN} | common | members
        return {"status": 200, "saw": None, "body": body, "headers": {"content-type": "application/json"}}

    return [
        case("metadata", ask(WELL_KNOWN, published(bearer_methods_supported=["header"]))),
        case("metadata-with-bad-token", ask(WELL_KNOWN, published(), bearer("expired")), comment="It is for everybody."),
        case("metadata-dpop", ask(WELL_KNOWN, published(dpop_signing_alg_values_supported=True)), service="dpop"),
        case("metadata-of-path", ask(f"{WELL_KNOWN}/shop", published(resource=f"{ORIGIN}/shop")), service="cookie"),
        case("metadata-of-other-path", ask(f"{WELL_KNOWN}/other", forbidden(unrouted=True))),
        case("metadata-post", ask(WELL_KNOWN, forbidden(unrouted=True), method="POST")),
    ]


def cases() -> list[Case]:
    return outages() + metadata()
