"""The last JWK Set that a `PyJWKClient` fetched, kept for as long as it may be used."""

from __future__ import annotations

import time
from typing import Any

from .api_jwk import PyJWKSet, PyJWTSetWithTimestamp
from .exceptions import PyJWKSetError


class JWKSetCache:
    """Holds one JWK Set for `lifespan` seconds."""

    def __init__(self, lifespan: float) -> None:
        self.jwk_set_with_timestamp: PyJWTSetWithTimestamp | None = None
        self.lifespan = lifespan

    def put(self, jwk_set: PyJWKSet | dict[str, Any] | None) -> None:
        """Takes a set, parsed or as a dict; None empties the cache. If it is not a set, it raises a
        `PyJWKSetError` and the cache is unchanged.
        """
        if jwk_set is None:
            self.jwk_set_with_timestamp = None
            return
        if not isinstance(jwk_set, PyJWKSet):
            if not isinstance(jwk_set, dict):
                raise PyJWKSetError("Invalid JWK Set value")
            jwk_set = PyJWKSet.from_dict(jwk_set)
        self.jwk_set_with_timestamp = PyJWTSetWithTimestamp(jwk_set)

    def get(self) -> PyJWKSet | None:
        """The set, unless there is none or it has expired."""
        held = self.jwk_set_with_timestamp
        return None if held is None or self.is_expired() else held.get_jwk_set()

    def is_expired(self) -> bool:
        """Whether there is a set that has expired."""
        held = self.jwk_set_with_timestamp
        return held is not None and self.lifespan > -1 and time.monotonic() > held.get_timestamp() + self.lifespan
