"""revocation_follow_pages.json: a list of more than one page. Its entries are all one session, each ending later than the one before."""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_model import PAGE
from follow_parts import END, of_session, session
from follow_record import Record
from follow_run import Run, named
from follow_server import Server


def tests() -> list[dict[str, Any]]:
    pages = Run("pages", server=_long(), comment="It is read page by page, each from the last entry of the one before; what is kept comes with the first. Who starts looks for a snapshot.")
    pages.poll(0, sends=["READ"])
    pages.answer(0.1, sends=["UNPACK"], events=[], ready=False, wake=2.0)
    pages.answer(0.1, sends=["READ"], events=[], ready=False, wake=2.0)
    assert pages.words("READ")[2] == "0" and pages.words("READ")[0] == str(pages.server.log[PAGE - 1][0])
    # Records that come meanwhile are read with it.
    pages.server.now = NOW * 1000 + 200
    pages.server.add(session("meanwhile"))
    pages.answer(0.3, ready=True, events=["read"], wake=0.3, entries=3)
    pages.check(0.3, of_session("meanwhile"), "ERR_JWT_REVOKED")
    pages.check(0.6, of_session("s"), "ERR_JWT_REVOKED", due=True)
    pages.sync(0.6, "READ")
    return [pages.case()]


def _long() -> Server:
    server = Server.made()
    server.now = (NOW - 3600) * 1000
    server.add(Record(named("key", "k1")))
    for number in range(PAGE):
        server.now += 1000
        server.add(session("s", END + number))
    return server
