from collections.abc import Iterable
from typing import Any, final

from .types import Bytes, ContentEncryption, Header, Json, KeyManagement, Keys, Serialization, Text
from ._native import Key

__all__ = ["Decrypted", "Pending", "decrypt", "encrypt", "prepare_decrypt"]

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
    def complete(self, secret: Bytes) -> Decrypted: ...

def encrypt(
    plaintext: Bytes,
    keys: Keys,
    *,
    enc: ContentEncryption | str | None = None,
    header: Header | None = None,
    unprotected: Header | None = None,
    recipient_headers: Iterable[Header] | None = None,
    aad: Bytes | None = None,
    compress: bool = False,
    serialization: Serialization = "compact",
    allow_shared_content_key: bool = False,
) -> str: ...
def decrypt(token: Json, keys: Keys, **options: CHECKING_BYTES) -> Decrypted: ...
def prepare_decrypt(token: Text, public_key: Key, **options: CHECKING_BYTES) -> Pending: ...
