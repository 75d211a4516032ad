"""Where a token comes from: the header, in all its forms (RFC 6750, section 2.1; RFC 9110, section 11.4)."""

from __future__ import annotations

from common import Case, ask, bad_token, bearer, case, malformed, no_token, other_scheme, seen

ORDER = "/orders/7"
TOKEN = "<token:alice>"


def _good(id: str, *headers: tuple[str, str], comment: str | None = None) -> Case:
    return case(id, ask(ORDER, seen("order", "alice"), *headers), comment=comment)


def _malformed(id: str, *values: str, comment: str | None = None) -> Case:
    return case(id, ask(ORDER, malformed(), *(("Authorization", value) for value in values)), comment=comment)


def _other(id: str, value: str, comment: str | None = None) -> Case:
    return case(id, ask(ORDER, other_scheme(), ("Authorization", value)), comment=comment)


def _nothing(id: str, *headers: tuple[str, str], comment: str | None = None, target: str = ORDER) -> Case:
    return case(id, ask(target, no_token("orders:read"), *headers), comment=comment)


def forms() -> list[Case]:
    return [
        _good("header-good", bearer("alice")),
        _good("header-scheme-lower", ("Authorization", f"bearer {TOKEN}"), comment="A scheme has no case (RFC 9110, section 11.1)."),
        _good("header-scheme-upper", ("Authorization", f"BEARER {TOKEN}")),
        _good("header-scheme-mixed", ("Authorization", f"bEaReR {TOKEN}")),
        _good("header-name-lower", ("authorization", f"Bearer {TOKEN}")),
        _good("header-name-upper", ("AUTHORIZATION", f"Bearer {TOKEN}")),
        _good("header-two-spaces", ("Authorization", f"Bearer  {TOKEN}")),
        _good("header-white-space-around", ("Authorization", f" \t Bearer {TOKEN} \t ")),
        _good("header-last-of-many", *((f"X-Filler-{number}", "x" * 50) for number in range(30)), bearer("alice")),
        _good("header-foreign-host", ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example"), bearer("alice")),
        _other("header-empty", ""),
        _malformed("header-scheme-alone", "Bearer"),
        _malformed("header-scheme-and-space", "Bearer "),
        _other("header-tab", f"Bearer\t{TOKEN}", comment="What stands between scheme and token is a space."),
        _other("header-colon", f"Bearer: {TOKEN}"),
        _other("header-equals", f"Bearer={TOKEN}"),
        _other("header-no-scheme", TOKEN),
        _malformed("header-quoted", f'Bearer "{TOKEN}"'),
        _malformed("header-parameter", f"Bearer token={TOKEN}, realm=x"),
        _malformed("header-two-tokens", f"Bearer {TOKEN} {TOKEN}"),
        _malformed("header-tokens-with-comma", f"Bearer {TOKEN},{TOKEN}"),
        _malformed("header-token-and-challenge", f"Bearer {TOKEN}, Basic YTpi"),
        _malformed("header-percent", f"Bearer {TOKEN}%20"),
        _malformed("header-semicolon", f"Bearer {TOKEN};x"),
        _malformed("header-not-ascii", f"Bearer {TOKEN}\u00e9"),
        _other("header-scheme-longer", f"Bearers {TOKEN}"),
        _malformed("header-twice-the-same", f"Bearer {TOKEN}", f"Bearer {TOKEN}", comment="Programs read the first or the last."),
        _malformed("header-twice-good-first", f"Bearer {TOKEN}", "Bearer <token:bob>"),
        _malformed("header-twice-bad-first", "Bearer <token:expired>", f"Bearer {TOKEN}"),
        _malformed("header-bearer-and-basic", f"Bearer {TOKEN}", "Basic YTpi"),
        _malformed("header-empty-and-bearer", "", f"Bearer {TOKEN}"),
    ]


def schemes() -> list[Case]:
    return [
        _other("scheme-basic", "Basic YWxpY2U6c2VjcmV0"),
        _other("scheme-digest", 'Digest username="alice", realm="x", nonce="y", uri="/", response="z"'),
        _other("scheme-negotiate", "Negotiate YII"),
        _other("scheme-token", f"Token {TOKEN}"),
        _other("scheme-jwt", f"JWT {TOKEN}"),
        _other("scheme-dpop", "DPoP <token:bound>", comment="This service checks no proofs."),
    ]


def elsewhere() -> list[Case]:
    """Where no token is looked for."""
    form = ("Content-Type", "application/x-www-form-urlencoded")
    return [
        _nothing("nothing"),
        _nothing("elsewhere-query", target=f"{ORDER}?access_token={TOKEN}", comment="RFC 9700, section 4.3.2: no token in a URL."),
        _nothing("elsewhere-cookie", ("Cookie", f"access_token={TOKEN}; __Host-session={TOKEN}"), comment="No cookie is configured."),
        _nothing("elsewhere-x-header", ("X-Authorization", f"Bearer {TOKEN}"), ("X-Access-Token", TOKEN)),
        _nothing("elsewhere-proxy", ("Proxy-Authorization", f"Bearer {TOKEN}")),
        _nothing("elsewhere-forwarded", ("X-Forwarded-Authorization", f"Bearer {TOKEN}"), ("X-Forwarded-User", "alice")),
        _nothing("elsewhere-rewrite", ("X-Original-URL", "/health"), ("X-Rewrite-URL", "/health"), ("X-Original-URI", "/health")),
        _nothing("elsewhere-prefix", ("X-Forwarded-Prefix", "/health"), ("X-Script-Name", "/orders")),
        case(
            "elsewhere-form",
            ask("/users/alice", no_token(), form, method="PUT", body=f"access_token={TOKEN}"),
            comment="RFC 6750, section 2.2 is not taken.",
        ),
        case("elsewhere-bad-query", ask(f"{ORDER}?access_token=x", seen("order", "alice"), bearer("alice"))),
        case("elsewhere-bad-and-good", ask(f"{ORDER}?access_token={TOKEN}", bad_token("ERR_JWT_EXPIRED"), bearer("expired"))),
    ]


def cases() -> list[Case]:
    return forms() + schemes() + elsewhere()
