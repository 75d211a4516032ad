"""The interceptors of gRPC, on live servers: with threads and with an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import grpc
import grpc.aio
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from http_services import closed_port
from tokenseal import AccessRules, Key, ProtectedResource, RemoteKeySet, Revocations, Verifier, dpop, testing
from tokenseal.grpc import AsyncProtectInterceptor, ProtectInterceptor, token

ISSUER = testing.Issuer("https://login.example", audience="https://orders.example")
RULES = AccessRules.from_json("""{ "rules": [
    { "name": "read", "methods": ["POST"], "path": "/orders.Orders/Read", "require": { "scope": ["orders:read"] } },
    { "name": "streams", "methods": ["POST"], "path": "/orders.Orders/{name}", "require": { "scope": ["orders:stream"] } },
    { "name": "health", "methods": ["POST"], "path": "/grpc.health.v1.Health/Check", "public": true } ] }""")
FORMS = ["threads", "loop", "threads of a loop"]
Code = grpc.StatusCode


def subject() -> bytes:
    own = token()
    return b"nobody" if own is None else str(own["sub"]).encode()


class Methods:
    """The methods of a service, each of which returns whose token it was called with. Messages are
    bytes.
    """

    def read(self, request: bytes, _: Any) -> bytes:
        return subject() + b" " + request

    def list(self, request: bytes, _: Any) -> Iterator[bytes]:
        for _number in range(2):
            yield subject() + b" " + request

    def collect(self, requests: Iterator[bytes], _: Any) -> bytes:
        return subject() + b" " + b"".join(requests)

    def talk(self, requests: Iterator[bytes], context: Any) -> Iterator[bytes]:
        context.set_trailing_metadata((("own", "kept"),))
        for request in requests:
            yield subject() + b" " + request


class AsyncMethods:
    async def read(self, request: bytes, _: Any) -> bytes:
        return subject() + b" " + request

    async def list(self, request: bytes, _: Any) -> AsyncIterator[bytes]:
        for _number in range(2):
            yield subject() + b" " + request

    async def collect(self, requests: AsyncIterator[bytes], _: Any) -> bytes:
        return subject() + b" " + b"".join([request async for request in requests])

    async def talk(self, requests: AsyncIterator[bytes], context: Any) -> None:
        # The other form of a streaming handler, which writes by itself.
        async for request in requests:
            await context.write(subject() + b" " + request)


def handlers(methods: Any) -> list[Any]:
    orders = {
        "Read": grpc.unary_unary_rpc_method_handler(methods.read),
        "List": grpc.unary_stream_rpc_method_handler(methods.list),
        "Collect": grpc.stream_unary_rpc_method_handler(methods.collect),
        "Talk": grpc.stream_stream_rpc_method_handler(methods.talk),
    }
    health = {"Check": orders["Read"]}
    named = {"orders.Orders": orders, "grpc.health.v1.Health": health}
    return [grpc.method_handlers_generic_handler(name, methods) for name, methods in named.items()]


@contextmanager
def served(form: str, resource: ProtectedResource, **options: Any) -> Iterator[Any]:
    """A channel to a server of this kind."""
    with started(form, resource, **options) as port, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield channel


def started(form: str, resource: ProtectedResource, credentials: Any = None, **options: Any) -> AbstractContextManager[int]:
    """The port of a server."""
    methods = AsyncMethods() if form == "loop" else Methods()
    kind = ProtectInterceptor if form == "threads" else AsyncProtectInterceptor
    return contextmanager(on_threads if form == "threads" else on_a_loop)(handlers(methods), kind(resource, **options), credentials)


def port_of(server: Any, credentials: Any) -> int:
    port: int = server.add_secure_port("localhost:0", credentials) if credentials else server.add_insecure_port("127.0.0.1:0")
    return port


def on_threads(all_handlers: Any, interceptor: Any, credentials: Any = None) -> Iterator[int]:
    server = grpc.server(ThreadPoolExecutor(4), handlers=all_handlers, interceptors=[interceptor])
    port = port_of(server, credentials)
    server.start()
    yield port
    server.stop(None).wait()


def on_a_loop(all_handlers: Any, interceptor: Any, credentials: Any = None) -> Iterator[int]:
    async def start() -> tuple[Any, int]:
        server = grpc.aio.server(handlers=all_handlers, interceptors=[interceptor])
        port = port_of(server, credentials)
        await server.start()
        return server, port

    server, port = asyncio.run_coroutine_threadsafe(start(), loop()).result(20)
    yield port
    asyncio.run_coroutine_threadsafe(server.stop(None), loop()).result(20)


@cache
def loop() -> asyncio.AbstractEventLoop:
    """The loop of all servers: gRPC supports only one per process well."""
    own = asyncio.new_event_loop()
    threading.Thread(target=own.run_forever, daemon=True).start()
    return own


def sent(scope: str | None = None, subject: str = "alice", **options: Any) -> list[tuple[str, str]]:
    """The metadata of a call with a token."""
    claims = {"sub": subject} | ({} if scope is None else {"scope": scope})
    return [("authorization", f"Bearer {ISSUER.issue(claims, **options)}")]


def read(channel: Any, metadata: Any = (), path: str = "/orders.Orders/Read") -> tuple[bytes, dict[str, str]]:
    answer, call = channel.unary_unary(path).with_call(b"7", metadata=metadata, timeout=5)
    return answer, dict(call.trailing_metadata() or ())


def refusal(channel: Any, metadata: Any = (), path: str = "/orders.Orders/Read") -> tuple[Any, str, list[str]]:
    with pytest.raises(grpc.RpcError) as refused:
        read(channel, metadata, path)
    error: Any = refused.value
    told = [value for name, value in error.trailing_metadata() if name == "www-authenticate"]
    return error.code(), error.details(), told


@pytest.mark.parametrize("form", FORMS)
def test_a_call_is_checked_before_its_method(form: str) -> None:
    with served(form, ProtectedResource(ISSUER.verifier(), rules=RULES, realm="orders")) as channel:
        assert read(channel, sent("orders:read"))[0] == b"alice 7"
        assert read(channel, path="/grpc.health.v1.Health/Check")[0] == b"nobody 7"
        code, details, told = refusal(channel)
        assert (code, told) == (Code.UNAUTHENTICATED, ['Bearer realm="orders", scope="orders:read"']) and "missing_token" in details
        code, details, told = refusal(channel, sent("other"))
        assert code == Code.PERMISSION_DENIED and "ERR_JWT_ACCESS_DENIED" in details and 'error="insufficient_scope"' in told[0]
        code, details, told = refusal(channel, sent(now=1_700_000_000))
        assert code == Code.UNAUTHENTICATED and "ERR_JWT_EXPIRED" in details and 'error="invalid_token"' in told[0]
        code, details, told = refusal(channel, sent("orders:read") * 2)
        assert code == Code.INVALID_ARGUMENT and "ERR_REQUEST_INVALID" in details and 'error="invalid_request"' in told[0]
        assert refusal(channel, [("authorization", "Basic YTpi")])[0] == Code.UNAUTHENTICATED
        assert refusal(channel, sent("orders:read"), "/orders.Orders/Unheard")[0] == Code.UNIMPLEMENTED
        # One call does not see the token of another.
        assert [read(channel, sent("orders:read", name))[0] for name in ("bob", "carol")] == [b"bob 7", b"carol 7"]
        assert read(channel, path="/grpc.health.v1.Health/Check")[0] == b"nobody 7"
    assert token() is None


@pytest.mark.parametrize("form", FORMS)
def test_streams_are_checked_as_well(form: str) -> None:
    with served(form, ProtectedResource(ISSUER.verifier(), rules=RULES)) as channel:
        good, bad = sent("orders:stream"), sent("orders:read")
        listing, collecting = channel.unary_stream("/orders.Orders/List"), channel.stream_unary("/orders.Orders/Collect")
        talking = channel.stream_stream("/orders.Orders/Talk")
        assert [*listing(b"7", metadata=good, timeout=5)] == [b"alice 7"] * 2
        assert collecting(iter([b"1", b"2"]), metadata=good, timeout=5) == b"alice 12"
        assert [*talking(iter([b"1", b"2"]), metadata=good, timeout=5)] == [b"alice 1", b"alice 2"]
        for call in (lambda: [*listing(b"7", metadata=bad, timeout=5)], lambda: collecting(iter([b"1"]), metadata=bad, timeout=5), lambda: [*talking(iter([b"1"]), timeout=5)]):
            with pytest.raises(grpc.RpcError) as refused:
                call()
            assert refused.value.code() in (Code.PERMISSION_DENIED, Code.UNAUTHENTICATED)  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_the_clients_fault_is_told_apart(form: str) -> None:
    keys = RemoteKeySet(f"http://127.0.0.1:{closed_port()}/jwks.json", allow_http=True)
    with served(form, ProtectedResource(Verifier(keys, issuer=ISSUER.issuer, audience="https://orders.example"))) as channel:
        code, details, told = refusal(channel, sent())
        assert (code, told) == (Code.UNAVAILABLE, []) and "ERR_JWKS_UNAVAILABLE" in details
    with served(form, ProtectedResource(ISSUER.verifier(), rules=RULES), optional=True) as channel:
        assert refusal(channel, sent())[0] == Code.INTERNAL


@pytest.mark.parametrize("form", FORMS)
def test_what_a_call_asks_besides(form: str) -> None:
    revocations = Revocations(longest_lifetime="1h")
    resource = ProtectedResource(ISSUER.verifier(revocations=revocations))
    with served(form, resource, scope=["orders:read"]) as channel:
        assert read(channel, sent("orders:read"))[0] == b"alice 7" and refusal(channel, sent())[0] == Code.PERMISSION_DENIED
        revocations.revoke_subject(ISSUER.issuer, "alice")
        assert refusal(channel, sent("orders:read"))[0] == Code.UNAUTHENTICATED
    with served(form, resource, optional=True) as channel:
        assert read(channel)[0] == b"nobody 7" and refusal(channel, [("authorization", "Bearer a.b.c")])[0] == Code.UNAUTHENTICATED


@pytest.mark.parametrize("form", FORMS)
def test_a_proof_is_for_one_call_and_brings_a_nonce(form: str) -> None:
    app = Key.generate("ES256")
    verifier = ISSUER.verifier(public_origins=["https://orders.example"], nonce_key=Key.generate("HS256"))
    bearer = ISSUER.issue({"sub": "alice"}, confirm=app.public())

    def proven(path: str, nonce: str | None = None) -> list[tuple[str, str]]:
        options = {} if nonce is None else {"nonce": nonce}
        proof = dpop.prove(app, "POST", f"https://orders.example{path}", access_token=bearer, **options)  # type: ignore[arg-type]
        return [("authorization", f"DPoP {bearer}"), ("dpop", proof)]

    with served(form, ProtectedResource(verifier)) as channel:
        with pytest.raises(grpc.RpcError) as refused:
            read(channel, proven("/orders.Orders/Read"))
        nonce = dict(refused.value.trailing_metadata())["dpop-nonce"]  # type: ignore[attr-defined]
        once = proven("/orders.Orders/Read", nonce)
        answer, told = read(channel, once)
        assert answer == b"alice 7" and "dpop-nonce" in told
        assert refusal(channel, once)[0] == Code.UNAUTHENTICATED
        assert refusal(channel, proven("/orders.Orders/List", nonce))[0] == Code.UNAUTHENTICATED


def certified(name: str) -> tuple[bytes, bytes]:
    """A key and its self-signed certificate, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    own, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(timezone.utc)
    builder = x509.CertificateBuilder(own, own, key.public_key(), x509.random_serial_number(), now - timedelta(hours=1), now + timedelta(hours=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, builder.sign(key, SHA256()).public_bytes(Encoding.PEM)


@pytest.mark.parametrize("form", FORMS[:2])
def test_a_token_is_bound_to_the_certificate_of_the_connection(form: str) -> None:
    (key, certificate), (app_key, app), (other_key, other) = certified("localhost"), certified("app"), certified("other")
    credentials = grpc.ssl_server_credentials([(key, certificate)], app + other, require_client_auth=True)
    bearer = [("authorization", f"Bearer {ISSUER.issue({'sub': 'alice'}, confirm=app.decode())}")]
    with started(form, ProtectedResource(ISSUER.verifier()), credentials) as port:
        found: list[Any] = []
        for own_key, own in ((app_key, app), (other_key, other)):
            client = grpc.ssl_channel_credentials(certificate, own_key, own)
            with grpc.secure_channel(f"localhost:{port}", client) as channel:
                try:
                    found.append(read(channel, bearer)[0])
                except grpc.RpcError as error:
                    found.append((error.code(), "ERR_JWT_NOT_BOUND" in error.details()))  # type: ignore[attr-defined]
    assert found == [b"alice 7", (Code.UNAUTHENTICATED, True)]


def test_a_test_may_override_its_resource() -> None:
    own = testing.Issuer("https://service.example")
    interceptor = ProtectInterceptor(ProtectedResource(own.verifier()))
    with contextmanager(on_threads)(handlers(Methods()), interceptor) as port, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        assert refusal(channel, sent())[0] == Code.UNAUTHENTICATED
        with testing.override(interceptor, ProtectedResource(ISSUER.verifier())):
            assert read(channel, sent())[0] == b"alice 7"
