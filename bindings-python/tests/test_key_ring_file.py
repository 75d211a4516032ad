"""A KeyRing in a file: what is never used, never overwritten, and seen by every process."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tokenseal import Issuer, Key, KeyRing, TokenError, Verifier
from tokenseal.testing import Clock

NOW = 1_700_000_000
PROTECT = Key.generate("A256KW")
OTHER = Key.generate("dir", enc="A256GCM")


def refused(work: Callable[[], Any]) -> str:
    with pytest.raises(TokenError) as caught:
        work()
    return caught.value.code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.ring"


def kept(path: Path, **options: Any) -> KeyRing:
    ring = KeyRing.create("Ed25519", **options)
    ring.save(path, PROTECT)
    return ring


def test_what_is_saved_is_opened(path: Path) -> None:
    clock = Clock(NOW)
    ring = kept(path, clock=clock)
    opened = KeyRing.open(str(path), [OTHER, PROTECT], clock=clock)
    assert opened.keys() == ring.keys() and opened.status()["kept"]
    assert Verifier(opened, clock=clock).verify(Issuer(ring, lifetime="15m", clock=clock).issue({}))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_overwritten_and_nothing_is_made_instead(path: Path) -> None:
    ring = kept(path)
    text = path.read_bytes()
    assert refused(lambda: KeyRing.create("ES256").save(path, PROTECT)) == "ERR_OPTION_INVALID"
    assert refused(lambda: ring.save(path.with_name("other.ring"), PROTECT)) == "ERR_OPTION_INVALID"
    assert refused(lambda: KeyRing.open(path, OTHER)) == "ERR_KEYRING_UNAVAILABLE"
    assert refused(lambda: KeyRing.open(path.with_name("none.ring"), PROTECT)) == "ERR_KEYRING_UNAVAILABLE"
    assert refused(lambda: KeyRing.open(path, Key.generate("HS256"))) == "ERR_OPTION_INVALID"
    assert refused(lambda: KeyRing.create("ES256").save(path.with_name("no") / "keys.ring", PROTECT)) == "ERR_KEYRING_UNAVAILABLE"
    assert path.read_bytes() == text and sorted(one.name for one in path.parent.iterdir()) == ["keys.ring", "keys.ring.lock"]


def test_a_torn_file_is_not_used_and_not_mended(path: Path) -> None:
    kept(path)
    text = path.read_bytes()
    for torn in (b"", text[: len(text) // 2], text[:-1], text + b"x", b"not a ring"):
        path.write_bytes(torn)
        assert refused(lambda: KeyRing.open(path, PROTECT)) == "ERR_KEYRING_UNAVAILABLE"
        assert path.read_bytes() == torn


def test_what_is_at_hand_serves_on_while_the_file_is_bad(path: Path) -> None:
    clock = Clock(NOW)
    ring = kept(path, clock=clock)
    issuer, verifier = Issuer(ring, lifetime="15m", clock=clock), Verifier(ring, clock=clock)
    text, before = path.read_bytes(), ring.keys()
    path.write_bytes(text[:-1])
    clock.advance("1s")
    assert verifier.verify(issuer.issue({}))
    failed = ring.status()["failed"]
    assert failed["code"] == "ERR_KEYRING_UNAVAILABLE" and "opened" in failed["message"]
    assert refused(ring.advance) == "ERR_KEYRING_UNAVAILABLE" and path.read_bytes() == text[:-1]
    path.write_bytes(text)
    clock.advance("1s")
    assert verifier.verify(issuer.issue({})) and ring.status()["failed"] is None and ring.keys() == before


def test_an_older_generation_is_not_used_and_not_overwritten(path: Path) -> None:
    clock = Clock(NOW)
    ring = kept(path, clock=clock)
    backup, stolen = path.read_bytes(), ring.signing_key()
    token = Issuer(ring, lifetime="15m", clock=clock).issue({})
    assert stolen.key_id is not None
    ring.revoke(stolen.key_id)
    path.write_bytes(backup)
    clock.advance("1s")
    assert refused(lambda: Verifier(ring, clock=clock).verify(token)) == "ERR_JWKS_NO_MATCHING_KEY"
    assert "older" in ring.status()["failed"]["message"]
    assert refused(ring.advance) == "ERR_KEYRING_UNAVAILABLE" and path.read_bytes() == backup


def test_a_kms_in_two_steps(path: Path) -> None:
    ring = KeyRing.create("Ed25519", now=NOW)
    ring.save(path, PROTECT, wrapped_key=bytearray(b"wrapped\x00once"))
    assert KeyRing.wrapped_key(path) == b"wrapped\x00once"
    KeyRing.open(path, [OTHER, PROTECT]).rewrap(OTHER, wrapped_key=b"wrapped again", now=NOW)
    assert KeyRing.wrapped_key(path) == b"wrapped again"
    assert refused(lambda: KeyRing.open(path, PROTECT)) == "ERR_KEYRING_UNAVAILABLE"
    assert KeyRing.open(path, OTHER).status()["generation"] == 2
    assert refused(lambda: KeyRing.create("Ed25519").rewrap(OTHER)) == "ERR_OPTION_INVALID"


def test_a_ring_without_a_wrapped_key_says_so(path: Path) -> None:
    kept(path)
    assert KeyRing.wrapped_key(path) is None
    path.write_bytes(b"something else")
    assert refused(lambda: KeyRing.wrapped_key(path)) == "ERR_KEYRING_UNAVAILABLE"


def run(program: str, *arguments: object) -> str:
    """Another process, which exits by itself."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def key_file(path: Path) -> Path:
    secret = path.with_name("protect.jwk")
    secret.write_text(str(PROTECT.to_jwk(private=True)).replace("'", '"'), encoding="utf-8")
    return secret


def test_another_process_sees_a_revocation_at_once(path: Path) -> None:
    ring = kept(path)
    token = Issuer(ring, lifetime="15m").issue({})
    verifier = Verifier(ring)
    assert verifier.verify(token)
    revoke = """
import sys
from pathlib import Path
from tokenseal import Key, KeyRing
ring = KeyRing.open(sys.argv[1], Key.from_jwk(Path(sys.argv[2]).read_text()))
print(ring.revoke(ring.signing_key().key_id)["changes"][0]["is"])
"""
    assert run(revoke, path, key_file(path)) == "revoked\n"
    ring.to_key_set()  # looks at the file, as a check does every 200 ms
    assert refused(lambda: verifier.verify(token)) == "ERR_JWKS_NO_MATCHING_KEY"


def test_two_processes_change_it_at_once_and_lose_nothing(path: Path) -> None:
    kept(path, now=NOW)
    revoke = f"""
import sys
from pathlib import Path
from tokenseal import Key, KeyRing
ring = KeyRing.open(sys.argv[1], Key.from_jwk(Path(sys.argv[2]).read_text()))
for _ in range(10):
    done = ring.revoke(ring.signing_key(now={NOW}).key_id, now={NOW})
    print(*[change["key_id"] for change in done["changes"] if change["is"] == "revoked"])
"""
    command = [sys.executable, "-c", revoke, str(path), str(key_file(path))]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    revoked = [line for process in processes for line in process.communicate(timeout=120)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    ring = KeyRing.open(path, PROTECT)
    found = {key["key_id"] for key in ring.keys(now=NOW) if key["state"] == "revoked"}
    # Both may have chosen the same key: the second found it revoked.
    assert found == set(revoked) and len(revoked) == len(set(revoked)) >= 10
    assert ring.status(now=NOW)["generation"] == 1 + len(revoked)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_followed(path: Path) -> None:
    kept(path, now=NOW)
    path.parent.chmod(0o500)
    try:
        follow(path)
    finally:
        path.parent.chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount")
def test_a_read_only_mount_is_followed(path: Path) -> None:
    kept(path, now=NOW)
    mounted = path.parent.parent / f"{path.parent.name}-mounted"
    mounted.mkdir()
    mount = f"mount --bind '{path.parent}' '{mounted}' && mount -o remount,ro,bind '{mounted}'"
    if subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True, check=False).returncode:
        pytest.skip("this system mounts nothing")
    program = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_key_ring_file as own; own.follow_by(sys.argv[1], sys.argv[2])"
    command = ["unshare", "-m", "sh", "-c", f'{mount} && exec "$@"', "sh", sys.executable, "-c", program, str(mounted / path.name), str(key_file(path))]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (finished.returncode, finished.stdout) == (0, "followed\n"), finished.stderr


def follow_by(path: str, key: str) -> None:
    global PROTECT
    PROTECT = Key.from_jwk(Path(key).read_text(encoding="utf-8"))
    follow(Path(path))
    print("followed")


def follow(path: Path) -> None:
    """Issuing and checking still work long after changes were due; only changes are refused."""
    ring = KeyRing.open(path, PROTECT)
    text = path.read_bytes()
    assert Verifier(ring).verify(Issuer(ring, lifetime="15m").issue({}))
    signing = ring.signing_key().key_id
    assert signing is not None
    for change in (ring.advance, lambda: ring.revoke(signing), lambda: ring.rewrap(OTHER), lambda: ring.add(Key.generate("Ed25519"))):
        assert refused(change) == "ERR_OPTION_INVALID"
    assert path.read_bytes() == text and ring.status()["failed"] is None
