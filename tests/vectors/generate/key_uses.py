"""What a key may be used for, by `use`, `key_ops` and `alg`: cases for make_keys.py.

Using a key to make a token for which it is not: ERR_KEY_MISMATCH. A token never causes that: if use
and operations leave no key for it, ERR_JWKS_NO_MATCHING_KEY; if the keys left do not allow its
algorithm, ERR_JOSE_ALG_NOT_ALLOWED.
"""

from __future__ import annotations

from typing import Any

from jwcrypto import jwe, jws

from common import b64u, case, compact_json, error, made
from key_material import ECDH_ALGORITHMS, KEYS, oct_key
from rfc_check import decrypts, foreign, public, verifies

PAYLOAD = b64u("what is signed or encrypted")
RSA, EC, ED = KEYS["rsa-2048"], KEYS["ec-p256"], KEYS["okp-ed25519"]
HMAC, WRAP, DIRECT = oct_key(32, alg="HS256"), oct_key(16, alg="A128KW"), oct_key(32, alg="A256GCM")
GROUP_KEYS = [RSA, {**RSA, "alg": "PS256"}]
MISMATCH, NO_KEY, NOT_ALLOWED = error("ERR_KEY_MISMATCH"), error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED")


def _signed(alg: str, key: dict[str, Any]) -> str:
    token = jws.JWS("what is signed or encrypted")
    token.add_signature(foreign(key), None, compact_json({"alg": alg}))
    return token.serialize(compact=True)


def _encrypted(alg: str, key: dict[str, Any]) -> str:
    token = jwe.JWE("what is signed or encrypted", compact_json({"alg": alg, "enc": "A256GCM"}))
    token.add_recipient(foreign(key))
    return token.serialize(compact=True)


def tokens() -> dict[str, str]:
    """One token per algorithm used here, by jwcrypto, each read back by it."""
    signers = {"RS256": RSA, "PS256": RSA, "ES256": EC, "EdDSA": ED, "HS256": HMAC}
    recipients = {"RSA-OAEP": RSA, "ECDH-ES": EC, "A128KW": WRAP, "dir": DIRECT}
    kept = made("key_uses", lambda: {alg: _signed(alg, key) for alg, key in signers.items()}
                | {alg: _encrypted(alg, key) for alg, key in recipients.items()})
    for alg, key in signers.items():
        verifies(kept[alg], key, PAYLOAD)
    for alg, key in recipients.items():
        decrypts(kept[alg], key, "what is signed or encrypted")
    return kept


def permitted_uses() -> list[dict[str, Any]]:
    """Every operation against keys that say sig, enc, or only one operation."""
    kept = tokens()
    tests: list[dict[str, Any]] = []

    def add(name: str, operation: str, input: dict[str, Any], expect: dict[str, Any], comment: str | None = None, **more: Any) -> None:
        tests.append(case(f"keys-use-{name}", operation, input, expect, comment=comment, **more))

    def signs(name: str, key: Any, expect: dict[str, Any] | None = None, comment: str | None = None, reader: Any = None) -> None:
        more = {} if expect else {"deterministic": False, "read": {"operation": "jws.verify", "input": {"keys": reader or key}}}
        add(f"{name}-sign", "jws.sign", {"payload": PAYLOAD, "key": key}, expect or {"payload": PAYLOAD}, comment, **more)

    def encrypts(name: str, key: Any, expect: dict[str, Any] | None = None, comment: str | None = None, reader: Any = None) -> None:
        more = {} if expect else {"deterministic": False, "read": {"operation": "jwe.decrypt", "input": {"keys": reader or key}}}
        add(f"{name}-encrypt", "jwe.encrypt", {"plaintext": PAYLOAD, "key": key}, expect or {"plaintext": PAYLOAD}, comment, **more)

    def verify(name: str, key: Any, alg: str, expect: dict[str, Any] | None = None, comment: str | None = None) -> None:
        add(f"{name}-verify", "jws.verify", {"token": kept[alg], "keys": key}, expect or {"payload": PAYLOAD}, comment, flags=[alg])

    def decrypt(name: str, key: Any, alg: str, expect: dict[str, Any] | None = None, comment: str | None = None) -> None:
        add(f"{name}-decrypt", "jwe.decrypt", {"token": kept[alg], "keys": key}, expect or {"plaintext": PAYLOAD}, comment, flags=[alg])

    # use
    for kind, key, sig, enc in (("rsa", RSA, "RS256", "RSA-OAEP"), ("ec", EC, "ES256", "ECDH-ES")):
        for_sig, for_enc = {**key, "use": "sig"}, {**key, "use": "enc"}
        signs(f"{kind}-sig", {"jwk": for_sig, "alg": sig})
        signs(f"{kind}-enc", {"jwk": for_enc, "alg": sig}, MISMATCH, "a key for encryption")
        encrypts(f"{kind}-enc", {"jwk": for_enc, "alg": enc})
        encrypts(f"{kind}-sig", {"jwk": for_sig, "alg": enc}, MISMATCH, "a key for signatures")
        verify(f"{kind}-sig", {"jwk": public(for_sig)}, sig)
        verify(f"{kind}-enc", {"jwk": public(for_enc)}, sig, NO_KEY, "use leaves no key: a token never causes ERR_KEY_MISMATCH")
        decrypt(f"{kind}-enc", {"jwk": for_enc}, enc)
        decrypt(f"{kind}-sig", {"jwk": for_sig}, enc, NO_KEY, "use leaves no key")
    # key_ops
    for kind, key, alg in (("rsa", RSA, "RS256"), ("ec", EC, "ES256"), ("okp", ED, "EdDSA"), ("hmac", HMAC, "HS256")):
        both, sign_only, verify_only = ({"jwk": {**key, "alg": alg, "key_ops": ops}} for ops in (["sign", "verify"], ["sign"], ["verify"]))
        signs(f"{kind}-ops-both", both)
        signs(f"{kind}-ops-sign", sign_only, reader={"jwk": key if kind == "hmac" else public(key)})
        signs(f"{kind}-ops-verify", verify_only, MISMATCH, "key_ops has no sign")
        verify(f"{kind}-ops-both", both, alg)
        verify(f"{kind}-ops-verify", verify_only, alg)
        verify(f"{kind}-ops-sign", sign_only, alg, NO_KEY, "a private key does its public half's work, unless key_ops forbids it")
    for kind, key, alg, making, opening in (("rsa", RSA, "RSA-OAEP", "wrapKey", "unwrapKey"),
                                            ("wrap", WRAP, "A128KW", "wrapKey", "unwrapKey"),
                                            ("dir", DIRECT, "dir", "encrypt", "decrypt")):
        bound = key if alg == "dir" else {**key, "alg": alg}
        encrypts(f"{kind}-ops-making", {"jwk": {**bound, "key_ops": [making]}}, reader={"jwk": bound})
        encrypts(f"{kind}-ops-opening", {"jwk": {**bound, "key_ops": [opening]}}, MISMATCH, f"key_ops has no {making}")
        decrypt(f"{kind}-ops-opening", {"jwk": {**bound, "key_ops": [opening]}}, alg)
        decrypt(f"{kind}-ops-making", {"jwk": {**bound, "key_ops": [making]}}, alg, NO_KEY, f"key_ops has no {opening}")
    for op in ("deriveKey", "deriveBits"):
        decrypt(f"ec-ops-{op.lower()}", {"jwk": {**EC, "key_ops": [op]}}, "ECDH-ES", comment="RFC 7517 gives both for a shared secret")
    decrypt("ec-ops-sign", {"jwk": {**EC, "key_ops": ["sign"]}}, "ECDH-ES", NO_KEY)
    # the kind of key
    signs("public", {"jwk": public(RSA), "alg": "RS256"}, MISMATCH, "a public key cannot sign")
    decrypt("public", {"jwk": public(RSA)}, "RSA-OAEP", NO_KEY, "a public key cannot decrypt")
    signs("wrapping-key", {"jwk": WRAP}, MISMATCH, "A128KW does not sign")
    signs("dir-key", {"jwk": DIRECT}, MISMATCH, "dir does not sign")
    signs("password", {"password": "correct horse"}, MISMATCH, "a password does not sign")
    encrypts("hmac-key", {"jwk": HMAC}, MISMATCH, "HS256 does not encrypt")
    encrypts("ed25519", {"jwk": ED, "alg": "EdDSA"}, MISMATCH, "Ed25519 does not encrypt")
    for alg in ECDH_ALGORITHMS:
        signs(f"x25519-{alg.lower()}", {"jwk": KEYS["okp-x25519"], "alg": alg}, MISMATCH, "X25519 does not sign")
    verify("wrapping-key", {"jwk": oct_key(32, alg="A256KW")}, "HS256", NOT_ALLOWED, "bound to another algorithm")
    # alg
    for kind, key in (("rsa", RSA), ("ec", EC), ("ed25519", ED)):
        signs(f"{kind}-unbound", {"jwk": key}, error("ERR_OPTION_INVALID"), "a key without alg makes nothing")
    encrypts("rsa-unbound", {"jwk": public(RSA)}, error("ERR_OPTION_INVALID"), "a key without alg makes nothing")
    encrypts("x25519-unbound", {"jwk": public(KEYS["okp-x25519"])}, error("ERR_OPTION_INVALID"), "a key without alg makes nothing")
    for alg in ("RS256", "PS256"):
        verify(f"rsa-unbound-{alg.lower()}", {"jwk": public(RSA)}, alg, comment="a key without alg checks with all of its family")
    verify("rsa-bound-to-ps256", {"jwk": public(RSA), "alg": "PS256"}, "RS256", NOT_ALLOWED)
    verify("group-first", 0, "RS256", comment="a key by its index: without alg")
    verify("group-second", 1, "RS256", NOT_ALLOWED, "a key by its index: bound to PS256")
    verify("one-of-two", [1, 0], "RS256", comment="of a list, the key that allows the algorithm")
    return tests
