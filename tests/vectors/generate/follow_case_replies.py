"""revocation_follow_replies.json: replies that no script gives, and errors of a store. None of them
may make a list whole, or one that is be forgotten.
"""

from __future__ import annotations

import copy
from typing import Any

from common import NOW, b64u, unb64u
from follow_parts import following, of_session, session
from follow_record import Stamp, read
from follow_run import UNAVAILABLE, Run

# As large as integers of every language's JSON may be.
BIG = 2**53 - 1


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_errors(), *_forms(), *_records(), *_writes())]


def _errors() -> list[Run]:
    runs = []
    for text in (
        "OOM command not allowed when used memory > 'maxmemory'.", "NOSCRIPT No matching script.",
        "READONLY You can't write against a read only replica.", "MOVED 3999 127.0.0.1:6381",
        "NOPERM this user has no permissions to run the 'eval' command",
        "LOADING Valkey is loading the dataset in memory",
        "user_script:1: Script attempted to access nonexistent global variable", "",
    ):
        name = (text.split(" ")[0] if text[:1].isupper() else "other" if text else "none").lower()
        run = following(f"error-{name}")
        run.poll(0.5)
        run.reply(0.5, {"error": text}, why="store", retry_in=0.5, ready=True)
        run.check(0.6, of_session("s0"), "ERR_JWT_REVOKED")
        run.sync(1.0, "READ", ready=True)
        runs.append(run)
    second = Run("error-of-create", create=True)
    second.poll(0, sends=["CREATE", "READ"])
    second.reply(0, {"error": "OOM"}, second.server.read("-", "1000", "1", ""), why="store", ready=False)
    return [*runs, second]


def _forms() -> list[Run]:
    """Whatever is not of the form is unreadable, first and later on."""
    runs = []
    good = following("form").server.read("-", "1000", "1", "")
    entries = good[1]

    def with_part(at: int, part: Any) -> list[Any]:
        return [part if index == at else own for index, own in enumerate(good)]

    forms: dict[str, list[Any]] = {
        "nothing": [],
        "nil": [None],
        "integer": [7],
        "text": ["ok"],
        "empty": [[]],
        "three-parts": [good[:3]],
        "five-parts": [[*good, ""]],
        "header-nil": [with_part(0, None)],
        "header-short": [with_part(0, good[0][:7])],
        "header-long": [with_part(0, [*good[0], ""])],
        "header-with-nil": [with_part(0, [None, *good[0][1:]])],
        "header-of-integers": [with_part(0, [1, *good[0][1:]])],
        "entries-nil": [with_part(1, None)],
        "entries-odd": [with_part(1, entries[:3])],
        "entries-nested": [with_part(1, [entries[:2], entries[2:]])],
        "entries-of-integers": [with_part(1, [1, 2])],
        "id-not-one": [with_part(1, ["5", *entries[1:]])],
        "id-negative": [with_part(1, ["-5-0", *entries[1:]])],
        "id-too-large": [with_part(1, [f"{2**64}-0", *entries[1:]])],
        "kept-nil": [with_part(2, None)],
        "kept-without-stamp": [with_part(2, [entries[1].split(" ")[1]])],
        "kept-not-a-record": [with_part(2, ["1-0 AAAA"])],
        "count-integer": [with_part(3, 0)],
        "count-nil": [with_part(3, None)],
        "count-too-large": [with_part(3, str(2**64))],
        "error-inside": [with_part(1, {"error": "ERR"})],
    }
    for name, values in forms.items():
        run = Run(f"first-{name}") if name in ("nil", "empty", "three-parts") else following(f"form-{name}")
        at = 0 if run.machine.header is None else 0.5
        run.poll(at)
        run.reply(at, *copy.deepcopy(values), why="store" if name == "error-inside" else "unreadable", sends=[], ready=at > 0)
        if at:
            run.check(0.6, of_session("s0"), "ERR_JWT_REVOKED")
            run.sync(1.0, "READ", ready=True)
        runs.append(run)

    large = following("form-large-integer", comment="Integers of a store are no texts.")
    large.poll(0.5)
    large.reply(0.5, [BIG, -BIG], why="unreadable")
    second = Run("form-more-values", comment="The last value is that of the reading.")
    second.poll(0)
    second.reply(0, None, second.server.read("-", "1000", "1", ""), ready=True)
    return [*runs, large, second]


def _records() -> list[Run]:
    """Records that this version does not know: none is skipped."""
    runs = []
    record = unb64u(session("news").text())
    texts = {
        "newer-kind": f"r {b64u(b'x' + record[1:])} n 1",
        "newer-flag": f"r {b64u(record[:1] + bytes([record[1] | 8]) + record[2:])} n 1",
        "longer": f"r {b64u(record + bytes(1))} n 1",
        "shorter": f"r {b64u(record[:-1])} n 1",
        "no-base64url": "r !!!! n 1",
        "padded": f"r {b64u(record)}= n 1",
        "other-field": f"x {b64u(record)} n 1",
        "no-fields": "",
        "by-not-utf8": f"r {b64u(record[:38] + bytes([1, 0xFF]) + record[39:])} n 1",
    }
    for name, text in texts.items():
        run = following(f"record-{name}")
        run.server.log.append((Stamp(NOW * 1000, 0), text))
        run.server._seal()
        run.poll(0.5)
        run.answer(0.5, why="unreadable", entries=2, sends=[])
        run.check(0.6, of_session("s0"), "ERR_JWT_REVOKED")
        run.check(1.2, of_session("s0"), "waits")
        runs.append(run)
    known = following("record-more-fields", comment="Fields after the record are its own.")
    known.server.log.append((Stamp(NOW * 1000, 0), f"r {b64u(record)} n 1 x 2"))
    known.server._seal()
    known.sync(0.5, "READ", entries=3)
    assert read(b64u(record), Stamp(0, 0)).name == session("news").name
    return [*runs, known]


def _writes() -> list[Run]:
    runs = []
    forms: dict[str, list[Any]] = {
        "nothing": [],
        "nil": [None],
        "integer": [1],
        "text": ["ok"],
        "empty": [[]],
        "ok-without-id": [["ok"]],
        "ok-with-two": [["ok", "1-0", "2-0"]],
        "ok-with-bad-id": [["ok", "now"]],
        "other-word": [["done", "1-0"]],
        "lost-and-more": [["lost", "1-0"]],
    }
    for name, values in forms.items():
        run = following(f"write-reply-{name}", comment="What is no reply says nothing of the change: it is written again." if name == "nothing" else None)
        change = run.begin(0.1, "revoke_session", "mine")
        run.poll(0.1, sends=["WRITE"])
        run.reply(0.2, *values, why="unreadable", sends=[], entries=2)
        run.finish(0.2, change, False)
        run.poll(0.8, sends=["WRITE", "READ"])
        run.answer(0.8, min(run.sent), entries=3)
        run.finish(0.8, change, {"kind": "session"})
        runs.append(run)
    for word in ("READONLY", "NOPERM", "CLUSTERDOWN"):
        run = following(f"write-error-{word.lower()}")
        change = run.begin(0.1, "revoke_session", "mine")
        run.poll(0.1)
        run.reply(0.2, {"error": f"{word} of the store"}, events=[], sends=[], entries=2)
        run.finish(0.2, change, UNAVAILABLE)
        runs.append(run)
    for name, values in (("ok-with-few", [["ok", "1-0"]]), ("other", [["clock"]]), ("nil", [None])):
        run = following(f"restore-reply-{name}", comment="What is owed stays owed." if name == "nil" else None)
        run.server.flush()
        run.poll(0.5)
        run.answer(0.5)
        run.answer(0.5, sends=["RESTORE"])
        run.reply(0.6, *values, why="unreadable", sends=[])
        run.poll(1.2, sends=["RESTORE"])
        assert len(run.words("RESTORE")) == 16
        run.answer(1.2, sends=["READ"])
        run.answer(1.2, sends=["READ"])
        run.answer(1.2, sends=["RESTORE"])
        run.sync(1.3, ready=True, entries=2)
        runs.append(run)
    return runs
