"""The command of the package, as a process. The tests of cli/ cover what it does; these cover how
Python starts it.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import tokenseal

MODULE = [sys.executable, "-m", "tokenseal"]
HOSTILE_SERVER = os.environ.get("TOKENSEAL_HOSTILE_SERVER", "")
SCRIPT = [os.path.join(sysconfig.get_path("scripts"), "tokenseal")]


def run(*arguments: str | bytes, stdin: str = "", command: list[str] = MODULE, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, *arguments], input=stdin, capture_output=True, encoding="utf-8", cwd=folder, check=False)


@pytest.mark.parametrize("command", [MODULE, SCRIPT], ids=["module", "script"])
def test_from_key_to_claims(tmp_path: Path, command: list[str]) -> None:
    made = run("keygen", "ES256", "--out", "key.jwk", "--public-out", "public.jwk", command=command, folder=tmp_path)
    assert made.returncode == 0 and json.loads(made.stdout)["algorithm"] == "ES256"
    signed = run("sign", "--key", "key.jwk", "--expires-in", "15m", stdin='{"sub":"Zoë"}', command=command, folder=tmp_path)
    assert signed.returncode == 0
    key = tokenseal.Key.from_jwk((tmp_path / "public.jwk").read_text(encoding="utf-8"))
    assert tokenseal.verify(signed.stdout.strip(), key)["sub"] == "Zoë"
    read = run("verify", "--key", "public.jwk", "--claims", stdin=signed.stdout, command=command, folder=tmp_path)
    assert read.returncode == 0 and json.loads(read.stdout)["sub"] == "Zoë"


def test_a_ring_that_a_service_follows(tmp_path: Path) -> None:
    assert run("keygen", "A256KW", "--out", "protect.jwk", folder=tmp_path).returncode == 0
    protect_with = ["--protect-with", "protect.jwk"]
    assert run("keyring", "create", "keys.ring", "Ed25519", *protect_with, folder=tmp_path).returncode == 0
    key = tokenseal.Key.from_jwk((tmp_path / "protect.jwk").read_text(encoding="utf-8"))
    ring = tokenseal.KeyRing.open(tmp_path / "keys.ring", key)
    token, verifier = tokenseal.Issuer(ring, lifetime="15m").issue({}), tokenseal.Verifier(ring)
    assert verifier.verify(token)
    revoked = run("keyring", "revoke", "keys.ring", "--key-id", ring.keys()[0]["key_id"], *protect_with, folder=tmp_path)
    assert json.loads(revoked.stdout)["needs_key"] == []
    ring.to_key_set()  # looks at the file, as a check does every 200 ms
    with pytest.raises(tokenseal.KeyNotFoundError):
        verifier.verify(token)


def test_exit_codes(tmp_path: Path) -> None:
    assert run("keygen", "HS256", "--out", "key.jwk", folder=tmp_path).returncode == 0
    refused = run("verify", "no.token.here", "--key", "key.jwk", "--json", folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "") and json.loads(refused.stderr)["error"] == "ERR_JWS_INVALID"
    for wrong in (["verify", "a.b.c", "--key", "missing.jwk"], ["no-such-command"], ["verify", "--no-such-option"]):
        outcome = run(*wrong, folder=tmp_path)
        assert (outcome.returncode, outcome.stdout) == (2, "") and outcome.stderr
    assert "Usage: tokenseal verify" in run("verify", "--help").stdout


def test_version() -> None:
    assert run("--version").stdout == f"tokenseal {importlib.metadata.version('tokenseal')}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every argument is Unicode")
def test_arguments_that_are_not_unicode() -> None:
    outcome = run("verify", "a.b.c", "--key", b"\xff")
    assert outcome.returncode == 2 and "Traceback" not in outcome.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_interrupted() -> None:
    with subprocess.Popen([*MODULE, "inspect"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        # More than a pipe holds: once it is written, the command is reading.
        process.stdin.write(b"a" * 500_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        assert process.wait() == -signal.SIGINT
        assert process.stderr and process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says it otherwise")
def test_a_reader_that_has_gone() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    outcome = subprocess.run([*MODULE, "algorithms"], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (outcome.returncode, outcome.stderr) == (0, b"")


def test_streams_are_those_of_the_process(capfd: pytest.CaptureFixture[str]) -> None:
    from tokenseal._native import _main

    assert _main(["algorithms"], lambda _request: ("{}", b""), lambda _url, _request: None) == 0
    assert "ES256" in capfd.readouterr().out


@pytest.mark.skipif(not HOSTILE_SERVER, reason="the hostile server was not built: see tests/remote/README.md")
def test_keys_that_an_issuer_publishes(tmp_path: Path) -> None:
    vectors = json.loads((Path(__file__).parents[2] / "tests/vectors/jws_algorithms.json").read_bytes())
    signing = next(key for group in vectors["groups"] for key in group["keys"]["keys"] if key.get("alg") == "ES256" and "d" in key)
    with subprocess.Popen([HOSTILE_SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None and server.stdout is not None
        base = json.loads(server.stdout.readline())["http"]
        issuer = f"{base}/b/ok"
        token = tokenseal.sign({"sub": "alice"}, tokenseal.Key.from_jwk(signing | {"kid": "good-1"}), issuer=issuer, expires_in="15m")
        good = run("verify", token, "--issuer", issuer, "--allow-http", "--claims")
        assert (good.returncode, good.stderr) == (0, "") and json.loads(good.stdout)["sub"] == "alice"
        down = run("verify", token, "--jwks-url", f"{base}/b/500/jwks.json", "--issuer", issuer, "--allow-http")
        assert down.returncode == 2 and down.stderr.startswith("tokenseal: ERR_JWKS_UNAVAILABLE: ")
        server.stdin.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there the program is waited for, and is no script")
def test_serve_is_a_program_of_its_own(tmp_path: Path) -> None:
    program = tmp_path / "tokenseal-serve"
    program.write_text('#!/bin/sh\nread line\necho "$$ $line $@"\nexit 7\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    arguments = [*MODULE, "serve", "--json", "--help"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as process:
        stdout, _ = process.communicate("hello\n")
    # It has replaced the Python process, so that signals reach it.
    assert (process.returncode, stdout) == (7, f"{process.pid} hello --json --help\n")
    program.unlink()
    missing = subprocess.run(arguments, capture_output=True, encoding="utf-8", env={**environment, "PATH": str(tmp_path)}, check=False)
    assert missing.returncode == 2 and "tokenseal-serve is a program of its own" in missing.stderr
