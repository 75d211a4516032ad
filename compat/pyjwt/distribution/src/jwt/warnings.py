"""`tokenseal.compat.pyjwt.warnings`itself, not a copy: what a program replaces in one is replaced
in the other.
"""

import sys

from tokenseal.compat.pyjwt import warnings as _module
from tokenseal.compat.pyjwt.warnings import *

sys.modules[__name__] = _module
