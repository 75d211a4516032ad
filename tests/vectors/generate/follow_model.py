"""The machine that follows a list of revocations in a store, written again in Python from decision
0074 and the guide: what the steps of `revocations.follow` are expected to show. It shares no code
with the library.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from common import b64u
from follow_packed import Snapshot, Useless
from follow_record import NEVER, ZERO, Name, Record, Stamp, read
from follow_reply import Header, Page, Refused, Unreadable, error_word, read_page, read_piece, read_written
from follow_server import longer
from follow_table import Known, Table, lasts
from remote_parts import GRACE, UNITS, Times

PAGE, BATCH = 1000, 500
HOUR = 3600
# After failures nobody pauses for longer.
LONGEST_PAUSE = 2
# Before all stamps.
NOT = Stamp(-1, 0)
UNAVAILABLE, INVALID = "ERR_JWT_REVOCATION_UNAVAILABLE", "ERR_OPTION_INVALID"
# Why there is no answer, in the library's words: a driver's own word for anything else means the
# first.
TOLD = ("connect", "timeout", "tls", "too_large", "status", "redirect", "store", "no_list", "incomplete", "unreadable", "url_not_allowed")


def seconds(length: Any) -> float:
    return float(int(length[:-1]) * UNITS[length[-1]]) if isinstance(length, str) else float(length)


@dataclass
class Reading:
    """One reading, from the cursor or from the beginning."""

    id: int
    number: int
    began: Times
    sent: Times
    # The last entry that was read, id and text.
    at: tuple[Stamp, str] | None
    start: Stamp | None
    restored: str | None = None
    has_last: bool = False
    # Of a reading that is held against what is known here: what the store has. From a cursor on it
    # is what is kept, and what is new.
    found: Table | None = None
    is_all: bool = False
    # What is kept, which comes with the first page and is merged with the last: its stamps say
    # nothing of what is between.
    kept: tuple[Record, ...] = ()
    bound: Stamp = ZERO
    # A snapshot is looked for, and read; then this is its head, or nothing if it was of no use.
    unpacks: bool = False
    snapshot: Snapshot | None = None
    head: str | None = None


@dataclass
class Change:
    """A revocation or a withdrawal that a caller waits for."""

    make: Any
    began: Times
    done: Any = None
    is_dropped: bool = False


@dataclass
class Writing:
    id: int
    sent: Times
    change: Change | None
    records: list[Record]
    seals: bool = False


class Machine:
    """One list in one process."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.max_staleness = seconds(options.get("max_staleness", 1))
        self.timeout = seconds(options.get("timeout", 2))
        self.beat = seconds(options["beat"]) if "beat" in options else None
        self.accepts = options.get("when_unavailable") == "accept"
        self.strict = options.get("strict", False)
        self.fsync, self.replicas = options.get("durability") == "fsync", options.get("replicas", 0)
        self.creates = int(seconds(options.get("longest_lifetime", 0))) if options.get("create") else None
        self.keys = [f"{{{options['namespace']}}}:{name}" for name in ("header", "log", "kept")]
        self.snap = f"{{{options['namespace']}}}:snap"
        self.table = Table()
        self.header: Header | None = None
        self.cursor: tuple[Stamp, str] | None = None
        self.restored: str | None = None
        self.reading: Reading | None = None
        self.writing: Writing | None = None
        self.changes: deque[Change] = deque()
        # What was written here and not read since, and how many readings had begun.
        self.unread: dict[Stamp, tuple[Record, int]] = {}
        self.owed: deque[Record] = deque()
        self.must_seal = self.asked = self.was_whole = False
        # The header counts more than is kept, or says a shorter lifetime than before.
        self.doubts_kept = self.must_raise = False
        # The store has refused a change, which is written again when the list was read.
        self.is_refused = False
        # What an unknown stamp was no later than when the store last lost something, and when it
        # did so now.
        self.last_loss, self.loss = ZERO, None
        self.fresh: Times | None = None
        self.beat_seen: tuple[str, Times] | None = None
        self.failures, self.wait, self.is_well = 0, None, False
        self.begun = self.landed = self.ids = self.written_back = 0
        self.paused_until = self.quiet_until = float("-inf")

    # What there is to do.

    def poll(self, times: Times) -> dict[str, Any]:
        return self._show(times, self._poll(times), [])

    def tell(self, times: Times, id: int, *, values: list[Any] | None = None, failed: str | None = None) -> dict[str, Any]:
        self._forget(times)
        events: list[dict[str, Any]] = []
        why = None if failed is None else failed if failed in TOLD else TOLD[0]
        stores: list[dict[str, Any]] = []
        if self.reading and self.reading.id == id:
            stores = self._page(times, values, why, events)
        elif self.writing and self.writing.id == id:
            self._written(times, values, why, events)
        return self._show(times, stores + self._poll(times), events)

    def _poll(self, times: Times) -> list[dict[str, Any]]:
        self._forget(times)
        stores: list[dict[str, Any]] = []
        if self._pause(times) > 0:
            return stores
        if self.writing is None:
            stores += self._write(times)
        # Nothing is read while something is written back, or has to be.
        writes_back = self.writing and (self.writing.change is None or self.must_seal or self.owed)
        if self.reading is None and not writes_back and (self.asked or self._age(times) >= self.max_staleness / 2):
            stores.append(self._begin_reading(times))
        return stores

    def _show(self, times: Times, stores: list[dict[str, Any]], events: list[dict[str, Any]]) -> dict[str, Any]:
        writes_back = self.writing is not None and self.writing.change is None
        due = max(self.max_staleness / 2 - self._age(times), 0)
        wake = self.timeout if self.reading or writes_back else max(due, self._pause(times))
        pause = self._pause(times)
        self.paused_until = times.monotonic + pause if pause > 0 else float("-inf")
        self.quiet_until = times.monotonic + min(wake, self.timeout)
        return {"fetches": [], "events": events, "wake": wake} | ({"stores": stores} if stores else {})

    def _forget(self, times: Times) -> None:
        """What no driver carries any more."""
        if self.reading and times.since(self.reading.sent) > self.timeout + GRACE:
            self.reading = None
            self._land()
        if self.writing and times.since(self.writing.sent) > self.timeout + GRACE:
            if self.writing.change is None:
                self.owed.extendleft(reversed(self.writing.records))
            self.writing = None

    # Reading.

    def _begin_reading(self, times: Times) -> dict[str, Any]:
        self.asked = False
        self.begun += 1
        self.ids += 1
        first = []
        if self.header is None and self.creates is not None:
            first = [["CREATE", *self.keys, "*", "*", str(self.creates)]]
        if self.header and self.must_raise:
            first = [["RAISE", *self.keys, self.header.epoch, str(self.header.longest)]]
        if self.was_whole and (self.cursor is None or self.table.doubts):
            self.reading = self._anew(times, times, self.begun)
        elif self.cursor and (self.restored is None or self.doubts_kept):
            self.reading = self._kept(times, times, self.begun, self.cursor)
        else:
            start, restored = (self.cursor[0], self.restored) if self.cursor else (None, None)
            self.reading = Reading(self.ids, self.begun, times, times, self.cursor, start, restored)
        return self._store(self.ids, first + [self._read()])

    def _anew(self, began: Times, sent: Times, number: int) -> Reading:
        return Reading(self.ids, number, began, sent, None, None, found=self.table.same_names(), is_all=True, bound=self.table.cursor)

    def _kept(self, began: Times, sent: Times, number: int, cursor: tuple[Stamp, str]) -> Reading:
        """From the cursor on, and what is kept besides, after whatever restoration there was."""
        found = self.table.same_names()
        return Reading(self.ids, number, began, sent, cursor, cursor[0], found=found, bound=self.table.cursor)

    def _read(self) -> list[str]:
        assert self.reading
        reading = self.reading
        at = reading.at
        beat = "" if self.beat is None else str(int(self.beat * 500))
        with_kept = at is None or reading.found is not None and at[0] == reading.start
        return ["READ", *self.keys, str(at[0]) if at else "-", str(PAGE), "1" if with_kept else "0", beat]

    def _page(self, times: Times, values: Any, why: str | None, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        reading, self.reading = self.reading, None
        assert reading
        if reading.unpacks:
            return self._piece(times, reading, values, why, events)
        try:
            page = self._checked_page(values, why)
        except Refused as refused:
            self._land()
            self._fail(times, refused.args[0], events)
            return []
        header = page.header
        if header:
            # The longest lifetime is only ever raised.
            longest = longer(header.longest, self.header.longest) if self.header else header.longest
            self.must_raise = longest != header.longest
            self.header = replace(header, longest=longest)
            if reading.restored is None:
                reading.restored = header.restored
        follows = reading.at is None or (page.entries and page.entries[0] == reading.at)
        if not follows or header and header.restored != reading.restored:
            return self._begin_again(times, reading, bool(follows))
        self._take(reading, page)
        if header and header.beat and (self.beat_seen is None or self.beat_seen[0] != header.beat):
            self.beat_seen = header.beat, reading.sent
        if len(page.entries) >= PAGE:
            # Who begins, and has a long log before it, looks for a snapshot.
            unpacks = reading.start is None and reading.found is None and not self.was_whole and reading.head is None
            return self._go_on(times, replace(reading, unpacks=unpacks))
        self._end(times, reading, page, events)
        return []

    def _go_on(self, times: Times, reading: Reading) -> list[dict[str, Any]]:
        self.ids += 1
        self.reading = replace(reading, id=self.ids, sent=times)
        next = reading.snapshot.count if reading.snapshot else 0
        unpack = ["UNPACK", *self.keys, self.snap, str(next)]
        return [self._store(self.ids, [unpack if reading.unpacks else self._read()])]

    def _begin_again(self, times: Times, before: Reading, follows: bool) -> list[dict[str, Any]]:
        """The log does not go on where it was read to, or was restored meanwhile."""
        if before.head is not None and not self.was_whole:
            # A snapshot has led nowhere: all that it said is forgotten.
            self.table, self.last_loss = Table(), ZERO
            return self._go_on(times, Reading(0, before.number, before.began, times, None, None, head=before.head))
        if self.cursor and follows and before.start is not None:
            return self._go_on(times, self._kept(before.began, times, before.number, self.cursor))
        self.loss = self.table.cursor if self.loss is None else self.loss
        return self._go_on(times, self._anew(before.began, times, before.number))

    def _piece(
        self, times: Times, reading: Reading, values: Any, why: str | None, events: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        if why:
            self._land()
            self._fail(times, why, events)
            return []
        assert self.header
        head = ""
        try:
            head, piece = read_piece(values)
            snapshot = reading.snapshot or Snapshot.begun(head, self.header.epoch, reading.restored or "")
            if not snapshot.take(head, piece):
                return self._go_on(times, replace(reading, snapshot=snapshot))
        except Useless:
            return self._go_on(times, replace(reading, unpacks=False, snapshot=None, head=head))
        # It has all that a process held that had read up to its cursor.
        self.table, self.last_loss = snapshot.table, snapshot.last_loss
        at = snapshot.cursor
        return self._go_on(times, replace(reading, unpacks=False, snapshot=None, head=head, at=at, start=at[0], has_last=False))

    def _checked_page(self, values: Any, why: str | None) -> Page:
        if why:
            raise Refused(why)
        if any(error_word(value) for value in values):
            raise Refused("store")
        try:
            page = read_page(values[-1] if values else None)
        except Unreadable:
            raise Refused("unreadable") from None
        same = page.header and (self.header is None or (page.header.epoch, page.header.key) == (self.header.epoch, self.header.key))
        if not same and not (page.header is None and self.was_whole):
            raise Refused("no_list")
        return page

    def _land(self) -> None:
        self.landed += 1
        self.is_refused = False

    def _take(self, reading: Reading, page: Page) -> None:
        fresh = [entry for entry in page.entries if entry != reading.at]
        reading.kept += tuple(page.kept)
        kept = reading.kept if len(page.entries) < PAGE else ()
        records = [*kept] + [read(text.split(" ")[1], id) for id, text in fresh]
        self.table.take(records)
        if reading.found is not None:
            reading.found.take(records)
        if page.header:
            last = page.header.last
            reading.has_last |= any(id == last for id, _ in page.entries) or reading.start is not None and reading.start >= last
        for id, _ in fresh:
            if id in self.unread:
                self.table.confirm(self.unread.pop(id)[0])
        if page.entries:
            reading.at = page.entries[-1]

    def _end(self, times: Times, reading: Reading, page: Page, events: list[dict[str, Any]]) -> None:
        header = page.header
        self.cursor, self.restored = reading.at, reading.restored
        newest = reading.at[0] if reading.at else ZERO
        # What is in doubt first: who is not revoked after all is not missing in the store.
        if reading.found is not None and reading.is_all:
            self._find_stamps(reading.found)
        if self.was_whole:
            self._find_lost(times, reading)
            self.owed.extend(self.table.lengthen(times.wall))
        self.loss = None
        is_empty = header is not None and header.last == ZERO == newest
        keeps_all = header is not None and header.kept == page.kept_count
        whole = header is not None and (reading.has_last or is_empty) and keeps_all
        sealed = whole and header is not None and header.last == newest
        # Where something is kept no more, that is read beside the log from the cursor on, before
        # anything is sealed.
        self.doubts_kept = self.was_whole and not keeps_all and self.cursor is not None and (reading.found is None or reading.is_all)
        # What is in doubt still may be lacking as well.
        if not self.doubts_kept and not self.table.doubts:
            self.must_seal |= bool(self.owed) or not sealed and (whole or self.was_whole)
        if not whole or self.owed:
            if self.was_whole:
                self.asked = True
                return
            self._land()
            self._fail(times, "incomplete" if header else "no_list", events)
            return
        is_news = self.fresh is None or reading.is_all and reading.at is not None
        self.was_whole, self.fresh = True, reading.sent
        if is_news:
            events.append({"event": "read", "entries": len(self.table.revoked), "seconds": times.since(reading.began)})
        self.table.sweep(min(times.wall, newest.milliseconds / 1000))
        self.asked |= bool(self.table.doubts)
        self._land()
        self._succeed()

    def _find_lost(self, times: Times, reading: Reading) -> None:
        """What the store lacks."""
        for id, (record, begun) in sorted(self.unread.items()):
            if reading.number > begun:
                self.owed.append(record)
                del self.unread[id]
        if reading.found is None:
            return
        theirs = reading.found
        for name, (end, before) in sorted(self.table.revoked.items(), key=lambda item: item[0].place()):
            # It may be withdrawn, and would come back if it was written.
            if name in self.table.doubts:
                continue
            their_end, their_before = theirs.revoked.get(name, (-1, 0))
            known, their_known = self.table.known.get(name), theirs.known.get(name, Known())
            # What the store has of a name that was withdrawn may be withdrawn by what others know,
            # if a later revocation is lacking.
            is_later = known is not None and known.withdrawn is not None and (known.revoked or NOT) > (their_known.revoked or NOT)
            covered = their_end >= end and (their_before >= before or not reading.is_all) and not is_later
            if not lasts(end, times.wall) or covered:
                continue
            # What has an end stands in the log alone, which goes on from the cursor.
            if end != NEVER and not reading.is_all:
                continue
            stamp = known.revoked if known and known.revoked is not None else reading.bound if self.loss is None else self.loss
            # What it says of itself is gone.
            digest = name.kind == "token" and self.table.digests
            self.owed.append(Record(name, False, end, before, stamp, digest=digest))
        for name, known in sorted(self.table.known.items(), key=lambda item: item[0].place()):
            theirs_of = theirs.known.get(name, Known())
            is_less = known.withdrawn is not None and (theirs_of.withdrawn or NOT, theirs_of.lasts) < (known.withdrawn, known.lasts)
            if known.withdrawn and is_less and lasts(known.end, times.wall) and (reading.is_all or known.lasts == NEVER):
                self.owed.append(Record(name, True, known.end, 0, known.withdrawn))

    def _find_stamps(self, theirs: Table) -> None:
        """Of names in doubt: what is found there counts, or the cursor at the last loss if that is
        later.
        """
        self.last_loss = max(self.last_loss, self.loss or ZERO)
        # A withdrawal that came on a later page than what it may withdraw has decided nothing there
        # either.
        decided, self.table.doubts = self.table.doubts - theirs.doubts, self.table.doubts & theirs.doubts
        for name in decided:
            known = theirs.known.get(name)
            if known and known.revoked is not None:
                self.table.find_out(name, max(known.revoked, self.last_loss))

    # Writing.

    def begin(self, times: Times, make: Any) -> Change:
        """`make` gives the record, or raises what is wrong with it."""
        self._forget(times)
        change = Change(make, times)
        self.changes.append(change)
        return change

    def drop(self, change: Change) -> None:
        change.is_dropped = True
        if change in self.changes:
            self.changes.remove(change)

    def time_left(self, times: Times, began: Times) -> float:
        return max(self.timeout + GRACE - times.since(began), 0)

    def _write(self, times: Times) -> list[dict[str, Any]]:
        if self.owed or self.must_seal:
            return [] if self.reading or not self.header else [self._write_back(times)]
        return self._write_change(times)

    def _write_change(self, times: Times) -> list[dict[str, Any]]:
        while self.header and self.fresh and self.changes and not self.is_refused:
            change = self.changes.popleft()
            try:
                record = replace(change.make(self.table, self.header.longest), stamp=self.table.latest.next(), exact=False)
            except Refused as refused:
                change.done = refused
                continue
            self.ids += 1
            self.writing = Writing(self.ids, times, change, [record])
            trim = self._trim(times, self.header.last)
            words = [self.header.epoch, trim, f"{times.wall * 1000:.0f}", str(record.stamp), record.text(), "*", record.kept(), str(self.header.longest)]
            commands = [["WRITE", *self.keys, *words]]
            patience = str(int(self.timeout * 1000) * 3 // 4)
            if self.fsync:
                commands.append(["WAITAOF", "1", str(self.replicas), patience])
            elif self.replicas:
                commands.append(["WAIT", str(self.replicas), patience])
            return [self._store(self.ids, commands)]
        return []

    def _write_back(self, times: Times) -> dict[str, Any]:
        assert self.header
        records = [self.owed.popleft() for _ in range(min(BATCH, len(self.owed)))]
        newest = self.cursor[0] if self.cursor else ZERO
        header, floor = self.header, self.table.latest.next()
        words = [header.epoch, b64u(header.key), str(header.longest), self._trim(times, newest)]
        words += ["0" if records else "1", str(newest), str(floor), "*"]
        for record in records:
            words += [record.text(), "*", record.kept(), record.stamp.padded()]
        self.ids += 1
        self.writing = Writing(self.ids, times, None, records, not records)
        return self._store(self.ids, [["RESTORE", *self.keys, *words]])

    def _written(self, times: Times, values: Any, why: str | None, events: list[dict[str, Any]]) -> None:
        writing, self.writing = self.writing, None
        assert writing
        change, records = writing.change, writing.records
        answer: Any = None
        if why is None:
            why = "store" if values and error_word(values[0]) else None
        if why is None:
            try:
                # A record has an id, or its reply is none.
                answer = read_written(values[0] if values else None, len(records))
            except Unreadable:
                why = "unreadable"
        if change:
            self._change_written(times, change, records[0], answer, why, (values or [])[1:], events)
            return
        if answer == "lost":
            self.must_seal, self.asked = False, True
        elif why or isinstance(answer, str):
            # What was not written is owed still: whoever sealed now would make a list whole that is
            # not.
            self.owed.extendleft(reversed(records))
            self._fail(times, why or ("unreadable" if answer == "clock" else "no_list"), events)
        else:
            self.written_back += len(records)
            self.unread |= {id: (record, self.begun) for id, record in zip(answer, records, strict=True)}
            if writing.seals:
                events.append({"event": "restored", "records": self.written_back})
                self.written_back = 0
            if not self.owed:
                # It is read, and sealed when nothing is lacking.
                self.must_seal, self.asked = False, True

    def _change_written(
        self, times: Times, change: Change, record: Record, answer: Any, why: str | None, durable: list[Any], events: list[dict[str, Any]]
    ) -> None:
        if why == "store" or answer == "clock":
            change.done = Refused(UNAVAILABLE)
        elif why:
            self._put_back(change)
            self._fail(times, why, events)
        elif answer in ("gone", "epoch", "lost"):
            self._put_back(change)
            self.asked = self.is_refused = True
        else:
            self._succeed()
            record = replace(record, stamp=answer[0], exact=True)
            self.table.merge_own(record)
            self.unread[answer[0]] = record, self.begun
            change.done = record if self._is_durable(durable) else Refused(UNAVAILABLE)

    def _is_durable(self, values: list[Any]) -> bool:
        found = values[0] if values else None
        if not self.fsync and not self.replicas:
            return True
        if not self.fsync:
            return isinstance(found, int) and found >= self.replicas
        return isinstance(found, list) and len(found) == 2 and all(isinstance(one, int) for one in found) and found[0] >= 1 and found[1] >= self.replicas

    def _put_back(self, change: Change) -> None:
        if not change.is_dropped:
            self.changes.appendleft(change)

    # Times.

    def is_fresh(self, times: Times, began: Times | None = None) -> bool:
        if self.strict and began:
            young = self.fresh is not None and self.fresh.monotonic >= began.monotonic
        else:
            young = self._age(times) <= self.max_staleness
        if not young or self.beat is None:
            return young
        return self.beat_seen is not None and times.since(self.beat_seen[1]) <= self.beat + self.max_staleness

    def readiness(self, times: Times, began: Times, may_wait: bool) -> str:
        """How the list is for a check: ready, due, waits, accepts, unavailable."""
        if self.is_fresh(times, began):
            is_due = not self.strict and self._age(times) >= self.max_staleness / 2 and times.monotonic >= self.quiet_until
            return "due" if is_due else "ready"
        if may_wait and times.monotonic >= self.paused_until:
            self.asked |= self.strict
            return "waits"
        return "accepts" if self.accepts and self.was_whole else "unavailable"

    def _age(self, times: Times) -> float:
        return times.since(self.fresh) if self.fresh else float("inf")

    def _pause(self, times: Times) -> float:
        return max(self.wait[1] - times.since(self.wait[0]), 0) if self.wait else 0

    def _succeed(self) -> None:
        self.failures, self.wait, self.is_well = 0, None, True

    def _fail(self, times: Times, why: str, events: list[dict[str, Any]]) -> None:
        # A connection may be closed that was fine: who had an answer before asks again at once.
        pause = 0.0
        if why != "connect" or not self.is_well:
            pause = min(2**self.failures, LONGEST_PAUSE) * times.jitter
            self.failures += 1
        self.is_well, self.wait = False, (times, pause)
        events.append({"event": "failed", "why": why, "status": None, "retry_in": pause})

    def _trim(self, times: Times, newest: Stamp) -> str:
        """The earlier of the newest id and the own clock, less the longest lifetime and three
        hours.
        """
        assert self.header
        if self.header.longest == 0:
            return "0"
        return str(max(min(newest.milliseconds, int(times.wall * 1000)) - (self.header.longest + 3 * HOUR) * 1000, 0))

    def _store(self, id: int, commands: list[list[str]]) -> dict[str, Any]:
        return {"id": id, "commands": commands, "timeout": self.timeout}
