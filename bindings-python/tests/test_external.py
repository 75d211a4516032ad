"""Keys that never leave their hardware: `prepare` and `jwe.prepare_decrypt`."""

from __future__ import annotations

import json

import pytest
import tokenseal
from samples import RECIPIENT, SIGNING
from tokenseal import errors, jwe


def test_keys_that_are_kept_elsewhere() -> None:
    unsigned = tokenseal.prepare({"sub": "alice"}, SIGNING.public(), expires_in="15m")
    with pytest.raises(errors.InvalidSignatureError):
        unsigned.complete(bytes(64))
    assert json.loads(tokenseal.inspect_unverified(f"{unsigned.signing_input.decode()}.AA")["payload"])["sub"] == "alice"
    pending = jwe.prepare_decrypt(jwe.encrypt(b"content", RECIPIENT), RECIPIENT.public())
    assert pending.encrypted_key is None
    assert pending.peer_key is not None and not pending.peer_key.is_private
    with pytest.raises(errors.DecryptionError):
        pending.complete(bytes(32))
    for of_the_core in (tokenseal.Unsigned, jwe.Pending):
        with pytest.raises(TypeError):
            of_the_core()
    assert "alice" not in repr(unsigned)
