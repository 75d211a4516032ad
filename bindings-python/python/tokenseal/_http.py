"""What adapters share: the path and the headers of a request, as they came, and what is said where a framework is not installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping

    from ._native import Answer, ProtectedResource

    Scope = MutableMapping[str, Any]

# What stands in a path as it is (RFC 3986, section 3.3). `%` does not: in a decoded path it is a character like others.
_PLAIN = "/!$&'()*+,;=:@~"


def missing(extra: str, error: ImportError) -> ImportError:
    """The error for an adapter whose framework is not there. It names the command to type."""
    return ImportError(f"tokenseal.{extra} needs what is not installed ({error}): pip install 'tokenseal[{extra}]'")


def encoded_path(path: str) -> str:
    """A decoded path as it stands in a URL. A router that has only this one reads `%2F` as a slash, and so do rules by what this gives."""
    return quote(path, safe=_PLAIN, errors="surrogatepass")


def call_options(scope: Iterable[str] | str | None, optional: bool) -> dict[str, Any]:
    """Those that are given: what is not given is for the core to decide."""
    named = {} if scope is None else {"scope": scope if isinstance(scope, str) else list(scope)}
    return named | ({"optional": True} if optional else {})


def asgi_path(scope: Scope) -> str:
    """The path as it came, if it is the one that the router reads; where something in between has changed that, what the router reads."""
    path: str = scope["path"]
    raw: bytes | None = scope.get("raw_path")
    if raw is not None:
        text = raw.decode("latin-1").partition("?")[0]
        if text == path or unquote(text) == path:
            return text
    return encoded_path(path)


def wsgi_headers(environ: Mapping[str, Any]) -> list[tuple[str, str]]:
    """All headers. WSGI has one value for each: a server joins what came twice, which no token survives."""
    return [(key[5:].replace("_", "-"), value) for key, value in environ.items() if key.startswith("HTTP_")]


def asgi_certificate(scope: Scope) -> str | None:
    """The certificate that the client has proven to hold, where the server tells it (the TLS extension of ASGI)."""
    chain = scope.get("extensions", {}).get("tls", {}).get("client_cert_chain")
    return next(iter(chain), None) if chain else None


async def asgi_answer(resource: ProtectedResource, connection: Scope, **call: Any) -> Answer:
    """The answer to a request. One that was checked before, by a middleware or another dependency, is not checked again: its proof is used up."""
    before: tuple[ProtectedResource, Answer] | None = connection.get("tokenseal")
    if before is not None and before[0] is resource:
        return before[1].again(**call)
    if certificate := asgi_certificate(connection):
        call["certificate"] = certificate
    # A WebSocket begins with a GET.
    method = connection.get("method", "GET")
    answer = await resource.check_async(method, asgi_path(connection), connection["headers"], **call)
    connection["tokenseal"] = resource, answer
    return answer


def joined(answer: Answer) -> dict[str, str]:
    """Its headers, for a framework that has one value for each name (RFC 9110, section 5.3)."""
    headers: dict[str, str] = {}
    for name, value in answer.headers:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
