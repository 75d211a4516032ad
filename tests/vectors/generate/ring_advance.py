"""What a line of a ring does as time passes: the four steps of docs/decisions/0071."""

from __future__ import annotations

from collections.abc import Callable

from ring_line import Line, Policy


def advance(policy: Policy, line: Line, now: float, seen: float, make: Callable[[], None]) -> None:
    """The steps 1 to 4 of the decision."""
    _mend(policy, line, now)
    _note_what_signed(line, now, seen)
    while _plan(policy, line, now, make):
        pass
    _tidy(policy, line, now)


def _mend(policy: Policy, line: Line, now: float) -> None:
    skew = policy.clock_skew
    latest = now + skew + max(policy.rotate_every, policy.ahead)
    active = line.active(now)
    for at, entry in enumerate(line.entries):
        if entry.published > now + skew:
            entry.published = now
        if entry.revoked is not None:
            entry.revoked = min(entry.revoked, now)
            continue
        if active is not None and at < active and (entry.until is None or entry.until > now + skew):
            entry.until = now
        if at == active and entry.start is not None and entry.start > now + skew:
            entry.start = now
        if entry.until is not None and (entry.until > latest or at == active and entry.until <= now):
            entry.until = None
        if active is not None and at > active and entry.start is not None and entry.start > latest:
            entry.start = None


def _note_what_signed(line: Line, now: float, seen: float) -> None:
    then, active = line.active(seen), line.active(now)
    if then is None or active is None or then >= active:
        return
    for entry in line.entries[then:active]:
        if entry.revoked is None:
            entry.until = now if entry.until is None else max(entry.until, now)


def _plan(policy: Policy, line: Line, now: float, make: Callable[[], None]) -> bool:
    active = line.active(now)
    if active is None:
        if not line.external:
            make()
        return not line.external
    entry = line.entries[active]
    if entry.start is None:
        entry.start = now
    if entry.until is not None and entry.until > now:
        return False
    over, upcoming = entry.start + policy.rotate_every, line.upcoming(now)
    if not line.external and (not upcoming or len(upcoming) == 1 and now >= over - policy.ahead):
        make()
        return True
    if len(upcoming) < 2:
        return False
    entry.until = upcoming[0].start = max(over, now, *(one.published + policy.ahead for one in upcoming[:2]))
    return True


def _tidy(policy: Policy, line: Line, now: float) -> None:
    keep = policy.keep(line.encrypts)
    active = line.active(now)
    early = line.entries[: len(line.entries) if active is None else active]
    for entry in early:
        if not line.external and entry.until is not None and entry.until + _erased_after(policy, line) <= now:
            entry.whole = False
    for entry in list(line.entries):
        last = entry.revoked if entry.revoked is not None else entry.until
        over = entry in early or entry.revoked is not None
        if over and last is not None and last + keep + policy.rotate_every <= now:
            line.entries.remove(entry)


def _erased_after(policy: Policy, line: Line) -> float:
    return policy.keep(line.encrypts) if line.encrypts or line.symmetric else policy.clock_skew
