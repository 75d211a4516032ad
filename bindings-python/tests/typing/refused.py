"""What type checkers are to refuse, line by line. Nothing here is run."""

from tokenseal import Issuer, Key, KeyRing, Revocations, Verifier, jws, sign, verify
from tokenseal.types import SignOptions, VerifyOptions

key = Key.generate("ES256")

verify("a.b.c", key, isuer="https://issuer.example")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
verify("a.b.c", key, issuer=None)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
verify("a.b.c", "secret")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
verify("a.b.c", key, "ES256")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
verify(None, key)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
verify("a.b.c", key, allow_unsigned=True)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
sign({1: "one"}, key, expires_in=60)  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
sign("{}", key, expires_in=60)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
sign({}, key, expires_in=1.5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
sign({}, key, profile="access")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
Verifier[int](key)  # type: ignore[type-var] # pyright: ignore[reportInvalidTypeArguments]
verify("a.b.c", key).claims = {}  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
key.from_secret(1, "HS256")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
Verifier(key, clock=1)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
Issuer(key, clock=lambda: "now")  # type: ignore[arg-type, return-value] # pyright: ignore[reportArgumentType]
verify("a.b.c", key, clock=lambda: 1.5)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
jws.verify("a.b.c", key, require="some")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
options: VerifyOptions = {"isuer": "https://issuer.example"}  # type: ignore[typeddict-unknown-key] # pyright: ignore[reportAssignmentType]
signing: SignOptions = {"type": None}  # type: ignore[typeddict-item] # pyright: ignore[reportAssignmentType]
verify("a.b.c", KeyRing.create("ES256"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
KeyRing.create("ES256", rotate="30d")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
KeyRing.open("keys.ring", "secret")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
Verifier(key, revocations=[])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
verify("a.b.c", key, revocations=Revocations())  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
Revocations().revoke("a.b.c")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
Revocations().revoke(verify("a.b.c", key), until=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
Revocations().apply_events(verify("a.b.c", key), until=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
Revocations().revoke_issuer(None)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
