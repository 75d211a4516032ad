"""When the sender of a token has to prove anything, by which confirmation methods (RFC 7800), and
certificates (RFC 8705).
"""

from __future__ import annotations

import hashlib
from typing import Any

from common import NOW, b64u, case, error
from dpop_parts import ACCEPTED, BOUND, INVALID, ISSUING, KEY, NOT_BOUND, OPTION, ORIGIN, PLAIN, once, proof, run, step, thumbprint, token
from make_certificates import DER, PEM

WHEN_BOUND: dict[str, Any] = {"public_origins": [ORIGIN]}
REQUIRED = {"proof_of_possession": "required", **WHEN_BOUND}
IGNORE = {"proof_of_possession": "ignore"}
UNKNOWN = error("ERR_JWT_NOT_BOUND", "cnf")
MALFORMED = error("ERR_JWT_CLAIM_INVALID", "cnf")


def s256(name: str) -> str:
    return b64u(hashlib.sha256(DER[name]).digest())


OF_CERTIFICATE = token({"x5t#S256": s256("ec-p256")})
OF_BOTH = token({"jkt": thumbprint(KEY), "x5t#S256": s256("ec-p256")})
CLIENT = {"der": b64u(DER["ec-p256"])}
OTHER_CLIENT = {"der": b64u(DER["ec-p256-other"])}


def modes() -> list[dict[str, Any]]:
    given = proof()
    of_plain = proof(PLAIN)
    tests = [
        once("plain", None, ACCEPTED, token=PLAIN, verifier={}),
        once("plain-with-method-and-url", None, ACCEPTED, "an adapter may always give both", token=PLAIN),
        once("plain-with-proof", of_plain, NOT_BOUND, "RFC 9449, section 7.1: a token that came as DPoP must be bound", token=PLAIN),
        once("plain-with-proof-but-no-origins", of_plain, NOT_BOUND, token=PLAIN, verifier={}),
        once("plain-with-no-values", [], NOT_BOUND, "it came as DPoP, without a header DPoP", token=PLAIN),
        once("plain-with-certificate", None, ACCEPTED, "a client may have a certificate for other reasons", token=PLAIN, certificate=CLIENT),
        once("plain-required", None, NOT_BOUND, token=PLAIN, verifier=REQUIRED),
        once("plain-required-with-proof", of_plain, NOT_BOUND, token=PLAIN, verifier=REQUIRED),
        once("plain-required-with-certificate", None, NOT_BOUND, token=PLAIN, verifier={"proof_of_possession": "required"}, certificate=CLIENT),
        once("plain-ignored", of_plain, ACCEPTED, token=PLAIN, verifier=IGNORE),
        once("bound-required", given, ACCEPTED, verifier=REQUIRED),
        once("bound-required-without-proof", None, NOT_BOUND, verifier=REQUIRED),
        once("bound-when-bound-without-options", None, NOT_BOUND, "the default", verifier={}),
        once("bound-without-origins", given, NOT_BOUND, "and the message names public_origins", verifier={}),
        once("bound-with-certificate", None, NOT_BOUND, "a certificate is no proof of a key", certificate=CLIENT),
        once("bound-ignored", None, ACCEPTED, verifier=IGNORE),
        once("bound-ignored-with-bad-proof", "no proof", ACCEPTED, "nothing is looked at", verifier=IGNORE),
    ]
    own = {"jkt": thumbprint(KEY)}
    for name, cnf, shown in [
        ("empty", {}, UNKNOWN), ("jwk", {"jwk": {}}, UNKNOWN), ("kid", {"kid": "1"}, UNKNOWN), ("jwe", {"jwe": "x"}, UNKNOWN), ("jku", {"jku": "x"}, UNKNOWN),
        ("unknown-beside-known", own | {"kid": "1"}, UNKNOWN), ("known-in-capitals", {"JKT": own["jkt"]}, UNKNOWN), ("x5t", {"x5t": "AA"}, UNKNOWN),
        ("text", own["jkt"], MALFORMED), ("list", [own], MALFORMED), ("number", 1, MALFORMED),
        ("jkt-null", {"jkt": None}, MALFORMED), ("jkt-short", {"jkt": own["jkt"][:-1]}, MALFORMED), ("jkt-padded", {"jkt": own["jkt"] + "="}, MALFORMED),
        ("jkt-list", {"jkt": [own["jkt"]]}, MALFORMED), ("jkt-hexadecimal", {"jkt": "00" * 32}, MALFORMED),
        ("certificate-number", {"x5t#S256": 1}, MALFORMED),
    ]:
        bound = token(cnf)
        tests.append(once(f"cnf-{name}", proof(bound), shown, token=bound, certificate=CLIENT))
    return tests


def certificates() -> list[dict[str, Any]]:
    good = {"token": OF_CERTIFICATE, "verifier": {}, "method": None, "url": None}
    both = {"token": OF_BOTH}
    of_both = proof(OF_BOTH)
    tests = [
        once("certificate-der", None, ACCEPTED, certificate=CLIENT, **good),
        once("certificate-pem", None, ACCEPTED, certificate=PEM["ec-p256"], **good),
        once("certificate-chain", None, ACCEPTED, "the first of a chain is the client's", certificate=PEM["ec-p256"] + PEM["issuer"], **good),
        once("certificate-missing", None, NOT_BOUND, **good),
        once("certificate-other", None, NOT_BOUND, certificate=OTHER_CLIENT, **good),
        once("certificate-of-the-chain", None, NOT_BOUND, certificate=PEM["issuer"] + PEM["ec-p256"], **good),
        once("certificate-malformed", None, OPTION, certificate={"der": b64u(b"no certificate")}, **good),
        once("certificate-and-proof", proof(OF_CERTIFICATE), NOT_BOUND, "the token is bound to no key", token=OF_CERTIFICATE, certificate=CLIENT),
        once("certificate-required", None, ACCEPTED, certificate=CLIENT, **(good | {"verifier": {"proof_of_possession": "required"}})),
        once("certificate-ignored", None, ACCEPTED, **(good | {"verifier": IGNORE})),
        once("both", of_both, ACCEPTED, certificate=CLIENT, **both),
        once("both-without-proof", None, NOT_BOUND, certificate=CLIENT, **both),
        once("both-without-certificate", of_both, NOT_BOUND, **both),
        once("both-other-certificate", of_both, NOT_BOUND, certificate=OTHER_CLIENT, **both),
        once("both-bad-proof", proof(OF_BOTH, htm="POST"), INVALID, certificate=CLIENT, **both),
    ]
    wrong = step(token=OF_BOTH, proof=of_both, certificate=OTHER_CLIENT)
    return tests + [run("both-certificate-first", [(wrong, NOT_BOUND), (step(token=OF_BOTH, proof=of_both, certificate=CLIENT), ACCEPTED)],
                        "a wrong certificate uses up no proof")]


def options() -> list[dict[str, Any]]:
    def of(name: str, operation: str, expect: dict[str, Any], options: dict[str, Any], text: str = BOUND) -> dict[str, Any]:
        return case(f"dpop-{operation.replace('.', '-')}-{name}", operation, {"token": text, "keys": {"jwk": ISSUING}}, expect, options={"now": NOW} | options)

    key_id = {"key_id": None}
    return [
        of("bound", "verify", NOT_BOUND, {}),
        of("bound-ignored", "verify", key_id, IGNORE),
        of("bound-required", "verify", OPTION, {"proof_of_possession": "required"}),
        of("plain", "verify", key_id, {}, PLAIN),
        of("bound", "verifier.verify", NOT_BOUND, {}),
        of("bound-ignored", "verifier.verify", key_id, IGNORE),
        of("plain-required", "verifier.verify", NOT_BOUND, {"proof_of_possession": "required"}, PLAIN),
        of("unknown-mode", "verifier.verify", OPTION, {"proof_of_possession": "sometimes"}),
        of("origins-and-ignore", "verifier.verify", OPTION, {"public_origins": [ORIGIN], **IGNORE}),
    ]
