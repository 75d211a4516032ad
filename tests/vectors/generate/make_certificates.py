"""certificates.json: the public key of an X.509 certificate, and what a JWK says of certificates
(`x5c`, `x5t`, `x5t#S256`, `x5u`).

The certificates are `cryptography`'s. Nothing verifies them, so they are self-signed, save that of
X25519, which cannot sign.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, ed448

from common import b64u, case, error, group, made, unb64u, write
from hand import sign
from key_material import ALGORITHMS, KEYS, Encoding, armour, der_tlv, native, oct_key, private_bytes, public_bytes
from rfc_check import imported, public

INVALID, MISMATCH, OPTION = error("ERR_JWK_INVALID"), error("ERR_KEY_MISMATCH"), error("ERR_OPTION_INVALID")
WEAK, UNKNOWN = error("ERR_KEY_WEAK"), error("ERR_JOSE_NOT_SUPPORTED")
LIMIT = error("ERR_JOSE_LIMIT_EXCEEDED")


def _certificate(key: Any, signer: Any = None, serial: int = 1) -> bytes:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tokenseal test vectors")])
    start = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(subject, subject, key, serial, start, start + datetime.timedelta(days=36500))
    hash = hashes.SHA256() if isinstance(signer, ec.EllipticCurvePrivateKey) or hasattr(signer, "private_numbers") else None
    return builder.sign(signer, hash).public_bytes(Encoding.DER)


def _make() -> dict[str, str]:
    ca = ed25519.Ed25519PrivateKey.generate()
    found = {}
    for name in [*ALGORITHMS, "rsa-1024", "ec-p256-other"]:
        key = native(KEYS[name])
        found[name] = _certificate(key.public_key(), ca if name in ("okp-x25519", "rsa-1024") else key)
    found["issuer"] = _certificate(ca.public_key(), ca)
    found["p-224"] = _certificate(ec.generate_private_key(ec.SECP224R1()).public_key(), ca)
    found["ed448"] = _certificate(ed448.Ed448PrivateKey.generate().public_key(), ca)
    found["long-serial"] = _certificate(native(KEYS["ec-p256"]).public_key(), ca, 2**158 + 1)
    return {name: b64u(der) for name, der in found.items()}


DER = {name: unb64u(text) for name, text in made("certificates", _make).items()}
PEM = {name: armour(der, "CERTIFICATE") for name, der in DER.items()}
STANDARD = {name: base64.b64encode(der).decode() for name, der in DER.items()}
EC, OTHER = KEYS["ec-p256"], KEYS["ec-p256-other"]


def s256(name: str) -> str:
    return b64u(hashlib.sha256(DER[name]).digest())


def sha1(name: str) -> str:
    return b64u(hashlib.sha1(DER[name]).digest())


def members(name: str) -> dict[str, Any]:
    """What is written for a key that was read from this certificate."""
    return {"x5c": [STANDARD[name]], "x5t#S256": s256(name)}


def of(name: str, certificate: Any, alg: str, expect: dict[str, Any], comment: str | None = None, **more: Any) -> dict[str, Any]:
    return case(f"certificates-{name}", "key.import", {"key": {"certificate": certificate, "alg": alg, **more}}, expect, comment=comment)


def every_type() -> list[dict[str, Any]]:
    tests = []
    for name, algorithms in ALGORITHMS.items():
        key = public(KEYS[name])
        for alg in algorithms[:1] if name != "ec-p256" else algorithms[:2]:
            label = f"{name}-{alg.lower()}"
            tests.append(of(f"{label}-pem", PEM[name], alg, imported(key, alg)))
            tests.append(of(f"{label}-der", {"der": b64u(DER[name])}, alg, imported(key, alg)))
            written = {**key, "alg": alg, **members(name)}
            source = {"certificate": PEM[name], "alg": alg}
            tests.append(case(f"certificates-{label}-jwk", "key.export", {"key": source, "format": "jwk", "private": False}, {"jwk": written}))
            tests.append(case(f"certificates-{label}-again", "key.export", {"key": {"jwk": written}, "format": "jwk", "private": False},
                              {"jwk": written}, comment="what was written reads back"))
    return tests


def forms() -> list[dict[str, Any]]:
    good, key = PEM["ec-p256"], imported(public(EC), "ES256")
    text = f"subject=CN = leaf\nissuer=CN = root\n{good}\n 1 s:CN = root\n{PEM['issuer']}"
    body = "".join(good.splitlines()[1:-1])
    source = {"certificate": PEM["rsa-2048"], "alg": "RS256", "key_id": "1"}
    token = sign({"alg": "RS256"}, "{}", KEYS["rsa-2048"])
    tests = [
        of("key-id", good, "ES256", {**key, "key_id": "leaf"}, key_id="leaf"),
        of("chain", good + PEM["issuer"], "ES256", key, "the key is that of the first certificate"),
        of("chain-other-order", PEM["issuer"] + good, "ES256", MISMATCH, "the first one's key is on Ed25519"),
        of("chain-with-text", text, "ES256", key, "as openssl s_client writes it"),
        of("second-malformed", good + armour(DER["issuer"][:-1], "CERTIFICATE"), "ES256", key, "the first one alone is read"),
        of("crlf", good.replace("\n", "\r\n"), "ES256", key),
        of("one-line", f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----", "ES256", key),
        of("long-serial", PEM["long-serial"], "ES256", key, "20 bytes, the longest that RFC 5280 allows"),
        case("certificates-chain-jwk", "key.export",
             {"key": {"certificate": good + PEM["issuer"], "alg": "ES256"}, "format": "jwk", "private": False},
             {"jwk": {**public(EC), "alg": "ES256", **members("ec-p256")}}, comment="the chain is the caller's: the leaf alone is written"),
        case("certificates-spki", "key.export", {"key": {"certificate": good, "alg": "ES256"}, "format": "der", "private": False},
             {"der": b64u(public_bytes(EC, Encoding.DER))}),
        case("certificates-private-export", "key.export", {"key": {"certificate": good, "alg": "ES256"}, "format": "jwk", "private": True}, MISMATCH),
        case("certificates-equal", "key.equal", {"key": {"certificate": good, "alg": "ES256"}, "other": {"jwk": {**public(EC), "alg": "ES256"}}},
             {"equal": True}, comment="the certificate is not a part of what a key is"),
        case("certificates-verify", "jws.verify", {"token": token, "keys": source}, {"payload": b64u("{}"), "key_id": "1"}),
        case("certificates-verify-another-alg", "jws.verify", {"token": token, "keys": {**source, "alg": "PS256"}}, error("ERR_JOSE_ALG_NOT_ALLOWED")),
    ]
    return tests


def refused() -> list[dict[str, Any]]:
    good, der = PEM["ec-p256"], DER["ec-p256"]
    private, spki = private_bytes(EC, Encoding.PEM).decode(), public_bytes(EC, Encoding.PEM).decode()
    raw = lambda data: {"der": b64u(data)}  # noqa: E731
    return [
        of("refused-empty", "", "ES256", INVALID),
        of("refused-text", "this is no certificate", "ES256", INVALID),
        of("refused-garbage", raw(b"\xff" * 64), "ES256", INVALID),
        of("refused-private-key", private, "ES256", INVALID),
        of("refused-public-key", spki, "ES256", INVALID),
        of("refused-public-key-der", raw(public_bytes(EC, Encoding.DER)), "ES256", INVALID),
        of("refused-request-label", good.replace("CERTIFICATE", "CERTIFICATE REQUEST"), "ES256", INVALID),
        of("refused-trusted-label", good.replace("CERTIFICATE", "TRUSTED CERTIFICATE"), "ES256", INVALID, "OpenSSL's own form holds more than a certificate"),
        of("refused-truncated", good[: len(good) // 2], "ES256", INVALID),
        of("refused-truncated-der", raw(der[:-1]), "ES256", INVALID),
        of("refused-trailing-der", raw(der + b"\0"), "ES256", INVALID),
        of("refused-trailing-in-pem", armour(der + b"\0", "CERTIFICATE"), "ES256", INVALID),
        of("refused-spki-as-certificate", armour(public_bytes(EC, Encoding.DER), "CERTIFICATE"), "ES256", INVALID),
        of("refused-hollow", raw(der_tlv(0x30, der_tlv(0x30), der_tlv(0x30), der_tlv(0x03, b"\0"))), "ES256", INVALID, "the outline of a certificate, and nothing in it"),
        of("refused-other-curve", good, "ES384", MISMATCH),
        of("refused-other-type", good, "RS256", MISMATCH),
        of("refused-hmac", PEM["rsa-2048"], "HS256", MISMATCH, "a certificate is never a secret"),
        of("refused-dir", good, "dir", OPTION),
        of("refused-none", good, "none", UNKNOWN),
        of("refused-p-224", PEM["p-224"], "ES256", UNKNOWN),
        of("refused-ed448", PEM["ed448"], "EdDSA", UNKNOWN),
        of("refused-rsa-1024", PEM["rsa-1024"], "RS256", WEAK),
        of("refused-long", good + "#" * 70_000, "ES256", LIMIT),
    ]


def in_jwks() -> list[dict[str, Any]]:
    base = {**public(EC), "alg": "ES256"}
    whole = {**base, "x5u": "https://a.example/c.pem", "x5c": [STANDARD["ec-p256"], STANDARD["issuer"]], "x5t": sha1("ec-p256"), "x5t#S256": s256("ec-p256")}
    private = {**EC, "alg": "ES256", **members("ec-p256")}

    def jwk(name: str, changed: dict[str, Any], expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
        return case(f"certificates-jwk-{name}", "key.import", {"key": {"jwk": {**base, **changed}}}, expect, comment=comment)

    def export(name: str, key: dict[str, Any], written: dict[str, Any], private: bool = False) -> dict[str, Any]:
        return case(f"certificates-jwk-{name}", "key.export", {"key": {"jwk": key}, "format": "jwk", "private": private}, {"jwk": written})

    text, good = STANDARD["ec-p256"], imported(base, "ES256")
    urlsafe = base64.urlsafe_b64encode(DER["ec-p256"]).decode()
    tests = [
        jwk("x5c", {"x5c": [text]}, good),
        jwk("chain", {"x5c": [text, STANDARD["issuer"]]}, good),
        jwk("thumbprints-alone", {"x5t": sha1("issuer"), "x5t#S256": s256("issuer")}, good, "of a certificate that nobody shows"),
        export("whole", whole, whole),
        export("private-whole", private, private, private=True),
        export("private-public-half", private, {**base, **members("ec-p256")}),
        jwk("x5c-of-another-key", {"x5c": [STANDARD["ec-p256-other"]]}, MISMATCH),
        jwk("x5c-of-another-type", {"x5c": [STANDARD["rsa-2048"]]}, MISMATCH),
        jwk("x5c-of-unknown-type", {"x5c": [STANDARD["p-224"]]}, MISMATCH, "whatever key is in there, it is not this one"),
        jwk("x5c-other-order", {"x5c": [STANDARD["issuer"], text]}, MISMATCH, "the first has to hold the key"),
        case("certificates-jwk-x5c-of-a-secret", "key.import", {"key": {"jwk": oct_key(32, alg="HS256", x5c=[text])}}, MISMATCH),
        case("certificates-jwk-x5c-private-of-another", "key.import", {"key": {"jwk": {**OTHER, "alg": "ES256", "x5c": [text]}}}, MISMATCH),
        jwk("x5t-s256-of-another", {"x5c": [text], "x5t#S256": s256("issuer")}, good, "kept, and decides nothing"),
        jwk("x5t-of-another", {"x5c": [text], "x5t": sha1("issuer")}, good, "kept, and decides nothing"),
        jwk("x5t-s256-short", {"x5t#S256": s256("issuer")[:-2]}, good),
        jwk("x5t-s256-of-sha1", {"x5t#S256": sha1("issuer")}, good),
        jwk("x5t-s256-padded", {"x5t#S256": s256("issuer") + "="}, good),
        jwk("x5t-s256-hex", {"x5t#S256": hashlib.sha256(DER["issuer"]).hexdigest()}, good),
        jwk("x5t-s256-number", {"x5t#S256": 1}, good),
        jwk("x5t-s256-null", {"x5t#S256": None}, good),
        jwk("x5t-long", {"x5t": s256("issuer")}, good, "x5t of the wrong length says nothing"),
        jwk("x5t-hex", {"x5c": [text], "x5t": b64u(hashlib.sha1(DER["ec-p256"]).hexdigest().upper().encode())}, good, "as some large issuers publish it"),
        jwk("x5t-padded", {"x5c": [text], "x5t": sha1("ec-p256") + "="}, good),
        jwk("x5t-number", {"x5t": 1}, good),
        jwk("x5c-text", {"x5c": text}, good),
        jwk("x5c-null", {"x5c": None}, good),
        jwk("x5c-empty", {"x5c": []}, good),
        jwk("x5c-number", {"x5c": [1]}, good),
        jwk("x5c-line-end", {"x5c": [text + "\n"]}, good),
        jwk("x5c-lines", {"x5c": ["\n".join(text[i:i + 64] for i in range(0, len(text), 64))]}, good),
        jwk("x5c-padded-more", {"x5c": [text + "===="]}, good),
        jwk("x5c-truncated", {"x5c": [base64.b64encode(DER["ec-p256"][:-1]).decode()]}, good),
        jwk("x5c-key", {"x5c": [base64.b64encode(public_bytes(EC, Encoding.DER)).decode()]}, good, "a key is not a certificate, and decides nothing"),
        jwk("x5c-pem", {"x5c": [PEM["ec-p256"]]}, good),
        jwk("x5c-second-malformed", {"x5c": [text, "AAAA"]}, good),
        jwk("x5u-number", {"x5u": 1}, INVALID),
        case("certificates-jwks-set-aside", "keyset.import",
             {"jwks": {"keys": [{**base, "kid": "1", "x5c": [STANDARD["ec-p256-other"]]}, {**base, "kid": "2", "x5c": [text]}]}},
             {"count": 1, "key_ids": ["2"], "rejected": [[0, "1", "ERR_KEY_MISMATCH"]]}),
    ]
    if set("-_") & set(urlsafe):
        tests.append(jwk("x5c-url-alphabet", {"x5c": [urlsafe]}, good, "x5c is base64, unlike all else: kept, and decides nothing"))
    return tests


def main() -> None:
    groups = [group(every_type(), comment="Every type of key"), group(forms(), comment="PEM, DER and chains"), group(refused(), comment="Refused"),
              group(in_jwks(), comment="What a JWK says of certificates")]
    write("certificates", "cryptography 50.0.2", groups)
