"""Starlette and other ASGI frameworks: a middleware that checks each request before routing.

>>> from starlette.applications import Starlette
>>> from tokenseal import ProtectedResource, testing
>>> from tokenseal.starlette import ProtectMiddleware
>>> issuer = testing.Issuer("https://login.example", audience="https://api.example")
>>> app = Starlette()
>>> app.add_middleware(ProtectMiddleware, resource=ProtectedResource(issuer.verifier()))

A handler finds the token, or None, as `request.state.token`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._asgi import asgi_answer, asgi_path
from ._http import call_options, missing

try:
    from starlette.datastructures import Headers
    from starlette.exceptions import HTTPException
    from starlette.requests import HTTPConnection
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ._starlette_events import events_route, logout_route
except ImportError as error:
    raise missing("starlette", error) from error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from ._native import Answer, ProtectedResource, Token

__all__ = ["ProtectMiddleware", "Refused", "check", "events_route", "logout_route", "metadata"]


class Refused(HTTPException):
    """The refusal of a request, with the answer to give: status, headers and body.

    Args:
        answer: the resource's answer.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status, answer.body, Headers(raw=raw_headers(answer)))
        self.answer = answer


class ProtectMiddleware:
    """An ASGI middleware in front of all routes, or of one: `Route(…, middleware=[Middleware(ProtectMiddleware, resource=…, scope=["read"])])`.

    It also publishes the metadata of the resource. A refused request never reaches the application;
    a WebSocket is refused before it is accepted.

    Args:
        app: the application that it protects.
        resource: what checks the requests.
        scope: scopes that a token needs in addition to what the rules require: all of them.
        optional: whether a request without a token passes, with None as its token.
    """

    def __init__(self, app: ASGIApp, *, resource: ProtectedResource, scope: Iterable[str] | str | None = None, optional: bool = False) -> None:
        self.app, self.resource = app, resource
        self._call = call_options(scope, optional)
        self._metadata_path = resource.metadata_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        if self._metadata_path is not None and is_for_metadata(scope, self._metadata_path):
            return await metadata(self.resource)(scope, receive, send)
        answer = await asgi_answer(self.resource, scope, self._call)
        if not answer.allowed:
            return await respond(answer)(scope, receive, send)
        scope.setdefault("state", {})["token"] = answer.token
        self.admit(scope, answer)
        await self.app(scope, receive, with_headers(send, raw_headers(answer)) if answer.headers else send)

    def admit(self, scope: Scope, answer: Answer) -> None:
        """What else a framework should know about the caller. For Starlette, nothing."""


async def check(
    resource: ProtectedResource, connection: HTTPConnection, *, scope: Iterable[str] | str | None = None, optional: bool = False
) -> Token[Any] | None:
    """Checks a request in its handler.

    Args:
        resource: what checks it.
        connection: the request, or the WebSocket before it is accepted.
        scope: scopes that its token needs in addition to what the rules require: all of them.
        optional: whether a request without a token passes.

    Returns:
        The token; None if there is none, and the request may pass without.

    Raises:
        Refused: it is refused. Starlette answers as the resource says.
    """
    answer = await asgi_answer(resource, connection.scope, call_options(scope, optional))
    if not answer.allowed:
        raise Refused(answer)
    token = connection.scope.setdefault("state", {})["token"] = answer.token
    return token


def metadata(resource: ProtectedResource) -> Response:
    """The metadata of a resource (RFC 9728): what an application without the middleware answers at `resource.metadata_path`.

    Args:
        resource: the resource.
    """
    return Response(resource.metadata(), media_type="application/json")


def respond(answer: Answer) -> Response:
    response = Response(answer.body, answer.status)
    response.raw_headers = [(b"content-length", str(len(response.body)).encode()), *raw_headers(answer)]
    return response


def is_for_metadata(scope: Scope, path: str) -> bool:
    return scope.get("method") in ("GET", "HEAD") and asgi_path(scope) == path


def raw_headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]


def with_headers(send: Send, headers: Sequence[tuple[bytes, bytes]]) -> Send:
    """Sends an answer with further headers: a nonce, and instructions for caches."""

    def sending(message: Message) -> Awaitable[None]:
        if headers and message["type"] in ("http.response.start", "websocket.accept"):
            message["headers"] = [*message.get("headers", ()), *headers]
        return send(message)

    return sending
