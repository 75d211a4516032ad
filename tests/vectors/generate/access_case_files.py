"""Files of rules that are refused, and what lint says of those that are not."""

from __future__ import annotations

from typing import Any

from access_parts import VERIFIER, allow, deny, open_to_all
from common import case, error
from dpop_parts import ISSUING

OPTION = error("ERR_OPTION_INVALID")

# What a JSON Schema cannot say: check.py holds every other refused file against
# core/src/access/schema.json.
BEYOND = ["beyond-schema"]


def _refused(name: str, rules: Any, comment: str | None = None, beyond: bool = False) -> dict[str, Any]:
    input, flags = {"rules": rules, "steps": []}, BEYOND if beyond else None
    return case(f"access-refused-{name}", "access.run", input, OPTION, comment=comment, flags=flags)


def _asking(**require: Any) -> dict[str, Any]:
    return allow("/{id}", require=require)


def _claim(**claim: Any) -> dict[str, Any]:
    return _asking(claims=[claim])


def refusals() -> list[dict[str, Any]]:
    """Everything that is unknown, of another form, or could not do what it looks like."""
    fine = allow("/{id}")
    files: dict[str, Any] = {
        "no-rules": {},
        "empty-rules": {"rules": []},
        "rules-object": {"rules": {}},
        "rules-null": {"rules": None},
        "rule-text": {"rules": ["GET /"]},
        "rule-null": {"rules": [None]},
        "unknown-member": {"rules": [fine], "version": 1},
        "report-only-number": {"rules": [fine], "report_only": 1},
        "report-only-text": {"rules": [fine], "report_only": "true"},
        "report-only-null": {"rules": [fine], "report_only": None},
        "schema-member": {"rules": [fine], "$schema": "access-rules.json"},
    }
    cases = [_refused(f"file-{name}", file) for name, file in files.items()]
    texts = {
        "empty": "", "list": "[]", "null": "null", "cut": '{"rules":[', "trailing": '{"rules":[]} x', "single-quotes": "{'rules':[]}",
        "comment": '{"rules":[]/**/}', "trailing-comma": '{"rules":[{"deny":true},]}', "byte-order-mark": '\ufeff{"rules":[{"deny":true}]}',
        "twice": '{"rules":[{"deny":true}],"rules":[{"deny":true}]}', "twice-inside": '{"rules":[{"deny":true,"deny":true}]}',
        "twice-escaped": '{"rules":[{"deny":true,"\\u0064eny":true}]}', "nan": '{"rules":[{"methods":["GET"],"require":{"max_auth_age":NaN}}]}',
    }
    cases += [_refused(f"text-{name}", text, beyond=True) for name, text in texts.items()]
    rules: dict[str, Any] = {
        "neither": {"methods": ["GET"], "path": "/"},
        "unknown-member": allow(scope=["a"]),
        "misspelt-member": allow(preflights=True),
        "null-member": allow("/") | {"name": None},
        "deny-and-public": {"deny": True, "public": True},
        "deny-and-require": {"deny": True, "require": {}},
        "public-and-require": {"methods": ["GET"], "path": "/", "public": True, "require": {}},
        "allow-with-when": allow(when={"scope": ["a"]}),
        "public-with-when": open_to_all(when={"scope": ["a"]}),
        "deny-with-empty-when": deny(when={}),
        "deny-with-acr": deny(when={"acr": ["mfa"]}),
        "deny-with-proof": deny(when={"proof": True}),
        "deny-with-max-auth-age": deny(when={"max_auth_age": 5}),
        "deny-with-preflight": deny(preflight=True),
        "deny-with-ignore-token": deny(ignore_token=True),
        "allow-with-ignore-token": allow(ignore_token=True),
        "allow-without-methods": {"path": "/", "require": {}},
        "public-without-methods": {"path": "/", "public": True},
        "deny-is-false": {"deny": False},
        "public-is-false": {"methods": ["GET"], "path": "/", "public": False},
        "public-text": {"methods": ["GET"], "path": "/", "public": "yes"},
        "require-list": allow(require=[]),
        "require-null": {"methods": ["GET"], "path": "/", "require": None},
        "require-unknown": _asking(scopes=["a"]),
        "require-audience": _asking(audience=["a"]),
        "when-unknown": deny(when={"scopes": ["a"]}),
        "name-empty": allow(name=""),
        "name-long": allow(name="a" * 101),
        "name-number": allow(name=7),
        "name-quote": allow(name='a"b'),
        "name-backslash": allow(name="a\\b"),
        "name-line": allow(name="a\nb"),
        "name-next-line": allow(name="a\u0085b"),
        "methods-empty": allow(methods=None) | {"methods": []},
        "methods-text": allow() | {"methods": "GET"},
        "methods-lower": allow(methods=["get"]),
        "methods-asterisk": allow(methods=["*"]),
        "methods-empty-text": allow(methods=["GET", ""]),
        "methods-number": allow(methods=["GET", 7]),  # type: ignore[list-item]
        "path-empty": allow(""),
        "path-relative": allow("orders"),
        "path-number": allow() | {"path": 7},
        "path-null": allow() | {"path": None},
        "path-empty-segment": allow("/a//b"),
        "path-two-slashes": allow("/a//"),
        "path-dot": allow("/a/./b"),
        "path-dots": allow("/a/.."),
        "path-dots-parameter": allow("/a/..;x/b"),
        "path-parameter-alone": allow("/;x"),
        "path-backslash": allow("/a\\b"),
        "path-nul": allow("/a\u0000"),
        "path-brace": allow("/{a"),
        "path-brace-inside": allow("/a{b}"),
        "path-brace-behind": allow("/{a}b"),
        "path-no-name": allow("/{}"),
        "path-rest-no-name": allow("/{*}"),
        "path-name-with-space": allow("/{a b}"),
        "path-name-beyond-ascii": allow("/{ä}"),
        "path-rest-inside": allow("/{*rest}/a"),
        "path-rest-slash": allow("/{*rest}/"),
        "path-regular-expression": allow("/{id:[0-9]+}"),
        "scope-text": _asking(scope="a"),
        "scope-empty": _asking(scope=[]),
        "scope-two-in-one": _asking(scope=["a b"]),
        "scope-quote": _asking(scope=['a"']),
        "scope-beyond-ascii": _asking(scope=["é"]),
        "scope-number": _asking(scope=[7]),
        "scope-null": _asking(scope=None),
        "any-scope-empty": _asking(any_scope=[]),
        "claims-empty": _asking(claims=[]),
        "claims-object": _asking(claims={"sub": "alice"}),
        "claims-text": _asking(claims=["sub"]),
        "acr-text": _asking(acr="mfa"),
        "acr-empty": _asking(acr=[]),
        "acr-space": _asking(acr=["m f a"]),
        "acr-beyond-ascii": _asking(acr=["é"]),
        "age-zero": _asking(max_auth_age=0),
        "age-zero-text": _asking(max_auth_age="0s"),
        "age-negative": _asking(max_auth_age=-1),
        "age-no-unit": _asking(max_auth_age="5"),
        "age-fraction": _asking(max_auth_age=1.5),
        "age-fraction-text": _asking(max_auth_age="1.5h"),
        "age-null": _asking(max_auth_age=None),
        "age-milliseconds": _asking(max_auth_age=1_700_000_000_000),
        "issuer-empty": _asking(issuer=[]),
        "issuer-empty-text": _asking(issuer=""),
        "issuer-number": _asking(issuer=7),
        "proof-text": _asking(proof="yes"),
        "claim-path-alone": _claim(path=["a"]),
        "claim-no-path": _claim(equals=1),
        "claim-path-text": _claim(path="a", equals=1),
        "claim-path-empty": _claim(path=[], equals=1),
        "claim-path-long": _claim(path=["a"] * 9, equals=1),
        "claim-path-number": _claim(path=["a", 0], equals=1),
        "claim-two-tests": _claim(path=["a"], equals=1, present=True),
        "claim-unknown-test": _claim(path=["a"], matches=".*"),
        "claim-equals-null": _claim(path=["a"], equals=None),
        "claim-equals-half": _claim(path=["a"], equals=1.5),
        # Not 2**53 + 1, which a runner in JavaScript reads as 2**53.
        "claim-equals-beyond": _claim(path=["a"], equals=2**53 + 2),
        "claim-equals-list": _claim(path=["a"], equals=["x"]),
        "claim-equals-object": _claim(path=["a"], equals={}),
        "claim-one-of-empty": _claim(path=["a"], one_of=[]),
        "claim-one-of-text": _claim(path=["a"], one_of="x"),
        "claim-one-of-null": _claim(path=["a"], one_of=["x", None]),
        "claim-contains-null": _claim(path=["a"], contains=None),
        "claim-present-false": _claim(path=["a"], present=False),
        "claim-absent-text": _claim(path=["a"], absent="yes"),
        "claim-parameter-number": _claim(path=["a"], equals_parameter=7),
    }
    cases += [_refused(name, {"rules": [rule]}) for name, rule in rules.items()]
    beyond: dict[str, Any] = {
        "same-names": [allow("/a", name="x"), allow("/b", name="x")],
        "name-is-a-number": [allow("/a"), allow("/b", name="rule 1")],
        "path-same-parameters": [allow("/{a}/{a}")],
        "path-same-rest": [allow("/{a}/{*a}")],
        "parameter-unknown": [_claim(path=["a"], equals_parameter="other")],
        "parameter-of-rest": [allow("/{*rest}", require={"claims": [{"path": ["a"], "equals_parameter": "rest"}]})],
        "parameter-without-path": [allow() | {"require": {"claims": [{"path": ["a"], "equals_parameter": "id"}]}}],
        "age-beyond": [_asking(max_auth_age="999999999d")],
    }
    cases += [_refused(name, {"rules": list_}, beyond=True) for name, list_ in beyond.items()]
    cases.append(_refused("equals-with-fraction", '{"rules":[{"methods":["GET"],"path":"/","require":{"claims":[{"path":["a"],"equals":1.0}]}}]}',
                          "an integer to JSON Schema", beyond=True))
    everywhere = [{"methods": ["GET"], "require": {}} for _ in range(9)]
    cases.append(_refused("nine-without-path", {"rules": everywhere}))
    cases.append(case("access-eight-without-path", "access.run", {"rules": {"rules": everywhere[:8]}, "steps": []}, {"steps": []}))
    return cases


def _lint(name: str, rules: list[dict[str, Any]], *findings: tuple[str, str, str | None]) -> dict[str, Any]:
    found = [{"fault": fault, "rule": rule, "by": by} for fault, rule, by in findings]
    input = {"rules": {"rules": rules}, "keys": {"jwk": ISSUING}, "verifier": VERIFIER, "steps": [{"do": "lint"}]}
    return case(f"access-lint-{name}", "access.run", input, {"steps": [found]})


def lints() -> list[dict[str, Any]]:
    """By hand: what no token satisfies, and what another rule makes pointless."""

    def one(*claims: dict[str, Any], **require: Any) -> list[dict[str, Any]]:
        return [allow("/{id}", name="r", require={"claims": list(claims), **require})]

    contradictory = {
        "types": one({"path": ["a"], "equals": 1}, {"path": ["a"], "equals": "1"}),
        "values": one({"path": ["a"], "one_of": [1, 2]}, {"path": ["a"], "one_of": [3]}),
        "absent-and-present": one({"path": ["a"], "absent": True}, {"path": ["a"], "present": True}),
        "absent-and-equal": one({"path": ["a"], "equals": 1}, {"path": ["a"], "absent": True}),
        "list-and-value": one({"path": ["a"], "contains": 1}, {"path": ["a"], "one_of": [1, 2]}),
        "list-and-parameter": one({"path": ["a"], "contains": "x"}, {"path": ["a"], "equals_parameter": "id"}),
        "number-and-parameter": one({"path": ["a"], "equals": 7}, {"path": ["a"], "equals_parameter": "id"}),
        "through-a-value": one({"path": ["a"], "equals": 1}, {"path": ["a", "b"], "equals": 1}),
        "absent-within-a-value": one({"path": ["a"], "equals": 1}, {"path": ["a", "b"], "absent": True}),
        "within-the-absent": one({"path": ["a", "b"], "present": True}, {"path": ["a"], "absent": True}),
        "issuer": one({"path": ["iss"], "equals": "https://b.example"}, issuer="https://a.example"),
        "acr": one({"path": ["acr"], "equals": "pwd"}, acr=["mfa"]),
    }
    fine = {
        "overlap": one({"path": ["a"], "one_of": [1, 2]}, {"path": ["a"], "one_of": [2, 3]}),
        "object": one({"path": ["a"], "present": True}, {"path": ["a", "b"], "equals": 1}),
        "both-absent": one({"path": ["a"], "absent": True}, {"path": ["a", "b"], "absent": True}),
        "two-elements": one({"path": ["a"], "contains": 1}, {"path": ["a"], "contains": 2}),
        "text-and-parameter": one({"path": ["a"], "equals": "x"}, {"path": ["a"], "equals_parameter": "id"}),
        "deny": [deny(name="d", path="/x", when={"claims": [{"path": ["a"], "equals": 1}, {"path": ["a"], "equals": "1"}]}), allow("/x")],
        "preflight": [allow("/x", name="r", preflight=True, require={"claims": [{"path": ["a"], "equals": 1}, {"path": ["a"], "equals": 2}]})],
        "other-methods": [allow("/x", ["GET"]), allow("/x", ["POST"])],
        "wider-later": [allow("/x", require={"scope": ["a"]}), allow("/{any}", require={"scope": ["a", "b"]})],
        "slash": [allow("/x"), allow("/x/")],
        "deny-some": [deny(path="/x/{*rest}", when={"scope": ["a"]}), allow("/x/y")],
        "deny-beside": [deny(path="/x/{*rest}"), allow("/{a}/b")],
        "deny-but-preflight": [deny(methods=["GET"], path="/x"), allow("/x", preflight=True)],
    }
    cases = [_lint(f"contradictory-{name}", rules, ("contradictory", "r", None)) for name, rules in contradictory.items()]
    cases += [_lint(f"fine-{name}", rules) for name, rules in fine.items()]
    wall = deny(name="no", path="/x/{*rest}")
    read, more = {"scope": ["read"]}, {"scope": ["read", "more"], "acr": ["mfa"]}
    cases += [
        _lint("blocked", [wall, allow("/x/{a}", name="r")], ("blocked", "r", "no")),
        _lint("blocked-public", [open_to_all("/x/a", name="r"), wall], ("blocked", "r", "no")),
        _lint("blocked-preflight", [deny(name="no"), allow("/x", name="r", preflight=True)], ("blocked", "r", "no")),
        _lint("redundant-narrower", [allow("/{x}", name="a", require=read), allow("/x", name="b", require=more)], ("redundant", "b", "a")),
        _lint("redundant-earlier", [allow("/x", name="a", require=more), allow("/{x}", name="b", require=read)], ("redundant", "a", "b")),
        _lint("redundant-same", [allow("/x", name="a", require=read), allow("/x", name="b", require=read)], ("redundant", "b", "a")),
        _lint("redundant-any", [allow("/{x}", name="a", require={"any_scope": ["read", "write"]}), allow("/x", name="b", require=read)],
              ("redundant", "b", "a")),
        _lint("redundant-public", [open_to_all("/{*rest}", name="a"), allow("/x", name="b", require=read)], ("redundant", "b", "a")),
        _lint("redundant-age", [allow("/x", name="a", require={"max_auth_age": "1h"}), allow("/x", name="b", require={"max_auth_age": "5m"})],
              ("redundant", "b", "a")),
        _lint("redundant-deny", [deny(name="a", path="/{*rest}"), deny(name="b", path="/x", when={"scope": ["a"]})], ("redundant", "b", "a")),
        _lint("redundant-head", [allow("/x", ["GET"], name="a"), allow("/x", ["HEAD"], name="b")], ("redundant", "b", "a")),
    ]
    return cases
