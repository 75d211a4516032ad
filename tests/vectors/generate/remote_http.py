"""What an answer's headers say of its age: RFC 9111 and 9110, as a private cache reads them, for
well-made headers and the few liars of the vectors.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

Headers = list[list[str]]


def http_date(seconds: float) -> str:
    """The time in the form that HTTP prefers (RFC 9110, section 5.6.7)."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)


def first(headers: Headers, name: str) -> str | None:
    """The first value of this name."""
    return next((value.strip() for own, value in headers if own.lower() == name), None)


def seconds_of_date(text: str | None) -> float | None:
    """The seconds of a date; None if it is none."""
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None


def time_left(headers: Headers, sent: float, received: float) -> float | None:
    """For how many seconds after it was asked for an answer is fresh; None: it does not say
    (RFC 9111, section 4.2).
    """
    received = max(sent, received)
    directives = [part.strip().lower() for own, value in headers if own.lower() == "cache-control" for part in value.split(",")]
    date = seconds_of_date(first(headers, "date"))
    if "no-store" in directives or "no-cache" in directives or first(headers, "vary") == "*":
        lifetime: float | None = 0
    elif ages := [part.removeprefix("max-age=") for part in directives if part.startswith("max-age=")]:
        lifetime = min(int(age) if age.isdecimal() else 0 for age in ages)
    elif (expires := first(headers, "expires")) is not None:
        end = seconds_of_date(expires)
        lifetime = 0 if end is None else max(0, end - (received if date is None else date))
    else:
        return None
    stated = first(headers, "age") or "0"
    age = int(stated) if stated.isdecimal() else 0
    return lifetime - max(age, 0 if date is None else received - date)


def condition(headers: Headers) -> list[str] | None:
    """What the next request repeats of this answer, so that it can be 304 (RFC 9110, sections 8.8
    and 13.1).
    """
    tag = first(headers, "etag")
    if tag is not None and re.fullmatch(r'(W/)?"[!#-~]*"', tag):
        return ["if-none-match", tag]
    changed, made = (seconds_of_date(first(headers, name)) for name in ("last-modified", "date"))
    # A second has room for two changes (section 8.8.2.2).
    if changed is not None and made is not None and made - changed >= 1:
        return ["if-modified-since", first(headers, "last-modified") or ""]
    return None


def retry_after(headers: Headers, received: float) -> float:
    """In how many seconds the server wants to be asked again (RFC 9110, section 10.2.3)."""
    text = first(headers, "retry-after") or "0"
    if text.isdecimal():
        return int(text)
    date = seconds_of_date(text)
    return 0 if date is None else max(0, date - received)
