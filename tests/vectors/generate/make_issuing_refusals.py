"""issuing_refusals.json: keys that must not make a token, issuers that won't do, and tokens that
their own profile would refuse.
"""

from __future__ import annotations

from typing import Any

from common import NOW, case, compact_json, error, group, write
from fixtures import encryption_jwk, public, signing_jwk
from make_making_refusals import DIRECT, JWT, KEY, LIFE, MISMATCH, OPTION, RSA, bare, encrypt, sign


def main() -> None:
    """Write the file."""
    groups = {"keys": _keys(), "issuer": _issuer(), "profiles": _profiles()}
    source = "nothing is made, so no implementation made anything"
    write("issuing_refusals", source, [group(tests, [KEY], comment) for comment, tests in groups.items()])


def _keys() -> list[dict[str, Any]]:
    """Keys asked to do what they are not for, or that do not say what they are for."""
    tests = []
    for alg in ("RS256", "ES256", "Ed25519"):
        unbound = signing_jwk(alg, alg=None)
        tests.append(sign(f"key-without-alg-{unbound['kty'].lower()}", "{}", OPTION, key={"jwk": unbound}))
    unbound = {name: value for name, value in RSA.items() if name != "alg"}
    tests.append(encrypt("key-without-alg-encrypt", OPTION, key=public(unbound)))
    tests.append(bare("key-without-alg-jws", "jws.sign", {"payload": "", "key": {"jwk": signing_jwk("ES256", alg=None)}}, OPTION))
    tests.append(bare("key-without-alg-jwe", "jwe.encrypt", {"plaintext": "", "key": {"jwk": public(unbound)}}, OPTION))
    for alg in ("RS256", "PS512", "ES256", "ES256K", "EdDSA", "ML-DSA-65"):
        tests.append(sign(f"public-key-{alg.lower()}", "{}", MISMATCH, key={"jwk": public(signing_jwk(alg))}))
    tests.append(bare("public-key-jws", "jws.sign", {"payload": "", "key": {"jwk": public(signing_jwk("ES256"))}}, MISMATCH))
    for which, key in {"dir": DIRECT, "rsa": RSA, "ecdh": encryption_jwk("ECDH-ES"), "a128kw": encryption_jwk("A128KW")}.items():
        tests.append(sign(f"encryption-key-signs-{which}", "{}", MISMATCH, key={"jwk": key}))
    tests.append(sign("password-signs", "{}", MISMATCH, key={"password": "correct horse battery staple", "alg": "PBES2-HS256+A128KW"}))
    for alg in ("HS256", "RS256", "ES256", "Ed25519", "ML-DSA-44"):
        tests.append(encrypt(f"signing-key-encrypts-{alg.lower()}", MISMATCH, key=signing_jwk(alg)))
    tests.append(bare("signing-key-encrypts-jwe", "jwe.encrypt", {"plaintext": "", "key": 0}, MISMATCH))
    tests.append(sign("key-ops-verify", "{}", MISMATCH, key={"jwk": signing_jwk("ES256", key_ops=["verify"])}))
    tests.append(sign("key-ops-verify-secret", "{}", MISMATCH, key={"jwk": {**KEY, "key_ops": ["verify"]}}))
    tests.append(encrypt("key-ops-decrypt", MISMATCH, key={**DIRECT, "key_ops": ["decrypt"]}))
    tests.append(encrypt("key-ops-unwrap", MISMATCH, key=encryption_jwk("A256KW", key_ops=["unwrapKey"])))
    ed = signing_jwk("Ed25519")
    seals = {
        "signs-with-public": (public(ed), DIRECT), "signs-with-encryption-key": (RSA, DIRECT), "encrypts-to-signing-key": (ed, signing_jwk("RS256")),
        "keys-swapped": (DIRECT, ed),
    }
    for which, (signer, to) in seals.items():
        tests.append(
            case(
                f"making-refused-seal-{which}", "seal", {"claims": "{}", "sign_with": {"jwk": signer}, "encrypt_to": {"jwk": to}}, MISMATCH,
                options=LIFE,
            )
        )
    comment = "The key is bound to A256GCM: a key asked to do what it is not for."
    tests.append(encrypt("dir-other-enc", MISMATCH, comment=comment, enc="A128CBC-HS256"))
    tests.append(encrypt("dir-other-enc-of-the-same-length", MISMATCH, key=encryption_jwk("dir", enc="A128CBC-HS256"), enc="A256GCM"))
    tests.append(
        encrypt(
            "enc-unknown", error("ERR_JOSE_NOT_SUPPORTED"), key=RSA, enc="A512GCM",
            comment="An algorithm that the library lacks has this code wherever it is named.",
        )
    )
    return tests


def _issuer() -> list[dict[str, Any]]:
    def issue(
        id: str, input: dict[str, Any], expect: dict[str, Any], options: dict[str, Any], claims: str = "{}", **per_token: Any,
    ) -> dict[str, Any]:
        return case(
            f"making-refused-issuer-{id}", "issuer.issue", {"claims": claims, **input, "issue": {"now": NOW, **per_token}}, expect, options=options,
        )

    sign, life = {"signing_key": 0}, {"lifetime": 300}
    return [
        issue("no-keys", {}, OPTION, life),
        issue("no-lifetime", sign, OPTION, {}),
        issue("lifetime-and-no-expiry", sign, OPTION, {"lifetime": 300, "no_expiry": True}),
        issue("lifetime-zero", sign, OPTION, {"lifetime": 0}),
        issue("lifetime-text", sign, OPTION, {"lifetime": "15"}),
        issue("expires-in-text", sign, OPTION, life, expires_in="soon"),
        issue("expires-in-and-no-expiry", sign, OPTION, life, expires_in=60, no_expiry=True),
        issue("contradiction", sign, OPTION, {"issuer": "a", **life}, claims='{"iss":"b"}'),
        issue("claim-type", sign, error("ERR_JWT_CLAIM_INVALID", "sub"), life, claims='{"sub":1}'),
        issue("claims-list", sign, JWT, life, claims="[]"),
        issue("header", sign, OPTION, {"header": {"alg": "HS256"}, **life}),
        issue("header-per-token", sign, OPTION, life, header={"crit": []}),
        issue("public-key", {"signing_key": {"jwk": public(signing_jwk("ES256"))}}, MISMATCH, life),
        issue("encryption-key-signs", {"signing_key": {"jwk": RSA}}, MISMATCH, life),
        issue("signing-key-encrypts", {"encryption_key": 0}, MISMATCH, life),
        issue("key-management-of-a-key", {"encryption_key": {"jwk": public(RSA)}}, OPTION, {"key_management": ["RSA-OAEP-256"], **life}),
        issue("key-management-without-encryption", sign, OPTION, {"key_management": ["ECDH-ES"], **life}),
        issue("key-without-alg", {"signing_key": {"jwk": signing_jwk("RS256", alg=None)}}, OPTION, life),
    ]


def _profiles() -> list[dict[str, Any]]:
    """Making a token that its own profile would refuse."""
    tests = []
    access = {"iss": "https://issuer.example", "aud": "https://api.example", "sub": "alice", "client_id": "c1", "jti": "t-1"}
    for claim in ("iss", "aud", "sub", "client_id"):
        claims = compact_json({name: value for name, value in access.items() if name != claim})
        tests.append(sign(f"access-token-without-{claim.replace('_', '-')}", claims, error("ERR_JWT_CLAIM_MISSING", claim), profile="access-token"))
    comment = "The profile requires what no_expiry leaves out."
    tests.append(
        case(
            "making-refused-access-token-no-expiry", "sign", {"claims": compact_json(access), "key": 0}, error("ERR_JWT_CLAIM_MISSING", "exp"),
            options={"no_expiry": True, "now": NOW, "profile": "access-token"}, comment=comment,
        )
    )
    tests.append(sign("id-token-without-sub", '{"iss":"a","aud":"b"}', error("ERR_JWT_CLAIM_MISSING", "sub"), profile="id-token"))
    tests.append(sign("id-token-without-aud", '{"iss":"a","sub":"b"}', error("ERR_JWT_CLAIM_MISSING", "aud"), profile="id-token"))
    tests.append(
        sign(
            "logout-token-without-event", '{"iss":"a","aud":"b","sub":"c","jti":"d"}', error("ERR_JWT_CLAIM_MISSING", "events"),
            profile="logout-token",
        )
    )
    event = '"events":{"http://schemas.openid.net/event/backchannel-logout":{}}'
    tests.append(
        sign(
            "logout-token-without-sub-and-sid", f'{{"iss":"a","aud":"b","jti":"d",{event}}}', error("ERR_JWT_CLAIM_MISSING", "sub"),
            profile="logout-token",
        )
    )
    tests.append(
        sign(
            "logout-token-with-nonce", f'{{"iss":"a","aud":"b","sub":"c","jti":"d","nonce":"n",{event}}}', error("ERR_JWT_CLAIM_MISMATCH", "nonce"),
            profile="logout-token",
        )
    )
    issue = {"claims": '{"client_id":"c1"}', "signing_key": 0, "issue": {"now": NOW}}
    options = {"profile": "access-token", "issuer": "a", "audience": "b", "lifetime": 300}
    tests.append(
        case("making-refused-issuer-access-token-without-sub", "issuer.issue", issue, error("ERR_JWT_CLAIM_MISSING", "sub"), options=options)
    )
    tests.append(sign("profile-unknown", "{}", OPTION, profile="refresh-token"))
    return tests
