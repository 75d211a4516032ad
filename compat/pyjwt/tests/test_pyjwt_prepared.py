"""`PreparedKey`: what PyJWT gives is an object of `cryptography`, and what programs do with that works with ours, without what JWKs forbid."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import jwt as pyjwt
import pytest
from compat_pyjwt.both import KEYS, RSA, SECRET
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tokenseal import Key
from tokenseal.compat import pyjwt as shim

CLASSES: dict[str, tuple[type, type]] = {
    "RSA": (rsa.RSAPrivateKey, rsa.RSAPublicKey),
    "EC": (ec.EllipticCurvePrivateKey, ec.EllipticCurvePublicKey),
    "OKP": (ed25519.Ed25519PrivateKey, ed25519.Ed25519PublicKey),
}


def prepared(alg: str) -> tuple[Any, Any]:
    """The private and the public key of an algorithm, from JWKs."""
    algorithm = shim.get_algorithm_by_name(alg)
    return tuple(algorithm.from_jwk(pyjwt.get_algorithm_by_name(alg).to_jwk(key)) for key in (KEYS[alg], KEYS[alg].public_key()))  # type: ignore[return-value]


@pytest.mark.parametrize("alg", KEYS)
def test_it_passes_for_what_pyjwt_gives(alg: str) -> None:
    private, public = prepared(alg)
    private_class, public_class = CLASSES[private.key_type]
    assert isinstance(private, private_class) and not isinstance(private, public_class)
    assert isinstance(public, public_class) and not isinstance(public, private_class)
    der = Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    assert private.private_bytes(*der) == KEYS[alg].private_bytes(*der)
    spki = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    assert public.public_bytes(*spki) == private.public_key().public_bytes(*spki) == KEYS[alg].public_key().public_bytes(*spki)
    assert public == KEYS[alg].public_key() and KEYS[alg].public_key() != KEYS["ES384" if alg != "ES384" else "ES256"].public_key()
    if alg != "EdDSA":
        assert private.private_numbers() == KEYS[alg].private_numbers()
        assert public.public_numbers() == KEYS[alg].public_key().public_numbers()
        assert public.key_size == KEYS[alg].key_size


@pytest.mark.parametrize("alg", KEYS)
def test_each_library_takes_it(alg: str) -> None:
    """PyJWT itself, which has its own checks of classes, takes what the shim gives once it is asked for the object."""
    private, public = prepared(alg)
    token = shim.encode({"sub": "alice"}, private, alg)
    assert shim.decode(token, public, [alg]) == pyjwt.decode(token, shim.to_cryptography(public), [alg]) == {"sub": "alice"}
    assert shim.decode(pyjwt.encode({"sub": "bob"}, shim.to_cryptography(private), alg), public, [alg]) == {"sub": "bob"}
    algorithm = shim.get_algorithm_by_name(alg)
    assert algorithm.prepare_key(public) is public
    assert algorithm.to_jwk(public, as_dict=True) == pyjwt.get_algorithm_by_name(alg).to_jwk(KEYS[alg].public_key(), as_dict=True)
    with pytest.raises(shim.InvalidKeyError):
        shim.encode({}, public, alg)
    with pytest.raises(shim.InvalidKeyError):
        shim.encode({}, private, "HS256")


def test_it_is_a_key_of_ours() -> None:
    key = Key.generate("ES256")
    made = shim.PyJWK(key.to_jwk(private=True)).key
    assert isinstance(made.key, Key) and made.key.algorithm == made.algorithm == "ES256"
    assert (made.key_type, made.is_private) == ("EC", True)
    assert made.public() == made.key.public()
    assert shim.decode(shim.encode({"a": 1}, made), made) == {"a": 1}, "it is bound, as its JWK is"
    with pytest.raises(shim.PyJWTError):
        shim.encode({}, made, "ES384")


def test_what_its_jwk_forbids_stays_forbidden() -> None:
    jwk = shim.algorithms.RSAAlgorithm.to_jwk(RSA, as_dict=True)
    del jwk["key_ops"]
    for members in ({"key_ops": ["verify"]}, {"use": "enc"}, {"alg": "PS512"}):
        made = shim.algorithms.RSAAlgorithm.from_jwk({**jwk, **members})
        with pytest.raises(shim.PyJWTError):
            shim.encode({}, made, "RS256")


def test_equal_copied_and_pickled() -> None:
    private, public = prepared("ES256")
    again = shim.algorithms.ECAlgorithm.from_jwk(public.to_jwk())
    assert public == again and hash(public) == hash(again) and public != private and public != prepared("ES384")[1]
    assert public != "text" and public == public.key
    assert copy.copy(public) is copy.deepcopy(public) is public
    assert pickle.loads(pickle.dumps(public)) == public
    with pytest.raises(TypeError):
        pickle.dumps(private)


def test_nothing_secret_is_shown() -> None:
    private, _ = prepared("EdDSA")
    assert repr(private) == str(private) == "PreparedKey(key_type='OKP', algorithm=None, key_id=None, is_private=True)"
    with pytest.raises(AttributeError) as raised:
        private.no_such_attribute
    assert private.to_jwk(private=True)["d"] not in str(raised.value)


def test_a_kind_that_cryptography_may_lack() -> None:
    key = Key.generate("ML-DSA-44")
    made = shim.algorithms.MLDSAAlgorithm("ML-DSA-44").from_jwk(key.to_jwk())
    assert made.to_pem() == key.to_pem() and made.key_type == "AKP"
    assert shim.decode(shim.encode({}, key), made) == {}


def test_secrets_are_bytes() -> None:
    for made in (shim.PyJWK({"kty": "oct", "k": "AAECAwQFBgcICQ" * 7}).key, shim.get_algorithm_by_name("HS256").prepare_key(SECRET)):
        assert type(made) is bytes


WITHOUT = """
import sys
sys.modules["cryptography"] = None
import tokenseal.compat.pyjwt as jwt
from tokenseal import Key
key = jwt.PyJWK(Key.generate("ES256").to_jwk(private=True)).key
assert type(key) is key.__class__ is jwt.PreparedKey
assert jwt.decode(jwt.encode({}, key), key) == {} and key.key_type == "EC"
assert not hasattr(key, "public_bytes") and key != object()
try:
    jwt.to_cryptography(key)
except ImportError:
    raise SystemExit(0)
raise SystemExit(1)
"""


def test_without_cryptography() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT], check=True)
