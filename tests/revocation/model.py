"""A process that follows a list of revocations, as docs/decisions/0074 words it."""

from __future__ import annotations

from collections.abc import Generator
from copy import deepcopy
from typing import Any

from store import FOREVER, HOUR, LONGEST_LIFETIME, ZERO, Header, Record, Stamp
from table import Held, Table

MAX_STALENESS = 10
Steps = Generator[None, None, Any]


class Process:
    def __init__(self, world: Any, offset: int) -> None:
        self.world, self.rules, self.offset = world, world.rules, offset
        self.restart(None)

    def restart(self, snapshot: Table | None) -> None:
        self.table = deepcopy(snapshot) if snapshot else Table()
        self.whole, self.has_been_whole = False, snapshot is not None
        self.epoch: int | None = 1 if snapshot else None
        self.age_from = self.sent = -(10**6)
        self.flights: dict[str, Steps] = {}

    def now(self) -> int:
        return self.world.time + self.offset

    def answers(self) -> bool:
        return self.whole and self.world.time - self.age_from <= MAX_STALENESS

    def snapshot(self) -> Table:
        copy = deepcopy(self.table)
        if not self.rules.snapshot_stamps:
            revoked = [hash for hash, withdrawal, _, _ in copy.held() if hash in copy.stamped and not withdrawal]
            copy.plain |= {hash: copy.stamped[hash][2] for hash in revoked}
            copy.stamped, copy.owed = {}, set()
        return copy

    def send(self, command: Any, *arguments: Any) -> Steps:
        yield  # whatever others do meanwhile
        return self.world.carry(command, *arguments)

    def write(self, hash: str, withdrawal: bool, end: int) -> Steps:
        """Revokes or withdraws; acknowledged when it returns."""
        if self.epoch is None:
            header = yield from self.send(self.world.store.read_header)
            if header is None:
                return
            self.epoch = header.epoch
        if end != FOREVER and end > self.now() + LONGEST_LIFETIME + HOUR:
            return
        record = yield from self.send(self.world.original, self, hash, withdrawal, end, self.world.nonce())
        table, rules = self.table, self.rules
        table.seen = max(table.seen, record.stamp)
        if rules.own_stamped or withdrawal or hash in table.stamped:
            table.give_stamp(hash, table.bound if rules.bound_stands_in else ZERO)
            table.merge(hash, withdrawal, record.end, record.stamp, rules)
            if rules.own_resent:
                table.owed.add(hash)
        else:
            table.plain[hash] = max(record.end, table.plain.get(hash, 0))
        self.world.acknowledged(self, record)

    def write_back(self, records: list[Held], restoring: bool) -> Steps:
        for hash, withdrawal, end, stamp in records:
            stamp = stamp if self.rules.write_back_stamped else None
            about = (hash, withdrawal, end, self.world.nonce())
            yield from self.send(self.world.store.write, self.epoch, *about, self.now(), self.table.seen, stamp, restoring)

    def restore(self, found: Header | None) -> Steps:
        """Writes all that it holds and the header last, where the header is gone or says more than there is."""
        if not self.has_been_whole and self.rules.only_whole_restores:
            return
        losses, known, held = self.world.store.losses, self.table.known, self.table.held()
        # What stands in `kept` alone would be unknown to those who read only what is new.
        _, kept = yield from self.send(self.world.store.read_kept)
        for hash, (at, withdrawn, end) in kept.items() if self.rules.restores_kept else ():
            held += [(hash, each is withdrawn, end, each) for each in (at, withdrawn) if each is not None]
        if self.rules.header_last:
            yield from self.write_back(held, True)
        done = yield from self.send(self.world.restored, self.epoch, found, losses, known)
        if not self.rules.header_last and done:
            yield from self.write_back(held, True)

    def poll(self) -> Steps:
        """Reads what is new, or all, and writes back what the store lost."""
        world, table, rules = self.world, self.table, self.rules
        sent, losses, owed = world.time, world.store.losses, set(table.owed)
        header, kept, known, damaged = yield from self.send(world.header)
        if header is None and not rules.absent_is_unavailable:
            header = Header(self.epoch or 1, ZERO, ZERO)
        if header is None:
            yield from self.restore(None)
            return
        if self.epoch not in (None, header.epoch):
            return
        self.epoch, whole = header.epoch, None
        kept_whole = kept >= header.kept or not rules.kept_counted
        if rules.restoration_reloads and header.restored != table.restored:
            kept_whole = False
        if table.cursor is not None and kept_whole:
            whole = yield from self.read_log(header, None)
        if whole is None or table.doubted:
            whole = yield from self.reload(header, lost=whole is None)
        if whole is False:
            yield from self.restore(header)
        if not whole:
            return
        self.whole, self.has_been_whole, table.restored = True, True, header.restored
        self.age_from, self.sent = (sent if rules.age_from_sending else world.time), sent
        table.known |= known
        world.became_whole(damaged, losses)
        if rules.write_back:
            lacking = self.lacking if rules.owed_until_read else owed | self.lacking
            owed = table.owed & (owed | self.lacking) if rules.owed_until_read else lacking
            if not rules.owed_until_read:
                table.owed -= self.lacking
            held = [hash for hash in sorted(owed) if hash in table.plain or hash in table.stamped]
            yield from self.write_back([table.state(hash) for hash in held], False)
        world.wrote_back(self, losses)
        table.drop_ended(self.now(), rules)

    def read_log(self, header: Header, found: list[Record] | None) -> Steps:
        """Whether what was read reaches the header's `last`; None if the log is not the one of the cursor."""
        self.lacking: set[str] = set()
        position = self.table.cursor if found is None else None
        has_last = header.last == ZERO or not self.rules.last_compared
        while True:
            start = position.id if position else ZERO
            if position and not self.rules.inclusive_cursor:
                start = (start[0], start[1] + 1)
            page = yield from self.send(self.world.store.read_log, start)
            if position and self.rules.inclusive_cursor:
                same = page and page[0].id == position.id and (page[0] == position or not self.rules.cursor_names_record)
                if not same:
                    return None
            for record in page:
                same = not self.rules.last_names_record or record.nonce == header.nonce
                has_last = has_last or (record.id == header.last and same)
                if found is None:
                    self.take(record)
                    self.table.cursor = record
                else:
                    found.append(record)
            position = page[-1] if page else position
            if len(page) < 3:
                return has_last

    def take(self, record: Record) -> None:
        """Takes in what is new."""
        table, rules, hash = self.table, self.rules, record.hash
        if record.withdrawal and hash in table.plain and record.stamp <= table.bound and rules.old_withdrawal_reloads:
            table.doubted[hash] = table.bound
        if record.withdrawal or hash in table.stamped:
            table.give_stamp(hash, table.bound if rules.bound_stands_in else ZERO)
            table.merge(hash, record.withdrawal, record.end, record.stamp, rules)
        else:
            table.plain[hash] = max(record.end, table.plain.get(hash, 0))
        # Not the id: what is written back with an old stamp says nothing about those between.
        table.bound = max(table.bound, record.stamp if rules.bound_is_a_stamp else record.id)
        table.seen = max(table.seen, record.id, record.stamp)
        table.settle(record)

    def reload(self, header: Header, lost: bool) -> Steps:
        """Reads all, and merges it when it is complete; `lost` unless only doubts led here."""
        table, rules = self.table, self.rules
        log: list[Record] = []
        if not rules.kept_after_log:
            last, kept = yield from self.send(self.world.store.read_kept)
        whole = yield from self.read_log(header, log)
        if rules.kept_after_log:
            last, kept = yield from self.send(self.world.store.read_kept)
        if not rules.kept:
            kept = {}
        if not whole or (rules.kept_counted and last < header.kept):
            return None if whole is None else False
        if not rules.reload_merges:
            table.plain, table.stamped, table.owed = {}, {}, set()
        if lost:
            table.lost_bound = table.bound
        found: dict[str, Table] = {}
        standing = [
            Record(ZERO, hash, withdrawal, state[2], state[withdrawal], 0)
            for hash, state in kept.items()
            for withdrawal in (False, True)
            if state[withdrawal]
        ]
        for record in log + standing:
            entry = found.setdefault(record.hash, Table())
            entry.give_stamp(record.hash, ZERO)
            entry.merge(record.hash, record.withdrawal, record.end, record.stamp, rules)
        before = table.held()
        for hash, entry in found.items():
            self.merge_found(hash, entry.stamped[hash], max(table.bound, *(record.stamp for record in log), ZERO))
        stamps = {hash: stamp for hash, _, _, stamp in before}
        for hash, _, end, _ in table.held():
            unkept = rules.kept_is_mended and end == FOREVER and kept.get(hash, (None, None, 0))[2] != FOREVER
            if rules.write_back and (unkept or (hash in stamps and self.lacks(found, hash))):
                listed = found[hash].stamped[hash][0] if hash in found else None
                table.give_stamp(hash, max(stamps.get(hash, ZERO), listed or ZERO))
                self.lacking.add(hash)
        if rules.owed_until_read:
            table.owed |= self.lacking
        for record in log:
            table.seen = max(table.seen, record.id, record.stamp)
            table.bound = max(table.bound, record.stamp if rules.bound_is_a_stamp else record.id)
        for record in log:
            table.settle(record)
        table.cursor, table.doubted = (log[-1] if log else None), {}
        return True

    def merge_found(self, hash: str, found: list[Any], newest: Stamp) -> None:
        table, rules = self.table, self.rules
        at, withdrawn, end, withdrawal_end = found
        if at is not None and hash in table.stamped and table.doubted.get(hash) == table.stamped[hash][0]:
            table.stamped[hash][0] = max(at, table.lost_bound)
        elif hash in table.plain and withdrawn is not None:
            doubted = withdrawn <= table.bound and at is not None and rules.old_withdrawal_reloads
            table.give_stamp(hash, max(at, table.lost_bound) if doubted else table.bound if rules.bound_stands_in else ZERO)
        ahead = max(at or ZERO, withdrawn or ZERO) > newest  # in `kept`, after the log was read
        if withdrawn is not None or (ahead and hash not in table.plain):
            table.give_stamp(hash, ZERO)
        if ahead and rules.kept_ahead_is_owed:
            table.give_stamp(hash, table.bound)
            table.owed.add(hash)
        if hash not in table.stamped:
            table.plain[hash] = max(end, table.plain.get(hash, 0))
            return
        if at is not None:
            table.merge(hash, False, end, at, rules)
        if withdrawn is not None:
            table.merge(hash, True, withdrawal_end, withdrawn, rules)

    def lacks(self, found: dict[str, Table], hash: str) -> bool:
        """Whether the store lacks what counts here for this hash."""
        if hash not in found:
            return True
        _, withdrawal, end, stamp = self.table.state(hash)
        _, listed_withdrawal, until, listed = found[hash].state(hash)
        return listed_withdrawal != withdrawal or until < end or (listed < stamp and hash in self.table.stamped)
