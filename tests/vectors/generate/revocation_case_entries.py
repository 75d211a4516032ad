"""revocation_entries.json: what a list that keeps its records lists, by each way to ask."""

from __future__ import annotations

from typing import Any

from common import NOW
from revocation_run import Run
from revocation_tokens import ISSUER, OTHER, claims, signed

INVALID = "ERR_OPTION_INVALID"
BARE = signed(claims(sub="bob"))


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_filters(), *_records()]]


def _filled(id: str, **about: Any) -> Run:
    """One entry of every kind, and some that are alike."""
    run = Run(f"entries-{id}", options={"audit": True}, **about)
    at = iter(range(100))
    run.revoke_id(next(at), ISSUER, "one", by="token")
    run.revoke_id(next(at), OTHER, "one", by="token of other")
    run.revoke_id(next(at), None, "one", by="token of nobody")
    run.revoke_session(next(at), ISSUER, "one", by="session")
    run.revoke_subject(next(at), ISSUER, "one", by="subject")
    run.revoke_subject(next(at), OTHER, "one", by="subject of other")
    run.revoke_key(next(at), ISSUER, "one", by="key")
    run.revoke_key(next(at), None, "one", by="key of all")
    run.revoke_issuer(next(at), ISSUER, by="issuer")
    run.revoke(next(at), BARE, by="unnamed")
    return run


def _filters() -> list[Run]:
    runs = []
    asked: dict[str, list[dict[str, Any]]] = {
        "all": [{}],
        "by-issuer": [{"issuer": ISSUER}, {"issuer": OTHER}, {"issuer": ""}],
        "by-token": [{"issuer": ISSUER, "token_id": "one"}, {"issuer": OTHER, "token_id": "one"}, {"token_id": "one"}, {"issuer": ISSUER, "token_id": "two"}],
        "by-session": [{"issuer": ISSUER, "session_id": "one"}, {"session_id": "one"}, {"issuer": ISSUER, "session_id": ""}],
        "by-subject": [{"issuer": ISSUER, "subject": "one"}, {"issuer": OTHER, "subject": "one"}, {"subject": "one"}, {"issuer": ISSUER, "subject": "bob"}],
        "by-key": [{"issuer": ISSUER, "key_id": "one"}, {"key_id": "one"}, {"issuer": OTHER, "key_id": "one"}],
        "by-several": [
            {"issuer": ISSUER, "token_id": "one", "subject": "one"},
            {"issuer": ISSUER, "token_id": "one", "session_id": "one", "subject": "one", "key_id": "one"},
            {"token_id": "one", "key_id": "one"},
            {"issuer": ISSUER, "token_id": "two", "key_id": "one"},
        ],
    }
    for id, calls in asked.items():
        run = _filled(id)
        for call in calls:
            run.entries(50, **call)
        runs.append(run)
    empty = Run("entries-of-an-empty-list", options={"audit": True})
    empty.entries(0, [])
    empty.entries(0, [], issuer=ISSUER, token_id="one")
    without = Run("entries-without-audit")
    without.entries(0, INVALID)
    without.revoke_id(0, ISSUER, "one")
    without.entries(0, INVALID, issuer=ISSUER, token_id="one")
    return [*runs, empty, without]


def _records() -> list[Run]:
    latest = Run("entries-the-latest", options={"audit": True}, comment="Of each name one, in the order in which they were revoked last.")
    for at, id in enumerate(["one", "two", "one", "three"]):
        latest.revoke_id(at, ISSUER, id, by=str(at))
    latest.entries(4)
    withdrawn = Run("entries-withdrawn", options={"audit": True}, comment="A withdrawn one is listed until it ends.")
    entry = withdrawn.revoke_id(0, ISSUER, "one", by="a", reason="lost", until=NOW + 100)
    other = withdrawn.revoke_session(0, ISSUER, "one", by="a")
    withdrawn.withdraw(1, entry, by="b", reason="found")
    withdrawn.entries(3700)
    withdrawn.entries(3701)
    withdrawn.withdraw(2, other)
    withdrawn.entries(3, issuer=ISSUER, session_id="one")
    again = Run("entries-revoked-again", options={"audit": True})
    entry = again.revoke_id(0, ISSUER, "one", by="a")
    again.withdraw(1, entry, by="b")
    again.revoke_id(2, ISSUER, "one", by="c")
    again.entries(3, [["token", NOW + 2, None, None, "c", None, None]])
    again.withdraw(4, entry, by="d")
    again.entries(5, [["token", NOW + 2, None, None, "c", None, [NOW + 4, "d", None]]])
    refused = Run("entries-without-what-was-refused", options={"audit": True, "longest_lifetime": "1d"})
    refused.revoke_id(0, ISSUER, "one", INVALID, until=NOW + 1_000_000)
    refused.revoke_subject(0, ISSUER, "alice", INVALID, until=NOW)
    refused.entries(0, [])
    back = Run("entries-with-the-clock-set-back", options={"audit": True}, comment="In their order, at the latest time that was known.")
    back.revoke_id(0, ISSUER, "one")
    back.revoke_id(-50, ISSUER, "two", ["token", NOW, None, None, None, None, None])
    back.revoke_id(-100, ISSUER, "three", ["token", NOW, None, None, None, None, None])
    back.entries(0)
    fraction = Run("entries-at-a-fraction", options={"audit": True})
    fraction.revoke_id(0.25, ISSUER, "one", ["token", NOW + 0.25, None, None, None, None, None])
    fraction.revoke_subject(0.5, ISSUER, "alice", ["subject", NOW + 0.5, NOW + 1, None, None, None, None])
    fraction.withdraw(0.75, 0, ["token", NOW + 0.75, None, None, None, None, [NOW + 0.75, None, None]])
    fraction.entries(1)
    return [latest, withdrawn, again, refused, back, fraction]
