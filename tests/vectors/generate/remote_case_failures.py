"""remote_failures.json: every word for a failure, and when the next try is."""

from __future__ import annotations

import gzip
from typing import Any

from common import NOW, compact_json
from remote_http import http_date
from remote_keys import ec_key, jwks, key, secret, token
from remote_run import Run

A, B = key("a"), key("b")
TOKEN = token(A)


def tests() -> list[dict[str, Any]]:
    return [*_words(), *_bodies(), *_never_replaces(), *_backoff(), *_late()]


def _words() -> list[dict[str, Any]]:
    tests = []
    for why in ("timeout", "connect", "tls", "too_large", "url_not_allowed"):
        told = Run(f"remote-failure-{why.replace('_', '-')}", comment="What a driver tells." if why == "timeout" else None)
        told.poll(0)
        told.tell(0.5, failed=why, why=why, retry_in=0.5, wake=0.5, state="unavailable")
        tests.append(told)
    other = Run("remote-failure-own-word", comment="A driver's own word means that the connection failed.")
    other.poll(0)
    other.tell(0, failed="socket hang up", why="connect")
    tests.append(other)
    for status in (301, 302, 303, 307, 308, 300, 305):
        sent_on = Run(
            f"remote-failure-redirect-{status}", comment="Never followed, wherever to." if status == 301 else None,
            flags=["server-side request forgery"],
        )
        sent_on.poll(0)
        sent_on.tell(0, status=status, headers=[["location", "http://127.0.0.1/"]], why="redirect", url=None)
        tests.append(sent_on)
    for status in (201, 204, 206, 304, 400, 401, 403, 404, 429, 500, 502, 503, 100):
        answered = Run(
            f"remote-failure-status-{status}",
            comment={304: "Nobody asked whether the keys are the same.", 206: "A part of a set is no set."}.get(status),
        )
        answered.poll(0)
        answered.tell(0, jwks(A), status=status, why="status", state="unavailable")
        tests.append(answered)
    return [one.case() for one in tests]


def _bodies() -> list[dict[str, Any]]:
    def run(id: str, body: str | bytes, why: str, **options: Any) -> dict[str, Any]:
        case = Run(f"remote-body-{id}", **options)
        case.poll(0)
        case.tell(0, body, why=why, state="unavailable")
        return case.case()

    wrong, none, long = "not_a_key_set", "no_usable_key", "too_large"
    public = {name: value for name, value in A.items() if name != "d"}
    text = jwks(A)
    unsupported = [{"kty": "new", "kid": str(number)} for number in range(100)]
    tests = [
        run("empty", "", wrong),
        run("html", "<!doctype html><title>Sign in</title>", wrong, comment="HTML with 200."),
        run("list", compact_json([public]), wrong),
        run("jwk", compact_json(public), wrong),
        run("keys-null", '{"keys":null}', wrong),
        run("keys-object", '{"keys":{}}', wrong),
        run("null", "null", wrong),
        run("duplicate-keys", f'{{"keys":[],{text[1:]}', wrong, flags=["JSON ambiguity"]),
        run("cut-off", text[:-1], wrong),
        run("trailing", text + "x", wrong),
        run("byte-order-mark", "\ufeff" + text, wrong),
        run("not-utf8", text.encode().replace(b"EC", b"\xff").replace(b'"a"', b'"\xff"'), wrong),
        run("utf-16", text.encode("utf-16-le"), wrong),
        run("broken-gzip", gzip.compress(text.encode(), mtime=0)[:-9], wrong),
        run("no-keys", '{"keys":[]}', none),
        run("symmetric-only", compact_json({"keys": [secret("shared")]}), none, flags=["key set abuse"]),
        run("private-only", compact_json({"keys": [A]}), none),
        run("no-operations", compact_json({"keys": [{**public, "key_ops": []}]}), none),
        run("101-keys", compact_json({"keys": [public, *unsupported]}), long, comment="Those that are set aside count too."),
        run("more-keys-than-max", jwks(A, B), long, max_keys=1),
        run("too-long", text + " " * 262144, long),
        run("bomb", gzip.compress(text.encode() + b" " * 262144, mtime=0), long, flags=["inflate bomb"]),
        run("longer-than-max", text, long, max_set_bytes=len(text) - 1),
    ]
    for id, body, options in (
        ("100-keys", compact_json({"keys": [public, *unsupported[1:]]}), {}),
        ("as-many-as-max", jwks(A, B), {"max_keys": 2}),
        ("as-long-as-max", text, {"max_set_bytes": len(text)}),
        ("white-space", f"\r\n\t {text} \n", {}),
        ("encryption-only", jwks(ec_key("enc", use="enc")), {"comment": "Keys to encrypt to are of use elsewhere."}),
        (
            "duplicate-members", text.replace('"kty"', '"kid":"z","kty"').replace("]", "," + jwks(B)[9:-1], 1),
            {"comment": "One bad key spoils nothing.", "flags": ["JSON ambiguity"]},
        ),
    ):
        good = Run(f"remote-body-{id}", **options)
        good.poll(0)
        good.tell(0, body, state="fresh")
        tests.append(good.case())
    return tests


def _never_replaces() -> list[dict[str, Any]]:
    tests = []
    for id, body, why in (
        ("empty", '{"keys":[]}', "no_usable_key"), ("encryption-only", jwks(ec_key("enc", use="enc")), "no_usable_key"),
        ("symmetric", compact_json({"keys": [secret("a")]}), "no_usable_key"), ("html", "<html>", "not_a_key_set"),
    ):
        case = Run(f"remote-never-replaces-{id}", comment="A set without a usable key never replaces a good one." if id == "empty" else None)
        case.fetch(0, A)
        case.poll(480)
        case.tell(480, body, why=why, state="due")
        case.check(480, TOKEN, "accepted", state="due")
        tests.append(case.case())
    grows = Run("remote-replaces-encryption-only", comment="A key that verifies may come later.")
    grows.fetch(0, ec_key("enc", use="enc"))
    grows.check(1, TOKEN, "waits")
    grows.fetch(1, ec_key("enc", use="enc"), A, events=["fetched", "rotated"])
    grows.check(1, TOKEN, "accepted")
    return [*tests, grows.case()]


def _backoff() -> list[dict[str, Any]]:
    full = Run("remote-backoff-jitter-1", comment="From one second to sixty, doubled each time.")
    at = 0.0
    for wait in (1, 2, 4, 8, 16, 32, 60, 60):
        full.fail(at, jitter=1, retry_in=wait, wake=float(wait))
        full.poll(at + wait - 0.25, url=None, wake=0.25)
        at += wait
    half = Run("remote-backoff-jitter-half")
    at = 0.0
    for wait in (0.5, 1, 2, 4, 8, 16, 30, 30):
        half.fail(at, retry_in=wait)
        at += wait
    none = Run("remote-backoff-jitter-0", comment="Full jitter: it may be no wait at all.")
    for _ in range(8):
        none.fail(0, jitter=0, retry_in=0, wake=0)
    short = Run("remote-backoff-max-age", comment="Nobody waits for longer than keys may be used.", max_age=10, min_age=5)
    at = 0.0
    for wait in (1, 2, 4, 8, 10, 10):
        short.fail(at, jitter=1, retry_in=wait)
        at += wait
    tests = [full, half, none, short]
    for id, header, wait in (
        ("seconds", "20", 20), ("less", "0", 0.5), ("more-than-longest", "86400", 60),
        ("huge", "99999999999999999999", 60), ("nonsense", "soon", 0.5), ("negative", "-5", 0.5),
        ("date", http_date(NOW + 30), 30), ("date-past", http_date(NOW - 30), 0.5), ("fraction", "1.5", 0.5),
    ):
        asked = Run(
            f"remote-retry-after-{id}", flags=["RFC 9110"],
            comment="The server may ask for a longer wait, up to the longest." if id == "seconds" else None,
        )
        asked.poll(0)
        asked.tell(0, status=503, headers=[["Retry-After", header]], why="status", retry_in=wait, wake=float(wait))
        tests.append(asked)
    limited = Run("remote-retry-after-429", flags=["RFC 6585"])
    limited.fetch(0, A)
    limited.poll(480)
    limited.tell(480, status=429, headers=[["retry-after", "40"]], retry_in=40, state="due")
    limited.poll(519.75, url=None, wake=0.25)
    limited.check(519.75, TOKEN, "accepted", state="due")
    limited.poll(520, url="https://issuer.example/jwks.json")
    return [one.case() for one in (*tests, limited)]


def _late() -> list[dict[str, Any]]:
    late = Run("remote-failure-late", comment="What comes after the time limit is no answer.")
    late.poll(0)
    late.tell(5, jwks(A), why="timeout", state="unavailable")
    in_time = Run("remote-failure-not-late")
    in_time.poll(0)
    in_time.tell(4.75, jwks(A), state="fresh")
    told = Run("remote-failure-told-late", comment="Its driver's word for what happened counts, a moment later too.")
    told.poll(0)
    told.tell(5.5, failed="tls", why="tls", state="unavailable")
    return [one.case() for one in (late, in_time, told)]
