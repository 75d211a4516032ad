"""The Django views that receive events, which `tokenseal.django` exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ._events import MOST_TO_READ, Events, Logouts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._events import Receiver
    from ._native import Revocations, Verifier
    from .types import EventOptions

    from typing_extensions import Unpack


def logout_view(verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Callable[[HttpRequest], HttpResponse]:
    """A view for the back-channel logouts of an identity provider (OpenID Connect Back-Channel Logout
    1.0): tokens of sessions that have ended are refused from then on.

    It answers 200, or 400 if the logout token is invalid or could not be applied.

    Args:
        verifier: what checks logout tokens: a Verifier with the profile 'logout-token', the provider's
            issuer and your audience, but without the list.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.

    Returns:
        The view, for `path("logout", logout_view(…))`.
    """
    return view(Logouts(verifier, revocations, options))


def events_view(verifier: Verifier[Any], revocations: Revocations, **options: Unpack[EventOptions]) -> Callable[[HttpRequest], HttpResponse]:
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
        The view, for `path("events", events_view(…))`.
    """
    return view(Events(verifier, revocations, options))


def view(receiver: Receiver) -> Callable[[HttpRequest], HttpResponse]:
    # A provider sends no cookie: it authenticates with the token.
    @csrf_exempt
    @require_POST
    def receive(request: HttpRequest) -> HttpResponse:
        answer = receiver.answer(request.read(MOST_TO_READ))
        response = HttpResponse(answer.body, status=answer.status)
        del response["Content-Type"]  # that of an empty body, too
        for name, value in answer.headers:
            response[name] = value
        return response

    return receive
