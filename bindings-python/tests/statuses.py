"""The operation `status_lists.run`: a Verifier and the status list of a case, below the drivers.
Nothing is fetched.
"""

from __future__ import annotations

from typing import Any

from tokenseal import Key, KeySet, RemoteStatusList, StatusLists, TokenError, Verifier
from transcripts import at, told, turn

Json = dict[str, Any]


def run(given: Json, keys: Key | list[Key] | KeySet, options: Json | None) -> Json:
    lists = {} if options is None else {"status_lists": StatusLists(**options)}
    verifier = Verifier(keys, **given.get("verifier", {}), **lists)
    waiting: dict[int, Any] = {}
    return {"steps": [perform(verifier, given["uri"], step, index, waiting) for index, step in enumerate(given["steps"])]}


def perform(verifier: Verifier, uri: str, step: Json, index: int, waiting: dict[int, Any]) -> Json:
    when = at(step)
    if "poll" in step:
        shown = {"turn": turn(found(verifier, uri)._poll(when))}
    elif "tell" in step:
        shown = {"turn": turn(found(verifier, uri)._tell(*told(step), when))}
    else:
        shown = checked(verifier, step, index, waiting)
    lists = [one for one in verifier.status_lists if one.uri == uri]
    return shown | {"state": lists[0]._status(when)["state"] if lists else None}


def found(verifier: Verifier, uri: str) -> RemoteStatusList:
    return next(one for one in verifier.status_lists if one.uri == uri)


def checked(verifier: Verifier, step: Json, index: int, waiting: dict[int, Any]) -> Json:
    when = at(step)
    if "give_up" in step:
        checking = waiting.pop(step["give_up"]).give_up()
    elif "resume" in step:
        checking = waiting.pop(step["resume"]).resume(when)
    else:
        checking = verifier._check(step["check"], step.get("now", when[0]), when)
    shown = {"outcome": checking.outcome, "due": bool(checking.due), "events": checking.events}
    if checking.outcome == "waits":
        waiting[index] = checking
        return shown
    try:
        checking.result()
    except TokenError as error:
        if error.claim is not None:
            shown["claim"] = error.claim
    return shown
