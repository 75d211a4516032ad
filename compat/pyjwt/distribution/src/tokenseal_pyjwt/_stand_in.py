"""A wheel that is called PyJWT, holds nothing, and requires this distribution: for installers that cannot leave a dependency out.

Its version is PyJWT's with a local label (PEP 440), which no public index takes: a requirement that names it can only be met by this file.
"""

from __future__ import annotations

import zipfile
from base64 import urlsafe_b64encode
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from tokenseal.compat.pyjwt import __version__ as surface

_METADATA = """\
Metadata-Version: 2.1
Name: PyJWT
Version: {version}
Summary: Stands for PyJWT in an environment whose module jwt is tokenseal's
Requires-Python: >=3.10
Requires-Dist: tokenseal-pyjwt=={own}
Provides-Extra: crypto
Requires-Dist: cryptography>=3.4.0; extra == "crypto"
"""
_WHEEL = "Wheel-Version: 1.0\nGenerator: tokenseal-pyjwt\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write(folder: Path) -> Path:
    """Writes the wheel into the folder, which is made where it is missing. The path of the wheel."""
    own = version("tokenseal-pyjwt")
    stand_in = f"{surface}+tokenseal.{own}"
    info = f"pyjwt-{stand_in}.dist-info"
    files = {f"{info}/METADATA": _METADATA.format(version=stand_in, own=own), f"{info}/WHEEL": _WHEEL}
    record = [f"{name},sha256={_digest(text)},{len(text.encode())}" for name, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"pyjwt-{stand_in}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            # Always of the same time, so that the same versions make the same file, and a lock's hash holds.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, text)
    return path


def _digest(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode("ascii")
