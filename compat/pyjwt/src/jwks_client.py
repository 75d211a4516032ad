"""`PyJWKClient`: the keys behind a URL.

It is written in Python over `urllib`, since tokenseal's core does no I/O.
"""

from __future__ import annotations

import http.client
import json
import math
import threading
import time
import urllib.request
from functools import lru_cache
from ssl import SSLContext
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from ._options import check_arguments, check_number, check_switches
from .api_jwk import PyJWK, PyJWKSet
from .api_jwt import decode_complete
from .exceptions import PyJWKClientConnectionError, PyJWKClientError
from .jwk_set_cache import JWKSetCache

MAX_RESPONSE_BYTES = 1024 * 1024
"""The longest answer that is read."""


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """A redirect would take the request's headers, and the trust in its answer, to another place."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


class PyJWKClient:
    """Fetches a JWK Set (RFC 7517, section 5) from an http or https URL, and gives keys of it.

    The set is kept for `lifespan` seconds, unless `cache_jwk_set` is False. A `kid` that is not in it makes the client fetch again, but not
    within `cooldown_duration` seconds of the last fetch that succeeded. A fetch that fails leaves what is kept. `cache_keys` keeps the last
    `max_cached_keys` keys by `kid` as well, and without end. `timeout` is in seconds, for each fetch. Redirects are not followed, and an
    answer of more than 1 MiB is refused.
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
        self._client_lock = threading.RLock()
        if cache_keys:
            self.get_signing_key = lru_cache(maxsize=max_cached_keys)(self.get_signing_key)  # type: ignore[method-assign]

    def fetch_data(self) -> Any:
        """Fetches the set, keeps it, and gives it as a dict. `PyJWKClientConnectionError` if that fails."""
        try:
            answer = self._fetch()
        except (URLError, TimeoutError, http.client.HTTPException) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise PyJWKClientConnectionError(f'Fail to fetch data from the url, err: "{error}"') from error
        if len(answer) > MAX_RESPONSE_BYTES:
            raise PyJWKClientError("The JWKS endpoint returned more than 1 MiB")
        try:
            data = _object(json.loads(answer))
        except (ValueError, RecursionError) as error:
            raise PyJWKClientError("The JWKS endpoint did not return a JSON object") from error
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(data)
        return data

    def get_jwk_set(self, refresh: bool = False) -> PyJWKSet:
        """The set: the one that is kept, unless there is none, or it is too old, or `refresh` asks for a new one."""
        if self.jwk_set_cache is not None and not refresh:
            held = self.jwk_set_cache.get()
            if held is not None:
                return held
        # A subclass may change what was fetched: what it gives is what is kept.
        data = self.fetch_data()
        jwk_set = data if isinstance(data, PyJWKSet) else PyJWKSet.from_dict(_object(data))
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(jwk_set)
        self._last_successful_fetch = time.monotonic()
        return jwk_set

    def get_signing_keys(self, refresh: bool = False) -> list[PyJWK]:
        """The keys that have a `kid` and are not for encryption."""
        keys = [key for key in self.get_jwk_set(refresh).keys if key.public_key_use in ("sig", None) and key.key_id]
        if not keys:
            raise PyJWKClientError("The JWKS endpoint did not contain any signing keys")
        return keys

    def get_signing_key(self, kid: str) -> PyJWK:
        """The key with this `kid`. `PyJWKClientError` if there is none, after a fetch where one was due."""
        with self._client_lock:
            key = self.match_kid(self.get_signing_keys(), kid)
            if key is None and not self._is_cooling_down():
                key = self.match_kid(self.get_signing_keys(refresh=True), kid)
            if key is None:
                raise PyJWKClientError("Unable to find a signing key that matches the kid")
            return key

    def get_signing_key_from_jwt(self, token: str | bytes) -> PyJWK:
        """The key with the `kid` of a token that nobody verified yet."""
        header = decode_complete(token, options={"verify_signature": False})["header"]
        return self.get_signing_key(header.get("kid"))

    @staticmethod
    def match_kid(signing_keys: list[PyJWK], kid: str) -> PyJWK | None:
        """The first key with this `kid`, or None."""
        return next((key for key in signing_keys if key.key_id == kid), None)

    def _fetch(self) -> bytes | str:
        handlers: list[Any] = [_NoRedirectHandler()]
        if self.ssl_context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=self.ssl_context))
        request = urllib.request.Request(url=self.uri, headers=self.headers)
        with urllib.request.build_opener(*handlers).open(request, timeout=self.timeout) as response:
            answer: bytes | str = response.read(MAX_RESPONSE_BYTES + 1)
        return answer

    def _is_cooling_down(self) -> bool:
        last = self._last_successful_fetch
        return self.jwk_set_cache is not None and last is not None and time.monotonic() - last < self.cooldown_duration


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise PyJWKClientError("The JWKS endpoint did not return a JSON object")
    return data
