"""PyJWT and `tokenseal.compat.pyjwt` take the same keys, and read each other's tokens."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import Any

import jwt as pyjwt
import pytest
from compat_pyjwt.both import HS, KEYS, RS_JWK, RS_TOKEN, SECRET, assert_same, forms, outcome
from tokenseal import Key
from tokenseal.compat import pyjwt as shim
from tokenseal.compat.pyjwt import _keys as _keys_module
from tokenseal.compat.pyjwt._cache import MAX_KEYS, _keys


@pytest.mark.parametrize("alg", KEYS)
def test_keys(alg: str) -> None:
    signing, verifying = forms(alg)
    others = [key for other, key in KEYS.items() if other[:2] != alg[:2] and {other[:2], alg[:2]} != {"RS", "PS"}]
    for makes in (pyjwt, shim):
        tokens = [makes.encode({"sub": "alice"}, key, alg) for key in signing]
        for key in verifying:
            assert_same(lambda module: [module.decode(token, key, [alg]) for token in tokens])
            assert_same(lambda module: module.decode(tokens[0][:-8] + "AAAAAAAA", key, [alg]))
            assert_same(lambda module: module.decode(tokens[0], key, ["HS256", "XX"]))
        assert shim.decode(tokens[0], verifying[0], [alg]) == {"sub": "alice"}
    for form in signing + verifying:
        assert "InvalidKeyError" in outcome(lambda module: module.encode({}, form, "HS256"), shim)
        assert "InvalidKeyError" in outcome(lambda module: module.decode(pyjwt.encode({}, SECRET), form, ["HS256", alg]), shim)
    for key in others:
        assert "PyJWTError" in outcome(lambda module: module.encode({}, key, alg), shim)
        assert "PyJWTError" in outcome(lambda module: module.decode(tokens[0], key.public_key(), [alg]), shim)


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_secrets(alg: str) -> None:
    for secret in (SECRET, SECRET.encode(), "ü" * 40 + SECRET, bytes(range(200)), {"kty": "oct", "k": "AAECAwQFBgcICQ" * 7}):
        for makes in (pyjwt, shim):
            jwk = isinstance(secret, dict)
            token = makes.encode({"sub": "alice"}, makes.PyJWK(secret) if jwk else secret, alg)
            assert_same(lambda module: module.decode(token, module.PyJWK(secret, alg) if jwk else secret, [alg]))
            assert shim.decode(token, secret, [alg]) == {"sub": "alice"}
    for public in (forms("RS256")[1] + forms("EdDSA")[1])[1:]:
        if isinstance(public, (str, bytes)):
            assert_same(lambda module: module.encode({}, public, alg))
            assert_same(lambda module: module.decode(pyjwt.encode({}, SECRET, alg), public, [alg, "RS256", "EdDSA"]))


@pytest.mark.parametrize("alg", KEYS)
def test_jwks(alg: str) -> None:
    """JWKs are exchanged both ways, with `alg` and without."""
    private = pyjwt.get_algorithm_by_name(alg).to_jwk(KEYS[alg], as_dict=True)
    public = pyjwt.get_algorithm_by_name(alg).to_jwk(KEYS[alg].public_key(), as_dict=True)
    ours = shim.get_algorithm_by_name(alg)
    assert ours.to_jwk(KEYS[alg], as_dict=True).keys() == private.keys()
    assert ours.to_jwk(KEYS[alg].public_key(), as_dict=True) == public
    assert json.loads(ours.to_jwk(ours.from_jwk(json.dumps(public)))) == public
    for members in ({}, {"alg": alg}, {"alg": alg, "use": "sig", "kid": "a"}):
        for makes in (pyjwt, shim):
            token = makes.encode({"sub": "alice"}, makes.PyJWK({**private, **members}, alg))
            assert_same(lambda module: module.decode(token, module.PyJWK({**public, **members}, alg)))
            assert_same(lambda module: module.decode(token, module.PyJWK({**public, **members}).key, [alg]))
            assert_same(lambda module: module.decode(token, module.PyJWK({**public, **members}), ["HS256"]))
            assert_same(lambda module: module.get_unverified_header(token))
            assert shim.decode(token, {**public, **members}, [alg]) == shim.decode(token, json.dumps(public), [alg]) == {"sub": "alice"}
        for name in ("key_id", "key_type", "public_key_use", "algorithm_name"):
            assert_same(lambda module: getattr(module.PyJWK({**public, **members}), name))
    assert_same(lambda module: len(module.PyJWKSet([public, {"kty": "XX"}, 1, {**public, "alg": "RSA-OAEP"}]).keys))


def test_an_issuer_with_an_odd_x5t() -> None:
    """Some issuers publish the base64url of the hexadecimal text. PyJWT does not look at it, and neither does the shim."""
    jwk = {**RS_JWK, "alg": "RS256", "kid": "1", "x5t": "NEE1QURBOTM4MzI5RkFDNTYxOTU1MDg2ODgwQ0UzMTk1QjYyRkRFQw"}
    assert_same(lambda module: module.decode(RS_TOKEN, module.PyJWKSet([jwk])["1"]))
    assert shim.decode(RS_TOKEN, jwk, ["RS256"]) == {"sub": "alice"}


def test_a_key_of_ours() -> None:
    """A `tokenseal.Key` keeps its own rules: its algorithm, its `kid`, what it may do."""
    key = Key.generate("ES256", key_id="mine")
    token = shim.encode({"sub": "alice"}, key)
    assert shim.get_unverified_header(token) == {"alg": "ES256", "typ": "JWT", "kid": "mine"}
    assert shim.decode(token, key.public()) == shim.decode(token, key.public(), ["ES256"]) == {"sub": "alice"}
    for call in (
        lambda: shim.encode({}, key, "ES384"),
        lambda: shim.encode({}, key, headers={"kid": "another"}),
        lambda: shim.encode({}, key.public()),
        lambda: shim.decode(token, Key.from_jwk({**key.public().to_jwk(), "kid": "another"})),
        lambda: shim.decode(token, key, ["ES384"]),
        lambda: shim.decode(token, Key.generate("dir", enc="A256GCM"), ["ES256"]),
    ):
        with pytest.raises(shim.PyJWTError):
            call()
    with pytest.raises(shim.DecodeError, match="algorithms"):
        shim.decode(token, Key.from_jwk({name: value for name, value in key.public().to_jwk().items() if name != "alg"}))


def test_keys_are_kept_and_forgotten() -> None:
    shim.forget_keys()
    assert not _keys
    for number in range(MAX_KEYS + 5):
        shim.encode({}, f"{number:064}!")
    assert len(_keys) == MAX_KEYS
    assert not any(b"0000" in part for name, part in _keys), "a secret is among the names"
    with pytest.raises(shim.InvalidKeyError):
        shim.encode({}, "short")
    assert len(_keys) == MAX_KEYS
    # A secret under one algorithm is no key for another.
    token = shim.encode({}, SECRET, "HS512")
    assert shim.decode(token, SECRET, ["HS256", "HS512"]) == {}
    with pytest.raises(shim.InvalidAlgorithmError):
        shim.decode(token, SECRET, ["HS256"])
    shim.forget_keys()
    assert not _keys
    assert shim.decode(token, SECRET, ["HS512"]) == {}


def test_threads() -> None:
    token = shim.encode({"sub": "alice"}, SECRET)
    found: list[Any] = []

    def work(number: int) -> None:
        for turn in range(200):
            shim.encode({}, f"{SECRET}{number}{turn}")
            found.append(shim.decode(token, SECRET, HS))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{"sub": "alice"}] * 800


WITHOUT_CRYPTOGRAPHY = """
import sys
sys.modules["cryptography"] = None
import tokenseal.compat.pyjwt as jwt
pem, public = sys.argv[1:]
token = jwt.encode({"sub": "alice"}, pem, "ES256")
assert jwt.decode(token, public, ["ES256"]) == {"sub": "alice"}
try:
    jwt.encode({}, object())
except jwt.InvalidKeyError as error:
    assert isinstance(error, TypeError)
"""


def test_cryptography_is_not_needed() -> None:
    key = Key.generate("ES256")
    subprocess.run([sys.executable, "-c", WITHOUT_CRYPTOGRAPHY, key.to_pem(private=True), key.to_pem()], check=True)


def test_a_key_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The short way is taken: a text is not read again for each token."""
    read: list[str] = []
    whole = _keys_module._of_text

    def counting(text: bytes, alg: str, weak: bool) -> Key:
        read.append(alg)
        return whole(text, alg, weak)

    monkeypatch.setattr(_keys_module, "_of_text", counting)
    shim.forget_keys()
    signing, verifying = forms("ES256")
    for _ in range(10):
        assert shim.decode(shim.encode({"sub": "alice"}, SECRET), SECRET, HS) == {"sub": "alice"}
        assert shim.decode(shim.encode({"sub": "bob"}, signing[1], "ES256"), verifying[1], ["ES256"]) == {"sub": "bob"}
    assert sorted(read) == ["ES256", "ES256", "HS256"]
