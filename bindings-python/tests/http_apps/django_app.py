"""Django: the middleware in front of all views, or a decorator on each, including asynchronous
ones; and Django REST framework.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django
from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from django.views import View
from http_services import ROUTES, options_of, resource_of, saw
from tokenseal import ProtectedResource
from tokenseal.django import metadata, protect

# As in a new project, without what needs a database; the first is for these tests.
MIDDLEWARE = [
    "http_apps.django_app.choosing",
    "tokenseal.django.ProtectMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

settings.configure(
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="of the tests",
    ROOT_URLCONF=(),
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"],
)
django.setup()


def choosing(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Chooses the views by the service: Django has one set of them per process, and this process
    has several services.
    """
    patterns = settings.TEST_PATTERNS

    def choose(request: HttpRequest) -> Any:
        request.urlconf = patterns  # type: ignore[attr-defined]
        return get_response(request)

    return markcoroutinefunction(choose) if iscoroutinefunction(get_response) else choose


choosing.async_capable = True  # type: ignore[attr-defined]


def application(resource: ProtectedResource, patterns: list[Any], *, is_gate: bool, is_async: bool) -> Any:
    middleware = [name for name in MIDDLEWARE if is_gate or not name.startswith("tokenseal")]
    with override_settings(TOKENSEAL=resource, MIDDLEWARE=middleware, TEST_PATTERNS=tuple(patterns)):
        return get_asgi_application() if is_async else get_wsgi_application()


def path_of(path: str) -> str:
    return path[1:].replace("{*rest}", "<path:rest>").replace("{", "<").replace("}", ">")


def by_path() -> dict[str, dict[str, Any]]:
    """The routes of each path, by method."""
    found: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        found.setdefault(route["path"], {}).update(dict.fromkeys(route["methods"], route))
    return found


def view_of(methods: dict[str, Any], *, is_async: bool) -> Any:
    """A class of views for a path."""

    def handler(name: str) -> Any:
        def handle(self: Any, request: HttpRequest, **_: str) -> HttpResponse:
            return HttpResponse(headers=saw(name, request.token))  # type: ignore[attr-defined]

        async def handle_async(self: Any, request: HttpRequest, **_: str) -> HttpResponse:
            return handle(self, request)

        return handle_async if is_async else handle

    members = {method.lower(): handler(route["name"]) for method, route in methods.items()}
    return type("Handling", (View,), {"http_method_names": list(members)} | members).as_view()  # type: ignore[attr-defined]


def gate(service: str, *, is_async: bool = False) -> Any:
    patterns = [path(path_of(text), view_of(methods, is_async=is_async)) for text, methods in by_path().items()]
    return application(resource_of(service), patterns, is_gate=True, is_async=is_async)


def routes(service: str, *, is_async: bool = False) -> Any:
    resource = resource_of(service)
    patterns = [path((resource.metadata_path or "")[1:], metadata, {"resource": resource})]
    for text, methods in by_path().items():
        options = options_of(next(iter(methods.values())), service)
        patterns.append(path(path_of(text), protect(resource=resource, **options)(view_of(methods, is_async=is_async))))
    return application(resource, patterns, is_gate=False, is_async=is_async)


def gate_async(service: str) -> Any:
    return gate(service, is_async=True)


def routes_async(service: str) -> Any:
    return routes(service, is_async=True)
