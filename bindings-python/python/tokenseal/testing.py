"""Stand-ins for tests: an issuer with keys, a server that publishes them, and a clock that a test sets.

>>> from tokenseal import Verifier, testing
>>> clock = testing.Clock()
>>> issuer = testing.Issuer("https://issuer.example", audience="https://api.example", clock=clock)
>>> verifier = Verifier.for_issuer("https://issuer.example", audience="https://api.example", fetch=issuer.fetch, clock=clock)
>>> token = issuer.issue({"sub": "alice"})
>>> verifier.verify(token)["sub"]
'alice'
>>> clock.advance("1h")
>>> verifier.verify_many([token])[0].code
'ERR_JWT_EXPIRED'
"""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import Issuer as _Issuer, Key, KeySet, StatusList, Verifier

if TYPE_CHECKING:
    from .types import Algorithm, IssueOptions, Length, Request, Texts, Time

    from typing_extensions import Unpack

__all__ = ["Clock", "Issuer", "Server", "override"]

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Clock:
    """A clock that stands still until a test sets it: what the option `clock` takes.

    Args:
        now: the time that it starts with.

    Example:
        >>> from tokenseal.testing import Clock
        >>> clock = Clock(1_700_000_000)
        >>> clock.advance("90s")
        >>> clock()
        1700000090.0
    """

    def __init__(self, now: Time = 1_700_000_000) -> None:
        self._now = _seconds(now)

    def __call__(self) -> float:
        """The time, in seconds since the epoch."""
        return self._now

    def set(self, now: Time) -> None:
        """Sets the time, forwards or back.

        Args:
            now: seconds since the epoch, or an aware datetime.

        Example:
            >>> from tokenseal.testing import Clock
            >>> clock = Clock()
            >>> clock.set(1_800_000_000)
            >>> clock()
            1800000000.0
        """
        self._now = _seconds(now)

    def advance(self, by: Length | float) -> None:
        """Lets time pass.

        Args:
            by: how much: seconds, a timedelta, or a text such as '15m'.

        Example:
            >>> from tokenseal.testing import Clock
            >>> clock = Clock(0)
            >>> clock.advance(0.5)
            >>> clock()
            0.5
        """
        if isinstance(by, str):
            by = int(by[:-1]) * _SECONDS[by[-1]]
        self._now += by.total_seconds() if isinstance(by, timedelta) else by


def _seconds(time: Time) -> float:
    return time.timestamp() if isinstance(time, datetime) else float(time)


class Issuer:
    """An issuer with its own keys, which publishes them without a network: pass its `fetch` as the
    option `fetch`.

    It publishes metadata (OpenID Connect Discovery, RFC 8414) and a JWK Set at any address, and a list of statuses at `statuses_uri`.

    Args:
        issuer: the issuer, as it stands in `iss`.
        alg: the algorithm that it signs with.
        audience: whom its tokens are for.
        lifetime: how long they are valid.
        clock: a function that returns the time; the system's clock if not given.

    Example:
        >>> from tokenseal import RemoteKeySet, Verifier
        >>> from tokenseal.testing import Issuer
        >>> issuer = Issuer("https://issuer.example")
        >>> verifier = Verifier(RemoteKeySet(issuer=issuer.issuer, fetch=issuer.fetch), issuer=issuer.issuer)
        >>> verifier.verify(issuer.issue({"sub": "alice"}))["sub"]
        'alice'
    """

    def __init__(
        self,
        issuer: str = "https://issuer.example",
        *,
        alg: Algorithm | str = "ES256",
        audience: Texts | None = None,
        lifetime: Length = "5m",
        clock: Any = None,
    ) -> None:
        self._issuer, self._alg = issuer, alg
        self._options: dict[str, Any] = {"issuer": issuer, "lifetime": lifetime, "clock": clock}
        if audience is not None:
            self._options["audience"] = audience
        self._keys: list[Key] = []
        self.jwks_uri = issuer.rstrip("/") + "/jwks.json"
        self.statuses = StatusList(1_000, bits=2)
        """The statuses of its tokens: those whose claim `status` has an index of this list and `statuses_uri`."""
        self.statuses_uri = issuer.rstrip("/") + "/statuses/1"
        """Where it publishes them."""
        self.statuses_ttl: Length = "5m"
        """How long others may keep them."""
        self.rotate()

    @property
    def issuer(self) -> str:
        """The issuer, as it stands in `iss`."""
        return self._issuer

    @property
    def keys(self) -> KeySet:
        """The public keys that it publishes: the newest first."""
        return KeySet([key.public() for key in self._keys])

    @property
    def signing_key(self) -> Key:
        """The private key that it signs with."""
        return self._signing_key

    def issue(self, claims: Mapping[str, Any] | None = None, **options: Unpack[IssueOptions]) -> str:
        """Makes a token, signed by the newest key.

        Args:
            claims: the claims besides those of the issuer.
            options: those of `tokenseal.Issuer.issue`.

        Returns:
            The token.

        Example:
            >>> from tokenseal import Verifier
            >>> from tokenseal.testing import Issuer
            >>> issuer = Issuer("https://issuer.example")
            >>> Verifier(issuer.keys, issuer="https://issuer.example").verify(issuer.issue({"sub": "alice"}, token_id="1"))["jti"]
            '1'
        """
        return self._own.issue(claims or {}, **options)

    def headers(self, claims: Mapping[str, Any] | None = None, **options: Unpack[IssueOptions]) -> dict[str, str]:
        """Makes a token, as a client sends it: what a framework's test client takes as `headers`.

        Args:
            claims: the claims besides those of the issuer.
            options: those of `tokenseal.Issuer.issue`.

        Returns:
            The header Authorization.

        Example:
            >>> from tokenseal.testing import Issuer
            >>> Issuer().headers({"sub": "alice"})["Authorization"].startswith("Bearer eyJ")
            True
        """
        return {"Authorization": f"Bearer {self.issue(claims, **options)}"}

    def verifier(self, **options: Any) -> Verifier[Any]:
        """Makes a verifier of its tokens, which follows its keys.

        Args:
            options: those of `tokenseal.Verifier.for_issuer`; the issuer's own audience and clock if not given.

        Returns:
            The Verifier.

        Example:
            >>> from tokenseal.testing import Issuer
            >>> issuer = Issuer("https://issuer.example", audience="https://api.example")
            >>> issuer.verifier().verify(issuer.issue({"sub": "alice"}))["sub"]
            'alice'
        """
        given: dict[str, Any] = {name: self._options[name] for name in ("audience", "clock") if self._options.get(name) is not None}
        given |= {"fetch": self.fetch} | options
        return Verifier.for_issuer(self._issuer, **given)

    def rotate(self, *, keep: bool = True) -> Key:
        """Makes a new key, and signs with it from now on.

        Args:
            keep: whether the old ones stay published.

        Returns:
            The new private Key.

        Example:
            >>> from tokenseal.testing import Issuer
            >>> issuer = Issuer()
            >>> issuer.rotate().key_id == issuer.keys.to_jwks()["keys"][0]["kid"], len(issuer.keys)
            (True, 2)
        """
        self._signing_key = Key.generate(self._alg)
        self._own = _Issuer(self._signing_key, **self._options)
        self._keys = [self._signing_key, *(self._keys if keep else [])]
        return self._signing_key

    def remove(self, key_id: str) -> None:
        """Stops publishing a key.

        Args:
            key_id: the key's `kid`.

        Example:
            >>> from tokenseal.testing import Issuer
            >>> issuer = Issuer()
            >>> issuer.remove(issuer.signing_key.key_id)
            >>> len(issuer.keys)
            0
        """
        self._keys = [key for key in self._keys if key.key_id != key_id]

    def fetch(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        """Answers a request for its metadata, its keys or its statuses: what the option `fetch` takes.

        Args:
            request: the request, whose path decides.

        Returns:
            Status, headers and body.

        Example:
            >>> from tokenseal.testing import Issuer
            >>> Issuer("https://issuer.example").fetch({"url": "https://issuer.example/.well-known/openid-configuration"})[2]
            b'{"issuer": "https://issuer.example", "jwks_uri": "https://issuer.example/jwks.json"}'
        """
        media_type, body = self._published_at(urlsplit(request["url"]).path)
        return 200, {"Content-Type": media_type}, body

    def _published_at(self, path: str) -> tuple[str, bytes]:
        if path == urlsplit(self.statuses_uri).path:
            now = None if self._options["clock"] is None else self._options["clock"]()
            published = self.statuses.to_jwt(self._signing_key, self.statuses_uri, ttl=self.statuses_ttl, now=now)
            return "application/statuslist+jwt", published.encode()
        metadata = {"issuer": self._issuer, "jwks_uri": self.jwks_uri}
        return "application/json", json.dumps(metadata if "/.well-known/" in path else self.keys.to_jwks()).encode()


@contextmanager
def override(holder: Any, resource: Any) -> Generator[None]:
    """Makes an adapter check requests with another resource for the duration of a test: a context
    manager.

    Args:
        holder: what has the resource: a `Protect` of FastAPI or Flask, an interceptor of gRPC, or a
            class of `tokenseal.drf`. For Django's setting, use `override_settings`.
        resource: the ProtectedResource of the test, such as one over `Issuer.verifier()`.

    Example:
        >>> from types import SimpleNamespace
        >>> from tokenseal.testing import override
        >>> protect = SimpleNamespace(resource="that of the service")
        >>> with override(protect, "that of the test"):
        ...     protect.resource
        'that of the test'
        >>> protect.resource
        'that of the service'
    """
    before = holder.resource
    holder.resource = resource
    try:
        yield
    finally:
        holder.resource = before


class Server:
    """A server on a free port of the loopback, which publishes an issuer's metadata, keys and statuses: a context manager.

    Fetching from it needs `allow_http`.

    Args:
        issuer: the Issuer whose keys they are; one with the server's own URL as its name if not given.

    Example:
        >>> from tokenseal import RemoteKeySet, Verifier
        >>> from tokenseal.testing import Server
        >>> with Server() as server:
        ...     verifier = Verifier(RemoteKeySet(issuer=server.url, allow_http=True), issuer=server.url)
        ...     verifier.verify(server.issuer.issue({"sub": "alice"}))["sub"]
        'alice'
    """

    def __init__(self, issuer: Issuer | None = None) -> None:
        self._server = _HttpServer(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        """Where it is."""
        self.issuer = issuer or Issuer(self.url)
        """Whose keys it publishes."""
        self.issuer.jwks_uri = self.url + "/jwks.json"
        self.issuer.statuses_uri = self.url + "/statuses/1"
        self.status = 200
        """The status that it answers with: set another to simulate a failing server."""
        self.headers: dict[str, str] = {}
        """More headers for every answer, such as Cache-Control."""
        self.requests: list[tuple[str, dict[str, str]]] = []
        """The requests that came: their paths and headers."""

    @property
    def jwks_uri(self) -> str:
        """Where the keys are."""
        return self.issuer.jwks_uri

    def __enter__(self) -> Server:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _HttpServer(ThreadingHTTPServer):
    owner: Server
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _HttpServer)
        owner = self.server.owner
        owner.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        media_type, body = owner.issuer._published_at(urlsplit(self.path).path)  # pyright: ignore[reportPrivateUsage]
        self.send_response(owner.status)
        for name, value in {"Content-Type": media_type, **owner.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""
