"""What a token must have: the scopes of a call, requests that may come without a token, and rules.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from dpop_parts import token
from resource_run import COOKIE, EXPIRED, GOOD, PROOFS, UNCHECKED, Run, bearer, denied, in_cookie, scoped

RULES = [
    {"name": "read", "methods": ["GET"], "path": "/orders", "require": {"scope": ["orders:read"]}},
    {"name": "own", "methods": ["GET"], "path": "/users/{user}", "require": {"claims": [{"path": ["sub"], "equals_parameter": "user"}]}},
    {"name": "refund", "methods": ["POST"], "path": "/refunds", "require": {"any_scope": ["refunds", "admin"], "acr": ["mfa", "hwk"], "max_auth_age": "5m"}},
    {"name": "suspended", "deny": True, "when": {"claims": [{"path": ["suspended"], "equals": True}]}},
    {"name": "health", "methods": ["GET"], "path": "/health", "public": True},
    {"name": "login", "methods": ["POST"], "path": "/login", "public": True, "ignore_token": True},
    {"name": "upload", "methods": ["PUT"], "path": "/files", "require": {}, "preflight": True},
]
RESOURCE = {"resource": "https://api.example/", "realm": "orders"}


def scopes() -> list[dict[str, Any]]:
    def one(name: str, held: Any, scope: Any, lacks: str | None = None, comment: str | None = None, **claims: Any) -> dict[str, Any]:
        decided = denied("insufficient", scope=lacks) if lacks else None
        text = token(**({"scope": held} if held is not None else {}), **claims)
        return Run(f"scope-{name}", comment).request(bearer(text), 403 if lacks else 200, scope=scope, decided=decided).case()

    optional = Run("scope-optional", "who comes without a token is nobody; who comes with one needs the scope")
    return [
        one("has", "orders:read", "orders:read"),
        one("among-others", "a orders:read b", "orders:read"),
        one("several-as-text", "a b c", "a c"),
        one("several-as-list", "a b c", ["c", "a"]),
        one("lacks", "orders:read", "orders:write", "orders:write"),
        one("lacks-one-of-two", "a", "a b", "b", "all of them, and the challenge names those that lack"),
        one("lacks-both", "a", ["b", "c"], "b c"),
        one("none", None, "a", "a"),
        one("prefix", "orders", "orders:read", "orders:read"),
        one("longer", "orders:read:all", "orders:read", "orders:read"),
        one("case", "Orders", "orders", "orders", "scopes are case-sensitive (RFC 6749, section 3.3)"),
        one("scp-list", None, "b", scp=["a", "b"]),
        one("scp-text", None, "b", scp="a b"),
        one("scp-beside-scope", "a", "b", "b", "scp counts where there is no scope", scp=["b"]),
        one("list-in-scope", ["a"], "a", "a", "another type grants nothing"),
        one("number", 1, "1", "1"),
        one("scp-of-numbers", None, "a", "a", scp=["a", 1]),
        Run("scope-without-token").request([], 401, scope="a b").request([], 401, scope=["a"]).case(),
        Run("scope-expired", "a token that is no good lacks no scope").request(bearer(EXPIRED), 401, scope="a", check="ERR_JWT_EXPIRED").case(),
        Run("scope-with-names", **RESOURCE).request([], 401, scope="a").request(bearer(), 403, scope="a", decided=denied("insufficient", scope="a")).case(),
        optional.request([], 200, scope="a", optional=True).request(bearer(scoped("a")), 200, scope="a", optional=True)
        .request(bearer(), 403, scope="a", optional=True, decided=denied("insufficient", scope="a")).case(),
        Run("scope-cookie", cookie=COOKIE).request(in_cookie(), 403, scope="a", decided=denied("insufficient", scope="a"))
        .request(in_cookie(scoped("a")), 200, scope="a").case(),
        *(Run(f"scope-refused-{name}", "the options of a call are the service's own").request(bearer(), 500, scope=scope, check="ERR_OPTION_INVALID").case()
          for name, scope in [("empty", ""), ("two-spaces", "a  b"), ("quote", 'a"b'), ("empty-list", []), ("space-in-list", ["a b"])]),
    ]


def optional() -> list[dict[str, Any]]:
    def one(name: str, headers: list[list[str]], gives: int, comment: str | None = None, **request: Any) -> dict[str, Any]:
        return Run(f"optional-{name}", comment).request(headers, gives, optional=True, **request).case()

    return [
        one("none", [], 200),
        one("good", bearer(), 200),
        one("expired", bearer(EXPIRED), 401, "a token that is no good is never as good as none", check="ERR_JWT_EXPIRED"),
        one("malformed", [["Authorization", "Bearer"]], 400),
        one("basic", [["Authorization", "Basic YTpi"]], 401),
        Run("optional-with-rules", "rules say what is public", rules=RULES).request([], 500, optional=True, path="/health", check="ERR_OPTION_INVALID").case(),
    ]


def rules() -> list[dict[str, Any]]:
    def run(name: str, comment: str | None = None, **options: Any) -> Run:
        return Run(f"rules-{name}", comment, rules=RULES, **options)

    mfa = token(scope="refunds", acr="mfa", auth_time=NOW - 10)
    lacks_read = denied("insufficient", scope="orders:read")
    public = {"reason": "public"}
    reported = "rules that only report let pass what they would refuse, and no token that is no good"
    return [
        run("report-only", reported, report_only=True)
        .request([], 200, decided={"reason": "no_token"}).request(bearer(), 200, decided={"reason": "insufficient"})
        .request(bearer(token(suspended=True)), 200, decided={"reason": "denied"}).request([], 200, path="/a//b", decided={"reason": "bad_path"})
        .request(bearer(EXPIRED), 401, check="ERR_JWT_EXPIRED").request([["Authorization", "Basic YTpi"]], 401)
        .request(bearer(EXPIRED), 401, path="/a//b", check="ERR_JWT_EXPIRED", reason="bad_path")
        .request([["Authorization", "Bearer"]], 400, path="/a//b", reason="bad_path").case(),
        run("report-only-and-scope", "the scopes of a call are the service's own", report_only=True)
        .request([], 401, scope="a", decided=denied("no_token", scope="a"))
        .request(bearer(), 403, scope="a", decided=denied("insufficient", scope="a")).case(),
        run("allowed").request(bearer(scoped("orders:read")), 200).case(),
        run("head").request(bearer(scoped("orders:read")), 200, method="HEAD").case(),
        run("no-token").request([], 401, decided=denied("no_token", scope="orders:read")).case(),
        run("no-token-names", **RESOURCE).request([], 401, decided=denied("no_token", scope="orders:read")).case(),
        run("no-token-nothing-lacks").request([], 401, method="PUT", path="/files", decided=denied("no_token")).case(),
        run("no-token-both-schemes", verifier=PROOFS).request([], 401, decided=denied("no_token", scope="orders:read")).case(),
        run("insufficient").request(bearer(), 403, decided=lacks_read).case(),
        run("insufficient-names", **RESOURCE).request(bearer(), 403, decided=lacks_read).case(),
        run("claim", "another scope would not help").request(bearer(), 403, path="/users/bob", decided=denied("insufficient")).case(),
        run("claim-own").request(bearer(), 200, path="/users/alice").case(),
        run("step-up", "RFC 9470", **RESOURCE)
        .request(bearer(scoped("refunds")), 401, method="POST", path="/refunds", decided=denied("insufficient", acr_values="mfa hwk", max_age=300)).case(),
        run("step-up-and-scope", "one more token is enough")
        .request(bearer(), 401, method="POST", path="/refunds", decided=denied("insufficient", scope="refunds", acr_values="mfa hwk", max_age=300)).case(),
        run("step-up-age").request(bearer(token(scope="admin", acr="hwk", auth_time=NOW - 301)), 401, method="POST", path="/refunds",
                                   decided=denied("insufficient", max_age=300)).case(),
        run("stepped-up").request(bearer(mfa), 200, method="POST", path="/refunds").case(),
        run("deny").request(bearer(token(scope="orders:read", suspended=True)), 403, decided=denied("denied")).case(),
        run("no-rule").request(bearer(), 403, path="/admin", decided=denied("no_rule")).request([], 403, path="/admin", decided=denied("no_rule")).case(),
        run("bad-path").request(bearer(), 403, path="/health/../orders", decided=denied("bad_path")).case(),
        run("bad-path-encoded").request(bearer(), 403, path="/users/alice%2fbob", decided=denied("bad_path")).case(),
        run("decoded", form="decoded").request(bearer(token(sub="100%")), 200, path="/users/100%", subject="100%").case(),
        run("raw", "the default").request(bearer(token(sub="100%")), 403, path="/users/100%", decided=denied("bad_path")).case(),
        run("ignores-case", ignores=["case"]).request(bearer(scoped("orders:read")), 403, path="/Orders", decided=denied("bad_path"))
        .request(bearer(scoped("orders:read")), 200).case(),
        run("ignores-last-slash", ignores=["case", "last-slash"]).request(bearer(scoped("orders:read")), 403, path="/orders/", decided=denied("bad_path")).case(),
        run("ignores-nothing").request(bearer(scoped("orders:read")), 403, path="/orders/", decided=denied("no_rule")).case(),
        run("public").request([], 200, path="/health", decided=public).request(bearer(), 200, path="/health", decided=public).case(),
        run("public-expired", "a token that is no good is refused on public paths too").request(bearer(EXPIRED), 401, path="/health", check="ERR_JWT_EXPIRED").case(),
        run("public-malformed").request([["Authorization", "Bearer"]], 400, path="/health").case(),
        run("public-basic").request([["Authorization", "Basic YTpi"]], 401, path="/health").case(),
        run("ignore-token").request(bearer(EXPIRED), 200, method="POST", path="/login", check="ERR_JWT_EXPIRED", ignored=True)
        .request([["Authorization", "Basic YTpi"]], 200, method="POST", path="/login", ignored=True)
        .request(bearer(), 200, method="POST", path="/login", decided=public).case(),
        run("ignore-cookie", "an old session must not keep anybody from a new one", cookie=COOKIE)
        .request(in_cookie(), 200, method="POST", path="/login", ignored=True)
        .request(in_cookie(), 403, method="PUT", path="/files").case(),
        run("preflight").request([], 200, method="OPTIONS", path="/files", decided={"reason": "preflight"}).case(),
        run("preflight-with-scope", "a preflight brings no token, whatever the request needs").request([], 200, method="OPTIONS", path="/files", scope="a",
                                                                                                    decided={"reason": "preflight"}).case(),
        run("preflight-elsewhere").request([], 403, method="OPTIONS", path="/orders", decided=denied("no_rule")).case(),
        run("and-scope", "the scopes of a call are asked besides")
        .request(bearer(scoped("orders:read")), 403, scope="a", decided=denied("insufficient", scope="a"))
        .request(bearer(scoped("orders:read a")), 200, scope="a").request(bearer(scoped("a")), 403, scope="a", decided=lacks_read).case(),
        run("public-and-scope").request([], 401, path="/health", scope="a", decided=denied("no_token", scope="a"))
        .request(bearer(scoped("a")), 200, path="/health", scope="a", decided=public).case(),
        run("expired").request(bearer(EXPIRED), 401, check="ERR_JWT_EXPIRED").case(),
        run("unavailable", "503, whatever the rules say").request(bearer(UNCHECKED), 503, check="ERR_JWT_REVOCATION_UNAVAILABLE")
        .request(bearer(UNCHECKED), 503, path="/health", check="ERR_JWT_REVOCATION_UNAVAILABLE")
        .request(bearer(UNCHECKED), 503, method="POST", path="/login", check="ERR_JWT_REVOCATION_UNAVAILABLE").case(),
        run("certificate-malformed", "500, whatever the rules say")
        .request(bearer(token({"x5t#S256": "A" * 43})), 500, path="/health", certificate={"der": "AAAA"}, check="ERR_OPTION_INVALID").case(),
        run("good-is-not-enough").request(bearer(GOOD), 403, method="POST", decided=denied("no_rule")).case(),
    ]
