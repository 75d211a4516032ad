"""What rules say: scopes, claims, authentication, public and denied paths, methods; rules that only report; and routes without rules."""

from __future__ import annotations

from common import Case, ask, bad_token, bearer, case, challenge, forbidden, lacks_scope, malformed, no_token, other_scheme, refused, seen
from common import step_up as step_up_to

ORDER, REFUND, REPORT = "/orders/7", "/orders/7/refund", "/tenants/acme/report"


def scopes() -> list[Case]:
    lacking = ["no-scope", "other-scope", "longer-scope", "scope-of-case", "scope-is-list", "scope-is-null"]
    return [
        *(case(f"scope-{token}", ask(ORDER, lacks_scope("orders:read"), bearer(token))) for token in lacking),
        case("scope-scp", ask(ORDER, seen("order", "alice"), bearer("scp"))),
        case("scope-scp-text", ask(ORDER, seen("order", "alice"), bearer("scp-text")), comment="A text of scopes, as some issuers write `scp`."),
        case("scope-all-of-two", ask(ORDER, seen("change", "alice"), bearer("writer"), method="PUT")),
        case("scope-one-of-two", ask(ORDER, lacks_scope("orders:write"), bearer("alice"), method="PUT"), comment="Only what is lacking."),
        case("scope-no-token", ask(ORDER, no_token("orders:read orders:write"), method="PUT")),
        case("scope-any-of", ask(REFUND, seen("refund", "alice"), bearer("administrator"), method="POST")),
        case("scope-none-of", ask(REFUND, lacks_scope("refunds"), bearer("reader-with-mfa"), method="POST")),
    ]


def authentication() -> list[Case]:
    """RFC 9470."""
    by_password = step_up_to(acr_values="mfa", max_age=None)
    of_yesterday = step_up_to(max_age="300", acr_values=None)
    return [
        case("step-up-done", ask(REFUND, seen("refund", "alice"), bearer("refunder"), method="POST")),
        case("step-up-acr", ask(REFUND, by_password, bearer("refunder-by-password"), method="POST")),
        case("step-up-age", ask(REFUND, of_yesterday, bearer("refunder-of-yesterday"), method="POST")),
        case("step-up-no-time", ask(REFUND, of_yesterday, bearer("refunder-at-some-time"), method="POST")),
    ]


def claims() -> list[Case]:
    return [
        case("claim-parameter", ask("/users/alice", seen("profile", "alice"), bearer("alice"))),
        case("claim-parameter-put", ask("/users/alice", seen("profile", "alice"), bearer("alice"), method="PUT")),
        case("claim-parameter-encoded", ask("/users/al%69ce", seen("profile", "alice"), bearer("alice"))),
        case("claim-parameter-other", ask("/users/alice", forbidden(), bearer("bob"))),
        case("claim-parameter-case", ask("/users/Alice", forbidden(), bearer("alice"))),
        case("claim-parameter-none", ask("/users/alice", forbidden(), bearer("nobody"))),
        case("claim-parameter-type", ask("/users/7", forbidden(), bearer("number-as-subject"))),
        case("claim-no-token", ask("/users/alice", no_token())),
        case("claim-nested", ask(REPORT, seen("report", "alice"), bearer("auditor"))),
        case("claim-nested-other", ask(REPORT, forbidden(), bearer("auditor-elsewhere"))),
        case("claim-nested-none", ask(REPORT, forbidden(), bearer("alice"))),
        case("claim-contains-not", ask(REPORT, forbidden(), bearer("no-auditor"))),
        case("claim-contains-text", ask(REPORT, forbidden(), bearer("roles-are-text"))),
        case("claim-proof", ask("/transfers", refused(403, None), bearer("transferrer"), method="POST"), comment="The token is not bound."),
    ]


def denied() -> list[Case]:
    return [
        case("deny-claim", ask(ORDER, forbidden(), bearer("suspended"))),
        case("deny-claim-type", ask(ORDER, forbidden(), bearer("suspended-in-words")), comment="Another type counts as meant."),
        case("deny-claim-null", ask(ORDER, forbidden(), bearer("suspended-null"))),
        case("deny-claim-false", ask(ORDER, seen("order", "alice"), bearer("not-suspended"))),
        case("deny-public", ask("/health", forbidden(), bearer("suspended"))),
        case("deny-path", ask("/archive", forbidden(), bearer("alice"))),
        case("deny-path-no-token", ask("/archive", forbidden())),
        case("no-rule", ask("/unruled", forbidden(), bearer("alice")), comment="The application has this route, and no rule is for it."),
        case("no-rule-no-token", ask("/unruled", forbidden())),
        case("no-route", ask("/nothing", forbidden(unrouted=True), bearer("alice"))),
    ]


def public() -> list[Case]:
    return [
        case("public", ask("/health", seen("health"))),
        case("public-good-token", ask("/health", seen("health", "alice"), bearer("alice"))),
        case("public-bad-token", ask("/health", bad_token("ERR_JWT_EXPIRED"), bearer("expired")), comment="What is sent is checked."),
        case("public-malformed", ask("/health", malformed(), ("Authorization", "Bearer"))),
        case("public-other-scheme", ask("/health", other_scheme(), ("Authorization", "Basic YTpi"))),
        case("optional-nothing", ask("/optional", seen("greeting"))),
        case("optional-good", ask("/optional", seen("greeting", "alice"), bearer("alice"))),
        case("optional-bad", ask("/optional", bad_token("ERR_JWT_CLAIM_MISMATCH"), bearer("other-issuer"))),
        case("ignored-nothing", ask("/anonymous", seen("anonymous"))),
        case("ignored-good", ask("/anonymous", seen("anonymous", "alice"), bearer("alice"))),
        case("ignored-bad", ask("/anonymous", seen("anonymous"), bearer("expired")), comment="The rule says `ignore_token`."),
        case("ignored-malformed", ask("/anonymous", seen("anonymous"), ("Authorization", "Bearer"))),
        case("ignored-other-scheme", ask("/anonymous", seen("anonymous"), ("Authorization", "Basic YTpi"))),
        case("ignored-twice", ask("/anonymous", seen("anonymous"), bearer("alice"), bearer("bob"))),
    ]


def methods() -> list[Case]:
    asks = ("Origin", "https://app.example"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "authorization")
    return [
        case("method-head", ask(ORDER, seen("order", "alice"), bearer("alice"), method="HEAD"), comment="HEAD counts as GET."),
        case("method-head-no-token", ask(ORDER, no_token("orders:read"), method="HEAD")),
        case("method-head-public", ask("/health", seen("health"), method="HEAD")),
        case("method-preflight", ask(ORDER, seen("preflight"), *asks, method="OPTIONS"), comment="The rule says `preflight`."),
        case("method-preflight-not", ask("/users/alice", forbidden(unrouted=True), *asks, method="OPTIONS")),
        case("method-delete", ask(ORDER, forbidden(unrouted=True), bearer("writer"), method="DELETE")),
        case("method-lower", ask(ORDER, forbidden(unrouted=True), bearer("alice"), method="get"), comment="Methods have a case."),
        case("method-unknown", ask(ORDER, forbidden(unrouted=True), bearer("alice"), method="PURGE")),
        case(
            "method-override",
            ask(ORDER, forbidden(unrouted=True), bearer("alice"), ("X-HTTP-Method-Override", "GET"), method="POST"),
        ),
        case("method-override-get", ask(ORDER, seen("order", "alice"), bearer("alice"), ("X-HTTP-Method-Override", "PUT"))),
    ]


def reporting() -> list[Case]:
    def report(id: str, *steps: Case) -> Case:
        return case(f"report-{id}", *steps, service="report")

    return [
        report("good", ask(ORDER, seen("order", "alice"), bearer("alice"))),
        report("no-token", ask(ORDER, seen("order"))),
        report("no-scope", ask(ORDER, seen("order", "alice"), bearer("no-scope"))),
        report("suspended", ask(ORDER, seen("order", "alice"), bearer("suspended"))),
        report("other-subject", ask("/users/alice", seen("profile", "bob"), bearer("bob"))),
        report("step-up", ask(REFUND, seen("refund", "alice"), bearer("refunder-by-password"), method="POST")),
        report("no-rule", ask("/unruled", seen("unruled"))),
        report("bad-token", ask(ORDER, bad_token("ERR_JWT_EXPIRED"), bearer("expired"))),
        report("bad-signature", ask(ORDER, bad_token("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), bearer("impostor"))),
        report("malformed", ask(ORDER, malformed(), bearer("alice"), bearer("alice"))),
    ]


def routes() -> list[Case]:
    """A service without rules: a good token is enough, or the scopes that the route itself names."""
    def route(id: str, *steps: Case) -> Case:
        return case(f"route-{id}", *steps, service="routes")

    wants_scope = refused(401, [challenge("Bearer", error=None, scope="orders:read")])
    return [
        route("good", ask("/me", seen("me", "alice"), bearer("no-scope"))),
        route("no-token", ask("/me", no_token())),
        route("bad", ask("/me", bad_token("ERR_JWT_EXPIRED"), bearer("expired"))),
        route("scope", ask("/scoped", seen("scoped", "alice"), bearer("alice"))),
        route("scope-lacking", ask("/scoped", lacks_scope("orders:read"), bearer("no-scope"))),
        route("scope-no-token", ask("/scoped", wants_scope)),
        route("scope-bad", ask("/scoped", bad_token("ERR_JWT_REVOKED"), bearer("revoked"))),
        route("optional-nothing", ask("/optional", seen("greeting"))),
        route("optional-good", ask("/optional", seen("greeting", "alice"), bearer("no-scope"))),
        route("optional-bad", ask("/optional", bad_token("ERR_JWT_EXPIRED"), bearer("expired"))),
        route("optional-malformed", ask("/optional", malformed(), ("Authorization", "Bearer"))),
        route("optional-other-scheme", ask("/optional", other_scheme(), ("Authorization", "Basic YTpi"))),
    ]


def cases() -> list[Case]:
    return scopes() + authentication() + claims() + denied() + public() + methods() + reporting() + routes()
