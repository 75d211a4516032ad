"""revocation_follow_options.json: what a list in a store may be made with."""

from __future__ import annotations

from typing import Any

from follow_parts import following, listed
from follow_run import Run, made, refused


def tests() -> list[dict[str, Any]]:
    return [*_namespace(), *_lengths(), *_names(), *_used()]


def _namespace() -> list[dict[str, Any]]:
    return [
        refused("option-namespace-missing", comment="It is required."),
        refused("option-namespace-empty", namespace=""),
        refused("option-namespace-space", namespace="a b"),
        refused("option-namespace-brace", namespace="a{b}"),
        refused("option-namespace-control", namespace="a\tb"),
        refused("option-namespace-not-ascii", namespace="prüfen"),
        refused("option-namespace-long", namespace="n" * 101),
        made("option-namespace-longest", namespace="n" * 100),
        made("option-namespace-signs", namespace="app:tenant-1/~!"),
    ]


def _lengths() -> list[dict[str, Any]]:
    wrong = [
        refused(f"option-{name.replace('_', '-')}-{what}", namespace="ns", **{name: value})
        for name in ("max_staleness", "timeout", "beat")
        for what, value in (("zero", 0), ("negative", -1), ("fraction", 1.5), ("text", "soon"), ("fraction-text", "1.5s"))
    ]
    return [
        *wrong,
        refused("option-longest-lifetime-alone", namespace="ns", longest_lifetime="1h", comment="It is for a list that is made."),
        refused("option-longest-lifetime-zero", namespace="ns", longest_lifetime=0, create=True),
        refused("option-replicas-many", namespace="ns", replicas=1001),
        refused("option-replicas-negative", namespace="ns", replicas=-1),
        made("option-replicas-most", namespace="ns", replicas=1000),
        made("option-all", namespace="ns", max_staleness="1m", timeout="5s", beat="10s", strict=True, create=True, longest_lifetime="30d"),
    ]


def _names() -> list[dict[str, Any]]:
    return [
        refused("option-when-unavailable-other", namespace="ns", when_unavailable="ignore"),
        refused("option-durability-other", namespace="ns", durability="disk"),
        made("option-when-unavailable-refuse", namespace="ns", when_unavailable="refuse"),
        made("option-durability-memory", namespace="ns", durability="memory"),
    ]


def _used() -> list[dict[str, Any]]:
    """Options that show in what is sent, and when."""
    slow = following("slow", max_staleness="1m", timeout="10s", namespace="other")
    slow.poll(29, sends=[], wake=1.0)
    slow.poll(30, sends=["READ"], wake=10.0)
    assert slow.machine.keys[0] == "{other}:header"
    slow.answer(31, wake=29.0)

    lifetime = Run("create-without-lifetime", create=True)
    lifetime.server.header = {}
    lifetime.sync(0, "CREATE", "READ")
    assert lifetime.words("CREATE")[2] == "0"

    there = Run("create-other-lifetime", create=True, longest_lifetime="2h", server=listed(1, longest=3600), comment="Where there is a list, it is told the longer one.")
    there.sync(0, "CREATE", "READ")
    assert there.words("CREATE")[2] == "7200" and there.server.header["longest_lifetime"] == "7200"
    return [run.case() for run in (slow, lifetime, there)]
