"""Tokens that are bound to a key (RFC 9449)."""

from __future__ import annotations

from common import Case, ask, bad_token, bearer, case, challenge, dpop, lacks_scope, no_token, other_scheme, refused, seen

ORDER = "/orders/7"
BOTH = ("Bearer", "DPoP")


def _case(id: str, *steps: Case, comment: str | None = None) -> Case:
    return case(f"dpop-{id}", *steps, service="dpop", comment=comment)


def _good(id: str, proof: str, comment: str | None = None, *headers: tuple[str, str]) -> Case:
    return _case(id, ask(ORDER, seen("order", "alice"), *headers, *dpop("bound", proof)), comment=comment)


def _bad_proof() -> Case:
    """RFC 9449, section 7.1."""
    return bad_token("ERR_DPOP_INVALID", "DPoP", "invalid_dpop_proof", ("Bearer",))


def _unbound(scheme: str = "DPoP") -> Case:
    return bad_token("ERR_JWT_NOT_BOUND", scheme, others=("Bearer" if scheme == "DPoP" else "DPoP",))


def _wants_nonce() -> Case:
    """RFC 9449, section 9."""
    challenges = [challenge("DPoP", error="use_dpop_nonce"), challenge("Bearer", error=None)]
    body = {"error": "use_dpop_nonce", "code": "ERR_DPOP_NONCE_REQUIRED"}
    return refused(401, challenges, headers={"dpop-nonce": True}, body=body)


def cases() -> list[Case]:
    wrong = ["other-path", "root", "other-host", "other-port", "plain-http", "of-loopback", "other-method", "lower-method"]
    wrong += ["other-token", "no-hash", "old", "ahead"]
    authorization, proof = dpop("bound", "good")
    return [
        _good("good", "good"),
        _good("query", "with-query", "Query and fragment of `htu` do not count (RFC 9449, section 4.3)."),
        _good("capitals", "capitals-and-port"),
        _good("encoded", "encoded", "%37 is 7 (RFC 3986, section 6.2.2.2)."),
        _good("a-little-old", "a-little-old"),
        _good("foreign-host", "good", None, ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http")),
        _case("scheme-lower", ask(ORDER, seen("order", "alice"), ("Authorization", "dpop <token:bound>"), proof)),
        _case("header-lower", ask(ORDER, seen("order", "alice"), authorization, ("dpop", "<proof:good>"))),
        _case("head", ask("/health", seen("health"), method="HEAD")),
        _case("proven", ask("/transfers", seen("transfer", "alice"), *dpop("bound-transferrer", "transfer"), method="POST")),
        _case("unproven", ask("/transfers", refused(403, None), bearer("transferrer"), method="POST")),
        _case("bearer", ask(ORDER, seen("order", "alice"), bearer("alice")), comment="A token that is not bound needs no proof."),
        *(_case(name, ask(ORDER, _bad_proof(), *dpop("bound", name))) for name in wrong),
        _case("other-key", ask(ORDER, _unbound(), *dpop("bound", "other-key"))),
        _case("forged-host", ask(ORDER, _bad_proof(), ("X-Forwarded-Host", "evil.example"), *dpop("bound", "other-host"))),
        _case("no-proof", ask(ORDER, _bad_proof(), authorization)),
        _case("empty-proof", ask(ORDER, _bad_proof(), authorization, ("DPoP", ""))),
        _case("garbage", ask(ORDER, _bad_proof(), authorization, ("DPoP", "abc"))),
        _case("token-as-proof", ask(ORDER, _bad_proof(), authorization, ("DPoP", "<token:bound>"))),
        _case("two-proofs", ask(ORDER, _bad_proof(), authorization, proof, ("DPoP", "<proof:again>"))),
        _case("one-proof-twice", ask(ORDER, _bad_proof(), authorization, proof, proof)),
        _case(
            "replay",
            ask(ORDER, seen("order", "alice"), authorization, proof),
            ask(ORDER, _bad_proof(), authorization, proof),
            ask(ORDER, seen("order", "alice"), authorization, ("DPoP", "<proof:again>")),
        ),
        _case(
            "refused-does-not-use",
            ask(ORDER, bad_token("ERR_JWT_EXPIRED", "DPoP", others=("Bearer",)), *dpop("bound-expired", "of-expired")),
            ask(ORDER, seen("order", "alice"), authorization, proof),
        ),
        _case("as-bearer", ask(ORDER, _unbound("Bearer"), bearer("bound")), comment="RFC 9449, section 7.2: no downgrade."),
        _case("as-bearer-with-proof", ask(ORDER, _unbound("Bearer"), bearer("bound"), proof)),
        _case("unbound-token", ask(ORDER, _unbound(), *dpop("alice", "of-unbound"))),
        _case("unbound-without-proof", ask(ORDER, _unbound(), ("Authorization", "DPoP <token:alice>"))),
        _case("both-schemes", ask(ORDER, refused(400, None, body={"code": "ERR_REQUEST_INVALID"}), authorization, bearer("bound"), proof)),
        _case("lacks-scope", ask(ORDER, lacks_scope("orders:read", "DPoP"), *dpop("bound-without-scope", "of-lacking"))),
        _case("no-token", ask(ORDER, no_token("orders:read", BOTH))),
        _case("other-scheme", ask(ORDER, other_scheme(BOTH), ("Authorization", "Basic YTpi"))),
        _case("proof-alone", ask(ORDER, no_token("orders:read", BOTH), proof)),
        case(
            "nonce-wanted",
            ask(ORDER, _wants_nonce(), authorization, proof),
            ask(ORDER, seen("order", "alice", **{"dpop-nonce": True}), authorization, ("DPoP", "<proof:with-nonce>")),
            service="nonce",
            comment="The second proof has the nonce that the first answer gave.",
        ),
        case("nonce-wrong", ask(ORDER, _wants_nonce(), authorization, ("DPoP", "<proof:with-old-nonce>")), service="nonce"),
        case("nonce-bearer", ask(ORDER, seen("order", "alice"), bearer("alice")), service="nonce"),
    ]
