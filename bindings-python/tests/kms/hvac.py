"""What docs/kms.md uses of hvac, with its names, its keywords and its answers."""

from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any

from _local import public_pem, raw, sha256, sign_digest

_LATEST = 2


class Client:
    def __init__(self, url: str, token: str | None = None) -> None:
        assert url.startswith("https://")
        self.secrets = SimpleNamespace(transit=_Transit())


class _Transit:
    def read_key(self, name: str) -> dict[str, Any]:
        versions = range(1, _LATEST + 1)
        keys = {str(version): {"name": "P-256", "public_key": public_pem(f"{name}/{version}")} for version in versions}
        return {"data": {"name": name, "type": "ecdsa-p256", "latest_version": _LATEST, "keys": keys}}

    def sign_data(
        self,
        name: str,
        hash_input: str,
        key_version: int | None = None,
        hash_algorithm: str | None = None,
        prehashed: bool | None = None,
        marshaling_algorithm: str | None = None,
    ) -> dict[str, Any]:
        assert hash_algorithm == "sha2-256"
        given = base64.b64decode(hash_input, validate=True)
        version = key_version or _LATEST
        der = sign_digest(f"{name}/{version}", given if prehashed else sha256(given))
        if marshaling_algorithm == "jws":
            text = base64.urlsafe_b64encode(raw(der)).rstrip(b"=").decode()
        else:
            text = base64.b64encode(der).decode()
        return {"data": {"signature": f"vault:v{version}:{text}", "key_version": version}}
