"""Histories written by hand, for rules that random ones seldom need. Each breaks without its rule, and only then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from model import Process
from rules import Rules
from store import FOREVER, Refused
from world import Broken, World


class Scenario(World):
    def __init__(self, rules: Rules) -> None:
        super().__init__(0, rules)
        self.flaky, self.server_offset = 0.0, 0
        self.processes = [Process(self, 0) for _ in range(3)]

    def poll(self, *indexes: int) -> None:
        for index in indexes:
            for _ in self.processes[index].poll():
                pass
            self.check(self.processes[index])

    def write(self, index: int, hash: str, withdrawal: bool = False, end: int = FOREVER) -> None:
        for _ in self.processes[index].write(hash, withdrawal, end):
            pass


def ids_given_twice(world: Scenario) -> None:
    world.poll(0, 1, 2)
    world.write(0, "a"), world.write(0, "a")
    world.poll(1)
    world.store.fail("failover", 2)
    world.write(2, "b"), world.write(2, "c")
    world.poll(1)


def last_given_twice(world: Scenario) -> None:
    world.poll(0, 1, 2)
    world.write(0, "a")
    flight = world.processes[1].poll()
    next(flight), next(flight)
    world.store.fail("failover", 1)
    world.write(2, "b")
    with suppress(Refused):
        for _ in flight:
            pass
    world.check(world.processes[1])


def revoked_again_below(world: Scenario) -> None:
    world.poll(0, 1)
    world.write(0, "a"), world.write(0, "a", withdrawal=True)
    world.store.fail("flush", 0)
    world.server_offset = -20
    world.poll(1, 1)
    world.write(0, "a")
    world.check(world.processes[0])


def revoked_below_what_was_restored(world: Scenario) -> None:
    world.poll(0, 1)
    world.write(0, "a"), world.write(0, "a", withdrawal=True)
    world.poll(0)
    world.store.fail("flush", 0)
    world.server_offset = -20
    world.poll(0, 0)
    world.write(1, "a")
    world.poll(0, 2)


def frozen_while_reloading(world: Scenario) -> None:
    world.poll(0)
    flight = world.processes[1].poll()
    next(flight), next(flight), next(flight)
    world.write(0, "a")
    world.time += 400
    world.write(0, "b")
    for _ in flight:
        pass
    world.poll(1)


def restored_by_who_knew_less(world: Scenario) -> None:
    world.poll(0, 1)
    world.write(0, "a")
    world.poll(0)
    world.time += 400
    world.write(0, "b")
    world.poll(0)
    world.store.fail("kept", 0)
    world.poll(1, 0, 2)


def clock_ahead_for_a_while(world: Scenario) -> None:
    world.poll(0)
    world.write(0, "a", end=world.time + 100)
    world.write(0, "b")
    world.poll(1)
    world.processes[1].offset = 1000
    world.poll(1)
    world.processes[1].offset = 0
    world.poll(1)


def clocks_apart_at_the_end(world: Scenario) -> None:
    world.poll(0)
    world.write(0, "a", end=world.time + 100)
    world.poll(0)
    world.processes[0].offset = world.server_offset = 5
    world.time += 97
    world.write(0, "b")
    world.poll(0)
    world.store.fail("flush", 0)
    world.poll(0, 2)


SCENARIOS: dict[str, Callable[[Scenario], None]] = {
    "cursor_names_record": ids_given_twice,
    "drop_by_two_clocks": clock_ahead_for_a_while,
    "drop_slack": clocks_apart_at_the_end,
    "ids_above_stamps": revoked_below_what_was_restored,
    "kept_after_log": frozen_while_reloading,
    "last_names_record": last_given_twice,
    "later_of": revoked_again_below,
    "restoration_reloads": restored_by_who_knew_less,
}


def played(rule: str, rules: Rules) -> str | None:
    """What the scenario for this rule breaks."""
    try:
        SCENARIOS[rule](Scenario(rules))
    except Broken as error:
        return str(error)
    return None
