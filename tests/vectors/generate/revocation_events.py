"""What a security event or a logout token does to a list: CAEP 1.0, section 3.1, and OpenID Connect
Back-Channel Logout 1.0, section 2.6.
"""

from __future__ import annotations

import json
import math
from typing import Any

from revocation_model import Refused, Revocations
from revocation_tokens import Token

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
MISSING, INVALID, MISMATCH = "ERR_JWT_CLAIM_MISSING", "ERR_JWT_CLAIM_INVALID", "ERR_JWT_CLAIM_MISMATCH"
LOGOUT_TYPES, EVENT_TYPES = ("logout+jwt", "jwt", ""), ("secevent+jwt",)


def apply_events(revocations: Revocations, token: Token, now: float, **call: Any) -> list[Any]:
    """The entries. All is found out before anything is revoked."""
    header, claims = json.loads(token.header), json.loads(token.claims)
    issuers = call.pop("subject_issuers", [])
    if not isinstance(issuers, list) or not all(isinstance(issuer, str) for issuer in issuers) or call.keys() - {"by", "reason"}:
        raise Refused("ERR_OPTION_INVALID")
    if not claims.get("iss"):
        raise Refused(MISSING, "iss")
    if "events" not in claims:
        raise Refused(MISSING, "events")
    events = claims["events"]
    if not isinstance(events, dict):
        raise Refused(INVALID, "events")
    found = []
    if LOGOUT in events:
        found.append((LOGOUT, _logout(header, claims, now)))
    if SESSION_REVOKED in events:
        found.append((SESSION_REVOKED, _session_revoked(header, claims, issuers, now)))
    rows = []
    for event, (kind, issuer, id, time) in found:
        notes = {"by": claims["iss"], "reason": event} | call
        if kind == "session":
            rows.append(revocations.revoke_id("session", issuer, id, now, **notes))
        else:
            rows.append(revocations.cut_off("subject", issuer, id, now, before=math.floor(time) + 1, **notes))
    return rows


def _logout(header: dict[str, Any], claims: dict[str, Any], now: float) -> tuple[str, str, str, float]:
    _type(header, LOGOUT_TYPES)
    if "sub" not in claims and "sid" not in claims:
        raise Refused(MISSING, "sub")
    if not isinstance(claims.get("sid", ""), str):
        raise Refused(INVALID, "sid")
    if "nonce" in claims:
        raise Refused(MISMATCH, "nonce")
    if not isinstance(claims["events"][LOGOUT], dict):
        raise Refused(INVALID, "events")
    if "iat" not in claims:
        raise Refused(MISSING, "iat")
    for claim in [name for name in ("sid", "sub") if name in claims][:1]:
        if claims[claim] == "":
            raise Refused(INVALID, claim)
    if "sid" in claims:
        return "session", claims["iss"], claims["sid"], 0
    return "subject", claims["iss"], claims["sub"], _past("iat", claims["iat"], now)


def _session_revoked(header: dict[str, Any], claims: dict[str, Any], issuers: list[str], now: float) -> tuple[str, str, str, float]:
    _type(header, EVENT_TYPES)
    if not all(isinstance(event, dict) for event in claims["events"].values()):
        raise Refused(INVALID, "events")
    event = claims["events"][SESSION_REVOKED]
    if "event_timestamp" in event:
        time = event["event_timestamp"]
        if isinstance(time, bool) or not isinstance(time, (int, float)):
            raise Refused(INVALID, "events")
        time = _past("events", time, now)
    else:
        if "iat" not in claims:
            raise Refused(MISSING, "iat")
        time = _past("iat", claims["iat"], now)
    if "sub_id" not in claims:
        raise Refused(MISSING, "sub_id")
    whole = claims["sub_id"]
    _object(whole)
    if whole.get("format") == "complex":
        parts = [whole[name] for name in ("session", "user") if name in whole]
        for part in parts:
            _object(part)
        session, user = whole.get("session", {}), whole.get("user", {})
    else:
        session = user = whole
    id = session.get("id") if session.get("format") == "opaque" else None
    iss, sub = (user.get("iss"), user.get("sub")) if user.get("format") == "iss_sub" else (None, None)
    has_user = all(isinstance(text, str) and text for text in (iss, sub))
    issuer = iss if has_user else claims["iss"]
    if issuer not in [claims["iss"], *issuers]:
        raise Refused(MISMATCH, "sub_id")
    if isinstance(id, str) and id:
        return "session", issuer, id, 0
    if has_user:
        return "subject", issuer, sub, time
    raise Refused(INVALID, "sub_id")


def _type(header: dict[str, Any], types: tuple[str, ...]) -> None:
    if header.get("typ", "").lower().removeprefix("application/") not in types:
        raise Refused(MISMATCH, "typ")


def _past(claim: str, time: float, now: float) -> float:
    if not 0 <= time <= now + 3600:
        raise Refused(INVALID, claim)
    return time


def _object(value: Any) -> None:
    if not isinstance(value, dict):
        raise Refused(INVALID, "sub_id")
