"""Revocations, and what uses them, with a clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
import threading
import weakref
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
from tokenseal import Issuer, Key, KeyRing, RevocationEntry, Revocations, Token, TokenError, Verifier, errors, seal, sign, testing, verify
from tokenseal.testing import Clock

NOW = 1_700_000_000
DAY = 86400
ISSUER = "https://issuer.example"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
KEY = Key.generate("ES256", key_id="signs")
CALLS: list[Callable[..., RevocationEntry]] = [
    lambda revocations, **options: revocations.revoke_id(ISSUER, "1", **options),
    lambda revocations, **options: revocations.revoke_session(ISSUER, "s1", **options),
    lambda revocations, **options: revocations.revoke_subject(ISSUER, "alice", **options),
    lambda revocations, **options: revocations.revoke_key(ISSUER, "signs", **options),
    lambda revocations, **options: revocations.revoke_issuer(ISSUER, **options),
]
KINDS = ["token", "session", "subject", "key", "issuer"]
CLAIMS = ["jti", "sid", "sub", None, "iss"]


class Service:
    """An issuer, a list and a verifier, which share one clock."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock(NOW)
        self.revocations = Revocations(clock=self.clock, **options)
        self.issuer = Issuer(KEY, issuer=ISSUER, lifetime="15m", clock=self.clock)
        self.verifier = Verifier(KEY.public(), issuer=ISSUER, leeway="1m", clock=self.clock, revocations=self.revocations)

    def token(self, **claims: Any) -> str:
        return self.issuer.issue({"sub": "alice", "sid": "s1", "jti": "1", **claims})

    def logout(self, **claims: Any) -> Token:
        text = sign({"events": {LOGOUT_EVENT: {}}, **claims}, KEY, expires_in="2m", audience="api", issuer=ISSUER, profile="logout-token", now=NOW)
        return verify(text, KEY, audience="api", issuer=ISSUER, profile="logout-token", now=NOW)

    def event(self, events: dict[str, Any], **claims: Any) -> Token:
        text = sign({"events": events, **claims}, KEY, no_expiry=True, issuer=ISSUER, profile="security-event", now=NOW)
        return verify(text, KEY, issuer=ISSUER, profile="security-event", now=NOW)

    def refusal(self, token: str) -> tuple[str, str | None] | None:
        return refusal(lambda: self.verifier.verify(token))


def refusal(work: Callable[[], Any]) -> tuple[str, str | None] | None:
    try:
        work()
    except TokenError as error:
        return error.code, error.claim
    return None


def code(work: Callable[[], Any]) -> str:
    found = refusal(work)
    assert found is not None, "it was not refused"
    return found[0]


def test_a_token_is_refused_from_the_next_check_on() -> None:
    service = Service()
    one, other = service.token(), service.token(jti="2")
    entry = service.revocations.revoke(service.verifier.verify(one), by="alice", reason="logged out")
    assert service.refusal(one) == ("ERR_JWT_REVOKED", "jti") and service.refusal(other) is None
    assert (entry.kind, entry.at, entry.before, entry.ends) == ("token", NOW, None, NOW + 900 + 3600)
    assert (entry.by, entry.reason, entry.withdrawn) == ("alice", "logged out", None)
    with pytest.raises(errors.RevokedError) as caught:
        service.verifier.verify(one)
    assert (caught.value.fault, caught.value.status) == ("token", 401)
    assert "alice" not in str(caught.value)


@pytest.mark.parametrize("number", range(5), ids=KINDS)
def test_every_kind_is_refused_and_can_be_taken_back(number: int) -> None:
    service, call = Service(), CALLS[number]
    token, other = service.token(), Issuer(KEY, issuer=ISSUER, lifetime="15m", clock=service.clock)
    entry = call(service.revocations)
    assert entry.kind == KINDS[number]
    assert service.refusal(token) == ("ERR_JWT_REVOKED", CLAIMS[number])
    unlike = other.issue({"sub": "bob", "sid": "s2", "jti": "2"})
    assert (service.refusal(unlike) is None) == (entry.kind in ("token", "session", "subject"))
    withdrawn = service.revocations.withdraw(entry, by="support", reason="a mistake")
    assert service.refusal(token) is None and service.refusal(unlike) is None
    assert withdrawn.id == entry.id and withdrawn.withdrawn is not None
    assert (withdrawn.withdrawn.at, withdrawn.withdrawn.by, withdrawn.withdrawn.reason) == (withdrawn.at, "support", "a mistake")
    assert code(lambda: service.revocations.withdraw(entry)) == "ERR_OPTION_INVALID"
    again = call(service.revocations)
    assert again.id == entry.id and service.refusal(token) == ("ERR_JWT_REVOKED", CLAIMS[number])
    assert service.revocations.withdraw(again.id).id == entry.id and service.refusal(token) is None


def test_a_cut_off_refuses_what_was_issued_before() -> None:
    service = Service()
    before = service.token()
    assert service.revocations.revoke_subject(ISSUER, "alice").before == NOW + 1
    same_second = service.token()
    service.clock.advance("1s")
    after = service.token()
    undated = service.issuer.issue({"sub": "alice", "iat": NOW + 10}, now=NOW + 10)
    assert service.refusal(before) == service.refusal(same_second) == ("ERR_JWT_REVOKED", "sub")
    assert service.refusal(after) is None and service.refusal(undated) is None
    assert service.revocations.revoke_issuer(ISSUER, before=NOW + 2).before == NOW + 2
    assert service.refusal(after) == ("ERR_JWT_REVOKED", "iss")


def test_times_have_every_form_that_now_has() -> None:
    revocations, moment = Revocations(longest_lifetime="30d"), datetime.fromtimestamp(NOW, timezone.utc)
    as_number = revocations.revoke_id(ISSUER, "1", until=NOW + 60, now=NOW)
    assert as_number.ends == revocations.revoke_id(ISSUER, "2", until=datetime.fromtimestamp(NOW + 60, timezone.utc), now=moment).ends
    assert revocations.revoke_subject(ISSUER, "alice", before=moment, now=moment).before == NOW
    for wrong in (datetime.fromtimestamp(NOW), "now", True, float("nan"), None):
        assert code(lambda: revocations.revoke_id(ISSUER, "1", until=wrong, now=NOW)) == "ERR_OPTION_INVALID"  # type: ignore[arg-type]
        assert code(lambda: revocations.revoke_issuer(ISSUER, before=wrong, now=NOW)) == "ERR_OPTION_INVALID"  # type: ignore[arg-type]


def test_now_goes_before_the_clock() -> None:
    service = Service(audit=True)
    token = service.token()
    entry = service.revocations.revoke(service.verifier.verify(token), now=NOW + 5)
    assert entry.at == NOW + 5
    assert service.revocations.revoke_key(None, "other").at >= NOW
    assert [one.kind for one in service.revocations.entries()] == ["token", "key"]
    assert [one.kind for one in service.revocations.entries(now=NOW + DAY)] == ["key"]
    assert refusal(lambda: service.verifier.verify(token, now=NOW + 10)) == ("ERR_JWT_REVOKED", "jti")

    def broken() -> float:
        raise ZeroDivisionError

    for call in CALLS:
        with pytest.raises(ZeroDivisionError):
            call(Revocations(clock=broken))
        assert call(Revocations(clock=broken), now=NOW).at == NOW


def test_tokens_without_an_id_are_known_by_what_they_say() -> None:
    service = Service()
    text, other = service.issuer.issue({"n": 1}), service.issuer.issue({"n": 2})
    assert service.revocations.revoke(service.verifier.verify(text)).kind == "token"
    assert service.refusal(text) == ("ERR_JWT_REVOKED", None) and service.refusal(other) is None


def test_any_check_gives_a_token_that_can_be_revoked() -> None:
    revocations, inner = Revocations(), Key.generate("ECDH-ES+A256KW")
    nested = seal({"n": 1}, sign_with=KEY, encrypt_to=inner, expires_in="15m", now=NOW)
    plain = verify(Issuer(KEY, lifetime="15m").issue({"n": 2}, now=NOW), KEY, now=NOW)
    verifier = Verifier(KEY, inner, revocations=revocations)
    revocations.revoke(verifier.verify(nested, now=NOW), now=NOW)
    revocations.revoke(plain, now=NOW)
    assert code(lambda: verifier.verify(nested, now=NOW)) == "ERR_JWT_REVOKED"
    assert revocations.status()["entries"]["token"] == 2


def test_every_way_to_check() -> None:
    issuer = testing.Issuer(ISSUER, audience="https://api.example")
    revocations, options = Revocations(), {"audience": "https://api.example"}
    stolen, other = issuer.issue({"jti": "1"}), issuer.issue({"jti": "2"})
    revocations.revoke_id(ISSUER, "1")
    own = Verifier(issuer.keys, issuer=ISSUER, revocations=revocations, **options)
    fetched = Verifier.for_issuer(ISSUER, fetch=issuer.fetch, revocations=revocations, **options)
    events: list[Any] = []
    telling = Verifier(issuer.keys, issuer=ISSUER, revocations=revocations, on_event=events.append, **options)
    several = Verifier.by_issuer([own])
    for verifier in (own, fetched, telling, several):
        assert refusal(lambda: verifier.verify(stolen)) == ("ERR_JWT_REVOKED", "jti")
        assert verifier.verify(other)["jti"] == "2"
        assert refusal(lambda: asyncio.run(verifier.verify_async(stolen))) == ("ERR_JWT_REVOKED", "jti")
        for one, two in (verifier.verify_many([stolen, other]), asyncio.run(verifier.verify_many_async([stolen, other]))):
            assert isinstance(one, errors.RevokedError) and isinstance(two, Token)
    assert [event["code"] for event in events] == ["ERR_JWT_REVOKED"] * 4
    assert fetched.remotes and not own.remotes
    revocations.withdraw(revocations.revoke_id(ISSUER, "1"))
    assert all(verifier.verify(stolen)["jti"] == "1" for verifier in (own, fetched, telling, several))


def test_each_of_several_issuers_has_its_own_list() -> None:
    names = ("https://a.example", "https://b.example")
    lists = [Revocations(), Revocations()]
    both = Verifier.by_issuer([Verifier(KEY, issuer=name, revocations=one) for name, one in zip(names, lists, strict=True)])
    a, b = (Issuer(KEY, issuer=name, lifetime="15m").issue({"sub": "alice"}) for name in names)
    lists[1].revoke_key(None, "signs")
    assert both.verify(a)["iss"] == names[0] and code(lambda: both.verify(b)) == "ERR_JWT_REVOKED"
    with pytest.raises(TypeError, match="revocations"):
        Verifier.by_issuer([], revocations=lists[0])  # type: ignore[call-arg]


def test_a_ring_writes_to_the_list_that_it_uses() -> None:
    clock = Clock(NOW)
    ring, revocations = KeyRing.create("ES256", clock=clock), Revocations(audit=True, clock=clock)
    assert ring.use_revocations(revocations, ISSUER) is None
    token = Issuer(ring, issuer=ISSUER, lifetime="15m", clock=clock).issue({})
    elsewhere = Verifier(ring.to_key_set(), issuer=ISSUER, revocations=revocations, clock=clock)
    of_another = Verifier(ring.to_key_set(), issuer="https://other.example", revocations=revocations, clock=clock)
    stolen = ring.signing_key().key_id
    assert stolen is not None and elsewhere.verify(token).key_id == stolen
    ring.revoke(stolen)
    assert refusal(lambda: elsewhere.verify(token)) == ("ERR_JWT_REVOKED", None)
    assert code(lambda: of_another.verify(token)) == "ERR_JWT_CLAIM_MISMATCH"
    [entry] = revocations.entries(issuer=ISSUER, key_id=stolen)
    assert (entry.kind, entry.at, entry.ends) == ("key", NOW, None)
    assert code(lambda: ring.revoke("nobody")) == "ERR_JWKS_NO_MATCHING_KEY" and len(revocations.entries()) == 1
    with pytest.raises(TypeError):
        ring.use_revocations(None, ISSUER)  # type: ignore[arg-type]


def test_entries_are_listed_with_audit_only() -> None:
    service = Service(audit=True)
    made = [call(service.revocations, by="support", reason="a test") for call in CALLS]
    assert service.revocations.entries() == made
    assert [(entry.kind, entry.by, entry.reason) for entry in made] == [(kind, "support", "a test") for kind in KINDS]
    named: list[dict[str, str]] = [{"token_id": "1"}, {"session_id": "s1"}, {"subject": "alice"}, {"key_id": "signs"}, {}]
    assert [service.revocations.entries(issuer=ISSUER, **one) for one in named] == [[entry] for entry in made]  # type: ignore[arg-type]
    assert service.revocations.entries(issuer=ISSUER, subject="bob") == service.revocations.entries(subject="alice") == []
    service.revocations.withdraw(made[0], by="alice")
    listed = service.revocations.entries()[0]
    assert listed.withdrawn is not None and listed.withdrawn.by == "alice" and listed != made[0] and listed.id == made[0].id
    assert code(Revocations().entries) == "ERR_OPTION_INVALID"


def test_an_entry_is_an_object_like_others() -> None:
    revocations = Revocations(audit=True)
    entry = revocations.revoke_session(ISSUER, "session-of-alice", by="alice@example.org", reason="her phone", now=NOW)
    [same] = revocations.entries(now=NOW)
    assert entry == same and hash(entry) == hash(same) and len({entry, same}) == 1 and entry != entry.id
    assert copy.copy(entry) is entry and copy.deepcopy(entry) is entry
    assert repr(entry) == f"RevocationEntry(kind='session', at={float(NOW)}, ends=None, is_withdrawn=False)"
    withdrawn = revocations.withdraw(entry, by="bob@example.org", now=NOW)
    assert "@" not in repr(withdrawn) + repr(withdrawn.withdrawn) and repr(withdrawn).endswith("is_withdrawn=True)")
    assert withdrawn.withdrawn == revocations.entries(now=NOW)[0].withdrawn and hash(withdrawn.withdrawn)
    with pytest.raises(AttributeError):
        entry.by = "mallory"  # type: ignore[misc]
    with pytest.raises(TypeError):
        RevocationEntry()


def test_what_an_identity_provider_says_is_over_is_refused() -> None:
    service = Service(audit=True)
    logout = service.logout(sid="s1")
    [entry] = service.revocations.apply_events(logout)
    assert (entry.kind, entry.by, entry.reason, entry.at) == ("session", ISSUER, LOGOUT_EVENT, NOW)
    assert service.refusal(service.token()) == ("ERR_JWT_REVOKED", "sid")
    [again] = asyncio.run(service.revocations.apply_events_async(logout, by="support", reason="told twice", now=NOW + 1))
    assert (again.id, again.by, again.reason, again.at) == (entry.id, "support", "told twice", NOW + 1)
    assert service.refusal(service.token(sid="s2")) is None
    [everything] = service.revocations.apply_events(service.logout(sub="alice"))
    assert (everything.kind, everything.before) == ("subject", NOW + 1)
    assert service.refusal(service.token(sid="s2")) == ("ERR_JWT_REVOKED", "sub")


def test_an_event_of_another_kind_revokes_nothing() -> None:
    service = Service()
    told = service.event({"https://schemas.openid.net/secevent/caep/event-type/credential-change": {}})
    assert service.revocations.apply_events(told) == asyncio.run(service.revocations.apply_events_async(told)) == []


def test_an_issuer_speaks_for_others_only_where_that_is_said() -> None:
    service = Service()
    user = {"format": "iss_sub", "iss": "https://other.example", "sub": "alice"}
    told = service.event({"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {}}, sub_id=user)
    assert refusal(lambda: service.revocations.apply_events(told)) == ("ERR_JWT_CLAIM_MISMATCH", "sub_id")
    [entry] = service.revocations.apply_events(told, subject_issuers=["https://other.example"])
    assert entry.kind == "subject"
    with pytest.raises(errors.ClaimMismatchError):
        asyncio.run(service.revocations.apply_events_async(told, subject_issuers=["https://third.example"]))
    with pytest.raises(errors.OptionError):
        service.revocations.apply_events(service.logout(sid="s1"), by="x" * 256)


def test_what_cannot_be_revoked_is_told() -> None:
    short = Revocations(longest_lifetime="5m")
    token = verify(Issuer(KEY, no_expiry=True).issue({"jti": "1"}), KEY, allow_missing_exp=True)
    assert short.revoke(token).ends is None
    assert code(lambda: short.revoke_id(ISSUER, "1", until=NOW + 2 * DAY, now=NOW)) == "ERR_OPTION_INVALID"
    assert code(lambda: short.revoke_id(ISSUER, "1", until=NOW - DAY, now=NOW)) == "ERR_OPTION_INVALID"
    assert code(lambda: short.revoke_id(ISSUER, "")) == code(lambda: short.revoke_issuer("")) == "ERR_OPTION_INVALID"
    assert code(lambda: short.revoke_subject(ISSUER, "a\udc80")) == "ERR_OPTION_INVALID"
    assert code(lambda: short.revoke_key(None, "k", by="x" * 256)) == "ERR_OPTION_INVALID"
    assert code(lambda: short.revoke_key(None, "k", reason="x" * 1001)) == "ERR_OPTION_INVALID"
    assert code(lambda: short.revoke(token, until=NOW)) == "ERR_OPTION_INVALID"  # type: ignore[call-arg]
    assert code(lambda: short.revoke_issuer(ISSUER, until=NOW)) == "ERR_OPTION_INVALID"  # type: ignore[call-arg]
    assert code(lambda: short.withdraw("k:0000")) == code(lambda: short.withdraw("")) == "ERR_OPTION_INVALID"
    assert code(lambda: Revocations(longest_lifetime="0s")) == code(lambda: Revocations(audit=1)) == "ERR_OPTION_INVALID"  # type: ignore[arg-type]
    assert code(lambda: Revocations(clock=3)) == "ERR_OPTION_INVALID"  # type: ignore[arg-type]
    assert short.status()["entries"] == {"token": 1, "session": 0, "subject": 0, "key": 0, "issuer": 0}


def test_other_types_are_told_what_to_do() -> None:
    revocations = Revocations()
    with pytest.raises(TypeError, match="expected a Token, not str: a check gives one for a text, and revoke_id revokes a token by its id"):
        revocations.revoke("a.b.c")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected a Token, not str"):
        revocations.apply_events("a.b.c")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected a RevocationEntry or the id of one, not dict"):
        revocations.withdraw({"id": "k:0"})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected str, not int"):
        revocations.revoke_subject(ISSUER, 5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Revocations.revoke_issuer\(\) got an unexpected keyword argument 'befor'"):
        revocations.revoke_issuer(ISSUER, befor=NOW)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        revocations.revoke_issuer(None)  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="option `revocations`: must be a Revocations"):
        Verifier(KEY, revocations=[])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword argument 'revocations'"):
        verify("a.b.c", KEY, revocations=revocations)  # type: ignore[call-arg]


def test_a_snapshot_goes_on_in_another_process() -> None:
    service = Service(longest_lifetime="15m", audit=True)
    token = service.token()
    service.revocations.revoke(service.verifier.verify(token), by="alice")
    snapshot = service.revocations.snapshot()
    there = Revocations.from_snapshot(bytearray(snapshot), audit=True, clock=service.clock)
    verifier = Verifier(KEY, issuer=ISSUER, clock=service.clock, revocations=there)
    assert code(lambda: verifier.verify(token)) == "ERR_JWT_REVOKED" and there.status()["longest_lifetime"] == 900
    assert [entry.by for entry in there.entries()] == ["alice"] and there.snapshot() == snapshot
    for damaged in (b"", snapshot[:-1], snapshot[:40], snapshot + b"\0", bytes([snapshot[0] ^ 1]) + snapshot[1:]):
        with pytest.raises(errors.RevocationUnavailableError) as caught:
            Revocations.from_snapshot(damaged)
        assert (caught.value.code, caught.value.status) == ("ERR_JWT_REVOCATION_UNAVAILABLE", 503)
        assert code(lambda: there.merge(damaged)) == "ERR_JWT_REVOCATION_UNAVAILABLE"
    assert there.snapshot() == snapshot
    for wrong in (None, 1):
        with pytest.raises(errors.OptionError, match="option `audit`"):
            Revocations.from_snapshot(snapshot, audit=wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Revocations.from_snapshot("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Revocations.from_snapshot(snapshot, longest_lifetime="1h")  # type: ignore[call-arg]


def test_lists_merge_in_any_order() -> None:
    clock = Clock(NOW)
    here = Revocations(audit=True, clock=clock)
    there = Revocations.from_snapshot(here.snapshot(), audit=True, clock=clock)
    entry = here.revoke_key(None, "signs")
    there.merge(here.snapshot())
    clock.advance("1s")
    there.withdraw(entry)
    there.revoke_session(ISSUER, "s1")
    for _ in range(2):
        here.merge(there.snapshot())
        there.merge(here.snapshot())
    assert here.status()["entries"] == there.status()["entries"] == {"token": 0, "session": 1, "subject": 0, "key": 0, "issuer": 0}
    assert here.entries() == there.entries() and here.entries()[0].withdrawn is not None
    assert code(lambda: here.merge(Revocations().snapshot())) == "ERR_OPTION_INVALID"


def test_nothing_shows_what_was_revoked() -> None:
    service = Service(audit=True)
    for call in CALLS:
        call(service.revocations, by="support")
    assert repr(service.revocations) == "Revocations(5 entries)"
    assert repr(service.verifier).endswith("leeway=..., clock=..., revocations=...)")
    for shown in (repr(service.revocations), str(service.revocations.status()), str(service.revocations.entries()), repr(service.revocations.snapshot())):
        assert not any(word in shown for word in ("alice", "s1'", "signs", "issuer.example"))
    with pytest.raises(TypeError):
        pickle.dumps(service.revocations)
    assert copy.copy(service.revocations) is service.revocations and copy.deepcopy(service.revocations) is service.revocations


def test_threads_share_it() -> None:
    """Each thread revokes its own tokens while all check: every thread refuses at once what was
    revoked, and nothing else.
    """
    service = Service(longest_lifetime="15m")
    wrong: list[str] = []
    count, threads = 100, 8
    tokens = {(thread, number): service.token(sub="bob", sid=f"{thread}", jti=f"{thread}-{number}") for thread in range(threads) for number in range(count)}
    untouched = service.token(sid="untouched", jti="untouched")

    def work(thread: int) -> None:
        for number in range(count):
            token = tokens[thread, number]
            entry = service.revocations.revoke(service.verifier.verify(token))
            if service.refusal(token) != ("ERR_JWT_REVOKED", "jti") or service.refusal(untouched) is not None:
                wrong.append(f"{thread}-{number} after it was revoked")
            if number % 10 == 0:
                service.revocations.withdraw(entry)
                if service.refusal(token) is not None:
                    wrong.append(f"{thread}-{number} after it was withdrawn")
                service.revocations.merge(service.revocations.snapshot())

    running = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert wrong == []
    assert service.revocations.status()["entries"]["token"] == threads * count * 9 // 10
    results = service.verifier.verify_many(tokens.values())
    accepted = [place for place, result in zip(tokens, results, strict=True) if isinstance(result, Token)]
    assert accepted == [place for place in tokens if place[1] % 10 == 0]


def test_a_cycle_through_a_clock_is_collected() -> None:
    class Clocks:
        held: Any

        def now(self) -> float:
            return float(NOW)

    clocks = Clocks()
    revocations = Revocations(clock=clocks.now)
    clocks.held = revocations, Verifier(KEY, revocations=revocations)
    gone = weakref.ref(clocks)
    del clocks, revocations
    gc.collect()
    assert gone() is None
