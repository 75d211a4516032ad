"""The helpers of `jwt.utils` that programs use. Tokens and keys never go through them: the core reads those, more strictly."""

from __future__ import annotations

import base64
from typing import Any

from ._cryptography import of_cryptography

_SSH_KEY_TYPES = (b"ssh-ed25519", b"ssh-rsa", b"ssh-dss", b"ecdsa-sha2-nistp256", b"ecdsa-sha2-nistp384", b"ecdsa-sha2-nistp521")


def force_bytes(value: bytes | str) -> bytes:
    """The text as UTF-8, or the bytes as they are. Anything else is a TypeError."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, bytes):
        return value
    raise TypeError("Expected a string or bytes value")


def base64url_decode(input: bytes | str) -> bytes:
    """Decodes base64url, with or without padding, and skips characters outside its alphabet."""
    data = force_bytes(input)
    return base64.urlsafe_b64decode(data + b"=" * (-len(data) % 4))


def base64url_encode(input: bytes) -> bytes:
    """Encodes base64url, without padding."""
    return base64.urlsafe_b64encode(input).rstrip(b"=")


def to_base64url_uint(val: int, *, bit_length: int | None = None) -> bytes:
    """A natural number as Base64urlUInt (RFC 7518, section 2), filled up to `bit_length` if that is given."""
    if val < 0:
        raise ValueError("Must be a positive integer")
    return base64url_encode(bytes_from_int(val, bit_length=bit_length) or b"\x00")


def from_base64url_uint(val: bytes | str) -> int:
    """The natural number that a Base64urlUInt stands for (RFC 7518, section 2)."""
    return int.from_bytes(base64url_decode(val), "big")


def number_to_bytes(num: int, num_bytes: int) -> bytes:
    """A natural number as so many bytes, the most significant first."""
    return num.to_bytes(num_bytes, "big")


def bytes_to_number(string: bytes) -> int:
    """The natural number that the bytes stand for, the most significant first."""
    return int.from_bytes(string, "big")


def bytes_from_int(val: int, *, bit_length: int | None = None) -> bytes:
    """A natural number in as few bytes as can hold `bit_length` bits, by default its own."""
    bits = val.bit_length() if bit_length is None else bit_length
    return val.to_bytes((bits + 7) // 8, "big")


def der_to_raw_signature(der_sig: bytes, curve: Any) -> bytes:
    """An ECDSA signature in DER as r and s (RFC 7518, section 3.4). The curve is one of the package `cryptography`, which reads the DER."""
    size = (curve.key_size + 7) // 8
    r, s = of_cryptography("decode_dss_signature")(der_sig)
    return number_to_bytes(r, size) + number_to_bytes(s, size)


def raw_to_der_signature(raw_sig: bytes, curve: Any) -> bytes:
    """The reverse. A ValueError for a length other than the curve's."""
    size = (curve.key_size + 7) // 8
    if len(raw_sig) != 2 * size:
        raise ValueError("Invalid signature")
    return bytes(of_cryptography("encode_dss_signature")(bytes_to_number(raw_sig[:size]), bytes_to_number(raw_sig[size:])))


def is_pem_format(key: bytes) -> bool:
    """Whether the bytes hold a block of PEM."""
    begin = key.find(b"-----BEGIN ")
    return begin >= 0 and key.find(b"-----END ", begin) >= 0


def is_ssh_key(key: bytes) -> bool:
    """Whether the bytes begin like a public key of OpenSSH."""
    return key.startswith(_SSH_KEY_TYPES)
