"""real_keys.json: JWKs as identity providers publish them and tools write them. What has one
meaning is read, and written in canonical form; what a key says of certificates decides nothing,
unless it holds a certificate of another key.

Each case names the program that was reported to write keys so. The keys themselves are made by
`cryptography`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from common import b64u, case, compact_json, error, group, unb64u, write
from hand import sign
from key_material import KEYS, armour, public_bytes
from key_uses import tokens
from real_shapes import CURVES, ec_keys, jwk_of, longer, openssl, rsa_keys, shorter
from rfc_check import imported, public

INVALID, MISMATCH, UNKNOWN = error("ERR_JWK_INVALID"), error("ERR_KEY_MISMATCH"), error("ERR_JOSE_NOT_SUPPORTED")
LIMIT, OPTION = error("ERR_JOSE_LIMIT_EXCEEDED"), error("ERR_OPTION_INVALID")
CRT, PRIMES = ("dp", "dq", "qi"), ("p", "q")
PAYLOAD = b64u("{}")


def import_(name: str, jwk: Any, expect: dict[str, Any], comment: str | None = None, **more: Any) -> dict[str, Any]:
    return case(f"real-keys-{name}", "key.import", {"key": {"jwk": jwk, **more}}, expect, comment=comment)


def canonical(name: str, jwk: Any, written: dict[str, Any], comment: str | None = None, **more: Any) -> list[dict[str, Any]]:
    """The key is read, has the thumbprint of the canonical form, and is written in it, members in
    any order.
    """
    private = "d" in written
    exported = case(f"real-keys-{name}-export", "key.export", {"key": {"jwk": jwk, **more}, "format": "jwk", "private": private},
                    {"jwk": written})
    return [import_(name, jwk, imported(written), comment, **more), exported]


def without(jwk: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in jwk.items() if name not in names}


def zeros() -> list[dict[str, Any]]:
    """Numbers with more or fewer zero octets in front than RFC 7518 prescribes."""
    key = {**rsa_keys()["2048"], "alg": "RS256", "kid": "1"}
    rsa = public(key)
    token = sign({"alg": "RS256", "kid": "1"}, "{}", key)
    padded = {**rsa, "n": longer(rsa["n"])}
    tests = canonical("rsa-n-zero", padded, rsa, "Firebase App Check, Cloud Foundry UAA and Jenkins: Java's BigInteger.toByteArray")
    tests += canonical("rsa-e-zero", {**rsa, "e": longer(rsa["e"])}, rsa, "e as four octets")
    tests += canonical("rsa-n-and-e-zeros", {**rsa, "n": longer(rsa["n"], 8), "e": longer(rsa["e"], 5)}, rsa)
    tests += canonical("rsa-private-zeros", {name: longer(value) if len(name) < 3 else value for name, value in key.items()}, key)
    tests += [
        import_("rsa-n-of-zeros", {**rsa, "n": b64u(bytes(256))}, INVALID),
        import_("rsa-e-of-zeros", {**rsa, "e": "AAAA"}, INVALID),
        import_("rsa-n-short", {**rsa, "n": b64u(b"\0" + unb64u(rsa["n"])[:255])}, error("ERR_KEY_WEAK"),
                "zeros do not make a modulus of 2040 bits longer"),
        case("real-keys-rsa-n-zero-verify", "jws.verify", {"token": token, "keys": {"jwk": padded}}, {"payload": PAYLOAD, "key_id": "1"}),
        case("real-keys-rsa-n-zero-set", "keyset.import", {"jwks": {"keys": [padded]}}, {"count": 1, "key_ids": ["1"], "rejected": []}),
        case("real-keys-rsa-n-zero-equal", "key.equal", {"key": {"jwk": padded}, "other": {"jwk": rsa}}, {"equal": True}),
    ]
    for curve, (_, _, alg) in CURVES.items():
        for member, found in ec_keys()[curve].items():
            key = {**found, "alg": alg}
            wanted, label = (key if member == "d" else public(key)), f"{curve.lower()}-{member}"
            tests += canonical(f"{label}-short", {**wanted, member: shorter(key[member])}, wanted,
                               "old Keycloak, and whatever writes a big integer as short as it can be")
            tests += canonical(f"{label}-long", {**wanted, member: longer(key[member])}, wanted, "Java's BigInteger.toByteArray")
            tests.append(import_(f"{label}-cut", {**wanted, member: b64u(unb64u(key[member])[:-1])}, MISMATCH if member == "d" else INVALID,
                                 "the last octet is missing, and not a zero in front"))
        short = ec_keys()[curve]["x"]
        token = sign({"alg": alg}, "{}", short)
        tests.append(case(f"real-keys-{curve.lower()}-x-short-verify", "jws.verify",
                          {"token": token, "keys": {"jwk": public({**short, "x": shorter(short["x"])})}}, {"payload": PAYLOAD}))
    return tests + in_epk()


def in_epk() -> list[dict[str, Any]]:
    """A token's epk is not a key that somebody publishes: it has its full length."""
    head, *rest = tokens()["ECDH-ES"].split(".")
    header = json.loads(unb64u(head))
    tests = []
    for name, x in (("long", longer(header["epk"]["x"])), ("cut", b64u(unb64u(header["epk"]["x"])[:-1]))):
        changed = {**header, "epk": {**header["epk"], "x": x}}
        token = ".".join([b64u(compact_json(changed)), *rest])
        tests.append(case(f"real-keys-epk-x-{name}", "jwe.decrypt", {"token": token, "keys": {"jwk": KEYS["ec-p256"]}}, error("ERR_JWE_INVALID")))
    return tests


def rsa_private() -> list[dict[str, Any]]:
    """Private RSA keys without their CRT members, or with d alone."""
    tests = []
    for size in ("2048", "3072", "4096"):
        key = {**rsa_keys()[size], "alg": "RS256"}
        tests += canonical(f"rsa-{size}-d-alone", without(key, *PRIMES, *CRT), key, ".NET, Java and mkjwk")
        tests += canonical(f"rsa-{size}-without-crt", without(key, *CRT), key)
    key = {**rsa_keys()["2048"], "alg": "RS256"}
    other = rsa_keys()["3072"]
    alone, small = without(key, *PRIMES, *CRT), {**rsa_keys()["e3"], "alg": "RS256"}
    tests += canonical("rsa-e3-without-crt", without(small, *CRT), small)
    read = {"operation": "jws.verify", "input": {"keys": {"jwk": public(key)}}}
    tests += [
        case("real-keys-rsa-d-alone-sign", "jws.sign", {"payload": PAYLOAD, "key": {"jwk": alone}}, {"payload": PAYLOAD}, deterministic=False, read=read),
        case("real-keys-rsa-d-alone-public", "key.public", {"key": {"jwk": alone}}, {"jwk": public(key)}),
        case("real-keys-rsa-d-alone-equal", "key.equal", {"key": {"jwk": alone}, "other": {"jwk": key}}, {"equal": True}),
        case("real-keys-rsa-d-alone-pem", "key.equal", {"key": {"jwk": alone}, "other": {"jwk": without(key, *CRT)}}, {"equal": True}),
        import_("rsa-d-alone-zeros", {**alone, "d": longer(key["d"], 3)}, imported(key)),
        import_("rsa-d-alone-wrong", {**alone, "d": b64u(unb64u(key["d"])[:-1] + b"\1")}, MISMATCH),
        import_("rsa-d-alone-even", {**alone, "d": b64u(unb64u(key["d"])[:-1] + b"\2")}, MISMATCH),
        import_("rsa-d-alone-one", {**alone, "d": "AQ"}, MISMATCH, "d times e less one is then e less one"),
        import_("rsa-d-alone-of-another", {**alone, "d": other["d"]}, MISMATCH),
        import_("rsa-d-alone-longer-than-n", {**alone, "d": b64u(b"\1" + unb64u(key["n"]))}, MISMATCH),
        import_("rsa-d-alone-null-primes", {**alone, "p": None, "q": None}, INVALID, "null in a private member is not absent"),
        import_("rsa-e3-d-alone", without(small, *PRIMES, *CRT), INVALID, "the primes cannot be found by the method of NIST SP 800-56B"),
        import_("rsa-5120-d-alone", {**without(rsa_keys()["5120"], *PRIMES, *CRT), "alg": "RS256"}, LIMIT, "finding primes is bounded"),
        import_("rsa-5120-without-crt", {**without(rsa_keys()["5120"], *CRT), "alg": "RS256"}, imported({**rsa_keys()["5120"], "alg": "RS256"})),
        import_("rsa-primes-of-another", {**without(key, *CRT), "p": other["p"], "q": other["q"]}, MISMATCH),
        import_("rsa-primes-of-one", {**without(key, *CRT), "p": "AQ", "q": key["n"]}, MISMATCH, "one times n is n"),
        import_("rsa-one-prime", without(key, "q", *CRT), INVALID),
        import_("rsa-two-of-three-crt", without(key, "qi"), INVALID),
        import_("rsa-crt-without-primes", without(key, *PRIMES), INVALID),
        import_("rsa-primes-without-d", without(key, "d", *CRT), INVALID),
    ]
    return tests


def certificates() -> list[dict[str, Any]]:
    """Members about certificates that are malformed, or of another certificate: the key is used,
    and they are kept.
    """
    made = openssl()
    key = {**public(jwk_of(made["long-serial-key"])), "alg": "ES256", "kid": "1"}
    der = {name: x509.load_pem_x509_certificate(made[name].encode()).public_bytes(Encoding.DER) for name in ("other",)}
    der["long-serial"] = base64.b64decode("".join(made["long-serial"].splitlines()[1:-1]))
    text = {name: base64.b64encode(one).decode() for name, one in der.items()}
    good, pem = text["other"], armour(public_bytes(KEYS["ec-p256"], Encoding.DER), "PUBLIC KEY")
    digest, other = hashlib.sha256(der["other"]), base64.b64encode(public_bytes(KEYS["ec-p256"], Encoding.DER)).decode()
    mine = made["other"]
    shapes = {
        "wso2-x5t-s256-hex": ({"x5t#S256": b64u(digest.hexdigest())}, "WSO2: the hexadecimal digest in base64url"),
        "x5t-s256-hex": ({"x5t#S256": digest.hexdigest()}, "the hexadecimal digest as it is"),
        "workos-x5t-s256": ({"x5c": [good], "x5t#S256": b64u(bytes(32))}, "WorkOS: the digest of something else"),
        "x5t-s256-padded": ({"x5c": [good], "x5t#S256": b64u(digest.digest()) + "="}, None),
        "conjur-x5c-lines": ({"x5c": ["\n".join(good[i:i + 64] for i in range(0, len(good), 64)) + "\n"]}, "Conjur: base64 in lines"),
        "ferriskey-x5c-public-key": ({"x5c": [base64.b64encode(pem.encode()).decode()]}, "FerrisKey: base64 of the PEM of a public key"),
        "x5c-pem": ({"x5c": [mine]}, "the PEM of the certificate"),
        "x5c-spki": ({"x5c": [other]}, "not a certificate, and of another key: it decides nothing"),
        "x5c-second-malformed": ({"x5c": [good, "AAAA"]}, None),
        "x5c-second-of-another": ({"x5c": [good, "MIIB"]}, None),
        "x5c-empty": ({"x5c": []}, None),
        "x5c-text": ({"x5c": good}, "a text instead of an array"),
        "x5c-long-serial": ({"x5c": [text["long-serial"]]}, "a serial number of 21 octets, where RFC 5280 allows 20"),
        "x5t-number": ({"x5t": 1}, None),
    }
    tests = []
    for name, (members, comment) in shapes.items():
        jwk = {**key, **members}
        tests.append(import_(name, jwk, imported(key), comment))
        tests.append(case(f"real-keys-{name}-kept", "key.export", {"key": {"jwk": jwk}, "format": "jwk", "private": False}, {"jwk": jwk},
                          comment="written again as it came"))
    another = public(KEYS["ec-p256"])
    tests += [
        import_("x5c-lines-of-another", {**another, **shapes["conjur-x5c-lines"][0]}, MISMATCH, "it can be read, and holds another key"),
        import_("x5c-long-serial-of-another", {**another, **shapes["x5c-long-serial"][0]}, MISMATCH),
        case("real-keys-certificate-long-serial", "key.import", {"key": {"certificate": made["long-serial"], "alg": "ES256", "key_id": "1"}},
             imported(key)),
    ]
    return tests


def metadata() -> list[dict[str, Any]]:
    """null where a program has nothing to say, uses of other standards, and what contradicts
    itself.
    """
    key = public(KEYS["ec-p256"])
    rsa = public(KEYS["rsa-2048"])
    nulls = dict.fromkeys(("alg", "use", "kid", "key_ops", "x5u", "x5c", "x5t", "x5t#S256"))
    private = {**KEYS["ec-p256"], "alg": "ES256"}
    spiffe = {**rsa, "kid": "svid", "use": "jwt-svid"}
    token = sign({"alg": "RS256", "kid": "svid"}, "{}", KEYS["rsa-2048"])
    tests = canonical("null-metadata", {**key, **nulls}, key, "serializers that write every property")
    tests += canonical("null-metadata-private", {**private, **without(nulls, "alg")}, private)
    tests += [import_(f"null-{name.lower().replace('#', '-')}", {**key, name: None}, imported(key)) for name in nulls]
    tests += [import_(f"null-{name}", {**KEYS["ec-p256"], name: None}, INVALID, "key material is never null") for name in ("kty", "crv", "x", "y", "d")]
    tests += [
        import_("spiffe-use", spiffe, UNKNOWN, "SPIFFE's use, which RFC 7517 does not know"),
        import_("spiffe-use-allowed", spiffe, imported(spiffe), signature_uses=["jwt-svid"]),
        import_("spiffe-use-other-case", spiffe, UNKNOWN, signature_uses=["JWT-SVID"]),
        import_("spiffe-use-none-named", spiffe, UNKNOWN, signature_uses=[]),
        import_("signature-uses-enc", {**rsa, "use": "enc"}, OPTION, "enc means encryption", signature_uses=["enc"]),
        import_("spiffe-use-for-encryption", {**spiffe, "alg": "RSA-OAEP"}, MISMATCH, signature_uses=["jwt-svid"]),
        case("real-keys-spiffe-use-kept", "key.export",
             {"key": {"jwk": spiffe, "signature_uses": ["jwt-svid"]}, "format": "jwk", "private": False}, {"jwk": spiffe}),
        case("real-keys-spiffe-use-verify", "jws.verify", {"token": token, "keys": {"jwk": spiffe, "signature_uses": ["jwt-svid"]}},
             {"payload": PAYLOAD, "key_id": "svid"}),
        case("real-keys-spiffe-set", "keyset.import", {"jwks": {"keys": [spiffe, {**key, "kid": "1"}]}},
             {"count": 1, "key_ids": ["1"], "rejected": [[0, "svid", "ERR_JOSE_NOT_SUPPORTED"]]}),
        case("real-keys-spiffe-set-allowed", "keyset.import", {"jwks": {"keys": [spiffe, {**spiffe, "kid": "other", "use": "x509-svid"}]},
                                                                "signature_uses": ["jwt-svid"]},
             {"count": 1, "key_ids": ["svid"], "rejected": [[1, "other", "ERR_JOSE_NOT_SUPPORTED"]]}, comment="a bundle of SPIFFE"),
        case("real-keys-spiffe-set-enc", "keyset.import", {"jwks": {"keys": []}, "signature_uses": ["enc"]}, OPTION),
        case("real-keys-spiffe-set-verify", "jws.verify",
             {"token": token, "keys": {"jwks": {"keys": [spiffe]}, "signature_uses": ["jwt-svid"]}}, {"payload": PAYLOAD, "key_id": "svid"}),
        import_("exp-past", {**key, "exp": 1, "nbf": 9999999999}, imported(key), "exp and nbf of a JWK are not honoured"),
    ]
    for use, ops, agree in (("sig", ["sign", "verify"], True), ("sig", [], True), ("sig", ["verify", "other"], True),
                            ("enc", ["wrapKey", "unwrapKey"], True), ("enc", ["deriveKey", "deriveBits"], True),
                            ("sig", ["encrypt"], False), ("sig", ["verify", "deriveKey"], False), ("enc", ["verify"], False),
                            ("enc", ["wrapKey", "sign"], False)):
        jwk = {**rsa, "use": use, "key_ops": ops}
        name = "-".join(["use", use, *(op.lower() for op in ops)])
        tests.append(import_(name, jwk, imported(jwk) if agree else MISMATCH, "RFC 7517, section 4.3: use and key_ops must agree"))
    return tests + equality(private)


def equality(private: dict[str, Any]) -> list[dict[str, Any]]:
    """Two keys are equal only if they may do the same."""
    pairs = {
        "key-ops-absent": ({**private, "key_ops": ["sign"]}, private, False),
        "key-ops-fewer": ({**private, "key_ops": ["sign"]}, {**private, "key_ops": ["sign", "verify"]}, False),
        "key-ops-order": ({**private, "key_ops": ["verify", "sign"]}, {**private, "key_ops": ["sign", "verify"]}, True),
        "use": ({**private, "use": "sig"}, private, True),
    }
    return [case(f"real-keys-equal-{name}", "key.equal", {"key": {"jwk": one}, "other": {"jwk": other}}, {"equal": equal})
            for name, (one, other, equal) in pairs.items()]


def main() -> None:
    groups = [group(zeros(), comment="Zeros in front of numbers"), group(rsa_private(), comment="Private RSA keys that lack members"),
              group(certificates(), comment="What keys say of certificates"), group(metadata(), comment="null, use and key_ops")]
    write("real_keys", f"shapes as reported of the programs named; keys by cryptography 50.0.2 and {openssl()['version'].split(' (')[0]}", groups)
