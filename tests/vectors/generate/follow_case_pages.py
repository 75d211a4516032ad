"""revocation_follow_pages.json: a list of more than one page, and packed snapshots of it. Its
entries are all one session, each ending later than the one before.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_model import PAGE
from follow_packed import packed
from follow_parts import END, of_session, session
from follow_record import Record, Stamp, read, read_kept
from follow_run import REVOKED, Run, named
from follow_server import EPOCH, Server
from follow_table import Table


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (_pages(), *_snapshots())]


def _pages() -> Run:
    pages = Run("pages", server=_long(), comment="It is read page by page, each from the last entry of the one before; what is kept comes with the first. Then a snapshot is looked for.")
    pages.poll(0, sends=["READ"])
    pages.answer(0.1, sends=["UNPACK"], events=[], ready=False, wake=2.0)
    pages.answer(0.2, sends=["READ"], events=[], ready=False, wake=2.0)
    assert pages.words("READ")[2] == "0" and pages.words("READ")[0] == str(pages.server.log[PAGE - 1][0])
    # Records that come meanwhile are read with it.
    pages.server.now = NOW * 1000 + 200
    pages.server.add(session("meanwhile"))
    pages.answer(0.4, ready=True, events=["read"], wake=0.3, entries=3)
    pages.check(0.4, of_session("meanwhile"), REVOKED)
    pages.check(0.7, of_session("s"), REVOKED, due=True)
    pages.sync(0.7, "READ")
    return pages


def _snapshots() -> list[Run]:
    taken = _looking("snapshot", "A snapshot has all that a process held that had read up to its cursor: it is read on from there.")
    number = taken.server.log[-1][0]
    taken.server.add(session("later"))
    taken.answer(0.2, sends=["UNPACK"], ready=False, entries=2)
    assert taken.words("UNPACK") == ["{ns}:snap", "1"]
    for piece in ("2", "3", "4"):
        taken.answer(0.2, sends=["UNPACK"])
        assert taken.words("UNPACK")[1] == piece
    taken.answer(0.2, sends=["READ"], ready=False, entries=4)
    assert taken.words("READ")[0::2] == [str(number), "0"]
    taken.answer(0.3, events=["read"], ready=True, entries=5)
    for id, gives in (("s", REVOKED), ("between", REVOKED), ("later", REVOKED), ("withdrawn", "accepted")):
        taken.check(0.3, of_session(id), gives)
    # The stamp of what was withdrawn is known.
    taken.server.add(session("withdrawn", stamp=Stamp(NOW * 1000 - 5001, 0)))
    taken.sync(0.7, "READ", entries=5)

    torn = _looking("snapshot-torn", "A piece is another's: the log is read on where it was read to.")
    torn.server.snap["2"] = torn.server.snap["2"].replace("number", "another")
    torn.answer(0.2, sends=["UNPACK"])
    torn.answer(0.2, sends=["UNPACK"])
    _reads_on(torn)

    other = _looking("snapshot-of-before", "It was made before a restoration, after which its cursor proves nothing.", restored="earlier")
    _reads_on(other)

    refused = _looking("snapshot-refused", "A store that gives no access to it can be read all the same.")
    refused.reply(0.2, {"error": "NOPERM No permissions to access a key"}, sends=["READ"], events=[])
    refused.answer(0.3, events=["read"], ready=True, entries=4)

    astray = _looking("snapshot-astray", "Its cursor is not in the log: all that it said is forgotten, and the log is read from its start.", extra="ghost")
    astray.server.snap["head"] = astray.server.snap["head"].replace(" number-", " other-")
    for _ in range(4):
        astray.answer(0.2, sends=["UNPACK"])
    astray.answer(0.2, sends=["READ"], entries=5)
    astray.answer(0.3, sends=["READ"], entries=0)
    assert astray.words("READ")[0::2] == ["-", "1"]
    astray.answer(0.4, sends=["READ"], entries=2)
    astray.answer(0.5, events=["read"], ready=True, entries=4)
    astray.check(0.5, of_session("ghost"), "accepted")
    astray.check(0.5, of_session("between"), REVOKED)
    return [taken, torn, other, refused, astray]


def _looking(id: str, comment: str, restored: str = "", extra: str | None = None) -> Run:
    """A process that has read the first page and looks for a snapshot, which somebody made who had
    read all of the log, and `extra`.
    """
    server = _long()
    server.now = NOW * 1000 - 5000
    server.add(session("withdrawn"))
    server.add(session("withdrawn", withdraws=True))
    server.add(Record(named("subject", "bob"), end=END, before=NOW - 100))
    server.add(session("between"))
    table = Table()
    table.take([read_kept(value) for value in server.kept.values()] + [read(text.split(" ")[1], id) for id, text in server.log])
    if extra:
        table.take([session(extra)])
    server.snap = packed(table, "number", EPOCH, restored, server.log[-1])
    run = Run(id, server=server, comment=comment)
    run.poll(0, sends=["READ"])
    run.answer(0.1, sends=["UNPACK"], events=[], ready=False, entries=2)
    assert run.words("UNPACK") == ["{ns}:snap", "0"]
    return run


def _reads_on(run: Run) -> None:
    run.answer(0.2, sends=["READ"], events=[])
    assert run.words("READ")[0::2] == [str(run.server.log[PAGE - 1][0]), "0"]
    run.answer(0.3, events=["read"], ready=True, entries=4)
    run.check(0.3, of_session("between"), REVOKED)


def _long() -> Server:
    server = Server.made()
    server.now = (NOW - 3600) * 1000
    server.add(Record(named("key", "k1")))
    for number in range(PAGE):
        server.now += 1000
        server.add(session("s", END + number))
    return server
