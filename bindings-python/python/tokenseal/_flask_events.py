"""The Flask views that receive events, which `tokenseal.flask` exports."""

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
    """A view for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout
    1.0): tokens of sessions that have ended are refused from then on.

    It answers 200, or 400 if the logout token is invalid or could not be applied.

    Args:
        verifier: what checks logout tokens: a Verifier with the profile 'logout-token', the provider's
            issuer and your audience, but without the list.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.

    Returns:
        The view, for `app.post("/logout")(logout_view(…))`.
    """
    return view(Logouts(verifier, revocations, options), "logout")


def events_view(verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Callable[[], Response]:
    """A view for pushed security events (RFC 8935): tokens of sessions that they end are refused from
    then on.

    It answers 202; 400 with the reason if the event is invalid; and 500 or 503 if it could not be
    applied, after which transmitters try again.

    Args:
        verifier: what checks events: a Verifier with the profile 'security-event', the transmitter's
            issuer and your audience, but without the list.
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
