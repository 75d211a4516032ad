"""`KeySet`, and the forms in which keys may be given."""

from __future__ import annotations

import json

import pytest
import tokenseal
from samples import KEY, SIGNING
from tokenseal import KeySet, errors


def test_keys_in_any_form() -> None:
    text = tokenseal.sign({"sub": "alice"}, SIGNING, expires_in=60)
    named = {"first": KEY, "second": SIGNING}
    forms = [SIGNING, [SIGNING], (KEY, SIGNING), {SIGNING}, iter([SIGNING]), (key for key in (SIGNING,)), named.values(), KeySet([SIGNING])]
    for keys in forms:
        assert tokenseal.verify(text, keys)["sub"] == "alice"
    with pytest.raises(errors.KeyNotFoundError):
        tokenseal.verify(text, ())


def test_key_sets() -> None:
    keys = KeySet.from_jwks({"keys": [SIGNING.to_jwk(), {"kty": "EC", "kid": "bad"}]})
    assert len(keys) == 1 and [one[:3] for one in keys.rejected] == [(1, "bad", "ERR_JWK_INVALID")] and keys.rejected[0][3]
    assert keys.get(SIGNING.key_id or "") == SIGNING.public() and keys.get("bad") is None
    assert KeySet([KEY, SIGNING]).to_jwks() == {"keys": [SIGNING.to_jwk()]}
    assert len(KeySet.from_jwks(json.dumps(KeySet([KEY, SIGNING]).to_jwks(private=True)), strict=True)) == 2
