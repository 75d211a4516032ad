"""What test_fork.py runs: `python forking.py CASE FORKS`. It prints how many children worked, and
fails at the first that did not.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

# This program's own hooks, which run between those of the package and the fork: Python calls hooks
# before a fork in reverse order.
hooks: list[Callable[[], Any]] = []
os.register_at_fork(before=lambda: [hook() for hook in hooks[:1]], after_in_parent=lambda: [hook() for hook in hooks[1:]])

from tokenseal import Issuer, Key, KeyRing, RemoteKeySet, Revocations, RevokedError, Verifier, jwe, sign, testing  # noqa: E402

Work = Callable[[], Any]

# After this many seconds, an alarm ends a child that hangs.
SECONDS = 30


def rs256_sign() -> Work:
    key = Key.generate("RS256")
    return lambda: sign({"sub": "alice"}, key, expires_in=60)


def rsa_oaep_decrypt() -> Work:
    key = Key.generate("RSA-OAEP-256")
    token = jwe.encrypt(b"any bytes", key.public())
    return lambda: jwe.decrypt(token, key)


def es256_verify_many() -> Work:
    key = Key.generate("ES256")
    verifier = Verifier(key.public())
    tokens = [sign({"n": n}, key, expires_in=600) for n in range(40)]
    return lambda: [token["n"] for token in verifier.verify_many(tokens)]  # type: ignore[index]


def ecdh_encrypt() -> Work:
    key = Key.generate("ECDH-ES+A256KW")
    return lambda: jwe.encrypt(b"any bytes", key.public())


def remote_verify() -> Work:
    """Every call has its own set, and so its own flight."""
    issuer = testing.Issuer("https://issuer.example")
    token = issuer.issue({}, expires_in="1h")

    def work() -> None:
        Verifier(RemoteKeySet(issuer=issuer.issuer, fetch=issuer.fetch), issuer=issuer.issuer).verify(token)

    # The first set imports modules, and a fork during an import breaks the child.
    work()
    return work


def ring_in_a_file() -> Work:
    """Every call looks at the file, and every second one changes it."""
    folder, key = tempfile.mkdtemp(), Key.generate("A256KW")
    clock = testing.Clock()
    made = KeyRing.create("Ed25519", rotate_every="1h", clock=clock)
    made.save(os.path.join(folder, "keys.ring"), key)
    ring = KeyRing.open(os.path.join(folder, "keys.ring"), key, clock=clock)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    issuer, verifier = Issuer(ring, lifetime="15m", clock=clock), Verifier(ring, clock=clock)

    def work() -> None:
        verifier.verify(issuer.issue({}))
        clock.advance("1s")

    return work


def revocations() -> Work:
    """Every call changes the list, and checks a token before and after."""
    key, listed = Key.generate("HS256"), Revocations(longest_lifetime="15m", audit=True)
    verifier, token = Verifier(key, revocations=listed), sign({"jti": "first"}, key, expires_in=900)
    listed.revoke(verifier.verify(token))

    def work() -> None:
        mine = sign({"jti": os.urandom(8).hex()}, key, expires_in=900)
        listed.revoke(verifier.verify(mine))
        for one in (token, mine):
            try:
                verifier.verify(one)
            except RevokedError:
                continue
            raise AssertionError("a revoked token was accepted")

    return work


def flight_under_way(count: int) -> None:
    """A child is forked while a flight of the parent hangs and a check waits for it: the child
    starts its own flight.
    """
    parent = os.getpid()
    issuer = testing.Issuer("https://issuer.example")
    token = issuer.issue({}, expires_in="1h")
    for _ in range(count):
        begun, over = threading.Event(), threading.Event()

        def fetch(request: Any, begun: threading.Event = begun, over: threading.Event = over) -> Any:
            if os.getpid() == parent:
                begun.set()
                over.wait()
            return issuer.fetch(request)

        verifier = Verifier(RemoteKeySet(issuer=issuer.issuer, fetch=fetch), issuer=issuer.issuer)
        waiting = threading.Thread(target=verifier.verify, args=(token,))
        waiting.start()
        begun.wait()
        fork_all(1, lambda verifier=verifier: verifier.verify(token))  # type: ignore[misc]
        over.set()
        waiting.join()


@contextmanager
def busy(work: Work, passing: bool = False) -> Any:
    """Two threads that work endlessly or, if `passing`, threads that start, work and end."""
    stop = False

    def forever() -> None:
        while not stop:
            if passing:
                thread = threading.Thread(target=work)
                thread.start()
                thread.join()
            else:
                work()

    threads = [threading.Thread(target=forever) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop = True
        for thread in threads:
            thread.join()


def child(work: Work) -> None:
    """Never returns. The alarm is the system's own, which also ends a thread that hangs without the
    interpreter lock.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for _ in range(3):
            work()
        # A new thread of the child needs its own state.
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    except BaseException as error:
        print("a child failed:", error, file=sys.stderr, flush=True)
        os._exit(1)
    # The C library's exit, which runs what AWS-LC does at the end of a process.
    ctypes.PyDLL(None).exit(0)


def fork_all(count: int, work: Work, fork: Callable[[], int] = os.fork) -> None:
    for _ in range(count):
        pid = fork()
        if pid == 0:
            child(work)
        _, status = os.waitpid(pid, 0)
        if status:
            sys.exit(f"a child ended with status {status:#x}")


def fork_from_c() -> Callable[[], int]:
    """The C library's fork, as a server that embeds Python calls it: no hook runs before it, and
    the child's Python is notified at once.
    """
    library = ctypes.PyDLL(None)
    library.__register_atfork(None, None, ctypes.cast(ctypes.pythonapi.PyOS_AfterFork_Child, ctypes.c_void_p), None)
    return library.fork  # type: ignore[no-any-return]


def process_pool(count: int, work: Work) -> None:
    """As many processes as requested, ten in each pool. Work is passed as the name of a module's
    function.
    """
    global pooled
    pooled = work
    for _ in range(0, count, 10):
        with ProcessPoolExecutor(10, mp_context=get_context("fork"), initializer=signal.alarm, initargs=(SECONDS,)) as pool:
            list(pool.map(in_pool, range(30)))


def in_pool(_: int) -> None:
    pooled()


pooled: Work


def long_call(count: int) -> None:
    """A third thread runs while a fork waits for a key to be generated."""
    work = rs256_sign()
    ticks = 0
    stop = False

    def tick() -> None:
        nonlocal ticks
        while not stop:
            ticks += 1
            time.sleep(0.001)

    ticking = threading.Thread(target=tick)
    ticking.start()
    try:
        for _ in range(max(count // 20, 1)):
            started = threading.Event()

            def generate(started: threading.Event = started) -> None:
                started.set()
                Key.generate("RS256", bits=4096)

            making = threading.Thread(target=generate)
            making.start()
            started.wait()
            before, clock = ticks, time.monotonic()
            fork_all(1, work)
            waited, ticked = time.monotonic() - clock, ticks - before
            making.join()
            if waited > 0.5 and ticked < 20:
                sys.exit(f"the interpreter stood still: {ticked} ticks in {waited:.3f} s")
    finally:
        stop = True
        ticking.join()


def waiting_hook(count: int) -> None:
    """Another library's hook, which runs after ours, waits for a lock that threads hold while they
    call us.
    """
    lock = threading.Lock()
    work = rs256_sign()

    def locked() -> None:
        with lock:
            work()

    hooks[:] = [lock.acquire, lock.release]
    with busy(locked):
        fork_all(count, work)


def calling_hook(count: int) -> None:
    work = rs256_sign()
    hooks[:] = [work, work]
    os.register_at_fork(before=work, after_in_parent=work, after_in_child=work)
    with busy(work):
        fork_all(count, work)


def main(case: str, count: int) -> None:
    signal.alarm(50 + count)
    if case == "long-call":
        long_call(count)
    elif case == "waiting-hook":
        waiting_hook(count)
    elif case == "calling-hook":
        calling_hook(count)
    elif case == "process-pool":
        work = rsa_oaep_decrypt()
        with busy(work):
            process_pool(count, work)
    elif case == "flight-under-way":
        flight_under_way(count)
    elif case == "from-c":
        work = rs256_sign()
        with busy(work):
            fork_all(count, work, fork_from_c())
    else:
        makers = {
            "rs256-sign": rs256_sign,
            "rsa-oaep-decrypt": rsa_oaep_decrypt,
            "es256-verify-many": es256_verify_many,
            "ecdh-encrypt": ecdh_encrypt,
            "passing-threads": rs256_sign,
            "remote-verify": remote_verify,
            "ring-in-a-file": ring_in_a_file,
            "revocations": revocations,
        }
        work = makers[case]()
        with busy(work, passing=case == "passing-threads"):
            fork_all(count, work)
    print(count, "children worked")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
