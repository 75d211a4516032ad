"""remote_renewed.json: metadata that is asked for again because of a token that no key verifies:
its issuer may have moved its keys.
"""

from __future__ import annotations

from typing import Any

from remote_case_metadata import ISSUER, KEYS, OAUTH, OPENID, metadata
from remote_keys import NO_MATCHING_KEY, jwks, key, token
from remote_run import Run

A, B = key("a"), key("b")
MOVED = f"{ISSUER}/moved"
TAG, OTHER = [["etag", '"m"']], [["etag", '"n"']]
HOUR = [*TAG, ["cache-control", "max-age=3600"]]
CONDITION = [["if-none-match", '"m"']]


def tests() -> list[dict[str, Any]]:
    return [*_moved(), *_unchanged(), *_fails(), *_when()]


def _begun(id: str, *, headers: list[list[str]] | None = None, keys_tag: str | None = None, **about: Any) -> Run:
    """A set whose metadata and keys came at 0."""
    run = Run(f"remote-renewed-{id}", issuer=about.pop("issuer", ISSUER), **about)
    run.poll(0, url=OPENID)
    run.tell(0, metadata(), headers=headers or TAG, url=KEYS)
    run.tell(0, jwks(A), headers=[["etag", keys_tag]] if keys_tag else None)
    return run


def _asked(run: Run, at: float, url: str = OPENID, **hand: Any) -> int:
    """A token of a new key, and the flight that it draws."""
    step = run.check(at, token(B), "waits", state="fresh")
    run.poll(at, url=url, **hand)
    return step


def _moved() -> list[dict[str, Any]]:
    moved = _begun("moved", comment="Its issuer has moved its keys, and signs with a new one at once: that is accepted one flight later.", keys_tag='"1"')
    step = _asked(moved, 60, condition=CONDITION, fetch={"max_bytes": 65536, "timeout": 2.5}, wake=5.0)
    moved.tell(60.5, metadata(jwks_uri=MOVED), headers=OTHER, url=MOVED, condition=[], fetch={"timeout": 4.5}, wake=4.5)
    moved.tell(61, jwks(B), events=["fetched", "rotated"])
    moved.resume(61, step, "accepted", state="fresh")
    step = moved.check(121, token(A), "waits")
    moved.poll(121, url=OPENID, condition=[["if-none-match", '"n"']])
    moved.tell(121, status=304, url=MOVED)
    moved.tell(121, jwks(B))
    moved.resume(121, step, NO_MATCHING_KEY)
    host = _begun("moved-host", comment="Its address is held to the same rules as the first.", flags=["server-side request forgery"])
    step = _asked(host, 60, fetch={"with_caller_headers": True})
    host.tell(60, metadata(jwks_uri="https://keys.example/b"), url="https://keys.example/b", fetch={"with_caller_headers": False, "only_public_address": True})
    host.tell(60, jwks(B))
    host.resume(60, step, "accepted")
    stays = _begun("same", comment="The keys are where they were, and the new one is among them.", keys_tag='"1"')
    step = _asked(stays, 60)
    stays.tell(60, metadata(), url=KEYS, condition=[["if-none-match", '"1"']])
    stays.tell(60, jwks(A, B), events=["fetched", "rotated"])
    stays.resume(60, step, "accepted")
    young = _begun("keys-hold", headers=[["cache-control", "max-age=1000"]], comment="Keys hold no longer than the metadata as it was renewed.")
    step = _asked(young, 60, condition=[])
    young.tell(60, metadata(), headers=[["cache-control", "max-age=100"]], url=KEYS)
    young.tell(60, jwks(A), wake=80.0)
    young.resume(60, step, NO_MATCHING_KEY)
    return [one.case() for one in (moved, host, stays, young)]


def _unchanged() -> list[dict[str, Any]]:
    same = _begun("304", comment="Metadata that is still the same is as young as if it had come again.", headers=[*TAG, ["cache-control", "max-age=300"]])
    step = _asked(same, 100, condition=CONDITION)
    same.tell(100, status=304, headers=[["cache-control", "max-age=300"]], url=KEYS)
    same.tell(100, jwks(A, B), headers=[["cache-control", "max-age=3600"]], wake=240.0)
    same.resume(100, step, "accepted")
    step = same.check(159.75, token(key("c")), "waits")
    same.poll(159.75, url=KEYS)
    same.tell(159.75, jwks(A, B))
    same.resume(159.75, step, NO_MATCHING_KEY)
    tags = _begun("304-other-tag", comment="A 304 that names another tag has the next request repeat that one; one that names none, the same.")
    for at, condition, headers in ((60, CONDITION, OTHER), (120, [["if-none-match", '"n"']], None), (180, [["if-none-match", '"n"']], None)):
        step = _asked(tags, at, condition=condition)
        tags.tell(at, status=304, headers=headers, url=KEYS)
        tags.tell(at, jwks(A))
        tags.resume(at, step, NO_MATCHING_KEY)
    changed = _begun("last-modified", headers=[["last-modified", "Tue, 14 Nov 2023 20:00:00 GMT"], ["date", "Tue, 14 Nov 2023 22:13:20 GMT"]])
    _asked(changed, 60, condition=[["if-modified-since", "Tue, 14 Nov 2023 20:00:00 GMT"]])
    changed.tell(60, status=304, url=KEYS)
    lost = _begun("tag-lost", comment="Metadata that comes without a tag has none.")
    step = _asked(lost, 60, condition=CONDITION)
    lost.tell(60, metadata(), url=KEYS)
    lost.tell(60, jwks(A))
    lost.resume(60, step, NO_MATCHING_KEY)
    _asked(lost, 120, condition=[])
    oauth = Run("remote-renewed-oauth", issuer=ISSUER, comment="A tag belongs to its address. The first is asked again first.", flags=["RFC 8414"])
    oauth.poll(0, url=OPENID)
    oauth.tell(0, status=404, url=OAUTH)
    oauth.tell(0, metadata(), headers=TAG, url=KEYS)
    oauth.tell(0, jwks(A))
    step = _asked(oauth, 60, condition=[], fetch={"timeout": 2.5})
    oauth.tell(61, status=404, url=OAUTH, condition=CONDITION, fetch={"timeout": 2})
    oauth.tell(61, status=304, url=KEYS, fetch={"timeout": 4})
    oauth.tell(61, jwks(B))
    oauth.resume(61, step, "accepted")
    return [one.case() for one in (same, tags, changed, lost, oauth)]


def _fails() -> list[dict[str, Any]]:
    def run(id: str, why: dict[str, Any], *, body: str | None = None, comment: str | None = None) -> dict[str, Any]:
        """The metadata cannot be renewed, and the keys are where they were."""
        case = _begun(id, comment=comment, keys_tag='"1"')
        step = _asked(case, 60)
        case.tell(60.5, body, **why, url=KEYS, condition=[["if-none-match", '"1"']], events=[], fetch={"timeout": 4.5})
        case.tell(60.5, jwks(A, B), events=["fetched", "rotated"])
        case.resume(60.5, step, "accepted")
        return case.case()

    tests = [
        run(f"fails-{why.replace('_', '-')}", {"failed": why}, comment="What holds still leads, and nothing has failed." if why == "connect" else None)
        for why in ("connect", "timeout", "tls", "too_large", "url_not_allowed")
    ]
    tests += [run(f"fails-{status}", {"status": status}) for status in (302, 401, 410, 429, 500, 503)]
    tests += [
        run("fails-html", {}, body="<!doctype html><title>Maintenance</title>", comment="What is not this issuer's metadata says nothing about it."),
        run("fails-other-issuer", {}, body=metadata("https://other.example", MOVED)),
        run("fails-jwks-uri-not-allowed", {}, body=metadata(jwks_uri="https://127.0.0.1/keys")),
    ]
    gone = _begun("fails-404", comment="At none of its addresses.")
    step = _asked(gone, 60)
    gone.tell(60, status=404, url=OAUTH)
    gone.tell(60, status=404, url=KEYS, events=[])
    gone.tell(60, jwks(B))
    gone.resume(60, step, "accepted")
    untagged = _begun("fails-304-unasked", headers=[["cache-control", "max-age=1800"]], comment="A 304 that nothing was asked for.")
    _asked(untagged, 60, condition=[])
    untagged.tell(60, status=304, url=KEYS)
    bound = _begun("fails-holds", headers=[*TAG, ["cache-control", "max-age=1000"]], comment="It is no younger for that.")
    step = _asked(bound, 400)
    bound.tell(400, failed="connect", url=KEYS)
    bound.tell(400, jwks(A), headers=[["cache-control", "max-age=3600"]], wake=480.0)
    bound.resume(400, step, NO_MATCHING_KEY)
    _asked(bound, 401, condition=CONDITION)
    both = _begun("fails-keys-too", comment="Of a failed flight nothing is left but the keys, which are still good.")
    step = _asked(both, 60)
    both.tell(60, failed="connect", url=KEYS)
    both.tell(60, failed="connect", why="connect", events=["failed"], state="fresh")
    both.resume(60, step, NO_MATCHING_KEY)
    step = _asked(both, 61, condition=[], fetch={"timeout": 5})
    both.tell(61, status=500, why="status")
    both.resume(61, step, NO_MATCHING_KEY)
    late = _begun("fails-late", comment="Nothing is left of the time limit, which is for all of a flight.")
    step = _asked(late, 60)
    late.tell(65, failed="timeout", why="timeout", state="fresh")
    late.resume(65, step, NO_MATCHING_KEY)
    slow = _begun("slow", comment="An answer is an answer, however long it took within the flight's limit.")
    step = _asked(slow, 60, fetch={"timeout": 2.5})
    slow.tell(63, metadata(jwks_uri=MOVED), url=MOVED, fetch={"timeout": 2})
    slow.tell(64, jwks(B))
    slow.resume(64, step, "accepted")
    dead = _begun("moved-fails", comment="Where it leads anew decides: the keys of the old address could be ones that were removed.", flags=["removed key lives on"])
    step = _asked(dead, 60)
    dead.tell(60, metadata(jwks_uri=MOVED), url=MOVED)
    dead.tell(60, status=404, why="status", url=None, state="fresh")
    dead.resume(60, step, NO_MATCHING_KEY)
    return [*tests, *(one.case() for one in (gone, untagged, bound, both, late, slow, dead))]


def _when() -> list[dict[str, Any]]:
    young = _begun("young", comment="Metadata younger than the least age of keys is gone by.")
    step = _asked(young, 59.75, url=KEYS, fetch={"timeout": 5})
    young.tell(59.75, jwks(A))
    young.resume(59.75, step, NO_MATCHING_KEY)
    step = _asked(young, 60, fetch={"timeout": 2.5})
    young.tell(60, metadata(), url=KEYS)
    young.tell(60, jwks(A))
    young.resume(60, step, NO_MATCHING_KEY)
    option = _begun("young-option", min_age="5m")
    _asked(option, 299, url=KEYS)
    clocks = _begun("clock-set-back", comment="A clock that was set back makes nothing younger.")
    clocks.check((-1000, 60), token(B), "waits", state="fresh")
    clocks.poll((-1000, 60), url=OPENID)
    due = _begun("due", headers=HOUR, comment="Nobody asks: a refresh goes by what it has.")
    due.check(480, token(A), "accepted", state="due")
    due.poll(480, url=KEYS)
    both = _begun("due-and-asked", headers=HOUR, comment="One flight for both reasons, and whoever comes later waits for it.")
    first = both.check(480, token(B), "waits", state="due", due=True)
    both.poll(480, url=OPENID, condition=CONDITION)
    second = both.check(480, token(B), "waits")
    both.tell(480, metadata(jwks_uri=MOVED), url=MOVED)
    both.tell(480, jwks(A, B))
    both.resume(480, first, "accepted")
    both.resume(480, second, "accepted")
    joins = _begun("joins", headers=HOUR, comment="A flight that is under way is not begun again for whoever asks.")
    joins.poll(480, url=KEYS)
    step = joins.check(480, token(B), "waits")
    joins.tell(480, jwks(A))
    joins.resume(480, step, NO_MATCHING_KEY)
    _asked(joins, 481, condition=CONDITION)
    signature = _begun("known-kid", comment="So it is for a signature that the key of its kid does not verify.")
    signature.check(60, token(key("a", "a anew")), "waits")
    signature.poll(60, url=OPENID)
    bucket = _begun("bucket", comment="It takes from the bucket what any flight takes.")
    for at in (60, 60):
        step = _asked(bucket, at)
        bucket.tell(at, failed="connect", url=KEYS)
        bucket.tell(at, jwks(A))
        bucket.resume(at, step, NO_MATCHING_KEY)
    bucket.check(60, token(B), NO_MATCHING_KEY)
    bucket.poll(60, url=None)
    lost = _begun("lost", comment="A flight that stood still with its process leaves no metadata.")
    _asked(lost, 60)
    lost.check(70, token(B), "waits")
    lost.poll(70, url=OPENID, condition=[], fetch={"timeout": 5})
    return [one.case() for one in (young, option, clocks, due, both, joins, signature, bucket, lost)]
