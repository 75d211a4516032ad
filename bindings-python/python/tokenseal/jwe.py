"""JSON Web Encryption (RFC 7516): any bytes, encrypted to the holder of a key.

>>> from tokenseal import Key, jwe
>>> key = Key.generate("ECDH-ES+A256KW")
>>> jwe.decrypt(jwe.encrypt(b"for your eyes only", key.public()), key).plaintext
b'for your eyes only'

With several keys, a JSON token is for each of them (RFC 7516, section 7.2):

>>> token = jwe.encrypt(b"for both of you", [Key.generate("RSA-OAEP-256"), key], serialization="general")
>>> jwe.decrypt(token, key).recipient
1

Anyone can encrypt to a public key. If it matters who made a token, use `tokenseal.seal`, which
signs first.
"""

from ._native import jwe as _jwe

Decrypted = _jwe.Decrypted
Pending = _jwe.Pending
decrypt = _jwe.decrypt
encrypt = _jwe.encrypt
prepare_decrypt = _jwe.prepare_decrypt

__all__ = ["Decrypted", "Pending", "decrypt", "encrypt", "prepare_decrypt"]
