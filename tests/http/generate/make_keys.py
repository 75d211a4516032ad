"""Make keys.json anew: `python generate/make_keys.py`, with cryptography. Whoever does so gives every case new keys, and nothing else."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec


def b64u(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def elliptic(key_id: str | None) -> dict[str, str]:
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    public = numbers.public_numbers
    x, y, d = (b64u(number.to_bytes(32, "big")) for number in (public.x, public.y, numbers.private_value))
    named = {"kid": key_id} if key_id else {}
    return {"kty": "EC", "crv": "P-256", "alg": "ES256", **named, "x": x, "y": y, "d": d}


def secret() -> dict[str, str]:
    return {"kty": "oct", "alg": "HS256", "k": b64u(os.urandom(32))}


if __name__ == "__main__":
    keys = {
        "issuer": elliptic("login-1"),
        # Another key that calls itself by the issuer's name, and one that nobody knows.
        "impostor": elliptic("login-1"),
        "stranger": elliptic("stranger-1"),
        # An app's key, which tokens are bound to, and another app's.
        "app": elliptic(None),
        "other_app": elliptic(None),
        "csrf": secret(),
        "nonce": secret(),
    }
    path = Path(__file__).parent / "keys.json"
    path.write_text(json.dumps(keys, indent=2) + "\n", encoding="ascii")
