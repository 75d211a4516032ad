"""FastAPI: `FOLDER=… ORIGIN=https://shop.example uvicorn with_fastapi:app`."""

from typing import Annotated, Any

import service
from fastapi import Body, Cookie, Depends, FastAPI, Header
from fastapi.responses import JSONResponse as Answer
from tokenseal import Token
from tokenseal.fastapi import Protect

app = FastAPI()
protect = Protect(service.resource)
protect.install(app)

Origin = Annotated[str | None, Header()]
Kept = Annotated[str | None, Cookie(alias=service.COOKIE)]
Json = Annotated[Any, Body()]


def answer(reply: service.Reply) -> Answer:
    return Answer(reply.body, reply.status, reply.headers)


# Without `async`, so that they wait for the store on one of FastAPI's threads.
@app.post("/login")
def log_in(body: Json, origin: Origin = None) -> Answer:
    return answer(service.log_in(origin, body))


@app.post("/refresh")
def refresh(origin: Origin = None, kept: Kept = None, body: Json = None) -> Answer:
    return answer(service.refresh(origin, kept, body))


@app.post("/logout")
def log_out(origin: Origin = None, kept: Kept = None, body: Json = None) -> Answer:
    return answer(service.log_out(origin, kept, body))


@app.get("/me")
def me(token: Annotated[Token[Any], Depends(protect)]) -> dict[str, str]:
    return {"user": token["sub"]}
