"""Packed snapshots of a list (decision 0074), from the table in
core/src/revocation/store/packed.rs: what a process held that had read the log up to a cursor, in
pieces, each of which bears the snapshot's number.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from common import b64u, unb64u
from follow_record import KINDS, LETTERS, ZERO, Name, Stamp
from follow_table import Known, Table

CUT_OFFS = ("subject", "issuer")


class Useless(Exception):
    """It is torn, of another list or restoration, or of a form that nobody knows."""


@dataclass
class Snapshot:
    """One that is being read."""

    head: str
    number: str
    pieces: int
    cursor: tuple[Stamp, str]
    table: Table = field(default_factory=Table)
    last_loss: Stamp = ZERO
    count: int = 0

    @staticmethod
    def begun(head: str, epoch: str, restored: str) -> Snapshot:
        words = head.split(" ", 6)
        if len(words) != 7 or words[0] != "1" or words[2:4] != [epoch, restored or "-"]:
            raise Useless
        return Snapshot(head, words[1], int(words[4]), (Stamp.of(words[5]), words[6]))

    def take(self, head: str, piece: str) -> bool:
        """Takes the next piece, and says whether it was the last one."""
        number, _, text = piece.partition(" ")
        if head != self.head or number != self.number:
            raise Useless
        raw = unb64u(text)
        if (raw[:1] == b"s") != (self.count == 0):
            raise Useless
        self._unpack(raw)
        self.count += 1
        return self.count >= self.pieces

    def _unpack(self, raw: bytes) -> None:
        if raw[:1] == b"s":
            stamps = [Stamp(*pair) for pair in struct.iter_unpack("<QQ", raw[1:49])]
            self.table.cursor, self.table.latest, self.last_loss = stamps
            self.table.digests = raw[49] != 0
        elif raw[:1] == b"w":
            for letter, hash, end, lasts, *stamps in struct.iter_unpack("<c12sIIBQQBQQ", raw[1:]):
                revoked, withdrawn = (Stamp(*stamps[at + 1 : at + 3]) if stamps[at] else None for at in (0, 3))
                self.table.known[Name(LETTERS[letter.decode()], hash)] = Known(revoked, withdrawn, end, lasts)
        else:
            kind = LETTERS[chr(raw[1])]
            for hash, end, *before in struct.iter_unpack(_entry(kind), raw[2:]):
                self.table.revoked[Name(kind, hash)] = end, before[0] if before else 0


def packed(table: Table, number: str, epoch: str, restored: str, cursor: tuple[Stamp, str]) -> dict[str, str]:
    """The fields of a snapshot, with one piece for each kind of entry."""
    start = b"s" + b"".join(struct.pack("<QQ", *stamp) for stamp in (table.cursor, table.latest, ZERO)) + bytes([table.digests])
    pieces = [start]
    if table.known:
        pieces.append(b"w" + b"".join(_known(name, known) for name, known in table.known.items()))
    for kind, letter in KINDS.items():
        entries = [(name.hash, *held) for name, held in table.revoked.items() if name.kind == kind]
        width = 3 if kind in CUT_OFFS else 2
        if entries:
            pieces.append(b"e" + letter.encode() + b"".join(struct.pack(_entry(kind), *entry[:width]) for entry in entries))
    head = f"1 {number} {epoch} {restored or '-'} {len(pieces)} {cursor[0]} {cursor[1]}"
    return {"head": head} | {str(at): f"{number} {b64u(piece)}" for at, piece in enumerate(pieces)}


def _known(name: Name, known: Known) -> bytes:
    stamps = [(stamp is not None, *(stamp or ZERO)) for stamp in (known.revoked, known.withdrawn)]
    return struct.pack("<c12sIIBQQBQQ", KINDS[name.kind].encode(), name.hash, known.end, known.lasts, *stamps[0], *stamps[1])


def _entry(kind: str) -> str:
    return "<12sII" if kind in CUT_OFFS else "<12sI"
