"""ring_policies.json: what a ring promises, each bound just below the smallest sound value and at
it, and what it computes from that.
"""

from __future__ import annotations

from typing import Any

from ring_keys import ed25519, external, key
from ring_line import Refused
from ring_run import DAY, Run, refused

# What else is given with each option, so that the bound is its own.
BOUNDS: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "rotate-every": ({}, {"rotate_every": "1259s"}, {"rotate_every": "1260s"}),
    "rotate-every-max-age": ({"rotate_every": "1h"}, {"jwks_max_age": "2941s"}, {"jwks_max_age": "2940s"}),
    "rotate-every-refresh": ({"rotate_every": "1h"}, {"verifier_refresh": "2941s"}, {"verifier_refresh": "2940s"}),
    "rotate-every-skew": ({"rotate_every": "1h"}, {"clock_skew": "2401s"}, {"clock_skew": "2400s"}),
    "rotate-every-no-cache": ({"jwks_max_age": 0, "verifier_refresh": 0, "token_lifetime": 1, "clock_skew": 10}, {"rotate_every": 9}, {"rotate_every": 10}),
    "rotate-every-lifetime": ({"token_lifetime": "30d"}, {"rotate_every": 43_223}, {"rotate_every": 43_224}),
    "lifetime-rotate-every": ({"rotate_every": "12h"}, {"token_lifetime": 2_590_620}, {"token_lifetime": 2_590_619}),
    "skew-lifetime": ({"token_lifetime": 74_816, "rotate_every": 1270}, {"clock_skew": 62}, {"clock_skew": 61}),
    "token-lifetime": ({}, {"token_lifetime": 0}, {"token_lifetime": 1}),
    "clock-skew": ({}, {"clock_skew": 0}, {"clock_skew": 1}),
}
LENGTHS = ["rotate_every", "token_lifetime", "jwks_max_age", "verifier_refresh", "clock_skew"]


def tests() -> list[dict[str, Any]]:
    return [*_bounds(), *_lengths(), *_defaults(), *_keys_made(), *_keys_given()]


def _bounds() -> list[dict[str, Any]]:
    tests = []
    for id, (given, below, at) in BOUNDS.items():
        try:
            Run(f"ring-{id}-unsound", "ES256", **given, **below)
        except Refused:
            tests.append(refused(f"ring-{id}-unsound", "ES256", **given, **below))
        sound = Run(f"ring-{id}-sound", "ES256", **given, **at)
        sound.status(0)
        tests.append(sound.case())
    assert len(tests) == 2 * len(BOUNDS)
    return tests


def _lengths() -> list[dict[str, Any]]:
    wrong = {"nonsense": "soon", "negative": -1, "fraction": 1.5, "unit": "1y", "empty": ""}
    return [refused(f"ring-{name.replace('_', '-')}-{kind}", "ES256", **{name: value}) for name in LENGTHS for kind, value in wrong.items()]


def _defaults() -> list[dict[str, Any]]:
    plain = Run("ring-defaults", "ES256", comment="The figures of the decision, for the defaults.")
    plain.status(0, published_ahead=1260, kept_after={"signing": 1021, "encryption": 2281}, generation=1)
    plain.cache_control(0, "max-age=600")
    plain.jwks(0, "k0", "k1")
    plain.signing_key(0, "k0")
    plain.advance(0, changes=[], needs_key=[])
    plain.status(0, generation=1)
    age = Run("ring-cache-control", "ES256", jwks_max_age="1h", rotate_every="90d")
    age.cache_control(0, "max-age=3600")
    never = Run("ring-cache-control-0", "ES256", jwks_max_age=0)
    never.cache_control(0, "max-age=0")
    texts = Run("ring-lengths-as-text", "ES256", rotate_every="1d", token_lifetime="2h", jwks_max_age="5m", verifier_refresh="30s", clock_skew="10s")
    texts.status(0, published_ahead=340, kept_after={"signing": 7221, "encryption": 7561})
    texts.advance(DAY - 341, changes=[])
    texts.advance(DAY - 340, changes=[["k2", None, "upcoming"]])
    return [plain.case(), age.case(), never.case(), texts.case()]


def _keys_made() -> list[dict[str, Any]]:
    curve = Run("ring-curve", "ECDH-ES", curve="X25519")
    curve.jwks(0, "k0")
    bits = Run("ring-bits", "PS256", keys=[key("rsa", "PS256")], bits=2048, comment="One key is given and one made.")
    bits.signing_key(0, "k0")
    return [
        curve.case(),
        bits.case(),
        refused("ring-curve-for-signing", "ES256", curve="P-384"),
        refused("ring-bits-without-rsa", "ES256", bits=3072),
        refused("ring-curve-secp256k1", "ECDH-ES", curve="secp256k1"),
        refused("ring-bits-1024", "RS256", bits=1024),
        refused("ring-no-algorithm"),
        refused("ring-dir", "dir", comment="Its keys are bound to an enc as well."),
        refused("ring-password", "PBES2-HS256+A128KW", comment="A password is nothing that a ring could make."),
    ]


def _keys_given() -> list[dict[str, Any]]:
    given = Run("ring-begins-with-a-known-key", "ES256", keys=[ed25519("old"), ed25519("next")], comment="It signs at once, and has a spare.")
    given.signing_key(0, "k0")
    given.signing_key(0, "k2", alg="ES256")
    given.jwks(0, "k0", "k1", "k2", "k3")
    one = Run("ring-begins-with-one-key", keys=[ed25519("old")], comment="A spare is made beside it.")
    one.jwks(0, "k0", "k1")
    one.signing_key(0, "k0")
    three = Run("ring-begins-with-three-keys", keys=[ed25519("a"), ed25519("b"), ed25519("c")], comment="The first turn is planned at once.")
    three.signing_key(30 * DAY - 1, "k0")
    three.signing_key(30 * DAY, "k1")
    public = Run("ring-begins-with-an-external-key", "ES256", keys=[external("kms")])
    public.advance(0, needs_key=["Ed25519"], changes=[])
    no_alg = {name: value for name, value in ed25519("old").items() if name != "alg"}
    return [
        given.case(),
        one.case(),
        three.case(),
        public.case(),
        refused("ring-key-without-algorithm", keys=[no_alg | {"kty": "OKP"}]),
        refused("ring-key-twice", keys=[ed25519("old"), ed25519("old", "other")], comment="Two keys of one key_id."),
        refused("ring-keys-of-both-halves", keys=[ed25519("old"), external("kms")], comment="Private ones and public ones of an algorithm."),
        refused("ring-key-dir", keys=[key("direct", "dir")]),
    ]
