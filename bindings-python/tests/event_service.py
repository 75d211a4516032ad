"""A service that receives logouts and events: `python event_service.py SERVER FRAMEWORK …` prints
its port, and ends with its standard input.
"""

from __future__ import annotations

import socket
import sys
import threading
from typing import Any

import redis
from http_server import SERVERS
from http_services import FILE, closed_port
from tokenseal import Key, ProtectedResource, Revocations, Verifier

ISSUER, AUDIENCE = "https://login.example", "my-client"
FORM, SECEVENT = "application/x-www-form-urlencoded", "application/secevent+jwt"
KEYS: dict[str, Any] = {"provider": FILE["keys"]["issuer"]}

key = Key.from_jwk(KEYS["provider"]).public()
revocations = Revocations(longest_lifetime="1h")
resource = ProtectedResource(Verifier(key, issuer=ISSUER, audience="api", revocations=revocations))
logouts = Verifier(key, issuer=ISSUER, audience=AUDIENCE, profile="logout-token")
events = Verifier(key, issuer=ISSUER, audience=AUDIENCE, profile="security-event")


down = Revocations.redis(redis.Redis(port=closed_port()), namespace="down", timeout="1s")
"""A list in an unreachable store."""


def starlette() -> Any:
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route
    from tokenseal.starlette import ProtectMiddleware, events_route, logout_route

    async def me(request: Request) -> PlainTextResponse:
        return PlainTextResponse('"me"')

    routes: list[Any] = [Route("/me", me, middleware=[Middleware(ProtectMiddleware, resource=resource)])]
    routes += [logout_route("/logout", logouts, revocations), events_route("/events", events, revocations)]
    routes += [logout_route("/down/logout", logouts, down), events_route("/down/events", events, down)]
    return Starlette(routes=routes)


def fastapi() -> Any:
    from typing import Annotated

    from fastapi import Depends, FastAPI
    from tokenseal import Token
    from tokenseal.fastapi import Protect, events_route, logout_route

    app = FastAPI()
    protect = Protect(resource)
    protect.install(app)

    async def me(token: Annotated[Token, Depends(protect)]) -> str:
        return "me"

    me.__annotations__["token"] = Annotated[Token, Depends(protect)]  # which is otherwise text, with names that only this function has
    app.add_api_route("/me", me)
    app.router.routes += [logout_route("/logout", logouts, revocations), events_route("/events", events, revocations)]
    app.router.routes += [logout_route("/down/logout", logouts, down), events_route("/down/events", events, down)]
    return app


def flask() -> Any:
    from flask import Flask
    from tokenseal.flask import Protect, events_view, logout_view

    app = Flask("events")
    app.get("/me")(Protect(resource)()(lambda: '"me"'))
    app.post("/logout")(logout_view(logouts, revocations))
    app.post("/events")(events_view(events, revocations))
    app.post("/down/logout", endpoint="down_logout")(logout_view(logouts, down))
    app.post("/down/events", endpoint="down_events")(events_view(events, down))
    return app


def django(*, is_asgi: bool = False) -> Any:
    import django
    from django.conf import settings
    from django.core.asgi import get_asgi_application
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    csrf = ["django.middleware.csrf.CsrfViewMiddleware"]
    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, TOKENSEAL=resource, MIDDLEWARE=csrf)
    django.setup()
    from tokenseal.django import events_view, logout_view, protect

    globals()["urlpatterns"] = [
        path("me", protect()(lambda request: HttpResponse('"me"'))),
        path("logout", logout_view(logouts, revocations)),
        path("events", events_view(events, revocations)),
        path("down/logout", logout_view(logouts, down)),
        path("down/events", events_view(events, down)),
    ]
    return get_asgi_application() if is_asgi else get_wsgi_application()


def serve_gunicorn(app: Any, listener: socket.socket) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):
        def load_config(self) -> None:
            settings = {"bind": f"fd://{listener.fileno()}", "threads": 2, "loglevel": "critical", "control_socket_disable": True}
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return app

    Application().run()


def main(server: str, framework: str, name: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    app = django(is_asgi=True) if name == "django-asgi" else globals()[framework]()
    print(listener.getsockname()[1], flush=True)
    if server == "gunicorn":  # needs the main thread; a signal ends it
        serve_gunicorn(app, listener)
        return
    threading.Thread(target=SERVERS[server], args=(app, listener), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
