"""JSON Web Signature (RFC 7515): any bytes, signed. For claims use `tokenseal.sign` and `tokenseal.verify`, which check them too.

>>> from tokenseal import Key, jws
>>> key = Key.generate("Ed25519")
>>> jws.verify(jws.sign(b"any bytes", key), key.public()).payload
b'any bytes'

With several keys, a JSON token has a signature by each (RFC 7515, section 7.2). A detached
payload stays outside the token:

>>> token = jws.sign(b"any bytes", [key, Key.generate("ES256")], serialization="general", detached=True)
>>> checked = jws.verify(token, key.public(), payload=b"any bytes")
>>> [(one.index, one.algorithm) for one in checked.verified]
[(0, 'Ed25519')]

By default, one valid signature is enough. If each of several parties must have signed, pass
`require="every-key"`.
"""

from ._native import jws as _jws

Verified = _jws.Verified
VerifiedSignature = _jws.VerifiedSignature
sign = _jws.sign
verify = _jws.verify

__all__ = ["Verified", "VerifiedSignature", "sign", "verify"]
