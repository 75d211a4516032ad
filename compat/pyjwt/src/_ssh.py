"""OpenSSH public keys (RFC 4253, section 6.6) as JWKs. Only the form is translated: the core
decides whether the numbers are a key.
"""

from __future__ import annotations

import base64
import binascii

from .exceptions import InvalidKeyError
from .utils import base64url_encode

_CURVES = {b"nistp256": ("P-256", 32), b"nistp384": ("P-384", 48), b"nistp521": ("P-521", 66)}


def ssh_to_jwk(line: bytes) -> dict[str, str]:
    """The JWK of a line such as `ssh-ed25519 AAAA… comment`."""
    try:
        name, body = line.split(maxsplit=2)[:2]
        kind, *fields = _fields(base64.b64decode(body, validate=True))
        if kind != name:
            raise ValueError
        if kind == b"ssh-rsa":
            exponent, modulus = fields
            return {"kty": "RSA", "n": _text(modulus.lstrip(b"\x00")), "e": _text(exponent.lstrip(b"\x00"))}
        if kind == b"ssh-ed25519":
            (point,) = fields
            return {"kty": "OKP", "crv": "Ed25519", "x": _text(point)}
        curve, point = fields
        crv, size = _CURVES[curve]
        if kind != b"ecdsa-sha2-" + curve or point[:1] != b"\x04" or len(point) != 1 + 2 * size:
            raise ValueError
        return {"kty": "EC", "crv": crv, "x": _text(point[1 : 1 + size]), "y": _text(point[1 + size :])}
    except (ValueError, KeyError, binascii.Error):
        raise InvalidKeyError("The OpenSSH public key is malformed, or of a kind that is not supported.") from None


def _fields(blob: bytes) -> list[bytes]:
    """Byte strings, each after its length."""
    fields: list[bytes] = []
    while blob:
        end = 4 + int.from_bytes(blob[:4], "big")
        if len(blob) < max(end, 4):
            raise ValueError
        fields.append(blob[4:end])
        blob = blob[end:]
    return fields


def _text(number: bytes) -> str:
    return base64url_encode(number).decode("ascii")
