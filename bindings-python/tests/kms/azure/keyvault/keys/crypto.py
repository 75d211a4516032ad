"""What docs/kms.md uses of azure.keyvault.keys.crypto."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from _local import raw, sign_digest
from azure.identity import DefaultAzureCredential
from azure.keyvault.keys import KeyVaultKey


class SignatureAlgorithm(str, Enum):
    es256 = "ES256"
    ps256 = "PS256"
    rs256 = "RS256"


@dataclass
class SignResult:
    key_id: str
    algorithm: SignatureAlgorithm
    signature: bytes


class CryptographyClient:
    def __init__(self, key: KeyVaultKey, credential: DefaultAzureCredential) -> None:
        assert isinstance(key, KeyVaultKey) and isinstance(credential, DefaultAzureCredential)
        self._key = key

    def sign(self, algorithm: SignatureAlgorithm, digest: bytes) -> SignResult:
        assert algorithm is SignatureAlgorithm.es256
        return SignResult(self._key.id, algorithm, raw(sign_digest(self._key.id, digest)))
