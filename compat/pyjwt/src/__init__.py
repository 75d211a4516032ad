"""PyJWT's API over tokenseal: `import tokenseal.compat.pyjwt as jwt` is the only line that
changes.

>>> import tokenseal.compat.pyjwt as jwt
>>> secret = "c0ffee5e-0f1d-4ad5-9f3c-2b7a91d6e8f4-thirty-two-bytes-at-least-please"
>>> token = jwt.encode({"sub": "alice"}, secret, algorithm="HS256")
>>> jwt.decode(token, secret, algorithms=["HS256"])
{'sub': 'alice'}

Claims are checked by PyJWT's rules and options. Signatures, keys and headers are checked by
tokenseal's, which are stricter: there is no `none`, a key that is too weak is an
`InvalidKeyError`, and anything but strict base64url and JSON is a `DecodeError`. Short secrets
that you cannot choose are accepted, with PyJWT's warning, if you call `allow_weak_secrets()` or
pass the option `allow_weak_secret`. Every exception for a refusal has tokenseal's stable
`code`, and the `TokenError` as its `__cause__`. The differences are listed in
docs/compat-pyjwt.md.
"""

from ._cache import forget_keys
from ._cryptography import to_cryptography
from ._prepared import PreparedKey
from ._weak import allow_weak_secrets
from .api_jwk import PyJWK, PyJWKSet
from .api_jws import (
    PyJWS,
    get_algorithm_by_name,
    get_unverified_header,
    register_algorithm,
    unregister_algorithm,
)
from .api_jwt import PyJWT, decode, decode_complete, encode
from .exceptions import (
    DecodeError,
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAlgorithmError,
    InvalidAudienceError,
    InvalidIssuedAtError,
    InvalidIssuerError,
    InvalidJTIError,
    InvalidKeyError,
    InvalidSignatureError,
    InvalidSubjectError,
    InvalidTokenError,
    MissingCryptographyError,
    MissingRequiredClaimError,
    PyJWKClientConnectionError,
    PyJWKClientError,
    PyJWKError,
    PyJWKSetError,
    PyJWTError,
)
from .jwks_client import PyJWKClient
from .warnings import InsecureKeyLengthWarning, RemovedInPyjwt3Warning

__version__ = "2.15.1"
"""The version of PyJWT whose API this is."""

__all__ = [
    "DecodeError",
    "ExpiredSignatureError",
    "ImmatureSignatureError",
    "InsecureKeyLengthWarning",
    "InvalidAlgorithmError",
    "InvalidAudienceError",
    "InvalidIssuedAtError",
    "InvalidIssuerError",
    "InvalidJTIError",
    "InvalidKeyError",
    "InvalidSignatureError",
    "InvalidSubjectError",
    "InvalidTokenError",
    "MissingCryptographyError",
    "MissingRequiredClaimError",
    "PreparedKey",
    "PyJWK",
    "PyJWKClient",
    "PyJWKClientConnectionError",
    "PyJWKClientError",
    "PyJWKError",
    "PyJWKSet",
    "PyJWKSetError",
    "PyJWS",
    "PyJWT",
    "PyJWTError",
    "RemovedInPyjwt3Warning",
    "allow_weak_secrets",
    "decode",
    "decode_complete",
    "encode",
    "forget_keys",
    "get_algorithm_by_name",
    "get_unverified_header",
    "register_algorithm",
    "to_cryptography",
    "unregister_algorithm",
]
