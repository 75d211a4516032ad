"""A public key given where a secret is due: algorithm confusion begins here. Cases for
make_keys_refused.py.

Whoever verifies HS256 with a public key as the secret accepts tokens from everybody who has that
key, and everybody has it.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, compact_json, error
from key_material import HMAC_BYTES, KEYS, Encoding, Public, armour, certificate, public_bytes
from rfc_check import public

RSA, EC, ED, AKP = KEYS["rsa-2048"], KEYS["ec-p256"], KEYS["okp-ed25519"], KEYS["akp-44"]


def spellings() -> dict[str, bytes]:
    """Public keys in every encoding in which they are handed around."""
    pem = public_bytes(RSA, Encoding.PEM)
    pkcs1 = public_bytes(RSA, Encoding.PEM, Public.PKCS1)
    ssh = {name: public_bytes(key, Encoding.OpenSSH, Public.OpenSSH) for name, key in (("rsa", RSA), ("ecdsa", EC), ("ed25519", ED))}
    jwk = compact_json({**public(RSA), "kid": "1"}).encode()
    jwks = compact_json({"keys": [public(RSA), public(EC)]}).encode()
    x509 = armour(certificate("rsa-2048"), "CERTIFICATE").encode()
    ssh2 = b"---- BEGIN SSH2 PUBLIC KEY ----\n" + ssh["rsa"].split()[1] + b"\n---- END SSH2 PUBLIC KEY ----\n"
    bom = "\ufeff".encode()
    return {
        "pem-rsa": pem, "pem-pkcs1": pkcs1, "pem-certificate": x509,
        "pem-ec": public_bytes(EC, Encoding.PEM), "pem-ed25519": public_bytes(ED, Encoding.PEM),
        "pem-ml-dsa": public_bytes(AKP, Encoding.PEM),
        "pem-byte-order-mark": bom + pem, "pem-white-space": b" \r\n\t" + pem, "pem-comment": b"# the key of our issuer\n" + pem,
        "pem-attributes": b"Bag Attributes\n    friendlyName: issuer\n" + pem, "pem-crlf": pem.replace(b"\n", b"\r\n"),
        "pem-no-final-newline": pem.rstrip(),
        "pem-null-in-front": b"\0" + pem, "pem-one-line": pem.replace(b"\n", b"\\n"), "pem-quoted": b'"' + pem + b'"',
        "certificate-byte-order-mark": bom + x509, "certificate-comment": b"subject=CN = issuer\n\n" + x509,
        "der-rsa": public_bytes(RSA, Encoding.DER), "der-pkcs1": public_bytes(RSA, Encoding.DER, Public.PKCS1),
        "der-ec": public_bytes(EC, Encoding.DER),
        "der-ed25519": public_bytes(ED, Encoding.DER), "der-ml-dsa": public_bytes(AKP, Encoding.DER),
        "der-certificate": certificate("rsa-2048"),
        "ssh-rsa": ssh["rsa"], "ssh-ecdsa": ssh["ecdsa"], "ssh-ed25519": ssh["ed25519"],
        "ssh-with-name": ssh["ed25519"] + b" issuer@example\n",
        "ssh-comment-line": b"# authorized\n" + ssh["rsa"], "ssh-white-space": b"\n " + ssh["rsa"],
        "ssh-byte-order-mark": bom + ssh["ed25519"],
        "ssh2": ssh2,
        "jwk": jwk, "jwk-white-space": b"\n  " + jwk + b"\n", "jwk-byte-order-mark": bom + jwk, "jwk-ec": compact_json(public(EC)).encode(),
        "jwk-okp": compact_json(public(ED)).encode(), "jwk-akp": compact_json(public(AKP)).encode(),
        "jwk-kty-last": compact_json(dict(reversed(public(RSA).items()))).encode(),
        "jwk-with-alg": compact_json({**public(RSA), "alg": "HS256"}).encode(),
        "jwks": jwks, "jwks-byte-order-mark": bom + jwks,
    }


def public_secrets() -> list[dict[str, Any]]:
    """Each spelling as the secret of HS256; some of them for the other sizes, as the `k` of a JWK,
    and in use.
    """
    mismatch = error("ERR_KEY_MISMATCH")
    found = spellings()
    flags = ["algorithm confusion"]
    tests = [case(f"keys-public-secret-{name}", "key.import", {"key": {"secret": b64u(data), "alg": "HS256"}}, mismatch, flags=flags)
             for name, data in found.items()]
    for alg in HMAC_BYTES:
        for name in ("pem-rsa", "der-rsa", "ssh-rsa", "jwk", "pem-certificate"):
            jwk = {"kty": "oct", "k": b64u(found[name]), "alg": alg}
            tests.append(case(f"keys-public-secret-{alg.lower()}-{name}-as-k", "key.import", {"key": {"jwk": jwk}}, mismatch, flags=flags,
                              comment="the same inside an oct JWK"))
            if alg != "HS256":
                tests.append(case(f"keys-public-secret-{alg.lower()}-{name}", "key.import",
                                  {"key": {"secret": b64u(found[name]), "alg": alg}}, mismatch, flags=flags))
    tests.append(case("keys-public-secret-sign", "jws.sign", {"payload": b64u("x"),
                                                              "key": {"secret": b64u(found["pem-rsa"]), "alg": "HS256"}}, mismatch, flags=flags))
    return tests
