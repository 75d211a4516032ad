"""`tokenseal.compat.pyjwt.api_jwk`itself, not a copy: what a program replaces in one is replaced
in the other.
"""

import sys

from tokenseal.compat.pyjwt import api_jwk as _module
from tokenseal.compat.pyjwt.api_jwk import *

sys.modules[__name__] = _module
