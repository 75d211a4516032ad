"""contradictions.json: options that cannot both be meant. Neither is dropped in silence."""

from __future__ import annotations

from common import NOW, b64u, case, compact_json, error, group, write

HMAC = {"jwk": {"kty": "oct", "alg": "HS256", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}}
DIRECT = {"jwk": {"kty": "oct", "alg": "A256GCM", "k": "GawgguFyGrWKav7AX4VKUgGawgguFyGrWKav7AX4VKU"}}
BAD = error("ERR_OPTION_INVALID")
READING = {
    "issuer-and-any": {"issuer": "https://issuer.example", "allow_any_issuer": True},
    "audience-and-any": {"audience": "api", "allow_any_audience": True},
    "type-and-any": {"type": "at+jwt", "allow_any_type": True},
    "empty-algorithms": {"algorithms": []},
    "empty-issuers": {"issuer": []},
}
REMEMBERING = {
    "none": {"remember": 0},
    "too-many": {"remember": 1_000_001},
    "logout-tokens": {"remember": 100, "profile": "logout-token", "issuer": "https://issuer.example", "audience": "api"},
    "security-events": {"remember": 100, "profile": "security-event", "issuer": "https://issuer.example", "allow_any_audience": True},
    "nonce": {"remember": 100, "profile": "id-token", "issuer": "https://issuer.example", "audience": "api", "nonce": "n"},
}
MAKING = {
    "no-expiry-and-expires-in": {"no_expiry": True, "expires_in": 60},
    "type-and-access-token": {"type": "JWT", "profile": "access-token", "no_expiry": True},
    "typ-in-header": {"type": "a", "header": {"typ": "b"}, "no_expiry": True},
}


def main() -> None:
    """The options are looked at before the token is, which therefore need not be one."""
    tests = [case(f"contradiction-verify-{name}", "verify", {"token": "a.b.c", "keys": HMAC}, BAD, options=options | {"now": NOW})
             for name, options in READING.items()]
    tests += [case(f"contradiction-verifier-{name}", "verifier.verify", {"token": "a.b.c", "keys": HMAC}, BAD, options=options | {"now": NOW})
              for name, options in READING.items()]
    tests += [case(f"contradiction-verifier-remember-{name}", "verifier.verify", {"token": "a.b.c", "keys": HMAC}, BAD, options=options | {"now": NOW})
              for name, options in REMEMBERING.items()]
    tests.append(case("contradiction-verify-remember", "verify", {"token": "a.b.c", "keys": HMAC}, BAD, options={"remember": 100, "now": NOW},
                      comment="a function that checks one token has nothing to remember it by"))
    tests.append(case("contradiction-verifier-remember-some", "verifier.verify", {"token": "a.b.c", "keys": HMAC}, error("ERR_JWS_INVALID"),
                      options={"remember": 100, "now": NOW}, comment="the option is good, and the token is none"))
    tests += [case(f"contradiction-sign-{name}", "sign", {"claims": "{}", "key": HMAC}, BAD, options=options | {"now": NOW})
              for name, options in MAKING.items()]
    for name, cty in {"": "JWT", "-lower-case": "jwt", "-whole": "application/jwt"}.items():
        tests.append(case(f"contradiction-encrypt-cty{name}", "encrypt", {"claims": compact_json({"sub": "a"}), "key": DIRECT}, BAD,
                          options={"no_expiry": True, "header": {"cty": cty}, "now": NOW},
                          comment="it would say that a signed token is inside, and nobody could open it"))
    many = {f"a{number}": 0 for number in range(17)}
    header = compact_json({"alg": "HS256", **many, "crit": list(many)})
    tests.append(case("contradiction-crit-17-names", "verify", {"token": f"{b64u(header)}.e30.AA", "keys": HMAC}, error("ERR_JWS_INVALID"),
                      flags=["crit"], options={"now": NOW}, comment="more names than anybody lists"))
    write("contradictions", "Written by hand", [group(tests)])
