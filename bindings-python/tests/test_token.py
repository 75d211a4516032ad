"""`Token`: what it shows, and that nobody can change what others read."""

from __future__ import annotations

import pytest
import tokenseal
from samples import KEY, RECIPIENT, SIGNING
from tokenseal import KeySet


def test_token() -> None:
    sealed = tokenseal.seal({"sub": "alice"}, sign_with=SIGNING, encrypt_to=RECIPIENT.public(), expires_in="15m")
    token = tokenseal.unseal(sealed, decrypt_with=RECIPIENT, verify_with=KeySet([SIGNING.public()]))
    assert token["sub"] == token.get("sub") == "alice" and "sub" in token
    assert token.get("scope") is None and token.get("scope", "none") == "none" and "scope" not in token
    with pytest.raises(KeyError):
        token["scope"]
    assert (token.kind, token.key_id, token.decryption_key_id) == ("nested", SIGNING.key_id, RECIPIENT.key_id)
    assert token.outer_header is not None and token.outer_header["cty"] == "JWT"
    assert "alice" not in repr(token)


def test_nobody_changes_what_another_reads() -> None:
    token = tokenseal.verify(tokenseal.sign({"sub": "alice", "roles": ["user"], "a": {"b": []}}, KEY, expires_in=60, header={"x": [1]}), KEY)
    token.claims.clear()
    token.header["x"].append(2)
    token["roles"].append("admin")
    token.get("a")["b"].append(1)
    assert (token["sub"], token["roles"], token["a"], token.header["x"]) == ("alice", ["user"], {"b": []}, [1])
    with pytest.raises(AttributeError):
        token.claims = {}  # type: ignore[misc]
