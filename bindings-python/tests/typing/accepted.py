"""What users write, and what type checkers must make of it. Nothing here is run."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import time
from typing import Any, Literal, TypedDict

from tokenseal import (
    AccessDeniedError,
    AccessRules,
    ClaimError,
    Decision,
    Issuer,
    Key,
    KeyRing,
    KeySet,
    Needed,
    ProtectedResource,
    RemoteKeySet,
    RevocationEntry,
    Revocations,
    StatusList,
    StatusLists,
    Token,
    TokenError,
    Verifier,
    errors,
    inspect_unverified,
    jwe,
    jws,
    seal,
    sign,
    unseal,
    verify,
)
from tokenseal.types import (
    Algorithm,
    DecisionReason,
    ErrorCode,
    Inspected,
    IssuerOptions,
    JwsSignOptions,
    Keys,
    KeyState,
    KeyType,
    Kind,
    RemoteOptions,
    Request,
    Require,
    ResourceOptions,
    RevocationKind,
    RevokeSubjectOptions,
    RingOptions,
    SignatureAlgorithm,
    SignOptions,
    VerifierOptions,
    VerifyOptions,
)
from typing_extensions import Unpack, assert_type


class AccessClaims(TypedDict):
    """Claims as a service declares them."""

    sub: str
    scope: str


key = Key.generate("ES256")
names: list[str] = ["ES256"]
typed_names: set[SignatureAlgorithm] = {"ES256", "Ed25519"}


def some_keys() -> Iterator[Key]:
    yield key


def claims_are_a_dict_unless_the_annotation_says_more() -> None:
    assert_type(verify("a.b.c", key), Token[dict[str, Any]])
    assert_type(verify("a.b.c", key).claims, dict[str, Any])
    assert_type(verify("a.b.c", key)["sub"], Any)
    token: Token[AccessClaims] = verify("a.b.c", key)
    assert_type(token.claims, AccessClaims)
    assert_type(token.claims["scope"], str)
    takes_any_token(token)
    sealed: Token[AccessClaims] = unseal("a.b.c.d.e", decrypt_with=key, verify_with=[key])
    assert_type(sealed.kind, Kind)


def a_verifier_says_once_what_its_claims_are() -> None:
    assert_type(Verifier(key), Verifier[dict[str, Any]])
    verifier = Verifier[AccessClaims](key, issuer=("https://a.example", "https://b.example"), leeway=timedelta(seconds=5))
    assert_type(verifier.verify("a.b.c", now=datetime.now(timezone.utc)), Token[AccessClaims])
    for result in verifier.verify_many(iter([b"a.b.c"])):
        if isinstance(result, TokenError):
            assert_type(result.code, ErrorCode)
        else:
            assert_type(result.claims["sub"], str)


def takes_any_token(token: Token[Mapping[str, Any]]) -> str | None:
    assert_type(token.get("sub"), Any | None)
    assert_type(token.get("exp", 0), Any | int)
    return token.key_id


def keys_in_any_form(keys: Keys) -> None:
    for form in (key, [key], (key,), {key}, some_keys(), KeySet(some_keys())):
        Verifier(form, algorithms=names, required_claims={"jti"}, accept=["signed"])
    jws.verify(b"a.b.c", keys, algorithms=typed_names, payload=memoryview(b"a"))
    for one in KeySet(keys):
        assert_type(one.key_type, KeyType)
    assert_type(key.algorithm, Algorithm | None)
    assert_type(Key.from_pem(b"", names[0]).to_jwk(), dict[str, Any])


def claims_in_any_form(claims: AccessClaims) -> None:
    sign(claims, key, expires_in="15m", audience=["https://a.example"], not_before=1.5, now=None)
    sign(b"{}", key, no_expiry=True, profile="access-token")
    seal({"sub": "alice"}, sign_with=key, encrypt_to=key, enc="A256GCM", expires_in=timedelta(hours=1))
    assert_type(Issuer(key, lifetime=900).issue(claims, expires_in=60), str)
    assert_type(inspect_unverified("a.b.c"), Inspected)
    assert_type(jwe.decrypt({"ciphertext": ""}, key).plaintext, bytes)


def errors_have_codes(error: Exception) -> None:
    if isinstance(error, ClaimError | errors.ExpiredError) and error.code != "ERR_JWT_CLAIM_MISSING":
        assert_type(error.claim, str | None)


def my_verify(token: str, **options: Unpack[VerifyOptions]) -> Token:
    return verify(token, key, **options)


def options_are_dicts_with_types(claims: AccessClaims) -> None:
    options: VerifyOptions = {"issuer": "https://a.example", "leeway": "30s", "now": None}
    assert_type(verify("a.b.c", key, **options), Token[dict[str, Any]])
    my_verify("a.b.c", **options)
    own_first: VerifyOptions = {"leeway": 5}
    verify("a.b.c", key, **(own_first | options))
    assert_type(my_verify("a.b.c", type="at+jwt").claims, dict[str, Any])
    making: SignOptions = {"expires_in": timedelta(minutes=15), "header": {"x": 1}}
    sign(claims, key, **making)
    names: VerifierOptions = {"issuer": "https://a.example", "accept": ["signed"], "clock": time}
    assert_type(Verifier(key, **names).verify("a.b.c"), Token[dict[str, Any]])
    own: IssuerOptions = {"lifetime": 900, "clock": lambda: datetime.now(timezone.utc)}
    Issuer(key, **own)
    several: JwsSignOptions = {"serialization": "general", "unprotected": [{}, {"x": 1}]}
    jws.sign(b"any bytes", [key, key], **several)
    require: Require = "all"
    jws.verify(b"a.b.c", key, require=require)
    assert_type(options.get("issuer"), str | Iterable[str] | None)


def private_keys_are_exported_by_position_or_by_name() -> None:
    assert_type(key.to_jwk(True), dict[str, Any])
    assert_type(key.to_pem(private=True), str)
    assert_type(KeySet([key]).to_jwks(), dict[str, Any])


def keys_rotate() -> None:
    options: RingOptions = {"rotate_every": timedelta(days=30), "clock": time}
    ring = KeyRing.create(["ES256", "ECDH-ES"], keys=[key], now=datetime.now(timezone.utc), **options)
    ring.save(Path("keys.ring"), key, wrapped_key=b"wrapped")
    assert_type(KeyRing.open("keys.ring", [key, key], clock=time), KeyRing)
    assert_type(KeyRing.wrapped_key(Path("keys.ring")), bytes | None)
    for change in ring.revoke("stolen", now=1.5)["changes"]:
        assert_type(change["was"], KeyState | None)
    for one in ring.keys():
        assert_type(one["active_from"], float | None)
    assert_type(ring.signing_key("ES256"), Key)
    assert_type(ring.to_key_set(now=1), KeySet)
    assert_type(ring.advance()["next"], float | None)
    Issuer(ring, encryption_key=ring, alg="ES256", lifetime="15m")
    Verifier(ring, decryption_keys=ring)
    Verifier.by_issuer([], ring)


def tokens_are_revoked(token: Token[AccessClaims]) -> None:
    revocations = Revocations(longest_lifetime="30d", audit=True, clock=time)
    assert_type(revocations.revoke(token, by="alice", now=None), RevocationEntry)
    revocations.revoke_id(None, "1", until=datetime.now(timezone.utc) + timedelta(hours=1))
    revocations.revoke_session("https://a.example", "s1", until=1.5)
    revocations.revoke_key(None, "stolen", reason="found in a public repository")
    options: RevokeSubjectOptions = {"before": datetime.now(timezone.utc), "by": "support"}
    assert_type(revocations.apply_events(token, subject_issuers=["https://b.example"], by="alice"), list[RevocationEntry])
    entry = revocations.revoke_subject("https://a.example", "alice", **options)
    assert_type(entry.kind, RevocationKind)
    assert_type(entry.ends, float | None)
    if (withdrawn := revocations.withdraw(entry.id).withdrawn) is not None:
        assert_type(withdrawn.at, float)
    for one in revocations.entries(issuer="https://a.example", subject="alice"):
        revocations.withdraw(one)
    assert_type(Revocations.from_snapshot(memoryview(revocations.snapshot()), audit=True), Revocations)
    revocations.merge(revocations.snapshot())
    names: VerifierOptions = {"issuer": "https://a.example", "revocations": revocations}
    Verifier(key, **names)
    assert_type(Verifier.for_issuer("https://b.example", audience="api", revocations=revocations), Verifier[dict[str, Any]])
    KeyRing.create("ES256").use_revocations(revocations, "https://a.example")


def statuses_are_published_and_looked_up() -> None:
    statuses = StatusList(1_000_000, bits=1)
    index = statuses.allocate()
    statuses.set(index, StatusList.INVALID)
    assert_type(statuses.get(index), int)
    assert_type(statuses.claim("https://a.example/1", index), dict[str, Any])
    assert_type(statuses.to_jwt(KeyRing.create("ES256"), "https://a.example/1", ttl="5m", expires_in=timedelta(days=1)), str)
    assert_type(StatusList.from_state(statuses.to_state()).free + statuses.capacity + statuses.bits, int)
    lists = StatusLists([key], allowed_uris=["https://a.example/"], max_lists=5, fetch=my_fetch, on_event=print)
    StatusLists(RemoteKeySet("https://a.example/jwks.json"), allowed_uris={"https://a.example/1"}, max_age=timedelta(minutes=5))
    verifier = Verifier[AccessClaims](key, status_lists=lists)
    assert_type([one.uri for one in verifier.status_lists], list[str])
    options: VerifierOptions = {"audience": "api", "status_lists": lists}
    Verifier(key, **options)
    assert_type(Verifier.for_issuer("https://b.example", audience="api", status_lists=lists), Verifier[dict[str, Any]])


def requests_are_decided(token: Token[AccessClaims] | None, headers: list[tuple[bytes, bytes]]) -> None:
    rules = AccessRules.from_json(Path("rules.json").read_bytes())
    decision = rules.check(token, "GET", "/orders/7", form="decoded", ignores=["case"])
    assert_type(decision.reason, DecisionReason)
    assert_type(decision.challenges, list[str])
    if (needed := decision.needed) is not None:
        assert_type(needed.claims, list[list[str]])
    try:
        rules.require(TokenError("why"), "GET", "/", now=time())
    except AccessDeniedError as error:
        assert_type(error.status, int)
        assert_type(error.decision, Decision | None)
    assert_type([one.missing for one in rules.explain(None, "GET", "/")], list[Needed | None])
    assert_type([one.by for one in rules.lint()], list[str | None])
    options: ResourceOptions = {"realm": "api", "csrf_key": key, "cookie": "__Host-token", "rules": rules}
    resource = ProtectedResource(Verifier(key), **options)
    answer = resource.check("GET", "/", headers, scope=["a", "b"], optional=True)
    assert_type(answer.headers, list[tuple[str, str]])
    assert_type(answer.error, TokenError | None)
    resource.check("GET", "/", [("Authorization", "Bearer x")], scope="a b", certificate=None)
    if token is not None:
        assert_type(token.proven_by, Literal["dpop", "certificate"] | None)


async def requests_are_answered(resource: ProtectedResource, headers: Iterable[tuple[str, str]]) -> None:
    answer = await resource.check_async("GET", "/", headers, now=1.5)
    if answer.token is not None:
        assert_type(answer.token.claims, Any)


def my_fetch(request: Request) -> tuple[int, dict[str, str], bytes]:
    assert_type(request["timeout"], float)
    return 200, {}, b"{}"


async def keys_are_fetched() -> None:
    options: RemoteOptions = {"max_age": "30m", "timeout": timedelta(seconds=2)}
    keys = RemoteKeySet("https://a.example/jwks.json", fetch=my_fetch, headers=lambda: {"authorization": "Bearer x"}, on_event=print, **options)
    assert_type(keys.keys, KeySet)
    assert_type(keys.status(), dict[str, Any])
    assert_type(keys.snapshot(key), str)
    keys.ready("10s")
    await keys.ready_async(timeout=5)
    one = Verifier[AccessClaims](keys, issuer="https://a.example", on_event=lambda event: print(event["event"]))
    two: Verifier[AccessClaims] = Verifier.for_issuer("https://b.example", audience="api", ssl_context=None, client=None)
    assert_type(await one.verify_async("a.b.c", now=1), Token[AccessClaims])
    token = one.verify("a.b.c")
    assert_type(one.still_valid(token), Token[AccessClaims])
    assert_type(await one.still_valid_async(token, now=1), Token[AccessClaims])
    for result in await two.verify_many_async(["a.b.c"]):
        if not isinstance(result, TokenError):
            assert_type(result.claims["sub"], str)
    both: Verifier[AccessClaims] = Verifier.by_issuer([one, two], decryption_keys=key, clock=time)
    both.add(Verifier(keys, issuer="https://c.example"))
    assert_type(both.remove("https://c.example"), bool)
    assert_type(both.remotes, list[RemoteKeySet])
