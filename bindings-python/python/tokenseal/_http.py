"""What adapters share: the path and the headers of a request, as they came, and the error if a
framework is not installed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ._native import Answer

# What appears unescaped in a path (RFC 3986, section 3.3). `%` does not: in a decoded path it is
# an ordinary character.
_PLAIN = "/!$&'()*+,;=:@~"
_IS_PLAIN = re.compile(r"[/!$&'()*+,;=:@~\w.\-]*", re.ASCII).fullmatch


def missing(extra: str, error: ImportError) -> ImportError:
    """The error for an adapter whose framework is not installed. It names the command that installs
    it.
    """
    return ImportError(f"tokenseal.{extra} needs what is not installed ({error}): pip install 'tokenseal[{extra}]'")


def encoded_path(path: str) -> str:
    """A decoded path as it would appear in a URL. A router that has only the decoded path reads `%2F`
    as a slash, and so do rules given this.
    """
    return path if _IS_PLAIN(path) else quote(path, safe=_PLAIN, errors="surrogatepass")


def call_options(scope: Iterable[str] | str | None, optional: bool) -> dict[str, Any]:
    """Those that are given: what is not given is for the core to decide."""
    named: dict[str, Any] = {}
    if scope is not None:
        named["scope"] = scope if isinstance(scope, str) else list(scope)
    if optional:
        named["optional"] = True
    return named


def wsgi_headers(environ: Mapping[str, Any]) -> list[tuple[str, str]]:
    """All headers. WSGI has one value for each: a server joins what came twice, which no token survives."""
    return [(_header(key), value) for key, value in environ.items() if key[:5] == "HTTP_"]


@lru_cache(256)
def _header(key: str) -> str:
    return key[5:].replace("_", "-")


def joined(answer: Answer) -> dict[str, str]:
    """Its headers, for a framework that has one value for each name (RFC 9110, section 5.3)."""
    headers: dict[str, str] = {}
    for name, value in answer.headers:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
