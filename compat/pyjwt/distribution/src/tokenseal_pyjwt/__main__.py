"""`python -m tokenseal_pyjwt` says whose module `jwt` is; `python -m tokenseal_pyjwt stand-in FOLDER` writes the stand-in for PyJWT."""

from __future__ import annotations

import sys
from pathlib import Path

from . import require
from ._stand_in import write

USAGE = "usage: python -m tokenseal_pyjwt [stand-in FOLDER]"


def main(arguments: list[str]) -> str | int:
    """What the process ends with: 0, or a text for its standard error and 1."""
    if not arguments:
        try:
            require()
        except ImportError as error:
            return str(error)
        print("the module `jwt` is tokenseal's")
        return 0
    if len(arguments) == 2 and arguments[0] == "stand-in":
        print(write(Path(arguments[1])))
        return 0
    return USAGE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
