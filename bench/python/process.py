"""What a process pays: until it has made and checked its first token, and in memory after a million checks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter_ns
from typing import Any

from rounds import figures
from signed import Claims

BARE = "bare Python"
MODULES = {
    "tokenseal": "tokenseal", BARE: "sys", "PyJWT": "jwt", "joserfc": "joserfc.jwt", "jwcrypto": "jwcrypto.jwt", "Authlib": "authlib.jose",
    "python-jose": "jose.jwt", "oxyjwt": "oxyjwt",
}  # fmt: skip
IMPORTS = {name: f"import {module}" for name, module in MODULES.items()}
SECRET = "0123456789abcdef0123456789ABCDEF"
# A program that makes one token and checks it.
SIGNED = {
    "tokenseal": f"""
from tokenseal import Issuer, Key, Verifier
key = Key.from_secret("{SECRET}", "HS256", encoding="utf-8")
assert Verifier(key).verify(Issuer(key, lifetime=60).issue({{"sub": "alice"}}))["sub"] == "alice"
""",
    BARE: "pass",
    "PyJWT": f"""
import jwt, time
token = jwt.encode({{"sub": "alice", "exp": int(time.time()) + 60}}, "{SECRET}", "HS256")
assert jwt.decode(token, "{SECRET}", ["HS256"])["sub"] == "alice"
""",
    "oxyjwt": f"""
import oxyjwt, time
token = oxyjwt.encode({{"sub": "alice", "exp": int(time.time()) + 60}}, "{SECRET}", "HS256")
assert oxyjwt.decode(token, "{SECRET}", ["HS256"])["sub"] == "alice"
""",
}
# The same with an encrypted token, whose key and nonce are the first random numbers of the process.
ENCRYPTED = {
    "tokenseal": """
from tokenseal import Key, decrypt, encrypt
key = Key.generate("ECDH-ES+A256KW")
assert decrypt(encrypt({"sub": "alice"}, key.public(), expires_in=60), key, allow_unsigned=True)["sub"] == "alice"
""",
    BARE: "pass",
    "joserfc": """
import time
from joserfc import jwe, jwk, jwt
key, header = jwk.ECKey.generate_key("P-256"), {"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}
registry = jwe.JWERegistry(algorithms=list(header.values()))
token = jwt.encode(header, {"sub": "alice", "exp": int(time.time()) + 60}, key, registry=registry)
assert jwt.decode(token, key, registry=registry).claims["sub"] == "alice"
""",
    "jwcrypto": """
import json, time
from jwcrypto import jwk, jwt
key = jwk.JWK.generate(kty="EC", crv="P-256")
made = jwt.JWT({"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}, {"sub": "alice", "exp": int(time.time()) + 60})
made.make_encrypted_token(key)
assert json.loads(jwt.JWT(jwt=made.serialize(), key=key, expected_type="JWE").claims)["sub"] == "alice"
""",
}
ROUNDS = 15
# Its standard input is the claims. Linux says in /proc what a process holds; elsewhere there is no row.
MEMORY = """
import gc, json, os, sys
from tokenseal import Issuer, Key, TokenError, Verifier
claims = json.load(sys.stdin)
key = Key.generate("HS256")
issuer, verifier = Issuer(key), Verifier(key, issuer=claims["iss"], audience=claims["aud"])
tokens = [issuer.issue(claims | {"jti": str(n)}) for n in range(1000)]
tokens[::10] = [token[:-4] + "AAAA" for token in tokens[::10]]
def held():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
def check(rounds):
    for _ in range(rounds):
        for token in tokens:
            try:
                verifier.verify(token).claims
            except TokenError:
                pass
check(10)
before = held()
check(1000)
print(max(0, held() - before))
"""


def rows(claims: Claims) -> Iterator[dict[str, Any]]:
    yield started("process: start and import", IMPORTS, [goal(4)])
    yield started("process: start to the first signed token, made and checked", SIGNED, [goal(6)])
    yield started("process: start to the first encrypted token, made and checked", ENCRYPTED, [goal(8)])
    if sys.platform == "linux":
        grown = float(python(MEMORY, json.dumps(claims)))
        yield figures("HS256: memory grown after a million checks", "bytes", [("tokenseal", grown)])


def started(path: str, programs: dict[str, str], goals: list[dict[str, Any]]) -> dict[str, Any]:
    """From the start of each program to its end, in turns. The first round finds them in no cache, and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for count in range(ROUNDS + 1):
        for name, code in programs.items():
            before = perf_counter_ns()
            python(code)
            if count:
                taken[name].append((perf_counter_ns() - before) / 1_000_000)
    return figures(path, "ms", [(name, median(values)) for name, values in taken.items()], goals)


def goal(milliseconds: int) -> dict[str, Any]:
    return {"text": f"at most {milliseconds} ms more than {BARE}", "at_most_times": 1, "plus": milliseconds, "against": BARE}


def python(code: str, stdin: str = "") -> str:
    # -I: not the modules next to this one.
    done = subprocess.run([sys.executable, "-I", "-c", code], input=stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout
