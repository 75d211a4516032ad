"""What docs/kms.md uses of google-cloud-kms, with its names, its requests and its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from _local import public_pem, sign_digest

_VERSION = re.compile(r"projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+/cryptoKeyVersions/\d+")


@dataclass
class PublicKey:
    name: str
    pem: str
    algorithm: str = "EC_SIGN_P256_SHA256"


@dataclass
class AsymmetricSignResponse:
    name: str
    signature: bytes


class KeyManagementServiceClient:
    def get_public_key(self, request: dict[str, Any]) -> PublicKey:
        assert request.keys() == {"name"} and _VERSION.fullmatch(request["name"])
        return PublicKey(request["name"], public_pem(request["name"]))

    def asymmetric_sign(self, request: dict[str, Any]) -> AsymmetricSignResponse:
        assert request.keys() == {"name", "digest"} and request["digest"].keys() == {"sha256"}
        return AsymmetricSignResponse(request["name"], sign_digest(request["name"], request["digest"]["sha256"]))
