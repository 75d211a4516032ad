"""The Starlette routes that receive events, which `tokenseal.starlette` and `tokenseal.fastapi`
export.
"""

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
    """A route for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout
    1.0): tokens of sessions that have ended are refused from then on.

    It answers 200, or 400 if the logout token is invalid or could not be applied.

    Args:
        path: where the provider posts its logout tokens.
        verifier: what checks them: a Verifier with the profile 'logout-token', the provider's issuer
            and your audience, but without the list.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.

    Returns:
        The route: one of `Starlette(routes=[…])`, or for `app.router.routes.append` of FastAPI.
    """
    return route(path, Logouts(verifier, revocations, options))


def events_route(path: str, verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Route:
    """A route for pushed security events (RFC 8935): tokens of sessions that they end are refused from
    then on.

    It answers 202; 400 with the reason if the event is invalid; and 500 or 503 if it could not be
    applied, after which transmitters try again.

    Args:
        path: where the transmitter pushes events.
        verifier: what checks them: a Verifier with the profile 'security-event', the transmitter's
            issuer and your audience, but without the list.
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
