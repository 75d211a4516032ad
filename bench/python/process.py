"""What a process pays: for importing a library, and in memory after a million checks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from typing import Any

from rounds import figures
from signed import Claims

MODULES = {
    "tokenseal": "tokenseal", "PyJWT": "jwt", "joserfc": "joserfc.jwt", "jwcrypto": "jwcrypto.jwt", "Authlib": "authlib.jose", "python-jose": "jose.jwt",
    "oxyjwt": "oxyjwt",
}  # fmt: skip
ROUNDS = 9
IMPORT = "import time; started = time.perf_counter_ns(); import {}; print(time.perf_counter_ns() - started)"
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
    taken: dict[str, list[float]] = {name: [] for name in MODULES}
    for _ in range(ROUNDS):
        for name, module in MODULES.items():
            taken[name].append(float(python(IMPORT.format(module))) / 1_000_000)
    yield figures("import", "ms", [(name, median(values)) for name, values in taken.items()])
    if sys.platform == "linux":
        grown = float(python(MEMORY, json.dumps(claims)))
        yield figures("HS256: memory grown after a million checks", "bytes", [("tokenseal", grown)])


def python(code: str, stdin: str = "") -> str:
    # -I: not the modules beside this one.
    done = subprocess.run([sys.executable, "-I", "-c", code], input=stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout
