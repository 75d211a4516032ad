"""Rewrites the locks of dependents, `NAME.txt`: `python lock.py NAME…`, with what
`requirements.txt` installs.
"""

from __future__ import annotations

import subprocess
import sys

from manifest import load, names

HEAD = "# Written by `python lock.py {name}` of the `requires` in {name}.toml. Do not edit.\n"


def write(name: str) -> None:
    dependent = load(name)
    command = [sys.executable, "-m", "uv", "--no-config", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--no-header", "--no-annotate", "-"]
    wanted = "\n".join(dependent.requires)
    finished = subprocess.run(command, input=wanted, capture_output=True, text=True, check=True)
    dependent.lock.write_text(HEAD.format(name=name) + finished.stdout, encoding="utf-8")


if __name__ == "__main__":
    for wanted_name in sys.argv[1:] or names():
        write(wanted_name)
