"""The benchmark of the Python package: prints one JSON document on standard output, progress on standard error.

    python bench.py COMMAND…     COMMAND… starts the program of the bare primitives (bare/), which answers in turns with what runs here

`cargo xtask bench python` does all of that. What the document holds is written in xtask/src/bench/results.rs.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

with warnings.catch_warnings(record=True):  # of its own future, by Authlib, whatever the filter
    import adapters
    import encrypted
    import fetched
    import process
    import signed
    import threads
    from bare import Bare

LIBRARIES = ("tokenseal", "PyJWT", "joserfc", "jwcrypto", "Authlib", "python-jose", "oxyjwt", "cryptography")
FRAMEWORKS = ("starlette", "fastapi", "Flask", "Flask-JWT-Extended", "Django")
NOTES = [
    "Claims read: every library checks the signature, iss, aud and exp, and gives a dict. Each was given its key as prepared as it takes one; python-jose and "
    "Authlib check no claims of encrypted tokens.",
    "Bare primitives are given what a token would have to be taken apart for: the signing input, the raw signature, the peer's public key. Those of "
    "aws-lc-rs are measured in a program of Rust, without Python, in turns with the others.",
    "Two threads, two processes: what an operation takes when two share the work. On the same cores no lock is between processes, so theirs is as good as it gets.",
    "One claim: `token[\"sub\"]`, where other libraries give a dict in any case. A repeated token: a `Verifier` with `remember`, and a text that is another "
    "object each time, beside a parser that checks nothing.",
    "Process: from the start of an interpreter to its end, with compiled bytecode in the file system's cache.",
    "The slowest of a thousand: 25 times, a check finds its keys due, and a thread fetches other ones from a server that takes 200 ms. The checks until then are "
    "held against as many without a refresh, and against those during another set's. The check that starts a refresh is one of them, and starts a thread. Time "
    "that the system gave to other programs is left out, where it says how much that was (Linux).",
    "A request: the time of the processor from the call of the application (ASGI or WSGI) to the end of its answer, with a token signed by HS256 and the headers "
    "of a browser. Each contender is an application of its own with this one route; the bare one checks nothing. Other libraries check signature, iss, aud and exp "
    "as well.",
    "Memory: a million checks of 1,000 different tokens, every tenth of which is refused; how much the process grew after the first ten thousand.",
]


def main() -> None:
    warnings.simplefilter("ignore")  # joserfc would rather not use EdDSA
    claims = json.loads((Path(__file__).parents[1] / "claims.json").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = []
    with Bare(sys.argv[1:]) as bare:
        of_tokens = (signed.rows(claims, bare), encrypted.rows(claims, bare), threads.rows(claims), fetched.rows(claims))
        sources = (*of_tokens, adapters.rows(claims), process.rows(claims))
        for source in sources:
            for row in source:
                print(f"{row['path']}: {describe(row)}", file=sys.stderr)
                rows.append(row)
    print(json.dumps({"language": "python", "machine": machine(), "rows": rows, "notes": NOTES}))


def describe(row: dict[str, Any]) -> str:
    return ", ".join(f"{one['name']} {one['value']:,.0f} {row['unit']}" for one in row["contenders"])


def machine() -> str:
    versions = "; ".join(f"{name} {version(name)}" for name in LIBRARIES + FRAMEWORKS)
    return f"{processor()}, {os.cpu_count()} cores, {system()}; {platform.python_implementation()} {platform.python_version()}; {versions}."


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()


if __name__ == "__main__":
    main()
