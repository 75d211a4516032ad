"""Servers by their URLs, for the command: whichever client is installed says what such a URL means."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from .stores import Store, store_of

PACKAGES = {"redis": "Redis", "valkey": "Valkey"}
"""The clients, and the class of each."""


@cache
def store_at(url: str) -> Store | None:
    """What sends commands to the server at a URL; None if there is no client. ValueError if it cannot be read: the error may show it."""
    scheme, _, rest = url.partition("://")
    # That of the server's own name first: both speak to both.
    for name in sorted(PACKAGES, key=lambda name: not scheme.startswith(name)):
        try:
            package = import_module(name)
        except ImportError:
            continue
        own = f"{name}s" if scheme in ("rediss", "valkeys") else name
        store = store_of(getattr(package, PACKAGES[name]).from_url(f"{own}://{rest}"))
        if store is None:
            raise ValueError
        return store
    return None
