"""jwcrypto: JWS, JWE, JWK and JWT, each algorithm opted in by name."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from jwcrypto import jwa
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from jwcrypto.jwt import JWT

from .cases import AAD, AUDIENCE, ISSUER, Case, Form
from .library import Format, Half, KeyPair, Library, Role
from .ours import INNER

# It accepts 16,384 iterations; tokenseal makes tokens with up to 600,000, as OWASP advises.
jwa.default_max_pbkdf2_iterations = 600_000


class Jwcrypto(Library):
    name = "jwcrypto"

    def lacks(self, case: Case, role: Role, format: Format) -> str | None:
        if case.alg in ("RSA-OAEP-384", "RSA-OAEP-512"):
            return "jwcrypto has neither RSA-OAEP-384 nor RSA-OAEP-512"
        return None

    def generate(self, case: Case) -> KeyPair | None:
        made = parameters(case)
        if made is None:
            return None
        key = JWK.generate(**made)
        if made["kty"] == "oct":
            return KeyPair.secret(key.export())
        return KeyPair(
            {Format.JWK: key.export(), Format.PEM: key.export_to_pem(private_key=True, password=None).decode()},
            {Format.JWK: key.export_public(), Format.PEM: key.export_to_pem().decode()},
        )

    def make(self, case: Case, key: Half, companion: KeyPair | None) -> str:
        mine, content = read_key(key), case.form.content
        if case.form.has_claims:
            return make_jwt(case, mine)
        if case.form.signs:
            return sign(case, mine, companion, content)
        header = {"enc": case.enc} | ({} if case.form.is_json else {"alg": case.alg})
        header |= {"zip": "DEF"} if case.form is Form.JWE_COMPRESSED else {}
        aad = AAD if case.form.is_json else None
        encrypter = JWE(content, header, aad=aad, algs=allowed(case), flattened=case.form is not Form.JWE_GENERAL)
        encrypter.add_recipient(mine, {"alg": case.alg} if case.form.is_json else None)
        if companion:
            encrypter.add_recipient(JWK.from_json(companion.public[Format.JWK]), {"alg": "RSA-OAEP-256"})
        return encrypter.serialize(compact=not case.form.is_json)

    def read(self, case: Case, key: Half, companion: KeyPair | None, token: str) -> bytes:
        mine = read_key(key)
        if case.form.has_claims:
            return read_jwt(case, mine, token)
        if case.form.signs:
            return verify(case, mine, companion, token)
        decrypter = JWE(algs=allowed(case))
        decrypter.deserialize(token, mine)
        assert decrypter.objects.get("aad") == (AAD if case.form.is_json else None)
        return decrypter.payload

    def rewritten(self, half: Half, case: Case, to: Format) -> tuple[str, str | None]:
        key = read_key(half)
        if to is Format.JWK:
            return (key.export() if key.has_private else key.export_public() if key.has_public else key.export()), key.thumbprint()
        return key.export_to_pem(private_key=key.has_private, password=None).decode(), key.thumbprint()


def sign(case: Case, mine: JWK, companion: KeyPair | None, content: bytes) -> str:
    unencoded = {"b64": False, "crit": ["b64"]} if case.form.is_unencoded else {}
    # An unencoded payload in JSON must be text.
    signer = JWS(content.decode() if case.form is Form.JWS_UNENCODED_JSON else content)
    signer.allowed_algs = [case.alg, "ES256"]
    signer.add_signature(mine, case.alg, {"alg": case.alg} | unencoded)
    if companion:
        signer.add_signature(JWK.from_json(companion.private[Format.JWK]), "ES256", {"alg": "ES256"})
    if case.form.is_detached:
        signer.detach_payload()
    return signer.serialize(compact=not case.form.is_json)


def verify(case: Case, mine: JWK, companion: KeyPair | None, token: str) -> bytes:
    verifier = JWS()
    verifier.allowed_algs = [case.alg, "ES256"]
    verifier.deserialize(token)
    if companion:
        verifier.verify(JWK.from_json(companion.public[Format.JWK]))
    verifier.verify(mine, detached_payload=case.form.content if case.form.is_detached else None)
    if case.form.is_detached:
        return case.form.content
    return verifier.payload.encode() if isinstance(verifier.payload, str) else verifier.payload


def make_jwt(case: Case, mine: JWK) -> str:
    claims = case.form.content.decode()
    if case.form is Form.JWT_SIGNED:
        token = JWT({"alg": case.alg}, claims, algs=[case.alg])
        token.make_signed_token(mine)
        return token.serialize()
    nested = {}
    if case.form is Form.JWT_NESTED:
        inner = JWT({"alg": "HS256"}, claims)
        inner.make_signed_token(JWK(**INNER.to_jwk(private=True)))
        claims, nested = inner.serialize(), {"cty": "JWT"}
    token = JWT({"alg": case.alg, "enc": case.enc} | nested, claims, algs=allowed(case))
    token.make_encrypted_token(mine)
    return token.serialize()


def read_jwt(case: Case, mine: JWK, token: str) -> bytes:
    expected: dict[str, Any] = {"check_claims": {"iss": ISSUER, "aud": AUDIENCE, "exp": None}}
    if case.form is Form.JWT_SIGNED:
        return JWT(jwt=token, key=mine, algs=[case.alg], **expected).claims.encode()
    if case.form is Form.JWT_ENCRYPTED:
        return JWT(jwt=token, key=mine, algs=allowed(case), expected_type="JWE", **expected).claims.encode()
    inner = JWT(jwt=token, key=mine, algs=allowed(case), expected_type="JWE").claims
    return JWT(jwt=inner, key=JWK(**INNER.to_jwk(private=True)), **expected).claims.encode()


def parameters(case: Case) -> dict[str, Any] | None:
    """The parameters of a new key for the algorithm."""
    alg = case.alg
    if case.form.signs:
        if alg.startswith("HS"):
            return {"kty": "oct", "size": int(alg[2:])}
        curves = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "ES256K": "secp256k1"}
        if alg in curves:
            return {"kty": "EC", "crv": curves[alg]}
        if alg.startswith("ML-DSA"):
            return {"kty": "AKP", "alg": alg}
        return {"kty": "OKP", "crv": "Ed25519"} if alg.startswith("Ed") else {"kty": "RSA", "size": 2048}
    if case.subject.curve:
        return {"kty": "OKP" if case.subject.curve == "X25519" else "EC", "crv": case.subject.curve}
    if alg.startswith("RSA"):
        return {"kty": "RSA", "size": 2048}
    if alg == "dir":
        enc = str(case.enc)
        return {"kty": "oct", "size": int(enc.rpartition("HS")[2]) if "HS" in enc else int(enc[1:4])}
    return None if case.subject.is_password else {"kty": "oct", "size": int(alg[1:4])}


def allowed(case: Case) -> list[str]:
    return [case.alg, str(case.enc), "RSA-OAEP-256"]


@lru_cache(maxsize=None)
def read_key(half: Half) -> JWK:
    if half.is_password:
        return JWK.from_password(half.text)
    return JWK.from_json(half.text) if half.format is Format.JWK else JWK.from_pem(half.text.encode())
