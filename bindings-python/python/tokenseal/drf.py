"""Django REST framework: authentication by tokens, a permission that requires scopes, and the
description of both for drf-spectacular.

    TOKENSEAL = "shop.security.resource"
    REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["tokenseal.drf.TokenAuthentication"]}

    class Orders(APIView):
        permission_classes = [requires("orders:read")]

The setting `TOKENSEAL` is that of `tokenseal.django`. A view finds the token as `request.auth`,
and its subject as `request.user`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ._http import joined, missing

try:
    from rest_framework.authentication import BaseAuthentication
    from rest_framework.exceptions import APIException
    from rest_framework.permissions import BasePermission
    from rest_framework.request import Request

    from .django import admit, described, protected_resource
except ImportError as error:
    raise missing("drf", error) from error

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from ._native import Answer, ProtectedResource, Token

_NAME = "token"
"""What the OpenAPI description calls the scheme."""

__all__ = ["Refused", "TokenAuthentication", "TokenUser", "requires"]


class Refused(APIException):
    """The refusal of a request, with the answer that the resource gave.

    Args:
        answer: the resource's answer.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(json.loads(answer.body))
        self.status_code, self.answer = answer.status, answer


class TokenUser:
    """The subject of a token, for views that ask for a user: not a user in the database.

    Args:
        token: the token.
    """

    is_authenticated = is_active = True
    is_anonymous = is_staff = is_superuser = False

    def __init__(self, token: Token[Any]) -> None:
        self.token = token
        self.id = self.pk = self.username = str(token.get("sub", ""))

    def __str__(self) -> str:
        return self.username


class TokenAuthentication(BaseAuthentication):
    """Authenticates a request by its token, and refuses one without a valid token, whatever
    permissions would say. Requests that the resource's rules make public pass as anonymous; without
    rules, so does a request without a token to a view with `token_is_optional = True`."""

    resource: ProtectedResource | None = None
    """What checks the requests, in a subclass for views with their own resource; the one in the
    setting `TOKENSEAL` if not given.
    """

    def authenticate(self, request: Request) -> tuple[Any, Token[Any]] | None:
        django, view = request._request, request.parser_context["view"]
        scopes = scopes_of(view)
        call: dict[str, Any] = {"scope": scopes} if scopes else {}
        if getattr(view, "token_is_optional", False):
            call["optional"] = True
        resource, before = self.resource or protected_resource(), getattr(django, "_tokenseal", None)
        answer = before[1].again(**call) if before is not None and before[0] is resource else resource.check(*described(django), **call)
        # They are added to whatever the view answers.
        view.headers.update((name, value) for name, value in joined(answer).items() if name != "Content-Type")
        if not admit(django, resource, answer):
            raise Refused(answer)
        return None if answer.token is None else (self.get_user(answer.token), answer.token)

    def get_user(self, token: Token[Any]) -> Any:
        """The user of a token: a TokenUser, unless a subclass looks one up in the database.

        Args:
            token: the token.
        """
        return TokenUser(token)


class _Scopes(BasePermission):
    scopes: tuple[str, ...] = ()

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, with the scopes: without them, the authentication has refused the request already."""
        checked = getattr(request._request, "_tokenseal", None)
        if checked is None:
            return False
        answer: Answer = checked[1].again(scope=self.scopes)
        if not answer.allowed:
            raise Refused(answer)
        return True


def requires(*scopes: str) -> type[BasePermission]:
    """A permission for `permission_classes`: the token must have all of these scopes.

    Args:
        scopes: the scopes.

    Returns:
        The class of the permission.
    """
    return type("Scopes", (_Scopes,), {"scopes": scopes})


def scopes_of(view: Any) -> list[str]:
    """What the permissions of a view require."""
    return [scope for permission in view.get_permissions() if isinstance(permission, _Scopes) for scope in permission.scopes]


try:
    from drf_spectacular.extensions import OpenApiAuthenticationExtension
except ImportError:
    # Nobody describes the views then.
    pass
else:

    class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
        """What drf-spectacular says of views with this authentication: it finds this class by itself."""

        target_class, match_subclasses = TokenAuthentication, True
        name = _NAME

        def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
            """The scheme."""
            return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

        def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
            """The scopes that a view requires."""
            return {_NAME: scopes_of(auto_schema.view)}
