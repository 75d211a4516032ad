"""What docs/kms.md uses of azure-keyvault-keys, with its names, its arguments and its answers."""

from __future__ import annotations

from dataclasses import dataclass

from _local import key
from azure.identity import DefaultAzureCredential

_VERSION = "6a1d3b7c0d2e4f5a8b9c0d1e2f3a4b5c"


@dataclass
class JsonWebKey:
    kty: str
    crv: str
    x: bytes
    y: bytes


@dataclass
class KeyProperties:
    version: str


@dataclass
class KeyVaultKey:
    id: str
    key: JsonWebKey
    properties: KeyProperties


class KeyClient:
    def __init__(self, vault_url: str, credential: DefaultAzureCredential) -> None:
        assert vault_url.startswith("https://") and isinstance(credential, DefaultAzureCredential)
        self._url = vault_url.rstrip("/")

    def get_key(self, name: str, version: str | None = None) -> KeyVaultKey:
        identity = f"{self._url}/keys/{name}/{version or _VERSION}"
        numbers = key(identity).public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return KeyVaultKey(identity, JsonWebKey("EC", "P-256", x, y), KeyProperties(version or _VERSION))
