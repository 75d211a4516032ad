"""Listing the entries of a list in Redis or Valkey, by callers and by the command."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from typing import Any

import pytest
import redis
import valkey
from servers import Servers, Started
from tokenseal import Key, OptionError, Revocations, RevocationUnavailableError, RevokedError, Verifier, sign

ISSUER = "https://issuer.example"
BOUND = 8.0
"""The time limit of a command, a second of grace, and the delay of a busy machine, in seconds."""

of_each_kind = pytest.mark.parametrize("server", ["redis", "valkey"], indirect=True)


def listed(started: Started, **options: Any) -> Revocations:
    client = redis.Redis(host="127.0.0.1", port=started.port)
    return Revocations.redis(client, **{"namespace": "test", "create": True, **options})


@of_each_kind
def test_an_administrator_finds_an_entry_and_takes_it_back(server: Started) -> None:
    one, other = listed(server), listed(server, create=False)
    assert one.entries() == []
    made = [
        one.revoke_subject(ISSUER, "alice", by="support", reason="lost phone"),
        one.revoke_key(None, "k1", by="ops", reason="leaked"),
        one.revoke_id(ISSUER, "t1", until=time.time() + 900),
    ]
    assert other.entries() == made
    [found] = other.entries(issuer=ISSUER, subject="alice")
    assert (found.by, found.reason, found.withdrawn) == ("support", "lost phone", None)
    assert other.entries(subject="alice") == other.entries(issuer=ISSUER, key_id="k1") == []
    assert other.entries(issuer=ISSUER, token_id="t1", subject="alice") == [made[0], made[2]]
    other.withdraw(found, by="admin", reason="the wrong alice")
    [again] = one.entries(issuer=ISSUER, subject="alice")
    assert again.withdrawn is not None and (again.withdrawn.by, again.by) == ("admin", "support")
    assert one.entries(now=time.time() + 3 * 3600) == [again, made[1]], "what has ended is not listed"


@of_each_kind
def test_several_pages_on_a_thread_and_on_a_loop(server: Started) -> None:
    one = listed(server)

    async def work() -> None:
        semaphore = asyncio.Semaphore(20)

        async def revoke(number: int) -> str:
            async with semaphore:
                return (await one.revoke_id_async(ISSUER, str(number), until=time.time() + 900)).id

        made = await asyncio.gather(*map(revoke, range(2100)))
        entries, others = await asyncio.gather(one.entries_async(), one.entries_async(issuer=ISSUER, token_id="7"))
        assert {entry.id for entry in entries} == set(made) and len(entries) == 2100
        assert [entry.id for entry in others] == [made[7]]
        with pytest.raises(OptionError, match="await entries_async"):
            one.entries()
        waiting = asyncio.ensure_future(one.entries_async())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(work())
    assert len(one.entries()) == 2100


def test_other_lists_are_listed_at_once_on_a_loop() -> None:
    revocations = Revocations(audit=True)
    made = revocations.revoke_key(None, "k1", by="ops")
    assert asyncio.run(revocations.entries_async()) == [made]
    with pytest.raises(OptionError):
        asyncio.run(Revocations().entries_async())


@of_each_kind
def test_a_store_that_cannot_be_reached(server: Started) -> None:
    one = listed(server)
    one.revoke_key(None, "k1")
    server.perform("pause")
    began = time.monotonic()
    with pytest.raises(RevocationUnavailableError):
        one.entries()
    with pytest.raises(RevocationUnavailableError):
        asyncio.run(one.entries_async())
    assert time.monotonic() - began < 2 * BOUND
    server.perform("resume")
    while time.monotonic() - began < 30:
        try:
            assert len(one.entries()) == 1
            return
        except RevocationUnavailableError:
            pass
    pytest.fail("never well again")


@of_each_kind
def test_a_frozen_clock_does_not_keep_it_waiting(server: Started) -> None:
    now = time.time()
    one = listed(server, clock=lambda: now)
    one.revoke_key(None, "k1")
    server.perform("pause")
    began = time.monotonic()
    with pytest.raises(RevocationUnavailableError):
        one.entries()
    assert time.monotonic() - began < BOUND
    server.perform("resume")


@of_each_kind
def test_events_of_a_list(server: Started) -> None:
    events: list[dict[str, Any]] = []
    one = listed(server, on_event=events.append)
    one.revoke_key(None, "k1")
    assert events[0]["event"] == "read"
    server.perform("stop")
    with pytest.raises(RevocationUnavailableError):
        one.revoke_key(None, "k2")
    assert "failed" in {event["event"] for event in events}
    with pytest.raises(OptionError, match="on_event"):
        listed(server, on_event=7)


@of_each_kind
def test_a_longest_lifetime_is_raised_and_never_lowered(server: Started) -> None:
    one = listed(server, longest_lifetime="1h")
    soon, late = time.time() + 900, time.time() + 5 * 3600
    one.revoke_id(ISSUER, "1", until=soon)
    with pytest.raises(OptionError, match="longest_lifetime"):
        one.revoke_id(ISSUER, "2", until=late)
    listed(server, longest_lifetime="6h").revoke_id(ISSUER, "3", until=late)
    deadline = time.monotonic() + 30
    while one.status()["longest_lifetime"] != 6 * 3600:
        one.revoke_id(ISSUER, "4", until=soon)
        assert time.monotonic() < deadline
    one.revoke_id(ISSUER, "2", until=late)
    short = listed(server, longest_lifetime="1h")
    short.revoke_id(ISSUER, "5", until=soon)
    assert short.status()["longest_lifetime"] == 6 * 3600


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tokenseal", *arguments], capture_output=True, encoding="utf-8", check=False)


def test_the_command(servers: Servers) -> None:
    started = servers.start("redis", args=["--requirepass", "hunter2"])
    client = valkey.Valkey(host="127.0.0.1", port=started.port, password="hunter2")
    key = Key.from_secret(b"0123456789abcdef0123456789ABCDEF", "HS256")
    for scheme in ("redis", "valkey"):
        server = [f"{scheme}://:hunter2@127.0.0.1:{started.port}/0", "--namespace", scheme]
        assert json.loads(run("revocations", "init", *server, "--longest-lifetime", "1h").stdout)["kept"] == "store"
        bearer = sign({"iss": ISSUER, "sub": "alice"}, key, expires_in="15m")
        made = run("revoke", *server, "--subject", "alice", "--issuer", ISSUER, "--by", "support", "--reason", "4711")
        assert made.returncode == 0, made.stderr
        entry = json.loads(made.stdout)
        revocations = Revocations.redis(client, namespace=scheme)
        verifier = Verifier(key, issuer=ISSUER, revocations=revocations)
        with pytest.raises(RevokedError):
            verifier.verify(bearer)
        assert [(one.id, one.by) for one in revocations.entries()] == [(entry["id"], "support")]
        assert json.loads(run("revocations", "list", *server, "--issuer", ISSUER, "--subject", "alice").stdout) == [entry]
        assert run("revocations", "withdraw", server[0], entry["id"], *server[1:]).returncode == 0
        assert revocations.entries()[0].withdrawn is not None
    for url in (f"redis://:hunter22@127.0.0.1:{started.port}/0", "redis://:hunter2@127.0.0.1:hunter2/", "redis://:hunter2@127.0.0.1:1/"):
        wrong = run("revocations", "list", url, "--namespace", "redis")
        assert (wrong.returncode, wrong.stdout) == (2, "") and "hunter2" not in wrong.stderr and "Traceback" not in wrong.stderr
    started.perform("end")


def test_the_command_without_a_client() -> None:
    # Without the packages of the environment, there is no client.
    program = "import sys; sys.modules.update(redis=None, valkey=None); from tokenseal.__main__ import main; sys.exit(main())"
    line = [sys.executable, "-c", program, "revocations", "list", "redis://:hunter2@127.0.0.1:1/", "--namespace", "n"]
    outcome = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "pip install 'tokenseal[redis]'" in outcome.stderr and "hunter2" not in outcome.stderr
