"""Keys and times that several tests share, and helpers for them."""

import pickle
from typing import Any

from tokenseal import Key

NOW = 1_700_000_000
KEY = Key.from_secret(b"thirty-two bytes of real entropy", "HS256", key_id="hmac")
SIGNING = Key.generate("ES256")
RECIPIENT = Key.generate("ECDH-ES+A256KW")

PRIVATE_PEM = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIInpORu7mdvxfwysv86IhaIu5szMnes3AC2nwMJ/2RsS
-----END PRIVATE KEY-----
"""
ENCRYPTED_PEM = """-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAh72lYI/tCaXwICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJ2dvJsLvYwByg14XjRE1t8EQHDb
b478AAla1GUxauEWzskabveEX2Dxivw2tpIYb1aAdCJU9jYxadcWhmD4I9YACiKs
zVKxqj8Dyp+Zs+Qpi0Q=
-----END ENCRYPTED PRIVATE KEY-----
"""
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
-----END CERTIFICATE-----
"""


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))
