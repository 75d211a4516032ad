"""What gunicorn serves for test_http.py: the application of each service, chosen by the port of a
request.
"""

from __future__ import annotations

import importlib
import json
import os
from typing import Any

_MODULE, _STYLE = os.environ["HTTP_APP"].split()
_PORTS: dict[str, int] = json.loads(os.environ["HTTP_PORTS"])
_APPS = {str(port): getattr(importlib.import_module(f"http_apps.{_MODULE}_app"), _STYLE)(service) for service, port in _PORTS.items()}


def app(environ: dict[str, Any], start_response: Any) -> Any:
    return _APPS[environ["SERVER_PORT"]](environ, start_response)
