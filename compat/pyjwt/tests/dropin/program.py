"""A program as PyJWT's users write it: type checkers must see through the module `jwt` to the shim."""

from __future__ import annotations

from typing import Any

import jwt
import jwt.algorithms
from jwt import PyJWKClient, PyJWTError
from jwt.algorithms import RSAAlgorithm, requires_cryptography
from jwt.api_jwk import PyJWKSet
from jwt.exceptions import DecodeError, InvalidTokenError


def subject(token: str, secret: str) -> str | None:
    try:
        claims: dict[str, Any] = jwt.decode(token, secret, algorithms=["HS256"], options={"require": ["exp"]})
    except (DecodeError, InvalidTokenError, PyJWTError):
        return None
    found = claims.get("sub")
    return found if isinstance(found, str) else None


def key_of(client: PyJWKClient, token: str, keys: PyJWKSet) -> Any:
    key = client.get_signing_key_from_jwt(token) if not keys.keys else keys.keys[0]
    return RSAAlgorithm.from_jwk({"kty": "RSA"}) if key.algorithm_name in requires_cryptography else key


token: str = jwt.encode({"sub": "alice"}, "3f7c1d2e9a5b48c6d0e1f2a3b4c5d6e7", algorithm="HS256")
algorithms: type[Any] = jwt.algorithms.HMACAlgorithm
