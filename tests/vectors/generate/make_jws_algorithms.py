"""jws_algorithms.json: each signature algorithm, both ways, and what must not pass for a signature.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

import hand
import peers
from common import b64u, case, error, group, write
from fixtures import CURVES, ECDSA, HMAC, ML_DSA, ORDERS, RSA_SIGN, SIGN, Jwk, public, signing_jwk

PAYLOAD = "It’s a dangerous business, Frodo, going out your door."
REFUSED = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
NOT_ALLOWED = error("ERR_JOSE_ALG_NOT_ALLOWED")
DETERMINISTIC = [*HMAC, "RS256", "RS384", "RS512", "EdDSA", "Ed25519"]
# Two families that a key must never be used across: the stranger's key for each algorithm.
STRANGER = {"HS": "ES256", "RS": "ES256", "PS": "HS256", "ES": "RS256", "Ed": "ES256", "ML": "Ed25519"}


def main() -> None:
    """Write the file."""
    tokens = peers.tokens("jws_algorithms", _requests())
    groups = [_group(alg, tokens) for alg in SIGN]
    groups.append(_family_group(tokens))
    write(
        "jws_algorithms", f"{peers.VERSION['joserfc']}; ML-DSA: {peers.VERSION['jwcrypto']}; a second token each: jwcrypto, {peers.VERSION['jose']}",
        groups,
    )


def _header(alg: str) -> dict[str, Any]:
    return {"alg": alg, "kid": f"key-{alg}"}


def _requests() -> dict[str, dict[str, Any]]:
    """The random ones by joserfc, and of every algorithm a second token by another library."""
    wanted = {}
    for alg in SIGN:
        key = signing_jwk(alg)
        if alg not in DETERMINISTIC and alg not in ML_DSA:
            wanted[alg] = peers.request("joserfc", "jws", _header(alg), PAYLOAD, key)
        wanted[f"{alg}-jwcrypto"] = peers.request("jwcrypto", "jws", _header(alg), PAYLOAD, key)
        if alg not in ("ES256K", *ML_DSA):
            wanted[f"{alg}-jose"] = peers.request("jose", "jws", _header(alg), PAYLOAD, key)
    return wanted


def _verify(id: str, alg: str, token: str, expect: dict[str, Any], **more: Any) -> dict[str, Any]:
    return case(id, "jws.verify", {"token": token, **more.pop("input", {})}, expect, flags=[alg], **more)


def _group(alg: str, tokens: dict[str, str]) -> dict[str, Any]:
    """Key 0 is the private key, and the only one."""
    key = signing_jwk(alg, kid=f"key-{alg}")
    header, name = _header(alg), alg.lower()
    token = peers.jws(header, PAYLOAD, key) if alg in DETERMINISTIC else tokens[f"{alg}-jwcrypto" if alg in ML_DSA else alg]
    result = {"payload": b64u(PAYLOAD), "header": header, "key_id": f"key-{alg}"}
    tests = [_verify(f"jws-{name}-verify", alg, token, result, comment=f"Made by {'jwcrypto' if alg in ML_DSA else 'joserfc'}.")]
    tests += [
        _verify(f"jws-{name}-verify-{peer}", alg, tokens[f"{alg}-{peer}"], result, comment=f"Made by {peer}.")
        for peer in ("jwcrypto", "jose")
        if f"{alg}-{peer}" in tokens and not (peer == "jwcrypto" and alg in ML_DSA)
    ]
    if alg not in HMAC:
        tests.append(_verify(f"jws-{name}-verify-public", alg, token, result, input={"keys": {"jwk": public(key)}}))
    tests += [_sign(alg, token), *_refusals(alg, key, token)]
    if alg in ECDSA:
        tests += _ecdsa(alg, token)
    return group(tests, [key], f"{alg}: one private key, bound to the algorithm")


def _sign(alg: str, token: str) -> dict[str, Any]:
    input = {"payload": b64u(PAYLOAD), "key": 0}
    if alg in DETERMINISTIC:
        return case(f"jws-{alg.lower()}-sign", "jws.sign", input, {"token": token}, flags=[alg], deterministic=True, comment="Equal to joserfc's.")
    read = {"operation": "jws.verify", "input": {}, "options": {"algorithms": [alg]}}
    return case(
        f"jws-{alg.lower()}-sign", "jws.sign", input, {"payload": b64u(PAYLOAD), "header": _header(alg)}, flags=[alg], deterministic=False, read=read,
    )


def _refusals(alg: str, key: Jwk, token: str) -> list[dict[str, Any]]:
    name, signature = f"jws-{alg.lower()}", hand.parts(token)[2]
    other = signing_jwk(alg, "second", kid=key["kid"])
    stranger = signing_jwk(STRANGER[alg[:2]])
    left_out = [other_alg for other_alg in ("HS256", "RS256", "ES256") if other_alg != alg]
    return [
        _verify(f"{name}-signature-tampered", alg, hand.flip(token, 2, len(signature) // 2), REFUSED),
        _verify(f"{name}-payload-tampered", alg, hand.flip(token, 1), REFUSED),
        _verify(f"{name}-signature-truncated", alg, hand.replace(token, 2, signature[:-1]), REFUSED),
        _verify(f"{name}-signature-empty", alg, hand.replace(token, 2, b""), REFUSED),
        _verify(f"{name}-signature-too-long", alg, hand.replace(token, 2, signature + b"\0"), REFUSED),
        _verify(f"{name}-signature-zeros", alg, hand.replace(token, 2, bytes(len(signature))), REFUSED),
        _verify(f"{name}-other-key", alg, token, REFUSED, input={"keys": {"jwk": other}}, comment="A key of the same type, with the same kid."),
        _verify(f"{name}-other-family", alg, token, NOT_ALLOWED, input={"keys": {"jwk": stranger}}, comment=f"A key bound to {STRANGER[alg[:2]]}."),
        _verify(f"{name}-algorithms-leave-it-out", alg, token, NOT_ALLOWED, options={"algorithms": left_out}),
    ]


def _ecdsa(alg: str, token: str) -> list[dict[str, Any]]:
    """What must not pass for an ECDSA signature: r or s out of range, or not the fixed-length form
    of RFC 7518, section 3.4.
    """
    n, signature = ORDERS[ECDSA[alg]], hand.parts(token)[2]
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    largest = (1 << (8 * half)) - 1

    def refused(what: str, r: int, s: int, **more: Any) -> dict[str, Any]:
        changed = r.to_bytes(half, "big") + s.to_bytes(half, "big")
        return _verify(f"jws-{alg.lower()}-{what}", alg, hand.replace(token, 2, changed), REFUSED, **more)

    tests = [refused("r-zero", 0, s), refused("s-zero", r, 0), refused("r-is-order", n, s), refused("s-is-order", r, n)]
    tests += [refused("both-order", n, n), refused("r-above-order", n + 1, s), refused("s-largest", r, largest)]
    tests.append(refused("both-one", 1, 1, comment="In range, and still no signature."))
    if r + n <= largest:
        tests.append(refused("r-plus-order", r + n, s, comment="Equal modulo the order, so a check without the range would take it."))
    if s + n <= largest:
        tests.append(refused("s-plus-order", r, s + n, comment="Equal modulo the order, so a check without the range would take it."))
    der = encode_dss_signature(r, s)
    tests.append(_verify(f"jws-{alg.lower()}-der", alg, hand.replace(token, 2, der), REFUSED, comment="The valid signature, as ASN.1."))
    padded = b"\0" + signature[:half] + b"\0" + signature[half:]
    tests.append(_verify(f"jws-{alg.lower()}-halves-padded", alg, hand.replace(token, 2, padded), REFUSED))
    assert len(signature) == 2 * ((CURVES[ECDSA[alg]].key_size + 7) // 8)
    return tests


def _family_group(tokens: dict[str, str]) -> dict[str, Any]:
    """Keys without `alg`: they check with every algorithm of their family, and with no other."""
    tests = []
    rsa = public(signing_jwk("RS256", alg=None))
    for alg in RSA_SIGN:
        token = tokens[f"{alg}-jose"]
        tests.append(_verify(f"jws-unbound-rsa-{alg.lower()}", alg, token, {"payload": b64u(PAYLOAD), "key_id": None}, input={"keys": {"jwk": rsa}}))
    for alg in ("EdDSA", "Ed25519"):
        okp = public(signing_jwk(alg, alg=None))
        other = "Ed25519" if alg == "EdDSA" else "EdDSA"
        token = tokens[f"{alg}-jwcrypto"]
        tests.append(_verify(f"jws-unbound-okp-{alg.lower()}", alg, token, {"payload": b64u(PAYLOAD)}, input={"keys": {"jwk": okp}}))
        bound = {"keys": {"jwk": public(signing_jwk(other))}}
        tests.append(
            _verify(
                f"jws-bound-{other.lower()}-refuses-{alg.lower()}", alg, token, NOT_ALLOWED, input=bound, comment="Two names, though one algorithm.",
            )
        )
    for alg, crv in (("ES256", "P-384"), ("ES384", "P-256"), ("ES256", "secp256k1"), ("ES256K", "P-256")):
        wrong = next(other for other, curve in ECDSA.items() if curve == crv)
        key = public(signing_jwk(wrong, alg=None))
        tests.append(_verify(f"jws-unbound-{crv.lower()}-refuses-{alg.lower()}", alg, tokens[alg], NOT_ALLOWED, input={"keys": {"jwk": key}}))
    for alg, bound in (("RS256", "PS256"), ("RS256", "RS512"), ("PS384", "PS256"), ("PS512", "RS512")):
        key = public(signing_jwk(bound))
        tests.append(
            _verify(f"jws-bound-{bound.lower()}-refuses-{alg.lower()}", alg, tokens[f"{alg}-jose"], NOT_ALLOWED, input={"keys": {"jwk": key}})
        )
    for alg in ("HS384", "HS512"):
        longer = {"jwk": {**signing_jwk(alg), "alg": "HS256"}}
        tests.append(_verify(f"jws-bound-hs256-refuses-{alg.lower()}", alg, tokens[f"{alg}-jose"], NOT_ALLOWED, input={"keys": longer}))
    forged = hand.sign({"alg": "HS256"}, PAYLOAD, signing_jwk("HS512"))
    unbound = {"keys": {"jwk": signing_jwk("HS512", alg=None)}}
    tests.append(
        _verify("jws-oct-without-alg", "HS512", forged, error("ERR_OPTION_INVALID"), input=unbound, comment="An oct JWK has to say what it is for.")
    )
    return group(tests, [], "Keys with and without `alg`: the family that a key's type and curve allow")
