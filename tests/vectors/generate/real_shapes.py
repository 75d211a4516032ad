"""Keys in the shapes that other programs give them: made once by `cryptography` and OpenSSL, and
kept in made/.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from common import b64u, made, unb64u

Jwk = dict[str, Any]
CURVES = {"P-256": (ec.SECP256R1(), 32, "ES256"), "P-384": (ec.SECP384R1(), 48, "ES384"), "P-521": (ec.SECP521R1(), 66, "ES512"),
          "secp256k1": (ec.SECP256K1(), 32, "ES256K")}


def octets(number: int, length: int | None = None) -> str:
    """A number in base64url, as short as it can be or of this length."""
    return b64u(number.to_bytes(length or (number.bit_length() + 7) // 8, "big"))


def rsa_jwk(key: rsa.RSAPrivateKey) -> Jwk:
    """The whole private key, the greater prime first."""
    numbers = key.private_numbers()
    p, q = sorted((numbers.p, numbers.q), reverse=True)
    public = {"kty": "RSA", "n": octets(numbers.public_numbers.n), "e": octets(numbers.public_numbers.e)}
    crt = {"dp": rsa.rsa_crt_dmp1(numbers.d, p), "dq": rsa.rsa_crt_dmq1(numbers.d, q), "qi": rsa.rsa_crt_iqmp(p, q)}
    return public | {name: octets(number) for name, number in {"d": numbers.d, "p": p, "q": q, **crt}.items()}


def rsa_keys() -> dict[str, Jwk]:
    def make() -> dict[str, Jwk]:
        sizes = {"2048": (65537, 2048), "3072": (65537, 3072), "4096": (65537, 4096), "5120": (65537, 5120), "e3": (3, 2048)}
        return {name: rsa_jwk(rsa.generate_private_key(e, bits)) for name, (e, bits) in sizes.items()}

    return made("real_rsa", make)


def ec_keys() -> dict[str, dict[str, Jwk]]:
    """For each curve and each of x, y and d a key in which that number begins with a zero octet."""

    def search(curve: str, member: str) -> Jwk:
        kind, length, _ = CURVES[curve]
        while True:
            numbers = ec.generate_private_key(kind).private_numbers()
            point = numbers.public_numbers
            values = {"x": point.x, "y": point.y, "d": numbers.private_value}
            # Short on P-521 is what another curve's whole octet would be, for its first octet has
            # one bit.
            if values[member].bit_length() <= (length - 1) * 8:
                return {"kty": "EC", "crv": curve, **{name: octets(value, length) for name, value in values.items()}}

    return made("real_ec", lambda: {curve: {member: search(curve, member) for member in "xyd"} for curve in CURVES})


def _openssl(*arguments: str, files: dict[str, str] | None = None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (files or {}).items():
            Path(folder, name).write_text(text, encoding="ascii")
        return subprocess.run(["openssl", *arguments], check=True, capture_output=True, text=True, cwd=folder).stdout


def openssl() -> dict[str, str]:
    """PEM as OpenSSL writes it: keys for PSS only, their certificates, `ecparam -genkey`, a long
    serial number.
    """

    def make() -> dict[str, str]:
        found = {"version": _openssl("version").strip()}
        forms = {"any": [], "sha256": ["md:sha256", "mgf1_md:sha256", "saltlen:32"], "sha384": ["md:sha384", "mgf1_md:sha384", "saltlen:48"],
                 "sha512": ["md:sha512", "mgf1_md:sha512", "saltlen:64"], "short-salt": ["md:sha256", "mgf1_md:sha256", "saltlen:20"],
                 "long-salt": ["md:sha256", "mgf1_md:sha256", "saltlen:64"], "sha1": ["md:sha1"], "mixed": ["md:sha256", "mgf1_md:sha384"]}
        for name, options in forms.items():
            given = [part for option in options for part in ("-pkeyopt", f"rsa_pss_keygen_{option}")]
            key = _openssl("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048", *given)
            found[f"pss-{name}"] = key
            found[f"pss-{name}-public"] = _openssl("pkey", "-in", "key.pem", "-pubout", files={"key.pem": key})
        subject = ["-subj", "/CN=tokenseal test vectors", "-days", "36500"]
        for name in ("any", "sha256"):
            found[f"pss-{name}-certificate"] = _openssl("req", "-x509", "-new", "-key", "key.pem", *subject, files={"key.pem": found[f"pss-{name}"]})
        for name in ("prime256v1", "secp384r1", "secp521r1", "secp256k1"):
            found[name] = _openssl("ecparam", "-name", name, "-genkey")
        found["explicit"] = _openssl("ecparam", "-name", "prime256v1", "-genkey", "-param_enc", "explicit")
        key = _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        serial = "0x" + "7f" * 21
        found["long-serial-key"] = key
        found["long-serial"] = _openssl("req", "-x509", "-new", "-key", "key.pem", "-set_serial", serial, *subject, files={"key.pem": key})
        found["other"] = _openssl("req", "-x509", "-new", "-key", "key.pem", *subject, files={"key.pem": key})
        return found

    return made("real_openssl", make)


def jwk_of(pem: str) -> Jwk:
    """The private key that `cryptography` reads from the last block of a PEM text."""
    key: Any = serialization.load_pem_private_key(pem[pem.rindex("-----BEGIN"):].encode(), None)
    if isinstance(key, rsa.RSAPrivateKey):
        return rsa_jwk(key)
    numbers = key.private_numbers()
    curve = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp256k1": "secp256k1"}[key.curve.name]
    length = CURVES[curve][1]
    values = {"x": numbers.public_numbers.x, "y": numbers.public_numbers.y, "d": numbers.private_value}
    return {"kty": "EC", "crv": curve, **{name: octets(value, length) for name, value in values.items()}}


def longer(text: str, zeros: int = 1) -> str:
    """With zero octets in front."""
    return b64u(bytes(zeros) + unb64u(text))


def shorter(text: str) -> str:
    """Without the zero octets in front."""
    raw = unb64u(text)
    assert raw[0] == 0
    return b64u(raw.lstrip(b"\0"))
