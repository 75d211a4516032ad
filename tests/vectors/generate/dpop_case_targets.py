"""Which request a proof is for: one of `public_origins`, and the path of the request. Whatever else
a request says of its host does not count.
"""

from __future__ import annotations

from typing import Any

from dpop_parts import ACCEPTED, INVALID, NOT_BOUND, OPTION, ORIGIN, once, proof, run, step

HOST = "https://evil.example"


def cases() -> list[dict[str, Any]]:
    return [*same(), *others(), *hosts(), *origins()]


def _target(name: str, url: str, htu: str, shown: dict[str, Any], comment: str | None = None, flags: list[str] | None = None,
            verifier: dict[str, Any] | None = None) -> dict[str, Any]:
    return once(f"target-{name}", proof(htu=htu), shown, comment, url=url, flags=flags, verifier=verifier)


def same() -> list[dict[str, Any]]:
    """The same resource in other words (RFC 3986, sections 6.2.2 and 6.2.3)."""
    return [
        _target("query", "/orders?page=2", f"{ORIGIN}/orders", ACCEPTED),
        _target("query-and-fragment-in-htu", "/orders", f"{ORIGIN}/orders?page=2#top", ACCEPTED, "RFC 9449, section 4.3: both are ignored"),
        _target("absolute", f"{ORIGIN}/orders?page=2", f"{ORIGIN}/orders", ACCEPTED),
        _target("host-in-capitals", "/orders", "HTTPS://API.Example/orders", ACCEPTED),
        _target("default-port", "/orders", f"{ORIGIN}:443/orders", ACCEPTED),
        _target("empty-path", "/", ORIGIN, ACCEPTED),
        _target("dots-in-htu", "/orders", f"{ORIGIN}/a/../b/./../orders", ACCEPTED),
        _target("dots-in-the-request", "/a/../orders", f"{ORIGIN}/orders", ACCEPTED),
        _target("encoded-dots", "/a/%2e%2E/orders", f"{ORIGIN}/orders", ACCEPTED, flags=["path normalization"]),
        _target("unreserved-encoded", "/%6frders/%7ealice", f"{ORIGIN}/orders/~alice", ACCEPTED),
        _target("encoding-in-small", "/a%2fb", f"{ORIGIN}/a%2Fb", ACCEPTED),
        _target("two-slashes", "//evil.example/orders", f"{ORIGIN}//evil.example/orders", ACCEPTED, "a path, however much it looks like a host"),
    ]


def others() -> list[dict[str, Any]]:
    paths = ["path normalization"]
    return [
        _target("another-path", "/orders", f"{ORIGIN}/refunds", INVALID),
        _target("slash-at-the-end", "/orders", f"{ORIGIN}/orders/", INVALID),
        _target("path-in-capitals", "/orders", f"{ORIGIN}/Orders", INVALID),
        _target("encoded-slash", "/a%2Fb", f"{ORIGIN}/a/b", INVALID, flags=paths),
        _target("encoded-twice", "/%252e%252e/orders", f"{ORIGIN}/orders", INVALID, flags=paths),
        _target("dots-to-elsewhere", "/orders/../refunds", f"{ORIGIN}/orders", INVALID, flags=paths),
        _target("backslash", "/a\\b", f"{ORIGIN}/a/b", INVALID, flags=paths),
        _target("bad-encoding", "/%zz", f"{ORIGIN}/%zz", INVALID, flags=paths),
        _target("not-ascii", "/\u00e9", f"{ORIGIN}/\u00e9", INVALID, "a URL is ASCII"),
        _target("http", "/orders", "http://api.example/orders", INVALID),
        _target("another-port", "/orders", f"{ORIGIN}:8443/orders", INVALID),
        _target("another-host", "/orders", f"{HOST}/orders", INVALID),
        _target("dot-after-the-host", "/orders", "https://api.example./orders", INVALID),
        _target("relative", "/orders", "/orders", INVALID),
        _target("without-scheme", "/orders", "//api.example/orders", INVALID),
        _target("user", "/orders", "https://api.example@evil.example/orders", INVALID),
        _target("empty", "/orders", "", INVALID),
        _target("request-without-slash", "orders", f"{ORIGIN}/orders", INVALID),
        _target("request-star", "*", f"{ORIGIN}/*", INVALID),
        _target("request-empty", "", ORIGIN, INVALID),
        _target("request-user", "@evil.example/orders", "https://api.example@evil.example/orders", INVALID),
    ]


def hosts() -> list[dict[str, Any]]:
    """What frameworks make of Host and X-Forwarded-Host: a URL of the sender's choice, for which
    the sender also has a proof.
    """
    forged = [f"{HOST}/orders", "http://api.example/orders", f"{ORIGIN}:8443/orders", "https://api.example.evil.example/orders", f"{ORIGIN}./orders",
              "https://api.example@evil.example/orders", "https://api.example%2eevil.example/orders", "https://[::1]/orders", "https://127.1/orders"]
    names = ["host", "scheme", "port", "host-that-begins-alike", "host-with-a-dot", "user", "encoded-host", "address", "short-address"]
    return [_target(f"forged-{name}", url, url, INVALID, flags=["X-Forwarded-Host", "Host"]) for name, url in zip(names, forged, strict=True)]


def origins() -> list[dict[str, Any]]:
    two = {"public_origins": ["https://API.example:443/", "http://localhost:8080"]}
    tests = [
        _target("of-two-first", "/orders", f"{ORIGIN}/orders", ACCEPTED, verifier=two),
        _target("of-two-second", "/orders", "http://localhost:8080/orders", ACCEPTED, verifier=two),
        _target("of-two-the-other", "http://localhost:8080/orders", f"{ORIGIN}/orders", INVALID, "a whole URL means its own origin", verifier=two),
        _target("of-none", "/orders", f"{ORIGIN}/orders", NOT_BOUND, "without public_origins no proof can be checked", verifier={}),
        once("request-without-method", proof(), OPTION, method=None),
        once("request-without-url", proof(), OPTION, url=None),
    ]
    wrong = {"empty-list": [], "bare-host": ["api.example"], "path": ["https://api.example/v1"], "query": ["https://api.example?x"], "star": ["*"],
             "user": ["https://u@api.example"], "scheme": ["ftp://api.example"], "one-of-two": [ORIGIN, "api.example"]}
    tests += [_refused(name, given) for name, given in wrong.items()]
    return tests


def _refused(name: str, given: list[str]) -> dict[str, Any]:
    case = run(f"origins-{name}", [(step(proof=proof()), {})], verifier={"public_origins": given})
    return case | {"expect": OPTION}
