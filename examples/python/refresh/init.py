"""Creates what the service needs, once: `FOLDER=… python init.py alice`, which asks for a password.
"""

import getpass
import hashlib
import json
import os
import secrets
import sys
from pathlib import Path

from tokenseal import Key, Revocations, Verifier
from tokens import LONGEST


def write(path: Path, text: str) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


folder = Path(os.environ["FOLDER"])
folder.mkdir(mode=0o700, parents=True, exist_ok=True)
for name, algorithm in (("access", "ES256"), ("refresh", "HS256")):
    key = Key.generate(algorithm)
    write(folder / f"{name}.jwk", json.dumps(key.to_jwk(private=True)))

# The service itself never creates the list: if the list was lost, it would start with an empty one.
if url := os.environ.get("REDIS"):
    from redis import Redis

    store = Redis.from_url(url)
    made = Revocations.redis(store, namespace="revoked", longest_lifetime=LONGEST, create=True)
    Verifier(key, revocations=made).ready()
else:
    Revocations.file(folder / "revoked.log", longest_lifetime=LONGEST, create=True)

password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
salt = secrets.token_bytes(16)
known = hashlib.scrypt(password.encode(), salt=salt, n=16384, r=8, p=1, dklen=32)
write(folder / "users.json", json.dumps({sys.argv[1]: {"salt": salt.hex(), "scrypt": known.hex()}}))
