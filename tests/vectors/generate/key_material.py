"""The keys of the key files: made once by jwcrypto (kept in made/), and every encoding of them,
written by `cryptography`.
"""

from __future__ import annotations

import base64
import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa
from jwcrypto import jwk

from common import b64u, made, unb64u

Encoding, Private, Public = serialization.Encoding, serialization.PrivateFormat, serialization.PublicFormat

RSA_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"]
ECDH_ALGORITHMS = ["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"]
PBES2_ALGORITHMS = ["PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"]
# Each key by its short name, with the algorithms that it may be bound to.
ALGORITHMS = {
    "rsa-2048": RSA_ALGORITHMS,
    "ec-p256": ["ES256", *ECDH_ALGORITHMS],
    "ec-p384": ["ES384", *ECDH_ALGORITHMS],
    "ec-p521": ["ES512", *ECDH_ALGORITHMS],
    "ec-secp256k1": ["ES256K"],
    "okp-ed25519": ["EdDSA", "Ed25519"],
    "okp-x25519": ECDH_ALGORITHMS,
    "akp-44": ["ML-DSA-44"],
    "akp-65": ["ML-DSA-65"],
    "akp-87": ["ML-DSA-87"],
}
HMAC_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}
WRAP_BYTES = {"A128KW": 16, "A192KW": 24, "A256KW": 32, "A128GCMKW": 16, "A192GCMKW": 24, "A256GCMKW": 32}
ENC_BYTES = {"A128GCM": 16, "A192GCM": 24, "A256GCM": 32, "A128CBC-HS256": 32, "A192CBC-HS384": 48, "A256CBC-HS512": 64}


def _generate() -> dict[str, dict[str, Any]]:
    curves = {"ec-p256": "P-256", "ec-p384": "P-384", "ec-p521": "P-521", "ec-secp256k1": "secp256k1"}
    keys = {f"rsa-{bits}": jwk.JWK.generate(kty="RSA", size=bits) for bits in (1024, 2048, 3072, 4096)}
    keys |= {name: jwk.JWK.generate(kty="EC", crv=crv) for name, crv in curves.items()}
    keys |= {f"okp-{crv.lower()}": jwk.JWK.generate(kty="OKP", crv=crv) for crv in ("Ed25519", "X25519")}
    keys |= {f"akp-{size}": jwk.JWK.generate(kty="AKP", alg=f"ML-DSA-{size}") for size in (44, 65, 87)}
    # A second key of each kind, for halves that disagree.
    keys |= {"rsa-2048-other": jwk.JWK.generate(kty="RSA", size=2048)}
    keys |= {f"{name}-other": jwk.JWK.generate(kty="EC", crv=crv) for name, crv in curves.items()}
    keys |= {f"okp-{crv.lower()}-other": jwk.JWK.generate(kty="OKP", crv=crv) for crv in ("Ed25519", "X25519")}
    keys |= {f"akp-{size}-other": jwk.JWK.generate(kty="AKP", alg=f"ML-DSA-{size}") for size in (44, 65, 87)}
    return {name: {m: v for m, v in key.export(as_dict=True).items() if m != "kid"} for name, key in keys.items()}


KEYS: dict[str, dict[str, Any]] = made("key_material", _generate)


def oct_key(length: int, **members: Any) -> dict[str, Any]:
    """An oct JWK of this many bytes (0, 1, 2, …: these are examples, not secrets)."""
    return {"kty": "oct", "k": b64u(secret(length)), **members}


def secret(length: int) -> bytes:
    """Example bytes that look like no key in any encoding."""
    return bytes((7 * i + 1) % 256 for i in range(length))


def native(key: dict[str, Any]) -> Any:
    """The private key in `cryptography`."""
    if key["kty"] == "AKP":
        return getattr(mldsa, key["alg"].replace("-", "") + "PrivateKey").from_seed_bytes(unb64u(key["priv"]))
    if key.get("crv") == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(unb64u(key["d"]))
    return serialization.load_pem_private_key(jwk.JWK(**key).export_to_pem(private_key=True, password=None), None)


def private_bytes(key: dict[str, Any], encoding: Any, form: Any = Private.PKCS8) -> bytes:
    """PKCS#8, or PKCS#1 and SEC1 (what OpenSSL calls traditional)."""
    return native(key).private_bytes(encoding, form, serialization.NoEncryption())


def public_bytes(key: dict[str, Any], encoding: Any, form: Any = Public.SubjectPublicKeyInfo) -> bytes:
    """SubjectPublicKeyInfo, PKCS#1 or an OpenSSH line."""
    return native(key).public_key().public_bytes(encoding, form)


def certificate(name: str) -> bytes:
    """A self-signed certificate in DER. Kept in made/, because ECDSA signatures are random."""
    return unb64u(made(f"certificate_{name}", lambda: b64u(_certificate(native(KEYS[name])))))


def _certificate(key: Any) -> bytes:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tokenseal test vectors")])
    start = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 1, start, start + datetime.timedelta(days=36500))
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, algorithm).public_bytes(Encoding.DER)


def armour(der: bytes, label: str) -> str:
    """RFC 7468 text."""
    body = base64.b64encode(der).decode()
    lines = [body[i:i + 64] for i in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def der_tlv(tag: int, *content: bytes) -> bytes:
    """One DER value: for the encodings that `cryptography` reads but does not write."""
    body = b"".join(content)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    raw = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(raw)]) + raw + body


def ec_pkcs8_without_public(key: dict[str, Any]) -> bytes:
    """EC PKCS#8 as Java writes it: the optional public key left out. `cryptography` reads it back
    to the same key.
    """
    full = private_bytes(key, Encoding.DER)
    algorithm = spki_algorithm(public_bytes(key, Encoding.DER))
    inner = der_tlv(0x30, der_tlv(0x02, b"\x01"), der_tlv(0x04, unb64u(key["d"])))
    der = der_tlv(0x30, der_tlv(0x02, b"\x00"), algorithm, der_tlv(0x04, inner))
    assert serialization.load_der_private_key(der, None).private_bytes(Encoding.DER, Private.PKCS8, serialization.NoEncryption()) == full
    return der


def spki_algorithm(spki: bytes) -> bytes:
    """The AlgorithmIdentifier inside a SubjectPublicKeyInfo (short forms: EC, OKP)."""
    start = 2 if spki[1] < 128 else 2 + (spki[1] & 0x7F)
    return spki[start:start + 2 + spki[start + 1]]
