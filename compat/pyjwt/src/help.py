"""What a bug report should say about the machine: `python -m tokenseal.compat.pyjwt.help`."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version

import tokenseal

from . import __version__ as pyjwt_version


def info() -> dict[str, dict[str, str]]:
    """The platform, the interpreter, and the versions of what is involved; `pyjwt` is the version
    whose API this is.
    """
    return {
        "platform": {"system": platform.system(), "release": platform.release()},
        "implementation": {"name": platform.python_implementation(), "version": platform.python_version()},
        "cryptography": {"version": _installed("cryptography")},
        "pyjwt": {"version": pyjwt_version},
        "tokenseal": {"version": tokenseal.__version__},
    }


def main() -> None:
    """Prints that as JSON."""
    print(json.dumps(info(), sort_keys=True, indent=2))


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
