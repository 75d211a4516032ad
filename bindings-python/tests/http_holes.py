"""What a framework or its server answers otherwise than tests/http says, and why: an id of a case,
and where it is so.

In each of these the check and the router read the same, so that nobody gets past a rule.
"""

from __future__ import annotations

WAITRESS = {"Flask, gate", "Django, middleware", "Django, decorator", "Django REST framework"}
WERKZEUG = {"Flask, decorator"}
WSGI = WAITRESS | WERKZEUG | {"Flask, decorator, gunicorn"}

HOLES: dict[str, set[str]] = {
    # Waitress and Werkzeug drop slashes at the beginning of a path: the request is for `/orders/7`,
    # and is checked and handled as that.
    "path-two-slashes": WSGI,
    "path-two-slashes-health": WSGI,
    "path-slash-encoded-first": WSGI,
    "path-whole-url": WSGI,
    # WSGI has one value for each header, and servers join several with a comma: this one begins
    # with that, and looks like another scheme. 401, and not 400.
    "header-empty-and-bearer": WSGI,
    # Django encodes bytes again that are no UTF-8, so that this is the name `7%FF`, and looks as if
    # it were encoded twice: 403, and not 200.
    "path-not-utf-8": {"Django, middleware", "Django, decorator", "Django REST framework"},
    # Werkzeug turns methods into capitals.
    "method-lower": WERKZEUG,
}
