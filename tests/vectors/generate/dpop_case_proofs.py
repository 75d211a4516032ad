"""What a proof must be, before it is asked what it is for: its form, its key and its signature; its
time and its token.
"""

from __future__ import annotations

from typing import Any

import hand
from common import NOW, b64u, compact_json, unb64u
from dpop_parts import ACCEPTED, BOUND, EDWARDS, INVALID, KEY, NOT_BOUND, OTHER, PLAIN, URL, ath, bare, once, proof, thumbprint, token
from fixtures import ECDSA, oct_jwk, signing_jwk

GOOD = proof()


def cases() -> list[dict[str, Any]]:
    return [*algorithms(), *form(), *keys(), *claims(), *times()]


def algorithms() -> list[dict[str, Any]]:
    tests = []
    for alg in ["RS256", "RS384", "RS512", *ECDSA, "EdDSA", "Ed25519"]:
        key = signing_jwk(alg)
        bound = token({"jkt": thumbprint(key)})
        tests.append(once(f"alg-{alg.lower()}", proof(bound, key), ACCEPTED, token=bound, flags=[alg]))
    secret = oct_jwk("dpop app", 32, alg="HS256")
    own = {name: secret[name] for name in ("kty", "k")}
    bound = token({"jkt": thumbprint(KEY)})
    return tests + [
        once("alg-hs256", proof(bound, secret, header={"jwk": own}), INVALID, "the secret would stand in the proof", flags=["HS256"]),
        once("alg-hs256-by-public-key", proof(bound, {**secret, "k": b64u(compact_json(bare(KEY)))}, header={"jwk": bare(KEY)}), INVALID,
             "the public key as an HMAC secret", flags=["HS256", "key confusion"]),
        once("alg-none", f"{hand.segment({'typ': 'dpop+jwt', 'alg': 'none', 'jwk': bare(KEY)})}.{GOOD.split('.')[1]}.", INVALID, flags=["none"]),
        once("alg-unknown", hand.replace(GOOD, 0, compact_json({"typ": "dpop+jwt", "alg": "ES257", "jwk": bare(KEY)}).encode()), INVALID),
        once("alg-missing", proof(drop=("alg",)), INVALID),
        once("alg-of-another-curve", proof(header={"alg": "ES384"}, alg="ES256"), INVALID),
    ]


def form() -> list[dict[str, Any]]:
    altered = unb64u(GOOD.split(".")[2])
    return [
        once("good", GOOD, ACCEPTED),
        once("good-in-a-list", [GOOD], ACCEPTED, "a framework that gives all values of a header"),
        once("none", None, NOT_BOUND, "a bound token, and no proof"),
        once("no-values", [], INVALID, "the scheme was DPoP, and the header DPoP did not come"),
        once("two-headers", [proof(), proof(jti="2")], INVALID, "RFC 9449, section 4.3, check 1"),
        once("two-in-one-header", f"{proof()}, {proof(jti='2')}", INVALID, "as proxies join two headers"),
        once("the-same-twice", f"{GOOD},{GOOD}", INVALID),
        once("empty", "", INVALID),
        once("white-space", f" {GOOD}", INVALID),
        once("not-a-token", "proof", INVALID),
        once("four-parts", f"{GOOD}.AAAA", INVALID),
        once("json", compact_json({"payload": GOOD.split(".")[1], "protected": GOOD.split(".")[0], "signature": GOOD.split(".")[2]}), INVALID),
        once("the-access-token", BOUND, INVALID, "the token itself as its proof"),
        once("too-long", proof(x="x" * 16_384), INVALID),
        once("too-deep", proof(x=[[[[[[[[[1]]]]]]]]]), INVALID),
        once("member-twice", hand.sign({"typ": "dpop+jwt", "alg": "ES256", "jwk": bare(KEY)},
                                       f'{{"jti":"1","htm":"POST","htm":"GET","htu":"{URL}","iat":{NOW},"ath":"{ath(BOUND)}"}}', KEY), INVALID),
        once("payload-no-json", hand.sign({"typ": "dpop+jwt", "alg": "ES256", "jwk": bare(KEY)}, "proof", KEY), INVALID),
        once("signature-altered", f"{GOOD.rpartition('.')[0]}.{b64u(altered[:-1] + bytes([altered[-1] ^ 1]))}", INVALID),
        once("signature-empty", f"{GOOD.rpartition('.')[0]}.", INVALID),
        once("signature-zeros", f"{GOOD.rpartition('.')[0]}.{b64u(bytes(64))}", INVALID, flags=["CVE-2022-21449"]),
        once("typ-jwt", proof(header={"typ": "JWT"}), INVALID, "an ID token that the app signed for something else is no proof"),
        once("typ-missing", proof(drop=("typ",)), INVALID),
        once("typ-in-capitals", proof(header={"typ": "DPOP+JWT"}), INVALID),
        once("crit", proof(header={"crit": ["x"], "x": 1}), INVALID),
        once("b64-false", proof(header={"crit": ["b64"], "b64": False}), INVALID),
    ]


def keys() -> list[dict[str, Any]]:
    def jwk(**members: Any) -> str:
        return proof(header={"jwk": {**bare(KEY), **members}})

    return [
        once("jwk-missing", proof(drop=("jwk",)), INVALID),
        once("jwk-null", proof(header={"jwk": None}), INVALID),
        once("jwk-text", proof(header={"jwk": compact_json(bare(KEY))}), INVALID),
        once("jwk-private", jwk(d=KEY["d"]), INVALID, "RFC 9449, section 4.3, check 7"),
        once("jwk-private-null", jwk(d=None), INVALID),
        once("jwk-secret-beside", jwk(k="AAAA"), INVALID),
        once("jwk-of-another-key", proof(header={"jwk": bare(OTHER)}), INVALID, "the signature is not that key's"),
        once("jwk-off-curve", jwk(y=bare(KEY)["x"]), INVALID, flags=["invalid curve"]),
        once("jwk-use-enc", jwk(use="enc"), INVALID),
        once("jwk-key-ops-sign", jwk(key_ops=["sign"]), INVALID),
        once("jwk-another-alg", jwk(alg="ES384"), INVALID),
        once("jwk-with-more", jwk(kid="1", use="sig", alg="ES256"), ACCEPTED, "what is no part of the thumbprint does not count"),
        once("jku", proof(header={"jku": "https://evil.example/keys"}, drop=("jwk",)), INVALID, "no key is fetched"),
        once("kid-only", proof(header={"kid": "1"}, drop=("jwk",)), INVALID),
        once("by-another-key", proof(BOUND, OTHER), NOT_BOUND, "a thief's own proof with a stolen token"),
        once("by-a-key-of-another-type", proof(BOUND, EDWARDS), NOT_BOUND),
        once("jkt-of-a-longer-key", proof(), NOT_BOUND, token=token({"jkt": thumbprint(signing_jwk("ES384"))})),
    ]


def claims() -> list[dict[str, Any]]:
    tests = [once(f"{name}-missing", proof(drop=(name,)), INVALID) for name in ("jti", "htm", "htu", "iat", "ath")]
    tests += [once(f"{name}-null", proof(**{name: None}), INVALID) for name in ("jti", "htm", "htu", "iat", "ath", "nonce")]
    tests += [once(f"{name}-list", proof(**{name: [value]}), INVALID) for name, value in (("jti", "1"), ("htm", "GET"), ("htu", URL), ("iat", NOW))]
    return tests + [
        once("jti-empty", proof(jti=""), INVALID),
        once("jti-number", proof(jti=1), INVALID),
        once("jti-longest", proof(jti="x" * 256), ACCEPTED),
        once("jti-too-long", proof(jti="x" * 257), INVALID),
        once("htm-other", proof(htm="POST"), INVALID),
        once("htm-in-small", proof(htm="get"), INVALID, "methods are case-sensitive (RFC 9110, section 9.1)"),
        once("htm-of-the-request", proof(htm="DELETE"), ACCEPTED, method="DELETE"),
        once("ath-of-another-token", proof(PLAIN), INVALID, "a proof for another token of the same app"),
        once("ath-padded", proof(ath=ath(BOUND) + "="), INVALID),
        once("ath-empty", proof(ath=""), INVALID),
        once("ath-hexadecimal", proof(ath="00" * 32), INVALID),
        once("nonce-that-nobody-asked-for", proof(nonce="x"), ACCEPTED, "a server that gave none ignores it"),
        once("unknown-claims", proof(x=1, aud="y"), ACCEPTED),
    ]


def times() -> list[dict[str, Any]]:
    leeway = {"public_origins": ["https://api.example"], "leeway": "30s"}
    tests = []
    for iat, shown in [(-61, INVALID), (-60, ACCEPTED), (60, ACCEPTED), (61, INVALID), (-60.5, INVALID), (0.5, ACCEPTED)]:
        tests.append(once(f"iat-{str(iat).replace('-', 'minus-').replace('.', '-')}", proof(iat=NOW + iat), shown))
    for iat, shown in [(-90, ACCEPTED), (-91, INVALID), (90, ACCEPTED), (91, INVALID)]:
        tests.append(once(f"iat-leeway-{str(iat).replace('-', 'minus-')}", proof(iat=NOW + iat), shown, verifier=leeway))
    return tests + [
        once("iat-text", proof(iat=str(NOW)), INVALID),
        once("iat-milliseconds", proof(iat=NOW * 1000), INVALID),
        once("iat-huge", hand.sign({"typ": "dpop+jwt", "alg": "ES256", "jwk": bare(KEY)},
                                   f'{{"jti":"1","htm":"GET","htu":"{URL}","iat":1e308,"ath":"{ath(BOUND)}"}}', KEY), INVALID),
        once("token-expired-first", proof(iat=NOW + 2000), {"error": "ERR_JWT_EXPIRED", "claim": "exp"}, "the token is checked before its proof", at=NOW + 2000),
        once("token-signature-first", "no proof", {"error": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}, token=hand.flip(BOUND, 2)),
    ]
