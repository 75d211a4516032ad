"""ring_kept.json: a ring as text: what opens it and what does not. What is damaged is never
replaced by something new.
"""

from __future__ import annotations

import json
from typing import Any

import hand
from common import NOW, case, compact_json, error
from fixtures import oct_jwk, public
from ring_keys import ed25519, external, key
from ring_run import DAY, HOUR, WRAPPING, Run, wrapped

UNAVAILABLE, INVALID = "ERR_KEYRING_UNAVAILABLE", "ERR_OPTION_INVALID"
MONTH, AHEAD = 30 * DAY, 1260
OTHER = oct_jwk("other rings", 32, alg="A256KW", kid="wrapping")
DIRECT = oct_jwk("rings", 32, alg="A256GCM", use="enc")
TYP = {"typ": "tokenseal-keyring"}


def tests() -> list[dict[str, Any]]:
    return [*(run.case() for run in _reopened()), *_protection(), *_damaged(), *_read(), *_newer()]


def _reopened() -> list[Run]:
    run = Run("ring-reopened", "ES256", "ECDH-ES", keys=[external("kms")], comment="Between all that happens to it.")
    token = run.issue(0, "k1", issuer={"lifetime": "15m", "alg": "ES256"})
    for at in (0, MONTH - AHEAD, MONTH, MONTH + HOUR):
        run.reopen(at)
        run.advance(at)
    run.reopen(MONTH + HOUR)
    run.verify(MONTH + HOUR, token, "ERR_JWKS_NO_MATCHING_KEY", now=0)
    run.revoke(MONTH + HOUR, "k2")
    run.reopen(MONTH + HOUR)
    run.key_set(MONTH + HOUR)
    run.status(MONTH + HOUR)
    kms = Run("ring-wrapped-key", "Ed25519", comment="What a KMS made of the key, as the ring bears it.")
    kms.reopen(0, wrapped_key=wrapped(b"by a KMS"))
    kms.reopen(0, wrapped_key="")
    kms.reopen(0)
    several = Run("ring-opened-by-one-of-several", "Ed25519", comment="As while its key is replaced.")
    several.reopen(0, open_with=[{"jwk": OTHER}, {"jwk": WRAPPING}])
    several.reopen(0, protect_with={"jwk": key("gcm", "A256GCMKW")})
    several.reopen(0, protect_with={"jwk": DIRECT, "alg": "dir", "enc": "A256GCM"})
    return [run, kms, several]


def _protection() -> list[dict[str, Any]]:
    wrong = {
        "signature": {"jwk": key("hmac", "HS256")},
        "public": {"jwk": public(key("agreement", "ECDH-ES+A256KW"))},
        "private": {"jwk": key("agreement", "ECDH-ES")},
        "rsa": {"jwk": key("rsa", "PS256") | {"alg": "RSA-OAEP"}},
        "password": {"password": "correct horse battery staple", "alg": "PBES2-HS256+A128KW"},
        "ed25519": {"jwk": ed25519("a")},
    }
    tests = []
    for id, how in wrong.items():
        run = Run(f"ring-protected-by-{id}", "Ed25519", flags=["writer of a ring"])
        is_sound = id == "password"
        run.reopen(0, None if is_sound else INVALID, protect_with=how)
        run.reopen(0, INVALID, open_with=[how] if not is_sound else [])
        tests.append(run.case())
    return tests


def _damaged() -> list[dict[str, Any]]:
    run = Run("ring-damaged", "Ed25519", flags=["lost wrapping key, torn ring"], comment="Cut short, or opened by another key. The ring at hand serves on.")
    for cut in (1, 2, 22, 23, 200):
        run.reopen(0, UNAVAILABLE, cut=cut)
    run.reopen(0, UNAVAILABLE, open_with=[{"jwk": OTHER}])
    run.reopen(0, UNAVAILABLE, open_with=[{"jwk": OTHER}, {"jwk": DIRECT, "alg": "dir", "enc": "A256GCM"}])
    run.issue(0, "k0")
    texts = {"empty": "", "words": "no ring at all", "dots": "....", "json": "{}", "jws": hand.sign({"alg": "HS256"}, {}, key("h", "HS256"))}
    return [run.case(), *(_opens(f"ring-text-{id}", text, UNAVAILABLE) for id, text in texts.items())]


def _read() -> list[dict[str, Any]]:
    """Rings that were written here, by the form that the library writes."""
    ring = _written()
    good = _opens("ring-read", _sealed(ring), None, comment="Written by the generator. The keys are where the times say.")
    tampered = _sealed(ring).split(".")
    tampered[3] = ("B" if tampered[3][0] == "A" else "A") + tampered[3][1:]
    about: dict[str, Any] = {"comment": "Another kind of token by the same key.", "flags": ["writer of a ring"]}
    other = {"none": {}, "jwt": {"typ": "JWT"}, "snapshot": {"typ": "tokenseal-keys"}, "case": {"typ": "Tokenseal-Keyring"}}
    return [
        good,
        _opens("ring-tampered", ".".join(tampered), UNAVAILABLE, flags=["writer of a ring"]),
        *(_opens(f"ring-typ-{id}", _sealed(ring, header), UNAVAILABLE, **about) for id, header in other.items()),
    ]


def _newer() -> list[dict[str, Any]]:
    ring = _written()
    line = ring["lines"][0]
    changed = {
        "version-2": ring | {"version": 2},
        "version-0": ring | {"version": 0},
        "version-text": ring | {"version": "1"},
        "without-version": {name: value for name, value in ring.items() if name != "version"},
        "unknown-member": ring | {"epoch": 1},
        "unknown-member-of-line": ring | {"lines": [line | {"hsm": True}]},
        "unknown-member-of-key": ring | {"lines": [line | {"keys": [line["keys"][0] | {"paused": 1}]}]},
        "generation-negative": ring | {"generation": -1},
        "unknown-algorithm": ring | {"lines": [line | {"alg": "Ed999"}]},
        "unknown-key": ring | {"lines": [line | {"keys": [line["keys"][0] | {"jwk": '{"kty":"QQ"}'}]}]},
        "unknown-curve": ring | {"curve": "P-999"},
        "unsound-policy": ring | {"policy": ring["policy"] | {"rotate_every": 1}},
        "time-as-text": ring | {"seen": "now"},
        "list": [],
        "no-json": "no JSON",
    }
    texts = {id: content if isinstance(content, str) else compact_json(content) for id, content in changed.items()}
    comment = "A form that this version does not know."
    return [_opens(f"ring-{id}", _sealed(text), UNAVAILABLE, comment=comment) for id, text in texts.items()]


def _written() -> dict[str, Any]:
    policy = {"rotate_every": 2_592_000, "token_lifetime": 900, "jwks_max_age": 600, "verifier_refresh": 600, "clock_skew": 60}
    turns = {"a": (NOW - MONTH, NOW - 100), "b": (NOW - 100, None), "c": (None, None)}
    keys = []
    for kid, (start, until) in turns.items():
        jwk = json.dumps(ed25519(kid))
        keys.append({"kid": kid, "jwk": jwk, "published": NOW - MONTH, "from": start, "until": until, "revoked": None})
    lines = [{"alg": "Ed25519", "external": False, "keys": keys}]
    return {"version": 1, "id": "a ring", "generation": 3, "seen": NOW - 100, "policy": policy, "curve": None, "bits": None, "lines": lines}


def _sealed(content: Any, header: dict[str, Any] = TYP) -> str:
    text = content if isinstance(content, str) else compact_json(content)
    return hand.encrypt({"alg": "A256KW", "enc": "A256GCM", "kid": WRAPPING["kid"], **header}, text, WRAPPING)


def _opens(id: str, text: str, code: str | None, **more: Any) -> dict[str, Any]:
    input = {"ring": text, "protect_with": {"jwk": WRAPPING}, "now": NOW, "steps": [{"at": NOW, "do": "signing_key"}] if code is None else []}
    rows = [
        ["k0", "Ed25519", "verify-only", False, NOW - MONTH, NOW - MONTH, NOW - 100, NOW + 921, None],
        ["k1", "Ed25519", "active", False, NOW - MONTH, NOW - 100, None, None, None],
        ["k2", "Ed25519", "upcoming", False, NOW - MONTH, None, None, None, None],
    ]
    expect = error(code) if code else {"ring": rows, "steps": [{"key": "k1"}]}
    return case(id, "ring.run", input, expect, **({"flags": ["lost wrapping key, torn ring"]} | more))

