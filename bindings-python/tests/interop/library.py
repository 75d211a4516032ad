"""What every library here is asked."""

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
    """How keys are handed over."""

    JWK = "JWK"
    PEM = "PEM"


@dataclass(frozen=True)
class Half:
    """A key as it is handed over: as the text of a JWK, as PEM (PKCS#8 or SPKI), or a password."""

    format: Format
    text: str
    is_password: bool = False

    @property
    def jwk(self) -> dict[str, Any]:
        return json.loads(self.text)


@dataclass(frozen=True)
class KeyPair:
    """A key pair, or one secret twice, in every format that it has."""

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
    """A library that makes keys, and makes and reads tokens. What it cannot do raises whatever it
    raises.
    """

    name: str

    def lacks(self, case: Case, role: Role, format: Format) -> str | None:
        """Why it cannot do this, where it cannot."""
        return None

    def generate(self, case: Case) -> KeyPair | None:
        """A new key for the case; None where it makes none."""
        raise NotImplementedError

    def make(self, case: Case, key: Half, companion: KeyPair | None) -> str:
        """A token with the content of its form. The companion signs as well, or is a recipient as
        well.
        """
        raise NotImplementedError

    def read(self, case: Case, key: Half, companion: KeyPair | None, token: str) -> bytes:
        """Checks a token, and gives its content. The companion's signature is checked as well."""
        raise NotImplementedError

    def rewritten(self, half: Half, case: Case, to: Format) -> tuple[str, str | None]:
        """A key that it read, as it writes it itself, and the thumbprint that it computes, where it
        does.
        """
        raise NotImplementedError
