"""`Key`: equality, hashing, passwords, pickling, and secrets that are not shown."""

from __future__ import annotations

import pickle
import threading
from typing import Any

import pytest
import tokenseal
from samples import CERTIFICATE, ENCRYPTED_PEM, KEY, PRIVATE_PEM, RECIPIENT, SIGNING, pickled
from tokenseal import Issuer, Key, KeySet, TokenError, Verifier, jws


def test_keys_compare_and_hash() -> None:
    same = Key.from_jwk(SIGNING.to_jwk(private=True))
    assert same == SIGNING and hash(same) == hash(SIGNING) and same is not SIGNING
    assert len({SIGNING, same, SIGNING.public(), KEY}) == 3
    assert SIGNING != SIGNING.public() and SIGNING != "key" and SIGNING in KeySet([KEY, same])
    named = Key.from_jwk(SIGNING.to_jwk(private=True) | {"kid": "other"})
    assert named != SIGNING
    assert KeySet([SIGNING, KEY]) == KeySet([same, KEY]) != KeySet([KEY, same]) and KeySet([KEY]) != [KEY]
    assert hash(KeySet([SIGNING, KEY])) == hash(KeySet([same, KEY])) and "key" not in KeySet([KEY])


def test_secrets_are_not_shown() -> None:
    secret = b"a secret that nobody may ever see"
    key = Key.from_secret(secret, "HS256")
    private = SIGNING.to_jwk(private=True)["d"]
    shown = [repr(key), repr(KeySet([key, SIGNING])), repr(SIGNING), str(SIGNING), format(key)]
    for wrong in [{"kty": "oct", "k": secret.decode()}, {"kty": "EC", "crv": "P-256", "d": private}]:
        with pytest.raises(TokenError) as caught:
            Key.from_jwk(wrong)
        shown += [str(caught.value), repr(caught.value)]
    assert not any(secret.decode() in text or private in text for text in shown)


@pytest.mark.parametrize("secret", [SIGNING, KEY, KeySet([SIGNING.public(), SIGNING])], ids=["private", "secret", "set"])
def test_secrets_are_not_pickled(secret: Any) -> None:
    with pytest.raises(TypeError, match="a private or secret Key cannot be pickled"):
        pickle.dumps(secret)
    for holder in (Verifier(KEY), Issuer(KEY), tokenseal.verify(tokenseal.sign({}, KEY, expires_in=60), KEY)):
        with pytest.raises(TypeError, match="cannot pickle 'tokenseal"):
            pickle.dumps(holder)


@pytest.mark.parametrize("key", [SIGNING, RECIPIENT, Key.generate("RS256"), Key.generate("ML-DSA-44", key_id="other")], ids=Key.thumbprint)
def test_public_keys_are_pickled(key: Key) -> None:
    unbound = Key.from_jwk({name: value for name, value in key.public().to_jwk().items() if name != "alg"}) if key.key_type == "EC" else key.public()
    for public in (key.public(), unbound, Key.from_certificate(CERTIFICATE, "Ed25519", key_id="x")):
        assert pickled(public) == public and pickled(public).to_jwk() == public.to_jwk()
    assert pickled(KeySet([key.public()])) == KeySet([key.public()])
    assert pickled(tokenseal.verify) is tokenseal.verify and pickled(jws.sign) is jws.sign


@pytest.mark.parametrize("password", ["correct horse", b"correct horse", bytearray(b"correct horse"), memoryview(b"correct horse")])
def test_forms_of_passwords(password: Any) -> None:
    key = Key.from_pem(ENCRYPTED_PEM, "Ed25519", password=password)
    assert key == Key.from_pem(PRIVATE_PEM, "Ed25519", password=None)
    assert key.public() == Key.from_certificate(CERTIFICATE, "Ed25519") == Key.from_certificate(CERTIFICATE.encode(), "Ed25519")


def test_slow_work_lets_others_run() -> None:
    thread = threading.Thread(target=Key.generate, args=("RS256",), kwargs={"bits": 4096})
    thread.start()
    turns = 0
    while thread.is_alive():
        turns += 1
        thread.join(0.002)
    assert turns > 3
