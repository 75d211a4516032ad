"""Flask: `ISSUER=https://login.example flask run`."""

import os

from flask import Flask, g
from tokenseal import ProtectedResource, RemoteKeySet, Verifier
from tokenseal.flask import Protect

issuer = os.environ["ISSUER"]
keys = RemoteKeySet(issuer=issuer, allow_http=issuer.startswith("http://127.0.0.1:"))
verifier = Verifier(keys, issuer=issuer, audience="https://orders.example")
protect = Protect(ProtectedResource(verifier, resource="https://orders.example", authorization_servers=[issuer]))

app = Flask(__name__)
protect.publish(app)


@app.get("/health")
def health() -> dict[str, bool]:
    return {"ok": True}


@app.get("/orders/<order>")
@protect(scope=["orders:read"])
def read(order: str) -> dict[str, str]:
    return {"order": order, "of": g.token["sub"]}
