"""by_issuer.json: verifiers of one issuer each, of which the token's exact `iss` chooses one
(`by_issuer.verify`).
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from common import NOW, b64u, case, compact_json, error, group, write
from fixtures import Jwk, encryption_jwk, oct_jwk, public, signing_jwk
from jwt_cases import invalid, mismatch, missing

A, B, C = ("https://a.example", "https://b.example", "https://c.example")
KEYS = {name: signing_jwk("Ed25519", f"issuer {name}", kid=name) for name in "abct"}
SERVICE, STRANGER = encryption_jwk("ECDH-ES", "service", kid="service"), encryption_jwk("ECDH-ES", "stranger", kid="stranger")
REFUSED = error("ERR_OPTION_INVALID")
TEMPLATE = "https://login.example/{tid}"


def main() -> None:
    """Write the file."""
    write(
        "by_issuer", f"{peers.VERSION['joserfc']}; the claims are checked at {NOW}",
        [group([*_chosen(), *_refused(), *_limits(), *_members(), *_nested()])],
    )


def member(issuer: Any = None, key: str = "a", **options: Any) -> dict[str, Any]:
    """A verifier of one issuer."""
    return {"keys": [{"jwk": public(KEYS[key])}], "options": ({"issuer": issuer} if issuer else {}) | options}


PAIR = [member(A), member(B, "b")]


def claims(iss: Any = A, **more: Any) -> str:
    whole = {"iss": iss, "sub": "alice", "exp": NOW + 300, **more}
    return compact_json({name: value for name, value in whole.items() if value is not None})


def signed(text: str, key: str = "a", **header: Any) -> str:
    return peers.jws({"alg": "Ed25519", "kid": key, **header}, text, KEYS[key])


def verify(
    id: str,
    text: str,
    expect: dict[str, Any] | None = None,
    *,
    key: str = "a",
    members: list[dict[str, Any]] = PAIR,
    token: str | None = None,
    decryption_keys: Any = None,
    **about: Any,
) -> dict[str, Any]:
    """A case; by default the claims come back, and the key's name."""
    given = {"token": token if token is not None else signed(text, key), "verifiers": members}
    given |= {} if decryption_keys is None else {"decryption_keys": decryption_keys}
    return case(f"by-issuer-{id}", "by_issuer.verify", given, expect or {"claims": text, "key_id": key}, options={"now": NOW}, **about)


def _chosen() -> list[dict[str, Any]]:
    google = [member("https://accounts.example", issuer_aliases=["accounts.example"]), member(B, "b")]
    tenants = [member(key="t", issuer_template=TEMPLATE, allow_any_tenant=True), member("https://login.example/special", "b"), member(A)]
    listed = [member(key="t", issuer_template=TEMPLATE, allowed_tenants=["one", "two"]), member(A)]
    versions = [
        member(key="t", issuer_template=TEMPLATE, allow_any_tenant=True),
        member(key="a", issuer_template=TEMPLATE + "/v2.0", allow_any_tenant=True),
    ]
    tid = {"tid": "one"}
    return [
        verify("first", claims()),
        verify("second", claims(B), key="b"),
        verify("only-one", claims(), members=[member(A)]),
        verify(
            "second-signed-by-first", claims(B), error("ERR_JWKS_NO_MATCHING_KEY"), key="a",
            flags=["one issuer speaks for another"], comment="The issuer chooses, and its keys decide.",
        ),
        verify(
            "second-signed-by-first-with-its-kid", "", error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"),
            token=peers.jws({"alg": "Ed25519", "kid": "b"}, claims(B), KEYS["a"]),
            flags=["one issuer speaks for another"],
        ),
        verify(
            "second-signed-by-first-without-kid", "", error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"),
            token=peers.jws({"alg": "Ed25519"}, claims(B), KEYS["a"]), flags=["one issuer speaks for another"],
        ),
        verify("same-keys", claims(B), members=[member(A), member(B)], comment="Two issuers may have the same keys."),
        verify("alias", claims("accounts.example"), members=google, comment="As Google has two spellings."),
        verify("alias-first", claims("https://accounts.example"), members=google),
        verify("escapes", '{"iss":"https:\\/\\/a\\u002eexample","exp":1700000300}'),
        verify("iss-last", '{"exp":1700000300,"x":{"iss":"https://b.example"},"iss":"https://a.example"}', flags=["polyglot token"]),
        verify("template", claims("https://login.example/one", **tid), key="t", members=tenants),
        verify(
            "template-exact-first", claims("https://login.example/special", tid="special"), key="b", members=tenants,
            comment="The exact issuer is more than a template that it fits.",
        ),
        verify(
            "template-exact-first-signed-by-template", claims("https://login.example/special", tid="special"),
            error("ERR_JWKS_NO_MATCHING_KEY"), key="t", members=tenants, flags=["one issuer speaks for another"],
        ),
        verify(
            "template-mismatch", claims("https://login.example/two", **tid), mismatch("iss"), key="t", members=tenants,
            flags=["one issuer speaks for another"],
        ),
        verify("template-without-claim", claims("https://login.example/one"), missing("tid"), key="t", members=tenants),
        verify("template-other-shape", claims("https://login.example/one/two", tid="one/two"), mismatch("iss"), key="t", members=tenants),
        verify("template-of-first", claims(), members=tenants),
        verify("template-listed", claims("https://login.example/one", **tid), key="t", members=listed),
        verify(
            "template-not-listed", claims("https://login.example/three", tid="three"), mismatch("iss"), key="t",
            members=listed, comment="Nobody answers for it.",
        ),
        verify("template-shorter", claims("https://login.example/one", **tid), key="t", members=versions),
        verify("template-longer", claims("https://login.example/one/v2.0", **tid), members=versions),
        verify("own-rules", claims(B, aud="api"), key="b", members=[member(A), member(B, "b", audience="api")]),
        verify("own-rules-of-the-other", claims(A, aud="api"), mismatch("aud"), members=[member(A), member(B, "b", audience="api")]),
        verify("own-leeway", claims(B, exp=NOW - 5), key="b", members=[member(A), member(B, "b", leeway=10)]),
        verify("own-leeway-of-the-other", claims(A, exp=NOW - 5), error("ERR_JWT_EXPIRED", "exp"), members=[member(A), member(B, "b", leeway=10)]),
        verify("own-algorithms", claims(B), error("ERR_JOSE_ALG_NOT_ALLOWED"), key="b", members=[member(A), member(B, "b", algorithms=["ES256"])]),
        verify("own-type", claims(B), mismatch("typ"), token=signed(claims(B), "b", typ="logout+jwt")),
        verify(
            "own-crit", claims(B), token=signed(claims(B), "b", crit=["exp2"], exp2=1), key="b",
            members=[member(A), member(B, "b", critical=["exp2"])],
        ),
        verify(
            "own-crit-of-the-other", "", error("ERR_JOSE_CRIT_NOT_SUPPORTED"),
            token=signed(claims(), "a", crit=["exp2"], exp2=1), members=[member(A), member(B, "b", critical=["exp2"])],
        ),
        verify(
            "symmetric", "", {"claims": claims(C), "key_id": "c"},
            token=peers.jws({"alg": "HS256", "kid": "c"}, claims(C), oct_jwk("issuer c", 32)),
            members=[*PAIR, {"keys": [{"jwk": oct_jwk("issuer c", 32, alg="HS256", kid="c")}], "options": {"issuer": C}}],
        ),
        verify(
            "symmetric-by-public-key", "", error("ERR_JOSE_ALG_NOT_ALLOWED"),
            token=peers.jws({"alg": "HS256", "kid": "a"}, claims(), {"kty": "oct", "k": b64u(compact_json(public(KEYS["a"])))}),
            flags=["algorithm confusion"],
        ),
    ]


def _refused() -> list[dict[str, Any]]:
    return [
        verify("unknown", claims(C), mismatch("iss"), key="c"),
        verify("unknown-by-known-key", claims(C), mismatch("iss")),
        verify("case", claims("https://A.example"), mismatch("iss"), comment="Compared as text."),
        verify("slash", claims(A + "/"), mismatch("iss")),
        verify("prefix", claims("https://a.exampl"), mismatch("iss")),
        verify("longer", claims(A + ".evil.example"), mismatch("iss"), flags=["one issuer speaks for another"]),
        verify("empty-iss", claims(""), mismatch("iss")),
        verify("without-iss", claims(None), missing("iss")),
        verify("iss-number", claims(7), invalid("iss")),
        verify("iss-list", claims([A]), invalid("iss"), flags=["polyglot token"]),
        verify("iss-null", '{"iss":null,"exp":1700000300}', invalid("iss")),
        verify("iss-object", claims({"a": A}), invalid("iss")),
        verify("iss-twice", f'{{"iss":"{B}","iss":"{A}","exp":1700000300}}', error("ERR_JWT_INVALID"), flags=["JSON ambiguity"]),
        verify("iss-twice-escaped", f'{{"iss":"{B}","i\\u0073s":"{A}","exp":1700000300}}', error("ERR_JWT_INVALID"), flags=["JSON ambiguity"]),
        verify("claims-list", "[]", error("ERR_JWT_INVALID")),
        verify("claims-no-json", "iss", error("ERR_JWT_INVALID")),
        verify("claims-trailing", claims() + "x", error("ERR_JWT_INVALID")),
        verify("lone-surrogate", '{"iss":"https://a.example","x":"\\ud800","exp":1700000300}', error("ERR_JWT_INVALID")),
        verify("expired", claims(exp=NOW - 1), error("ERR_JWT_EXPIRED", "exp")),
        verify("without-exp", claims(exp=None), missing("exp")),
        verify(
            "replicated-iss", "", mismatch("iss"), token=signed(claims(C), "a", iss=A), flags=["polyglot token"],
            comment="What the header says of it counts for nothing.",
        ),
        verify("two-parts", "", error("ERR_JWT_INVALID"), token="e30.e30"),
        verify("empty", "", error("ERR_JWT_INVALID"), token=""),
        verify("json", "", error("ERR_JWT_INVALID"), token="{}"),
        verify("bearer", "", error("ERR_JWS_INVALID"), token="Bearer " + signed(claims())),
        verify("payload-no-base64url", "", error("ERR_JWS_INVALID"), token="e30.!.AAAA"),
        verify("none", "", error("ERR_JOSE_NOT_SUPPORTED"), token=f"{b64u(compact_json({'alg': 'none'}))}.{b64u(claims())}.", flags=["none"]),
        verify("header-no-json", "", error("ERR_JWS_INVALID"), token=f"AAAA.{b64u(claims())}.AAAA"),
        verify("encrypted", "", error("ERR_JWT_INVALID"), token=f"{b64u(compact_json({'alg': 'ECDH-ES', 'enc': 'A128GCM'}))}..AAAA.AAAA.AAAA"),
        verify(
            "changed", "", error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"),
            token=".".join([*signed(claims()).split(".")[:1], b64u(claims(sub="mallory")), signed(claims()).split(".")[2]]),
        ),
        verify("no-verifiers", claims(), mismatch("iss"), members=[], comment="They may be added later."),
    ]


def _limits() -> list[dict[str, Any]]:
    long = claims(note="x" * 2000)
    deep = '{"iss":"https://a.example","exp":1700000300,"x":' + "[" * 40 + "]" * 40 + "}"
    huge = claims(note="x" * 300_000)
    return [
        verify("own-token-length", long, error("ERR_JOSE_LIMIT_EXCEEDED"), members=[member(A, max_token_bytes=1000), member(B, "b")]),
        verify("own-token-length-of-the-other", long, members=[member(A), member(B, "b", max_token_bytes=1000)]),
        verify("token-length", huge, error("ERR_JOSE_LIMIT_EXCEEDED")),
        verify("own-token-length-longer", huge, members=[member(A, max_token_bytes=1 << 20), member(B, "b")]),
        verify(
            "own-token-length-longer-of-the-other", huge, error("ERR_JOSE_LIMIT_EXCEEDED"),
            members=[member(A), member(B, "b", max_token_bytes=1 << 20)],
        ),
        verify("own-depth", deep, error("ERR_JOSE_LIMIT_EXCEEDED")),
        verify("own-depth-more", deep, members=[member(A, max_json_depth=50), member(B, "b")]),
        verify(
            "own-header-length", "", error("ERR_JOSE_LIMIT_EXCEEDED"), token=signed(claims(), "a", x="x" * 200),
            members=[member(A, max_header_bytes=100), member(B, "b")],
        ),
        verify(
            "own-padding", "", {"claims": claims(sub="al")}, token=_padded(claims(sub="al")),
            members=[member(A, allow_base64_padding=True), member(B, "b")],
        ),
        verify(
            "own-padding-of-the-other", "", error("ERR_JWS_INVALID"), token=_padded(claims(sub="al")),
            members=[member(A), member(B, "b", allow_base64_padding=True)],
        ),
    ]


def _padded(text: str) -> str:
    """A token with the padding of each part written out, which is signed with it."""
    header, payload = (part + "=" * (-len(part) % 4) for part in signed(text).split(".")[:2])
    assert payload.endswith("=")
    return f"{header}.{payload}.{b64u(hand.signature('Ed25519', KEYS['a'], f'{header}.{payload}'))}"


def _members() -> list[dict[str, Any]]:
    def refused(id: str, *members: dict[str, Any], **about: Any) -> dict[str, Any]:
        return verify(f"member-{id}", claims(), REFUSED, members=list(members), **about)

    own = {**member(A), "decryption_keys": [{"jwk": SERVICE}]}
    template = {"issuer_template": TEMPLATE, "allow_any_tenant": True}
    return [
        refused("without-issuer", member(A), member(), comment="Nothing would choose it."),
        refused("of-any-issuer", member(A), member(allow_any_issuer=True)),
        refused("twice", member(A), member(A, "b"), comment="One issuer, one set of keys."),
        refused("twice-the-same", member(A), member(A)),
        refused("twice-by-alias", member(A), member(B, "b", issuer_aliases=[A]), flags=["one issuer speaks for another"]),
        refused("twice-by-two-aliases", member(A, issuer_aliases=[C]), member(B, "b", issuer_aliases=[C])),
        refused("twice-by-template", member(key="a", **template), member(key="b", **template)),
        refused(
            "twice-by-templates-name", member(key="a", **template),
            member(key="b", issuer_template="https://login.example/{tenant}", allow_any_tenant=True),
            comment="The name of the claim makes no other issuer.",
        ),
        refused("twice-by-tenant", member(key="a", issuer_template=TEMPLATE, allowed_tenants=["one"]), member("https://login.example/one", "b")),
        refused(
            "twice-by-tenants", member(key="a", issuer_template=TEMPLATE, allowed_tenants=["one", "two"]),
            member(key="b", issuer_template=TEMPLATE, allowed_tenants=["two"]),
        ),
        refused("with-decryption-keys", own, member(B, "b"), comment="Whose token it is is only known when it is decrypted."),
        refused("of-several-issuers", member([A, C]), member(B, "b"), comment="Which is refused by itself."),
        refused("that-is-refused", member(A, leeway="soon")),
        refused("without-keys", {**member(A), "keys": []}),
        verify("member-alias-of-itself", claims(), members=[member(A, issuer_aliases=[A, C]), member(B, "b")]),
        verify(
            "member-tenants-apart",
            claims("https://login.example/two", tid="two"),
            key="b",
            members=[
                member(key="a", issuer_template=TEMPLATE, allowed_tenants=["one"]),
                member(key="b", issuer_template=TEMPLATE, allowed_tenants=["two"]),
            ],
        ),
    ]


def _nested() -> list[dict[str, Any]]:
    outer = {"alg": "ECDH-ES", "enc": "A128GCM", "cty": "JWT", "kid": "service"}
    keys = [{"jwk": SERVICE}]

    def sealed(inner: str, key: Jwk = SERVICE, **changes: Any) -> tuple[dict[str, Any], str, Jwk]:
        header = {name: value for name, value in {**outer, **changes}.items() if value is not None}
        return header, inner, key

    wanted = {
        "nested": sealed(signed(claims())),
        "nested-second": sealed(signed(claims(B), "b")),
        "nested-mixed": sealed(signed(claims(B), "a")),
        "nested-unknown": sealed(signed(claims(C), "c")),
        "nested-without-iss": sealed(signed(claims(None))),
        "nested-stranger": sealed(signed(claims()), STRANGER),
        "nested-claims": sealed(claims()),
        "nested-no-cty": sealed(signed(claims()), cty=None),
        "nested-expired": sealed(signed(claims(exp=NOW - 1))),
        "nested-replicated": sealed(signed(claims()), iss=A),
        "nested-replicated-other": sealed(signed(claims()), iss=B),
    }
    tokens = peers.tokens("by_issuer", {name: peers.request("joserfc", "jwe", header, inner, key) for name, (header, inner, key) in wanted.items()})

    def nested(id: str, text: str = "", expect: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        good = {"claims": text, "key_id": "b" if '"https://b' in text else "a", "kind": "nested", "decryption_key_id": "service"}
        return verify(id, text, expect or good, token=tokens[id], decryption_keys=keys, **more)

    return [
        nested("nested", claims(), comment="Decrypted first, by the keys of the whole."),
        nested("nested-second", claims(B)),
        nested("nested-mixed", "", error("ERR_JWKS_NO_MATCHING_KEY"), flags=["one issuer speaks for another"]),
        nested("nested-unknown", "", mismatch("iss")),
        nested("nested-without-iss", "", missing("iss")),
        nested("nested-stranger", "", error("ERR_JWE_DECRYPTION_FAILED")),
        nested("nested-claims", "", error("ERR_JWT_INVALID")),
        nested("nested-no-cty", "", error("ERR_JWT_INVALID")),
        nested("nested-expired", "", error("ERR_JWT_EXPIRED", "exp")),
        nested("nested-replicated", claims()),
        nested("nested-replicated-other", "", mismatch("iss"), flags=["polyglot token"]),
        verify(
            "nested-signed-only", claims(), error("ERR_JWT_INVALID"), decryption_keys=keys,
            comment="With decryption keys it accepts nested tokens, and no others.",
        ),
        verify("nested-none-expected", "", error("ERR_JWT_INVALID"), token=tokens["nested"]),
        verify("nested-public-keys", claims(), REFUSED, decryption_keys=[{"jwk": public(SERVICE)}]),
        verify("nested-no-keys", claims(), REFUSED, decryption_keys=[]),
        verify("nested-signing-keys", claims(), REFUSED, decryption_keys=[{"jwk": KEYS["a"]}]),
    ]
