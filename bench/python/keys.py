"""One key for each algorithm, in the form that each library likes best."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from tokenseal import Key


class Keys:
    """A key of tokenseal, and the same key as others take it."""

    def __init__(self, alg: str, enc: str | None = None) -> None:
        self.alg = alg
        self.key = Key.generate(alg, **({"enc": enc} if enc else {}))
        self.secret: bytes | None = None
        self.jwk: dict[str, Any] = self.key.to_jwk(private=True)
        # Others know neither a `dir` key that is bound to its `enc`, nor need they choose a key by its name.
        for name in ("alg", "kid"):
            self.jwk.pop(name, None)
        if self.key.key_type == "oct":
            text = self.jwk["k"]
            self.secret = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            self.public_key, self.public_jwk = self.key, self.jwk
            return
        self.public_key = self.key.public()
        self.private_pem, self.public_pem = self.key.to_pem(private=True), self.key.to_pem()
        self.public_jwk = {name: value for name, value in self.public_key.to_jwk().items() if name not in ("alg", "kid")}
        # As PyCA cryptography has parsed it.
        self.private: Any = load_pem_private_key(self.private_pem.encode(), None)
        self.public: Any = self.private.public_key()
