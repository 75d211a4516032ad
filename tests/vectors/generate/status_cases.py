"""The cases of `status_lists.run`: the draft's own lists, what must be refused, redirects, and for
how long a list holds.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import hand
from common import NOW, b64u, compact_json
from status_run import LIST, OTHER, URI, Run, list_token, on_list, sign, token

ACCEPTED, REVOKED, UNAVAILABLE = "accepted", "ERR_JWT_REVOKED", "ERR_JWT_REVOCATION_UNAVAILABLE"
INVALID, MISMATCH = "ERR_JWT_CLAIM_INVALID", "ERR_JWT_CLAIM_MISMATCH"
DRAFT = "draft-ietf-oauth-status-list-21"
Cases = list[dict[str, Any]]


def packed(statuses: bytes, bits: int = 1, level: int = 9) -> dict[str, Any]:
    return {"bits": bits, "lst": b64u(zlib.compress(statuses, level))}


def of_the_draft() -> Cases:
    """Every list that the draft prints, at every index that it names and at some that it does not.
    """
    found = json.loads((Path(__file__).resolve().parent / "rfc" / f"{DRAFT}.json").read_text(encoding="ascii"))
    cases = []
    for name, one in found["short"].items():
        run = Run(f"status-draft-{name}", comment="Section 4.1", flags=[DRAFT])
        body = list_token(status_list={"bits": one["bits"], "lst": one["lst"]})
        for index, status in enumerate(one["statuses"]):
            gives = REVOKED if status else ACCEPTED
            run.check(1, on_list(index), gives) if index else run.fetch(0, on_list(index), body, gives)
        run.check(1, on_list(len(one["statuses"])), INVALID)
        cases.append(run.case())
    for name, one in found["lists"].items():
        run = Run(f"status-draft-{name}-long", comment="Test vectors for Status List encoding", flags=[DRAFT])
        body = list_token(status_list={"bits": one["bits"], "lst": one["lst"]})
        statuses = {int(index): status for index, status in one["statuses"].items()}
        some = list(statuses.items())[:40]
        around = [index + 1 for index, _ in some[:8] if index + 1 not in statuses]
        run.fetch(0, on_list(some[0][0]), body, REVOKED if some[0][1] else ACCEPTED)
        for index, status in some[1:]:
            run.check(1, on_list(index), REVOKED if status else ACCEPTED)
        for index in [*around, one["entries"] - 1]:
            run.check(1, on_list(index), REVOKED if statuses.get(index) else ACCEPTED)
        run.check(1, on_list(one["entries"]), INVALID)
        cases.append(run.case())
    return cases


def statuses() -> Cases:
    """What each status means, at each number of bits."""
    cases = []
    for bits in (1, 2, 4, 8):
        values = range(1 << bits) if bits < 8 else [*range(16), 127, 128, 254, 255]
        per = 8 // bits
        whole = bytearray(1 + len(values) // per)
        for place, value in enumerate(values):
            whole[place // per] |= value << place % per * bits
        run = Run(f"status-values-{bits}-bit")
        body = list_token(status_list=packed(bytes(whole), bits))
        for place, value in enumerate(values):
            gives = REVOKED if value else ACCEPTED
            run.check(1, on_list(place), gives) if place else run.fetch(0, on_list(place), body, gives)
        cases.append(run.case())
    for level in (0, 1, 6):
        run = Run(f"status-compressed-by-{level}", comment="However well it is compressed")
        run.fetch(0, on_list(1), list_token(status_list=packed(bytes([0xB9, 0xA3]), 1, level)), ACCEPTED)
        run.check(0, on_list(3), REVOKED)
        cases.append(run.case())
    run = Run("status-empty-list", comment="It says nothing of any token")
    run.fetch(0, on_list(0), list_token(status_list=packed(b"")), INVALID)
    cases.append(run.case())
    return cases


def claims() -> Cases:
    """What the status claim may be."""
    cases = []
    bad: dict[str, Any] = {
        "negative": -1, "fraction": 1.5, "text": "1", "null": None, "true": True, "list": [1], "object": {}, "too-great": 2**64, "huge": 10**30,
    }
    for name, index in bad.items():
        cases.append(one(f"status-idx-{name}", on_list(index), INVALID))
    for name, index in {"exponent": "1e2", "integral-fraction": "1.0", "negative-zero": "-0"}.items():
        text = compact_json({"sub": "alice", "exp": NOW + 1_000_000, "status": {"status_list": {"idx": 0, "uri": URI}}}).replace('"idx":0', f'"idx":{index}')
        run = Run(f"status-idx-{name}", comment="A number, and no integer as everybody writes it")
        run.check(0, sign(text, "JWT"), INVALID, refused=f"{INVALID} status")
        cases.append(run.case())
    for name, uri in {"number": 1, "null": None, "list": [URI]}.items():
        cases.append(one(f"status-uri-{name}", on_list(0, uri), INVALID))
    for name, status in {"no-idx": {"uri": URI}, "no-uri": {"idx": 0}, "empty": {}, "text": URI, "list": [0, URI], "null": None}.items():
        cases.append(one(f"status-list-{name}", token({"status_list": status}), INVALID))
    for name, status in {"text": "active", "number": 0, "list": [], "null": None}.items():
        cases.append(one(f"status-{name}", token(status), INVALID))
    cases.append(one("status-empty-object", token({}), UNAVAILABLE))
    cases.append(one("status-other-mechanism", token({"identifier_list": {"id": "a", "uri": URI}}), UNAVAILABLE))
    run = Run("status-both-mechanisms", comment="The one that is known counts")
    run.fetch(0, token({"identifier_list": {}, "status_list": {"idx": 1, "uri": URI, "more": 1}}), list_token(), ACCEPTED)
    cases.append(run.case())
    run = Run("status-none", comment="A token without the claim is on no list")
    run.check(0, sign({"sub": "alice", "exp": NOW + 1_000_000}, "JWT"), ACCEPTED)
    cases.append(run.case())
    run = Run("status-expired-token", comment="Nothing is fetched for a token that is not good otherwise")
    run.check(2_000_000, on_list(1), "ERR_JWT_EXPIRED", refused="ERR_JWT_EXPIRED exp")
    cases.append(run.case())
    run = Run("status-without-lists", lists=False)
    run.check(0, on_list(1), UNAVAILABLE)
    run.check(0, token("active"), ACCEPTED)
    run.check(0, token({}), UNAVAILABLE)
    cases.append(run.case())
    run = Run("status-waived", lists=False, verifier={"allow_unchecked_status": True})
    for status in ({"status_list": {"idx": 0, "uri": URI}}, {}, "active", None):
        run.check(0, token(status), ACCEPTED)
    cases.append(run.case())
    return cases


def one(id: str, token: str, gives: str, **more: Any) -> dict[str, Any]:
    """A single check that waits for nothing."""
    run = Run(id, **more)
    run.check(0, token, gives)
    return run.case()


def allowed() -> Cases:
    """Which addresses a token may name."""
    base = "https://issuer.example/statuses"
    bad = {
        "other-host": "https://evil.example/statuses/1", "other-folder": "https://issuer.example/other/1", "longer-name": f"{base}x/1",
        "folder-without-slash": base, "http": "http://issuer.example/statuses/1", "dots": f"{base}/../1", "encoded-dots": f"{base}/%2E%2e/1",
        "half-encoded-dots": f"{base}/.%2e/1", "one-dot": f"{base}/./1", "encoded-slash": f"{base}/..%2f1", "encoded-backslash": f"{base}/..%5C1",
        "backslash": f"{base}/..\\1", "fragment": f"{base}/1#a", "space": f"{base}/a b", "userinfo": "https://issuer.example@evil.example/statuses/1",
        "case": "https://Issuer.example/statuses/1", "port": "https://issuer.example:444/statuses/1", "empty": "", "relative": "/statuses/1",
        "file": "file:///etc/passwd", "data": "data:,a",
    }
    cases = [one(f"status-not-allowed-{name}", on_list(0, uri), MISMATCH) for name, uri in bad.items()]
    for name, uri in {"deeper": f"{base}/a/b/c", "query": f"{base}/1?a=/../b", "dots-in-a-name": f"{base}/..a/b..", "folder": f"{base}/"}.items():
        run = Run(f"status-allowed-{name}", uri=uri)
        run.fetch(0, on_list(1, uri), list_token(sub=uri), ACCEPTED)
        cases.append(run.case())
    exact = "https://issuer.example/list?id=1"
    run = Run("status-allowed-exactly", options={"allowed_uris": [exact]}, uri=exact)
    run.check(0, on_list(1, exact + "1"), MISMATCH)
    run.check(0, on_list(1, "https://issuer.example/list"), MISMATCH)
    run.fetch(0, on_list(1, exact), list_token(sub=exact), ACCEPTED)
    cases.append(run.case())
    plain = "http://127.0.0.1:8080/1"
    run = Run("status-allowed-http", options={"allowed_uris": ["http://127.0.0.1:8080/"], "allow_http": True}, uri=plain)
    run.fetch(0, on_list(1, plain), list_token(sub=plain), ACCEPTED)
    cases.append(run.case())
    for name, options in {
        "none": {"allowed_uris": []}, "not-https": {"allowed_uris": ["http://issuer.example/"]}, "no-url": {"allowed_uris": ["issuer.example"]},
        "folder-with-query": {"allowed_uris": ["https://issuer.example/?a=/"]}, "folder-with-dots": {"allowed_uris": ["https://issuer.example/../"]},
        "min-above-max": {"min_age": "2h"}, "no-lists": {"max_lists": 0}, "no-bytes": {"max_list_bytes": 0}, "nothing-inflated": {"max_inflated_bytes": 0},
        "no-timeout": {"timeout": 0}, "long-timeout": {"timeout": "2m"}, "no-age": {"default_age": "0s"},
    }.items():
        run = Run(f"status-options-{name}", options=options)
        cases.append({**run.case(), "expect": {"error": "ERR_OPTION_INVALID"}})
    return cases


def hostile() -> Cases:
    """What is no status list token of its address, and what would cost too much."""
    cases = []
    wrong = "not_a_status_list"
    lst = LIST["lst"]
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    without_header = b64u(raw.compress(bytes([0xB9, 0xA3])) + raw.flush())
    bodies: dict[str, str | bytes] = {
        "empty": "", "html": "<html></html>", "bytes": b"\xff\xfe", "line-break": list_token() + "\n", "cut-off": list_token()[:-4],
        "typ-jwt": list_token(typ="JWT"), "typ-absent": list_token(typ=None), "typ-case": list_token(typ="StatusList+jwt"),
        "typ-application": list_token(typ="application/statuslist+jwt"), "typ-cwt": list_token(typ="statuslist+cwt"),
        "other-signer": list_token(key=OTHER), "changed": hand.flip(list_token(), 2), "unsigned": list_token().rsplit(".", 1)[0] + ".",
        "sub-other": list_token(sub="https://issuer.example/statuses/2"), "sub-absent": list_token("sub"), "sub-longer": list_token(sub=URI + "/"),
        "iat-absent": list_token("iat"), "iat-text": list_token(iat=str(NOW)), "expired": list_token(exp=NOW), "exp-text": list_token(exp="soon"),
        "nbf": list_token(nbf=NOW + 60), "ttl-zero": list_token(ttl=0), "ttl-negative": list_token(ttl=-1), "ttl-text": list_token(ttl="300"),
        "ttl-null": list_token(ttl=None), "list-absent": list_token("status_list"), "list-text": list_token(status_list=lst),
        "list-null": list_token(status_list=None), "bits-absent": list_token(status_list={"lst": lst}), "lst-absent": list_token(status_list={"bits": 1}),
        "lst-number": list_token(status_list={"bits": 1, "lst": 1}), "lst-empty": list_token(status_list={"bits": 1, "lst": ""}),
        "lst-padded": list_token(status_list={"bits": 1, "lst": lst + "=="}), "lst-base64": list_token(status_list={"bits": 1, "lst": lst[:-1] + "+"}),
        "lst-cut-off": list_token(status_list={"bits": 1, "lst": lst[:-3]}), "lst-longer": list_token(status_list={"bits": 1, "lst": lst + "AA"}),
        "lst-raw-deflate": list_token(status_list={"bits": 1, "lst": without_header}),
        "lst-checksum": list_token(status_list={"bits": 1, "lst": lst[:-1] + "A"}),
        "lst-not-compressed": list_token(status_list={"bits": 1, "lst": b64u(bytes([0xB9, 0xA3]))}),
    }
    for bits in (0, 3, 5, 16, -1, 1.5, "1", None, True, [1]):
        bodies[f"bits-{bits}".lower().replace("--", "-minus-").replace("[", "").replace("]", "-listed").replace("'", "")] = list_token(status_list={"bits": bits, "lst": lst})
    for name, body in bodies.items():
        run = Run(f"status-hostile-{name}", flags=[DRAFT])
        run.fetch(0, on_list(1), body, UNAVAILABLE, why=wrong)
        cases.append(run.case())
    run = Run("status-hostile-bomb", comment="A thousand times as long as it looks", flags=[DRAFT], options={"max_inflated_bytes": 100_000})
    run.fetch(0, on_list(1), list_token(status_list=packed(bytes(10_000_000))), UNAVAILABLE, why="too_large")
    cases.append(run.case())
    for length, gives, why in ((1_000, ACCEPTED, None), (1_001, UNAVAILABLE, "too_large")):
        run = Run(f"status-inflated-to-{length}", options={"max_inflated_bytes": 1_000})
        run.fetch(0, on_list(1), list_token(status_list=packed(bytes(length))), gives, why=why)
        cases.append(run.case())
    body = list_token()
    for name, most, gives, why in (("as-long-as-allowed", len(body), ACCEPTED, None), ("too-long", len(body) - 1, UNAVAILABLE, "too_large")):
        run = Run(f"status-{name}", options={"max_list_bytes": most})
        run.fetch(0, on_list(1), body, gives, why=why)
        cases.append(run.case())
    run = Run("status-older-list", comment="A list from before does not bring a token back", flags=[DRAFT])
    run.fetch(0, on_list(1), list_token(iat=NOW, status_list=packed(b"\x02")), REVOKED)
    run.fetch(300, on_list(1), list_token(iat=NOW - 1, status_list=packed(b"\x00")), UNAVAILABLE, why="older_list")
    cases.append(run.case())
    return cases


def redirects() -> Cases:
    """3xx are followed, three times at most, and nowhere that is not allowed."""
    base = "https://issuer.example/statuses/"
    cases = []
    for status in (301, 302, 303, 307, 308):
        run = Run(f"status-redirect-{status}", flags=[DRAFT])
        step = run.check(0, on_list(1), "waits")
        run.poll(0)
        run.tell(1, status=status, headers=[["Location", base + "moved"]])
        run.tell(2, list_token())
        run.resume(2, step, ACCEPTED)
        cases.append(run.case())
    run = Run("status-redirect-three-times", flags=[DRAFT])
    step = run.check(0, on_list(1), "waits")
    run.poll(0)
    for location in ("/statuses/a", "b?c", "//issuer.example/statuses/d"):
        run.tell(0, status=302, headers=[["location", location]])
    run.tell(0, list_token())
    run.resume(0, step, ACCEPTED)
    cases.append(run.case())
    run = Run("status-redirect-loop", flags=[DRAFT])
    step = run.check(0, on_list(1), "waits")
    run.poll(0)
    for count in range(4):
        run.tell(0, status=302, headers=[["Location", URI]], why="too_many_redirects" if count == 3 else None)
    run.resume(0, step, UNAVAILABLE)
    cases.append(run.case())
    for name, location in {
        "other-host": "https://evil.example/statuses/1", "other-host-same-scheme": "//evil.example/statuses/1", "http": "http://issuer.example/statuses/1",
        "other-folder": "/other/1", "dots": "../other", "encoded-dots": "%2e%2e/other", "private": "https://169.254.169.254/", "file": "file:///etc/passwd",
    }.items():
        run = Run(f"status-redirect-to-{name}", flags=[DRAFT])
        step = run.check(0, on_list(1), "waits")
        run.poll(0)
        run.tell(0, status=302, headers=[["Location", location]], why="url_not_allowed")
        run.resume(0, step, UNAVAILABLE)
        cases.append(run.case())
    for status in (201, 204, 300, 302, 304, 404, 501, 503):
        run = Run(f"status-answer-{status}", comment="Neither a list nor a way to one")
        step = run.check(0, on_list(1), "waits")
        run.poll(0)
        run.tell(0, list_token(), status=status, why="status")
        run.resume(0, step, UNAVAILABLE)
        run.check(1, on_list(1), UNAVAILABLE)
        run.poll(0.25, url=None)
        run.poll(0.5)
        cases.append(run.case())
    return cases


def lifetimes() -> Cases:
    """For how long a list is used."""
    cases = []

    def fresh(id: str, seconds: float, *, headers: Any = None, options: dict[str, Any] | None = None, without: tuple[str, ...] = (), **claims: Any) -> None:
        run = Run(f"status-age-{id}", options=options)
        run.fetch(0, on_list(1), list_token(*without, **claims), ACCEPTED, headers=headers)
        run.check(seconds * 0.8 - 0.25, on_list(1), ACCEPTED)
        run.check(seconds - 0.25, on_list(1), ACCEPTED)
        run.check(seconds, on_list(1), "waits")
        cases.append(run.case())

    cached = [["Cache-Control", "max-age=60"]]
    fresh("ttl", 300)
    fresh("ttl-before-headers", 300, headers=cached)
    fresh("ttl-before-no-store", 300, headers=[["Cache-Control", "no-store"]])
    fresh("ttl-short", 10, ttl=1)
    fresh("ttl-with-fraction", 20.5, ttl=20.5)
    fresh("ttl-long", 3600, ttl=43_200)
    fresh("ttl-at-most", 120, options={"max_age": "2m"})
    fresh("ttl-at-least", 900, options={"min_age": "15m"})
    fresh("exp", 100, exp=NOW + 100)
    fresh("exp-shorter-than-least", 5, exp=NOW + 5)
    fresh("exp-alone", 100, without=("ttl",), exp=NOW + 100, headers=cached)
    fresh("exp-far", 3600, without=("ttl",), exp=NOW + 1_000_000, headers=cached)
    fresh("headers", 60, without=("ttl",), headers=cached)
    fresh("headers-no-store", 10, without=("ttl",), headers=[["Cache-Control", "no-store"]])
    fresh("headers-long", 3600, without=("ttl",), headers=[["Cache-Control", "max-age=86400"]])
    fresh("default", 600, without=("ttl",))
    fresh("default-option", 60, without=("ttl",), options={"default_age": "1m"})

    run = Run("status-stale-within-ttl", comment="It could not be renewed, and says that it may be kept")
    run.fetch(0, on_list(1), list_token(ttl=7_200), ACCEPTED)
    run.poll(3_598)
    run.tell(3_598, failed="connect")
    run.check(3_601, on_list(1), ACCEPTED)
    run.check(3_604, on_list(1), "waits")
    run.poll(7_198)
    run.tell(7_198, failed="timeout")
    run.check(7_199, on_list(1), ACCEPTED)
    run.check(7_200, on_list(1), UNAVAILABLE)
    cases.append(run.case())
    run = Run("status-never-stale-without-ttl")
    run.fetch(0, on_list(1), list_token("ttl"), ACCEPTED)
    run.poll(599)
    run.tell(599, failed="connect")
    run.check(599.5, on_list(1), ACCEPTED)
    run.check(600, on_list(1), UNAVAILABLE)
    cases.append(run.case())
    run = Run("status-unchanged", comment="304 renews it")
    tag = [["ETag", '"1"']]
    run.fetch(0, on_list(1), list_token(), ACCEPTED, headers=tag)
    step = run.check(300, on_list(1), "waits")
    run.poll(300)
    run.tell(301, status=304)
    run.resume(301, step, ACCEPTED)
    run.check(599, on_list(1), ACCEPTED)
    run.check(600, on_list(1), "waits")
    cases.append(run.case())
    run = Run("status-unchanged-and-expired", comment="304 does not renew what has expired, and the next request has no condition")
    run.fetch(0, on_list(1), list_token(exp=NOW + 100), ACCEPTED, headers=tag)
    step = run.check(100, on_list(1), "waits")
    run.poll(100)
    run.tell(100, status=304, why="not_a_status_list")
    run.resume(100, step, UNAVAILABLE)
    run.poll(101)
    run.tell(101, list_token(iat=NOW + 100), headers=tag)
    run.check(101, on_list(1), ACCEPTED)
    cases.append(run.case())
    run = Run("status-condition-after-redirect", comment="What one address calls the same may be something else at another")
    step = run.check(0, on_list(1), "waits")
    run.poll(0)
    run.tell(0, status=307, headers=[["Location", "/statuses/moved"], ["ETag", '"of the redirect"']])
    run.tell(0, list_token(), headers=tag)
    run.resume(0, step, ACCEPTED)
    run.poll(299)
    run.tell(299, status=307, headers=[["Location", "/statuses/moved"]])
    run.tell(299, status=304)
    run.check(500, on_list(1), ACCEPTED)
    cases.append(run.case())
    run = Run("status-clock-set-back", comment="It keeps nothing fresh")
    run.fetch(0, on_list(1), list_token(), ACCEPTED)
    run.check((-1_000_000, 299), on_list(1), ACCEPTED, now=NOW)
    run.check((-1_000_000, 300), on_list(1), "waits", now=NOW)
    cases.append(run.case())
    run = Run("status-slept", comment="The monotonic clock stood still")
    run.fetch(0, on_list(1), list_token(), ACCEPTED)
    run.check((300, 0), on_list(1), "waits")
    cases.append(run.case())
    run = Run("status-now-of-a-check", comment="It judges claims alone")
    run.fetch(0, on_list(1), list_token(exp=NOW + 500), ACCEPTED)
    run.check(1, on_list(1), ACCEPTED, now=NOW + 900_000)
    cases.append(run.case())
    run = Run("status-back-off", comment="Longer each time")
    for at, url in ((0, ""), (0.25, None), (0.5, ""), (1.25, None), (1.5, ""), (3.25, None), (3.5, "")):
        if at == 0:
            run.check(0, on_list(1), "waits")
        run.poll(at, url=url)
        if url is not None:
            run.tell(at, failed="connect")
    cases.append(run.case())
    run = Run("status-retry-after")
    run.check(0, on_list(1), "waits")
    run.poll(0)
    run.tell(0, status=503, headers=[["Retry-After", "20"]], why="status")
    run.poll(19, url=None)
    run.poll(20)
    cases.append(run.case())
    run = Run("status-silent-driver", comment="A flight of which nobody says anything is forgotten")
    run.check(0, on_list(1), "waits")
    run.poll(0)
    run.poll(3, url=None)
    run.poll(6.5)
    run.tell(6.5, list_token(), id=1)
    run.tell(6.5, list_token())
    run.check(6.5, on_list(1), ACCEPTED)
    cases.append(run.case())
    run = Run("status-gives-up")
    step = run.check(0, on_list(1), "waits")
    run.give_up(0, step)
    cases.append(run.case())
    return cases

