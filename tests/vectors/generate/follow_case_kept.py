"""revocation_follow_kept.json: what is kept no more, or not as many as the header says."""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_parts import listed, of_session
from follow_record import Record
from follow_run import REVOKED, Run, named


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_gone(), *_withdrawn(), *_counted())]


def _gone() -> list[Run]:
    gone = _with_keys(
        "kept-gone",
        "One is kept no more, and stands in the log. Before anything is sealed, what is kept is read from the cursor on, and nobody who starts reads meanwhile.",
    )
    first = next(iter(gone.server.kept))
    value = gone.server.kept.pop(first)
    gone.poll(0.6, sends=["READ"])
    gone.answer(0.6, sends=["READ"], events=[], ready=True)
    assert gone.words("READ")[0::2] == [str(gone.server.newest()), "1"]
    gone.answer(0.6, sends=["RESTORE"], events=[])
    words = gone.words("RESTORE")
    assert words[4] == "0" and words[10] == first and len(words) == 12
    gone.sync(0.7, ready=True, entries=4)
    # With the latest stamp that it may have had.
    assert len(gone.server.kept) == 2 and gone.server.kept[first] > value and gone.server._is_whole()
    gone.sync(1.2, "READ")

    trimmed = _with_keys("kept-gone-and-trimmed", "The log has them no more either: who held them has.")
    trimmed.server.trim(3)
    trimmed.server.kept.clear()
    trimmed.sync(0.6, ready=True, entries=4)
    trimmed.check(0.6, of_session("x"), REVOKED)
    new = Run("kept-written-back", server=trimmed.server, comment="What was written back stands for those who start.")
    new.sync(1, "READ", ready=True, entries=2)
    new.check(1, of_session("x"), REVOKED)

    starts = Run("kept-gone-unread", server=listed(1), comment="Who has not read it whole writes nothing.")
    starts.server.add(Record(named("key", "k1")))
    starts.server.kept.clear()
    starts.sync(0, "READ", ready=False)
    starts.sync(1, "READ", ready=False)
    return [gone, trimmed, new, starts]


def _withdrawn() -> list[Run]:
    withdrawn = _with_keys("kept-withdrawal-gone", "A withdrawal without end is kept as well.")
    withdrawn.server.add(Record(named("key", "k-hmac"), True))
    withdrawn.sync(0.6, "READ", entries=3)
    field = f"{named('key', 'k-hmac')}-"
    withdrawn.server.kept.pop(field)
    withdrawn.sync(1.1, "READ", "READ", "RESTORE", "READ", "RESTORE", "READ", "READ", ready=True, entries=3)
    withdrawn.check(1.1, of_session("x"), "accepted")
    assert field in withdrawn.server.kept
    return [withdrawn]


def _counted() -> list[Run]:
    runs = []
    for name, number in (("more", "3"), ("fewer", "1")):
        run = _with_keys(f"kept-counted-as-{name}", "Nothing that is kept is lacking, so that the count is sealed as it is.")
        run.server.header["kept"] = number
        run.sync(0.6, "READ", "READ", "RESTORE", "READ", "READ", ready=True, entries=4)
        assert len(run.server.log) == 4 and run.server.header["kept"] == "2"
        runs.append(run)
    return runs


def _with_keys(id: str, comment: str) -> Run:
    """A process that has read a list with two keys, which are kept, one of them that of all tokens
    here.
    """
    run = Run(id, server=listed(2), comment=comment)
    run.server.now = NOW * 1000
    for key in ("k1", "k-hmac"):
        run.server.add(Record(named("key", key)))
    run.sync(0.1, "READ", ready=True, entries=4)
    return run
