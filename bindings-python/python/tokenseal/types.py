"""Types for annotations: the names of algorithms, the forms that arguments may have, and the options of each function.

>>> from tokenseal import Key, Verifier
>>> from tokenseal.types import Keys, SignatureAlgorithm
>>> def verifier(keys: Keys, *algorithms: SignatureAlgorithm) -> Verifier:
...     return Verifier(keys, algorithms=algorithms)

The options of each function are a TypedDict, for functions of your own that pass them on:

>>> from tokenseal import Token, verify
>>> from tokenseal.types import VerifyOptions
>>> defaults: VerifyOptions = {"issuer": "https://issuer.example", "leeway": "30s"}
>>> def check(token: str, keys: Keys) -> Token:
...     return verify(token, keys, **defaults)

Where an algorithm is an argument, any str is accepted, so that it may come from a setting; the names are for completion, and for settings of your own.
"""

import tokenseal._forms as _forms
import tokenseal._names as _names
import tokenseal._options as _options

from ._forms import *  # noqa: F403
from ._names import *  # noqa: F403
from ._options import *  # noqa: F403

__all__: list[str] = []
__all__ += _forms.__all__
__all__ += _names.__all__
__all__ += _options.__all__
