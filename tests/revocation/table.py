"""What a process holds of a list of revocations."""

from __future__ import annotations

from typing import Any

from rules import Rules
from store import HOUR, ZERO, Record, Stamp

Held = tuple[str, bool, int, Stamp]  # hash, withdrawal, end, stamp


class Table:
    def __init__(self) -> None:
        self.plain: dict[str, int] = {}  # hash → end; the stamp is no later than `bound`
        self.stamped: dict[str, list[Any]] = {}  # hash → [revoked at, withdrawn at, its end, the withdrawal's end]
        self.owed: set[str] = set()  # written by this process, or to be written back, and not read in the log since
        self.doubted: dict[str, Stamp] = {}  # withdrawn by a stamp that `bound`, which stands here, says nothing about
        self.bound = self.lost_bound = self.seen = ZERO
        self.cursor: Record | None = None
        self.restored = 0  # the restoration that the list was read after
        self.known: frozenset[int] = frozenset()  # the model's own: what it must hold

    def revoked(self, hash: str, now: int, rules: Rules) -> bool:
        if hash in self.plain:
            return self.plain[hash] > now
        at, withdrawn, end, _ = self.stamped.get(hash, (None, None, 0, 0))
        wins = at is not None and (withdrawn is None or at > withdrawn or (at == withdrawn and not rules.tie_withdraws))
        return wins and end > now

    def give_stamp(self, hash: str, stamp: Stamp) -> list[Any]:
        if hash not in self.stamped:
            end = self.plain.pop(hash, None)
            self.stamped[hash] = [None if end is None else stamp, None, end or 0, 0]
        return self.stamped[hash]

    def merge(self, hash: str, withdrawal: bool, end: int, stamp: Stamp, rules: Rules) -> None:
        """Takes one record into an entry that has a stamp."""
        entry = self.stamped[hash]
        entry[withdrawal] = max(entry[withdrawal] or ZERO, stamp)
        entry[2 + withdrawal] = max(entry[2 + withdrawal], end)
        if rules.withdrawal_takes_end and entry[1] is not None and entry[3] < entry[2]:
            entry[3] = entry[2]
            if rules.later_end_is_owed and not withdrawal:
                self.owed.add(hash)
        entry[2] = max(entry[2:]) if rules.withdrawal_takes_end else entry[2]

    def state(self, hash: str) -> Held:
        """The one record that counts for a hash."""
        if hash in self.plain:
            return hash, False, self.plain[hash], self.bound
        at, withdrawn, end, withdrawal_end = self.stamped[hash]
        if withdrawn is None or (at is not None and at > withdrawn):
            return hash, False, end, at
        return hash, True, withdrawal_end, withdrawn

    def held(self) -> list[Held]:
        return [self.state(hash) for hash in (*self.plain, *self.stamped)]

    def settle(self, record: Record) -> None:
        """What was read in the log is not owed any more, and its stamp can be forgotten."""
        if record.hash not in self.owed:
            return
        hash, withdrawal, end, stamp = self.state(record.hash)
        if record.withdrawal == withdrawal and record.stamp >= stamp and record.end >= end:
            self.owed.discard(hash)
            if self.stamped[hash][1] is None and stamp <= self.bound:
                self.plain[hash] = self.stamped.pop(hash)[2]

    def drop_ended(self, now: int, rules: Rules) -> None:
        """Drops what ended an hour ago by this process's clock *and* by the store's: one may be wrong."""
        store = self.cursor.id[0] if self.cursor else 0
        now = (min(now, store) if rules.drop_by_two_clocks else now) - (HOUR if rules.drop_slack else 0)
        self.plain = {hash: end for hash, end in self.plain.items() if end > now}
        for hash, entry in list(self.stamped.items()):
            if entry[1] is not None and entry[3] <= now:
                entry[1] = None
            if entry[2] <= now and entry[1] is None:
                del self.stamped[hash]
        self.owed &= set(self.stamped)
