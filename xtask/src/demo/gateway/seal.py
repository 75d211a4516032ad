"""What the login service of the demo does: it seals tokens by its ring, for the API. Reads the claims of one token a line, and writes the token."""

import json
import sys
from pathlib import Path

from tokenseal import Issuer, Key, KeyRing

folder = Path(sys.argv[1])
ring = KeyRing.open(folder / "login.ring", Key.from_jwk((folder / "wrapping.jwk").read_text()))
orders = Key.from_jwk((folder / "orders.pub.jwk").read_text())
issuer = Issuer(ring, orders, issuer="https://login.example", audience="https://api.example", lifetime="2m", profile="access-token")

for line in sys.stdin:
    print(json.dumps({"token": issuer.issue(json.loads(line)), "key_id": ring.signing_key().key_id}), flush=True)
