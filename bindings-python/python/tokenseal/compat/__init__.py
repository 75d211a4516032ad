"""Other libraries' surfaces over this one, so that moving over changes one line.

`tokenseal.compat.pyjwt` has the functions, classes, options and exceptions of PyJWT. These modules translate: what a signature, a key or a
header must be is decided by the core, as everywhere, and what it refuses raises the other library's exceptions.
"""

__all__: list[str] = []
