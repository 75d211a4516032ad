"""ProtectedResource: headers in, answers out, with local keys and fetched ones. What each request
must lead to is in tests/vectors and tests/http.
"""

from __future__ import annotations

import asyncio
import json
import pickle
from typing import Any

import pytest
from tokenseal import AccessDeniedError, AccessRules, Key, ProtectedResource, RemoteKeySet, Revocations, Verifier, dpop, errors
from tokenseal.testing import Issuer, Server

NAME, API = "https://issuer.example", "https://api.example"
issuer = Issuer(NAME, audience=API)
verifier: Verifier = Verifier(issuer.keys, issuer=NAME, audience=API)
rules = AccessRules.from_json(
    json.dumps(
        {
            "rules": [
                {"name": "orders", "methods": ["GET"], "path": "/orders/{id}", "require": {"scope": ["orders:read"]}},
                {"name": "health", "methods": ["GET"], "path": "/health", "public": True},
            ]
        }
    )
)


def bearer(token: str) -> list[tuple[str, str]]:
    return [("Host", "api.example"), ("Authorization", f"Bearer {token}"), ("Accept", "*/*")]


def alice(**claims: Any) -> str:
    return issuer.issue({"sub": "alice", "scope": "orders:read", **claims})


def test_a_good_token_passes() -> None:
    api, token = ProtectedResource(verifier, rules=rules), alice()
    as_bytes = [(name.lower().encode(), value.encode()) for name, value in bearer(token)]
    for headers in (bearer(token), tuple(bearer(token)), iter(bearer(token)), as_bytes, [list(one) for one in as_bytes]):
        answer = api.check("GET", "/orders/7", headers)
        assert (answer.allowed, answer.status, answer.body, answer.error) == (True, 200, "", None)
        assert answer.token is not None and answer.token["sub"] == "alice"
        assert answer.decision is not None and answer.decision.rule == "orders" and answer.headers == []
    answer = api.check("GET", "/health", [])
    assert answer.allowed and answer.token is None and answer.decision is not None and answer.decision.reason == "public"
    assert repr(answer) == "Answer(allowed=True, status=200, code=None)"


def test_whatever_else_is_refused() -> None:
    api = ProtectedResource(verifier, rules=rules, realm="orders")

    def found(method: str, path: str, headers: Any, **options: Any) -> tuple[int, str, str]:
        answer = api.check(method, path, headers, **options)
        names = dict(answer.headers)
        assert not answer.allowed and answer.token is None and answer.error is answer.error is not None
        assert names["Cache-Control"] == "no-store" and names["Content-Type"] == "application/json"
        body = json.loads(answer.body)
        assert body["code"] == answer.error.code and answer.error.status == answer.status
        assert ("WWW-Authenticate" in names) == (answer.status in (400, 401) or body["error"] == "insufficient_scope")
        return answer.status, body["error"], body["code"]

    assert found("GET", "/orders/7", []) == (401, "missing_token", "ERR_JWT_ACCESS_DENIED")
    assert found("GET", "/orders/7", bearer("a.b.c")) == (401, "invalid_token", "ERR_JWS_INVALID")
    assert found("GET", "/health", bearer("a.b.c"))[0] == 401
    assert found("GET", "/orders/7", bearer(alice(scope="x"))) == (403, "insufficient_scope", "ERR_JWT_ACCESS_DENIED")
    assert found("GET", "/orders/7", bearer(alice()), scope="orders:write") == (403, "insufficient_scope", "ERR_JWT_ACCESS_DENIED")
    assert found("GET", "/orders/7", bearer(alice()) * 2)[:2] == (400, "invalid_request")
    assert found("GET", "/nowhere", bearer(alice()))[::2] == (403, "ERR_JWT_ACCESS_DENIED")
    answer = api.check("GET", "/orders/7", [])
    assert dict(answer.headers)["WWW-Authenticate"] == 'Bearer realm="orders", scope="orders:read"'
    assert isinstance(answer.error, AccessDeniedError) and answer.error.decision is not None and answer.error.decision.rule == "orders"
    assert answer.decision is not None and answer.decision.status == 401


def test_without_rules_a_good_token_is_enough() -> None:
    api = ProtectedResource(verifier)
    assert api.check("POST", "/anything", bearer(alice())).allowed and api.check("POST", "/anything", []).status == 401
    assert api.check("POST", "/anything", [], optional=True).allowed
    assert api.check("POST", "/anything", bearer("a.b.c"), optional=True).status == 401
    for scope, status in (("orders:read", 200), (["orders:read"], 200), ("orders:read orders:write", 403), (["orders:write"], 403)):
        assert api.check("POST", "/anything", bearer(alice()), scope=scope).status == status
    # A mistake of the program is not the token's fault.
    assert api.check("POST", "/anything", bearer(alice()), scope="").status == 500
    for options in ({"scope": 5}, {"optional": "yes"}, {"now": "soon"}, {"certificate": "text"}):
        with pytest.raises(errors.OptionError):
            api.check("GET", "/", [], **options)  # type: ignore[arg-type]


def test_keys_that_are_fetched() -> None:
    with Server() as server:
        remote: Verifier = Verifier(RemoteKeySet(server.jwks_uri, allow_http=True), issuer=server.url)
        api = ProtectedResource(remote)
        assert api.check("GET", "/", bearer(server.issuer.issue({"sub": "bob"}))).token["sub"] == "bob"  # type: ignore[index]
        server.issuer.rotate()
        answer = asyncio.run(api.check_async("GET", "/", bearer(server.issuer.issue({"sub": "bob"}))))
        assert answer.allowed and [path for path, _ in server.requests] == ["/jwks.json"] * 2

    def unreachable(request: Any) -> Any:
        raise OSError("no network here")

    events: list[Any] = []
    api = ProtectedResource(Verifier(RemoteKeySet(NAME + "/jwks.json", fetch=unreachable), issuer=NAME, on_event=events.append), rules=rules)
    first, second = api.check("GET", "/health", bearer(alice())), asyncio.run(api.check_async("GET", "/health", bearer(alice())))
    for answer in (first, second):
        assert answer.status == 503 and "WWW-Authenticate" not in dict(answer.headers)
        assert isinstance(answer.error, errors.KeySetUnavailableError)
    # The second did not wait for a flight.
    assert first.error is not None and isinstance(first.error.__cause__, OSError)
    assert [event["code"] for event in events] == ["ERR_JWKS_UNAVAILABLE"] * 2
    # On a thread with a running event loop, `check` never waits.
    assert asyncio.run(_checked(api)) == 503


async def _checked(api: ProtectedResource) -> int:
    return api.check("GET", "/orders/7", bearer(alice())).status


def test_an_event_loop_with_keys_at_hand() -> None:
    async def main() -> None:
        api = ProtectedResource(verifier, rules=rules)
        answers = await asyncio.gather(*(api.check_async("GET", "/orders/7", bearer(alice(n=n))) for n in range(5)))
        assert [answer.token and answer.token["n"] for answer in answers] == [*range(5)]
        assert (await api.check_async("GET", "/orders/7", [])).status == 401
        with pytest.raises(TypeError):
            await api.check_async("GET", "/orders/7", {"Authorization": "x"})  # type: ignore[arg-type]

    asyncio.run(main())


def test_revoked_tokens_and_other_times() -> None:
    revocations = Revocations()
    api = ProtectedResource(Verifier(issuer.keys, issuer=NAME, audience=API, revocations=revocations))
    token = alice()
    found = api.check("GET", "/", bearer(token)).token
    assert found is not None
    revocations.revoke(found)
    answer = api.check("GET", "/", bearer(token))
    assert (answer.status, answer.error and answer.error.code) == (401, "ERR_JWT_REVOKED")
    late = ProtectedResource(verifier, rules=rules).check("GET", "/orders/7", bearer(token), now=4_000_000_000)
    assert (late.status, late.error and late.error.code) == (401, "ERR_JWT_EXPIRED")


def test_proofs_of_possession() -> None:
    key, nonce_key = Key.generate("ES256"), Key.generate("HS256")
    bound = issuer.issue({"sub": "alice"}, confirm=key.public())
    api = ProtectedResource(Verifier(issuer.keys, issuer=NAME, audience=API, public_origins=[API], nonce_key=nonce_key))

    def ask(proof: str, path: str = "/orders/7") -> Any:
        return api.check("GET", path, [("Authorization", f"DPoP {bound}"), ("DPoP", proof)])

    answer = ask(dpop.prove(key, "GET", API + "/orders/7", access_token=bound))
    challenges = [value for name, value in answer.headers if name == "WWW-Authenticate"]
    assert answer.status == 401 and any('error="use_dpop_nonce"' in challenge for challenge in challenges)
    nonce = dict(answer.headers)["DPoP-Nonce"]
    proof = dpop.prove(key, "GET", API + "/orders/7", access_token=bound, nonce=nonce)
    answer = ask(proof)
    assert answer.allowed and answer.token.proven_by == "dpop" and "DPoP-Nonce" in dict(answer.headers)
    assert ask(proof).error.code == "ERR_DPOP_INVALID"
    other = dpop.prove(key, "GET", API + "/orders/7", access_token=bound, nonce=nonce)
    assert ask(other, "/orders/8").error.code == "ERR_DPOP_INVALID"
    assert api.check("GET", "/orders/7", bearer(bound)).error.code == "ERR_JWT_NOT_BOUND"  # type: ignore[union-attr]


def test_metadata_and_cookies() -> None:
    api = ProtectedResource(verifier, resource=API + "/v1", authorization_servers=[NAME], scopes_supported=["a"], documentation=API + "/docs")
    assert api.metadata_path == "/.well-known/oauth-protected-resource/v1" and api.metadata_url == API + "/.well-known/oauth-protected-resource/v1"
    told = json.loads(api.metadata() or "")
    assert (told["resource"], told["authorization_servers"], told["scopes_supported"]) == (API + "/v1", [NAME], ["a"])
    assert f'resource_metadata="{api.metadata_url}"' in dict(api.check("GET", "/", []).headers)["WWW-Authenticate"]
    plain = ProtectedResource(verifier)
    assert (plain.metadata(), plain.metadata_path, plain.metadata_url, plain.rules) == (None, None, None, None)
    with pytest.raises(errors.OptionError):
        plain.csrf_token("a.b.c")
    token, key = alice(), Key.generate("HS256")
    cookies = ProtectedResource(verifier, cookie="__Host-token", csrf_key=key)
    headers = [("Cookie", f"a=b; __Host-token={token}")]
    assert cookies.check("GET", "/", headers).allowed and cookies.check("POST", "/", headers).status == 403
    assert cookies.check("POST", "/", [*headers, ("x-csrf-token", cookies.csrf_token(token))]).allowed
    assert ("Vary", "Cookie") in cookies.check("GET", "/", headers).headers


@pytest.mark.parametrize(
    "options",
    [
        {"cookie": "__Host-token"},
        {"cookie": "token", "csrf_key": Key.generate("HS256")},
        {"csrf_key": None},
        {"csrf_key": "secret"},
        {"rules": None},
        {"rules": "{}"},
        {"scopes_supported": ["a"]},
        {"realm": "a\nb"},
        {"form": "cooked"},
        {"resource": "http://api.example"},
    ],
)
def test_options_that_are_wrong(options: Any) -> None:
    with pytest.raises(errors.OptionError):
        ProtectedResource(verifier, **options)


def test_arguments_of_other_types() -> None:
    api = ProtectedResource(verifier, rules=rules)
    for headers in ({"Authorization": "x"}, "Authorization: x", [("Authorization",)], ["Authorization"], [("a", "b", "c")], [(1, 2)], None, 5):
        with pytest.raises(TypeError):
            api.check("GET", "/", headers)  # type: ignore[arg-type]
    for wrong in (issuer.keys, None):
        with pytest.raises(TypeError):
            ProtectedResource(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        ProtectedResource(verifier, rulez=rules)  # type: ignore[call-arg]
    assert api.check("GET", "/orders/7", [("X-Odd", "\ud800"), ("X-Latin", "\xff"), (b"x-bytes", b"\xff")]).status == 401
    assert api.verifier is verifier and api.rules is rules
    assert repr(api).startswith("ProtectedResource(verifier=Verifier(") and repr(api).endswith(", rules=...)")
    for thing in (api, api.check("GET", "/health", [])):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
