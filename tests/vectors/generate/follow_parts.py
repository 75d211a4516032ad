"""What cases of `revocations.follow` begin with: a store that others have written to."""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_record import Record
from follow_run import Run, named
from follow_server import Server
from revocation_tokens import Token, claims, signed

END = NOW + 900


def listed(count: int, longest: int = 0, first: int = -3600) -> Server:
    """A list with so many sessions, one a second."""
    server = Server.made(longest)
    for number in range(count):
        server.now = (NOW + first + number) * 1000
        server.add(session(f"s{number}"))
    return server


def session(id: str, end: int = END, **more: Any) -> Record:
    return Record(named("session", id), end=end, **more)


def of_session(id: str) -> Token:
    """A token of this session, good otherwise."""
    return signed(claims(sid=id))


def following(id: str, count: int = 2, *, server: Server | None = None, comment: str | None = None, **options: Any) -> Run:
    """A process that has read a list of so many sessions at the time 0."""
    run = Run(id, server=server or listed(count), comment=comment, **options)
    run.sync(0, ready=True)
    return run
