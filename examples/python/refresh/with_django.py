"""Django, in one file: `FOLDER=… ORIGIN=https://shop.example python with_django.py runserver`."""

import contextlib
import json
import os
import sys
from typing import Any

import service
from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from tokenseal.django import protect

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(32).hex(),
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    TOKENSEAL=service.resource,
)


def asked(request: HttpRequest) -> tuple[str | None, str | None, Any]:
    body = None
    with contextlib.suppress(ValueError):
        body = json.loads(request.body)
    return request.headers.get("Origin"), request.COOKIES.get(service.COOKIE), body


def answer(reply: service.Reply) -> JsonResponse:
    return JsonResponse(reply.body, status=reply.status, headers=reply.headers)


# Exempt, because they compare the origin themselves: Django's own token is for forms in its pages.
@csrf_exempt
@require_POST
def log_in(request: HttpRequest) -> JsonResponse:
    origin, _, body = asked(request)
    return answer(service.log_in(origin, body))


@csrf_exempt
@require_POST
def refresh(request: HttpRequest) -> JsonResponse:
    return answer(service.refresh(*asked(request)))


@csrf_exempt
@require_POST
def log_out(request: HttpRequest) -> JsonResponse:
    return answer(service.log_out(*asked(request)))


@protect()
def me(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"user": request.token["sub"]})  # type: ignore[attr-defined]


urlpatterns = [path("login", log_in), path("refresh", refresh), path("logout", log_out), path("me", me)]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
