"""Short secrets: refused, unless the call or the program allows them by name; then PyJWT's own warning is issued for each use."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import jwt as pyjwt
import pytest
import tokenseal
from compat_pyjwt.both import HS, SECRET
from cryptography.hazmat.primitives.asymmetric import rsa
from tokenseal import Key
from tokenseal.compat import pyjwt as shim

WEAK: Any = {"allow_weak_secret": True}
JWK = {"kty": "oct", "k": "c2VjcmV0"}
TOKEN = pyjwt.PyJWS().encode(b'{"sub":"alice"}', SECRET)


@pytest.fixture
def everywhere() -> Iterator[None]:
    shim.allow_weak_secrets()
    yield
    shim.allow_weak_secrets(False)


def caught(call: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What a call gives, and what it warns of."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        result = call()
    assert {one.category for one in found} <= {pyjwt.InsecureKeyLengthWarning, shim.InsecureKeyLengthWarning}
    for one in found:
        assert one.category is not shim.InsecureKeyLengthWarning or one.filename == __file__, "it names a line of the program"
    return result, [str(one.message) for one in found]


def signed(module: ModuleType, secret: Any, alg: str = "HS256") -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pyjwt.InsecureKeyLengthWarning)
        return module.encode({"sub": "alice"}, secret, alg)  # type: ignore[no-any-return]


def refused(call: Callable[[], Any]) -> None:
    with pytest.raises(shim.InvalidKeyError) as raised:
        call()
    assert raised.value.code == "ERR_KEY_WEAK"


def test_refused_by_default() -> None:
    short = pyjwt.PyJWS().encode(b"{}", SECRET)
    for secret in ("secret", b"secret", JWK, shim.PyJWK(JWK)):
        refused(lambda: shim.encode({}, secret))
        refused(lambda: shim.decode(short, secret, HS))
        refused(lambda: shim.PyJWS().encode(b"", secret))
        refused(lambda: shim.PyJWS().decode(short, secret, HS))
    algorithm = shim.get_algorithm_by_name("HS256")
    refused(lambda: algorithm.sign(b"", b"secret"))
    refused(lambda: algorithm.verify(b"", b"secret", bytes(32)))
    assert algorithm.prepare_key("secret") == b"secret", "as in PyJWT, the length is checked when the secret is used"


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_the_warnings_are_those_of_pyjwt(alg: str, everywhere: None) -> None:
    for secret in ("secret", b"secret", "ü", SECRET[:31], SECRET[:47], SECRET):
        theirs, expected = caught(lambda: pyjwt.encode({"sub": "alice"}, secret, alg))
        ours, found = caught(lambda: shim.encode({"sub": "alice"}, secret, alg))
        assert found == expected
        assert caught(lambda: shim.decode(theirs, secret, [alg])) == caught(lambda: pyjwt.decode(ours, secret, [alg])) == ({"sub": "alice"}, expected)
        theirs_of, ours_of = pyjwt.get_algorithm_by_name(alg), shim.get_algorithm_by_name(alg)
        assert theirs_of.check_key_length(theirs_of.prepare_key(secret)) == ours_of.check_key_length(ours_of.prepare_key(secret))
        assert caught(lambda: ours_of.sign(b"", ours_of.prepare_key(secret))) == (theirs_of.sign(b"", theirs_of.prepare_key(secret)), expected)


def test_by_call() -> None:
    lenient = shim.PyJWT(WEAK)
    for secret in ("secret", b"secret", JWK, shim.PyJWK(JWK)):
        token, found = caught(lambda: lenient.encode({"sub": "alice"}, secret))
        assert found == ["The HMAC key is 6 bytes long, which is below the minimum recommended length of 32 bytes for SHA256. See RFC 7518 Section 3.2."]
        for call in (
            lambda: lenient.decode(token, secret, HS),
            lambda: shim.decode(token, secret, HS, options=WEAK),
            lambda: shim.decode_complete(token, secret, HS, options=WEAK)["payload"],
        ):
            assert caught(call) == ({"sub": "alice"}, found)
        assert caught(lambda: shim.PyJWS(options=WEAK).decode(token, secret, HS)) == (b'{"sub":"alice"}', found)
        # It is not there for the next who does not allow it.
        refused(lambda: shim.decode(token, secret, HS))
        refused(lambda: shim.PyJWT().encode({}, secret))


def test_everywhere(everywhere: None) -> None:
    for secret in ("secret", b"secret", JWK, shim.PyJWK(JWK), shim.PyJWKSet([JWK]).keys[0]):
        token, found = caught(lambda: shim.encode({"sub": "alice"}, secret))
        assert len(found) == 1
        assert caught(lambda: shim.decode(token, secret, HS)) == ({"sub": "alice"}, found)
    shim.allow_weak_secrets(False)
    refused(lambda: shim.decode(token, "secret", HS))


def test_a_warning_can_be_an_error(everywhere: None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", shim.InsecureKeyLengthWarning)
        with pytest.raises(shim.InsecureKeyLengthWarning):
            shim.encode({}, "secret")
        shim.encode({}, SECRET)


def test_enforced_length_wins(everywhere: None) -> None:
    """PyJWT's option refuses short secrets, whatever else is said, and says nothing of those that are long enough."""
    enforced: Any = {"enforce_minimum_key_length": True}
    token = signed(pyjwt, "secret")
    for options in (enforced, {**enforced, **WEAK}):
        refused(lambda: shim.decode(token, "secret", HS, options=options))
        refused(lambda: shim.PyJWT(options).encode({}, "secret"))
        refused(lambda: shim.PyJWT(options).decode(token, "secret", HS))
        refused(lambda: shim.PyJWS(options=options).encode(b"", "secret"))
        assert caught(lambda: shim.decode(TOKEN, SECRET, HS, options=options)) == ({"sub": "alice"}, [])
    with pytest.raises(pyjwt.InvalidKeyError):
        pyjwt.decode(token, "secret", HS, options=enforced)


def test_what_stays_refused(everywhere: None) -> None:
    small = rsa.generate_private_key(65537, 1024)
    for secret in ("", b"", bytes(1), bytes(64), "-----BEGIN PUBLIC KEY-----", {"kty": "oct", "k": ""}, {"kty": "oct", "k": "AAAA"}):
        for call in (lambda: shim.encode({}, secret), lambda: shim.decode(TOKEN, secret, HS), lambda: shim.PyJWT(WEAK).encode({}, secret)):
            with pytest.raises(shim.InvalidKeyError):
                call()
    for call in (lambda: shim.encode({}, small, "RS256"), lambda: shim.decode(TOKEN, small.public_key(), ["RS256", "HS256"])):
        with pytest.raises(shim.InvalidKeyError):
            call()
    with pytest.raises(shim.InvalidKeyError):
        shim.encode({}, small, "PS256")


def test_the_main_api_does_not_know_of_it(everywhere: None) -> None:
    with pytest.raises(tokenseal.TokenError) as raised:
        Key.from_secret(b"secret", "HS256")
    assert raised.value.code == "ERR_KEY_WEAK"
    assert not [name for name in dir(tokenseal) if "weak" in name]
    key = Key.from_secret(b"secret", "HS256", allow_weak_secret=True)
    assert caught(lambda: shim.decode(shim.encode({}, key), key)) == ({}, []), "a Key was allowed to be weak when it was made"


def test_what_is_no_switch() -> None:
    for value in (None, 0, 1, "", "1", "False"):
        with pytest.raises(TypeError):
            shim.allow_weak_secrets(value)  # type: ignore[arg-type]
    refused(lambda: shim.encode({}, "secret"))


ENVIRONMENT = """
import tokenseal.compat.pyjwt as jwt
try:
    jwt.encode({}, "secret")
except jwt.InvalidKeyError:
    raise SystemExit(0)
raise SystemExit(1)
"""


def test_the_environment_allows_nothing() -> None:
    """Only the distribution that takes PyJWT's place reads it."""
    subprocess.run([sys.executable, "-c", ENVIRONMENT], check=True, env={"TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS": "1"})
