"""Django, with rules in front of all views, in one file:
`ISSUER=https://login.example python app.py runserver`.
"""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from tokenseal import AccessRules, ProtectedResource, RemoteKeySet, Verifier

issuer = os.environ["ISSUER"]
rules = AccessRules.from_json((Path(__file__).parents[1] / "rules.json").read_text())
keys = RemoteKeySet(issuer=issuer, allow_http=issuer.startswith("http://127.0.0.1:"))
verifier = Verifier(keys, issuer=issuer, audience="https://orders.example")

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(32).hex(),
    MIDDLEWARE=["tokenseal.django.ProtectMiddleware", "django.middleware.common.CommonMiddleware"],
    TOKENSEAL=ProtectedResource(verifier, rules=rules, resource="https://orders.example", authorization_servers=[issuer]),
)


def health(_: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


def read(request: HttpRequest, order: str) -> JsonResponse:
    return JsonResponse({"order": order, "of": request.token["sub"]})  # type: ignore[attr-defined]


urlpatterns = [path("health", health), path("orders/<order>", read)]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
