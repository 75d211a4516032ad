"""revocation_events.json: security events and logout tokens that are applied to a list, and what is
refused by it then.
"""

from __future__ import annotations

from typing import Any

from common import NOW
from revocation_events import INVALID, LOGOUT, MISMATCH, MISSING, SESSION_REVOKED
from revocation_run import ACCEPTED, Run
from revocation_tokens import ISSUER, OTHER, Token, claims, signed

REVOKED, OPTION = "ERR_JWT_REVOKED", "ERR_OPTION_INVALID"
SECURITY_EVENT, LOGOUT_TOKEN = {"profile": "security-event"}, {"profile": "logout-token"}
ANYTHING = {"allow_any_type": True, "allow_missing_exp": True}
PROVIDER = "https://provider.example"
USER = {"format": "iss_sub", "iss": ISSUER, "sub": "alice"}
SESSION = {"format": "opaque", "id": "s1"}


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_logouts(), *_sessions(), *_users(), *_subjects(), *_times(), *_issuers(), *_notes(), *_others()]]


def _logout(typ: str | None = "logout+jwt", **members: Any) -> Token:
    own = {"aud": "client", "jti": "1", "sub": None, "iat": NOW, "exp": NOW + 120, "events": {LOGOUT: {}}}
    return signed(claims(**own | members), **({} if typ is None else {"typ": typ}))


def _event(sub_id: Any = USER, typ: str | None = "secevent+jwt", event: Any = None, **members: Any) -> Token:
    own = {"aud": "client", "jti": "1", "sub": None, "iat": NOW, "exp": None, "sub_id": sub_id, "events": {SESSION_REVOKED: {} if event is None else event}}
    return signed(claims(**own | members), **({} if typ is None else {"typ": typ}))


def _logouts() -> list[Run]:
    session = Run("events-logout-session")
    session.apply_events(1, _logout(sid="s1"), [["session", NOW + 1, None, None, ISSUER, LOGOUT, None]], verifier=LOGOUT_TOKEN)
    session.verify(1, signed(claims(sid="s1")), REVOKED, "sid")
    session.verify(1, signed(claims(sid="s2")), ACCEPTED)
    session.verify(1, signed(claims(sid="s1", iss=OTHER)), ACCEPTED)
    both = Run("events-logout-session-of-a-subject", comment="Only that session of the subject (Back-Channel Logout 1.0, section 2.6).")
    both.apply_events(1, _logout(sid="s1", sub="alice"), verifier=LOGOUT_TOKEN)
    both.verify(1, signed(claims(sid="s1", sub="alice")), REVOKED, "sid")
    both.verify(1, signed(claims(sid="s2", sub="alice")), ACCEPTED)
    subject = Run("events-logout-subject", comment="All that it had until the token was issued.")
    subject.apply_events(5, _logout(sub="alice"), [["subject", NOW + 5, NOW + 1, None, ISSUER, LOGOUT, None]], verifier=LOGOUT_TOKEN)
    subject.verify(5, signed(claims(iat=NOW)), REVOKED, "sub")
    subject.verify(5, signed(claims(iat=NOW + 1)), ACCEPTED)
    subject.verify(5, signed(claims(sub="bob")), ACCEPTED)
    types = Run("events-logout-types")
    for typ in ("JWT", "application/logout+jwt", "Logout+JWT", None):
        types.apply_events(0, _logout(typ, sid="s1"), verifier=LOGOUT_TOKEN)
    for typ in ("at+jwt", "secevent+jwt", "logout"):
        types.apply_events(0, _logout(typ, sid="s1"), MISMATCH, "typ", verifier=ANYTHING)
    wrong = Run("events-logout-wrong", comment="Checked again, as whoever made the verifier may have left the profile out.")
    for members, expected in [
        ({}, (MISSING, "sub")),
        ({"sid": 7}, (INVALID, "sid")),
        ({"sid": "s1", "nonce": "n"}, (MISMATCH, "nonce")),
        ({"sid": "s1", "events": {LOGOUT: 1}}, (INVALID, "events")),
        ({"sub": "alice", "iat": None}, (MISSING, "iat")),
        ({"sid": "s1", "iss": None}, (MISSING, "iss")),
        ({"sid": ""}, (INVALID, "sid")),
        ({"sub": ""}, (INVALID, "sub")),
    ]:
        wrong.apply_events(0, _logout(**members), *expected, verifier=ANYTHING)
    wrong.verify(0, signed(claims(sid="s1")), ACCEPTED)
    return [session, both, subject, types, wrong]


def _sessions() -> list[Run]:
    opaque = Run("events-session", comment="The first example of CAEP 1.0, section 3.1.2.")
    opaque.apply_events(1, _event(SESSION), [["session", NOW + 1, None, None, ISSUER, SESSION_REVOKED, None]], verifier=SECURITY_EVENT)
    opaque.verify(1, signed(claims(sid="s1")), REVOKED, "sid")
    opaque.verify(1, signed(claims(sid="s2")), ACCEPTED)
    complex = Run("events-session-of-a-user", comment="Its second example.")
    tenant = {"format": "opaque", "id": "123456789"}
    complex.apply_events(1, _event({"format": "complex", "session": SESSION, "user": USER, "tenant": tenant}), verifier=SECURITY_EVENT)
    complex.verify(1, signed(claims(sid="s1")), REVOKED, "sid")
    complex.verify(1, signed(claims(sid="s2")), ACCEPTED)
    complex.verify(1, signed(claims(sid="123456789")), ACCEPTED)
    alone = Run("events-session-in-a-complex-subject")
    alone.apply_events(1, _event({"format": "complex", "session": SESSION}), verifier=SECURITY_EVENT)
    alone.verify(1, signed(claims(sid="s1")), REVOKED, "sid")
    limited = Run("events-session-of-a-list-with-an-end", options={"longest_lifetime": "1h"})
    limited.apply_events(0, _event(SESSION), [["session", NOW, None, NOW + 7200, ISSUER, SESSION_REVOKED, None]], verifier=SECURITY_EVENT)
    return [opaque, complex, alone, limited]


def _users() -> list[Run]:
    user = Run("events-user")
    event = _event(event={"event_timestamp": NOW - 10})
    user.apply_events(0, event, [["subject", NOW, NOW - 9, None, ISSUER, SESSION_REVOKED, None]], verifier=SECURITY_EVENT)
    user.verify(0, signed(claims(iat=NOW - 10)), REVOKED, "sub")
    user.verify(0, signed(claims(iat=NOW - 9)), ACCEPTED)
    user.verify(0, signed(claims(iat=None)), REVOKED, "sub")
    user.verify(0, signed(claims(sub="bob")), ACCEPTED)
    device = Run("events-user-with-a-device", comment="CAEP's third example: a list knows no devices, so all of the user's tokens are refused.")
    other = {"format": "iss_sub", "iss": ISSUER, "sub": "e9297990"}
    device.apply_events(0, _event({"format": "complex", "user": USER, "device": other}), verifier=SECURITY_EVENT)
    device.verify(0, signed(claims()), REVOKED, "sub")
    device.verify(0, signed(claims(sub="e9297990")), ACCEPTED)
    unknown = Run("events-user-with-an-unknown-session", comment="A session that is named otherwise than by its id: all that the user has.")
    session = {"format": "did", "url": "did:example:123456"}
    unknown.apply_events(0, _event({"format": "complex", "user": USER, "session": session}), verifier=SECURITY_EVENT)
    unknown.verify(0, signed(claims()), REVOKED, "sub")
    twice = Run("events-applied-twice", comment="What was withdrawn in between is revoked again: a list does not remember events.", options={"audit": True})
    for at in (0, 1):
        twice.apply_events(at, event, verifier=SECURITY_EVENT)
    twice.verify(1, signed(claims()), REVOKED, "sub")
    twice.entries(1)
    return [user, device, unknown, twice]


def _subjects() -> list[Run]:
    refused = Run("events-subject-refused", comment="What names no token's subject is left to the caller, and nothing is revoked.")
    email = {"format": "email", "email": "alice@example.com"}
    for sub_id, expected in [
        (None, (MISSING, "sub_id")),
        ("alice", (INVALID, "sub_id")),
        ([USER], (INVALID, "sub_id")),
        ({}, (INVALID, "sub_id")),
        (email, (INVALID, "sub_id")),
        ({"format": "aliases", "identifiers": [USER]}, (INVALID, "sub_id")),
        ({"format": "account", "uri": "acct:alice@issuer.example"}, (INVALID, "sub_id")),
        ({"iss": ISSUER, "sub": "alice"}, (INVALID, "sub_id")),
        ({"format": "ISS_SUB", "iss": ISSUER, "sub": "alice"}, (INVALID, "sub_id")),
        ({"format": "iss_sub", "sub": "alice"}, (INVALID, "sub_id")),
        ({"format": "iss_sub", "iss": ISSUER}, (INVALID, "sub_id")),
        ({"format": "iss_sub", "iss": ISSUER, "sub": ""}, (INVALID, "sub_id")),
        ({"format": "iss_sub", "iss": "", "sub": "alice"}, (INVALID, "sub_id")),
        ({"format": "iss_sub", "iss": ISSUER, "sub": 7}, (INVALID, "sub_id")),
        ({"format": "opaque", "id": ""}, (INVALID, "sub_id")),
        ({"format": "opaque", "id": 7}, (INVALID, "sub_id")),
        ({"format": "opaque"}, (INVALID, "sub_id")),
        ({"format": "complex"}, (INVALID, "sub_id")),
        ({"format": "complex", "user": email}, (INVALID, "sub_id")),
        ({"format": "complex", "user": "alice"}, (INVALID, "sub_id")),
        ({"format": "complex", "session": "s1", "user": USER}, (INVALID, "sub_id")),
        ({"format": "complex", "session": USER}, (INVALID, "sub_id")),
        ({"format": "complex", "device": USER}, (INVALID, "sub_id")),
        ({"format": "complex", "user": SESSION}, (INVALID, "sub_id")),
    ]:
        refused.apply_events(0, _event(sub_id), *expected, verifier=SECURITY_EVENT)
    refused.verify(0, signed(claims(sid="s1")), ACCEPTED)
    sub = Run("events-sub-is-not-the-subject", comment="`sub` of a security event is not read: sub_id names the subject (SSF 1.0, section 3).")
    sub.apply_events(0, _event(None, sub="alice"), MISSING, "sub_id", verifier=SECURITY_EVENT)
    sub.apply_events(0, _event({**USER, "sub": "bob"}, sub="alice"), verifier=SECURITY_EVENT)
    sub.verify(0, signed(claims()), ACCEPTED)
    sub.verify(0, signed(claims(sub="bob")), REVOKED, "sub")
    return [refused, sub]


def _times() -> list[Run]:
    times = Run("events-times")
    for timestamp, before in [(NOW, NOW + 1), (NOW - 0.5, NOW), (0, 1), (NOW + 3600, NOW + 3601)]:
        row = ["subject", NOW, before, None, ISSUER, SESSION_REVOKED, None]
        times.apply_events(0, _event({**USER, "sub": str(timestamp)}, event={"event_timestamp": timestamp}), [row], verifier=SECURITY_EVENT)
    for timestamp in (NOW + 3601, NOW * 1000, -1, "1700000000", None, True, [NOW]):
        times.apply_events(0, _event(event={"event_timestamp": timestamp}), INVALID, "events", verifier=SECURITY_EVENT)
    told = Run("events-time-of-telling", comment="Without a time of the event, everything until it was told.")
    told.apply_events(50, _event(toe=NOW - 100), [["subject", NOW + 50, NOW + 1, None, ISSUER, SESSION_REVOKED, None]], verifier=SECURITY_EVENT)
    future = Run("events-told-in-the-future")
    future.apply_events(0, _event(iat=NOW + 3600), verifier=SECURITY_EVENT)
    future.apply_events(0, _event(iat=NOW + 3601), INVALID, "iat", verifier=SECURITY_EVENT)
    future.apply_events(0, _logout(sub="alice", iat=NOW + 3601), INVALID, "iat", verifier=LOGOUT_TOKEN)
    future.apply_events(0, _logout(sid="s1", iat=NOW + 3601), verifier=LOGOUT_TOKEN)
    return [times, told, future]


def _issuers() -> list[Run]:
    refused = Run("events-of-another-issuer", comment="Whoever tells an event may not speak for another issuer's users.")
    for sub_id in (USER, {"format": "complex", "session": SESSION, "user": USER}, {"format": "complex", "user": USER}):
        refused.apply_events(0, _event(sub_id, iss=PROVIDER), MISMATCH, "sub_id", verifier=SECURITY_EVENT)
        refused.apply_events(0, _event(sub_id, iss=PROVIDER), MISMATCH, "sub_id", verifier=SECURITY_EVENT, subject_issuers=[OTHER, ISSUER + "/"])
    refused.verify(0, signed(claims(sid="s1")), ACCEPTED)
    listed = Run("events-of-a-listed-issuer")
    listed.apply_events(
        0, _event(iss=PROVIDER), [["subject", NOW, NOW + 1, None, PROVIDER, SESSION_REVOKED, None]], verifier=SECURITY_EVENT, subject_issuers=[OTHER, ISSUER]
    )
    listed.verify(0, signed(claims()), REVOKED, "sub")
    listed.apply_events(0, _event({"format": "complex", "session": SESSION, "user": USER}, iss=PROVIDER), verifier=SECURITY_EVENT, subject_issuers=[ISSUER])
    listed.verify(0, signed(claims(sid="s1", sub="bob")), REVOKED, "sid")
    own = Run("events-session-of-the-own-issuer", comment="An opaque id alone is the event's own issuer's, whatever is listed.")
    own.apply_events(0, _event(SESSION, iss=PROVIDER), verifier=SECURITY_EVENT, subject_issuers=[ISSUER])
    own.verify(0, signed(claims(sid="s1")), ACCEPTED)
    own.verify(0, signed(claims(sid="s1", iss=PROVIDER)), REVOKED, "sid")
    return [refused, listed, own]


def _notes() -> list[Run]:
    notes = Run("events-notes", options={"audit": True})
    notes.apply_events(0, _event(SESSION), [["session", NOW, None, None, "receiver", "incident 7", None]], verifier=SECURITY_EVENT, by="receiver", reason="incident 7")
    notes.entries(0)
    for call in ({"by": "x" * 256}, {"reason": "x" * 1001}):
        notes.apply_events(0, _event(), OPTION, verifier=SECURITY_EVENT, **call)
    return [notes]


def _others() -> list[Run]:
    unknown = Run("events-of-other-kinds", comment="They are no business of a list: nothing is revoked, and nothing is wrong.")
    verification = "https://schemas.openid.net/secevent/ssf/event-type/verification"
    credential = "https://schemas.openid.net/secevent/caep/event-type/credential-change"
    for events in ({verification: {"state": "x"}}, {credential: {"change_type": "revoke"}}):
        unknown.apply_events(0, _event(events=events), [], verifier=SECURITY_EVENT)
    unknown.verify(0, signed(claims()), ACCEPTED)
    several = Run("events-among-others")
    several.apply_events(0, _event(events={verification: {}, SESSION_REVOKED: {}, credential: {}}), verifier=SECURITY_EVENT)
    several.verify(0, signed(claims()), REVOKED, "sub")
    plain = Run("events-of-no-event", comment="An access token is none.")
    plain.apply_events(0, signed(claims()), MISSING, "events", verifier=ANYTHING)
    plain.apply_events(0, signed(claims(events=[])), INVALID, "events", verifier=ANYTHING)
    plain.apply_events(0, signed(claims(events={})), [], verifier=ANYTHING)
    types = Run("events-types")
    for typ in ("JWT", None, "at+jwt", "logout+jwt"):
        types.apply_events(0, _event(typ=typ), MISMATCH, "typ", verifier=ANYTHING)
    for typ in ("application/secevent+jwt", "SECEVENT+JWT"):
        types.apply_events(0, _event(typ=typ), verifier=SECURITY_EVENT)
    return [unknown, several, plain, types]
