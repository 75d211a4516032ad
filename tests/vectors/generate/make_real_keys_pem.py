"""real_keys_pem.json: PEM as OpenSSL, editors and configuration files leave it, RSA keys that are
marked for PSS only, and PKCS#8 with a public half."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding

from common import b64u, case, compact_json, error, group, made, unb64u, write
from key_material import KEYS, Public, armour, certificate, der_tlv, private_bytes, public_bytes
from real_shapes import jwk_of, octets, openssl
from rfc_check import imported, public

INVALID, MISMATCH, UNKNOWN = error("ERR_JWK_INVALID"), error("ERR_KEY_MISMATCH"), error("ERR_JOSE_NOT_SUPPORTED")
EC, RSA = KEYS["ec-p256"], KEYS["rsa-2048"]


def pem(name: str, text: str, alg: str, expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
    return case(f"real-keys-pem-{name}", "key.import", {"key": {"pem": text, "alg": alg}}, expect, comment=comment)


def crt(name: str, text: str, alg: str, expect: dict[str, Any], comment: str | None = None) -> dict[str, Any]:
    return case(f"real-keys-certificate-{name}", "key.import", {"key": {"certificate": text, "alg": alg}}, expect, comment=comment)


def spread() -> dict[str, Any]:
    """Ways to spread white space and other text over a PEM file, none of which changes what it
    says.
    """
    return {
        "bom": lambda text: "\ufeff" + text,
        "indented": lambda text: "".join(f"    {line}\n" for line in text.splitlines()),
        "indented-tabs": lambda text: "".join(f"\t{line}\n" for line in text.splitlines()),
        "blank-lines": lambda text: text.replace("\n", "\n\n"),
        "blank-line-after-begin": lambda text: text.replace("-----\n", "-----\n\n", 1),
        "trailing-blanks": lambda text: text.replace("\n", "  \n"),
        "trailing-tabs": lambda text: text.replace("\n", "\t\n"),
        "crlf": lambda text: text.replace("\n", "\r\n"),
        "cr": lambda text: text.replace("\n", "\r"),
        "uneven-lines": lambda text: "\n".join(part for line in text.splitlines()
                                               for part in ([line] if line[0] == "-" else [line[:13], line[13:]]) if part),
        "text-around": lambda text: f"# the key of the service\n{text}# end\n",
        "no-line-end": lambda text: text.rstrip("\n"),
    }


def forms() -> list[dict[str, Any]]:
    written = openssl()
    private, spki, cert = (private_bytes(EC, Encoding.PEM).decode(), public_bytes(EC, Encoding.PEM).decode(), armour(certificate("ec-p256"), "CERTIFICATE"))
    key, half = imported({**EC, "alg": "ES256"}), imported({**public(EC), "alg": "ES256"})
    tests = []
    for name, alg in (("prime256v1", "ES256"), ("secp384r1", "ES384"), ("secp521r1", "ES512"), ("secp256k1", "ES256K")):
        assert written[name].startswith("-----BEGIN EC PARAMETERS-----")
        tests.append(pem(f"ecparam-{name}", written[name], alg, imported({**jwk_of(written[name]), "alg": alg}), "openssl ecparam -genkey"))
    for name, change in spread().items():
        tests += [pem(f"{name}", change(private), "ES256", key), pem(f"{name}-public", change(spki), "ES256", half),
                  crt(f"{name}", change(cert), "ES256", half)]
    other = armour(certificate("rsa-2048"), "CERTIFICATE")
    tests += [
        pem("key-then-certificate", private + cert, "ES256", key, "one file, as HAProxy and many others have it"),
        pem("certificate-then-key", cert + private, "ES256", key),
        pem("chain-then-key", cert + other + private, "ES256", key),
        pem("key-with-bag-attributes", f"Bag Attributes\n    friendlyName: x\n{cert}Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n{private}",
            "ES256", key, "openssl pkcs12 -nodes"),
        crt("key-then-certificate", private + cert, "ES256", half),
        crt("certificate-then-key", cert + private, "ES256", half),
        crt("old-label", cert.replace("CERTIFICATE", "X509 CERTIFICATE"), "ES256", half, "RFC 7468, section 5.1"),
        pem("two-keys", private + spki, "ES256", INVALID, "which of them?"),
        pem("two-private-keys", private + private, "ES256", INVALID),
        pem("parameters-alone", written["prime256v1"].split("-----BEGIN EC PRIVATE")[0], "ES256", INVALID),
        pem("explicit-curve", written["explicit"], "ES256", INVALID, "openssl -param_enc explicit: the curve is spelt out, and not named"),
        pem("certificate-alone", cert, "ES256", INVALID),
        crt("key-alone", private, "ES256", INVALID),
        pem("escaped-line-breaks", private.replace("\n", "\\n"), "ES256", INVALID, "the two characters that should be a line break"),
        pem("one-line", private.replace("\n", " "), "ES256", INVALID),
        pem("quoted", f'"{private}"', "ES256", INVALID),
        pem("path", "/etc/keys/private.pem", "ES256", INVALID),
        pem("in-base64", base64.b64encode(private.encode()).decode(), "ES256", INVALID),
        pem("begin-alone", private + "-----BEGIN PRIVATE KEY-----\n", "ES256", INVALID),
        pem("begin-in-a-line", "key: " + private, "ES256", INVALID),
        pem("begin-inside", private.replace("\n", "\n-----BEGIN PRIVATE KEY-----\n", 1), "ES256", INVALID),
    ]
    return tests


def pss() -> list[dict[str, Any]]:
    """id-RSASSA-PSS (RFC 4055), by OpenSSL. A key without parameters is for every PS algorithm,
    others for the one that fits.
    """
    written, signed = openssl(), tokens()
    allowed = {"any": ["PS256", "PS384", "PS512"], "sha256": ["PS256"], "sha384": ["PS384"], "sha512": ["PS512"], "short-salt": ["PS256"],
               "long-salt": [], "sha1": [], "mixed": []}
    tests = []
    for name, algorithms in allowed.items():
        text, jwk = written[f"pss-{name}"], jwk_of(written[f"pss-{name}"])
        for alg in ("PS256", "PS384", "PS512", "RS256", "RSA-OAEP-256"):
            expect = (lambda one: imported({**one, "alg": alg})) if alg in algorithms else (lambda _: MISMATCH if algorithms else UNKNOWN)
            comment = None if alg in algorithms else "the parameters of the key do not allow it"
            label = f"pss-{name}-{alg.lower()}"
            tests += [pem(label, text, alg, expect(jwk), comment), pem(f"{label}-public", written[f"pss-{name}-public"], alg, expect(public(jwk)), comment)]
        for alg in algorithms[:1]:
            token = signed[name]
            keys = {"pem": written[f"pss-{name}-public"], "alg": alg}
            read = {"operation": "jws.verify", "input": {"keys": {"jwk": public(jwk), "alg": alg}}}
            tests += [
                case(f"real-keys-pem-pss-{name}-verify", "jws.verify", {"token": token, "keys": keys}, {"payload": b64u("{}")}),
                case(f"real-keys-pem-pss-{name}-sign", "jws.sign", {"payload": b64u("{}"), "key": {"pem": text, "alg": alg}}, {"payload": b64u("{}")},
                     deterministic=False, read=read),
                case(f"real-keys-pem-pss-{name}-jwk", "key.export", {"key": {"pem": text, "alg": alg}, "format": "jwk", "private": True},
                     {"jwk": {**in_order(text), "alg": alg}}),
            ]
    for name in ("any", "sha256"):
        cert, jwk = written[f"pss-{name}-certificate"], public(jwk_of(written[f"pss-{name}"]))
        x5c = "".join(cert.splitlines()[1:-1])
        tests += [
            crt(f"pss-{name}", cert, "PS256", imported({**jwk, "alg": "PS256"})),
            crt(f"pss-{name}-rs256", cert, "RS256", MISMATCH, "the parameters of the key do not allow it"),
            case(f"real-keys-pss-{name}-x5c", "key.import", {"key": {"jwk": {**jwk, "x5c": [x5c]}}}, imported(jwk)),
        ]
    return tests


def tokens() -> dict[str, str]:
    """A token by each of the keys that allow one, by `cryptography`."""

    def token(name: str, alg: str) -> str:
        key: Any = serialization.load_pem_private_key(openssl()[f"pss-{name}"].encode(), None)
        hash = {"PS256": hashes.SHA256(), "PS384": hashes.SHA384(), "PS512": hashes.SHA512()}[alg]
        text = f"{b64u(compact_json({'alg': alg}))}.{b64u('{}')}"
        return f"{text}.{b64u(key.sign(text.encode(), padding.PSS(padding.MGF1(hash), hash.digest_size), hash))}"

    names = {"any": "PS256", "sha256": "PS256", "sha384": "PS384", "sha512": "PS512", "short-salt": "PS256"}
    return made("real_pss", lambda: {name: token(name, alg) for name, alg in names.items()})


def in_order(text: str) -> dict[str, Any]:
    """The numbers as the key itself has them, whichever prime is the greater."""
    numbers: Any = serialization.load_pem_private_key(text.encode(), None)
    numbers = numbers.private_numbers()
    named = {"n": numbers.public_numbers.n, "e": numbers.public_numbers.e, "d": numbers.d, "p": numbers.p, "q": numbers.q,
             "dp": numbers.dmp1, "dq": numbers.dmq1, "qi": numbers.iqmp}
    return {"kty": "RSA", **{name: octets(number) for name, number in named.items()}}


def with_public_half() -> list[dict[str, Any]]:
    """PKCS#8 of the second version (RFC 5958): the public half in it must be that of the private
    one.
    """
    tests = []
    for name, key, alg, halves in (("rsa", RSA, "RS256", _rsa_halves()), ("ec", EC, "ES256", _ec_halves())):
        info = private_bytes(key, Encoding.DER)
        body = info[4:] if info[1] == 0x82 else info[3:] if info[1] == 0x81 else info[2:]
        for half, (bits, expect) in halves.items():
            version_2 = der_tlv(0x30, der_tlv(0x02, b"\1"), body[3:], der_tlv(0x81, b"\0" + bits))
            good = imported({**key, "alg": alg}) if expect is None else expect
            tests.append(case(f"real-keys-der-{name}-v2-{half}", "key.import", {"key": {"der": b64u(version_2), "alg": alg}}, good,
                              comment="RFC 5958: the public key inside the private one"))
    return tests


def _rsa_halves() -> dict[str, Any]:
    other = KEYS["rsa-2048-other"]
    pkcs1 = {name: public_bytes(key, Encoding.DER, Public.PKCS1) for name, key in (("own", RSA), ("other", other))}
    return {"own": (pkcs1["own"], None), "other": (pkcs1["other"], MISMATCH), "malformed": (b"\x05\x00", INVALID), "cut": (pkcs1["own"][:-1], INVALID)}


def _ec_halves() -> dict[str, Any]:
    own, other = (b"\4" + unb64u(key["x"]) + unb64u(key["y"]) for key in (EC, KEYS["ec-p256-other"]))
    return {"own": (own, None), "other": (other, MISMATCH), "malformed": (own[:-1], INVALID)}


def main() -> None:
    groups = [group(forms(), comment="PEM as it is found"), group(pss(), comment="RSA keys for PSS only"),
              group(with_public_half(), comment="PKCS#8 with a public half")]
    write("real_keys_pem", f"{openssl()['version'].split(' (')[0]} and cryptography 50.0.2", groups)
