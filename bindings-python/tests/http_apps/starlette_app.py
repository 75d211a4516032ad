"""Starlette: a middleware in front of all routes, or of each route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from http_services import ROUTES, options_of, resource_of, saw
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tokenseal.starlette import ProtectMiddleware, metadata


def handler(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        return Response(headers=saw(name, request.state.token))

    return handle


def path_of(path: str) -> str:
    return path.replace("{*rest}", "{rest:path}")


def gate(service: str) -> Starlette:
    routes = [Route(path_of(route["path"]), handler(route["name"]), methods=route["methods"]) for route in ROUTES]
    return Starlette(routes=routes, middleware=[Middleware(ProtectMiddleware, resource=resource_of(service))])


def routes(service: str) -> Starlette:
    resource = resource_of(service)

    async def published(_: Request) -> Response:
        return metadata(resource)

    app = Starlette(routes=[Route(resource.metadata_path or "", published)])
    for route in ROUTES:
        checked = Middleware(ProtectMiddleware, resource=resource, **options_of(route, service))
        app.routes.append(Route(path_of(route["path"]), handler(route["name"]), methods=route["methods"], middleware=[checked]))
    return app
