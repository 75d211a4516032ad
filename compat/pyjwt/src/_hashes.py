"""Hash functions, as algorithm objects are made with them: classes with a `name`, or functions of `hashlib`.

The classes here stand for those of the package `cryptography` where a program does not have it. They name a hash; `hashlib` computes it.
"""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar


class HashAlgorithm:
    """The name of a hash, and its sizes in bytes."""

    name: ClassVar[str]
    digest_size: ClassVar[int]
    block_size: ClassVar[int]


class SHA1(HashAlgorithm):
    """SHA-1: for digests. No algorithm of the core signs by it."""

    name, digest_size, block_size = "sha1", 20, 64


class SHA256(HashAlgorithm):
    """SHA-256."""

    name, digest_size, block_size = "sha256", 32, 64


class SHA384(HashAlgorithm):
    """SHA-384."""

    name, digest_size, block_size = "sha384", 48, 128


class SHA512(HashAlgorithm):
    """SHA-512."""

    name, digest_size, block_size = "sha512", 64, 128


def name_of(hash_alg: Any) -> str:
    """hashlib's name of a hash. A TypeError for anything that does not name one."""
    name = getattr(hash_alg, "name", None)
    if name is None and callable(hash_alg):
        name = getattr(hash_alg(), "name", None)
    if not isinstance(name, str):
        raise TypeError("a hash must be a class with a name, or a function of hashlib")
    return name


def digest(hash_alg: Any, data: bytes) -> bytes:
    """The digest of bytes."""
    return hashlib.new(name_of(hash_alg), data, usedforsecurity=False).digest()
