"""JSON serializations made by other implementations: joserfc, jwcrypto and jose (peers.py has the
compact ones).

A request names every header as it is to be: `signatures` are (protected, unprotected, key),
`recipients` are (header, key). What a library adds itself (`epk`, `iv`, `tag`) it puts where it
likes: joserfc and jwcrypto into the recipient's header, jose into the protected one.
"""

from __future__ import annotations

import json
from typing import Any

import joserfc.jwe
import joserfc.jwk
import joserfc.jws
import jwcrypto.jwe
import jwcrypto.jwk
import jwcrypto.jws
from jwcrypto.common import json_encode

import peers
from common import b64u, compact_json, made
from fixtures import Jwk, public

Header = dict[str, Any] | None
_kept: dict[str, dict[str, str]] = {}


def signing(peer: str, payload: bytes | str, *signatures: tuple[Header, Header, Jwk], general: bool = False) -> dict[str, Any]:
    """Asks `peer` for a JWS; several signatures are always general."""
    members = [{"protected": protected, "header": header, "key": peers.unbound(jwk)} for protected, header, jwk in signatures]
    return {"peer": peer, "kind": "jws-json", "payload": _raw(payload), "members": members, "general": general or len(members) > 1}


def encrypting(
    peer: str, plaintext: bytes | str, protected: Header, *recipients: tuple[Header, Jwk], unprotected: Header = None, aad: bytes | str | None = None,
    general: bool = False,
) -> dict[str, Any]:
    """Asks `peer` for a JWE; several recipients are always general."""
    members = [{"header": header, "key": public(peers.unbound(jwk))} for header, jwk in recipients]
    return {
        "peer": peer, "kind": "jwe-json", "payload": _raw(plaintext), "protected": protected, "unprotected": unprotected,
        "aad": None if aad is None else _raw(aad), "members": members, "general": general or len(members) > 1,
    }


def signed(payload: bytes | str, *signatures: tuple[Header, Header, Jwk], general: bool = False) -> str:
    """A JWS by joserfc, now: for algorithms without random numbers."""
    return _joserfc(signing("joserfc", payload, *signatures, general=general))


def tokens(name: str, requests: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The token of each request, as JSON text, kept in `made/<name>.json`."""
    if name not in _kept:
        _kept[name] = made(name, lambda: _make(requests))
    return _kept[name]


def _raw(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _make(requests: dict[str, dict[str, Any]]) -> dict[str, str]:
    by_jose = {id: _for_jose(wanted) for id, wanted in requests.items() if wanted["peer"] == "jose"}
    found = dict(zip(by_jose, peers._jose(list(by_jose.values())), strict=True)) if by_jose else {}
    for id, wanted in requests.items():
        if wanted["peer"] != "jose":
            found[id] = (_joserfc if wanted["peer"] == "joserfc" else _jwcrypto)(wanted)
    return {id: found[id] for id in requests}


def _for_jose(wanted: dict[str, Any]) -> dict[str, Any]:
    return wanted | ({"aad": b64u(wanted["aad"])} if wanted.get("aad") is not None else {})


def _algorithms(wanted: dict[str, Any]) -> list[str]:
    headers = [wanted.get("protected"), wanted.get("unprotected")]
    headers += [header for member in wanted["members"] for header in (member["header"], member.get("protected"))]
    return ["DEF", *(header[name] for header in headers if header for name in ("alg", "enc") if name in header)]


def _joserfc(wanted: dict[str, Any]) -> str:
    keys = iter([joserfc.jwk.import_key(member["key"]) for member in wanted["members"]])
    if wanted["kind"] == "jws-json":
        registry = joserfc.jws.JWSRegistry(peers.EXTENSION, algorithms=_algorithms(wanted), strict_check_header=False)
        members = [{name: member[name] for name in ("protected", "header") if member[name] is not None} for member in wanted["members"]]
        made = joserfc.jws.serialize_json(members if wanted["general"] else members[0], wanted["payload"], lambda _: next(keys), registry=registry)
        return compact_json(made)
    form = joserfc.jwe.GeneralJSONEncryption if wanted["general"] else joserfc.jwe.FlattenedJSONEncryption
    registry = joserfc.jwe.JWERegistry(peers.EXTENSION, algorithms=_algorithms(wanted), strict_check_header=False)
    encryption = form(dict(wanted["protected"]), wanted["payload"], wanted["unprotected"], wanted["aad"])
    for member in wanted["members"]:
        encryption.add_recipient(dict(member["header"] or {}), next(keys))
    return compact_json(joserfc.jwe.encrypt_json(encryption, None, registry=registry))


def _jwcrypto(wanted: dict[str, Any]) -> str:
    keys = [jwcrypto.jwk.JWK(**member["key"]) for member in wanted["members"]]
    if wanted["kind"] == "jws-json":
        signer = jwcrypto.jws.JWS(wanted["payload"])
        for member, key in zip(wanted["members"], keys, strict=True):
            alg = ((member["protected"] or {}) | (member["header"] or {}))["alg"]
            signer.add_signature(key, alg, *(header and json_encode(header) for header in (member["protected"], member["header"])))
        made = json.loads(signer.serialize())
        if wanted["general"] and "signatures" not in made:
            # jwcrypto writes a single signature flattened; the same members stand in a list of one.
            made = {"payload": made["payload"], "signatures": [{name: value for name, value in made.items() if name != "payload"}]}
        return compact_json(made)
    encrypter = jwcrypto.jwe.JWE(
        wanted["payload"], *(header and json_encode(header) for header in (wanted["protected"], wanted["unprotected"])), aad=wanted["aad"],
        algs=_algorithms(wanted), flattened=not wanted["general"],
    )
    for member, key in zip(wanted["members"], keys, strict=True):
        encrypter.add_recipient(key, member["header"] and json_encode(member["header"]))
    return compact_json(json.loads(encrypter.serialize()))
