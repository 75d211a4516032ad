"""What the scripts about claims share: a case of `verify` on a token that joserfc signed, with one
line.
"""

from __future__ import annotations

from typing import Any

import peers
from common import NOW, case, compact_json, error
from fixtures import signing_jwk

KEY = signing_jwk("HS256")
EXP = {"exp": NOW + 3600}
SOURCE = f"{peers.VERSION['joserfc']}; the claims are checked at {NOW}"


def verify(id: str, claims: dict[str, Any] | str, refused: dict[str, Any] | None = None, *, typ: Any = "", **options: Any) -> dict[str, Any]:
    """A case of `verify` with the group's only key. Without `refused`, the claims must come back as
    the same text.

    `comment` and `flags` are the case's own; everything else that is named is an option, and `now`
    is NOW unless given.
    """
    text = claims if isinstance(claims, str) else compact_json(claims)
    header = {"alg": "HS256"} | ({"typ": typ} if typ != "" else {})
    more = {name: options.pop(name) for name in ("comment", "flags") if name in options}
    expect = refused or {"claims": text, "kind": "signed"}
    return case(id, "verify", {"token": peers.jws(header, text, KEY)}, expect, options={"now": NOW, **options}, **more)


def missing(claim: str) -> dict[str, Any]:
    """Required or expected, and absent."""
    return error("ERR_JWT_CLAIM_MISSING", claim)


def invalid(claim: str) -> dict[str, Any]:
    """Of the wrong type."""
    return error("ERR_JWT_CLAIM_INVALID", claim)


def mismatch(claim: str) -> dict[str, Any]:
    """Not what was expected, or not expected at all."""
    return error("ERR_JWT_CLAIM_MISMATCH", claim)


EXPIRED = error("ERR_JWT_EXPIRED", "exp")
NOT_YET = error("ERR_JWT_NOT_YET_VALID", "nbf")
ISSUED_LATER = error("ERR_JWT_NOT_YET_VALID", "iat")
TOO_OLD = error("ERR_JWT_TOO_OLD", "iat")
