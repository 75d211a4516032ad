"""The algorithm objects of `jwt.algorithms`, as far as they are more than PyJWT's own machinery.

They convert keys from and to JWKs and make digests. They neither sign nor verify by themselves: that is done for whole tokens, by `encode` and
`decode`, where the core does it.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC
from collections.abc import Callable
from typing import Any, ClassVar, Literal, TypeAlias, cast, overload

from tokenseal import Key

from ._keys import KeyLike, bound, empty_secret, key_for, of_jwk, read_jwk
from ._token import decode_segment
from .exceptions import DecodeError, InvalidKeyError, UnsupportedAlgorithmError
from .types import JWKDict
from .utils import base64url_encode, force_bytes

has_crypto = True
"""Every algorithm is there; the package `cryptography` is not needed."""

_Hash: TypeAlias = Callable[..., Any]

AllowedKeys: TypeAlias = KeyLike
AllowedPrivateKeys: TypeAlias = KeyLike
AllowedPublicKeys: TypeAlias = KeyLike
AllowedRSAKeys: TypeAlias = KeyLike
AllowedECKeys: TypeAlias = KeyLike
AllowedOKPKeys: TypeAlias = KeyLike


class Algorithm(ABC):
    """What is common to all algorithms."""

    hash_alg: _Hash | None = None
    _key_type: ClassVar[str]
    _name: str

    def compute_hash_digest(self, bytestr: bytes) -> bytes:
        """The digest by the algorithm's hash, as for `at_hash` (OpenID Connect Core, section 3.1.3.6)."""
        if self.hash_alg is None:
            raise NotImplementedError
        return bytes(self.hash_alg(bytestr).digest())

    def prepare_key(self, key: Any) -> Any:
        """The `tokenseal.Key` for this algorithm. An `InvalidKeyError` if it is none."""
        prepared = key_for(key, self._name)
        if bound(prepared, self._name).algorithm != self._name:
            raise InvalidKeyError(f"The key is for another algorithm than {self._name!r}.")
        return prepared

    def check_key_length(self, key: Any) -> str | None:
        """None: a key that is too short cannot be made."""
        return None

    def sign(self, msg: bytes, key: Any) -> bytes:
        """NotImplementedError: whole tokens are signed, by `encode`."""
        raise NotImplementedError("whole tokens are signed and verified, by encode and decode")

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """NotImplementedError: whole tokens are verified, by `decode`."""
        raise NotImplementedError("whole tokens are signed and verified, by encode and decode")

    @overload
    @classmethod
    def to_jwk(cls, key_obj: Any, as_dict: Literal[True]) -> JWKDict: ...
    @overload
    @classmethod
    def to_jwk(cls, key_obj: Any, as_dict: Literal[False] = False) -> str: ...
    @classmethod
    def to_jwk(cls, key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """The JWK of a key, as JSON text or a dict; with its private half, if it has one."""
        jwk = cls._exported(key_obj)
        return jwk if as_dict else json.dumps(jwk)

    @classmethod
    def from_jwk(cls, jwk: str | JWKDict) -> Any:
        """The key of a JWK: a `tokenseal.Key`, to be given to `decode` or `encode`."""
        members = _members(jwk)
        if members.get("kty") != cls._key_type:
            raise InvalidKeyError(f"The JWK is not of type {cls._key_type}")
        return of_jwk(members)

    @classmethod
    def _exported(cls, key_obj: Any) -> JWKDict:
        key = key_obj if isinstance(key_obj, Key) else cls._any_key(key_obj)
        if key.key_type != cls._key_type:
            raise InvalidKeyError("Not a public or private key of this type")
        jwk = key.to_jwk(private=key.is_private)
        return {name: value for name, value in jwk.items() if name not in ("alg", "kid", "use")}

    @classmethod
    def _any_key(cls, key_obj: Any) -> Key:
        raise InvalidKeyError("Not a public or private key")


class NoneAlgorithm(Algorithm):
    """Only a name, for programs that import it. There is no such algorithm here, and it cannot be registered."""

    _key_type = ""
    _name = "none"

    def prepare_key(self, key: Any) -> Any:
        """Raises a NotImplementedError."""
        raise UnsupportedAlgorithmError("Algorithm not supported: a token that nobody signed proves nothing")


class _Hashed(Algorithm):
    """An algorithm that is made for one of three hashes."""

    _prefix: ClassVar[str]
    SHA256: ClassVar[_Hash] = hashlib.sha256
    SHA384: ClassVar[_Hash] = hashlib.sha384
    SHA512: ClassVar[_Hash] = hashlib.sha512

    def __init__(self, hash_alg: _Hash) -> None:
        self.hash_alg = hash_alg
        self._name = f"{self._prefix}{_bits(hash_alg)}"


class HMACAlgorithm(_Hashed):
    """HS256, HS384 and HS512, by hash."""

    _key_type = "oct"
    _prefix = "HS"

    def prepare_key(self, key: Any) -> bytes:
        """The secret as bytes. An `InvalidKeyError` if it is too short, or a key of another kind."""
        secret = force_bytes(key)
        key_for(secret, self._name)
        return secret

    @classmethod
    def from_jwk(cls, jwk: str | JWKDict) -> bytes:
        """The secret of a JWK, as bytes."""
        members = _members(jwk)
        if members.get("kty") != "oct":
            raise InvalidKeyError("Not an HMAC key")
        secret = members.get("k")
        if not isinstance(secret, str) or not secret:
            raise empty_secret()
        try:
            return decode_segment(secret, "k")
        except DecodeError:
            raise InvalidKeyError("The k of the JWK is not base64url") from None

    @classmethod
    def _exported(cls, key_obj: Any) -> JWKDict:
        if isinstance(key_obj, Key):
            return super()._exported(key_obj)
        return {"k": base64url_encode(force_bytes(key_obj)).decode("ascii"), "kty": "oct"}


class RSAAlgorithm(_Hashed):
    """RS256, RS384 and RS512, by hash."""

    _key_type = "RSA"
    _prefix = "RS"

    @classmethod
    def _exported(cls, key_obj: Any) -> JWKDict:
        jwk = super()._exported(key_obj)
        return {**jwk, "key_ops": ["sign" if "d" in jwk else "verify"]}

    @classmethod
    def _any_key(cls, key_obj: Any) -> Key:
        return key_for(key_obj, "RS256")


class RSAPSSAlgorithm(RSAAlgorithm):
    """PS256, PS384 and PS512, by hash."""

    _prefix = "PS"


class ECAlgorithm(_Hashed):
    """ES256, ES384 and ES512, by hash; ES256K where the curve is secp256k1."""

    _key_type = "EC"
    _prefix = "ES"

    def __init__(self, hash_alg: _Hash, expected_curve: Any = None) -> None:
        super().__init__(hash_alg)
        self.expected_curve = expected_curve
        # A name, or a class of the package `cryptography`.
        if getattr(expected_curve, "name", expected_curve) == "secp256k1":
            self._name += "K"

    @classmethod
    def _any_key(cls, key_obj: Any) -> Key:
        for name in ("ES256", "ES384", "ES512"):
            try:
                return key_for(key_obj, name)
            except InvalidKeyError:
                continue
        return key_for(key_obj, "ES256K")


class OKPAlgorithm(Algorithm):
    """EdDSA; Ed25519 by its own name (RFC 9864)."""

    _key_type = "OKP"

    def __init__(self, name: Literal["EdDSA", "Ed25519"] = "EdDSA") -> None:
        self._name = name

    @classmethod
    def _any_key(cls, key_obj: Any) -> Key:
        return key_for(key_obj, "EdDSA")


class MLDSAAlgorithm(Algorithm):
    """ML-DSA-44, ML-DSA-65 and ML-DSA-87 (RFC 9964), which PyJWT has not."""

    _key_type = "AKP"

    def __init__(self, name: str) -> None:
        self._name = name


def get_default_algorithms() -> dict[str, Algorithm]:
    """Every algorithm, by its name."""
    return dict(_DEFAULT)


def name_of(algorithm: Algorithm, wanted: str) -> str | None:
    """The name of the algorithm, if it is the one that is wanted and the core has it."""
    return wanted if wanted in _DEFAULT and algorithm._name == wanted else None


def _bits(hash_alg: _Hash) -> int:
    return cast(int, hash_alg().digest_size) * 8


def _members(jwk: str | JWKDict) -> JWKDict:
    if isinstance(jwk, str):
        return read_jwk(jwk)
    if not isinstance(jwk, dict):
        raise InvalidKeyError("Key is not valid JSON")
    return jwk


_HASHES: tuple[_Hash, ...] = (hashlib.sha256, hashlib.sha384, hashlib.sha512)
_BY_HASH: tuple[Algorithm, ...] = tuple(
    make(hash_alg) for make in (HMACAlgorithm, RSAAlgorithm, ECAlgorithm, RSAPSSAlgorithm) for hash_alg in _HASHES
)
_DEFAULT: dict[str, Algorithm] = {
    algorithm._name: algorithm
    for algorithm in (
        *_BY_HASH,
        ECAlgorithm(hashlib.sha256, "secp256k1"),
        OKPAlgorithm(),
        OKPAlgorithm("Ed25519"),
        *(MLDSAAlgorithm(f"ML-DSA-{size}") for size in (44, 65, 87)),
    )
}

requires_cryptography: set[str] = set()
"""No algorithm requires it."""
