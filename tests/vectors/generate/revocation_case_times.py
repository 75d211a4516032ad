"""revocation_times.json: cut-offs and ends, at the second: what was issued before, what does not
say so, and when an entry is over.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from revocation_run import ACCEPTED, Run
from revocation_tokens import ISSUER, claims, signed

REVOKED, INVALID = "ERR_JWT_REVOKED", "ERR_OPTION_INVALID"
DAY = 86_400
LONG = NOW + 400 * DAY
# A verifier's largest leeway.
HOUR = 3600


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_before(), *_future(), *_defaults(), *_cut_off_ends(), *_ends(), *_bounds(), *_again()]]


def _issued(iat: float | None, **more: Any) -> Any:
    return signed(claims(iat=iat, exp=LONG, **more))


def _before() -> list[Run]:
    runs = []
    for kind, revoke in (("subject", lambda run, **call: run.revoke_subject(0, ISSUER, "alice", **call)), ("issuer", lambda run, **call: run.revoke_issuer(0, ISSUER, **call))):
        claim = {"subject": "sub", "issuer": "iss"}[kind]
        at = Run(f"{kind}-before", comment="What was issued before it is refused, to the fraction of a second.")
        revoke(at, before=NOW - 100)
        for iat in (0, NOW - 101, NOW - 100.001, NOW - 100.5):
            at.verify(0, _issued(iat), REVOKED, claim)
        for iat in (NOW - 100, NOW - 99.5, NOW):
            at.verify(0, _issued(iat), ACCEPTED)
        fraction = Run(f"{kind}-before-a-fraction", comment="A cut-off is a whole second: the next one.")
        revoke(fraction, before=NOW - 99.5)
        for iat in (NOW - 100, NOW - 99.5, NOW - 99.001):
            fraction.verify(0, _issued(iat), REVOKED, claim)
        fraction.verify(0, _issued(NOW - 99), ACCEPTED)
        missing = Run(f"{kind}-without-iat", comment="Nothing says that it was issued later.")
        revoke(missing, before=1)
        missing.verify(0, _issued(None), REVOKED, claim)
        missing.verify(0, _issued(1), ACCEPTED)
        later = Run(f"{kind}-before-the-future", comment="As where an issuer's clock is ahead.")
        revoke(later, before=NOW + 60)
        for iat in (NOW - 1, NOW, NOW + 59):
            later.verify(100, _issued(iat), REVOKED, claim)
        later.verify(100, _issued(NOW + 60), ACCEPTED)
        runs += [at, fraction, missing, later]
    return runs


def _future() -> list[Run]:
    strict = Run("cut-off-iat-in-the-future", comment="It may have been issued at any time.")
    strict.revoke_subject(0, ISSUER, "alice", before=NOW - 100)
    strict.verify(0, _issued(NOW), ACCEPTED)
    strict.verify(0, _issued(NOW + 0.5), REVOKED, "sub")
    strict.verify(0, _issued(NOW + 1), REVOKED, "sub")
    strict.verify(1, _issued(NOW + 1), ACCEPTED)
    strict.verify(0, _issued(NOW + 1, sub="bob"), ACCEPTED)
    tolerant = Run("cut-off-iat-within-leeway", verifier={"leeway": 30})
    tolerant.revoke_issuer(0, ISSUER, before=NOW - 100)
    tolerant.verify(0, _issued(NOW + 30), ACCEPTED)
    tolerant.verify(0, _issued(NOW + 30.5), REVOKED, "iss")
    tolerant.verify(0, _issued(NOW - 101), REVOKED, "iss")
    return [strict, tolerant]


def _defaults() -> list[Run]:
    runs = []
    for id, at in (("whole", 0), ("half", 0.5), ("late", 0.75)):
        run = Run(f"cut-off-at-a-{id}-second", comment="The end of this second.")
        run.revoke_subject(at, ISSUER, "alice", ["subject", NOW + at, NOW + 1, None, None, None, None])
        run.verify(2, _issued(NOW), REVOKED, "sub")
        run.verify(2, _issued(NOW + 0.75), REVOKED, "sub")
        run.verify(2, _issued(NOW + 1), ACCEPTED)
        runs.append(run)
    return runs


def _cut_off_ends() -> list[Run]:
    lasting = {"options": {"longest_lifetime": "1d"}}
    ends = Run("cut-off-ends", **lasting)
    ends.revoke_subject(0, ISSUER, "alice", ["subject", NOW, NOW + 1, NOW + 1 + DAY + HOUR, None, None, None])
    ends.verify(DAY + HOUR + 1, _issued(NOW), REVOKED, "sub")
    ends.verify(DAY + HOUR + 2, _issued(NOW), ACCEPTED)
    early = Run("cut-off-of-long-ago-ends", comment="By the time of writing: a token may have been issued since by a clock that is slow.", **lasting)
    early.revoke_subject(0, ISSUER, "alice", ["subject", NOW, NOW - 10 * DAY, NOW + DAY + HOUR, None, None, None], before=NOW - 10 * DAY)
    late = Run("cut-off-of-the-future-ends", **lasting)
    late.revoke_issuer(0, ISSUER, ["issuer", NOW, NOW + 5 * DAY, NOW + 6 * DAY + HOUR, None, None, None], before=NOW + 5 * DAY)
    late.verify(6 * DAY + HOUR, _issued(NOW), REVOKED, "iss")
    late.verify(6 * DAY + HOUR + 1, _issued(NOW), ACCEPTED)
    forever = Run("cut-off-for-ever")
    forever.revoke_issuer(0, ISSUER)
    forever.verify(300 * DAY, _issued(NOW), REVOKED, "iss")
    return [ends, early, late, forever]


def _ends() -> list[Run]:
    runs = []
    for kind, revoke, claim in (("id", Run.revoke_id, "jti"), ("session", Run.revoke_session, "sid")):
        token = signed(claims(jti="one", sid="one", exp=LONG))
        until = Run(f"{kind}-until")
        revoke(until, 0, ISSUER, "one", until=NOW + 100)
        until.verify(100 + HOUR, token, REVOKED, claim)
        until.verify(101 + HOUR, token, ACCEPTED)
        fraction = Run(f"{kind}-until-a-fraction", comment="The end is the next whole second.")
        revoke(fraction, 0, ISSUER, "one", until=NOW + 100.25)
        fraction.verify(100.75 + HOUR, token, REVOKED, claim)
        fraction.verify(102 + HOUR, token, ACCEPTED)
        longest = Run(f"{kind}-without-until", options={"longest_lifetime": "1d"})
        revoke(longest, 0, ISSUER, "one")
        longest.verify(DAY + HOUR, token, REVOKED, claim)
        longest.verify(DAY + HOUR + 1, token, ACCEPTED)
        forever = Run(f"{kind}-for-ever")
        revoke(forever, 0, ISSUER, "one")
        forever.verify(300 * DAY, token, REVOKED, claim)
        past = Run(f"{kind}-until-has-passed", comment="As much as a leeway can be: until then tokens may still be accepted.")
        revoke(past, 0, ISSUER, "one", until=NOW - HOUR)
        past.verify(0, token, REVOKED, claim)
        revoke(past, 0, ISSUER, "one", INVALID, until=NOW - HOUR - 0.5)
        runs += [until, fraction, longest, forever, past]
    ended = Run("ended-entry", options={"audit": True}, comment="It can neither be listed nor withdrawn, and revoked anew.")
    entry = ended.revoke_id(0, ISSUER, "one", until=NOW + 100)
    ended.entries(100 + HOUR)
    ended.entries(101 + HOUR, [])
    ended.withdraw(101 + HOUR, entry, INVALID)
    ended.revoke_id(101 + HOUR, ISSUER, "one", until=NOW + 10_000)
    ended.verify(101 + HOUR, signed(claims(jti="one", exp=LONG)), REVOKED, "jti")
    return [*runs, ended]


def _bounds() -> list[Run]:
    longest = Run("until-longest-lifetime", options={"longest_lifetime": "1d"}, comment="What lives longer would be forgotten too soon.")
    longest.revoke_id(0, ISSUER, "one", until=NOW + DAY)
    longest.revoke_id(0, ISSUER, "two", INVALID, until=NOW + DAY + 2 * HOUR + 1)
    longest.revoke(0, signed(claims(exp=LONG)), INVALID)
    longest.revoke(0, signed(claims(exp=NOW + DAY)))
    longest.revoke_session(0, ISSUER, "one", INVALID, until=NOW + 2 * DAY)
    longest.revoke_key(0, ISSUER, "one", INVALID, until=NOW + 2 * DAY)
    longest.status(0)
    times = Run("until-out-of-range")
    for until in (253_402_300_800, 1_700_000_000_000, -1, 0, 0.5):
        times.revoke_id(0, ISSUER, "one", INVALID, until=until)
    times.revoke_id(0, ISSUER, "one", until=253_402_300_799)
    times.revoke_id(0, ISSUER, "two", ["token", NOW, None, 4_294_967_294, None, None, None], until=4_294_967_294 - HOUR)
    times.revoke_id(0, ISSUER, "three", ["token", NOW, None, None, None, None, None], until=4_294_967_295 - HOUR)
    befores = Run("before-out-of-range")
    for before in (253_402_300_800, 1_700_000_000_000, -1, 0, -0.5, 4_294_967_295):
        befores.revoke_subject(0, ISSUER, "alice", INVALID, before=before)
        befores.revoke_issuer(0, ISSUER, INVALID, before=before)
    befores.status(0)
    befores.revoke_subject(0, ISSUER, "alice", before=4_294_967_294)
    befores.revoke_issuer(0, ISSUER, ["issuer", NOW, 1, None, None, None, None], before=0.5)
    return [longest, times, befores]


def _again() -> list[Run]:
    """Ends and cut-offs merge to the later one."""
    token = signed(claims(jti="one", exp=LONG))
    runs = []
    for id, untils in (("longer", (100, 1000)), ("shorter", (1000, 100))):
        run = Run(f"revoked-again-{id}", options={"audit": True})
        for at, until in enumerate(untils):
            run.revoke_id(at, ISSUER, "one", until=NOW + until)
        run.verify(1000 + HOUR, token, REVOKED, "jti")
        run.entries(2, [["token", NOW + 1, None, NOW + 1000 + HOUR, None, None, None]])
        run.entries(1000 + HOUR, issuer=ISSUER, token_id="one")
        run.verify(1001 + HOUR, token, ACCEPTED)
        runs.append(run)
    for id, befores in (("later", (-100, -10)), ("earlier", (-10, -100))):
        run = Run(f"cut-off-again-{id}", options={"audit": True})
        for at, before in enumerate(befores):
            run.revoke_subject(at, ISSUER, "alice", before=NOW + before)
        run.verify(2, _issued(NOW - 11), REVOKED, "sub")
        run.verify(2, _issued(NOW - 10), ACCEPTED)
        run.entries(2, [["subject", NOW + 1, NOW - 10, None, None, None, None]])
        runs.append(run)
    withdrawn = Run("revoked-again-shorter-withdrawn", comment="A withdrawal lasts as long as what it takes back.")
    withdrawn.revoke_id(0, ISSUER, "one", until=NOW + 1000)
    entry = withdrawn.revoke_id(1, ISSUER, "one", until=NOW + 100)
    withdrawn.withdraw(2, entry, ["token", NOW + 2, None, NOW + 1000 + HOUR, None, None, [NOW + 2, None, None]])
    withdrawn.verify(3, token, ACCEPTED)
    return [*runs, withdrawn]
