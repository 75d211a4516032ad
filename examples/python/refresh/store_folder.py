"""A record of which refresh tokens were issued, for the processes of one machine."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


class FolderGenerations:
    """A file for each generation, in a folder on a local disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def add(self, family: str, generation: int, now: float, ends: float) -> bool:
        # Written under another name first, so that whoever finds the file finds all of its text.
        draft = self._folder / f".{secrets.token_hex(16)}"
        with draft.open("x", encoding="ascii") as file:
            file.write(f"{now} {ends}")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, self._folder / f"{family}.{generation}")
        except FileExistsError:
            return False
        finally:
            draft.unlink()
        return True

    def issued_at(self, family: str, generation: int) -> float | None:
        with contextlib.suppress(FileNotFoundError):
            text = (self._folder / f"{family}.{generation}").read_text(encoding="ascii")
            return float(text.split()[0])
        return None

    def sweep(self, now: float) -> None:
        """Removes what has expired. Call it from a timer, once a day."""
        for path in self._folder.glob("[!.]*"):
            with contextlib.suppress(FileNotFoundError):
                if float(path.read_text(encoding="ascii").split()[1]) < now:
                    path.unlink()
