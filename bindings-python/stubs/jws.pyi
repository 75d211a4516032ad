from collections.abc import Iterable
from typing import Any, Literal, final

from .types import Bytes, Header, Json, Keys, Serialization, SignatureAlgorithm

__all__ = ["Verified", "sign", "verify"]

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

def sign(
    payload: Bytes,
    keys: Keys,
    *,
    header: Header | Iterable[Header] | None = None,
    unprotected: Header | Iterable[Header] | None = None,
    serialization: Serialization = "compact",
    detached: bool = False,
    b64: bool = True,
) -> str: ...
def verify(token: Json, keys: Keys, **options: CHECKING_BYTES) -> Verified: ...
