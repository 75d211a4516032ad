"""Tokens built by hand, for the refused cases: well-made but for the one defect that the case is
about.

The primitives are `cryptography`'s and nothing is random, so that these tokens are the same at
every run. (A nonce that anybody can compute is fine here and nowhere else.)
"""

from __future__ import annotations

import hmac
import zlib
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, x25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from joserfc.jwk import import_key

from common import b64u, compact_json, unb64u
from fixtures import CURVES, ECDSA, HMAC, KEY_LENGTH, WRAP, Jwk, ec_jwk, okp_jwk, public, stretch
from peers import unbound

HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}


def segment(value: dict[str, Any] | str | bytes) -> str:
    """A header or payload as a part of a token; text and bytes are taken as they are."""
    return b64u(compact_json(value) if isinstance(value, dict) else value)


def sign(header: dict[str, Any] | str | bytes, payload: dict[str, Any] | str | bytes, jwk: Jwk, alg: str | None = None) -> str:
    """A compact JWS with whatever header and payload; `alg` says how it is signed where that is not
    the header's.
    """
    signing_input = f"{segment(header)}.{segment(payload)}"
    return f"{signing_input}.{b64u(signature(alg or header['alg'], jwk, signing_input))}"  # type: ignore[index]


def signature(alg: str, jwk: Jwk, text: str) -> bytes:
    """The signature of the text (HS*, RS*, ES* with RFC 6979's nonces, EdDSA)."""
    if alg in HMAC:
        return hmac.digest(unb64u(jwk["k"]), text.encode(), "sha" + alg[2:])
    key = import_key(unbound(jwk)).private_key  # type: ignore[union-attr]
    if alg in ECDSA:
        hash = HASHES["256" if alg == "ES256K" else alg[2:]]
        length = (CURVES[ECDSA[alg]].key_size + 7) // 8
        r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hash, deterministic_signing=True)))
        return r.to_bytes(length, "big") + s.to_bytes(length, "big")
    if alg.startswith("RS"):
        return key.sign(text.encode(), padding.PKCS1v15(), HASHES[alg[2:]])
    return key.sign(text.encode())


def encrypt(
    header: dict[str, Any], plaintext: bytes | str, jwk: Jwk, *, password: str | None = None, cek: bytes | None = None,
    change: dict[str, Any] | None = None,
    drop: tuple[str, ...] = (), raw_header: str | bytes | None = None, protected: str | None = None, deflated: bytes | None = None, label: str = "",
) -> str:
    """A compact JWE, authenticated with the header it ends up with.

    `change` and `drop` alter the header after the key management is done, so that nothing else is
    wrong; `raw_header` replaces its text, `protected` its base64url. `cek` is for content keys of
    the wrong length, `deflated` for a body that is not what DEFLATE would give.
    """
    header = dict(header)
    label += compact_json(header)
    cek, encrypted_key = _key_management(header, jwk, password, cek, label)
    header = {name: value for name, value in (header | (change or {})).items() if name not in drop}
    protected = protected or (b64u(raw_header) if raw_header is not None else segment(header))
    body = plaintext.encode() if isinstance(plaintext, str) else plaintext
    if deflated is not None or header.get("zip") == "DEF":
        body = deflated if deflated is not None else deflate(body)
    iv = stretch("iv" + label, 12)
    sealed = AESGCM(cek).encrypt(iv, body, protected.encode())
    return ".".join([protected, b64u(encrypted_key), b64u(iv), b64u(sealed[:-16]), b64u(sealed[-16:])])


def deflate(body: bytes) -> bytes:
    """Raw DEFLATE (RFC 1951), without zlib's frame."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def _key_management(header: dict[str, Any], jwk: Jwk, password: str | None, cek: bytes | None, label: str) -> tuple[bytes, bytes]:
    """The content key and the encrypted key; adds to the header what belongs there."""
    alg, enc = header["alg"], header["enc"]
    if alg == "dir":
        return cek or unb64u(jwk["k"]), b""
    cek = cek or stretch("cek" + label, KEY_LENGTH[enc])
    if alg in WRAP and alg.endswith("GCMKW"):
        iv = stretch("wrap" + label, 12)
        wrapped = AESGCM(unb64u(jwk["k"])).encrypt(iv, cek, None)
        header |= {"iv": b64u(iv), "tag": b64u(wrapped[-16:])}
        return cek, wrapped[:-16]
    if alg in WRAP:
        return cek, aes_key_wrap(unb64u(jwk["k"]), cek)
    if alg.startswith("PBES2"):
        header.setdefault("p2s", b64u(stretch("salt" + label, 16)))
        header.setdefault("p2c", 1000)
        salt = alg.encode() + b"\0" + unb64u(header["p2s"])
        kek = PBKDF2HMAC(HASHES[alg[8:11]], {"256": 16, "384": 24, "512": 32}[alg[8:11]], salt, header["p2c"]).derive((password or "").encode())
        return cek, aes_key_wrap(kek, cek)
    ephemeral = (okp_jwk if jwk["crv"] == "X25519" else ec_jwk)("ephemeral" + label, jwk["crv"])
    header["epk"] = public(ephemeral)
    secret = exchange(ephemeral, jwk)
    if alg == "ECDH-ES":
        return derive(secret, enc, KEY_LENGTH[enc]), b""
    return cek, aes_key_wrap(derive(secret, alg, WRAP[alg[8:]]), cek)


def exchange(private: Jwk, peer: Jwk) -> bytes:
    """The shared secret Z of RFC 7518, section 4.6."""
    mine, theirs = import_key(unbound(private)), import_key(public(unbound(peer)))
    if private["crv"] == "X25519":
        assert isinstance(mine.private_key, x25519.X25519PrivateKey)
        return mine.private_key.exchange(theirs.public_key)  # type: ignore[union-attr]
    return mine.private_key.exchange(ec.ECDH(), theirs.public_key)  # type: ignore[union-attr]


def derive(secret: bytes, name: str, length: int) -> bytes:
    """Concat KDF (RFC 7518, section 4.6.2) without party info."""
    info = len(name).to_bytes(4, "big") + name.encode() + bytes(8) + (length * 8).to_bytes(4, "big")
    return ConcatKDFHash(hashes.SHA256(), length, info).derive(secret)


def parts(token: str) -> list[bytes]:
    """The decoded parts of a token."""
    return [unb64u(part) for part in token.split(".")]


def replace(token: str, index: int, part: bytes | str) -> str:
    """The token with another part: bytes are encoded, text is taken as it is."""
    found = token.split(".")
    found[index] = part if isinstance(part, str) else b64u(part)
    return ".".join(found)


def flip(token: str, index: int, at: int = 0) -> str:
    """The token with one bit of one part changed, still well-formed base64url."""
    raw = bytearray(parts(token)[index])
    raw[at] ^= 1
    return replace(token, index, bytes(raw))
