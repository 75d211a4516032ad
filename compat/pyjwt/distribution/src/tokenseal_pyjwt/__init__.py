"""Which distribution provides the module `jwt`: this one, or PyJWT.

Both install into the folder `jwt`. Whichever is installed last overwrites the other, and no
installer says so. `import jwt` refuses to run over PyJWT's remains; if PyJWT was installed over
this distribution, only other code can tell: `require`, or `python -m tokenseal_pyjwt`.

>>> import tokenseal_pyjwt
>>> tokenseal_pyjwt.require()
"""

from __future__ import annotations

import os
import re

__all__ = ["refuse_mixing", "require"]

# As installers name the folders of metadata: of a wheel, or of Debian's packages and others without one.
_METADATA = re.compile(r"pyjwt-([^-]+)(?:-py3[.\d]*)?\.(dist|egg)-info", re.IGNORECASE)
_MEND = (
    "Uninstall both PyJWT and tokenseal-pyjwt, then install tokenseal-pyjwt; "
    "docs/dropin-pyjwt.md of tokenseal says how to keep a dependency from bringing PyJWT back."
)


def require() -> None:
    """Raises an ImportError unless `import jwt` gives tokenseal's module. For a program that must not run over PyJWT by accident."""
    from tokenseal.compat import pyjwt

    try:
        import jwt
    except ModuleNotFoundError as error:
        raise ImportError(f"the module `jwt` is gone, as it is when PyJWT was removed after it had been installed over it. {_MEND}") from error
    if getattr(jwt, "decode", None) is not pyjwt.decode:
        raise ImportError(f"the module `jwt` is not tokenseal's: something was installed over it, or comes before it on the path. {_MEND}")


def refuse_mixing(module: str) -> None:
    """Raises an ImportError if a PyJWT claims the folder of this module file as its own."""
    package = os.path.dirname(os.path.abspath(module))
    version = _owner(os.path.dirname(package))
    if version is not None:
        raise ImportError(f"PyJWT {version} and tokenseal-pyjwt are both installed here, and both are the module `jwt`. {_MEND}")


def _owner(folder: str) -> str | None:
    """The version of the PyJWT whose metadata in this folder names the module's files, if there is one."""
    try:
        names = os.listdir(folder)
    except OSError:  # an archive, or a program that was frozen: nobody installs into those
        return None
    for name in names:
        found = _METADATA.fullmatch(name)
        if found and (found[2] == "egg" or _has_module(os.path.join(folder, name, "RECORD"))):
            return found[1]
    return None


def _has_module(record: str) -> bool:
    """Whether a list of installed files has the module. That of a stand-in for PyJWT, which only
    requires this distribution, does not.
    """
    try:
        with open(record, encoding="utf-8", newline="") as lines:
            return any(line.startswith(("jwt/__init__.py,", '"jwt/__init__.py"')) for line in lines)
    except FileNotFoundError:
        # Some installers for a whole system leave the list out. Then nobody can tell, and it is taken for PyJWT's.
        return True
