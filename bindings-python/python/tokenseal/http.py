"""HTTP around tokens that a `tokenseal.ProtectedResource` does not cover: the answers to senders
of events.

A route that security events are pushed to (RFC 8935), or an identity provider's logouts (OpenID Connect Back-Channel Logout):

>>> from tokenseal import Revocations, TokenError, Verifier, http, testing
>>> issuer, revocations = testing.Issuer("https://issuer.example"), Revocations(longest_lifetime="1h")
>>> verifier = Verifier(issuer.keys, issuer="https://issuer.example", audience="my-client", profile="logout-token")
>>> def logout(body: bytes) -> http.Response:
...     try:
...         revocations.apply_events(verifier.verify(http.logout_token(body)))
...     except TokenError as error:
...         return http.logout_answer(error)
...     return http.logout_answer()
>>> logout(b"no form").status
400
"""

from ._native import http as _http

Response = _http.Response
MAX_BODY_BYTES = _http.MAX_BODY_BYTES
"""The longest body of a request that reports an event. A receiver reads at most one byte more, so
that nobody can fill its memory.
"""
event_answer = _http.event_answer
logout_answer = _http.logout_answer
logout_token = _http.logout_token

__all__ = ["MAX_BODY_BYTES", "Response", "event_answer", "logout_answer", "logout_token"]
