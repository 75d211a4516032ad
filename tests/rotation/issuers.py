"""A service of gunicorn's forked workers, which share a ring in a file: each hands out tokens, and publishes the keys."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from tokenseal import Issuer, Key, KeyRing

AT_ONCE = 20

# Opened before the workers fork, as a service does that is loaded first.
ring = KeyRing.open(os.environ["TOKENSEAL_RING"], Key.from_jwk(os.environ["TOKENSEAL_RING_KEY"]))
issuer = Issuer(ring, lifetime=int(ring.status()["policy"]["token_lifetime"]))


def tokens() -> list[str]:
    return [issuer.issue({"sub": str(os.getpid()), "n": index}) for index in range(AT_ONCE)]


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = tokens() if environ["PATH_INFO"] == "/tokens" else ring.to_jwks()
    start_response("200 OK", [("Content-Type", "application/json"), ("Cache-Control", ring.cache_control())])
    return [json.dumps(body).encode()]
