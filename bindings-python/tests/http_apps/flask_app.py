"""Flask: in front of all routes, or a decorator on each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g
from http_services import ROUTES, options_of, resource_of, saw
from tokenseal.flask import Protect


def application() -> Flask:
    # No test here asks for static files.
    return Flask("http_apps", static_folder=None)


def path_of(path: str) -> str:
    return path.replace("{*rest}", "<path:rest>").replace("{", "<").replace("}", ">")


def handler(name: str) -> Callable[..., Any]:
    def handle(**_: str) -> Response:
        return Response(headers=saw(name, g.token))

    return handle


def gate(service: str) -> Flask:
    app = application()
    Protect(resource_of(service), app)
    for route in ROUTES:
        add(app, route, handler(route["name"]))
    return app


def routes(service: str) -> Flask:
    app = application()
    protect = Protect(resource_of(service))
    protect.publish(app)
    for route in ROUTES:
        add(app, route, protect(**options_of(route, service))(handler(route["name"])))
    return app


def add(app: Flask, route: dict[str, Any], view: Callable[..., Any]) -> None:
    app.add_url_rule(path_of(route["path"]), route["name"], view, methods=route["methods"], provide_automatic_options=False)
