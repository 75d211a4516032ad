"""Tokens and keys exchanged with PyJWT, joserfc, jwcrypto and python-jose: what they make tokenseal
reads, and the other way round.

Every library, tokenseal too, is a `Library`: it makes keys, and makes and reads tokens. One loop
(`exchange.py`) lets each of the others exchange keys and tokens with tokenseal, for every `Form` of
token and every algorithm that tokenseal has, and `table.py` writes down what was exchanged:
docs/interop-python.md. What a library lacks, it says itself, in words that stand on the page too;
such a hole is tried all the same, and one that is none any more fails the test.
"""
