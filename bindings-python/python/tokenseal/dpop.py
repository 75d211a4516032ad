"""DPoP (RFC 9449): proofs that an app holds the key that its token is bound to. A `tokenseal.Verifier` checks them with the token.

>>> from tokenseal import Issuer, Key, Verifier, dpop
>>> issuers_key, apps_key = Key.generate("HS256"), Key.generate("ES256")
>>> token = Issuer(issuers_key, lifetime="15m").issue({"sub": "alice"}, confirm=apps_key.public())

The app sends the token as `Authorization: DPoP …`, and with each request a proof of its own:

>>> proof = dpop.prove(apps_key, "POST", "https://api.example/orders", access_token=token)

The service says where its clients reach it, and never takes that from a request:

>>> verifier = Verifier(issuers_key, public_origins=["https://api.example"])
>>> verifier.verify(token, proof=proof, method="POST", url="/orders")["sub"]
'alice'
"""

from ._native import dpop as _dpop

prepare = _dpop.prepare
prove = _dpop.prove

__all__ = ["prepare", "prove"]
