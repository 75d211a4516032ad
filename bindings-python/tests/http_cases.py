"""The cases of tests/http: makes what they name, sends their requests byte for byte, and compares
the responses with the expected ones.
"""

from __future__ import annotations

import base64
import json
import re
import socket
import time
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

from tokenseal import Issuer, Key, ProtectedResource, dpop

FOLDER = Path(__file__).parents[2] / "tests" / "http"
FILE: dict[str, Any] = json.loads((FOLDER / "cases.json").read_text(encoding="ascii"))
CASES: list[dict[str, Any]] = FILE["cases"]
KEYS = {name: Key.from_jwk(jwk) for name, jwk in FILE["keys"].items()}

_NAMED = re.compile(r"<(token|proof|csrf):([a-z-]+)>")
_CHALLENGE = re.compile(r'(?:^|, *)([A-Za-z]+) +(?=[a-z_]+=)|([a-z_]+)="((?:[^"\\]|\\.)*)"')


class Making:
    """What a case names, made when it is first needed."""

    def __init__(self, service: dict[str, Any]) -> None:
        self.verifier = service["verifier"]
        self.made: dict[tuple[str, str], str] = {}
        self.nonce: str | None = None

    def fill(self, text: str) -> str:
        return _NAMED.sub(lambda found: self.named(found[1], found[2]), text)

    def named(self, kind: str, name: str) -> str:
        if (kind, name) not in self.made:
            self.made[kind, name] = {"token": self.token, "proof": self.proof, "csrf": self.csrf}[kind](name)
        return self.made[kind, name]

    def token(self, name: str) -> str:
        spec = FILE["tokens"][name]
        issued = time.time() + spec.get("issued", 0)
        names = {claim: spec.get(member, self.verifier[member]) for claim, member in (("iss", "issuer"), ("aud", "audience"))}
        claims = spec["claims"] | {claim: value for claim, value in names.items() if value is not None}
        if "authenticated" in spec:
            claims["auth_time"] = int(time.time() + spec["authenticated"])
        options: dict[str, Any] = {"now": issued} | {member: spec[member] for member in ("token_id",) if member in spec}
        options |= {"header": {"typ": spec["type"]}} if "type" in spec else {}
        options |= {"not_before": time.time() + spec["not_before"]} if "not_before" in spec else {}
        options |= {"confirm": KEYS[spec["bound_to"]].public()} if "bound_to" in spec else {}
        options |= {"no_expiry": True} if spec.get("lifetime", 300) is None else {"expires_in": spec.get("lifetime", 300)}
        return altered(Issuer(KEYS[spec.get("key", "issuer")]).issue(claims, **options), spec.get("altered"))

    def proof(self, name: str) -> str:
        spec = FILE["proofs"][name]
        nonce = self.nonce if spec.get("nonce") == "given" else spec.get("nonce")
        token = self.named("token", spec["token"]) if spec["token"] else None
        now = time.time() + spec.get("issued", 0)
        return dpop.prove(KEYS[spec["key"]], spec["method"], spec["url"], access_token=token, nonce=nonce, now=now)

    def csrf(self, name: str) -> str:
        return CSRF.csrf_token(self.named("token", name))


def altered(token: str, how: str | None) -> str:
    header, claims, signature = token.split(".")
    if how == "signature":
        signature = ("B" if signature[0] == "A" else "A") + signature[1:]
    elif how == "claims":
        claims = encoded({**json.loads(base64.urlsafe_b64decode(claims + "==")), "admin": True})
    elif how == "unsigned":
        header, signature = encoded({"alg": "none"}), ""
    return f"{header}.{claims}.{signature}"


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@dataclass
class Got:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for own, value in self.headers if own.lower() == name]


def send(port: int, request: dict[str, Any]) -> Got:
    """Sends a request byte for byte, which no HTTP client would do, and reads the response with
    one.
    """
    body = request.get("body", "").encode("latin-1")
    lines = [f"{request['method']} {request['target']} HTTP/1.1", "Host: api.example", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in request["headers"]] + ([f"Content-Length: {len(body)}"] if body else [])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        response = HTTPResponse(connection, method=request["method"])
        response.begin()
        return Got(response.status, response.getheaders(), response.read())


def run(case: dict[str, Any], port: int, *, is_decoded: bool) -> list[str]:
    """Sends the requests of a case. Returns what is wrong with the responses."""
    making = Making(FILE["services"][case["service"]])
    wrong: list[str] = []
    for number, step in enumerate(case["steps"], 1):
        asked = step["request"]
        headers = [(name, making.fill(value)) for name, value in asked["headers"]]
        filled = {"target": making.fill(asked["target"]), "headers": headers} | ({"body": making.fill(asked["body"])} if "body" in asked else {})
        got = send(port, asked | filled)
        making.nonce = (got.all("dpop-nonce") or [None])[-1]
        expected = step["answer"]
        if is_decoded and "decoded" in expected:
            expected = expected["decoded"]
        wrong += [f"step {number}: {fault}" for fault in faults(got, expected, has_body=asked["method"] != "HEAD")]
    return wrong


def faults(got: Got, expected: dict[str, Any], *, has_body: bool) -> list[str]:
    saw = {"route": got.all("saw-route")[0], "subject": (got.all("saw-subject") or [None])[0]} if got.all("saw-route") else None
    found = [] if saw == expected["saw"] else [f"saw {saw}, and not {expected['saw']}"]
    if expected.get("unrouted") and 300 <= got.status < 500:
        return found
    if got.status != expected["status"]:
        return [*found, f"{got.status} and not {expected['status']}: {got.body[:200]!r} {got.all('www-authenticate')}"]
    if "challenges" in expected:
        challenges = [one for value in got.all("www-authenticate") for one in challenges_of(value)]
        fits = len(challenges) == len(expected["challenges"]) and all(map(is_challenge, challenges, expected["challenges"]))
        found += [] if fits else [f"challenges {challenges}, and not {expected['challenges']}"]
    for name, value in expected.get("headers", {}).items():
        values = [one.partition(";")[0] for one in got.all(name)]
        if name == "vary":
            values = [one.strip() for value in values for one in value.split(",")]
        if not values if value is True else value not in values:
            found.append(f"{name} is {values}, and not {value}")
    if has_body and "body" in expected:
        members = json.loads(got.body)
        found += [f"body {members}, and not {name} {value}" for name, value in expected["body"].items() if not is_value(members.get(name), value)]
    return found


def challenges_of(value: str) -> list[tuple[str, dict[str, str]]]:
    """The challenges in one header, which may have several."""
    found: list[tuple[str, dict[str, str]]] = []
    for part in _CHALLENGE.finditer(value):
        if part[1]:
            found.append((part[1], {}))
        else:
            found[-1][1][part[2]] = part[3]
    return found


def is_challenge(got: tuple[str, dict[str, str]], expected: dict[str, Any]) -> bool:
    return got[0] == expected["scheme"] and all(is_value(got[1].get(name), value) for name, value in expected["parameters"].items())


def is_value(got: Any, expected: Any) -> bool:
    return got is not None if expected is True else got == expected


def _resource_of_cookies() -> ProtectedResource:
    from http_services import resource_of

    return resource_of("cookie")


CSRF = _resource_of_cookies()
