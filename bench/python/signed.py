"""Signed tokens: checked and made."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import authlib.jose
import joserfc.jwk
import joserfc.jws
import joserfc.jwt
import jose.jwt
import jwcrypto.jwk
import jwcrypto.jwt
import jwt
import orjson
import oxyjwt
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from tokenseal import Issuer, Verifier

from bare import NAME as BARE
from bare import Bare
from keys import Keys
from rounds import Contender, at_least, contender, row, within

Claims = dict[str, Any]
# The title of the rows, the algorithm, and the goals of checking and of making.
ROWS = [
    ("HS256", "HS256", [at_least(4.5, "oxyjwt")], [at_least(1.15, "oxyjwt")]),
    ("RS256", "RS256", [within(10, 3, BARE)], []),
    ("ES256", "ES256", [within(10, 3, BARE)], []),
    ("Ed25519", "EdDSA", [within(10, 3, BARE)], []),
]
PARSER = "orjson.loads"


def rows(claims: Claims, bare: Bare) -> Iterator[dict[str, Any]]:
    for title, alg, checking, making in ROWS:
        keys = Keys(alg)
        token = Issuer(keys.key).issue(claims)
        length = len(token.rpartition(".")[0])
        yield row(f"{title}: verify, claims read", [*verifying(keys, token, claims), bare.contender(f"{title}:verify", length)], checking)
        yield row(f"{title}: sign", [*signing(keys, claims, token), bare.contender(f"{title}:sign", length)], making)
        if title == "HS256":
            yield row("HS256: verify, one claim read", [*reading_one(keys, token, claims)], [at_least(30, "PyJWT")])
            yield row("HS256: sign JSON text", [*signing_text(keys, claims)])
        if title in ("HS256", "ES256"):
            yield row(f"{title}: verify a repeated token, claims read", [*repeated(keys, token, claims)], [at_least(1, PARSER)])


def verifying(keys: Keys, token: str, claims: Claims) -> Iterator[Contender]:
    alg, names = keys.alg, {"issuer": claims["iss"], "audience": claims["aud"]}

    verifier = Verifier(keys.public_key, **names)
    yield contender("tokenseal", lambda: verifier.verify(token).claims, claims)

    key = keys.secret or keys.public
    required = {"require": ["iss", "aud", "exp"]}
    yield contender("PyJWT", lambda: jwt.decode(token, key, [alg], required, **names), claims)

    jwk = joserfc.jwk.import_key(keys.public_jwk)
    registry, checks = joserfc.jws.JWSRegistry(algorithms=[alg]), joserfc_checks(claims)
    yield contender("joserfc", lambda: joserfc_claims(joserfc.jwt.decode(token, jwk, registry=registry), checks), claims)

    other, wanted = jwcrypto.jwk.JWK(**keys.public_jwk), jwcrypto_checks(claims)
    yield contender("jwcrypto", lambda: json.loads(jwcrypto.jwt.JWT(jwt=token, key=other, algs=[alg], check_claims=wanted).claims), claims)

    yield contender("Authlib", authlib_verifying(keys, token, claims), claims)

    if alg != "EdDSA":
        options = {"require_iss": True, "require_aud": True, "require_exp": True}
        yield contender("python-jose", lambda: jose.jwt.decode(token, key, alg, options, **names), claims)

    decoding = oxyjwt_key(oxyjwt.DecodingKey, keys, private=False)
    yield contender("oxyjwt", lambda: oxyjwt.decode(token, decoding, [alg], required, **names), claims)

    yield contender("bare cryptography", bare_verifying(keys, token))


def reading_one(keys: Keys, token: str, claims: Claims) -> Iterator[Contender]:
    """What most services do: check a token, and look who it is."""
    alg, names, subject = keys.alg, {"issuer": claims["iss"], "audience": claims["aud"]}, claims["sub"]

    verifier = Verifier(keys.public_key, **names)
    yield contender("tokenseal", lambda: verifier.verify(token)["sub"], subject)

    required = {"require": ["iss", "aud", "exp"]}
    yield contender("PyJWT", lambda: jwt.decode(token, keys.secret, [alg], required, **names)["sub"], subject)

    decoding = oxyjwt_key(oxyjwt.DecodingKey, keys, private=False)
    yield contender("oxyjwt", lambda: oxyjwt.decode(token, decoding, [alg], required, **names)["sub"], subject)


def repeated(keys: Keys, token: str, claims: Claims) -> Iterator[Contender]:
    """A token that comes again, and the parser alone, which checks nothing."""
    verifier = Verifier(keys.public_key, issuer=claims["iss"], audience=claims["aud"], remember=1000)
    for _ in range(2):
        verifier.verify(token)
    # As it arrives each time: the same text in a string of its own.
    parts = token.partition(".")
    yield contender("tokenseal", lambda: verifier.verify("".join(parts)).claims, claims)

    payload = verifier.verify(token).payload
    yield contender(PARSER, lambda: orjson.loads(payload), claims)


def signing_text(keys: Keys, claims: Claims) -> Iterator[Contender]:
    """Claims that are JSON text already."""
    text = json.dumps(claims, separators=(",", ":")).encode()

    issuer = Issuer(keys.key)
    yield contender("tokenseal", lambda: issuer.issue(text))

    encoding = oxyjwt_key(oxyjwt.EncodingKey, keys, private=True)
    yield contender("oxyjwt", lambda: oxyjwt.encode_json(text, encoding, keys.alg))


def signing(keys: Keys, claims: Claims, token: str) -> Iterator[Contender]:
    alg = keys.alg

    issuer = Issuer(keys.key)
    yield contender("tokenseal", lambda: issuer.issue(claims))

    key = keys.secret or keys.private
    yield contender("PyJWT", lambda: jwt.encode(claims, key, alg))

    header, registry = {"alg": alg}, joserfc.jws.JWSRegistry(algorithms=[alg])
    jwk = joserfc.jwk.import_key(keys.jwk)
    yield contender("joserfc", lambda: joserfc.jwt.encode(header, claims, jwk, registry=registry))

    other = jwcrypto.jwk.JWK(**keys.jwk)

    def by_jwcrypto() -> str:
        made = jwcrypto.jwt.JWT(header, claims, algs=[alg])
        made.make_signed_token(other)
        return made.serialize()

    yield contender("jwcrypto", by_jwcrypto)

    tokens, authlib_key = authlib.jose.JsonWebToken([alg]), authlib.jose.JsonWebKey.import_key(keys.jwk)
    yield contender("Authlib", lambda: tokens.encode(header, claims, authlib_key))

    if alg != "EdDSA":
        yield contender("python-jose", lambda: jose.jwt.encode(claims, key, alg))

    encoding = oxyjwt_key(oxyjwt.EncodingKey, keys, private=True)
    yield contender("oxyjwt", lambda: oxyjwt.encode(claims, encoding, alg))

    yield contender("bare cryptography", bare_signing(keys, token.rpartition(".")[0].encode()))


def joserfc_checks(claims: Claims) -> Any:
    equal = {name: {"essential": True, "value": claims[name]} for name in ("iss", "aud")}
    return joserfc.jwt.JWTClaimsRegistry(exp={"essential": True}, **equal)


def joserfc_claims(token: Any, checks: Any) -> Claims:
    checks.validate(token.claims)
    return token.claims


def jwcrypto_checks(claims: Claims) -> Claims:
    return {"iss": claims["iss"], "aud": claims["aud"], "exp": None}


def authlib_verifying(keys: Keys, token: str, claims: Claims) -> Any:
    tokens, key = authlib.jose.JsonWebToken([keys.alg]), authlib.jose.JsonWebKey.import_key(keys.public_jwk)
    options = {name: {"essential": True, "value": claims[name]} for name in ("iss", "aud")} | {"exp": {"essential": True}}

    def verify() -> Claims:
        read = tokens.decode(token, key, claims_options=options)
        read.validate()
        return read

    return verify


def oxyjwt_key(kind: Any, keys: Keys, private: bool) -> Any:
    if keys.secret:
        return kind.from_secret(keys.secret)
    make = {"RS256": kind.from_rsa_pem, "ES256": kind.from_ec_pem, "EdDSA": kind.from_ed_pem}[keys.alg]
    return make(keys.private_pem if private else keys.public_pem)


def bare_verifying(keys: Keys, token: str) -> Any:
    text, _, signature = token.rpartition(".")
    message, raw = text.encode(), base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    if keys.secret:
        secret = keys.secret

        def verify() -> None:
            mac = HMAC(secret, SHA256())
            mac.update(message)
            mac.verify(raw)

        return verify
    if keys.alg == "RS256":
        pkcs1, sha256 = padding.PKCS1v15(), SHA256()
        return lambda: keys.public.verify(raw, message, pkcs1, sha256)
    if keys.alg == "ES256":
        ecdsa = ec.ECDSA(SHA256())
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        return lambda: keys.public.verify(der, message, ecdsa)
    return lambda: keys.public.verify(raw, message)


def bare_signing(keys: Keys, message: bytes) -> Any:
    if keys.secret:
        secret = keys.secret

        def sign() -> bytes:
            mac = HMAC(secret, SHA256())
            mac.update(message)
            return mac.finalize()

        return sign
    if keys.alg == "RS256":
        pkcs1, sha256 = padding.PKCS1v15(), SHA256()
        return lambda: keys.private.sign(message, pkcs1, sha256)
    if keys.alg == "ES256":
        ecdsa = ec.ECDSA(SHA256())
        return lambda: keys.private.sign(message, ecdsa)
    return lambda: keys.private.sign(message)
