"""Where a framework or its server answers differently from tests/http, and why: the id of a case,
and the frameworks.

In each of these, the check and the router read the same path and headers, so no rule is bypassed.
"""

from __future__ import annotations

WAITRESS = {"Flask, gate", "Django, middleware", "Django, decorator", "Django REST framework"}
WERKZEUG = {"Flask, decorator"}
WSGI = WAITRESS | WERKZEUG | {"Flask, decorator, gunicorn"}

HOLES: dict[str, set[str]] = {
    # Waitress and Werkzeug drop slashes at the beginning of a path: the request becomes one for
    # `/orders/7`, and is checked and handled as that.
    "path-two-slashes": WSGI,
    "path-two-slashes-health": WSGI,
    "path-slash-encoded-first": WSGI,
    "path-whole-url": WSGI,
    # WSGI has one value per header, and servers join several with a comma: this value begins with
    # one, and looks like another scheme. 401, not 400.
    "header-empty-and-bearer": WSGI,
    # Django re-encodes bytes that are not UTF-8, so this becomes the name `7%FF`, and looks as if
    # it were encoded twice: 403, not 200.
    "path-not-utf-8": {"Django, middleware", "Django, decorator", "Django REST framework"},
    # Werkzeug converts methods to upper case.
    "method-lower": WERKZEUG,
}
