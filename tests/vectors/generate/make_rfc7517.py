"""RFC 7517 (JWK), appendix A to C: the key sets, a key with a certificate chain, and a key under a
password.

Also the key sets and keys of RFC 7638 (the same RSA key) and RFC 9278, whose examples are that
key's thumbprint.
"""

from __future__ import annotations

from typing import Any

from common import case, error, group, write
from rfc_check import decrypts, header_of, imported, numbers, public, thumbprints

RFC = numbers("rfc7517")
PUBLIC, PRIVATE, SYMMETRIC = (RFC[section] for section in ("A.1", "A.2", "A.3"))


def set_cases() -> list[dict[str, Any]]:
    """A.1 to A.3 as sets. The second key of A.3 has no `alg`, so nobody can say what it is for: it
    is set aside.
    """
    both = {"count": 2, "key_ids": ["1", "2011-04-29"], "rejected": []}
    hmac = SYMMETRIC["keys"][1]
    return [
        case("rfc7517-a.1-set", "keyset.import", {"jwks": PUBLIC}, both),
        case("rfc7517-a.1-set-strict", "keyset.import", {"jwks": PUBLIC, "strict": True}, both),
        case("rfc7517-a.2-set", "keyset.import", {"jwks": PRIVATE}, both),
        case("rfc7517-a.2-set-strict", "keyset.import", {"jwks": PRIVATE, "strict": True}, both),
        case("rfc7517-a.3-set", "keyset.import", {"jwks": SYMMETRIC},
             {"count": 1, "key_ids": [None], "rejected": [[1, hmac["kid"], "ERR_JWK_INVALID"]]},
             comment="an oct JWK without alg cannot be used from a set"),
        case("rfc7517-a.3-set-strict", "keyset.import", {"jwks": SYMMETRIC, "strict": True}, error("ERR_JWKS_INVALID")),
    ]


def key_cases() -> list[dict[str, Any]]:
    """Each key by itself: import, both exports, and the public half."""
    tests = []
    for section, keys in (("a.1", PUBLIC["keys"]), ("a.2", PRIVATE["keys"])):
        for key in keys:
            name = f"rfc7517-{section}-{key['kty'].lower()}"
            tests += [
                case(f"{name}-import", "key.import", {"key": {"jwk": key}}, imported(key)),
                case(f"{name}-export-public", "key.export", {"key": {"jwk": key}, "format": "jwk", "private": False}, {"jwk": public(key)}),
                case(f"{name}-public", "key.public", {"key": {"jwk": key}}, {"jwk": public(key)}),
                case(f"{name}-export-private", "key.export", {"key": {"jwk": key}, "format": "jwk", "private": True},
                     {"jwk": key} if "d" in key else error("ERR_KEY_MISMATCH")),
            ]
    wrap, hmac = SYMMETRIC["keys"]
    return tests + [
        case("rfc7517-a.3-a128kw-import", "key.import", {"key": {"jwk": wrap}}, imported(wrap)),
        case("rfc7517-a.3-a128kw-export-private", "key.export", {"key": {"jwk": wrap}, "format": "jwk", "private": True}, {"jwk": wrap}),
        case("rfc7517-a.3-a128kw-export-public", "key.export", {"key": {"jwk": wrap}, "format": "jwk", "private": False},
             error("ERR_KEY_MISMATCH"), comment="all of an oct key is secret"),
        case("rfc7517-a.3-hmac-import", "key.import", {"key": {"jwk": hmac, "alg": "HS256"}}, imported(hmac, "HS256")),
        case("rfc7517-a.3-hmac-import-unbound", "key.import", {"key": {"jwk": hmac}}, error("ERR_OPTION_INVALID"),
             comment="an oct JWK without alg needs the alg argument"),
    ]


def certificate_chain() -> list[dict[str, Any]]:
    """Appendix B: `x5c` never supplies a key; the members beside it do."""
    key = RFC["B"]
    assert key["x5c"] and "d" not in key
    return [
        case("rfc7517-b-import", "key.import", {"key": {"jwk": key}}, imported(key), comment="x5c is ignored, as any member we do not know"),
        case("rfc7517-b-import-bound", "key.import", {"key": {"jwk": key, "alg": "PS256"}}, imported(key, "PS256")),
        case("rfc7517-b-set", "keyset.import", {"jwks": {"keys": [key]}}, {"count": 1, "key_ids": ["1b94c"], "rejected": []}),
    ]


def under_a_password() -> list[dict[str, Any]]:
    """Appendix C: the plaintext is the RSA key's JSON text."""
    example = RFC["C"]
    key, password, token = example["key"], example["password"], example["token"]
    plaintext = decrypts(token, password, plaintext_of(key))
    alg = header_of(token)["alg"]
    reading = {"token": token, "keys": {"password": password, "alg": alg}}
    return [
        case("rfc7517-c.1-import", "key.import", {"key": {"jwk": key}}, imported(key)),
        case("rfc7517-c.9-decrypt", "jwe.decrypt", reading, {"plaintext": plaintext, "header": header_of(token), "key_id": None},
             flags=[alg], options={"key_management": [alg], "content_encryption": ["A128CBC-HS256"]}),
        case("rfc7517-c.9-wrong-password", "jwe.decrypt", {**reading, "keys": {"password": password.upper(), "alg": alg}},
             error("ERR_JWE_DECRYPTION_FAILED"), flags=[alg]),
        case("rfc7517-c.9-another-pbes2", "jwe.decrypt", {**reading, "keys": {"password": password}}, error("ERR_JOSE_ALG_NOT_ALLOWED"),
             comment="without alg a password is bound to PBES2-HS512+A256KW", flags=[alg]),
        case("rfc7517-c.9-count-over-limit", "jwe.decrypt", reading, error("ERR_JOSE_LIMIT_EXCEEDED"),
             comment="its p2c is 4096", flags=[alg], options={"max_pbes2_iterations": 4095}),
        case("rfc7517-c.9-count-at-limit", "jwe.decrypt", reading, {"plaintext": plaintext}, flags=[alg],
             options={"max_pbes2_iterations": 4096}),
    ]


def plaintext_of(key: dict[str, Any]) -> str:
    """C.1 as C.4 to C.9 use it: no white space, the members in the RFC's order."""
    return "{" + ",".join(f'"{name}":"{value}"' for name, value in key.items()) + "}"


def thumbprint_files() -> None:
    """RFC 7638, section 3.1, and RFC 9278: only the required members count, whatever else the JWK
    says.
    """
    example = numbers("rfc7638")["3.1"]
    key = example["key"]
    prints = thumbprints(key)
    assert prints["thumbprint"] == example["thumbprint"]
    bare = {name: key[name] for name in ("kty", "n", "e")}
    more = {"zzz": [1, {"n": "no"}], "key_ops": ["verify"], "use": "sig", **dict(reversed(key.items()))}
    ways = {"3.1": ({"jwk": key}, "as printed"), "required-members": ({"jwk": bare}, "without alg and kid"),
            "more-members": ({"jwk": more}, "another order, and members that do not count"),
            "bound": ({"jwk": bare, "alg": "PS512"}, "the algorithm does not count for RSA")}
    hashes = {name: prints[name] for name in ("thumbprint", "thumbprint_sha512")}
    write("rfc7638", "RFC 7638, section 3.1", [group([
        case(f"rfc7638-{way}", "key.import", {"key": reference}, hashes, comment=comment) for way, (reference, comment) in ways.items()])])
    uri = {"thumbprint_uri": "urn:ietf:params:oauth:jwk-thumbprint:sha-256:" + example["thumbprint"]}
    write("rfc9278", "RFC 9278, section 3, for the key of RFC 7638", [group([
        case(f"rfc9278-{way}", "key.import", {"key": reference}, uri, comment=comment) for way, (reference, comment) in ways.items()])])


def main() -> None:
    write("rfc7517", "RFC 7517, appendix A to C", [
        group(set_cases() + key_cases(), comment="A, key sets"),
        group(certificate_chain(), comment="B, x5c"),
        group(under_a_password(), comment="C, an encrypted RSA private key"),
    ])
    thumbprint_files()
