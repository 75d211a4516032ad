"""A local issuer for trying the examples: it publishes its keys until its input ends, and prints a
token that is valid for an hour.
"""

import sys

from tokenseal import testing

with testing.Server() as server:
    print(f"ISSUER={server.url}")
    audience = sys.argv[1] if len(sys.argv) > 1 else "https://orders.example"
    print(f"TOKEN={server.issuer.issue({'sub': 'alice', 'scope': 'orders:read'}, audience=audience, expires_in='1h')}", flush=True)
    sys.stdin.read()
