"""The distribution whose module `jwt` is the shim: what it gives, and what happens when PyJWT is installed before it, after it, or for it."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from dropin import environment
from dropin.environment import Environment
from tokenseal.compat import pyjwt as shim

MODULES = sorted(module.name for module in pkgutil.iter_modules(shim.__path__) if not module.name.startswith("_"))
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or environment.ROOT / "target") / "python" / "dropin-tests"
OURS = "the module `jwt` is tokenseal's"
# On Windows, Python does not start without this one.
INHERITED = {name: value for name, value in os.environ.items() if name == "SYSTEMROOT"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def pyjwt() -> Path:
    return environment.pyjwt(TARGET)


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Environment]:
    def make(*wheels: Path) -> Environment:
        made = Environment(tmp_path / "venv")
        for wheel in wheels:
            made.pip("install", wheel)
        return made

    return make


@pytest.fixture(scope="module")
def alone(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    alone = Environment(tmp_path_factory.mktemp("alone") / "venv")
    alone.pip("install", wheel)
    return alone


def said(environment: Environment) -> tuple[int, str]:
    return environment.run("-m", "tokenseal_pyjwt", **INHERITED)


def test_it_has_the_modules_of_the_shim() -> None:
    files = {path.stem for path in (environment.DISTRIBUTION / "src" / "jwt").glob("*.py")} - {"__init__"}
    assert sorted(files) == MODULES


def test_everything_is_one_and_the_same(alone: Environment) -> None:
    program = f"""
import importlib
import jwt
import tokenseal.compat.pyjwt as shim

assert jwt.__name__ == "jwt" and jwt.__version__ == shim.__version__ and jwt.__all__ == shim.__all__
for name in shim.__all__:
    assert getattr(jwt, name) is getattr(shim, name), name
for name in {MODULES!r}:
    assert importlib.import_module(f"jwt.{{name}}") is importlib.import_module(f"tokenseal.compat.pyjwt.{{name}}"), name
    assert getattr(jwt, name) is importlib.import_module(f"jwt.{{name}}"), name
"""
    assert alone.run("-c", program, **INHERITED) == (0, "")
    assert said(alone) == (0, OURS)
    assert '"pyjwt"' in alone.run("-m", "jwt.help", **INHERITED)[1]


def test_short_secrets_are_allowed_by_name(alone: Environment) -> None:
    program = "import jwt, warnings; warnings.simplefilter('ignore'); print(len(jwt.encode({}, 'short')) > 0)"
    for value in ("", "0", "true"):
        code, text = alone.run("-c", program, TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS=value, **INHERITED)
        assert code == 1 and "InvalidKeyError" in text, value
    assert alone.run("-c", program, TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS="1", **INHERITED) == (0, "True")
    # Nothing but that distribution reads it.
    code, text = alone.run("-c", program.replace("import jwt", "import tokenseal.compat.pyjwt as jwt"), TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS="1", **INHERITED)
    assert code == 1 and "InvalidKeyError" in text


def test_over_pyjwt_it_does_not_run(made: Callable[..., Environment], wheel: Path, pyjwt: Path) -> None:
    mixed = made(pyjwt, wheel)
    code, text = mixed.run("-c", "import jwt", **INHERITED)
    assert code == 1 and "ImportError: PyJWT 2.15.1 and tokenseal-pyjwt are both installed here" in text
    assert said(mixed)[1].startswith("PyJWT 2.15.1 and tokenseal-pyjwt are both installed here")
    # As the text tells.
    mixed.pip("uninstall", "PyJWT", "tokenseal-pyjwt")
    mixed.pip("install", wheel)
    assert said(mixed) == (0, OURS)


def test_under_pyjwt_it_can_be_asked(made: Callable[..., Environment], wheel: Path, pyjwt: Path) -> None:
    covered = made(wheel, pyjwt)
    assert covered.run("-c", "import jwt; print(jwt.decode.__module__)", **INHERITED) == (0, "jwt.api_jwt")
    code, text = said(covered)
    assert code == 1 and text.startswith("the module `jwt` is not tokenseal's")
    covered.pip("uninstall", "PyJWT")
    code, text = said(covered)
    assert code == 1 and text.startswith("the module `jwt` is gone")


def test_a_stand_in_meets_what_asks_for_pyjwt(alone: Environment, made: Callable[..., Environment], wheel: Path, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    code, path = alone.run("-m", "tokenseal_pyjwt", "stand-in", str(wheels), **INHERITED)
    assert code == 0 and Path(path).is_file()
    before = Path(path).read_bytes()
    alone.run("-m", "tokenseal_pyjwt", "stand-in", str(wheels), **INHERITED)
    assert Path(path).read_bytes() == before
    standing = made()
    standing.pip("install", "--find-links", wheel.parent, "--find-links", wheels, "PyJWT>=2.10,<3")
    assert said(standing) == (0, OURS)
    assert standing.run("-c", "from importlib.metadata import version; print(version('pyjwt'))", **INHERITED)[1].startswith(f"{shim.__version__}+tokenseal.")
    subprocess.run([*environment.PIP, "--python", standing.python, "check"], check=True)


def test_type_checkers_see_through_it(alone: Environment) -> None:
    program = environment.HERE / "program.py"
    mypy = ["-m", "mypy", "--config-file=", "--strict", "--no-incremental", "--python-executable", str(alone.python), str(program)]
    subprocess.run([sys.executable, *mypy], check=True, cwd=alone.packages.parent)
    pyright = subprocess.run([sys.executable, "-m", "pyright", "--pythonpath", str(alone.python), str(program)], capture_output=True, text=True, check=False)
    assert "0 errors, 0 warnings" in pyright.stdout, pyright.stdout


def test_it_says_how_it_is_used(alone: Environment) -> None:
    code, text = alone.run("-m", "tokenseal_pyjwt", "install", **INHERITED)
    assert code == 1 and text == "usage: python -m tokenseal_pyjwt [stand-in FOLDER]"
