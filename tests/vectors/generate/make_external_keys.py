"""external_keys.json: tokens that are signed and decrypted by keys that are kept elsewhere. What
hardware would do, `cryptography` does here.

Signatures that are random are kept in made/, as are the tokens of RSA-OAEP, which joserfc made.
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

import hand
from common import NOW, b64u, case, compact_json, error, group, made, unb64u, write
from fixtures import AGREEMENT, AGREEMENT_CURVES, ECDSA, ML_DSA, RSA_ENCRYPT, encryption_jwk, public, signing_jwk
from key_material import native
from peers import request, tokens

FAILED, DECRYPTION = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), error("ERR_JWE_DECRYPTION_FAILED")
MISMATCH, OPTION = error("ERR_KEY_MISMATCH"), error("ERR_OPTION_INVALID")
NO_KEY, NOT_ALLOWED = error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED")
NOT_SUPPORTED, LIMIT = error("ERR_JOSE_NOT_SUPPORTED"), error("ERR_JOSE_LIMIT_EXCEEDED")
INVALID = error("ERR_JWE_INVALID")
CLAIMS = '{"sub":"alice"}'
OPTIONS = {"expires_in": "15m", "issuer": "https://issuer.example", "now": NOW}
PAYLOAD = compact_json({"sub": "alice", "iss": "https://issuer.example", "exp": NOW + 900, "iat": NOW})
PADDINGS = {"PS256": hashes.SHA256(), "PS384": hashes.SHA384(), "PS512": hashes.SHA512()}
ASYMMETRIC = ["RS256", "RS384", "RS512", *PADDINGS, *ECDSA, "EdDSA", "Ed25519", *ML_DSA]


def signing_input(alg: str, payload: str = PAYLOAD, **header: Any) -> str:
    return f"{hand.segment({'alg': alg, 'typ': 'JWT', **header})}.{hand.segment(payload)}"


def _random_signatures() -> dict[str, str]:
    found = {}
    for alg in [*PADDINGS, *ML_DSA]:
        key, text = native(signing_jwk(alg)), signing_input(alg, kid="1").encode()
        if alg in PADDINGS:
            found[alg] = b64u(key.sign(text, padding.PSS(padding.MGF1(PADDINGS[alg]), PADDINGS[alg].digest_size), PADDINGS[alg]))
        else:
            found[alg] = b64u(key.sign(text))
    return found


RANDOM = made("external_signatures", _random_signatures)


def signature(alg: str, text: str) -> str:
    return RANDOM[alg] if alg in RANDOM else b64u(hand.signature(alg, signing_jwk(alg), text))


def key_of(alg: str, **members: Any) -> dict[str, Any]:
    """The public key: all that this library is given."""
    return {"jwk": {**public(signing_jwk(alg)), **members}}


def prepare(name: str, key: dict[str, Any], expect: dict[str, Any], comment: str | None = None, *, claims: str = CLAIMS, sig: str | None = None,
            options: dict[str, Any] = OPTIONS, form: str | None = None) -> dict[str, Any]:
    more = {} if sig is None else {"signature": sig}
    more |= {} if form is None else {"format": form}
    return case(f"external-keys-prepare-{name}", "prepare", {"claims": claims, "key": key, **more}, expect, options=options, comment=comment)


def signing() -> list[dict[str, Any]]:
    tests = []
    for alg in ASYMMETRIC:
        text, label = signing_input(alg, kid="1"), alg.lower()
        sig, key = signature(alg, text), key_of(alg, kid="1")
        raw = unb64u(sig)
        tests += [
            prepare(label, key, {"signing_input": text, "token": f"{text}.{sig}"}, sig=sig),
            prepare(f"{label}-altered", key, FAILED, sig=b64u(raw[:-1] + bytes([raw[-1] ^ 1]))),
            prepare(f"{label}-truncated", key, FAILED, sig=b64u(raw[:-1])),
            prepare(f"{label}-of-another-text", key_of(alg, kid="2"), FAILED, sig=sig),
        ]
        if alg in ECDSA:
            half = len(raw) // 2
            der = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
            tests.append(prepare(f"{label}-der", key, FAILED, "DER is what most services give; it has to be said", sig=b64u(der)))
            tests += [
                prepare(f"{label}-der-as-der", key, {"signing_input": text, "token": f"{text}.{sig}"}, sig=b64u(der), form="der"),
                prepare(f"{label}-raw-as-der", key, FAILED, "neither form is guessed", sig=sig, form="der"),
            ]
        else:
            tests.append(prepare(f"{label}-as-der", key, OPTION, "its signatures have one form", sig=sig, form="der"))
    es256, text = key_of("ES256"), signing_input("ES256")
    other = b64u(hand.signature("ES256", signing_jwk("ES256", "second"), text))
    header = signing_input("ES256", x="y")
    typed = f"{hand.segment({'alg': 'ES256', 'typ': 'at+jwt'})}.{hand.segment(PAYLOAD)}"
    private = {"jwk": signing_jwk("ES256")}
    bare = public(signing_jwk("ES256"))
    unbound = {"jwk": {name: value for name, value in bare.items() if name != "alg"}}
    return tests + [
        prepare("signing-input-alone", es256, {"signing_input": text}),
        prepare("empty-signature", es256, FAILED, sig=""),
        prepare("zeros", es256, FAILED, sig=b64u(bytes(64))),
        prepare("of-another-key", es256, FAILED, sig=other),
        prepare("private-key", private, {"signing_input": text}, "its public half is what is used"),
        prepare("header", es256, {"signing_input": header}, options={**OPTIONS, "header": {"x": "y"}}),
        prepare("type", es256, {"signing_input": typed}, options={**OPTIONS, "type": "at+jwt"}),
        prepare("key-ops-verify", key_of("ES256", key_ops=["verify"]), {"signing_input": text}),
        prepare("key-ops-sign", key_of("ES256", key_ops=["sign"]), MISMATCH, "the public key has to verify the signature"),
        prepare("use-sig", key_of("ES256", use="sig"), {"signing_input": text}),
        prepare("secret", {"jwk": signing_jwk("HS256")}, MISMATCH, "a shared secret has no public half"),
        prepare("encryption-key", {"jwk": public(encryption_jwk("ECDH-ES"))}, MISMATCH),
        prepare("unbound", unbound, OPTION),
        prepare("no-expiry-given", es256, OPTION, options={"now": NOW}),
        prepare("contradiction", es256, OPTION, claims='{"iss":"another"}'),
        prepare("enc", es256, OPTION, options={**OPTIONS, "enc": "A256GCM"}),
        prepare("compress", es256, OPTION, options={**OPTIONS, "compress": True}),
        prepare("header-alg", es256, OPTION, options={**OPTIONS, "header": {"alg": "none"}}),
        prepare("header-kid", key_of("ES256", kid="1"), OPTION, options={**OPTIONS, "header": {"kid": "2"}}),
        prepare("claims-not-json", es256, error("ERR_JWT_INVALID"), claims="{"),
        prepare("claim-type", es256, error("ERR_JWT_CLAIM_INVALID", "sub"), claims='{"sub":1}'),
        prepare("profile", es256, error("ERR_JWT_CLAIM_MISSING", "client_id"), options={**OPTIONS, "audience": "a", "profile": "access-token"}),
    ]


def open_(name: str, token: str, key: dict[str, Any], expect: dict[str, Any], comment: str | None = None, *, secret: bytes | None = None,
          options: dict[str, Any] | None = None) -> dict[str, Any]:
    more = ({} if secret is None else {"secret": b64u(secret)})
    return case(f"external-keys-decrypt-{name}", "jwe.prepare_decrypt", {"token": token, "key": {"jwk": key}, **more}, expect, comment=comment,
                options=options or None)


def header_of(token: str) -> dict[str, Any]:
    return json.loads(hand.parts(token)[0])


def agreement() -> list[dict[str, Any]]:
    tests = []
    for alg in AGREEMENT:
        for crv in AGREEMENT_CURVES:
            key = encryption_jwk(alg, crv=crv, kid="1")
            token = hand.encrypt({"alg": alg, "enc": "A256GCM", "kid": "1"}, "content", key)
            epk = header_of(token)["epk"]
            secret, label = hand.exchange(key, epk), f"{alg.lower()}-{crv.lower()}"
            found = {"peer_key": epk, "encrypted_key": None, "plaintext": b64u("content"), "header": header_of(token), "key_id": "1"}
            tests += [open_(label, token, public(key), found, secret=secret),
                      open_(f"{label}-altered", token, public(key), DECRYPTION, secret=bytes([secret[0] ^ 1]) + secret[1:])]
    return tests


def oaep() -> list[dict[str, Any]]:
    requests = {alg: request("joserfc", "jwe", {"alg": alg, "enc": "A128GCM", "kid": "1"}, "content", encryption_jwk(alg))
                for alg in RSA_ENCRYPT if alg not in ("RSA-OAEP-384", "RSA-OAEP-512")}
    requests |= {alg: request("jose", "jwe", {"alg": alg, "enc": "A128GCM", "kid": "1"}, "content", encryption_jwk(alg))
                 for alg in ("RSA-OAEP-384", "RSA-OAEP-512")}
    hash = {"RSA-OAEP": hashes.SHA1(), "RSA-OAEP-256": hashes.SHA256(), "RSA-OAEP-384": hashes.SHA384(), "RSA-OAEP-512": hashes.SHA512()}
    tests = []
    for alg, token in tokens("external_oaep", requests).items():
        key, label, encrypted = encryption_jwk(alg, kid="1"), alg.lower(), hand.parts(token)[1]
        content_key = native(key).decrypt(encrypted, padding.OAEP(padding.MGF1(hash[alg]), hash[alg], None))
        found = {"peer_key": None, "encrypted_key": b64u(encrypted), "plaintext": b64u("content"), "header": header_of(token), "key_id": "1"}
        tests += [
            open_(label, token, public(key), found, secret=content_key),
            open_(f"{label}-altered", token, public(key), DECRYPTION, secret=bytes([content_key[0] ^ 1]) + content_key[1:]),
            open_(f"{label}-short", token, public(key), DECRYPTION, secret=content_key[:-1]),
            open_(f"{label}-nothing", token, public(key), DECRYPTION, "what to give where the private key could not be used", secret=b""),
            open_(f"{label}-truncated-key", hand.replace(token, 1, encrypted[:-1]), public(key), DECRYPTION),
            open_(f"{label}-altered-tag", hand.flip(token, 4), public(key), DECRYPTION, secret=content_key),
        ]
    return tests


def fit() -> list[dict[str, Any]]:
    key = encryption_jwk("ECDH-ES", kid="1")
    half = public(key)
    bare = {name: value for name, value in half.items() if name not in ("kid", "alg")}
    header = {"alg": "ECDH-ES", "enc": "A128GCM", "kid": "1"}
    token = hand.encrypt(header, "content", key)
    epk = header_of(token)["epk"]
    secret = hand.exchange(key, epk)
    off = {**epk, "y": b64u(unb64u(epk["y"])[:-1] + bytes([unb64u(epk["y"])[-1] ^ 1]))}
    waiting = {"peer_key": epk}
    other_curve = public(encryption_jwk("ECDH-ES", crv="P-384"))
    x25519 = encryption_jwk("ECDH-ES", crv="X25519")
    zero = hand.encrypt({"alg": "ECDH-ES", "enc": "A128GCM"}, "content", x25519, change={"epk": {"kty": "OKP", "crv": "X25519", "x": b64u(bytes(32))}})
    packed = hand.encrypt({**header, "zip": "DEF"}, "content" * 100, key)
    packed_secret = hand.exchange(key, header_of(packed)["epk"])
    bomb = hand.encrypt({**header, "zip": "DEF"}, "0" * 300_000, key)
    critical = hand.encrypt({**header, "crit": ["x"], "x": 1}, "content", key)
    direct = hand.encrypt({"alg": "dir", "enc": "A256GCM"}, "content", encryption_jwk("dir"))
    signing = public(signing_jwk("ES256", alg=None, use="sig"))
    return [
        open_("peer-key-alone", token, half, waiting),
        open_("private-key", token, key, waiting, "its public half is what is used"),
        open_("unbound", token, bare, waiting, "as for decrypting: a key without alg opens with all of its family"),
        open_("key-without-kid", token, {**bare, "alg": "ECDH-ES"}, {**waiting, "key_id": None, "plaintext": b64u("content")}, secret=secret),
        open_("another-kid", token, {**half, "kid": "2"}, NO_KEY),
        open_("use-enc", token, {**half, "use": "enc"}, waiting),
        open_("use-sig", token, signing, NO_KEY),
        open_("key-ops-empty", token, {**half, "key_ops": []}, waiting, "there is no name for what a public key does in an agreement"),
        open_("key-ops-of-the-private-half", token, {**key, "key_ops": ["deriveBits"]}, waiting),
        open_("key-ops-other", token, {**half, "key_ops": ["verify"]}, NO_KEY),
        open_("another-alg", token, {**half, "alg": "ECDH-ES+A256KW"}, NOT_ALLOWED),
        open_("another-curve", token, other_curve, INVALID, "epk is on another curve"),
        open_("secret", token, encryption_jwk("A256KW"), MISMATCH, "a shared secret has no public half"),
        open_("rsa-key", token, public(encryption_jwk("RSA-OAEP")), NOT_ALLOWED),
        open_("dir", direct, half, NOT_ALLOWED),
        open_("key-management", token, half, NOT_ALLOWED, options={"key_management": ["ECDH-ES+A256KW"]}),
        open_("content-encryption", token, half, NOT_ALLOWED, options={"content_encryption": ["A256GCM"]}),
        open_("key-management-empty", token, half, OPTION, options={"key_management": []}),
        open_("max-token-bytes", token, half, LIMIT, options={"max_token_bytes": 100}),
        open_("max-header-bytes", token, half, LIMIT, options={"max_header_bytes": 100}),
        open_("four-parts", token.rpartition(".")[0], half, INVALID),
        open_("three-parts", "a.b.c", half, INVALID),
        open_("encrypted-key-where-none-is-due", hand.replace(token, 1, "AAAA"), half, INVALID),
        open_("rsa1-5", hand.replace(token, 0, b'{"alg":"RSA1_5","enc":"A128GCM"}'), public(encryption_jwk("RSA-OAEP")), NOT_SUPPORTED),
        open_("epk-off-curve", hand.encrypt(header, "content", key, change={"epk": off}), half, DECRYPTION, "hardware never gets to see such a point"),
        open_("epk-private", hand.encrypt(header, "content", key, change={"epk": {**epk, "d": "AA"}}), half, INVALID),
        open_("epk-missing", hand.encrypt(header, "content", key, drop=("epk",)), half, INVALID),
        open_("zero-secret", zero, public(x25519), DECRYPTION, "a point of small order gives a secret of zeros", secret=bytes(32)),
        open_("secret-short", token, half, DECRYPTION, secret=secret[:-1]),
        open_("secret-long", token, half, DECRYPTION, secret=b"\0" + secret),
        open_("secret-point", token, half, DECRYPTION, "the whole point, and not its x alone", secret=b"\4" + secret + secret),
        open_("secret-empty", token, half, DECRYPTION, secret=b""),
        open_("altered-ciphertext", hand.flip(token, 3), half, DECRYPTION, secret=secret),
        open_("altered-tag", hand.flip(token, 4), half, DECRYPTION, secret=secret),
        open_("compressed", packed, half, {"plaintext": b64u("content" * 100)}, secret=packed_secret),
        open_("inflate-bomb", bomb, half, LIMIT, secret=hand.exchange(key, header_of(bomb)["epk"])),
        open_("crit", critical, half, error("ERR_JOSE_CRIT_NOT_SUPPORTED")),
        open_("crit-known", critical, half, {"plaintext": b64u("content")}, secret=hand.exchange(key, header_of(critical)["epk"]), options={"critical": ["x"]}),
    ]


def main() -> None:
    groups = [group(signing(), comment="prepare"), group(agreement(), comment="ECDH-ES"), group(oaep(), comment="RSA-OAEP"),
              group(fit(), comment="Which key fits, and what is refused")]
    write("external_keys", "cryptography 50.0.2, joserfc 1.8.0, jose 6.2.17 (npm)", groups)
