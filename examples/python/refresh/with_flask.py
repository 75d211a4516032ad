"""Flask: `FOLDER=… ORIGIN=https://shop.example flask --app with_flask run`."""

from typing import Any

import service
from flask import Flask, Response, g, jsonify, request
from tokenseal.flask import Protect

app = Flask(__name__)
protect = Protect(service.resource)


def asked() -> tuple[str | None, str | None, Any]:
    return request.headers.get("Origin"), request.cookies.get(service.COOKIE), request.get_json(silent=True)


def answer(reply: service.Reply) -> tuple[Response, int, dict[str, str]]:
    return jsonify(reply.body), reply.status, reply.headers


@app.post("/login")
def log_in() -> Any:
    origin, _, body = asked()
    return answer(service.log_in(origin, body))


@app.post("/refresh")
def refresh() -> Any:
    return answer(service.refresh(*asked()))


@app.post("/logout")
def log_out() -> Any:
    return answer(service.log_out(*asked()))


@app.get("/me")
@protect()
def me() -> dict[str, str]:
    return {"user": g.token["sub"]}
