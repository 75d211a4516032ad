"""revocation_follow_durable.json: changes that must survive something, and what the store says of
that.
"""

from __future__ import annotations

from typing import Any

from follow_parts import following, of_session
from follow_run import UNAVAILABLE, Run


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_replicas(), *_fsync())]


def _change(run: Run, *replies: Any, good: bool, at: float = 0.1) -> Run:
    """A change that is made, of which the store then says so much."""
    change = run.begin(at, "revoke_session", f"at-{at}")
    run.poll(at, sends=["WRITE", "WAITAOF" if "durability" in run.options else "WAIT"])
    written = run._perform(at, None)[0]
    run.reply(at + 0.1, written, *replies, events=[], entries=3)
    run.finish(at + 0.1, change, {"kind": "session"} if good else UNAVAILABLE)
    # It counts all the same.
    run.check(at + 0.1, of_session(f"at-{at}"), "ERR_JWT_REVOKED")
    return run


def _replicas() -> list[Run]:
    runs = [_change(following("replicas", replicas=2, timeout=4), 2, good=True)]
    for name, replies in (
        ("more", [3]), ("few", [1]), ("none", [0]), ("negative", [-1]), ("text", ["2"]), ("nil", [None]),
        ("list", [[2]]), ("error", [{"error": "ERR unknown command 'WAIT'"}]), ("silent", []),
    ):
        runs.append(_change(following(f"replicas-{name}", replicas=2), *replies, good=name == "more"))
    return runs


def _fsync() -> list[Run]:
    disk = _change(following("fsync", durability="fsync", comment="On the disk of the primary; it waits for three quarters of the time limit."), [1, 0], good=True)
    both = _change(following("fsync-replicas", durability="fsync", replicas=1), [1, 1], good=True)
    runs = [disk, both]
    for name, replies in (
        ("not-yet", [[0, 0]]), ("few", [[1, 0]]), ("short", [[1]]), ("long", [[1, 1, 1]]), ("integer", [1]),
        ("texts", [["1", "1"]]), ("nil", [None]), ("unknown", [{"error": "ERR unknown command 'WAITAOF'"}]),
        ("no-aof", [{"error": "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled."}]),
        ("silent", []),
    ):
        runs.append(_change(following(f"fsync-{name}", durability="fsync", replicas=1), *replies, good=False))
    moved = following("durable-refused", durability="fsync", comment="What was refused needs no durability.")
    moved.server.is_full = True
    change = moved.begin(0.1, "revoke_session", "mine")
    moved.sync(0.1, "WRITE", "WAITAOF")
    moved.finish(0.1, change, UNAVAILABLE)
    moved.check(0.1, of_session("mine"), "accepted")
    return [*runs, moved]
