"""`tokenseal.compat.pyjwt.algorithms`itself, not a copy: what a program replaces in one is
replaced in the other.
"""

import sys

from tokenseal.compat.pyjwt import algorithms as _module
from tokenseal.compat.pyjwt.algorithms import *

sys.modules[__name__] = _module
