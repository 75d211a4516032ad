"""`tokenseal.compat.pyjwt.help`itself, not a copy: what a program replaces in one is replaced in
the other.
"""

import sys

from tokenseal.compat.pyjwt import help as _module
from tokenseal.compat.pyjwt.help import *

sys.modules[__name__] = _module

if __name__ == "__main__":
    _module.main()
