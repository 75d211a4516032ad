"""The recipes of the guide, exactly as on the page, against stand-ins for the providers:
tests/remote/providers.json.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from examples import DOCS, ROOT, blocks, run

from tokenseal import Key, TokenError, Verifier, jws
from tokenseal._drivers import exchange

PAGE = DOCS / "python/identity-providers.md"
STAND_INS = json.loads((ROOT / "tests/remote/providers.json").read_text(encoding="utf-8"))
KEYS: dict[str, Any] = STAND_INS["keys"]
PROVIDERS = [(f"{name}-{number}", case) for name, cases in STAND_INS["providers"].items() for number, case in enumerate(cases, 1)]


def recipes() -> dict[str, str]:
    """The recipes by their headings, numbered."""
    found = {}
    for section in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, text = section.split("\n", 1)
        found.update({f"{name}-{number}": recipe for number, recipe in enumerate(blocks(text), 1)})
    return found


def test_every_recipe_has_a_stand_in() -> None:
    assert list(recipes()) == [name for name, _ in PROVIDERS] + ["Several providers-1"]


@pytest.mark.parametrize(("name", "case"), PROVIDERS, ids=[name for name, _ in PROVIDERS])
def test_recipe(name: str, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = stand_in(case["documents"], monkeypatch)
    names = run(recipes()[name], name)
    check(names["verifier"] if "verifier" in names else names["cluster_verifier"](pod(tmp_path)), case)
    if "sign_in" in names:
        check_nonce(names["sign_in"], case)
    # The keys were fetched again for the token of another key.
    assert list(dict(asked)) == list(case["documents"])
    for _, headers in asked:
        assert headers.get("authorization") == case.get("sent", {}).get("authorization")


def check(verifier: Verifier[Any], case: dict[str, Any]) -> None:
    """The outcome of a recipe for the tokens of its provider."""
    verifier.ready()
    for change in [{}, *case.get("accepted", [])]:
        assert verifier.verify(token_of(case, change))["sub"] == case["claims"]["sub"], change
    for change in case["refused"]:
        with pytest.raises(TokenError) as refused:
            verifier.verify(token_of(case, change))
        assert (refused.value.code, refused.value.claim) == (change["code"], change.get("claim")), change["why"]


def check_nonce(sign_in: Any, case: dict[str, Any]) -> None:
    text = token_of(case, {})
    assert sign_in(text, case["claims"]["nonce"])["sub"] == case["claims"]["sub"]
    with pytest.raises(PermissionError):
        sign_in(text, "another")


def token_of(case: dict[str, Any], change: dict[str, Any]) -> str:
    """A token of the provider, with what a case changes in it."""
    now = int(time.time())
    claims = {"iat": now, "exp": now + 300, **change.get("instead", case["claims"]), **change.get("claims", {})}
    for claim in change.get("without", []):
        del claims[claim]
    header = {**case["header"], **change.get("header", {})}
    jwk = {**KEYS[change.get("key", "a")]["private"], "kid": header.pop("kid")}
    return jws.sign(json.dumps(claims).encode(), Key.from_jwk(jwk, alg=header.pop("alg")), header=header)


def stand_in(documents: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """Answers in place of the network, and records what was asked for. It knows only the provider's
    own addresses.
    """
    asked: list[tuple[str, dict[str, str]]] = []

    def get(fetch: Any, headers: Any, _context: Any) -> tuple[int, list[tuple[str, str]], bytes]:
        url = fetch["url"]
        asked.append((url, {name.lower(): value for name, value in headers}))
        if url not in documents:
            return 404, [], b""
        return 200, [("Content-Type", "application/json")], json.dumps(with_keys(documents[url])).encode()

    monkeypatch.setattr(exchange, "get", get)
    return asked


def with_keys(document: dict[str, Any]) -> dict[str, Any]:
    """A document, with the keys that it names."""
    if "keys" not in document:
        return document
    return {**document, "keys": [filled(jwk) for jwk in document["keys"]]}


def filled(jwk: dict[str, Any]) -> dict[str, Any]:
    certificates = {"x5c": [certificate_of(name) for name in jwk["x5c"]]} if "x5c" in jwk else {}
    return {**jwk, "n": KEYS[jwk["n"]]["private"]["n"], **certificates}


def certificate_of(name: str) -> str:
    return re.sub(r"-----.*-----|\s", "", KEYS[name]["certificate"])


def pod(folder: Path) -> Path:
    """What a pod has in its folder."""
    (folder / "token").write_text("token-of-the-pod", encoding="utf-8")
    (folder / "ca.crt").write_text(KEYS["a"]["certificate"], encoding="utf-8")
    return folder
