"""`tokenseal.compat.pyjwt.types`itself, not a copy: what a program replaces in one is replaced in
the other.
"""

import sys

from tokenseal.compat.pyjwt import types as _module
from tokenseal.compat.pyjwt.types import *

sys.modules[__name__] = _module
