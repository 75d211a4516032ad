"""PyJWT: signs bytes and claims, compact."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import jwt
from jwt.api_jws import PyJWS

from .cases import AUDIENCE, ISSUER, Case, Form
from .library import Format, Half, KeyPair, Library, Role

JWS = PyJWS()


class PyJwt(Library):
    name = "PyJWT"

    def lacks(self, case: Case, role: Role, format: Format) -> str | None:
        if not case.form.signs:
            return "PyJWT does not encrypt"
        if case.form.is_json:
            return "PyJWT has no JSON serialization"
        if case.form is Form.JWS_DETACHED:
            return "PyJWT detaches unencoded payloads only"
        if case.alg == "Ed25519":
            return "PyJWT knows Ed25519 by the name EdDSA only"
        return "PyJWT has no ML-DSA" if case.alg.startswith("ML-DSA") else None

    def generate(self, case: Case) -> KeyPair | None:
        return None

    def make(self, case: Case, key: Half, companion: KeyPair | None) -> str:
        if case.form is Form.JWT_SIGNED:
            return jwt.encode(json.loads(case.form.content), read_key(key, case.alg), case.alg)
        if case.form not in (Form.JWS_COMPACT, Form.JWS_UNENCODED):
            raise NotImplementedError
        return JWS.encode(case.form.content, read_key(key, case.alg), case.alg, {"typ": None}, is_payload_detached=case.form.is_detached)

    def read(self, case: Case, key: Half, companion: KeyPair | None, token: str) -> bytes:
        if case.form is Form.JWT_SIGNED:
            return json.dumps(jwt.decode(token, read_key(key, case.alg), [case.alg], audience=AUDIENCE, issuer=ISSUER)).encode()
        detached = {"detached_payload": case.form.content} if case.form.is_detached else {}
        return JWS.decode(token, read_key(key, case.alg), [case.alg], **detached)

    def rewritten(self, half: Half, case: Case, to: Format) -> tuple[str, str | None]:
        if to is Format.PEM:
            raise NotImplementedError
        algorithm = JWS.get_algorithm_by_name(case.alg)
        return algorithm.to_jwk(algorithm.prepare_key(raw_key(half, case.alg))), None


def read_key(half: Half, alg: str) -> Any:
    """A PyJWK, as PyJWT itself makes from a JWK, or the PEM as it is."""
    return jwk(half.text, alg) if half.format is Format.JWK else half.text


def raw_key(half: Half, alg: str) -> Any:
    return jwk(half.text, alg).key if half.format is Format.JWK else half.text


@lru_cache(maxsize=None)
def jwk(text: str, alg: str) -> jwt.PyJWK:
    return jwt.PyJWK.from_json(text, alg)
