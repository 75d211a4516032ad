"""What is exchanged: forms of tokens, their algorithms, and keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum

ENCS = ("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")
SECRET_SIGNATURES = ("HS256", "HS384", "HS512")
SIGNATURES = (
    *SECRET_SIGNATURES, "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519",
    "ML-DSA-44", "ML-DSA-65", "ML-DSA-87",
)  # fmt: skip
PASSWORDS = ("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW")
WRAPPING = ("A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW")
RSA = ("RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512")
AGREEMENT = ("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW")
CURVES = ("P-256", "P-384", "P-521", "X25519")

# All bytes, many times; for unencoded payloads, a text with a dot, which is allowed in JSON but not
# in a compact token.
BYTES = bytes(range(256)) * 4
TEXT = "$.02, not encoded: é".encode()
AAD = b"what is authenticated beside"
# Registered claims of every type, and JSON that is easily mangled.
ISSUER, AUDIENCE = "https://issuer.example", "https://api.example"
CLAIMS = json.dumps(
    {
        "iss": ISSUER, "sub": "alice", "aud": [AUDIENCE, "other"], "exp": 4102444800, "nbf": 1600000000, "iat": 1600000000, "jti": "1",
        "numbers": [0, -1, 2.5, 2**53 - 1, 2**70], "text": 'é\0"\\😀', "nested": {"empty": {}, "list": [], "null": None, "true": True},
    }
).encode()  # fmt: skip


class Form(Enum):
    """A form of tokens: its name on the page, and what else is known about it."""

    JWS_COMPACT = ("compact JWS", "keys as JWK and PEM")
    JWS_FLATTENED = ("flattened JWS", "")
    JWS_GENERAL = ("general JWS", "a second signature, by ES256, which is verified as well")
    JWS_DETACHED = ("detached JWS", "")
    JWS_UNENCODED = ("detached JWS with `b64: false` (RFC 7797)", "")
    JWS_UNENCODED_JSON = ("flattened JWS with `b64: false`", "")
    JWE_COMPACT = ("compact JWE", "all six `enc`; A256GCM with keys as PEM, too, and with passwords")
    JWE_COMPRESSED = ("compressed JWE (`zip`: DEF)", "`dir`, all six `enc`")
    JWE_FLATTENED = ("flattened JWE", "A128CBC-HS256 and A256GCM, with `aad`")
    JWE_GENERAL = ("general JWE", "as flattened JWE, and to a second recipient, by RSA-OAEP-256, unless `dir` or `ECDH-ES` forbid one")
    JWT_SIGNED = ("signed JWT", "issuer, audience and times are checked")
    JWT_ENCRYPTED = ("encrypted JWT", "A128CBC-HS256 and A256GCM")
    JWT_NESTED = ("nested JWT", "HS256 inside, and A256GCM")

    @property
    def title(self) -> str:
        return self.value[0]

    @property
    def note(self) -> str:
        return self.value[1]

    @property
    def signs(self) -> bool:
        return self.name.startswith("JWS") or self is Form.JWT_SIGNED

    @property
    def has_claims(self) -> bool:
        return self.name.startswith("JWT")

    @property
    def is_json(self) -> bool:
        return "FLATTENED" in self.name or "GENERAL" in self.name or "JSON" in self.name

    @property
    def is_detached(self) -> bool:
        return self in (Form.JWS_DETACHED, Form.JWS_UNENCODED)

    @property
    def is_unencoded(self) -> bool:
        return self in (Form.JWS_UNENCODED, Form.JWS_UNENCODED_JSON)

    @property
    def content(self) -> bytes:
        return CLAIMS if self.has_claims else TEXT if self.is_unencoded else BYTES

    @property
    def encs(self) -> tuple[str | None, ...]:
        if self.signs:
            return (None,)
        if self in (Form.JWE_COMPACT, Form.JWE_COMPRESSED):
            return ENCS
        return ("A256GCM",) if self is Form.JWT_NESTED else ("A128CBC-HS256", "A256GCM")

    def subjects(self) -> list[Subject]:
        """Every algorithm that tokenseal has, on each of its curves."""
        if self.signs:
            return [Subject(algorithm) for algorithm in SIGNATURES]
        if self is Form.JWE_COMPRESSED:
            return [Subject("dir")]
        plain = [Subject(algorithm) for algorithm in ("dir", *WRAPPING, *RSA)]
        agreement = [Subject(algorithm, curve) for algorithm in AGREEMENT for curve in CURVES]
        return plain + agreement + [Subject(algorithm) for algorithm in (PASSWORDS if self is Form.JWE_COMPACT else ())]

    def cases(self, subject: Subject) -> list[Case]:
        # A password is slow on purpose, and key wrapping depends neither on the `enc` nor on the
        # form.
        encs = ("A256GCM",) if subject.is_password else self.encs
        return [Case(self, subject, enc) for enc in encs]


@dataclass(frozen=True)
class Subject:
    """A row of a table: an algorithm, and the curve if it has several."""

    algorithm: str
    curve: str | None = None

    @property
    def title(self) -> str:
        return f"`{self.algorithm}`" + (f", {self.curve}" if self.curve else "")

    @property
    def is_password(self) -> bool:
        return self.algorithm in PASSWORDS

    @property
    def is_symmetric(self) -> bool:
        return self.algorithm in (*SECRET_SIGNATURES, "dir", *WRAPPING, *PASSWORDS)

    @property
    def is_direct(self) -> bool:
        return self.algorithm in ("dir", "ECDH-ES")


@dataclass(frozen=True)
class Case:
    """A form, an algorithm and a content encryption."""

    form: Form
    subject: Subject
    enc: str | None

    @property
    def alg(self) -> str:
        return self.subject.algorithm

    @property
    def key_enc(self) -> str | None:
        """A `dir` key is for one content encryption."""
        return self.enc if self.alg == "dir" else None

    @property
    def takes_pem(self) -> bool:
        """Keys are exchanged as JWK everywhere, and as PEM once per algorithm: reading a key does
        not depend on the token.
        """
        return self.form in (Form.JWS_COMPACT, Form.JWE_COMPACT) and self.enc in (None, "A256GCM") and not self.subject.is_symmetric

    @property
    def has_companion(self) -> bool:
        """Whether there is a second signer or recipient."""
        return self.form is Form.JWS_GENERAL or (self.form is Form.JWE_GENERAL and not self.subject.is_direct)

    def __str__(self) -> str:
        return " ".join(filter(None, [self.form.name, self.alg, self.subject.curve, self.enc]))
