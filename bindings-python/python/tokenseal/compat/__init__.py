"""Other libraries' APIs over this one, so that migrating changes one line.

`tokenseal.compat.pyjwt` has the functions, classes, options and exceptions of PyJWT. These
modules translate: the core decides what a signature, a key or a header must be, as everywhere,
and its refusals raise the other library's exceptions.
"""

__all__: list[str] = []
