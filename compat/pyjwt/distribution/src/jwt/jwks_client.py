"""`tokenseal.compat.pyjwt.jwks_client`itself, not a copy: what a program replaces in one is
replaced in the other.
"""

import sys

from tokenseal.compat.pyjwt import jwks_client as _module
from tokenseal.compat.pyjwt.jwks_client import *

sys.modules[__name__] = _module
