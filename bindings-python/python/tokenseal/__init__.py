"""JSON Web Tokens that are signed, encrypted or both.

>>> from tokenseal import Key, sign, verify
>>> key = Key.generate("ES256")
>>> token = verify(sign({"sub": "alice"}, key, expires_in="15m"), key.public())
>>> token["sub"]
'alice'

A service makes an `Issuer` or a `Verifier` once and uses it for every request. `seal` signs and then encrypts; `unseal` undoes both.
`tokenseal.jws` and `tokenseal.jwe` do the same to any bytes. Everything that is refused raises a `TokenError`, which has a stable `code`.
"""

from . import errors, jwe, jws
from ._native import (
    Issuer,
    Key,
    KeySet,
    Token,
    Unsigned,
    Verifier,
    decrypt,
    encrypt,
    inspect_unverified,
    prepare,
    seal,
    sign,
    unseal,
    verify,
)
from .errors import *  # noqa: F403

__all__ = [
    "Issuer",
    "Key",
    "KeySet",
    "Token",
    "Unsigned",
    "Verifier",
    "decrypt",
    "encrypt",
    "errors",
    "inspect_unverified",
    "jwe",
    "jws",
    "prepare",
    "seal",
    "sign",
    "unseal",
    "verify",
    *errors.__all__,
]
