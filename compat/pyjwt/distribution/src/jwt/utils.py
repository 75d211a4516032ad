"""`tokenseal.compat.pyjwt.utils`itself, not a copy: what a program replaces in one is replaced in
the other.
"""

import sys

from tokenseal.compat.pyjwt import utils as _module
from tokenseal.compat.pyjwt.utils import *

sys.modules[__name__] = _module
