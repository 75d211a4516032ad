"""What the cases of DPoP are made of: a bound token, proofs with whatever is wrong with them,
nonces, and the steps of a service.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import hand
from common import NOW, b64u, case, compact_json, error, unb64u
from fixtures import Jwk, ec_jwk, oct_jwk, okp_jwk, public

ORIGIN, PATH = "https://api.example", "/orders"
URL = ORIGIN + PATH
ISSUING = oct_jwk("dpop issuer", 32, alg="HS256")
KEY, OTHER = ec_jwk("dpop app", "P-256", alg="ES256"), ec_jwk("dpop thief", "P-256", alg="ES256")
EDWARDS = okp_jwk("dpop app", "Ed25519", alg="Ed25519")
NONCE_KEY = oct_jwk("dpop nonces", 32, alg="HS256")
INVALID, NOT_BOUND = error("ERR_DPOP_INVALID"), error("ERR_JWT_NOT_BOUND")
UNAVAILABLE, OPTION = error("ERR_DPOP_UNAVAILABLE"), error("ERR_OPTION_INVALID")
ACCEPTED = {"accepted": True}
REQUIRED = {"kty", "crv", "x", "y", "n", "e", "pub"}


def bare(jwk: Jwk) -> Jwk:
    """The public members that a thumbprint is made of, in their order (RFC 7638; of AKP with alg,
    RFC 9964).
    """
    names = REQUIRED | ({"alg"} if jwk["kty"] == "AKP" else set())
    return {name: jwk[name] for name in sorted(names & set(jwk))}


def thumbprint(jwk: Jwk) -> str:
    return b64u(hashlib.sha256(compact_json(bare(jwk)).encode()).digest())


def token(cnf: Any = None, **claims: Any) -> str:
    """A token of the cases' issuer, bound by this `cnf`."""
    whole = {"sub": "alice", "exp": NOW + 900, "iat": NOW} | ({} if cnf is None else {"cnf": cnf}) | claims
    return hand.sign({"alg": "HS256", "typ": "JWT"}, {name: value for name, value in whole.items() if value is not None}, ISSUING)


BOUND = token({"jkt": thumbprint(KEY)})
PLAIN = token()


def ath(text: str) -> str:
    return b64u(hashlib.sha256(text.encode()).digest())


def proof(of: str | None = BOUND, key: Jwk = KEY, *, header: dict[str, Any] | None = None, drop: tuple[str, ...] = (), alg: str | None = None,
          **claims: Any) -> str:
    """A proof for the request of the cases with the token `of`. A claim or parameter that is in
    `drop` is left out.
    """
    whole = {"jti": "1", "htm": "GET", "htu": URL, "iat": NOW} | ({} if of is None else {"ath": ath(of)}) | claims
    protected = {"typ": "dpop+jwt", "alg": alg or key["alg"], "jwk": bare(key)} | (header or {})
    clean = [{name: value for name, value in members.items() if name not in drop} for members in (protected, whole)]
    return hand.sign(clean[0], clean[1], key, alg or key["alg"])


def nonce(at: float, key: Jwk = NONCE_KEY) -> str:
    """The number of the five minutes, and its MAC."""
    number = int(at // 300).to_bytes(8, "big", signed=True)
    return b64u(number + hmac.digest(unb64u(key["k"]), b"tokenseal DPoP nonce\0" + number, "sha256"))


def required(at: float) -> dict[str, Any]:
    return error("ERR_DPOP_NONCE_REQUIRED") | {"nonce": nonce(at)}


def step(*, token: str = BOUND, at: float = NOW, method: str | None = "GET", url: str | None = PATH, **more: Any) -> dict[str, Any]:
    """A request with a token; what is None did not come with it."""
    given = {"do": "verify", "at": at, "token": token, "method": method, "url": url, **more}
    return {name: value for name, value in given.items() if value is not None}


def run(name: str, steps: list[tuple[dict[str, Any], dict[str, Any]]], comment: str | None = None, *, flags: list[str] | None = None,
        verifier: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A service that these requests come to, each with what becomes of it."""
    options = {"public_origins": [ORIGIN]} if verifier is None else verifier
    input = {"keys": {"jwk": ISSUING}, "verifier": options, **more, "steps": [given for given, _ in steps]}
    return case(f"dpop-{name}", "dpop.run", input, {"steps": [shown for _, shown in steps]}, comment=comment, flags=flags)


def once(name: str, given: str | list[str] | None, shown: dict[str, Any], comment: str | None = None, *, flags: list[str] | None = None,
         verifier: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
    """One request with this proof."""
    return run(name, [(step(proof=given, **request), shown)], comment, flags=flags, verifier=verifier)


def half(jwk: Jwk) -> Jwk:
    return public(jwk)


def text_of(value: Any) -> str:
    return json.dumps(value)
