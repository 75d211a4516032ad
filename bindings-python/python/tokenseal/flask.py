"""Flask: a decorator for views, or a check in front of all of them.

>>> from flask import Flask, g
>>> from tokenseal import ProtectedResource, testing
>>> from tokenseal.flask import Protect
>>> issuer = testing.Issuer("https://login.example", audience="https://api.example")
>>> protect = Protect(ProtectedResource(issuer.verifier()))
>>> app = Flask("orders")
>>> @app.get("/orders/<id>")
... @protect(scope=["orders:read"])
... def order(id: str) -> str:
...     return f"an order of {g.token['sub']}"

A view finds the token, or None, as `flask.g.token`.
"""

from __future__ import annotations

from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, cast

from ._http import call_options, encoded_path, missing, wsgi_headers

try:
    from flask import Flask, Response, abort, after_this_request, current_app, g, request

    from ._flask_events import events_view, logout_view
except ImportError as error:
    raise missing("flask", error) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import ParamSpec

    from ._native import Answer, ProtectedResource

    P = ParamSpec("P")

__all__ = ["Protect", "events_view", "logout_view"]


class Protect:
    """A decorator for views: `@protect()`, or `@protect(scope=["orders:read"])`. Put it below the
    route, so that it protects the view.

    For verifiers that differ from route to route, make several of these.

    Args:
        resource: what checks the requests.
        app: an application, all of whose routes it protects: see `init_app`.
    """

    def __init__(self, resource: ProtectedResource, app: Flask | None = None) -> None:
        self.resource = resource
        if app is not None:
            self.init_app(app)

    def __call__(self, *, scope: Iterable[str] | str | None = None, optional: bool = False) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
        """Protects a view.

        Args:
            scope: scopes that a token needs in addition to what the rules require: all of them.
            optional: whether a request without a token passes, with None as `g.token`.
        """
        call = call_options(scope, optional)

        def protecting(view: Callable[P, Any]) -> Callable[P, Any]:
            is_async = iscoroutinefunction(view)

            @wraps(view)
            def protected(*args: P.args, **kwargs: P.kwargs) -> Any:
                self._check(call)
                return (current_app.ensure_sync(view) if is_async else view)(*args, **kwargs)

            return protected

        return protecting

    def init_app(self, app: Flask) -> None:
        """Protects all routes of an application, including its static files, and publishes the metadata of
        the resource.

        Args:
            app: the application.
        """

        def gate() -> Response | None:
            if request.method in ("GET", "HEAD") and request.path == self.resource.metadata_path:
                return self._metadata()
            self._check({})
            return None

        app.before_request(gate)

    def publish(self, app: Flask) -> None:
        """Publishes the metadata of the resource (RFC 9728), for an application that has only decorators.

        Args:
            app: the application.
        """
        if self.resource.metadata_path is not None:
            app.add_url_rule(self.resource.metadata_path, "tokenseal_metadata", self._metadata)

    def _metadata(self) -> Response:
        return Response(self.resource.metadata(), mimetype="application/json")

    def _check(self, call: Mapping[str, Any]) -> None:
        """Checks the current request. A refused request ends here, with the resource's answer."""
        # The objects themselves: each look through one of Flask's proxies costs a third of a microsecond.
        own, asked = cast("Any", g)._get_current_object(), cast("Any", request)._get_current_object()
        before: tuple[ProtectedResource, Answer] | None = own.get("_tokenseal")
        is_first = before is None or before[0] is not self.resource
        if before is not None and not is_first:
            answer = before[1].again(**call)
        else:
            answer = self.resource.check(asked.method, encoded_path(asked.root_path + asked.path), wsgi_headers(asked.environ), **call)
        if not answer.allowed:
            refused = Response(answer.body, answer.status)
            del refused.headers["Content-Type"]
            refused.headers.extend(answer.headers)
            abort(refused)
        own._tokenseal, own.token = (self.resource, answer), answer.token
        if is_first and (headers := answer.headers):
            after_this_request(lambda response: (response.headers.extend(headers), response)[1])
