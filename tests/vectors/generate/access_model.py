"""What access rules decide, written from design-life.md (section 6) and decision 0081: slow, plain,
and by no line of the code under test.

A file of rules is what `json.loads` makes of it. What was presented is None, `Good` or `Bad`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

LARGEST = 2**53
AHEAD = 60
ALGS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44 ML-DSA-65 ML-DSA-87"
SCOPE_LACKS = "The token lacks a scope."
STEP_UP = "The user has to authenticate in another way, or again."
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass
class Good:
    """A token that was checked."""

    claims: dict[str, Any]
    proven_by: str | None = None


@dataclass
class Bad:
    """The error of a token's check, and what its code means to the client (docs/errors.md)."""

    code: str
    fault: str = "token"
    description: str = ""


# Paths


def decoded(segment: str) -> str | None:
    """RFC 3986, section 2.1; None if it is broken, no UTF-8, or encoded twice."""
    raw = bytearray()
    data, at = segment.encode(), 0
    while at < len(data):
        if data[at] != ord("%"):
            raw.append(data[at])
            at += 1
            continue
        digits = data[at + 1 : at + 3].decode("latin-1")
        if len(digits) != 2 or any(one not in "0123456789abcdefABCDEF" for one in digits):
            return None
        raw.append(int(digits, 16))
        at += 3
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    hexadecimal = set("0123456789abcdefABCDEF")
    twice = any(text[at] == "%" and len(text) >= at + 3 and set(text[at + 1 : at + 3]) <= hexadecimal for at in range(len(text)))
    return None if twice else text


def path_of(text: str, form: str) -> tuple[list[str], bool] | None:
    """The segments, and whether a slash stands at the end; None where programs read it in different
    ways.
    """
    if form == "raw":
        text = text.partition("?")[0]
        if "#" in text:
            return None
    if len(text.encode()) > 8192 or not text.startswith("/"):
        return None
    if text == "/":
        return [], True
    inside = text[1:]
    slash = inside.endswith("/")
    segments = (inside[:-1] if slash else inside).split("/")
    if len(segments) > 64:
        return None
    read = []
    for segment in segments:
        plain = decoded(segment) if form == "raw" else segment
        if plain is None or plain.partition(";")[0] in ("", ".", ".."):
            return None
        if any(one in "/\\" or ord(one) < 32 or 127 <= ord(one) < 160 for one in plain):
            return None
        read.append(plain)
    return read, slash


def fold(text: str) -> str:
    """As a router reads it that ignores case, by the loosest of readings."""
    return "".join("".join(two.lower() for two in one.lower().upper()) for one in text)


def fits_path(pattern: str | None, path: tuple[list[str], bool], ignores: list[str]) -> bool:
    if pattern is None:
        return True
    segments, slash = path
    inside = pattern[1:]
    own_slash = inside.endswith("/") or inside == ""
    parts = [part for part in inside.split("/") if part]
    rest = bool(parts) and parts[-1].startswith("{*")
    parts = parts[:-1] if rest else parts
    if rest and len(segments) <= len(parts):
        return False
    if not rest and (len(segments) != len(parts) or (slash != own_slash and "last-slash" not in ignores)):
        return False
    same = (lambda a, b: fold(a) == fold(b)) if "case" in ignores else (lambda a, b: a == b)
    return all(part.startswith("{") or same(part, segment) for part, segment in zip(parts, segments))


def parameter(pattern: str, name: str, path: tuple[list[str], bool]) -> str:
    return path[0][pattern[1:].split("/").index("{" + name + "}")]


def fits_method(rule: dict[str, Any], method: str) -> bool:
    methods = rule.get("methods")
    return methods is None or method in methods or (method == "HEAD" and "GET" in methods)


# Claims

ABSENT, NULL = object(), object()


def at(claims: dict[str, Any], names: list[str]) -> Any:
    """What stands there: NULL also where the way leads through what is no object."""
    value: Any = claims
    for name in names:
        if not isinstance(value, dict):
            return NULL
        if name not in value:
            return ABSENT
        value = value[name]
    return NULL if value is None else value


def kind(value: Any) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) and abs(value) <= LARGEST:
        return "integer"
    return "list" if isinstance(value, list) else "other"


def same(value: Any, other: Any) -> bool:
    return kind(value) == kind(other) and kind(value) in ("text", "boolean", "integer") and value == other


def holds(test: dict[str, Any], rule: dict[str, Any], claims: dict[str, Any], path: tuple[list[str], bool], deny: bool) -> bool:
    value = at(claims, test["path"])
    if "absent" in test:
        return deny if value is NULL else value is ABSENT
    if value is ABSENT:
        return False
    if "present" in test:
        return deny if value is NULL else True
    if value is NULL:
        return deny
    if "contains" in test:
        return any(same(one, test["contains"]) for one in value) if kind(value) == "list" else deny
    if "equals_parameter" in test:
        return value == parameter(rule["path"], test["equals_parameter"], path) if kind(value) == "text" else deny
    values = test.get("one_of", [test.get("equals")])
    if kind(value) not in {kind(one) for one in values}:
        return deny
    return any(same(value, one) for one in values)


def scopes_of(claims: dict[str, Any]) -> list[str] | str:
    """The scopes, or "other" where they are of another type."""
    scope, scp = at(claims, ["scope"]), at(claims, ["scp"])
    if isinstance(scope, str):
        return [one for one in scope.split(" ") if one]
    if scope is not ABSENT:
        return "other"
    if scp is ABSENT:
        return []
    if isinstance(scp, str):
        return [one for one in scp.split(" ") if one]
    if isinstance(scp, list) and all(isinstance(one, str) for one in scp):
        return scp
    return "other"


def seconds(length: int | str) -> int:
    return length if isinstance(length, int) else int(length[:-1]) * UNITS[length[-1]]


def texts(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


# Rules


def missing(rule: dict[str, Any], good: Good | None, path: tuple[list[str], bool], now: int) -> dict[str, Any] | None:
    """What an allow rule lacks; of a request without a token, all that it asks. None where nothing
    does.
    """
    asked, claims = rule["require"], good.claims if good else {}
    own = scopes_of(claims)
    own = own if isinstance(own, list) else []
    has = lambda name, values: not values or (isinstance(at(claims, [name]), str) and at(claims, [name]) in values)
    age, auth = asked.get("max_auth_age"), at(claims, ["auth_time"])
    whole = math.floor(now)
    recent = age is None or (kind(auth) == "integer" and whole - auth <= seconds(age) and auth <= whole + AHEAD)
    any_scope = asked.get("any_scope", [])
    lacks = {
        "scope": [one for one in asked.get("scope", []) if one not in own],
        "any_scope": [] if any(one in own for one in any_scope) else any_scope,
        "claims": [test["path"] for test in asked.get("claims", []) if not holds(test, rule, claims, path, False)],
        "acr": [] if has("acr", asked.get("acr", [])) else asked["acr"],
        "max_auth_age": None if recent else seconds(age),
        "issuer": [] if has("iss", texts(asked.get("issuer"))) else texts(asked["issuer"]),
        "proof": bool(asked.get("proof")) and not (good and good.proven_by),
    }
    return lacks if any(lacks.values()) else None


def denies(rule: dict[str, Any], good: Good | None, path: tuple[list[str], bool]) -> bool:
    asked = rule.get("when")
    if asked is None:
        return True
    if good is None:
        return False
    own, any_scope = scopes_of(good.claims), asked.get("any_scope", [])
    if own == "other":
        scopes = True
    else:
        scopes = all(one in own for one in asked.get("scope", [])) and (not any_scope or any(one in own for one in any_scope))
    asks_scopes = "scope" in asked or "any_scope" in asked
    issuer = at(good.claims, ["iss"])
    by_issuer = issuer in texts(asked.get("issuer")) if isinstance(issuer, str) else issuer is not ABSENT
    return ((not asks_scopes or scopes) and ("issuer" not in asked or by_issuer)
            and all(holds(test, rule, good.claims, path, True) for test in asked.get("claims", [])))


def effect(rule: dict[str, Any]) -> str:
    return "deny" if rule.get("deny") else "public" if rule.get("public") else "allow"


def rank(lacks: dict[str, Any] | None) -> tuple[int, int, int]:
    """What no authorization server could grant comes first, then what costs the user something,
    then scopes.
    """
    if lacks is None:
        return 0, 0, 0
    step_up = bool(lacks["acr"]) or lacks["max_auth_age"] is not None
    return (len(lacks["claims"]) + bool(lacks["issuer"]), lacks["proof"] + step_up, len(lacks["scope"]) + bool(lacks["any_scope"]))


# Answers


def challenge(scheme: str, **parameters: str | None) -> str:
    given = {name: value for name, value in parameters.items() if value is not None}
    if scheme == "DPoP":
        given["algs"] = ALGS
    if not given:
        given["realm"] = ""
    return scheme + " " + ", ".join(f'{name}="{value}"' for name, value in given.items())


def least(lacks: dict[str, Any]) -> str | None:
    """The fewest scopes that would do."""
    scopes = list(lacks["scope"])
    if lacks["any_scope"] and not set(lacks["any_scope"]) & set(scopes):
        scopes.append(lacks["any_scope"][0])
    return " ".join(scopes) or None


def shown(allowed: bool, status: int, reason: str, rule: str | None = None, needed: dict[str, Any] | None = None,
          challenges: list[str] | None = None, only_reported: bool = False) -> dict[str, Any]:
    return {"allowed": allowed, "only_reported": only_reported, "status": status, "reason": reason, "rule": rule, "needed": needed,
            "challenges": challenges or []}


def refused(bad: Bad) -> dict[str, Any]:
    errors = {"ERR_DPOP_INVALID": "invalid_dpop_proof", "ERR_DPOP_NONCE_REQUIRED": "use_dpop_nonce"}
    scheme = "DPoP" if bad.code in errors else "Bearer"
    text = challenge(scheme, error=errors.get(bad.code, "invalid_token"), error_description=bad.description)
    return shown(False, 401, "bad_token", challenges=[text])


def lacking(name: str, lacks: dict[str, Any], good: Good | None) -> dict[str, Any]:
    if good is None:
        return shown(False, 401, "no_token", name, lacks, [challenge("Bearer", scope=least(lacks))])
    scheme = "DPoP" if good.proven_by == "dpop" else "Bearer"
    may_be_had = not lacks["claims"] and not lacks["issuer"]
    if may_be_had and (lacks["acr"] or lacks["max_auth_age"] is not None):
        age = lacks["max_auth_age"]
        text = challenge(scheme, error="insufficient_user_authentication", error_description=STEP_UP, scope=least(lacks),
                         acr_values=" ".join(lacks["acr"]) or None, max_age=None if age is None else str(age))
        return shown(False, 401, "insufficient", name, lacks, [text])
    scope = least(lacks)
    texts_ = [challenge(scheme, error="insufficient_scope", error_description=SCOPE_LACKS, scope=scope)] if may_be_had and scope else []
    return shown(False, 403, "insufficient", name, lacks, texts_)


# Files


def names(file: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(rule.get("name", f"rule {number}"), rule) for number, rule in enumerate(file["rules"], 1)]


def check(file: dict[str, Any], presented: Good | Bad | None, method: str, path: str, form: str = "raw", ignores: list[str] | None = None,
          now: int = 0) -> dict[str, Any]:
    """The decision, as it is shown."""
    if isinstance(presented, Bad) and presented.fault != "token":
        return shown(False, 503, "unavailable") if presented.fault == "environment" else shown(False, 500, "misconfigured")
    decision = _by_rules(file, presented, method, path_of(path, form), ignores or [], now)
    if file.get("report_only") and not decision["allowed"] and decision["reason"] != "bad_token":
        return decision | {"allowed": True, "only_reported": True, "status": 200, "challenges": []}
    return decision


def _by_rules(file: dict[str, Any], presented: Good | Bad | None, method: str, path: tuple[list[str], bool] | None, ignores: list[str],
              now: int) -> dict[str, Any]:
    if path is None:
        return shown(False, 403, "bad_path")
    fitting = [one for one in names(file) if fits_method(one[1], method) and fits_path(one[1].get("path"), path, [])]
    loosely = [one for one in names(file) if fits_method(one[1], method) and fits_path(one[1].get("path"), path, ignores)]

    def preflight(ignored: list[str]) -> bool:
        return method == "OPTIONS" and any(rule.get("preflight") and fits_path(rule.get("path"), path, ignored) for _, rule in names(file))

    if fitting != loosely or preflight([]) != preflight(ignores):
        return shown(False, 403, "bad_path")
    if isinstance(presented, Bad):
        if not preflight([]) and not any(effect(rule) == "public" and rule.get("ignore_token") for _, rule in fitting):
            return refused(presented)
        presented = None
    for name, rule in fitting:
        if effect(rule) == "deny" and denies(rule, presented, path):
            return shown(False, 403, "denied", name)
    near: list[tuple[tuple[int, int, int], str, dict[str, Any] | None]] = []
    for name, rule in fitting:
        if effect(rule) == "public":
            return shown(True, 200, "public", name)
        if effect(rule) == "allow":
            lacks = missing(rule, presented, path, now)
            if lacks is None and presented:
                return shown(True, 200, "allowed", name)
            near.append((rank(lacks), name, lacks))
    if preflight([]):
        return shown(True, 200, "preflight")
    if not near:
        return shown(False, 403, "no_rule")
    _, name, lacks = min(near, key=lambda one: one[0])
    return lacking(name, lacks or NOTHING, presented)


NOTHING: dict[str, Any] = {"scope": [], "any_scope": [], "claims": [], "acr": [], "max_auth_age": None, "issuer": [], "proof": False}


def explain(file: dict[str, Any], presented: Good | Bad | None, method: str, path: str, form: str = "raw", now: int = 0,
            ignores: list[str] | None = None) -> list[dict[str, Any]]:
    """What each rule says that is for the path, or would be if case and a last slash were ignored.
    """
    del ignores  # whatever the router ignores, the same rules are near
    read = path_of(path, form)
    if read is None:
        return []
    good = presented if isinstance(presented, Good) else None
    said = []
    for name, rule in names(file):
        if not fits_path(rule.get("path"), read, ["case", "last-slash"]):
            continue
        by_method, by_path, does = fits_method(rule, method), fits_path(rule.get("path"), read, []), effect(rule)
        lacks = missing(rule, good, read, now) if does == "allow" else None
        matches = {
            "allow": good is not None and lacks is None,
            "deny": does == "deny" and denies(rule, good, read),
            "public": not isinstance(presented, Bad) or bool(rule.get("ignore_token")),
        }[does]
        said.append({"rule": name, "effect": does, "fits": by_method and by_path, "fits_method": by_method, "fits_path": by_path,
                     "matches": matches, "missing": lacks})
    return said


def file_of(rules: dict[str, Any] | str) -> dict[str, Any]:
    return json.loads(rules) if isinstance(rules, str) else rules
