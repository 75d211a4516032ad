"""`tokenseal.compat.pyjwt.api_jws`itself, not a copy: what a program replaces in one is replaced
in the other.
"""

import sys

from tokenseal.compat.pyjwt import api_jws as _module
from tokenseal.compat.pyjwt.api_jws import *

sys.modules[__name__] = _module
