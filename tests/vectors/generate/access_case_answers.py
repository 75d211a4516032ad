"""What rules do to each other, and how a decision answers: statuses, what is needed, challenges."""

from __future__ import annotations

from typing import Any

from access_parts import (
    BAD_PROOF, EXPIRED, FORGED, MALFORMED, MISCONFIGURED, UNAVAILABLE, Step, allow, deny, open_to_all, run,
)
from common import NOW

BADS = {"expired": EXPIRED, "forged": FORGED, "malformed": MALFORMED, "proof": BAD_PROOF, "unavailable": UNAVAILABLE, "misconfigured": MISCONFIGURED}


def effects() -> list[dict[str, Any]]:
    """Default deny, deny first, public rules, preflights, bad tokens, reports."""
    rules = [
        open_to_all("/open", name="open"),
        open_to_all("/free", name="free", ignore_token=True),
        allow("/orders", ["GET", "PUT"], name="orders", require={"scope": ["a"]}, preflight=True),
        allow("/any", name="any"),
        open_to_all("/any", ["POST"], name="any post", preflight=True),
        allow("/closed", name="never"),
        deny(name="closed", path="/closed"),
        deny(name="closed to preflights", methods=["OPTIONS"], path="/orders/closed"),
        allow("/orders/closed", name="closed orders", preflight=True),
        deny(name="suspended", when={"claims": [{"path": ["suspended"], "equals": True}]}),
        deny(name="strangers", path="/any", when={"claims": [{"path": ["tenant"], "absent": True}]}),
    ]
    asked = [("GET", path) for path in ("/open", "/free", "/orders", "/any", "/closed", "/orders/closed", "/nowhere", "/", "//")]
    asked += [("POST", "/open"), ("POST", "/any"), ("PUT", "/orders"), *(("OPTIONS", path) for path in ("/open", "/orders", "/any", "/orders/closed"))]
    presented: dict[str, dict[str, Any]] = {
        "nothing": {},
        "good": {"claims": {"sub": "alice", "scope": "a", "tenant": "t"}},
        "lacking": {"claims": {"sub": "alice", "tenant": "t"}},
        "stranger": {"claims": {"sub": "alice", "scope": "a"}},
        "suspended": {"claims": {"sub": "alice", "scope": "a", "tenant": "t", "suspended": True}},
        "perhaps-suspended": {"claims": {"sub": "alice", "scope": "a", "tenant": "t", "suspended": "no"}},
        "not-suspended": {"claims": {"sub": "alice", "scope": "a", "tenant": "t", "suspended": False}},
        **{name: {"bad": bad} for name, bad in BADS.items()},
    }
    cases = []
    for name, what in presented.items():
        steps = [Step(method, path, **what) for method, path in asked]
        cases.append(run(f"effect-{name}", rules, steps))
        cases.append(run(f"report-{name}", {"rules": rules, "report_only": True}, steps))
        cases.append(run(f"require-{name}", rules, [Step(method, path, do="require", **what) for method, path in asked]))
    cases += [
        run("report-is-off", {"rules": rules, "report_only": False}, [Step(path="/nowhere")]),
        run("names", [allow("/a"), allow("/b", name="mine"), allow("/c")], [Step(path=path) for path in ("/a", "/b", "/c")],
            "a rule without a name has its number"),
        run("deny-everything", [deny(), open_to_all()], [Step(), Step(claims={}), Step("OPTIONS")]),
        run("deny-everywhere-by-claim", [deny(when={"claims": [{"path": ["x"], "present": True}]}), open_to_all("/{*rest}")],
            [Step(path="/a"), Step(path="/a", claims={"x": 1}), Step(path="/a", claims={"x": None}), Step(path="/a", claims={})]),
        run("deny-first-is-named", [deny(name="one", path="/{a}"), deny(name="two", path="/x"), open_to_all("/x")], [Step(path="/x")]),
        run("public-before-allow", [allow("/x", name="asks", require={"scope": ["a"]}), open_to_all("/x", name="open")],
            [Step(path="/x"), Step(path="/x", claims={"scope": "a"}), Step(path="/x", claims={})]),
        run("preflight-for-all", [allow("/{*rest}", ["DELETE"], preflight=True)],
            [Step("OPTIONS", "/x"), Step("OPTIONS", "/"), Step("OPTIONS", "/x", bad=EXPIRED), Step("OPTIONS", "/x", bad=UNAVAILABLE)]),
        run("options-is-a-method", [allow("/x", ["OPTIONS"], name="own")], [Step("OPTIONS", "/x"), Step("OPTIONS", "/x", claims={})]),
        run("ignored-tokens-are-none", [open_to_all("/x", name="open", ignore_token=True), deny(path="/x", when={"claims": [{"path": ["a"], "absent": True}]})],
            [Step(path="/x", bad=EXPIRED), Step(path="/x"), Step(path="/x", claims={})]),
        run("one-that-ignores-is-enough", [open_to_all("/x", name="strict"), open_to_all("/{a}", name="lax", ignore_token=True)],
            [Step(path="/x", bad=EXPIRED), Step(path="/y", bad=FORGED)]),
    ]
    return cases


def step_ups() -> list[dict[str, Any]]:
    """Authentication contexts and times (RFC 9470)."""
    rules = [
        allow("/acr", require={"acr": ["mfa", "hwk"]}),
        allow("/age", require={"max_auth_age": "5m"}),
        allow("/all", require={"scope": ["r"], "any_scope": ["p", "q"], "acr": ["hwk", "mfa"], "max_auth_age": 300}),
        allow("/proof", require={"acr": ["mfa"], "proof": True}),
        allow("/claims", require={"acr": ["mfa"], "claims": [{"path": ["sub"], "equals": "bob"}]}),
        allow("/issuer", require={"max_auth_age": 1, "issuer": "https://a.example"}),
    ]
    paths = [rule["path"] for rule in rules]
    documents = {
        "nothing": "{}",
        "good": f'{{"acr":"mfa","auth_time":{NOW},"scope":"r q"}}',
        "acr-second": f'{{"acr":"hwk","auth_time":{NOW - 300}}}',
        "acr-other": f'{{"acr":"pwd","auth_time":{NOW}}}',
        "acr-case": '{"acr":"MFA"}',
        "acr-list": '{"acr":["mfa"]}',
        "acr-spaces": '{"acr":"mfa hwk"}',
        "acr-null": '{"acr":null}',
        "acr-number": '{"acr":7}',
        "age-301": f'{{"acr":"mfa","auth_time":{NOW - 301},"scope":"r p"}}',
        "age-300": f'{{"auth_time":{NOW - 300}}}',
        "age-ahead-60": f'{{"auth_time":{NOW + 60}}}',
        "age-ahead-61": f'{{"auth_time":{NOW + 61}}}',
        "age-fraction": f'{{"auth_time":{NOW}.0}}',
        "age-exponent": '{"auth_time":1.7e9}',
        "age-text": f'{{"auth_time":"{NOW}"}}',
        "age-null": '{"auth_time":null}',
        "age-zero": '{"auth_time":0}',
        "age-negative": '{"auth_time":-9007199254740992}',
        "age-beyond": '{"auth_time":9007199254740993}',
        "age-largest": '{"auth_time":9007199254740992}',
        "age-false": '{"auth_time":false}',
        "scope-lacks": f'{{"acr":"hwk","auth_time":{NOW},"scope":"p"}}',
    }
    cases = [run(f"step-up-{what}", rules, [Step(path=path, claims=claims) for path in paths]) for what, claims in documents.items()]
    cases.append(run("step-up-no-token", rules, [Step(path=path) for path in paths]))
    for by in ("certificate", "dpop"):
        asked = ({}, {"acr": "mfa"}, {"scope": "r p"}, {"acr": "mfa", "auth_time": NOW})
        for number, claims in enumerate(asked, 1):
            cases.append(run(f"step-up-{by}-{number}", rules, [Step(path=path, claims=claims, by=by) for path in paths]))
    lengths = {"1": 1, "90s": 90, "5m": 300, "2h": 7200, "3d": 259200}
    for text, length in lengths.items():
        age = [allow(require={"max_auth_age": int(text) if text.isdigit() else text})]
        cases.append(run(f"age-{text}", age, [Step(claims={"auth_time": NOW - length}), Step(claims={"auth_time": NOW - length - 1})]))
    cases += [
        run("now-decides", [allow(require={"max_auth_age": 10})], [Step(claims={"auth_time": NOW}, now=NOW + 10), Step(claims={"auth_time": NOW}, now=NOW + 11)]),
        run("now-has-fractions", [allow(require={"max_auth_age": 10})],
            [Step(claims={"auth_time": NOW}, now=NOW + 10.9), Step(claims={"auth_time": NOW}, now=NOW + 11.0)]),  # type: ignore[arg-type]
        run("now-before-the-epoch", [allow(require={"max_auth_age": 10})], [Step(claims={"auth_time": -20}, now=-15)]),
    ]
    return cases


def proofs() -> list[dict[str, Any]]:
    """Tokens whose possession was proven."""
    rules = [
        allow("/proof", name="proof", require={"proof": True}),
        allow("/scope", name="scope", require={"scope": ["a"], "proof": True}),
        allow("/either", name="either", require={"proof": True}),
        allow("/either", name="or a scope", require={"scope": ["a"]}),
        allow("/not", name="not needed", require={"proof": False}),
        deny(name="bound", path="/unbound", when={"claims": [{"path": ["cnf"], "present": True}]}),
        allow("/unbound", name="unbound"),
    ]
    paths = ["/proof", "/scope", "/either", "/not", "/unbound", "/nowhere"]
    cases = []
    for by in (None, "certificate", "dpop"):
        for what, claims in (("scope", {"sub": "alice", "scope": "a"}), ("no-scope", {"sub": "alice"})):
            cases.append(run(f"proof-{by or 'none'}-{what}", rules, [Step(path=path, claims=claims, by=by) for path in paths]))
    cases.append(run("proof-no-token", rules, [Step(path=path) for path in paths]))
    return cases


def needs() -> list[dict[str, Any]]:
    """The nearest rule, and the least that would have been enough."""
    rules = [
        allow("/x", name="tenant", require={"claims": [{"path": ["tenant"], "equals": "acme"}]}),
        allow("/x", name="three", require={"scope": ["a", "b", "c"]}),
        allow("/{any}", name="two", require={"scope": ["a"], "any_scope": ["d", "e"]}),
        allow("/x", name="proof", require={"proof": True}),
        allow("/x", name="step", require={"acr": ["mfa"]}),
        allow("/x", name="foreign", require={"issuer": "https://a.example", "claims": [{"path": ["a", "b"], "present": True}]}),
    ]
    documents: dict[str, dict[str, Any]] = {
        "nothing": {}, "a": {"scope": "a"}, "bc": {"scope": "b c"}, "d": {"scope": "d"}, "other-type": {"scope": 7}, "acr": {"acr": "pwd"},
        "tenant": {"tenant": "other"},
    }
    cases = [run(f"needed-{what}", rules, [Step(path="/x", claims=claims), Step(path="/y", claims=claims)]) for what, claims in documents.items()]
    cases.append(run("needed-no-token", rules, [Step(path="/x"), Step(path="/y")]))
    single = {
        "scope": {"scope": ["a", "b"]},
        "any-scope": {"any_scope": ["b", "a"]},
        "scope-in-any": {"scope": ["b"], "any_scope": ["a", "b"]},
        "scope-and-any": {"scope": ["a"], "any_scope": ["b", "c"]},
        "claims": {"claims": [{"path": ["a"], "equals": 1}, {"path": ["b", "c"], "present": True}, {"path": ["a"], "one_of": [1, 2]}]},
        "claims-and-scope": {"scope": ["a"], "claims": [{"path": ["b"], "equals": 1}]},
        "issuer": {"issuer": ["https://a.example", "https://b.example"]},
        "issuer-and-acr": {"issuer": "https://a.example", "acr": ["mfa"]},
        "proof": {"proof": True},
        "proof-and-scope": {"proof": True, "scope": ["a"]},
        "acr": {"acr": ["b", "a"]},
        "scope-characters": {"scope": ["https://api.example/orders.read", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~"]},
    }
    for what, require in single.items():
        asked = [allow(require=require)]
        cases.append(run(f"lacks-{what}", asked, [Step(), Step(claims={}), Step(claims={"scope": "b"}), Step(claims={}, by="dpop")]))
    order = [allow("/x", name="first", require={"scope": ["b"]}), allow("/x", name="second", require={"scope": ["a"]})]
    cases.append(run("needed-first-of-equals", order, [Step(path="/x", claims={}), Step(path="/x")]))
    return cases


def explanations() -> list[dict[str, Any]]:
    """What each rule says."""
    rules = [
        allow("/x/{id}", name="a", require={"scope": ["s"], "claims": [{"path": ["sub"], "equals_parameter": "id"}]}),
        open_to_all("/X/{id}/", ["POST"], name="b"),
        deny(name="c", when={"claims": [{"path": ["sub"], "present": True}]}),
        open_to_all("/y", name="d"),
        open_to_all("/x/{id}", name="e", ignore_token=True),
        deny(name="f", methods=["POST"], path="/x/{*rest}"),
        allow("/x/{id}", ["POST"], name="g", require={"acr": ["mfa"], "max_auth_age": "1h", "issuer": "https://a.example", "proof": True}),
    ]
    presented: dict[str, dict[str, Any]] = {
        "nothing": {}, "good": {"claims": {"sub": "7", "scope": "s"}}, "lacking": {"claims": {"sub": "8"}}, "proven": {"claims": {"sub": "7"}, "by": "dpop"},
        "bad": {"bad": EXPIRED}, "unavailable": {"bad": UNAVAILABLE},
    }
    asked = [("GET", "/x/7"), ("POST", "/x/7"), ("GET", "/X/7/"), ("GET", "/y"), ("GET", "/nowhere"), ("GET", "/x//7")]
    return [run(f"explain-{what}", rules, [Step(method, path, do="explain", **brought) for method, path in asked])
            for what, brought in presented.items()]
