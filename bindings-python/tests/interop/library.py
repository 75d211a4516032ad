"""The interface of every library here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .cases import Case


class Role(Enum):
    """What a library does with a token."""

    MAKE = "make"
    READ = "read"


class Format(Enum):
    """How keys are passed on."""

    JWK = "JWK"
    PEM = "PEM"


@dataclass(frozen=True)
class Half:
    """A key as it is passed on: the text of a JWK, PEM (PKCS#8 or SPKI), or a password."""

    format: Format
    text: str
    is_password: bool = False

    @property
    def jwk(self) -> dict[str, Any]:
        return json.loads(self.text)


@dataclass(frozen=True)
class KeyPair:
    """A key pair, or a secret twice, in every format that the library has."""

    private: dict[Format, str]
    public: dict[Format, str]
    is_password: bool = False

    @classmethod
    def secret(cls, text: str, is_password: bool = False) -> KeyPair:
        return cls({Format.JWK: text}, {Format.JWK: text}, is_password)

    def half(self, case: Case, role: Role, format: Format) -> Half:
        private = case.form.signs == (role is Role.MAKE)
        return Half(format, (self.private if private else self.public)[format], self.is_password)


class Library:
    """A library that makes keys, and makes and reads tokens. Whatever it cannot do raises an
    exception of its own.
    """

    name: str

    def lacks(self, case: Case, role: Role, format: Format) -> str | None:
        """Why it cannot do this, if it cannot."""
        return None

    def generate(self, case: Case) -> KeyPair | None:
        """A new key for the case; None if the library makes none."""
        raise NotImplementedError

    def make(self, case: Case, key: Half, companion: KeyPair | None) -> str:
        """A token with the content of its form. The companion is a second signer or recipient."""
        raise NotImplementedError

    def read(self, case: Case, key: Half, companion: KeyPair | None, token: str) -> bytes:
        """Checks a token, and returns its content. It also checks the companion's signature."""
        raise NotImplementedError

    def rewritten(self, half: Half, case: Case, to: Format) -> tuple[str, str | None]:
        """A key that it read, as it writes it itself, and the thumbprint that it computes, if it
        does.
        """
        raise NotImplementedError
