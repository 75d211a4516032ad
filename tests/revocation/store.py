"""The store: a header, a stream and a hash, and the one script that writes them."""

from __future__ import annotations

from typing import NamedTuple

from rules import Rules

Stamp = tuple[int, int]
ZERO: Stamp = (0, 0)
FOREVER = 10**9
# Minutes stand for milliseconds, so that two writers often meet in one.
HOUR, LONGEST_LIFETIME = 60, 180


class Record(NamedTuple):
    id: Stamp
    hash: str
    withdrawal: bool
    end: int
    stamp: Stamp
    nonce: int


class Header(NamedTuple):
    epoch: int
    last: Stamp
    kept: Stamp
    restored: int = 0  # another number after each restoration
    nonce: int = 0  # of the record whose id is `last`: after a failover, another may get that id


class Refused(Exception):
    """The script changed nothing, or nobody knows whether it did."""


class Damaged(Refused):
    pass


def above(stamp: Stamp) -> Stamp:
    return (stamp[0], stamp[1] + 1)


class Store:
    def __init__(self, rules: Rules) -> None:
        self.rules, self.clock, self.full = rules, 0, False
        self.header: Header | None = Header(1, ZERO, ZERO)
        self.log: list[Record] = []
        self.top = ZERO  # the newest id that the stream gave, which trimming leaves
        self.kept: dict[str, tuple[Stamp | None, Stamp | None, int]] = {}
        self.kept_last = ZERO  # a field of the hash: the newest record in it, as the header's `kept` says too
        # What only the model knows: the acknowledged writes that a whole list must hold, and
        # whether a loss has not been made good.
        self.known: frozenset[int] = frozenset()
        self.damaged, self.losses, self.past = False, 0, []

    def healthy(self) -> bool:
        return self.header is not None and self.header.last == self.top and self.header.kept == self.kept_last

    def write(
        self, epoch: int, hash: str, withdrawal: bool, end: int, nonce: int, now: int, seen: Stamp, stamp: Stamp | None, restoring: bool
    ) -> Record:
        """Appends a record: a new one above what its writer has `seen`, or one written back with its `stamp`."""
        rules = self.rules
        if self.full:
            raise Refused("memory is full")
        if rules.clocks_compared and abs(self.clock - now) > HOUR // 2:
            raise Refused("the clocks of the server and the writer differ")
        if restoring and rules.whole_needs_no_restoring and self.healthy():
            raise Refused("nothing to restore")
        if not restoring:
            if self.header is None and not rules.script_checks_header:
                self.header = Header(epoch, ZERO, ZERO)
            if self.header is None or self.header.epoch != epoch:
                raise Refused("no header")
            if rules.script_checks_last and not self.healthy():
                raise Damaged("the log ends before the header's last, or kept is short")
        healthy = self.healthy()
        newest = max(self.top, self.header.last) if self.header else self.top
        id = (self.clock, 0) if (self.clock, 0) > newest else above(newest)
        if rules.ids_above_stamps:
            id = max(id, above(stamp or seen))
        record = Record(id, hash, withdrawal, end, stamp or max(id, above(seen)), nonce)
        self.log.append(record)
        self.top = id
        if rules.kept and (end == FOREVER or (rules.kept_follows and hash in self.kept)):
            self.keep(record)
            if healthy or not restoring:
                self.kept_last = id
        if not restoring:
            limit = id[0] - LONGEST_LIFETIME - (2 * HOUR if rules.trim_slack else 0)
            self.log = [each for each in self.log if each.id[0] >= limit]
        if self.header is not None and (healthy or not restoring):
            self.header = self.header._replace(last=id, kept=self.kept_last, nonce=nonce)
        self.remember()
        return record

    def keep(self, record: Record) -> None:
        revoked, withdrawn, end = self.kept.get(record.hash, (None, None, 0))
        if not self.rules.kept_takes_later:
            revoked, withdrawn = None, None
        if record.withdrawal:
            withdrawn = max(withdrawn or ZERO, record.stamp)
        else:
            revoked = max(revoked or ZERO, record.stamp)
        self.kept[record.hash] = (revoked, withdrawn, max(end, record.end))

    def finish(self, epoch: int, before: Header | None, nonce: int) -> bool:
        """Ends a restoration: makes the header, or mends the one that was found, if it is still that one."""
        if self.full:
            raise Refused("memory is full")
        if self.header != before:
            return False
        self.kept_last = self.top if self.kept else ZERO
        self.header = Header(epoch, self.top, self.kept_last, nonce, self.log[-1].nonce if self.log else 0)
        self.damaged = False
        self.remember()
        return True

    def read_header(self) -> Header | None:
        return self.header

    def read_kept(self) -> tuple[Stamp, dict[str, tuple[Stamp | None, Stamp | None, int]]]:
        return self.kept_last, dict(self.kept)

    def read_log(self, start: Stamp) -> list[Record]:
        return [each for each in self.log if each.id >= start][:3]

    def remember(self, again: bool = False) -> None:
        if again:
            self.past.pop()
        self.past.append((self.header, tuple(self.log), self.top, self.kept_last, dict(self.kept), self.known, self.damaged))

    def fail(self, kind: str, lag: int) -> None:
        """Loses something. What is demanded afterwards is what the store can still know to be missing."""
        self.losses += 1
        if kind == "failover":
            del self.past[max(1, len(self.past) - lag) :]
            header, log, self.top, self.kept_last, kept, self.known, self.damaged = self.past[-1]
            self.header, self.log, self.kept = header, list(log), dict(kept)
        if kind in ("flush", "header"):
            self.header = None
        if kind in ("flush", "log"):
            self.log, self.top = [], ZERO
        if kind == "tail" and self.log:
            self.log = self.log[:-lag]
            self.top = self.log[-1].id if self.log else ZERO
        if kind in ("flush", "kept"):
            self.kept, self.kept_last = {}, ZERO
        if self.header is None or not self.healthy():
            self.damaged = True
        if kind != "header" and kind != "failover" and self.damaged:
            self.known = frozenset()
        self.remember()
