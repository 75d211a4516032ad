"""remote_snapshot.json: sets that begin with keys which another process wrote down, and which are
as old as they are.
"""

from __future__ import annotations

from typing import Any

import peers
from common import compact_json
from fixtures import rsa_jwk
from remote_keys import ec_key, jwks, key, secret, token
from remote_run import SNAPSHOT_KEY, URL, Run, refused, snapshot

ISSUER = "https://issuer.example"
A, B = key("a"), key("b")
TOKEN, KEYS = token(A), jwks(A)
NOT_SIGNED = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"


def tests() -> list[dict[str, Any]]:
    return [*_good(), *_bad()]


def _good() -> list[dict[str, Any]]:
    fresh = Run("remote-snapshot-fresh", comment="Keys from the first moment on, without a request.").snapshot(KEYS, 100)
    fresh.check(0, TOKEN, "accepted", state="fresh", due=False)
    fresh.poll(0, url=None, wake=380.0)
    fresh.check(379.75, TOKEN, "accepted", state="fresh")
    fresh.check(380, TOKEN, "accepted", state="due", due=True)
    fresh.check(500, TOKEN, "waits", state="expired")
    fresh.fetch(500, A, B, events=["fetched", "rotated"])
    due = Run("remote-snapshot-due").snapshot(KEYS, 500)
    due.check(0, TOKEN, "accepted", state="due", due=True)
    due.poll(0, url=URL, condition=[])
    expired = Run("remote-snapshot-expired", comment="Its age is that of its keys.").snapshot(KEYS, 600)
    step = expired.check(0, TOKEN, "waits", state="expired", due=True)
    expired.fetch(0, A)
    expired.resume(0, step, "accepted")
    stale = Run("remote-snapshot-stale", comment="The server is down at the start, and the keys are within the bound.").snapshot(KEYS, 3000)
    step = stale.check(0, TOKEN, "waits", state="expired")
    stale.fail(0, state="stale")
    stale.resume(0, step, "accepted", state="stale", events=[{"event": "accepted_stale"}])
    stale.fail(1199.75, state="stale")
    stale.check(1200, TOKEN, "ERR_JWKS_UNAVAILABLE", state="unavailable")
    beyond = Run("remote-snapshot-beyond").snapshot(KEYS, 86400)
    step = beyond.check(0, TOKEN, "waits", state="expired")
    beyond.fail(0, state="unavailable")
    beyond.resume(0, step, "ERR_JWKS_UNAVAILABLE")
    ahead = Run(
        "remote-snapshot-from-the-future", comment="By the wall's clock it is not written yet: it is as good as new, and ages nevertheless."
    ).snapshot(KEYS, -1000)
    ahead.check(0, TOKEN, "accepted", state="fresh")
    ahead.check((0, 479.75), TOKEN, "accepted", state="fresh")
    ahead.check((0, 600), TOKEN, "waits", state="expired")
    longer = Run(
        "remote-snapshot-longer-than-max-age", max_age=300, comment="What is promised here holds, whatever the process before had promised."
    ).snapshot(KEYS, 0, fresh_for=3600, due=2880)
    longer.check(299.75, TOKEN, "accepted", state="fresh")
    longer.check(300, TOKEN, "waits", state="expired")
    unknown = Run("remote-snapshot-unknown-kid").snapshot(KEYS, 100)
    step = unknown.check(0, token(B), "waits", state="fresh")
    unknown.fetch(0, A, B)
    unknown.resume(0, step, "accepted")
    issuer = Run("remote-snapshot-issuer", issuer=ISSUER, comment="Of an issuer: its keys are asked for by way of its metadata again.").snapshot(
        KEYS, 500
    )
    issuer.check(0, TOKEN, "accepted", state="due")
    issuer.poll(0, url=f"{ISSUER}/.well-known/openid-configuration")
    own = Run("remote-snapshot-metadata-url", metadata_url=f"{ISSUER}/metadata", metadata_issuer=ISSUER).snapshot(KEYS, 1)
    own.check(0, TOKEN, "accepted", state="fresh")
    encryption = Run("remote-snapshot-encryption-only").snapshot(jwks(ec_key("enc", use="enc")), 1)
    encryption.check(0, TOKEN, "waits", state="fresh")
    return [one.case() for one in (fresh, due, expired, stale, beyond, ahead, longer, unknown, issuer, own, encryption)]


def _bad() -> list[dict[str, Any]]:
    def run(
        id: str,
        code: str = "ERR_OPTION_INVALID",
        keys: str = KEYS,
        options: dict[str, Any] | None = None,
        about: dict[str, Any] | None = None,
        **changes: Any,
    ) -> dict[str, Any]:
        return Run(f"remote-snapshot-{id}", **(options or {}), **(about or {})).snapshot(keys, 1, good=False, **changes).case({"error": code})

    other = secret("other")
    asymmetric = rsa_jwk(kid="snapshots")

    def without(*names: str) -> Any:
        return lambda claims: snapshot({name: value for name, value in claims.items() if name not in names})

    def text_of(change: Any) -> Any:
        return lambda claims: change(snapshot(claims))

    tests = [
        run(
            "wrong-key", NOT_SIGNED, made=lambda claims: snapshot(claims, {**other, "kid": "snapshots"}),
            about={"comment": "Whoever writes a snapshot chooses the keys.", "flags": ["forged snapshot"]},
        ),
        run("other-kid", "ERR_JWKS_NO_MATCHING_KEY", made=lambda claims: snapshot(claims, other), about={"flags": ["forged snapshot"]}),
        run(
            "changed", NOT_SIGNED, made=text_of(lambda text: text[:-2] + ("A" if text[-2] != "A" else "B") + text[-1]),
            about={"flags": ["forged snapshot"]},
        ),
        run(
            "none", "ERR_JOSE_NOT_SUPPORTED",
            made=lambda claims: "eyJhbGciOiJub25lIn0." + snapshot(claims).split(".")[1] + ".",
            about={"flags": ["none", "forged snapshot"]},
        ),
        run(
            "other-algorithm", "ERR_JOSE_ALG_NOT_ALLOWED",
            made=lambda claims: peers.jws({"alg": "RS256", "typ": "tokenseal-keys", "kid": "snapshots"}, compact_json(claims), asymmetric),
            about={"flags": ["forged snapshot"]},
        ),
        run("no-token", "ERR_JWS_INVALID", made=lambda claims: "none"),
        run("empty", "ERR_JWS_INVALID", made=lambda claims: ""),
        run("key-set", "ERR_JWS_INVALID", made=lambda claims: KEYS, about={"comment": "A set that nobody signed."}),
        run(
            "other-type", made=lambda claims: snapshot(claims, typ="JWT"),
            about={"comment": "Another token of the same key.", "flags": ["mismatched types"]},
        ),
        run(
            "no-type",
            made=lambda claims: peers.jws({"alg": "HS256", "kid": "snapshots"}, compact_json(claims), SNAPSHOT_KEY),
            about={"flags": ["mismatched types"]},
        ),
        run("version-2", version=2, about={"comment": "A reader that meets a newer form does not guess."}),
        run("version-text", version="1"),
        run("unknown-member", more=1),
        run("no-version", made=without("version")),
        run("no-keys-member", made=without("keys")),
        run("sent-text", sent="now"),
        run("keys-object", made=lambda claims: snapshot({**claims, "keys": {"keys": []}})),
        run(
            "other-source", source="https://other.example/jwks.json",
            about={"comment": "A snapshot of one set is none of another.", "flags": ["one issuer speaks for another"]},
        ),
        run("of-issuer-for-url", source=f"{ISSUER} {ISSUER}/.well-known/openid-configuration"),
        run("of-url-for-issuer", source=URL, options={"issuer": ISSUER}),
        run(
            "other-metadata-issuer", source=f"https://other.example {ISSUER}/metadata",
            options={"metadata_url": f"{ISSUER}/metadata", "metadata_issuer": ISSUER},
        ),
        run("empty-set", keys='{"keys":[]}'),
        run("symmetric-keys", keys=compact_json({"keys": [secret("a")]}), about={"flags": ["key set abuse"]}),
    ]
    text = snapshot({"version": 1, "source": URL, "sent": 0, "fresh_for": 600, "due": 480, "keys": KEYS})
    return tests + [
        refused("remote-snapshot-without-key", snapshot=text, comment="Nothing says who may have written it."),
        refused("remote-snapshot-key-alone", input={"snapshot_key": SNAPSHOT_KEY}),
    ]
