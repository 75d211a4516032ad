"""Issuers that encrypt to the keys that a recipient publishes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from tokenseal import Issuer, Key, KeyNotFoundError, KeySet, KeySetUnavailableError, RemoteKeySet, unseal


def recipient(*keys: Key) -> tuple[RemoteKeySet, list[int]]:
    """A recipient's published keys, and how often they were requested."""
    asked: list[int] = []

    def fetch(_request: Any) -> tuple[int, dict[str, str], bytes]:
        asked.append(1)
        return 200, {}, json.dumps(KeySet([key.public() for key in keys]).to_jwks()).encode()

    return RemoteKeySet("https://api.example/jwks.json", fetch=fetch), asked


def test_an_issuer_encrypts_to_published_keys() -> None:
    rsa, ec, signing = Key.generate("RSA-OAEP-256"), Key.generate("ECDH-ES+A256KW"), Key.generate("ES256")
    keys, asked = recipient(rsa, ec)
    token = Issuer(signing, keys, lifetime="5m").issue({"sub": "alice"})
    assert unseal(token, decrypt_with=ec, verify_with=signing.public())["sub"] == "alice"
    token = Issuer(signing, keys, lifetime="5m", key_management=["RSA-OAEP-256"]).issue({"sub": "alice"})
    assert unseal(token, decrypt_with=rsa, verify_with=signing.public())["sub"] == "alice"
    assert len(asked) == 1
    assert asyncio.run(Issuer(signing, keys, lifetime="5m").issue_async({"sub": "bob"})).count(".") == 4
    assert asyncio.run(Issuer(signing, lifetime="5m").issue_async({"sub": "bob"})).count(".") == 2


def test_an_issuer_says_that_the_recipients_keys_cannot_be_had() -> None:
    def fetch(_request: Any) -> tuple[int, dict[str, str], bytes]:
        return 500, {}, b""

    issuer = Issuer(Key.generate("ES256"), RemoteKeySet("https://api.example/jwks.json", fetch=fetch, timeout="1s"), lifetime="5m")
    with pytest.raises(KeySetUnavailableError):
        issuer.issue({"sub": "alice"})
    keys, _ = recipient(Key.generate("ES256"))
    with pytest.raises(KeyNotFoundError):
        Issuer(Key.generate("ES256"), keys, lifetime="5m").issue({})
