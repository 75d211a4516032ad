"""kinds.json: signed, encrypted and nested tokens: which one is accepted where, and what is
unsigned.
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from common import NOW, case, compact_json, error, group, write
from fixtures import PASSWORD, encryption_jwk, signing_jwk
from jwt_cases import EXP, EXPIRED

CLAIMS = compact_json({"sub": "alice", **EXP})
SIGN = {"HS256": signing_jwk("HS256", kid="sign"), "ES256": signing_jwk("ES256", kid="sign-ec")}
DIRECT = encryption_jwk("dir", kid="direct")
AGREE = encryption_jwk("ECDH-ES+A256KW", kid="agree")
RSA = encryption_jwk("RSA-OAEP-256", kid="rsa")
SECRETS = {alg: encryption_jwk(alg) for alg in ("A256KW", "A256GCMKW")}
JWT_INVALID, UNSIGNED, NOT_SIGNED = error("ERR_JWT_INVALID"), error("ERR_JWT_UNSIGNED"), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
OPTIONS = {"now": NOW}


def main() -> None:
    """Write the file."""
    made = tokens()
    groups = {"accept": _accept(made), "unsigned": _unsigned(made)}
    write("kinds", ", ".join(peers.VERSION.values()) + "; refused ones by hand", [group(tests, [], comment) for comment, tests in groups.items()])


def tokens() -> dict[str, str]:
    """The tokens that other implementations made, also for nested.json."""
    return peers.tokens("kinds", _requests())


def inner(alg: str = "HS256", claims: str = CLAIMS, **header: Any) -> str:
    """The signed token inside."""
    return hand.sign({"alg": alg, "kid": SIGN[alg]["kid"], **header}, claims, SIGN[alg])


def outer(content: str, key: dict[str, Any] = DIRECT, alg: str = "dir", **header: Any) -> str:
    """The encrypted token around it, by hand."""
    return hand.encrypt({"alg": alg, "enc": "A256GCM", **header}, content, key)


def _requests() -> dict[str, dict[str, Any]]:
    nested = {"enc": "A256GCM", "cty": "JWT"}
    signed = peers.jws({"alg": "HS256", "typ": "JWT", "kid": "sign"}, CLAIMS, SIGN["HS256"])
    plain = {"enc": "A256GCM"}
    wanted = {"es256": peers.request("jwcrypto", "jws", {"alg": "ES256", "kid": "sign-ec", "typ": "at+jwt"}, CLAIMS, SIGN["ES256"])}
    for peer, alg, key in (("joserfc", "dir", DIRECT), ("jwcrypto", "ECDH-ES+A256KW", AGREE), ("jose", "RSA-OAEP-256", RSA)):
        wanted[f"nested-{peer}"] = peers.request(peer, "jwe", {"alg": alg, **nested, "kid": key["kid"]}, signed, key)
        wanted[f"plain-{peer}"] = peers.request(peer, "jwe", {"alg": alg, **plain, "kid": key["kid"]}, CLAIMS, key)
    for alg, key in SECRETS.items():
        wanted[f"plain-{alg}"] = peers.request("jwcrypto", "jwe", {"alg": alg, **plain}, CLAIMS, key)
    password = {"kty": "oct", "k": hand.b64u(PASSWORD)}
    wanted["plain-password"] = peers.request("joserfc", "jwe", {"alg": "PBES2-HS256+A128KW", **plain, "p2c": 1000}, CLAIMS, password)
    for cty in ("jwt", "Jwt"):
        wanted[f"cty-{'lower' if cty == 'jwt' else 'mixed'}"] = peers.request("joserfc", "jwe", {"alg": "dir", **plain, "cty": cty}, signed, DIRECT)
    wanted["outer-typ"] = peers.request("joserfc", "jwe", {"alg": "dir", **nested, "typ": "JWT"}, signed, DIRECT)
    wanted["zipped"] = peers.request("joserfc", "jwe", {"alg": "dir", **nested, "zip": "DEF"}, signed, DIRECT)
    return wanted


def verifier(id: str, token: str, expect: dict[str, Any], keys: Any = None, decryption: Any = None, **options: Any) -> dict[str, Any]:
    more = {name: options.pop(name) for name in ("comment", "flags") if name in options}
    input = {"token": token} | ({"keys": {"jwk": keys}} if keys else {}) | ({"decryption_keys": {"jwk": decryption}} if decryption else {})
    return case(f"kind-{id}", "verifier.verify", input, expect, options={**OPTIONS, **options}, **more)


def _accept(made: dict[str, str]) -> list[dict[str, Any]]:
    """What a verifier takes follows from its keys, unless `accept` says otherwise."""
    signed = peers.jws({"alg": "HS256"}, CLAIMS, SIGN["HS256"])
    encrypted, nested = made["plain-joserfc"], made["nested-joserfc"]
    kinds = {"signed": signed, "encrypted": encrypted, "nested": nested}
    held: dict[str, dict[str, Any]] = {
        "keys": {"keys": SIGN["HS256"]}, "decryption-keys": {"decryption": DIRECT}, "both": {"keys": SIGN["HS256"], "decryption": DIRECT},
    }
    default = {"keys": "signed", "decryption-keys": "encrypted", "both": "nested"}
    tests = []
    for which, given in held.items():
        for kind, token in kinds.items():
            expect = {"kind": kind, "claims": CLAIMS} if default[which] == kind else JWT_INVALID
            tests.append(verifier(f"{which}-{kind}", token, expect, **given))
    for accept in (["signed"], ["encrypted"], ["signed", "nested"], ["encrypted", "nested"], ["signed", "encrypted", "nested"]):
        for kind, token in kinds.items():
            expect = {"kind": kind, "claims": CLAIMS} if kind in accept else JWT_INVALID
            tests.append(verifier(f"accept-{'-'.join(accept)}-{kind}", token, expect, **held["both"], accept=accept))
    reads: dict[str, dict[str, Any]] = {
        "verify": {"keys": {"jwk": SIGN["HS256"]}}, "decrypt": {"keys": {"jwk": DIRECT}},
        "unseal": {"decrypt_with": {"jwk": DIRECT}, "verify_with": {"jwk": SIGN["HS256"]}},
    }
    for operation, taken in (("verify", "signed"), ("decrypt", "encrypted"), ("unseal", "nested")):
        for kind, token in kinds.items():
            expect = {"kind": kind, "claims": CLAIMS} if kind == taken else JWT_INVALID
            tests.append(case(f"kind-{operation}-{kind}", operation, {"token": token, **reads[operation]}, expect, options=OPTIONS))
    return tests


def _unsigned(made: dict[str, str]) -> list[dict[str, Any]]:
    """Encrypted to a public key, nothing signed inside: anybody could have made it."""
    flags, opened = ["sign/encrypt confusion"], {"kind": "encrypted", "claims": CLAIMS}

    def decrypt(id: str, token: str, key: Any, expect: dict[str, Any], **options: Any) -> dict[str, Any]:
        return case(f"kind-unsigned-{id}", "decrypt", {"token": token, "keys": key}, expect, options={**OPTIONS, **options}, flags=flags)

    tests = []
    for peer, key in (("jwcrypto", AGREE), ("jose", RSA)):
        token, which = made[f"plain-{peer}"], key["alg"].lower().replace("+", "-")
        tests.append(decrypt(which, token, {"jwk": key}, UNSIGNED))
        tests.append(decrypt(f"{which}-waived", token, {"jwk": key}, opened | {"key_id": key["kid"]}, allow_unsigned=True))
        tests.append(verifier(f"unsigned-{which}-verifier", token, UNSIGNED, decryption=key, flags=flags))
        tests.append(verifier(f"unsigned-{which}-verifier-waived", token, opened, decryption=key, allow_unsigned=True, flags=flags))
        tests.append(
            verifier(
                f"unsigned-{which}-with-keys-accepted", token, UNSIGNED, keys=SIGN["HS256"], decryption=key, accept=["encrypted", "nested"],
                flags=flags,
            )
        )
        tests.append(
            verifier(
                f"unsigned-{which}-with-keys", token, JWT_INVALID, keys=SIGN["HS256"], decryption=key, flags=flags,
                comment="Not nested, so not the kind asked for.",
            )
        )
    tests.append(decrypt("dir-needs-no-waiver", made["plain-joserfc"], {"jwk": DIRECT}, opened))
    for alg, key in SECRETS.items():
        tests.append(decrypt(f"{alg.lower()}-needs-no-waiver", made[f"plain-{alg}"], {"jwk": key}, opened))
    tests.append(decrypt("password-needs-no-waiver", made["plain-password"], {"password": PASSWORD, "alg": "PBES2-HS256+A128KW"}, opened))
    expired, foreign = compact_json({"exp": NOW - 1}), encryption_jwk("ECDH-ES+A256KW", "second", kid="agree")
    for id, content in (("before-expiry", expired), ("before-json", "no JSON"), ("with-text-of-a-jws", inner())):
        tests.append(decrypt(id, outer(content, AGREE, "ECDH-ES+A256KW"), {"jwk": AGREE}, UNSIGNED))
    tests.append(decrypt("after-decryption", outer(CLAIMS, AGREE, "ECDH-ES+A256KW"), {"jwk": foreign}, error("ERR_JWE_DECRYPTION_FAILED")))
    tests.append(decrypt("waived-still-expires", outer(expired, AGREE, "ECDH-ES+A256KW"), {"jwk": AGREE}, EXPIRED, allow_unsigned=True))
    none = hand.segment({"alg": "none"}) + "." + hand.segment(CLAIMS) + "."
    tests.append(
        verifier(
            "unsigned-none-inside", outer(none, AGREE, "ECDH-ES+A256KW", cty="JWT"), error("ERR_JOSE_NOT_SUPPORTED"), keys=SIGN["HS256"],
            decryption=AGREE, flags=["none"],
        )
    )
    return tests
