"""What is wrong with a token (RFC 7519, RFC 8725), and that nothing is said of it but a code."""

from __future__ import annotations

from common import Case, ask, bad_token, bearer, case, outage, seen

ORDER = "/orders/7"


def _bad(id: str, token: str, code: str, comment: str | None = None) -> Case:
    return case(f"token-{id}", ask(ORDER, bad_token(code), bearer(token)), comment=comment)


def _text(id: str, text: str, code: str) -> Case:
    return case(f"token-{id}", ask(ORDER, bad_token(code), ("Authorization", f"Bearer {text}")))


def cases() -> list[Case]:
    signature = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"
    return [
        _text("one-part", "abc", "ERR_JWT_INVALID"),
        _text("two-parts", "eyJhbGciOiJFUzI1NiJ9.e30", "ERR_JWT_INVALID"),
        _text("empty-parts", "..", "ERR_JWS_INVALID"),
        _text("no-signature", "eyJhbGciOiJFUzI1NiJ9.e30.", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"),
        _text("six-parts", "a.b.c.d.e.f", "ERR_JWT_INVALID"),
        _text("padded", "<token:alice>=", "ERR_JWS_INVALID"),
        _text("long", "a" * 6000, "ERR_JWT_INVALID"),
        _bad("altered-signature", "altered-signature", signature),
        _bad("altered-claims", "altered-claims", signature),
        _bad("impostor", "impostor", signature, "Another key under the name of the issuer's."),
        _bad("stranger", "stranger", "ERR_JWKS_NO_MATCHING_KEY"),
        _bad("unsigned", "unsigned", "ERR_JOSE_NOT_SUPPORTED", "`alg` is `none`."),
        _bad("expired", "expired", "ERR_JWT_EXPIRED"),
        _bad("not-yet", "not-yet", "ERR_JWT_NOT_YET_VALID"),
        _bad("endless", "endless", "ERR_JWT_CLAIM_MISSING"),
        _bad("other-audience", "other-audience", "ERR_JWT_CLAIM_MISMATCH"),
        _bad("no-audience", "no-audience", "ERR_JWT_CLAIM_MISSING"),
        _bad("other-issuer", "other-issuer", "ERR_JWT_CLAIM_MISMATCH"),
        _bad("no-issuer", "no-issuer", "ERR_JWT_CLAIM_MISSING"),
        _bad("other-type", "id-token-type", "ERR_JWT_CLAIM_MISMATCH"),
        _bad("revoked", "revoked", "ERR_JWT_REVOKED"),
        _bad("revoked-subject", "revoked-subject", "ERR_JWT_REVOKED", "Everything of this subject was revoked after it was issued."),
        _bad("bound", "bound", "ERR_JWT_NOT_BOUND", "This service checks no proofs."),
        case("token-status", ask(ORDER, outage("ERR_JWT_REVOCATION_UNAVAILABLE"), bearer("status")), comment="Nobody looks up its status."),
        case("token-not-revoked", ask(ORDER, seen("order", "alice"), bearer("not-revoked"))),
        case("token-several-audiences", ask(ORDER, seen("order", "alice"), bearer("several-audiences"))),
        case("token-no-subject", ask(ORDER, seen("order"), bearer("nobody"))),
        case("token-another-subject", ask(ORDER, seen("order", "bob"), bearer("bob"))),
        case(
            "token-one-after-the-other",
            ask(ORDER, seen("order", "alice"), bearer("alice")),
            ask(ORDER, seen("order", "bob"), bearer("bob")),
            ask(ORDER, bad_token("ERR_JWT_EXPIRED"), bearer("expired")),
            ask("/optional", seen("greeting")),
            ask(ORDER, seen("order", "alice"), bearer("alice")),
            comment="Nobody is left over from the request before.",
        ),
    ]
