"""Paths that programs read in different ways. None may reach a handler that the rules did not allow."""

from __future__ import annotations

from common import Case, ask, bearer, case, forbidden, seen


def _bad(id: str, target: str, comment: str | None = None, **platforms: Case) -> Case:
    """Refused, whoever looks first. `decoded`: what it is where the platform has only a decoded path, as WSGI has."""
    answer = forbidden(unrouted=True) | platforms
    return case(f"path-{id}", ask(target, answer, bearer("alice")), comment=comment)


def _files(id: str, target: str, comment: str | None = None) -> Case:
    """Under a route that takes all that follows, so that only the check can refuse it."""
    return case(f"path-rest-{id}", ask(target, forbidden(unrouted=True), bearer("files")), comment=comment)


def cases() -> list[Case]:
    order, file = seen("order", "alice"), seen("file", "alice")
    same = "A decoded path has the slash, for the router and for the rules alike."
    return [
        _bad("two-slashes", "//orders/7"),
        _bad("two-slashes-inside", "/orders//7"),
        _bad("two-slashes-health", "//health"),
        _bad("two-slashes-last", "/orders/7//"),
        _bad("last-slash", "/orders/7/", "A slash at the end is part of a path."),
        _bad("dot", "/./orders/7"),
        _bad("dot-inside", "/orders/./7"),
        _bad("dots", "/health/../orders/7"),
        _bad("dots-last", "/orders/7/.."),
        _bad("dots-out", "/../orders/7"),
        _bad("dots-encoded", "/health/%2e%2e/orders/7"),
        _bad("dots-half-encoded", "/health/.%2E/orders/7"),
        _bad("dots-parameter", "/health/..;/orders/7", "Some servers cut off what follows the semicolon."),
        _bad("semicolon", "/;/orders/7"),
        _bad("slash-encoded", "/orders%2f7", same, decoded=order),
        _bad("slash-encoded-upper", "/orders%2F7", same, decoded=order),
        _bad("slash-encoded-last", "/orders/7%2f"),
        _bad("slash-encoded-first", "/%2forders/7"),
        _bad("backslash", "/orders\\7"),
        _bad("backslash-encoded", "/orders%5c7"),
        _bad("backslash-encoded-id", "/orders/7%5c8"),
        _bad("null", "/orders/7%00"),
        _bad("line-feed", "/orders/7%0a"),
        _bad("delete", "/orders/7%7f"),
        _bad("percent-alone", "/orders/7%", decoded=order),
        _bad("percent-broken", "/orders/7%zz", decoded=order),
        _bad("not-utf-8", "/orders/7%ff", decoded=order),
        _bad("overlong-slash", "/orders%c0%af7"),
        _bad("case", "/ORDERS/7", "A path has a case."),
        _bad("case-of-one", "/Orders/7"),
        _bad("whole-url", "http://api.example//orders/7"),
        _bad("more", "/orders/7/more"),
        _bad("less", "/orders/"),
        _bad("root", "/"),
        case("path-encoded", ask("/orders/%37", order, bearer("alice")), comment="An encoded digit is the same path."),
        case("path-encoded-word", ask("/%6frders/7", order, bearer("alice"))),
        _bad("encoded-twice", "/orders/%252f7", "Some program on the way may decode once more."),
        _bad("encoded-dots-twice", "/orders/%252e%252e"),
        case("path-encoded-question", ask("/orders/7%3fx", order, bearer("alice"))),
        case("path-not-ascii", ask("/orders/%c3%a9", order, bearer("alice"))),
        case("path-space", ask("/orders/a%20b", order, bearer("alice"))),
        case("path-characters", ask("/orders/a+b:c@d!e$f,g~h'i(j)*k", order, bearer("alice"))),
        case("path-query", ask("/orders/7?x=/../&y=%2e%2e%2f&z=//", order, bearer("alice"))),
        case("path-query-slash", ask("/orders/7?/orders/8", order, bearer("alice"))),
        case("path-query-empty", ask("/orders/7?", order, bearer("alice"))),
        case("path-rest", ask("/files/a/b/c.txt", file, bearer("files"))),
        case("path-rest-dots-in-name", ask("/files/a..b/...", file, bearer("files"))),
        _files("dots", "/files/../orders/7"),
        _files("dots-inside", "/files/a/../b"),
        _files("dots-encoded", "/files/%2e%2e/orders/7"),
        _files("slashes", "/files//etc/passwd"),
        _files("null", "/files/a%00.txt"),
        _files("backslash", "/files/..%5c..%5cetc"),
        case(
            "path-rest-slash-encoded",
            ask("/files/a%2fb", forbidden(unrouted=True) | {"decoded": file}, bearer("files")),
            comment=same,
        ),
    ]
