"""remote_unknown.json: tokens that no key verifies, and how often they may have keys fetched again;
what changed when they were.
"""

from __future__ import annotations

from typing import Any

from remote_keys import CLAIMS, NO_MATCHING_KEY, NOT_ALLOWED, WRONG_SIGNATURE, ec_key, jwks, key, secret, token
from remote_run import URL, Run

A, B, C = key("a"), key("b"), key("c")
OLD, NEW = token(A), token(B)


def tests() -> list[dict[str, Any]]:
    return [*_rotation(), *_who_asks(), *_bucket(), *_waiting(), *_events()]


def _rotation() -> list[dict[str, Any]]:
    new = Run("remote-unknown-new-key", comment="A new key is accepted one flight later.")
    new.fetch(0, A)
    step = new.check(10, NEW, "waits", state="fresh", due=False)
    new.poll(10, url=URL)
    new.tell(10.5, jwks(A, B), events=["fetched", "rotated"])
    new.resume(10.5, step, "accepted", state="fresh")
    new.check(11, OLD, "accepted")
    nobody = Run("remote-unknown-nobodys-key", comment="It waits for one flight, and no more.")
    nobody.fetch(0, A)
    step = nobody.check(10, NEW, "waits")
    nobody.fetch(10, A, events=["fetched"])
    nobody.resume(10, step, NO_MATCHING_KEY, events=[{"event": "refused", "code": NO_MATCHING_KEY}])
    fails = Run("remote-unknown-flight-fails", comment="What the token is told is what was found, not that the server is down: the keys are good.")
    fails.fetch(0, A)
    step = fails.check(10, NEW, "waits")
    fails.fail(10, state="fresh")
    fails.resume(10, step, NO_MATCHING_KEY, state="fresh")
    fails.check(10.25, NEW, NO_MATCHING_KEY, state="fresh")
    fails.check(10.5, NEW, "waits", state="fresh")
    given = Run("remote-unknown-given-up", comment="What a call that never waits is told.")
    given.fetch(0, A)
    given.give_up(10, given.check(10, NEW, "waits"), NO_MATCHING_KEY)
    given.poll(10, url=URL)
    stale = Run("remote-unknown-stale", comment="While the server is down, the back-off decides.")
    stale.fetch(0, A)
    stale.fail(700, jitter=1)
    stale.check(700.5, NEW, NO_MATCHING_KEY, state="stale")
    step = stale.check(701, NEW, "waits", state="stale", due=True)
    stale.fetch(701, A, B)
    stale.resume(701, step, "accepted", state="fresh")
    due = Run("remote-unknown-due", comment="One flight for both reasons.")
    due.fetch(0, A)
    due.check(480, OLD, "accepted", due=True, state="due")
    step = due.check(480, NEW, "waits", due=True, state="due")
    due.fetch(480, A, B)
    due.resume(480, step, "accepted")
    due.poll(481, url=None)
    return [one.case() for one in (new, nobody, fails, given, stale, due)]


def _who_asks() -> list[dict[str, Any]]:
    def run(id: str, given: str, gives: str, *keys: dict[str, Any], **about: Any) -> dict[str, Any]:
        case = Run(f"remote-asks-{id}", **about)
        case.fetch(0, A, *keys)
        case.check(1, given, gives, state="fresh")
        case.poll(1, url=URL if gives == "waits" else None)
        return case.case()

    again = key("a", "a anew")
    p256 = ec_key("p")
    expired = token(A, {**CLAIMS, "exp": 1})
    tests = [
        run("unknown-kid", NEW, "waits"),
        run("known-kid-wrong-signature", token(again), "waits", comment="A kid may have been used again.", flags=["removed key lives on"]),
        run("no-kid", token(B, kid=None), "waits"),
        run("no-kid-verified", token(A, kid=None), "accepted"),
        run("no-kid-no-algorithm", token(p256, kid=None, alg="ES256"), "waits", comment="Newer keys could be of that algorithm."),
        run(
            "known-kid-other-algorithm", token(p256, kid="a", alg="ES256"), NOT_ALLOWED,
            comment="A key that is known and does not fit will not fit when it is fetched again.",
        ),
        run("known-kid-for-encryption", token(p256, alg="ES256"), NO_MATCHING_KEY, ec_key("p", use="enc")),
        run("key-without-kid", NEW, "waits", key(None, "anybody")),
        run("key-without-kid-verifies", token(key(None, "anybody"), kid="any"), "accepted", key(None, "anybody")),
    ]
    aside = Run("remote-asks-set-aside", comment="A key that was set aside will be set aside when it is fetched again.")
    aside.poll(0)
    aside.tell(0, jwks(A).replace("]", ',{"kty":"oct","k":"AAAA","alg":"HS256","kid":"b"}]'), aside=1)
    aside.check(1, NEW, NO_MATCHING_KEY)
    aside.poll(1, url=None)
    late = Run("remote-asks-expired-token", comment="A token whose signature is right is refused for what is wrong with it.")
    late.fetch(0, A)
    late.check(1, expired, "ERR_JWT_EXPIRED", refused="ERR_JWT_EXPIRED", now=2)
    late.poll(1, url=None)
    tests += [aside.case(), late.case()]
    for id, given, code, verifier in (
        ("symmetric", token(secret("a"), alg="HS256"), NOT_ALLOWED, None),
        ("unlisted-algorithm", NEW, "ERR_JOSE_ALG_NOT_ALLOWED", {"algorithms": ["ES256"]}),
        ("none", "eyJhbGciOiJub25lIiwia2lkIjoiYiJ9.e30.", "ERR_JOSE_NOT_SUPPORTED", None),
        ("two-parts", "e30.e30", "ERR_JWT_INVALID", None), ("empty", "", "ERR_JWT_INVALID", None),
        ("encrypted", "e30.e30.e30.e30.e30", "ERR_JWT_INVALID", None),
        ("header-no-json", "AAAA.e30.AAAA", "ERR_JWS_INVALID", None),
        ("unknown-crit", "eyJhbGciOiJFZERTQSIsImtpZCI6ImIiLCJjcml0IjpbIngiXSwieCI6MX0.e30.AAAA", "ERR_JOSE_CRIT_NOT_SUPPORTED", None),
    ):
        case = Run(f"remote-asks-{id}", verifier=verifier, comment="Nothing that keys could mend." if id == "two-parts" else None)
        case.fetch(0, A)
        case.check(1, given, code, hopeless=code)
        case.poll(1, url=None)
        tests.append(case.case())
    return tests


def _bucket() -> list[dict[str, Any]]:
    def ask(case: Run, at: float, gives: str = "waits") -> None:
        """A token of nobody's, and the flight that it may draw."""
        step = case.check(at, NEW, gives)
        if gives == "waits":
            case.fetch(at, A)
            case.resume(at, step, NO_MATCHING_KEY)
        else:
            case.poll(at, url=None)

    bucket = Run("remote-bucket", comment="Two at once, and one more each thirty seconds.")
    bucket.fetch(0, A)
    for at, gives in (
        (1, "waits"), (2, "waits"), (3, NO_MATCHING_KEY), (30.75, NO_MATCHING_KEY), (31, "waits"),
        (32, NO_MATCHING_KEY), (61, "waits"), (62, NO_MATCHING_KEY),
    ):
        ask(bucket, at, gives)
    fills = Run("remote-bucket-fills", comment="It holds two, however long nobody asked.")
    fills.fetch(0, A)
    for at, gives in ((1, "waits"), (1, "waits"), (1, NO_MATCHING_KEY), (400, "waits"), (400, "waits"), (400, NO_MATCHING_KEY)):
        ask(fills, at, gives)
    option = Run("remote-bucket-cooldown", cooldown="2m")
    option.fetch(0, A)
    for at, gives in ((1, "waits"), (1, "waits"), (31, NO_MATCHING_KEY), (120.75, NO_MATCHING_KEY), (121, "waits")):
        ask(option, at, gives)
    turned = Run("remote-bucket-turned-away-takes-nothing", comment="Who is turned away takes nothing.")
    turned.fetch(0, A)
    for at, gives in ((1, "waits"), (1, "waits"), *((at, NO_MATCHING_KEY) for at in (10, 15, 20, 25, 30)), (31.25, "waits")):
        ask(turned, at, gives)
    good = Run("remote-bucket-good-tokens", comment="Empty or not: tokens of known keys are accepted.")
    good.fetch(0, A)
    for at, gives in ((1, "waits"), (1, "waits"), (1, NO_MATCHING_KEY)):
        ask(good, at, gives)
    good.check(1, OLD, "accepted")
    return [one.case() for one in (bucket, fills, option, turned, good)]


def _waiting() -> list[dict[str, Any]]:
    eight = Run("remote-waiting-eight", comment="Eight wait for one flight; the others get their error.")
    eight.fetch(0, A)
    steps = [eight.check(1, NEW, "waits") for _ in range(8)]
    eight.check(1, NEW, NO_MATCHING_KEY)
    eight.fetch(1, A, B)
    for step in steps:
        eight.resume(1, step, "accepted")
    own = Run("remote-waiting-option", max_waiting=1)
    own.fetch(0, A)
    step = own.check(1, NEW, "waits")
    own.check(1, token(C), NO_MATCHING_KEY)
    own.give_up(1, step, NO_MATCHING_KEY)
    own.check(1, token(C), "waits")
    cold = Run("remote-waiting-cold", comment="Checks that need keys at all are not counted: they have no other answer.", max_waiting=1)
    steps = [cold.check(0, OLD, "waits", state="cold") for _ in range(3)]
    cold.fetch(0, A)
    for step in steps:
        cold.resume(0, step, "accepted")
    joins = Run("remote-waiting-joins", comment="A flight that is under way is waited for, and takes nothing from the bucket.")
    joins.fetch(0, A)
    first = joins.check(1, NEW, "waits")
    joins.poll(1, url=URL)
    second = joins.check(2, token(C), "waits")
    joins.tell(2, jwks(A))
    joins.resume(2, first, NO_MATCHING_KEY)
    joins.resume(2, second, NO_MATCHING_KEY)
    third = joins.check(2, token(C), "waits")
    joins.fetch(2, A)
    joins.resume(2, third, NO_MATCHING_KEY)
    joins.check(2, token(C), NO_MATCHING_KEY)
    then = Run("remote-waiting-cold-then-unknown", comment="It has waited for the keys, and they are as new as can be.")
    step = then.check(0, NEW, "waits", state="cold")
    then.fetch(0, A)
    then.resume(0, step, NO_MATCHING_KEY)
    return [one.case() for one in (eight, own, cold, joins, then)]


def _events() -> list[dict[str, Any]]:
    anew = key("a", "a anew")
    reused = Run("remote-kid-reused", comment="The same name for other material: told, and used.", flags=["removed key lives on"])
    reused.fetch(0, A, C)
    step = reused.check(1, token(anew), "waits")
    reused.fetch(1, anew, B, events=["fetched", "key_id_reused", "rotated"])
    reused.resume(1, step, "accepted")
    step = reused.check(1, OLD, "waits")
    reused.fetch(1, anew, B, events=["fetched"])
    reused.resume(1, step, WRONG_SIGNATURE)
    removed = Run("remote-removed", comment="A key that its publisher removed is refused when the next set is there.")
    removed.fetch(0, A, B)
    removed.check(1, OLD, "accepted")
    removed.fetch(480, B, events=["fetched", "rotated"])
    step = removed.check(480, OLD, "waits")
    removed.fetch(480, B)
    removed.resume(480, step, NO_MATCHING_KEY)
    order = Run("remote-same-in-another-order", comment="Nothing to tell.")
    order.fetch(0, A, B, C)
    order.fetch(480, C, B, A, events=["fetched"])
    first = Run("remote-first-is-no-rotation")
    first.fetch(0, A, B, events=["fetched"])
    unnamed = Run("remote-keys-without-kid", comment="What has no name cannot be told.")
    unnamed.fetch(0, key(None, "first"))
    unnamed.fetch(480, key(None, "second"), events=["fetched"])
    unnamed.check(480, token(key(None, "second")), "accepted")
    sorted_ = Run("remote-rotated-sorted", comment="Names in their order.")
    sorted_.fetch(0, C, A)
    sorted_.fetch(480, key("z"), key("ä"), key("B"), B, events=["fetched", "rotated"])
    return [one.case() for one in (reused, removed, order, first, unnamed, sorted_)]
