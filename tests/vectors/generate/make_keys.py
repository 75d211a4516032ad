"""keys.json: importing, exporting, generating and comparing keys of every type, and what a key may
be used for.

Thumbprints are jwcrypto's, PEM and DER are `cryptography`'s. What is refused stands in
make_keys_refused.py.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, error, group, write
from key_generate import comparing, generating
from key_material import (
    ALGORITHMS, ENC_BYTES, HMAC_BYTES, KEYS, PBES2_ALGORITHMS, WRAP_BYTES, Encoding, Private, Public, armour,
    ec_pkcs8_without_public, oct_key, private_bytes, public_bytes, secret,
)
from key_uses import GROUP_KEYS, permitted_uses
from rfc_check import imported, public, thumbprints

SOURCE = "keys by jwcrypto 1.6.1, their PEM and DER by cryptography 50.0.2, thumbprints by jwcrypto 1.6.1"
MISMATCH = error("ERR_KEY_MISMATCH")


def importing_jwks() -> list[dict[str, Any]]:
    """Each asymmetric key: both halves, without alg, with each algorithm as argument, and with alg,
    kid and use inside.
    """
    tests = []
    for name, algorithms in ALGORITHMS.items():
        key = KEYS[name]
        tests += [
            case(f"keys-{name}-import", "key.import", {"key": {"jwk": key}}, imported(key)),
            case(f"keys-{name}-import-public", "key.import", {"key": {"jwk": public(key)}}, imported(public(key))),
        ]
        for alg in algorithms:
            tests.append(case(f"keys-{name}-import-as-{alg.lower()}", "key.import", {"key": {"jwk": public(key), "alg": alg}},
                              imported(public(key), alg), flags=[alg]))
        alg = algorithms[0]
        full = {**key, "alg": alg, "kid": f"{name} é", "use": "enc" if "ECDH" in alg else "sig"}
        tests.append(case(f"keys-{name}-import-full", "key.import", {"key": {"jwk": full}}, imported(full), flags=[alg],
                          comment="alg, kid and use inside"))
        tests.append(case(f"keys-{name}-import-alg-twice", "key.import", {"key": {"jwk": full, "alg": alg}}, imported(full), flags=[alg],
                          comment="an argument that says what the JWK says"))
    for bits in (3072, 4096):
        key = KEYS[f"rsa-{bits}"]
        tests.append(case(f"keys-rsa-{bits}-import", "key.import", {"key": {"jwk": key, "alg": "PS256"}}, imported(key, "PS256")))
    cubic = {**public(KEYS["rsa-2048"]), "e": "Aw"}
    tests.append(case("keys-rsa-exponent-3-import", "key.import", {"key": {"jwk": cubic}}, imported(cubic),
                      comment="the smallest exponent there is"))
    unknown = {**public(KEYS["ec-p256"]), "x-note": {"nested": [1, None]}, "x5u": "https://example.com/cert", "ext": True}
    tests.append(case("keys-unknown-members-import", "key.import", {"key": {"jwk": unknown}}, imported(unknown),
                      comment="RFC 7517, section 4: members that are not understood are ignored"))
    text = ' {"crv": "Ed25519", "x": "%s",\n "kty": "OKP", "kid": "\\u0061"} ' % KEYS["okp-ed25519"]["x"]
    tests.append(case("keys-jwk-as-text-import", "key.import", {"key": {"jwk": text}},
                      imported({**public(KEYS["okp-ed25519"]), "kid": "a"}), comment="a JWK may be given as JSON text", flags=["json-text"]))
    return tests


def importing_secrets() -> list[dict[str, Any]]:
    """oct keys of each length that an algorithm takes: as JWK, as secret; and passwords."""
    tests = []
    for alg, length in (HMAC_BYTES | WRAP_BYTES).items():
        jwk = oct_key(length, alg=alg, kid="s1")
        expect = imported(jwk)
        tests += [
            case(f"keys-oct-{alg.lower()}-import", "key.import", {"key": {"jwk": jwk}}, expect, flags=[alg]),
            case(f"keys-oct-{alg.lower()}-import-as", "key.import", {"key": {"jwk": oct_key(length), "alg": alg}},
                 {**expect, "key_id": None}, flags=[alg]),
            case(f"keys-secret-{alg.lower()}-import", "key.import", {"key": {"secret": b64u(secret(length)), "alg": alg, "key_id": "s1"}},
                 expect, flags=[alg]),
        ]
    for enc, length in ENC_BYTES.items():
        expect = {"algorithm": "dir", "key_type": "oct", "is_private": True, **thumbprints(oct_key(length))}
        ways = {"alg-is-enc": {"jwk": oct_key(length, alg=enc)}, "as-dir": {"jwk": oct_key(length), "alg": "dir", "enc": enc},
                "alg-is-dir": {"jwk": oct_key(length, alg="dir"), "enc": enc},
                "twice": {"jwk": oct_key(length, alg=enc), "alg": "dir", "enc": enc},
                "secret": {"secret": b64u(secret(length)), "alg": "dir", "enc": enc}}
        tests += [case(f"keys-dir-{enc.lower()}-{way}", "key.import", {"key": key}, expect, flags=["dir", enc]) for way, key in ways.items()]
    for alg in HMAC_BYTES:
        tests.append(case(f"keys-secret-{alg.lower()}-long", "key.import", {"key": {"secret": b64u(secret(200)), "alg": alg}},
                          {"algorithm": alg, "key_id": None}, comment="a longer HMAC key is as good", flags=[alg]))
    looks = b"ssh keys begin like this, and {objects} like that; BEGIN is a word"
    tests.append(case("keys-secret-like-text", "key.import", {"key": {"secret": b64u(looks), "alg": "HS256"}}, {"algorithm": "HS256"},
                      comment="text that only reminds of a public key is a secret like any other"))
    for alg in PBES2_ALGORITHMS:
        tests.append(case(f"keys-password-{alg.lower()}", "key.import", {"key": {"password": "correct horse", "alg": alg, "key_id": "p"}},
                          {"algorithm": alg, "key_id": "p", "is_private": True}, flags=[alg]))
    kept = {"kty": "oct", "k": b64u("correct horse"), "alg": "PBES2-HS256+A128KW"}
    tests.append(case("keys-password-as-jwk", "key.import", {"key": {"jwk": kept}}, imported(kept),
                      comment="RFC 7518, section 4.8: an oct JWK may hold a password; jwcrypto writes passwords so"))
    default = {"algorithm": "PBES2-HS512+A256KW", "key_id": None}
    tests.append(case("keys-password-default", "key.import", {"key": {"password": "eight by"}}, default, comment="8 bytes are enough"))
    tests.append(case("keys-password-utf-8", "key.import", {"key": {"password": "\u00e9\u00e9\u00e9\u00e9"}}, default,
                      comment="4 characters, 8 bytes: bytes count"))
    return tests


def encodings(name: str) -> dict[str, tuple[dict[str, Any], bool]]:
    """Every PEM and DER encoding of a key: what to import, and whether it is private."""
    key = KEYS[name]
    pem = {"pkcs8": (Private.PKCS8, True), "spki": (Public.SubjectPublicKeyInfo, False)}
    if key["kty"] == "RSA":
        pem |= {"pkcs1": (Private.TraditionalOpenSSL, True), "pkcs1-public": (Public.PKCS1, False)}
    if key["kty"] == "EC":
        pem["sec1"] = (Private.TraditionalOpenSSL, True)
    found: dict[str, tuple[dict[str, Any], bool]] = {}
    for form, (layout, private) in pem.items():
        write_bytes = private_bytes if private else public_bytes
        found[f"pem-{form}"] = ({"pem": write_bytes(key, Encoding.PEM, layout).decode()}, private)
        found[f"der-{form}"] = ({"der": b64u(write_bytes(key, Encoding.DER, layout))}, private)
    if key["kty"] == "EC":
        java = ec_pkcs8_without_public(key)
        found["der-pkcs8-no-public"] = ({"der": b64u(java)}, True)
        found["pem-pkcs8-no-public"] = ({"pem": armour(java, "PRIVATE KEY")}, True)
    return found


def importing_encodings() -> list[dict[str, Any]]:
    """PEM and DER give the same key as the JWK: same thumbprint, same type."""
    tests = []
    for name, algorithms in ALGORITHMS.items():
        for form, (encoded, private) in encodings(name).items():
            half = KEYS[name] if private else public(KEYS[name])
            tests.append(case(f"keys-{name}-import-{form}", "key.import", {"key": {**encoded, "alg": algorithms[0], "key_id": "k"}},
                              {**imported(half, algorithms[0]), "key_id": "k"}))
    pem = private_bytes(KEYS["ec-p256"], Encoding.PEM).decode()
    expect = {**imported(KEYS["ec-p256"], "ES256"), "key_id": None}
    for way, text in {"crlf": pem.replace("\n", "\r\n"), "no-final-newline": pem.rstrip("\n"), "final-blank-lines": pem + "\n\n"}.items():
        tests.append(case(f"keys-pem-{way}", "key.import", {"key": {"pem": text, "alg": "ES256"}}, expect))
    return tests


def exporting() -> list[dict[str, Any]]:
    """JWK, PEM and DER out: canonical, so that every language writes the same bytes. The algorithm
    and key_id go into the JWK.
    """
    tests = []
    for name, algorithms in ALGORITHMS.items():
        key, alg = KEYS[name], algorithms[0]

        def export(way: str, reference: dict[str, Any], form: str, private: bool, expect: dict[str, Any]) -> None:
            tests.append(case(f"keys-{name}-export-{way}", "key.export", {"key": reference, "format": form, "private": private}, expect))

        full = {**key, "alg": alg, "kid": "k"}
        export("jwk-private", {"jwk": full}, "jwk", True, {"jwk": full})
        export("jwk-public", {"jwk": full}, "jwk", False, {"jwk": public(full)})
        export("jwk-bound-by-argument", {"jwk": key, "alg": alg}, "jwk", True, {"jwk": {**key, "alg": alg}})
        export("jwk-from-der", {"der": b64u(private_bytes(key, Encoding.DER)), "alg": alg, "key_id": "k"}, "jwk", True, {"jwk": full})
        export("pem-private", {"jwk": key}, "pem", True, {"pem": private_bytes(key, Encoding.PEM).decode()})
        export("pem-public", {"jwk": key}, "pem", False, {"pem": public_bytes(key, Encoding.PEM).decode()})
        export("der-private", {"jwk": key}, "der", True, {"der": b64u(private_bytes(key, Encoding.DER))})
        export("der-public", {"jwk": public(key)}, "der", False, {"der": b64u(public_bytes(key, Encoding.DER))})
        for form in ("jwk", "pem", "der"):
            export(f"{form}-private-of-public", {"jwk": public(key)}, form, True, MISMATCH)
        tests.append(case(f"keys-{name}-public", "key.public", {"key": {"jwk": full}}, {"jwk": public(full)}))
        tests.append(case(f"keys-{name}-public-of-public", "key.public", {"key": {"jwk": public(full)}}, {"jwk": public(full)}))
    return tests


def exporting_secrets() -> list[dict[str, Any]]:
    """An oct key is exported as a private JWK, or not at all."""
    key = oct_key(32, alg="HS256", kid="s", use="sig", key_ops=["sign", "verify"])
    direct = oct_key(32, alg="A256GCM")

    def export(name: str, reference: dict[str, Any], form: str, private: bool, expect: dict[str, Any], comment: str) -> dict[str, Any]:
        return case(f"keys-oct-export-{name}", "key.export", {"key": reference, "format": form, "private": private}, expect, comment=comment)

    return [
        export("private", {"jwk": key}, "jwk", True, {"jwk": key}, "kid, use and key_ops as they came"),
        export("from-secret", {"secret": key["k"], "alg": "HS256", "key_id": "s"}, "jwk", True, {"jwk": oct_key(32, alg="HS256", kid="s")},
               "a secret is an oct key"),
        export("dir", {"jwk": direct}, "jwk", True, {"jwk": direct},
               "a dir key says its content encryption, so that it reads back to the same"),
        export("dir-from-secret", {"secret": direct["k"], "alg": "dir", "enc": "A256GCM"}, "jwk", True, {"jwk": direct},
               "however it was made"),
        export("public", {"jwk": key}, "jwk", False, MISMATCH, "all of it is secret"),
        export("pem", {"jwk": key}, "pem", True, MISMATCH, "there is no PEM of a secret"),
        export("der", {"jwk": key}, "der", True, MISMATCH, "there is no DER of a secret"),
        case("keys-oct-public", "key.public", {"key": {"jwk": key}}, MISMATCH, comment="a secret has no public half"),
    ]


def main() -> None:
    write("keys", SOURCE, [
        group(importing_jwks(), comment="JWKs"),
        group(importing_secrets(), comment="secrets and passwords"),
        group(importing_encodings(), comment="PEM and DER"),
        group(exporting() + exporting_secrets(), comment="export"),
        group(generating(), comment="generation"),
        group(comparing(), comment="equality"),
        group(permitted_uses(), keys=GROUP_KEYS, comment="use, key_ops and alg decide what a key does"),
    ])
