"""The same call to PyJWT and to the shim, and the tokens and keys that the tests give to both."""

from __future__ import annotations

import hmac
import time
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable
from types import ModuleType
from typing import Any

import jwt as pyjwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tokenseal.compat import pyjwt as shim

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
HS = ["HS256"]
DAY = 24 * 60 * 60
NOW = int(time.time())


def outcome(call: Callable[[ModuleType], Any], module: ModuleType) -> Any:
    """What a call gives, or the names of the exception's classes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            return call(module)
        except Exception as error:  # whatever it is, the other one has to raise the like
            return [kind.__name__ for kind in type(error).__mro__]


def assert_same(call: Callable[[ModuleType], Any], case: object = None) -> None:
    expected, found = outcome(call, pyjwt), outcome(call, shim)
    if isinstance(expected, list) and isinstance(found, list) and expected[-1] == "object":
        assert expected[0] in found, f"{case}: PyJWT raises {expected[0]}, the shim {found[0]}"
    else:
        assert found == expected, f"{case}: PyJWT gives {expected}, the shim {found}"


def raw(header: bytes, payload: bytes = b"{}", detached: bytes | None = None) -> str:
    """A token with this header, signed with the secret, whatever the header says."""
    parts = [urlsafe_b64encode(part).rstrip(b"=") for part in (header, payload)]
    signed = parts[0] + b"." + (parts[1] if detached is None else detached)
    signature = urlsafe_b64encode(hmac.digest(SECRET.encode(), signed, "sha256")).rstrip(b"=")
    return b".".join([*parts, signature]).decode()


def ways(token: Any) -> list[Callable[[ModuleType], Any]]:
    """Every function that takes a token."""
    off: Any = {"verify_signature": False}
    return [
        lambda module: module.decode(token, SECRET, HS),
        lambda module: module.decode_complete(token, SECRET, HS),
        lambda module: module.decode(token, SECRET, ["HS384", "HS256"]),
        lambda module: module.decode(token, SECRET + "x", HS),
        lambda module: module.decode(token, options=off),
        lambda module: module.decode_complete(token, options=off),
        lambda module: module.get_unverified_header(token),
        lambda module: module.PyJWS().decode(token, SECRET, HS),
        lambda module: module.PyJWS().decode_complete(token, SECRET, HS),
        lambda module: module.PyJWS().decode(token, options=off),
        lambda module: module.PyJWS().decode(token, SECRET, HS, detached_payload=b"{}"),
        lambda module: module.PyJWS(["HS384"]).decode(token, SECRET, HS),
    ]


RSA = rsa.generate_private_key(65537, 2048)
KEYS: dict[str, Any] = {
    **dict.fromkeys(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], RSA),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "ES384": ec.generate_private_key(ec.SECP384R1()),
    "ES512": ec.generate_private_key(ec.SECP521R1()),
    "ES256K": ec.generate_private_key(ec.SECP256K1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}


def forms(alg: str) -> tuple[list[Any], list[Any]]:
    """A key for signing and a key for verifying, in every form that both libraries take."""
    private = KEYS[alg]
    public = private.public_key()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signing, verifying = [private, pem, pem.decode()], [public, public_pem, public_pem.decode()]
    if alg != "EdDSA":
        signing.append(private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    if alg != "ES256K":
        line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        verifying += [line, line.decode() + " alice@laptop"]
    if alg.startswith("RS"):
        verifying.append(public.public_bytes(Encoding.PEM, PublicFormat.PKCS1))
    if not alg.startswith(("RS", "PS")):
        verifying += signing  # PyJWT verifies with private keys too, but for RSA
    return signing, verifying


RS_JWK = pyjwt.algorithms.RSAAlgorithm.to_jwk(RSA.public_key(), as_dict=True)
RS_TOKEN = pyjwt.encode({"sub": "alice"}, RSA, "RS256")
