"""FastAPI: a dependency that returns the token, and adds its requirements to the OpenAPI
description.

>>> from typing import Annotated
>>> from fastapi import FastAPI, Security
>>> from tokenseal import ProtectedResource, Token, testing
>>> from tokenseal.fastapi import Protect
>>> issuer = testing.Issuer("https://login.example", audience="https://api.example")
>>> protect = Protect(ProtectedResource(issuer.verifier()))
>>> app = FastAPI()
>>> protect.install(app)
>>> @app.get("/orders/{id}")
... async def order(id: int, token: Annotated[Token, Security(protect, scopes=["orders:read"])]) -> str:
...     return f"an order of {token['sub']}"
"""

from typing import TYPE_CHECKING, Any, cast

from ._asgi import asgi_answer
from ._http import call_options, missing

try:
    from fastapi import FastAPI, Request, Response
    from fastapi.openapi.models import HTTPBearer
    from fastapi.security import SecurityScopes
    from fastapi.security.base import SecurityBase
    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Receive, Scope, Send

    from .starlette import ProtectMiddleware, Refused, events_route, logout_route, metadata, raw_headers, respond, with_headers
except ImportError as error:
    raise missing("fastapi", error) from error

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from ._native import ProtectedResource, Token

__all__ = ["Protect", "ProtectMiddleware", "Refused", "events_route", "logout_route"]


class Protect(SecurityBase):
    """A dependency: the token of a request, which is refused without a valid one.

    `Security(protect, scopes=["orders:read"])` requires scopes in addition to what the resource's
    rules require; `Depends(protect)` requires none. For verifiers that differ from route to route,
    make several of these.

    Args:
        resource: what checks the requests.
        optional: whether a request without a token passes, with None as its token.
        name: what the OpenAPI description calls it.
    """

    def __init__(self, resource: "ProtectedResource", *, optional: bool = False, name: str = "token") -> None:
        self.resource, self._parent = resource, self
        self.model = HTTPBearer(bearerFormat="JWT")
        self.scheme_name = name
        self._is_optional = optional

    async def __call__(self, connection: HTTPConnection, scopes: SecurityScopes, response: Response) -> "Token[Any] | None":
        asked = connection.scope
        is_first = "tokenseal" not in asked
        answer = await asgi_answer(self._parent.resource, asked, call_options(scopes.scope_str or None, self._is_optional))
        if not answer.allowed:
            raise Refused(answer)
        if is_first and answer.headers:
            # A response that a handler makes itself gets only what the middleware adds.
            carried: list[tuple[bytes, bytes]] = asked.get("tokenseal.headers", response.raw_headers)
            carried += raw_headers(answer)
        token = asked.setdefault("state", {})["token"] = answer.token
        return token

    @property
    def optional(self) -> "Protect":
        """The same for a route that requests without a token may use: `Annotated[Token | None, Depends(protect.optional)]`."""
        one = Protect(self.resource, optional=True, name=self.scheme_name)
        one._parent = self  # which a test may give another resource
        return one

    def install(self, app: FastAPI) -> None:
        """Makes an application answer refused requests as the resource says, and publish the resource's
        metadata.

        Without this, FastAPI puts the body of a refusal into `detail`.

        Args:
            app: the application.
        """
        app.add_exception_handler(Refused, _refuse)
        app.add_middleware(_Headers)
        if (path := self.resource.metadata_path) is not None:
            app.add_route(path, self._metadata, methods=["GET"], include_in_schema=False)

    async def _metadata(self, _: Request) -> Response:
        return metadata(self.resource)


async def _refuse(_: object, error: Exception) -> Response:
    return respond(cast(Refused, error).answer)


class _Headers:
    """Adds the headers from the request's check to each answer: a nonce, and instructions for caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> "Awaitable[None]":
        if scope["type"] == "http":
            send = with_headers(send, scope.setdefault("tokenseal.headers", []))
        return self.app(scope, receive, send)
