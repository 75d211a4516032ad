"""What a process holds of a list: who is revoked until when, and the stamps that it knows (decision 0074, Records)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from follow_record import KINDS, NEVER, ZERO, Name, Record, Stamp

# What has ended is looked for this often, in seconds.
SWEEP_EVERY = 600


@dataclass
class Known:
    """The latest stamps of one name; None: there was no such record."""

    revoked: Stamp | None = None
    withdrawn: Stamp | None = None
    # The latest end of all its records, and of its withdrawals.
    end: int = 0
    lasts: int = 0


@dataclass
class Table:
    """`revoked` has everybody who is, with the end and the cut-off. Only names in `known` have stamps of their own: those that were ever
    withdrawn, and those that this process wrote and has not read. All others are no later than `cursor`.
    """

    revoked: dict[Name, tuple[int, int]] = field(default_factory=dict)
    known: dict[Name, Known] = field(default_factory=dict)
    # Withdrawn by a stamp that the cursor says nothing about.
    doubts: set[Name] = field(default_factory=set)
    # Withdrawn for a shorter time than they were revoked for.
    short: set[Name] = field(default_factory=set)
    latest: Stamp = ZERO
    cursor: Stamp = ZERO
    digests: bool = False
    swept: float = 0

    def take(self, records: Iterable[Record]) -> None:
        """Merges what was read. The cursor that stands in for unknown stamps is that of before."""
        for record in sorted(records, key=lambda record: not record.withdraws):
            self.merge(record)
        self.cursor = max(self.cursor, self.latest)

    def merge(self, record: Record) -> None:
        name, stamp = record.name, record.stamp
        self.latest = max(self.latest, stamp)
        self.digests |= record.digest
        known = self.known.get(name)
        if record.withdraws:
            if known is None:
                known = self.give_stamp(name)
                if name in self.revoked and self.cursor > stamp:
                    self.doubts.add(name)
            known.withdrawn = max(known.withdrawn or ZERO, stamp)
            known.end, known.lasts = max(known.end, record.end), max(known.lasts, record.end)
            held = self.revoked.get(name, (0, 0))[0]
            self._note_length(name, self._settle(name) and held > known.lasts)
            return
        if known is not None:
            known.revoked = max(known.revoked or ZERO, stamp)
            known.end = max(known.end, record.end)
            self._note_length(name, known.withdrawn is not None and stamp <= known.withdrawn and record.end > known.lasts)
            if known.withdrawn is not None and stamp <= known.withdrawn:
                return
        end, before = self.revoked.get(name, (0, 0))
        self.revoked[name] = max(end, record.end), max(before, record.before)

    def merge_own(self, record: Record) -> None:
        """What this process has written: its stamp is known until it was read."""
        self.give_stamp(record.name)
        self.merge(record)

    def give_stamp(self, name: Name) -> Known:
        """From now on its stamps count: the cursor stands in for that of a revocation."""
        if name not in self.known:
            held = self.revoked.get(name)
            self.known[name] = Known(self.cursor if held else None, None, held[0] if held else 0)
        return self.known[name]

    def confirm(self, record: Record) -> None:
        """It was read: the cursor is enough again, unless there was a withdrawal."""
        known = self.known.get(record.name)
        if known and known.withdrawn is None and known.revoked == record.stamp:
            del self.known[record.name]

    def find_out(self, name: Name, stamp: Stamp) -> None:
        """A stamp that was in doubt."""
        known = self.known[name]
        known.revoked = stamp
        if self._settle(name):
            self._note_length(name, known.end > known.lasts)

    def lengthen(self) -> list[tuple[Name, Stamp, int]]:
        """Withdrawals that have to last longer: each is to be written with that end."""
        short, self.short = sorted(self.short, key=Name.place), set()
        found = []
        for name in short:
            known = self.known[name]
            known.lasts = known.end
            if known.withdrawn is not None:
                found.append((name, known.withdrawn, known.end))
        return found

    def sweep(self, now: float) -> None:
        if 0 <= now - self.swept < SWEEP_EVERY:
            return
        self.swept = now
        self.known = {name: known for name, known in self.known.items() if lasts(known.end, now)}
        self.short &= self.known.keys()
        self.revoked = {name: held for name, held in self.revoked.items() if held[0] >= math.floor(now)}

    def counts(self) -> list[int]:
        return [sum(name.kind == kind for name in self.revoked) for kind in KINDS]

    def _settle(self, name: Name) -> bool:
        """Whether the withdrawal is the later one."""
        known = self.known[name]
        is_withdrawn = known.withdrawn is not None and (known.revoked is None or known.withdrawn >= known.revoked)
        if is_withdrawn:
            self.revoked.pop(name, None)
        return is_withdrawn

    def _note_length(self, name: Name, is_short: bool) -> None:
        known = self.known[name]
        if is_short:
            self.short.add(name)
        elif known.lasts >= known.end:
            self.short.discard(name)


def lasts(end: int, now: float) -> bool:
    """The end is the end of its second."""
    return end == NEVER or end >= now
