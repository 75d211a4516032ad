"""issuing.json: tokens that `encrypt`, `seal` and `issuer.issue` make, and what profiles add."""

from __future__ import annotations

from typing import Any

import peers
from common import NOW, case, compact_json, group, write
from fixtures import encryption_jwk, public
from make_making import API, DIRECT, ED_KEY, EXP, HMAC_KEY, IAT, LIFE, TAIL, A, sign

RSA, AGREE = encryption_jwk("RSA-OAEP-256", kid="rsa"), encryption_jwk("ECDH-ES+A256KW", kid="agree")


def main() -> None:
    """Write the file."""
    groups = {"encrypt and seal": _encrypted(), "issuer": _issuer(), "profiles": _profiles()}
    source = f"{peers.VERSION['joserfc']}, from the header and claims that the contract lays down"
    write("issuing", source, [group(tests, [HMAC_KEY], comment) for comment, tests in groups.items()])


def _encrypted() -> list[dict[str, Any]]:
    big = f'{{"n":123456789012345678901234567890,{TAIL}}}'
    claims = '{"n":123456789012345678901234567890}'
    tests = []

    def encrypt(id: str, key: Any, expect: dict[str, Any], read_key: Any = None, read_options: dict[str, Any] | None = None, **options: Any) -> None:
        read = {"operation": "decrypt", "input": {"keys": {"jwk": read_key or key}}, "options": {"now": NOW, **(read_options or {})}}
        tests.append(
            case(
                f"making-encrypt-{id}", "encrypt", {"claims": claims, "key": {"jwk": key}}, {"claims": big, **expect}, deterministic=False,
                options={**LIFE, **options}, read=read,
            )
        )

    def seal(
        id: str, sign: Any, to: Any, open_: Any, expect: dict[str, Any], verify: Any = None, read_options: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        read = {
            "operation": "unseal", "input": {"decrypt_with": {"jwk": open_}, "verify_with": {"jwk": verify or sign}},
            "options": {"now": NOW, **(read_options or {})},
        }
        input = {"claims": claims, "sign_with": {"jwk": sign}, "encrypt_to": {"jwk": to}}
        tests.append(
            case(
                f"making-seal-{id}", "seal", input, {"claims": big, "kind": "nested", **expect}, deterministic=False, options={**LIFE, **options},
                read=read,
            )
        )

    header = {"alg": "dir", "enc": "A256GCM", "typ": "JWT", "kid": "direct"}
    encrypt("dir", DIRECT, {"header": header, "kind": "encrypted", "key_id": "direct"})
    encrypt("dir-type", DIRECT, {"header": {**header, "typ": "at+jwt"}}, read_options={"type": "at+jwt"}, type="at+jwt")
    encrypt("dir-compress", DIRECT, {"header": {**header, "zip": "DEF"}}, compress=True)
    encrypt("dir-header", DIRECT, {"header": {**header, "z": 1, "a": 2}}, header={"z": 1, "a": 2})
    encrypt("dir-enc-equal", DIRECT, {"header": header}, enc="A256GCM")
    wrap = encryption_jwk("A128KW", kid="wrap")
    encrypt("a128kw-enc", wrap, {"header": {"alg": "A128KW", "enc": "A192CBC-HS384", "typ": "JWT", "kid": "wrap"}}, enc="A192CBC-HS384")
    encrypt("rsa", public(RSA), {"header": {"alg": "RSA-OAEP-256", "enc": "A256GCM", "typ": "JWT", "kid": "rsa"}}, RSA, {"allow_unsigned": True})
    encrypt("private-key-does-the-public-half", RSA, {"key_id": "rsa"}, RSA, {"allow_unsigned": True})
    encrypt("ecdh", public(AGREE), {"key_id": "agree"}, AGREE, {"allow_unsigned": True})
    inner = {"alg": "HS256", "typ": "JWT", "kid": "hmac"}
    seal("dir", HMAC_KEY, DIRECT, DIRECT, {"header": inner, "key_id": "hmac", "decryption_key_id": "direct"})
    seal(
        "ecdh", ED_KEY, public(AGREE), AGREE, {"header": {"alg": "Ed25519", "typ": "JWT", "kid": "ed"}, "key_id": "ed", "decryption_key_id": "agree"},
        public(ED_KEY),
    )
    seal("rsa", ED_KEY, public(RSA), RSA, {"key_id": "ed"}, public(ED_KEY), {"content_encryption": ["A128CBC-HS256"]}, enc="A128CBC-HS256")
    seal("type-is-the-inner-one", HMAC_KEY, DIRECT, DIRECT, {"header": {**inner, "typ": "at+jwt"}}, read_options={"type": "at+jwt"}, type="at+jwt")
    seal("header-is-the-inner-one", HMAC_KEY, DIRECT, DIRECT, {"header": {**inner, "z": 1}}, header={"z": 1})
    seal("compress", HMAC_KEY, DIRECT, DIRECT, {"header": inner}, compress=True)
    return tests


def _issue(
    id: str, claims: str, input: dict[str, Any], expect: dict[str, Any], issue: dict[str, Any], options: dict[str, Any], **more: Any,
) -> dict[str, Any]:
    return case(f"making-issuer-{id}", "issuer.issue", {"claims": claims, **input, "issue": {"now": NOW, **issue}}, expect, options=options, **more)


def _issuer() -> list[dict[str, Any]]:
    def token(claims: str, **header: Any) -> dict[str, Any]:
        return {"token": peers.jws({"alg": "HS256", "typ": "JWT", "kid": "hmac", **header}, claims, HMAC_KEY)}

    sign = {"signing_key": 0}
    fixed = {"issuer": A, "audience": API, "lifetime": "5m"}
    tests = [
        _issue("fixed", '{"sub":"alice"}', sign, token(f'{{"sub":"alice","iss":"{A}","aud":"{API}",{TAIL}}}'), {}, fixed, deterministic=True),
        _issue(
            "per-token", "{}", sign, token(f'{{"sub":"bob","exp":{NOW + 60},"nbf":{NOW},{IAT},"jti":"j"}}'),
            {"subject": "bob", "expires_in": 60, "not_before": NOW, "token_id": "j"}, {"lifetime": 300}, deterministic=True,
            comment="The issuer's lifetime is a default.",
        ),
        _issue("no-expiry", "{}", sign, token(f"{{{IAT}}}"), {}, {"no_expiry": True}, deterministic=True),
        _issue("no-expiry-per-token", "{}", sign, token(f"{{{IAT}}}"), {"no_expiry": True}, {"lifetime": 300}, deterministic=True),
        _issue("expires-in-without-lifetime", "{}", sign, token(f"{{{TAIL}}}"), {"expires_in": 300}, {}, deterministic=True),
        _issue("exp-in-claims-without-lifetime", f"{{{EXP}}}", sign, token(f"{{{TAIL}}}"), {}, {}, deterministic=True),
        _issue(
            "audience-per-token", "{}", sign, token(f'{{"aud":["a","b"],{TAIL}}}'), {"audience": ["a", "b"]}, {"lifetime": 300}, deterministic=True,
        ),
        _issue(
            "type-and-header", "{}", sign, token(f"{{{TAIL}}}", typ="at+jwt", z=1), {}, {"lifetime": 300, "type": "at+jwt", "header": {"z": 1}},
            deterministic=True,
        ),
        _issue("header-per-token", "{}", sign, token(f"{{{TAIL}}}", z=1), {"header": {"z": 1}}, {"lifetime": 300}, deterministic=True),
        _issue("subject", "{}", sign, token(f'{{"sub":"alice",{TAIL}}}'), {}, {"lifetime": 300, "subject": "alice"}, deterministic=True),
        _issue(
            "subject-per-token", "{}", sign, token(f'{{"sub":"bob",{TAIL}}}'), {"subject": "bob"}, {"lifetime": 300, "subject": "alice"},
            deterministic=True, comment="The issuer's subject is a default.",
        ),
    ]
    read = {"operation": "decrypt", "input": {"keys": {"jwk": DIRECT}}, "options": {"now": NOW}}
    tests.append(
        _issue(
            "encrypted", "{}", {"encryption_key": {"jwk": DIRECT}}, {"claims": f"{{{TAIL}}}", "kind": "encrypted"}, {}, {"lifetime": 300},
            deterministic=False, read=read,
        )
    )
    tests.append(
        _issue(
            "compressed", "{}", {"encryption_key": {"jwk": DIRECT}},
            {"claims": f"{{{TAIL}}}", "header": {"alg": "dir", "enc": "A256GCM", "typ": "JWT", "kid": "direct", "zip": "DEF"}}, {},
            {"lifetime": 300, "compress": True}, deterministic=False, read=read,
        )
    )
    read = {
        "operation": "unseal", "input": {"decrypt_with": {"jwk": AGREE}, "verify_with": {"jwk": HMAC_KEY}},
        "options": {"now": NOW, "content_encryption": ["A128GCM"]},
    }
    both = {"signing_key": 0, "encryption_key": {"jwk": public(AGREE)}}
    expect = {"claims": f"{{{TAIL}}}", "kind": "nested", "header": {"alg": "HS256", "typ": "JWT", "kid": "hmac"}}
    tests.append(_issue("nested", "{}", both, expect, {}, {"lifetime": 300, "enc": "A128GCM"}, deterministic=False, read=read))
    return tests


def _profiles() -> list[dict[str, Any]]:
    names = {"issuer": A, "audience": API}
    claims = compact_json({"sub": "alice", "client_id": "c1"})
    read_options = {"profile": "access-token", **names, "now": NOW}
    read = {"operation": "verify", "input": {}, "options": read_options}
    expect = {"kind": "signed", "header": {"alg": "HS256", "typ": "at+jwt", "kid": "hmac"}}
    event = '"events":{"http://schemas.openid.net/event/backchannel-logout":{}}'
    return [
        sign(
            "profile-access-token", claims, f'{claims[:-1]},"iss":"{A}","aud":"{API}",{TAIL},"jti":"t-1"}}', typ="at+jwt", profile="access-token",
            token_id="t-1", **names, **LIFE,
        ),
        _issue(
            "profile-access-token", claims, {"signing_key": 0}, expect, {}, {"profile": "access-token", "lifetime": 300, **names},
            deterministic=False, read=read, comment="The jti is random, and the profile needs it when it is read.",
        ),
        sign(
            "profile-id-token", '{"nonce":"n"}', f'{{"nonce":"n","iss":"{A}","sub":"alice","aud":"{API}",{TAIL}}}', profile="id-token",
            subject="alice", **names, **LIFE,
        ),
        sign(
            "profile-logout-token", f"{{{event}}}", f'{{{event},"iss":"{A}","sub":"alice","aud":"{API}",{TAIL},"jti":"t-2"}}', typ="logout+jwt",
            profile="logout-token", subject="alice", token_id="t-2", **names, **LIFE,
            comment="Explicit typing, as Back-Channel Logout, section 2.4, recommends.",
        ),
    ]
