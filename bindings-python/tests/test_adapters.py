"""What adapters do besides the requests of tests/http: missing frameworks, concurrent checks,
overrides, WebSockets, and rewritten paths.
"""

import asyncio
import doctest
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Response, Security, WebSocket
from fastapi.testclient import TestClient
from flask import Flask, g
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.websockets import WebSocketDisconnect
from tokenseal import AccessRules, Key, ProtectedResource, Token, dpop, testing
from tokenseal._asgi import asgi_path
from tokenseal._http import encoded_path
from tokenseal.fastapi import Protect, ProtectMiddleware
from tokenseal.flask import Protect as FlaskProtect
from tokenseal.starlette import check

ISSUER = testing.Issuer("https://login.example", audience="https://api.example")
APP_KEY = Key.generate("ES256")
SETTINGS = {**os.environ, "DJANGO_SETTINGS_MODULE": "django.conf.global_settings"}
# What each adapter needs; without it, the error says what to install.
PEERS = {
    "django": ["django"],
    "drf": ["rest_framework", "django"],
    "fastapi": ["fastapi", "starlette"],
    "flask": ["flask"],
    "grpc": ["grpc"],
    "mcp": ["mcp", "starlette"],
    "starlette": ["starlette"],
}


def resource(**options: Any) -> ProtectedResource:
    return ProtectedResource(ISSUER.verifier(), **options)


@pytest.mark.parametrize(("extra", "peer"), [(extra, peer) for extra, peers in PEERS.items() for peer in peers])
def test_a_peer_that_is_not_there_is_named_with_the_command(extra: str, peer: str) -> None:
    program = f"import sys; sys.modules[{peer!r}] = None\ntry: import tokenseal.{extra}\nexcept ImportError as error: print(error)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.startswith(f"tokenseal.{extra} needs") and told.endswith(f"pip install 'tokenseal[{extra}]'\n")


def test_every_adapter_has_an_extra() -> None:
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    extras = re.search(r"^\[project.optional-dependencies\]\n(.*?)^\[", project, re.DOTALL | re.MULTILINE)
    assert extras is not None and {*re.findall(r"^([a-z]+) = ", extras[1], re.MULTILINE)} == {*PEERS, "redis"}


@pytest.mark.parametrize("module", ["", *(f".{extra}" for extra in PEERS)])
def test_what_is_not_used_is_not_loaded(module: str) -> None:
    """Importing tokenseal imports no framework, and importing an adapter imports no other."""
    program = f"import sys, tokenseal{module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = {*subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=SETTINGS).stdout.split()}
    frameworks = {peer for peers in PEERS.values() for peer in peers}
    assert loaded & frameworks <= {*PEERS.get(module[1:], [])}


@pytest.mark.parametrize("name", ["fastapi", "flask", "grpc", "mcp", "starlette"])
def test_the_examples_of_its_docstring_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"tokenseal.{name}")).failed == 0


def bound(method: str, path: str, scope: str = "orders:read") -> dict[str, str]:
    """The headers of a request with a token that is bound to a key."""
    token = ISSUER.issue({"sub": "alice", "scope": scope}, confirm=APP_KEY.public())
    return {"Authorization": f"DPoP {token}", "DPoP": dpop.prove(APP_KEY, method, f"https://api.example{path}", access_token=token)}


def test_checks_that_meet_use_up_one_proof() -> None:
    protect = Protect(ProtectedResource(ISSUER.verifier(public_origins=["https://api.example"])))
    router = APIRouter(dependencies=[Depends(protect)])

    @router.get("/orders")
    async def orders(token: Annotated[Token[Any], Security(protect, scopes=["orders:read"])]) -> str:
        return str(token["sub"])

    app = FastAPI()
    app.add_middleware(ProtectMiddleware, resource=protect.resource)
    app.include_router(router)
    client = TestClient(app)
    sent = bound("GET", "/orders")
    assert client.get("/orders", headers=sent).json() == "alice"
    assert client.get("/orders", headers=sent).headers["www-authenticate"].startswith('DPoP error="invalid_dpop_proof"')
    refused = client.get("/orders", headers=bound("GET", "/orders", "other"))
    assert refused.status_code == 403 and 'DPoP error="insufficient_scope"' in refused.headers["www-authenticate"]


def cookies() -> ProtectedResource:
    return resource(cookie="__Host-session", csrf_key=Key.generate("HS256"))


def test_a_response_of_ones_own_has_the_headers_too() -> None:
    protect = Protect(cookies())
    app = FastAPI(dependencies=[Depends(protect)])
    protect.install(app)

    @app.get("/own")
    async def own() -> Response:
        return PlainTextResponse("own")

    @app.get("/made")
    async def made() -> str:
        return "made"

    for path in ("/own", "/made"):
        answer = TestClient(app).get(path, headers=ISSUER.headers({"sub": "alice"}))
        assert answer.headers.get_list("vary") == ["Cookie"]


def test_what_is_not_installed_refuses_alike() -> None:
    app = FastAPI(dependencies=[Depends(Protect(resource(realm="api")))])
    app.add_api_route("/", lambda: "open")
    refused = TestClient(app).get("/")
    assert refused.status_code == 401 and refused.headers["www-authenticate"].startswith('Bearer realm="api"')
    assert "missing_token" in refused.json()["detail"]


def test_a_web_socket_is_refused_before_it_is_accepted() -> None:
    protect = Protect(resource())
    app = FastAPI()
    protect.install(app)

    @app.websocket("/talk")
    async def talk(socket: WebSocket, token: Annotated[Token[Any], Depends(protect)]) -> None:
        await socket.accept()
        await socket.send_text(token["sub"])
        await socket.close()

    for served in (app, gate_of(app)):
        with TestClient(served).websocket_connect("/talk", headers=ISSUER.headers({"sub": "alice"})) as socket:
            assert socket.receive_text() == "alice"
        with pytest.raises(WebSocketDisconnect) as refused, TestClient(served).websocket_connect("/talk"):
            pass
        assert getattr(refused.value, "status_code", 401) == 401


def gate_of(app: FastAPI) -> ProtectMiddleware:
    return ProtectMiddleware(app, resource=resource())


def test_a_handler_may_check_by_itself() -> None:
    own = resource(realm="api")

    async def handle(request: Request) -> PlainTextResponse:
        token = await check(own, request, scope="read")
        return PlainTextResponse(token["sub"] if token else "nobody")

    client = TestClient(Starlette(routes=[Route("/", handle)]))
    assert client.get("/", headers=ISSUER.headers({"sub": "alice", "scope": "read"})).text == "alice"
    refused = client.get("/", headers=ISSUER.headers({"sub": "alice"}))
    assert (refused.status_code, refused.json()["error"]) == (403, "insufficient_scope")


def test_routes_may_have_verifiers_of_their_own() -> None:
    other = testing.Issuer("https://other.example", audience="https://api.example")
    app = FastAPI()
    for path, own in (("/ours", ISSUER), ("/theirs", other)):
        app.add_api_route(path, lambda: "open", dependencies=[Depends(Protect(ProtectedResource(own.verifier())))])
    client = TestClient(app)
    assert [client.get(path, headers=other.headers()).status_code for path in ("/ours", "/theirs")] == [401, 200]


def test_a_test_may_override_a_resource() -> None:
    service = testing.Issuer("https://service.example")
    flask, fastapi = FlaskProtect(ProtectedResource(service.verifier())), Protect(ProtectedResource(service.verifier()))
    of_flask, of_fastapi = Flask("overridden"), FastAPI()
    of_flask.add_url_rule("/", view_func=flask()(lambda: g.token["sub"]))
    of_fastapi.add_api_route("/", lambda: "open", dependencies=[Depends(fastapi.optional)])
    sent = ISSUER.headers({"sub": "alice"})
    with testing.override(flask, resource()), testing.override(fastapi, resource()):
        assert of_flask.test_client().get("/", headers=sent).text == "alice"
        assert TestClient(of_fastapi).get("/", headers=sent).status_code == 200
    assert of_flask.test_client().get("/", headers=sent).status_code == 401
    assert TestClient(of_fastapi).get("/", headers=sent).status_code == 401


def test_an_asynchronous_view_of_flask_is_protected() -> None:
    app = Flask("asynchronous")
    protect = FlaskProtect(resource())

    @app.get("/")
    @protect()
    async def view() -> str:
        await asyncio.sleep(0)
        return str(g.token["sub"])

    assert app.test_client().get("/", headers=ISSUER.headers({"sub": "alice"})).text == "alice"
    assert app.test_client().get("/").status_code == 401


def test_the_path_is_the_one_that_the_router_reads() -> None:
    cases = [
        ("/orders/7", b"/orders/7", "/orders/7"),
        ("/orders/7", b"/orders/7?x=1", "/orders/7"),
        ("/orders/7/8", b"/orders/7%2F8", "/orders/7%2F8"),
        ("/a b/\u00e9", b"/a%20b/%C3%A9", "/a%20b/%C3%A9"),
        ("/\ufffd", b"/%FF", "/%FF"),
        # A middleware has changed the path: the raw one is not what the router reads.
        ("/public", b"/orders/7", "/public"),
        ("/app/orders%2F7", b"/orders/7", "/app/orders%252F7"),
        # A server without it.
        ("/100%", None, "/100%25"),
        ("/a?b#c\u00e9", None, "/a%3Fb%23c%C3%A9"),
        ("/x\ud800", None, "/x%ED%A0%80"),
    ]
    for path, raw, expected in cases:
        assert asgi_path({"path": path, "raw_path": raw}) == expected
    assert encoded_path("/a/../b\\c\0") == "/a/../b%5Cc%00"


def test_rules_see_what_a_middleware_made_of_a_path() -> None:
    rules = AccessRules.from_json('{"rules": [{"name": "public", "methods": ["GET"], "path": "/public", "public": true}]}')
    reached: list[str] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        await PlainTextResponse("reached")(scope, receive, send)

    protected = ProtectMiddleware(inner, resource=resource(rules=rules))

    async def rewriting(scope: Any, receive: Any, send: Any) -> None:
        # Like a middleware that strips a prefix, and leaves the raw path as it was.
        await protected({**scope, "path": scope["path"].removeprefix("/public/..")}, receive, send)

    assert TestClient(rewriting).get("/public").text == "reached"
    assert TestClient(rewriting).get("/secret").status_code == 403
    assert reached == ["/public"]


DJANGO = """
import django
from django.conf import settings
from django.http import HttpResponse
from tokenseal import AccessRules, ProtectedResource, testing

issuer = testing.Issuer("https://login.example", audience="https://api.example")
rules = AccessRules.from_json('{"rules": [{"methods": ["POST"], "path": "/open", "public": true}, {"methods": ["POST"], "path": "/closed", "require": {}}]}')
csrf = ["django.middleware.csrf.CsrfViewMiddleware"] if CSRF else []
settings.configure(ROOT_URLCONF=__name__, MIDDLEWARE=csrf, ALLOWED_HOSTS=["*"], TOKENSEAL=ProtectedResource(issuer.verifier(), rules=rules))
django.setup()
from django.test import Client
from django.urls import path
from tokenseal.django import protect

view = protect()(lambda request: HttpResponse("done"))
urlpatterns = [path("open", view), path("closed", view)]
client = Client(enforce_csrf_checks=True)
token = {"Authorization": f"Bearer {issuer.issue({'sub': 'alice'})}"}
pages = [client.post("/open"), client.post("/open", headers=token), client.post("/closed"), client.post("/closed", headers=token)]
client.cookies["csrftoken"] = "a" * 32
pages.append(client.post("/open", headers={"X-CSRFToken": "a" * 32}))
print([page.status_code for page in pages])
"""


@pytest.mark.parametrize(("csrf", "forged"), [(True, 403), (False, 200)])
def test_django_asks_for_its_own_csrf_token_where_no_other_came(csrf: bool, forged: int) -> None:
    told = subprocess.run([sys.executable, "-c", f"CSRF = {csrf}\n{DJANGO}"], capture_output=True, text=True, check=False)
    assert told.stdout == f"[{forged}, 200, 401, 200, 200]\n", told.stderr
