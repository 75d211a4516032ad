"""The routes of Starlette that are told of events: `tokenseal.starlette` has them, and `tokenseal.fastapi`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ._events import MOST_TO_READ, Events, Logouts

if TYPE_CHECKING:
    from ._events import Receiver
    from ._native import Revocations, Verifier
    from .types import EventOptions

    from typing_extensions import Unpack


def logout_route(path: str, verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Route:
    """A route for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout 1.0): what is over is refused from then on.

    It answers 200, or 400 where the logout token is no good or could not be applied.

    Args:
        path: where the provider posts its logout tokens.
        verifier: what checks them: of the profile 'logout-token', with the provider's issuer, your audience, and without the list.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.

    Returns:
        The route: one of `Starlette(routes=[…])`, or for `app.router.routes.append` of FastAPI.
    """
    return route(path, Logouts(verifier, revocations, options))


def events_route(path: str, verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Route:
    """A route for security events that are pushed (RFC 8935): what they say is over is refused from then on.

    It answers 202; 400 with the reason where the event is no good; 500 and 503 where it could not be applied, after which transmitters try again.

    Args:
        path: where the transmitter pushes events.
        verifier: what checks them: of the profile 'security-event', with the transmitter's issuer, your audience, and without the list.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.

    Returns:
        The route: one of `Starlette(routes=[…])`, or for `app.router.routes.append` of FastAPI.
    """
    return route(path, Events(verifier, revocations, options))


def route(path: str, receiver: Receiver) -> Route:
    async def receive(request: Request) -> Response:
        answer = await receiver.answer_async(await body_of(request))
        return Response(answer.body, answer.status, dict(answer.headers))

    return Route(path, receive, methods=["POST"], include_in_schema=False)


async def body_of(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) >= MOST_TO_READ:
            break
    return bytes(body[:MOST_TO_READ])
