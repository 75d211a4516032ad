"""Starlette, with rules in front of all routes: `ISSUER=https://login.example uvicorn app:app`."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from tokenseal import AccessRules, ProtectedResource, RemoteKeySet, Verifier
from tokenseal.starlette import ProtectMiddleware

issuer = os.environ["ISSUER"]
rules = AccessRules.from_json((Path(__file__).parents[1] / "rules.json").read_text())
keys = RemoteKeySet(issuer=issuer, allow_http=issuer.startswith("http://127.0.0.1:"))
verifier = Verifier(keys, issuer=issuer, audience="https://orders.example")
resource = ProtectedResource(verifier, rules=rules, resource="https://orders.example", authorization_servers=[issuer])


async def health(_: Request) -> JSONResponse:
    return JSONResponse({"ok": True})


async def read(request: Request) -> JSONResponse:
    return JSONResponse({"order": request.path_params["order"], "of": request.state.token["sub"]})


app = Starlette(
    routes=[Route("/health", health), Route("/orders/{order}", read)],
    middleware=[Middleware(ProtectMiddleware, resource=resource)],
)
