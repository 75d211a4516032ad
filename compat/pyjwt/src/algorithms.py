"""The algorithm objects of `jwt.algorithms`.

They prepare keys, convert them from and to JWKs, compute digests, and sign and verify bytes.
Their keys are `PreparedKey`s, and their secrets bytes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeAlias

from tokenseal import Key

from . import _hashes, _weak
from ._algorithm import Algorithm as Algorithm, members_of
from ._cryptography import NAMES, of_cryptography
from ._keys import KeyLike, empty_secret, key_for
from ._prepared import PreparedKey, plain
from ._token import decode_segment
from .exceptions import DecodeError, InvalidKeyError, UnsupportedAlgorithmError
from .types import HashlibHash, JWKDict
from .utils import base64url_encode, force_bytes

has_crypto = True
"""Every algorithm is available; the package `cryptography` is not needed."""

_BY_CURVE = {"ES256 secp256r1": "ES256", "ES256 secp256k1": "ES256K", "ES384 secp384r1": "ES384", "ES512 secp521r1": "ES512"}

AllowedKeys: TypeAlias = KeyLike
AllowedPrivateKeys: TypeAlias = KeyLike
AllowedPublicKeys: TypeAlias = KeyLike
AllowedRSAKeys: TypeAlias = KeyLike
AllowedECKeys: TypeAlias = KeyLike
AllowedOKPKeys: TypeAlias = KeyLike


class NoneAlgorithm(Algorithm):
    """Only a name, for programs that import it. The algorithm does not exist here and cannot be
    registered.
    """

    def prepare_key(self, key: Any) -> NoReturn:
        """Raises a NotImplementedError."""
        raise UnsupportedAlgorithmError("Algorithm not supported: a token that nobody signed proves nothing")

    def sign(self, msg: bytes, key: Any) -> NoReturn:
        """Raises a NotImplementedError."""
        self.prepare_key(key)

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """False, whatever it is."""
        return False

    @classmethod
    def to_jwk(cls, key_obj: Any, as_dict: bool = False) -> NoReturn:
        """Raises a NotImplementedError."""
        raise NotImplementedError

    @classmethod
    def from_jwk(cls, jwk: str | JWKDict) -> NoReturn:
        """Raises a NotImplementedError."""
        raise NotImplementedError


class _Hashed(Algorithm):
    """An algorithm for one of three hashes. With any other hash it computes digests, but neither signs
    nor verifies.
    """

    _prefix: ClassVar[str]
    SHA256: ClassVar[Any] = _hashes.SHA256
    SHA384: ClassVar[Any] = _hashes.SHA384
    SHA512: ClassVar[Any] = _hashes.SHA512

    def __init__(self, hash_alg: Any) -> None:
        self.hash_alg = hash_alg
        bits = {"sha256": "256", "sha384": "384", "sha512": "512"}.get(_hashes.name_of(hash_alg).lower())
        self._name = f"{self._prefix}{bits}" if bits else ""


class HMACAlgorithm(_Hashed):
    """HS256, HS384 and HS512, by hash."""

    _key_type = "oct"
    _prefix = "HS"
    SHA256: ClassVar[HashlibHash] = hashlib.sha256
    SHA384: ClassVar[HashlibHash] = hashlib.sha384
    SHA512: ClassVar[HashlibHash] = hashlib.sha512

    def prepare_key(self, key: Any) -> bytes:
        """The secret as bytes. An `InvalidKeyError` if it is empty, or a key of another kind. Its length is checked when it is used."""
        secret = force_bytes(key)
        key_for(secret, self._known(), weak=True)
        return secret

    def check_key_length(self, key: bytes) -> str | None:
        """The warning for a secret that is shorter than the hash, or None."""
        return _weak.shortfall(len(force_bytes(key)), self._known())

    @classmethod
    def from_jwk(cls, jwk: str | JWKDict) -> bytes:
        """The secret of a JWK, as bytes."""
        members = members_of(jwk)
        if members.get("kty") != "oct":
            raise InvalidKeyError("Not an HMAC key")
        secret = members.get("k")
        if not isinstance(secret, str) or not secret:
            raise empty_secret()
        try:
            return decode_segment(secret, "k")
        except DecodeError:
            raise InvalidKeyError("The k of the JWK is not base64url") from None

    def _usable(self, key: Any) -> Key:
        key = plain(key)
        if isinstance(key, Key):
            return key
        secret, weak = force_bytes(key), _weak.are_allowed()
        prepared = key_for(secret, self._known(), weak)
        if weak:
            _weak.warn(len(secret), self._name)
        return prepared

    @classmethod
    def _exported(cls, key_obj: Any) -> JWKDict:
        if isinstance(key_obj, Key):
            return super()._exported(key_obj)
        return {"k": base64url_encode(force_bytes(key_obj)).decode("ascii"), "kty": "oct"}


class RSAAlgorithm(_Hashed):
    """RS256, RS384 and RS512, by hash."""

    _key_type = "RSA"
    _prefix = "RS"
    _names = ("RS256",)

    def check_key_length(self, key: Any) -> str | None:
        """The warning for an object whose `key_size` is under 2048 bits, or None. Such a key cannot be
        used in any case.
        """
        bits = 2048 if type(key) is PreparedKey else getattr(key, "key_size", 2048)
        if bits >= 2048:
            return None
        return f"The RSA key is {bits} bits long, which is below the minimum recommended size of 2048 bits. See NIST SP 800-131A."

    @classmethod
    def _exported(cls, key_obj: Any) -> JWKDict:
        jwk = super()._exported(key_obj)
        return {**jwk, "key_ops": ["sign" if "d" in jwk else "verify"]}


class RSAPSSAlgorithm(RSAAlgorithm):
    """PS256, PS384 and PS512, by hash."""

    _prefix = "PS"


class ECAlgorithm(_Hashed):
    """ES256, ES384 and ES512, by hash; ES256K if the curve is secp256k1. Each has its own curve,
    whether it is named or not.
    """

    _key_type = "EC"
    _prefix = "ES"
    _names = ("ES256", "ES384", "ES512", "ES256K")

    def __init__(self, hash_alg: Any, expected_curve: Any = None) -> None:
        super().__init__(hash_alg)
        # A name, or a class of the package `cryptography`.
        self._curve = expected_curve
        curve = getattr(expected_curve, "name", expected_curve)
        if curve is not None:
            self._name = _BY_CURVE.get(f"{self._name} {curve}", "")

    @property
    def expected_curve(self) -> Any:
        """The curve: a class of the package `cryptography` where the program has it, else its name; None if it was not given."""
        if not isinstance(self._curve, str):
            return self._curve
        try:
            return of_cryptography(self._curve.upper())
        except ImportError:
            return self._curve


class OKPAlgorithm(Algorithm):
    """EdDSA."""

    _key_type = "OKP"
    _name = "EdDSA"
    _names = ("EdDSA",)

    def __init__(self, **kwargs: Any) -> None:
        """Arguments are accepted and ignored, as in PyJWT."""


class Ed25519Algorithm(OKPAlgorithm):
    """Ed25519 by its own name (RFC 9864), which PyJWT does not have."""

    _name = "Ed25519"


class MLDSAAlgorithm(Algorithm):
    """ML-DSA-44, ML-DSA-65 and ML-DSA-87 (RFC 9964), which PyJWT does not have."""

    _key_type = "AKP"
    _names = ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")

    def __init__(self, name: str) -> None:
        self._name = name


def get_default_algorithms() -> dict[str, Algorithm]:
    """Every algorithm, by its name."""
    return dict(_DEFAULT)


def name_of(algorithm: Algorithm, wanted: str) -> str | None:
    """The name of the algorithm, if it is the one that is wanted and the core has it."""
    return wanted if wanted in _DEFAULT and algorithm._name == wanted else None


_HASHES = (_hashes.SHA256, _hashes.SHA384, _hashes.SHA512)
_HMACS = (hashlib.sha256, hashlib.sha384, hashlib.sha512)
_DEFAULT: dict[str, Algorithm] = {
    algorithm._name: algorithm
    for algorithm in (
        *(HMACAlgorithm(hash_alg) for hash_alg in _HMACS),
        *(make(hash_alg) for make in (RSAAlgorithm, RSAPSSAlgorithm) for hash_alg in _HASHES),
        *map(ECAlgorithm, (*_HASHES, _hashes.SHA256), ("secp256r1", "secp384r1", "secp521r1", "secp256k1")),
        OKPAlgorithm(),
        Ed25519Algorithm(),
        *(MLDSAAlgorithm(f"ML-DSA-{size}") for size in (44, 65, 87)),
    )
}

requires_cryptography: set[str] = {name for name, algorithm in _DEFAULT.items() if not isinstance(algorithm, HMACAlgorithm)}
"""The algorithms whose keys have a public half. PyJWT needs the package `cryptography` for them;
here none of them does.
"""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """What PyJWT's module has imported of `cryptography`, if the program has that package; `hashes` in any case."""
        if name not in NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            return of_cryptography(name)
        except ImportError:
            if name == "hashes":
                return _hashes
            raise AttributeError(f"module {__name__!r} has {name!r} only if the package cryptography is installed") from None
