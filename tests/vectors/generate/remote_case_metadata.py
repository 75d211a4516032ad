"""remote_metadata.json: where an issuer says that its keys are (OpenID Connect Discovery 1.0;
RFC 8414), and what it cannot say.
"""

from __future__ import annotations

import gzip
from typing import Any

from common import compact_json
from remote_keys import jwks, key, token
from remote_run import Run

ISSUER, TENANT = "https://issuer.example", "https://login.example/tenant/v2.0"
A, B = key("a"), key("b")
OPENID, OAUTH = f"{ISSUER}/.well-known/openid-configuration", f"{ISSUER}/.well-known/oauth-authorization-server"
KEYS = f"{ISSUER}/keys"


def metadata(issuer: str = ISSUER, jwks_uri: str = KEYS, **more: Any) -> str:
    return compact_json({"issuer": issuer, "jwks_uri": jwks_uri, **more})


def tests() -> list[dict[str, Any]]:
    return [*_addresses(), *_allowed(), *_believed(), *_again()]


def _addresses() -> list[dict[str, Any]]:
    openid = Run("remote-metadata-openid", issuer=ISSUER, comment="The metadata first, within its own limit, then the keys.")
    openid.poll(0, url=OPENID, fetch={"max_bytes": 65536, "timeout": 5, "with_caller_headers": True, "only_public_address": False})
    openid.tell(1, metadata(), url=KEYS, wake=4.0, fetch={"max_bytes": 262144, "timeout": 4, "with_caller_headers": True}, state="cold")
    openid.tell(2, jwks(A), state="fresh")
    openid.check(2, token(A), "accepted")
    oauth = Run("remote-metadata-404", issuer=ISSUER, comment="A 404 leads to RFC 8414's address.", flags=["RFC 8414"])
    oauth.poll(0, url=OPENID)
    oauth.tell(1, "not here", status=404, url=OAUTH, fetch={"max_bytes": 65536, "timeout": 4})
    oauth.tell(2, metadata(), url=KEYS, fetch={"timeout": 3})
    oauth.tell(3, jwks(A), state="fresh")
    neither = Run("remote-metadata-404-twice", issuer=ISSUER)
    neither.poll(0)
    neither.tell(1, status=404, url=OAUTH)
    neither.tell(2, status=404, why="status", state="unavailable")
    path = Run("remote-metadata-path", issuer=TENANT, comment="OpenID's suffix, and RFC 8414's inserted path.", flags=["RFC 8414"])
    path.poll(0, url="https://login.example/tenant/v2.0/.well-known/openid-configuration")
    path.tell(0, status=404, url="https://login.example/.well-known/oauth-authorization-server/tenant/v2.0")
    slash = Run("remote-metadata-slash", issuer=f"{ISSUER}/t/", comment="The slash at the end belongs to the issuer and not to the addresses.")
    slash.poll(0, url=f"{ISSUER}/t/.well-known/openid-configuration")
    slash.tell(0, status=404, url=f"{ISSUER}/.well-known/oauth-authorization-server/t")
    slash.tell(0, metadata(f"{ISSUER}/t/"), url=KEYS)
    root = Run("remote-metadata-root-slash", issuer=f"{ISSUER}/")
    root.poll(0, url=OPENID)
    root.tell(0, status=404, url=OAUTH)
    root.tell(0, metadata(), why="issuer_mismatch")
    port = Run("remote-metadata-port", issuer="https://issuer.example:8443")
    port.poll(0, url="https://issuer.example:8443/.well-known/openid-configuration")
    port.tell(0, metadata("https://issuer.example:8443", KEYS), url=KEYS, fetch={"with_caller_headers": False, "only_public_address": True})
    named = Run(
        "remote-metadata-url", metadata_url=f"{ISSUER}/any/where", metadata_issuer=TENANT, comment="One address, and the issuer it must be of."
    )
    named.poll(0, url=f"{ISSUER}/any/where")
    named.tell(0, metadata(TENANT), url=KEYS)
    named.tell(0, jwks(A), state="fresh")
    only = Run(
        "remote-metadata-url-404", metadata_url=f"{ISSUER}/any/where", metadata_issuer=TENANT, comment="There is no other address to fall through to."
    )
    only.poll(0)
    only.tell(0, status=404, why="status")
    other = Run(
        "remote-metadata-issuer", issuer="https://login.example/common/v2.0",
        metadata_issuer="https://login.example/{tenantid}/v2.0", comment="As Entra's common endpoint has it.",
    )
    other.poll(0, url="https://login.example/common/v2.0/.well-known/openid-configuration")
    other.tell(0, metadata("https://login.example/{tenantid}/v2.0", "https://login.example/common/keys"), url="https://login.example/common/keys")
    tests = [openid, oauth, neither, path, slash, root, port, named, only, other]
    for status in (400, 401, 403, 410, 500, 503, 204, 304):
        falls = Run(f"remote-metadata-{status}", issuer=ISSUER, comment="Only a 404 falls through." if status == 400 else None)
        falls.poll(0)
        falls.tell(1, status=status, why="status", state="unavailable")
        tests.append(falls)
    return [one.case() for one in tests]


def _allowed() -> list[dict[str, Any]]:
    def run(id: str, uri: str, *, why: str | None = None, is_callers: bool = False, issuer: str = ISSUER, **options: Any) -> dict[str, Any]:
        case = Run(f"remote-jwks-uri-{id}", issuer=issuer, **options)
        case.poll(0)
        if why:
            case.tell(0, metadata(issuer, uri), why=why, url=None, state="unavailable")
        else:
            case.tell(0, metadata(issuer, uri), url=uri, fetch={"with_caller_headers": is_callers, "only_public_address": not is_callers})
            case.tell(0, jwks(A), state="fresh")
        return case.case()

    refused = "url_not_allowed"
    hosts = {"allowed_hosts": ["Keys.Example", "10.0.0.1"]}
    return [
        run("same-host", f"{ISSUER}/other/keys", is_callers=True),
        run("another-host", "https://keys.example/a", comment="Allowed, without the caller's headers, and not into a private network."),
        run("http", "http://issuer.example/keys", why=refused, flags=["server-side request forgery"]),
        run("http-allowed", "http://keys.example/a", allow_http=True),
        run("http-issuer", "http://issuer.example/keys", issuer="http://issuer.example", allow_http=True, is_callers=True),
        run("loopback", "https://127.0.0.1/keys", why=refused, flags=["server-side request forgery"]),
        run("loopback-6", "https://[::1]/keys", why=refused, flags=["server-side request forgery"]),
        run("private", "https://10.0.0.1/keys", why=refused, flags=["server-side request forgery"]),
        run("metadata-service", "https://169.254.169.254/latest", why=refused, flags=["server-side request forgery"]),
        run("private-http", "http://169.254.169.254/latest", why=refused, allow_http=True, flags=["server-side request forgery"]),
        run("mapped-loopback", "https://[::ffff:127.0.0.1]/keys", why=refused, flags=["server-side request forgery"]),
        run("public-address", "https://9.9.9.9/keys"),
        run("own-private-address", "https://10.0.0.1/keys", issuer="https://10.0.0.1", is_callers=True, comment="The caller has named it."),
        run("own-address-other-port", "https://10.0.0.1:8443/keys", why=refused, issuer="https://10.0.0.1", flags=["server-side request forgery"]),
        run("allowed-host", "https://keys.example/a", is_callers=True, **hosts),
        run("allowed-private", "https://10.0.0.1/keys", is_callers=True, **hosts),
        run("home-beside-allowed", f"{ISSUER}/keys", is_callers=True, **hosts, comment="The issuer's own host is always allowed."),
        run("not-allowed-host", "https://other.example/a", why=refused, **hosts),
        run("allowed-subdomain", "https://a.keys.example/a", why=refused, **hosts, comment="A name is itself and nothing below it."),
        run("only-home", "https://keys.example/a", why=refused, allowed_hosts=[]),
        run("userinfo", "https://user@issuer.example/keys", why=refused),
        run("other-scheme", "file:///etc/keys", why=refused, flags=["server-side request forgery"]),
        run("relative", "/keys", why=refused),
    ]


def _believed() -> list[dict[str, Any]]:
    def run(id: str, body: str | bytes, why: str, **options: Any) -> dict[str, Any]:
        case = Run(f"remote-metadata-{id}", issuer=ISSUER, **options)
        case.poll(0)
        case.tell(0, body, why=why, url=None, state="unavailable")
        return case.case()

    wrong, other = "metadata_invalid", "issuer_mismatch"
    padded = metadata(note="x" * 65536)
    return [
        run("of-another-issuer", metadata("https://other.example"), other, flags=["metadata of another issuer"]),
        run("slash-more", metadata(f"{ISSUER}/"), other),
        run("case", metadata("https://ISSUER.example"), other, comment="Compared as text."),
        run("without-issuer", compact_json({"jwks_uri": KEYS}), wrong),
        run("without-jwks-uri", compact_json({"issuer": ISSUER}), wrong),
        run("issuer-of-another-type", compact_json({"issuer": [ISSUER], "jwks_uri": KEYS}), wrong),
        run("jwks-uri-of-another-type", compact_json({"issuer": ISSUER, "jwks_uri": [KEYS]}), wrong),
        run("html", "<!doctype html><title>Welcome</title>", wrong),
        run("empty", "", wrong),
        run("list", "[]", wrong),
        run("duplicate-issuer", f'{{"issuer":"https://other.example","issuer":"{ISSUER}","jwks_uri":"{KEYS}"}}', wrong, flags=["JSON ambiguity"]),
        run("key-set", jwks(A), wrong),
        run("trailing", metadata() + "x", wrong),
        run("not-utf8", b'{"issuer":"\xff"}', wrong),
        run("broken-gzip", gzip.compress(metadata().encode(), mtime=0)[:-9], wrong),
        run("too-large", padded, "too_large"),
        run("bomb", gzip.compress(padded.encode(), mtime=0), "too_large", flags=["inflate bomb"]),
        run("over-limit", metadata(), "too_large", max_metadata_bytes=20),
    ]


def _again() -> list[dict[str, Any]]:
    kept = Run("remote-metadata-kept", issuer=ISSUER, comment="Metadata that is young enough is not asked for again; keys hold no longer than it.")
    kept.poll(0)
    kept.tell(0, metadata(), headers=[["cache-control", "max-age=3600"]])
    kept.tell(0, jwks(A), wake=480.0, state="fresh")
    kept.poll(480, url=KEYS)
    kept.tell(480, jwks(A), wake=480.0)
    kept.poll(960, url=KEYS)
    kept.tell(960, jwks(A))
    kept.poll(1440, url=KEYS)
    kept.tell(1440, jwks(A))
    kept.poll(1920, url=OPENID)
    bound = Run(
        "remote-metadata-bounds-keys", issuer=ISSUER,
        comment="Both together keep what is promised of a key that was removed: the metadata counts from when it was sent.",
    )
    bound.poll(0)
    bound.tell(0, metadata(), headers=[["cache-control", "max-age=1000"]])
    bound.tell(0, jwks(A), headers=[["cache-control", "max-age=400"]])
    bound.poll(320, url=KEYS)
    bound.tell(320, jwks(A), headers=[["cache-control", "max-age=3600"]], wake=544.0)
    bound.check(999.75, token(A), "accepted", state="due")
    bound.check(1000, token(A), "waits", state="expired")
    old = Run("remote-metadata-second-half", issuer=ISSUER, comment="In the second half of its time metadata is asked for again.")
    old.poll(0)
    old.tell(0, metadata())
    old.tell(0, jwks(A))
    old.poll(480, url=OPENID)
    old.tell(480, metadata(jwks_uri=f"{ISSUER}/moved"), url=f"{ISSUER}/moved")
    old.tell(480, jwks(B), events=["fetched", "rotated"])
    shortest = Run(
        "remote-metadata-min-age", issuer=ISSUER, max_age=60,
        comment="Nor is it gone by where it holds for less than the least age of keys, which could outlive it.",
    )
    shortest.poll(0)
    shortest.tell(0, metadata())
    shortest.tell(0, jwks(A), wake=48.0)
    shortest.check(29, token(B), "waits")
    shortest.poll(29, url=OPENID)
    lost = Run(
        "remote-metadata-after-failure", issuer=ISSUER, comment="After a failed try the metadata is asked for again: it may be what was wrong."
    )
    lost.poll(0)
    lost.tell(0, metadata())
    lost.tell(0, jwks(A))
    lost.check(10, token(B), "waits")
    lost.poll(10, url=KEYS)
    lost.tell(10, status=410, why="status", retry_in=0.5)
    lost.check(40, token(B), "waits")
    lost.poll(40, url=OPENID)
    moved = Run(
        "remote-metadata-moved-etag", issuer=ISSUER, comment="An entity tag belongs to its address: another one could answer 304 of other keys."
    )
    moved.poll(0)
    moved.tell(0, metadata())
    moved.tell(0, jwks(A), headers=[["etag", '"1"']])
    moved.poll(480, url=OPENID)
    moved.tell(480, metadata(jwks_uri=f"{ISSUER}/moved"), url=f"{ISSUER}/moved", condition=[])
    moved.tell(480, status=304, why="status")
    stays = Run("remote-metadata-etag", issuer=ISSUER, comment="The same address is asked whether its keys are still the same; the metadata is not.")
    stays.poll(0, condition=[])
    stays.tell(0, metadata(), headers=[["etag", '"m"']], condition=[])
    stays.tell(0, jwks(A), headers=[["etag", '"1"']])
    stays.poll(480, url=OPENID, condition=[])
    stays.tell(480, metadata(), url=KEYS, condition=[["if-none-match", '"1"']])
    stays.tell(480, status=304, state="fresh", events=["fetched"])
    time = Run("remote-metadata-timeout", issuer=ISSUER, comment="The time limit is for all of a flight.")
    time.poll(0)
    time.tell(4, metadata(), fetch={"timeout": 1}, wake=1.0)
    time.tell(5, jwks(A), why="timeout", state="unavailable")
    return [one.case() for one in (kept, bound, old, shortest, lost, moved, stays, time)]
