"""Every exchange of keys and tokens between tokenseal and another library."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .cases import Case, Form, Subject
from .library import Format, KeyPair, Library, Role
from .ours import Tokenseal
from .with_joserfc import Joserfc
from .with_jwcrypto import Jwcrypto
from .with_pyjwt import PyJwt
from .with_python_jose import PythonJose

OURS = Tokenseal()
OTHERS: tuple[Library, ...] = (PyJwt(), Joserfc(), Jwcrypto(), PythonJose())


@dataclass
class Exchanged:
    """How many tokens were exchanged in each direction, which were not and why, and which should
    have been.
    """

    read_here: int = 0
    read_there: int = 0
    words: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@lru_cache(maxsize=None)
def exchange(form: Form, subject: Subject, other: Library) -> Exchanged:
    """Exchanges every case of a form and an algorithm with a library."""
    result = Exchanged()
    for case in form.cases(subject):
        pairs = [pair for pair in (key_of(OURS, case), None if subject.is_password else key_of(other, case)) if pair]
        for format in Format if case.takes_pem else [Format.JWK]:
            for role in Role:
                for pair in pairs:
                    step(case, other, pair, format, role, result)
    return result


def step(case: Case, other: Library, pair: KeyPair, format: Format, role: Role, result: Exchanged) -> None:
    why = other.lacks(case, role, format)
    maker, reader = (other, OURS) if role is Role.MAKE else (OURS, other)
    try:
        carry(case, maker, reader, pair, format)
    except Exception as error:
        if why is None:
            result.failures.append(f"{case}, keys as {format.value}, {maker.name} to {reader.name}: {type(error).__name__}: {error}")
        elif why not in result.words:
            result.words.append(why)
        return
    if why is not None:
        result.failures.append(f"{case}, {maker.name} to {reader.name}: a hole that is none any more: {why}")
    elif role is Role.MAKE:
        result.read_here += 1
    else:
        result.read_there += 1


def carry(case: Case, maker: Library, reader: Library, pair: KeyPair, format: Format) -> None:
    """Passes one token from its maker to its reader, which must refuse it if it was altered on the
    way.
    """
    companion = companion_for(case)
    token = maker.make(case, pair.half(case, Role.MAKE, format), companion)
    key = pair.half(case, Role.READ, format)
    read = reader.read(case, key, companion, token)
    same = json.loads(read) == json.loads(case.form.content) if case.form.has_claims else read == case.form.content
    assert same, "it reads back to something else"
    if case.subject.is_password:
        return
    try:
        reader.read(case, key, companion, altered(token))
    except Exception:
        return
    raise AssertionError("it was accepted although it was altered")


def altered(token: str) -> str:
    """The token with another character in the middle of its signature or tag."""
    if not token.startswith("{"):
        rest, last = token.rsplit(".", 1)
        return f"{rest}.{changed(last)}"
    members = json.loads(token)
    for holder in members.get("signatures", [members]):
        for name in ("signature", "tag"):
            if name in holder:
                holder[name] = changed(holder[name])
    return json.dumps(members)


def changed(text: str) -> str:
    middle = len(text) // 2
    return text[:middle] + ("B" if text[middle] == "A" else "A") + text[middle + 1 :]


@lru_cache(maxsize=None)
def key_of_subject(library: Library, signs: bool, subject: Subject, enc: str | None) -> KeyPair | None:
    form = Form.JWS_COMPACT if signs else Form.JWE_COMPACT
    return library.generate(Case(form, subject, enc))


def key_of(library: Library, case: Case) -> KeyPair | None:
    """A key that the library made. RSA keys take a while to generate, so one of each kind is
    enough.
    """
    if case.alg[:2] in ("RS", "PS") and case.form.signs:
        return rebound(key_of_subject(library, True, Subject("RS256"), None), case.alg)
    return key_of_subject(library, case.form.signs, case.subject, case.key_enc)


def rebound(pair: KeyPair | None, alg: str) -> KeyPair | None:
    """An RSA key with another `alg`, if it has one."""
    if pair is None:
        return None
    write: Callable[[dict[str, Any]], str] = lambda jwk: json.dumps(jwk | ({"alg": alg} if "alg" in jwk else {}))
    return KeyPair(*(texts | {Format.JWK: write(json.loads(texts[Format.JWK]))} for texts in (pair.private, pair.public)))


def companion_for(case: Case) -> KeyPair | None:
    if not case.has_companion:
        return None
    return key_of_subject(OURS, case.form.signs, Subject("ES256" if case.form.signs else "RSA-OAEP-256"), None)
