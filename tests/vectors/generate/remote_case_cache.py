"""remote_cache.json: for how long keys are used by what their server's headers say (RFC 9111), and
how they are asked for again (RFC 9110).
"""

from __future__ import annotations

from typing import Any

from common import NOW
from remote_http import Headers, http_date
from remote_keys import jwks, key, token
from remote_run import Run

A, B = key("a"), key("b")
TOKEN = token(A)
TAG, WEAK = '"v1"', 'W/"v1"'


def tests() -> list[dict[str, Any]]:
    return [*_ages(), *_conditional()]


def _ages() -> list[dict[str, Any]]:
    def run(id: str, fresh_for: float, headers: Headers, **options: Any) -> dict[str, Any]:
        case = Run(f"remote-age-{id}", **{"flags": ["RFC 9111"], **options})
        case.poll(0)
        case.tell(0, jwks(A), headers=headers, wake=fresh_for * 0.8, state="fresh")
        case.check(fresh_for - 0.25, TOKEN, "accepted", state="due", due=True)
        case.check(fresh_for, TOKEN, "waits", state="expired")
        return case.case()

    def control(value: str, *more: list[str]) -> Headers:
        return [["Cache-Control", value], *more]

    date, day = ["Date", http_date(NOW)], 86400
    return [
        run("default", 600, []),
        run("default-option", 120, [], default_age="2m"),
        run("default-over-max", 60, [], max_age=60, min_age=30),
        run("max-age", 900, control("max-age=900")),
        run("public-max-age", 900, control("public, max-age=900, must-revalidate")),
        run("case", 900, control("MAX-AGE=900")),
        run("smallest", 300, [*control("max-age=900"), *control("max-age=300")]),
        run("s-maxage", 900, control("s-maxage=60, max-age=900"), comment="For shared caches."),
        run("at-most", 3600, control(f"max-age={day}"), comment="Headers can only shorten it."),
        run("at-most-option", 7200, control(f"max-age={day}"), max_age="2h"),
        run("at-least", 60, control("max-age=5")),
        run("at-least-option", 5, control("max-age=1"), min_age=5),
        run("zero", 60, control("max-age=0")),
        run("negative", 60, control("max-age=-1")),
        run("nonsense", 60, control("max-age=soon")),
        run("huge", 3600, control("max-age=99999999999999999999")),
        run("no-store", 60, control("no-store")),
        run("no-cache", 60, control("no-cache, max-age=900")),
        run("vary", 60, control("max-age=900", ["Vary", "*"])),
        run("vary-by-name", 900, control("max-age=900", ["Vary", "Accept-Encoding"])),
        run("age", 500, control("max-age=900", ["Age", "400"])),
        run("age-over", 60, control("max-age=900", ["Age", "901"])),
        run("age-lies", 60, control("max-age=900", ["Age", "99999999999"]), flags=["RFC 9111", "removed key lives on"]),
        run("age-negative", 900, control("max-age=900", ["Age", "-400"]), flags=["RFC 9111", "removed key lives on"]),
        run("age-without-lifetime", 600, [["Age", "400"]], comment="The default holds from when it was asked for."),
        run("date-past", 600, control("max-age=900", ["Date", http_date(NOW - 300)])),
        run("date-lies", 60, control("max-age=900", ["Date", http_date(NOW - day)]), flags=["RFC 9111", "removed key lives on"]),
        run(
            "date-future", 900, control("max-age=900", ["Date", http_date(NOW + day)]),
            flags=["RFC 9111", "removed key lives on"], comment="Adds nothing.",
        ),
        run("date-and-age", 500, control("max-age=900", ["Date", http_date(NOW - 300)], ["Age", "400"]), comment="The larger of both."),
        run("date-nonsense", 900, control("max-age=900", ["Date", "today"])),
        run("expires", 700, [date, ["Expires", http_date(NOW + 700)]]),
        run("expires-past", 60, [date, ["Expires", http_date(NOW - 700)]]),
        run("expires-zero", 60, [date, ["Expires", "0"]]),
        run("expires-without-date", 700, [["Expires", http_date(NOW + 700)]]),
        run("expires-beside-max-age", 900, control("max-age=900", date, ["Expires", http_date(NOW + 100)])),
        run("expires-far", 3600, [date, ["Expires", http_date(NOW + 365 * day)]]),
        run("expires-old-date", 100, [["Date", http_date(NOW - 600)], ["Expires", http_date(NOW + 100)]]),
        run("pragma", 600, [["Pragma", "no-cache"]], comment="Only requests have it (RFC 9111, section 5.4)."),
    ]


def _conditional() -> list[dict[str, Any]]:
    tagged = Run("remote-304-etag", flags=["RFC 9110"], comment="The same keys, which are fresh again; the tag stays.")
    tagged.fetch(0, A, headers=[["ETag", TAG]])
    tagged.poll(480, condition=[["if-none-match", TAG]])
    tagged.tell(481, status=304, events=["fetched"], wake=479.0, state="fresh")
    tagged.check(481, TOKEN, "accepted")
    tagged.poll(960, condition=[["if-none-match", TAG]])
    weak = Run("remote-304-weak-etag", flags=["RFC 9110"])
    weak.fetch(0, A, headers=[["etag", WEAK]])
    weak.poll(480, condition=[["if-none-match", WEAK]])
    weak.tell(480, status=304, headers=[["etag", '"v2"'], ["cache-control", "max-age=100"]], wake=80.0)
    weak.poll(560, condition=[["if-none-match", '"v2"']])
    both = Run("remote-304-etag-and-date", flags=["RFC 9110"], comment="A tag says more than a date.")
    both.fetch(0, A, headers=[["etag", TAG], ["last-modified", http_date(NOW - 60)], ["date", http_date(NOW)]])
    both.poll(480, condition=[["if-none-match", TAG]])
    date = Run("remote-304-last-modified", flags=["RFC 9110"])
    date.fetch(0, A, headers=[["last-modified", http_date(NOW - 60)], ["date", http_date(NOW)]])
    date.poll(480, condition=[["if-modified-since", http_date(NOW - 60)]])
    date.tell(480, status=304, state="fresh")
    tests = [tagged, weak, both, date]
    for id, headers in (
        ("no-validator", []), ("etag-unquoted", [["etag", "v1"]]), ("etag-any", [["etag", "*"]]),
        ("etag-list", [["etag", '"a", "b"']]), ("etag-quote", [["etag", '"a"b"']]),
        ("etag-header-injection", [["etag", '"a\r\nx: y"']]),
        ("last-modified-alone", [["last-modified", http_date(NOW - 60)]]),
        ("last-modified-in-this-second", [["last-modified", http_date(NOW)], ["date", http_date(NOW)]]),
        ("last-modified-nonsense", [["last-modified", "then"], ["date", http_date(NOW)]]),
    ):
        case = Run(
            f"remote-304-{id}", flags=["RFC 9110"], comment="Nothing to ask by, and a 304 that answers nothing." if id == "no-validator" else None
        )
        case.fetch(0, A, headers=headers)
        case.poll(480, condition=[])
        case.tell(480, status=304, why="status", state="due")
        tests.append(case)
    cold = Run("remote-304-cold", comment="Nothing that could be the same.")
    cold.poll(0, condition=[])
    cold.tell(0, status=304, headers=[["etag", TAG]], why="status", state="unavailable")
    replaced = Run("remote-304-not-given", comment="A 200 stands instead of what was there, with its validators or none.")
    replaced.fetch(0, A, headers=[["etag", TAG]])
    replaced.poll(480, condition=[["if-none-match", TAG]])
    replaced.tell(480, jwks(B), events=["fetched", "rotated"])
    replaced.poll(960, condition=[])
    after = Run("remote-304-after-failure", comment="A failure changes nothing of what is there.")
    after.fetch(0, A, headers=[["etag", TAG]])
    after.fail(480)
    after.poll(481, condition=[["if-none-match", TAG]])
    after.tell(481, jwks(), why="no_usable_key")
    after.poll(490, condition=[["if-none-match", TAG]])
    after.tell(490, status=304, state="fresh")
    stale = Run("remote-304-after-expiry", comment="Expired keys that are still the same are as good as new.")
    stale.fetch(0, A, headers=[["etag", TAG]])
    step = stale.check(5000, TOKEN, "waits", state="expired")
    stale.poll(5000, condition=[["if-none-match", TAG]])
    stale.tell(5000, status=304, state="fresh")
    stale.resume(5000, step, "accepted")
    shorter = Run("remote-304-no-store", comment="What a 304 says of its age counts as what a 200 says.")
    shorter.fetch(0, A, headers=[["etag", TAG], ["cache-control", "max-age=3600"]])
    shorter.poll(2880)
    shorter.tell(2880, status=304, headers=[["cache-control", "no-store"]], wake=48.0)
    return [one.case() for one in (*tests, cold, replaced, after, stale, shorter)]
