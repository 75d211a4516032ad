"""revocation_follow_lifetimes.json: the longest lifetime that the header says, which is only ever
raised.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from follow_parts import following, listed, of_session
from follow_run import REVOKED, Run

HOUR = 3600


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in (*_written(), *_raised(), *_made())]


def _written() -> list[Run]:
    other = following("write-other-lifetime", server=listed(2, longest=HOUR), comment="The header says a longer one than the writer knows: that is read first, and the change is made by it.")
    other.server.header["longest_lifetime"] = "7200"
    change = other.begin(0.1, "revoke_session", "mine")
    other.poll(0.1, sends=["WRITE"])
    assert other.words("WRITE")[7] == "3600"
    other.answer(0.1, sends=["READ"])
    other.finish(0.1, change, False)
    other.check(0.1, of_session("mine"), "accepted")
    other.answer(0.2, sends=["WRITE"], entries=2)
    assert other.words("WRITE")[7] == "7200"
    other.answer(0.2, sends=[], entries=3)
    other.finish(0.2, change, {"ends": NOW + 1 + 7200 + HOUR})

    none = following("write-lifetime-none", server=listed(2, longest=HOUR), comment="To have none is longer than any.")
    none.server.header["longest_lifetime"] = "0"
    change = none.begin(0.1, "revoke_session", "mine")
    none.sync(0.1, "WRITE", "READ", "WRITE", entries=3)
    none.finish(0.2, change, {"ends": None})

    too_late = following("write-lifetime-too-short", server=listed(2, longest=HOUR), comment="What was too long for the list as it was is none once the header says more.")
    change = too_late.begin(0.1, "revoke_session", "mine", until=NOW + 3 * HOUR)
    too_late.sync(0.1)
    too_late.finish(0.1, change, "ERR_OPTION_INVALID")
    too_late.server.header["longest_lifetime"] = "7200"
    too_late.sync(0.5, "READ")
    change = too_late.begin(0.6, "revoke_session", "mine", until=NOW + 3 * HOUR)
    too_late.sync(0.6, "WRITE")
    too_late.finish(0.6, change, {"ends": NOW + 4 * HOUR})
    return [other, none, too_late]


def _raised() -> list[Run]:
    lower = following("lifetime-lost", server=listed(2, longest=7200), comment="A store that came back older says less. What was read before counts, and with its next reading the process says it again.")
    lower.server.header["longest_lifetime"] = "3600"
    lower.sync(0.5, "READ", ready=True)
    lower.sync(1, "RAISE", "READ", ready=True)
    assert lower.words("RAISE") == ["epoch-of-the-list", "7200"] and lower.server.header["longest_lifetime"] == "7200"
    lower.sync(1.5, "READ")

    write = following("lifetime-lost-and-write", server=listed(2, longest=7200), comment="A change is written when it was said again.")
    write.server.header["longest_lifetime"] = "3600"
    write.sync(0.5, "READ")
    change = write.begin(0.6, "revoke_session", "mine")
    write.sync(0.6, "WRITE", "RAISE", "READ", "WRITE", entries=3)
    write.finish(0.6, change, {"ends": NOW + 1 + 7200 + HOUR})

    none = following("lifetime-none-lost", server=listed(2), comment="There was none, so that entries have no end.")
    none.server.header["longest_lifetime"] = "3600"
    none.sync(0.5, "READ")
    none.sync(1, "RAISE", "READ")
    assert none.server.header["longest_lifetime"] == "0"

    full = following("lifetime-lost-and-full", server=listed(2, longest=7200), comment="A store that is full says less for so long, and is read all the same.")
    full.server.header["longest_lifetime"] = "3600"
    full.server.is_full = True
    for at in (0.5, 1.0):
        full.sync(at, ready=True)
    full.server.is_full = False
    full.sync(1.5, "RAISE", "READ")
    full.sync(2, "READ")
    assert full.server.header["longest_lifetime"] == "7200"

    refused = following("raise-refused", server=listed(2, longest=7200), comment="An error of the script is one of the request.")
    refused.server.header["longest_lifetime"] = "3600"
    refused.sync(0.5)
    refused.poll(1, sends=["RAISE", "READ"])
    refused.reply(1, {"error": "NOPERM User has no permissions"}, None, why="store")
    refused.check(1.1, of_session("s0"), REVOKED)

    sealed = following("lifetime-of-a-seal", server=listed(2, longest=HOUR), comment="What is sealed keeps the longer one, which was raised meanwhile.")
    sealed.server.lose(1, header=False)
    sealed.poll(0.5)
    sealed.answer(0.5, sends=["READ"])
    sealed.answer(0.5, sends=["RESTORE"])
    sealed.answer(0.6, sends=["READ"])
    sealed.answer(0.6, sends=["RESTORE"])
    assert sealed.words("RESTORE")[2] == "3600"
    sealed.server.raises("epoch-of-the-list", "7200")
    sealed.answer(0.7, events=["restored"], sends=["READ"])
    sealed.sync(0.7, ready=True)
    assert sealed.server.header["longest_lifetime"] == "7200"

    gone = following("lifetime-of-what-is-gone", server=listed(2, longest=7200), comment="A header that is made anew says what was read last.")
    gone.server.flush()
    gone.sync(0.5, ready=True, entries=2)
    assert gone.server.header["longest_lifetime"] == "7200"
    return [lower, write, none, full, refused, sealed, gone]


def _made() -> list[Run]:
    lower = Run("create-lowers-nothing", server=listed(1, longest=7200), create=True, longest_lifetime="1h")
    lower.sync(0, "CREATE", "READ", ready=True)
    assert lower.server.header["longest_lifetime"] == "7200"

    without = Run("create-there-without-lifetime", server=listed(1, longest=HOUR), create=True, comment="To leave it out asks for nothing.")
    without.sync(0, "CREATE", "READ", ready=True)
    assert without.server.header["longest_lifetime"] == "3600"

    ever = Run("create-of-what-has-none", server=listed(1), create=True, longest_lifetime="1h", comment="A list that has none has none.")
    ever.sync(0, "CREATE", "READ", ready=True)
    assert ever.server.header["longest_lifetime"] == "0"
    return [lower, without, ever]
