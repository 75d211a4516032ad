"""Wrong input to every public function: a code of the table or a TypeError, never a panic, never
ERR_INTERNAL.
"""

from __future__ import annotations

import inspect
import random
import threading
from collections import UserDict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any, get_args

import pytest
import tokenseal
from tokenseal import Issuer, Key, KeySet, TokenError, Verifier, errors, jwe, jws

CODES = set(get_args(errors.ErrorCode)) - {"ERR_INTERNAL"}
HMAC = Key.from_secret(bytes(range(32)), "HS256")
EC = Key.generate("ES256")
DIRECT = Key.generate("dir", enc="A256GCM")
AGREEMENT = Key.generate("ECDH-ES+A256KW")
SIGNED = tokenseal.sign({"sub": "alice"}, EC, expires_in="1h")
ENCRYPTED = tokenseal.encrypt({"sub": "alice"}, DIRECT, expires_in="1h")
SEALED = tokenseal.seal({"sub": "alice"}, sign_with=EC, encrypt_to=AGREEMENT.public(), expires_in="1h")


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def cycle() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["self"] = [value]
    return value


def released() -> memoryview:
    view = memoryview(b"a.b.c")
    view.release()
    return view


class Changing(UserDict):  # type: ignore[type-arg]
    """Changes while it is being read."""

    def items(self) -> Any:
        self.data[len(self.data)] = 1
        return super().items()


# Claims that JSON cannot hold.
NOT_JSON: dict[str, Any] = {
    "NaN": {"a": float("nan")},
    "infinity": {"a": [float("-inf")]},
    "a number as name": {1: 2},
    "None as name": {"a": {None: 2}},
    "a lone surrogate": {"a": "\ud800"},
    "a lone surrogate in a name": {"\udfff": 1},
    "a huge integer": {"a": 10**400},
    "an integer beyond Python's own limit for texts": {"a": -(10**5000)},
    "bytes": {"a": b"bytes"},
    "a set": {"a": {1}},
    "an object": {"a": object()},
    "a length of time": {"a": timedelta(seconds=1)},
    "a naive datetime": {"a": datetime.now()},
    "too deep": {"a": deep(100_000)},
    "within itself": cycle(),
    "a mapping that changes": Changing({"a": 1}),
}

GARBAGE: list[Any] = [
    *[None, True, False, 0, -1, 1.5, float("nan"), 2**63, 10**400, "", "a", "\x00", "\ud800", "a.b.c", "a.b.c.d.e", "....", "{}", "x" * 300_000],
    *[b"", b"\xff\xfe", b"{}", b"null", b'{"a":NaN}', b'{"a":1,"a":2}', b"[" * 100_000, bytearray(b"a.b.c"), memoryview(b"{}"), memoryview(b"abcd")[::2]],
    *[[], [None], [1], ["a"], (), ("a", 1), {}, {"a": None}, {"keys": None}, {"keys": [None, 1, {}]}, {"kty": "oct", "k": ""}, {"kty": "RSA", "n": 1}],
    *[HMAC, EC, DIRECT, AGREEMENT, KeySet([]), [EC, None], SIGNED, ENCRYPTED, SEALED, object(), type, len, range(3), {1, 2}, 1j],
    *[datetime.now(), datetime.now(timezone.utc), timedelta(days=1), timedelta(seconds=-1.5), *NOT_JSON.values()],
]

# Each public function by name, with arguments that work.
FUNCTIONS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "sign": (tokenseal.sign, {"claims": {"a": 1}, "key": EC, "no_expiry": True}),
    "encrypt": (tokenseal.encrypt, {"claims": {"a": 1}, "key": DIRECT, "no_expiry": True}),
    "seal": (tokenseal.seal, {"claims": {"a": 1}, "sign_with": HMAC, "encrypt_to": DIRECT, "no_expiry": True}),
    "verify": (tokenseal.verify, {"token": SIGNED, "keys": EC}),
    "decrypt": (tokenseal.decrypt, {"token": ENCRYPTED, "keys": [DIRECT]}),
    "unseal": (tokenseal.unseal, {"token": SEALED, "decrypt_with": AGREEMENT, "verify_with": EC}),
    "prepare": (tokenseal.prepare, {"claims": {"a": 1}, "public_key": EC, "no_expiry": True}),
    "Unsigned.complete": (tokenseal.prepare({}, EC, no_expiry=True).complete, {"signature": bytes(64)}),
    "inspect_unverified": (tokenseal.inspect_unverified, {"token": SIGNED}),
    "Issuer": (Issuer, {"signing_key": EC, "encryption_key": DIRECT}),
    "Issuer.issue": (Issuer(HMAC, lifetime=60).issue, {"claims": {"a": 1}}),
    "Verifier": (Verifier, {"keys": EC, "decryption_keys": AGREEMENT}),
    "Verifier.verify": (Verifier(EC).verify, {"token": SIGNED}),
    "Verifier.verify_many": (Verifier(EC).verify_many, {"tokens": [SIGNED]}),
    "KeySet": (KeySet, {"keys": [EC]}),
    "KeySet.from_jwks": (KeySet.from_jwks, {"jwks": {"keys": []}}),
    "KeySet.to_jwks": (KeySet([EC]).to_jwks, {"private": True}),
    "KeySet.get": (KeySet([EC]).get, {"key_id": "a"}),
    "Key.generate": (Key.generate, {"alg": "HS256"}),
    "Key.from_jwk": (Key.from_jwk, {"jwk": EC.to_jwk()}),
    "Key.from_pem": (Key.from_pem, {"pem": EC.to_pem(), "alg": "ES256", "password": None}),
    "Key.from_certificate": (Key.from_certificate, {"certificate": "-----BEGIN CERTIFICATE-----", "alg": "ES256"}),
    "Key.from_der": (Key.from_der, {"der": EC.to_der(private=True), "alg": "ES256"}),
    "Key.from_secret": (Key.from_secret, {"secret": bytes(32), "alg": "HS256"}),
    "Key.from_password": (Key.from_password, {"password": "correct horse"}),
    "Key.to_jwk": (HMAC.to_jwk, {"private": True}),
    "Key.to_pem": (HMAC.to_pem, {"private": True}),
    "Key.to_der": (EC.to_der, {"private": True}),
    "Key.thumbprint": (EC.thumbprint, {"hash": "sha256"}),
    "Key.thumbprint_uri": (EC.thumbprint_uri, {"hash": "sha256"}),
    "jws.sign": (jws.sign, {"payload": b"a", "keys": HMAC}),
    "jws.verify": (jws.verify, {"token": SIGNED, "keys": EC}),
    "jwe.encrypt": (jwe.encrypt, {"plaintext": b"a", "keys": AGREEMENT}),
    "jwe.prepare_decrypt": (jwe.prepare_decrypt, {"token": jwe.encrypt(b"", AGREEMENT), "public_key": AGREEMENT}),
    "jwe.Pending.complete": (jwe.prepare_decrypt(jwe.encrypt(b"", AGREEMENT), AGREEMENT).complete, {"secret": bytes(32)}),
    "jwe.decrypt": (jwe.decrypt, {"token": ENCRYPTED, "keys": DIRECT}),
}


def attempt(function: Callable[..., Any], *arguments: Any, **options: Any) -> None:
    """Calls it, and accepts what wrong input may lead to: nothing, a TypeError, a code of the
    table.
    """
    try:
        results = function(*arguments, **options)
    except TokenError as error:
        assert error.code in CODES
        assert len(str(error)) < 300
    except TypeError:
        pass
    else:
        for result in results if isinstance(results, list) else []:
            assert not isinstance(result, TokenError) or result.code in CODES


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_argument_of_every_function(name: str) -> None:
    function, arguments = FUNCTIONS[name]
    attempt(function)
    attempt(function, *[None] * 9)
    attempt(function, **arguments, unknown=1)
    for parameter in set(inspect.signature(function).parameters) | set(arguments):
        for garbage in GARBAGE:
            attempt(function, **(arguments | {parameter: garbage}))


@pytest.mark.parametrize("claims", NOT_JSON.values(), ids=NOT_JSON)
@pytest.mark.parametrize("key", [HMAC, EC], ids=["quick", "slow"])
def test_claims_that_are_not_json(claims: Any, key: Key) -> None:
    with pytest.raises(errors.InvalidTokenError) as caught:
        tokenseal.sign(claims, key, no_expiry=True)
    assert caught.value.code == "ERR_JWT_INVALID"


def test_what_json_has_not_is_named() -> None:
    for value, name in [({1}, "set"), (b"a", "bytes"), (object(), "object"), (1j, "complex"), (datetime.now().date(), "date")]:
        with pytest.raises(errors.InvalidTokenError, match=f"JSON has no such type as {name}"):
            tokenseal.sign({"a": [value]}, HMAC, no_expiry=True)
        with pytest.raises(errors.OptionError, match=f"option `header`: JSON has no such type as {name}"):
            tokenseal.sign({}, HMAC, no_expiry=True, header={"a": value})


class Raising(UserDict):  # type: ignore[type-arg]
    def __getitem__(self, name: Any) -> Any:
        raise LookupError("mine")


def raising_keys() -> Iterator[Key]:
    yield EC
    raise LookupError("mine")


def test_what_the_callers_own_code_raises() -> None:
    for call in [
        lambda: tokenseal.sign(Raising(a=1), HMAC, no_expiry=True),
        lambda: tokenseal.sign({"a": [Raising(a=1)]}, EC, no_expiry=True),
        lambda: tokenseal.sign({}, HMAC, no_expiry=True, header=Raising(a=1)),
        lambda: Key.from_jwk(Raising(kty="EC")),
        lambda: tokenseal.verify(SIGNED, raising_keys()),
        lambda: KeySet(raising_keys()),
        lambda: Verifier(EC, algorithms=(key.algorithm for key in raising_keys())),
        lambda: Verifier(EC).verify_many(key.algorithm for key in raising_keys()),
    ]:
        with pytest.raises(LookupError, match="mine"):
            call()


@pytest.mark.parametrize("wrong", [None, "ES256", b"key", 1, {"kty": "EC"}, {"a": EC}, [EC, "ES256"], [[EC]], object(), Key, EC.to_jwk()])
def test_what_is_no_key(wrong: Any) -> None:
    for call in (KeySet, lambda keys: tokenseal.verify(SIGNED, keys), lambda keys: jws.sign(b"", keys), lambda keys: Verifier([], keys and [keys])):
        if wrong is not None or call is KeySet:
            with pytest.raises(TypeError, match="Key"):
                call(wrong)
    with pytest.raises(TypeError, match="Key"):
        tokenseal.sign({}, wrong, no_expiry=True)


def test_threads_hammer_one_verifier() -> None:
    verifier, refused, mutable = Verifier(EC), bytearray(SIGNED.encode()), {"a": 1, "b": [1]}
    outcomes: list[set[str]] = [set() for _ in range(6)]
    done = threading.Event()

    def change() -> None:
        # What others are reading is changed meanwhile: the token in its buffer, and the claims.
        while not done.is_set():
            refused[-1] ^= 1
            mutable[str(len(mutable) % 50)] = [len(mutable)]
            mutable.pop("b", None)

    def work(seen: set[str]) -> None:
        for token in [SIGNED, refused, "a.b.c", ENCRYPTED, None] * 60:
            try:
                seen.add(verifier.verify(token)["sub"])  # type: ignore[arg-type]
            except (TokenError, TypeError) as error:
                seen.add(getattr(error, "code", "TypeError"))
            tokenseal.sign(mutable, HMAC, no_expiry=True)

    changing = threading.Thread(target=change)
    threads = [threading.Thread(target=work, args=(seen,)) for seen in outcomes]
    changing.start()
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    done.set()
    changing.join()
    assert set.union(*outcomes) - {"ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "ERR_JWS_INVALID"} == {"alice", "ERR_JWT_INVALID", "TypeError"}


def test_null_is_not_given_only_where_the_signature_says_so() -> None:
    tokenseal.sign({}, HMAC, no_expiry=True, header=None, now=None)
    for option in ["issuer", "audience", "subject", "not_before", "token_id", "type", "expires_in", "no_expiry"]:
        with pytest.raises(errors.OptionError):
            tokenseal.sign({}, HMAC, **{"no_expiry": True, option: None})
    for option in ["issuer", "audience", "subject", "type", "required_claims", "max_age", "leeway", "allow_any_issuer", "max_attempts"]:
        with pytest.raises(errors.OptionError):
            Verifier(EC, **{option: None})


def test_a_released_memoryview() -> None:
    for function, arguments in FUNCTIONS.values():
        for parameter in arguments:
            with pytest.raises((TypeError, errors.TokenError)):
                function(**(arguments | {parameter: released()}))


@pytest.mark.parametrize("token", [SIGNED, ENCRYPTED, SEALED], ids=["signed", "encrypted", "sealed"])
def test_truncated_and_altered_tokens(token: str) -> None:
    verifiers = [Verifier(EC), Verifier(decryption_keys=[DIRECT, AGREEMENT]), Verifier(EC, AGREEMENT)]
    dice = random.Random(7)
    altered = [token[:length] for length in range(len(token))]
    for _ in range(500):
        position = dice.randrange(len(token))
        altered.append(token[:position] + dice.choice("AZaz09-_.=+ \0é") + token[position + 1 :])
    random_bytes = [dice.randbytes(dice.randrange(200)) for _ in range(300)]
    for verifier in verifiers:
        for result in verifier.verify_many([text for text in altered if text != token] + random_bytes):
            assert isinstance(result, TokenError) and result.code in CODES
    for text in random_bytes:
        attempt(tokenseal.inspect_unverified, text)
        attempt(Key.from_der, text, "ES256")
        attempt(Key.from_pem, text, "RS256")
        attempt(Key.from_jwk, text)
        attempt(KeySet.from_jwks, text)
        attempt(tokenseal.sign, text, HMAC, no_expiry=True)


def test_altered_keys() -> None:
    dice = random.Random(8)
    for key in [EC, AGREEMENT, Key.generate("RS256"), Key.generate("Ed25519"), Key.generate("ML-DSA-44")]:
        der = key.to_der(private=True)
        for _ in range(150):
            position = dice.randrange(min(len(der), 120))
            changed = der[:position] + dice.randbytes(1) + der[position + 1 :]
            attempt(Key.from_der, changed, key.algorithm)
            attempt(Key.from_der, der[:position], key.algorithm)
        jwk = key.to_jwk(private=True)
        for name in jwk:
            for garbage in [None, 1, "", "AA", "=", "\ud800", "A" * 100_000, [], {}, jwk[name][:-1], jwk[name] + "A", cycle()]:
                attempt(Key.from_jwk, jwk | {name: garbage})
