"""tokenseal, as a library like the others."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import tokenseal
from tokenseal import Key, jwe, jws

from .cases import AAD, AUDIENCE, ISSUER, Case, Form
from .library import Format, Half, KeyPair, Library

INNER = Key.from_secret(b"thirty-two bytes for what is inside", "HS256")
SERIALIZATION = {"FLATTENED": "flattened", "JSON": "flattened", "GENERAL": "general"}

class Tokenseal(Library):
    name = "tokenseal"

    def generate(self, case: Case) -> KeyPair | None:
        if case.subject.is_password:
            return KeyPair.secret("correct horse battery staple", is_password=True)
        key = Key.generate(case.alg, **given(curve=case.subject.curve, enc=case.key_enc))
        if case.subject.is_symmetric:
            return KeyPair.secret(json.dumps(key.to_jwk(private=True)))
        private = {Format.JWK: json.dumps(key.to_jwk(private=True)), Format.PEM: key.to_pem(private=True)}
        return KeyPair(private, {Format.JWK: json.dumps(key.to_jwk()), Format.PEM: key.to_pem()})

    def make(self, case: Case, key: Half, companion: KeyPair | None) -> str:
        mine, content = read_key(key, case.alg, case.key_enc), case.form.content
        if case.form.has_claims:
            if case.form is Form.JWT_SIGNED:
                return tokenseal.sign(content, mine)
            if case.form is Form.JWT_ENCRYPTED:
                return tokenseal.encrypt(content, mine, enc=case.enc)
            return tokenseal.seal(content, sign_with=INNER, encrypt_to=mine, enc=case.enc)
        serialization = next((name for part, name in SERIALIZATION.items() if part in case.form.name), "compact")
        if case.form.signs:
            options: dict[str, Any] = {"detached": case.form.is_detached, "b64": not case.form.is_unencoded}
            keys = [mine, companion_key(companion.private, "ES256")] if companion else mine
            return jws.sign(content, keys, serialization=serialization, **options)
        options = given(aad=AAD if case.form.is_json else None, allow_shared_content_key=True if companion else None)
        keys = [mine, companion_key(companion.public, "RSA-OAEP-256")] if companion else mine
        compress = case.form is Form.JWE_COMPRESSED
        return jwe.encrypt(content, keys, enc=case.enc, compress=compress, serialization=serialization, **options)

    def read(self, case: Case, key: Half, companion: KeyPair | None, token: str) -> bytes:
        mine = read_key(key, case.alg, case.key_enc)
        if case.form.has_claims:
            expected: dict[str, Any] = {"issuer": ISSUER, "audience": AUDIENCE}
            if case.form is Form.JWT_SIGNED:
                return tokenseal.verify(token, mine, **expected).payload
            if case.form is Form.JWT_ENCRYPTED:
                return tokenseal.decrypt(token, mine, allow_unsigned=True, **expected).payload
            return tokenseal.unseal(token, decrypt_with=mine, verify_with=INNER, **expected).payload
        if case.form.signs:
            keys = [mine, companion_key(companion.public, "ES256")] if companion else mine
            verified = jws.verify(token, keys, require="all", **given(payload=case.form.content if case.form.is_detached else None))
            assert [one.index for one in verified.verified] == list(range(2 if companion else 1))
            return verified.payload
        decrypted = jwe.decrypt(token, mine)
        assert decrypted.aad == (AAD if case.form.is_json else None)
        return decrypted.plaintext

    def rewritten(self, half: Half, case: Case, to: Format) -> tuple[str, str | None]:
        key = read_key(half, case.alg, case.key_enc)
        return write(key, to, key.is_private), key.thumbprint()

@lru_cache(maxsize=None)
def read_key(half: Half, alg: str, enc: str | None) -> Key:
    if half.is_password:
        return Key.from_password(half.text, alg)
    if half.format is Format.PEM:
        return Key.from_pem(half.text, alg)
    # In our JWK of a `dir` key, `alg` is its `enc`.
    bound = {} if half.jwk.get("alg") else given(alg=alg, enc=enc)
    return Key.from_jwk(half.jwk, **bound)

def companion_key(texts: dict[Format, str], alg: str) -> Key:
    return read_key(Half(Format.JWK, texts[Format.JWK]), alg, None)

def write(key: Key, to: Format, private: bool) -> str:
    return json.dumps(key.to_jwk(private=private)) if to is Format.JWK else key.to_pem(private=private)

def given(**options: Any) -> dict[str, Any]:
    """The options that are not None, which is not a valid value."""
    return {name: value for name, value in options.items() if value is not None}
