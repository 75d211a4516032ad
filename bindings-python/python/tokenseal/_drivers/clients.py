"""One GET with a client of the caller's, from httpx or aiohttp, which are not imported here.

What the client adds to requests by itself is the caller's own, for servers of the caller's: headers, credentials and cookies. None of it
goes with these.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from .._native import _is_public_address
from .flights import Failed

Response = tuple[int, list[tuple[str, str]], bytes]


async def get(client: Any, fetch: Mapping[str, Any], headers: list[tuple[str, str]]) -> Response:
    """Makes the request: status, headers and body, or Failed."""
    # What the client can't decode, or can decode into anything, does not come.
    headers = [*headers, ("accept-encoding", "identity")]
    exchange = with_aiohttp if hasattr(client, "connector") else with_httpx
    try:
        return await asyncio.wait_for(checked(exchange, client, fetch, headers), fetch["timeout"])
    except Failed:
        raise
    except Exception as error:
        raise Failed(reason(error)) from None


async def checked(exchange: Any, client: Any, fetch: Mapping[str, Any], headers: list[tuple[str, str]]) -> Response:
    if fetch["only_public_address"]:
        await require_public(fetch["url"])
    return await exchange(client, fetch, headers)  # type: ignore[no-any-return]


async def with_httpx(client: Any, fetch: Mapping[str, Any], headers: list[tuple[str, str]]) -> Response:
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), fetch["timeout"])
    request = module_of(client, "Request").Request("GET", fetch["url"], headers=headers, extensions={"timeout": timeout})
    response = await client.send(request, stream=True, auth=None, follow_redirects=False)
    try:
        body = await collected(response.aiter_raw(), fetch["max_bytes"])
        return response.status_code, texts(response.headers.raw), body
    finally:
        await response.aclose()


async def with_aiohttp(client: Any, fetch: Mapping[str, Any], headers: list[tuple[str, str]]) -> Response:
    aiohttp = module_of(client, "ClientSession")
    url = aiohttp.client.URL(fetch["url"], encoded=True)
    # Over the connections of the caller's session, which has the CAs, and without all else that it has.
    session = aiohttp.ClientSession(
        connector=client.connector, connector_owner=False, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False
    )
    async with session, session.get(url, headers=headers, allow_redirects=False) as response:
        body = await collected(response.content.iter_any(), fetch["max_bytes"])
        return response.status, texts(response.raw_headers), body


async def collected(pieces: AsyncIterator[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    async for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise Failed("too_large")
    return bytes(body)


async def require_public(url: str) -> None:
    """Every address that a name leads to is one of the public internet. The client resolves the name once more, and may be told another."""
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(parts.hostname or "", parts.port or 443, type=socket.SOCK_STREAM)
    if not all(_is_public_address(str(one[4][0])) for one in found):
        raise Failed("url_not_allowed")


def texts(headers: Any) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def module_of(client: Any, name: str) -> Any:
    """The package of the client, or of what it is a subclass of."""
    packages = (sys.modules.get(one.__module__.partition(".")[0]) for one in type(client).__mro__)
    return next(package for package in packages if hasattr(package, name))


def reason(error: BaseException | None) -> str:
    """Why a request failed, by what its error was caused by."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, ssl.SSLCertVerificationError | ssl.CertificateError):
            return "tls"
        if isinstance(error, TimeoutError | asyncio.TimeoutError) or type(error).__name__.endswith("Timeout"):
            return "timeout"
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
            return "tls"
        seen.append(error)
        error = error.__cause__ or error.__context__ or getattr(error, "os_error", None)
    return "connect"
