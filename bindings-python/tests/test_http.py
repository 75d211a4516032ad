"""Every request of tests/http, to a live server of each framework that has an adapter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import http_cases
import pytest
from http_holes import HOLES
from http_services import SERVICES, closed_port

# Server, framework, where its check is placed, and whether the framework has only decoded paths.
FRAMEWORKS = {
    "Starlette, middleware": ("uvicorn", "starlette", "gate", False),
    "Starlette, routes": ("uvicorn", "starlette", "routes", False),
    "FastAPI, middleware": ("uvicorn", "fastapi", "gate", False),
    "FastAPI, dependency": ("uvicorn", "fastapi", "routes", False),
    "Flask, gate": ("waitress", "flask", "gate", True),
    "Flask, decorator": ("werkzeug", "flask", "routes", True),
    "Flask, decorator, gunicorn": ("gunicorn", "flask", "routes", True),
    "Django, middleware": ("waitress", "django", "gate", True),
    "Django, decorator": ("waitress", "django", "routes", True),
    "Django, async middleware": ("uvicorn", "django", "gate_async", False),
    "Django, async decorator": ("uvicorn", "django", "routes_async", False),
    "Django REST framework": ("waitress", "drf", "routes", True),
}


@contextmanager
def served(server: str, framework: str, style: str) -> Iterator[dict[str, int]]:
    """The port of each service."""
    if server == "gunicorn":
        with served_by_gunicorn(framework, style) as ports:
            yield ports
        return
    command = [sys.executable, "http_server.py", server, framework, style]
    with subprocess.Popen(command, cwd=Path(__file__).parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        ports: dict[str, int] = json.loads(process.stdout.readline())
        yield ports
        process.stdin.close()


@contextmanager
def served_by_gunicorn(framework: str, style: str) -> Iterator[dict[str, int]]:
    ports = {service: closed_port() for service in SERVICES}
    command = [sys.executable, "-m", "gunicorn", "--threads", "4", "--no-control-socket", "--log-level", "info", "http_gunicorn:app"]
    command += [word for port in ports.values() for word in ("--bind", f"127.0.0.1:{port}")]
    environment = {**os.environ, "HTTP_APP": f"{framework} {style}", "HTTP_PORTS": json.dumps(ports)}
    with subprocess.Popen(command, cwd=Path(__file__).parent, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "Booting worker" not in (line := process.stderr.readline()):
            assert line, "gunicorn has ended"
        with ThreadPoolExecutor(1) as reading:
            reading.submit(process.stderr.read)
            try:
                yield ports
            finally:
                process.terminate()


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_case(name: str) -> None:
    server, framework, style, is_decoded = FRAMEWORKS[name]
    if server == "gunicorn" and sys.platform == "win32":
        pytest.skip("gunicorn forks")
    wrong: dict[str, list[str]] = {}
    with served(server, framework, style) as ports:
        cases = [case for case in http_cases.CASES if case["service"] in ports]
        for case in cases:
            if found := http_cases.run(case, ports[case["service"]], is_decoded=is_decoded):
                wrong[case["id"]] = found
    holes = {id for id, names in HOLES.items() if name in names}
    parts = Counter(case["id"].partition("-")[0] for case in cases if case["id"] not in wrong)
    print(f"\n{name}: {len(cases) - len(wrong)} of {len(cases)} ({', '.join(f'{part} {count}' for part, count in parts.items())})")
    unexplained = [f"{id}: {fault}" for id, found in wrong.items() if id not in holes for fault in found]
    assert not unexplained, "\n" + "\n".join(unexplained)
    assert holes <= set(wrong), "what has become right must leave the list"
