"""Proofs that were used: each is for one request, by its key and its `jti`. And nonces, which a
server asks for.
"""

from __future__ import annotations

from typing import Any

from common import NOW, b64u, unb64u
from dpop_parts import (
    ACCEPTED, BOUND, INVALID, KEY, NONCE_KEY, NOT_BOUND, OPTION, ORIGIN, OTHER, UNAVAILABLE, nonce, proof, required,
    run, step, thumbprint, token,
)
from fixtures import oct_jwk, public

START = NOW // 300 * 300


def cases() -> list[dict[str, Any]]:
    return [*replays(), *nonces()]


def replays() -> list[dict[str, Any]]:
    one, later = proof(), proof(iat=NOW + 61, jti="2")
    other_token = token({"jkt": thumbprint(OTHER)})
    second = token({"jkt": thumbprint(KEY)}, sub="bob")
    lenient = {"public_origins": [ORIGIN], "leeway": "30s"}
    flags = ["replay"]
    return [
        run("replay", [(step(proof=one), ACCEPTED), (step(proof=one), INVALID), (step(proof=one, at=NOW + 59), INVALID)], flags=flags),
        run("replay-as-long-as-it-is-young", [(step(proof=one), ACCEPTED), (step(proof=one, at=NOW + 60), INVALID), (step(proof=one, at=NOW + 61), INVALID)],
            "at its last moment, and when it is too old anyway", flags=flags),
        run("replay-with-leeway", [(step(proof=one), ACCEPTED), (step(proof=one, at=NOW + 90), INVALID)], flags=flags, verifier=lenient),
        run("replay-same-id-another-time", [(step(proof=one), ACCEPTED), (step(proof=proof(iat=NOW + 1)), INVALID)],
            "another proof with the id of the first", flags=flags),
        run("replay-same-id-another-token", [(step(proof=one), ACCEPTED), (step(proof=proof(second), token=second), INVALID)], flags=flags),
        run("replay-same-id-another-key", [(step(proof=one), ACCEPTED), (step(proof=proof(other_token, OTHER), token=other_token), ACCEPTED)],
            "ids are each key's own: nobody can use up those of others"),
        run("replay-after-a-refusal", [(step(proof=one, method="POST"), INVALID), (step(proof=one, url="/refunds"), INVALID),
                                       (step(proof=one, token=other_token), NOT_BOUND), (step(proof=one), ACCEPTED)],
            "what is refused uses up nothing", flags=flags),
        run("replay-when-the-clock-is-set-back", [(step(proof=one), ACCEPTED), (step(proof=later, at=NOW + 61), ACCEPTED), (step(proof=one), INVALID)],
            "what was forgotten is not accepted again", flags=flags),
        run("replay-full", [(step(proof=one), ACCEPTED), (step(proof=proof(jti="2")), UNAVAILABLE), (step(proof=one), INVALID),
                            (step(proof=later, at=NOW + 61), ACCEPTED)],
            "full, nothing is accepted that could not be remembered", flags=flags, replays={"capacity": 1}),
        run("replay-cache-without-origins", [(step(proof=one), {})], verifier={}, replays={}) | {"expect": OPTION},
        run("replay-cache-of-nothing", [(step(proof=one), {})], replays={"capacity": 0}) | {"expect": OPTION},
    ]


def nonces() -> list[dict[str, Any]]:
    key = {"nonce_key": {"jwk": NONCE_KEY}}
    now = nonce(NOW)
    altered = unb64u(now)
    altered = b64u(altered[:-1] + bytes([altered[-1] ^ 1]))

    def one(name: str, given: Any, shown: dict[str, Any], comment: str | None = None, at: float = NOW, **more: Any) -> dict[str, Any]:
        claims = {} if given is None else {"nonce": given}
        return run(f"nonce-{name}", [(step(proof=proof(iat=at, **claims), at=at), shown)], comment, **(key | more))

    long = token({"jkt": thumbprint(KEY)}, exp=NOW + 9000)
    ages = [(START, START + 299.5, True), (START, START + 599.5, True), (START, START + 600, False), (START + 300, START + 299.5, False)]
    tests = [
        run(f"nonce-age-{number}", [(step(proof=proof(long, iat=at, nonce=nonce(made)), at=at, token=long), ACCEPTED if good else required(at))],
            "two generations of five minutes are valid", **key)
        for number, (made, at, good) in enumerate(ages)
    ]
    return tests + [
        one("good", now, ACCEPTED),
        one("missing", None, required(NOW), "the error has the nonce to use"),
        one("empty", "", required(NOW)),
        one("altered", altered, required(NOW)),
        one("cut-off", now[:-4], required(NOW)),
        one("longer", now + "AAAA", required(NOW)),
        one("of-another-key", nonce(NOW, oct_jwk("dpop other nonces", 32, alg="HS256")), required(NOW)),
        one("not-ascii", "\u00e9", required(NOW)),
        one("number", 1, INVALID),
        run("nonce-twice", [(step(proof=proof()), required(NOW)), (step(proof=proof(nonce=now)), ACCEPTED), (step(proof=proof(nonce=now)), INVALID)],
            "the proof that lacked its nonce used up no id; the same nonce may serve for further proofs", **key),
        run("nonce-before-replay", [(step(proof=proof(nonce=now)), ACCEPTED), (step(proof=proof(jti="2", nonce=now)), ACCEPTED)], **key),
        run("nonce-comes-last", [(step(proof=proof(htm="POST")), INVALID), (step(proof=proof(BOUND, OTHER)), NOT_BOUND)],
            "a proof that is wrong otherwise is not worth a nonce", **key),
        run("nonce-given", [({"do": "nonce", "at": START}, {"nonce": nonce(START)}), ({"do": "nonce", "at": START + 299}, {"nonce": nonce(START)}),
                            ({"do": "nonce", "at": START + 300}, {"nonce": nonce(START + 300)}), ({"do": "nonce", "at": -1}, {"nonce": nonce(-1)})],
            "what every instance with the same key gives", **key),
        run("nonce-without-key", [({"do": "nonce", "at": NOW}, {"nonce": None})]),
        run("nonce-key-public", [({"do": "nonce", "at": NOW}, {})], nonce_key={"jwk": public(KEY)}) | {"expect": OPTION},
        run("nonce-key-for-encryption", [({"do": "nonce", "at": NOW}, {})], nonce_key={"jwk": oct_jwk("n", 32, alg="A256KW")}) | {"expect": OPTION},
        run("nonce-key-that-only-signs", [({"do": "nonce", "at": NOW}, {})], nonce_key={"jwk": {**NONCE_KEY, "key_ops": ["sign"]}}) | {"expect": OPTION},
        run("nonce-key-without-origins", [({"do": "nonce", "at": NOW}, {})], verifier={}, **key) | {"expect": OPTION},
    ]
