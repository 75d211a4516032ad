"""`Verifier` and `Issuer`: many tokens, many threads, and what they show of themselves."""

from __future__ import annotations

import threading
from typing import Any

import tokenseal
from samples import KEY, NOW, RECIPIENT, SIGNING
from tokenseal import Issuer, KeySet, Verifier, errors, jwe, jws


def test_verify_many() -> None:
    tokens = [tokenseal.sign({"n": n}, SIGNING, expires_in=60, now=NOW - 100 * (n % 2)) for n in range(40)]
    results = Verifier(SIGNING.public()).verify_many([*tokens, "x"], now=NOW)
    assert [result["n"] for result in results[:-1:2]] == list(range(0, 40, 2))  # type: ignore[index]
    assert {type(result) for result in results[1::2]} == {errors.ExpiredError}
    assert isinstance(results[-1], errors.InvalidTokenError) and results[-1].code == "ERR_JWT_INVALID"
    assert Verifier(KEY).verify_many([]) == []


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


def test_what_is_shown() -> None:
    shown = f"Key(key_type='EC', algorithm='ES256', key_id='{SIGNING.key_id}', is_private=True)"
    assert (repr(SIGNING), repr(KeySet([SIGNING]))) == (shown, f"KeySet([{shown}])")
    assert repr(Issuer(SIGNING, lifetime="5m", issuer="a")) == f"Issuer(signing_key={shown}, lifetime=..., issuer=...)"
    assert repr(Verifier(SIGNING, leeway=5)) == f"Verifier(keys=KeySet([{shown}]), leeway=...)"
    assert repr(Verifier(decryption_keys=RECIPIENT)).startswith("Verifier(decryption_keys=KeySet([Key(")
    assert repr(tokenseal.verify(tokenseal.sign({"sub": "alice"}, KEY, expires_in=60), KEY)) == "Token(kind='signed', key_id='hmac')"
    assert repr(jws.verify(jws.sign(b"a", KEY), KEY)) == (
        "Verified(key_id='hmac', verified=[VerifiedSignature(index=0, key_id='hmac', algorithm='HS256')])"
    )
    assert repr(jwe.decrypt(jwe.encrypt(b"a", RECIPIENT), RECIPIENT)) == f"Decrypted(key_id='{RECIPIENT.key_id}', recipient=0)"
