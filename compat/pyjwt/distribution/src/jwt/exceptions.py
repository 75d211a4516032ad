"""`tokenseal.compat.pyjwt.exceptions`itself, not a copy: what a program replaces in one is
replaced in the other.
"""

import sys

from tokenseal.compat.pyjwt import exceptions as _module
from tokenseal.compat.pyjwt.exceptions import *

sys.modules[__name__] = _module
