"""MCP servers (the MCP Python SDK): the `TokenVerifier` that it requires, and a middleware that
checks more.

>>> from mcp.server.auth.settings import AuthSettings
>>> from mcp.server.mcpserver import MCPServer
>>> from tokenseal import testing
>>> from tokenseal.mcp import TokenVerifier
>>> issuer = testing.Issuer("https://login.example", audience="https://mcp.example/mcp")
>>> settings = AuthSettings(issuer_url=issuer.issuer, resource_server_url="https://mcp.example/mcp", validate_token_resource=True)
>>> server = MCPServer("weather", token_verifier=TokenVerifier(issuer.verifier()), auth=settings)

A tool learns who is calling from the SDK's own `get_access_token()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ._http import missing
from .errors import TokenError

try:
    from mcp.server.auth.middleware.auth_context import AuthContextMiddleware
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
    from mcp.server.auth.provider import AccessToken
    from starlette.authentication import AuthCredentials
    from starlette.types import ASGIApp, Scope

    from .starlette import ProtectMiddleware as _ProtectMiddleware
except ImportError as error:
    raise missing("mcp", error) from error

if TYPE_CHECKING:
    from ._native import Answer, ProtectedResource, Token, Verifier

__all__ = ["ProtectMiddleware", "TokenVerifier", "access_token"]


class TokenVerifier:
    """What an MCP server takes as its `token_verifier`. The SDK sends the challenges and the metadata,
    but does not support proofs of possession: see ProtectMiddleware for those.

    Args:
        verifier: what checks the tokens, including their audience. A verifier without `audience`
            refuses every token that has one.
        resource: the URL of the server, as in `resource_server_url`: which of a token's several
            audiences to report to the SDK. The only one if not given.
    """

    def __init__(self, verifier: Verifier[Any], *, resource: str | None = None) -> None:
        self.verifier, self._resource = verifier, resource

    async def verify_token(self, token: str) -> AccessToken | None:
        """Checks a token.

        Args:
            token: the token, as it came.

        Returns:
            The token in the SDK's form; None if it is refused.

        Raises:
            TokenError: the token could not be checked, which is the service's fault: the SDK answers 500,
                not 401.
        """
        try:
            checked = await self.verifier.verify_async(token)
        except TokenError as error:
            if error.fault != "token":
                raise
            return None
        return access_token(checked, token, self._resource)


class ProtectMiddleware(_ProtectMiddleware):
    """A middleware in front of an MCP server's application, in place of the SDK's own checks:

        app = server.streamable_http_app()
        app.add_middleware(ProtectMiddleware, resource=ProtectedResource(verifier, resource="https://mcp.example/mcp", …))

    It takes proofs of possession, asks rules, and publishes the metadata. Create the server without
    `auth` then.

    Args:
        app: the application that it protects.
        resource: what checks the requests.
        scope: scopes that a token needs in addition to what the rules require: all of them.
        optional: whether a request without a token passes.
    """

    def __init__(self, app: ASGIApp, *, resource: ProtectedResource, scope: list[str] | str | None = None, optional: bool = False) -> None:
        super().__init__(AuthContextMiddleware(app), resource=resource, scope=scope, optional=optional)

    def admit(self, scope: Scope, answer: Answer) -> None:
        """Tells the SDK who is calling: it keeps callers' sessions apart."""
        if answer.token is not None:
            user = AuthenticatedUser(access_token(answer.token))
            scope["user"], scope["auth"] = user, AuthCredentials(user.scopes)


def access_token(token: Token[Any], text: str = "", resource: str | None = None) -> AccessToken:
    """A checked token in the SDK's form.

    Args:
        token: the token.
        text: the token as it came, for tools that forward it; none if not given.
        resource: which of its audiences to name; the only one if not given.

    Returns:
        The SDK's object.
    """
    audience, scope = token.get("aud"), token.get("scope", token.get("scp"))
    named = [audience] if isinstance(audience, str) else texts_of(audience)
    scopes = scope.split() if isinstance(scope, str) else texts_of(scope)
    return AccessToken(
        token=text,
        client_id=str(token.get("client_id") or token.get("azp") or token.get("sub") or ""),
        scopes=scopes,
        expires_at=int(token["exp"]) if "exp" in token else None,
        resource=resource if resource in named else named[0] if len(named) == 1 else None,
        subject=token.get("sub"),
        claims=dict(token.claims),
    )


def texts_of(claim: object) -> list[str]:
    """The texts of a list; none if the claim is something else."""
    return [one for one in cast("list[object]", claim) if isinstance(one, str)] if isinstance(claim, list) else []
