"""Proofs and bound tokens that are made: as text, where nothing in them is random."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

import hand
from common import NOW, b64u, case, compact_json, error, unb64u
from dpop_case_bound import s256
from dpop_parts import EDWARDS, KEY, OPTION, URL, ath, bare, thumbprint
from fixtures import ECDSA, encryption_jwk, oct_jwk, public, rsa_jwk, signing_jwk
from make_certificates import DER, PEM

MISMATCH, FAILED = error("ERR_KEY_MISMATCH"), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
OPTIONS = {"token_id": "1", "now": NOW}
TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
HMAC = oct_jwk("dpop issuer", 32, alg="HS256")


def _text(key: dict[str, Any], method: str = "GET", url: str = URL, **claims: Any) -> str:
    header = {"alg": key["alg"], "typ": "dpop+jwt", "jwk": bare(key)}
    return f"{hand.segment(header)}.{hand.segment({'jti': '1', 'htm': method, 'htu': url, 'iat': NOW, **claims})}"


def _prove(name: str, expect: dict[str, Any], comment: str | None = None, *, key: dict[str, Any] = EDWARDS, method: str = "GET", url: str = URL,
           **options: Any) -> dict[str, Any]:
    given = {name: value for name, value in (OPTIONS | options).items() if value is not None}
    return case(f"dpop-prove-{name}", "dpop.prove", {"key": {"jwk": key}, "method": method, "url": url}, expect, options=given, comment=comment)


def _whole(key: dict[str, Any] = EDWARDS, **members: Any) -> dict[str, Any]:
    text = _text(key, **members)
    return {"token": f"{text}.{b64u(hand.signature(key['alg'], key, text))}"}


def proofs() -> list[dict[str, Any]]:
    rsa = rsa_jwk("first", alg="RS256")
    named = {**EDWARDS, "kid": "mine", "use": "sig", "key_ops": ["sign"], "x-more": 1}
    tests = [
        _prove("ed25519", _whole()),
        _prove("rs256", _whole(rsa), key=rsa),
        _prove("key-with-more", _whole(), "nothing but the public key stands in a proof", key=named),
        _prove("query-and-fragment", _whole(), url=f"{URL}?page=2#top"),
        _prove("url-as-it-is", _whole(url="https://API.example:443/a/../orders"), "the server compares", url="https://API.example:443/a/../orders"),
        _prove("post", _whole(method="POST"), method="POST"),
        _prove("access-token", _whole(ath=ath(TOKEN)), "the token and the hash of RFC 9449, section 7.1", access_token=TOKEN),
        _prove("nonce", _whole(nonce="eyJ7S_zG.eyJH0-Z.HX4w-7v"), "the nonce of RFC 9449, section 8", nonce="eyJ7S_zG.eyJH0-Z.HX4w-7v"),
        _prove("both", _whole(ath=ath(TOKEN), nonce="n"), nonce="n", access_token=TOKEN),
        _prove("now-with-fraction", _whole(), now=NOW + 0.9),
        _prove("secret", MISMATCH, key=HMAC),
        _prove("public-key", MISMATCH, key=public(EDWARDS)),
        _prove("encryption-key", MISMATCH, key=encryption_jwk("ECDH-ES")),
        _prove("key-that-only-verifies", MISMATCH, key={**EDWARDS, "key_ops": ["verify"]}),
        _prove("unbound-key", OPTION, key={name: value for name, value in EDWARDS.items() if name != "alg"}),
        _prove("method-empty", OPTION, method=""),
        _prove("method-of-two-words", OPTION, method="GET /"),
        _prove("url-relative", OPTION, url="/orders"),
        _prove("url-empty", OPTION, url=""),
        _prove("url-scheme", OPTION, url="ftp://api.example/orders"),
        _prove("url-user", OPTION, url="https://u:p@api.example/orders"),
        _prove("url-not-ascii", OPTION, url="https://api.example/\u00e9"),
        _prove("token-id-empty", OPTION, token_id=""),
        _prove("nonce-empty", OPTION, nonce=""),
        _prove("nonce-with-quote", OPTION, nonce='a"b'),
        _prove("access-token-empty", OPTION, access_token=""),
        _prove("access-token-with-scheme", OPTION, "the value of Authorization, whole", access_token=f"DPoP {TOKEN}"),
        _prove("now-in-milliseconds", OPTION, now=NOW * 1000),
    ]
    for alg in [*ECDSA, "EdDSA", "Ed25519", "RS256"]:
        key = signing_jwk(alg)
        text = _text(key)
        signature = hand.signature(alg, key, text)
        input = {"key": {"jwk": public(key)}, "method": "GET", "url": URL, "signature": b64u(signature)}
        tests.append(case(f"dpop-prepare-{alg.lower()}", "dpop.prepare", input, {"signing_input": text, "token": f"{text}.{b64u(signature)}"}, options=OPTIONS))
    for name, key in [("secret", HMAC), ("encryption-key", public(encryption_jwk("ECDH-ES"))), ("key-that-only-signs", {**public(KEY), "key_ops": ["sign"]})]:
        tests.append(case(f"dpop-prepare-{name}", "dpop.prepare", {"key": {"jwk": key}, "method": "GET", "url": URL}, MISMATCH, options=OPTIONS))
    return tests


def formats() -> list[dict[str, Any]]:
    tests = []
    options = {"expires_in": "15m", "now": NOW}
    for alg in ECDSA:
        key, label = signing_jwk(alg), alg.lower()
        text = f"{hand.segment({'alg': alg, 'typ': 'JWT'})}.{hand.segment({'sub': 'alice', 'exp': NOW + 900, 'iat': NOW})}"
        raw = hand.signature(alg, key, text)
        half = len(raw) // 2
        r, s = int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        der = encode_dss_signature(r, s)
        good = {"signing_input": text, "token": f"{text}.{b64u(raw)}"}
        for name, signature, format, expect in [
            ("der", der, "der", good), ("raw", raw, "raw", good), ("raw-for-der", raw, "der", FAILED), ("der-for-raw", der, "raw", FAILED),
            ("der-altered", der[:-1] + bytes([der[-1] ^ 1]), "der", FAILED), ("der-cut-off", der[:-1], "der", FAILED), ("der-longer", der + b"\0", "der", FAILED),
            ("der-of-more", encode_dss_signature(r << 8 * half, s), "der", FAILED), ("der-empty", b"", "der", FAILED),
        ]:
            input = {"claims": '{"sub":"alice"}', "key": {"jwk": public(key)}, "signature": b64u(signature), "format": format}
            tests.append(case(f"format-{label}-{name}", "prepare", input, expect, options=options))
    text = f"{hand.segment({'alg': 'Ed25519', 'typ': 'JWT'})}.{hand.segment({'exp': NOW + 900, 'iat': NOW})}"
    edwards = {"claims": "{}", "key": {"jwk": public(EDWARDS)}, "signature": b64u(hand.signature("Ed25519", EDWARDS, text))}
    proof = _text(KEY)
    raw = hand.signature("ES256", KEY, proof)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    of_proof = {"key": {"jwk": public(KEY)}, "method": "GET", "url": URL, "signature": b64u(der), "format": "der"}
    return tests + [
        case("format-ed25519-der", "prepare", {**edwards, "format": "der"}, OPTION, options=options, comment="ECDSA alone has two forms"),
        case("format-ed25519-raw", "prepare", {**edwards, "format": "raw"}, {"signing_input": text}, options=options),
        case("format-unknown", "prepare", {**edwards, "format": "pem"}, OPTION, options=options),
        case("format-of-a-proof", "dpop.prepare", of_proof, {"signing_input": proof, "token": f"{proof}.{b64u(raw)}"}, options=OPTIONS),
    ]


def tokens() -> list[dict[str, Any]]:
    issuer = {"lifetime": "15m"}

    def issue(name: str, expect: dict[str, Any], claims: str = '{"sub":"alice"}', comment: str | None = None, **confirm: Any) -> dict[str, Any]:
        input = {"claims": claims, "signing_key": {"jwk": HMAC}, "issue": {"now": NOW}, **confirm}
        return case(f"dpop-issue-{name}", "issuer.issue", input, expect, options=issuer, comment=comment)

    def bound(cnf: dict[str, str], **first: Any) -> dict[str, Any]:
        return {"token": hand.sign({"alg": "HS256", "typ": "JWT"}, {"sub": "alice", **first, "exp": NOW + 900, "iat": NOW, "cnf": cnf}, HMAC)}

    of_key = bound({"jkt": thumbprint(KEY)})
    of_certificate = bound({"x5t#S256": s256("ec-p256")})
    own = compact_json({"sub": "alice", "cnf": {"jkt": thumbprint(KEY)}})
    return [
        issue("public-key", of_key, confirm={"jwk": public(KEY)}),
        issue("private-key", of_key, confirm={"jwk": KEY}, comment="its public half is what counts"),
        issue("unbound-key", of_key, confirm={"jwk": bare(KEY)}),
        issue("ml-dsa", bound({"jkt": thumbprint(signing_jwk("ML-DSA-65"))}), confirm={"jwk": public(signing_jwk("ML-DSA-65"))}),
        issue("certificate-pem", of_certificate, confirm_certificate=PEM["ec-p256"]),
        issue("certificate-der", of_certificate, confirm_certificate={"der": b64u(DER["ec-p256"])}),
        issue("claim-besides", OPTION, own, "even if both say the same", confirm={"jwk": public(KEY)}),
        issue("claim-null-besides", OPTION, '{"sub":"alice","cnf":null}', confirm={"jwk": public(KEY)}),
        issue("secret", MISMATCH, confirm={"jwk": HMAC}),
        issue("encryption-key", MISMATCH, confirm={"jwk": public(encryption_jwk("ECDH-ES"))}),
        issue("no-certificate", error("ERR_JWK_INVALID"), confirm_certificate={"der": b64u(unb64u("AAAA"))}),
    ]
