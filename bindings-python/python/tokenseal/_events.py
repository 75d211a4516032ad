"""What routes that receive events share: a token is taken from a body, checked, and applied to a
list of revocations. The core decides the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import http
from .errors import TokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ._native import Revocations, Verifier

MOST_TO_READ = http.MAX_BODY_BYTES + 1
"""How much of a body a route reads: enough to see that a body is too long."""


class Receiver:
    """A receiver of events.

    Args:
        verifier: what checks them.
        revocations: the list that they are applied to.
        options: those of `Revocations.apply_events`.
    """

    take: Callable[[bytes], bytes | str]
    respond: Callable[..., http.Response]

    def __init__(self, verifier: Verifier[Any], revocations: Revocations, options: Mapping[str, Any]) -> None:
        self.verifier, self.revocations, self.options = verifier, revocations, dict(options)

    def answer(self, body: bytes) -> http.Response:
        try:
            self.revocations.apply_events(self.verifier.verify(self.take(body)), **self.options)
        except TokenError as error:
            return self.respond(error)
        return self.respond()

    async def answer_async(self, body: bytes) -> http.Response:
        try:
            token = await self.verifier.verify_async(self.take(body))
            await self.revocations.apply_events_async(token, **self.options)
        except TokenError as error:
            return self.respond(error)
        return self.respond()


class Logouts(Receiver):
    """Of OpenID Connect's back-channel logouts: forms with a logout token."""

    take = staticmethod(http.logout_token)
    respond = staticmethod(http.logout_answer)


class Events(Receiver):
    """Of security events that are pushed (RFC 8935): the body is the token."""

    take = staticmethod(bytes)
    respond = staticmethod(http.event_answer)
