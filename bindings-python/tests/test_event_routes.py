"""The ready-made routes for logouts and security events: a live server of each framework, and an
identity provider that sends to it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from event_service import AUDIENCE, FORM, ISSUER, KEYS, SECEVENT
from tokenseal import Issuer, Key, http

FRAMEWORKS = {"starlette": "uvicorn", "fastapi": "uvicorn", "flask": "waitress", "flask-gunicorn": "gunicorn", "django": "waitress", "django-asgi": "uvicorn"}
LOGOUT = {"http://schemas.openid.net/event/backchannel-logout": {}}
SESSION_REVOKED = {"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {}}
ALICE = {"format": "iss_sub", "iss": ISSUER, "sub": "alice"}
PROVIDER = Key.from_jwk(KEYS["provider"])
Answer = tuple[int, dict[str, str], Any]


class Service:
    """A server, and the identity provider that sends it events."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}, encode_chunked=True)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, json.loads(text) if text[:1] in (b'"', b"{") else None

    def logout(self, token: str) -> Answer:
        return self.ask("POST", "/logout", f"logout_token={token}", content_type=FORM)

    def push(self, token: str | bytes) -> Answer:
        return self.ask("POST", "/events", token, content_type=SECEVENT, accept="application/json")

    def whoami(self, token: str) -> int:
        return self.ask("GET", "/me", authorization=f"Bearer {token}")[0]


@pytest.fixture(scope="module", params=FRAMEWORKS)
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    framework, server = request.param.partition("-")[0], FRAMEWORKS[request.param]
    if server == "gunicorn" and sys.platform == "win32":
        pytest.skip("gunicorn forks")
    command = [sys.executable, "event_service.py", server, framework, request.param]
    with subprocess.Popen(command, cwd=Path(__file__).parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        yield Service(int(process.stdout.readline()))
        process.stdin.close()
        process.terminate()


def user(subject: str = "alice", **claims: Any) -> str:
    return Issuer(PROVIDER, issuer=ISSUER, audience="api", lifetime="5m").issue({"sub": subject, **claims})


def logout_token(key: Key = PROVIDER, audience: str = AUDIENCE, **claims: Any) -> str:
    return Issuer(key, issuer=ISSUER, audience=audience, profile="logout-token", lifetime="2m").issue({"events": LOGOUT, **claims})


def event(key: Key = PROVIDER, audience: str = AUDIENCE, **claims: Any) -> str:
    issuer = Issuer(key, issuer=ISSUER, audience=audience, profile="security-event", no_expiry=True)
    return issuer.issue({"events": SESSION_REVOKED, "sub_id": ALICE, **claims})


def refused(answer: http.Response) -> tuple[int, Any]:
    return answer.status, json.loads(answer.body)


def test_a_logout_ends_the_session(service: Service) -> None:
    phone, laptop = user("bob", sid="phone"), user("bob", sid="laptop")
    assert (service.whoami(phone), service.whoami(laptop)) == (200, 200)
    token = logout_token(sid="phone")
    for _ in range(2):  # a provider that gets no response sends it again
        status, headers, body = service.logout(token)
        assert (status, headers["cache-control"], headers.get("content-type"), body) == (200, "no-store", None, None)
    assert (service.whoami(phone), service.whoami(laptop)) == (401, 200)


def test_an_event_ends_what_its_user_was_issued(service: Service) -> None:
    token = user("carol")
    assert service.whoami(token) == 200
    told = event(sub_id={**ALICE, "sub": "carol"})
    for _ in range(2):
        status, headers, body = service.push(told)
        assert (status, headers["cache-control"], headers.get("content-type"), body) == (202, "no-store", None, None)
    assert service.whoami(token) == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"logout_token=", b"a=b", b"logout_token=a.b.c", b"logout_token=%zz", b"\xff", b'{"logout_token":"a.b.c"}', b"x" * 2_000_000],
    ids=["empty", "no value", "another field", "no token", "no form", "no text", "JSON", "too long"],
)
def test_what_is_no_logout_is_refused(service: Service, body: bytes) -> None:
    try:
        status, headers, answer = service.ask("POST", "/logout", body, content_type=FORM)
    except (BrokenPipeError, ConnectionResetError):  # it responds before it has read all, and closes
        assert len(body) > http.MAX_BODY_BYTES
        return
    assert (status, answer["error"], headers["cache-control"], headers["content-type"]) == (400, "invalid_request", "no-store", "application/json")
    assert "a.b.c" not in json.dumps(answer)


def test_what_is_no_logout_token_is_refused(service: Service) -> None:
    token = user("dave", sid="desk")
    wrong = [event(), token, logout_token(sid="desk", key=Key.generate("ES256")), logout_token(sid="desk", audience="another")]
    wrong.append(logout_token(sid="desk")[:-4] + "AAAA")
    for one in wrong:
        assert service.logout(one)[0] == 400
    assert service.ask("POST", "/logout", logout_token(sid="desk"), content_type=SECEVENT)[0] == 400
    assert service.whoami(token) == 200


@pytest.mark.parametrize(
    ("told", "err"),
    [
        (event(key=Key.generate("ES256")), "invalid_key"),
        (event(audience="another"), "invalid_audience"),
        (event(sub_id={"format": "email", "email": "alice@example.com"}), "invalid_request"),
        (logout_token(sub="alice"), "invalid_request"),
        (user(), "invalid_request"),
        ("no token", "invalid_request"),
        ("", "invalid_request"),
        (f"token={event()}", "invalid_request"),
        (b"\xff\xfe", "invalid_request"),
        ("x" * 500_000, "invalid_request"),
    ],
    ids=["another's key", "another audience", "a subject by e-mail", "a logout token", "an access token", "text", "empty", "a form", "no text", "too long"],
)
def test_what_is_no_event_is_refused_with_the_reason(service: Service, told: str | bytes, err: str) -> None:
    token = user()
    status, headers, answer = service.push(told)
    assert (status, answer["err"], sorted(answer)) == (400, err, ["description", "err"])
    assert (headers["cache-control"], headers["content-type"], headers["content-language"]) == ("no-store", "application/json", "en")
    assert service.whoami(token) == 200


def test_what_is_in_the_body_counts_and_not_what_it_is_called(service: Service) -> None:
    token = user("erin")
    assert service.ask("POST", "/events", event(sub_id={**ALICE, "sub": "erin"}), content_type=FORM)[0] == 202
    assert service.whoami(token) == 401


def test_bodies_in_chunks_are_read_no_further_than_needed(service: Service) -> None:
    token = user("frank")
    pieces = iter([event(sub_id={**ALICE, "sub": "frank"}).encode()])
    assert service.ask("POST", "/events", pieces, transfer_encoding="chunked")[0] == 202
    assert service.whoami(token) == 401


def test_only_posts_are_taken(service: Service) -> None:
    for path in ("/logout", "/events"):
        for method in ("GET", "PUT"):
            assert service.ask(method, path, b"" if method == "PUT" else None)[0] == 405


@pytest.mark.parametrize("service", ["starlette", "flask"], indirect=True)  # asynchronous and not: each waits for the store
def test_what_cannot_be_applied_is_told_again(service: Service) -> None:
    """The list of these routes is in an unreachable store."""
    assert service.ask("POST", "/down/events", event(), content_type=SECEVENT)[0] == 503
    status, _, answer = service.ask("POST", "/down/logout", f"logout_token={logout_token(sub='alice')}", content_type=FORM)
    assert (status, answer["error"]) == (400, "temporarily_unavailable")
