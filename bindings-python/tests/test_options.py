"""The core's table of options, and the package: every option is in the signature, the types and the
docstring, and is accepted.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import redis
import tokenseal
from samples import CERTIFICATE, KEY, NOW, RECIPIENT, SIGNING
from tokenseal import (
    AccessRules,
    Issuer,
    Key,
    KeyRing,
    KeySet,
    ProtectedResource,
    RemoteKeySet,
    ReplayCache,
    Revocations,
    StatusList,
    StatusLists,
    TokenError,
    Verifier,
    dpop,
    errors,
    jwe,
    jws,
    types,
)

# Written by `cargo xtask generate` from the core's table: the options of each function, in their
# order.
TABLE: dict[str, dict[str, dict[str, Any]]] = json.loads((Path(__file__).parent / "option_table.json").read_bytes())

REVOCATIONS = Revocations(audit=True)
RULES = AccessRules.from_json('{"rules": [{"methods": ["GET"], "path": "/", "public": true}]}')
RESOURCE = ProtectedResource(Verifier(KEY))
STATUS_LISTS = StatusLists(allowed_uris=["https://issuer.example/statuses/"])

EVENT = tokenseal.verify(
    tokenseal.sign(
        {
            "iss": "https://issuer.example",
            "sub_id": {"format": "opaque", "id": "1"},
            "events": {"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {}},
        },
        KEY,
        no_expiry=True,
        profile="security-event",
    ),
    KEY,
    issuer="https://issuer.example",
    profile="security-event",
)

# Each function with options, and arguments that it accepts.
FUNCTIONS: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = {
    "sign": (tokenseal.sign, ({}, KEY), {}),
    "encrypt": (tokenseal.encrypt, ({}, RECIPIENT), {}),
    "seal": (tokenseal.seal, ({},), {"sign_with": KEY, "encrypt_to": RECIPIENT}),
    "prepare": (tokenseal.prepare, ({}, SIGNING), {}),
    "Unsigned.complete": (tokenseal.prepare({}, SIGNING, no_expiry=True).complete, (b"",), {}),
    "dpop.prove": (dpop.prove, (SIGNING, "GET", "https://api.example"), {}),
    "dpop.prepare": (dpop.prepare, (SIGNING, "GET", "https://api.example"), {}),
    "ReplayCache": (ReplayCache, (), {}),
    "ReplayCache.redis": (ReplayCache.redis, (redis.Redis(),), {}),
    "verify": (tokenseal.verify, ("a.b.c", KEY), {}),
    "decrypt": (tokenseal.decrypt, ("a.b.c.d.e", RECIPIENT), {}),
    "unseal": (tokenseal.unseal, ("a.b.c.d.e",), {"decrypt_with": RECIPIENT, "verify_with": KEY}),
    "Issuer": (Issuer, (KEY,), {}),
    "Issuer.issue": (Issuer(KEY).issue, ({},), {}),
    "AccessRules.check": (RULES.check, (None, "GET", "/"), {}),
    "AccessRules.require": (RULES.require, (None, "GET", "/"), {}),
    "AccessRules.explain": (RULES.explain, (None, "GET", "/"), {}),
    "ProtectedResource": (ProtectedResource, (Verifier(KEY),), {}),
    "ProtectedResource.check": (RESOURCE.check, ("GET", "/", []), {}),
    "StatusList.to_jwt": (StatusList(8, bits=1).to_jwt, (SIGNING, "https://issuer.example/statuses/1"), {}),
    "StatusLists": (StatusLists, (), {}),
    "Verifier": (Verifier, (KEY, RECIPIENT), {}),
    "Verifier.verify": (Verifier(KEY).verify, ("a.b.c",), {}),
    "Verifier.verify_many": (Verifier(KEY).verify_many, ([],), {}),
    "jws.sign": (jws.sign, (b"", KEY), {}),
    "jws.verify": (jws.verify, ("a.b.c", KEY), {}),
    "jwe.encrypt": (jwe.encrypt, (b"", RECIPIENT), {}),
    "jwe.decrypt": (jwe.decrypt, ("a.b.c.d.e", RECIPIENT), {}),
    "jwe.prepare_decrypt": (jwe.prepare_decrypt, ("a.b.c.d.e", RECIPIENT), {}),
    "Key.generate": (Key.generate, ("ES256",), {}),
    "Key.from_jwk": (Key.from_jwk, (SIGNING.to_jwk(),), {}),
    "Key.from_pem": (Key.from_pem, (SIGNING.to_pem(), "ES256"), {}),
    "Key.from_der": (Key.from_der, (SIGNING.to_der(), "ES256"), {}),
    "Key.from_certificate": (Key.from_certificate, (CERTIFICATE, "Ed25519"), {}),
    "Key.from_secret": (Key.from_secret, (bytes(32), "HS256"), {}),
    "Key.from_password": (Key.from_password, (bytes(8),), {}),
    "Key.to_jwk": (SIGNING.to_jwk, (), {}),
    "Key.to_pem": (SIGNING.to_pem, (), {}),
    "Key.to_der": (SIGNING.to_der, (), {}),
    "KeySet.from_jwks": (KeySet.from_jwks, ({"keys": []},), {}),
    "KeySet.to_jwks": (KeySet([SIGNING]).to_jwks, (), {}),
    "KeyRing.create": (KeyRing.create, (["Ed25519", "RS256", "ECDH-ES"],), {}),
    # Without a namespace it contacts no store.
    "KeyRing.redis": (KeyRing.redis, (redis.Redis(), Key.generate("A256KW")), {}),
    "RemoteKeySet": (RemoteKeySet, ("https://issuer.example/jwks.json",), {}),
    "Revocations": (Revocations, (), {}),
    "Revocations.file": (Revocations.file, ("nowhere/revoked.log",), {}),
    "Revocations.redis": (Revocations.redis, (redis.Redis(),), {}),
    "Revocations.revoke": (REVOCATIONS.revoke, (tokenseal.verify(tokenseal.sign({}, KEY, no_expiry=True), KEY, allow_missing_exp=True),), {}),
    "Revocations.revoke_id": (REVOCATIONS.revoke_id, ("https://issuer.example", "1"), {}),
    "Revocations.revoke_session": (REVOCATIONS.revoke_session, ("https://issuer.example", "1"), {}),
    "Revocations.revoke_key": (REVOCATIONS.revoke_key, ("https://issuer.example", "1"), {}),
    "Revocations.revoke_subject": (REVOCATIONS.revoke_subject, ("https://issuer.example", "1"), {}),
    "Revocations.revoke_issuer": (REVOCATIONS.revoke_issuer, ("https://issuer.example",), {}),
    "Revocations.withdraw": (REVOCATIONS.withdraw, ("none",), {}),
    "Revocations.apply_events": (REVOCATIONS.apply_events, (EVENT,), {}),
    "Revocations.entries": (REVOCATIONS.entries, (), {}),
}
# Arguments for this language's drivers, or times, which the table does not have.
DRIVERS = {
    "KeyRing.create": {"now"},
    "KeyRing.redis": {"create", "on_event"},
    "RemoteKeySet": {"headers", "on_event", "ssl_context", "fetch", "client"},
    "Revocations.redis": {"on_event"},
    "StatusLists": {"on_event", "ssl_context", "fetch", "client"},
    "Verifier": {"on_event"},
}
# What the core has and these functions refuse: not in their signatures, but no TypeError either.
REFUSED = {
    "accept": ["signed"],
    "algorithms": ["HS256"],
    "allow_any_tenant": True,
    "allow_base64_padding": True,
    "allow_missing_cty": True,
    "allow_unsigned": True,
    "allow_weak_secret": True,
    "allowed_tenants": ["tenant"],
    "before": NOW,
    "certificate": b"certificate",
    "compress": True,
    "content_encryption": ["A256GCM"],
    "enc": "A256GCM",
    "encoding": "base64",
    "issuer_template": "https://issuer.example/{tid}",
    "key_management": ["dir"],
    "method": "GET",
    "now": NOW,
    "password": "correct horse",
    "proof": "a.b.c",
    "public_origins": ["https://api.example"],
    "remember": 1,
    "until": NOW,
    "url": "/orders",
}
# Functions that share a TypedDict; every other function has one named after it.
TYPES = {
    "Issuer.issue": "IssueOptions",
    "Verifier.verify": "CheckOptions",
    "Verifier.verify_many": "CheckManyOptions",
    "dpop.prove": "ProofOptions",
    "dpop.prepare": "ProofOptions",
    "ReplayCache": "ReplayOptions",
    "ReplayCache.redis": "ReplayStoreOptions",
    "KeyRing.create": "RingOptions",
    "KeyRing.redis": "RingStoreOptions",
    "RemoteKeySet": "RemoteOptions",
    "Revocations.apply_events": "EventOptions",
    "Revocations.file": "FileOptions",
    "Revocations.redis": "StoreOptions",
    **dict.fromkeys(["AccessRules.check", "AccessRules.require", "AccessRules.explain"], "AccessOptions"),
    "ProtectedResource": "ResourceOptions",
    "ProtectedResource.check": "RequestOptions",
    "StatusList.to_jwt": "StatusTokenOptions",
    "StatusLists": "StatusListsOptions",
    "jws.sign": "JwsSignOptions",
    "jws.verify": "JwsVerifyOptions",
    "jwe.encrypt": "JweEncryptOptions",
    "jwe.decrypt": "JweDecryptOptions",
    "jwe.prepare_decrypt": "JweDecryptOptions",
    **dict.fromkeys(["Key.to_jwk", "Key.to_pem", "Key.to_der", "KeySet.to_jwks"], "ExportOptions"),
}


def keywords(function: Callable[..., Any]) -> set[str]:
    return {name for name, parameter in inspect.signature(function).parameters.items() if parameter.kind == parameter.KEYWORD_ONLY}


def is_key(option: str, row: dict[str, Any]) -> bool:
    """Whether an option is a key that is an argument in its own right, which may be positional."""
    return row.get("of") in ("Key", "Keys") and option not in ("csrf_key", "nonce_key")


def sample(row: dict[str, Any]) -> Any:
    """A value of the option's form."""
    name = (row["names"] or SAMPLE_NAMES.get(row["of"], ["?"]))[0]
    return {
        "flag": True,
        "text": "text",
        "texts": ["text"],
        "text-or-texts": ["text"],
        "length": "15m",
        "time": NOW,
        "count": 1,
        "bits": 2048,
        "object": {},
        "objects": [{}],
        "object-or-objects": {},
        "name": name,
        "names": [name],
        "secret": b"secret",
        "bytes": b"bytes",
        "handle": {"Keys": KEY, "Key": KEY, "Clock": lambda: NOW, "Revocations": REVOCATIONS, "ReplayCache": ReplayCache(), "AccessRules": RULES, "StatusLists": STATUS_LISTS, "Confirmation": SIGNING}.get(row["of"]),
    }[row["form"]]


SAMPLE_NAMES = {
    "Algorithm": ["ES256"],
    "ContentEncryption": ["A256GCM"],
    "Curve": ["P-256"],
    "KeyManagement": ["A256KW"],
    "SignatureAlgorithm": ["HS256"],
}
ROWS = [(name, option) for name, options in TABLE.items() for option in options]


def test_every_function_of_the_table_is_here() -> None:
    assert FUNCTIONS.keys() == TABLE.keys()


@pytest.mark.parametrize(("name", "option"), ROWS, ids=[f"{name}-{option}" for name, option in ROWS])
def test_every_option_is_accepted(name: str, option: str) -> None:
    function, arguments, needed = FUNCTIONS[name]
    row = TABLE[name][option]
    if is_key(option, row) and option not in keywords(function):
        arguments = ()

    def refusal(value: Any) -> str:
        """Why the option is refused; empty if it is not, whatever the outcome of the call."""
        try:
            function(*arguments, **needed, **{option: value})
        except TokenError as error:
            return str(error) if f"option `{option}`" in str(error) else ""
        return ""

    assert refusal(sample(row)) == ""
    if row["form"] == "bytes":
        assert refusal("text") == f"option `{option}` must be bytes"
    elif not is_key(option, row):
        assert refusal(object()) != ""
    assert (refusal(None) == "") == row["null_is_absent"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signatures_and_types_are_the_tables(name: str) -> None:
    function, _, needed = FUNCTIONS[name]
    shown = {
        option: repr(parameter.default).replace("Ellipsis", "...")
        for option, parameter in inspect.signature(function).parameters.items()
        if option in TABLE[name]
    }
    assert shown == {option: row["signature"] for option, row in TABLE[name].items()}
    assert keywords(function) <= set(TABLE[name]) | set(needed) | DRIVERS.get(name, set())
    words = name.rpartition(".")[2].removeprefix("from_").split("_")
    typed = getattr(types, TYPES.get(name) or "".join(map(str.capitalize, words)) + "Options")
    assert set(typed.__annotations__) == {option for option, row in TABLE[name].items() if not is_key(option, row)}
    assert not typed.__required_keys__


def test_stubs_take_the_types() -> None:
    """The `**options` of a stub are those of the signature, which `stubtest` cannot check."""
    for module in ("_native", "dpop", "jws", "jwe"):
        text = (Path(tokenseal.__file__).parent / f"{module}.pyi").read_text(encoding="utf-8")
        for function, typed in re.findall(r"def (\w+)\([^)]*Unpack\[(\w+)\]", text):
            function = {"for_issuer": "__new__"}.get(function, function).removesuffix("_async")
            names = [name for name in TABLE if name.rpartition(".")[2] == function or (function == "__new__" and name[0].isupper() and "." not in name)]
            assert any(set(getattr(types, typed).__annotations__) <= set(TABLE[name]) for name in names), function


EVERY_NAME = set().union(*(keywords(function) for function, _, _ in FUNCTIONS.values())) | set(REFUSED) | {"isuer", "token_type"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signatures_say_which_options_there_are(name: str) -> None:
    function, arguments, needed = FUNCTIONS[name]
    for option in EVERY_NAME - set(inspect.signature(function).parameters):
        expected = errors.OptionError if option in REFUSED else TypeError
        with pytest.raises((expected, TypeError)) as caught:
            function(*arguments, **needed, **{option: REFUSED.get(option)})
        if caught.type is TypeError:
            shown = name.removeprefix("jws.").removeprefix("jwe.")
            assert str(caught.value) == f"{shown}() got an unexpected keyword argument '{option}'"
    for option in keywords(function) - set(needed):
        expected = TypeError if is_key(option, TABLE[name].get(option, {})) else errors.OptionError
        with pytest.raises(expected):
            function(*arguments, **needed, **{option: object()})


def test_what_is_private_may_be_said_by_position() -> None:
    assert SIGNING.to_jwk(True) == SIGNING.to_jwk(private=True) != SIGNING.to_jwk(False) == SIGNING.to_jwk()
    assert KeySet([SIGNING]).to_jwks(True)["keys"] == [SIGNING.to_jwk(True)]
    for call in (SIGNING.to_pem, SIGNING.to_der, SIGNING.to_jwk, KeySet([SIGNING]).to_jwks):
        for wrong in (None, 1, "yes"):
            with pytest.raises(errors.OptionError, match="option `private`"):
                call(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [timedelta(0), timedelta(seconds=-5), timedelta(milliseconds=1500), datetime.now(), datetime.now(timezone.utc)])
def test_wrong_lengths(wrong: Any) -> None:
    with pytest.raises(errors.OptionError):
        tokenseal.sign({}, KEY, expires_in=wrong)


# Only lengths of time accept a timedelta, whatever it would be as text or as a number.
@pytest.mark.parametrize("option", ["issuer", "audience", "subject", "token_id", "type", "not_before", "now", "header", "no_expiry"])
def test_a_timedelta_is_a_length_and_nothing_else(option: str) -> None:
    with pytest.raises(errors.OptionError, match=f"option `{option}`: a timedelta is a length"):
        tokenseal.sign({}, KEY, **{"expires_in": 60, option: timedelta(seconds=NOW)})
    with pytest.raises(errors.OptionError, match="option `max_attempts`"):
        Verifier(KEY, leeway=timedelta(seconds=1), max_age=timedelta(hours=1), max_attempts=timedelta(seconds=1))
    with pytest.raises(errors.OptionError, match="option `not_before`: a datetime has no time zone"):
        tokenseal.sign({}, KEY, expires_in=60, not_before=datetime.now())


@pytest.mark.parametrize("wrong", [timedelta(seconds=NOW), datetime.now(), "now", True, float("nan"), 10**30])
def test_wrong_points_in_time(wrong: Any) -> None:
    with pytest.raises(errors.OptionError):
        tokenseal.sign({}, KEY, no_expiry=True, now=wrong)
    with pytest.raises(errors.OptionError):
        Verifier(KEY).verify("a.b.c", now=wrong)
