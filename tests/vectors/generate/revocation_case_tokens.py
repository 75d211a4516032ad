"""revocation_tokens.json: single tokens, by their `jti` or by what they say, in every form that a
token can have.
"""

from __future__ import annotations

from typing import Any

from common import NOW, compact_json
from revocation_run import ACCEPTED, Run
from revocation_tokens import (
    ECDSA, ENCRYPTED, ISSUER, OTHER, RSA, SECOND, WRAPPED, Token, claims, encrypted, nested, other_signature, signed,
)

REVOKED = "ERR_JWT_REVOKED"
ONE = signed(claims(jti="one"))


def tests() -> list[dict[str, Any]]:
    return [run.case() for run in [*_signed(), *_unnamed(), *_encrypted(), *_nested(), *_spelt(), *_by_id(), *_ends()]]


def _run(id: str, token: Token, *others: Token, same: tuple[Token, ...] = (), **more: Any) -> Run:
    """Revokes a token, after which it and those that are the `same` are refused, and no others."""
    run = Run(f"token-{id}", **more)
    claim = ("jti",) if token.read().get("jti") else ()
    run.verify(0, token, ACCEPTED)
    entry = run.revoke(0, token)
    for one in (token, *same):
        run.verify(1, one, REVOKED, *claim)
    for other in others:
        run.verify(1, other, ACCEPTED)
    run.withdraw(2, entry)
    for one in (token, *same):
        run.verify(2, one, ACCEPTED)
    return run


def _signed() -> list[Run]:
    text = claims(jti="one")
    return [
        _run("hs256", ONE, signed(claims(jti="two")), same=(signed(claims(jti="one", iat=NOW)), signed(text, SECOND))),
        _run("rs256", signed(text, RSA), signed(claims(jti="two"), RSA), same=(ONE,)),
        _run("es256", signed(text, ECDSA), same=(other_signature(signed(text, ECDSA)),), comment="Both signatures, since its id is the same."),
        _run("of-another-issuer", ONE, signed(claims(jti="one", iss=OTHER))),
        _run("without-issuer", signed(claims(jti="one", iss=None)), ONE, signed(claims(jti="one", iss=""))),
        _run("of-issuer-in-a-longer-one", signed(claims(jti="b", iss="a")), signed(claims(jti="", iss="ab")), signed(claims(jti="ab", iss=""))),
        _run("any-id", signed(claims(jti="\u0000 \u20ac \U0001f600")), signed(claims(jti="\u0000 \u20ac \U0001f601")), ONE),
        _run("long-id", signed(claims(jti="x" * 3000)), signed(claims(jti="x" * 2999))),
        _run("whatever-else-it-says", ONE, same=(signed(claims(jti="one", sub="bob", exp=NOW + 60)), signed(claims(jti="one"), typ="JWT"))),
    ]


def _unnamed() -> list[Run]:
    bare, empty = signed(claims()), signed(claims(jti=""))
    by_ec = signed(claims(), ECDSA)
    return [
        _run("unnamed-hs256", bare, ONE, signed(claims(sub="bob")), signed(claims(iat=NOW)), empty, by_ec),
        _run("unnamed-es256", by_ec, bare, signed(claims(sub="bob"), ECDSA), same=(other_signature(by_ec),), comment="Of (r, s), also (r, n - s) verifies."),
        _run("unnamed-rs256", signed(claims(), RSA), bare, by_ec),
        _run("empty-id", empty, bare, ONE, comment="It says nothing, and so the token goes by what it says."),
        _run("unnamed-header", bare, signed(claims(), typ="JWT"), signed(claims(), SECOND), comment="The same claims in another header."),
        _run("unnamed-spaces", bare, signed(claims() + " "), signed(claims().replace(",", ", ")), comment="What it says is what was protected, to the byte."),
        _run("unnamed-without-issuer", signed(claims(iss=None)), bare),
        _run("unnamed-escape", signed(claims(sub="alice").replace("alice", "\\u0061lice")), bare, comment="Another text, although it means the same."),
    ]


def _encrypted() -> list[Run]:
    both: dict[str, Any] = {"keys": None, "decryption_keys": ENCRYPTED}
    bare = encrypted(claims())
    return [
        _run("encrypted", encrypted(claims(jti="one")), encrypted(claims(jti="two")), same=(encrypted(claims(jti="one"), "again"),), **both),
        _run("encrypted-unnamed", bare, encrypted(claims(sub="bob")), same=(encrypted(claims(), "again"),), comment="Another nonce, and the same token.", **both),
        _run("encrypted-header", bare, encrypted(claims(), zip="DEF"), encrypted(claims(), typ="JWT"), **both),
    ]


def _nested() -> list[Run]:
    both: dict[str, Any] = {"decryption_keys": WRAPPED, "verifier": {"accept": ["signed", "nested"]}}
    named, bare = signed(claims(jti="one")), signed(claims(), ECDSA)
    return [
        _run("nested", nested(named), nested(signed(claims(jti="two"))), same=(named, nested(named, "again")), **both),
        _run("nested-unnamed", nested(bare), nested(signed(claims())), same=(bare, nested(bare, "again"), nested(bare, zip="DEF")),
             comment="The inner token counts, in whatever it is encrypted to.", **both),
        _run("nested-by-its-inner", bare, same=(nested(bare), nested(other_signature(bare))), **both),
    ]


def _spelt() -> list[Run]:
    """Escapes in the claims are the characters that they stand for."""
    def spelt(name: str, value: str) -> Token:
        return signed(claims(jti="alice", sid="alice").replace(f'"{name}":{compact_json(value)}', f'"{name}":"{_escaped(value)}"'))

    plain = signed(claims(jti="alice", sid="alice"))
    runs = [_run("escaped-id", spelt("jti", "alice"), same=(plain,)), _run("escaped-issuer", spelt("iss", ISSUER), same=(plain,))]
    for kind, revoke in {"sid": Run.revoke_session, "sub": Run.revoke_subject}.items():
        run = Run(f"escaped-{kind}")
        revoke(run, 0, ISSUER, "alice")
        run.verify(0, spelt(kind, "alice"), REVOKED, kind)
        run.verify(0, spelt("iss", ISSUER), REVOKED, kind)
        run.verify(0, plain, REVOKED, kind)
        runs.append(run)
    issuer = Run("escaped-issuer-cut-off")
    issuer.revoke_issuer(0, ISSUER)
    issuer.verify(0, spelt("iss", ISSUER), REVOKED, "iss")
    surrogates = Run("escaped-pair")
    surrogates.revoke_id(0, ISSUER, "\U0001f600")
    surrogates.verify(0, signed(claims(jti="x").replace('"x"', '"\\ud83d\\ude00"')), REVOKED, "jti")
    return [*runs, issuer, surrogates]


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


def _by_id() -> list[Run]:
    by_id = Run("token-by-its-id", comment="As if the token had been at hand.", options={"audit": True})
    first = by_id.revoke_id(0, ISSUER, "one", until=NOW + 900)
    by_id.verify(0, ONE, REVOKED, "jti")
    by_id.withdraw(1, first)
    by_id.revoke(2, ONE)
    by_id.entries(2, issuer=ISSUER, token_id="one")
    nobody = Run("token-by-its-id-without-issuer")
    nobody.revoke_id(0, None, "one")
    nobody.verify(0, ONE, ACCEPTED)
    nobody.verify(0, signed(claims(jti="one", iss=None)), REVOKED, "jti")
    case_ = Run("token-id-case", comment="Ids compare by their characters.")
    case_.revoke_id(0, ISSUER, "One")
    case_.revoke_id(0, ISSUER.upper(), "one")
    case_.revoke_id(0, ISSUER + "/", "one")
    case_.verify(0, ONE, ACCEPTED)
    form = Run("token-id-normal-form", comment="One letter, or a letter and its accent: two ids.")
    form.revoke_id(0, ISSUER, "caf\u00e9")
    form.verify(0, signed(claims(jti="cafe\u0301")), ACCEPTED)
    form.verify(0, signed(claims(jti="caf\u00e9")), REVOKED, "jti")
    is_digest = Run("token-id-and-digest", comment="What an unnamed token says is no id.")
    bare = signed(claims())
    is_digest.revoke_id(0, ISSUER, bare.claims)
    is_digest.verify(0, bare, ACCEPTED)
    refused = Run("token-refused", comment="A token that is not good is never revoked: there is nothing to hold on to.")
    refused.revoke(900, ONE, "ERR_JWT_EXPIRED", "exp")
    refused.status(900)
    return [by_id, nobody, case_, form, is_digest, refused]


def _ends() -> list[Run]:
    forever = Run("token-without-exp", verifier={"allow_missing_exp": True}, comment="Revoked for ever.")
    endless = signed(claims(jti="one", exp=None))
    forever.revoke(0, endless, ["token", NOW, None, None, None, None, None])
    forever.verify(3e9, endless, REVOKED, "jti")
    far = Run("token-of-a-far-exp", comment="After the year 2106 is never.")
    far.revoke(0, signed(claims(jti="one", exp=5_000_000_000)), ["token", NOW, None, None, None, None, None])
    fraction = Run("token-of-a-fractional-exp", comment="The end is a whole second, and no earlier than it has to be.")
    fraction.revoke(0.25, signed(claims(jti="one", exp=NOW + 900.25)), ["token", NOW + 0.25, None, NOW + 4501, None, None, None])
    tolerant = Run("token-within-leeway", verifier={"leeway": "1h"}, comment="The largest leeway: the entry lasts as long as the token.")
    tolerant.revoke(0, ONE)
    tolerant.verify(900 + 3599, ONE, REVOKED, "jti")
    tolerant.verify(900 + 3600, ONE, "ERR_JWT_EXPIRED", "exp")
    late = Run("token-revoked-within-leeway", verifier={"leeway": "1h"})
    late.revoke(900 + 3599, ONE)
    late.verify(900 + 3599.5, ONE, REVOKED, "jti")
    return [forever, far, fraction, tolerant, late]
