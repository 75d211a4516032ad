"""Tokens and keys exchanged with PyJWT, joserfc, jwcrypto and python-jose: tokenseal reads what
they make, and the other way round.

Every library, tokenseal included, is a `Library`: it makes keys, and makes and reads tokens. One
loop (`exchange.py`) lets each of the others exchange keys and tokens with tokenseal, for every
`Form` of token and every algorithm that tokenseal has, and `table.py` records what was exchanged in
docs/interop-python.md. Each `Library` says what its library lacks, in words that also appear on the
page; such a gap is tried all the same, and fails the test once it has closed.
"""
