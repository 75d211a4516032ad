"""The operation `machine.run`: a RemoteKeySet and its Verifier, below the drivers. Nothing is
fetched.
"""

from __future__ import annotations

import base64
from typing import Any

from tokenseal import Key, RemoteKeySet, Verifier

Json = dict[str, Any]
At = tuple[float, float, float | None]


def run(given: Json, options: Json) -> Json:
    steps = given["steps"]
    first = at(steps[0]) if steps else (0.0, 0.0, None)
    key = {"snapshot_key": Key.from_jwk(given["snapshot_key"])} if "snapshot_key" in given else {}
    keys = RemoteKeySet(given.get("url"), **key, **options, _at=first)
    verifier = Verifier(keys, **given.get("verifier", {}))
    waiting: dict[int, Any] = {}
    shown = []
    for index, step in enumerate(steps):
        own = perform(keys, verifier, step, index, waiting)
        shown.append(own | {"state": keys._status(at(step))["state"]})
    return {"steps": shown}


def perform(keys: RemoteKeySet, verifier: Verifier, step: Json, index: int, waiting: dict[int, Any]) -> Json:
    when = at(step)
    if "poll" in step:
        return {"turn": turn(keys._poll(when))}
    if "tell" in step:
        return {"turn": turn(keys._tell(*told(step), when))}
    if "give_up" in step:
        checking = waiting.pop(step["give_up"]).give_up()
    elif "resume" in step:
        checking = waiting.pop(step["resume"]).resume(when)
    else:
        checking = verifier._check(step["check"], step.get("now", when[0]), when)
    if checking.outcome == "waits":
        waiting[index] = checking
    return {"outcome": checking.outcome, "due": bool(checking.due), "events": checking.events}


def told(step: Json) -> tuple[Json, bytes]:
    """What a step passes on: the response, and its body."""
    answer = dict(step["tell"])
    body = base64.urlsafe_b64decode(answer.pop("body_base64") + "==") if "body_base64" in answer else answer.pop("body", "").encode()
    return answer, body


def at(step: Json) -> At:
    wall, monotonic = step["at"]
    return float(wall), float(monotonic), step.get("jitter", 0.5)


def turn(shown: Json) -> Json:
    """Without `user-agent`, which names the version."""
    for fetch in shown["fetches"]:
        fetch["headers"] = [header for header in fetch["headers"] if header[0] != "user-agent"]
    return shown
