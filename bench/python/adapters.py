"""Web frameworks: a protected route compared with the bare one and with what users write today,
each in its own application, called as its server calls it.
"""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import flask
import jwt
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path
from fastapi import Depends, FastAPI, HTTPException, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from flask_jwt_extended import JWTManager, get_jwt, jwt_required
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from tokenseal import Issuer, Key, ProtectedResource, Verifier
from tokenseal.django import protect
from tokenseal.fastapi import Protect, ProtectMiddleware
from tokenseal.flask import Protect as FlaskProtect

from calling import Application, Asgi, Wsgi
from rounds import row

BARE = "the bare route"
GOAL = {"text": f"at most 15 µs more than {BARE}", "at_most_times": 1, "plus": 15_000, "against": BARE}
SECRET = b"0123456789abcdef0123456789ABCDEF"
ROUNDS, ROUND_NS = 41, 15_000_000


def rows(claims: dict[str, Any]) -> Iterator[dict[str, Any]]:
    key = Key.from_secret(SECRET, "HS256")
    names = {"issuer": claims["iss"], "audience": claims["aud"]}
    bearer = f"Bearer {Issuer(key).issue(claims | {'scope': 'orders:read'})}"
    resource = ProtectedResource(Verifier(key, **names))
    asgi, wsgi = Asgi(bearer), Wsgi(bearer)

    async def nothing(connection: HTTPConnection, asked: SecurityScopes, response: Response) -> None:
        """What Protect gets, and no more: what FastAPI itself takes."""

    async def decoding(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())], asked: SecurityScopes) -> dict[str, Any]:
        token = jwt.decode(credentials.credentials, SECRET, ["HS256"], **names)
        if not set(asked.scopes) <= set(token["scope"].split()):
            raise HTTPException(403)
        return token

    yield row_of("Starlette, middleware", asgi, starlette(resource), starlette(None))
    yield row_of("FastAPI, middleware", asgi, fastapi(None, resource), fastapi(None))
    own = Protect(resource)
    for title, made in (("dependency", Depends), ("dependency with scopes", partial(Security, scopes=["orders:read"]))):
        others = [("a dependency that does nothing", fastapi(made(nothing))), ("HTTPBearer, PyJWT", fastapi(made(decoding)))]
        yield row_of(f"FastAPI, {title}", asgi, fastapi(made(own), install=own), fastapi(None), *others)
    of_flask = FlaskProtect(resource)
    yield row_of("Flask, decorator", wsgi, flask_app(of_flask()), flask_app(None), ("flask-jwt-extended", flask_jwt_extended(names)))
    yield row_of("Flask, decorator with scopes", wsgi, flask_app(of_flask(scope=["orders:read"])), flask_app(None))
    yield row_of("Django, decorator", wsgi, *django(resource))


def row_of(path: str, caller: Asgi | Wsgi, ours: Application, bare: Application, *others: tuple[str, Application]) -> dict[str, Any]:
    named = [("tokenseal", ours), (BARE, bare), *others]
    return row(f"{path}: a request", [caller.contender(name, app) for name, app in named], [GOAL], ROUND_NS, ROUNDS)


def starlette(resource: ProtectedResource | None) -> Application:
    async def orders(request: Request) -> PlainTextResponse:
        return PlainTextResponse("anna")

    around = [Middleware(ProtectMiddleware, resource=resource)] if resource else []
    return Starlette(routes=[Route("/orders", orders)], middleware=around)


def fastapi(dependency: Any, resource: ProtectedResource | None = None, install: Protect | None = None) -> Application:
    app = FastAPI()

    async def bare() -> str:
        return "anna"

    async def protected(token: Any = dependency) -> str:
        return "anna"

    app.get("/orders")(protected if dependency else bare)
    if install:
        install.install(app)
    if resource:
        app.add_middleware(ProtectMiddleware, resource=resource)
    return app


def flask_app(decorator: Any) -> Application:
    app = flask.Flask("orders")

    def orders() -> str:
        return "anna"

    app.get("/orders")(decorator(orders) if decorator else orders)
    return app


def flask_jwt_extended(names: dict[str, Any]) -> Application:
    app = flask.Flask("orders")
    app.config |= {
        "JWT_SECRET_KEY": SECRET.decode(), "JWT_DECODE_AUDIENCE": names["audience"], "JWT_DECODE_ISSUER": names["issuer"], "JWT_TOKEN_LOCATION": ["headers"],
    }  # fmt: skip
    JWTManager(app)

    @app.get("/orders")
    @jwt_required()
    def orders() -> str:
        return "anna" if get_jwt() else ""

    return app


def django(resource: ProtectedResource) -> tuple[Application, Application]:
    """One process has one set of settings, so that both views are routes of one project."""

    def orders(request: HttpRequest) -> HttpResponse:
        return HttpResponse("anna")

    import django

    class Choosing:
        def __init__(self, patterns: tuple[Any, ...]) -> None:
            self.patterns, self.app = patterns, WSGIHandler()

        def __call__(self, environ: dict[str, Any], start: Any) -> Any:
            settings.ROOT_URLCONF = self.patterns
            return self.app(environ, start)

    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=(), TOKENSEAL=resource, MIDDLEWARE=[])
    django.setup()
    return Choosing((path("orders", protect()(orders)),)), Choosing((path("orders", orders),))


if __name__ == "__main__":
    import json
    from pathlib import Path

    for one in rows(json.loads((Path(__file__).parents[1] / "claims.json").read_text(encoding="utf-8"))):
        values = {entry["name"]: entry["value"] / 1000 for entry in one["contenders"]}
        more = {name: f"{value - values[BARE]:+.1f}" for name, value in values.items() if name != BARE}
        print(f"{one['path']:45} bare {values[BARE]:6.1f} µs", *(f"{name} {text}" for name, text in more.items()), sep="   ")
