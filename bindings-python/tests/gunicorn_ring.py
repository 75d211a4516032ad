"""What test_gunicorn.py serves: workers that share one ring through its file, which is opened
before they fork, while a thread uses it all the time.

The folder RING contains the ring, the key that protects it, and a clock that the test sets.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tokenseal import Issuer, Key, KeyRing, TokenError, Verifier

folder = Path(os.environ["RING"])


def clock() -> float:
    return float((folder / "clock").read_text(encoding="utf-8"))


ring = KeyRing.open(folder / "keys.ring", Key.from_jwk((folder / "protect.jwk").read_bytes()), clock=clock)
issuer = Issuer(ring, issuer="https://issuer.example", lifetime="15m", clock=clock)
verifier = Verifier(ring, issuer="https://issuer.example", clock=clock)


def busy() -> None:
    while True:
        verifier.verify(issuer.issue({}))


threading.Thread(target=busy, daemon=True).start()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Issues a token; POST checks those in the body and returns the outcome of each."""
    refused = []
    for text in environ["wsgi.input"].read().decode().split():
        try:
            verifier.verify(text)
        except TokenError as error:
            refused.append([text, error.code])
    start_response("200 OK", [("Content-Type", "application/json"), ("Cache-Control", ring.cache_control())])
    answer = {"worker": os.getpid(), "token": issuer.issue({"sub": "alice"}), "refused": refused, "failed": ring.status()["failed"]}
    return [json.dumps(answer).encode()]
