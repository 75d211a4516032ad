"""What claims are compared with, and what they are: another type, null and nothing never grant, and
in a deny rule another type is meant.
"""

from __future__ import annotations

from typing import Any

from access_parts import Step, allow, deny, run

# JSON texts of a claim, by name; None is no claim at all.
VALUES = {
    "absent": None,
    "text": '"x"',
    "other-text": '"y"',
    "empty-text": '""',
    "escaped-text": '"\\u0078"',
    "number-text": '"7"',
    "integer": "7",
    "fraction": "7.0",
    "half": "7.5",
    "exponent": "7e0",
    "thousand": "1e3",
    "zero": "0",
    "minus-zero": "-0",
    "negative": "-7",
    "largest": "9007199254740992",
    "smallest": "-9007199254740992",
    "beyond": "9007199254740993",
    "2-to-63": "9223372036854775808",
    "huge": "123456789012345678901234567890",
    "true": "true",
    "false": "false",
    "null": "null",
    "list": '["x",7,true]',
    "list-of-others": '["y",8,false,null,["x"],{"x":7},7.0]',
    "empty-list": "[]",
    "object": '{"x":7}',
    "empty-object": "{}",
}

TESTS: dict[str, dict[str, Any]] = {
    "equals-text": {"equals": "x"},
    "equals-integer": {"equals": 7},
    "equals-largest": {"equals": 9007199254740992},
    "equals-zero": {"equals": 0},
    "equals-boolean": {"equals": True},
    "one-of": {"one_of": ["x", 7, False]},
    "contains-text": {"contains": "x"},
    "contains-integer": {"contains": 7},
    "contains-boolean": {"contains": False},
    "present": {"present": True},
    "absent": {"absent": True},
    "parameter": {"equals_parameter": "id"},
}


def _rules(test: dict[str, Any], path: list[str]) -> list[dict[str, Any]]:
    claims = {"claims": [{"path": path, **test}]}
    return [
        allow("/allow/{id}", name="allow", require=claims),
        allow("/deny/{id}", name="open"),
        deny(name="deny", path="/deny/{id}", when=claims),
    ]


def _claims(value: str | None, wrap: str = "%s") -> str:
    return "{}" if value is None else wrap % f'{{"c":{value}}}'


def values() -> list[dict[str, Any]]:
    """Each test against each value, in an allow rule and in a deny rule, and without a token."""
    cases = []
    for name, test in TESTS.items():
        rules = _rules(test, ["c"])
        for what, value in VALUES.items():
            steps = [Step(path=path, claims=_claims(value)) for path in ("/allow/x", "/deny/x")]
            cases.append(run(f"type-{name}-{what}", rules, steps))
        cases.append(run(f"type-{name}-no-token", rules, [Step(path="/allow/x"), Step(path="/deny/x")]))
    return cases


def places() -> list[dict[str, Any]]:
    """Claims inside of claims: a way through what is no object leads nowhere, and that never
    grants.
    """
    documents = {
        "there": '{"a":{"b":"x"}}',
        "other": '{"a":{"b":"y"}}',
        "deeper": '{"a":{"b":{"c":"x"}}}',
        "empty": '{"a":{}}',
        "none": "{}",
        "null": '{"a":null}',
        "inner-null": '{"a":{"b":null}}',
        "text": '{"a":"x"}',
        "list": '{"a":[{"b":"x"}]}',
        "number": '{"a":7}',
        "escaped-name": '{"\\u0061":{"\\u0062":"x"}}',
        "dotted-name": '{"a.b":"x"}',
        "pointer-name": '{"a/b":"x"}',
    }
    cases = []
    for name, test in (("equals", {"equals": "x"}), ("present", {"present": True}), ("absent", {"absent": True})):
        rules = _rules(test, ["a", "b"])
        for what, document in documents.items():
            cases.append(run(f"place-{name}-{what}", rules, [Step(path=path, claims=document) for path in ("/allow/1", "/deny/1")]))
    eight = ["a"] * 8
    nested = '{"a":' * 8 + '"x"' + "}" * 8
    cases.append(run("place-eight", _rules({"equals": "x"}, eight), [Step(path=path, claims=nested) for path in ("/allow/1", "/deny/1")]))
    names = _rules({"equals": "x"}, ["https://claims.example/role", "", "ü"])
    cases.append(run("place-any-name", names, [Step(path="/allow/1", claims='{"https://claims.example/role":{"":{"\\u00fc":"x"}}}')]))
    return cases


def scopes() -> list[dict[str, Any]]:
    """`scope`, or `scp` where there is none."""
    rules = [
        allow("/all", require={"scope": ["a", "b"]}),
        allow("/any", require={"any_scope": ["a", "b"]}),
        allow("/both", require={"scope": ["a"], "any_scope": ["c", "d"]}),
        allow("/deny-all"),
        deny(path="/deny-all", when={"scope": ["a", "b"]}),
        allow("/deny-any"),
        deny(path="/deny-any", when={"any_scope": ["a", "b"]}),
        allow("/deny-both"),
        deny(path="/deny-both", when={"scope": ["a"], "any_scope": ["c", "d"]}),
    ]
    documents = {
        "none": "{}",
        "both": '{"scope":"a b"}',
        "turned": '{"scope":"b a"}',
        "more": '{"scope":"x a y b z"}',
        "spaces": '{"scope":"  a   b "}',
        "tab": '{"scope":"a\\tb"}',
        "line": '{"scope":"a\\nb"}',
        "comma": '{"scope":"a,b"}',
        "one": '{"scope":"a"}',
        "another": '{"scope":"c"}',
        "a-and-d": '{"scope":"a d"}',
        "longer": '{"scope":"ab aa"}',
        "case": '{"scope":"A B"}',
        "empty": '{"scope":""}',
        "null": '{"scope":null}',
        "list": '{"scope":["a","b"]}',
        "number": '{"scope":7}',
        "object": '{"scope":{"a":true}}',
        "scp-list": '{"scp":["a","b"]}',
        "scp-text": '{"scp":"a b"}',
        "scp-spaces-in-list": '{"scp":["a b"]}',
        "scp-empty": '{"scp":[]}',
        "scp-mixed": '{"scp":["a","b",7]}',
        "scp-null": '{"scp":null}',
        "scp-object": '{"scp":{}}',
        "scope-before-scp": '{"scope":"c","scp":["a","b"]}',
        "empty-scope-before-scp": '{"scope":"","scp":["a","b"]}',
        "null-scope-before-scp": '{"scope":null,"scp":["a","b"]}',
        "scopes": '{"scopes":"a b"}',
    }
    paths = [rule["path"] for rule in rules if "require" in rule]
    return [run(f"scope-{what}", rules, [Step(path=path, claims=document) for path in paths]) for what, document in documents.items()]


def issuers() -> list[dict[str, Any]]:
    """The issuer, in an allow rule and in a deny rule."""
    a, b = "https://a.example", "https://b.example"
    rules = [
        allow("/one", require={"issuer": a}),
        allow("/two", require={"issuer": [a, b]}),
        allow("/deny"),
        deny(path="/deny", when={"issuer": [a]}),
    ]
    documents = {"a": f'{{"iss":"{a}"}}', "b": f'{{"iss":"{b}"}}', "slash": f'{{"iss":"{a}/"}}', "case": '{"iss":"https://A.example"}', "none": "{}"}
    return [run(f"issuer-{what}", rules, [Step(path=path, claims=document) for path in ("/one", "/two", "/deny")])
            for what, document in documents.items()]
