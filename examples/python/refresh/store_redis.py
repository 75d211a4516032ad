"""A record of which refresh tokens were issued, for several machines."""

from __future__ import annotations

from redis import Redis, RedisError
from tokens import Unavailable


class RedisGenerations:
    """A key for each generation in Redis or Valkey, which expires by itself."""

    def __init__(self, client: Redis, namespace: str) -> None:
        self._client, self._namespace = client, namespace

    def add(self, family: str, generation: int, now: float, ends: float) -> bool:
        key = f"{self._namespace}:{family}:{generation}"
        try:
            return bool(self._client.set(key, now, nx=True, exat=int(ends)))
        except RedisError as error:
            raise Unavailable from error

    def issued_at(self, family: str, generation: int) -> float | None:
        try:
            found = self._client.get(f"{self._namespace}:{family}:{generation}")
        except RedisError as error:
            raise Unavailable from error
        return None if found is None else float(found)
