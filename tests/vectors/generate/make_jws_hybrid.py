"""jws_hybrid.json: `require: every-key`, by tokens that a classical and a post-quantum key signed,
and what can be done to them: signatures cut off, repeated, made twice by one key, added by a
stranger."""

from __future__ import annotations

import json
from typing import Any

import hand
import peers
import peers_json
from common import b64u, case, error, group, unb64u, write
from fixtures import Jwk, okp_jwk, public, signing_jwk
from json_signed import entry
from verified import signature as verified_by

PAYLOAD = "The parties agree."
FAILED, NO_KEY, NOT_SUPPORTED = (error(f"ERR_{code}") for code in ("JWS_SIGNATURE_VERIFICATION_FAILED", "JWKS_NO_MATCHING_KEY", "JOSE_NOT_SUPPORTED"))
OPTION, LIMIT, INVALID = error("ERR_OPTION_INVALID"), error("ERR_JOSE_LIMIT_EXCEEDED"), error("ERR_JWS_INVALID")
EC, ML = signing_jwk("ES256", "hybrid", kid="classical"), signing_jwk("ML-DSA-65", "hybrid", kid="post-quantum")
ED, RSA, SECRET = signing_jwk("Ed25519", "hybrid", kid="ed"), signing_jwk("RS256", kid="rsa"), signing_jwk("HS256", "hybrid", kid="secret")
FLAG = "multi-signature confusion"


def main() -> None:
    """Write the file."""
    groups = [
        group(_hybrid(), comment="A classical and a post-quantum signature by jwcrypto"), group(_one_signer(), comment="What is one key, and what are two"),
        group(_keys(), comment="Keys that every-key cannot be kept with"),
    ]
    write("jws_hybrid", f"{', '.join(peers.VERSION.values())}; attacks are derived from their tokens", groups)


def _requests() -> dict[str, dict[str, Any]]:
    named = [({"alg": jwk["alg"], "kid": jwk["kid"]}, None, jwk) for jwk in (EC, ML)]
    impostor = signing_jwk("ML-DSA-65", "stranger", kid="post-quantum")
    return {
        "both": peers_json.signing("jwcrypto", PAYLOAD, *named),
        "again": peers_json.signing("jwcrypto", PAYLOAD, *named),
        "nameless": peers_json.signing("jwcrypto", PAYLOAD, *[({"alg": jwk["alg"]}, None, jwk) for jwk in (EC, ML)]),
        "impostor": peers_json.signing("jwcrypto", PAYLOAD, ({"alg": "ML-DSA-65", "kid": "post-quantum"}, None, impostor)),
    }


def _verify(id: str, token: Any, keys: Any, expect: Any, comment: str | None = None, payload: str | None = None, **options: Any) -> dict[str, Any]:
    """A case; of what is accepted, `expect` gives the indexes."""
    input = {"token": token, "keys": keys} | ({} if payload is None else {"payload": b64u(payload)})
    found = {"payload": b64u(PAYLOAD), "verified": expect} if isinstance(expect, list) else expect
    return case(f"jws-every-key-{id}", "jws.verify", input, found, comment=comment, flags=[FLAG], options={"require": "every-key", **options})


def _held(*jwks: Jwk) -> list[dict[str, Any]]:
    return [{"jwk": public(jwk)} for jwk in jwks]


def _hybrid() -> list[dict[str, Any]]:
    made = {name: json.loads(text) for name, text in peers_json.tokens("jws_hybrid", _requests()).items()}
    both, nameless = made["both"], made["nameless"]
    classical, quantum = both["signatures"]
    stranger = signing_jwk("ES256", "stranger", kid="stranger")

    def of(*signatures: Any) -> dict[str, Any]:
        return {"payload": both["payload"], "signatures": list(signatures)}

    def spoilt(signature: dict[str, Any]) -> dict[str, Any]:
        raw = bytearray(unb64u(signature["signature"]))
        raw[5] ^= 16
        return {**signature, "signature": b64u(bytes(raw))}

    pair, reversed_pair = _held(EC, ML), _held(ML, EC)
    unnamed = [{"jwk": {name: value for name, value in key["jwk"].items() if name != "kid"}} for key in pair]
    compact = f"{classical['protected']}.{both['payload']}.{classical['signature']}"
    flattened = {"payload": both["payload"], **classical}
    impostors = {name: made["impostor"][name] for name in ("protected", "signature")}
    other_third = _entry({"alg": "ES256", "kid": "stranger"}, stranger)
    detached = {"signatures": both["signatures"]}
    made_here = [verified_by(index, jwk["kid"], jwk["alg"], {"alg": jwk["alg"], "kid": jwk["kid"]}) for index, jwk in enumerate((EC, ML))]
    return [
        _verify("both", both, pair, [0, 1]),
        _verify("both-keys-turned", both, reversed_pair, [0, 1], "In the token's order, whatever the order of the keys."),
        _verify("both-of-a-set", both, {"jwks": {"keys": [public(EC), public(ML)]}}, [0, 1]),
        _verify("both-without-kid", nameless, unnamed, [0, 1]),
        _verify("both-kids-in-the-token-only", both, unnamed, [0, 1]),
        _verify("both-signatures-turned", of(quantum, classical), pair, [0, 1]),
        _verify("both-detached", detached, pair, [0, 1], None, PAYLOAD),
        _verify("both-listed", both, pair, [0, 1], algorithms=["ML-DSA-65", "ES256"]),
        _verify("both-one-not-listed", both, pair, error("ERR_JOSE_ALG_NOT_ALLOWED"), algorithms=["ES256"]),
        case("jws-every-key-both-made", "jws.sign", {"payload": b64u(PAYLOAD), "keys": [{"jwk": EC}, {"jwk": ML}]},
             {"payload": b64u(PAYLOAD), "verified": made_here}, deterministic=False, options={"serialization": "general"},
             read={"operation": "jws.verify", "input": {"keys": pair}, "options": {"require": "every-key"}}),
        _verify("stripped-to-classical", of(classical), pair, FAILED, "The post-quantum signature was cut off."),
        _verify("stripped-to-classical-all", of(classical), pair, [0], "What `all` does not prove: all that are left do verify.", require="all"),
        _verify("stripped-to-post-quantum", of(quantum), pair, FAILED),
        _verify("stripped-and-flattened", flattened, pair, FAILED),
        _verify("stripped-and-compact", compact, pair, FAILED),
        _verify("stripped-and-compact-all", compact, pair, [0], require="all"),
        _verify("stripped-of-a-set", of(classical), {"jwks": {"keys": [public(EC), public(ML)]}}, FAILED),
        _verify("stripped-without-kid", {**nameless, "signatures": nameless["signatures"][:1]}, unnamed, FAILED),
        _verify("repeated-classical", of(classical, classical), pair, FAILED, "One key's signature twice is one signer."),
        _verify("repeated-classical-all", of(classical, classical), pair, [0, 1], "What `all` does not prove either.", require="all"),
        _verify("repeated-classical-any", of(classical, classical), pair, [0, 1], require="any"),
        _verify("repeated-post-quantum", of(quantum, quantum), pair, FAILED),
        _verify("two-by-the-classical", of(classical, made["again"]["signatures"][0]), pair, FAILED, "Two signatures, different in every byte, by one key."),
        _verify("two-by-the-classical-all", of(classical, made["again"]["signatures"][0]), pair, [0, 1], require="all"),
        _verify("both-and-a-repeated-one", of(classical, quantum, classical), pair, FAILED, "Three signatures by two keys."),
        _verify("both-and-a-strangers", of(classical, quantum, other_third), pair, NO_KEY, "Each signature needs a key."),
        _verify("both-and-an-unknown-algorithm", of(classical, quantum, {"header": {"alg": "XX1"}, "signature": ""}), pair, NOT_SUPPORTED),
        _verify("post-quantum-spoilt", of(classical, spoilt(quantum)), pair, FAILED),
        _verify("classical-spoilt", of(spoilt(classical), quantum), pair, FAILED),
        _verify("classical-copied-over", of(classical, {**quantum, "signature": classical["signature"]}), pair, FAILED),
        _verify("other-payload", {**both, "payload": b64u("The parties disagree.")}, pair, FAILED),
        _verify("impostor", of(classical, impostors), pair, FAILED, "By another ML-DSA-65 key, under the same kid."),
        _verify("one-of-two-keys-given", both, pair[:1], NO_KEY, "The other signature has no key."),
        _verify("two-of-three-keys", both, _held(EC, ML, ED), FAILED, "The third has not signed."),
        _verify("three-of-three-keys", of(classical, quantum, _entry({"alg": "Ed25519", "kid": "ed"}, ED)), _held(EC, ML, ED), [0, 1, 2]),
        _verify("compact-by-its-only-key", compact, pair[:1], [0]),
        _verify("flattened-by-its-only-key", flattened, pair[:1], [0]),
        _verify("require-misspelt", both, pair, OPTION, require="every_key"),
    ]


def _entry(protected: dict[str, Any], jwk: Jwk, alg: str | None = None) -> dict[str, Any]:
    return entry(protected, None, jwk, PAYLOAD, alg)


def _general(*entries: Any) -> dict[str, Any]:
    return {"payload": b64u(PAYLOAD), "signatures": list(entries)}


def _one_signer() -> list[dict[str, Any]]:
    """A key is known by its numbers: not by its name, its algorithm, or which half is given."""
    again = {**ED, "kid": "ed-by-another-name"}
    two_names = _general(_entry({"alg": "Ed25519", "kid": "ed"}, ED), _entry({"alg": "Ed25519", "kid": "ed-by-another-name"}, again))
    one = _general(_entry({"alg": "Ed25519", "kid": "ed"}, ED))
    eddsa = {**ED, "alg": "EdDSA"}
    two_algorithms = _general(_entry({"alg": "Ed25519"}, ED), _entry({"alg": "EdDSA"}, ED))
    by_rsa = _general(_entry({"alg": "RS256"}, RSA), _entry({"alg": "RS512"}, RSA, "RS512"))
    secret_twice = _general(_entry({"alg": "HS256"}, SECRET), _entry({"alg": "HS256"}, SECRET))
    other = signing_jwk("HS256", "hybrid two", kid="other")
    two_secrets = _general(_entry({"alg": "HS256", "kid": "secret"}, SECRET), _entry({"alg": "HS256", "kid": "other"}, other))
    many = _general(*[_entry({"alg": "HS256"}, SECRET)] * 17)
    return [
        _verify("key-given-twice", one, _held(ED, ED), [0], "Given twice, it is one key."),
        _verify("key-given-twice-and-signed-twice", _general(*one["signatures"] * 2), _held(ED, ED), FAILED),
        _verify("key-and-its-private-half", one, [*_held(ED), {"jwk": ED}], [0]),
        _verify("key-and-its-private-half-signed-twice", _general(*one["signatures"] * 2), [*_held(ED), {"jwk": ED}], FAILED),
        _verify("key-of-two-names", two_names, _held(ED, again), FAILED, "One key under two names has signed twice."),
        _verify("key-of-two-names-all", two_names, _held(ED, again), [0, 1], require="all"),
        _verify("key-of-two-algorithms", two_algorithms, _held(ED, eddsa), FAILED, "Ed25519 and EdDSA are two names of one algorithm."),
        _verify("rsa-key-of-two-algorithms", by_rsa, _held(RSA, {**RSA, "alg": "RS512"}), FAILED),
        _verify("rsa-key-of-a-family", by_rsa, _held({name: value for name, value in RSA.items() if name != "alg"}), FAILED),
        _verify("secret-twice", secret_twice, [{"jwk": SECRET}, {"jwk": {**SECRET, "kid": "again"}}], FAILED),
        _verify("two-secrets", two_secrets, [{"jwk": SECRET}, {"jwk": other}], [0, 1]),
        _verify("two-secrets-one-name", two_secrets, [{"jwk": SECRET}, {"jwk": {**other, "kid": "secret"}}], NO_KEY),
        _verify("more-than-may-be-tried", many, [{"jwk": SECRET}], LIMIT),
    ]


def _keys() -> list[dict[str, Any]]:
    """A key that cannot sign, or was set aside, would never be missed or always."""
    token = _general(_entry({"alg": "Ed25519", "kid": "ed"}, ED))
    broken = {"kty": "EC", "crv": "P-256", "kid": "broken"}
    x25519 = public(okp_jwk("hybrid", "X25519"))
    return [
        _verify("set-with-one-set-aside", token, {"jwks": {"keys": [public(ED), broken]}}, OPTION, "What was set aside would be waived without a word."),
        _verify("set-with-one-set-aside-all", token, {"jwks": {"keys": [public(ED), broken]}}, [0], require="all"),
        _verify("key-for-encryption", token, [*_held(ED), {"jwk": {**public(RSA), "alg": "RSA-OAEP-256"}}], OPTION),
        _verify("key-used-for-encryption", token, [*_held(ED), {"jwk": {**public(EC), "use": "enc", "alg": "ECDH-ES+A256KW"}}], OPTION),
        _verify("key-for-agreement", token, [*_held(ED), {"jwk": {name: value for name, value in x25519.items() if name != "alg"}}], OPTION),
        _verify("key-that-may-only-sign", token, [*_held(ED), {"jwk": {**EC, "key_ops": ["sign"]}}], OPTION),
        _verify("no-keys", token, {"jwks": {"keys": []}}, NO_KEY),
        _verify("malformed", {**token, "signatures": []}, _held(ED), INVALID),
        _verify("compact-malformed", hand.segment({"alg": "Ed25519"}) + ".", _held(ED), INVALID),
    ]
