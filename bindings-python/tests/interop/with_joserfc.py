"""joserfc: JWS, JWE, JWK and JWT, each algorithm opted in by name."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from joserfc import jwe, jws, jwt
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey, generate_key, import_key

from .cases import AAD, AUDIENCE, ISSUER, Case, Form
from .library import Format, Half, KeyPair, Library, Role
from .ours import INNER

CLASSES: dict[str, Any] = {"EC": ECKey, "OKP": OKPKey, "RSA": RSAKey}


class Joserfc(Library):
    name = "joserfc"

    def lacks(self, case: Case, role: Role, format: Format) -> str | None:
        if case.alg.startswith("ML-DSA"):
            return "joserfc has no ML-DSA"
        if case.alg in ("RSA-OAEP-384", "RSA-OAEP-512"):
            return "joserfc has neither RSA-OAEP-384 nor RSA-OAEP-512"
        if case.alg == "PBES2-HS256+A128KW" and role is Role.READ:
            return "joserfc accepts 300,000 iterations of PBES2 at most, and tokenseal has 600,000 with HS256"
        return None

    def generate(self, case: Case) -> KeyPair | None:
        kind, size = kind_of(case)
        if kind is None:
            return None
        key = generate_key(kind, size)
        if kind == "oct":
            return KeyPair.secret(json.dumps(key.as_dict(private=True)))
        return KeyPair(*({Format.JWK: json.dumps(key.as_dict(private=half)), Format.PEM: key.as_pem(private=half).decode()} for half in (True, False)))

    def make(self, case: Case, key: Half, companion: KeyPair | None) -> str:
        mine, content = read_key(key, case), case.form.content
        if case.form is Form.JWT_SIGNED:
            return jwt.encode({"alg": case.alg}, json.loads(content), mine, registry=signing(case))
        if case.form.signs:
            return self.sign(case, mine, companion, content)
        header = {"alg": case.alg, "enc": case.enc}
        if case.form is Form.JWT_ENCRYPTED:
            return jwt.encode(header, json.loads(content), mine, registry=encrypting(case))
        if case.form is Form.JWT_NESTED:
            inner = jwt.encode({"alg": "HS256"}, json.loads(content), OctKey.import_key(INNER.to_jwk(private=True)))
            return jwe.encrypt_compact(header | {"cty": "JWT"}, inner, mine, registry=encrypting(case))
        if not case.form.is_json:
            zipped = {"zip": "DEF"} if case.form is Form.JWE_COMPRESSED else {}
            return jwe.encrypt_compact(header | zipped, content, mine, registry=encrypting(case))
        form = jwe.GeneralJSONEncryption if case.form is Form.JWE_GENERAL else jwe.FlattenedJSONEncryption
        encryption = form({"enc": case.enc}, content, None, AAD)
        encryption.add_recipient({"alg": case.alg}, mine)
        if companion:
            encryption.add_recipient({"alg": "RSA-OAEP-256"}, companion_key(companion.public))
        return json.dumps(jwe.encrypt_json(encryption, None, registry=encrypting(case)))

    def sign(self, case: Case, mine: Key, companion: KeyPair | None, content: bytes) -> str:
        header: dict[str, Any] = {"alg": case.alg} | ({"b64": False, "crit": ["b64"]} if case.form.is_unencoded else {})
        if not case.form.is_json:
            token = jws.serialize_compact(header, content, mine, registry=signing(case))
            return jws.detach_content(token) if case.form.is_detached else token
        if not companion:
            return json.dumps(jws.serialize_json({"protected": header}, content, mine, registry=signing(case)))
        second = companion_key(companion.private)
        members = [{"protected": header}, {"protected": {"alg": "ES256", "kid": second.kid}}]
        return json.dumps(jws.serialize_json(members, content, by_kid(mine, second), registry=signing(case)))

    def read(self, case: Case, key: Half, companion: KeyPair | None, token: str) -> bytes:
        mine = read_key(key, case)
        if case.form is Form.JWT_SIGNED:
            return claims(jwt.decode(token, mine, registry=signing(case)))
        if case.form.signs and case.form.is_json:
            keys = by_kid(mine, companion_key(companion.public)) if companion else mine
            return jws.deserialize_json(json.loads(token), keys, registry=signing(case)).payload
        if case.form.signs:
            payload = case.form.content if case.form.is_detached else None
            return jws.deserialize_compact(token, mine, registry=signing(case), payload=payload).payload
        if case.form is Form.JWT_ENCRYPTED:
            return claims(jwt.decode(token, mine, registry=encrypting(case)))
        if case.form.is_json:
            return read_json(json.loads(token), mine, case)
        plaintext = jwe.decrypt_compact(token, mine, registry=encrypting(case)).plaintext
        assert plaintext is not None
        if case.form is Form.JWT_NESTED:
            return claims(jwt.decode(plaintext, OctKey.import_key(INNER.to_jwk(private=True))))
        return plaintext

    def rewritten(self, half: Half, case: Case, to: Format) -> tuple[str, str | None]:
        key = read_key(half, case)
        if to is Format.JWK:
            return json.dumps(key.as_dict(private=key.is_private)), key.thumbprint()
        return key.as_pem(private=key.is_private).decode(), key.thumbprint()


def kind_of(case: Case) -> tuple[Any, Any]:
    """The type of a key for the algorithm, and its curve or its size in bits."""
    alg, form = case.alg, case.form
    if form.signs:
        if alg.startswith("HS"):
            return "oct", int(alg[2:])
        curves = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "ES256K": "secp256k1"}
        if alg in curves:
            return "EC", curves[alg]
        return ("OKP", "Ed25519") if alg.startswith("Ed") else ("RSA", 2048) if alg[:2] in ("RS", "PS") else (None, None)
    if case.subject.curve:
        return ("OKP" if case.subject.curve == "X25519" else "EC"), case.subject.curve
    if alg.startswith("RSA"):
        return "RSA", 2048
    if alg == "dir":
        return "oct", {"A128CBC-HS256": 256, "A192CBC-HS384": 384, "A256CBC-HS512": 512}.get(case.enc or "") or int((case.enc or "")[1:4])
    return (None, None) if case.subject.is_password else ("oct", int(alg[1:4]))


def signing(case: Case) -> jws.JWSRegistry:
    return jws.JWSRegistry(algorithms=[case.alg, "ES256"])


def encrypting(case: Case) -> jwe.JWERegistry:
    # The recipient that reads the token has only its own key.
    return jwe.JWERegistry(algorithms=[case.alg, str(case.enc), "DEF", "RSA-OAEP-256"], verify_all_recipients=False)


def read_key(half: Half, case: Case) -> Key:
    if half.is_password:
        return OctKey.import_key(half.text)
    return import_jwk(half.text) if half.format is Format.JWK else import_pem(half.text, kind_of(case)[0])


@lru_cache(maxsize=None)
def import_jwk(text: str) -> Key:
    return import_key(json.loads(text))


@lru_cache(maxsize=None)
def import_pem(text: str, kind: str) -> Key:
    return CLASSES[kind].import_key(text)


def companion_key(texts: dict[Format, str]) -> Key:
    return import_key(json.loads(texts[Format.JWK]))


def by_kid(mine: Key, companion: Key) -> Any:
    return lambda member: companion if member.headers().get("kid") == companion.kid else mine


def read_json(token: dict[str, Any], mine: Key, case: Case) -> bytes:
    found = jwe.decrypt_json(token, mine, registry=encrypting(case))
    assert found.aad == AAD and found.plaintext is not None
    return found.plaintext


def claims(token: jwt.Token) -> bytes:
    jwt.JWTClaimsRegistry(iss={"essential": True, "value": ISSUER}, aud={"essential": True, "value": AUDIENCE}).validate(token.claims)
    return json.dumps(token.claims).encode()
