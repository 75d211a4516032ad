"""Django REST framework: its authentication, and a permission where a route asks for scopes."""

from __future__ import annotations

from typing import Any

from django.urls import path
from http_services import options_of, resource_of, saw
from tokenseal.django import metadata

from . import django_app  # the settings must come before REST framework reads them

from rest_framework.request import Request  # isort: skip
from rest_framework.response import Response  # isort: skip
from rest_framework.views import APIView  # isort: skip
from tokenseal.drf import TokenAuthentication, requires  # isort: skip


def routes(service: str) -> Any:
    resource = resource_of(service)
    authentication = type("Authentication", (TokenAuthentication,), {"resource": resource})
    patterns = [path((resource.metadata_path or "")[1:], metadata, {"resource": resource})]
    for text, methods in django_app.by_path().items():
        options = options_of(next(iter(methods.values())), service)
        members = {method.lower(): handler(route["name"]) for method, route in methods.items()}
        members |= {"http_method_names": list(members), "authentication_classes": [authentication]}
        members |= {"token_is_optional": options.get("optional", False)}
        members |= {"permission_classes": [requires(*options["scope"])] if "scope" in options else []}
        patterns.append(path(django_app.path_of(text), type("Handling", (APIView,), members).as_view()))  # type: ignore[attr-defined]
    return django_app.application(resource, patterns, is_gate=False, is_async=False)


def handler(name: str) -> Any:
    def handle(self: APIView, request: Request, **_: str) -> Response:
        return Response(headers=saw(name, request.auth))

    return handle
