"""jose_reports.json: signed and encrypted tokens as gateways and standards have them, from public
reports: names of one's own in `crit` (UK Open Banking, JAdES), padded parts (AWS load balancers),
and objects that are a JWS and a JWE at once."""

from __future__ import annotations

from typing import Any

import hand
import joserfc.jwk
import joserfc.jws
import peers
from common import NOW, b64u, case, compact_json, error, group, write
from fixtures import Jwk, encryption_jwk, public, signing_jwk
from joserfc.registry import HeaderParameter
from json_encrypted import GOOD as ENCRYPTED
from json_encrypted import SEVERAL, WRAP, without
from json_signed import GOOD, GOOD_ENTRY, PROTECTED, SECRET, entry, general

INVALID, JWE_INVALID, JWT_INVALID = (error(f"ERR_{code}") for code in ("JWS_INVALID", "JWE_INVALID", "JWT_INVALID"))
OPTION, CRIT, FAILED = error("ERR_OPTION_INVALID"), error("ERR_JOSE_CRIT_NOT_SUPPORTED"), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
LIMIT = error("ERR_JOSE_LIMIT_EXCEEDED")
RSA, PSS, EC = signing_jwk("RS256", kid="tpp"), signing_jwk("PS256", kid="tpp"), signing_jwk("ES256", kid="balancer")
PAYLOAD = '{"Data":{"ConsentId":"7290"}}'


def main() -> None:
    """Write the file."""
    groups = [
        group(_critical_made(), comment="jws.sign with names of one's own in crit"), group(_critical_refused(), comment="Names that cannot be critical"),
        group(_padded(), comment="Padded parts, as AWS load balancers sign them"), group(_padding_refused(), comment="What padding is not"),
        group(_both(), comment="Members of a JWS and of a JWE (RFC 7516, section 9)"),
    ]
    write("jose_reports", f"{', '.join(peers.VERSION.values())}; cryptography where a comment says so", groups)


# UK Open Banking's profile of JWS (3.1), and the signing time and certificate digest of JAdES (ETSI
# TS 119 182-1).
BANKING = {"http://openbanking.org.uk/iat": 1_700_000_000, "http://openbanking.org.uk/iss": "C=GB, OU=0015800001HQQrZAAX", "http://openbanking.org.uk/tan": "openbanking.org.uk"}
JADES = {"sigT": "2023-11-14T22:13:20Z", "sigD": {"mId": "http://uri.etsi.org/19182/ObjectIdByURI", "pars": ["a.pdf"]}}


def _by_joserfc(header: dict[str, Any], jwk: Jwk) -> str:
    """A compact JWS whose `crit` joserfc has been told about."""
    known = {name: HeaderParameter("of the case", lambda value: None) for name in (*BANKING, *JADES)}
    registry = joserfc.jws.JWSRegistry(known, algorithms=[header["alg"]], strict_check_header=False)
    return joserfc.jws.serialize_compact(header, PAYLOAD, joserfc.jwk.import_key(peers.unbound(jwk)), registry=registry)


def _sign(id: str, expect: dict[str, Any], comment: str | None = None, key: Any = None, payload: str = PAYLOAD, read: Any = None, **options: Any) -> dict[str, Any]:
    held = {"keys": key} if isinstance(key, list) else {"key": key or {"jwk": RSA}}
    more = {"deterministic": False, "read": read} if read else {} if "error" in expect else {"deterministic": True}
    return case(f"jws-critical-{id}", "jws.sign", {"payload": b64u(payload), **held}, expect, comment=comment, options=options, flags=["crit"], **more)


def _critical_made() -> list[dict[str, Any]]:
    names, jades = list(BANKING), list(JADES)
    banking = {"alg": "RS256", "crit": names, "kid": "tpp", **BANKING}
    advanced = {"alg": "RS256", "crit": ["sigD"], "kid": "tpp", **JADES}
    parts = dict(zip(("protected", "payload", "signature"), _by_joserfc(banking, RSA).split("."), strict=True))
    unencoded = {"alg": "PS256", "b64": False, "crit": ["b64", *names], "kid": "tpp", **BANKING}
    keys = {"jwk": public(PSS)}
    reading = {"operation": "jws.verify", "input": {"keys": keys, "payload": b64u(PAYLOAD)}, "options": {"critical": names}}
    one, two = {**signing_jwk("HS256"), "kid": "one"}, {**signing_jwk("HS384"), "kid": "two"}
    heads = [({"alg": jwk["alg"], "crit": ["sigT"], "kid": jwk["kid"], "sigT": time}, jwk) for jwk, time in ((one, "2023"), (two, "2024"))]
    several = {"payload": b64u(PAYLOAD), "signatures": [
        dict(zip(("protected", "signature"), _parts(head, jwk), strict=True)) for head, jwk in heads
    ]}
    return [
        _sign("open-banking", {"token": _by_joserfc(banking, RSA)}, "By joserfc, to the byte.", header=BANKING, critical=names),
        _sign("open-banking-flattened", {"token": compact_json({"payload": parts["payload"], "protected": parts["protected"], "signature": parts["signature"]})},
              header=BANKING, critical=names, serialization="flattened"),
        _sign("open-banking-unencoded", {"payload": b64u(PAYLOAD), "header": unencoded, "key_id": "tpp"}, "b64 comes first, and the library names it.",
              {"jwk": PSS}, read=reading, header=BANKING, critical=names, b64=False, detached=True),
        _sign("jades", {"token": _by_joserfc(advanced, RSA)}, "Only some of the header is critical.", header=JADES, critical=["sigD"]),
        _sign("jades-both", {"token": _by_joserfc({**advanced, "crit": jades}, RSA)}, header=JADES, critical=jades),
        _sign("for-each-signature", {"token": compact_json(several)}, "Each protected header has the name.", [{"jwk": one}, {"jwk": two}],
              header=[{"sigT": "2023"}, {"sigT": "2024"}], critical=["sigT"], serialization="general"),
        _sign("unread", CRIT, "Who does not list it refuses the token.", read={"operation": "jws.verify", "input": {"keys": {"jwk": public(RSA)}}},
              header=JADES, critical=["sigD"]),
        case("jws-critical-read", "jws.verify", {"token": _by_joserfc(banking, RSA), "keys": {"jwk": public(RSA)}},
             {"payload": b64u(PAYLOAD), "header": banking, "verified": [0]}, flags=["crit"], options={"critical": names}),
        case("jws-critical-read-one-not-listed", "jws.verify", {"token": _by_joserfc(banking, RSA), "keys": {"jwk": public(RSA)}}, CRIT, flags=["crit"],
             options={"critical": names[:2]}),
        _sign("sixteen", {"header": {"alg": "RS256", "crit": _many(16), "kid": "tpp", **dict.fromkeys(_many(16), 1)}}, None,
              read={"operation": "jws.verify", "input": {"keys": {"jwk": public(RSA)}}, "options": {"critical": _many(16)}},
              header=dict.fromkeys(_many(16), 1), critical=_many(16)),
    ]


def _many(count: int) -> list[str]:
    return [f"x{number}" for number in range(count)]


def _parts(header: dict[str, Any], jwk: Jwk) -> tuple[str, str]:
    protected, _, signature = _by_joserfc(header, jwk).split(".")
    return protected, signature


def _critical_refused() -> list[dict[str, Any]]:
    header = {"x": 1, "y": 2, "": 3, "exp2": 4}
    tests = [
        _sign("empty", OPTION, header=header, critical=[]),
        _sign("empty-name", OPTION, header=header, critical=[""]),
        _sign("twice", OPTION, header=header, critical=["x", "y", "x"]),
        _sign("absent", OPTION, "It would say something that the header does not.", header=header, critical=["x", "z"]),
        _sign("no-header", OPTION, critical=["x"]),
        _sign("only-unprotected", OPTION, "Only what is protected can be critical.", unprotected={"z": 1}, critical=["z"], serialization="flattened"),
        _sign("absent-from-the-second", OPTION, None, [{"jwk": SECRET}, {"jwk": RSA}], header=[{"x": 1}, {"y": 1}], critical=["x"], serialization="general"),
        _sign("b64", OPTION, "The library lists it where b64 is false.", critical=["b64"], b64=False),
        _sign("b64-true", OPTION, critical=["b64"]),
        _sign("other-case", OPTION, "Names are compared as they are.", header=header, critical=["X"]),
        _sign("seventeen", LIMIT, "More than anybody reads.", header=dict.fromkeys(_many(17), 1), critical=_many(17)),
        _sign("sixteen-and-b64", LIMIT, header=dict.fromkeys(_many(16), 1), critical=_many(16), b64=False, detached=True),
    ]
    registered = ["alg", "apu", "apv", "crit", "cty", "enc", "epk", "iv", "jku", "jwk", "kid", "p2c", "p2s", "tag", "typ", "x5c", "x5t", "x5t#S256", "x5u", "zip"]
    given = {"cty": "x", "jku": "x", "jwk": {}, "kid": "tpp", "typ": "x", "x5c": [], "x5t": "x", "x5t#S256": "x", "x5u": "x", "apu": "QQ", "apv": "QQ"}
    for name in registered:
        tests.append(_sign(f"registered-{name.lower().replace('#', '-')}", OPTION, header={name: given[name]} if name in given else {"x": 1}, critical=[name]))
    return tests


CLAIMS = {"sub": "1234", "email": "a@example.com", "exp": NOW + 120, "iss": "https://idp.example"}
BALANCER = {
    "typ": "JWT", "kid": "balancer", "alg": "ES256", "iss": "https://idp.example", "client": "client-id",
    "signer": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1", "exp": NOW + 120,
}


def _pad(part: str) -> str:
    return part + "=" * (-len(part) % 4)


def _signed(header: Any = BALANCER, claims: Any = CLAIMS, jwk: Jwk = EC, pad: Any = (_pad, _pad, _pad)) -> str:
    """Each part as `pad` has it, the signature (by cryptography) over the first two as they then
    are.
    """
    first, second = pad[0](hand.segment(header)), pad[1](hand.segment(claims))
    return f"{first}.{second}.{pad[2](b64u(hand.signature(jwk['alg'], jwk, f'{first}.{second}')))}"


def _as_it_is(part: str) -> str:
    return part


def _claims(id: str, token: str, expect: dict[str, Any], comment: str | None = None, operation: str = "verify", **options: Any) -> dict[str, Any]:
    return case(f"padded-{id}", operation, {"token": token, "keys": {"jwk": public(EC)}}, expect, comment=comment, flags=["base64url malleability"],
                options={"issuer": "https://idp.example", "now": NOW, "allow_base64_padding": True, **options})


def _bytes(id: str, token: Any, expect: dict[str, Any], comment: str | None = None, payload: str | None = None, **options: Any) -> dict[str, Any]:
    input = {"token": token, "keys": {"jwk": public(EC)}} | ({} if payload is None else {"payload": payload})
    return case(f"padded-bytes-{id}", "jws.verify", input, expect, comment=comment, flags=["base64url malleability"],
                options={"allow_base64_padding": True, **options})


def _padded() -> list[dict[str, Any]]:
    read = {"claims": compact_json(CLAIMS), "kind": "signed", "key_id": "balancer", "header": BALANCER}
    token = _signed()
    assert token.count("=") >= 3
    header, claims, signature = token.split(".")
    by_length = [_signed({**BALANCER, "x": "x" * more}, {**CLAIMS, "x": "x" * more}) for more in range(3)]
    inner = hand.encrypt({"alg": "A256KW", "enc": "A256GCM", "cty": "JWT"}, token, WRAP)
    payload = {"payload": b64u(compact_json(CLAIMS)), "header": BALANCER, "key_id": "balancer", "verified": [0]}
    raw = {"alg": "ES256", "b64": False, "crit": ["b64"], "kid": "balancer"}
    first = _pad(hand.segment(raw))
    return [
        _claims("balancer", token, read, "As an AWS load balancer makes it; signed by cryptography."),
        case("padded-balancer-verifier", "verifier.verify", {"token": token, "keys": {"jwk": public(EC)}}, read, flags=["base64url malleability"],
             options={"issuer": "https://idp.example", "now": NOW, "allow_base64_padding": True}),
        _claims("not-allowed", token, INVALID, "By default every part is strict.", allow_base64_padding=False),
        *[_claims(f"length-{index}", one, {"kind": "signed"}) for index, one in enumerate(by_length)],
        _claims("only-signature", _signed(pad=(_as_it_is, _as_it_is, _pad)), read, "Each part by itself."),
        _claims("only-payload", _signed(pad=(_as_it_is, _pad, _as_it_is)), read),
        _claims("none", _signed(pad=(_as_it_is,) * 3), read, "A token without padding is read as ever."),
        case("padded-nested", "unseal", {"token": inner, "decrypt_with": {"jwk": WRAP}, "verify_with": {"jwk": public(EC)}},
             {"kind": "nested", "claims": compact_json(CLAIMS)}, flags=["base64url malleability"],
             options={"issuer": "https://idp.example", "now": NOW, "allow_base64_padding": True}),
        _bytes("balancer", token, payload),
        _bytes("not-allowed", token, INVALID, allow_base64_padding=False),
        _bytes("payload-with-equals-signs", f"{first}.a==.{_pad(b64u(hand.signature('ES256', EC, f'{first}.a==')))}",
               {"payload": b64u("a=="), "verified": [verified_raw(raw)]}, "An unencoded payload has no padding to take off."),
        _claims("stripped", ".".join((header.rstrip("="), claims.rstrip("="), signature)), FAILED,
                "The signature is over the parts as they came, padding and all."),
        _claims("added", ".".join(map(_pad, _signed(pad=(_as_it_is,) * 3).split("."))), FAILED, "Nobody adds it afterwards either."),
    ]


def verified_raw(header: dict[str, Any]) -> dict[str, Any]:
    """The one signature of a token with an unencoded payload."""
    return {"index": 0, "key_id": "balancer", "algorithm": "ES256", "header": header}


def _padding_refused() -> list[dict[str, Any]]:
    token = _signed()
    header, claims, signature = token.split(".")
    bare = signature.rstrip("=")
    spare = bare[:-1] + chr(ord(bare[-1]) + 1)
    even = _signed({**BALANCER, "x": "x" * next(more for more in range(4) if len(hand.segment({**BALANCER, "x": "x" * more})) % 4 == 0)})
    first, rest = even.split(".", 1)
    wrong = {"one-too-few": bare + "=", "one-too-many": bare + "===", "four-too-many": signature + "====", "only-padding": "==", "four": "====",
             "in-the-middle": bare[:4] + "==" + bare[4:], "at-the-start": "==" + bare, "spare-bits": spare + "==", "line-break": signature + "\n",
             "standard-alphabet": bare[:-2] + "+/" + "==", "percent-encoded": bare + "%3D%3D"}
    key = {"jwk": encryption_jwk("A256KW", kid="wrap")}
    sealed = hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, compact_json(CLAIMS), key["jwk"])
    padded_jwe = ".".join(map(_pad, sealed.split(".")))
    tests = [_claims(f"signature-{which}", f"{header}.{claims}.{value}", INVALID) for which, value in wrong.items()]
    tests += [_bytes(f"signature-{which}", f"{header}.{claims}.{value}", INVALID) for which, value in wrong.items()]
    tests += [
        _claims("header-that-needs-none", f"{first}=.{rest}", INVALID),
        _claims("header-that-needs-none-four", f"{first}====.{rest}", INVALID),
        _claims("payload-empty-but-padded", f"{header}.==.{signature}", INVALID),
        _bytes("json", {"payload": claims, "protected": header, "signature": signature}, INVALID, "Compact tokens only: in JSON nobody pads."),
        _bytes("detached", f"{header}..{signature}", OPTION, "With a detached payload nobody knows what was signed.", b64u(compact_json(CLAIMS))),
        case("padded-encrypted-outer", "unseal",
             {"token": ".".join(map(_pad, hand.encrypt({"alg": "A256KW", "enc": "A256GCM", "cty": "JWT"}, token, WRAP).split("."))), "decrypt_with": {"jwk": WRAP},
              "verify_with": {"jwk": public(EC)}}, JWE_INVALID, comment="The encrypted token around it stays strict.", flags=["base64url malleability"],
             options={"issuer": "https://idp.example", "now": NOW, "allow_base64_padding": True}),
        case("padded-decrypt", "decrypt", {"token": padded_jwe, "keys": key}, OPTION, comment="Nothing is signed there, so the option would do nothing.",
             flags=["base64url malleability"], options={"issuer": "https://idp.example", "now": NOW, "allow_base64_padding": True}),
    ]
    return tests


def _both() -> list[dict[str, Any]]:
    """Neither reader takes it, whichever members are null, empty or of the wrong type."""
    flag, tests = ["polyglot token"], []
    keys = {"keys": {"jwk": SECRET}}
    held = {"keys": {"jwk": WRAP}}
    signed_forms = {"flattened": GOOD, "general": general(GOOD_ENTRY)}
    for form, token in signed_forms.items():
        for name, value in {"ciphertext": "AAAA", "recipients": [{}], "encrypted_key": "AAAA"}.items():
            for which, other in {"": value, "-null": None, "-number": 1}.items():
                tests.append(case(f"both-signed-{form}-{name}{which}", "jws.verify", {"token": {**token, name: other}, **keys}, INVALID, flags=flag))
    encrypted_forms = {"flattened": ENCRYPTED, "general": SEVERAL}
    for form, token in encrypted_forms.items():
        for name, value in {"payload": "AAAA", "signatures": [{}], "signature": "AAAA"}.items():
            for which, other in {"": value, "-null": None, "-number": 1}.items():
                tests.append(case(f"both-encrypted-{form}-{name}{which}", "jwe.decrypt", {"token": {**token, name: other}, **held}, JWE_INVALID, flags=flag))
    merged = {**without(ENCRYPTED, "protected"), **GOOD}
    shared = {"alg": "HS256", "kid": "secret", "enc": "A256GCM"}
    one_header = {**without(ENCRYPTED, "protected"), "payload": GOOD["payload"], **entry(shared)}
    detached = {name: value for name, value in GOOD.items() if name != "payload"}
    tests += [
        case("both-merged-verify", "jws.verify", {"token": merged, **keys}, INVALID, flags=flag),
        case("both-merged-decrypt", "jwe.decrypt", {"token": merged, **held}, JWE_INVALID, flags=flag),
        case("both-one-header-verify", "jws.verify", {"token": one_header, **keys}, INVALID, flags=flag, comment="One protected header for both."),
        case("both-one-header-decrypt", "jwe.decrypt", {"token": one_header, **held}, JWE_INVALID, flags=flag),
        case("both-detached", "jws.verify", {"token": {**detached, "ciphertext": "AAAA"}, "payload": GOOD["payload"], **keys}, INVALID, flags=flag),
        case("both-escaped-name", "jws.verify", {"token": compact_json(GOOD)[:-1] + ',"\\u0063iphertext":"AAAA"}', **keys}, INVALID, flags=flag),
        case("both-only-beside", "jws.verify", {"token": {**GOOD, "iv": "AAAA", "tag": "AAAA", "aad": "AAAA", "unprotected": {}}, **keys},
             {"payload": GOOD["payload"], "header": PROTECTED, "verified": [0]}, flags=flag,
             comment="These alone make no JWE: unknown members, which are ignored."),
        case("both-in-an-entry", "jws.verify", {"token": general({**GOOD_ENTRY, "ciphertext": "AAAA"}), **keys}, {"payload": GOOD["payload"]}, flags=flag,
             comment="A signature is no token: its unknown members are ignored."),
    ]
    for operation, given in (("verify", keys), ("decrypt", held)):
        tests.append(case(f"both-jwt-{operation}", operation, {"token": merged, **given}, JWT_INVALID, flags=flag, options={"now": NOW}))
    return tests
