"""Tokens made by other implementations: joserfc, jwcrypto and jose. Every positive case is one of
these or an RFC's.

What is not random (HMAC, RS*, Ed25519) is made anew at each run. What is random is asked for by
`tokens`, which keeps it in `made/`.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import joserfc.jwe
import joserfc.jwk
import joserfc.jws
import jwcrypto.jwe
import jwcrypto.jwk
import jwcrypto.jws
from joserfc.registry import HeaderParameter
from jwcrypto.common import json_encode

from common import b64u, made
from fixtures import Jwk, public

# The extension that the vectors name in `crit`: joserfc makes tokens with what it was told about.
EXTENSION = {"exp2": HeaderParameter("an extension of the vectors", "int")}
VERSION = {"joserfc": "joserfc 1.8.0", "jwcrypto": "jwcrypto 1.6.1", "jose": "jose 6.2.17 (npm)"}
# What this run has asked for: two scripts that share tokens get the same ones, with --remake as
# well.
_kept: dict[str, dict[str, str]] = {}
JOSE = Path(__file__).resolve().parent / "jose"


def jws(header: dict[str, Any], payload: bytes | str, jwk: Jwk) -> str:
    """A compact JWS by joserfc, with exactly this header and payload."""
    registry = joserfc.jws.JWSRegistry(EXTENSION, algorithms=[header["alg"]], strict_check_header=False)
    return joserfc.jws.serialize_compact(header, payload, joserfc.jwk.import_key(unbound(jwk)), registry=registry)


def jwe(header: dict[str, Any], plaintext: bytes | str, jwk: Jwk) -> str:
    """A compact JWE by joserfc."""
    registry = joserfc.jwe.JWERegistry(EXTENSION, algorithms=[header["alg"], header["enc"], "DEF"], strict_check_header=False)
    return joserfc.jwe.encrypt_compact(header, plaintext, joserfc.jwk.import_key(unbound(jwk)), registry=registry)


def tokens(name: str, requests: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The token of each request (see `request`), kept in `made/<name>.json`: made with random
    numbers, so made once.
    """
    if name not in _kept:
        _kept[name] = made(name, lambda: _make(requests))
    return _kept[name]


def request(peer: str, kind: str, header: dict[str, Any], payload: bytes | str, jwk: Jwk) -> dict[str, Any]:
    """Asks `peer` for a token; `kind` is 'jws' or 'jwe'."""
    raw = payload.encode() if isinstance(payload, str) else payload
    key = public(unbound(jwk)) if kind == "jwe" else unbound(jwk)
    return {"peer": peer, "kind": kind, "header": header, "payload": raw, "key": key}


def unbound(jwk: Jwk) -> Jwk:
    """The key without what binds it, as other libraries name algorithms differently; AKP keys
    cannot be without `alg`.
    """
    left_out = ("kid", "use", "key_ops") if jwk["kty"] == "AKP" else ("kid", "use", "key_ops", "alg")
    return {name: value for name, value in jwk.items() if name not in left_out}


def _make(requests: dict[str, dict[str, Any]]) -> dict[str, str]:
    by_jose = {id: wanted for id, wanted in requests.items() if wanted["peer"] == "jose"}
    found = dict(zip(by_jose, _jose(list(by_jose.values())), strict=True)) if by_jose else {}
    for id, wanted in requests.items():
        if wanted["peer"] == "joserfc":
            found[id] = (jws if wanted["kind"] == "jws" else jwe)(wanted["header"], wanted["payload"], wanted["key"])
        elif wanted["peer"] == "jwcrypto":
            found[id] = _jwcrypto(**wanted)
    return {id: found[id] for id in requests}


def _jwcrypto(peer: str, kind: str, header: dict[str, Any], payload: bytes, key: Jwk) -> str:
    imported = jwcrypto.jwk.JWK(**key)
    if kind == "jws":
        signer = jwcrypto.jws.JWS(payload)
        signer.add_signature(imported, header["alg"], json_encode(header))
        return signer.serialize(compact=True)
    encrypter = jwcrypto.jwe.JWE(payload, json_encode(header), algs=[header["alg"], header["enc"]])
    encrypter.add_recipient(imported)
    return encrypter.serialize(compact=True)


def _jose(requests: list[dict[str, Any]]) -> list[str]:
    if not (JOSE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=JOSE, check=True)
    text = json.dumps([{**wanted, "payload": b64u(wanted["payload"])} for wanted in requests])
    return json.loads(subprocess.run(["node", "make.mjs"], cwd=JOSE, check=True, input=text, stdout=subprocess.PIPE, text=True).stdout)
