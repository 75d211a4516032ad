"""The recipe for refresh tokens, examples/python/refresh: its classes with the test's clock, and
its programs as they are, two servers of each over one store.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from examples import DOCS
from http_services import closed_port
from redis import Redis
from servers import Servers
from tokenseal import Issuer, Key, RevocationUnavailableError, Revocations, testing

FOLDER = Path(__file__).parents[2] / "examples" / "python" / "refresh"
sys.path.insert(0, str(FOLDER))

from store_folder import FolderGenerations  # noqa: E402
from store_redis import RedisGenerations  # noqa: E402
from tokens import IDLE, LONGEST, Generations, Refused, RefreshTokens, Tokens  # noqa: E402

LOGIN = "https://login.example"
ORIGIN = "https://shop.example"
STORES = ["redis", "valkey", "folder"]
COMMANDS = {
    "with_fastapi": ["-m", "uvicorn", "with_fastapi:app", "--log-level", "error", "--port"],
    "with_flask": ["-m", "flask", "--app", "with_flask", "run", "--port"],
    "with_django": ["with_django.py", "runserver", "--noreload"],
}


@contextmanager
def generations_of(store: str, folder: Path) -> Iterator[Generations]:
    if store == "folder":
        yield FolderGenerations(folder)
    else:
        with Servers() as servers, Redis(port=servers.start(store).port) as client:
            yield RedisGenerations(client, "refresh")


@dataclass
class Login:
    """The tokens of a service, with the test's clock."""

    clock: testing.Clock
    revocations: Revocations
    tokens: RefreshTokens
    locked_out: set[str]


def login_of(generations: Generations, grace: float = 10) -> Login:
    clock, locked_out = testing.Clock(time.time()), set[str]()
    revocations = Revocations(longest_lifetime=LONGEST, clock=clock)
    access = Issuer(Key.generate("ES256"), issuer=LOGIN, lifetime=300, clock=clock)
    tokens = RefreshTokens(
        Key.generate("HS256"),
        access,
        revocations,
        generations,
        issuer=LOGIN,
        may_go_on=lambda subject: subject not in locked_out,
        grace=grace,
        clock=clock,
    )
    return Login(clock, revocations, tokens, locked_out)


def claims_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def why(call: Callable[[str], Any], text: str) -> str:
    with pytest.raises(Refused) as refused:
        call(text)
    return str(refused.value)


@pytest.mark.parametrize("store", STORES)
def test_of_all_who_add_at_once_one_is_the_first(store: str, tmp_path: Path) -> None:
    with generations_of(store, tmp_path) as generations, ThreadPoolExecutor(16) as pool:
        for generation in range(40):
            now = 1000.0 + generation
            first = list(pool.map(lambda _, g=generation, n=now: generations.add("a", g, n, time.time() + 60), range(16)))
            assert first.count(True) == 1
            assert generations.issued_at("a", generation) == now
        assert generations.issued_at("a", 40) is None and generations.issued_at("b", 0) is None


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("grace", [0, 10])
def test_of_two_refreshes_at_once_one_wins(store: str, grace: float, tmp_path: Path) -> None:
    with generations_of(store, tmp_path) as generations, ThreadPoolExecutor(8) as pool:
        for _ in range(10):
            login = login_of(generations, grace)
            newest = login.tokens.start("alice").refresh

            def rotate(_: int, login: Login = login, newest: str = newest) -> Tokens | str:
                try:
                    return login.tokens.rotate(newest)
                except Refused as refused:
                    return str(refused)

            got = list(pool.map(rotate, range(8)))
            made = [tokens for tokens in got if isinstance(tokens, Tokens)]
            # A later request gets the same successor while that is new, and otherwise ends the
            # login.
            assert {claims_of(tokens.refresh)["generation"] for tokens in made} == {1}
            assert len(made) == (1 if grace == 0 else 8)
            others = Counter(reason for reason in got if isinstance(reason, str))
            assert set(others) <= {"the refresh token was used before", "ERR_JWT_REVOKED"}
            if grace == 0:
                assert why(login.tokens.rotate, made[0].refresh) == "ERR_JWT_REVOKED"


def test_the_folder_forgets_what_has_ended(tmp_path: Path) -> None:
    generations = FolderGenerations(tmp_path / "new")
    generations.add("a", 0, now=1000, ends=2000)
    generations.add("a", 1, now=1500, ends=2500)
    generations.sweep(2100)
    assert (generations.issued_at("a", 0), generations.issued_at("a", 1)) == (None, 1500)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.1"]


def test_a_stolen_token_ends_the_login(tmp_path: Path) -> None:
    login = login_of(FolderGenerations(tmp_path))
    first = login.tokens.start("alice")
    other = login.tokens.start("alice")
    second = login.tokens.rotate(first.refresh)
    login.clock.advance(11)
    assert why(login.tokens.rotate, first.refresh) == "the refresh token was used before"
    # The thief and the owner are both logged out, and nobody else.
    assert why(login.tokens.rotate, second.refresh) == "ERR_JWT_REVOKED"
    assert claims_of(login.tokens.rotate(other.refresh).refresh)["generation"] == 1


def test_the_successor_is_given_again_until_it_is_used(tmp_path: Path) -> None:
    login = login_of(FolderGenerations(tmp_path))
    first = login.tokens.start("alice")
    login.tokens.rotate(first.refresh)  # the response is lost
    login.clock.advance(9)
    again = login.tokens.rotate(first.refresh)
    assert claims_of(again.refresh)["jti"] == claims_of(login.tokens.rotate(first.refresh).refresh)["jti"]
    login.tokens.rotate(again.refresh)
    # A client that has the successor needs no second response, however soon it asks.
    assert why(login.tokens.rotate, first.refresh) == "the refresh token was used before"


def test_it_ends_idle_and_at_the_latest(tmp_path: Path) -> None:
    login = login_of(FolderGenerations(tmp_path))
    newest = login.tokens.start("alice")
    start = login.clock()
    assert newest.ends == int(start) + IDLE
    while newest.ends < int(start) + LONGEST:
        login.clock.advance(IDLE - 60)
        newest = login.tokens.rotate(newest.refresh)
    assert newest.ends == int(start) + LONGEST and login.clock() < newest.ends
    login.clock.advance(newest.ends - login.clock() + 1)
    assert why(login.tokens.rotate, newest.refresh) == "ERR_JWT_EXPIRED"


def test_log_out_and_lock_out(tmp_path: Path) -> None:
    login = login_of(FolderGenerations(tmp_path))
    alice, bob = login.tokens.start("alice"), login.tokens.start("bob")
    login.tokens.end(alice.refresh)
    assert why(login.tokens.rotate, alice.refresh) == why(login.tokens.end, alice.refresh) == "ERR_JWT_REVOKED"
    login.locked_out.add("bob")
    assert why(login.tokens.rotate, bob.refresh) == "the user was locked out since then"
    login.locked_out.clear()
    assert why(login.tokens.rotate, bob.refresh) == "ERR_JWT_REVOKED"


def test_what_the_store_has_lost_is_refused(tmp_path: Path) -> None:
    login = login_of(FolderGenerations(tmp_path))
    newest = login.tokens.start("alice")
    for path in tmp_path.iterdir():
        path.unlink()
    assert why(login.tokens.rotate, newest.refresh) == "the refresh token is not known"


def test_other_tokens_are_no_refresh_tokens(tmp_path: Path) -> None:
    login, foreign = login_of(FolderGenerations(tmp_path)), login_of(FolderGenerations(tmp_path))
    assert why(login.tokens.rotate, login.tokens.start("alice").access) == "ERR_JOSE_ALG_NOT_ALLOWED"
    assert why(login.tokens.rotate, foreign.tokens.start("alice").refresh) == "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"
    assert why(login.tokens.rotate, "") == "ERR_JWT_INVALID"


def test_a_list_that_cannot_be_read_is_no_refusal(tmp_path: Path) -> None:
    revocations = Revocations.redis(Redis(port=closed_port()), namespace="revoked", timeout=1)
    access = Issuer(Key.generate("ES256"), issuer=LOGIN, lifetime=300)
    generations = FolderGenerations(tmp_path)
    tokens = RefreshTokens(Key.generate("HS256"), access, revocations, generations, issuer=LOGIN, may_go_on=bool)
    with pytest.raises(RevocationUnavailableError):
        tokens.rotate(tokens.start("alice").refresh)


@dataclass
class Client:
    """A client of a server: a browser, which sends its origin and a cookie, or an app."""

    port: int
    origin: str | None = None
    cookie: str | None = None

    def post(self, path: str, body: Any = None) -> tuple[int, Any, str | None]:
        headers = {"Content-Type": "application/json"}
        headers |= {"Origin": self.origin} if self.origin else {}
        headers |= {"Cookie": f"__Host-refresh={self.cookie}"} if self.cookie is not None else {}
        status, answer, head = self._ask("POST", path, json.dumps(body or {}), headers)
        return status, answer, head.get("set-cookie")

    def me(self, access: str | None = None) -> int:
        return self._ask("GET", "/me", None, {"Authorization": f"Bearer {access}"} if access else {})[0]

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text, head = response.read(), {name.lower(): value for name, value in response.getheaders()}
        finally:
            connection.close()
        return response.status, json.loads(text) if text[:1] == b"{" else text, head


@contextmanager
def service(program: str, folder: Path, redis: int | None, grace: float) -> Iterator[list[int]]:
    """Two servers of a program over one store, and their ports."""
    environment = {**os.environ, "FOLDER": str(folder), "ORIGIN": ORIGIN, "GRACE": str(grace), "PYTHONDONTWRITEBYTECODE": "1"}
    if redis is not None:
        environment["REDIS"] = f"redis://127.0.0.1:{redis}"
    with ExitStack() as stack:
        made = {"cwd": FOLDER, "env": environment, "text": True}
        subprocess.run([sys.executable, "init.py", "alice"], check=True, input="open sesame\n", **made)
        ports = [closed_port() for _ in range(2)]
        for port in ports:
            command = [sys.executable, *COMMANDS[program], str(port)]
            # A file, not a pipe: nothing reads what a program logs about each request.
            log = stack.enter_context((folder / f"{port}.log").open("w"))
            server = stack.enter_context(subprocess.Popen(command, stdout=log, stderr=log, **made))
            stack.callback(server.kill)
            until = time.monotonic() + 60
            while not listens(port):
                if server.poll() is not None or time.monotonic() > until:
                    server.kill()
                    pytest.fail((folder / f"{port}.log").read_text(encoding="utf-8"))
                time.sleep(0.1)
        yield ports


def listens(port: int) -> bool:
    try:
        return Client(port).me() == 401
    except ConnectionError:
        return False


def eventually(answer: Callable[[], int], wanted: int) -> None:
    until = time.monotonic() + 10
    while answer() != wanted:
        assert time.monotonic() < until
        time.sleep(0.05)


PASSWORD = {"user": "alice", "password": "open sesame"}


def is_a_service(ports: list[int], folder: Path) -> None:
    """What each program must do, with a grace period of five seconds."""
    app, other = Client(ports[0]), Client(ports[1])
    assert app.post("/login", {"user": "alice", "password": "guess"})[:2] == (400, {"error": "invalid_grant"})
    assert app.post("/login", {"user": "bob", "password": ""})[:2] == (400, {"error": "invalid_grant"})

    # An app: the body, and no cookie.
    status, first, cookie = app.post("/login", PASSWORD)
    assert (status, first["token_type"], cookie) == (200, "Bearer", None)
    assert (app.me(first["access_token"]), other.me(first["access_token"]), app.me()) == (200, 200, 401)
    status, second, cookie = other.post("/refresh", {"refresh_token": first["refresh_token"]})
    assert (status, cookie, other.me(second["access_token"])) == (200, None, 200)
    assert second["refresh_token"] != first["refresh_token"]

    # Sixteen at once, to two processes: all get the same successor, which can be used once.
    with ThreadPoolExecutor(16) as pool:
        asked = [app, other] * 8
        got = list(pool.map(lambda one: one.post("/refresh", {"refresh_token": second["refresh_token"]}), asked))
    assert {status for status, _, _ in got} == {200}
    assert {claims_of(answer["refresh_token"])["generation"] for _, answer, _ in got} == {2}

    # A used token ends the login, everywhere and for all its tokens.
    time.sleep(5.1)
    assert other.post("/refresh", {"refresh_token": second["refresh_token"]})[:2] == (400, {"error": "invalid_grant"})
    third = got[0][1]
    for client in (app, other):
        eventually(lambda client=client: client.me(third["access_token"]), 401)
        assert client.post("/refresh", {"refresh_token": third["refresh_token"]})[:2] == (400, {"error": "invalid_grant"})

    # A browser: a cookie that scripts cannot read, and no token in the body.
    status, answer, cookie = Client(ports[0], ORIGIN).post("/login", PASSWORD)
    assert status == 200 and "refresh_token" not in answer and cookie is not None
    assert re.fullmatch(r"__Host-refresh=[\w.-]+; Max-Age=\d+; Path=/; Secure; HttpOnly; SameSite=Strict", cookie)
    text = cookie.split(";")[0].partition("=")[2]
    # A page of another site, and a request that does not name its page.
    assert Client(ports[0], "https://evil.example", text).post("/refresh")[:2] == (403, {"error": "access_denied"})
    assert Client(ports[0], "https://evil.example", text).post("/logout")[:2] == (403, {"error": "access_denied"})
    assert Client(ports[0], None, text).post("/refresh")[:2] == (400, {"error": "invalid_grant"})
    status, answer, cookie = Client(ports[1], ORIGIN, text).post("/refresh")
    assert status == 200 and cookie is not None
    text = cookie.split(";")[0].partition("=")[2]
    status, _, cookie = Client(ports[0], ORIGIN, text).post("/logout")
    assert status == 200 and cookie is not None and cookie.startswith("__Host-refresh=; Max-Age=0;")
    eventually(lambda: Client(ports[1]).me(answer["access_token"]), 401)
    assert Client(ports[1], ORIGIN, text).post("/refresh")[:2] == (400, {"error": "invalid_grant"})
    assert Client(ports[1], ORIGIN, text).post("/logout")[0] == 200

    # Someone who is no longer a user.
    _, answer, _ = app.post("/login", PASSWORD)
    (folder / "users.json").write_text("{}")
    assert other.post("/refresh", {"refresh_token": answer["refresh_token"]})[:2] == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize(("program", "store"), [("with_fastapi", "redis"), ("with_flask", "folder"), ("with_django", "valkey")])
def test_a_service(program: str, store: str, tmp_path: Path) -> None:
    if store == "folder":
        with service(program, tmp_path, None, 5) as ports:
            is_a_service(ports, tmp_path)
    else:
        with Servers() as servers, service(program, tmp_path, servers.start(store).port, 5) as ports:
            is_a_service(ports, tmp_path)


def test_without_grace_one_of_many_wins(tmp_path: Path) -> None:
    with Servers() as servers, service("with_flask", tmp_path, servers.start().port, 0) as ports, ThreadPoolExecutor(16) as pool:
        for _ in range(3):
            newest = Client(ports[0]).post("/login", PASSWORD)[1]
            asked = [Client(port) for port in ports] * 8
            got = list(pool.map(lambda one, n=newest: one.post("/refresh", {"refresh_token": n["refresh_token"]}), asked))
            assert Counter(status for status, _, _ in got) == {200: 1, 400: 15}
            [winner] = [answer for status, answer, _ in got if status == 200]
            assert Client(ports[0]).post("/refresh", {"refresh_token": winner["refresh_token"]})[0] == 400


def test_a_store_that_was_emptied_lets_nobody_in(tmp_path: Path) -> None:
    with Servers() as servers:
        store = servers.start()
        with service("with_flask", tmp_path, store.port, 5) as ports:
            answer = Client(ports[0]).post("/login", PASSWORD)[1]
            assert [Client(port).me(answer["access_token"]) for port in ports] == [200, 200]  # they have read the list
            store.command("FLUSHALL")
            refused = {"refresh_token": answer["refresh_token"]}
            # The list is written back by those that had it; until then, nobody can tell what was
            # revoked.
            until = time.monotonic() + 20
            while (status := Client(ports[1]).post("/refresh", refused)[0]) == 503:
                assert time.monotonic() < until
                time.sleep(0.1)
            assert status == 400


def test_a_store_that_is_gone_is_no_reason_to_log_in(tmp_path: Path) -> None:
    with Servers() as servers:
        store = servers.start()
        with service("with_flask", tmp_path, store.port, 5) as ports:
            answer = Client(ports[0]).post("/login", PASSWORD)[1]
            store.perform("stop")
            for path, body in (("/refresh", {"refresh_token": answer["refresh_token"]}), ("/logout", {"refresh_token": answer["refresh_token"]}), ("/login", PASSWORD)):
                assert Client(ports[0]).post(path, body)[:2] == (503, {"error": "temporarily_unavailable"})


def test_the_guide_shows_what_is_run() -> None:
    page, tokens = (DOCS / "refresh-tokens.md").read_text(encoding="utf-8"), (FOLDER / "tokens.py").read_text(encoding="utf-8")
    shown = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    methods = re.findall(r"^    def (?:rotate|_is_asked_again)\(.*?(?=\n\n    def )", tokens, re.DOTALL | re.MULTILINE)
    assert shown == ["\n\n".join(methods) + "\n", (FOLDER / "with_fastapi.py").read_text(encoding="utf-8")]


def test_the_programs_are_run() -> None:
    assert {path.stem for path in FOLDER.glob("with_*.py")} == set(COMMANDS)
