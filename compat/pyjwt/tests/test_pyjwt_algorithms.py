"""Algorithm objects: what PyJWT's sign, the shim's verify, and the other way round; and a key does only what it was made for."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import Any

import jwt as pyjwt
import pytest
from compat_pyjwt.both import KEYS, RSA, SECRET, forms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x25519
from compat_pyjwt.certificate import certificate
from tokenseal import Key, TokenError
from tokenseal.compat import pyjwt as shim

MESSAGE = b"any bytes, and not a token"
OTHERS = {alg: Key.generate(alg) for alg in ("RS256", "PS256", "ES256", "ES384", "EdDSA", "HS256")}


def both(alg: str) -> tuple[Any, Any]:
    return pyjwt.get_algorithm_by_name(alg), shim.get_algorithm_by_name(alg)


@pytest.mark.parametrize("alg", KEYS)
def test_signatures_are_exchanged(alg: str) -> None:
    theirs, ours = both(alg)
    signing, verifying = forms(alg)
    for private in signing:
        signed = ours.sign(MESSAGE, ours.prepare_key(private))
        assert theirs.verify(MESSAGE, KEYS[alg].public_key(), signed) is True
        assert ours.verify(MESSAGE, KEYS[alg].public_key(), signed) is True
    signed = theirs.sign(MESSAGE, KEYS[alg])
    for public in verifying:
        assert ours.verify(MESSAGE, ours.prepare_key(public), signed) is True
        assert ours.verify(MESSAGE, public, signed) is True, "a key that was not prepared"
        assert ours.verify(MESSAGE + b"!", ours.prepare_key(public), signed) is False


@pytest.mark.parametrize("alg", KEYS)
def test_a_signature_of_another_length(alg: str) -> None:
    theirs, ours = both(alg)
    public = KEYS[alg].public_key()
    signed = theirs.sign(MESSAGE, KEYS[alg])
    for other in (b"", signed[:-1], signed + b"\x00", bytes(len(signed)), signed[::-1], b"\xff" * len(signed), bytes(10_000)):
        assert ours.verify(MESSAGE, ours.prepare_key(public), other) is False
        assert theirs.verify(MESSAGE, public, other) is False


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_secrets(alg: str) -> None:
    theirs, ours = both(alg)
    secret = ours.prepare_key(SECRET)
    assert secret == theirs.prepare_key(SECRET) == SECRET.encode()
    signed = ours.sign(MESSAGE, secret)
    assert signed == theirs.sign(MESSAGE, secret)
    assert ours.verify(MESSAGE, secret, signed) is theirs.verify(MESSAGE, secret, signed) is True
    for other in (b"", signed[:-1], signed + b"\x00", bytes(len(signed))):
        assert ours.verify(MESSAGE, secret, other) is theirs.verify(MESSAGE, secret, other) is False
    assert ours.sign(MESSAGE, Key.from_secret(SECRET.encode(), alg)) == signed


def test_what_only_tokenseal_has() -> None:
    for alg in ("Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"):
        key, algorithm = Key.generate(alg), shim.get_algorithm_by_name(alg)
        signed = algorithm.sign(MESSAGE, key)
        assert algorithm.verify(MESSAGE, key.public(), signed) is True
        assert algorithm.verify(MESSAGE, key.public(), signed[:-1]) is False


def refused(call: Any) -> shim.InvalidKeyError:
    with pytest.raises(shim.InvalidKeyError) as raised:
        call()
    return raised.value


@pytest.mark.parametrize("alg", KEYS)
def test_a_key_does_only_what_it_was_made_for(alg: str) -> None:
    ours = shim.get_algorithm_by_name(alg)
    private, public = KEYS[alg], KEYS[alg].public_key()
    signed = ours.sign(MESSAGE, private)
    error = refused(lambda: ours.sign(MESSAGE, public))
    assert error.code == "ERR_KEY_MISMATCH" and isinstance(error.__cause__, TokenError)
    for other, key in OTHERS.items():
        if other != alg:
            refused(lambda: ours.sign(MESSAGE, key))
            refused(lambda: ours.verify(MESSAGE, key, signed))
    jwk = ours.to_jwk(private, as_dict=True)
    jwk.pop("key_ops", None)
    for members, signs, verifies in (({"key_ops": ["verify"]}, False, True), ({"key_ops": ["sign"]}, True, False), ({"use": "enc"}, False, False)):
        key = ours.from_jwk({**jwk, **members})
        if signs:
            assert ours.verify(MESSAGE, public, ours.sign(MESSAGE, key))
        else:
            refused(lambda: ours.sign(MESSAGE, key))
        if verifies:
            assert ours.verify(MESSAGE, key, signed)
        else:
            refused(lambda: ours.verify(MESSAGE, key, signed))
    for junk in (None, 1, object(), "", b"", "no key", [], {}):
        refused(lambda: ours.sign(MESSAGE, junk))
        refused(lambda: ours.verify(MESSAGE, junk, signed))
    for message in (None, 1, [], object()):
        with pytest.raises(TypeError):
            ours.sign(message, private)
        with pytest.raises(TypeError):
            ours.verify(message, public, signed)


def test_secrets_that_are_none() -> None:
    ours = shim.get_algorithm_by_name("HS256")
    for call in (lambda secret: ours.sign(MESSAGE, secret), lambda secret: ours.verify(MESSAGE, secret, bytes(32))):
        for secret in ("", b"", bytes(64), "short", *forms("RS256")[1][1:], *forms("EdDSA")[0][1:]):
            refused(lambda: call(secret))
        for secret in (None, 1, RSA):
            with pytest.raises(TypeError):
                call(secret)
        refused(lambda: call(Key.generate("HS512")))
        refused(lambda: call(OTHERS["RS256"]))


def test_a_hash_that_no_algorithm_has() -> None:
    """As oauthlib makes it, for RSA-SHA1."""
    ours = shim.algorithms.RSAAlgorithm(shim.algorithms.hashes.SHA1)
    assert ours.hash_alg.name == "sha1"
    assert ours.compute_hash_digest(b"a") == hashlib.sha1(b"a").digest()
    other_curve = shim.algorithms.ECAlgorithm(shim.algorithms.ECAlgorithm.SHA256, ec.SECP384R1)
    for algorithm in (ours, other_curve):
        for call in (lambda: algorithm.prepare_key(RSA), lambda: algorithm.sign(b"", RSA), lambda: algorithm.verify(b"", RSA, b"")):
            with pytest.raises(NotImplementedError):
                call()


def test_made_with_any_name_of_a_hash() -> None:
    own = shim.algorithms._hashes  # type: ignore[attr-defined]
    for hash_alg in (hashes.SHA256, hashlib.sha256, own.SHA256, shim.algorithms.RSAAlgorithm.SHA256):
        ours = shim.algorithms.RSAAlgorithm(hash_alg)
        assert pyjwt.get_algorithm_by_name("RS256").verify(MESSAGE, RSA.public_key(), ours.sign(MESSAGE, RSA))
    with pytest.raises(TypeError):
        shim.algorithms.RSAAlgorithm("sha256")


def test_the_type_of_a_key_is_checked() -> None:
    for alg, key in (("RS256", KEYS["ES256"]), ("ES256", KEYS["EdDSA"]), ("EdDSA", RSA), ("RS256", object())):
        theirs, ours = both(alg)
        refused(lambda: ours.check_crypto_key_type(key))
        with pytest.raises(pyjwt.InvalidKeyError):
            theirs.check_crypto_key_type(key)
        ours.check_crypto_key_type(KEYS[alg])
        ours.check_crypto_key_type(ours.prepare_key(KEYS[alg]))
    with pytest.raises(ValueError):
        shim.get_algorithm_by_name("HS256").check_crypto_key_type(b"")


@pytest.mark.parametrize("alg", KEYS)
def test_back_to_cryptography(alg: str) -> None:
    """Where a program goes on with what PyJWT gives: the same object can be had."""
    ours = shim.get_algorithm_by_name(alg)
    jwk = ours.to_jwk(KEYS[alg], as_dict=True)
    private = shim.to_cryptography(shim.PyJWK(jwk, alg))
    assert private.private_numbers() == KEYS[alg].private_numbers() if alg != "EdDSA" else private.private_bytes_raw() == KEYS[alg].private_bytes_raw()
    public = shim.to_cryptography(ours.from_jwk(ours.to_jwk(KEYS[alg].public_key(), as_dict=True)))
    assert public == KEYS[alg].public_key()
    for none in (shim.PyJWK({"kty": "oct", "k": "AAECAwQFBgcICQ" * 7}), Key.generate("HS256"), KEYS[alg], b"", None):
        refused(lambda: shim.to_cryptography(none))


def test_objects_that_are_no_keys_for_signatures() -> None:
    objects: list[Any] = [x25519.X25519PrivateKey.generate(), ed448.Ed448PrivateKey.generate(), dsa.generate_private_key(1024)]
    objects += [rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()]
    token = pyjwt.encode({}, RSA, "RS256")
    for private in objects:
        refused(lambda: shim.encode({}, private, "RS256"))
        refused(lambda: shim.decode(token, private.public_key(), ["RS256"]))


def test_certificates() -> None:
    made = certificate(RSA)
    loaded = x509.load_pem_x509_certificate(made)
    token = shim.encode({"sub": "alice"}, RSA, "RS256")
    assert shim.decode(token, loaded.public_key(), ["RS256"]) == shim.decode(token, made, ["RS256"]) == {"sub": "alice"}
    assert "public_key()" in str(refused(lambda: shim.decode(token, loaded, ["RS256"])))


class Hardware:
    """A key that does not leave its hardware."""

    def private_bytes(self, encoding: Any, format: Any, encryption_algorithm: Any) -> bytes:
        raise NotImplementedError


def test_a_key_that_does_not_export_itself() -> None:
    assert "tokenseal.prepare" in str(refused(lambda: shim.encode({}, Hardware(), "RS256")))


NOT_IMPORTED = """
import sys
import tokenseal.compat.pyjwt as jwt
key = jwt.algorithms.ECAlgorithm(jwt.algorithms.ECAlgorithm.SHA256).prepare_key(sys.argv[1])
token = jwt.encode({}, key, "ES256")
jwt.decode(token, jwt.PyJWK({**key.to_jwk()}))
assert not [name for name in sys.modules if name.split(".")[0] == "cryptography"]
"""

WITHOUT_CRYPTOGRAPHY = """
import sys
sys.modules["cryptography"] = None
import tokenseal.compat.pyjwt as jwt
for algorithm in jwt.algorithms.get_default_algorithms().values():
    assert getattr(algorithm, "expected_curve", None) is None or isinstance(algorithm.expected_curve, str)
RS = jwt.algorithms.RSAAlgorithm(jwt.algorithms.hashes.SHA256)
assert RS.compute_hash_digest(b"") and RS.hash_alg.digest_size == 32
assert not hasattr(jwt.algorithms, "RSAPublicKey") and not hasattr(jwt.algorithms, "no_such_name")
assert jwt.help.info()["cryptography"]
"""


def test_cryptography_is_not_imported() -> None:
    pem = Key.generate("ES256").to_pem(private=True)
    for code in (NOT_IMPORTED, WITHOUT_CRYPTOGRAPHY.replace("import tokenseal", "import tokenseal.compat.pyjwt.help, tokenseal")):
        subprocess.run([sys.executable, "-c", code, pem], check=True)
