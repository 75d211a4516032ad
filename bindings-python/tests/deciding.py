"""The operations `access.run`, `resource.run` and `http.…`: what rules decide, and how requests and
senders of events are answered.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from tokenseal import AccessDeniedError, AccessRules, Answer, Decision, Key, KeySet, Needed, ProtectedResource, TokenError, Verifier, errors, http

Json = dict[str, Any]
Keys = Key | list[Key] | KeySet


def run_access(given: Json, keys: Keys) -> Json:
    rules = given["rules"]
    decides = AccessRules.from_json(rules if isinstance(rules, str) else json.dumps(rules, ensure_ascii=False))
    if not given["steps"]:
        return {"steps": []}
    verifier = Verifier(keys, **given["verifier"])
    return {"steps": [ask(decides, verifier, step) for step in given["steps"]]}


def ask(rules: AccessRules, verifier: Verifier, step: Json) -> Any:
    if step["do"] == "lint":
        return [{"fault": one.fault, "rule": one.rule, "by": one.by} for one in rules.lint()]
    token: Any = checked(verifier, step) if "token" in step else None
    options = {name: step[name] for name in ("form", "ignores", "now") if name in step}
    if step["do"] == "explain":
        return [explained(one) for one in rules.explain(token, step["method"], step["path"], **options)]
    if step["do"] == "check":
        return decided(rules.check(token, step["method"], step["path"], **options))
    assert step["do"] == "require"
    try:
        return decided(rules.require(token, step["method"], step["path"], **options))
    except AccessDeniedError as error:
        assert error.decision is not None and error.decision.status == error.status
        return {"error": error.code, "decision": decided(error.decision)}


def checked(verifier: Verifier, step: Json) -> Any:
    """The token, or the reason for its refusal."""
    came = {name: step[name] for name in ("proof", "url", "method") if name in step}
    try:
        return verifier.verify(step["token"], now=step["now"], **came, **certificate(step))
    except TokenError as error:
        return error


def certificate(step: Json) -> Json:
    if "certificate" not in step:
        return {}
    how = step["certificate"]
    return {"certificate": decode(how["der"]) if isinstance(how, dict) else how.encode()}


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decided(decision: Decision) -> Json:
    """As attributes, and as the text that says the same."""
    shown = {name: getattr(decision, name) for name in ("allowed", "only_reported", "status", "reason", "rule", "challenges")}
    shown["needed"] = needed(decision.needed)
    assert json.loads(decision.to_json()) == shown
    return shown


def needed(one: Needed | None) -> Json | None:
    names = ("scope", "any_scope", "claims", "acr", "max_auth_age", "issuer", "proof")
    return None if one is None else {name: getattr(one, name) for name in names}


def explained(one: Any) -> Json:
    shown = {name: getattr(one, name) for name in ("rule", "effect", "fits", "fits_method", "fits_path", "matches")}
    return shown | {"missing": needed(one.missing)}


def run_resource(given: Json, keys: Keys, own: dict[str, Key], options: Json) -> Json:
    nonce_key = {"nonce_key": own.pop("nonce_key")} if "nonce_key" in own else {}
    verifier = Verifier(keys, **given["verifier"], **nonce_key)
    rules = {"rules": AccessRules.from_json(json.dumps(given["rules"], ensure_ascii=False))} if "rules" in given else {}
    try:
        resource = ProtectedResource(verifier, **rules, **own, **options)
    except TypeError as error:
        # An unknown option raises Python's own error instead of the library's.
        assert "unexpected keyword argument" in str(error)
        raise errors.OptionError(str(error)) from error
    return {"steps": [perform(resource, step) for step in given["steps"]]}


def perform(resource: ProtectedResource, step: Json) -> Json:
    if step["do"] == "metadata":
        text = resource.metadata()
        return {"metadata": None if text is None else json.loads(text), "path": resource.metadata_path, "url": resource.metadata_url}
    if step["do"] == "csrf_token":
        try:
            return {"csrf_token": resource.csrf_token(step["token"])}
        except TokenError as error:
            return {"error": error.code}
    assert step["do"] == "request"
    options = {name: step[name] for name in ("scope", "optional", "now") if name in step}
    headers = [(name, value) for name, value in step["headers"]]
    return answered(resource.check(step["method"], step["path"], headers, **options, **certificate(step)))


def answered(answer: Answer) -> Json:
    return {
        "allowed": answer.allowed,
        "status": answer.status,
        "headers": [list(header) for header in answer.headers],
        "body": json.loads(answer.body) if answer.body else None,
        "error": None if answer.error is None else answer.error.code,
        "subject": None if answer.token is None else answer.token.get("sub"),
        "reason": None if answer.decision is None else answer.decision.reason,
    }


def event(answer: Callable[[Exception | None], http.Response], given: Json) -> Json:
    error = None
    if "code" in given:
        classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, TokenError)]
        error = classes[0]("of a vector", given["code"], given.get("claim"))
    response = answer(error)
    body = json.loads(response.body) if response.body else None
    return {"status": response.status, "headers": [list(header) for header in response.headers], "body": body}
