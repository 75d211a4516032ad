"""FastAPI: `ISSUER=https://login.example uvicorn app:app`."""

import os
from typing import Annotated, Any

from fastapi import FastAPI, Security
from tokenseal import ProtectedResource, RemoteKeySet, Token, Verifier
from tokenseal.fastapi import Protect

issuer = os.environ["ISSUER"]
keys = RemoteKeySet(issuer=issuer, allow_http=issuer.startswith("http://127.0.0.1:"))
verifier = Verifier(keys, issuer=issuer, audience="https://orders.example")
protect = Protect(ProtectedResource(verifier, resource="https://orders.example", authorization_servers=[issuer]))

app = FastAPI()
protect.install(app)


@app.get("/health")
async def health() -> dict[str, bool]:
    return {"ok": True}


@app.get("/orders/{order}")
async def read(order: str, token: Annotated[Token[Any], Security(protect, scopes=["orders:read"])]) -> dict[str, str]:
    return {"order": order, "of": token["sub"]}
