"""What generated requests carry, and which answers are defects."""

import base64
import os
import zlib

import schemathesis
from hypothesis import strategies

# Generated values are never a valid token, a secret or the name of a grant: most requests get real
# ones, so that they get past the first check.
TOKEN = os.environ["SERVE_TOKEN"]
REVOKED = os.environ["SERVE_REVOKED"]
CLIENT = "Basic " + base64.b64encode(os.environ["SERVE_CLIENT"].encode()).decode()
GRANT = {
    "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
}
NAMES = {"api": "orders", "ring": "main", "list": "tokens"}
OF_CLIENTS = ("/introspect", "/revoke", "/token")

EVENTS = strategies.just(TOKEN.encode()) | strategies.binary(max_size=2000)
schemathesis.openapi.media_type("application/secevent+jwt", EVENTS)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes a part of the request valid, at random but reproducibly."""
    chance = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode(errors="replace"))
    path = case.operation.path
    if chance % 2 and case.path_parameters:
        known = {name: NAMES[name] for name in case.path_parameters if name in NAMES}
        case.path_parameters = {**case.path_parameters, **known}
    if path.startswith("/auth/") and chance % 3:
        case.headers["Authorization"] = "Bearer " + TOKEN
    if path not in OF_CLIENTS or chance % 8 == 0:
        return
    case.headers["Authorization"] = CLIENT
    if not isinstance(case.body, dict):
        return
    case.body = {name: value for name, value in case.body.items() if not name.startswith("client_")}
    for name in ("token", "subject_token"):
        if name in case.body and chance % 3:
            case.body[name] = REVOKED if path == "/revoke" else TOKEN
    if path == "/token" and chance % 5:
        case.body.update(GRANT)
        for name in ("audience", "resource", "scope", "requested_token_type")[chance % 5 - 1 :]:
            case.body.pop(name, None)


@schemathesis.check
def no_defect(context, response, case):
    """No 5xx, except if a gateway does not do its part, and for earlier states of a list."""
    if response.status_code < 500:
        return
    path = case.operation.path
    if path.startswith("/auth/"):
        assert (response.status_code, response.json().get("code")) == (500, "ERR_OPTION_INVALID"), response.text
    else:
        assert response.status_code == 501 and path.startswith("/status/"), f"{response.status_code} {response.text}"
