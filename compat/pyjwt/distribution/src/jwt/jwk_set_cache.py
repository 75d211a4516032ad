"""`tokenseal.compat.pyjwt.jwk_set_cache`itself, not a copy: what a program replaces in one is
replaced in the other.
"""

import sys

from tokenseal.compat.pyjwt import jwk_set_cache as _module
from tokenseal.compat.pyjwt.jwk_set_cache import *

sys.modules[__name__] = _module
