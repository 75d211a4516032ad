"""profiles.json: access tokens (RFC 9068), ID tokens (OpenID Connect Core), logout tokens
(Back-Channel Logout) and security events (RFC 8417), as they are read.

How they are made is in making.json.
"""

from __future__ import annotations

from typing import Any

from common import NOW, error, group, write
from jwt_cases import EXPIRED, ISSUED_LATER, KEY, SOURCE, TOO_OLD, invalid, mismatch, missing, verify

ISSUER, API, CLIENT = "https://issuer.example", "https://api.example", "s6BhdRkqt3"
ACCESS = {
    "iss": ISSUER, "exp": NOW + 300, "aud": API, "sub": "5ba552d67", "client_id": CLIENT, "iat": NOW - 5, "jti": "dbe39bf3a3ba4238a513f51d6e1691c4",
}
ID = {"iss": ISSUER, "sub": "24400320", "aud": CLIENT, "nonce": "n-0S6_WzA2Mj", "exp": NOW + 300, "iat": NOW - 5}
EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT = {
    "iss": ISSUER, "sub": "248289761001", "aud": CLIENT, "iat": NOW - 5, "exp": NOW + 120, "jti": "bWJq", "sid": "08a5019c", "events": {EVENT: {}},
}
SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
# CAEP 1.0, section 3.1.2, with other names and times.
SECURITY_EVENT = {
    "iss": ISSUER, "jti": "24c63fb5", "iat": NOW - 5, "aud": CLIENT, "txn": "8675309",
    "sub_id": {"format": "opaque", "id": "dMTlD|1600802906337.16|16008.16"}, "events": {SESSION_REVOKED: {"event_timestamp": NOW - 10}},
}


def main() -> None:
    """Write the file."""
    write(
        "profiles",
        SOURCE,
        [
            group(_access(), [KEY], "access-token"),
            group(_id_token(), [KEY], "id-token"),
            group(_logout(), [KEY], "logout-token"),
            group(_security_event(), [KEY], "security-event"),
        ],
    )


def without(claims: dict[str, Any], *names: str) -> dict[str, Any]:
    """The claims but for these."""
    return {name: value for name, value in claims.items() if name not in names}


def _access() -> list[dict[str, Any]]:
    def access(id: str, claims: dict[str, Any], refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        given = {"profile": "access-token", "issuer": ISSUER, "audience": API, "typ": "at+jwt", "flags": ["RFC 9068"], **options}
        return verify(f"profile-access-token-{id}", claims, refused, **given)

    tests = [
        access("right", ACCESS),
        access("typ-media-type", ACCESS, typ="application/at+jwt"),
        access("typ-case", ACCESS, typ="AT+JWT"),
        access("typ-jwt", ACCESS, mismatch("typ"), typ="JWT"),
        access("typ-missing", ACCESS, missing("typ"), typ=""),
        access("typ-other", ACCESS, mismatch("typ"), typ="logout+jwt"),
        access("aud-list", {**ACCESS, "aud": ["https://second.example", API]}),
        access("aud-wrong", {**ACCESS, "aud": "https://second.example"}, mismatch("aud")),
        access("iss-wrong", {**ACCESS, "iss": "https://other.example"}, mismatch("iss")),
        access("sub-expected", ACCESS, subject="5ba552d67"),
        access("sub-wrong", ACCESS, mismatch("sub"), subject="somebody"),
        access("expired", {**ACCESS, "exp": NOW}, EXPIRED),
        access("more-required", ACCESS, missing("scope"), required_claims=["scope"]),
        access("more-required-there", {**ACCESS, "scope": "read"}, required_claims=["scope"]),
        access("max-age", {**ACCESS, "iat": NOW - 61}, TOO_OLD, max_age=60),
        access(
            "exp-waiver-does-not-reach", without(ACCESS, "exp"), missing("exp"), allow_missing_exp=True, comment="The profile requires it by name.",
        ),
    ]
    tests += [access(f"{claim.replace('_', '-')}-missing", without(ACCESS, claim), missing(claim)) for claim in ACCESS]
    nobody = {"profile": "access-token", "typ": "at+jwt", "flags": ["RFC 9068"]}
    tests += [
        verify("profile-access-token-no-issuer-expected", ACCESS, mismatch("iss"), audience=API, **nobody),
        verify("profile-access-token-no-audience-expected", ACCESS, mismatch("aud"), issuer=ISSUER, **nobody),
        verify("profile-access-token-any-issuer-and-audience", ACCESS, allow_any_issuer=True, allow_any_audience=True, **nobody),
        verify("profile-access-token-any-issuer-but-one", without(ACCESS, "iss"), missing("iss"), allow_any_issuer=True, audience=API, **nobody),
        verify("profile-access-token-any-audience-but-one", without(ACCESS, "aud"), missing("aud"), allow_any_audience=True, issuer=ISSUER, **nobody),
        verify(
            "profile-access-token-unknown", ACCESS, error("ERR_OPTION_INVALID"), issuer=ISSUER, audience=API, typ="at+jwt", profile="refresh-token",
        ),
    ]
    return tests


def _id_token() -> list[dict[str, Any]]:
    def id_token(id: str, claims: dict[str, Any], refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        given = {"profile": "id-token", "issuer": ISSUER, "audience": CLIENT, "nonce": ID["nonce"], "flags": ["OpenID Connect Core"], **options}
        return verify(f"profile-id-token-{id}", claims, refused, **{name: value for name, value in given.items() if value is not None})

    tests = [
        id_token("right", ID),
        id_token("nonce-not-expected", ID, mismatch("nonce"), nonce=None),
        id_token("nonce-wrong", ID, mismatch("nonce"), nonce="n-other"),
        id_token("nonce-missing", without(ID, "nonce"), missing("nonce")),
        id_token("azp-right", {**ID, "azp": CLIENT}, azp=CLIENT),
        id_token("azp-wrong", {**ID, "azp": "another"}, mismatch("azp"), azp=CLIENT),
        id_token("azp-missing", ID, missing("azp"), azp=CLIENT),
        id_token("typ-jwt", ID, typ="JWT"),
        id_token("typ-access-token", ID, mismatch("typ"), typ="at+jwt", flags=["mismatched types"]),
        id_token("typ-logout-token", ID, mismatch("typ"), typ="logout+jwt", flags=["mismatched types"]),
        id_token("aud-list", {**ID, "aud": [CLIENT, "another"], "azp": CLIENT}, azp=CLIENT),
        id_token("aud-wrong", {**ID, "aud": "another"}, mismatch("aud")),
        id_token("expired", {**ID, "exp": NOW - 1}, EXPIRED),
        id_token("iat-ahead", {**ID, "iat": NOW + 1000}, ISSUED_LATER, max_age=60),
    ]
    return tests + [id_token(f"{claim}-missing", without(ID, claim), missing(claim)) for claim in ("iss", "sub", "aud", "exp", "iat")]


def _logout() -> list[dict[str, Any]]:
    def logout(id: str, claims: dict[str, Any], refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        given = {
            "profile": "logout-token", "issuer": ISSUER, "audience": CLIENT, "typ": "logout+jwt", "flags": ["OpenID Connect Back-Channel Logout"],
            **options,
        }
        return verify(f"profile-logout-token-{id}", claims, refused, **given)

    tests = [
        logout("right", LOGOUT),
        logout("typ-absent", LOGOUT, typ=""),
        logout("typ-media-type", LOGOUT, typ="application/logout+jwt"),
        logout("typ-jwt", LOGOUT, typ="JWT", comment="As Okta and older releases of Keycloak write it."),
        logout("typ-access-token", LOGOUT, mismatch("typ"), typ="at+jwt"),
        logout("sub-only", without(LOGOUT, "sid")),
        logout("sid-only", without(LOGOUT, "sub")),
        logout("neither-sub-nor-sid", without(LOGOUT, "sub", "sid"), missing("sub"), comment="Either would do; `sub` is named."),
        logout(
            "nonce", {**LOGOUT, "nonce": "n-0S6_WzA2Mj"}, mismatch("nonce"),
            comment="Prohibited, so that an ID token can't be replayed as a logout token.",
        ),
        logout("more-events", {**LOGOUT, "events": {"https://example/other": {}, EVENT: {}}}),
        logout("event-with-members", {**LOGOUT, "events": {EVENT: {"reason": "x"}}}),
        logout("events-without-it", {**LOGOUT, "events": {"https://example/other": {}}}, mismatch("events")),
        logout("events-empty", {**LOGOUT, "events": {}}, mismatch("events")),
        logout("events-list", {**LOGOUT, "events": [EVENT]}, invalid("events")),
        logout("events-text", {**LOGOUT, "events": EVENT}, invalid("events")),
        logout("events-null", {**LOGOUT, "events": None}, invalid("events")),
        logout("event-not-an-object", {**LOGOUT, "events": {EVENT: True}}, invalid("events")),
        logout("aud-wrong", {**LOGOUT, "aud": "another"}, mismatch("aud")),
        logout("expired", {**LOGOUT, "exp": NOW - 1}, EXPIRED),
    ]
    tests += [logout(f"{claim}-missing", without(LOGOUT, claim), missing(claim)) for claim in ("iss", "aud", "iat", "exp", "jti", "events")]
    tests.append(
        logout(
            "is-an-id-token", without(ID, "nonce"), missing("jti"), typ="", flags=["mismatched types"],
            comment="Of jti and events, jti stands first in the design's list.",
        )
    )
    return tests


def _security_event() -> list[dict[str, Any]]:
    def event(id: str, claims: dict[str, Any], refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        given = {"profile": "security-event", "issuer": ISSUER, "audience": CLIENT, "typ": "secevent+jwt", "flags": ["RFC 8417"], **options}
        return verify(f"profile-security-event-{id}", claims, refused, **{name: value for name, value in given.items() if value is not None})

    tests = [
        event("right", SECURITY_EVENT, comment="It has no exp, and needs none (RFC 8417, section 2.2)."),
        event("typ-media-type", SECURITY_EVENT, typ="application/secevent+jwt"),
        event("typ-absent", SECURITY_EVENT, missing("typ"), typ=""),
        event("typ-jwt", SECURITY_EVENT, mismatch("typ"), typ="JWT", flags=["mismatched types"]),
        event("typ-access-token", SECURITY_EVENT, mismatch("typ"), typ="at+jwt", flags=["mismatched types"]),
        event("typ-logout-token", SECURITY_EVENT, mismatch("typ"), typ="logout+jwt", flags=["mismatched types"]),
        event("is-no-token-of-another-purpose", SECURITY_EVENT, mismatch("typ"), profile=None, flags=["mismatched types"]),
        event("is-no-access-token", SECURITY_EVENT, mismatch("typ"), profile="access-token", flags=["mismatched types"]),
        event("is-no-id-token", SECURITY_EVENT, mismatch("typ"), profile="id-token", allow_any_nonce=True, flags=["mismatched types"]),
        event("without-aud", without(SECURITY_EVENT, "aud"), missing("aud"), comment="One is expected."),
        event("without-aud-expected", without(SECURITY_EVENT, "aud"), audience=None),
        event("aud-wrong", {**SECURITY_EVENT, "aud": "another"}, mismatch("aud")),
        event("aud-not-expected", SECURITY_EVENT, mismatch("aud"), audience=None),
        event("iss-wrong", {**SECURITY_EVENT, "iss": "https://other.example"}, mismatch("iss")),
        event("exp", {**SECURITY_EVENT, "exp": NOW + 1}, comment="Not recommended, and kept where it is there."),
        event("expired", {**SECURITY_EVENT, "exp": NOW}, EXPIRED),
        event("max-age", {**SECURITY_EVENT, "iat": NOW - 61}, TOO_OLD, max_age=60),
        event("max-lifetime", SECURITY_EVENT, missing("exp"), max_lifetime=60, comment="Who asks for a longest lifetime asks for an exp."),
        event("more-events", {**SECURITY_EVENT, "events": {"https://example/other": {}, SESSION_REVOKED: {}}}),
        event("another-event", {**SECURITY_EVENT, "events": {"urn:ietf:params:scim:event:create": {"ref": "x"}}}),
        event("events-empty", {**SECURITY_EVENT, "events": {}}, invalid("events")),
        event("events-list", {**SECURITY_EVENT, "events": [SESSION_REVOKED]}, invalid("events")),
        event("events-text", {**SECURITY_EVENT, "events": SESSION_REVOKED}, invalid("events")),
        event("events-null", {**SECURITY_EVENT, "events": None}, invalid("events")),
        event("event-not-an-object", {**SECURITY_EVENT, "events": {SESSION_REVOKED: True}}, invalid("events")),
        event("one-event-not-an-object", {**SECURITY_EVENT, "events": {SESSION_REVOKED: {}, "https://example/other": []}}, invalid("events")),
        event("sub", {**SECURITY_EVENT, "sub": "alice"}),
        event("toe", {**SECURITY_EVENT, "toe": NOW - 100}),
    ]
    return tests + [event(f"{claim}-missing", without(SECURITY_EVENT, claim), missing(claim)) for claim in ("iss", "iat", "jti", "events")]
