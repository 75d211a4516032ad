"""Random histories: processes, faults and clocks, and what must hold after every step.

Property 1: what was acknowledged, has not ended and was not withdrawn later is refused by every process that answers.
Property 2: what was withdrawn, and not revoked since, is refused by no process that has read the withdrawal.
Property 3: once faults stop and everyone polls, all agree, and can read and write if anyone held the list.

The weakest bound that holds, by fault, for a revocation acknowledged at `t`:

- Nothing lost (a lost reply, memory full, a restart, a clock of a process wrong, trimming): every list whose header was
  read after `t` has it, so everyone refuses from `t + max_staleness` on. The writer refuses at once.
- Records lost (a failover, a flush, a log, its tail or `kept` deleted): whoever holds it refuses throughout. Others do
  from `max_staleness` after the first poll of a holder that began after the loss and ended with its writes made. Between
  the restoration by one holder and that poll, a list may count as whole without it. If no process and no snapshot that
  is loaded later holds it, it is lost.
- The header lost, the log not: nobody reads or writes until a holder restored it; nothing is forgotten.
- A clock wrong by more than half an hour: nobody whose clock differs by that from the server's can write. It holds as
  long as of a process's clock and the server's one is right. A process whose clock is behind accepts tokens that ended
  for everyone else, and their revocations may have been trimmed: that is the clock's fault, and not demanded here.

A withdrawal holds by the same bounds until its own end, with two exceptions, in which the older revocation counts and the
withdrawal must be repeated: it was lost once, and records are lost again before everyone has read it; or ids went
back (the server's clock was set back, and records were lost) and a holder of the lost ones has not polled yet. The
second goes for revocations too, but only where a *withdrawal of the same hash* was lost. `excused` counts these.

Known and open: about one history in ten thousand still refuses what was withdrawn (seeds 111337, 124146, 127942: in the
first, a withdrawal was lost, its holder slept until the log was trimmed, and another's reload could not tell trimming
from loss) or leaves processes disagreeing about an unacknowledged write (22123). None accepts what was revoked.
"""

from __future__ import annotations

from random import Random
from typing import Any

from model import MAX_STALENESS, Process
from rules import Rules
from store import FOREVER, HOUR, LONGEST_LIFETIME, ZERO, Header, Record, Refused, Stamp, Store
from table import Table


class Broken(Exception):
    """A property does not hold."""


class World:
    def __init__(self, seed: int, rules: Rules) -> None:
        self.random, self.rules, self.time, self.nonces = Random(seed), rules, 10_000, 0
        random = self.random
        self.trace: list[str] | None = None
        # One kind of clock at most is wrong by more than minutes; two would leave nobody to ask.
        self.wrong = random.choice(["none", "none", "server", "processes"])
        self.faults = random.choice([0.0, 0.02, 0.06, 0.12])
        self.hashes = random.choice(["a", "ab", "abc"])
        self.flaky = random.choice([0.0, 0.0, 0.05])
        self.server_offset = random.randint(-2, 2)
        self.store = Store(rules)
        self.store.remember()
        self.processes = [Process(self, random.randint(-5, 5)) for _ in range(random.randint(2, 4))]
        self.skew = [process.offset for process in self.processes]
        self.snapshots: list[Table] = []
        self.events: list[tuple[str, bool, int]] = []
        self.by_nonce: dict[int, int] = {}
        self.latest = {(hash, withdrawal): -1 for hash in "abc" for withdrawal in (False, True)}
        self.highest = ZERO
        self.excused: set[int] = set()
        # Withdrawals that a store lost once. If it loses records again before everyone has read such a withdrawal,
        # an older revocation may count as the later one.
        self.fragile: set[int] = set()

    # What the processes call.

    def nonce(self) -> int:
        self.nonces += 1
        return self.nonces

    def carry(self, command: Any, *arguments: Any) -> Any:
        self.store.clock = self.time + self.server_offset
        if self.random.random() < self.flaky:
            raise Refused("never sent")
        result = command(*arguments)
        if self.random.random() < self.flaky:
            raise Refused("the reply was lost")
        return result

    def header(self) -> tuple[Header | None, Stamp, frozenset[int], bool]:
        return self.store.header, self.store.kept_last, self.store.known, self.store.damaged

    def original(self, process: Process, hash: str, withdrawal: bool, end: int, nonce: int) -> Record:
        seen = process.table.seen if self.rules.later_of else ZERO
        record = self.store.write(process.epoch, hash, withdrawal, end, nonce, process.now(), seen, None, False)
        number = len(self.events)
        self.events.append((hash, withdrawal, end))
        self.by_nonce[nonce] = number
        self.latest[hash, withdrawal] = number
        if self.behind(process, hash, withdrawal, record):
            self.excused.add(number)
        self.highest = max(self.highest, record.id, record.stamp)
        return record

    def behind(self, writer: Process, hash: str, withdrawal: bool, record: Record) -> bool:
        """Whether ids went back, because the store lost what a process has read and not written back."""
        if record.stamp > self.highest:
            return False
        lost = frozenset().union(*(table.known for table in self.tables())) - self.store.known - writer.table.known
        return bool(lost) if withdrawal else any(self.events[n][:2] == (hash, True) for n in lost)

    def tables(self) -> list[Table]:
        return [process.table for process in self.processes] + self.snapshots

    def acknowledged(self, process: Process, record: Record) -> None:
        number = frozenset([self.by_nonce[record.nonce]])
        process.table.known |= number
        self.store.known |= number
        self.store.remember(again=True)

    def restored(self, epoch: int, found: Header | None, losses: int, known: frozenset[int]) -> bool:
        if not self.store.finish(epoch, found, self.nonce()):
            return False
        self.promise(losses, known)
        return True

    def wrote_back(self, process: Process, losses: int) -> None:
        self.promise(losses, process.table.known)

    def promise(self, losses: int, known: frozenset[int]) -> None:
        if losses == self.store.losses:
            self.store.known |= known
        self.store.remember(again=True)

    def became_whole(self, damaged: bool, losses: int) -> None:
        if damaged and self.store.damaged and losses == self.store.losses:
            raise Broken("a list counts as whole although the store lost records and nobody restored them")

    # What happens.

    def run(self, steps: int = 90) -> None:
        for _ in range(steps):
            self.step()
            for process in self.processes:
                self.check(process)
        self.settle()

    def step(self) -> None:
        random = self.random
        self.time += random.choice([0, 0, 0, 0, 0, 1, 1, 2, 4] if random.random() < 0.97 else [30, 90, 200, 400])
        if random.random() < self.faults:
            return self.fault()
        process = random.choice(self.processes)
        if process.flights and random.random() < 0.75:
            return self.go_on(process, random.choice(list(process.flights)))
        what = random.random()
        if what < 0.5:
            self.start(process, "poll", process.poll())
        elif what < 0.72:
            lifetime = random.choice([5, 30, LONGEST_LIFETIME])
            end = FOREVER if random.random() < 0.25 else self.time + lifetime + HOUR - 6
            self.start(process, "write", process.write(random.choice(self.hashes), False, end))
        elif what < 0.87:
            self.withdraw(process)
        elif what < 0.92 and process.answers():
            self.snapshots.append(process.snapshot())
        elif what < 0.95:
            snapshot = random.choice(self.snapshots) if self.snapshots and random.random() < 0.5 else None
            process.restart(snapshot)

    def withdraw(self, process: Process) -> None:
        table = process.table
        hashes = [hash for hash in "abc" if table.revoked(hash, process.now(), self.rules)]
        if not hashes:
            return
        hash = self.random.choice(hashes)
        end = table.plain[hash] if hash in table.plain else table.stamped[hash][2]
        if not self.rules.withdrawal_takes_end:
            end = process.now() + 5
        self.start(process, "write", process.write(hash, True, end))

    def note(self, text: str) -> None:
        if self.trace is not None:
            self.trace.append(f"{self.time} {text}")

    def start(self, process: Process, name: str, flight: Any) -> None:
        if name not in process.flights:
            process.flights[name] = flight
            self.go_on(process, name)

    def go_on(self, process: Process, name: str) -> None:
        try:
            next(process.flights[name])
        except (StopIteration, Refused) as end:
            process.flights.pop(name, None)
            if self.trace is not None:
                table = process.table
                self.note(f"process {self.processes.index(process)} ends {name} {end}: {table.plain} {table.stamped}")

    def fault(self) -> None:
        random = self.random
        kind = random.choice(["flush", "header", "log", "tail", "kept", "failover", "failover", "full", "clock", "clock", "clock"])
        self.note(f"fault: {kind}")
        if kind == "full":
            self.store.full = not self.store.full
        elif kind == "clock":
            if self.wrong == "server":
                self.server_offset = random.choice([-300, -100, -10, -2, 0, 2, 10, 100, 300, 1000])
            elif self.wrong == "processes":
                index = random.randrange(len(self.processes))
                self.processes[index].offset = random.choice([self.skew[index], -1000, -100, 100, 1000])
            else:
                self.server_offset = random.randint(-5, 5)
        else:
            everywhere = frozenset.intersection(*(table.known for table in self.tables()))
            self.excused |= self.fragile - everywhere
            self.store.fail(kind, random.randint(1, 3))
            self.fragile |= {n for n, event in enumerate(self.events) if event[1]} - self.store.known

    # What must hold.

    def check(self, process: Process) -> None:
        if not process.answers():
            return
        if self.time - process.sent > MAX_STALENESS:
            raise Broken("a list is used that is older than max_staleness")
        for number in process.table.known:
            hash, withdrawal, end = self.events[number]
            if number in self.excused or self.latest[hash, not withdrawal] > number:
                continue
            if end > (self.time if withdrawal else max(self.time, process.now())):
                if process.table.revoked(hash, process.now(), self.rules) == withdrawal:
                    raise Broken(f"{'withdrawn and refused' if withdrawal else 'revoked and accepted'}: event {number} of {hash}")

    def settle(self) -> None:
        """Lets every process poll in peace: then all agree."""
        self.store.full, self.flaky, alive = False, 0.0, any(process.has_been_whole for process in self.processes)
        self.server_offset = 0
        for process in self.processes:
            process.offset = 0
            process.flights = {}
        for _ in range(5):
            for process in self.processes:
                self.time += 1
                self.start(process, "poll", process.poll())
                while "poll" in process.flights:
                    self.go_on(process, "poll")
                self.check(process)
        if alive and not self.store.healthy():
            raise Broken("nobody can write, although one holds the list")
        answers = [process.answers() for process in self.processes]
        if alive and not all(answers):
            raise Broken(f"nobody can read, although one holds the list: {answers}")
        for hash in "abc":
            whole = [process for process in self.processes if process.answers()]
            if len({process.table.revoked(hash, process.now(), self.rules) for process in whole}) > 1:
                raise Broken(f"processes disagree about {hash}")


def story(seed: int, rules: Rules) -> str:
    """What happened in the history of this seed, for those who must understand it."""
    world = World(seed, rules)
    world.trace = []
    try:
        world.run()
    except Broken as error:
        world.note(str(error))
    return "\n".join(world.trace)


def broken(seed: int, rules: Rules) -> str | None:
    """What the history of this seed breaks."""
    try:
        World(seed, rules).run()
    except Broken as error:
        return str(error)
    return None
