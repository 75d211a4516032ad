"""How a resource is made: its metadata (RFC 9728), and what is refused."""

from __future__ import annotations

from typing import Any

from dpop_parts import ORIGIN
from common import error
from fixtures import ec_jwk, oct_jwk
from resource_run import COOKIE, CSRF_KEY, PROOFS, Run, bearer

OPTION = error("ERR_OPTION_INVALID")
REQUIRED = {"proof_of_possession": "required"}
WELL_KNOWN = "/.well-known/oauth-protected-resource"


def metadata() -> list[dict[str, Any]]:
    def one(name: str, path: str | None, comment: str | None = None, verifier: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        return Run(f"metadata-{name}", comment, verifier=verifier, **options).metadata(path).request([], 401).case()

    return [
        one("none", None),
        one("host", WELL_KNOWN, resource="https://api.example"),
        one("host-and-slash", WELL_KNOWN, "RFC 9728, section 3.1: the slash after the host is taken off", resource="https://api.example/"),
        one("path", f"{WELL_KNOWN}/resource1", "the example of RFC 9728, section 3.1", resource="https://resource.example.com/resource1"),
        one("path-and-slash", f"{WELL_KNOWN}/v1/", resource="https://api.example/v1/"),
        one("deep-path", f"{WELL_KNOWN}/a/b/c", resource="https://api.example/a/b/c"),
        one("port", f"{WELL_KNOWN}/mcp", resource="https://api.example:8443/mcp"),
        one("localhost", f"{WELL_KNOWN}/mcp", "http reaches the same machine safely", resource="http://localhost:8000/mcp"),
        one("loopback", WELL_KNOWN, resource="http://127.0.0.1:8000"),
        one("loopback-ipv6", WELL_KNOWN, resource="http://[::1]:8000/"),
        one("whole", f"{WELL_KNOWN}/v1", resource="https://api.example/v1", authorization_servers=["https://a.example", "https://b.example/tenant"],
            scopes_supported=["orders:read", "orders:write"], documentation="https://docs.example/orders?v=1", realm="orders"),
        one("proofs", WELL_KNOWN, "proofs can be checked", PROOFS, resource="https://api.example"),
        one("proofs-required", WELL_KNOWN, None, PROOFS | REQUIRED, resource="https://api.example"),
        one("certificates-required", WELL_KNOWN, None, REQUIRED, resource="https://api.example"),
        Run("metadata-in-challenges", "RFC 9728, section 5.1", resource="https://api.example/v1").request([["Authorization", "Bearer"]], 400)
        .request(bearer("a.b.c"), 401, check="ERR_JWS_INVALID").case(),
    ]


def refused() -> list[dict[str, Any]]:
    def one(name: str, comment: str | None = None, **options: Any) -> dict[str, Any]:
        return Run(f"refused-{name}", comment, **options).case(OPTION)

    def keyed(name: str, key: Any, **options: Any) -> dict[str, Any]:
        run = Run(f"refused-{name}", **options)
        run.input.pop("csrf_key", None)
        if key is not None:
            run.input["csrf_key"] = {"jwk": key}
        return run.case(OPTION)

    api = "https://api.example"
    return [
        one("resource-http", resource="http://api.example"),
        one("resource-http-lookalike", "localhost is a whole name", resource="http://localhost.evil.example"),
        one("resource-relative", resource="/orders"),
        one("resource-empty", resource=""),
        one("resource-fragment", resource=f"{api}/#a"),
        one("resource-query", "its metadata are found by their path", resource=f"{api}/?a=1"),
        one("resource-user", resource="https://u:p@api.example"),
        one("servers-without-resource", authorization_servers=["https://a.example"]),
        one("scopes-without-resource", scopes_supported=["a"]),
        one("documentation-without-resource", documentation=f"{api}/docs"),
        one("servers-empty", resource=api, authorization_servers=[]),
        one("servers-http", resource=api, authorization_servers=["http://a.example"]),
        one("servers-query", resource=api, authorization_servers=["https://a.example/?x"]),
        one("servers-no-url", resource=api, authorization_servers=["a.example"]),
        one("scopes-empty", resource=api, scopes_supported=[]),
        one("scopes-with-space", resource=api, scopes_supported=["a b"]),
        one("documentation-no-url", resource=api, documentation="docs"),
        one("realm-control", realm="a\r\nb"),
        one("realm-not-ascii", realm="\u00e9"),
        one("cookie-without-prefix", cookie="token"),
        one("cookie-other-prefix", cookie="__Secure-token"),
        one("cookie-prefix-in-small", cookie="__host-token"),
        one("cookie-empty", cookie="", allow_insecure_cookies=True),
        one("cookie-no-name", cookie="a b", allow_insecure_cookies=True),
        one("cookie-with-equals", cookie="__Host-a=b"),
        one("insecure-without-cookie", allow_insecure_cookies=True),
        one("ignores-without-rules", ignores=["case"]),
        one("ignores-unknown", ignores=["query"]),
        Run("refused-ignores-empty", rules=[{"methods": ["GET"], "path": "/", "public": True}], ignores=[]).case(OPTION),
        one("form-unknown", form="encoded"),
        one("unknown", audience=ORIGIN),
        keyed("cookie-without-key", None, cookie=COOKIE),
        keyed("key-without-cookie", CSRF_KEY),
        keyed("key-of-signatures", ec_jwk("csrf", "P-256", alg="ES256"), cookie=COOKIE),
        keyed("key-that-only-signs", oct_jwk("csrf values", 32, alg="HS256") | {"key_ops": ["sign"]}, cookie=COOKIE),
        Run("refused-rules", rules=[]).case(OPTION),
    ]
