"""remote_fetch.json: what is asked for, and the table of when keys are used."""

from __future__ import annotations

import gzip
from typing import Any

from common import NOW, compact_json
from remote_keys import CLAIMS, NO_MATCHING_KEY, ec_key, jwks, key, secret, token
from remote_run import URL, Run

A, B = key("a"), key("b")
TOKEN = token(A)
FRESH_10M = [["cache-control", "max-age=600"]]


def tests() -> list[dict[str, Any]]:
    return [*_asked(), *_used(), *_set_aside()]


def _asked() -> list[dict[str, Any]]:
    first = Run("remote-fetch-first", comment="The defaults: one GET, at most 256 KiB, 5 seconds.")
    first.poll(
        0, url=URL, wake=5.0, state="cold",
        fetch={"id": 1, "max_bytes": 262144, "timeout": 5, "with_caller_headers": True, "only_public_address": False},
    )
    first.poll(1, url=None, wake=4.0, state="cold")
    first.tell(2, jwks(A), wake=478.0, state="fresh", events=["fetched"])
    first.check(2, TOKEN, "accepted", due=False)
    first.poll(2, url=None, wake=478.0)
    lowest = Run("remote-fetch-jitter-0", comment="Due at 72 % of the age by the lowest draw.")
    lowest.fetch(0, A, jitter=0, wake=432.0)
    lowest.check(431.5, TOKEN, "accepted", state="fresh")
    lowest.check(432, TOKEN, "accepted", state="due", due=True)
    highest = Run("remote-fetch-jitter-1", comment="Due at 88 % of the age by the highest draw.")
    highest.fetch(0, A, jitter=1, wake=528.0)
    highest.check(527.5, TOKEN, "accepted", state="fresh")
    highest.check(528, TOKEN, "accepted", state="due", due=True)
    once = Run("remote-fetch-one-flight", comment="One flight per set, however often it is asked.")
    once.poll(0, url=URL)
    for _ in range(3):
        once.poll(0.5, url=None, wake=4.5)
    sent = Run("remote-fetch-age-from-sent", comment="An age is counted from when the request was sent.")
    sent.poll(0)
    sent.tell(4, jwks(A), wake=476.0)
    sent.check(479.5, TOKEN, "accepted", state="fresh")
    sent.check(599.5, TOKEN, "accepted", state="due")
    sent.check(600, TOKEN, "waits", state="expired")
    twice = Run("remote-fetch-told-twice", comment="A second answer to one request is ignored.")
    id = twice.poll(0)
    twice.tell(1, jwks(A), state="fresh")
    twice.tell(2, jwks(B), id=id, events=[], wake=None, state="fresh")
    twice.check(2, TOKEN, "accepted")
    unasked = Run("remote-fetch-told-unasked", comment="An answer to no request is ignored.")
    unasked.tell(0, jwks(A), id=1, events=[], wake=None, state="cold")
    unasked.tell(0, failed="timeout", id=7, events=[], state="cold")
    early = Run("remote-fetch-poll-while-fresh", comment="A poll that nobody has reason for asks for nothing.")
    early.fetch(0, A)
    early.poll(100, url=None, wake=380.0)
    early.poll(480, url=URL)
    packed = Run("remote-fetch-gzip", comment="Compressed though nobody asked for it, by a server whose client did not undo it.", flags=["RFC 9110"])
    packed.poll(0)
    packed.tell(0, gzip.compress(jwks(A).encode(), mtime=0), headers=[["content-encoding", "gzip"]], state="fresh")
    packed.check(0, TOKEN, "accepted")
    typed = Run("remote-fetch-content-type", comment="What it is called does not matter, and what it is does.")
    typed.poll(0)
    typed.tell(0, jwks(A), headers=[["content-type", "text/plain"], ["Set-Cookie", "a=b"]], state="fresh")
    many = Run("remote-fetch-32-a-second", comment="New flights are bounded, whatever the back-off draws.", timeout=60)
    for _ in range(32):
        many.fail(0, "connect", 0)
    many.poll(0, 0, url=None, wake=0.03125)
    many.poll(0.03125, 0, url=URL)
    return [one.case() for one in (first, lowest, highest, once, sent, twice, unasked, early, packed, typed, many)]


def _used() -> list[dict[str, Any]]:
    cold = Run("remote-used-cold", comment="Before anything was fetched, a check needs keys.")
    step = cold.check(0, TOKEN, "waits", due=True, state="cold")
    cold.fetch(0, A)
    cold.resume(1, step, "accepted", due=False, state="fresh")
    nobody = Run("remote-used-cold-given-up", comment="What a call that never waits is told.")
    nobody.give_up(0, nobody.check(0, TOKEN, "waits"), "ERR_JWKS_UNAVAILABLE")
    failed = Run("remote-used-cold-failed", comment="Cold, and the server does not answer: an error at once, until a try could have failed again.")
    step = failed.check(0, TOKEN, "waits", state="cold")
    failed.fail(0, state="unavailable")
    failed.resume(0, step, "ERR_JWKS_UNAVAILABLE", state="unavailable")
    failed.check(5.25, TOKEN, "ERR_JWKS_UNAVAILABLE", due=True, state="unavailable")
    failed.check(5.5, TOKEN, "waits", due=True, state="cold")
    fresh = Run("remote-used-fresh")
    fresh.fetch(0, A)
    fresh.check(479.75, TOKEN, "accepted", due=False, state="fresh")
    due = Run("remote-used-due", comment="Used, and a refresh begins; no check waits for it.")
    due.fetch(0, A)
    due.check(480, TOKEN, "accepted", due=True, state="due")
    due.poll(480, url=URL)
    due.check(481, TOKEN, "accepted", due=False, state="due")
    due.tell(482, jwks(B), events=["fetched", "rotated"], state="fresh")
    due.check(482, TOKEN, "waits", state="fresh")
    quiet = Run("remote-used-due-quiet", comment="While a refresh waits for its time, checks do not ask for one.")
    quiet.fetch(0, A)
    quiet.fail(500, jitter=1, wake=1.0)
    quiet.check(500.5, TOKEN, "accepted", due=False, state="due")
    quiet.check(501, TOKEN, "accepted", due=True, state="due")
    expired = Run("remote-used-expired", comment="Expired, and no try has failed: the check needs keys.")
    expired.fetch(0, A)
    expired.check(599.75, TOKEN, "accepted", state="due")
    step = expired.check(600, TOKEN, "waits", due=True, state="expired")
    expired.fetch(600, A)
    expired.resume(600, step, "accepted", state="fresh")
    stale = Run("remote-used-stale", comment="Expired, and the last try failed: used within the bound, and told.")
    stale.fetch(0, A)
    step = stale.check(600, TOKEN, "waits", state="expired")
    stale.fail(600, state="stale")
    stale.resume(600, step, "accepted", state="stale", events=[{"event": "accepted_stale"}])
    stale.check(601, TOKEN, "accepted", state="stale", due=True)
    stale.check(601, token(A, {**CLAIMS, "exp": NOW}), "ERR_JWT_EXPIRED", refused="ERR_JWT_EXPIRED", state="stale")
    ended = Run("remote-used-stale-ends", comment="The failure of long ago is no sign that the server is down: the next check needs keys.")
    ended.fetch(0, A)
    ended.fail(600, state="stale")
    ended.check(605.25, TOKEN, "accepted", state="stale")
    ended.check(605.5, TOKEN, "waits", state="expired")
    bound = Run("remote-used-stale-bound", comment="Beyond the bound, an error at once: max_age and stale.")
    bound.fetch(0, A)
    bound.fail(4199, state="stale")
    bound.check(4199.75, TOKEN, "accepted", state="stale")
    bound.check(4200, TOKEN, "ERR_JWKS_UNAVAILABLE", state="unavailable", due=True)
    bound.fail(4200, jitter=1, state="unavailable", retry_in=2)
    bound.check(4201, TOKEN, "ERR_JWKS_UNAVAILABLE", state="unavailable", due=False)
    back = Run("remote-used-recovered", comment="The server is back, and so is everything; failures begin from one second again.")
    back.fetch(0, A)
    back.fail(4200, jitter=1, retry_in=1)
    back.fail(4201, jitter=1, retry_in=2)
    back.check(4201, TOKEN, "ERR_JWKS_UNAVAILABLE", state="unavailable")
    back.fetch(4203, A, state="fresh")
    back.check(4203, TOKEN, "accepted", state="fresh", events=[])
    back.fail(4203 + 480, jitter=1, retry_in=1, state="due")
    rounds = Run(
        "remote-used-four-rounds",
        comment="A check waits at most four times: here flights that bring keys which have expired already.", min_age=1,
        default_age=1,
    )
    step = rounds.check(0, TOKEN, "waits", state="cold")
    for number in range(4):
        rounds.poll(number)
        rounds.tell(number + 1, jwks(A), state="expired")
        step = rounds.resume(number + 1, step, "waits" if number < 3 else "ERR_JWKS_UNAVAILABLE")
    late = Run("remote-used-time-is-over", comment="However often: within the time limit of one flight and a second.", min_age=1, default_age=1)
    step = late.check(0, TOKEN, "waits")
    late.poll(0)
    late.tell(4, jwks(A), state="expired")
    step = late.resume(4, step, "waits")
    late.resume(6, step, "ERR_JWKS_UNAVAILABLE")
    return [one.case() for one in (cold, nobody, failed, fresh, due, quiet, expired, stale, ended, bound, back, rounds, late)]


def _set_aside() -> list[dict[str, Any]]:
    def run(
        id: str, *keys: dict[str, Any], aside: int, more: list[Any] | None = None, gives: str = "accepted", of: str = TOKEN, **options: Any
    ) -> dict[str, Any]:
        text = compact_json({"keys": [*keys, *(more or [])]})
        case = Run(f"remote-keys-{id}", **options)
        case.poll(0)
        case.tell(0, text, aside=aside, state="fresh")
        case.check(0, of, gives)
        return case.case()

    public = {name: value for name, value in A.items() if name != "d"}
    other = {name: value for name, value in key("other").items() if name != "d"}
    encryption = {name: value for name, value in ec_key("enc", use="enc").items() if name != "d"}
    return [
        run("symmetric", public, secret("shared"), aside=1, comment="Never used: whoever could read it could sign.", flags=["key set abuse"]),
        run(
            "private", public, key("private"), aside=1, comment="Published by mistake: everybody has it.",
            gives=NO_MATCHING_KEY, of=token(key("private")),
        ),
        run("private-of-its-own", {**A}, public, aside=1, comment="One bad key spoils nothing."),
        run("other-use", public, {**other, "use": "tls"}, aside=1, gives=NO_MATCHING_KEY, of=token(key("other"))),
        run("signature-use", {**public, "use": "jwt-svid"}, aside=0, signature_uses=["jwt-svid"], flags=["SPIFFE"]),
        run("for-encryption", public, encryption, aside=0),
        run("malformed", public, {**other, "x": "AA"}, {"kty": "AKP2", "kid": "new"}, aside=2, more=[]),
        run("not-objects", public, aside=3, more=[1, None, []], comment="Each is set aside, as a key would be."),
        run("extra-members", {**public, "x5t": "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "note": {"a": [1]}}, aside=0),
    ]
