"""What scripts reply, as far as it has the form that they give it: whatever else comes is damaged,
or a newer version's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common import b64u, unb64u
from follow_record import ZERO, Record, Stamp, read, read_kept


class Unreadable(Exception):
    """It has another form."""


class Refused(Exception):
    """Why there is no list, or the code of an error."""


@dataclass(frozen=True)
class Header:
    epoch: str
    key: bytes
    longest: int
    last: Stamp
    kept: int
    beat: str
    restored: str


@dataclass
class Page:
    header: Header | None
    entries: list[tuple[Stamp, str]]
    kept: list[Record]
    kept_count: int


def error_word(value: Any) -> bool:
    return isinstance(value, dict)


def read_page(value: Any) -> Page:
    if not isinstance(value, list) or len(value) != 4 or not isinstance(value[3], str):
        raise Unreadable
    header, entries, kept = (_texts(part) for part in value[:3])
    if len(entries) % 2:
        raise Unreadable
    pairs = [(_stamp(id), text) for id, text in zip(entries[::2], entries[1::2], strict=True)]
    for id, text in pairs:
        words = text.split(" ")
        if words[0] != "r" or len(words) < 2:
            raise Unreadable
        _record(words[1], id)
    return Page(_header(header), pairs, [_kept(one) for one in kept], _number(value[3]))


def read_piece(values: Any) -> tuple[str, str]:
    """The head of a snapshot, and a piece of it. Where the store says no, or anything else, there
    is none.
    """
    pair = values[0] if values and not any(error_word(value) for value in values) else None
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(one, str) for one in pair):
        return "", ""
    return pair[0], pair[1]


def read_written(value: Any, count: int) -> Any:
    """The ids of so many records, or the word of a refusal."""
    texts = _texts(value)
    if texts and texts[0] == "ok" and len(texts) == count + 1:
        return [_stamp(id) for id in texts[1:]]
    if len(texts) == 1 and texts[0] in ("gone", "epoch", "lost", "clock"):
        return texts[0]
    raise Unreadable


def _header(fields: list[str]) -> Header | None:
    if len(fields) != 8:
        raise Unreadable
    format, epoch, key, longest, last, kept, beat, restored = fields
    if not any((format, epoch, key, longest, last)):
        return None
    raw = _bytes(key)
    if format != "1" or not epoch or len(raw) != 16:
        raise Unreadable
    return Header(epoch, raw, _number(longest), _stamp(last), _number(kept), beat, restored)


def _kept(text: str) -> Record:
    stamp, space, record = text.partition(" ")
    if not space:
        raise Unreadable
    _stamp(stamp)
    _record(record, ZERO)
    return read_kept(text)


def _record(text: str, id: Stamp) -> Record:
    raw = _bytes(text)
    try:
        record = read(text, id)
    except Exception:
        raise Unreadable from None
    # Whatever a newer version says besides would be lost: it is never skipped.
    by = raw[38]
    if raw[1] & ~7 or 41 + by + int.from_bytes(raw[39 + by : 41 + by], "little") != len(raw):
        raise Unreadable
    return record


def _bytes(text: str) -> bytes:
    """Base64url, without padding and whatever else some decoders take."""
    try:
        raw = unb64u(text)
    except ValueError:
        raise Unreadable from None
    if b64u(raw) != text:
        raise Unreadable
    return raw


def _texts(value: Any) -> list[str]:
    if error_word(value):
        raise Refused("store")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unreadable
    return value


def _stamp(text: str) -> Stamp:
    milliseconds, dash, sequence = text.partition("-")
    if not dash:
        raise Unreadable
    return Stamp(_number(milliseconds), _number(sequence))


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) >= 2**64:
        raise Unreadable
    return int(text)
