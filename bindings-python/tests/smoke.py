"""Tries the package without anything else installed: `python -I smoke.py`, without pytest, from any
folder.
"""

from __future__ import annotations

import importlib.metadata
import json
import pickle
import subprocess
import sys
import sysconfig
from pathlib import Path

import tokenseal
from tokenseal import Issuer, Key, KeySet, TokenError, Verifier, errors, jwe, jws

ISSUER = {"issuer": "https://issuer.example", "audience": "https://api.example"}


def it_is_the_installed_package() -> None:
    folder = Path(tokenseal.__file__).parent
    assert folder.is_relative_to(sys.prefix), folder
    assert (folder / "py.typed").exists() and (folder / "_native.pyi").exists()
    assert not hasattr(tokenseal._native, "_panic_for_test"), "hooks for tests are never shipped"
    metadata = importlib.metadata.metadata("tokenseal")
    assert metadata["License-Expression"] == "MIT OR Apache-2.0"
    names = {path.name for path in importlib.metadata.files("tokenseal") or []}
    assert {"LICENSE-MIT", "LICENSE-APACHE"} <= names, names
    # Every dependency belongs to an extra.
    assert all("extra ==" in needed for needed in importlib.metadata.requires("tokenseal") or [])


def tokens_are_made_and_checked() -> None:
    for algorithm in ("HS256", "RS256", "PS256", "ES256", "Ed25519", "ML-DSA-44"):
        key = Key.generate(algorithm)
        public = key if key.key_type == "oct" else key.public()
        token = Issuer(key, lifetime="15m", **ISSUER).issue({"sub": "alice", "n": 2**70})
        claims = Verifier(public, **ISSUER).verify(token).claims
        assert (claims["sub"], claims["n"]) == ("alice", 2**70)
        assert jws.verify(jws.sign(b"bytes", key, serialization="general"), KeySet([public])).payload == b"bytes"
    for algorithm in ("dir", "A256KW", "A192KW", "RSA-OAEP-256", "ECDH-ES+A256KW"):
        key = Key.generate(algorithm, **({"enc": "A256GCM"} if algorithm == "dir" else {}))
        public = key if key.key_type == "oct" else key.public()
        assert jwe.decrypt(jwe.encrypt(b"bytes", public, compress=True), key).plaintext == b"bytes"
    signing, recipient = Key.generate("ES256"), Key.generate("ECDH-ES+A256KW")
    sealed = tokenseal.seal({"sub": "alice"}, sign_with=signing, encrypt_to=recipient.public(), expires_in="15m")
    assert tokenseal.unseal(sealed, decrypt_with=recipient, verify_with=signing.public())["sub"] == "alice"


def what_is_refused_has_a_code() -> None:
    key = Key.generate("HS256")
    token = tokenseal.sign({}, key, expires_in=60, now=1)
    try:
        tokenseal.verify(token, key)
    except errors.ExpiredError as error:
        again = pickle.loads(pickle.dumps(error))
        assert (error.code, again.code, type(again)) == ("ERR_JWT_EXPIRED", "ERR_JWT_EXPIRED", errors.ExpiredError)
    else:
        raise AssertionError("it was accepted")
    assert issubclass(errors.ExpiredError, TokenError)


def the_surface_of_pyjwt_is_there() -> None:
    import tokenseal.compat.pyjwt as jwt

    secret = "0123456789abcdefghijklmnopqrstuv"
    assert jwt.decode(jwt.encode({"sub": "alice"}, secret), secret, algorithms=["HS256"]) == {"sub": "alice"}


def the_command_is_there() -> None:
    script = Path(sysconfig.get_path("scripts")) / ("tokenseal.exe" if sys.platform == "win32" else "tokenseal")
    for command in ([sys.executable, "-I", "-m", "tokenseal"], [str(script)]):
        done = subprocess.run([*command, "keygen", "ES256"], capture_output=True, text=True, check=True)
        assert Key.from_jwk(json.loads(done.stdout)).is_private
        assert subprocess.run([*command, "verify", "a.b.c", "--nonsense"], capture_output=True, check=False).returncode == 2


if __name__ == "__main__":
    for check in (it_is_the_installed_package, tokens_are_made_and_checked, what_is_refused_has_a_code, the_surface_of_pyjwt_is_there, the_command_is_there):
        check()
    print(f"tokenseal {importlib.metadata.version('tokenseal')} works on {sys.implementation.name} {sys.version.split()[0]}")
