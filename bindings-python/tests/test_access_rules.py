"""AccessRules: what they decide given a token, an error or neither, and what a decision says.
tests/vectors and the core test the meaning of rules.
"""

from __future__ import annotations

import copy
import json
import pickle
import timeit
from typing import Any

import pytest
from samples import KEY, NOW, pickled
from tokenseal import AccessDeniedError, AccessRules, Decision, Key, Needed, ReplayCache, Token, Verifier, dpop, errors, sign, verify

RULES = {
    "rules": [
        {"name": "read orders", "methods": ["GET"], "path": "/orders/{id}", "require": {"scope": ["orders:read"]}},
        {"name": "own profile", "methods": ["GET"], "path": "/users/{user}", "require": {"claims": [{"path": ["sub"], "equals_parameter": "user"}]}},
        {
            "name": "refunds",
            "methods": ["POST"],
            "path": "/refunds",
            "require": {"any_scope": ["refunds", "admin"], "acr": ["mfa"], "max_auth_age": "5m", "issuer": ["https://a.example"], "proof": True},
        },
        {"name": "suspended", "deny": True, "when": {"claims": [{"path": ["suspended"], "equals": True}]}},
        {"name": "health", "methods": ["GET"], "path": "/health", "public": True},
    ]
}
rules = AccessRules.from_json(json.dumps(RULES))


def token(**claims: Any) -> Token:
    return verify(sign(claims, KEY, expires_in="15m", now=NOW), KEY, now=NOW, allow_any_issuer=True)


ALICE = token(sub="alice", scope="orders:read")


def refused(code: str) -> errors.TokenError:
    return next(one for one in vars(errors).values() if isinstance(one, type) and getattr(one, "_default_code", "") == code)()


@pytest.mark.parametrize(
    ("brought", "method", "path", "expected"),
    [
        (ALICE, "GET", "/orders/7", (200, "allowed", "read orders")),
        (ALICE, "HEAD", "/orders/7?x=1", (200, "allowed", "read orders")),
        (ALICE, "GET", "/users/alice", (200, "allowed", "own profile")),
        (ALICE, "GET", "/users/bob", (403, "insufficient", "own profile")),
        (None, "GET", "/health", (200, "public", "health")),
        (None, "GET", "/orders/7", (401, "no_token", "read orders")),
        (ALICE, "GET", "/nowhere", (403, "no_rule", None)),
        (ALICE, "GET", "/orders/..%2f7", (403, "bad_path", None)),
        (token(sub="alice", scope="orders:read", suspended=True), "GET", "/orders/7", (403, "denied", "suspended")),
        (refused("ERR_JWT_EXPIRED"), "GET", "/health", (401, "bad_token", None)),
        (refused("ERR_JWKS_UNAVAILABLE"), "GET", "/health", (503, "unavailable", None)),
        (refused("ERR_OPTION_INVALID"), "GET", "/health", (500, "misconfigured", None)),
        (ValueError("none of the library's"), "GET", "/health", (500, "misconfigured", None)),
    ],
)
def test_decisions(brought: Any, method: str, path: str, expected: tuple[int, str, str | None]) -> None:
    decision = rules.check(brought, method, path, now=NOW)
    assert (decision.status, decision.reason) == expected[:2]
    assert decision.rule == expected[2] or expected[1] in ("bad_token", "unavailable", "misconfigured")
    assert decision.allowed == (decision.status == 200) and not decision.only_reported
    told = json.loads(decision.to_json())
    assert told["challenges"] == decision.challenges and told["allowed"] == decision.allowed
    if decision.allowed:
        assert rules.require(brought, method, path, now=NOW).reason == decision.reason
        return
    with pytest.raises(AccessDeniedError) as caught:
        rules.require(brought, method, path, now=NOW)
    error = caught.value
    assert error.decision is not None and error.decision.reason == decision.reason
    assert (error.code, error.status) == ("ERR_JWT_ACCESS_DENIED", decision.status)
    assert error.fault == {"unavailable": "environment", "misconfigured": "program"}.get(decision.reason, "token")
    for again in (pickled(error), copy.copy(error)):
        assert (again.status, again.fault, str(again), again.decision) == (error.status, error.fault, str(error), None)


def test_what_was_needed() -> None:
    decision = rules.check(token(scope="x", iss="https://b.example"), "POST", "/refunds", now=NOW)
    needed = decision.needed
    assert isinstance(needed, Needed)
    assert (needed.scope, needed.any_scope, needed.claims, needed.acr) == ([], ["refunds", "admin"], [], ["mfa"])
    assert (needed.max_auth_age, needed.issuer, needed.proof) == (300, ["https://a.example"], True)
    assert repr(needed) == "Needed(any_scope=['refunds', 'admin'], acr=['mfa'], issuer=['https://a.example'], max_auth_age=300, proof=True)"
    assert rules.check(ALICE, "GET", "/users/bob").needed.claims == [["sub"]]  # type: ignore[union-attr]
    assert rules.check(ALICE, "GET", "/orders/7").needed is None
    assert repr(decision) == "Decision(allowed=False, status=403, reason='insufficient', rule='refunds')"


def test_a_challenge_names_what_would_do() -> None:
    assert rules.check(None, "GET", "/orders/7").challenges == ['Bearer scope="orders:read"']
    lacking = rules.check(token(), "GET", "/orders/7", now=NOW).challenges
    assert len(lacking) == 1 and 'error="insufficient_scope"' in lacking[0] and 'scope="orders:read"' in lacking[0]
    old = json.dumps({"rules": [{"methods": ["GET"], "path": "/", "require": {"max_auth_age": "1m"}}]})
    decision = AccessRules.from_json(old).check(token(auth_time=NOW - 100), "GET", "/", now=NOW)
    assert decision.status == 401 and 'error="insufficient_user_authentication"' in decision.challenges[0] and 'max_age="60"' in decision.challenges[0]


def test_paths_in_other_forms() -> None:
    both = AccessRules.from_json(
        json.dumps({"rules": [{"name": "admin", "deny": True, "path": "/admin/{*rest}"}, {"methods": ["GET"], "path": "/{*rest}", "public": True}]})
    )
    assert both.check(None, "GET", "/ADMIN/x").allowed
    assert both.check(None, "GET", "/ADMIN/x", ignores=["case", "last-slash"]).reason == "bad_path"
    assert both.check(None, "GET", "/a%2fb").reason == "bad_path" and both.check(None, "GET", "/a%2fb", form="decoded").allowed
    for options in ({"form": "cooked"}, {"form": None}, {"ignores": "case"}, {"ignores": ["query"]}, {"now": "soon"}, {"now": True}):
        for ask in (both.check, both.require, both.explain):
            with pytest.raises(errors.OptionError):
                ask(None, "GET", "/", **options)  # type: ignore[arg-type]


def test_rules_that_only_report() -> None:
    lenient = AccessRules.from_json(json.dumps(RULES | {"report_only": True}))
    assert lenient.report_only and not rules.report_only
    decision = lenient.check(None, "GET", "/orders/7")
    assert (decision.allowed, decision.only_reported, decision.status, decision.reason) == (True, True, 200, "no_token")
    assert lenient.require(None, "GET", "/orders/7").only_reported
    assert not lenient.check(refused("ERR_JWT_EXPIRED"), "GET", "/orders/7").allowed


def test_explanations_and_findings() -> None:
    explained = {one.rule: one for one in rules.explain(ALICE, "GET", "/users/bob/", now=NOW)}
    assert explained.keys() == {"own profile", "suspended"}
    own = explained["own profile"]
    assert (own.effect, own.fits, own.fits_method, own.fits_path, own.matches) == ("allow", False, True, False, False)
    assert own.missing is not None and own.missing.claims == [["sub"]]
    assert (explained["suspended"].effect, explained["suspended"].fits, explained["suspended"].missing) == ("deny", True, None)
    assert repr(own) == "RuleExplanation(rule='own profile', effect='allow', fits=False, matches=False)"
    assert rules.explain(None, "GET", "/a//b") == []
    twice = AccessRules.from_json(
        json.dumps({"rules": [{"name": "a", "methods": ["GET"], "path": "/a", "public": True}, {"name": "b", "methods": ["GET"], "path": "/a", "public": True}]})
    )
    assert [(one.fault, one.rule, one.by) for one in twice.lint()][0] in [("redundant", "a", "b"), ("redundant", "b", "a")]
    assert rules.lint() == [] and repr(twice.lint()[0]).startswith("RuleFinding(fault='redundant'")
    assert rules.to_cedar().count("@id(") == 5 and json.loads(AccessRules.schema())["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("wrong", ["", "[]", '{"rules": [{}]}', b"\xff", '{"rules": [], "more": 1}', '{"rules": [{"path": "/a", "methods": ["GET"]}]}'])
def test_rules_that_are_none(wrong: Any) -> None:
    with pytest.raises(errors.OptionError):
        AccessRules.from_json(wrong)


def test_arguments_of_other_types() -> None:
    for arguments in ((ALICE.payload, "GET", "/"), ("a.b.c", "GET", "/"), (ALICE, b"GET", "/"), (ALICE, "GET", None), (ALICE, "GET", 5)):
        for ask in (rules.check, rules.require, rules.explain):
            with pytest.raises(TypeError):
                ask(*arguments)  # type: ignore[arg-type]
    for wrong in (5, {"rules": []}, None):
        with pytest.raises(TypeError):
            AccessRules.from_json(wrong)  # type: ignore[arg-type]
    assert copy.copy(rules) is rules and copy.deepcopy(rules) is rules and repr(rules).startswith("AccessRules")
    for thing in (rules, rules.check(None, "GET", "/health")):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    for one in (Decision, Needed, AccessRules):
        with pytest.raises(TypeError):
            one()


def test_how_possession_was_proven() -> None:
    key = Key.generate("ES256")
    bound = AccessRules.from_json('{"rules": [{"methods": ["GET"], "path": "/", "require": {"proof": true}}]}')
    text = sign({"cnf": {"jkt": key.thumbprint()}}, KEY, expires_in="5m")
    verifier = Verifier(KEY, public_origins=["https://api.example"], replays=ReplayCache())
    proven = verifier.verify(text, proof=dpop.prove(key, "GET", "https://api.example/", access_token=text), method="GET", url="/")
    assert (proven.proven_by, bound.check(proven, "GET", "/").allowed) == ("dpop", True)
    unproven = Verifier(KEY, proof_of_possession="ignore").verify(text)
    decision = bound.check(unproven, "GET", "/")
    assert unproven.proven_by is None and ALICE.proven_by is None
    assert decision.needed is not None and decision.needed.proof and decision.status == 403


def test_a_check_takes_microseconds() -> None:
    """About 1.5 µs on an idle machine; far more means that a decision is written as text although
    nobody reads it.
    """
    fastest = min(timeit.repeat(lambda: rules.check(ALICE, "GET", "/orders/7"), number=2_000, repeat=20)) / 2_000
    assert fastest < 15e-6
