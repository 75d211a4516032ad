"""revocation_histories.json: random calls on two lists that keep records and merge now and then, by
clocks that are wrong now and then.
"""

from __future__ import annotations

import random
from typing import Any

from common import NOW
from revocation_model import Ambiguous
from revocation_run import Run
from revocation_tokens import ECDSA, HMAC, ISSUER, OTHER, SECOND, Token, claims, other_signature, signed

HISTORIES, STEPS = 60, 24
ISSUERS = [ISSUER, OTHER, None]
NAMES = ["one", "two"]
BARE = signed(claims(iat=NOW - 500), ECDSA)


def tests() -> list[dict[str, Any]]:
    return [_history(number).case() for number in range(HISTORIES)]


def _history(number: int) -> Run:
    chance = random.Random(f"revocation {number}")
    options = {"audit": True} | ({"longest_lifetime": chance.choice(["1h", "1d", "30d"])} if chance.random() < 0.5 else {})
    run = Run(f"history-{number}", options=options, verifier={"leeway": "1m"})
    run.copy(0, "b", audit=True)
    at, entries = 0.0, []
    while len(run.steps) < STEPS:
        # The clock of b is a quarter of a second off, so that no two records have one stamp for no
        # reason.
        on = chance.choice("ab")
        at = max(0, at + chance.choice([0, 1, 1, 5, 60, -3, -30]))
        now = at + (0.25 if on == "b" else 0)
        draw = chance.random()
        try:
            if draw < 0.4:
                entries.append(_revoke(chance, run, now, on))
            elif draw < 0.55 and entries:
                run.withdraw(now, chance.choice(entries), on=on, **_notes(chance))
            elif draw < 0.65:
                run.merge(now, "b" if on == "a" else "a", on=on)
            elif draw < 0.9:
                run.verify(now, _token(chance), on=on)
            elif draw < 0.95:
                run.entries(now, on=on, **_asked(chance))
            else:
                run.status(now, on=on)
        except Ambiguous:
            continue
    entries.clear()
    for on, other in ("ab", "ba"):
        run.merge(at, other, on=on)
    for on in "ab":
        run.status(at, on=on)
        for token in (_token(chance) for _ in range(4)):
            run.verify(at, token, on=on)
        try:
            run.entries(at, on=on)
        except Ambiguous:
            continue
    return run


def _revoke(chance: random.Random, run: Run, now: float, on: str) -> int:
    issuer, id, notes = chance.choice(ISSUERS), chance.choice(NAMES), _notes(chance)
    until = {} if chance.random() < 0.5 else {"until": NOW + chance.randint(600, 3000)}
    before = {} if chance.random() < 0.3 else {"before": NOW + chance.randint(-600, 60)}
    draw = chance.randrange(7)
    if draw < 2:
        return run.revoke(now, _token(chance), on=on, **notes)
    if draw == 2:
        return run.revoke_id(now, issuer, id, on=on, **until, **notes)
    if draw == 3:
        return run.revoke_session(now, issuer, id, on=on, **until, **notes)
    if draw == 4:
        return run.revoke_key(now, issuer, chance.choice([HMAC["kid"], SECOND["kid"]]), on=on, **until, **notes)
    if draw == 5:
        return run.revoke_subject(now, issuer, id, on=on, **before, **notes)
    return run.revoke_issuer(now, issuer or ISSUER, on=on, **before, **notes)


def _token(chance: random.Random) -> Token:
    if chance.random() < 0.15:
        return chance.choice([BARE, other_signature(BARE)])
    members = {name: chance.choice([*NAMES, None]) for name in ("jti", "sid", "sub")}
    iat = chance.choice([NOW - 500, NOW - 60, NOW, NOW + 30, None])
    return signed(claims(iss=chance.choice(ISSUERS), iat=iat, exp=NOW + 3000, **members), chance.choice([HMAC, SECOND]))


def _notes(chance: random.Random) -> dict[str, str]:
    return {name: chance.choice(["ops", "support", "auditor"]) for name in ("by", "reason") if chance.random() < 0.3}


def _asked(chance: random.Random) -> dict[str, str]:
    if chance.random() < 0.4:
        return {}
    asked = {name: chance.choice(NAMES) for name in ("token_id", "session_id", "subject") if chance.random() < 0.5}
    return {"issuer": chance.choice([ISSUER, OTHER])} | asked
