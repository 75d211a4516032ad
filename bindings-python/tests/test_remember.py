"""What a Verifier remembers changes nothing but the time that a check takes."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from itertools import chain
from typing import Any

import pytest
from operations import Case, checked
from vector_files import FILES, cases

from tokenseal import Issuer, Key, KeyRing, OptionError, ReplayCache, Revocations, RevokedError, TokenError, Verifier, dpop, sign, verify

NOW = 1_700_000_000
KEY = Key.generate("HS256")
KEYS = {"verify": ("keys", None), "decrypt": (None, "keys"), "unseal": ("verify_with", "decrypt_with"), "verifier.verify": ("keys", "decryption_keys")}


def told(verifier: Verifier, token: str, now: float) -> dict[str, Any]:
    try:
        return checked(verifier.verify(token, now=now))
    except TokenError as error:
        return {"code": error.code, "claim": error.claim, "message": str(error)}


def pair(case: Case, operation: str) -> tuple[Verifier, Verifier] | None:
    """A Verifier without `remember` and one with it; None if there is no such Verifier."""
    options = {name: value for name, value in case.options.items() if name != "now"}
    both = KEYS[operation]
    # What the case does not give is left out; only one-off functions use the group's keys.
    keys = [None if name is None or operation == "verifier.verify" and name not in case.input else case.keys(name) for name in both]
    try:
        return Verifier(*keys, **options), Verifier(*keys, **options, remember=1)
    except Exception:
        return None


def test_vectors_end_alike() -> None:
    count = 0
    for raw, group_keys in chain.from_iterable(map(cases, FILES.values())):
        case = Case(raw, group_keys)
        now = raw.get("options", {}).get("now")
        if raw["operation"] not in KEYS or not isinstance(now, int | float) or isinstance(now, bool):
            continue
        try:
            verifiers = pair(case, raw["operation"])
        except TokenError:
            continue
        if verifiers is None:
            continue
        plain, remembering = verifiers
        expected = told(plain, case.token(), now)
        for _ in range(4):
            assert told(remembering, case.token(), now) == expected, raw["id"]
        count += 1
    assert count > 500, count


def learnt(verifier: Verifier, token: str, **options: Any) -> Any:
    for _ in range(2):
        verifier.verify(token, **options)
    return verifier.verify(token, **options)


def test_the_same_object_each_time() -> None:
    verifier, token = Verifier(KEY, remember=10), sign({"sub": "alice", "roles": ["a", {"b": [1]}]}, KEY, expires_in="5m")
    first, second, third = (verifier.verify(token) for _ in range(3))
    assert first is not second is not third
    assert verifier.verify(token) is third
    assert verifier.verify_many([token, token]) == [third, third]
    assert (third["sub"], third["roles"]) == ("alice", ["a", {"b": [1]}])
    assert third.claims == first.claims
    without = Verifier(KEY)
    assert without.verify(token) is not without.verify(token)


def test_nobody_can_change_what_others_read() -> None:
    claims = {"sub": "alice", "roles": ["a", {"b": [1]}], "address": {"city": {"name": "x"}}}
    verifier, token = Verifier(KEY, remember=10), sign(claims, KEY, expires_in="5m", now=NOW)
    found = learnt(verifier, token, now=NOW)
    expected = json.loads(found.payload)
    for read in (found.claims, learnt(verifier, token, now=NOW).claims):
        assert read == expected
        assert list(read) == list(expected)
        read["roles"][1]["b"].append(2)
        read["roles"].append("admin")
        read["address"]["city"]["name"] = "y"
        read["sub"] = "mallory"
        del read["exp"]
    found["roles"].append("admin")
    found["address"]["city"].clear()
    found.header["alg"] = "none"
    assert found.claims == expected
    assert (found["roles"], found["address"], found["sub"]) == (expected["roles"], expected["address"], "alice")
    assert found.header["alg"] == "HS256"


def test_an_object_leaves_with_its_token() -> None:
    verifier = Verifier(KEY, remember=1)
    tokens = [sign({"n": number}, KEY, expires_in="5m") for number in range(40)]
    ids = [id(learnt(verifier, token)) for token in tokens]
    assert len(set(ids)) <= len(tokens)
    for number, token in enumerate(tokens):
        assert learnt(verifier, token)["n"] == number
    collected = weakref.ref(verifier) if hasattr(verifier, "__weakref__") else None
    del verifier
    gc.collect()
    assert collected is None or collected() is None


def test_revocation_is_asked_each_time() -> None:
    listed = Revocations()
    verifier, token = Verifier(KEY, revocations=listed, remember=10), sign({"jti": "1"}, KEY, expires_in="5m")
    found = learnt(verifier, token)
    assert verifier.verify(token) is found
    entry = listed.revoke(found)
    with pytest.raises(RevokedError):
        verifier.verify(token)
    listed.withdraw(entry.id)
    assert verifier.verify(token) is found


def test_keys_that_rotate() -> None:
    ring = KeyRing.create("ES256")
    verifier = Verifier(ring, remember=10)
    token = Issuer(ring, lifetime="5m").issue({"sub": "alice"})
    assert verifier.verify(token) is not learnt(verifier, token)
    assert verifier.verify(token) is verifier.verify(token)
    key_id = verifier.verify(token).key_id
    assert key_id is not None
    ring.revoke(key_id)
    with pytest.raises(TokenError):
        verifier.verify(token)


def test_a_proof_is_asked_for_each_time() -> None:
    key = Key.generate("ES256")
    token = Issuer(KEY, lifetime="5m").issue({"sub": "alice"}, confirm=key)
    verifier = Verifier(KEY, public_origins=["https://api.example"], replays=ReplayCache(), remember=10)

    def sent() -> dict[str, Any]:
        return {"proof": dpop.prove(key, "GET", "https://api.example/", access_token=token), "method": "GET", "url": "/"}

    for _ in range(4):
        assert verifier.verify(token, **sent()).proven_by == "dpop"
    assert verifier.verify(token, **sent()) is verifier.verify(token, **sent())
    used = sent()
    verifier.verify(token, **used)
    for wrong in (used, {}):
        with pytest.raises(TokenError):
            verifier.verify(token, **wrong)


def test_threads_get_their_own_tokens() -> None:
    verifier = Verifier(KEY, remember=8)
    tokens = [sign({"n": number}, KEY, expires_in="5m") for number in range(20)]
    wrong: list[int] = []

    def run(offset: int) -> None:
        for number in range(2000):
            index = (number * offset + number // 7) % len(tokens)
            if verifier.verify(tokens[index])["n"] != index:
                wrong.append(index)

    threads = [threading.Thread(target=run, args=(offset,)) for offset in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_option() -> None:
    for options in ({"remember": 0}, {"remember": 1_000_001}, {"remember": "many"}, {"remember": None}, {"remember": 1, "profile": "logout-token", "issuer": "i", "audience": "a"}):
        with pytest.raises(OptionError):
            Verifier(KEY, **options)
    with pytest.raises(OptionError):
        verify("a.b.c", KEY, remember=1)
