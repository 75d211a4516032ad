"""remote_options.json: the options of a set: what each is by default is in the other files; here is
what is refused when a set is made.
"""

from __future__ import annotations

from typing import Any

from remote_keys import jwks, key, token
from remote_run import URL, Run, made, refused

ISSUER = "https://issuer.example"
A = key("a")
LENGTHS = ("default_age", "min_age", "max_age", "stale", "cooldown", "timeout")


def tests() -> list[dict[str, Any]]:
    return [*_places(), *_urls(), *_lengths(), *_counts(), *_others()]


def _places() -> list[dict[str, Any]]:
    meta = f"{ISSUER}/metadata"
    return [
        refused("remote-place-none", url=None, comment="There must be one place to find keys, and no more."),
        refused("remote-place-url-and-issuer", issuer=ISSUER),
        refused("remote-place-url-and-metadata", metadata_url=meta, metadata_issuer=ISSUER),
        refused("remote-place-issuer-and-metadata", url=None, issuer=ISSUER, metadata_url=meta),
        refused("remote-place-all", issuer=ISSUER, metadata_url=meta, metadata_issuer=ISSUER),
        refused(
            "remote-place-metadata-without-issuer", url=None, metadata_url=meta,
            comment="Metadata is believed about the issuer that it is asked for, and no other.",
        ),
        refused("remote-place-url-and-metadata-issuer", metadata_issuer=ISSUER),
        refused("remote-place-url-and-allowed-hosts", allowed_hosts=["a.example"]),
        refused("remote-place-metadata-issuer-alone", url=None, metadata_issuer=ISSUER),
        made("remote-place-url"),
        made("remote-place-issuer", url=None, issuer=ISSUER),
        made("remote-place-metadata", url=None, metadata_url=meta, metadata_issuer=ISSUER),
        made("remote-place-issuer-and-metadata-issuer", url=None, issuer=ISSUER, metadata_issuer="https://other.example"),
    ]


def _urls() -> list[dict[str, Any]]:
    wrong = {
        "http": "http://issuer.example/k",
        "ftp": "ftp://issuer.example/k",
        "file": "file:///k",
        "data": "data:application/json,{}",
        "relative": "/jwks.json",
        "empty": "",
        "host": "https:///k",
        "userinfo": "https://user:secret@issuer.example/k",
        "fragment": "https://issuer.example/k#x",
        "space": "https://issuer.example/a b",
        "tab": "https://issuer.example/\tk",
        "unicode": "https://issüer.example/k",
        "port-0": "https://issuer.example:0/k",
        "port-65536": "https://issuer.example:65536/k",
        "short-address": "https://127.1/k",
        "hex-address": "https://0x7f000001/k",
        "encoded-host": "https://issuer%2eexample/k",
        "backslash": "https://issuer.example\\@other.example/k",
        "long": "https://issuer.example/" + "k" * 2048,
    }
    tests = [refused(f"remote-url-{id}", url=url) for id, url in wrong.items()]
    tests += [
        refused(f"remote-metadata-url-{id}", url=None, metadata_url=wrong[id], metadata_issuer=ISSUER) for id in ("http", "userinfo", "relative")
    ]
    tests += [refused(f"remote-issuer-{id}", url=None, issuer=wrong[id]) for id in ("http", "userinfo", "relative", "fragment")]
    tests.append(refused("remote-issuer-query", url=None, issuer=f"{ISSUER}?x=y", comment="RFC 8414, section 2."))
    plain = Run("remote-allow-http", url="http://issuer.example/k", allow_http=True)
    plain.poll(0, url="http://issuer.example/k")
    plain.tell(0, jwks(A), state="fresh")
    query = Run("remote-url-query", url="https://issuer.example:8443/k?p=b2c", comment="As Azure AD B2C has it.")
    query.poll(0, url="https://issuer.example:8443/k?p=b2c")
    address = Run("remote-url-private-address", url="https://10.0.0.1/k", comment="The caller has named it.")
    address.poll(0, fetch={"url": "https://10.0.0.1/k", "only_public_address": False, "with_caller_headers": True})
    six = Run("remote-url-address-6", url="https://[::1]:8443/k")
    six.poll(0, url="https://[::1]:8443/k")
    return [*tests, *(one.case() for one in (plain, query, address, six)), made("remote-url-2048", url="https://issuer.example/" + "k" * 2025)]


def _lengths() -> list[dict[str, Any]]:
    tests = []
    for name in LENGTHS:
        id = name.replace("_", "-")
        tests += [
            refused(f"remote-{id}-{kind}", **{name: value})
            for kind, value in (("nonsense", "soon"), ("negative", -1), ("fraction", 1.5), ("unit", "1y"), ("empty", ""))
        ]
        tests.append(made("remote-stale-0", stale=0, comment="No grace at all.") if name == "stale" else refused(f"remote-{id}-0", **{name: 0}))
    bound = Run("remote-stale-0-used", stale=0)
    bound.fetch(0, A)
    bound.fail(599, state="due")
    bound.check(599.75, token(A), "accepted", state="due")
    bound.check(600, token(A), "ERR_JWKS_UNAVAILABLE", state="unavailable")
    day = Run("remote-stale-1d", stale="1d")
    day.fetch(0, A)
    day.fail(86999, state="stale")
    day.check(86999.75, token(A), "accepted", state="stale")
    day.check(87000, token(A), "ERR_JWKS_UNAVAILABLE", state="unavailable")
    return tests + [
        bound.case(),
        day.case(),
        refused("remote-min-age-over-max-age", min_age="2h"),
        refused("remote-max-age-under-min-age", max_age="30s", comment="The default of min_age is a minute."),
        made("remote-min-age-is-max-age", min_age="1h"),
        refused("remote-timeout-over-a-minute", timeout="61s", comment="A check would wait as long."),
        made("remote-timeout-a-minute", timeout="1m"),
    ]


def _counts() -> list[dict[str, Any]]:
    most = {"max_keys": 1000, "max_set_bytes": 1 << 20, "max_metadata_bytes": 1 << 20, "max_waiting": 1_000_000}
    tests = []
    for name, limit in most.items():
        id = name.replace("_", "-")
        tests += [
            refused(f"remote-{id}-0", **{name: 0}),
            refused(f"remote-{id}-over", **{name: limit + 1}),
            made(f"remote-{id}-most", **{name: limit}),
        ]
    limits = Run("remote-limits-in-requests", issuer=ISSUER, max_set_bytes=1000, max_metadata_bytes=2000, timeout="8s")
    limits.poll(0, fetch={"max_bytes": 2000, "timeout": 8})
    limits.tell(1, '{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/k"}', fetch={"max_bytes": 1000, "timeout": 7})
    return [*tests, limits.case()]


def _others() -> list[dict[str, Any]]:
    hosts = {
        "url": "https://a.example",
        "path": "a.example/k",
        "port": "a.example:8443",
        "empty": "",
        "wildcard": "*.example",
        "space": " a.example",
        "userinfo": "u@a.example",
        "short-address": "127.1",
    }
    tests = [refused(f"remote-allowed-hosts-{id}", url=None, issuer=ISSUER, allowed_hosts=["b.example", host]) for id, host in hosts.items()]
    tests[0]["comment"] = "What no address could ever be compared with is a mistake."
    return tests + [
        made(
            "remote-allowed-hosts-address-6", url=None, issuer=ISSUER,
            allowed_hosts=["[2001:db8::1]", "10.0.0.1", "A.example", "localhost", "a_b.example."],
        ),
        refused("remote-signature-uses-sig", signature_uses=["sig"]),
        refused("remote-signature-uses-enc", signature_uses=["jwt-svid", "enc"], comment="Refused when the set is made, and not when keys come."),
        made("remote-signature-uses", url=URL, signature_uses=["jwt-svid"]),
    ]
