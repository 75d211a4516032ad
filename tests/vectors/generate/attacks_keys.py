"""Attacks on keys (docs/threats.md): weak ones, halves that disagree, keys in the header, and more
of them than may be tried.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

import hand
import peers
from attacks_algorithms import CLAIMS, EC, ED, FORGED, MISMATCH, NO_KEY, PASSED, RSA, certificate, verify
from common import b64u, error, group, made
from fixtures import Jwk, encryption_jwk, number, oct_jwk, public, signing_jwk, stretch

LIMIT = error("ERR_JOSE_LIMIT_EXCEEDED")


def groups() -> list[dict[str, Any]]:
    """The groups of attacks.json about keys."""
    tests = {"Weak keys, and halves that disagree": _weak(), "Keys in the header are never used": _header_keys(), "Attempts": _attempts()}
    return [group(found, [], comment) for comment, found in tests.items()]


def _weak() -> list[dict[str, Any]]:
    """Keys that are refused when they are made, whatever the token."""
    flag, weak, tests = "empty, short or null key", error("ERR_KEY_WEAK"), []
    for alg, lengths in {"HS256": (0, 1, 31), "HS384": (0, 32, 47), "HS512": (0, 48, 63)}.items():
        for length in lengths:
            secret = stretch("weak", length)
            token = hand.sign({"alg": alg}, CLAIMS, {"kty": "oct", "k": b64u(secret)})
            tests.append(verify(f"weak-{alg.lower()}-{length}-bytes", token, {"secret": b64u(secret), "alg": alg}, weak, flag))
    token = hand.sign({"alg": "HS256"}, CLAIMS, oct_jwk("weak", 31))
    tests.append(verify("weak-jwk", token, {"jwk": oct_jwk("weak", 31, alg="HS256")}, weak, flag))
    alg = "PBES2-HS256+A128KW"
    sealed = hand.encrypt({"alg": alg, "enc": "A256GCM"}, CLAIMS, {}, password="7 bytes")
    tests.append(verify("weak-password", sealed, {"password": "7 bytes", "alg": alg}, weak, flag, operation="decrypt"))
    small: Jwk = made("rsa_weak", _make_weak_rsa)
    token = hand.sign({"alg": "RS256"}, CLAIMS, small)
    tests.append(verify("weak-rsa-1024", token, {"jwk": {**public(small), "alg": "RS256"}}, weak, flag))
    for which, (jwk, other) in {
        "ec": (EC, signing_jwk("ES256", "second")), "ed25519": (ED, signing_jwk("Ed25519", "second")), "rsa": (RSA, signing_jwk("RS256", "second")),
    }.items():
        halves = {**jwk, **{name: other[name] for name in ("x", "y", "n") if name in other}}
        token = hand.sign({"alg": jwk["alg"]}, CLAIMS, other)
        tests.append(
            verify(
                f"mismatched-halves-{which}", token, {"jwk": halves}, MISMATCH, "mismatched key parts",
                "The public half is somebody else's, who signed the token.",
            )
        )
    return tests


def _make_weak_rsa() -> Jwk:
    private = rsa.generate_private_key(65537, 1024).private_numbers()
    crt = {"p": private.p, "q": private.q, "dp": private.dmp1, "dq": private.dmq1, "qi": private.iqmp, "d": private.d}
    return {"kty": "RSA", "n": number(private.public_numbers.n), "e": "AQAB"} | {name: number(value) for name, value in crt.items()}


def _header_keys() -> list[dict[str, Any]]:
    """The attacker signs with an own key and sends it along."""
    flag, tests = "header key trust", []
    for alg in ("ES256", "RS256", "HS256", "Ed25519"):
        mine, theirs = signing_jwk(alg, "second"), signing_jwk(alg)
        embedded = mine if alg == "HS256" else public(mine)
        token = hand.sign({"alg": alg, "jwk": embedded}, CLAIMS, mine)
        tests.append(verify(f"header-jwk-{alg.lower()}", token, {"jwk": theirs}, FORGED, flag))
        tests.append(verify(f"header-jwk-{alg.lower()}-no-keys", token, [], NO_KEY, flag))
    mine = signing_jwk("RS256", "second")
    sent = "".join(certificate(mine).decode().split("-----")[2].split())
    for member, value in {
        "jku": "https://attacker.example/keys", "x5u": "https://attacker.example/cert", "x5c": [sent],
        "kid": "https://attacker.example/keys#1",
    }.items():
        token = hand.sign({"alg": "RS256", member: value}, CLAIMS, mine)
        tests.append(verify(f"header-{member}", token, {"jwk": public(RSA)}, FORGED, flag))
        tests.append(verify(f"header-{member}-no-keys", token, [], NO_KEY, flag))
    for member, value in {
        "jwk": public(RSA), "jku": "https://attacker.example/keys", "x5u": "https://attacker.example/c", "x5c": [sent], "x5t": "AAAA",
    }.items():
        token = peers.jws({"alg": "RS256", member: value}, CLAIMS, RSA)
        tests.append(
            verify(
                f"header-{member}-ignored", token, {"jwk": public(RSA)}, PASSED, flag,
                "Signed by the key that is held: what the header says of keys is not looked at. Made by joserfc.",
            )
        )
    named = public(signing_jwk("RS256", kid="issuer"))
    for index, kid in enumerate(
        ("../../../../dev/null", "' OR '1'='1", "issuer\0", "Issuer", "issuer ", "issuer/../issuer", "", "http://[::1]/key", "*", "issuer$")
    ):
        token = hand.sign({"alg": "RS256", "kid": kid}, CLAIMS, RSA)
        tests.append(verify(f"kid-only-compared-{index}", token, {"jwk": named}, NO_KEY, flag, "Signed with the right key, but under another name."))
    for which, kid in {"number": 1, "null": None, "list": ["issuer"], "object": {}}.items():
        tests.append(verify(f"kid-{which}", hand.sign({"alg": "RS256", "kid": kid}, CLAIMS, RSA), {"jwk": named}, error("ERR_JWS_INVALID"), flag))
    return tests


def _attempts() -> list[dict[str, Any]]:
    """Keys that fit are counted before the first is tried."""
    flag = "parser exhaustion"
    key = signing_jwk("HS256")
    token, named = peers.jws({"alg": "HS256"}, CLAIMS, key), peers.jws({"alg": "HS256", "kid": "k16"}, CLAIMS, key)
    others = [{"jwk": signing_jwk("HS256", f"other {index}", kid=f"k{index}")} for index in range(16)]
    right = {"jwk": {**key, "kid": "k16"}}
    strangers = [{"jwk": public(signing_jwk("ES256", f"other {index}"))} for index in range(17)]
    wrap, sealed_by = encryption_jwk("A256KW"), hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, CLAIMS, encryption_jwk("A256KW"))
    alg = "PBES2-HS256+A128KW"
    password = [{"password": f"password {index}", "alg": alg} for index in range(2)]
    derived = hand.encrypt({"alg": alg, "enc": "A256GCM", "p2c": 2000}, CLAIMS, {}, password="password 1")
    return [
        verify("attempts-16", token, [*others[1:], right], PASSED, flag, "The 16th key is the right one."),
        verify("attempts-17", token, [*others, right], LIMIT, flag),
        verify("attempts-17-first-is-right", token, [right, *others], LIMIT, flag, "The outcome does not depend on the order."),
        verify("attempts-17-narrowed-by-kid", named, [*others, right], PASSED, flag),
        verify("attempts-other-types-do-not-count", token, [*strangers, right], PASSED, flag),
        verify(
            "attempts-17-all-of-one-kid", named, [{"jwk": {**signing_jwk("HS256", f"other {index}"), "kid": "k16"}} for index in range(16)] + [right],
            LIMIT, flag,
        ),
        verify("attempts-limit-1", token, [right], PASSED, flag, max_attempts=1),
        verify("attempts-limit-1-of-2", token, [right, others[0]], LIMIT, flag, max_attempts=1),
        verify("attempts-limit-17", token, [*others, right], PASSED, flag, max_attempts=17),
        verify("attempts-limit-0", token, [right], error("ERR_OPTION_INVALID"), flag, max_attempts=0),
        verify(
            "attempts-decrypt-17", sealed_by, [{"jwk": encryption_jwk("A256KW", f"other {index}")} for index in range(16)] + [{"jwk": wrap}], LIMIT,
            flag, operation="decrypt",
        ),
        verify(
            "attempts-pbes2-summed", derived, password, LIMIT, "PBES2 count",
            "Two passwords fit, and each costs 2000: the sum over the token is bounded.", operation="decrypt", max_pbes2_iterations=3999,
        ),
    ]
