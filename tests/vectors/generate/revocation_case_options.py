"""revocation_options.json: what can be said of a list and of a revocation, and what is refused.
Whatever is refused changes nothing.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from revocation_run import ACCEPTED, Run, refused
from revocation_tokens import ISSUER, claims, signed

REVOKED, INVALID = "ERR_JWT_REVOKED", "ERR_OPTION_INVALID"
ONE = signed(claims(jti="one", sid="one"))
NOTHING = dict.fromkeys(["token", "session", "subject", "key", "issuer"], 0)


def tests() -> list[dict[str, Any]]:
    return [*_lists(), *(run.case() for run in [*_kept(), *_of_other_calls(), *_lengths(), *_empty(), *_clocks()])]


def _lists() -> list[dict[str, Any]]:
    wrong = {"nonsense": "soon", "negative": -1, "fraction": 1.5, "unit": "1y", "empty": "", "zero": 0, "zero-unit": "0s"}
    tests = [refused(f"longest-lifetime-{kind}", longest_lifetime=value) for kind, value in wrong.items()]
    for id, length in {"seconds": 90, "unit": "90s", "minutes": "15m", "hours": "2h", "days": "30d", "one": 1}.items():
        run = Run(f"longest-lifetime-of-{id}", options={"longest_lifetime": length})
        run.status(0)
        run.revoke_id(0, ISSUER, "one")
        run.copy(0, "b")
        run.status(0, on="b")
        run.revoke_subject(0, ISSUER, "alice", on="b")
        tests.append(run.case())
    return tests


def _kept() -> list[Run]:
    whole = Run("by-and-reason", options={"audit": True})
    call = {"by": "ops", "reason": "lost \u201claptop\u201d"}
    calls: list[Any] = [Run.revoke_id, Run.revoke_session, Run.revoke_key, Run.revoke_subject]
    entries = [revoke(whole, at, ISSUER, "one", **call) for at, revoke in enumerate(calls)]
    entries += [whole.revoke_issuer(4, ISSUER, **call), whole.revoke(5, signed(claims()), **call)]
    whole.entries(5)
    for entry in entries:
        whole.withdraw(6 + entry, entry, by="boss", reason="found")
    whole.entries(20)
    one = Run("by-without-reason", options={"audit": True})
    one.revoke_id(0, ISSUER, "one", by="ops")
    one.revoke_id(1, ISSUER, "two", reason="lost")
    one.revoke_id(2, ISSUER, "three", ["token", NOW + 2, None, None, None, None, None], by="", reason="")
    one.entries(2)
    without = Run("by-without-audit", comment="It is told to who revokes, and not kept.")
    without.revoke_id(0, ISSUER, "one", ["token", NOW, None, None, "ops", "lost", None], by="ops", reason="lost")
    without.entries(0, INVALID)
    without.entries(0, INVALID, issuer=ISSUER, token_id="one")
    return [whole, one, without]


def _of_other_calls() -> list[Run]:
    run = Run("options-of-other-calls", comment="They would look as if they were kept.")
    run.revoke(0, ONE, INVALID, until=NOW + 900)
    run.revoke(0, ONE, INVALID, before=NOW)
    for revoke in (Run.revoke_id, Run.revoke_session, Run.revoke_key):
        revoke(run, 0, ISSUER, "one", INVALID, before=NOW)
        revoke(run, 0, ISSUER, "one", INVALID, until=NOW + 900, before=NOW)
    run.revoke_subject(0, ISSUER, "alice", INVALID, until=NOW + 900)
    run.revoke_issuer(0, ISSUER, INVALID, until=NOW + 900)
    run.verify(0, ONE, ACCEPTED)
    run.status(0, {"entries": NOTHING, "longest_lifetime": None, "kept": "memory", "failed": None})
    withdraw = Run("options-of-other-calls-withdrawing")
    entry = withdraw.revoke(0, ONE)
    withdraw.withdraw(0, entry, INVALID, until=NOW + 900)
    withdraw.withdraw(0, entry, INVALID, before=NOW)
    withdraw.verify(0, ONE, REVOKED, "jti")
    return [run, withdraw]


def _lengths() -> list[Run]:
    runs = []
    for option, longest in (("by", 255), ("reason", 1000)):
        run = Run(f"{option}-of-any-length", options={"audit": True}, comment="Bytes are counted, and not letters.")
        for text in ("x" * longest, "\u20ac" * (longest // 3), "\U0001f600" * (longest // 4), "\u0000\n\"\\"):
            run.revoke_id(0, ISSUER, "one", **{option: text})
            run.entries(0)
        for text in ("x" * (longest + 1), "\u20ac" * (longest // 3 + 1), "\U0001f600" * (longest // 4 + 1)):
            run.revoke_id(0, ISSUER, "two", INVALID, **{option: text})
            run.revoke_subject(0, ISSUER, "two", INVALID, **{option: text})
            run.revoke_issuer(0, ISSUER, INVALID, **{option: text})
            run.revoke(0, ONE, INVALID, **{option: text})
            run.withdraw(0, 0, INVALID, **{option: text})
        run.verify(0, ONE, REVOKED, "jti")
        run.status(0)
        runs.append(run)
    return runs


def _empty() -> list[Run]:
    run = Run("empty-names", comment="They name nothing.")
    for issuer in (ISSUER, None):
        for revoke in (Run.revoke_id, Run.revoke_session, Run.revoke_key, Run.revoke_subject):
            revoke(run, 0, issuer, "", INVALID)
    run.revoke_issuer(0, "", INVALID)
    run.status(0, {"entries": NOTHING, "longest_lifetime": None, "kept": "memory", "failed": None})
    issuer = Run("empty-issuer", comment="It is a text like any other, and not none.")
    issuer.revoke_id(0, "", "one")
    issuer.revoke_key(0, "", "k-hmac")
    issuer.verify(0, ONE, ACCEPTED)
    issuer.verify(0, signed(claims(jti="one", iss=None)), ACCEPTED)
    return [run, issuer]


def _clocks() -> list[Run]:
    early = Run("before-the-epoch", comment="A time before 1970 is no reason to fail.")
    early.revoke_id(-NOW - 10, ISSUER, "one", ["token", 0, None, None, None, None, None])
    early.verify(0, ONE, REVOKED, "jti")
    early.withdraw(-NOW - 20, 0, ["token", 0, None, None, None, None, [0, None, None]])
    early.verify(0, ONE, ACCEPTED)
    wrong = Run("wrong-now", comment="Milliseconds, and the year 10000.")
    for now in (NOW * 999, 253_402_300_800 - NOW):
        wrong.revoke_id(now, ISSUER, "one", INVALID)
        wrong.revoke_subject(now, ISSUER, "one", INVALID)
        wrong.revoke_issuer(now, ISSUER, INVALID)
        wrong.withdraw(now, "t", INVALID)
        wrong.entries(now, INVALID)
    wrong.verify(0, ONE, ACCEPTED)
    return [early, wrong]
