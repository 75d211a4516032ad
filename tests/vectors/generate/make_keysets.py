"""keysets.json: JWK sets. One bad key is set aside and reported, and the others work; with `strict`
it fails the set.

A set that is not a set (no `keys`, not a list, not strict JSON) is ERR_JWKS_INVALID.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, compact_json, error, group, write
from key_material import KEYS, oct_key
from key_uses import EC, PAYLOAD, RSA, tokens
from rfc_check import public

SET_INVALID = error("ERR_JWKS_INVALID")
GOOD = [{**public(KEYS["rsa-2048"]), "kid": "rsa", "alg": "RS256", "use": "sig"}, {**public(KEYS["ec-p256"]), "kid": "ec"},
        {**public(KEYS["okp-ed25519"]), "kid": "ed"}]


def bad_keys() -> dict[str, tuple[Any, str]]:
    """One entry that cannot be a key, and the code under which it is set aside: that of `from_jwk`,
    except where a set leaves no choice.
    """
    rsa, ec, ed, akp = (KEYS[name] for name in ("rsa-2048", "ec-p256", "okp-ed25519", "akp-44"))
    big = b64u(((1 << 8191) * 2 + 1).to_bytes(1025, "big"))
    return {
        "oct-without-alg": (oct_key(32), "ERR_JWK_INVALID"),
        "dir-without-enc": (oct_key(32, alg="dir"), "ERR_JWK_INVALID"),
        "number": (7, "ERR_JWK_INVALID"), "null": (None, "ERR_JWK_INVALID"), "text": ("key", "ERR_JWK_INVALID"),
        "list": ([], "ERR_JWK_INVALID"),
        "empty": ({}, "ERR_JWK_INVALID"), "nested-set": ({"keys": []}, "ERR_JWK_INVALID"),
        "kty-missing": ({"crv": "P-256", "x": ec["x"], "y": ec["y"]}, "ERR_JWK_INVALID"),
        "kty-unknown": ({"kty": "FUTURE", "alg": "ES256"}, "ERR_JOSE_NOT_SUPPORTED"),
        "crv-unknown": ({**public(ec), "crv": "P-224"}, "ERR_JOSE_NOT_SUPPORTED"),
        "alg-unknown": ({**public(rsa), "alg": "RS1"}, "ERR_JOSE_NOT_SUPPORTED"),
        "alg-none": ({**public(rsa), "alg": "none"}, "ERR_JOSE_NOT_SUPPORTED"),
        "alg-rsa1-5": ({**public(rsa), "alg": "RSA1_5", "use": "enc"}, "ERR_JOSE_NOT_SUPPORTED"),
        "alg-does-not-fit": ({**public(ec), "alg": "ES384"}, "ERR_KEY_MISMATCH"),
        "alg-confusion": ({**public(rsa), "alg": "HS256"}, "ERR_KEY_MISMATCH"),
        "off-curve": ({**public(ec), "x": ec["y"], "y": ec["x"]}, "ERR_JWK_INVALID"),
        "halves-disagree": ({**ec, "d": KEYS["ec-p256-other"]["d"]}, "ERR_KEY_MISMATCH"),
        "okp-halves-disagree": ({**ed, "d": KEYS["okp-ed25519-other"]["d"]}, "ERR_KEY_MISMATCH"),
        "akp-halves-disagree": ({**akp, "priv": KEYS["akp-44-other"]["priv"]}, "ERR_KEY_MISMATCH"),
        "rsa-1024": (public(KEYS["rsa-1024"]), "ERR_KEY_WEAK"),
        "rsa-too-large": ({"kty": "RSA", "n": big, "e": "AQAB"}, "ERR_JOSE_LIMIT_EXCEEDED"),
        "rsa-without-qi": ({m: rsa[m] for m in ("kty", "n", "e", "d", "p", "q", "dp", "dq")}, "ERR_JWK_INVALID"),
        "secret-short": (oct_key(31, alg="HS256"), "ERR_KEY_WEAK"),
        "secret-is-public-key": ({"kty": "oct", "alg": "HS256", "k": b64u(compact_json(public(rsa)))}, "ERR_KEY_MISMATCH"),
        "padding": ({**public(ed), "x": ed["x"] + "="}, "ERR_JWK_INVALID"),
        "kid-number": ({**public(ed), "kid": 7}, "ERR_JWK_INVALID"),
        "key-ops-duplicate": ({**public(ed), "key_ops": ["verify", "verify"]}, "ERR_JWK_INVALID"),
    }


def set_aside() -> list[dict[str, Any]]:
    """Each bad key between good ones: reported with its place, its kid if that is text, and its
    code.
    """
    tests = []
    for name, (bad, code) in bad_keys().items():
        named = {**bad, "kid": "bad"} if isinstance(bad, dict) and "kid" not in bad else bad
        kid = "bad" if named is not bad else None
        jwks = {"keys": [GOOD[0], named, GOOD[1]]}
        tests += [
            case(f"keysets-aside-{name}", "keyset.import", {"jwks": jwks},
                 {"count": 2, "key_ids": ["rsa", "ec"], "rejected": [[1, kid, code]]}),
            case(f"keysets-strict-{name}", "keyset.import", {"jwks": jwks, "strict": True}, SET_INVALID),
        ]
    bad = bad_keys()
    several = {"keys": [bad["number"][0], GOOD[2], {**bad["rsa-1024"][0], "kid": "small"}, bad["kty-unknown"][0], GOOD[0],
                        bad["off-curve"][0]]}
    tests.append(case("keysets-aside-several", "keyset.import", {"jwks": several},
                      {"count": 2, "key_ids": ["ed", "rsa"],
                       "rejected": [[0, None, "ERR_JWK_INVALID"], [2, "small", "ERR_KEY_WEAK"], [3, None, "ERR_JOSE_NOT_SUPPORTED"],
                                    [5, None, "ERR_JWK_INVALID"]]},
                      comment="in the set's order; places are those in the set as given"))
    tests.append(case("keysets-aside-all", "keyset.import", {"jwks": {"keys": [7, {}]}},
                      {"count": 0, "key_ids": [], "rejected": [[0, None, "ERR_JWK_INVALID"], [1, None, "ERR_JWK_INVALID"]]},
                      comment="an empty set is left"))
    return tests


def good_sets() -> list[dict[str, Any]]:
    """Empty, mixed, with the same kid twice, with members that we do not know."""
    every = [{**KEYS[name], "kid": name} for name in ("rsa-2048", "ec-p256", "ec-p384", "ec-p521", "ec-secp256k1", "okp-ed25519",
                                                      "okp-x25519",
                                                      "akp-44", "akp-65", "akp-87")] + [oct_key(32, alg="A256GCM", kid="dir"),
                                                                                        oct_key(32, alg="HS256")]
    sets = {
        "empty": ([], "an empty set is valid"),
        "one": (GOOD[:1], None),
        "every-type": (every, "private keys of every type; the last has no kid"),
        "public": (GOOD, None),
        "no-kids": ([public(EC), public(RSA)], None),
        "same-kid": ([{**public(EC), "kid": "a"}, {**public(RSA), "kid": "a"}], "RFC 7517, section 4.5, allows it for different types"),
        "same-key": ([GOOD[0], GOOD[0]], "the same key twice is no error"),
        "empty-kid": ([{**public(EC), "kid": ""}], "an empty kid is a kid"),
    }
    tests = []
    for name, (keys, comment) in sets.items():
        expect = {"count": len(keys), "key_ids": [key.get("kid") for key in keys], "rejected": []}
        tests += [case(f"keysets-{name}", "keyset.import", {"jwks": {"keys": keys}}, expect, comment=comment),
                  case(f"keysets-{name}-strict", "keyset.import", {"jwks": {"keys": keys}, "strict": True}, expect, comment=comment)]
    more = {"issuer": "https://example.com", "keys": GOOD, "next": {"keys": 7}}
    tests.append(case("keysets-unknown-members", "keyset.import", {"jwks": more, "strict": True},
                      {"count": 3, "key_ids": ["rsa", "ec", "ed"], "rejected": []},
                      comment="RFC 7517, section 5: members that are not understood are ignored"))
    tests.append(case("keysets-text", "keyset.import", {"jwks": " " + compact_json({"keys": GOOD}) + "\n"},
                      {"count": 3, "key_ids": ["rsa", "ec", "ed"], "rejected": []}, comment="a set may be given as JSON text",
                      flags=["json-text"]))
    return tests


def no_sets() -> list[dict[str, Any]]:
    """What is no set at all, as an object and as text."""
    objects = {"keys-missing": {}, "keys-null": {"keys": None}, "keys-object": {"keys": {}}, "keys-text": {"keys": "[]"},
               "keys-number": {"keys": 0},
               "keys-boolean": {"keys": False}, "keys-upper-case": {"Keys": GOOD}, "bare-jwk": GOOD[0]}
    good = compact_json({"keys": GOOD[2:]})
    texts = {
        "list": "[]", "null": "null", "number": "7", "text": '"keys"', "empty": "", "blank": "\n", "truncated": good[:-1],
        "trailing-data": good + "x",
        "trailing-comma": '{"keys":[],}', "byte-order-mark": "\ufeff" + good, "duplicate-keys": '{"keys":[],"keys":[]}',
        "duplicate-keys-escaped": '{"keys":[],"\\u006beys":[]}', "duplicate-unknown": '{"a":1,"keys":[],"a":1}',
        "lone-surrogate": '{"keys":[],"a":"\\udc00"}',
        "overflow": '{"keys":[],"a":1e999}',
        "html": "<!doctype html><title>503</title>", "pem": "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    }
    tests = []
    for name, jwks in objects.items():
        tests += [case(f"keysets-invalid-{name}", "keyset.import", {"jwks": jwks}, SET_INVALID),
                  case(f"keysets-invalid-{name}-strict", "keyset.import", {"jwks": jwks, "strict": True}, SET_INVALID)]
    return tests + [case(f"keysets-invalid-as-text-{name}", "keyset.import", {"jwks": text}, SET_INVALID, flags=["json-text"])
                    for name, text in texts.items()]


def sets_at_work() -> list[dict[str, Any]]:
    """A token finds its key in a set of which others were set aside."""
    token = tokens()["RS256"]
    aside = [bad for bad, _ in bad_keys().values()]
    nameless = {member: value for member, value in GOOD[0].items() if member != "kid"}
    good, no_key, not_allowed = {"payload": PAYLOAD}, error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED")

    def verify(name: str, keys: Any, expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
        return case(f"keysets-verify-{name}", "jws.verify", {"token": token, "keys": keys}, expect, comment=comment, flags=["RS256"])

    return [
        verify("good", {"jwks": {"keys": GOOD}}, {**good, "key_id": "rsa"}, "the token has no kid: key_id is that of the key that fitted"),
        verify("among-bad", {"jwks": {"keys": [*aside, nameless]}}, {**good, "key_id": None}, "keys set aside are not in the way"),
        verify("among-bad-strict", {"jwks": {"keys": [*aside, nameless]}, "strict": True}, SET_INVALID),
        verify("only-bad", {"jwks": {"keys": aside}}, no_key),
        verify("empty", {"jwks": {"keys": []}}, no_key, "an empty set has no key for any token"),
        verify("other-types", {"jwks": {"keys": GOOD[1:]}}, not_allowed, "keys, none of which allows RS256"),
        verify("for-encryption", {"jwks": {"keys": [{**public(RSA), "use": "enc"}]}}, no_key, "use leaves no key"),
        verify("no-set", {"jwks": {}}, SET_INVALID),
    ]


def main() -> None:
    source = "keys by jwcrypto 1.6.1; bad ones derived from them"
    write("keysets", source, [
        group(good_sets(), comment="good sets"),
        group(set_aside(), comment="a bad key among good ones"),
        group(no_sets(), comment="no set at all"),
        group(sets_at_work(), comment="verifying with a set"),
    ])
