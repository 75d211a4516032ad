"""JSON Web Signature (RFC 7515): any bytes, signed. For claims use `tokenseal.sign` and `tokenseal.verify`, which check them too.

>>> from tokenseal import Key, jws
>>> key = Key.generate("Ed25519")
>>> jws.verify(jws.sign(b"any bytes", key), key.public()).payload
b'any bytes'
"""

from ._native import jws as _jws

Verified = _jws.Verified
sign = _jws.sign
verify = _jws.verify

__all__ = ["Verified", "sign", "verify"]
