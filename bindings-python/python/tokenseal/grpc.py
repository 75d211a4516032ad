"""gRPC servers: an interceptor that checks each call by the token in its metadata, before the method is called.

>>> import grpc
>>> from concurrent.futures import ThreadPoolExecutor
>>> from tokenseal import ProtectedResource, testing
>>> from tokenseal.grpc import ProtectInterceptor
>>> issuer = testing.Issuer("https://login.example", audience="https://orders.example")
>>> server = grpc.server(ThreadPoolExecutor(), interceptors=[ProtectInterceptor(ProtectedResource(issuer.verifier()))])

A method finds the token, or None, as `tokenseal.grpc.token()`. For rules, a call is a POST to the path `/package.Service/Method`.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import wraps
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import TYPE_CHECKING, Any

from ._http import call_options, missing

try:
    import grpc
    import grpc.aio
except ImportError as error:
    raise missing("grpc", error) from error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from ._native import Answer, ProtectedResource, Token

__all__ = ["AsyncProtectInterceptor", "ProtectInterceptor", "token"]

_token: ContextVar[Token[Any] | None] = ContextVar("tokenseal.grpc.token", default=None)
_CODES = {code.value[0]: code for code in grpc.StatusCode}
# By whether the request and the response are streams.
_HANDLERS: dict[tuple[bool, bool], tuple[str, Callable[..., Any]]] = {
    (False, False): ("unary_unary", grpc.unary_unary_rpc_method_handler),
    (False, True): ("unary_stream", grpc.unary_stream_rpc_method_handler),
    (True, False): ("stream_unary", grpc.stream_unary_rpc_method_handler),
    (True, True): ("stream_stream", grpc.stream_stream_rpc_method_handler),
}


def token() -> Token[Any] | None:
    """The token of the call that is handled; None if it passed without one."""
    return _token.get()


class _Protecting:
    """What both interceptors are."""

    def __init__(self, resource: ProtectedResource, *, scope: Iterable[str] | str | None = None, optional: bool = False) -> None:
        self.resource, self._call = resource, call_options(scope, optional)

    def _protected(self, handler: Any, path: str) -> Any:
        """A method whose calls are checked first. The check runs with the call and not with the look-up of
        its method, which the server's own thread does.
        """
        if handler is None:
            return None
        name, make = _HANDLERS[bool(handler.request_streaming), bool(handler.response_streaming)]
        method = getattr(handler, name)

        def check(context: Any) -> None:
            admit(self.resource.check("POST", path, context.invocation_metadata(), **self._described(context)), context)

        @wraps(method)
        def protected(request: Any, context: Any) -> Any:
            check(context)
            return method(request, context)

        @wraps(method)
        def protected_stream(request: Any, context: Any) -> Any:
            # A generator, as its method is: a server with an event loop would call anything else on the loop's thread.
            check(context)
            yield from method(request, context)

        @wraps(method)
        async def protected_async(request: Any, context: Any) -> Any:
            answer = await self.resource.check_async("POST", path, context.invocation_metadata(), **self._described(context))
            if not answer.allowed:
                return await context.abort(_CODES[answer.grpc_status], answer.body, metadata(answer))
            admit(answer, context)
            responses = method(request, context)
            if not isasyncgenfunction(method):
                return await responses
            async for response in responses:
                await context.write(response)

        is_async = iscoroutinefunction(method) or isasyncgenfunction(method)
        own = protected_async if is_async else protected_stream if handler.response_streaming else protected
        return make(own, handler.request_deserializer, handler.response_serializer)

    def _described(self, context: Any) -> dict[str, Any]:
        """The options of the check, with the certificate whose possession the client has proven, if any."""
        chain = context.auth_context().get("x509_pem_cert")
        return self._call | {"certificate": next(iter(chain))} if chain else self._call


class ProtectInterceptor(_Protecting, grpc.ServerInterceptor):
    """An interceptor for `grpc.server`: it checks the calls of all methods, in the thread that handles the call.

    Args:
        resource: what checks the calls.
        scope: scopes that a token needs in addition to what the rules require: all of them.
        optional: whether a call without a token passes, with None as its token.
    """

    def intercept_service(self, continuation: Callable[[Any], Any], handler_call_details: Any) -> Any:
        return self._protected(continuation(handler_call_details), handler_call_details.method)


class AsyncProtectInterceptor(_Protecting, grpc.aio.ServerInterceptor):
    """An interceptor for `grpc.aio.server`: it checks the calls of all methods, and never blocks the event loop.

    Args:
        resource: what checks the calls.
        scope: scopes that a token needs in addition to what the rules require: all of them.
        optional: whether a call without a token passes, with None as its token.
    """

    async def intercept_service(self, continuation: Callable[[Any], Awaitable[Any]], handler_call_details: Any) -> Any:
        return self._protected(await continuation(handler_call_details), handler_call_details.method)


def admit(answer: Answer, context: Any) -> None:
    """Lets a call through, or ends it with the resource's answer."""
    if not answer.allowed:
        context.set_trailing_metadata(metadata(answer))
        context.abort(_CODES[answer.grpc_status], answer.body)
        raise PermissionError("the call was ended, and does not go on")  # where a context of a test only takes note
    _token.set(answer.token)
    if answer.headers:
        context.set_trailing_metadata(metadata(answer))


def metadata(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The headers of an answer, except that of its body, which becomes the message of the status."""
    return tuple((name.lower(), value) for name, value in answer.headers if name != "Content-Type")
