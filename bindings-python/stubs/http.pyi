from typing import final

from ._forms import Text

__all__ = ["MAX_BODY_BYTES", "Response", "event_answer", "logout_answer", "logout_token"]

MAX_BODY_BYTES: int

@final
class Response:
    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> list[tuple[str, str]]: ...
    @property
    def body(self) -> str: ...

def event_answer(error: Exception | None = None) -> Response: ...
def logout_answer(error: Exception | None = None) -> Response: ...
def logout_token(body: Text) -> str: ...
