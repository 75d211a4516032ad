"""keys_refused.json: keys that are weak, malformed, contradictory, unknown, or a public key where a
secret is due.

Each case differs from a good one in keys.json in one thing only. Codes: ERR_JWK_INVALID is for what
is malformed in any encoding (JWK, PEM, DER), ERR_KEY_WEAK for what is too short, ERR_KEY_MISMATCH
for what contradicts itself or its algorithm.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, error, group, unb64u, write
from key_encodings import encoding_cases
from key_material import ENC_BYTES, HMAC_BYTES, KEYS, PBES2_ALGORITHMS, WRAP_BYTES, oct_key, secret
from key_members import component_cases, member_cases, text_cases
from key_public_secrets import public_secrets
from rfc_check import public

INVALID, WEAK, MISMATCH = error("ERR_JWK_INVALID"), error("ERR_KEY_WEAK"), error("ERR_KEY_MISMATCH")
UNKNOWN, OPTION, LIMIT = error("ERR_JOSE_NOT_SUPPORTED"), error("ERR_OPTION_INVALID"), error("ERR_JOSE_LIMIT_EXCEEDED")


def refuse(name: str, key: dict[str, Any], expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
    """A key that cannot be made."""
    return case(f"keys-refused-{name}", "key.import", {"key": key}, expect, comment=comment)


def lengths() -> list[dict[str, Any]]:
    """Secrets of the wrong length: shorter is weak; longer is invalid where the algorithm takes one
    length only.
    """
    tests = []

    def both(name: str, length: int, alg: str, expect: dict[str, Any], comment: str | None = None, enc: str | None = None) -> None:
        more = {"alg": alg} | ({"enc": enc} if enc else {})
        tests.append(refuse(f"jwk-{name}", {"jwk": oct_key(length), **more}, expect, comment))
        tests.append(refuse(f"secret-{name}", {"secret": b64u(secret(length)), **more}, expect, comment))

    for alg, length in HMAC_BYTES.items():
        both(f"{alg.lower()}-short", length - 1, alg, WEAK, "one byte less than the hash")
        both(f"{alg.lower()}-empty", 0, alg, WEAK)
        tests.append(refuse(f"jwk-alg-{alg.lower()}-short", {"jwk": oct_key(length - 1, alg=alg)}, WEAK))
    for alg, length in WRAP_BYTES.items():
        both(f"{alg.lower()}-short", length - 1, alg, WEAK)
        both(f"{alg.lower()}-long", length + 1, alg, INVALID, "AES takes one length only")
    for enc, length in ENC_BYTES.items():
        both(f"dir-{enc.lower()}-short", length - 1, "dir", WEAK, enc=enc)
        both(f"dir-{enc.lower()}-long", length + 1, "dir", INVALID, "a content encryption takes one length only", enc=enc)
        tests.append(refuse(f"jwk-alg-{enc.lower()}-short", {"jwk": oct_key(length - 1, alg=enc)}, WEAK))
    for alg in PBES2_ALGORITHMS:
        tests.append(refuse(f"password-{alg.lower()}-short", {"password": "seven 7", "alg": alg}, WEAK, "7 bytes"))
        short = {"kty": "oct", "k": b64u("seven 7"), "alg": alg}
        tests.append(refuse(f"jwk-{alg.lower()}-short", {"jwk": short}, WEAK, "7 bytes"))
    tests.append(refuse("password-default-short", {"password": "seven 7"}, WEAK))
    tests.append(refuse("password-empty", {"password": ""}, WEAK))
    return tests


def rsa_sizes() -> list[dict[str, Any]]:
    """The modulus has 2048 to 8192 bits, and the exponent is odd, at least 3, of at most 64 bits.
    """
    tests = [refuse("rsa-1024", {"jwk": KEYS["rsa-1024"]}, WEAK), refuse("rsa-1024-public", {"jwk": public(KEYS["rsa-1024"])}, WEAK)]

    def number(bits: int) -> str:
        # An odd number of exactly this many bits stands for a modulus: nobody may factor it to see
        # that it is too small or too large.
        return b64u(((1 << (bits - 1)) + 0x10001).to_bytes((bits + 7) // 8, "big"))

    for bits, expect in ((512, WEAK), (2040, WEAK), (2047, WEAK), (8193, LIMIT), (8200, LIMIT), (16384, LIMIT)):
        tests.append(refuse(f"rsa-{bits}-modulus", {"jwk": {"kty": "RSA", "n": number(bits), "e": "AQAB"}}, expect))
    key = public(KEYS["rsa-2048"])
    exponents = {"zero": 0, "one": 1, "two": 2, "even": 65536, "65-bits": (1 << 64) + 1, "huge": (1 << 2047) + 1}
    for name, e in exponents.items():
        tests.append(refuse(f"rsa-exponent-{name}", {"jwk": {**key, "e": b64u(e.to_bytes(max(1, (e.bit_length() + 7) // 8), "big"))}},
                            INVALID))
    even = int.from_bytes(unb64u(key["n"]), "big") - 1
    tests.append(refuse("rsa-modulus-even", {"jwk": {**key, "n": b64u(even.to_bytes(256, "big"))}}, INVALID))
    return tests


def algorithms() -> list[dict[str, Any]]:
    """Names that do not exist, that contradict, that do not fit, or that need more."""
    tests = []
    rsa, p256, ed, x25519, akp = (KEYS[name] for name in ("rsa-2048", "ec-p256", "okp-ed25519", "okp-x25519", "akp-44"))
    for name, alg in {"none": "none", "none-mixed-case": "NoNe", "rsa1-5": "RSA1_5", "unknown": "RS1024", "lower-case": "rs256",
                      "empty": "", "space": "RS256 "}.items():
        tests.append(refuse(f"alg-{name}", {"jwk": rsa, "alg": alg}, UNKNOWN))
        tests.append(refuse(f"alg-{name}-in-jwk", {"jwk": {**rsa, "alg": alg}}, UNKNOWN))
    for alg in ("none", "HS1024", "dir+A128GCM"):
        tests.append(refuse(f"alg-secret-{alg.lower()}", {"secret": b64u(secret(64)), "alg": alg}, UNKNOWN))
    unfit = {"rsa": (rsa, ["ES256", "HS256", "EdDSA", "ECDH-ES", "ML-DSA-44", "A128KW"]),
             "p256": (p256, ["ES384", "ES512", "ES256K", "EdDSA", "RS256", "HS256"]), "p384": (KEYS["ec-p384"], ["ES256", "ES512"]),
             "p521": (KEYS["ec-p521"], ["ES256", "ES384"]), "secp256k1": (KEYS["ec-secp256k1"], ["ES256", "ECDH-ES", "ECDH-ES+A128KW"]),
             "ed25519": (ed, ["ES256", "ECDH-ES", "ECDH-ES+A256KW", "RS256"]), "x25519": (x25519, ["EdDSA", "Ed25519", "ES256"]),
             "akp": (akp, ["ML-DSA-65", "ES256", "HS256"]), "oct": (oct_key(32), ["RS256", "ES256", "ECDH-ES", "EdDSA", "ML-DSA-44"])}
    for name, (key, algs) in unfit.items():
        for alg in algs:
            tests.append(refuse(f"alg-{name}-as-{alg.lower()}", {"jwk": key, "alg": alg}, MISMATCH))
        if name not in ("akp", "rsa"):
            tests.append(refuse(f"alg-{name}-in-jwk", {"jwk": {**key, "alg": algs[0]}}, MISMATCH, "the JWK's own alg does not fit it"))
    tests += [
        refuse("alg-rsa-hs256-in-jwk", {"jwk": {**public(rsa), "alg": "HS256"}}, MISMATCH, "algorithm confusion, in a JWK"),
        refuse("alg-rsa-enc-in-jwk", {"jwk": {**public(rsa), "alg": "A256GCM"}}, MISMATCH, "only an oct JWK has an enc as its alg"),
        refuse("alg-contradicts-rsa", {"jwk": {**rsa, "alg": "RS256"}, "alg": "PS256"}, MISMATCH),
        refuse("alg-contradicts-oct", {"jwk": oct_key(64, alg="HS256"), "alg": "HS512"}, MISMATCH),
        refuse("alg-contradicts-dir", {"jwk": oct_key(32, alg="A256GCM"), "alg": "A256KW"}, MISMATCH),
        refuse("alg-secret-as-rs256", {"secret": b64u(secret(64)), "alg": "RS256"}, MISMATCH),
        refuse("alg-secret-as-es256", {"secret": b64u(secret(32)), "alg": "ES256"}, MISMATCH),
        refuse("alg-password-as-hs256", {"password": "correct horse battery staple, twice", "alg": "HS256"}, MISMATCH),
        refuse("alg-password-as-a256kw", {"password": "correct horse", "alg": "A256KW"}, MISMATCH),
        refuse("alg-password-unknown", {"password": "correct horse", "alg": "PBES2-HS256+A256KW"}, UNKNOWN),
        refuse("oct-without-alg", {"jwk": oct_key(32)}, OPTION, "an oct JWK without alg needs the alg argument"),
        refuse("akp-without-alg", {"jwk": {m: v for m, v in akp.items() if m != "alg"}}, INVALID, "RFC 9964: an AKP JWK has an alg"),
        refuse("akp-unknown-alg", {"jwk": {**akp, "alg": "SLH-DSA-SHA2-128s"}}, UNKNOWN),
        refuse("akp-es256", {"jwk": {**akp, "alg": "ES256"}}, MISMATCH),
    ]
    # dir, and enc
    direct = oct_key(32)
    tests += [
        refuse("dir-without-enc", {"jwk": direct, "alg": "dir"}, OPTION),
        refuse("dir-without-enc-in-jwk", {"jwk": {**direct, "alg": "dir"}}, OPTION),
        refuse("dir-without-enc-secret", {"secret": direct["k"], "alg": "dir"}, OPTION),
        refuse("dir-unknown-enc", {"jwk": direct, "alg": "dir", "enc": "A512GCM"}, UNKNOWN),
        refuse("dir-unknown-enc-secret", {"secret": direct["k"], "alg": "dir", "enc": "a256gcm"}, UNKNOWN),
        refuse("dir-enc-contradicts", {"jwk": {**direct, "alg": "A256GCM"}, "enc": "A128CBC-HS256"}, MISMATCH,
               "both take 32 bytes: only the names differ"),
        refuse("enc-without-dir", {"jwk": direct, "alg": "HS256", "enc": "A256GCM"}, OPTION, "only a dir key is bound to an enc"),
        refuse("enc-without-dir-secret", {"secret": direct["k"], "alg": "A256KW", "enc": "A256GCM"}, OPTION),
        refuse("dir-rsa", {"jwk": rsa, "alg": "dir", "enc": "A256GCM"}, MISMATCH),
        refuse("enc-for-rsa", {"jwk": rsa, "alg": "RSA-OAEP", "enc": "A256GCM"}, OPTION),
    ]
    return tests


def main() -> None:
    source = "derived from the keys of keys.json (jwcrypto 1.6.1, cryptography 50.0.2), each with one thing wrong"
    write("keys_refused", source, [
        group(lengths(), comment="lengths of secrets"),
        group(rsa_sizes(), comment="RSA numbers"),
        group(algorithms(), comment="algorithms"),
        group(component_cases(), comment="points, halves, private members"),
        group(member_cases(), comment="members of the wrong type, base64url, use, key_ops"),
        group(text_cases(), comment="JWKs as JSON text"),
        group(encoding_cases(), comment="PEM and DER"),
        group(public_secrets(), comment="a public key, in any encoding, is never a secret"),
    ])
