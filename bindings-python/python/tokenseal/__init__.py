"""JSON Web Tokens that are signed, encrypted or both.

>>> from tokenseal import Key, sign, verify
>>> key = Key.generate("ES256")
>>> token = verify(sign({"sub": "alice"}, key, expires_in="15m"), key.public())
>>> token["sub"]
'alice'

A service makes an `Issuer` or a `Verifier` once and uses it for every request, from as many threads as it likes:

>>> from tokenseal import Issuer, Verifier
>>> issuer = Issuer(key, issuer="https://issuer.example", audience="https://api.example", lifetime="15m")
>>> verifier = Verifier(key.public(), issuer="https://issuer.example", audience="https://api.example", leeway="30s")
>>> verifier.verify(issuer.issue({"sub": "alice", "scope": "read"})).claims["scope"]
'read'

`seal` signs and then encrypts; `unseal` undoes both. `tokenseal.jws` and `tokenseal.jwe` do the
same for arbitrary bytes. Every refusal raises a `TokenError` with a stable `code`; a misspelt
option or an argument of the wrong type is a TypeError.

If a signature shows None as a default, None means that the option is not given. Anywhere else
it is refused, so that an unset setting never drops a check.

The keys of an issuer that publishes them are fetched, and follow its rotations:

>>> from tokenseal import testing
>>> tenant = testing.Issuer("https://tenant.example/", audience="https://api.example")
>>> verifier = Verifier.for_issuer("https://tenant.example/", audience="https://api.example", fetch=tenant.fetch)
>>> verifier.verify(tenant.issue({"sub": "alice"}))["sub"]
'alice'

A service that signs keeps its keys in a `KeyRing`, which publishes and rotates them, so that no valid token is ever refused:

>>> from tokenseal import KeyRing
>>> ring = KeyRing.create("ES256", rotate_every="30d", token_lifetime="15m")
>>> issuer, verifier = Issuer(ring, lifetime="15m"), Verifier(ring)
>>> verifier.verify(issuer.issue({"sub": "alice"})).key_id == ring.signing_key().key_id
True

What was revoked is refused at once, by every Verifier that has the same `Revocations`:

>>> from tokenseal import Revocations, RevokedError
>>> revocations = Revocations(longest_lifetime="15m")
>>> verifier = Verifier(ring, revocations=revocations)
>>> token = verifier.verify(issuer.issue({"sub": "alice"}))
>>> revocations.revoke_subject(None, "alice").kind
'subject'

A Verifier with `StatusLists` looks up what others revoke in the list that a token names; a
`StatusList` is what an issuer publishes:

>>> from tokenseal import StatusLists
>>> lists = StatusLists(allowed_uris=["https://tenant.example/statuses/"], fetch=tenant.fetch)
>>> verifier = Verifier(tenant.keys, issuer="https://tenant.example/", audience="https://api.example", status_lists=lists)
>>> index = tenant.statuses.allocate()
>>> verifier.verify(tenant.issue({"sub": "alice", "status": tenant.statuses.claim(tenant.statuses_uri, index)}))["sub"]
'alice'

`AccessRules` say who may do what, and a `ProtectedResource` takes a request's token, checks it
and says how to answer:

>>> from tokenseal import AccessRules, ProtectedResource
>>> rules = AccessRules.from_json('{ "rules": [ { "methods": ["GET"], "path": "/orders", "require": { "scope": ["orders:read"] } } ] }')
>>> api = ProtectedResource(verifier, rules=rules)
>>> token = tenant.issue({"sub": "alice", "scope": "orders:read"})
>>> api.check("GET", "/orders", [("Authorization", f"Bearer {token}")]).allowed, api.check("GET", "/orders", []).status
(True, 401)

Checking a token takes microseconds, so asynchronous code can call `Verifier.verify` directly;
with remote keys, it awaits `Verifier.verify_async`, which does not block the event loop while
they are fetched. Everything else is synchronous. Whatever takes milliseconds (generating keys,
passwords, RSA signatures, `Verifier.verify_many`) releases the interpreter lock, so that
`await asyncio.to_thread(issuer.issue, claims)` leaves the event loop free.

`tokenseal.testing` has an issuer, a server and a clock for tests. For type checkers,
`tokenseal.types` has the names of algorithms and the types that are accepted.
"""

from . import dpop, errors, http, jwe, jws
from ._native import (
    AccessRules,
    Answer,
    Decision,
    Issuer,
    Key,
    KeyRing,
    KeySet,
    Needed,
    ProtectedResource,
    RemoteKeySet,
    RemoteStatusList,
    ReplayCache,
    RevocationEntry,
    Revocations,
    RuleExplanation,
    RuleFinding,
    StatusList,
    StatusLists,
    Token,
    Unsigned,
    Verifier,
    Withdrawal,
    __version__,
    decrypt,
    encrypt,
    inspect_unverified,
    prepare,
    seal,
    sign,
    unseal,
    verify,
)
from .errors import *  # noqa: F403

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .errors import ErrorCode as ErrorCode, Fault as Fault
else:

    def __getattr__(name: str) -> object:
        # They need `typing`, which takes longer to load than everything else here.
        if name in ("ErrorCode", "Fault"):
            return getattr(errors, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AccessRules",
    "Answer",
    "Decision",
    "ErrorCode",
    "Fault",
    "Issuer",
    "Key",
    "KeyRing",
    "KeySet",
    "Needed",
    "ProtectedResource",
    "RemoteKeySet",
    "RemoteStatusList",
    "ReplayCache",
    "RevocationEntry",
    "Revocations",
    "RuleExplanation",
    "RuleFinding",
    "StatusList",
    "StatusLists",
    "Token",
    "Unsigned",
    "Verifier",
    "Withdrawal",
    "__version__",
    "decrypt",
    "dpop",
    "encrypt",
    "errors",
    "http",
    "inspect_unverified",
    "jwe",
    "jws",
    "prepare",
    "seal",
    "sign",
    "unseal",
    "verify",
]
__all__ += errors.__all__
