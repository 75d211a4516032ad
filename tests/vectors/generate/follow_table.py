"""What a process holds of a list: who is revoked until when, and the stamps that it knows (decision
0074, Records).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from follow_record import KINDS, NEVER, ZERO, Name, Record, Stamp

# What has ended is looked for this often, in seconds.
SWEEP_EVERY = 600


@dataclass
class Known:
    """The latest stamps of one name; None: there was no such record. `end` is the latest of all its
    records, `lasts` of its withdrawals.
    """

    revoked: Stamp | None = None
    withdrawn: Stamp | None = None
    end: int = 0
    lasts: int = 0


@dataclass
class Table:
    """`revoked` has everybody who is, with the end and the cut-off. Only names in `known` have
    stamps of their own: those that were ever withdrawn, and those that this process wrote and has
    not read. All others are no later than `cursor`.
    """

    revoked: dict[Name, tuple[int, int]] = field(default_factory=dict)
    known: dict[Name, Known] = field(default_factory=dict)
    # Withdrawn by a stamp that the cursor says nothing about.
    doubts: set[Name] = field(default_factory=set)
    # Withdrawn until an earlier end than that of a revocation which is known to be withdrawn by it.
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
        held = self.revoked.get(name)
        if record.withdraws:
            if known is None:
                known = self.give_stamp(name)
                if name in self.revoked and self.cursor > stamp:
                    self.doubts.add(name)
            known.withdrawn = max(known.withdrawn or ZERO, stamp)
            known.end = max(known.end, record.end)
            known.lasts = max(known.lasts, record.end)
            self._settle(name, held[0] if held else 0)
            return
        if known is not None:
            known.revoked = max(known.revoked or ZERO, stamp)
            known.end = max(known.end, record.end)
            if known.withdrawn is not None and stamp <= known.withdrawn:
                self._compare_ends(name, record.end)
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
        self.known[name].revoked = stamp
        self._settle(name, self.known[name].end)

    def lengthen(self, now: float) -> list[Record]:
        """Withdrawals anew that were shorter than what they withdraw, by as much as they lacked."""
        short, self.short = self.short, set()
        records = []
        for name in sorted(short, key=Name.place):
            known = self.known[name]
            known.lasts = known.end
            if known.withdrawn is not None and lasts(known.end, now):
                records.append(Record(name, True, known.end, 0, known.withdrawn))
        return records

    def same_names(self) -> Table:
        """An empty one, in which the stamps of the same names count."""
        return Table(known={name: Known() for name in self.known})

    def sweep(self, now: float) -> None:
        if 0 <= now - self.swept < SWEEP_EVERY:
            return
        self.swept = now
        self.known = {name: known for name, known in self.known.items() if lasts(known.end, now)}
        self.short &= self.known.keys()
        self.revoked = {name: held for name, held in self.revoked.items() if held[0] >= math.floor(now)}

    def counts(self) -> list[int]:
        return [sum(name.kind == kind for name in self.revoked) for kind in KINDS]

    def _settle(self, name: Name, end: int) -> None:
        """`end` is that of the revocation which may be withdrawn."""
        known = self.known[name]
        if known.withdrawn is not None and (known.revoked is None or known.withdrawn >= known.revoked):
            self.revoked.pop(name, None)
        else:
            end = 0
        self._compare_ends(name, end)

    def _compare_ends(self, name: Name, end: int) -> None:
        known = self.known[name]
        if end > known.lasts:
            self.short.add(name)
        elif known.lasts >= known.end:
            self.short.discard(name)


def lasts(end: int, now: float) -> bool:
    """The end is the end of its second."""
    return end == NEVER or end >= now
