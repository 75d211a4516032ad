"""Where the servers of a caller's client are, and connections of our own to them, by the settings of the client.

It is recognized by its shape, so that redis-py and valkey-py both work, and neither is imported
here. What a client does on its own (it retries, decodes replies, checks its connections, asks
replicas) is left out: the core decides that.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from time import monotonic
from typing import Any, Protocol

from .flights import Failed
from .resp import ask, left

LEFT_OUT = frozenset({
    "cache", "cache_config", "command_packer", "connection_pool", "decode_responses", "event_dispatcher", "health_check_interval",
    "himport_registry", "legacy_responses", "parser_class", "retry", "retry_on_error", "retry_on_timeout",
})  # fmt: skip
"""Settings of a connection that are no settings of ours, besides those of `maint_notifications`."""
FEW = 0.05
"""The least time that a server gets to answer if others may be asked as well, in seconds."""


class Place(Protocol):
    def connect(self, deadline: float) -> Any:
        """A connection to the primary."""

    def failed(self) -> None:
        """The last connection was useless."""

    def is_elsewhere(self, reply: Any) -> bool:
        """Whether the reply says that another server is to be asked, which the next connection leads to."""


def of(client: Any) -> Place | None:
    """The place that a client speaks to; None if it is no client, or one that cannot be followed."""
    try:
        return Cluster(client) if hasattr(client, "nodes_manager") else of_pool(client.connection_pool)
    except Exception:
        return None


def of_pool(pool: Any) -> Place:
    return SentinelPlace(pool) if hasattr(pool, "sentinel_manager") else Server(pool)


class Server:
    """One server, by the pool of its client. It is asked for its settings each time: they may have changed."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool
        self.made(1.0)

    def made(self, seconds: float, **address: Any) -> Any:
        return made(self.pool.connection_class, self.pool.connection_kwargs, seconds, address)

    def connect(self, deadline: float) -> Any:
        return connected(self.made(left(deadline)))

    def failed(self) -> None: ...

    def is_elsewhere(self, reply: Any) -> bool:
        return False


class SentinelPlace(Server):
    """The primary that Sentinels name, which may be another one each time."""

    def __init__(self, pool: Any) -> None:
        if not pool.is_master:
            raise ValueError
        super().__init__(pool)
        self.sentinels = [Server(sentinel.connection_pool) for sentinel in pool.sentinel_manager.sentinels]

    def connect(self, deadline: float) -> Any:
        host, port = self.primary(deadline)
        connection = connected(self.made(left(deadline), host=host, port=int(port)))
        role = ask(connection, ["ROLE"], deadline)
        if isinstance(role, list) and role[:1] != ["master"]:
            connection.disconnect()
            raise Failed("connect")
        return connection

    def primary(self, deadline: float) -> list[str]:
        """Where the first Sentinel that answers says it is. One that does not is asked last the next time."""
        for number in range(len(self.sentinels), 0, -1):
            sentinel = self.sentinels[0]
            until = monotonic() + max((deadline - monotonic()) / (number + 1), FEW)
            try:
                connection = sentinel.connect(until)
                try:
                    found = ask(connection, ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", self.pool.service_name], until)
                finally:
                    connection.disconnect()
            except Exception:
                found = None
            if isinstance(found, list):
                return found
            self.sentinels = [*self.sentinels[1:], sentinel]
        raise Failed("connect")


class Cluster:
    """The primary that has the list: a node of the cluster says which one it is, if it does not have it itself."""

    def __init__(self, client: Any) -> None:
        self.manager = client.nodes_manager
        nodes = [*self.manager.startup_nodes.values(), *self.manager.nodes_cache.values()]
        self.addresses = list(dict.fromkeys((node.host, node.port) for node in nodes))
        self.connection_class, self.settings = settings_of(client, nodes)
        self.made(1.0)

    def made(self, seconds: float) -> Any:
        host, port = self.addresses[0]
        # What the client does when it has connected concerns replicas.
        settings = {name: value for name, value in self.settings.items() if name != "redis_connect_func"}
        return made(self.connection_class, settings, seconds, {"host": host, "port": port})

    def connect(self, deadline: float) -> Any:
        for number in range(len(self.addresses), 0, -1):
            try:
                return connected(self.made(max(left(deadline) / number, FEW)))
            except Exception:
                self.failed()
                if number == 1:
                    raise
        raise Failed("connect")

    def failed(self) -> None:
        self.addresses = [*self.addresses[1:], self.addresses[0]]

    def is_elsewhere(self, reply: Any) -> bool:
        words = reply["error"].split() if isinstance(reply, dict) else []
        if len(words) != 3 or words[0] != "MOVED":
            return False
        host, _, port = words[2].rpartition(":")
        remap = getattr(self.manager, "remap_host_port", lambda *address: address)
        address = remap(host or self.addresses[0][0], int(port))
        self.addresses = [address, *(one for one in self.addresses if one != address)]
        return True


def settings_of(client: Any, nodes: list[Any]) -> tuple[type, Mapping[str, Any]]:
    """The class of a cluster's connections, and their settings."""
    node = nodes[0]
    if hasattr(node, "connection_kwargs"):  # of asyncio
        return node.connection_class, node.connection_kwargs
    own = getattr(client, "get_redis_connection", None) or client.get_valkey_connection
    pool = own(client.get_nodes()[0]).connection_pool
    return pool.connection_class, pool.connection_kwargs


def made(given: type, settings: Mapping[str, Any], seconds: float, address: Mapping[str, Any]) -> Any:
    """A connection that is not connected yet."""
    kind = blocking(given)
    taken = parameters(kind)
    is_same = kind is given
    own = {name: value for name, value in settings.items() if name not in LEFT_OUT and "maint" not in name and not name.startswith("orig_")}
    if not is_same:
        if inspect.iscoroutinefunction(own.get("redis_connect_func")):
            raise ValueError
        own = {name: value for name, value in own.items() if name in taken}
    times = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    protocol = {"protocol": 2} if "protocol" in taken else {}
    connection = kind(**{**own, **times, **protocol, **address})
    if connection._sock is not None:
        raise ValueError
    return connection


def blocking(given: type) -> type:
    """The class whose connections can be used on a thread: the same, or the package's own of that name."""
    base = next(one for one in given.__mro__ if one.__module__.endswith(".connection"))
    package = base.__module__.partition(".")[0]
    is_of_package = given.__module__.partition(".")[0] == package
    if is_of_package:
        return getattr(import_module(f"{package}.connection"), base.__name__)  # type: ignore[no-any-return]
    if inspect.iscoroutinefunction(getattr(given, "connect", None)):
        # Another class cannot do what an unknown class does.
        raise ValueError
    return given


def parameters(kind: type) -> set[str]:
    """What a class takes, and the classes that it hands the rest on to."""
    return {name for one in kind.__mro__ if "__init__" in vars(one) for name in inspect.signature(one).parameters}


def connected(connection: Any) -> Any:
    try:
        connection.connect()
    except BaseException:
        connection.disconnect()
        raise
    return connection
