"""python-jose: signs and encrypts, compact, with the algorithms of RFC 7518 (on its backend of PyCA
cryptography).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from jose import jwe, jwk, jws, jwt
from jose.utils import base64url_decode

from .cases import AUDIENCE, ISSUER, RSA, Case, Form
from .library import Format, Half, KeyPair, Library, Role
from .ours import INNER

SIGNS = ("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
MANAGES = ("dir", "A128KW", "A192KW", "A256KW", "RSA-OAEP", "RSA-OAEP-256")


class PythonJose(Library):
    name = "python-jose"

    def lacks(self, case: Case, role: Role, format: Format) -> str | None:
        if case.form.is_json:
            return "python-jose has no JSON serialization"
        if case.form is Form.JWE_COMPRESSED:
            return "python-jose compresses in the format of zlib, not in that of RFC 1951"
        if case.form.is_detached:
            return "python-jose has no detached payloads"
        return None if case.alg in SIGNS + MANAGES else f"python-jose has {family(case.alg)}"

    def generate(self, case: Case) -> KeyPair | None:
        return None

    def make(self, case: Case, key: Half, companion: KeyPair | None) -> str:
        mine, content = read_key(key, case.alg), case.form.content
        if case.form is Form.JWT_SIGNED:
            return jwt.encode(json.loads(content), mine, case.alg)
        if case.form is Form.JWS_COMPACT:
            return jws.sign(content, mine, algorithm=case.alg)
        if case.form.is_json or case.form.signs:
            raise NotImplementedError
        options: dict[str, str] = {}
        if case.form is Form.JWT_NESTED:
            content = jwt.encode(json.loads(content), secret(INNER.to_jwk(private=True)), "HS256").encode()
            options = {"cty": "JWT"}
        if case.form is Form.JWE_COMPRESSED:
            options = {"zip": "DEF"}
        return jwe.encrypt(content, mine, encryption=str(case.enc), algorithm=case.alg, **options).decode()

    def read(self, case: Case, key: Half, companion: KeyPair | None, token: str) -> bytes:
        mine = read_key(key, case.alg)
        if case.form is Form.JWT_SIGNED:
            return json.dumps(jwt.decode(token, mine, case.alg, audience=AUDIENCE, issuer=ISSUER)).encode()
        if case.form is Form.JWS_COMPACT:
            return jws.verify(token, mine, case.alg)
        if case.form.is_json or case.form.signs:
            raise NotImplementedError
        plaintext = jwe.decrypt(token, mine)
        if plaintext is None:
            raise ValueError("python-jose gives None for a key that does not fit")
        if case.form is Form.JWT_NESTED:
            inner = secret(INNER.to_jwk(private=True))
            return json.dumps(jwt.decode(plaintext.decode(), inner, "HS256", audience=AUDIENCE, issuer=ISSUER)).encode()
        return plaintext

    def rewritten(self, half: Half, case: Case, to: Format) -> tuple[str, str | None]:
        if case.alg not in SIGNS + MANAGES:
            raise NotImplementedError  # its class for EC also loads other keys, but can do nothing with them
        key = jwk.construct(read_key(half, case.alg), case.alg)
        if to is Format.PEM:
            return key.to_pem().decode(), None
        return json.dumps({name: value.decode() if isinstance(value, bytes) else value for name, value in key.to_dict().items()}), None


def family(alg: str) -> str:
    if alg in RSA:
        return "neither RSA-OAEP-384 nor RSA-OAEP-512"
    for prefix, name in {"PS": "RSA-PSS", "Ed": "EdDSA", "ML-DSA": "ML-DSA", "ECDH": "ECDH-ES", "PBES2": "PBES2"}.items():
        if alg.startswith(prefix):
            return f"no {name}"
    return "no AES-GCM key wrap" if alg.endswith("GCMKW") else f"no {alg}"


@lru_cache(maxsize=None)
def read_key(half: Half, alg: str) -> Any:
    """A secret as bytes; any other key as python-jose's own object, so that it is parsed once."""
    if half.format is Format.JWK and half.jwk["kty"] == "oct":
        return secret(half.jwk)
    return jwk.construct(half.jwk if half.format is Format.JWK else half.text, alg).prepared_key


def secret(key: dict[str, Any]) -> bytes:
    return base64url_decode(key["k"].encode())
