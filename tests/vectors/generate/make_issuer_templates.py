"""issuer_templates.json: issuers of many tenants, whose `iss` has the token's own claim in it, and
keys that say whose they are.
"""

from __future__ import annotations

from typing import Any

import peers
from common import NOW, case, compact_json, error, group, write
from fixtures import Jwk, public, signing_jwk
from jwt_cases import invalid, mismatch, missing

TEMPLATE = "https://login.example/{tid}/v2.0"
TENANT, OTHER = "72f988bf", "9188040d"
KEY = signing_jwk("Ed25519", "tenants", kid="tenants")
REFUSED = error("ERR_OPTION_INVALID")
ANY = {"issuer_template": TEMPLATE, "allow_any_tenant": True}
LISTED = {"issuer_template": TEMPLATE, "allowed_tenants": [OTHER, TENANT]}


def main() -> None:
    """Write the file."""
    write("issuer_templates", f"{peers.VERSION['joserfc']}; the claims are checked at {NOW}", [group([*_tokens(), *_keys(), *_options()])])


def issuer(tenant: str = TENANT) -> str:
    return f"https://login.example/{tenant}/v2.0"


def verify(
    id: str,
    options: dict[str, Any],
    refused: dict[str, Any] | None = None,
    *,
    key: Jwk = KEY,
    raw: str | None = None,
    header: dict[str, Any] | None = None,
    **claims: Any,
) -> dict[str, Any]:
    """A case with one key. Claims that are None are left out; by default the token is the tenant's.
    """
    about = {name: claims.pop(name) for name in ("comment", "flags") if name in claims}
    whole = {"iss": issuer(), "tid": TENANT, "sub": "alice", "exp": NOW + 300, **claims}
    text = raw or compact_json({name: value for name, value in whole.items() if value is not None})
    token = peers.jws({"alg": "Ed25519", "kid": "tenants", **(header or {})}, text, key)
    expect = refused or {"claims": text, "key_id": "tenants"}
    return case(
        f"issuer-template-{id}", "verifier.verify", {"token": token, "keys": [{"jwk": public(key)}]}, expect, options={"now": NOW, **options}, **about
    )


def _tokens() -> list[dict[str, Any]]:
    mid = {"issuer_template": "https://{tenant}.login.example", "allow_any_tenant": True}
    end = {"issuer_template": "https://login.example/realms/{realm}", "allow_any_tenant": True}
    only = {"issuer_template": "{org}", "allow_any_tenant": True}
    return [
        verify("any-tenant", ANY),
        verify("any-other-tenant", ANY, iss=issuer(OTHER), tid=OTHER),
        verify("listed", LISTED),
        verify("not-listed", LISTED, mismatch("tid"), iss=issuer("none"), tid="none"),
        verify("listed-in-another-case", LISTED, mismatch("tid"), iss=issuer(OTHER.upper()), tid=OTHER.upper(), comment="Compared as text."),
        verify("another-tenants-iss", LISTED, mismatch("iss"), iss=issuer(OTHER), flags=["one issuer speaks for another"]),
        verify("another-tenants-claim", ANY, mismatch("iss"), tid=OTHER, flags=["one issuer speaks for another"]),
        verify("another-issuer", ANY, mismatch("iss"), iss="https://other.example/72f988bf/v2.0"),
        verify("longer", ANY, mismatch("iss"), iss=issuer() + "/"),
        verify("shorter", ANY, mismatch("iss"), iss="https://login.example/72f988bf"),
        verify("template-itself", ANY, mismatch("iss"), iss=TEMPLATE),
        verify("braces-as-tenant", ANY, iss=issuer("{tid}"), tid="{tid}", comment="A text like any other."),
        verify("without-claim", ANY, missing("tid"), tid=None),
        verify("without-iss", ANY, missing("iss"), iss=None),
        verify("without-both", ANY, missing("iss"), iss=None, tid=None),
        verify("claim-number", ANY, invalid("tid"), tid=7, iss=issuer("7")),
        verify("claim-list", ANY, invalid("tid"), tid=[TENANT]),
        verify("claim-empty", ANY, invalid("tid"), tid="", iss=issuer("")),
        verify("claim-null", ANY, invalid("tid"), raw=compact_json({"iss": issuer(), "tid": None, "exp": NOW + 300})),
        verify(
            "claim-with-slash", ANY, invalid("tid"), tid="a/b", iss=issuer("a/b"),
            flags=["one issuer speaks for another"], comment="A tenant is one segment of a path.",
        ),
        verify(
            "claim-is-the-rest", ANY, invalid("tid"), tid="72f988bf/v2.0/x",
            iss="https://login.example/72f988bf/v2.0/x/v2.0", flags=["one issuer speaks for another"],
        ),
        verify("claim-dots", ANY, tid="..", iss=issuer(".."), comment="Nothing here resolves a path."),
        verify("iss-list", ANY, invalid("iss"), iss=[issuer()]),
        verify("iss-number", ANY, invalid("iss"), iss=7),
        verify(
            "escapes", ANY,
            raw='{"iss":"https:\\/\\/login.example\\/72f988bf\\/v2.0","t\\u0069d":"72\\u0066988bf","exp":1700000300}',
            comment="Compared as texts, and not as they are written.",
        ),
        verify(
            "twice", ANY, error("ERR_JWT_INVALID"),
            raw=f'{{"iss":"{issuer()}","tid":"{OTHER}","tid":"{TENANT}","exp":1700000300}}', flags=["JSON ambiguity"],
        ),
        verify("subdomain", mid, iss="https://a.login.example", tenant="a"),
        verify("subdomain-deeper", mid, iss="https://a.b.login.example", tenant="a.b"),
        verify("subdomain-other-host", mid, mismatch("iss"), iss="https://a.evil.example", tenant="a"),
        verify(
            "subdomain-into-a-path", mid, invalid("tenant"), iss="https://evil.example/.login.example",
            tenant="evil.example/", flags=["one issuer speaks for another"],
        ),
        verify("at-the-end", end, iss="https://login.example/realms/one", realm="one"),
        verify("at-the-end-more", end, invalid("realm"), iss="https://login.example/realms/one/two", realm="one/two"),
        verify("nothing-else", only, iss="acme", org="acme"),
        verify("sub-as-tenant", {"issuer_template": "https://login.example/{sub}", "allow_any_tenant": True}, iss="https://login.example/alice"),
        verify("claim-also-expected", {**ANY, "expected_claims": {"tid": TENANT}}),
        verify("claim-also-expected-other", {**ANY, "expected_claims": {"tid": OTHER}}, mismatch("tid")),
        verify("claim-also-required", {**ANY, "required_claims": ["tid", "iss"]}),
        verify("expired", ANY, error("ERR_JWT_EXPIRED", "exp"), exp=NOW - 1),
        verify("before-times", ANY, mismatch("iss"), iss="https://other.example", exp=NOW - 1),
        verify(
            "profile", {**LISTED, "profile": "access-token", "audience": "api"}, header={"typ": "at+jwt"}, aud="api", client_id="c", iat=NOW, jti="j"
        ),
        verify(
            "profile-not-listed", {**LISTED, "profile": "access-token", "audience": "api"}, mismatch("tid"),
            header={"typ": "at+jwt"}, iss=issuer("x"), tid="x", aud="api", client_id="c", iat=NOW, jti="j",
        ),
    ]


def _keys() -> list[dict[str, Any]]:
    def of(whose: Any) -> Jwk:
        return {**KEY, "issuer": whose}

    other = {"issuer_template": TEMPLATE, "allow_any_tenant": True}
    return [
        verify("key-of-template", other, key=of(TEMPLATE), comment="A key says whose it is: any tenant's."),
        verify(
            "key-of-template-other-name", other, key=of("https://login.example/{tenantid}/v2.0"),
            comment="As Entra writes it: the name in braces is its own.",
        ),
        verify("key-of-tenant", other, key=of(issuer())),
        verify(
            "key-of-another-tenant", other, mismatch("iss"), key=of(issuer(OTHER)),
            flags=["one issuer speaks for another"], comment="Such as Microsoft's own, among the keys of all tenants.",
        ),
        verify(
            "key-of-another-template", other, mismatch("iss"), key=of("https://login.example/{tid}/v1.0"), flags=["one issuer speaks for another"]
        ),
        verify("key-of-another-issuer", other, mismatch("iss"), key=of("https://other.example")),
        verify("key-of-nobody", other, mismatch("iss"), key=of("")),
        verify("key-of-no-template", other, mismatch("iss"), key=of("https://login.example/{tid/v2.0")),
        verify("key-of-two-names", other, mismatch("iss"), key=of("https://login.example/{a}{b}/v2.0")),
        verify("key-of-a-number", other, mismatch("iss"), key=of(7), comment="Nobody can tell whose it is."),
        verify("key-of-a-list", other, mismatch("iss"), key=of([issuer()])),
        verify("key-of-null", other, key=of(None), comment="As good as not said."),
    ]


def _options() -> list[dict[str, Any]]:
    plain = {"issuer_template": TEMPLATE}
    texts = {
        "no-braces": "https://login.example/v2.0",
        "empty": "",
        "empty-name": "https://login.example/{}/v2.0",
        "two-names": "https://{a}.example/{b}",
        "unclosed": "https://login.example/{tid/v2.0",
        "unopened": "https://login.example/tid}/v2.0",
        "nested": "https://login.example/{{tid}}/v2.0",
        "turned": "https://login.example/}tid{/v2.0",
    }
    return [
        verify("whose-tenants", plain, REFUSED, comment="Whoever becomes a tenant could sign for it: say that all are meant, or which."),
        verify("listed-and-any", {**LISTED, "allow_any_tenant": True}, REFUSED),
        verify("list-empty", {**plain, "allowed_tenants": []}, REFUSED),
        verify("listed-slash", {**plain, "allowed_tenants": [TENANT, "a/b"]}, REFUSED, comment="No token of it could be accepted."),
        verify("listed-empty-text", {**plain, "allowed_tenants": [""]}, REFUSED),
        verify("beside-issuer", {**ANY, "issuer": issuer()}, REFUSED),
        verify("beside-aliases", {**ANY, "issuer_aliases": [issuer()]}, REFUSED),
        verify("beside-any-issuer", {**ANY, "allow_any_issuer": True}, REFUSED),
        verify("tenants-without-template", {"issuer": issuer(), "allowed_tenants": [TENANT]}, REFUSED),
        verify("any-tenant-without-template", {"issuer": issuer(), "allow_any_tenant": True}, REFUSED),
        verify("any-tenant-alone", {"allow_any_tenant": True}, REFUSED),
        *(verify(f"text-{id}", {"issuer_template": text, "allow_any_tenant": True}, REFUSED) for id, text in texts.items()),
    ]
