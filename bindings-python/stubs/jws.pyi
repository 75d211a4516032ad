from typing import Any, final

from typing_extensions import Unpack

from ._forms import Bytes, Json, Keys
from ._options import JwsSignOptions, JwsVerifyOptions

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

def sign(payload: Bytes, keys: Keys, **options: Unpack[JwsSignOptions]) -> str: ...
def verify(token: Json, keys: Keys, **options: Unpack[JwsVerifyOptions]) -> Verified: ...
