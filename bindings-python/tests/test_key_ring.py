"""KeyRing, and the Issuers and Verifiers that follow it, with clocks that stand still until a test
moves them.
"""

from __future__ import annotations

import copy
import gc
import json
import pickle
import weakref
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
import tokenseal
from tokenseal import Issuer, Key, KeyRing, KeySet, RemoteKeySet, Token, TokenError, Verifier, errors, prepare
from tokenseal.testing import Clock

NOW = 1_700_000_000
DAY = 86400
PROTECT = Key.generate("A256KW")


def at(now: float) -> Clock:
    return Clock(now)


def states(ring: KeyRing) -> list[str]:
    return [key["state"] for key in ring.keys()]


def refused(work: Callable[[], Any]) -> str:
    with pytest.raises(TokenError) as caught:
        work()
    return caught.value.code


def made(clock: Clock, *algorithms: str, **options: Any) -> tuple[KeyRing, Issuer, Verifier]:
    ring = KeyRing.create(algorithms or "Ed25519", clock=clock, **options)
    return ring, Issuer(ring, lifetime="15m", clock=clock), Verifier(ring, clock=clock)


def test_issuer_and_verifier_follow_it() -> None:
    clock = at(NOW)
    ring, issuer, verifier = made(clock)
    first = issuer.issue({"sub": "alice"})
    assert verifier.verify(first).key_id == ring.signing_key().key_id
    clock.advance("31d")
    assert states(ring) == ["active", "upcoming"]
    issuer.issue({})  # makes what is due
    clock.advance("1d")
    late = issuer.issue({"sub": "bob"})
    assert verifier.verify(late).key_id == ring.signing_key().key_id != tokenseal.inspect_unverified(first)["header"]["kid"]
    assert states(ring)[0] in ("verify-only", "retired") and "active" in states(ring)


def test_no_valid_token_is_refused_and_no_retired_key_is_trusted() -> None:
    clock = at(NOW)
    ring, issuer, verifier = made(clock, rotate_every="1h")
    held: list[tuple[float, str]] = []
    for _ in range(200):
        held.append((clock() + 900, issuer.issue({})))
        clock.advance("7m")
        held = [(end, text) for end, text in held if end > clock()]
        assert all(isinstance(result, Token) for result in verifier.verify_many([text for _, text in held]))
    assert len(ring.to_jwks()["keys"]) <= 4 and ring.status()["generation"] > 20


def test_now_never_moves_it() -> None:
    clock = at(NOW)
    ring, issuer, verifier = made(clock)
    before, token = ring.keys(), issuer.issue({})
    for now in (NOW - 100 * DAY, NOW, NOW + 30 * DAY, NOW + 4000 * DAY, datetime(2090, 1, 1, tzinfo=timezone.utc)):
        [one] = verifier.verify_many([token], now=now)
        if now in (NOW, NOW - 100 * DAY):
            assert isinstance(one, Token) and verifier.verify(token, now=now).key_id == one.key_id
        else:
            assert isinstance(one, errors.ExpiredError) and refused(lambda: verifier.verify(token, now=now)) == "ERR_JWT_EXPIRED"
    issuer.issue({}, now=NOW - 50 * DAY)
    assert refused(lambda: issuer.issue({}, now=NOW + 90 * DAY)) == "ERR_OPTION_INVALID"
    assert ring.keys() == before and ring.status()["generation"] == 1


def test_now_never_moves_it_behind_several_issuers() -> None:
    ring = KeyRing.create("Ed25519")
    names = {"issuer": "https://a.example"}
    token = Issuer(ring, lifetime="15m", **names).issue({})
    before, both = ring.keys(), Verifier.by_issuer([])
    both.add(Verifier(ring, **names))
    assert both.verify(token)["iss"] == "https://a.example"
    assert refused(lambda: both.verify(token, now=NOW + 10_000 * DAY)) == "ERR_JWT_EXPIRED"
    assert ring.keys() == before


def test_an_emergency_refuses_one_key_and_nothing_else() -> None:
    clock = at(NOW)
    ring, issuer, verifier = made(clock)
    events: list[Any] = []
    telling = Verifier(ring, clock=clock, on_event=events.append)
    old = issuer.issue({})
    stolen = ring.signing_key()
    assert stolen.key_id is not None
    done = ring.revoke(stolen.key_id)
    changed = {change["key_id"]: (change["was"], change["is"]) for change in done["changes"]}
    assert changed.pop(stolen.key_id) == ("active", "revoked")
    assert sorted(changed.values(), key=str) == [("upcoming", "active"), (None, "upcoming")] or ("upcoming", "active") in changed.values()
    assert done["needs_key"] == [] and done["next"] is not None
    assert refused(lambda: verifier.verify(old)) == refused(lambda: telling.verify(old)) == "ERR_JWKS_NO_MATCHING_KEY"
    assert [(event["event"], event["code"]) for event in events] == [("refused", "ERR_JWKS_NO_MATCHING_KEY")]
    assert verifier.verify(issuer.issue({})).key_id == ring.signing_key().key_id != stolen.key_id
    assert stolen.key_id not in [jwk["kid"] for jwk in ring.to_jwks()["keys"]]
    assert refused(lambda: ring.revoke("nobody")) == "ERR_JWKS_NO_MATCHING_KEY"


def test_encryption_keys_rotate_as_well() -> None:
    clock = at(NOW)
    ring = KeyRing.create(["ES256", "ECDH-ES+A256KW"], clock=clock, curve="X25519", rotate_every="1d")
    issuer = Issuer(ring, encryption_key=ring, lifetime="15m", clock=clock)
    verifier = Verifier(ring, decryption_keys=ring, clock=clock)
    kept = []
    for _ in range(30):
        kept.append(issuer.issue({"sub": "alice"}))
        assert verifier.verify(kept[-1]).kind == "nested"
        clock.advance("4h")
        assert refused(lambda: verifier.verify(kept[-1])) in ("ERR_JWT_EXPIRED", "ERR_JWKS_NO_MATCHING_KEY")
    only = Verifier(decryption_keys=ring, allow_unsigned=True, clock=clock)
    assert only.verify(Issuer(encryption_key=ring, lifetime="15m", clock=clock).issue({"n": 1}))["n"] == 1
    assert [jwk["alg"] for jwk in ring.to_jwks()["keys"]].count("ECDH-ES+A256KW") == 1


def test_which_algorithm_signs() -> None:
    clock = at(NOW)
    ring, first, verifier = made(clock, "ES256", "Ed25519")
    second = Issuer(ring, lifetime="15m", alg="Ed25519", clock=clock)
    assert [verifier.verify(issuer.issue({})).header["alg"] for issuer in (first, second)] == ["ES256", "Ed25519"]
    assert ring.signing_key("Ed25519").algorithm == "Ed25519"
    assert refused(lambda: ring.signing_key("RS256")) == "ERR_JWKS_NO_MATCHING_KEY"
    assert refused(lambda: ring.signing_key("none")) == "ERR_JOSE_NOT_SUPPORTED"
    assert refused(lambda: Issuer(Key.generate("ES256"), lifetime="15m", alg="ES256")) == "ERR_OPTION_INVALID"


def test_no_token_outlives_its_key() -> None:
    clock = at(NOW)
    ring = KeyRing.create("Ed25519", token_lifetime="5m", clock=clock)
    assert refused(lambda: Issuer(ring, lifetime="6m")) == refused(lambda: Issuer(ring, no_expiry=True)) == "ERR_OPTION_INVALID"
    issuer = Issuer(ring, clock=clock)
    assert refused(lambda: issuer.issue({}, expires_in="6m")) == "ERR_OPTION_INVALID"
    assert refused(lambda: issuer.issue({"exp": NOW + 400})) == "ERR_OPTION_INVALID"
    assert issuer.issue({"exp": NOW + 300})


def test_policies_that_could_refuse_a_valid_token() -> None:
    assert refused(lambda: KeyRing.create("Ed25519", rotate_every="20m")) == "ERR_OPTION_INVALID"
    assert KeyRing.create("Ed25519", rotate_every="21m")
    assert refused(lambda: KeyRing.create([])) == "ERR_OPTION_INVALID"
    assert refused(lambda: KeyRing.create("PBES2-HS256+A128KW")) == "ERR_OPTION_INVALID"
    assert refused(lambda: KeyRing.create("none")) == "ERR_JOSE_NOT_SUPPORTED"
    assert refused(lambda: KeyRing.create("ES256", bits=2048)) == "ERR_OPTION_INVALID"
    assert refused(lambda: KeyRing.create("ES256", now=float("nan"))) == "ERR_OPTION_INVALID"
    assert refused(lambda: KeyRing.create("ES256", clock=3)) == "ERR_OPTION_INVALID"  # type: ignore[arg-type]


def test_keys_that_verifiers_know_already_go_first() -> None:
    known, next_one = Key.generate("ES256", key_id="known"), Key.generate("ES256", key_id="next")
    ring = KeyRing.create("ES256", keys=[known, next_one], now=NOW)
    assert [(key["key_id"], key["state"]) for key in ring.keys(now=NOW)] == [("known", "active"), ("next", "upcoming")]
    assert ring.signing_key(now=NOW) == known
    assert KeyRing.create([], keys=known, now=NOW).signing_key(now=NOW) == known


def test_external_keys_sign_by_two_steps() -> None:
    clock = at(NOW)
    in_kms = [Key.generate("Ed25519", key_id=str(number)) for number in range(3)]
    ring = KeyRing.create("Ed25519", keys=[key.public() for key in in_kms[:2]], clock=clock)
    assert ring.keys()[0]["external"] and ring.signing_key() == in_kms[0].public()
    unsigned = prepare({"sub": "alice"}, ring.signing_key(), expires_in="15m", now=NOW)
    with pytest.raises(errors.InvalidSignatureError):
        unsigned.complete(bytes(64))
    assert refused(lambda: Issuer(ring, lifetime="15m")) == "ERR_KEY_MISMATCH"
    clock.advance("31d")
    assert ring.advance()["needs_key"] == ["Ed25519"]
    assert ring.add(in_kms[2].public())["needs_key"] == []
    assert refused(lambda: ring.add(Key.generate("Ed25519"))) == "ERR_OPTION_INVALID"
    clock.advance("1d")
    assert ring.signing_key() == in_kms[1].public()


def test_what_is_published() -> None:
    clock = at(NOW)
    ring, issuer, _ = made(clock, "ES256", "HS256", "ECDH-ES", jwks_max_age="90s")
    jwks = ring.to_jwks()
    assert all("d" not in jwk and jwk["kty"] != "oct" for jwk in jwks["keys"]) and len(jwks["keys"]) == 3
    assert ring.cache_control() == "max-age=90"
    assert Verifier(KeySet.from_jwks(jwks), clock=clock).verify(issuer.issue({})).header["alg"] == "ES256"
    assert ring.to_key_set().to_jwks()["keys"] == [jwk for jwk in jwks["keys"] if jwk["alg"] == "ES256"]


def test_text_keeps_it_all() -> None:
    clock = at(NOW)
    ring, issuer, _ = made(clock)
    text = ring.to_jwe(PROTECT, wrapped_key=b"\x00of the KMS\xff")
    assert text.count(".") == 4
    again = KeyRing.from_jwe(text.encode(), [Key.generate("A256KW"), PROTECT], clock=clock)
    assert again.keys() == ring.keys() and again.status()["id"] == ring.status()["id"]
    assert Verifier(again, clock=clock).verify(issuer.issue({}))
    for other in (text[:-1], text[:-8] + "AAAAAAAA", "", "a.b.c.d.e"):
        assert refused(lambda: KeyRing.from_jwe(other, PROTECT)) == "ERR_KEYRING_UNAVAILABLE"
    assert refused(lambda: KeyRing.from_jwe(text, Key.generate("A256KW"))) == "ERR_KEYRING_UNAVAILABLE"
    for key in (Key.generate("HS256"), Key.generate("ECDH-ES").public(), Key.generate("ES256")):
        assert refused(lambda: ring.to_jwe(key)) == refused(lambda: KeyRing.from_jwe(text, key)) == "ERR_OPTION_INVALID"


def test_nothing_secret_is_shown() -> None:
    ring = KeyRing.create(["Ed25519", "HS256"], now=NOW)
    assert repr(ring) == "KeyRing(4 keys, generation 1)"
    assert repr(Issuer(ring, lifetime="15m")) == f"Issuer(signing_key={ring!r}, lifetime=...)"
    assert repr(Issuer(encryption_key=KeyRing.create("A256KW"), lifetime="15m")).startswith("Issuer(encryption_key=KeyRing(2 keys")
    assert repr(Verifier(ring)) == f"Verifier(keys={ring!r})"
    assert '"d"' not in str(ring.status()) and "'k'" not in str(ring.status())
    with pytest.raises(TypeError):
        pickle.dumps(ring)
    assert copy.copy(ring) is ring and copy.deepcopy(ring) is ring


def test_other_types_are_told_what_to_do() -> None:
    ring = KeyRing.create("Ed25519")
    with pytest.raises(TypeError, match="not KeyRing: an Issuer or a Verifier follows a ring, and its to_key_set"):
        tokenseal.verify("a.b.c", ring)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="the name of an algorithm or an iterable of names, not int"):
        KeyRing.create(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword argument 'rotate'"):
        KeyRing.create("Ed25519", rotate="1d")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        KeyRing()
    signs, encrypts = KeyRing.create("Ed25519"), KeyRing.create("A256KW")
    assert refused(lambda: Verifier(encrypts)) == refused(lambda: Verifier(decryption_keys=signs)) == "ERR_OPTION_INVALID"
    assert refused(lambda: Issuer(encrypts, lifetime="1m")) == "ERR_OPTION_INVALID"


def test_a_verifier_of_fetched_keys_with_a_ring_to_decrypt() -> None:
    clock = at(NOW)
    key, sender = Key.generate("ES256", key_id="theirs"), "https://issuer.example"
    ring = KeyRing.create("ECDH-ES+A256KW", clock=clock)
    theirs = KeySet.from_jwks(ring.to_jwks())
    nested = tokenseal.seal({"iss": sender}, sign_with=key, encrypt_to=next(iter(theirs)), expires_in="15m", now=clock())
    keys = RemoteKeySet("https://issuer.example/jwks.json", fetch=lambda _: (200, {}, json.dumps(KeySet(key).to_jwks()).encode()), clock=clock)
    verifier = Verifier(keys, ring, issuer=sender, clock=clock)
    assert verifier.verify(nested).kind == "nested"


@pytest.mark.parametrize("holder", [lambda ring: None, lambda ring: Verifier(ring, ring), lambda ring: Issuer(ring, ring, lifetime="1m")])
def test_a_cycle_through_a_clock_is_collected(holder: Callable[[KeyRing], Any]) -> None:
    class Clocks:
        ring: KeyRing
        held: Any

        def now(self) -> float:
            return float(NOW)

    clocks = Clocks()
    clocks.ring = KeyRing.create(["Ed25519", "A256KW"], clock=clocks.now)
    clocks.held = holder(clocks.ring)
    gone = weakref.ref(clocks)
    del clocks
    gc.collect()
    assert gone() is None


def test_a_clock_that_fails_is_the_callers_own() -> None:
    def broken() -> float:
        raise ZeroDivisionError

    ring = KeyRing.create("Ed25519", clock=broken, now=NOW)
    for call in (ring.keys, ring.advance, ring.to_jwks, lambda: Issuer(ring, lifetime="1m").issue({}), lambda: Verifier(ring).verify("a.b.c")):
        with pytest.raises(ZeroDivisionError):
            call()
