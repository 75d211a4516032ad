"""What vectors cannot show: Python's own types, laziness, threads, pickling, equality, hashing, the table of options."""

from __future__ import annotations

import copy
import json
import pickle
import re
import threading
from collections import UserDict
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import tokenseal
from packaging.version import Version
from samples import CERTIFICATE, ENCRYPTED_PEM, KEY, NOW, PRIVATE_PEM, RECIPIENT, SIGNING
from tokenseal import Issuer, Key, KeySet, TokenError, Verifier, errors, jwe, jws

def claims_of(claims: Any, **options: Any) -> dict[str, Any]:
    token = tokenseal.sign(claims, KEY, no_expiry="exp" not in claims, now=NOW, **options)
    return tokenseal.verify(token, KEY, now=NOW, allow_missing_exp=True).claims


def test_claims_come_back_as_they_went() -> None:
    claims = {"big": -(10**300), "float": 1.5, "none": None, "flags": [True, False, 1, 0], "text": "Zoë 😀", "nested": {"a": [{}, []]}}
    read = claims_of(claims | {"tuple": (1, 2), "mapping": UserDict(a=1), "u64": 2**64 - 1, "more": 2**64})
    assert read == claims | {"tuple": [1, 2], "mapping": {"a": 1}, "u64": 2**64 - 1, "more": 2**64, "iat": NOW}
    assert [type(flag) for flag in read["flags"]] == [bool, bool, int, int]


def test_json_text_is_kept() -> None:
    token = tokenseal.sign(b'{"n":1.50,"m":1e2}', KEY, no_expiry=True, now=NOW)
    assert tokenseal.verify(token, KEY, allow_missing_exp=True).payload == b'{"n":1.50,"m":1e2,"iat":1700000000}'


def test_times() -> None:
    exp = datetime(2030, 1, 2, 3, 4, 5, 999_999, tzinfo=timezone(timedelta(hours=2)))
    last = datetime.max.replace(tzinfo=timezone.utc)
    assert claims_of({"exp": exp, "last": last}) == {"exp": int(exp.timestamp()), "last": 253_402_300_799, "iat": NOW}
    options = {"now": datetime.fromtimestamp(NOW + 0.75, timezone.utc), "not_before": exp}
    token = tokenseal.sign({}, KEY, expires_in=timedelta(minutes=15), **options)
    assert json.loads(tokenseal.inspect_unverified(token)["payload"]) == {"exp": NOW + 900, "nbf": int(exp.timestamp()), "iat": NOW}


@pytest.mark.parametrize("wrong", [timedelta(0), timedelta(seconds=-5), timedelta(milliseconds=1500), datetime.now(), datetime.now(timezone.utc)])
def test_wrong_lengths(wrong: Any) -> None:
    with pytest.raises(errors.OptionError):
        tokenseal.sign({}, KEY, expires_in=wrong)


# No option but a length takes a timedelta, whatever it would be as a text or a number.
@pytest.mark.parametrize("option", ["issuer", "audience", "subject", "token_id", "type", "not_before", "now", "header", "no_expiry"])
def test_a_timedelta_is_a_length_and_nothing_else(option: str) -> None:
    with pytest.raises(errors.OptionError, match=f"option `{option}`: a timedelta is a length"):
        tokenseal.sign({}, KEY, **{"expires_in": 60, option: timedelta(seconds=NOW)})
    with pytest.raises(errors.OptionError, match="option `max_attempts`"):
        Verifier(KEY, leeway=timedelta(seconds=1), max_age=timedelta(hours=1), max_attempts=timedelta(seconds=1))
    with pytest.raises(errors.OptionError, match="option `not_before`: a datetime has no time zone"):
        tokenseal.sign({}, KEY, expires_in=60, not_before=datetime.now())


@pytest.mark.parametrize("wrong", [timedelta(seconds=NOW), datetime.now(), "now", True, float("nan"), 10**30])
def test_wrong_points_in_time(wrong: Any) -> None:
    with pytest.raises(errors.OptionError):
        tokenseal.sign({}, KEY, no_expiry=True, now=wrong)
    with pytest.raises(errors.OptionError):
        Verifier(KEY).verify("a.b.c", now=wrong)


@pytest.mark.parametrize("form", [str, str.encode, lambda text: bytearray(text.encode()), lambda text: memoryview(text.encode())])
def test_forms_of_tokens(form: Callable[[str], Any]) -> None:
    token = form(tokenseal.sign({"sub": "alice"}, KEY, expires_in=60))
    assert tokenseal.verify(token, [KEY])["sub"] == "alice"
    assert Verifier((KEY,)).verify_many(iter([token]))[0]["sub"] == "alice"  # type: ignore[index]


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


def test_keys_in_any_form() -> None:
    text = tokenseal.sign({"sub": "alice"}, SIGNING, expires_in=60)
    named = {"first": KEY, "second": SIGNING}
    forms = [SIGNING, [SIGNING], (KEY, SIGNING), {SIGNING}, iter([SIGNING]), (key for key in (SIGNING,)), named.values(), KeySet([SIGNING])]
    for keys in forms:
        assert tokenseal.verify(text, keys)["sub"] == "alice"
    with pytest.raises(errors.KeyNotFoundError):
        tokenseal.verify(text, iter(()))


def test_lists_in_any_form() -> None:
    text = tokenseal.sign({"sub": "alice"}, SIGNING, expires_in=60, audience=(name for name in ("a", "b")))
    for several in (["b", "c"], ("b",), {"b"}, frozenset("b"), iter("b"), {"b": 1}.keys()):
        assert tokenseal.verify(text, SIGNING, audience=several, algorithms={"ES256"}, required_claims=iter(["sub"]))["sub"] == "alice"


class Name(str):
    """Not what `str()` says it is."""

    def __str__(self) -> str:
        return "other"

    def encode(self, *_: Any) -> Any:
        raise LookupError("not by this")


def test_subclasses_of_str_are_the_text_they_hold() -> None:
    text = Name(tokenseal.sign({Name("sub"): Name("alice")}, KEY, expires_in=60, audience=Name("api")))
    assert tokenseal.verify(text, KEY, audience=[Name("api")])["sub"] == "alice"
    assert Key.generate(Name("HS256"), key_id=Name("named")).key_id == "named"
    with pytest.raises(errors.InvalidTokenError):
        tokenseal.verify(Name("\ud800.a.b"), KEY)


def test_what_is_shown() -> None:
    shown = f"Key(key_type='EC', algorithm='ES256', key_id='{SIGNING.key_id}', is_private=True)"
    assert (repr(SIGNING), repr(KeySet([SIGNING]))) == (shown, f"KeySet([{shown}])")
    assert repr(Issuer(SIGNING, lifetime="5m", issuer="a")) == f"Issuer(signing_key={shown}, lifetime=..., issuer=...)"
    assert repr(Verifier(SIGNING, leeway=5)) == f"Verifier(keys=KeySet([{shown}]), leeway=...)"
    assert repr(Verifier(decryption_keys=[])) == "Verifier(decryption_keys=KeySet([]))"
    assert repr(tokenseal.verify(tokenseal.sign({"sub": "alice"}, KEY, expires_in=60), KEY)) == "Token(kind='signed', key_id='hmac')"
    assert repr(jws.verify(jws.sign(b"a", KEY), KEY)) == "Verified(key_id='hmac', verified=[0])"
    assert repr(jwe.decrypt(jwe.encrypt(b"a", RECIPIENT), RECIPIENT)) == f"Decrypted(key_id='{RECIPIENT.key_id}', recipient=0)"


def test_verify_many() -> None:
    tokens = [tokenseal.sign({"n": n}, SIGNING, expires_in=60, now=NOW - 100 * (n % 2)) for n in range(40)]
    results = Verifier(SIGNING.public()).verify_many([*tokens, "x"], now=NOW)
    assert [result["n"] for result in results[:-1:2]] == list(range(0, 40, 2))  # type: ignore[index]
    assert {type(result) for result in results[1::2]} == {errors.ExpiredError}
    assert isinstance(results[-1], errors.InvalidTokenError) and results[-1].code == "ERR_JWT_INVALID"
    assert Verifier(KEY).verify_many([]) == []


def test_keys_compare_and_hash() -> None:
    same = Key.from_jwk(SIGNING.to_jwk(private=True))
    assert same == SIGNING and hash(same) == hash(SIGNING) and same is not SIGNING
    assert len({SIGNING, same, SIGNING.public(), KEY}) == 3
    assert SIGNING != SIGNING.public() and SIGNING != "key" and SIGNING in KeySet([KEY, same])
    named = Key.from_jwk(SIGNING.to_jwk(private=True) | {"kid": "other"})
    assert named != SIGNING
    assert KeySet([SIGNING, KEY]) == KeySet([same, KEY]) != KeySet([KEY, same]) and KeySet([KEY]) != [KEY]
    assert hash(KeySet([SIGNING, KEY])) == hash(KeySet([same, KEY])) and "key" not in KeySet([KEY])


def test_key_sets() -> None:
    keys = KeySet.from_jwks({"keys": [SIGNING.to_jwk(), {"kty": "EC", "kid": "bad"}]})
    assert len(keys) == 1 and keys.rejected == [(1, "bad", "ERR_JWK_INVALID")]
    assert keys.get(SIGNING.key_id or "") == SIGNING.public() and keys.get("bad") is None
    assert KeySet([KEY, SIGNING]).to_jwks() == {"keys": [SIGNING.to_jwk()]}
    assert len(KeySet.from_jwks(json.dumps(KeySet([KEY, SIGNING]).to_jwks(private=True)), strict=True)) == 2


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


def test_json_serializations() -> None:
    token = json.loads(jws.sign(b"a", [KEY, SIGNING], serialization="general", unprotected=[{}, {"x": 1}]))
    verified = jws.verify(token, SIGNING.public())
    assert (verified.payload, verified.verified, verified.unprotected) == (b"a", [1], {"x": 1})
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


@pytest.mark.parametrize("copier", [pickle.dumps, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("secret", [SIGNING, KEY, KeySet([SIGNING.public(), SIGNING])], ids=["private", "secret", "set"])
def test_secrets_are_not_pickled(copier: Callable[[Any], Any], secret: Any) -> None:
    with pytest.raises(TypeError, match="cannot be pickled or copied"):
        copier(secret)
    for holder in (Verifier(KEY), Issuer(KEY), tokenseal.verify(tokenseal.sign({}, KEY, expires_in=60), KEY)):
        with pytest.raises(TypeError, match="cannot pickle 'tokenseal"):
            copier(holder)


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


@pytest.mark.parametrize("copier", [pickled, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("key", [SIGNING, RECIPIENT, Key.generate("RS256"), Key.generate("ML-DSA-44", key_id="other")], ids=Key.thumbprint)
def test_public_keys_are_pickled(copier: Callable[[Any], Any], key: Key) -> None:
    unbound = Key.from_jwk({name: value for name, value in key.public().to_jwk().items() if name != "alg"}) if key.key_type == "EC" else key.public()
    for public in (key.public(), unbound, Key.from_certificate(CERTIFICATE, "Ed25519", key_id="x")):
        assert copier(public) == public and copier(public).to_jwk() == public.to_jwk()
    assert copier(KeySet([key.public()])) == KeySet([key.public()])
    assert pickled(tokenseal.verify) is tokenseal.verify and pickled(jws.sign) is jws.sign


def test_errors_are_pickled() -> None:
    with pytest.raises(errors.ExpiredError) as caught:
        tokenseal.verify(tokenseal.sign({}, KEY, expires_in=1, now=NOW), KEY)
    classes = [getattr(errors, name) for name in errors.__all__ if name != "ErrorCode"]
    assert {one.__subclasses__ and one for one in classes} >= set(TokenError.__subclasses__()) | set(errors.ClaimError.__subclasses__())
    for error in [caught.value, *(one("why", claim="sub") for one in classes), errors.ClaimMissingError("why", "ERR_JWT_CLAIM_MISSING", "a b")]:
        for again in (pickled(error), copy.copy(error), copy.deepcopy(error)):
            assert (type(again), again.args, again.code, again.claim) == (type(error), error.args, error.code, error.claim)
    assert (caught.value.code, caught.value.claim) == ("ERR_JWT_EXPIRED", "exp")
    assert issubclass(errors.OptionError, ValueError) and issubclass(errors.ClaimMissingError, errors.ClaimError)


def test_threads_share_keys_and_verifiers() -> None:
    verifier, issuer, failed = Verifier(SIGNING.public()), Issuer(SIGNING, lifetime="5m"), []

    def work(number: int) -> None:
        for _ in range(50):
            token = verifier.verify(issuer.issue({"n": number}))
            claims: list[Any] = []
            readers = [threading.Thread(target=lambda: claims.append(token.claims)) for _ in range(2)]
            [reader.start() for reader in readers]
            [reader.join() for reader in readers]
            if token["n"] != number or claims[0] != claims[1] or claims[0] is claims[1]:
                failed.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not failed


def test_slow_work_lets_others_run() -> None:
    thread = threading.Thread(target=Key.generate, args=("RS256",), kwargs={"bits": 4096})
    thread.start()
    turns = 0
    while thread.is_alive():
        turns += 1
        thread.join(0.002)
    assert turns > 3


def test_exceptions_of_the_caller_pass_through() -> None:
    class Broken(UserDict):  # type: ignore[type-arg]
        def items(self) -> Any:
            raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        tokenseal.sign({"a": [Broken(a=1)]}, KEY, no_expiry=True)
    with pytest.raises(LookupError, match="mine"):
        tokenseal.sign({}, KEY, no_expiry=True, header=Broken(a=1))


@pytest.mark.parametrize("password", ["correct horse", b"correct horse", bytearray(b"correct horse"), memoryview(b"correct horse")])
def test_forms_of_passwords(password: Any) -> None:
    key = Key.from_pem(ENCRYPTED_PEM, "Ed25519", password=password)
    assert key == Key.from_pem(PRIVATE_PEM, "Ed25519", password=None)
    assert key.public() == Key.from_certificate(CERTIFICATE, "Ed25519") == Key.from_certificate(CERTIFICATE.encode(), "Ed25519")


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


def test_readme() -> None:
    scope: dict[str, Any] = {}
    for example in re.findall(r"```python\n(.*?)```", (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8"), re.DOTALL):
        exec(example, scope)


def test_version() -> None:
    assert Version(tokenseal.__version__) == Version(version("tokenseal"))


@pytest.mark.skipif(not hasattr(tokenseal._native, "_panic_for_test"), reason="needs the feature test-hooks")
def test_a_panic_is_an_error() -> None:
    with pytest.raises(errors.InternalError) as caught:
        tokenseal._native._panic_for_test()  # type: ignore[attr-defined]
    assert caught.value.code == "ERR_INTERNAL"
