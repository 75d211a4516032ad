"""jws_json.json: each signature algorithm in the flattened and the general serialization, several
signatures, unprotected headers, detached and unencoded payloads; read and made."""

from __future__ import annotations

import json
from typing import Any

import peers
import peers_json
from common import b64u, case, compact_json, error, group, unb64u, write
from fixtures import ML_DSA, SIGN, Jwk, public, signing_jwk
from make_jws_algorithms import DETERMINISTIC
from verified import signature as verified_by

PAYLOAD = "It’s a dangerous business, Frodo, going out your door."
FAILED, NOT_ALLOWED, NO_KEY = (
    error(f"ERR_{code}") for code in ("JWS_SIGNATURE_VERIFICATION_FAILED", "JOSE_ALG_NOT_ALLOWED", "JWKS_NO_MATCHING_KEY")
)
INVALID, OPTION, NOT_SUPPORTED = error("ERR_JWS_INVALID"), error("ERR_OPTION_INVALID"), error("ERR_JOSE_NOT_SUPPORTED")
TOKEN_ORDER = ("payload", "protected", "header", "signature", "signatures")
# Three keys for tokens with several signatures, none of them random.
FIRST, SECOND, THIRD = signing_jwk("HS256", kid="one"), signing_jwk("Ed25519", kid="two"), signing_jwk("RS256", kid="three")


def main() -> None:
    """Write the file."""
    made = peers_json.tokens("jws_json", _requests())
    groups = [group(_algorithm(alg, made), [_key(alg)], alg) for alg in SIGN]
    groups += [
        group(_several(), comment="Several signatures, read"), group(_making(), comment="Several signatures and unprotected headers, made"),
        group(_detached(), comment="Detached and unencoded payloads"), group(_options(), comment="Options that cannot be"),
    ]
    write("jws_json", f"{', '.join(peers.VERSION.values())}: the comment of each case says which", groups)


def ordered(token: dict[str, Any]) -> dict[str, Any]:
    """The members in the order in which this library writes them."""
    found = {name: token[name] for name in TOKEN_ORDER if name in token}
    return found | ({"signatures": [ordered(one) for one in found["signatures"]]} if "signatures" in found else {})


def general(*signatures: tuple[dict[str, Any] | None, dict[str, Any] | None, Jwk], payload: str = PAYLOAD) -> dict[str, Any]:
    """A general token by joserfc, of signatures without random numbers."""
    return ordered(_parsed(peers_json.signed(payload, *signatures, general=True)))


def flattened(protected: dict[str, Any] | None, header: dict[str, Any] | None, jwk: Jwk, payload: str = PAYLOAD) -> dict[str, Any]:
    """A flattened token by joserfc."""
    return ordered(_parsed(peers_json.signed(payload, (protected, header, jwk))))


def _parsed(text: str) -> dict[str, Any]:
    return json.loads(text)


def _key(alg: str) -> Jwk:
    return signing_jwk(alg, kid=f"key-{alg}")


def _peers(alg: str) -> tuple[str, str]:
    """Who makes the flattened and who the general token."""
    if alg in ML_DSA:
        return "jwcrypto", "jwcrypto"
    return ("joserfc", "jwcrypto") if alg == "ES256K" else ("jose", "joserfc") if SIGN.index(alg) % 2 else ("jwcrypto", "jose")


def _requests() -> dict[str, dict[str, Any]]:
    """Flattened: everything protected. General: kid unprotected, as RFC 7515, A.6, has it."""
    wanted = {}
    for alg in SIGN:
        flat, many = _peers(alg)
        kid = {"kid": f"key-{alg}"}
        wanted[f"{alg}-flattened"] = peers_json.signing(flat, PAYLOAD, ({"alg": alg, **kid}, None, _key(alg)))
        wanted[f"{alg}-general"] = peers_json.signing(many, PAYLOAD, ({"alg": alg}, kid, _key(alg)), general=True)
        wanted[f"{alg}-unprotected"] = peers_json.signing("jwcrypto", PAYLOAD, (None, {"alg": alg, **kid}, _key(alg)))
    return wanted


def _verify(
    id: str, token: Any, keys: Any, expect: dict[str, Any], comment: str | None = None, flags: list[str] | None = None, **options: Any,
) -> dict[str, Any]:
    """A case; `payload` among the options is the detached one, which is input."""
    input = {"token": token} | ({} if keys is None else {"keys": keys})
    if "payload" in options:
        input["payload"] = b64u(options.pop("payload"))
    return case(f"jws-json-{id}", "jws.verify", input, expect, comment=comment, flags=flags, options=options or None)


def _algorithm(alg: str, made: dict[str, str]) -> list[dict[str, Any]]:
    """Read from three makers and made in both forms."""
    kid, name = f"key-{alg}", alg.lower()
    shared = {"payload": b64u(PAYLOAD), "key_id": kid, "verified": [0]}
    protected = {**shared, "header": {"alg": alg, "kid": kid}, "unprotected": None}
    half = {**shared, "header": {"alg": alg}, "unprotected": {"kid": kid}}
    bare = {**shared, "header": {}, "unprotected": {"alg": alg, "kid": kid}}
    flat, many = _peers(alg)
    tokens = {form: _parsed(made[f"{alg}-{form}"]) for form in ("flattened", "general", "unprotected")}
    spoilt = {**tokens["flattened"], "payload": b64u(PAYLOAD.replace("Frodo", "Bilbo"))}
    tests = [
        _verify(f"{name}-flattened", tokens["flattened"], None, protected, f"Made by {flat}.", [alg, "flattened"]),
        _verify(f"{name}-general", tokens["general"], None, half, f"Made by {many}.", [alg, "general"], require="all"),
        _verify(f"{name}-unprotected", tokens["unprotected"], None, bare, "Made by jwcrypto: no header is protected.", [alg, "flattened"]),
        _verify(f"{name}-payload-tampered", spoilt, None, FAILED, flags=[alg, "flattened"]),
        _verify(f"{name}-not-listed", tokens["general"], None, NOT_ALLOWED, flags=[alg, "general"], algorithms=["HS256" if alg != "HS256" else "HS512"]),
    ]
    for form in ("flattened", "general"):
        input = {"payload": b64u(PAYLOAD), "key": 0}
        options = {"serialization": form}
        if alg in DETERMINISTIC:
            one = ({"alg": alg, "kid": kid}, None, _key(alg))
            expected = {"token": compact_json(flattened(*one) if form == "flattened" else general(one))}
            tests.append(case(f"jws-json-{name}-{form}-sign", "jws.sign", input, expected, flags=[alg, form], deterministic=True, options=options,
                              comment="The signature is joserfc's."))
        else:
            keys = {"keys": {"jwk": public(_key(alg))}}
            tests.append(case(f"jws-json-{name}-{form}-sign", "jws.sign", input, protected, flags=[alg, form], deterministic=False, options=options,
                              read={"operation": "jws.verify", "input": keys, "options": {"algorithms": [alg]}}))
    return tests


def _three() -> dict[str, Any]:
    """HS256 all protected, Ed25519 with kid unprotected, RS256 all unprotected."""
    return general(
        ({"alg": "HS256", "kid": "one"}, None, FIRST), (
            {"alg": "Ed25519"}, {"kid": "two", "note": [1]}, SECOND,
        ), (None, {"alg": "RS256", "kid": "three"}, THIRD),
    )


def _several() -> list[dict[str, Any]]:
    token = _three()
    one, two, three = {"jwk": FIRST}, {"jwk": public(SECOND)}, {"jwk": public(THIRD)}
    headers = [({"alg": "HS256", "kid": "one"}, None), ({"alg": "Ed25519"}, {"kid": "two", "note": [1]}), ({}, {"alg": "RS256", "kid": "three"})]

    def verified(indexes: list[int]) -> dict[str, Any]:
        header, unprotected = headers[indexes[0]]
        return {"payload": b64u(PAYLOAD), "header": header, "unprotected": unprotected, "key_id": ("one", "two", "three")[indexes[0]], "verified": indexes}

    def spoilt(*indexes: int) -> dict[str, Any]:
        """One bit of these signatures changed."""
        signatures = [dict(signature) for signature in token["signatures"]]
        for index in indexes:
            raw = bytearray(unb64u(signatures[index]["signature"]))
            raw[5] ^= 16
            signatures[index]["signature"] = b64u(bytes(raw))
        return {**token, "signatures": signatures}

    every = [one, two, three]
    strange = {"signature": "AAAA", "header": {"alg": "XX999", "kid": "one"}}
    none = {"signature": "", "header": {"alg": "none"}}
    with_unknown = {**token, "signatures": [strange, *token["signatures"], none]}
    nameless = [{"jwk": {name: value for name, value in key["jwk"].items() if name != "kid"}} for key in every]
    swapped = {**token, "signatures": [token["signatures"][index] for index in (2, 0, 1)]}
    twice = {**token, "signatures": [token["signatures"][0], token["signatures"][0]]}
    one_key = general(({"alg": "HS256"}, None, FIRST), ({"alg": "HS256", "n": 2}, None, FIRST), ({"alg": "HS512"}, None, signing_jwk("HS512")))
    every_test = [
        _verify("three-any", token, every, verified([0, 1, 2])),
        _verify("three-all", token, every, verified([0, 1, 2]), require="all"),
        _verify("three-any-by-name", token, every, verified([0, 1, 2]), require="any"),
        _verify("three-first-key", token, one, verified([0])),
        _verify("three-second-key", token, two, verified([1])),
        _verify("three-third-key", token, three, verified([2])),
        _verify("three-outer-keys", token, [three, one], verified([0, 2])),
        _verify("three-all-without-first-key", token, [two, three], NO_KEY, require="all"),
        _verify("three-all-without-last-key", token, [one, two], NO_KEY, require="all"),
        _verify("three-no-keys", token, {"jwks": {"keys": []}}, NO_KEY),
        _verify("three-first-spoilt", spoilt(0), every, verified([1, 2])),
        _verify("three-second-spoilt", spoilt(1), every, verified([0, 2])),
        _verify("three-last-spoilt", spoilt(2), every, verified([0, 1])),
        _verify("three-two-spoilt", spoilt(0, 1), every, verified([2])),
        _verify("three-every-spoilt", spoilt(0, 1, 2), every, FAILED),
        *(_verify(f"three-all-{which}-spoilt", spoilt(index), every, FAILED, require="all") for index, which in enumerate(("first", "second", "last"))),
        _verify("three-spoilt-is-the-only-key", spoilt(1), two, FAILED, "The others have no key; this one came furthest."),
        _verify("three-algorithms-one", token, every, verified([1]), algorithms=["Ed25519"]),
        _verify("three-algorithms-two", token, every, verified([0, 2]), algorithms=["RS256", "HS256"]),
        _verify("three-algorithms-none", token, every, NOT_ALLOWED, algorithms=["ES256"]),
        _verify("three-algorithms-all", token, every, NOT_ALLOWED, algorithms=["RS256", "HS256"], require="all"),
        _verify(
            "three-algorithms-of-the-spoilt", spoilt(1), every, FAILED, "The valid signatures are of algorithms that the caller did not name.",
            algorithms=["Ed25519"],
        ),
        _verify("three-nameless-keys", token, nameless, {**verified([0, 1, 2]), "key_id": None}, "A key without a key_id fits any kid."),
        _verify("three-nameless-keys-all", token, nameless, {**verified([0, 1, 2]), "key_id": None}, require="all"),
        _verify("three-turned", swapped, every, {"payload": b64u(PAYLOAD), "header": {}, "key_id": "three", "verified": [0, 1, 2]}),
        _verify("three-turned-first-key", swapped, one, {"payload": b64u(PAYLOAD), "key_id": "one", "verified": [1]}),
        _verify("one-signature-twice", twice, one, {"payload": b64u(PAYLOAD), "verified": [0, 1]}),
        _verify("unknown-algorithms-passed-over", with_unknown, every, {**verified([0]), "verified": [1, 2, 3]}),
        _verify("unknown-algorithms-all", with_unknown, every, NOT_SUPPORTED, require="all"),
        _verify("unknown-algorithms-only", {**token, "signatures": [strange, none]}, every, NOT_SUPPORTED),
        _verify("unknown-algorithm-flattened", {"payload": token["payload"], **strange}, every, NOT_SUPPORTED),
        _verify(
            "unknown-algorithm-and-no-key", {**token, "signatures": [strange, token["signatures"][1]]}, three, NO_KEY,
            "No key came further than no algorithm.",
        ),
        _verify("unknown-algorithm-and-spoilt", {**spoilt(0), "signatures": [strange, spoilt(0)["signatures"][0]]}, one, FAILED),
        _verify("unknown-algorithm-all-comes-first", {**spoilt(0), "signatures": [spoilt(0)["signatures"][0], strange]}, one, NOT_SUPPORTED,
                "The algorithm is an earlier step than the signature.", require="all"),
        _verify("one-key-several-signatures", one_key, one, {"payload": b64u(PAYLOAD), "header": {"alg": "HS256"}, "verified": [0, 1]}),
        _verify("one-key-several-signatures-all", one_key, one, NOT_ALLOWED, "The key does not allow HS512.", require="all"),
        _verify("one-key-several-signatures-every-key", one_key, [one, {"jwk": signing_jwk("HS512")}],
                {"payload": b64u(PAYLOAD), "verified": [0, 1, 2], "key_id": "one"}, require="all"),
        _verify("two-keys-of-one-kid", token, [{"jwk": signing_jwk("HS256", "second", kid="one")}, one], {"payload": b64u(PAYLOAD), "verified": [0]},
                "Every key that bears the kid is tried."),
        _verify("set", token, {"jwks": {"keys": [FIRST, public(SECOND), public(THIRD)]}}, verified([0, 1, 2]), require="all"),
        _verify(
            "require-all-compact", peers.jws({"alg": "HS256"}, PAYLOAD, FIRST), one,
            {"payload": b64u(PAYLOAD), "header": {"alg": "HS256"}, "unprotected": None, "verified": [0]}, require="all",
        ),
        _verify("require-unknown", token, every, OPTION, require="some"),
        _verify("attempts-at-limit", token, every, verified([0, 1, 2]), "Three pairs of a signature and a key that fits.", max_attempts=3),
        _verify("attempts-over-limit", token, every, error("ERR_JOSE_LIMIT_EXCEEDED"), max_attempts=2),
        _verify("attempts-count-what-fits", token, every, verified([0]), "The list leaves one pair.", max_attempts=1, algorithms=["HS256"]),
    ]
    return every_test


def _sign(
    id: str, keys: list[Jwk] | Jwk, expect: dict[str, Any], comment: str | None = None, payload: str = PAYLOAD, read: Any = None, **options: Any,
) -> dict[str, Any]:
    held = {"keys": [{"jwk": key} for key in keys]} if isinstance(keys, list) else {"key": {"jwk": keys}}
    more = {"deterministic": False, "read": read} if read else {} if "error" in expect else {"deterministic": True}
    return case(f"jws-json-sign-{id}", "jws.sign", {"payload": b64u(payload), **held}, expect, comment=comment, options=options, **more)


def _text(token: dict[str, Any]) -> dict[str, Any]:
    return {"token": compact_json(token)}


def _making() -> list[dict[str, Any]]:
    """To the byte where nothing is random: protected header alg, (b64, crit), kid, then the
    caller's.
    """
    one, two, three = ({"alg": key["alg"], "kid": key["kid"]} for key in (FIRST, SECOND, THIRD))
    keys = [FIRST, SECOND, THIRD]
    ec = signing_jwk("ES256", kid="ec")
    bound = {"jwk": public(ec)}
    nameless = signing_jwk("HS256")
    more, note = {"typ": "example", "x": {"y": [1, None]}}, {"note": "n"}
    read = {"operation": "jws.verify", "input": {"keys": [bound, {"jwk": FIRST}]}, "options": {"require": "all"}}
    return [
        _sign(
            "three", keys, _text(general((one, None, FIRST), (two, None, SECOND), (three, None, THIRD))), "Signatures by joserfc.", serialization="general",
        ),
        _sign("three-turned", keys[::-1], _text(general((three, None, THIRD), (two, None, SECOND), (one, None, FIRST))), serialization="general"),
        _sign("one-of-a-list-general", [FIRST], _text(general((one, None, FIRST))), serialization="general"),
        _sign("one-of-a-list-flattened", [FIRST], _text(flattened(one, None, FIRST)), serialization="flattened"),
        _sign("one-of-a-list-compact", [FIRST], {"token": peers.jws(one, PAYLOAD, FIRST)}),
        _sign("compact-by-name", FIRST, {"token": peers.jws(one, PAYLOAD, FIRST)}, serialization="compact"),
        _sign(
            "header-for-every", keys[:2], _text(general(({**one, **more}, None, FIRST), ({**two, **more}, None, SECOND))), serialization="general",
            header=more,
        ),
        _sign("header-for-each", keys[:2], _text(general(({**one, **more}, None, FIRST), (two, None, SECOND))), serialization="general", header=[more, {}]),
        _sign("header-flattened", FIRST, _text(flattened({**one, **more}, None, FIRST)), serialization="flattened", header=more),
        _sign("header-list-of-one", FIRST, _text(flattened({**one, **more}, None, FIRST)), serialization="flattened", header=[more]),
        _sign("unprotected-for-every", keys[:2], _text(general((one, note, FIRST), (two, note, SECOND))), serialization="general", unprotected=note),
        _sign(
            "unprotected-for-each", keys[:2], _text(general((one, None, FIRST), (two, note, SECOND))), "No empty header is written.",
            serialization="general", unprotected=[{}, note],
        ),
        _sign("unprotected-flattened", FIRST, _text(flattened(one, note, FIRST)), serialization="flattened", unprotected=note),
        _sign("unprotected-empty", FIRST, _text(flattened(one, None, FIRST)), serialization="flattened", unprotected={}),
        _sign(
            "unprotected-kid", FIRST, _text(flattened({"alg": "HS256"}, {"kid": "one"}, FIRST)), "The kid stands in one header.", serialization="flattened",
            unprotected={"kid": "one"},
        ),
        _sign(
            "unprotected-kid-and-more", FIRST, _text(flattened({"alg": "HS256", "typ": "t"}, {"x": 1, "kid": "one"}, FIRST)), serialization="flattened",
            header={"typ": "t"}, unprotected={"x": 1, "kid": "one"},
        ),
        _sign(
            "unprotected-kid-of-nameless-key", nameless, _text(flattened({"alg": "HS256"}, {"kid": "chosen"}, nameless)), serialization="flattened",
            unprotected={"kid": "chosen"},
        ),
        _sign("unprotected-kid-contradicts", FIRST, OPTION, serialization="flattened", unprotected={"kid": "two"}),
        _sign(
            "both-headers", keys[:2], _text(general(({**one, "x": 1}, {"y": 2}, FIRST), ({**two, "x": 2}, {"y": 1}, SECOND))), serialization="general",
            header=[{"x": 1}, {"x": 2}], unprotected=[{"y": 2}, {"y": 1}],
        ),
        _sign("empty-payload", FIRST, _text(flattened(one, None, FIRST, "")), "Attached and empty, so `payload` is there.", "", serialization="flattened"),
        _sign(
            "random", [ec, FIRST],
            {"payload": b64u(PAYLOAD), "header": {"alg": "ES256", "kid": "ec"}, "unprotected": {"x": 1}, "key_id": "ec",
             "verified": [verified_by(0, "ec", "ES256", {"alg": "ES256", "kid": "ec"}), verified_by(1, "one", "HS256", one)]}, None, PAYLOAD,
            read, serialization="general", unprotected=[{"x": 1}, {}],
        ),
        _sign("same-key-twice", [FIRST, FIRST], _text(general((one, None, FIRST), (one, None, FIRST))), serialization="general"),
    ]


def _detached() -> list[dict[str, Any]]:
    """RFC 7515, appendix F, and RFC 7797."""
    one = {"alg": "HS256", "kid": "one"}
    raw = {"alg": "HS256", "b64": False, "crit": ["b64"], "kid": "one"}
    raw_two = {"alg": "Ed25519", "b64": False, "crit": ["b64"], "kid": "two"}
    keys = [{"jwk": FIRST}, {"jwk": public(SECOND)}]

    def without(token: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in token.items() if name != "payload"}

    text = "dots. and \"quotes\" \\ \u00e9\n"
    plain, several = flattened(one, None, FIRST), general((one, None, FIRST), ({"alg": "Ed25519"}, {"kid": "two"}, SECOND))
    unencoded, unencoded_several = flattened(raw, None, FIRST, text), general((raw, None, FIRST), (raw_two, None, SECOND), payload=text)
    control = peers.jws({"alg": "HS256", "b64": False, "crit": ["b64"], "kid": "one"}, "payload-02", FIRST)
    both = {"alg": "HS256", "b64": True, "crit": ["b64"], "kid": "one"}
    mixed_true = general((both, None, FIRST), ({"alg": "Ed25519"}, {"kid": "two"}, SECOND))
    good = {"payload": b64u(PAYLOAD), "verified": [0], "key_id": "one"}
    good_text = {"payload": b64u(text), "header": raw, "verified": [0], "key_id": "one"}
    compact = peers.jws(one, PAYLOAD, FIRST)
    header, _, signature = compact.split(".")
    spaced = "a b~!"
    return [
        _verify("detached-flattened", without(plain), keys, good, payload=PAYLOAD),
        _verify("detached-general", without(several), keys, {**good, "verified": [0, 1]}, payload=PAYLOAD, require="all"),
        _verify("detached-compact", f"{header}..{signature}", keys, {**good, "unprotected": None}, payload=PAYLOAD),
        _verify("detached-other-payload", without(plain), keys, FAILED, payload=PAYLOAD + " "),
        _verify("detached-general-other-payload", without(several), keys, FAILED, payload="x"),
        _verify("detached-flattened-no-payload", without(plain), keys, INVALID),
        _verify("detached-general-no-payload", without(several), keys, INVALID),
        _verify("detached-compact-no-payload", f"{header}..{signature}", keys, FAILED, "A payload that is not there is an empty one."),
        _verify("detached-flattened-attached", plain, keys, INVALID, payload=PAYLOAD),
        _verify("detached-general-attached", several, keys, INVALID, payload=PAYLOAD),
        _verify("detached-compact-attached", compact, keys, INVALID, payload=PAYLOAD),
        _verify(
            "detached-empty-payload-member", {**plain, "payload": ""}, keys, INVALID, "In JSON an empty payload is one that is there.", payload=PAYLOAD,
        ),
        _verify("detached-empty", without(flattened(one, None, FIRST, "")), keys, {**good, "payload": ""}, payload=""),
        _verify("attached-empty", flattened(one, None, FIRST, ""), keys, {**good, "payload": ""}),
        _verify("unencoded-flattened", compact_json(unencoded), keys, good_text),
        _verify("unencoded-general", compact_json(unencoded_several), keys, {**good_text, "verified": [0, 1]}, require="all"),
        _verify(
            "unencoded-escaped", json.dumps(unencoded).replace("dots", "\\u0064ots"), keys, good_text,
            "What is signed is the text, not how JSON writes it.",
        ),
        _verify("unencoded-detached", without(unencoded), keys, good_text, payload=text),
        _verify("unencoded-detached-general", without(unencoded_several), keys, {**good_text, "verified": [0, 1]}, payload=text),
        _verify("unencoded-other", compact_json({**unencoded, "payload": text + " "}), keys, FAILED),
        _verify("unencoded-read-as-encoded", {**flattened(raw, None, FIRST, "abcd"), "protected": plain["protected"]}, keys, FAILED),
        _verify("b64-true-beside-none", mixed_true, keys, {**good, "verified": [0, 1]}, "b64 true is the default: they agree.", require="all"),
        _sign("detached-flattened", FIRST, _text(without(plain)), serialization="flattened", detached=True),
        _sign("detached-general", [FIRST, SECOND], _text(without(several)), serialization="general", detached=True, unprotected=[{}, {"kid": "two"}]),
        _sign("detached-compact", FIRST, {"token": f"{header}..{signature}"}, detached=True),
        _sign("attached-by-name", FIRST, {"token": compact}, detached=False, b64=True),
        _sign("unencoded-flattened", FIRST, _text(unencoded), None, text, serialization="flattened", b64=False),
        _sign("unencoded-general", [FIRST, SECOND], _text(unencoded_several), None, text, serialization="general", b64=False),
        _sign(
            "unencoded-detached-general", [FIRST, SECOND], _text(without(unencoded_several)), None, text, serialization="general", b64=False, detached=True,
        ),
        _sign("unencoded-compact", FIRST, {"token": control}, "Made by joserfc.", "payload-02", b64=False),
        _sign("unencoded-compact-detached", FIRST, {"token": control.replace("payload-02", "")}, None, "payload-02", b64=False, detached=True),
        _sign("unencoded-compact-dot", FIRST, OPTION, None, "payload.02", b64=False),
        _sign("unencoded-compact-newline", FIRST, OPTION, None, "payload\n02", b64=False),
        _sign("unencoded-compact-not-ascii", FIRST, OPTION, None, "payload-\u00e9", b64=False),
        _sign("unencoded-compact-delete", FIRST, OPTION, None, "payload-\x7f", b64=False),
        _sign("unencoded-compact-printable", FIRST, {"payload": b64u(spaced), "header": raw}, "0x20 to 0x7E but for the dot.", spaced,
              {"operation": "jws.verify", "input": {"keys": keys}}, b64=False),
        case(
            "jws-json-sign-unencoded-not-utf-8", "jws.sign", {"payload": b64u(b"\xff\xfe"), "key": {"jwk": FIRST}}, OPTION,
            options={"serialization": "flattened", "b64": False},
        ),
        case("jws-json-sign-unencoded-not-utf-8-detached", "jws.sign", {"payload": b64u(b"\xff\xfe"), "key": {"jwk": FIRST}},
             {"payload": b64u(b"\xff\xfe"), "header": raw, "verified": [verified_by(0, "one", "HS256", raw)]}, options={"serialization": "flattened", "b64": False, "detached": True},
             deterministic=False, read={"operation": "jws.verify", "input": {"keys": keys, "payload": b64u(b"\xff\xfe")}}),
    ]


def _options() -> list[dict[str, Any]]:
    """What the README's rules refuse when making."""
    two = [FIRST, SECOND]
    tests = [
        _sign("no-keys", [], OPTION, serialization="general"),
        _sign("two-keys-compact", two, OPTION),
        _sign("two-keys-flattened", two, OPTION, serialization="flattened"),
        _sign("unprotected-compact", FIRST, OPTION, unprotected={"x": 1}),
        _sign("header-list-too-long", FIRST, OPTION, serialization="flattened", header=[{"x": 1}, {"x": 2}]),
        _sign("header-list-too-short", two, OPTION, serialization="general", header=[{"x": 1}]),
        _sign("header-list-empty", FIRST, OPTION, serialization="flattened", header=[]),
        _sign("unprotected-list-too-short", two, OPTION, serialization="general", unprotected=[{"x": 1}]),
        _sign("name-in-both-headers", FIRST, OPTION, serialization="flattened", header={"x": 1}, unprotected={"x": 1}),
        _sign("name-in-both-headers-of-the-second", two, OPTION, serialization="general", header={"x": 1}, unprotected=[{}, {"x": 1}]),
        _sign("kid-in-both-headers", FIRST, OPTION, serialization="flattened", header={"kid": "one"}, unprotected={"kid": "one"}),
        _sign("serialization-unknown", FIRST, OPTION, serialization="json"),
        _sign("serialization-upper-case", FIRST, OPTION, serialization="General"),
        _sign("encryption-key-among-them", [FIRST, {**signing_jwk("RS256"), "alg": "RSA-OAEP"}], error("ERR_KEY_MISMATCH"), serialization="general"),
        _sign("public-key-among-them", [FIRST, public(SECOND)], error("ERR_KEY_MISMATCH"), serialization="general"),
        _sign("unbound-key-among-them", [FIRST, signing_jwk("RS256", alg=None)], OPTION, serialization="general"),
    ]
    for name, value in {"alg": "HS256", "crit": ["x"], "b64": True, "enc": "A256GCM", "zip": "DEF", "p2c": 1000, "epk": {}}.items():
        tests.append(_sign(f"header-names-{name}", FIRST, OPTION, serialization="flattened", header={name: value}))
        tests.append(_sign(f"unprotected-names-{name}", FIRST, OPTION, serialization="flattened", unprotected={name: value}))
    return tests
