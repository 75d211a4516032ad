"""Django REST framework, in one file: `ISSUER=https://login.example python app.py runserver`."""

import os
import sys

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.urls import path
from tokenseal import ProtectedResource, RemoteKeySet, Verifier

issuer = os.environ["ISSUER"]
keys = RemoteKeySet(issuer=issuer, allow_http=issuer.startswith("http://127.0.0.1:"))
verifier = Verifier(keys, issuer=issuer, audience="https://orders.example")

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(32).hex(),
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "drf_spectacular"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["tokenseal.drf.TokenAuthentication"],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    },
    TOKENSEAL=ProtectedResource(verifier, resource="https://orders.example", authorization_servers=[issuer]),
)
django.setup()

from drf_spectacular.views import SpectacularAPIView  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402
from tokenseal.drf import requires  # noqa: E402


class Health(APIView):
    authentication_classes = []

    def get(self, request: Request) -> Response:
        return Response({"ok": True})


class Read(APIView):
    permission_classes = [requires("orders:read")]

    def get(self, request: Request, order: str) -> Response:
        return Response({"order": order, "of": request.user.username})


schema = SpectacularAPIView.as_view(authentication_classes=[])
urlpatterns = [path("health", Health.as_view()), path("orders/<order>", Read.as_view()), path("schema", schema)]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
