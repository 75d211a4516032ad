"""PyJWT's module, provided by tokenseal: everything here is `tokenseal.compat.pyjwt`, under the
name that programs and their dependencies import.

The differences from PyJWT are listed at https://github.com/tokenseal/tokenseal/tree/main/docs/compat-pyjwt.md.
"""

import os

import tokenseal_pyjwt

# Before anything else is imported: another distribution's files may lie next to this one.
tokenseal_pyjwt.refuse_mixing(__file__)

from tokenseal.compat import pyjwt as _pyjwt
from tokenseal.compat.pyjwt import *
from tokenseal.compat.pyjwt import __all__ as __all__
from tokenseal.compat.pyjwt import __version__ as __version__

from . import algorithms as algorithms
from . import api_jwk as api_jwk
from . import api_jws as api_jws
from . import api_jwt as api_jwt
from . import exceptions as exceptions
from . import jwk_set_cache as jwk_set_cache
from . import jwks_client as jwks_client
from . import types as types
from . import utils as utils
from . import warnings as warnings

# By name, for the whole process, and only here: nothing else of tokenseal reads the environment.
if os.environ.get("TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS") == "1":
    _pyjwt.allow_weak_secrets()
