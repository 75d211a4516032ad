"""Tokens in a cookie, with double submit (design-life.md, section 7)."""

from __future__ import annotations

from common import Case, ask, bad_token, bearer, case, malformed, no_token, refused, seen

ORDER, PROFILE = "/orders/7", "/users/alice"
NAME = "__Host-session"


def _cookie(token: str = "alice") -> tuple[str, str]:
    return "Cookie", f"{NAME}=<token:{token}>"


def _csrf(token: str = "alice") -> tuple[str, str]:
    return "X-CSRF-Token", f"<csrf:{token}>"


def _case(id: str, *steps: Case, comment: str | None = None) -> Case:
    return case(f"cookie-{id}", *steps, service="cookie", comment=comment)


def _get(id: str, answer: Case, *headers: tuple[str, str], comment: str | None = None) -> Case:
    return _case(id, ask(ORDER, answer, *headers), comment=comment)


def _put(id: str, answer: Case, *headers: tuple[str, str], comment: str | None = None) -> Case:
    return _case(id, ask(PROFILE, answer, *headers, method="PUT"), comment=comment)


def cases() -> list[Case]:
    # No cache may give to one what another's cookie was answered with.
    alice, profile = seen("order", "alice", vary="Cookie"), seen("profile", "alice", vary="Cookie")
    nothing = no_token("orders:read")
    # RFC 9728 puts the well-known path before the path of the resource.
    nothing["challenges"][0]["parameters"]["resource_metadata"] = "https://api.example/.well-known/oauth-protected-resource/shop"
    forged = refused(403, None, body={"code": "ERR_CSRF_INVALID"}, headers={"cache-control": "no-store"})
    twice = malformed()
    return [
        _get("good", alice, _cookie()),
        _get("among-others", alice, ("Cookie", f"a=b; {NAME}=<token:alice>; c=d")),
        _get("without-space", alice, ("Cookie", f"a=b;{NAME}=<token:alice>;c=d")),
        _get("lower-header", alice, ("cookie", f"{NAME}=<token:alice>")),
        _get("header-instead", alice, bearer("alice")),
        _get("nothing", nothing),
        _get("other-name", nothing, ("Cookie", "session=<token:alice>")),
        _get("other-case", nothing, ("Cookie", "__host-SESSION=<token:alice>"), comment="Names of cookies have a case."),
        _get("longer-name", nothing, ("Cookie", f"x{NAME}=<token:alice>; {NAME}2=<token:alice>")),
        _get("in-value", nothing, ("Cookie", f"a={NAME}=<token:alice>")),
        _get("both", twice, _cookie(), bearer("alice"), comment="Refused only where both are taken (RFC 6750, section 2)."),
        _get("both-different", twice, _cookie(), bearer("bob")),
        _get("twice", twice, ("Cookie", f"{NAME}=<token:alice>; {NAME}=<token:bob>"), comment="A subdomain may have set one."),
        _get("twice-the-same", twice, ("Cookie", f"{NAME}=<token:alice>; {NAME}=<token:alice>")),
        _get("expired", bad_token("ERR_JWT_EXPIRED"), _cookie("expired")),
        _get("altered", bad_token("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), _cookie("altered-signature")),
        _case("head", ask(ORDER, alice, _cookie(), method="HEAD"), comment="Safe methods need no double submit."),
        _put("csrf", profile, _cookie(), _csrf()),
        _put("csrf-lower", profile, _cookie(), ("x-csrf-token", "<csrf:alice>")),
        _put("csrf-missing", forged, _cookie()),
        _put("csrf-empty", forged, _cookie(), ("X-CSRF-Token", "")),
        _put("csrf-wrong", forged, _cookie(), ("X-CSRF-Token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        _put("csrf-of-another", forged, _cookie(), _csrf("bob")),
        _put("csrf-in-cookie-only", forged, ("Cookie", f"{NAME}=<token:alice>; csrf=<csrf:alice>; XSRF-TOKEN=<csrf:alice>")),
        _put("csrf-of-header", profile, bearer("alice"), comment="No other site can make a browser send the header."),
        _put("csrf-with-bad-token", bad_token("ERR_JWT_EXPIRED"), _cookie("expired"), _csrf("expired")),
    ]
