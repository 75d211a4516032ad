"""Attacks on the choice of algorithm and key (docs/threats.md): confusion, `none` and allow lists.
"""

from __future__ import annotations

import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from joserfc.jwk import import_key

import hand
import peers
from common import NOW, b64u, case, compact_json, error, group
from fixtures import Jwk, encryption_jwk, public, signing_jwk
from jwt_cases import EXP, mismatch

CLAIMS = compact_json(EXP)
RSA, EC, ED = signing_jwk("RS256"), signing_jwk("ES256"), signing_jwk("Ed25519")
NOT_ALLOWED, NOT_SUPPORTED, MISMATCH = error("ERR_JOSE_ALG_NOT_ALLOWED"), error("ERR_JOSE_NOT_SUPPORTED"), error("ERR_KEY_MISMATCH")
FORGED, NO_KEY = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), error("ERR_JWKS_NO_MATCHING_KEY")
PASSED = {"claims": CLAIMS}


def groups() -> list[dict[str, Any]]:
    """The groups of attacks.json about algorithms and keys."""
    tests = {
        "A public key is no HMAC secret": _confusion(), "A public key given as a secret": _as_secret(), "none": _none(), "Allow lists": _lists(),
        "Encryption keys and signing keys": _kinds(),
    }
    return [group(found, [], comment) for comment, found in tests.items()]


def verify(
    id: str, token: str, keys: Any, expect: dict[str, Any], flag: str, comment: str | None = None, operation: str = "verify", **options: Any,
) -> dict[str, Any]:
    """One case; `keys` as the format has them."""
    if operation in ("verify", "decrypt"):
        options = {"now": NOW, **options}
    return case(
        f"attack-{id}", operation, {"token": token, "keys": keys}, expect, flags=[flag], comment=comment, options=options or None,
    )


def _encodings(jwk: Jwk) -> dict[str, bytes]:
    """A public key in every form in which one is published."""
    key: Any = import_key(peers.unbound(public(jwk))).public_key  # type: ignore[union-attr]
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    found = {
        "pem": pem, "pem-without-newline": pem.rstrip(b"\n"), "pem-crlf": pem.replace(b"\n", b"\r\n"),
        "der": key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "ssh": key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH), "jwk": compact_json(public(jwk)).encode(),
        "jwks": compact_json({"keys": [public(jwk)]}).encode(),
        "pem-after-byte-order-mark": b"\xef\xbb\xbf" + pem, "pem-after-white-space": b" \r\n\t" + pem,
        "pem-after-comment": b"# the issuer's key\n" + pem, "jwk-after-white-space": b"\n " + compact_json(public(jwk)).encode(),
    }
    if jwk["kty"] == "RSA":
        found["pem-pkcs1"] = key.public_bytes(Encoding.PEM, PublicFormat.PKCS1)
        found["der-pkcs1"] = key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
        found["certificate"] = certificate(jwk)
    return found


def certificate(jwk: Jwk) -> bytes:
    """A self-signed X.509 certificate; RSASSA-PKCS1-v1_5, so it is the same each time."""
    key: Any = import_key(peers.unbound(jwk)).private_key  # type: ignore[union-attr]
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer.example")])
    day = datetime.datetime(2023, 1, 1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + datetime.timedelta(days=36500))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def _confusion() -> list[dict[str, Any]]:
    """HS256, with the verifier's public key as the secret: the verifier holds that key as a public
    key.
    """
    flag, tests = "algorithm confusion", []
    for jwk, name in ((RSA, "rsa"), (EC, "ec"), (ED, "ed25519")):
        for which, secret in _encodings(jwk).items():
            token = hand.sign({"alg": "HS256"}, CLAIMS, {"kty": "oct", "k": b64u(secret)})
            tests.append(verify(f"confusion-{name}-{which}", token, {"jwk": public(jwk)}, NOT_ALLOWED, flag))
    pem = _encodings(RSA)["pem"]
    held = {"pem": pem.decode(), "alg": "RS256"}
    for alg in ("HS256", "HS384", "HS512"):
        token = hand.sign({"alg": alg}, CLAIMS, {"kty": "oct", "k": b64u(pem)})
        tests.append(verify(f"confusion-pem-held-{alg.lower()}", token, held, NOT_ALLOWED, flag))
        tests.append(
            verify(
                f"confusion-pem-held-{alg.lower()}-listed", token, held, NOT_ALLOWED, flag,
                "A list narrows what the key allows, and never widens it.", algorithms=[alg, "RS256"],
            )
        )
    unbound = {"jwk": public(signing_jwk("RS256", alg=None))}
    token = hand.sign({"alg": "HS256"}, CLAIMS, {"kty": "oct", "k": b64u(pem)})
    tests.append(verify("confusion-unbound-rsa", token, unbound, NOT_ALLOWED, flag))
    tests.append(verify("confusion-set-with-secret", token, [unbound, {"jwk": signing_jwk("HS256")}], FORGED, flag, "Only the secret is tried."))
    modulus = hand.sign({"alg": "HS256"}, CLAIMS, {"kty": "oct", "k": RSA["n"]})
    tests.append(verify("confusion-rsa-modulus", modulus, {"jwk": public(RSA)}, NOT_ALLOWED, flag))
    raw = hand.sign({"alg": "HS256"}, CLAIMS, {"kty": "oct", "k": ED["x"]})
    tests.append(verify("confusion-ed25519-raw", raw, {"jwk": public(ED)}, NOT_ALLOWED, flag))
    for alg, jwk in (("ES256", RSA), ("RS256", EC), ("EdDSA", EC), ("ES256K", EC), ("PS256", RSA), ("ES384", EC), ("ML-DSA-44", ED)):
        token = f"{hand.segment({'alg': alg})}.{hand.segment(CLAIMS)}.{b64u(bytes(64))}"
        tests.append(verify(f"confusion-{alg.lower()}-on-{jwk['alg'].lower()}-key", token, {"jwk": public(jwk)}, NOT_ALLOWED, flag))
    return tests


def _as_secret() -> list[dict[str, Any]]:
    """The configuration mistake behind the attack: a public key handed over where a secret is due.
    """
    tests = []
    for jwk, name in ((RSA, "rsa"), (EC, "ec"), (ED, "ed25519")):
        for which, secret in _encodings(jwk).items():
            token = hand.sign({"alg": "HS256"}, CLAIMS, {"kty": "oct", "k": b64u(secret)})
            tests.append(
                verify(f"public-key-as-secret-{name}-{which}", token, {"secret": b64u(secret), "alg": "HS256"}, MISMATCH, "algorithm confusion")
            )
    return tests


def _none() -> list[dict[str, Any]]:
    tests = []
    key = {"jwk": signing_jwk("HS256")}
    for index, alg in enumerate(("none", "None", "NONE", "nOnE", "none ", " none", "none\0", "", "null", "NoNe\n")):
        token = f"{hand.segment({'alg': alg})}.{hand.segment(CLAIMS)}."
        which = f"{index}-{''.join(letter for letter in alg.lower() if letter.isalpha()) or 'empty'}"
        tests.append(verify(f"none-{which}", token, key, NOT_SUPPORTED, "none"))
        tests.append(verify(f"none-{which}-jws", token, key, NOT_SUPPORTED, "none", operation="jws.verify"))
    signed = hand.sign({"alg": "none"}, CLAIMS, signing_jwk("HS256"), "HS256")
    tests.append(verify("none-with-a-signature", signed, key, NOT_SUPPORTED, "none"))
    tests.append(verify("none-without-keys", f"{hand.segment({'alg': 'none'})}.{hand.segment(CLAIMS)}.", [], NOT_SUPPORTED, "none"))
    tests.append(
        verify("none-listed", signed, key, error("ERR_OPTION_INVALID"), "none", "No option turns it on: the list itself is refused.", algorithms=["none", "HS256"])
    )
    for which, header in {
        "missing": {}, "null": {"alg": None}, "number": {"alg": 0}, "false": {"alg": False}, "list": {"alg": ["HS256"]}, "object": {"alg": {}},
    }.items():
        token = hand.sign(header, CLAIMS, signing_jwk("HS256"), "HS256")
        tests.append(verify(f"alg-{which}", token, key, error("ERR_JWS_INVALID"), "none"))
    for alg in ("hs256", "HS256 ", "HMAC", "sha256", "HS1", "ES256\u200b", "RS1", "Ed448", "ES256k"):
        token = hand.sign({"alg": alg}, CLAIMS, signing_jwk("HS256"), "HS256")
        which = "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in alg).split()).lower()
        tests.append(
            verify(
                f"alg-unknown-{which}{'-upper' if alg == 'HMAC' else ''}{'-with-more' if not alg.isalnum() else ''}", token, key, NOT_SUPPORTED,
                "none",
            )
        )
    return tests


def _lists() -> list[dict[str, Any]]:
    flag = "allow-list bypass"
    tokens = {alg: peers.jws({"alg": alg}, CLAIMS, signing_jwk(alg)) for alg in ("HS256", "HS512", "RS256", "Ed25519")}
    unbound = {"jwk": public(signing_jwk("RS256", alg=None))}
    return [
        verify("list-holds-it", tokens["RS256"], {"jwk": public(RSA)}, PASSED, flag, algorithms=["ES256", "RS256"]),
        verify("list-narrows-family", tokens["RS256"], unbound, NOT_ALLOWED, flag, algorithms=["PS256", "RS512"]),
        verify("list-narrows-family-holds-it", tokens["RS256"], unbound, PASSED, flag, algorithms=["PS256", "RS256"]),
        verify(
            "list-does-not-widen-key", tokens["HS512"], {"jwk": {**signing_jwk("HS512"), "alg": "HS256"}}, NOT_ALLOWED, flag,
            algorithms=["HS256", "HS512"],
        ),
        verify(
            "list-against-key", tokens["HS256"], {"jwk": signing_jwk("HS256")}, NOT_ALLOWED, flag, "The key's own algorithm is no exception.",
            algorithms=["HS512"],
        ),
        verify(
            "list-eddsa-is-not-ed25519", tokens["Ed25519"], {"jwk": public(signing_jwk("Ed25519", alg=None))}, NOT_ALLOWED, flag,
            algorithms=["EdDSA"],
        ),
        verify("list-before-keys", tokens["HS256"], [], NOT_ALLOWED, flag, "The list is looked at before any key is.", algorithms=["RS256"]),
        verify(
            "list-with-unknown-name", tokens["HS256"], {"jwk": signing_jwk("HS256")}, error("ERR_OPTION_INVALID"), flag,
            "A misspelt name would allow nothing, silently. It is the program's mistake, and not the token's.",
            algorithms=["HS265", "HS256"],
        ),
    ]


def _kinds() -> list[dict[str, Any]]:
    """A token of one kind, given to the keys or the function of the other; typ of one use for
    another.
    """
    flag, sealed = "sign/encrypt confusion", {"alg": "ECDH-ES", "enc": "A256GCM"}
    to_signing_key = hand.encrypt(sealed, CLAIMS, {name: value for name, value in EC.items() if name != "alg"})
    direct = encryption_jwk("dir")
    access = hand.sign({"alg": "ES256", "typ": "at+jwt"}, CLAIMS, EC)
    return [
        verify(
            "encrypted-to-the-signing-key", to_signing_key, {"jwk": EC}, error("ERR_JWT_INVALID"), flag, "A verifier of signatures opens nothing.",
        ),
        verify(
            "encrypted-to-the-signing-key-decrypt", to_signing_key, {"jwk": EC}, NOT_ALLOWED, flag, "The key is bound to ES256.", operation="decrypt",
        ),
        verify(
            "encrypted-to-an-unbound-key", to_signing_key, {"jwk": signing_jwk("ES256", alg=None)}, error("ERR_JWT_UNSIGNED"), flag,
            operation="decrypt",
        ),
        verify(
            "encrypted-to-a-key-for-signatures", to_signing_key, {"jwk": signing_jwk("ES256", alg=None, use="sig")}, NO_KEY, flag,
            operation="decrypt",
        ),
        verify(
            "encrypted-with-the-public-key-as-secret", hand.encrypt({"alg": "dir", "enc": "A256GCM"}, CLAIMS, {"k": EC["x"]}),
            {"jwk": signing_jwk("ES256", alg=None)}, NOT_ALLOWED, flag, operation="decrypt",
        ),
        verify("signed-with-the-content-key", hand.sign({"alg": "HS256"}, CLAIMS, direct), {"jwk": direct}, NOT_ALLOWED, flag),
        verify(
            "rsa1-5",
            ".".join([hand.segment({"alg": "RSA1_5", "enc": "A128CBC-HS256"}), b64u(bytes(256)), b64u(bytes(16)), b64u(bytes(32)), b64u(bytes(16))]),
            {"jwk": encryption_jwk("RSA-OAEP")}, NOT_SUPPORTED, "padding and decryption oracles", operation="decrypt",
        ),
        verify(
            "three-parts-with-dir", f"{hand.segment({'alg': 'dir', 'enc': 'A256GCM'})}.{hand.segment(CLAIMS)}.AAAA", {"jwk": direct}, NOT_SUPPORTED,
            flag, "No signature algorithm has that name.",
        ),
        verify("access-token-as-id-token", access, {"jwk": public(EC)}, mismatch("typ"), "mismatched types", profile="id-token"),
        verify("access-token-as-any-token", access, {"jwk": public(EC)}, mismatch("typ"), "mismatched types"),
    ]
