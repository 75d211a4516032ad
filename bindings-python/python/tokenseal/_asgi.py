"""What adapters for ASGI frameworks share: the path of a request, its certificate, and its check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ._drivers.loops import answer_request
from ._http import encoded_path
from ._native import Answer

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from ._native import ProtectedResource

    Scope = MutableMapping[str, Any]


def asgi_path(scope: Scope) -> str:
    """The path as it came, if the router reads the same one; if something in between has changed it,
    what the router reads.
    """
    path: str = scope["path"]
    raw: bytes | None = scope.get("raw_path")
    if raw is not None:
        text = raw.decode("latin-1").partition("?")[0]
        if text == path or unquote(text) == path:
            return text
    return encoded_path(path)


def asgi_certificate(scope: Scope) -> str | None:
    """The certificate whose possession the client has proven, if the server passes it on (the TLS
    extension of ASGI).
    """
    extensions = scope.get("extensions")
    chain = extensions.get("tls", {}).get("client_cert_chain") if extensions else None
    return next(iter(chain), None) if chain else None


async def asgi_answer(resource: ProtectedResource, connection: Scope, call: dict[str, Any]) -> Answer:
    """The answer to a request. A request that a middleware or another dependency has already checked
    is not checked again: its proof is used up.
    """
    before: tuple[ProtectedResource, Answer] | None = connection.get("tokenseal")
    if before is not None and before[0] is resource:
        return before[1].again(**call)
    if certificate := asgi_certificate(connection):
        call = call | {"certificate": certificate}
    # A WebSocket begins with a GET.
    method = connection.get("method", "GET")
    # As `check_async` does, but without a coroutine when no waiting is needed, which is nearly
    # always.
    begun = resource._begin(method, asgi_path(connection), connection["headers"], call)
    answer = begun if isinstance(begun, Answer) else await answer_request(begun)
    connection["tokenseal"] = resource, answer
    return answer
