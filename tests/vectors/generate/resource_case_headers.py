"""Where a token is: the header Authorization in every form, and the cookie with its double submit.
"""

from __future__ import annotations

from typing import Any

from dpop_parts import BOUND, proof
from resource_run import COOKIE, EXPIRED, FOREIGN, GOOD, PROOFS, SIGNATURE, UNCHECKED, Run, bearer, in_cookie, submitted

REALM = {"realm": "orders"}


def authorization() -> list[dict[str, Any]]:
    def one(name: str, headers: list[list[str]], gives: int, comment: str | None = None, **request: Any) -> dict[str, Any]:
        return Run(name, comment).request(headers, gives, **request).case()

    tests = [
        one("bearer", bearer(), 200),
        one("none", [], 401, "RFC 6750, section 3.1: no error is named"),
        one("other-headers", [["Accept", "*/*"], ["X-Authorization", f"Bearer {GOOD}"]], 401),
        one("two-headers", [*bearer(), *bearer()], 400, "RFC 6750, section 3.1: more than one method"),
        one("two-headers-one-empty", [*bearer(), ["Authorization", ""]], 400),
        one("two-schemes", [["authorization", "Basic YTpi"], ["Authorization", f"Bearer {GOOD}"]], 400),
        one("expired", bearer(EXPIRED), 401, check="ERR_JWT_EXPIRED"),
        one("foreign", bearer(FOREIGN), 401, check=SIGNATURE),
        one("no-jwt", bearer("mF_9.B5f-4.1JqM"), 401, "an opaque token is none that can be checked", check="ERR_JWS_INVALID"),
        one("unavailable", bearer(UNCHECKED), 503, "no challenge: another token would not help. RFC 9110, section 10.2.3: when to ask again",
            check="ERR_JWT_REVOCATION_UNAVAILABLE"),
        one("query", [], 401, "a token in the URL is none (RFC 9700, section 4.3.2)", path=f"/orders?access_token={GOOD}"),
    ]
    for name, value in [
        ("small", f"bearer {GOOD}"), ("capitals", f"BEARER {GOOD}"), ("spaces", f"Bearer   {GOOD}"), ("around", f"\t Bearer {GOOD} \t"),
    ]:
        tests.append(one(f"form-{name}", [["AUTHORIZATION", value]], 200))
    for name, value in [
        ("no-token", "Bearer"), ("space-alone", "Bearer "), ("tab-then-token", f"Bearer \t{GOOD}"), ("two-tokens", f"Bearer {GOOD} {GOOD}"),
        ("joined", f"Bearer {GOOD}, Bearer {GOOD}"), ("parameters", f"Bearer token={GOOD}"), ("quoted", f'Bearer "{GOOD}"'), ("padding-alone", "Bearer ="),
        ("not-ascii", "Bearer \u00e9"), ("control", "Bearer a\u0001b"), ("comma", f"Bearer {GOOD},"), ("percent", "Bearer a%2Eb%2Ec"),
    ]:
        tests.append(one(f"malformed-{name}", [["Authorization", value]], 400))
    for name, value in [
        ("empty", ""), ("basic", "Basic YTpi"), ("digest", 'Digest username="a"'), ("dpop", f"DPoP {GOOD}"), ("token-alone", GOOD), ("tab", f"Bearer\t{GOOD}"),
        ("colon", f"Bearer: {GOOD}"), ("longer", f"Bearers {GOOD}"), ("no-space", f"Bearer{GOOD}"), ("token", f"Token {GOOD}"),
    ]:
        tests.append(one(f"scheme-{name}", [["Authorization", value]], 401, "RFC 6750, section 3.1: an unsupported method is answered without an error"))
    return tests + [
        Run("realm", **REALM).request([], 401).request(bearer(EXPIRED), 401, check="ERR_JWT_EXPIRED").request([["Authorization", "Bearer"]], 400).case(),
        Run("realm-quoted", realm='the "orders" \\ API').request([], 401).case(),
        Run("realm-empty", realm="").request([], 401).case(),
        Run("cookie-not-configured", "what nobody asked for is not looked at").request(in_cookie(), 401).request([*bearer(), *in_cookie("x")], 200).case(),
    ]


def cookies() -> list[dict[str, Any]]:
    def one(name: str, headers: list[list[str]], gives: int, comment: str | None = None, **request: Any) -> dict[str, Any]:
        return Run(f"cookie-{name}", comment, cookie=COOKIE).request(headers, gives, **request).case()

    pair = f"{COOKIE}={GOOD}"
    other = submitted(EXPIRED)
    tests = [
        one("get", in_cookie(), 200),
        one("head", in_cookie(), 200, method="HEAD"),
        one("options", in_cookie(), 200, method="OPTIONS"),
        one("header-instead", bearer(), 200, "where only the header came, it counts", method="POST"),
        one("neither", [], 401),
        one("both", [*in_cookie(), *bearer()], 400, "RFC 6750, section 2: one method in each request"),
        one("and-basic", [*in_cookie(), ["Authorization", "Basic YTpi"]], 400),
        one("and-empty-header", [*in_cookie(), ["Authorization", ""]], 400),
        one("expired", in_cookie(EXPIRED), 401, check="ERR_JWT_EXPIRED"),
        one("foreign", in_cookie(FOREIGN), 401, check=SIGNATURE),
        one("empty", in_cookie(""), 401, "as it is after a logout: there is no token"),
        one("empty-and-header", [*in_cookie(""), *bearer()], 200),
        one("among-others", [["Cookie", f"a=1; {pair}; b=2"]], 200),
        one("without-space", [["cookie", f"a=1;{pair};b=2"]], 200),
        one("in-two-headers", [["Cookie", "a=1"], ["Cookie", pair]], 200, "RFC 9113, section 8.2.3"),
        one("twice", [["Cookie", f"{pair}; {pair}"]], 400, "one of another path or host: nobody can tell which"),
        one("twice-one-empty", [["Cookie", f"{COOKIE}=; {pair}"]], 400),
        one("twice-in-two-headers", [["Cookie", pair], ["Cookie", f"{COOKIE}=x"]], 400),
        one("name-in-small", [["Cookie", f"__host-token={GOOD}"]], 401, "names compare byte by byte"),
        one("name-longer", [["Cookie", f"{COOKIE}2={GOOD}"]], 401),
        one("name-with-prefix", [["Cookie", f"x{COOKIE}={GOOD}"]], 401),
        one("name-alone", [["Cookie", COOKIE]], 401),
        one("in-quotes-of-another", [["Cookie", f'a="x; {pair}; y"']], 200, "no browser quotes a semicolon: what stands between two is a cookie"),
        one("quoted", in_cookie(f'"{GOOD}"'), 400),
        one("comma", in_cookie(f"{GOOD},x"), 400),
        one("encoded", in_cookie("a%2Eb"), 400, "nothing is decoded"),
        one("equals", in_cookie(f"x={GOOD}"), 400),
    ]
    for method in ("POST", "PUT", "PATCH", "DELETE", "QUERY", "get", "TRACE"):
        tests.append(one(f"{'lower-' if method.islower() else ''}{method.lower()}-without-csrf", in_cookie(), 403, method=method))
    whole = submitted()
    return tests + [
        one("post", in_cookie(GOOD, whole), 200, method="POST"),
        one("delete", in_cookie(GOOD, whole), 200, method="DELETE"),
        one("post-around", in_cookie(GOOD, ["x-csrf-token", f" {whole[1]}\t"]), 200, method="POST"),
        one("post-of-another-token", in_cookie(GOOD, other), 403, "a value belongs to one token", method="POST"),
        one("post-cut", in_cookie(GOOD, [whole[0], whole[1][:-1]]), 403, method="POST"),
        one("post-padded", in_cookie(GOOD, [whole[0], whole[1] + "="]), 403, method="POST"),
        one("post-empty", in_cookie(GOOD, [whole[0], ""]), 403, method="POST"),
        one("post-twice", in_cookie(GOOD, whole, whole), 403, method="POST"),
        one("post-the-token-itself", in_cookie(GOOD, [whole[0], GOOD]), 403, method="POST"),
        one("post-other-header", in_cookie(GOOD, ["X-XSRF-TOKEN", whole[1]]), 403, method="POST"),
        one("post-expired", in_cookie(EXPIRED, other), 401, method="POST", check="ERR_JWT_EXPIRED"),
        one("post-expired-without-csrf", in_cookie(EXPIRED), 403, "what another site may have sent is not looked at", method="POST"),
        one("post-nothing", [whole], 401, method="POST"),
        Run("cookie-value", cookie=COOKIE).csrf_token().csrf_token(EXPIRED).case(),
        Run("cookie-value-without-cookie").csrf_token().case(),
        Run("cookie-insecure-name", cookie="token", allow_insecure_cookies=True).request([["Cookie", f"token={GOOD}"]], 200).case(),
        Run("cookie-bound-token", "a token in a cookie has no proof", cookie=COOKIE, verifier=PROOFS)
        .request(in_cookie(BOUND, ["DPoP", proof()]), 401, check="ERR_JWT_NOT_BOUND").case(),
    ]
