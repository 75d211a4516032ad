"""Serves the application of a framework: `python http_server.py SERVER FRAMEWORK STYLE`, all
services of tests/http, each on its own port.

It prints the ports as JSON, and ends with its standard input.
"""

from __future__ import annotations

import importlib
import json
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from http_services import SERVICES


def uvicorn(app: Any, listener: socket.socket) -> None:
    from uvicorn import Config, Server

    Server(Config(app, log_level="error", lifespan="off")).run(sockets=[listener])


def waitress(app: Any, listener: socket.socket) -> None:
    from waitress import serve

    serve(app, sockets=[listener], threads=4, _quiet=True)


def werkzeug(app: Any, listener: socket.socket) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Silent(WSGIRequestHandler):
        def log_request(self, *_: object) -> None:
            """Logs nothing."""

    make_server("127.0.0.1", listener.getsockname()[1], app, threaded=True, request_handler=Silent, fd=listener.fileno()).serve_forever()


SERVERS: dict[str, Callable[[Any, socket.socket], None]] = {"uvicorn": uvicorn, "waitress": waitress, "werkzeug": werkzeug}


def main(server: str, framework: str, style: str) -> None:
    module = importlib.import_module(f"http_apps.{framework}_app")
    ports = {}
    for service in SERVICES:
        if style.startswith("gate") and not SERVICES[service]["rules"]:
            continue
        listener = socket.create_server(("127.0.0.1", 0))
        ports[service] = listener.getsockname()[1]
        threading.Thread(target=SERVERS[server], args=(getattr(module, style)(service), listener), daemon=True).start()
    print(json.dumps(ports), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
