"""The views of Flask that are told of events: `tokenseal.flask` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request

from ._events import MOST_TO_READ, Events, Logouts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._events import Receiver
    from ._native import Revocations, Verifier
    from .types import EventOptions

    from typing_extensions import Unpack


def logout_view(verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Callable[[], Response]:
    """A view for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout 1.0): what is over is refused from then on.

    It answers 200, or 400 where the logout token is no good or could not be applied.

    Args:
        verifier: what checks logout tokens: of the profile 'logout-token', with the provider's issuer, your audience, and without the list.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.

    Returns:
        The view, for `app.post("/logout")(logout_view(…))`.
    """
    return view(Logouts(verifier, revocations, options), "logout")


def events_view(verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Callable[[], Response]:
    """A view for security events that are pushed (RFC 8935): what they say is over is refused from then on.

    It answers 202; 400 with the reason where the event is no good; 500 and 503 where it could not be applied, after which transmitters try again.

    Args:
        verifier: what checks events: of the profile 'security-event', with the transmitter's issuer, your audience, and without the list.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.

    Returns:
        The view, for `app.post("/events")(events_view(…))`.
    """
    return view(Events(verifier, revocations, options), "security_events")


def view(receiver: Receiver, name: str) -> Callable[[], Response]:
    def receive() -> Response:
        length = request.content_length
        # What something else has read of it is kept by `get_data`, which reads all.
        is_short = length is not None and length < MOST_TO_READ
        answer = receiver.answer(request.get_data() if is_short else request.stream.read(MOST_TO_READ))
        response = Response(answer.body, answer.status)
        del response.headers["Content-Type"]  # that of an empty body, too
        response.headers.extend(answer.headers)
        return response

    receive.__name__ = name  # by which Flask knows the route
    return receive
