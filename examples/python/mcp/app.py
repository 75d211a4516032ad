"""A server of the MCP Python SDK: `ISSUER=https://login.example uvicorn app:app`."""

import os

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.mcpserver import MCPServer
from tokenseal import ProtectedResource, RemoteKeySet, Verifier
from tokenseal.mcp import ProtectMiddleware

issuer = os.environ["ISSUER"]
keys = RemoteKeySet(issuer=issuer, allow_http=issuer.startswith("http://127.0.0.1:"))
verifier = Verifier(keys, issuer=issuer, audience="https://orders.example/mcp")
resource = ProtectedResource(verifier, resource="https://orders.example/mcp", authorization_servers=[issuer], scopes_supported=["orders:read"])

server = MCPServer("orders")


@server.tool()
def read(order: str) -> str:
    """Reads an order."""
    token = get_access_token()
    return f"order {order} of {token.subject if token else None}"


app = server.streamable_http_app()
app.add_middleware(ProtectMiddleware, resource=resource, scope=["orders:read"])
