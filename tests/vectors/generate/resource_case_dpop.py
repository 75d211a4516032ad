"""Tokens that are bound: by the scheme DPoP with a proof, as Bearer with a certificate, and what is
asked of those who come otherwise.
"""

from __future__ import annotations

from typing import Any

from common import NOW, b64u
from dpop_case_bound import CLIENT, OF_CERTIFICATE, OTHER_CLIENT
from dpop_parts import BOUND, ORIGIN, OTHER, PLAIN, nonce, proof
from resource_run import EXPIRED, PROOFS, Run, bearer

REQUIRED = {"proof_of_possession": "required"}
INVALID, NOT_BOUND, NEEDS_NONCE = "ERR_DPOP_INVALID", "ERR_JWT_NOT_BOUND", "ERR_DPOP_NONCE_REQUIRED"


def sent(*proofs: str, token: str = BOUND, scheme: str = "DPoP") -> list[list[str]]:
    return [["Authorization", f"{scheme} {token}"], *(["DPoP", one] for one in proofs)]


def proofs() -> list[dict[str, Any]]:
    def one(name: str, headers: list[list[str]], gives: int, comment: str | None = None, verifier: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
        return Run(f"dpop-{name}", comment, verifier=PROOFS | (verifier or {})).request(headers, gives, **request).case()

    given = proof()
    return [
        one("good", sent(given), 200),
        one("scheme-in-small", sent(given, scheme="dpop"), 200),
        one("path-with-query", sent(given), 200, path="/orders?page=2"),
        one("no-token", [], 401, "RFC 9449, section 7.2: both schemes are offered"),
        one("proof-alone", [["DPoP", given]], 401, "a proof is no token"),
        one("basic", [["Authorization", "Basic YTpi"]], 401),
        one("no-proof", sent(), 401, check=INVALID),
        one("two-proofs", sent(given, proof(jti="2")), 401, check=INVALID),
        one("wrong-method", sent(given), 401, method="POST", check=INVALID),
        one("wrong-path", sent(given), 401, path="/orders/1", check=INVALID),
        one("thief", sent(proof(BOUND, OTHER)), 401, check=NOT_BOUND),
        one("unbound", sent(proof(PLAIN), token=PLAIN), 401, "RFC 9449, section 7.1: what came as DPoP must be bound", check=NOT_BOUND),
        one("unbound-as-bearer", bearer(), 200),
        one("unbound-as-bearer-with-proof", [*bearer(), ["DPoP", given]], 200, "what came as Bearer has no proof"),
        one("bound-as-bearer", sent(given, scheme="Bearer"), 401, "RFC 9449, section 7.2: it is a downgrade", check=NOT_BOUND),
        one("expired", sent(proof(EXPIRED), token=EXPIRED), 401, check="ERR_JWT_EXPIRED"),
        one("no-token-after-scheme", [["Authorization", "DPoP"], ["DPoP", given]], 400),
        one("both-schemes", [*bearer(), ["Authorization", f"DPoP {BOUND}"], ["DPoP", given]], 400),
        one("required-no-token", [], 401, "no other token would do", REQUIRED),
        one("required-unbound", bearer(), 401, verifier=REQUIRED, check=NOT_BOUND),
        one("required", sent(given), 200, verifier=REQUIRED),
        Run("dpop-replayed", verifier=PROOFS).request(sent(given), 200).request(sent(given), 401, check=INVALID).case(),
        Run("dpop-not-taken", "without public_origins no proof could be checked").request(sent(given), 401).case(),
        Run("dpop-scope", "a challenge is by the scheme of its token", verifier=PROOFS)
        .request(sent(given), 403, scope="orders:write", decided={"denied": True, "reason": "insufficient", "scope": "orders:write"}).case(),
        Run("dpop-realm-and-metadata", verifier=PROOFS, realm="orders", resource="https://api.example/v1").request([], 401)
        .request(sent(), 401, check=INVALID).case(),
        Run("dpop-decoded-path", "htu is compared with the path as it was sent", verifier=PROOFS, form="decoded")
        .request(sent(proof(htu=f"{ORIGIN}/a%20b/%C3%A9/100%25")), 200, path="/a b/\u00e9/100%")
        .request(sent(proof(htu=f"{ORIGIN}/a%3Fb", jti="2")), 200, path="/a?b")
        .request(sent(proof(htu=f"{ORIGIN}/a", jti="3")), 401, path="/a?b", check=INVALID).case(),
    ]


def nonces() -> list[dict[str, Any]]:
    def run(name: str, comment: str | None = None) -> Run:
        return Run(f"dpop-nonce-{name}", comment, verifier=PROOFS, nonces=True)

    own, old = nonce(NOW), nonce(NOW - 300)
    return [
        run("missing").request(sent(proof()), 401, check=NEEDS_NONCE).case(),
        run("good", "a good answer brings one too (RFC 9449, section 8.2)").request(sent(proof(nonce=own)), 200).case(),
        run("old", "and the new one beside it").request(sent(proof(nonce=old)), 200).case(),
        run("too-old").request(sent(proof(nonce=nonce(NOW - 600))), 401, check=NEEDS_NONCE).case(),
        run("forged").request(sent(proof(nonce=b64u(bytes(40)))), 401, check=NEEDS_NONCE).case(),
        run("not-for-bearer").request(bearer(), 200).request([], 401).case(),
        run("other-errors").request(sent(), 401, check=INVALID).case(),
    ]


def certificates() -> list[dict[str, Any]]:
    bound = bearer(OF_CERTIFICATE)
    return [
        Run("certificate-good").request(bound, 200, certificate=CLIENT).case(),
        Run("certificate-missing").request(bound, 401, check=NOT_BOUND).case(),
        Run("certificate-other").request(bound, 401, certificate=OTHER_CLIENT, check=NOT_BOUND).case(),
        Run("certificate-malformed", "what the gateway hands over is the service's own").request(bound, 500, certificate={"der": b64u(b"none")}, check="ERR_OPTION_INVALID").case(),
        Run("certificate-of-unbound").request(bearer(), 200, certificate=CLIENT).case(),
        Run("certificate-required", verifier=REQUIRED).request(bound, 200, certificate=CLIENT).request(bearer(), 401, check=NOT_BOUND).request([], 401).case(),
    ]


