"""The native module: what the core does, in Python's types."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, TypedDict, TypeVar, final, overload

from typing_extensions import Unpack

from .errors import ErrorCode, TokenError

_Bytes: TypeAlias = bytes | bytearray | memoryview
_Text: TypeAlias = str | _Bytes
_Claims: TypeAlias = Mapping[str, Any] | _Bytes
_Json: TypeAlias = Mapping[str, Any] | _Text
_Keys: TypeAlias = Key | list[Key] | tuple[Key, ...] | KeySet
_Texts: TypeAlias = str | list[str] | tuple[str, ...]
_List: TypeAlias = list[str] | tuple[str, ...]
_Length: TypeAlias = int | str | timedelta
_Time: TypeAlias = float | datetime
_Kind: TypeAlias = Literal["signed", "encrypted", "nested"]
_Profile: TypeAlias = Literal["access-token", "id-token", "logout-token"]
_Hash: TypeAlias = Literal["sha256", "sha384", "sha512"]
_T = TypeVar("_T")

class _OneToken(TypedDict, total=False):
    """For one token that is made."""

    expires_in: _Length
    no_expiry: bool
    audience: _Texts
    subject: str
    not_before: _Time
    token_id: str
    header: Mapping[str, Any] | None
    now: _Time | None

class _Signing(_OneToken, total=False):
    issuer: str
    type: str
    profile: _Profile

class _Encrypting(_Signing, total=False):
    enc: str | None
    compress: bool

class _Issuing(TypedDict, total=False):
    """For all tokens of an issuer."""

    issuer: str
    audience: _Texts
    subject: str
    lifetime: _Length
    no_expiry: bool
    type: str
    header: Mapping[str, Any] | None
    profile: _Profile
    enc: str | None
    compress: bool

class _Checking(TypedDict, total=False):
    """For every token that is checked."""

    issuer: _Texts
    audience: _Texts
    subject: str
    type: _Texts
    required_claims: _List
    max_age: _Length
    leeway: _Length
    critical: _List | None
    allow_missing_exp: bool
    allow_any_audience: bool
    allow_any_issuer: bool
    allow_any_type: bool
    profile: _Profile
    nonce: str
    azp: str
    max_token_bytes: int
    max_header_bytes: int
    max_json_depth: int
    max_inflated_bytes: int
    max_attempts: int
    max_pbes2_iterations: int

class _Verifying(_Checking, total=False):
    algorithms: _List | None
    now: _Time | None

class _CheckingEncrypted(_Checking, total=False):
    key_management: _List | None
    content_encryption: _List | None

class _Decrypting(_CheckingEncrypted, total=False):
    allow_unsigned: bool
    now: _Time | None

class _Unsealing(_CheckingEncrypted, total=False):
    algorithms: _List | None
    now: _Time | None

class _VerifierOptions(_CheckingEncrypted, total=False):
    algorithms: _List | None
    allow_unsigned: bool
    accept: list[_Kind] | tuple[_Kind, ...]

_Header: TypeAlias = Mapping[str, Any]
_Serialization: TypeAlias = Literal["compact", "flattened", "general"]

class _BytesVerifying(TypedDict, total=False):
    payload: _Bytes | None
    require: Literal["any", "all"]
    algorithms: _List | None
    critical: _List | None
    max_token_bytes: int
    max_header_bytes: int
    max_json_depth: int
    max_attempts: int

class _BytesDecrypting(TypedDict, total=False):
    key_management: _List | None
    content_encryption: _List | None
    critical: _List | None
    max_token_bytes: int
    max_header_bytes: int
    max_json_depth: int
    max_inflated_bytes: int
    max_attempts: int
    max_pbes2_iterations: int

class _Inspected(TypedDict):
    kind: _Kind
    header: dict[str, Any]
    claims: dict[str, Any] | None
    payload: bytes | None

@final
class Key:
    @staticmethod
    def generate(
        alg: str, *, enc: str | None = None, curve: str | None = None, bits: int | None = None, key_id: str | None = None
    ) -> Key: ...
    @staticmethod
    def from_jwk(jwk: _Json, *, alg: str | None = None, enc: str | None = None) -> Key: ...
    @staticmethod
    def from_pem(pem: _Text, alg: str, *, password: _Text | None = None, key_id: str | None = None) -> Key: ...
    @staticmethod
    def from_der(der: _Bytes, alg: str, *, password: _Text | None = None, key_id: str | None = None) -> Key: ...
    @staticmethod
    def from_certificate(certificate: _Text, alg: str, *, key_id: str | None = None) -> Key: ...
    @staticmethod
    def from_secret(secret: _Bytes, alg: str, *, enc: str | None = None, key_id: str | None = None) -> Key: ...
    @staticmethod
    def from_password(password: _Text, alg: str = "PBES2-HS512+A256KW", *, key_id: str | None = None) -> Key: ...
    @property
    def algorithm(self) -> str | None: ...
    @property
    def content_encryption(self) -> str | None: ...
    @property
    def key_id(self) -> str | None: ...
    @property
    def key_type(self) -> Literal["oct", "RSA", "EC", "OKP", "AKP"]: ...
    @property
    def use(self) -> Literal["sig", "enc"] | None: ...
    @property
    def is_private(self) -> bool: ...
    def public(self) -> Key: ...
    def to_jwk(self, private: bool = False) -> dict[str, Any]: ...
    def to_pem(self, private: bool = False) -> str: ...
    def to_der(self, private: bool = False) -> bytes: ...
    def thumbprint(self, hash: _Hash = "sha256") -> str: ...
    def thumbprint_uri(self, hash: _Hash = "sha256") -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class KeySet:
    def __new__(cls, keys: _Keys) -> KeySet: ...
    @staticmethod
    def from_jwks(jwks: _Json, *, strict: bool = False) -> KeySet: ...
    def to_jwks(self, private: bool = False) -> dict[str, Any]: ...
    def get(self, key_id: str) -> Key | None: ...
    @property
    def rejected(self) -> list[tuple[int, str | None, ErrorCode]]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Key]: ...

@final
class Token:
    @property
    def claims(self) -> dict[str, Any]: ...
    @property
    def payload(self) -> bytes: ...
    @property
    def header(self) -> dict[str, Any]: ...
    @property
    def key_id(self) -> str | None: ...
    @property
    def kind(self) -> _Kind: ...
    @property
    def outer_header(self) -> dict[str, Any] | None: ...
    @property
    def decryption_key_id(self) -> str | None: ...
    @overload
    def get(self, name: str, default: None = None) -> Any | None: ...
    @overload
    def get(self, name: str, default: _T) -> Any | _T: ...
    def __getitem__(self, name: str, /) -> Any: ...
    def __contains__(self, name: object, /) -> bool: ...

@final
class Issuer:
    def __new__(cls, signing_key: Key | None = None, encryption_key: Key | None = None, **options: Unpack[_Issuing]) -> Issuer: ...
    def issue(self, claims: _Claims, **options: Unpack[_OneToken]) -> str: ...

@final
class Verifier:
    def __new__(
        cls, keys: _Keys | None = None, decryption_keys: _Keys | None = None, **options: Unpack[_VerifierOptions]
    ) -> Verifier: ...
    def verify(self, token: _Text, *, now: _Time | None = None) -> Token: ...
    def verify_many(self, tokens: Iterable[_Text], *, now: _Time | None = None) -> list[Token | TokenError]: ...

@final
class Unsigned:
    @property
    def signing_input(self) -> bytes: ...
    def complete(self, signature: _Bytes) -> str: ...

def prepare(claims: _Claims, public_key: Key, **options: Unpack[_Signing]) -> Unsigned: ...
def sign(claims: _Claims, key: Key, **options: Unpack[_Signing]) -> str: ...
def encrypt(claims: _Claims, key: Key, **options: Unpack[_Encrypting]) -> str: ...
def seal(claims: _Claims, *, sign_with: Key, encrypt_to: Key, **options: Unpack[_Encrypting]) -> str: ...
def verify(token: _Text, keys: _Keys, **options: Unpack[_Verifying]) -> Token: ...
def decrypt(token: _Text, keys: _Keys, **options: Unpack[_Decrypting]) -> Token: ...
def unseal(token: _Text, *, decrypt_with: _Keys, verify_with: _Keys, **options: Unpack[_Unsealing]) -> Token: ...
def inspect_unverified(token: _Text) -> _Inspected: ...
def _main(arguments: list[str]) -> int: ...

# Modules within the native one, which a stub can only show as classes.
class jws:
    @final
    class Verified:
        @property
        def payload(self) -> bytes: ...
        @property
        def header(self) -> dict[str, Any]: ...
        @property
        def unprotected(self) -> dict[str, Any] | None: ...
        @property
        def key_id(self) -> str | None: ...
        @property
        def verified(self) -> list[int]: ...

    @staticmethod
    def sign(
        payload: _Bytes,
        keys: _Keys,
        *,
        header: _Header | list[_Header] | tuple[_Header, ...] | None = None,
        unprotected: _Header | list[_Header] | tuple[_Header, ...] | None = None,
        serialization: _Serialization = "compact",
        detached: bool = False,
        b64: bool = True,
    ) -> str: ...
    @staticmethod
    def verify(token: _Json, keys: _Keys, **options: Unpack[_BytesVerifying]) -> jws.Verified: ...

class jwe:
    @final
    class Decrypted:
        @property
        def plaintext(self) -> bytes: ...
        @property
        def header(self) -> dict[str, Any]: ...
        @property
        def unprotected(self) -> dict[str, Any] | None: ...
        @property
        def recipient_header(self) -> dict[str, Any] | None: ...
        @property
        def aad(self) -> bytes | None: ...
        @property
        def recipient(self) -> int: ...
        @property
        def key_id(self) -> str | None: ...

    @final
    class Pending:
        @property
        def peer_key(self) -> Key | None: ...
        @property
        def encrypted_key(self) -> bytes | None: ...
        def complete(self, secret: _Bytes) -> jwe.Decrypted: ...

    @staticmethod
    def encrypt(
        plaintext: _Bytes,
        keys: _Keys,
        *,
        enc: str | None = None,
        header: _Header | None = None,
        unprotected: _Header | None = None,
        recipient_headers: list[_Header] | tuple[_Header, ...] | None = None,
        aad: _Bytes | None = None,
        compress: bool = False,
        serialization: _Serialization = "compact",
        allow_shared_content_key: bool = False,
    ) -> str: ...
    @staticmethod
    def decrypt(token: _Json, keys: _Keys, **options: Unpack[_BytesDecrypting]) -> jwe.Decrypted: ...
    @staticmethod
    def prepare_decrypt(token: _Text, public_key: Key, **options: Unpack[_BytesDecrypting]) -> jwe.Pending: ...
