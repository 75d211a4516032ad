"""Records of revocations as they stand in a store, from the table in core/src/revocation/record.rs:
names are SipHash-2-4-128 of what is named.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import NamedTuple

from common import b64u, unb64u

NEVER = 2**32 - 1
KINDS = {"token": "t", "session": "s", "subject": "u", "key": "k", "issuer": "i"}
LETTERS = {letter: kind for kind, letter in KINDS.items()}
MASK = 2**64 - 1


class Stamp(NamedTuple):
    """The id of an entry of a stream."""

    milliseconds: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.milliseconds}-{self.sequence}"

    def padded(self) -> str:
        """Its order is that of its text."""
        return f"{self.milliseconds:020}-{self.sequence:020}"

    def next(self) -> Stamp:
        return Stamp(self.milliseconds, self.sequence + 1)

    @staticmethod
    def of(text: str) -> Stamp:
        milliseconds, sequence = text.split("-")
        return Stamp(int(milliseconds), int(sequence))


ZERO = Stamp(0, 0)


class Name(NamedTuple):
    """What a record names: its kind, and the first 96 bits of the hash."""

    kind: str
    hash: bytes

    def __str__(self) -> str:
        return KINDS[self.kind] + b64u(self.hash)

    def place(self) -> tuple[int, bytes]:
        """Where it comes in a list of several."""
        return list(KINDS).index(self.kind), self.hash


@dataclass(frozen=True)
class Record:
    """A revocation or a withdrawal."""

    name: Name
    withdraws: bool = False
    end: int = NEVER
    before: int = 0
    stamp: Stamp = ZERO
    # Whether the stamp is the record's, or only the least that it may be: then the id in the log
    # is.
    exact: bool = True
    digest: bool = False
    by: str = ""
    reason: str = ""

    def text(self) -> str:
        flags = self.withdraws + 2 * self.exact + 4 * self.digest
        by, reason = self.by.encode(), self.reason.encode()
        fixed = KINDS[self.name.kind].encode() + bytes([flags]) + self.name.hash + struct.pack("<IIQQ", self.end, self.before, *self.stamp)
        return b64u(fixed + bytes([len(by)]) + by + struct.pack("<H", len(reason)) + reason)

    def kept(self) -> str:
        """Its field in `kept`, if it has no end."""
        return f"{self.name}{'-' if self.withdraws else '+'}" if self.end == NEVER else ""


def read(text: str, id: Stamp) -> Record:
    """The record of an entry of the log."""
    raw = unb64u(text)
    flags = raw[1]
    end, before, *stamp = struct.unpack("<IIQQ", raw[14:38])
    by_length = raw[38]
    by, reason = raw[39 : 39 + by_length].decode(), raw[41 + by_length :].decode()
    exact = bool(flags & 2)
    name = Name(LETTERS[chr(raw[0])], raw[2:14])
    return Record(name, bool(flags & 1), end, before, Stamp(*stamp) if exact else id, True, bool(flags & 4), by, reason)


def read_kept(value: str) -> Record:
    """A record that is kept, which has its stamp in front."""
    stamp, text = value.split(" ")
    return replace(read(text, ZERO), stamp=Stamp.of(stamp))


def name_of(key: bytes, kind: str, issuer: str | None, id: str) -> Name:
    """The name of a token by its `jti`, or of a session, a subject, a key or an issuer (whose id is
    empty).
    """
    length = MASK if issuer is None else len(issuer.encode())
    content = KINDS[kind].encode() + struct.pack("<Q", length) + (issuer or "").encode() + id.encode()
    return Name(kind, siphash128(key, content)[:12])


def siphash128(key: bytes, data: bytes) -> bytes:
    """SipHash-2-4 with 128 bits, as its reference has it."""
    k0, k1 = struct.unpack("<QQ", key)
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D ^ 0xEE, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573]
    padded = data + bytes(7 - len(data) % 8) + bytes([len(data) & 0xFF])
    for (word,) in struct.iter_unpack("<Q", padded):
        v[3] ^= word
        _rounds(v, 2)
        v[0] ^= word
    v[2] ^= 0xEE
    _rounds(v, 4)
    first = v[0] ^ v[1] ^ v[2] ^ v[3]
    v[1] ^= 0xDD
    _rounds(v, 4)
    return struct.pack("<QQ", first, v[0] ^ v[1] ^ v[2] ^ v[3])


def _rounds(v: list[int], count: int) -> None:
    for _ in range(count):
        v[0] = (v[0] + v[1]) & MASK
        v[1] = _left(v[1], 13) ^ v[0]
        v[0] = _left(v[0], 32)
        v[2] = (v[2] + v[3]) & MASK
        v[3] = _left(v[3], 16) ^ v[2]
        v[0] = (v[0] + v[3]) & MASK
        v[3] = _left(v[3], 21) ^ v[0]
        v[2] = (v[2] + v[1]) & MASK
        v[1] = _left(v[1], 17) ^ v[2]
        v[2] = _left(v[2], 32)


def _left(word: int, bits: int) -> int:
    return ((word << bits) | (word >> (64 - bits))) & MASK
