"""The tokens of the cases of `revocations.run`: how each is made, and what a list is asked about
it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import hand
from common import NOW, b64u, compact_json, unb64u
from fixtures import ORDERS, Jwk, oct_jwk, public, rsa_jwk
from ring_keys import key

ISSUER, OTHER = "https://issuer.example", "https://other.example"
HMAC, ECDSA = key("k-hmac", "HS256"), key("k-ec", "ES256")
RSA = rsa_jwk("first", alg="RS256", kid="k-rsa")
SECOND = key("k-second", "HS256")
NAMELESS = {name: value for name, value in key("nameless", "HS256").items() if name != "kid"}
DIRECT = oct_jwk("revocations", 32, alg="A256GCM", kid="k-dir")
WRAPPING = oct_jwk("revocations", 32, alg="A256KW", kid="k-wrap")
# In the order of the groups' sets, by whose indexes cases name them.
KEYS: list[Jwk] = [HMAC, public(ECDSA), public(RSA), SECOND, DIRECT, WRAPPING, NAMELESS]
SIGNED, ENCRYPTED, WRAPPED, WITHOUT_ID = [0, 1, 2, 3], [4], [5], [6]


class Digits(str):
    """A number as it is written."""


@dataclass(frozen=True)
class Token:
    """A token, the header and the claims that belong together in it, and the key by which a list
    knows it.
    """

    text: str
    header: str
    claims: str
    key_id: str | None

    def read(self) -> dict[str, Any]:
        """The claims; numbers as they are written, which is what `sid` and `sub` are compared by.
        """
        return json.loads(self.claims, parse_int=Digits, parse_float=Digits)


def claims(**members: Any) -> str:
    """Claims that a verifier of the cases accepts for 15 minutes; None takes one away."""
    whole = {"iss": ISSUER, "sub": "alice", "iat": NOW - 60, "exp": NOW + 900} | members
    return compact_json({name: value for name, value in whole.items() if value is not None})


def signed(text: str, jwk: Jwk = HMAC, **header: Any) -> Token:
    """A signed token with these claims, as text."""
    protected = {"alg": jwk["alg"]} | ({"kid": jwk["kid"]} if "kid" in jwk else {}) | header
    return Token(hand.sign(protected, text, jwk), compact_json(protected), text, jwk.get("kid"))


def other_signature(token: Token) -> Token:
    """The same token by ECDSA's other signature: of (r, s) also (r, n - s) verifies."""
    *rest, signature = token.text.split(".")
    raw = unb64u(signature)
    other = ORDERS["P-256"] - int.from_bytes(raw[32:], "big")
    return Token(".".join([*rest, b64u(raw[:32] + other.to_bytes(32, "big"))]), token.header, token.claims, token.key_id)


def encrypted(text: str, label: str = "", **header: Any) -> Token:
    """A token that is encrypted by a shared key and not signed. Another `label` is another nonce.
    """
    protected = {"alg": "dir", "enc": "A256GCM", "kid": "k-dir"} | header
    return Token(hand.encrypt(protected, text, DIRECT, label=label), compact_json(protected), text, "k-dir")


def nested(inner: Token, label: str = "", **header: Any) -> Token:
    """A signed token in an encrypted one."""
    outer = {"alg": "A256KW", "enc": "A256GCM", "kid": "k-wrap", "cty": "JWT"} | header
    return Token(hand.encrypt(outer, inner.text, WRAPPING, label=label), inner.header, inner.claims, inner.key_id)
