"""The answers to security events (RFC 8935, sections 2.2 to 2.4) and to back-channel logouts
(Back-Channel Logout 1.0, sections 2.5 and 2.8).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from common import case, error
from resource_model import CODES

NO_STORE, JSON, ENGLISH = ["Cache-Control", "no-store"], ["Content-Type", "application/json"], ["Content-Language", "en"]
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"
DESCRIPTIONS = {code: description for code, (_, _, description) in CODES.items()} | {
    "ERR_JWE_INVALID": "The encrypted token (JWE) is malformed: a part is missing or has the "
                       "wrong length, or the header is invalid (RFC 7516).",
    "ERR_JWE_DECRYPTION_FAILED": "Decryption failed. The reason is withheld on purpose.",
    "ERR_JOSE_NOT_SUPPORTED": "The algorithm, compression method or key type is not supported. "
                              "`none` and RSA1_5 never are.",
    "ERR_JOSE_ALG_NOT_ALLOWED": "The algorithm is supported, but the options or the key do not "
                                "allow it.",
    "ERR_JOSE_LIMIT_EXCEEDED": "The token or key exceeds a limit on size, nesting or cost. "
                               "Options can change the limits.",
    "ERR_JWT_UNSIGNED": "The token is encrypted to a public key and has no signed token inside: "
                        "anyone could have made it.",
    "ERR_JWT_REVOKED": "The token was revoked, or its session, subject, key or issuer was; "
                       "`claim` names the claim that matched, if there is one.",
    "ERR_JWT_CLAIM_MISSING": "A required or expected claim is missing; `claim` names it.",
    "ERR_JWT_CLAIM_INVALID": "A claim has the wrong type or format; `claim` names it.",
    "ERR_JWT_CLAIM_MISMATCH": "A claim does not have an expected value, or must not be present; "
                              "`claim` names it.",
    "ERR_JWKS_NO_MATCHING_KEY": "No key matches the token.",
    "ERR_JWKS_UNAVAILABLE": "A key set could not be fetched from where it is published.",
    "ERR_JWT_REVOCATION_UNAVAILABLE": "It could not be determined whether a token was revoked, or "
                                      "a revocation could not be stored: the list is unreachable, "
                                      "damaged or not read yet.",
}
FAILURES = {"ERR_JWKS_UNAVAILABLE": 503, "ERR_JWT_REVOCATION_UNAVAILABLE": 503, "ERR_OPTION_INVALID": 500}


def _answer(operation: str, name: str, code: str | None, claim: str | None, expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
    given = ({"code": code} if code else {}) | ({"claim": claim} if claim else {})
    return case(f"{operation.removeprefix('http.').replace('_', '-')}-{name}", operation, given, expect, comment=comment)


def events() -> list[dict[str, Any]]:
    def refused(code: str, err: str, claim: str | None = None, comment: str | None = None) -> dict[str, Any]:
        name = code.removeprefix("ERR_").lower().replace("_", "-") + (f"-{claim}" if claim else "")
        body = {"err": err, "description": DESCRIPTIONS[code]}
        return _answer("http.event_answer", name, code, claim, {"status": 400, "headers": [NO_STORE, JSON, ENGLISH], "body": body}, comment)

    tests = [_answer("http.event_answer", "accepted", None, None, {"status": 202, "headers": [NO_STORE], "body": None}, "RFC 8935, section 2.2")]
    for code in ("ERR_JWS_INVALID", "ERR_JWE_INVALID", "ERR_JWT_INVALID", "ERR_JOSE_LIMIT_EXCEEDED", "ERR_JWT_EXPIRED", "ERR_REQUEST_INVALID"):
        tests.append(refused(code, "invalid_request"))
    for code in ("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "ERR_JWE_DECRYPTION_FAILED", "ERR_JWKS_NO_MATCHING_KEY", "ERR_JOSE_NOT_SUPPORTED",
                 "ERR_JOSE_ALG_NOT_ALLOWED", "ERR_JWT_UNSIGNED"):
        tests.append(refused(code, "invalid_key"))
    tests += [
        refused("ERR_JWT_CLAIM_MISMATCH", "invalid_issuer", "iss"), refused("ERR_JWT_CLAIM_MISSING", "invalid_issuer", "iss"),
        refused("ERR_JWT_CLAIM_MISMATCH", "invalid_audience", "aud"), refused("ERR_JWT_CLAIM_INVALID", "invalid_audience", "aud"),
        refused("ERR_JWT_CLAIM_MISMATCH", "invalid_request", "sub_id"), refused("ERR_JWT_CLAIM_MISSING", "invalid_request", "jti"),
        refused("ERR_JWT_CLAIM_INVALID", "invalid_request", "events"),
        refused("ERR_JWT_NOT_BOUND", "authentication_failed"), refused("ERR_JWT_REVOKED", "access_denied"),
    ]
    for code, status in FAILURES.items():
        name = code.removeprefix("ERR_").lower().replace("_", "-")
        tests.append(_answer("http.event_answer", name, code, None, {"status": status, "headers": [NO_STORE], "body": None}, "whoever pushes tries again"))
    return tests


def logouts() -> list[dict[str, Any]]:
    tests = [_answer("http.logout_answer", "done", None, None, {"status": 200, "headers": [NO_STORE], "body": None})]
    for code, name in [("ERR_JWS_INVALID", "invalid_request"), ("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "invalid_request"), ("ERR_REQUEST_INVALID", "invalid_request"),
                       ("ERR_JWT_CLAIM_MISSING", "invalid_request"), ("ERR_JWT_EXPIRED", "invalid_request"), ("ERR_JWKS_UNAVAILABLE", "temporarily_unavailable"),
                       ("ERR_JWT_REVOCATION_UNAVAILABLE", "temporarily_unavailable"), ("ERR_OPTION_INVALID", "server_error")]:
        body = {"error": name, "error_description": DESCRIPTIONS[code]}
        expect = {"status": 400, "headers": [NO_STORE, JSON], "body": body}
        tests.append(_answer("http.logout_answer", code.removeprefix("ERR_").lower().replace("_", "-"), code, None, expect, "section 2.8: 400 also where it failed"))
    return tests


def forms() -> list[dict[str, Any]]:
    good = {"token": TOKEN}
    refused = error("ERR_REQUEST_INVALID")
    bodies = [
        ("plain", urlencode({"logout_token": TOKEN}), good), ("among-others", f"a=1&logout_token={TOKEN}&state=x%20y", good),
        ("percent", "logout_token=" + "".join(f"%{byte:02x}" for byte in TOKEN.encode()), good), ("name-in-percent", f"%6cogout_token={TOKEN}", good),
        ("empty-pairs", f"&&logout_token={TOKEN}&", good),
        ("empty", "", refused), ("other", f"token={TOKEN}", refused), ("twice", f"logout_token={TOKEN}&logout_token={TOKEN}", refused),
        ("no-value", "logout_token", refused), ("empty-value", "logout_token=", refused), ("json", f'{{"logout_token":"{TOKEN}"}}', refused),
        ("space", f"logout_token=+{TOKEN}", refused), ("broken-percent", "logout_token=a%2", refused), ("no-hexadecimal", "logout_token=a%zz", refused),
        ("not-utf-8", "logout_token=a%ff", refused), ("capitals", f"Logout_Token={TOKEN}", refused), ("quoted", "logout_token=" + quote(f'"{TOKEN}"'), refused),
    ]
    return [case(f"logout-token-{name}", "http.logout_token", {"body": body}, expect) for name, body, expect in bodies]
