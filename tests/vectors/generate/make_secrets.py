"""secrets.json: shared secrets as people have them: text in an encoding, shorter than they should
be, filled with zeros, or a public key.

What the text stands for is proved by the thumbprint that jwcrypto computes from the bytes, and by
tokens that it made.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.serialization import Encoding
from jwcrypto import jwk

from common import b64u, case, compact_json, error, group, unb64u, write
from hand import sign
from key_material import HMAC_BYTES, KEYS, Public, public_bytes
from rfc_check import public

WEAK, INVALID, OPTION, MISMATCH = (error(code) for code in ("ERR_KEY_WEAK", "ERR_JWK_INVALID", "ERR_OPTION_INVALID", "ERR_KEY_MISMATCH"))
# The first begins with bytes that are + and / in base64.
SECRET = b"\xfb\xff\xbf" + hashlib.sha512(b"tokenseal").digest()[:29]
TEXT = "a passphrase from the environment, with an ü"


def thumbprint(secret: bytes) -> str:
    return jwk.JWK(kty="oct", k=b64u(secret)).thumbprint()


def imported(name: str, key: dict[str, Any], secret: bytes | dict[str, Any], comment: str | None = None) -> dict[str, Any]:
    """A key of these bytes, or an error."""
    expect = {"key_type": "oct", "is_private": True, "thumbprint": thumbprint(secret)} if isinstance(secret, bytes) else secret
    return case(f"secrets-{name}", "key.import", {"key": key}, expect, comment=comment)


def texts() -> list[dict[str, Any]]:
    """Text stands for bytes as `encoding` says, and in no other way."""
    padded, url = base64.b64encode(SECRET).decode(), base64.urlsafe_b64encode(SECRET).decode()
    tests = []

    def text(name: str, value: str, encoding: str | None, expect: bytes | dict[str, Any], comment: str | None = None, **more: Any) -> None:
        key = {"secret_text": value, "alg": "HS256"} | ({"encoding": encoding} if encoding else {}) | more
        tests.append(imported(f"text-{name}", key, expect, comment))

    text("utf-8", TEXT, "utf-8", TEXT.encode())
    text("utf-8-white-space", f" {TEXT}\n", "utf-8", f" {TEXT}\n".encode(), "white space is part of the secret")
    text("utf-8-that-is-base64", padded, "utf-8", padded.encode(), "the characters themselves, not what they decode to")
    text("base64", padded, "base64", SECRET)
    text("base64-without-padding", padded.rstrip("="), "base64", SECRET)
    text("base64url", url, "base64url", SECRET, "with padding, as Python's urlsafe_b64encode writes it")
    text("base64url-without-padding", url.rstrip("="), "base64url", SECRET)
    text("hex", SECRET.hex(), "hex", SECRET)
    text("hex-upper-case", SECRET.hex().upper(), "hex", SECRET)
    text("hex-mixed-case", SECRET.hex()[:32].upper() + SECRET.hex()[32:], "hex", SECRET)
    text("wrapping", SECRET.hex(), "hex", SECRET, alg="A256KW")
    text("dir", padded, "base64", SECRET, alg="dir", enc="A256GCM")
    text("without-encoding", padded, None, OPTION, "nobody can tell whether this is base64, or 44 bytes of their own")
    tests.append(imported("bytes-with-encoding", {"secret": b64u(SECRET), "alg": "HS256", "encoding": "base64"}, OPTION, "bytes are bytes"))
    for encoding, good in {"base64": padded, "base64url": url, "hex": SECRET.hex()}.items():
        text(f"{encoding}-line-break", good + "\n", encoding, INVALID, "as a file ends, and an environment variable does not")
        text(f"{encoding}-white-space", f"{good[:20]} {good[20:]}", encoding, INVALID)
        text(f"{encoding}-cut-off", good.rstrip("=")[:-3 if encoding == "hex" else -2], encoding, INVALID)
        text(f"{encoding}-foreign", "*" + good[1:], encoding, INVALID)
        text(f"{encoding}-quoted", f'"{good}"', encoding, INVALID)
        text(f"{encoding}-empty", "", encoding, WEAK)
    text("utf-8-empty", "", "utf-8", WEAK)
    text("base64-in-base64url", padded, "base64url", INVALID)
    text("base64url-in-base64", url, "base64", INVALID)
    text("base64-wrong-padding", padded + "=", "base64", INVALID)
    text("base64-spare-bits", padded[:-2] + chr(ord(padded[-2]) + 1) + "=", "base64", INVALID, "bits that stand for nothing are not zero")
    text("hex-prefix", "0x" + SECRET.hex(), "hex", INVALID)
    text("hex-colons", SECRET.hex(":"), "hex", INVALID)
    text("short", SECRET[:31].hex(), "hex", WEAK, "62 digits are 31 bytes")
    text("wrapping-of-base64-as-utf-8", padded, "utf-8", INVALID, "44 bytes, where A256KW takes 32", alg="A256KW")
    pem = public_bytes(KEYS["ec-p256"], Encoding.PEM).decode()
    text("public-key", pem, "utf-8", MISMATCH)
    text("public-key-in-base64", base64.b64encode(pem.encode()).decode(), "base64", MISMATCH)
    token = sign({"alg": "HS256"}, "payload", {"kty": "oct", "k": b64u(SECRET)})
    tests.append(case("secrets-text-verifies", "jws.verify",
                      {"token": token, "keys": {"secret_text": padded, "alg": "HS256", "encoding": "base64"}}, {"payload": b64u("payload")}))
    return tests


def weak() -> list[dict[str, Any]]:
    """Secrets of HMAC that others chose too short: by name, and never empty or nothing but zeros.
    """
    tests = []
    for alg, length in HMAC_BYTES.items():
        for size in (1, 8, length - 1):
            short = hashlib.sha512(alg.encode()).digest()[:size]
            allowed = {"alg": alg, "allow_weak_secret": True}
            name = f"weak-{alg.lower()}-{size}"
            tests += [imported(name, {"secret": b64u(short), **allowed}, short),
                      imported(f"{name}-jwk", {"jwk": {"kty": "oct", "k": b64u(short), "alg": alg}, "allow_weak_secret": True}, short),
                      imported(f"{name}-hex", {"secret_text": short.hex(), "encoding": "hex", **allowed}, short),
                      imported(f"{name}-not-allowed", {"secret": b64u(short), "alg": alg, "allow_weak_secret": False}, WEAK)]
    allowed = {"allow_weak_secret": True}
    long = {"secret": b64u(SECRET), "alg": "HS256", **allowed}
    tests += [
        imported("weak-not-weak", long, SECRET, "a waiver that nothing needs is no error"),
        imported("weak-empty", {"secret": "", "alg": "HS256", **allowed}, WEAK),
        imported("weak-empty-jwk", {"jwk": {"kty": "oct", "k": "", "alg": "HS256"}, **allowed}, WEAK),
        imported("weak-aes", {"secret": b64u(SECRET[:31]), "alg": "A256KW", **allowed}, WEAK, "AES has one length"),
        imported("weak-dir", {"secret": b64u(SECRET[:31]), "alg": "dir", "enc": "A256GCM", **allowed}, WEAK),
        imported("weak-password", {"jwk": {"kty": "oct", "k": b64u("seven 7"), "alg": "PBES2-HS256+A128KW"}, **allowed}, WEAK,
                 "not for passwords"),
        imported("weak-asymmetric", {"jwk": public(KEYS["ec-p256"]), **allowed},
                 {"key_type": "EC", "thumbprint": jwk.JWK(**public(KEYS["ec-p256"])).thumbprint()}, "a waiver that nothing needs is no error"),
    ]
    token = sign({"alg": "HS256"}, "payload", {"kty": "oct", "k": b64u("secret")})
    verify = {"token": token, "keys": {"secret": b64u("secret"), "alg": "HS256", **allowed}}
    tests.append(case("secrets-weak-verifies", "jws.verify", verify, {"payload": b64u("payload")}, comment="the secret of many tutorials"))
    return tests


def zeros() -> list[dict[str, Any]]:
    """An array that nobody filled is refused; any other byte that is repeated may be a test's
    secret.
    """
    tests = []
    for name, key in {"hs256": {"alg": "HS256"}, "hs256-64": {"alg": "HS256"}, "hs512": {"alg": "HS512"}, "a256kw": {"alg": "A256KW"},
                      "dir": {"alg": "dir", "enc": "A256GCM"}}.items():
        length = 64 if "64" in name or "512" in name else 32
        tests.append(imported(f"zeros-{name}", {"secret": b64u(bytes(length)), **key}, WEAK))
        tests.append(imported(f"sevens-{name}", {"secret": b64u(b"\7" * length), **key}, b"\7" * length))
    tests += [imported("zeros-allowed", {"secret": b64u(bytes(32)), "alg": "HS256", "allow_weak_secret": True}, WEAK),
              imported("zeros-one-allowed", {"secret": b64u(b"\0"), "alg": "HS256", "allow_weak_secret": True}, WEAK),
              imported("zeros-text", {"secret_text": "00" * 32, "alg": "HS256", "encoding": "hex"}, WEAK),
              imported("zeros-jwk", {"jwk": {"kty": "oct", "k": b64u(bytes(32)), "alg": "HS256"}}, WEAK),
              imported("zeros-password", {"password": "\0" * 8}, WEAK)]
    return tests


def disguises() -> dict[str, bytes | str]:
    """A public key as other formats, languages and tools write it, in several layers of them."""
    rsa, ec = public(KEYS["rsa-2048"]), public(KEYS["ec-p256"])
    der, pem = public_bytes(KEYS["ec-p256"], Encoding.DER), public_bytes(KEYS["rsa-2048"], Encoding.PEM).decode()
    pkcs1 = public_bytes(KEYS["rsa-2048"], Encoding.DER, Public.PKCS1)
    point = b"\4" + unb64u(ec["x"]) + unb64u(ec["y"])
    body = "\n".join(pem.splitlines()[1:-1])
    text, n = base64.b64encode(der).decode(), rsa["n"]
    nested = der
    for _ in range(5):
        nested = base64.b64encode(nested)
    standard = base64.b64encode(unb64u(n)).decode()
    return {
        "xml": f"<RSAKeyValue><Modulus>{standard}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
        "xml-prefix": f'<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>{standard}</ds:Modulus></ds:RSAKeyValue></ds:KeyValue>',
        "dotnet-json": f'{{"Modulus":"{standard}","Exponent":"AQAB"}}',
        "yaml": f"kty: RSA\nn: {n}\ne: AQAB\n", "toml": f'kty = "EC"\nx = "{ec["x"]}"\n', "form": f"n={n}&e=AQAB",
        "javascript": f"{{kty: 'EC', crv: 'P-256', x: '{ec['x']}', y: '{ec['y']}'}}",
        "python": repr(ec), "yaml-without-kty": f"crv: P-256\nx: {ec['x']}\ny: {ec['y']}\n",
        "pem-body": body, "pem-body-escaped": body.replace("\n", "\\n"), "pem-body-escaped-twice": body.replace("\n", "\\\\n"),
        "pem-body-concatenated": body.replace("\n", '" +\n  "'), "pem-without-dashes": pem.replace("-----", " "),
        "pem-percent": quote(pem), "pem-body-percent": quote(body, safe=""), "pem-body-percent-twice": quote(quote(body, safe=""), safe=""),
        "jwk-percent": quote(compact_json(ec)), "jwk-html": compact_json(ec).replace('"', "&quot;"), "jwk-base64": base64.b64encode(
            compact_json(ec).encode()),
        "jwk-json-text-twice": json.dumps(json.dumps(compact_json(ec))),
        "hex-0x": "0x" + der.hex(), "hex-upper-case": der.hex().upper(), "hex-list": "{0x" + ", 0x".join(f"{byte:02x}" for byte in der) + "}",
        "hex-escapes": "".join(f"\\x{byte:02x}" for byte in der), "hex-openssl": "pub:\n    " + der.hex(":"),
        "decimal": str(list(der)), "buffer-json": json.dumps({"type": "Buffer", "data": list(der)}),
        "base64-five-times": nested, "base64-of-hex": base64.b64encode(der.hex().encode()), "base64-in-a-sentence": f"the key is {text}, keep it",
        "base64-at-an-offset": "Bearer" + text, "der-at-an-offset": b"a header of some length: " + der, "pkcs1-at-an-offset": b"\7" * 100 + pkcs1,
        "point": point, "point-at-an-offset": b"prefix" + point + b"suffix", "point-hex": point.hex(), "point-base64": base64.b64encode(point),
        "point-without-its-first-byte": point[1:],
        "cose": b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + unb64u(ec["x"]) + b"\x22\x58\x20" + unb64u(ec["y"]),
    }


def public_secrets() -> list[dict[str, Any]]:
    flags = ["algorithm confusion"]
    tests = []
    for name, data in disguises().items():
        tests.append(case(f"secrets-disguised-{name}", "key.import", {"key": {"secret": b64u(data), "alg": "HS256"}}, MISMATCH, flags=flags))
        jwk_ = {"kty": "oct", "k": b64u(data), "alg": "HS512"}
        tests.append(case(f"secrets-disguised-{name}-jwk", "key.import", {"key": {"jwk": jwk_, "allow_weak_secret": True}}, MISMATCH, flags=flags))
        if isinstance(data, str):
            tests.append(case(f"secrets-disguised-{name}-password", "key.import", {"key": {"password": data}}, MISMATCH, flags=flags))
    return tests


def main() -> None:
    write("secrets", "thumbprints by jwcrypto 1.6.1, tokens by Python's hmac, public keys by PyCA cryptography", [
        group(texts(), comment="text with its encoding"),
        group(weak(), comment="short secrets"),
        group(zeros(), comment="one byte, repeated"),
        group(public_secrets(), comment="public keys in disguise"),
    ])
