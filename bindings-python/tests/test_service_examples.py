"""The services of examples/python run as they are, with the commands in their first lines, and let
in whom they should.
"""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from http_services import closed_port
from tokenseal import testing

EXAMPLES = Path(__file__).parents[2] / "examples" / "python"
UVICORN = ["-m", "uvicorn", "app:app", "--log-level", "error", "--port"]
COMMANDS = {
    "fastapi": UVICORN,
    "starlette": UVICORN,
    "flask": ["-m", "flask", "run", "--port"],
    "django": ["app.py", "runserver", "--noreload"],
    "drf": ["app.py", "runserver", "--noreload"],
    "mcp": UVICORN,
}


@contextmanager
def running(name: str, issuer: str) -> Iterator[int]:
    port = closed_port()
    command = [sys.executable, *COMMANDS[name], str(port)]
    environment = {**os.environ, "ISSUER": issuer, "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(command, cwd=EXAMPLES / name, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            until = time.monotonic() + 60
            while not answers(port):
                assert server.poll() is None and time.monotonic() < until, server.stderr.read() if server.stderr else ""
                time.sleep(0.1)
            yield port
        finally:
            server.kill()


def answers(port: int) -> bool:
    try:
        return get(port, "/health")[0] < 500
    except ConnectionError:
        return False


def get(port: int, path: str, token: str | None = None) -> tuple[int, Any, str | None]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    response = connection.getresponse()
    body = response.read()
    return response.status, json.loads(body) if body[:1] == b"{" else body, response.getheader("www-authenticate")


def issued(issuer: testing.Issuer, scope: str = "orders:read", audience: str = "https://orders.example") -> str:
    return issuer.issue({"sub": "alice", "scope": scope}, audience=audience)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "mcp"])
def test_it_lets_in_whom_it_should(name: str) -> None:
    with testing.Server() as server, running(name, server.url) as port:
        assert get(port, "/health")[:2] == (200, {"ok": True})
        assert get(port, "/orders/7", issued(server.issuer))[:2] == (200, {"order": "7", "of": "alice"})
        status, body, challenge = get(port, "/orders/7")
        assert status == 401 and challenge is not None and 'scope="orders:read"' in challenge and "resource_metadata=" in challenge
        status, body, challenge = get(port, "/orders/7", issued(server.issuer, scope="orders:write"))
        assert (status, body["error"]) == (403, "insufficient_scope") and challenge is not None
        assert get(port, "/orders/7", issued(server.issuer, audience="https://other.example"))[1]["code"] == "ERR_JWT_CLAIM_MISMATCH"
        if name != "drf":  # with drf, adding this route is up to the service
            assert get(port, "/.well-known/oauth-protected-resource")[1]["authorization_servers"] == [server.url]


def test_it_describes_its_scopes() -> None:
    for name, path in (("fastapi", "/openapi.json"), ("drf", "/schema?format=json")):
        with testing.Server() as server, running(name, server.url) as port:
            described = get(port, path)[1]
        operation = described["paths"]["/orders/{order}"]["get"]
        assert operation["security"] == [{"token": ["orders:read"]}]
        assert described["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        assert "security" not in described["paths"]["/health"]["get"] or {} in described["paths"]["/health"]["get"]["security"]


def test_an_mcp_server_lets_in_whom_it_should() -> None:
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client
    from mcp.shared._httpx_utils import create_mcp_http_client

    async def ask(token: str) -> str:
        async with create_mcp_http_client(headers={"Authorization": f"Bearer {token}"}) as http:
            async with Client(streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=http)) as client:
                result = await client.call_tool("read", {"order": "7"})
        return str(result.content[0].text)  # type: ignore[union-attr]

    with testing.Server() as server, running("mcp", server.url) as port:
        mcp = "https://orders.example/mcp"
        assert asyncio.run(ask(issued(server.issuer, audience=mcp))) == "order 7 of alice"
        status, _, challenge = get(port, "/mcp")
        assert status == 401 and challenge is not None and "resource_metadata=" in challenge
        assert get(port, "/mcp", issued(server.issuer))[1]["code"] == "ERR_JWT_CLAIM_MISMATCH"
        assert get(port, "/mcp", issued(server.issuer, scope="x", audience=mcp))[0] == 403
        metadata = get(port, "/.well-known/oauth-protected-resource/mcp")[1]
        assert (metadata["resource"], metadata["authorization_servers"]) == (mcp, [server.url])


def test_the_issuer_of_this_machine() -> None:
    with subprocess.Popen([sys.executable, str(EXAMPLES / "issuer.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as issuer:
        assert issuer.stdin is not None and issuer.stdout is not None
        told = dict(re.findall(r"(\w+)=(.*)", issuer.stdout.readline() + issuer.stdout.readline()))
        with running("flask", told["ISSUER"]) as port:
            assert get(port, "/orders/7", told["TOKEN"])[0] == 200
        issuer.stdin.close()


def test_the_list_of_examples_names_each() -> None:
    folders = {path.parent.name for path in EXAMPLES.glob("*/app.py")}
    assert folders == set(COMMANDS)
    assert folders <= set(re.findall(r"\]\(([a-z-]+)/app\.py\)", (EXAMPLES / "README.md").read_text(encoding="utf-8")))


def lines_of_ours(source: str) -> list[str]:
    """The lines in which an example uses an adapter: those with a name of the adapter, or with what
    was made from one. Imports do not count, and neither does what every library must be told: the
    issuer, the audience, the rules.
    """
    tree = ast.parse(source)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = {name.name for node in imported if node.module and node.module.startswith("tokenseal.") for name in node.names}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and ours & names(node.value):
            ours.add(node.targets[0].id)
    skipped = {number for node in imported for number in range(node.lineno, (node.end_lineno or 0) + 1)}
    found = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in ours}
    # Django settings, by name.
    found |= {node.lineno for node in ast.walk(tree) if isinstance(node, ast.Constant) and str(node.value).startswith("tokenseal.")}
    found |= {node.value.lineno for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "TOKENSEAL"}
    return [line.strip() for number, line in enumerate(source.splitlines(), 1) if number in found - skipped]


def names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_needs_three_lines_of_ours_at_most(name: str) -> None:
    lines = lines_of_ours((EXAMPLES / name / "app.py").read_text(encoding="utf-8"))
    assert 1 <= len(lines) <= 3, lines
