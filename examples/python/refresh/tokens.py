"""Refresh tokens that may be used once each, as docs/refresh-tokens.md explains."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from tokenseal import Issuer, Key, Revocations, TokenError, Verifier

IDLE = 14 * 24 * 3600  # seconds until a refresh token that nobody uses is over
LONGEST = 60 * 24 * 3600  # seconds until the user logs in again, whatever happens
GRACE = 10.0  # seconds in which a client that did not get its response may ask again


class Generations(Protocol):
    """A record of which refresh tokens were issued: store_redis.py, store_folder.py.

    Nothing is removed before it expires: a token that is used again is recognized by its successor,
    which must be there for as long as the token could be used.
    """

    def add(self, family: str, generation: int, now: float, ends: float) -> bool:
        """Records when a generation was issued, and returns whether it is new.

        Of all calls that add the same one at once, exactly one returns True.
        """

    def issued_at(self, family: str, generation: int) -> float | None:
        """When it was issued; None if it was not."""


class Unavailable(Exception):
    """The store is unavailable, as `RevocationUnavailableError` says of the list."""


class Refused(Exception):
    """The user must log in again. The reason is for the log: a client only gets `invalid_grant`."""


@dataclass(frozen=True)
class Tokens:
    """What a login or a refresh returns. `ends` is when the refresh token expires."""

    access: str
    refresh: str
    ends: int


class RefreshTokens:
    """A login is a family of tokens with one `sid`: only the newest generation may be used."""

    def __init__(
        self,
        key: Key,
        access: Issuer,
        revocations: Revocations,
        generations: Generations,
        *,
        issuer: str,
        may_go_on: Callable[[str], bool],
        grace: float = GRACE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        # A key that no API has, so that none can take a refresh token for an access token.
        own: dict[str, Any] = {"issuer": issuer, "audience": issuer, "clock": clock}
        self._issuer = Issuer(key, **own)
        self._verifier = Verifier(key, revocations=revocations, **own)
        self._access, self._revocations, self._generations = access, revocations, generations
        self._name, self._may_go_on, self._grace, self._clock = issuer, may_go_on, grace, clock

    def start(self, subject: str) -> Tokens:
        """The tokens of a new login."""
        family, over = secrets.token_urlsafe(16), int(self._clock()) + LONGEST
        self._generations.add(family, 0, self._clock(), self._expiry(over))
        return self._issue(subject, family, 0, over)

    def rotate(self, text: str) -> Tokens:
        """The next tokens of a login, for its newest refresh token."""
        claims = self._read(text)
        subject, family, over = claims["sub"], claims["sid"], claims["session_over"]
        successor = claims["generation"] + 1
        if not self._may_go_on(subject):
            self._end(claims)
            raise Refused("the user was locked out since then")
        if self._generations.issued_at(family, successor - 1) is None:
            # The store lost it, and perhaps its successor too: it may have been used.
            self._end(claims)
            raise Refused("the refresh token is not known")
        ends = self._expiry(over)
        is_first = self._generations.add(family, successor, self._clock(), ends)
        if not is_first and not self._is_asked_again(family, successor):
            self._end(claims)
            raise Refused("the refresh token was used before")
        return self._issue(subject, family, successor, over)

    def end(self, text: str) -> None:
        """Logs out: this login's refresh and access tokens are refused from now on."""
        self._end(self._read(text))

    def _read(self, text: str) -> dict[str, Any]:
        try:
            return self._verifier.verify(text).claims
        except TokenError as error:
            # If the list cannot be read, the token may still be good: the client asks again later.
            if error.status >= 500:
                raise
            raise Refused(error.code) from error

    def _is_asked_again(self, family: str, successor: int) -> bool:
        """Whether the successor is new and unused: the client may still lack it."""
        since = self._generations.issued_at(family, successor)
        if since is None or self._grace <= 0 or self._clock() >= since + self._grace:
            return False
        return self._generations.issued_at(family, successor + 1) is None

    def _end(self, claims: dict[str, Any]) -> None:
        self._revocations.revoke_session(self._name, claims["sid"], until=claims["session_over"])

    def _issue(self, subject: str, family: str, generation: int, over: int) -> Tokens:
        whose = {"sub": subject, "sid": family}
        own = {"jti": f"{family}.{generation}", "generation": generation, "session_over": over}
        ends = self._expiry(over)
        refresh = self._issuer.issue({**whose, **own, "exp": ends})
        return Tokens(self._access.issue(whose), refresh, ends)

    def _expiry(self, over: int) -> int:
        return min(int(self._clock()) + IDLE, over)
