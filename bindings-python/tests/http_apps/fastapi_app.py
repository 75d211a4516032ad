"""FastAPI: Starlette's middleware in front of all routes, or a dependency in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Request, Response, Security
from http_services import ROUTES, options_of, resource_of, saw
from tokenseal import Token
from tokenseal.fastapi import Protect, ProtectMiddleware

from .starlette_app import path_of


def gate(service: str) -> FastAPI:
    app = FastAPI()
    app.add_middleware(ProtectMiddleware, resource=resource_of(service))
    for route in ROUTES:
        app.add_api_route(path_of(route["path"]), plain(route["name"]), methods=route["methods"])
    return app


def plain(name: str) -> Callable[..., Any]:
    def handle(request: Request) -> Response:
        return Response(headers=saw(name, request.state.token))

    return handle


def routes(service: str) -> FastAPI:
    protect = Protect(resource_of(service))
    app = FastAPI()
    protect.install(app)
    for route in ROUTES:
        own = options_of(route, service)
        handle = protected(route["name"], protect.optional if "optional" in own else protect, own.get("scope", []))
        app.add_api_route(path_of(route["path"]), handle, methods=route["methods"])
    return app


def protected(name: str, protect: Protect, scopes: list[str]) -> Callable[..., Any]:
    async def handle(token: Any, response: Response) -> dict[str, str]:
        response.headers.update(saw(name, token))
        return {}

    # The annotations of a nested function cannot be resolved.
    handle.__annotations__ = {"token": Annotated[Token | None, Security(protect, scopes=scopes)], "response": Response}
    return handle
