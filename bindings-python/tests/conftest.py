"""What several test files share: real servers of Redis and Valkey."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from servers import Servers, Started


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with Servers() as servers:
        yield servers


@pytest.fixture
def server(servers: Servers, request: pytest.FixtureRequest) -> Iterator[Started]:
    """A server of Redis, or of the kind that the test's parameter names."""
    started = servers.start(getattr(request, "param", "redis"))
    yield started
    started.perform("end")
