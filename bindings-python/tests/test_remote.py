"""RemoteKeySet and its verifiers, against servers of `tokenseal.testing` and functions that replace
one.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import ssl
import threading
import weakref
from collections.abc import Callable
from typing import Any

import pytest
import tokenseal
from tokenseal import Key, KeySet, RemoteKeySet, TokenError, Verifier, errors, jws
from tokenseal.testing import Clock, Issuer, Server

URL = "https://issuer.example/jwks.json?secret=hidden-in-the-address"
NAME = "https://issuer.example"


def unreachable(request: Any) -> Any:
    raise OSError("no network here")


def unavailable(keys: RemoteKeySet) -> errors.KeySetUnavailableError:
    """The error of a check that waits for keys in vain."""
    with pytest.raises(errors.KeySetUnavailableError) as caught:
        Verifier(keys, issuer=NAME).verify(Issuer(NAME).issue({}))
    return caught.value


def pair(issuer: Issuer, **options: Any) -> tuple[RemoteKeySet, Verifier]:
    keys = RemoteKeySet(URL, **{"fetch": issuer.fetch, **options})
    return keys, Verifier(keys, issuer=issuer.issuer)


def test_keys_are_fetched_once_and_used() -> None:
    with Server() as server:
        keys = RemoteKeySet(server.jwks_uri, allow_http=True)
        verifier = Verifier(keys, issuer=server.url)
        assert keys.status()["state"] == "cold" and server.requests == []
        for name in ("alice", "bob"):
            assert verifier.verify(server.issuer.issue({"sub": name}))["sub"] == name
        assert [path for path, _ in server.requests] == ["/jwks.json"]
        assert keys.keys == server.issuer.keys and verifier.remotes == [keys]


def test_a_rotation_is_followed_without_restart() -> None:
    with Server() as server:
        verifier = Verifier(RemoteKeySet(issuer=server.url, allow_http=True), issuer=server.url)
        verifier.ready()
        server.issuer.rotate()
        assert verifier.verify(server.issuer.issue({"sub": "alice"}))["sub"] == "alice"
        assert [path for path, _ in server.requests] == ["/.well-known/openid-configuration", "/jwks.json", "/jwks.json"]


def test_a_removed_key_is_refused_once_the_keys_have_expired() -> None:
    clock = Clock()
    issuer = Issuer(NAME, clock=clock, lifetime="1d")
    keys, verifier = pair(issuer, clock=clock)
    token = issuer.issue({})
    now = clock()
    assert verifier.verify(token, now=now)["iss"] == NAME
    issuer.rotate(keep=False)
    clock.advance("1h")
    with pytest.raises(TokenError) as refused:
        verifier.verify(token, now=now)
    assert refused.value.code in ("ERR_JWKS_NO_MATCHING_KEY", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED")


def test_old_keys_are_used_while_the_server_is_down_and_no_longer_than_promised() -> None:
    clock, events = Clock(), list[Any]()
    with Server(Issuer(clock=clock, lifetime="1d")) as server:
        keys = RemoteKeySet(server.jwks_uri, allow_http=True, clock=clock, on_event=events.append)
        verifier = Verifier(keys, issuer=server.issuer.issuer, clock=clock, on_event=events.append)
        token = server.issuer.issue({})
        verifier.verify(token)
        server.status = 503
        clock.advance("1h")
        with pytest.raises(errors.KeySetUnavailableError) if keys.status()["state"] == "unavailable" else _nothing():
            verifier.verify(token)
        assert keys.status()["state"] == "stale"
        assert [event["event"] for event in events] == ["fetched", "failed", "accepted_stale"]
        clock.advance("2h")
        with pytest.raises(errors.KeySetUnavailableError):
            verifier.verify(token)
        server.status = 200
        clock.advance("2m")
        assert verifier.verify(token)["iss"] == server.issuer.issuer


class _nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def test_ready_says_why_there_are_none() -> None:
    with Server() as server:
        server.status = 500
        keys = RemoteKeySet(server.jwks_uri, allow_http=True)
        assert "another status than 200" in str(unavailable(keys))
        for ready in (keys.ready, Verifier(keys, issuer=server.url).ready):
            with pytest.raises(errors.KeySetUnavailableError, match="another status than 200"):
                ready(timeout=0)
        assert {path for path, _ in server.requests} == {"/jwks.json"}
    assert errors.KeySetUnavailableError("").status == 503


@pytest.mark.parametrize("wrong", ["soon", -1, 1.5, None, object()])
def test_ready_takes_a_length(wrong: Any) -> None:
    with pytest.raises(errors.OptionError):
        RemoteKeySet(URL).ready(wrong)


def test_headers_of_the_caller_go_where_the_caller_said_and_nowhere_else() -> None:
    with Server() as server, Server(Issuer(NAME)) as elsewhere:
        server.issuer.jwks_uri = elsewhere.url + "/jwks.json"
        options: dict[str, Any] = {"issuer": server.url, "allow_http": True, "headers": lambda: {"Authorization": "Bearer hush", "Accept": "x"}}
        keys = RemoteKeySet(**options)
        # Another host than the caller's, at an address that is not public.
        assert "address is not allowed" in str(unavailable(keys))
        assert keys.status()["last_failure"] == "url_not_allowed" and elsewhere.requests == []
        (_, headers), *_ = server.requests
        assert headers["authorization"] == "Bearer hush" and headers["accept"] == "application/json"
        for text in (repr(keys), repr(keys.status())):
            assert "hush" not in text and server.url not in text


def test_what_headers_raises_is_the_cause() -> None:
    def headers() -> dict[str, str]:
        raise LookupError("no credentials")

    keys, verifier = pair(Issuer(NAME), headers=headers)
    with pytest.raises(errors.KeySetUnavailableError) as caught:
        verifier.verify(Issuer(NAME).issue({}))
    assert isinstance(caught.value.__cause__, LookupError)


@pytest.mark.parametrize("wrong", [{"Authorization": "hush\n"}, {"hush hush": "x"}, {"": "x"}, {"x": 5}, {5: "x"}, "hush", [("x", "hush")], {"x": "\u2603"}])
def test_headers_that_cannot_be_sent_are_not_shown(wrong: Any) -> None:
    cause = unavailable(RemoteKeySet(URL, fetch=unreachable, headers=lambda: wrong)).__cause__
    assert isinstance(cause, errors.OptionError) and cause.__cause__ is None and "hush" not in str(cause)
    assert not unavailable(RemoteKeySet(URL, fetch=lambda request: (500, {}, b""), headers=lambda: None)).__cause__  # type: ignore[arg-type, return-value]


def test_events_say_what_happened_and_no_secret() -> None:
    events: list[dict[str, Any]] = []
    issuer = Issuer(NAME)
    keys = RemoteKeySet(URL, fetch=issuer.fetch, on_event=events.append)
    verifier = Verifier(keys, issuer=NAME, on_event=events.append)
    token = issuer.issue({"sub": "alice"})
    verifier.verify(token)
    old = issuer.signing_key.key_id
    new = issuer.rotate(keep=False).key_id
    verifier.verify(issuer.issue({}))
    with pytest.raises(TokenError):
        verifier.verify(Issuer("https://other.example").issue({}))
    # Nobody knows whether newer keys would verify the last token.
    assert [event["event"] for event in events] == ["fetched", "fetched", "rotated", "fetched", "refused"]
    assert events[2] == {"event": "rotated", "added": [new], "removed": [old]}
    shown = repr(events) + repr(keys) + repr(verifier) + repr(keys.status())
    assert not any(secret in shown for secret in ("hidden", token, "alice", "issuer.example/"))


def test_what_on_event_raises_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def on_event(event: dict[str, Any]) -> None:
        raise LookupError("a bug of the caller's")

    issuer = Issuer(NAME)
    verifier = Verifier.for_issuer(NAME, fetch=issuer.fetch, on_event=on_event, allow_any_audience=True)
    with caplog.at_level(logging.ERROR, "tokenseal"):
        assert verifier.verify(issuer.issue({"sub": "alice"}))["sub"] == "alice"
        with pytest.raises(errors.InvalidTokenError):
            verifier.verify("no token")
    assert [record.name for record in caplog.records] == ["tokenseal"] * 2


def test_a_verifier_with_keys_of_its_own_has_events_too() -> None:
    events: list[dict[str, Any]] = []
    verifier = Verifier(Issuer(NAME).keys, issuer=NAME, on_event=events.append)
    for check in (verifier.verify, lambda token: verifier.verify_many([token])[0]):
        try:
            check(b"no token")
        except TokenError:
            pass
    assert events == [{"event": "refused", "code": "ERR_JWT_INVALID"}] * 2
    assert isinstance(verifier.verify_many(["no token"])[0], TokenError)


def test_a_refusal_without_waiting_is_told_once_and_a_cancelled_call_is_none() -> None:
    go, events = threading.Event(), list[Any]()
    issuer = Issuer(NAME)
    keys = RemoteKeySet(URL, fetch=lambda request: go.wait() and issuer.fetch(request))
    verifier = Verifier(keys, issuer=NAME, on_event=events.append)
    token = issuer.issue({})

    async def main() -> None:
        with pytest.raises(errors.KeySetUnavailableError):
            verifier.verify(token)
        assert isinstance(verifier.verify_many([token])[0], errors.KeySetUnavailableError)
        assert events == [{"event": "refused", "code": "ERR_JWKS_UNAVAILABLE"}] * 2
        waiting = asyncio.create_task(verifier.verify_async(token))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert len(events) == 2
        go.set()
        await verifier.ready_async()
        with pytest.raises(TokenError):
            verifier.verify(Issuer(NAME).issue({}))
        assert events[2:] == [{"event": "refused", "code": "ERR_JWKS_NO_MATCHING_KEY"}]

    asyncio.run(main())


def test_many_tokens_need_one_request() -> None:
    with Server() as server:
        verifier = Verifier(RemoteKeySet(server.jwks_uri, allow_http=True), issuer=server.url)
        tokens = [server.issuer.issue({"n": n}) for n in range(20)] + ["no token"]
        *good, bad = verifier.verify_many(tokens)
        assert [token["n"] for token in good] == list(range(20))  # type: ignore[index]
        assert isinstance(bad, errors.InvalidTokenError)
        assert len(server.requests) == 1


def test_several_issuers() -> None:
    a, b, c = (Issuer(f"https://{name}.example") for name in "abc")
    events: list[Any] = []
    members = {one: Verifier(RemoteKeySet(one.jwks_uri, fetch=one.fetch), issuer=one.issuer) for one in (a, b, c)}
    verifier = Verifier.by_issuer([members[a], members[b]], on_event=events.append)
    assert repr(verifier) == "Verifier.by_issuer()"
    verifier.ready()
    assert verifier.verify(b.issue({}))["iss"] == b.issuer
    with pytest.raises(errors.ClaimError) as refused:
        verifier.verify(c.issue({}))
    assert (refused.value.code, refused.value.claim) == ("ERR_JWT_CLAIM_MISMATCH", "iss")
    verifier.add(members[c])
    assert verifier.verify(c.issue({}))["iss"] == c.issuer and len(verifier.remotes) == 3
    assert verifier.remove(a.issuer) and not verifier.remove(a.issuer) and len(verifier.remotes) == 2
    with pytest.raises(errors.OptionError):
        verifier.add(members[c])
    with pytest.raises(errors.OptionError):
        members[a].add(members[b])
    with pytest.raises(TypeError, match="expected a Verifier, not Key"):
        Verifier.by_issuer([Key.generate("ES256")])  # type: ignore[list-item]
    assert [event["event"] for event in events] == ["refused"]


def test_several_issuers_of_nested_tokens_by_one_clock() -> None:
    clock, service = Clock(), Key.generate("ECDH-ES+A256KW")
    a = Issuer("https://a.example", clock=clock)
    member = Verifier(RemoteKeySet(a.jwks_uri, fetch=a.fetch, clock=clock), issuer=a.issuer)
    verifier = Verifier.by_issuer([member], service, clock=clock)
    token = tokenseal.seal({"iss": a.issuer}, sign_with=a.signing_key, encrypt_to=service.public(), expires_in=60, now=clock())
    assert verifier.verify(token).kind == "nested"
    assert [one["iss"] for one in verifier.verify_many([token])] == [a.issuer]  # type: ignore[index]


def test_a_snapshot_starts_without_a_network() -> None:
    key, issuer = Key.generate("HS256"), Issuer(NAME)
    keys, _ = pair(issuer)
    with pytest.raises(errors.KeySetUnavailableError):
        keys.snapshot(key)
    keys.ready()
    snapshot = keys.snapshot(key)
    _, verifier = pair(issuer, snapshot=snapshot, snapshot_key=key, fetch=unreachable)
    assert verifier.verify(issuer.issue({"sub": "alice"}))["sub"] == "alice"
    for wrong in ({"snapshot": snapshot}, {"snapshot_key": key}):
        with pytest.raises(errors.OptionError):
            RemoteKeySet(URL, **wrong)  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidSignatureError):
        RemoteKeySet(URL, snapshot=snapshot, snapshot_key=Key.generate("HS256"))


def test_a_flight_that_never_ends_is_given_up() -> None:
    asked, ended = threading.Event(), threading.Event()

    def hang(request: Any) -> Any:
        asked.set()
        ended.wait()
        raise OSError

    # The test's clock stands still: the system's clock ends the wait.
    _, verifier = pair(Issuer(NAME), fetch=hang, timeout="1s", clock=Clock())
    with pytest.raises(errors.KeySetUnavailableError):
        verifier.verify(Issuer(NAME).issue({}))
    assert asked.is_set()
    ended.set()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, {}, b" " * 300_000), "too_large"),
        ((200, {}, "text"), "connect"),
        ((200, None, b""), "connect"),
        (None, "connect"),
        ((302, [("Location", "https://other.example")], b""), "redirect"),
        (TimeoutError(), "timeout"),
        (ssl.SSLCertVerificationError(), "tls"),
        (RuntimeError(), "connect"),
    ],
)
def test_what_a_fetch_of_the_callers_may_do(answer: Any, why: str) -> None:
    def fetch(request: Any) -> Any:
        assert set(request) == {"url", "headers", "only_public_address", "max_bytes", "timeout"}
        if isinstance(answer, Exception):
            raise answer
        return answer

    keys = RemoteKeySet(URL, fetch=fetch)
    error = unavailable(keys)
    assert keys.status()["last_failure"] == why
    assert (error.__cause__ is None) == (why in ("too_large", "redirect"))


@pytest.mark.parametrize("why", ["no thread starts", "uWSGI"])
def test_without_threads_the_check_carries_the_flight(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    if why == "uWSGI":
        import sys
        import types

        monkeypatch.setitem(sys.modules, "uwsgi", types.SimpleNamespace(opt={"master": True}))
    monkeypatch.setattr(threading.Thread, "start", start)
    issuer, threads = Issuer(NAME), list[Any]()
    _, verifier = pair(issuer, fetch=lambda request: threads.append(threading.current_thread()) or issuer.fetch(request))  # type: ignore[func-returns-value]
    assert verifier.verify(issuer.issue({"sub": "alice"}))["sub"] == "alice"
    assert threads == [threading.current_thread()]


def test_a_refresh_does_not_keep_a_check_waiting() -> None:
    clock, go = Clock(), threading.Event()
    issuer = Issuer(NAME, clock=clock, lifetime="1d")
    landed = threading.Event()
    keys, verifier = pair(issuer, clock=clock, on_event=lambda event: landed.set())
    token = issuer.issue({})
    verifier.verify(token, now=clock())
    landed.clear()
    original = issuer.fetch
    keys._driver["fetch"] = lambda request: go.wait() and original(request)
    clock.advance(10 * 60 - 1)
    assert keys.status()["state"] == "due"
    assert verifier.verify(token, now=clock())["iss"] == NAME
    assert keys.status()["fetching"]
    go.set()
    landed.wait()
    assert keys.status()["unchanged"] + keys.status()["fetched"] == 2


ONE_SHOTS: list[Callable[[RemoteKeySet], Any]] = [
    lambda keys: tokenseal.verify("a.b.c", keys),  # type: ignore[arg-type]
    lambda keys: tokenseal.decrypt("a.b.c.d.e", keys),  # type: ignore[arg-type]
    lambda keys: tokenseal.unseal("a.b.c.d.e", decrypt_with=Key.generate("A256KW"), verify_with=keys),  # type: ignore[arg-type]
    lambda keys: jws.verify("a.b.c", keys),  # type: ignore[arg-type]
    lambda keys: KeySet(keys),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("call", ONE_SHOTS)
def test_one_call_does_not_fetch(call: Callable[[RemoteKeySet], Any]) -> None:
    with pytest.raises(errors.OptionError, match="a RemoteKeySet is followed by a Verifier: make one, and keep it"):
        call(RemoteKeySet(URL))


def test_nobody_publishes_keys_that_decrypt() -> None:
    for make in (
        lambda: Verifier(RemoteKeySet(URL), RemoteKeySet(URL), issuer=NAME),  # type: ignore[arg-type]
        lambda: Verifier.for_issuer(NAME, decryption_keys=RemoteKeySet(URL)),  # type: ignore[arg-type]
        lambda: Verifier.by_issuer([], RemoteKeySet(URL)),  # type: ignore[arg-type]
    ):
        with pytest.raises(errors.OptionError, match="decryption_keys must be private keys of one's own; a RemoteKeySet has public ones"):
            make()


@pytest.mark.parametrize("name", ["headers", "on_event", "ssl_context", "fetch", "client"])
def test_drivers_are_given_what_they_can_use(name: str) -> None:
    for make in (lambda value: RemoteKeySet(URL, **{name: value}), lambda value: Verifier.for_issuer(NAME, allow_any_audience=True, **{name: value})):
        make(None)
        with pytest.raises(errors.OptionError, match=f"option `{name}`"):
            make(object())
    with pytest.raises(errors.OptionError, match="leave one of them out"):
        RemoteKeySet(URL, fetch=unreachable, ssl_context=ssl.create_default_context())


def test_what_holds_itself_is_collected() -> None:
    class Holder:
        def __init__(self) -> None:
            self.keys = RemoteKeySet(URL, fetch=self.call, clock=self.now, on_event=self.call, headers=self.call)
            self.verifier = Verifier(self.keys, issuer=NAME, clock=self.now, on_event=self.call)
            self.several = Verifier.by_issuer([self.verifier], on_event=self.call, clock=self.now)

        def call(self, *_: Any) -> Any: ...
        def now(self) -> float:
            return 0.0

    holder = Holder()
    gone = weakref.ref(holder)
    del holder
    gc.collect()
    assert gone() is None
