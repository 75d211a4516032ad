"""Keys that go to another library and come back as the same keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from .cases import Case, Form, Subject
from .exchange import OURS, key_of
from .library import Format, Half, KeyPair, Library, Role
from .ours import read_key


@dataclass(frozen=True)
class Kind:
    """A kind of key, and an algorithm that it is for."""

    title: str
    alg: str
    signs: bool = True
    curve: str | None = None
    enc: str | None = None

    @property
    def case(self) -> Case:
        return Case(Form.JWS_COMPACT if self.signs else Form.JWE_COMPACT, Subject(self.alg, self.curve), self.enc)


KINDS = (
    Kind("oct", "HS256"),
    Kind("RSA", "RS256"),
    Kind("EC P-256", "ES256"),
    Kind("EC P-384", "ES384"),
    Kind("EC P-521", "ES512"),
    Kind("EC secp256k1", "ES256K"),
    Kind("OKP Ed25519", "EdDSA"),
    Kind("OKP X25519", "ECDH-ES", signs=False, curve="X25519", enc="A256GCM"),
    Kind("AKP ML-DSA-44", "ML-DSA-44"),
    Kind("AKP ML-DSA-65", "ML-DSA-65"),
    Kind("AKP ML-DSA-87", "ML-DSA-87"),
)


@dataclass
class Handed:
    """How often a key came back the same, why others were not exchanged, and what went wrong."""

    count: int = 0
    words: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@lru_cache(maxsize=None)
def hand_over(kind: Kind, other: Library) -> Handed:
    case, result = kind.case, Handed()
    for pair in (key_of(OURS, case), key_of(other, case)) if other.lacks(case, Role.READ, Format.JWK) is None else (key_of(OURS, case),):
        if pair is not None:
            for half in halves(pair):
                for to in Format if case.alg != "HS256" else [Format.JWK]:
                    there_and_back(kind, other, half, to, result)
    return result


def there_and_back(kind: Kind, other: Library, half: Half, to: Format, result: Handed) -> None:
    why = other.lacks(kind.case, Role.READ, Format.JWK) or (f"{other.name} writes no PEM" if other.name == "PyJWT" and to is Format.PEM else None)
    try:
        text, thumbprint = other.rewritten(half, kind.case, to)
        before, after = (read_key(one, kind.alg, None) for one in (half, Half(to, text)))
        assert before.thumbprint() == after.thumbprint() and before.is_private == after.is_private
        assert thumbprint in (None, before.thumbprint())
        if before.is_private:
            # The private halves are equal if their PEMs are, byte for byte; the thumbprint of a
            # secret covers it.
            assert before.key_type == "oct" or before.to_pem(private=True) == after.to_pem(private=True)
    except Exception as error:
        if why is None:
            result.failures.append(f"{kind.title}, {other.name}, {half.format.value} to {to.value}: {type(error).__name__}: {error}")
        elif why not in result.words:
            result.words.append(why)
        return
    if why is None:
        result.count += 1
    else:
        result.failures.append(f"{kind.title}, {other.name}: a hole that is none any more: {why}")


def halves(pair: KeyPair) -> list[Half]:
    texts = [pair.private] if pair.private is pair.public or len(pair.private) == 1 else [pair.private, pair.public]
    return [Half(format, text) for one in texts for format, text in one.items()]
