"""Rewrites PyJWT's tests so that their short secrets become secrets of 64 bytes, which tokenseal takes.

A secret is replaced where it stands for one: given to a variable with `secret` in its name, as the key of a call that encodes or decodes, or as
the `k` of a JWK. A token in the text that was signed with a short secret is signed again with the long one, and a signature that is expected is
replaced by the one that is then due. Everything else stays as PyJWT wrote it.
"""

from __future__ import annotations

import ast
import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

SECRETS = (b"secret", b"foo", b"bar", b"your-256-bit-secret", "\xc2".encode(), b"\xc2", b"awesome")
# The place of the key among the arguments.
CALLS = {"encode": 1, "decode": 1, "decode_complete": 1, "prepare_key": 0, "to_jwk": 0}
TOKEN = re.compile(rb"[\w-]+\.[\w-]*\.[\w-]{43}$")


def longer(secret: bytes) -> bytes:
    """64 bytes of ASCII, another text for each secret."""
    return hashlib.sha256(b"longer: " + secret).hexdigest().encode("ascii")


def rewrite(folder: Path) -> None:
    """Rewrites every test in a folder."""
    files = {path: ast.parse(path.read_bytes()) for path in sorted(folder.glob("test_*.py"))}
    signatures: dict[bytes, bytes] = {}
    for tree in files.values():
        signatures |= dict(_signatures(tree))
    for path, tree in files.items():
        replaced = ast.fix_missing_locations(_Rewriter(signatures).visit(tree))
        path.write_text(ast.unparse(replaced), encoding="utf-8")


def _signatures(tree: ast.AST) -> Iterator[tuple[bytes, bytes]]:
    """The signature of each token in the text that a short secret made, and the one of the long secret."""
    for node in ast.walk(tree):
        text = _bytes(node)
        if text is None or not TOKEN.match(text):
            continue
        signed, _, signature = text.rpartition(b".")
        for secret in SECRETS:
            if hmac.digest(secret, signed, "sha256") == urlsafe_b64decode(signature + b"="):
                yield urlsafe_b64decode(signature + b"="), hmac.digest(longer(secret), signed, "sha256")


class _Rewriter(ast.NodeTransformer):
    def __init__(self, signatures: dict[bytes, bytes]) -> None:
        self.signatures = signatures

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if any(isinstance(target, ast.Name) and "secret" in target.id for target in node.targets):
            node.value = _replaced(node.value)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            place = CALLS[node.func.attr]
            node.args[place : place + 1] = [_replaced(key) for key in node.args[place : place + 1]]
            for keyword in node.keywords:
                if keyword.arg == "key":
                    keyword.value = _replaced(keyword.value)
        return self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        for index, (name, value) in enumerate(zip(node.keys, node.values, strict=True)):
            text = _bytes(value)
            if _bytes(name) == b"k" and text:
                secret = urlsafe_b64decode(text + b"=" * (-len(text) % 4))
                if secret in SECRETS:
                    node.values[index] = ast.Constant(urlsafe_b64encode(longer(secret)).rstrip(b"=").decode("ascii"))
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        text = _bytes(node)
        if text is None:
            return node
        if text in self.signatures:
            return ast.Constant(self.signatures[text])
        if TOKEN.match(text):
            signed, _, signature = text.rpartition(b".")
            due = self.signatures.get(urlsafe_b64decode(signature + b"="))
            if due is not None:
                return _constant(signed + b"." + urlsafe_b64encode(due).rstrip(b"="), node)
        return node


def _replaced(node: ast.expr) -> ast.expr:
    """The long secret for a short one, as text or bytes like it."""
    text = _bytes(node)
    if text not in SECRETS or not isinstance(node, ast.Constant):
        return node
    return _constant(longer(text), node)


def _constant(text: bytes, like: ast.Constant) -> ast.Constant:
    """A literal of ASCII characters: bytes or a text, as the other one is."""
    return ast.Constant(text if isinstance(like.value, bytes) else text.decode("ascii"))


def _bytes(node: ast.AST | None) -> bytes | None:
    """What a text or bytes literal holds."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, (str, bytes)):
        return None
    return node.value.encode("utf-8", "surrogatepass") if isinstance(node.value, str) else node.value
