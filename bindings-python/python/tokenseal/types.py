"""Types for annotations: the names of algorithms, the types of arguments, and the options of each
function.

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

What the issuer and the verifier of a token must agree on is a separate TypedDict, since a plain
dict does not match typed options:

>>> from tokenseal import Issuer
>>> from tokenseal.types import Names
>>> names: Names = {"issuer": "https://issuer.example", "audience": "https://api.example"}
>>> key = Key.generate("ES256")
>>> token = Issuer(key, lifetime="15m", **names).issue({"sub": "alice"})
>>> Verifier(key.public(), **names).verify(token)["sub"]
'alice'

An algorithm argument accepts any str, so that it may come from a setting; the names are for
completion, and for your own settings.
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
