"""Keys made from what a caller passed, kept so that they are not parsed again for every token.

A key is kept under a keyed hash of what it was made from (BLAKE2b; the hash's own key is
random, and new in every process), so that no copy of a secret stays behind in Python's memory.
What is kept is a `tokenseal.Key`, whose memory is wiped when it is dropped: at the latest when
`MAX_KEYS` others have been used since, or with `forget_keys`. To control how long a key lives,
pass a `tokenseal.Key`: that is never kept.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b

from tokenseal import Key

MAX_KEYS = 32

_hash_key = os.urandom(32)
_lock = threading.Lock()
_keys: OrderedDict[tuple[str, bytes], Key] = OrderedDict()


def kept(source: bytes, kind: str, make: Callable[[], Key]) -> Key:
    """The key of the same kind that was made from the same source, or the one that `make` returns. Its
    exceptions are not kept.
    """
    name = (kind, blake2b(source, key=_hash_key, digest_size=32).digest())
    with _lock:
        key = _keys.get(name)
        if key is not None:
            _keys.move_to_end(name)
            return key
    key = make()
    with _lock:
        _keys[name] = key
        while len(_keys) > MAX_KEYS:
            _keys.popitem(last=False)
    return key


def forget_keys() -> None:
    """Drops every kept key, which wipes those that nobody else holds."""
    with _lock:
        _keys.clear()


def _after_fork() -> None:
    # The lock may have been held by a thread that the child does not have.
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
