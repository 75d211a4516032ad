"""`PyJWKClient`: the keys behind a URL, with PyJWT's arguments, methods and exceptions.

New code should use `tokenseal.RemoteKeySet` and a `Verifier`, which also respect the server's
cache headers, guarantee how old a key can be, and continue with the keys at hand while the
server fails.
"""

from __future__ import annotations

import http.client
import json
import math
import time
from functools import lru_cache
from ssl import SSLContext
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from . import _fetching
from ._fetching import NoRedirectHandler as _NoRedirectHandler
from ._flight import Flights
from ._options import check_arguments, check_number, check_switches
from .api_jwk import PyJWK, PyJWKSet
from .api_jwt import decode_complete as decode_token
from .exceptions import PyJWKClientConnectionError, PyJWKClientError
from .jwk_set_cache import JWKSetCache

class PyJWKClient:
    """Fetches a JWK Set (RFC 7517, section 5) from an http or https URL, and returns keys from it.

    The set is kept for `lifespan` seconds, unless `cache_jwk_set` is False. A `kid` that is not in
    it makes the client fetch again, but not within `cooldown_duration` seconds of the last fetch
    that succeeded. A failed fetch leaves what is kept, and no other starts by itself for a second,
    then two, then four, up to `cooldown_duration`: meanwhile its error is raised again.
    `cache_keys` also keeps the last `max_cached_keys` keys by `kid`, indefinitely.

    `timeout` is in seconds and applies to a fetch as a whole, however slowly its answer arrives.
    Threads that need the set at the same time wait for one fetch. Redirects are not followed, and
    an answer of more than 1 MiB is refused. Unusable keys of the set are left out.
    """

    def __init__(
        self,
        uri: str,
        cache_keys: bool = False,
        max_cached_keys: int = 16,
        cache_jwk_set: bool = True,
        lifespan: float = 300,
        headers: dict[str, Any] | None = None,
        timeout: float = 30,
        ssl_context: SSLContext | None = None,
        cooldown_duration: float = 30,
    ) -> None:
        check_arguments(headers=headers)
        check_switches(cache_keys=cache_keys, cache_jwk_set=cache_jwk_set)
        numbers = {"max_cached_keys": max_cached_keys, "lifespan": lifespan, "timeout": timeout, "cooldown_duration": cooldown_duration}
        for name, value in numbers.items():
            check_number(name, value)
        if urlsplit(uri).scheme.lower() not in ("http", "https"):
            raise PyJWKClientError("Invalid JWKS URI scheme: only 'http' and 'https' are supported.")
        if not math.isfinite(cooldown_duration) or cooldown_duration < 0:
            raise PyJWKClientError(f'Cooldown duration must be finite and not negative, the input is "{cooldown_duration}"')
        if cache_jwk_set and not 0 < lifespan < math.inf:
            raise PyJWKClientError(f'Lifespan must be greater than 0, and finite, the input is "{lifespan}"')
        if not 0 < timeout < math.inf:
            raise PyJWKClientError(f'Timeout must be greater than 0, and finite, the input is "{timeout}"')
        self.uri = uri
        self.headers = {} if headers is None else headers
        self.timeout = timeout
        self.ssl_context = ssl_context
        self.cooldown_duration = cooldown_duration
        self.jwk_set_cache = JWKSetCache(lifespan) if cache_jwk_set else None
        self._last_successful_fetch: float | None = None
        self._flights: Flights[PyJWKSet] = Flights(cooldown_duration)
        if cache_keys:
            self.get_signing_key = lru_cache(maxsize=max_cached_keys)(self.get_signing_key)  # type: ignore[method-assign]

    def fetch_data(self) -> Any:
        """Fetches the set, keeps it, and returns it as a dict. `PyJWKClientConnectionError` if that fails."""
        try:
            answer = _fetching.get(self.uri, self.headers, self.timeout, self.ssl_context)
        except (URLError, OSError, ValueError, http.client.HTTPException) as error:
            # http.client raises a ValueError where a chunk says that it has less than no bytes.
            if isinstance(error, HTTPError):
                error.close()
            text = str(error) or "timed out"
            raise PyJWKClientConnectionError(f'Fail to fetch data from the url, err: "{text}"') from error
        except _fetching.TooLarge:
            raise PyJWKClientError("The JWKS endpoint returned more than 1 MiB") from None
        try:
            data = _object(json.loads(answer))
        except (ValueError, RecursionError) as error:
            raise PyJWKClientError("The JWKS endpoint did not return a JSON object") from error
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(data)
        self._last_successful_fetch = time.monotonic()
        return data

    def get_jwk_set(self, refresh: bool = False) -> PyJWKSet:
        """The set: the cached one, unless there is none, it is too old, or `refresh` asks for a new one."""
        if not refresh:
            held = self._held()
            if held is not None:
                return held
            if self.jwk_set_cache is not None:
                self._flights.raise_in_pause()
        return self._flights.fetch(self._fetched, self.timeout)

    def get_signing_keys(self, refresh: bool = False) -> list[PyJWK]:
        """The keys that have a `kid` and are not for encryption."""
        keys = [key for key in self.get_jwk_set(refresh).keys if key.public_key_use in ("sig", None) and key.key_id]
        if not keys:
            raise PyJWKClientError("The JWKS endpoint did not contain any signing keys")
        return keys

    def get_signing_key(self, kid: str) -> PyJWK:
        """The key with this `kid`. `PyJWKClientError` if there is none, after a fetch where one was due."""
        key = self.match_kid(self.get_signing_keys(), kid)
        fetched = self._flights.succeeded
        if key is None and self._may_fetch_again():
            # Another thread may have fetched meanwhile.
            key = self.match_kid(self.get_signing_keys(refresh=fetched == self._flights.succeeded), kid)
        if key is None:
            raise PyJWKClientError("Unable to find a signing key that matches the kid")
        return key

    def get_signing_key_from_jwt(self, token: str | bytes) -> PyJWK:
        """The key with the `kid` of a token that is not verified yet."""
        header = decode_token(token, options={"verify_signature": False})["header"]
        return self.get_signing_key(header.get("kid"))

    @staticmethod
    def match_kid(signing_keys: list[PyJWK], kid: str) -> PyJWK | None:
        """The first key with this `kid`, or None."""
        return next((key for key in signing_keys if key.key_id == kid), None)

    def _held(self) -> PyJWKSet | None:
        return None if self.jwk_set_cache is None else self.jwk_set_cache.get()

    def _fetched(self) -> PyJWKSet:
        # A subclass may change what was fetched: its result is what is kept.
        data = self.fetch_data()
        jwk_set = data if isinstance(data, PyJWKSet) else PyJWKSet.from_dict(_object(data))
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(jwk_set)
        self._last_successful_fetch = time.monotonic()
        return jwk_set

    def _may_fetch_again(self) -> bool:
        """Whether an unknown `kid` is worth a fetch: not shortly after one that succeeded, nor after one
        that failed.
        """
        if self.jwk_set_cache is None:
            return True
        last = self._last_successful_fetch
        if last is not None and time.monotonic() - last < self.cooldown_duration:
            return False
        self._flights.raise_in_pause()
        return True


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise PyJWKClientError("The JWKS endpoint did not return a JSON object")
    return data
