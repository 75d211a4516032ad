"""Django: a middleware in front of all views, and a decorator for one.

The setting `TOKENSEAL` is the ProtectedResource, or the dotted path to it:

    TOKENSEAL = "shop.security.resource"
    MIDDLEWARE = ["tokenseal.django.ProtectMiddleware", …]

A view finds the token, or None, as `request.token`. Views may be asynchronous.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from ._asgi import asgi_path
from ._http import call_options, encoded_path, joined, missing, wsgi_headers

try:
    from asgiref.sync import iscoroutinefunction, markcoroutinefunction
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse, HttpResponseBase
    from django.middleware.csrf import CsrfViewMiddleware
    from django.utils.cache import patch_vary_headers
    from django.utils.module_loading import import_string

    from ._django_events import events_view, logout_view
except ImportError as error:
    raise missing("django", error) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ._native import Answer, ProtectedResource

__all__ = ["ProtectMiddleware", "events_view", "logout_view", "metadata", "protect"]


def protected_resource() -> ProtectedResource:
    """What the setting `TOKENSEAL` names."""
    return cast("ProtectedResource", import_string(named) if isinstance(named := settings.TOKENSEAL, str) else named)


class ProtectMiddleware:
    """A middleware in front of all views, which also publishes the metadata of the resource. Put it
    before whatever handles requests: before CommonMiddleware, and before CsrfViewMiddleware, which
    leaves requests with a valid token to the resource's own checks."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response, self.resource = get_response, protected_resource()
        self.is_async = iscoroutinefunction(get_response)  # pyright: ignore[reportDeprecated]
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if self.is_async:
            return self._call_async(request)
        if self._is_for_metadata(request):
            return metadata(request, self.resource)
        answer = self.resource.check(*described(request))
        return admitted(self.get_response(request), answer) if admit(request, self.resource, answer) else refusal(answer)

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_for_metadata(request):
            return metadata(request, self.resource)
        answer = await self.resource.check_async(*described(request))
        return admitted(await self.get_response(request), answer) if admit(request, self.resource, answer) else refusal(answer)

    def _is_for_metadata(self, request: HttpRequest) -> bool:
        return request.method in ("GET", "HEAD") and request.path_info == self.resource.metadata_path


def protect(
    *, resource: ProtectedResource | None = None, scope: Iterable[str] | str | None = None, optional: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator for a view: `@protect()`, or `protect()(Orders.as_view())` for a class of views.

    Args:
        resource: what checks the requests; the one in the setting `TOKENSEAL` if not given.
        scope: scopes that a token needs in addition to what the rules require: all of them.
        optional: whether a request without a token passes, with None as `request.token`.
    """
    call = call_options(scope, optional)

    def protecting(view: Callable[..., Any]) -> Callable[..., Any]:
        def begin(request: HttpRequest) -> tuple[ProtectedResource, Answer | None]:
            own = resource or protected_resource()
            before = getattr(request, "_tokenseal", None)
            return own, before[1].again(**call) if before is not None and before[0] is own else None

        @wraps(view)
        def protected(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            own, before = begin(request)
            answer = before or own.check(*described(request), **call)
            return stopped(request, own, answer) or admitted(view(request, *args, **kwargs), answer)

        @wraps(view)
        async def protected_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            own, before = begin(request)
            answer = before or await own.check_async(*described(request), **call)
            return stopped(request, own, answer) or admitted(await view(request, *args, **kwargs), answer)

        chosen = protected_async if iscoroutinefunction(view) else protected  # pyright: ignore[reportDeprecated]
        # No browser sends a token by itself; if it is in a cookie, the resource requires more. Without a
        # token, `stopped` runs Django's check.
        chosen.__dict__["csrf_exempt"] = True
        return chosen

    return protecting


def metadata(request: HttpRequest, resource: ProtectedResource | None = None) -> HttpResponse:
    """The metadata of a resource (RFC 9728): a view for an application without the middleware, `path(resource.metadata_path[1:], metadata)`."""
    return HttpResponse((resource or protected_resource()).metadata(), content_type="application/json")


def described(request: HttpRequest) -> tuple[str, str, Any]:
    """A request, as the check takes it: method, path and headers."""
    if (scope := getattr(request, "scope", None)) is not None:
        return scope["method"], asgi_path(scope), scope["headers"]
    return request.method or "", encoded_path(request.path), wsgi_headers(request.META)


def admit(request: HttpRequest, resource: ProtectedResource, answer: Answer) -> bool:
    if answer.allowed:
        # A request with a valid token does not rely on the cookies that CsrfViewMiddleware protects.
        exempt = {"_dont_enforce_csrf_checks": True} if answer.token is not None else {}
        request.__dict__.update(token=answer.token, _tokenseal=(resource, answer), **exempt)
    return answer.allowed


def stopped(request: HttpRequest, resource: ProtectedResource, answer: Answer) -> HttpResponseBase | None:
    """The refusal of a request, or the result of Django's own CSRF check for one that passes without a
    token, if the project has that check.
    """
    if not admit(request, resource, answer):
        return refusal(answer)
    if answer.token is not None or not any(name.endswith(".CsrfViewMiddleware") for name in settings.MIDDLEWARE):
        return None
    check = CsrfViewMiddleware(HttpResponse)
    check.process_request(request)
    return check.process_view(request, HttpResponse, (), {})


def admitted(response: HttpResponseBase, answer: Answer) -> HttpResponseBase:
    for name, value in joined(answer).items():
        patch_vary_headers(response, [value]) if name == "Vary" else response.headers.__setitem__(name, value)
    return response


def refusal(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=joined(answer))
