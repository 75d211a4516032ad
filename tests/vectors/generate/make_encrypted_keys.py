"""encrypted_keys.json: private keys in encrypted PKCS#8, as OpenSSL and `cryptography` write them,
and all that is refused there.

OpenSSL draws salts and initialization vectors, so what it wrote is kept in made/.
"""

from __future__ import annotations

import subprocess
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed448

from common import b64u, case, error, group, made, unb64u, write
from key_encodings import old_encryption
from key_material import ALGORITHMS, KEYS, Encoding, Private, armour, der_tlv, native, private_bytes, public_bytes, secret
from rfc_check import imported

INVALID, MISMATCH, OPTION = error("ERR_JWK_INVALID"), error("ERR_KEY_MISMATCH"), error("ERR_OPTION_INVALID")
UNKNOWN, LIMIT = error("ERR_JOSE_NOT_SUPPORTED"), error("ERR_JOSE_LIMIT_EXCEEDED")
PASSWORD = "correct horse"
ZOE = "Zoë 😀"
EC = KEYS["ec-p256"]
CIPHERS = ["aes-128-cbc", "aes-192-cbc", "aes-256-cbc"]
PRFS = ["hmacWithSHA1", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512"]
ODD = {"prf-sha224": ["-v2prf", "hmacWithSHA224"], "cipher-des3": ["-v2", "des3"], "cipher-camellia": ["-v2", "camellia-256-cbc"], "scrypt": ["-scrypt"],
       "pbes1-sha1-3des": ["-v1", "PBE-SHA1-3DES"]}
ITERATIONS = [1, 999, 600_000, 1_000_000, 1_000_001, 10_000_000]


def _openssl(key: bytes, *how: str, password: str = PASSWORD) -> str:
    command = ["openssl", "pkcs8", "-topk8", "-inform", "DER", "-outform", "DER", "-passout", f"pass:{password}", *how]
    return b64u(subprocess.run(command, input=key, stdout=subprocess.PIPE, check=True).stdout)


def _make() -> dict[str, str]:
    ec = private_bytes(EC, Encoding.DER)
    found = {f"{cipher}-{prf.lower()}": _openssl(ec, "-v2", cipher, "-v2prf", prf) for cipher in CIPHERS for prf in PRFS}
    found |= {name: _openssl(ec, *how) for name, how in ODD.items()}
    found |= {f"iterations-{count}": _openssl(ec, "-iter", str(count)) for count in ITERATIONS}
    found |= {"password-utf-8": _openssl(ec, password=ZOE), "password-one-byte": _openssl(ec, password="x")}
    found["ed448"] = _openssl(ed448.Ed448PrivateKey.generate().private_bytes(Encoding.DER, Private.PKCS8, serialization.NoEncryption()))
    return found


def _by_cryptography() -> dict[str, str]:
    protection = serialization.BestAvailableEncryption(PASSWORD.encode())
    return {name: b64u(native(KEYS[name]).private_bytes(Encoding.DER, Private.PKCS8, protection)) for name in [*ALGORITHMS, "rsa-1024"]}


DER = {name: unb64u(text) for name, text in made("encrypted_keys", _make).items()}
PYCA = {name: unb64u(text) for name, text in made("encrypted_keys_cryptography", _by_cryptography).items()}


def pem(der: bytes) -> str:
    return armour(der, "ENCRYPTED PRIVATE KEY")


def of(name: str, key: dict[str, Any], expect: dict[str, Any], comment: str | None = None, password: str | None = PASSWORD) -> dict[str, Any]:
    more = {} if password is None else {"password": password}
    return case(f"encrypted-keys-{name}", "key.import", {"key": {"alg": "ES256", **key, **more}}, expect, comment=comment)


def good() -> list[dict[str, Any]]:
    found = imported(EC, "ES256")
    tests = []
    for name, algorithms in ALGORITHMS.items():
        alg, key = algorithms[0], KEYS[name]
        tests += [of(f"{name}-pem", {"pem": pem(PYCA[name]), "alg": alg}, imported(key, alg)),
                  of(f"{name}-der", {"der": b64u(PYCA[name]), "alg": alg}, imported(key, alg))]
    tests += [of(name.lower(), {"pem": pem(der)}, found) for name, der in DER.items() if name.startswith("aes-")]
    tests += [of(f"iterations-{count}", {"der": b64u(DER[f"iterations-{count}"])}, found) for count in ITERATIONS if count <= 1_000_000]
    source = {"pem": pem(DER["aes-256-cbc-hmacwithsha256"]), "alg": "ES256", "password": PASSWORD, "key_id": "1"}
    return tests + [
        of("password-utf-8", {"pem": pem(DER["password-utf-8"])}, found, "a text is its UTF-8 bytes", password=ZOE),
        of("password-one-byte", {"pem": pem(DER["password-one-byte"])}, found, "a weak password is not the key's weakness", password="x"),
        of("key-id", {"pem": source["pem"], "key_id": "1"}, {**found, "key_id": "1"}),
        case("encrypted-keys-export", "key.export", {"key": source, "format": "der", "private": True}, {"der": b64u(private_bytes(EC, Encoding.DER))},
             comment="written without encryption: there is no password any more"),
        case("encrypted-keys-export-jwk", "key.export", {"key": source, "format": "jwk", "private": True}, {"jwk": {**EC, "alg": "ES256", "kid": "1"}}),
    ]


def refused() -> list[dict[str, Any]]:
    der = DER["aes-256-cbc-hmacwithsha256"]
    text = pem(der)
    plain, plain_der = private_bytes(EC, Encoding.PEM).decode(), b64u(private_bytes(EC, Encoding.DER))
    public = public_bytes(EC, Encoding.PEM).decode()
    tests = [
        of("wrong-password", {"pem": text}, INVALID, password="correct horsf"),
        of("wrong-password-der", {"der": b64u(der)}, INVALID, password="correct horsf"),
        of("wrong-password-case", {"pem": text}, INVALID, password="Correct horse"),
        of("wrong-password-empty", {"pem": text}, INVALID, password=""),
        of("wrong-password-space", {"pem": text}, INVALID, password=PASSWORD + "\n"),
        of("wrong-password-latin-1", {"pem": pem(DER["password-utf-8"])}, INVALID, password="ZoÃ«"),
        of("no-password", {"pem": text}, OPTION, password=None),
        of("no-password-der", {"der": b64u(der)}, OPTION, password=None),
        of("no-password-scrypt", {"der": b64u(DER["scrypt"])}, OPTION, password=None),
        of("needless-password", {"pem": plain}, OPTION, "whoever gives one believes that the file is encrypted"),
        of("needless-password-der", {"der": plain_der}, OPTION),
        of("needless-password-empty", {"pem": plain}, OPTION, password=""),
        of("needless-password-public", {"pem": public}, OPTION),
        of("needless-password-sec1", {"der": b64u(private_bytes(EC, Encoding.DER, Private.TraditionalOpenSSL))}, OPTION),
        of("proc-type", {"pem": old_encryption(), "alg": "RS256"}, INVALID, "the old encryption, with its password"),
        of("other-algorithm", {"pem": text, "alg": "ES384"}, MISMATCH),
        of("hmac", {"pem": text, "alg": "HS256"}, MISMATCH),
        of("rsa-1024", {"pem": pem(PYCA["rsa-1024"]), "alg": "RS256"}, error("ERR_KEY_WEAK")),
        of("ed448", {"pem": pem(DER["ed448"]), "alg": "EdDSA"}, UNKNOWN),
        of("label-of-plain", {"pem": armour(der, "PRIVATE KEY")}, INVALID),
        of("plain-under-label", {"pem": pem(unb64u(plain_der))}, INVALID),
        of("trailing", {"der": b64u(der + b"\0")}, INVALID),
        of("truncated", {"der": b64u(der[:-16])}, INVALID),
        of("garbage-of-the-form", {"der": b64u(der_tlv(0x30, der_tlv(0x30), der_tlv(0x04, secret(64))))}, INVALID),
        case("encrypted-keys-secret", "key.import", {"key": {"secret": b64u(der), "alg": "HS256"}}, MISMATCH, comment="an encrypted key is no secret either"),
    ]
    tests += [of(name, {"der": b64u(DER[name])}, UNKNOWN) for name in ODD]
    tests += [of(f"iterations-{count}", {"der": b64u(DER[f"iterations-{count}"])}, LIMIT) for count in ITERATIONS if count > 1_000_000]
    for name, count in (("2-31", 2**31), ("2-32", 2**32), ("2-63", 2**63), ("2-200", 2**200)):
        tests.append(of(f"iterations-{name}", {"der": b64u(built(iterations=count))}, LIMIT, "refused before anything is computed"))
    assert built() == der
    changed: dict[str, Any] = {
        "iterations-zero": {"iterations": 0}, "iterations-negative": {"iterations": -1}, "iv-short": {"iv": IV[:-1]}, "iv-long": {"iv": IV + b"\0"},
        "content-empty": {"content": b""}, "content-odd": {"content": CONTENT[:-1]}, "content-cut": {"content": CONTENT[:-16]},
        "content-altered-at-the-end": {"content": CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])}, "salt-altered": {"salt": SALT[:-1] + b"\0"},
        "key-length-of-another": {"key_length": 16},
    }
    tests += [of(f"der-{name}", {"der": b64u(built(**change))}, INVALID) for name, change in changed.items()]
    tests.append(of("der-key-length", {"der": b64u(built(key_length=32))}, imported(EC, "ES256"), "as Java writes it"))
    return tests


def _parts() -> tuple[bytes, bytes, bytes]:
    """Salt, initialization vector and content of OpenSSL's AES-256 key, cut out of the DER."""
    der = DER["aes-256-cbc-hmacwithsha256"]
    salt = der.index(b"\x04\x08") + 2
    iv = der.index(b"\x04\x10", salt) + 2
    content = der.index(b"\x04\x81\x90", iv + 16) + 3
    return der[salt:salt + 8], der[iv:iv + 16], der[content:]


SALT, IV, CONTENT = _parts()
OID = {"pbes2": "06092a864886f70d01050d", "pbkdf2": "06092a864886f70d01050c", "sha256": "06082a864886f70d0209", "aes": "060960864801650304012a"}


def built(iterations: int = 2048, salt: bytes = SALT, iv: bytes = IV, content: bytes = CONTENT, key_length: int | None = None) -> bytes:
    """The same DER put together by hand, so that one thing can be changed."""
    oid = {name: bytes.fromhex(text) for name, text in OID.items()}
    integer = lambda value: der_tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))  # noqa: E731
    length = b"" if key_length is None else integer(key_length)
    kdf = der_tlv(0x30, oid["pbkdf2"], der_tlv(0x30, der_tlv(0x04, salt), integer(iterations), length, der_tlv(0x30, oid["sha256"], b"\x05\x00")))
    scheme = der_tlv(0x30, oid["aes"], der_tlv(0x04, iv))
    return der_tlv(0x30, der_tlv(0x30, oid["pbes2"], der_tlv(0x30, kdf, scheme)), der_tlv(0x04, content))


def main() -> None:
    write("encrypted_keys", "OpenSSL 3.0.19 and cryptography 50.0.2", [group(good(), comment="Opened"), group(refused(), comment="Refused")])
