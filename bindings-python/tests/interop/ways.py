"""A summary of what was exchanged: by the form of the tokens, by their algorithm, and in numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .cases import Form, Subject
from .exchange import OTHERS, Exchanged, exchange
from .keys import KINDS, hand_over
from .library import Library


@dataclass(frozen=True)
class Ways:
    """The directions in which a library and tokenseal exchanged tokens."""

    makes: bool = False
    reads: bool = False
    in_part: bool = False

    @classmethod
    def of(cls, both: Exchanged) -> Ways:
        makes, reads = both.read_here > 0, both.read_there > 0
        return cls(makes, reads, makes and reads and bool(both.words))

    def __str__(self) -> str:
        if self.makes and self.reads:
            return "both, in part" if self.in_part else "both"
        return "makes" if self.makes else "reads" if self.reads else "—"


def of_form(form: Form, other: Library) -> Ways:
    """What is exchanged with a library in a form, by some algorithm."""
    ways = [Ways.of(exchange(form, subject, other)) for subject in form.subjects()]
    return Ways(any(one.makes for one in ways), any(one.reads for one in ways))


def of_subject(subject: Subject, other: Library) -> Ways:
    """What is exchanged with a library by an algorithm, in some form."""
    ways = [Ways.of(both) for _, of, both in each(other) if of == subject]
    return Ways(any(one.makes for one in ways), any(one.reads for one in ways), any(one.in_part for one in ways))


def each(other: Library) -> Iterator[tuple[Form, Subject, Exchanged]]:
    """Everything that was exchanged with a library, one form and algorithm after another."""
    return ((form, subject, exchange(form, subject, other)) for form in Form for subject in form.subjects())


def words(other: Library) -> list[str]:
    """Why some cases were not exchanged with a library: every reason once."""
    tokens = [word for *_, both in each(other) for word in both.words]
    return list(dict.fromkeys(tokens + [word for kind in KINDS for word in hand_over(kind, other).words]))


def totals() -> dict[str, tuple[int, int, int]]:
    """By library: its tokens that tokenseal read, tokens of tokenseal that it read, keys that came
    back the same.
    """

    def total(other: Library) -> tuple[int, int, int]:
        exchanged = [both for *_, both in each(other)]
        keys = sum(hand_over(kind, other).count for kind in KINDS)
        return sum(both.read_here for both in exchanged), sum(both.read_there for both in exchanged), keys

    return {other.name: total(other) for other in OTHERS}


def counts() -> str:
    """The same for each form of token and kind of key, for printing."""

    def both(form: Form, other: Library) -> str:
        exchanged = [exchange(form, subject, other) for subject in form.subjects()]
        return f"{other.name} {sum(one.read_here for one in exchanged)} + {sum(one.read_there for one in exchanged)}"

    tokens = sum(here + there for here, there, _ in totals().values())
    lines = [f"{tokens} tokens, by who made them, the library + tokenseal:"]
    lines += [f"{form.title}: {', '.join(both(form, other) for other in OTHERS)}" for form in Form]
    for kind in KINDS:
        handed = [f"{other.name} {hand_over(kind, other).count}" for other in OTHERS]
        lines.append(f"keys, {kind.title}: {', '.join(handed)}")
    return "\n".join(lines)


def unexpected() -> list[str]:
    """Where the page would be wrong: gaps without an explanation, and tokens that were exchanged in
    other directions than the rows of their form and algorithm together say. There must be none.
    """
    found = []
    for other in OTHERS:
        for form, subject, both in each(other):
            went, rows = Ways.of(both), (of_form(form, other), of_subject(subject, other))
            told = (all(row.makes for row in rows), all(row.reads for row in rows))
            if (went.makes, went.reads) != told or (not all(told) and not both.words):
                found.append(f"{other.name}, {form.title}, {subject.title}: {both}")
        handed = [(kind, hand_over(kind, other)) for kind in KINDS]
        found += [f"{other.name}, {kind.title}" for kind, one in handed if not one.count and not one.words]
    return found
