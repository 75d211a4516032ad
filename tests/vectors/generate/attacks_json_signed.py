"""Attacks on JWS in its JSON serializations (attacks.md): headers, members, base64url, limits, several signatures."""

from __future__ import annotations

import json
from typing import Any

import hand
import peers
import peers_json
from attacks_algorithms import CLAIMS
from attacks_header import _malformed as malformed_crit
from attacks_parsing import ODD_CLAIMS
from attacks_parsing import _malleated as malleated
from common import NOW, b64u, case, compact_json, error, group
from fixtures import Jwk, encryption_jwk, public, signing_jwk
from jwt_cases import EXP

SECRET, EDDSA, RSA, EC = signing_jwk(
    "HS256", kid="secret",
), signing_jwk("Ed25519", kid="ed"), signing_jwk("RS256", kid="rsa"), signing_jwk("ES256", kid="ec")
INVALID, JWT_INVALID, JWE_INVALID, LIMIT = (error(f"ERR_{code}") for code in ("JWS_INVALID", "JWT_INVALID", "JWE_INVALID", "JOSE_LIMIT_EXCEEDED"))
CRIT, FAILED = error("ERR_JOSE_CRIT_NOT_SUPPORTED"), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
NO_KEY, NOT_ALLOWED, NOT_SUPPORTED = error("ERR_JWKS_NO_MATCHING_KEY"), error("ERR_JOSE_ALG_NOT_ALLOWED"), error("ERR_JOSE_NOT_SUPPORTED")
READ = {"payload": b64u(CLAIMS)}
PROTECTED = {"alg": "HS256", "kid": "secret"}


def groups() -> list[dict[str, Any]]:
    """The groups of attacks_json.json about signed tokens."""
    found = {
        "crit": _crit(), "Parameters where they must not be": _unprotected(), "b64": _b64(), "Members": _members(), "Ambiguous JSON": _json(),
        "base64url": _base64(), "Compact or JSON, never both": _polyglot(), "Limits": _limits(), "One signature is not all": _several(),
        "Keys and algorithms": _keys(),
    }
    return [group(tests, [], f"{comment}, signed") for comment, tests in found.items()]


def entry(
    protected: dict[str, Any] | str | None, header: Any = None, jwk: Jwk = SECRET, payload: str = CLAIMS, alg: str | None = None, *, encoded: bool = True,
) -> dict[str, Any]:
    """A signature, with whatever headers. `protected` as text is taken for the header's JSON."""
    segment = None if protected is None else hand.segment(protected)
    signing_input = f"{segment or ''}.{b64u(payload) if encoded else payload}"
    found = {} if segment is None else {"protected": segment}
    return found | ({} if header is None else {"header": header}) | {"signature": b64u(hand.signature(alg or jwk["alg"], jwk, signing_input))}


def flat(protected: dict[str, Any] | str | None, header: Any = None, jwk: Jwk = SECRET, **more: Any) -> dict[str, Any]:
    """A flattened token."""
    payload = more.get("payload", CLAIMS)
    return {"payload": b64u(payload) if more.get("encoded", True) else payload, **entry(protected, header, jwk, **more)}


def general(*entries: Any) -> dict[str, Any]:
    """A general token of these signatures."""
    return {"payload": b64u(CLAIMS), "signatures": list(entries)}


def verify(
    id: str, token: Any, expect: dict[str, Any], flag: str, comment: str | None = None, keys: Any = None, operation: str = "jws.verify", **options: Any,
) -> dict[str, Any]:
    """A case of `jws.verify`, with SECRET unless said otherwise."""
    if operation in ("verify", "decrypt", "verifier.verify"):
        options = {"now": NOW, **options}
    held = keys if keys is not None else {"jwk": SECRET}
    return case(
        f"attack-json-{id}", operation, {"token": token, "keys": held}, expect, flags=[flag], comment=comment, **({"options": options} if options else {}),
    )


def by_joserfc(protected: Any, header: Any = None, payload: str = CLAIMS) -> dict[str, Any]:
    """A flattened token by joserfc, for what has to be accepted."""
    return json.loads(peers_json.signed(payload, (protected, header, SECRET)))


GOOD = flat(PROTECTED)
GOOD_ENTRY = entry(PROTECTED)


def _crit() -> list[dict[str, Any]]:
    flag, tests = "crit", []
    base = {"alg": "HS256", "kid": "secret", "typ": "JWT", "jwk": {}, "exp2": 1}
    for which, value in malformed_crit().items():
        tests.append(verify(f"crit-{which}", flat({**base, "crit": value}), INVALID, flag, critical=["exp2", "exp3"]))
    for which, value in {"unknown": ["exp2"], "claim-name": ["exp"], "case": ["B64"], "unknown-of-two": ["b64", "exp2"]}.items():
        header = {**PROTECTED, "crit": value, "exp2": 1, "exp": 1, "B64": True, "b64": True}
        tests.append(verify(f"crit-{which}", flat(header), CRIT, flag))
        tests.append(verify(f"crit-{which}-in-the-second", general(GOOD_ENTRY, entry(header)), CRIT, flag, "An unknown one fails the whole token."))
        tests.append(verify(f"crit-{which}-in-the-first", general(entry(header), GOOD_ENTRY), CRIT, flag))
    extension = {**PROTECTED, "crit": ["exp2"], "exp2": 1}
    tests += [
        verify("crit-listed", by_joserfc(extension), READ, flag, "Made by joserfc.", critical=["exp2"]),
        verify("crit-other-listed", flat(extension), CRIT, flag, critical=["exp3"]),
        verify("crit-unprotected", flat({"alg": "HS256", "exp2": 1}, {"crit": ["exp2"]}), INVALID, flag, critical=["exp2"]),
        verify("crit-unprotected-b64", flat({"alg": "HS256", "b64": True}, {"crit": ["b64"]}), INVALID, flag),
        verify("crit-unprotected-empty", flat({"alg": "HS256"}, {"crit": []}), INVALID, flag),
        verify("crit-unprotected-null", flat({"alg": "HS256"}, {"crit": None}), INVALID, flag),
        verify("crit-unprotected-alone", flat(None, {"alg": "HS256", "crit": ["exp2"], "exp2": 1}), INVALID, flag, critical=["exp2"]),
        verify(
            "crit-unprotected-escaped", compact_json(flat({"alg": "HS256"}, {"x": 1})).replace('"x":1', '"\\u0063rit":["x"],"x":1'), INVALID, flag,
            critical=["x"],
        ),
        verify(
            "crit-unprotected-in-the-second", general(GOOD_ENTRY, entry({"alg": "HS256"}, {"crit": ["exp2"], "exp2": 1})), INVALID, flag, critical=["exp2"],
        ),
        verify(
            "crit-names-unprotected", flat({"alg": "HS256", "crit": ["exp2"]}, {"exp2": 1}), INVALID, flag, "What is critical has to be protected.",
            critical=["exp2"],
        ),
        verify(
            "crit-names-unprotected-in-the-second", general(GOOD_ENTRY, entry({"alg": "HS256", "crit": ["exp2"]}, {"exp2": 1})), INVALID, flag,
            critical=["exp2"],
        ),
        verify("crit-protected-and-unprotected", flat(extension, {"crit": ["exp2"]}), INVALID, flag, critical=["exp2"]),
        verify(
            "crit-of-unknown-algorithm", general(entry({"alg": "XX1", "crit": ["exp2"], "exp2": 1}, alg="HS256"), GOOD_ENTRY), CRIT, flag,
            "Before the algorithm is looked at.",
        ),
        verify(
            "crit-of-a-key-that-is-not-held", general(GOOD_ENTRY, entry({"alg": "Ed25519", "kid": "ed", "crit": ["exp2"], "exp2": 1}, None, EDDSA)), CRIT,
            flag,
        ),
    ]
    return tests


def _unprotected() -> list[dict[str, Any]]:
    flag, tests = "unprotected overrides", []
    values: dict[str, Any] = {"alg": "HS256", "kid": "secret", "typ": "JWT", "cty": "text/plain", "x": 1, "jwk": {}, "": 0}
    for name, value in values.items():
        protected = {"alg": "HS256", name: value}
        label = name or "empty-name"
        tests.append(verify(f"two-headers-{label}", flat(protected, {name: value}), INVALID, flag, "Equal, and still in two headers."))
        tests.append(verify(f"two-headers-{label}-in-the-second", general(GOOD_ENTRY, entry(protected, {name: value})), INVALID, flag))
    tests += [
        verify("two-headers-alg-differs", flat({"alg": "HS256"}, {"alg": "none"}), INVALID, flag),
        verify("two-headers-alg-differs-turned", flat({"alg": "none"}, {"alg": "HS256"}), INVALID, flag),
        verify("two-headers-kid-differs", flat(PROTECTED, {"kid": "other"}), INVALID, flag),
        verify(
            "two-headers-escaped", compact_json(flat(PROTECTED, {"x": 1})).replace('"x":1', '"\\u006bid":"secret"'), INVALID, flag,
            "Names are compared as they are read.",
        ),
        verify("two-headers-escaped-protected", flat('{"alg":"HS256","\\u0078":1}', {"x": 1}), INVALID, flag),
        verify(
            "same-name-in-two-signatures", general(entry({"alg": "HS256", "x": 1}), entry({"alg": "HS256"}, {"x": 2})), READ, flag,
            "Each signature has its own headers.",
        ),
        verify("alg-moved-out", {**flat({"alg": "HS256"}), "header": {"alg": "HS256"}, "protected": hand.segment({"kid": "secret"})}, FAILED, flag),
        verify(
            "protected-taken-away", {**{name: value for name, value in GOOD.items() if name != "protected"}, "header": PROTECTED}, FAILED, flag,
            "The signature is over the protected header too.",
        ),
        verify("protected-added", {**flat(None, {"alg": "HS256"}), "header": {"x": 1}, "protected": hand.segment({"alg": "HS256"})}, FAILED, flag),
        verify(
            "header-added", {**GOOD, "header": {"admin": True}}, {**READ, "header": PROTECTED, "unprotected": {"admin": True}}, flag,
            "Whoever carries a token may; so it is given apart.",
        ),
        verify("no-alg", flat({"kid": "secret"}), INVALID, flag),
        verify("no-headers", flat(None), INVALID, flag),
        verify("no-alg-in-the-second", general(GOOD_ENTRY, entry({"kid": "secret"})), INVALID, flag),
    ]
    for which, value in {"number": 1, "null": None, "list": ["HS256"], "object": {}, "true": True}.items():
        tests.append(verify(f"unprotected-alg-{which}", flat(None, {"alg": value}), INVALID, flag))
        tests.append(verify(f"unprotected-kid-{which}", flat({"alg": "HS256"}, {"kid": value}), INVALID, flag))
    tests.append(verify(
        "unprotected-alg-none", {"payload": b64u(CLAIMS), "header": {"alg": "none"}, "signature": ""}, NOT_SUPPORTED, "`none` and its case variants",
    ))
    tests.append(verify(
        "protected-alg-none", {"payload": b64u(CLAIMS), "protected": hand.segment({"alg": "none"}), "signature": ""}, NOT_SUPPORTED,
        "`none` and its case variants",
    ))
    tests.append(verify(
        "alg-none-beside-a-good-one", general({"header": {"alg": "None"}, "signature": ""}, GOOD_ENTRY), {**READ, "verified": [1]},
        "`none` and its case variants", "Passed over, and not counted.",
    ))
    tests.append(verify(
        "alg-none-beside-a-good-one-all", general(GOOD_ENTRY, {"header": {"alg": "none"}, "signature": ""}), NOT_SUPPORTED, "`none` and its case variants",
        require="all",
    ))
    return tests


def _b64() -> list[dict[str, Any]]:
    flag = "b64"
    raw = {"alg": "HS256", "b64": False, "crit": ["b64"]}
    encoded, unencoded = entry({"alg": "HS256"}, payload="abcd", encoded=False), entry(raw, payload="abcd", encoded=False)
    claims = json.loads(peers_json.signed(CLAIMS, (raw, None, SECRET)))
    tests = [
        verify(
            "b64-mixed", {"payload": "abcd", "signatures": [encoded, unencoded]}, INVALID, flag,
            "RFC 7797, section 3: all signatures have the same b64. Either alone is good.",
        ),
        verify("b64-mixed-first-alone", {"payload": "abcd", "signatures": [encoded]}, {"payload": "abcd"}, flag),
        verify("b64-mixed-second-alone", {"payload": "abcd", "signatures": [unencoded]}, {"payload": b64u("abcd")}, flag),
        verify("b64-mixed-turned", {"payload": "abcd", "signatures": [unencoded, encoded]}, INVALID, flag),
        verify(
            "b64-mixed-with-true",
            {"payload": "abcd", "signatures": [unencoded, entry({"alg": "HS256", "b64": True, "crit": ["b64"]}, payload="abcd", encoded=False)]}, INVALID,
            flag,
        ),
        verify("b64-mixed-with-unknown-algorithm", {"payload": "abcd", "signatures": [unencoded, entry({"alg": "XX1"}, alg="HS256")]}, INVALID, flag),
        verify(
            "b64-mixed-with-a-key-that-is-not-held", {"payload": "abcd", "signatures": [unencoded, entry({"alg": "Ed25519"}, None, EDDSA)]}, INVALID, flag,
        ),
        verify("b64-unprotected", {"payload": "abcd", **entry({"alg": "HS256"}, {"b64": False}, payload="abcd", encoded=False)}, INVALID, flag),
        verify("b64-unprotected-true", flat({"alg": "HS256"}, {"b64": True}), INVALID, flag),
        verify(
            "b64-unprotected-critical", {"payload": "abcd", **entry({"alg": "HS256", "crit": ["b64"]}, {"b64": False}, payload="abcd", encoded=False)},
            INVALID, flag,
        ),
        verify("b64-not-critical", {"payload": "abcd", **entry({"alg": "HS256", "b64": False}, payload="abcd", encoded=False)}, INVALID, flag),
        verify("b64-null", flat({"alg": "HS256", "b64": None, "crit": ["b64"]}), INVALID, flag),
        verify("b64-text", flat({"alg": "HS256", "b64": "false", "crit": ["b64"]}), INVALID, flag),
        verify("b64-critical-but-absent", flat({"alg": "HS256", "crit": ["b64"]}), INVALID, flag),
        verify("b64-true-and-critical", by_joserfc({"alg": "HS256", "b64": True, "crit": ["b64"]}), READ, flag, "Made by joserfc."),
        verify("b64-false-claims", claims, READ, flag, "Made by joserfc."),
        verify("b64-false-surrogate", '{"payload":"\\ud800","protected":"%s","signature":"AAAA"}' % hand.segment(raw), INVALID, flag),
        verify("b64-false-jwt", claims, JWT_INVALID, flag, operation="verify"),
    ]
    return tests


def _members() -> list[dict[str, Any]]:
    flag, tests = "panic", []
    wrong: dict[str, Any] = {"null": None, "number": 1, "true": True, "text": "x", "list": [], "object": {}}
    kinds = {"payload": ("text",), "protected": ("text",), "signature": ("text",), "header": ("object",)}
    for name, fitting in kinds.items():
        for which, value in wrong.items():
            if which in fitting:
                continue
            tests.append(verify(f"member-{name}-{which}", {**GOOD, name: value}, INVALID, flag))
            if name != "payload":
                tests.append(verify(f"member-{name}-{which}-in-the-second", general(GOOD_ENTRY, {**GOOD_ENTRY, name: value}), INVALID, flag))
    for which, value in wrong.items():
        tests.append(verify(f"member-signatures-{which}", {"payload": b64u(CLAIMS), "signatures": value}, INVALID, flag))
        if which != "object":
            tests.append(verify(f"member-signatures-of-{which}", general(value), INVALID, flag))
            tests.append(verify(f"member-signatures-with-{which}", general(GOOD_ENTRY, value), INVALID, flag))
    for name in ("payload", "signature"):
        tests.append(verify(f"member-{name}-missing", {key: value for key, value in GOOD.items() if key != name}, INVALID, flag))
    without = {key: value for key, value in GOOD_ENTRY.items() if key != "signature"}
    tests += [
        verify("member-signature-missing-in-the-second", general(GOOD_ENTRY, without), INVALID, flag),
        verify("member-signature-missing-in-the-first", general(without, GOOD_ENTRY), INVALID, flag),
        verify("member-entry-empty", general(GOOD_ENTRY, {}), INVALID, flag),
        verify("member-payload-missing-general", {"signatures": [GOOD_ENTRY]}, INVALID, flag),
        verify("member-signature-empty", {**GOOD, "signature": ""}, FAILED, flag, "As in a compact token."),
        verify("member-signature-short", {**GOOD, "signature": GOOD["signature"][:40]}, INVALID if len(GOOD["signature"][:40]) % 4 == 1 else FAILED, flag),
        verify(
            "member-protected-empty", {**flat(None, {"alg": "HS256"}), "protected": ""}, INVALID, flag,
            "Absent or a header; never empty (RFC 7515, section 7.2.1).",
        ),
        verify("member-protected-empty-in-the-second", general(GOOD_ENTRY, {**entry(None, {"alg": "HS256"}), "protected": ""}), INVALID, flag),
        verify("member-protected-empty-object", {"payload": b64u(CLAIMS), **entry("{}", {"alg": "HS256"})},
            {**READ, "header": {}, "unprotected": {"alg": "HS256"}}, flag,
               "An empty header that is there is what was signed."),
        verify("member-both", {**GOOD, "signatures": [GOOD_ENTRY]}, INVALID, "polyglot token", "Flattened and general at once."),
        verify(
            "member-both-different", {**GOOD, "signatures": [entry({"alg": "Ed25519"}, None, EDDSA)]}, INVALID, "polyglot token",
            keys=[{"jwk": SECRET}, {"jwk": EDDSA}],
        ),
        verify("member-signature-beside-signatures", {**general(GOOD_ENTRY), "signature": GOOD["signature"]}, INVALID, "polyglot token"),
        verify("member-signature-null-beside-signatures", {**general(GOOD_ENTRY), "signature": None}, INVALID, "polyglot token"),
        verify("member-protected-beside-signatures", {**general(GOOD_ENTRY), "protected": GOOD["protected"]}, INVALID, "polyglot token"),
        verify("member-header-beside-signatures", {**general(GOOD_ENTRY), "header": {"x": 1}}, INVALID, "polyglot token"),
        verify("member-signatures-empty-beside-signature", {**GOOD, "signatures": []}, INVALID, "polyglot token"),
        verify("member-signatures-null-beside-signature", {**GOOD, "signatures": None}, INVALID, "polyglot token"),
        verify("member-nested-signatures", general({"signatures": [GOOD_ENTRY]}), INVALID, "polyglot token"),
        verify(
            "member-payload-in-entry", {"signatures": [{**GOOD_ENTRY, "payload": b64u(CLAIMS)}]}, INVALID, "polyglot token",
            "There is one payload, and it does not stand in a signature.",
        ),
        verify(
            "member-payload-twice-in-entry", general({**GOOD_ENTRY, "payload": b64u("other")}), READ, "polyglot token",
            "Unknown there, so ignored: what was verified is what is returned.",
        ),
        verify(
            "member-unknown", {"a": [1, {"b": None}], **GOOD, "z": "x"}, READ, "polyglot token", "Unknown members are ignored (RFC 7515, section 7.2.1).",
        ),
        verify("member-unknown-in-entry", general({**GOOD_ENTRY, "z": {}}), READ, "polyglot token"),
        verify("member-name-case", {"Payload": b64u(CLAIMS), **{key: value for key, value in GOOD.items() if key != "payload"}}, INVALID, "polyglot token"),
        verify("nothing", {}, INVALID, flag),
        verify("only-a-brace", "{", INVALID, flag),
        verify("only-payload", {"payload": b64u(CLAIMS)}, INVALID, flag),
        verify(
            "an-encrypted-one", {"protected": hand.segment({"alg": "dir", "enc": "A256GCM"}), "iv": "AAAA", "ciphertext": "AAAA", "tag": "AAAA"}, INVALID,
            flag,
        ),
        verify("a-jwk", compact_json(SECRET), INVALID, flag),
        verify("claims", CLAIMS, INVALID, flag),
    ]
    return tests


def _json() -> list[dict[str, Any]]:
    flag, tests = "JSON ambiguity", []
    text, payload = compact_json(GOOD), b64u(CLAIMS)
    inner = text[1:-1]
    several = compact_json(general(GOOD_ENTRY))
    texts = {
        "duplicate-payload": f'{{"payload":"{b64u("x")}",{inner}}}', "duplicate-payload-after": f'{{{inner},"payload":"{payload}"}}',
        "duplicate-payload-escaped": f'{{{inner},"p\\u0061yload":"{payload}"}}', "duplicate-signature": f'{{{inner},"signature":"AAAA"}}',
        "duplicate-protected": f'{{"protected":"{hand.segment({"alg": "none"})}",{inner}}}', "duplicate-unknown": f'{{{inner},"x":1,"x":1}}',
        "duplicate-nested": f'{{{inner},"x":[{{"y":1,"y":2}}]}}', "duplicate-in-header": f'{{{inner},"header":{{"x":1,"x":2}}}}',
        "duplicate-header": f'{{{inner},"header":{{"x":1}},"header":{{"y":1}}}}',
        "duplicate-in-header-nested": f'{{{inner},"header":{{"x":{{"y":1,"\\u0079":1}}}}}}',
        "duplicate-signatures": several[:-1] + ',"signatures":[]}',
        "duplicate-in-entry": several.replace('"signature":', '"signature":"AAAA","signature":'),
        "trailing-object": text + "{}", "trailing-comma": f"{{{inner},}}", "trailing-text": text + "x",
        "trailing-nul": text + "\0", "trailing-token": f"{text}\n{text}",
        "trailing-dots": text + "..", "nan": f'{{{inner},"x":NaN}}', "overflow": f'{{{inner},"x":1e400}}',
        "overflow-nested": f'{{{inner},"header":{{"x":[-1E+309]}}}}',
        "310-digits": f'{{{inner},"x":1{"0" * 309}}}', "lone-surrogate": f'{{{inner},"x":"\\ud800"}}', "lone-surrogate-name": f'{{{inner},"\\udc00":1}}',
        "lone-surrogate-in-header": f'{{{inner},"header":{{"x":"\\udfff\\ud800"}}}}',
        "control-character": f'{{{inner},"x":"\n"}}', "comment": f"{{/**/{inner}}}",
        "single-quotes": text.replace('"', "'"), "unfinished": text[:-1],
        "unquoted-name": "{payload" + text[9:], "leading-zero": f'{{{inner},"x":01}}', "plus": f'{{{inner},"x":+1}}',
        "byte-order-mark": "\ufeff" + text, "space-before": " " + text, "newline-before": "\n" + text, "in-a-list": f"[{text}]",
        "in-a-text": json.dumps(text), "bearer": f"Bearer {text}",
        "nul-before": "\0" + text, "form-feed-after": text + "\f", "no-break-space-after": text + "\u00a0",
    }
    for which, value in texts.items():
        comment = "Its first byte is no brace, so it is read as compact." if which in ("byte-order-mark", "space-before", "newline-before") else None
        tests.append(verify(f"json-{which}", value, INVALID, flag, comment))
    made = by_joserfc(PROTECTED)
    spaced = json.dumps(made, indent=2).replace("\n", "\r\n\t")
    escaped = compact_json(made).replace('"payload"', '"\\u0070ayload"').replace(f'"{payload[0]}', f'"\\u{ord(payload[0]):04x}')
    assert escaped != compact_json(made) and json.loads(escaped) == made
    tests += [
        verify("json-white-space-is-fine", spaced + " \n", READ, flag, "Made by joserfc; white space inside and after."),
        verify("json-escapes-are-fine", escaped, READ, flag, "Made by joserfc; JSON may write a character as its number."),
        verify("json-order-is-free", dict(reversed(made.items())), READ, flag, "Made by joserfc."),
        verify("json-309-digits-is-fine", {**made, "x": 10**308}, READ, flag),
    ]
    for which, protected in {
        "duplicate": '{"alg":"HS256","kid":"secret","kid":"secret"}', "trailing": '{"alg":"HS256"} {}', "list": '["alg"]', "text": '"alg"',
        "byte-order-mark": '\ufeff{"alg":"HS256"}',
    }.items():
        tests.append(verify(f"json-protected-{which}", flat(protected), INVALID, flag))
        tests.append(verify(f"json-protected-{which}-in-the-second", general(GOOD_ENTRY, entry(protected)), INVALID, flag))
    return tests


def _base64() -> list[dict[str, Any]]:
    """The signature is over the text as it stands, so that nothing but the encoding is wrong."""
    flag, tests = "base64url malleability", []
    header, payload = hand.segment({"alg": "HS256", "x": "\u00fb\u00ff\u00bf>>>??"}), hand.segment(ODD_CLAIMS)

    def signed(protected: str, payload: str) -> dict[str, Any]:
        return {"payload": payload, "protected": protected, "signature": b64u(hand.signature("HS256", SECRET, f"{protected}.{payload}"))}

    right = signed(header, payload)
    for name in ("protected", "payload", "signature"):
        for which, text in malleated(right[name]).items():
            token = {**right, name: text} if name == "signature" else signed(
                text if name == "protected" else header, text if name == "payload" else payload,
            )
            tests.append(verify(f"base64-{name}-{which}", token, INVALID, flag))
            if which in ("padded", "spare-bits", "standard-alphabet"):
                one = {"protected": token["protected"], "signature": token["signature"]}
                several = {"payload": token["payload"], "signatures": [one]}
                if name != "payload":
                    several = {"payload": right["payload"], "signatures": [{"protected": right["protected"], "signature": right["signature"]}, one]}
                tests.append(verify(
                    f"base64-{name}-{which}-general", several, INVALID, flag, None if name == "payload" else "The first signature is good.",
                ))
    return tests


def _polyglot() -> list[dict[str, Any]]:
    flag = "polyglot token"
    compact = peers.jws({"alg": "HS256", "kid": "secret"}, CLAIMS, SECRET)
    header, payload, signature = compact.split(".")
    made = {"protected": header, "payload": payload, "signature": signature}
    forged = b64u(compact_json({**EXP, "admin": True}))
    # The text of CVE-2022-39227: split at its dots it is one token, read as JSON another.
    both = compact_json({f"  {header}.{forged}.": "", **made})
    around = f'{{"{header}":"{header}.{payload}.{signature}","payload":"{forged}"}}'
    tests = [
        verify(
            "polyglot-text-is-json", both, {**READ, "header": {"alg": "HS256", "kid": "secret"}}, flag,
            "It begins with a brace: JSON, whose unknown member says nothing. The payload is the one that was signed.",
        ),
        verify("polyglot-text-jwt", both, JWT_INVALID, flag, operation="verify"),
        verify("polyglot-around-compact", around, INVALID, flag),
        verify("polyglot-compact-in-protected", {**made, "protected": compact}, INVALID, flag),
        verify("polyglot-compact-in-payload", {**made, "payload": compact}, INVALID, flag),
        verify("polyglot-compact-in-signature", {**made, "signature": compact}, INVALID, flag),
        verify("polyglot-header-and-payload-in-protected", {"protected": f"{header}.{payload}", "payload": "", "signature": signature}, INVALID, flag),
        verify("polyglot-payload-with-dots", {"protected": header[:8], "payload": f"{header[8:]}.{payload}", "signature": signature}, INVALID, flag),
        verify("polyglot-json-in-compact", f"{header}.{b64u(compact_json(made))}.{signature}", FAILED, flag),
        verify("polyglot-json-as-a-part", compact_json(made) + f".{payload}.{signature}", INVALID, flag),
        verify("polyglot-compact-quoted", f'"{compact}"', INVALID, flag),
        verify("polyglot-compact-in-a-list", f'["{compact}"]', INVALID, flag),
        verify("polyglot-compact-then-json", compact + compact_json(made), INVALID, flag),
        verify("polyglot-to-decrypt", made, JWE_INVALID, flag, operation="jwe.decrypt"),
    ]
    wrap = {"jwk": encryption_jwk("A256KW")}
    forms = {"flattened": made, "general": {"payload": payload, "signatures": [{"protected": header, "signature": signature}]},
        "detached": {"protected": header, "signature": signature},
             "trailing": compact_json(made) + "..", "empty": {}, "brace": "{"}
    for which, token in forms.items():
        tests.append(case(f"attack-json-inspect-{which}", "inspect_unverified", {"token": token}, JWT_INVALID, flags=[flag]))
        tests.append(verify(f"jwt-verify-{which}", token, JWT_INVALID, flag, "A JWT is compact (RFC 7519).", operation="verify"))
        tests.append(verify(f"jwt-decrypt-{which}", token, JWT_INVALID, flag, operation="decrypt", keys=wrap))
        tests.append(verify(f"jwt-verifier-{which}", token, JWT_INVALID, flag, operation="verifier.verify"))
        tests.append(case(
            f"attack-json-jwt-unseal-{which}", "unseal", {"token": token, "decrypt_with": wrap, "verify_with": {"jwk": SECRET}}, JWT_INVALID, flags=[flag],
            options={"now": NOW},
        ))
    return tests


def _limits() -> list[dict[str, Any]]:
    flag, tests = "parser exhaustion", []
    text = compact_json(GOOD)
    nested = {"flattened": (2, GOOD | {"header": {"x": 1}}), "general": (4, general(GOOD_ENTRY | {"header": {"x": 1}}))}
    for which, (depth, token) in nested.items():
        tests.append(verify(f"limit-depth-{which}-{depth}", token, READ, flag, "The token's own object is the first level.", max_json_depth=depth))
        tests.append(verify(f"limit-depth-{which}-{depth - 1}", token, LIMIT, flag, max_json_depth=depth - 1))
    for depth, expect in ((32, READ), (33, LIMIT), (5000, LIMIT)):
        lists = "[" * (depth - 1) + "]" * (depth - 1)
        tests.append(verify(f"limit-depth-{depth}", f'{text[:-1]},"x":{lists}}}', expect, flag, "In a member that nobody reads."))
        lists = "[" * (depth - 2) + "]" * (depth - 2)
        tests.append(verify(f"limit-depth-header-{depth}", f'{text[:-1]},"header":{{"x":{lists}}}}}', expect, flag))
        lists = "[" * (depth - 1) + "]" * (depth - 1)
        if depth < 5000:
            tests.append(verify(f"limit-depth-protected-{depth}", flat(f'{{"alg":"HS256","x":{lists}}}'), expect, flag))
    tests += [
        verify("limit-size-at", text, READ, flag, max_token_bytes=len(text)),
        verify("limit-size-over", text, LIMIT, flag, max_token_bytes=len(text) - 1),
        verify("limit-size-before-json", "{" * 101, LIMIT, flag, "The size comes before anything else.", max_token_bytes=100),
        verify("limit-size-as-jwt", text, LIMIT, flag, max_token_bytes=len(text) - 1, operation="verify"),
        verify(
            "limit-size-more-than-compact", {**GOOD, "x": "x" * (260 * 1024)}, READ, flag,
            "Over 256 KiB, which is a compact token's limit; JSON has 1 MiB.",
        ),
        verify("limit-header-protected", flat({"alg": "HS256", "x": "x" * 200}), LIMIT, flag, max_header_bytes=100),
        verify("limit-header-unprotected", {**GOOD, "header": {"x": "x" * 200}}, LIMIT, flag, max_header_bytes=100),
        verify(
            "limit-header-both", flat({"alg": "HS256", "x": "x" * 60}, {"y": "y" * 60}), LIMIT, flag, "Each is shorter, and together they are longer.",
            max_header_bytes=120,
        ),
        verify("limit-header-both-kept", flat({"alg": "HS256", "x": "x" * 60}, {"y": "y" * 60}), READ, flag, max_header_bytes=200),
        verify("limit-header-of-the-second", general(GOOD_ENTRY, GOOD_ENTRY | {"header": {"x": "x" * 200}}), LIMIT, flag, max_header_bytes=100),
        verify(
            "limit-header-of-each", general(*[entry({"alg": "HS256", "x": "x" * 60})] * 3), {**READ, "verified": [0, 1, 2]}, flag,
            "Not of all signatures together.", max_header_bytes=120,
        ),
        verify("limit-header-default", {**GOOD, "header": {"x": "x" * 17 * 1024}}, LIMIT, flag),
    ]
    sixteen = general(*[GOOD_ENTRY] * 16)
    keys = [{"jwk": signing_jwk("HS256", f"key {number}")} for number in range(4)] + [{"jwk": SECRET}]
    tests += [
        verify("limit-attempts-16", sixteen, {**READ, "verified": list(range(16))}, flag),
        verify("limit-attempts-17", general(*[GOOD_ENTRY] * 17), LIMIT, flag, "Before the first is tried."),
        verify("limit-attempts-17-raised", general(*[GOOD_ENTRY] * 17), {**READ, "verified": list(range(17))}, flag, max_attempts=17),
        verify("limit-attempts-lowered", general(GOOD_ENTRY, GOOD_ENTRY), LIMIT, flag, max_attempts=1),
        verify("limit-attempts-product", general(*[entry({"alg": "HS256"})] * 4), LIMIT, flag, "Four signatures by five keys.", keys=keys),
        verify(
            "limit-attempts-product-kept", general(*[entry({"alg": "HS256"})] * 3), {**READ, "verified": [0, 1, 2], "key_id": "secret"}, flag,
            "Three signatures by five keys.", keys=keys,
        ),
        verify(
            "limit-attempts-unknown-algorithms", general(*[{"header": {"alg": "XX1"}, "signature": ""}] * 100, GOOD_ENTRY), {**READ, "verified": [100]},
            flag, "Nothing is tried on what is passed over.",
        ),
        verify(
            "limit-attempts-no-key", general(*[{"header": {"alg": "HS256", "kid": "other"}, "signature": ""}] * 100, GOOD_ENTRY),
            {**READ, "verified": [100]}, flag,
        ),
        verify("limit-attempts-all", general(*[GOOD_ENTRY] * 17), LIMIT, flag, require="all"),
        verify("limit-many-empty-entries", general(*[{}] * 1000), INVALID, flag),
    ]
    return tests


def _several() -> list[dict[str, Any]]:
    flag = "multi-signature confusion"
    both = [{"jwk": SECRET}, {"jwk": public(EDDSA)}]
    ed = entry({"alg": "Ed25519", "kid": "ed"}, None, EDDSA)
    attacker = signing_jwk("Ed25519", "attacker", kid="ed")
    forged = entry({"alg": "Ed25519", "kid": "ed", "admin": True}, None, attacker)
    unsigned = {"protected": hand.segment({**PROTECTED, "admin": True}), "signature": b64u(bytes(32))}
    copied = {**ed, "protected": hand.segment({"alg": "Ed25519", "kid": "ed", "admin": True})}
    foreign = entry({"alg": "Ed25519", "kid": "attacker"}, None, signing_jwk("Ed25519", "attacker"))
    header = {"header": {"alg": "Ed25519", "kid": "ed"}, "key_id": "ed"}
    return [
        verify("several-both", general(GOOD_ENTRY, ed), {**READ, "verified": [0, 1], "header": PROTECTED}, flag, keys=both),
        verify(
            "several-forged-and-good", general(forged, GOOD_ENTRY), {**READ, "verified": [1], "header": PROTECTED, "key_id": "secret"}, flag,
            "What is reported is what verified.", keys=both,
        ),
        verify("several-forged-and-good-all", general(forged, GOOD_ENTRY), FAILED, flag, keys=both, require="all"),
        verify("several-good-and-forged", general(GOOD_ENTRY, forged), {**READ, "verified": [0], "header": PROTECTED}, flag, keys=both),
        verify("several-good-and-forged-all", general(GOOD_ENTRY, forged), FAILED, flag, keys=both, require="all"),
        verify(
            "several-unsigned-header-first", general(unsigned, ed), {**READ, "verified": [1], **header}, flag, "The forged header is not the one returned.",
            keys=both,
        ),
        verify("several-unsigned-header-last", general(ed, unsigned), {**READ, "verified": [0], **header}, flag, keys=both),
        verify("several-copied-signature", general(copied, ed), {**READ, "verified": [1], **header}, flag, keys=both),
        verify("several-copied-signature-all", general(copied, ed), FAILED, flag, keys=both, require="all"),
        verify("several-attackers-own", general(foreign, ed), {**READ, "verified": [1], **header}, flag, keys=both),
        verify("several-attackers-own-all", general(foreign, ed), NO_KEY, flag, keys=both, require="all"),
        verify("several-only-attackers-own", general(foreign, foreign), NO_KEY, flag, keys=both),
        verify("several-only-forged", general(forged, unsigned), FAILED, flag, keys=both),
        verify("several-one-key-is-not-all", general(GOOD_ENTRY, ed), NO_KEY, flag, "One of two is never reported as all.", require="all"),
        verify("several-one-key-is-one", general(GOOD_ENTRY, ed), {**READ, "verified": [0]}, flag),
        verify("several-all-and-not-listed", general(GOOD_ENTRY, ed), NOT_ALLOWED, flag, keys=both, require="all", algorithms=["HS256"]),
        verify("several-other-payload", {**general(GOOD_ENTRY, ed), "payload": b64u("{}")}, FAILED, flag, keys=both),
        verify(
            "several-signatures-swapped", general({**GOOD_ENTRY, "signature": ed["signature"]}, {**ed, "signature": GOOD_ENTRY["signature"]}), FAILED, flag,
            keys=both,
        ),
        verify(
            "several-repeated-is-not-two", general(ed, ed), {**READ, "verified": [0, 1], "key_id": "ed"}, flag,
            "Indexes of signatures, not signers: the caller sees one key_id.", keys=both,
        ),
    ]


def _keys() -> list[dict[str, Any]]:
    flag = "algorithm confusion"
    rsa_public, ec_public = public(RSA), public(EC)
    attacker = signing_jwk("ES256", "attacker")
    confused = {"kty": "oct", "k": b64u(compact_json(rsa_public)), "alg": "HS256"}
    trust = "header key trust"
    given = public({name: value for name, value in attacker.items() if name != "alg"})
    return [
        verify("keys-public-as-hmac", flat(None, {"alg": "HS256", "kid": "rsa"}, confused), NOT_ALLOWED, flag, keys={"jwk": rsa_public}),
        verify("keys-public-as-hmac-protected", flat({"alg": "HS256"}, {"kid": "rsa"}, confused), NOT_ALLOWED, flag, keys={"jwk": rsa_public}),
        verify(
            "keys-public-as-hmac-beside-a-good-one", general(entry(None, {"alg": "HS256", "kid": "rsa"}, confused), entry({"alg": "RS256"}, None, RSA)),
            {**READ, "verified": [1]}, flag, keys={"jwk": rsa_public},
        ),
        verify("keys-alg-unprotected-widens-nothing", flat(None, {"alg": "RS512"}, RSA), NOT_ALLOWED, flag, keys={"jwk": rsa_public}),
        verify("keys-jwk-protected", flat({"alg": "ES256", "jwk": given}, None, attacker), FAILED, trust, keys={"jwk": ec_public}),
        verify("keys-jwk-unprotected", flat({"alg": "ES256"}, {"jwk": given}, attacker), FAILED, trust, keys={"jwk": ec_public}),
        verify("keys-jwk-no-keys", flat({"alg": "ES256"}, {"jwk": given}, attacker), NO_KEY, trust, keys={"jwks": {"keys": []}}),
        verify(
            "keys-jku-x5u-x5c",
            flat({"alg": "ES256"}, {"jku": "https://attacker.example/k", "x5u": "https://attacker.example/c", "x5c": ["AAAA"]}, attacker), FAILED, trust,
            keys={"jwk": ec_public},
        ),
        verify("keys-kid-unprotected-unknown", flat({"alg": "HS256"}, {"kid": "other"}), NO_KEY, "unknown `kid`"),
        verify("keys-kid-unprotected-is-compared", flat({"alg": "HS256"}, {"kid": "SECRET"}), NO_KEY, "unknown `kid`"),
        verify(
            "keys-kid-unprotected-changed", flat({"alg": "HS256"}, {"kid": "b"}), FAILED, "unknown `kid`", "A key bears it, so no other is tried.",
            keys=[{"jwk": SECRET}, {"jwk": signing_jwk("HS256", "second", kid="b")}],
        ),
        verify("keys-kid-unprotected-path", flat({"alg": "HS256"}, {"kid": "../../dev/null"}), NO_KEY, "unknown `kid`"),
        verify("keys-only-for-signing", flat({"alg": "HS256"}), NO_KEY, flag, keys={"jwk": {**SECRET, "key_ops": ["sign"]}}),
    ]
