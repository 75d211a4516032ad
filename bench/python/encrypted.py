"""Encrypted tokens, and nested ones: opened and made."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import authlib.jose
import joserfc.jwe
import joserfc.jwk
import joserfc.jws
import joserfc.jwt
import jose.jwe
import jwcrypto.jwk
import jwcrypto.jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tokenseal import Issuer, Verifier

from bare import Bare
from keys import Keys
from rounds import Contender, at_least, contender, row
from signed import Claims, joserfc_checks, joserfc_claims, jwcrypto_checks

ENC = "A256GCM"
ROWS = [
    ("dir + A256GCM", "dir", "A256GCM", [at_least(30, "joserfc")]),
    ("ECDH-ES+A256KW, P-256", "ECDH-ES+A256KW", "ECDH", [at_least(4, "joserfc")]),
]


def rows(claims: Claims, bare: Bare) -> Iterator[dict[str, Any]]:
    length = len(json.dumps(claims, separators=(",", ":")))
    for title, alg, primitive, goals in ROWS:
        keys = Keys(alg, ENC if alg == "dir" else None)
        token = Issuer(encryption_key=keys.public_key).issue(claims)
        yield row(f"{title}: decrypt, claims read", [*decrypting(keys, token, claims), bare.contender(f"{primitive}:decrypt", length)], goals)
        yield row(f"{title}: encrypt", [*encrypting(keys, claims), bare.contender(f"{primitive}:encrypt", length)])
    yield from nested(claims)


def decrypting(keys: Keys, token: str, claims: Claims) -> Iterator[Contender]:
    algs = [keys.alg, ENC]

    verifier = Verifier(decryption_keys=keys.key, allow_unsigned=True, issuer=claims["iss"], audience=claims["aud"])
    yield contender("tokenseal", lambda: verifier.verify(token).claims, claims)

    jwk = joserfc.jwk.import_key(keys.jwk)
    registry, checks = joserfc.jwe.JWERegistry(algorithms=algs), joserfc_checks(claims)
    yield contender("joserfc", lambda: joserfc_claims(joserfc.jwt.decode(token, jwk, registry=registry), checks), claims)

    other, wanted = jwcrypto.jwk.JWK(**keys.jwk), jwcrypto_checks(claims)
    yield contender("jwcrypto", lambda: json.loads(open_with_jwcrypto(token, other, algs, check_claims=wanted)), claims)

    encryption, key = authlib.jose.JsonWebEncryption(algs), authlib.jose.JsonWebKey.import_key(keys.jwk)
    yield contender("Authlib", lambda: json.loads(encryption.deserialize_compact(token, key)["payload"]), claims)

    if keys.secret:
        yield contender("python-jose", lambda: json.loads(jose.jwe.decrypt(token, keys.secret)), claims)

    yield bare_contender(keys, claims)


def encrypting(keys: Keys, claims: Claims) -> Iterator[Contender]:
    algs, header = [keys.alg, ENC], {"alg": keys.alg, "enc": ENC}

    issuer = Issuer(encryption_key=keys.public_key)
    yield contender("tokenseal", lambda: issuer.issue(claims))

    jwk, registry = joserfc.jwk.import_key(keys.public_jwk), joserfc.jwe.JWERegistry(algorithms=algs)
    yield contender("joserfc", lambda: joserfc.jwt.encode(header, claims, jwk, registry=registry))

    other = jwcrypto.jwk.JWK(**keys.public_jwk)

    def by_jwcrypto() -> str:
        made = jwcrypto.jwt.JWT(header, claims, algs=algs)
        made.make_encrypted_token(other)
        return made.serialize()

    yield contender("jwcrypto", by_jwcrypto)

    encryption, key = authlib.jose.JsonWebEncryption(algs), authlib.jose.JsonWebKey.import_key(keys.public_jwk)
    yield contender("Authlib", lambda: encryption.serialize_compact(dict(header), json.dumps(claims).encode(), key))

    if keys.secret:
        yield contender("python-jose", lambda: jose.jwe.encrypt(json.dumps(claims), keys.secret, ENC, keys.alg))

    yield bare_contender(keys, claims, making=True)


def nested(claims: Claims) -> Iterator[dict[str, Any]]:
    signing, keys = Keys("ES256"), Keys("ECDH-ES+A256KW")
    issuer = Issuer(signing.key, keys.public_key)
    token = issuer.issue(claims)
    algs = [keys.alg, ENC]

    verifier = Verifier(signing.public_key, keys.key, issuer=claims["iss"], audience=claims["aud"])
    outer, inner = joserfc.jwk.import_key(keys.jwk), joserfc.jwk.import_key(signing.public_jwk)
    outer_registry, inner_registry = joserfc.jwe.JWERegistry(algorithms=algs), joserfc.jws.JWSRegistry(algorithms=["ES256"])
    checks, wanted = joserfc_checks(claims), jwcrypto_checks(claims)
    jwk, public = jwcrypto.jwk.JWK(**keys.jwk), jwcrypto.jwk.JWK(**signing.public_jwk)

    def by_joserfc() -> Claims:
        plaintext = joserfc.jwe.decrypt_compact(token, outer, registry=outer_registry).plaintext
        return joserfc_claims(joserfc.jwt.decode(plaintext, inner, registry=inner_registry), checks)

    def by_jwcrypto() -> Claims:
        text = open_with_jwcrypto(token, jwk, algs)
        return json.loads(jwcrypto.jwt.JWT(jwt=text, key=public, algs=["ES256"], check_claims=wanted).claims)

    opening = [("tokenseal", lambda: verifier.verify(token).claims), ("joserfc", by_joserfc), ("jwcrypto", by_jwcrypto)]
    yield row("ES256 inside ECDH-ES+A256KW: unseal, claims read", [contender(name, function, claims) for name, function in opening])
    yield row("ES256 inside ECDH-ES+A256KW: seal", [contender("tokenseal", lambda: issuer.issue(claims)), sealing_with_joserfc(signing, keys, claims)])


def sealing_with_joserfc(signing: Keys, keys: Keys, claims: Claims) -> Contender:
    private, public = joserfc.jwk.import_key(signing.jwk), joserfc.jwk.import_key(keys.public_jwk)
    registry = joserfc.jwe.JWERegistry(algorithms=[keys.alg, ENC])
    header = {"alg": keys.alg, "enc": ENC, "cty": "JWT"}

    def seal() -> str:
        return joserfc.jwe.encrypt_compact(dict(header), joserfc.jwt.encode({"alg": "ES256"}, claims, private), public, registry=registry)

    return contender("joserfc", seal)


def open_with_jwcrypto(token: str, key: Any, algs: list[str], **options: Any) -> str:
    return jwcrypto.jwt.JWT(jwt=token, key=key, algs=algs, expected_type="JWE", **options).claims


def bare_contender(keys: Keys, claims: Claims, making: bool = False) -> Contender:
    text = json.dumps(claims, separators=(",", ":")).encode()
    if keys.secret:
        cipher, nonce = AESGCM(keys.secret), os.urandom(12)
        sealed = cipher.encrypt(nonce, text, b"header")
        opening, sealing = lambda: cipher.decrypt(nonce, sealed, b"header"), lambda: cipher.encrypt(os.urandom(12), text, b"header")
        return contender("bare cryptography", sealing if making else opening)
    curve, algorithm = ec.SECP256R1(), ec.ECDH()
    peer = ec.generate_private_key(curve).public_key()
    if making:
        return contender("bare cryptography", lambda: ec.generate_private_key(curve).exchange(algorithm, keys.public))
    return contender("bare cryptography", lambda: keys.private.exchange(algorithm, peer))
