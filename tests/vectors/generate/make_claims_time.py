"""claims_time.json: exp, nbf, iat, max_age and leeway: missing, right, wrong, of the wrong type,
and at each boundary.
"""

from __future__ import annotations

from typing import Any

from common import NOW, error, group, write
from jwt_cases import EXP, EXPIRED, ISSUED_LATER, KEY, NOT_YET, SOURCE, TOO_OLD, invalid, missing, verify

# JSON texts that are not numbers. (NaN, 1e400 and the like are no JSON: attacks.json.)
NOT_NUMBERS = {
    "text": '"1700003600"', "text-empty": '""', "date": '"2023-11-14T22:13:20Z"', "true": "true", "false": "false", "null": "null",
    "list": "[1700003600]", "object": '{"seconds":1700003600}',
}


def main() -> None:
    """Write the file."""
    write(
        "claims_time", SOURCE,
        [
            _group(_exp(), "exp"), _group(_nbf(), "nbf"), _group(_iat(), "iat, without max_age"), _group(_max_age(), "max_age"),
            _group(_lengths(), "lengths"),
        ],
    )


def _group(tests: list[dict[str, Any]], comment: str) -> dict[str, Any]:
    return group(tests, [KEY], comment)


def _exp() -> list[dict[str, Any]]:
    tests = [
        verify("claims-exp-right", EXP),
        verify("claims-exp-missing", {"sub": "a"}, missing("exp")),
        verify("claims-exp-missing-empty-claims", {}, missing("exp")),
        verify("claims-exp-missing-waived", {"sub": "a"}, allow_missing_exp=True),
        verify("claims-exp-missing-waived-empty-claims", {}, allow_missing_exp=True),
        verify("claims-exp-waiver-still-checks-it", {"exp": NOW - 1}, EXPIRED, allow_missing_exp=True),
        verify("claims-exp-missing-required-by-name", {}, missing("exp"), allow_missing_exp=True, required_claims=["exp"]),
        verify("claims-exp-long-ago", {"exp": 1_000_000_000}, EXPIRED),
        verify("claims-exp-zero", {"exp": 0}, EXPIRED),
        verify("claims-exp-negative", {"exp": -1}, EXPIRED, comment="A number: 1969."),
        verify("claims-exp-minus-zero", '{"exp":-0}', EXPIRED),
        verify("claims-exp-far", {"exp": 253402300799}, comment="The last second of the year 9999."),
        verify("claims-exp-beyond-64-bits", {"exp": 10**30}, invalid("exp")),
        verify("claims-exp-exponent", '{"exp":17E8}', EXPIRED, comment="1,700,000,000 is the time at which it is checked."),
        verify("claims-exp-exponent-later", '{"exp":1.8e9}'),
        verify("claims-exp-largest-double", '{"exp":1.7976931348623157e308}', invalid("exp")),
        verify("claims-exp-second-left", {"exp": NOW + 1}),
        verify("claims-exp-now", {"exp": NOW}, EXPIRED, comment="Expired on the second: now >= exp."),
        verify("claims-exp-second-ago", {"exp": NOW - 1}, EXPIRED),
        verify("claims-exp-fraction-left", {"exp": NOW + 0.25}),
        verify("claims-exp-fraction-ago", {"exp": NOW - 0.25}, EXPIRED),
        verify("claims-exp-fraction-of-now-left", {"exp": NOW + 1}, now=NOW + 0.75),
        verify("claims-exp-fraction-of-now-past", {"exp": NOW}, EXPIRED, now=NOW + 0.25),
        verify("claims-exp-leeway-second-left", {"exp": NOW - 59}, leeway=60),
        verify("claims-exp-at-leeway-expired", {"exp": NOW - 60}, EXPIRED, leeway=60),
        verify("claims-exp-leeway-second-past", {"exp": NOW - 61}, EXPIRED, leeway=60),
        verify("claims-exp-leeway-fraction-left", {"exp": NOW - 59.5}, leeway=60),
        verify("claims-exp-leeway-fraction-past", {"exp": NOW - 60.5}, EXPIRED, leeway=60),
    ]
    for which, text in NOT_NUMBERS.items():
        tests.append(verify(f"claims-exp-type-{which}", f'{{"exp":{text}}}', invalid("exp"), flags=["claim types"]))
    tests.append(verify("claims-exp-type-text-waived", '{"exp":"1700003600"}', invalid("exp"), allow_missing_exp=True, flags=["claim types"]))
    tests.append(
        verify(
            "claims-exp-type-null-waived", '{"exp":null}', invalid("exp"), allow_missing_exp=True, flags=["claim types"],
            comment="Null is not absent.",
        )
    )
    return tests


def _nbf() -> list[dict[str, Any]]:
    tests = [
        verify("claims-nbf-missing", EXP),
        verify("claims-nbf-past", {**EXP, "nbf": NOW - 100}),
        verify("claims-nbf-future", {**EXP, "nbf": NOW + 100}, NOT_YET),
        verify("claims-nbf-negative", {**EXP, "nbf": -5}),
        verify("claims-nbf-beyond-64-bits", {**EXP, "nbf": 10**30}, invalid("nbf")),
        verify("claims-nbf-now", {**EXP, "nbf": NOW}),
        verify("claims-nbf-second-ahead", {**EXP, "nbf": NOW + 1}, NOT_YET),
        verify("claims-nbf-second-past", {**EXP, "nbf": NOW - 1}),
        verify("claims-nbf-fraction-ahead", {**EXP, "nbf": NOW + 0.25}, NOT_YET),
        verify("claims-nbf-fraction-past", {**EXP, "nbf": NOW - 0.25}),
        verify("claims-nbf-fraction-of-now", {**EXP, "nbf": NOW + 1}, NOT_YET, now=NOW + 0.75),
        verify("claims-nbf-at-leeway", {**EXP, "nbf": NOW + 60}, leeway=60),
        verify("claims-nbf-leeway-second-within", {**EXP, "nbf": NOW + 59}, leeway=60),
        verify("claims-nbf-leeway-second-beyond", {**EXP, "nbf": NOW + 61}, NOT_YET, leeway=60),
        verify("claims-nbf-leeway-fraction-within", {**EXP, "nbf": NOW + 59.5}, leeway=60),
        verify("claims-nbf-leeway-fraction-beyond", {**EXP, "nbf": NOW + 60.5}, NOT_YET, leeway=60),
        verify(
            "claims-nbf-after-exp", {"exp": NOW + 10, "nbf": NOW + 20}, NOT_YET, comment="Never valid; nbf comes before exp in the order of checks.",
        ),
        verify("claims-nbf-missing-required", EXP, missing("nbf"), required_claims=["nbf"]),
    ]
    return tests + [
        verify(f"claims-nbf-type-{which}", f'{{"exp":{EXP["exp"]},"nbf":{text}}}', invalid("nbf"), flags=["claim types"])
        for which, text in NOT_NUMBERS.items()
    ]


def _iat() -> list[dict[str, Any]]:
    later = "An iat in the future is of no account unless max_age is given."
    tests = [
        verify("claims-iat-missing", EXP),
        verify("claims-iat-past", {**EXP, "iat": NOW - 100}),
        verify("claims-iat-future", {**EXP, "iat": NOW + 100}, comment=later),
        verify("claims-iat-fraction", {**EXP, "iat": NOW - 0.5}),
        verify("claims-iat-negative", {**EXP, "iat": -1}),
        verify("claims-iat-missing-required", EXP, missing("iat"), required_claims=["iat"]),
    ]
    return tests + [
        verify(f"claims-iat-type-{which}", f'{{"exp":{EXP["exp"]},"iat":{text}}}', invalid("iat"), flags=["claim types"])
        for which, text in NOT_NUMBERS.items()
    ]


def _max_age() -> list[dict[str, Any]]:
    def aged(id: str, age: float | None, refused: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        claims = EXP if age is None else {**EXP, "iat": NOW - age}
        return verify(f"claims-max-age-{id}", claims, refused, **{"max_age": 600, **options})

    return [
        aged("within", 100), aged("iat-missing", None, missing("iat")), aged("iat-missing-exp-waived", None, missing("iat"), allow_missing_exp=True),
        aged("exactly", 600, comment="Too old only when now > iat + max_age."), aged("second-within", 599), aged("second-over", 601, TOO_OLD),
        aged("fraction-within", 599.75), aged("fraction-over", 600.25, TOO_OLD), aged("leeway-exactly", 660, leeway=60),
        aged("leeway-second-over", 661, TOO_OLD, leeway=60),
        aged("leeway-fraction-over", 660.25, TOO_OLD, leeway=60), aged("leeway-second-within", 659, leeway=60), aged("iat-now", 0),
        aged("iat-second-ahead", -1, ISSUED_LATER), aged("iat-fraction-ahead", -0.25, ISSUED_LATER), aged("iat-at-leeway", -60, leeway=60),
        aged("iat-second-beyond-leeway", -61, ISSUED_LATER, leeway=60), aged("iat-fraction-beyond-leeway", -60.25, ISSUED_LATER, leeway=60),
        aged("iat-zero", NOW, TOO_OLD), aged("iat-negative", NOW + 5, TOO_OLD), aged("as-text", 599, max_age="10m"),
        aged("as-text-over", 601, TOO_OLD, max_age="10m"),
    ]


def _lengths() -> list[dict[str, Any]]:
    """leeway and max_age as text, and what is no length."""
    bad = error("ERR_OPTION_INVALID")
    tests = [
        verify("claims-leeway-as-text", {"exp": NOW - 29}, leeway="30s"),
        verify("claims-leeway-as-text-over", {"exp": NOW - 30}, EXPIRED, leeway="30s"),
        verify("claims-leeway-minute", {"exp": NOW - 59}, leeway="1m"), verify("claims-leeway-hour", {"exp": NOW - 3599}, leeway="1h"),
        verify("claims-leeway-day", EXP, bad, leeway="1d", comment="Clocks that are further apart than an hour are wrong."),
        verify("claims-leeway-zero", {"exp": NOW + 1}, leeway=0), verify("claims-leeway-zero-as-text", {"exp": NOW + 1}, leeway="0s"),
        verify("claims-leeway-negative", EXP, bad, leeway=-1), verify("claims-max-age-zero", {**EXP, "iat": NOW}, bad, max_age=0),
        verify("claims-max-age-zero-as-text", {**EXP, "iat": NOW}, bad, max_age="0s"),
        verify("claims-max-age-negative", {**EXP, "iat": NOW}, bad, max_age=-600),
    ]
    for which, text in {
        "fraction": "1.5h", "no-unit": "60", "no-number": "m", "iso": "PT1M", "space": "1 m", "upper-case": "1M", "unknown-unit": "1w",
        "two": "1m30s", "empty": "",
    }.items():
        tests.append(verify(f"claims-leeway-{which}", EXP, bad, leeway=text))
    tests.append(
        verify(
            "claims-options-before-token", {"exp": NOW - 1}, bad, leeway="soon",
            comment="A bad option is found when it is given, whatever the token.",
        )
    )
    return tests
