"""Paths: which rules they fit, every trick by which programs are made to read them in different
ways, and routers that ignore something.
"""

from __future__ import annotations

from typing import Any

from access_parts import Step, allow, deny, open_to_all, run

CONFUSION = ["path-confusion"]

# A wall, and what is open around it: whatever gets past the deny rule is public.
WALLED = [
    deny(name="admin", path="/admin/{*rest}"),
    deny(name="door", path="/admin"),
    open_to_all("/{*rest}", name="all"),
    open_to_all("/", name="root"),
]

# Each is denied in the raw form before any rule, unless it is among PLAIN.
TRICKS = {
    "empty": "",
    "no-slash": "admin",
    "asterisk": "*",
    "absolute": "https://api.example/admin/x",
    "authority": "//api.example/admin/x",
    "two-slashes": "//",
    "two-slashes-first": "//admin/x",
    "two-slashes-inside": "/x//admin",
    "two-slashes-last": "/admin/x//",
    "three-slashes": "///admin",
    "dot": "/.",
    "dot-first": "/./admin/x",
    "dot-inside": "/x/./y",
    "dot-last": "/x/.",
    "dot-last-slash": "/x/./",
    "dots": "/..",
    "dots-inside": "/x/../admin/x",
    "dots-last": "/x/..",
    "dots-last-slash": "/x/../",
    "dot-encoded": "/%2e/admin",
    "dots-encoded": "/x/%2e%2e/admin",
    "dots-encoded-capitals": "/x/%2E%2E/admin",
    "dots-half-encoded": "/x/.%2e/admin",
    "dots-half-encoded-first": "/x/%2e./admin",
    "dots-parameter": "/x/..;/admin",
    "dots-parameter-value": "/x/..;a=b/admin",
    "dots-encoded-parameter": "/x/%2e%2e;/admin",
    "dots-parameter-encoded": "/x/..%3b/admin",
    "dot-parameter": "/x/.;a/admin",
    "parameter-alone": "/;a/admin",
    "parameter-alone-encoded": "/%3ba/admin",
    "slash-encoded": "/admin%2fx",
    "slash-encoded-capital": "/admin%2Fx",
    "slash-encoded-last": "/admin%2f",
    "slash-encoded-first": "/%2fadmin/x",
    "backslash": "/admin\\x",
    "backslash-dots": "/x/..\\admin",
    "backslash-first": "/\\admin",
    "backslash-encoded": "/admin%5cx",
    "backslash-encoded-capital": "/admin%5Cx",
    "nul": "/admin%00",
    "nul-inside": "/ad%00min/x",
    "nul-raw": "/admin\u0000x",
    "tab": "/admin%09",
    "line": "/admin%0a",
    "return": "/admin%0dx",
    "line-raw": "/admin\nx",
    "escape": "/%1b%5badmin",
    "delete": "/admin%7f",
    "next-line": "/admin%c2%85",
    "next-line-raw": "/admin\u0085",
    "broken-percent": "/admin%",
    "broken-percent-one": "/admin%6",
    "broken-percent-letters": "/admin%zz",
    "broken-percent-sign": "/admin%+1",
    "broken-percent-space": "/admin% 1",
    "broken-percent-u": "/%u0061dmin",
    "overlong-slash": "/admin%c0%afx",
    "overlong-dot": "/x/%c0%ae%c0%ae/admin",
    "overlong-a": "/%c1%a1dmin",
    "utf-8-cut": "/x/%c3",
    "utf-8-wrong": "/x/%c3%28",
    "utf-8-alone": "/x/%a9",
    "utf-16-surrogate": "/x/%ed%a0%80",
    "latin-1": "/x/%e9",
    "fragment": "/admin#x",
    "fragment-open": "/x#/admin",
    "twice-dots": "/x/%252e%252e/admin",
    "twice-slash": "/admin%252fx",
    "twice-letter": "/%2561dmin/x",
    "twice-nul": "/admin%2500",
    "twice-query": "/x%253f",
    "twice-percent": "/%252561dmin/x",
}

# What is read in one way only, and which rule it meets.
PLAIN = {
    "root": "/",
    "wall": "/admin",
    "wall-inside": "/admin/x",
    "wall-inside-slash": "/admin/x/",
    "wall-slash": "/admin/",
    "wall-encoded": "/%61dmin/x",
    "wall-encoded-whole": "/%61%64%6d%69%6e",
    "wall-query": "/admin?x=1",
    "wall-query-slash": "/admin?/x",
    "wall-query-dots": "/x?/../admin",
    "query-empty": "/x?",
    "query-fragment": "/x?a#b",
    "query-first": "/?admin",
    "query-encoded": "/admin%3fx",
    "hash-encoded": "/admin%23x",
    "case": "/Admin/x",
    "three-dots": "/...",
    "dots-in-name": "/a..b/.c/d.",
    "space": "/admin%20/x",
    "plus": "/admin+x",
    "parameter": "/admin;a=b/x",
    "parameter-last": "/admin/x;a=b",
    "percent-encoded": "/100%25",
    "percent-encoded-letters": "/100%25zz",
    "percent-encoded-one-digit": "/100%256",
    "unicode": "/%c3%a9t%c3%a9",
    "unicode-raw": "/été",
    "unicode-wide": "/%f0%9f%a6%ad",
    "unicode-slash-look-alike": "/admin%e2%88%95x",
    "unicode-fullwidth-slash": "/admin%ef%bc%8fx",
    "unicode-fullwidth-dots": "/x/%ef%bc%8e%ef%bc%8e/admin",
    "unicode-combining": "/e%cc%81",
    "soft-hyphen": "/ad%c2%admin/x",
    "zero-width": "/ad%e2%80%8bmin/x",
    "kelvin": "/%e2%84%aa",
    "braces": "/{rest}",
    "star": "/{*rest}",
    "colon": "/c:/x",
    "tilde": "/~admin",
}


def tricks() -> list[dict[str, Any]]:
    """Each path as it stands in a request line, and as an application server gives it."""
    cases = []
    for name, path in TRICKS.items():
        cases.append(run(f"path-{name}", WALLED, [Step(path=path)], flags=CONFUSION))
        cases.append(run(f"path-decoded-{name}", WALLED, [Step(path=path, form="decoded")], flags=CONFUSION))
    for name, path in PLAIN.items():
        cases.append(run(f"path-plain-{name}", WALLED, [Step(path=path), Step(path=path, form="raw"), Step(path=path, form="decoded")]))
    return cases


def patterns() -> list[dict[str, Any]]:
    """What fits which pattern."""
    paths = ["/", "/a", "/a/", "/A", "/b", "/a/b", "/a/b/", "/b/b", "/a/b/c", "/a/b/c/", "/a/b/c/d", "/%61", "/a%20b", "/{x}"]
    all_ = ["/", "/a", "/a/", "/{x}", "/{x}/", "/a/b", "/a/{x}", "/{x}/b", "/{x}/{y}", "/{*r}", "/a/{*r}", "/{x}/{*r}", "/{x}/b/{*r}", "/a b"]
    cases = [run(f"pattern-{number}", [open_to_all(pattern)], [Step(path=path) for path in paths], comment=pattern)
             for number, pattern in enumerate(all_, 1)]
    several = [open_to_all(pattern, name=pattern) for pattern in reversed(all_)]
    cases.append(run("pattern-order", several, [Step(path=path) for path in paths], "the first rule of the file that fits is named"))
    limits = [open_to_all("/{*rest}")]
    cases += [
        run("path-segments-64", limits, [Step(path="/a" * 64), Step(path="/a" * 64 + "/")]),
        run("path-segments-65", limits, [Step(path="/a" * 65)]),
        run("path-bytes-8192", limits, [Step(path="/" + "a" * 8191), Step(path="/" + "a" * 8191 + "?" + "b" * 9000)]),
        run("path-bytes-8193", limits, [Step(path="/" + "a" * 8192)]),
        run("methods", [allow(methods=["GET", "PURGE"], require=None, public=True)],
            [Step(method) for method in ("GET", "HEAD", "PURGE", "get", "POST", "OPTIONS", "GETX", "")], "GET is for HEAD, and case matters"),
        run("methods-head", [allow(methods=["HEAD"], require=None, public=True)], [Step("HEAD"), Step("GET")], "HEAD is not for GET"),
        run("methods-of-deny", [open_to_all(methods=["GET", "POST"]), deny(methods=["GET"])], [Step("GET"), Step("HEAD"), Step("POST")]),
    ]
    return cases


def parameters() -> list[dict[str, Any]]:
    """A claim that is compared with a segment of the path, which was decoded first."""
    own = [allow("/users/{user}/{*rest}", require={"claims": [{"path": ["sub"], "equals_parameter": "user"}]})]
    cases = []
    for number, (subject, path) in enumerate([
        ("alice", "/users/alice/x"), ("alice", "/users/%61lice/x"), ("alice", "/users/Alice/x"), ("alice", "/users/alice%20/x"),
        ("a b", "/users/a%20b/x"), ("a+b", "/users/a+b/x"), ("a b", "/users/a+b/x"), ("é", "/users/%c3%a9/x"), ("é", "/users/e%cc%81/x"),
        ("alice", "/users/bob/x?/users/alice/x"), ("a;x", "/users/a;x/x"), ("a", "/users/a;x/x"), ("{user}", "/users/{user}/x"),
    ], 1):
        cases.append(run(f"parameter-{number}", own, [Step(path=path, claims={"sub": subject})], comment=f"{subject} {path}"))
    decoded_ = [allow("/100%/{id}", require={"claims": [{"path": ["sub"], "equals_parameter": "id"}]})]
    cases.append(run("parameter-decoded", decoded_, [
        Step(path="/100%/a?b", claims={"sub": "a?b"}, form="decoded"), Step(path="/100%25/a%3fb", claims={"sub": "a?b"}),
        Step(path="/100%/a?b", claims={"sub": "a?b"}), Step(path="/100%25/a%3fb", claims={"sub": "a?b"}, form="decoded"),
    ]))
    return cases


ROUTED = [
    allow("/orders", ["GET"], name="orders", preflight=True),
    allow("/orders/", ["POST"], name="slash"),
    allow("/Straße/{name}", ["GET"], name="street"),
    deny(name="wall", path="/admin/{*rest}"),
    open_to_all("/{*rest}", ["GET", "OPTIONS", "DELETE"], name="all"),
]
ROUTERS = {"case": ["case"], "slash": ["last-slash"], "both": ["case", "last-slash"], "twice": ["case", "case"], "nothing": []}


def routers() -> list[dict[str, Any]]:
    """Routers that ignore case or a last slash, and meet other rules thereby."""
    asked = [
        ("GET", "/orders"), ("GET", "/Orders"), ("HEAD", "/ORDERS"), ("GET", "/orders/"), ("GET", "/ORDERS/"), ("POST", "/orders"),
        ("POST", "/Orders/"), ("DELETE", "/Orders"), ("OPTIONS", "/orders"), ("OPTIONS", "/Orders"), ("OPTIONS", "/orders/"),
        ("GET", "/Straße/X"), ("GET", "/strasse/X"), ("GET", "/STRASSE/x"), ("GET", "/%C5%BFtra%C3%9Fe/x"), ("GET", "/admin/x"),
        ("GET", "/ADMIN/x"), ("DELETE", "/Admin/x/"), ("GET", "/admin/"), ("GET", "/x/Y/"), ("GET", "/"),
    ]
    cases = []
    for number, (method, path) in enumerate(asked, 1):
        steps = [Step(method, path, claims={"sub": "alice"}, ignores=ignores) for ignores in ROUTERS.values()]
        cases.append(run(f"router-{number}", ROUTED, [Step(method, path, claims={"sub": "alice"}), *steps], f"{method} {path}", CONFUSION))
    kelvin = [deny(name="k", path="/k/{x}"), open_to_all("/{*rest}", name="all")]
    cases += [
        run("router-kelvin", kelvin, [Step(path="/%E2%84%AA/x"), Step(path="/%E2%84%AA/x", ignores=["case"])],
            "U+212A is a k to some who ignore case", CONFUSION),
        run("router-decoded", ROUTED, [Step(path="/ADMIN/x", form="decoded", ignores=["case"]), Step(path="/x", form="decoded", ignores=["case"])]),
        run("router-without-a-token", ROUTED, [Step(path="/Orders", ignores=["case"]), Step(path="/orders", ignores=["case"])]),
        run("router-report-only", {"rules": ROUTED, "report_only": True}, [Step(path="/ADMIN/x", ignores=["case"])]),
    ]
    return cases
