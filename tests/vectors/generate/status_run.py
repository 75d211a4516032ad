"""A case of `status_lists.run`, written step by step. The model says what each step shows; what a
script says of it is held against that.
"""

from __future__ import annotations

from typing import Any

import peers
from common import NOW, b64u, compact_json
from fixtures import Jwk, okp_jwk
from remote_http import Headers
from status_model import Pending, Verifier
from transcript import Transcript, clocks, instant

URI = "https://issuer.example/statuses/1"
OPTIONS = {"allowed_uris": ["https://issuer.example/statuses/"]}
KEY = okp_jwk("status issuer", "Ed25519", kid="issuer", alg="EdDSA")
OTHER = okp_jwk("status other", "Ed25519", kid="other", alg="EdDSA")
# The first example of the draft: 16 statuses of one bit.
LIST = {"bits": 1, "lst": "eNrbuRgAAhcBXQ"}


def token(status: Any, **claims: Any) -> str:
    """A token whose status is this."""
    return sign({"sub": "alice", "exp": NOW + 1_000_000, "status": status} | claims, "JWT")


def on_list(index: Any, uri: Any = URI) -> str:
    return token({"status_list": {"idx": index, "uri": uri}})


def sign(claims: dict[str, Any] | str, typ: str | None, key: Jwk = KEY) -> str:
    header = {"alg": "EdDSA", "kid": key["kid"]} | ({"typ": typ} if typ else {})
    return peers.jws(header, claims if isinstance(claims, str) else compact_json(claims), key)


def list_token(*without: str, typ: str | None = "statuslist+jwt", key: Jwk = KEY, **claims: Any) -> str:
    """A status list token, valid but for what is said."""
    own = {"sub": URI, "iat": NOW, "ttl": 300, "status_list": LIST} | claims
    return sign({name: value for name, value in own.items() if name not in without}, typ, key)


class Run(Transcript):
    """One verifier from its making on."""

    operation = "status_lists.run"

    def __init__(self, id: str, *, comment: str | None = None, flags: list[str] | None = None, options: dict[str, Any] | None = None,
                 verifier: dict[str, Any] | None = None, lists: bool = True, uri: str = URI) -> None:
        super().__init__(id, comment, flags)
        self.options = OPTIONS | (options or {}) if lists else None
        self.model = Verifier(self.options, [KEY], waives=bool((verifier or {}).get("allow_unchecked_status")))
        self.uri = uri
        self.input = {"keys": [0], "uri": uri} | ({"verifier": verifier} if verifier else {})
        self.pending: dict[int, Pending] = {}
        self.last = 0

    def check(self, at: Any, token: str, gives: str, *, now: float | None = None, refused: str | None = None) -> int:
        found, pending = self.model.check(instant(at), token, refused=refused)
        return self._checked(at, {"check": token} | ({} if now is None else {"now": now}), found, pending, gives)

    def resume(self, at: Any, step: int, gives: str) -> int:
        found, pending = self.model.resume(instant(at), self.pending.pop(step))
        return self._checked(at, {"resume": step}, found, pending, gives)

    def give_up(self, at: Any, step: int) -> None:
        self.pending.pop(step)
        code = "ERR_JWT_REVOCATION_UNAVAILABLE"
        self._note(at, {"give_up": step}, {"outcome": code, "claim": "status", "due": False, "events": [{"event": "refused", "code": code}]})

    def poll(self, at: Any, *, url: str | None = "", jitter: float | None = None) -> None:
        """`url` is held against the model; None: nothing is asked for."""
        turn = self.model.lists[self.uri].poll(instant(at, jitter))
        asked = [fetch["url"] for fetch in turn["fetches"]]
        assert asked == ([] if url is None else [url or self.uri]), f"{self.id}: {asked}"
        self._turn(at, {"poll": True}, turn, jitter)

    def tell(self, at: Any, body: str | bytes | None = None, /, *, status: int = 200, headers: Headers | None = None, failed: str | None = None,
             id: int | None = None, jitter: float | None = None, why: str | None = None) -> None:
        """`why` is held against the model: what the failure is called, if it is one."""
        id = self.last if id is None else id
        raw = body.encode() if isinstance(body, str) else body or b""
        told: dict[str, Any] = {"id": id, "failed": failed} if failed else {"id": id, "status": status, "headers": headers or []}
        if not failed and body is not None:
            told |= {"body": body} if isinstance(body, str) else {"body_base64": b64u(body)}
        turn = self.model.lists[self.uri].tell(instant(at, jitter), id, status, headers, raw, failed)
        failures = [event["why"] for event in turn["events"] if event["event"] == "failed"]
        assert failures == ([why or failed] if why or failed else []), f"{self.id}: {failures}"
        self._turn(at, {"tell": told}, turn, jitter)

    def fetch(self, at: Any, token: str, body: str | bytes, gives: str, *, headers: Headers | None = None, why: str | None = None) -> None:
        """A check that waits for its list, which comes at once."""
        step = self.check(at, token, "waits")
        self.poll(at)
        self.tell(at, body, headers=headers, why=why)
        self.resume(at, step, gives)

    def _checked(self, at: Any, step: dict[str, Any], found: dict[str, Any], pending: Pending | None, gives: str) -> int:
        assert found["outcome"] == gives, f"{self.id}, step {len(self.steps)}: {found['outcome']}"
        if pending:
            self.pending[len(self.steps)] = pending
        return self._note(at, step, found)

    def _turn(self, at: Any, step: dict[str, Any], turn: dict[str, Any], jitter: float | None) -> None:
        self.last = turn["fetches"][0]["id"] if turn["fetches"] else self.last
        self._note(at, step, {"turn": turn}, jitter)

    def _note(self, at: Any, step: dict[str, Any], shown: dict[str, Any], jitter: float | None = None) -> int:
        self.steps.append(clocks(at, jitter) | step)
        found = self.model.lists.get(self.uri)
        self.expected.append({**shown, "state": found.state(instant(at)) if found else None})
        return len(self.steps) - 1
