"""`tokenseal.jws` and `tokenseal.jwe`: JSON serializations, and Python's forms of bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from samples import KEY, RECIPIENT, SIGNING
from tokenseal import errors, jwe, jws


def test_json_serializations() -> None:
    token = json.loads(jws.sign(b"a", [KEY, SIGNING], serialization="general", unprotected=[{}, {"x": 1}]))
    verified = jws.verify(token, SIGNING.public())
    assert (verified.payload, [one.index for one in verified.verified], verified.unprotected) == (b"a", [1], {"x": 1})
    with pytest.raises(errors.KeyNotFoundError):
        jws.verify(token, SIGNING, require="all")
    detached = jws.sign(b"a.b", KEY, detached=True, b64=False)
    assert jws.verify(detached.encode(), KEY, payload=bytearray(b"a.b")).unprotected is None
    with pytest.raises(errors.InvalidTokenError):
        jws.verify({"payload": object()}, KEY)
    with pytest.raises(errors.OptionError):
        jws.verify(token, KEY, payload="text")
    options: Any = {"serialization": "flattened", "aad": b"b", "unprotected": {"y": 1}, "recipient_headers": [{"z": 1}]}
    decrypted = jwe.decrypt(json.loads(jwe.encrypt(b"a", RECIPIENT, **options)), RECIPIENT)
    assert (decrypted.plaintext, decrypted.aad, decrypted.recipient) == (b"a", b"b", 0)
    assert (decrypted.unprotected, decrypted.recipient_header) == ({"y": 1}, {"z": 1})
