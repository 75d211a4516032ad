"""Uses of the adapters with their frameworks that type checkers accept."""

from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any

import grpc
import grpc.aio
from fastapi import Depends, FastAPI, Security
from flask import Flask
from mcp.server.auth.provider import TokenVerifier as Expected
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from tokenseal import ProtectedResource, Revocations, Token, Verifier, testing
from tokenseal.fastapi import Protect
from tokenseal.flask import Protect as FlaskProtect, events_view, logout_view
from tokenseal.grpc import AsyncProtectInterceptor, ProtectInterceptor, token as token_of_call
from tokenseal.mcp import TokenVerifier
from tokenseal.starlette import ProtectMiddleware, check, events_route, logout_route


def services(resource: ProtectedResource, verifier: Verifier[Any]) -> None:
    app = FastAPI()
    protect = Protect(resource)
    protect.install(app)

    @app.get("/orders/{order}")
    async def order(order: str, token: Annotated[Token[Any], Security(protect, scopes=["orders:read"])]) -> str:
        return f"{order} of {token['sub']}"

    @app.get("/")
    async def front(token: Annotated[Token[Any] | None, Depends(protect.optional)]) -> bool:
        return token is not None

    Starlette(middleware=[Middleware(ProtectMiddleware, resource=resource, scope=["orders:read"])])

    flask = FlaskProtect(resource, Flask("orders"))

    @flask(scope="orders:read")
    def view(number: int) -> str:
        return str(number)

    view(1)
    with testing.override(protect, resource):
        pass
    expected: Expected = TokenVerifier(verifier, resource="https://mcp.example/mcp")
    assert expected


async def handler(request: Request, resource: ProtectedResource) -> str:
    token = await check(resource, request, scope=["orders:read"])
    return str(token["sub"]) if token else "nobody"


def receivers(verifier: Verifier[Any], revocations: Revocations, resource: ProtectedResource) -> None:
    app, web = FastAPI(), Flask("orders")
    app.router.routes += [logout_route("/logout", verifier, revocations), events_route("/events", verifier, revocations, by="provider")]
    web.post("/logout")(logout_view(verifier, revocations))
    web.post("/events")(events_view(verifier, revocations, subject_issuers=["https://other.example"]))
    grpc.server(ThreadPoolExecutor(), interceptors=[ProtectInterceptor(resource, scope="orders:read")])
    grpc.aio.server(interceptors=[AsyncProtectInterceptor(resource, optional=True)])
    called: Token[Any] | None = token_of_call()
    assert called
