"""A store that the scripts of a list run in, by what decision 0074 says of them: reading, writing,
writing back, making, raising, and a snapshot's pieces.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from common import b64u
from follow_record import ZERO, Record, Stamp

EPOCH, HASH_KEY = "epoch-of-the-list", bytes(range(16))
FIELDS = ("format", "epoch", "hash_key", "longest_lifetime", "last", "kept", "beat", "restored")
HOUR_MS = 3_600_000
FULL = {"error": "OOM command not allowed when used memory > 'maxmemory'."}


def longer(one: int, other: int) -> int:
    """The longer of two longest lifetimes; 0 is none, which is longer than any."""
    return max(one, other) if one and other else 0


class Full(Exception):
    """No memory is left: what writes is refused."""


@dataclass
class Server:
    """What is stored, and the server's own clock in milliseconds."""

    now: int = 0
    header: dict[str, str] = field(default_factory=dict)
    log: list[tuple[Stamp, str]] = field(default_factory=list)
    # The latest id that there ever was: a stream takes none that is not later.
    top: Stamp = ZERO
    kept: dict[str, str] = field(default_factory=dict)
    # A packed snapshot: `head`, and its pieces by number.
    snap: dict[str, str] = field(default_factory=dict)
    is_full: bool = False
    numbers: int = 0

    @staticmethod
    def made(longest: int = 0) -> Server:
        server = Server()
        server.create(EPOCH, b64u(HASH_KEY), str(longest))
        return server

    def perform(self, command: list[str]) -> Any:
        """What it replies to a command as transcripts show it: `*` stands for what was drawn by
        chance.
        """
        name, *words = command
        scripts = {"READ": self.read, "WRITE": self.write, "RESTORE": self.restore, "CREATE": self.create, "RAISE": self.raises}
        if name == "WAIT":
            return 0
        if name == "WAITAOF":
            return [1, 0]
        if name == "UNPACK":
            return [self.snap.get("head", ""), self.snap.get(words[4], "")]
        try:
            return scripts[name](*words[3:])
        except Full:
            return FULL

    # The scripts.

    def read(self, start: str, count: str, with_kept: str, beat: str) -> Any:
        if self.header and beat and (not self.header.get("beat") or self.now - int(self.header["beat"]) >= int(beat)) and not self.is_full:
            self.header["beat"] = str(self.now)
        first = ZERO if start == "-" else Stamp.of(start)
        entries = [entry for entry in self.log if entry[0] >= first][: int(count)]
        kept = list(self.kept.values()) if with_kept == "1" else []
        return [
            [self.header.get(name, "") for name in FIELDS],
            [text for id, fields in entries for text in (str(id), fields)],
            kept,
            str(len(self.kept)),
        ]

    def write(self, epoch: str, trim: str, clock: str, floor: str, text: str, number: str, kept: str, longest: str) -> Any:
        if not self.header:
            return ["gone"]
        if self.header["epoch"] != epoch:
            return ["epoch"]
        if not self._is_whole() or self.header["longest_lifetime"] != longest:
            return ["lost"]
        if abs(self.now - int(clock)) > HOUR_MS:
            return ["clock"]
        id = self._add(floor, text, number, kept, "")
        self._seal()
        return ["ok", str(id)]

    def restore(
        self, epoch: str, key: str, longest: str, trim: str, last: str, newest: str, floor: str, number: str, *records: str
    ) -> Any:
        if self.header and self.header["epoch"] != epoch:
            return ["epoch"]
        if last == "1" and str(self.newest()) != newest:
            return ["lost"]
        ids = [str(self._add(floor, *records[at : at + 4])) for at in range(0, len(records), 4)]
        if last == "1" and not (self.header and self._is_whole()):
            longest = str(longer(int(longest), int(self.header.get("longest_lifetime", longest))))
            made = {"format": "1", "epoch": epoch, "hash_key": key, "longest_lifetime": longest, "restored": self._number(number)}
            self.header |= made
            self._seal()
        return ["ok", *ids]

    def create(self, epoch: str, key: str, longest: str) -> Any:
        if self.header:
            # To make a list that never forgets out of one that does, nobody asks by leaving the
            # lifetime out.
            return ["ok"] if longest == "0" else self.raises(self.header["epoch"], longest)
        if self.log or self.top > ZERO or self.kept:
            return ["lost"]
        if self.is_full:
            raise Full
        epoch, key = (EPOCH if epoch == "*" else epoch), (b64u(HASH_KEY) if key == "*" else key)
        self.header = {"format": "1", "epoch": epoch, "hash_key": key, "longest_lifetime": longest, "last": "0-0", "kept": "0"}
        return ["ok"]

    def raises(self, epoch: str, longest: str) -> Any:
        if self.header.get("epoch") == epoch and not self.is_full:
            self.header["longest_lifetime"] = str(longer(int(self.header["longest_lifetime"]), int(longest)))
        return ["ok"]

    # What happens to it.

    def add(self, record: Record, floor: Stamp = ZERO) -> Stamp:
        """Another process writes a record, whose stamp is the id of its entry unless it has one."""
        record = replace(record, exact=record.stamp != ZERO)
        reply = self.write(self.header["epoch"], "0", str(self.now), str(floor), record.text(), "*", record.kept(), self.header["longest_lifetime"])
        assert reply[0] == "ok", reply
        return Stamp.of(reply[1])

    def flush(self) -> None:
        """All of it is lost, as by FLUSHALL."""
        self.header, self.log, self.kept, self.snap, self.top = {}, [], {}, {}, ZERO

    def lose(self, count: int, header: bool = True) -> None:
        """The last records are lost, as by a failover to a replica that lagged, which has the
        header of then.
        """
        lost = self.log[len(self.log) - count :]
        self.log = self.log[: len(self.log) - count]
        self.top = self.newest()
        if header:
            self.kept = {name: value for name, value in self.kept.items() if not any(f" {text.split(' ')[1]}" in f" {value}" for _, text in lost)}
            self._seal()

    def trim(self, count: int) -> None:
        """The first records are gone."""
        self.log = self.log[count:]

    def newest(self) -> Stamp:
        return self.log[-1][0] if self.log else ZERO

    def _is_whole(self) -> bool:
        return self.header.get("last") == str(self.newest()) and self.header.get("kept") == str(len(self.kept))

    def _seal(self) -> None:
        self.header |= {"last": str(self.newest()), "kept": str(len(self.kept))}

    def _add(self, floor: str, text: str, number: str, kept: str, exact: str) -> Stamp:
        if self.is_full:
            raise Full
        newest = self.newest()
        id = Stamp(self.now, 0)
        if id <= newest:
            id = newest.next()
        id = max(id, Stamp.of(floor))
        if id <= self.top:
            id = max(self.top.next(), Stamp(self.now, 0))
        self.log.append((id, f"r {text} n {self._number(number)}"))
        self.top = id
        value = f"{exact or id.padded()} {text}"
        if kept and self.kept.get(kept, "") < value:
            self.kept[kept] = value
        return id

    def _number(self, number: str) -> str:
        if number != "*":
            return number
        self.numbers += 1
        return f"number-{self.numbers}"
