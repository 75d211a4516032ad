"""The surface of `tokenseal.compat.pyjwt` is PyJWT's. Where the two end differently, that is listed here with what comes of it."""

from __future__ import annotations

import __future__
import ast
import doctest
import importlib
import inspect
import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import jwt as pyjwt
import jwt.help
import pytest
import tokenseal
import tokenseal.compat.pyjwt.help
from compat_pyjwt.both import DAY, HS, NOW, RS_JWK, RS_TOKEN, SECRET, outcome, raw
from cryptography.hazmat.primitives.asymmetric import rsa
from tokenseal import Key, TokenError
from tokenseal.compat import pyjwt as shim

SHORT = pyjwt.encode({"sub": "alice"}, SECRET)
DIFFERENCES: dict[str, tuple[Callable[[ModuleType], Any], str]] = {
    "none is no algorithm": (lambda module: module.encode({}, None, algorithm="none"), "NotImplementedError"),
    "algorithm=None means none": (lambda module: module.encode({}, None, algorithm=None), "InvalidAlgorithmError"),
    "a short secret": (lambda module: module.encode({}, "secret"), "InvalidKeyError"),
    "nothing but zeros": (lambda module: module.encode({}, bytes(64)), "InvalidKeyError"),
    "a short RSA key": (lambda module: module.encode({}, rsa.generate_private_key(65537, 1024), "RS256"), "InvalidKeyError"),
    "padding": (lambda module: module.decode(SHORT + "=", SECRET, HS), "DecodeError"),
    "an infinite claim": (lambda module: module.encode({"a": float("inf")}, SECRET), "ValueError"),
    "NaN in claims": (lambda module: len(module.decode(signed(b'{"a":NaN}'), SECRET, HS)), "DecodeError"),
    "duplicate claims": (lambda module: module.decode(signed(b'{"a":1,"a":2}'), SECRET, HS), "DecodeError"),
    "UTF-16": (lambda module: module.decode(signed('{"a":1}'.encode("utf-16")), SECRET, HS), "DecodeError"),
    "a lone surrogate": (lambda module: module.decode(signed(b'{"a":"\\ud800"}'), SECRET, HS), "DecodeError"),
    "nested deeply": (lambda module: module.decode(signed(b'{"a":' + b"[" * 40 + b"]" * 40 + b"}"), SECRET, HS), "DecodeError"),
    "a long token": (lambda module: module.decode(signed(b'{"a":"' + b"a" * 300_000 + b'"}'), SECRET, HS), "DecodeError"),
    "a cty of the wrong type": (lambda module: module.decode(raw(b'{"alg":"HS256","cty":1}'), SECRET, HS), "DecodeError"),
    "a typ of the wrong type": (lambda module: module.decode(raw(b'{"alg":"HS256","typ":null}'), SECRET, HS), "DecodeError"),
    "duplicates in the header": (lambda module: module.decode(raw(b'{"alg":"HS256","a":1,"a":1}'), SECRET, HS), "DecodeError"),
    "crit of the caller's": (lambda module: module.encode({}, SECRET, headers={"crit": ["x"], "x": 1}), "InvalidTokenError"),
    "a text for a list": (lambda module: module.decode(SHORT, SECRET, "HS256,RS256"), "InvalidAlgorithmError"),
    "a JWK for encryption": (lambda module: module.decode(RS_TOKEN, module.PyJWK({**RS_JWK, "use": "enc"})), "InvalidKeyError"),
    "an alg that contradicts the JWK's": (lambda module: module.PyJWK({**RS_JWK, "alg": "RS256"}, "RS512").algorithm_name, "InvalidKeyError"),
    "the key of a JWK with alg": (
        lambda module: module.decode(RS_TOKEN, module.PyJWK({**RS_JWK, "alg": "RS512"}).key, ["RS256"]),
        "InvalidAlgorithmError",
    ),
    "an algorithm of the caller's": (
        lambda module: module.PyJWS().register_algorithm("XX", module.algorithms.NoneAlgorithm()),
        "NotImplementedError",
    ),
    "ES521": (lambda module: module.PyJWS().get_algorithm_by_name("ES521") and None, "NotImplementedError"),
}


def signed(payload: bytes) -> str:
    return pyjwt.PyJWS().encode(payload, SECRET)


@pytest.mark.parametrize("name", DIFFERENCES)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_difference(name: str) -> None:
    call, expected = DIFFERENCES[name]
    theirs, ours = outcome(call, pyjwt), outcome(call, shim)
    assert not isinstance(theirs, list) or theirs[-1] != "object", f"PyJWT refuses it too: {theirs}"
    assert expected in ours


def test_what_is_only_here() -> None:
    for alg in ("Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"):
        key = Key.generate(alg)
        assert shim.decode(shim.encode({"sub": "alice"}, key), key.public()) == {"sub": "alice"}
        assert shim.decode(shim.encode({"sub": "alice"}, key.to_pem(private=True), alg), key.to_pem(), [alg]) == {"sub": "alice"}


MODULES = ("algorithms", "api_jwk", "api_jws", "api_jwt", "exceptions", "help", "jwks_client", "jwk_set_cache", "types", "utils", "warnings")

MISSING: dict[str, str] = {
    "api_jwk.has_crypto": "it is in `algorithms`",
    "api_jwk.requires_cryptography": "it is in `algorithms`",
    "api_jws.has_crypto": "it is in `algorithms`",
    "api_jws.requires_cryptography": "it is in `algorithms`",
    "help.cryptography": "the package, where PyJWT has imported it",
    "help.cryptography_version": "it is asked for when `info` is called",
    "utils.EllipticCurve": "a name for an annotation",
    "utils.decode_dss_signature": "a function of cryptography's",
    "utils.encode_dss_signature": "a function of cryptography's",
}
"""Names that PyJWT's modules have, and the shim's have not, with the reason."""

BUILTIN = {*sys.stdlib_module_names, "typing_extensions"}


def is_of_python(value: Any) -> bool:
    """Whether a module has imported a name from Python itself, which nobody would look for there."""
    home = value.__name__ if inspect.ismodule(value) else getattr(value, "__module__", None)
    return isinstance(value, __future__._Feature) or str(home).partition(".")[0] in BUILTIN or value is TYPE_CHECKING


def test_names() -> None:
    assert set(pyjwt.__all__) <= set(shim.__all__)
    assert shim.__version__ == pyjwt.__version__


def test_every_name_of_every_module() -> None:
    """Each public name is there, or is listed with the reason."""
    missing = {name for name in vars(pyjwt) if not name.startswith("_") and not hasattr(shim, name)}
    for module in MODULES:
        theirs, ours = (importlib.import_module(f"{package.__name__}.{module}") for package in (pyjwt, shim))
        for name, value in vars(theirs).items():
            if name.startswith("_") or is_of_python(value) or hasattr(ours, name):
                continue
            # What a module of PyJWT's has from another one is looked for where it is made.
            home = str(getattr(value, "__module__", "")).removeprefix("jwt.")
            if home == module or home not in MODULES or not hasattr(importlib.import_module(f"{shim.__name__}.{home}"), name):
                missing.add(f"{module}.{name}")
    assert missing == set(MISSING)


def test_the_algorithms_whose_keys_have_a_public_half() -> None:
    """What flask-jwt-extended and simplejwt choose a key by. PyJWT's `ES521` is an old misspelling of its own, which names no algorithm."""
    only_here = {"Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"}
    assert shim.algorithms.requires_cryptography == pyjwt.algorithms.requires_cryptography - {"ES521"} | only_here
    assert shim.algorithms.requires_cryptography == set(shim.algorithms.get_default_algorithms()) - {"HS256", "HS384", "HS512"}
    assert set(pyjwt.algorithms.get_default_algorithms()) - set(shim.algorithms.get_default_algorithms()) == {"ES521", "none"}


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    shim.help.main()
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in pyjwt.help.info()} == pyjwt.help.info()
    assert told["tokenseal"]["version"] == tokenseal.__version__


@pytest.mark.parametrize("module", MODULES)
def test_module(module: str) -> None:
    """Everything public is there, with the same arguments in the same order, and every class under the same classes."""
    theirs, ours = (importlib.import_module(f"{package.__name__}.{module}") for package in (pyjwt, shim))
    for name, value in vars(theirs).items():
        if name.startswith("_") or getattr(value, "__module__", None) != theirs.__name__:
            continue
        found = getattr(ours, name)
        if not inspect.isclass(value):
            assert parameters(value) == parameters(found), name
            continue
        bases = [base.__name__ for base in value.__mro__]
        assert bases == [base.__name__ for base in found.__mro__ if base.__name__ in bases], name
        for method, function in vars(value).items():
            if inspect.isfunction(function) and (method == "__init__" or not method.startswith("_")):
                assert parameters(function) == parameters(getattr(found, method)), f"{name}.{method}"


def parameters(function: Any) -> list[tuple[str, Any]]:
    found = inspect.signature(function).parameters.values()
    return [(parameter.name, repr(parameter.default) if not repr(parameter.default).startswith("<object") else "") for parameter in found]


def test_errors_have_codes() -> None:
    def refusal(call: Callable[[], Any]) -> shim.PyJWTError:
        with pytest.raises(shim.PyJWTError) as raised:
            call()
        return raised.value

    error = refusal(lambda: shim.decode(SHORT, SECRET + "x", HS))
    assert (error.code, error.claim) == ("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", None)
    assert isinstance(error.__cause__, TokenError) and error.__cause__.code == error.code
    assert refusal(lambda: shim.encode({}, "secret")).code == "ERR_KEY_WEAK"
    assert refusal(lambda: shim.encode({}, SECRET, "none")).code == "ERR_JOSE_NOT_SUPPORTED"
    assert refusal(lambda: shim.decode(SHORT, SECRET, ["HS384"])).code == "ERR_JOSE_ALG_NOT_ALLOWED"
    assert refusal(lambda: shim.decode("a.b", SECRET, HS)).code == "ERR_JWS_INVALID"
    assert refusal(lambda: shim.decode(signed(b"[]"), SECRET, HS)).code == "ERR_JWT_INVALID"
    cases: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
        ({"exp": 1}, {}, "ERR_JWT_EXPIRED", "exp"),
        ({"nbf": NOW + DAY}, {}, "ERR_JWT_NOT_YET_VALID", "nbf"),
        ({"aud": "a"}, {"audience": "b"}, "ERR_JWT_CLAIM_MISMATCH", "aud"),
        ({"aud": 1}, {"audience": "b"}, "ERR_JWT_CLAIM_INVALID", "aud"),
        ({"sub": "a"}, {"subject": "b"}, "ERR_JWT_CLAIM_MISMATCH", "sub"),
        ({}, {"issuer": "b"}, "ERR_JWT_CLAIM_MISSING", "iss"),
    ]
    for claims, arguments, code, claim in cases:
        token = pyjwt.PyJWS().encode(json.dumps(claims).encode(), SECRET)
        error = refusal(lambda: shim.decode(token, SECRET, HS, **arguments))
        assert (error.code, error.claim) == (code, claim)


def test_errors_are_pickled() -> None:
    for call in (lambda: shim.decode(SHORT, SECRET, HS, issuer="a"), lambda: shim.encode({}, "secret")):
        with pytest.raises(shim.PyJWTError) as raised:
            call()
        again = pickle.loads(pickle.dumps(raised.value))
        assert (type(again), str(again), again.code) == (type(raised.value), str(raised.value), raised.value.code)


@pytest.mark.parametrize("module", ["tokenseal.compat.pyjwt", "tokenseal.compat.pyjwt.exceptions"])
def test_examples_in_the_documentation(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module))
    assert found.attempted > 0
    assert found.failed == 0


OWN = {
    "tokenseal._native._sign_bytes",
    "tokenseal._native._verify_bytes",
    "tokenseal._drivers.exchange",
    "tokenseal._drivers.threads",
    "tokenseal._drivers.flights",
    "tokenseal._drivers.flights.Failed",
}
"""What the package has inside that the shim may use: what signs bytes, and what carries a request by a deadline."""


def test_it_uses_the_public_api_and_what_is_listed() -> None:
    used: set[str] = set()
    for path in sorted(Path(shim.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                # What it imports of its own folder is its own.
                assert node.level <= 1, path.name
                named = [f"{node.module}.{name}" for name in named] if node.level == 0 else []
            used |= {name for name in named if name.split(".")[0] == "tokenseal" and any(part.startswith("_") for part in name.split("."))}
    assert used == OWN
