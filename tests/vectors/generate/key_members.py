"""Refused JWKs: wrong numbers, wrong types, wrong spelling. Cases for make_keys_refused.py."""

from __future__ import annotations

from typing import Any

from common import b64u, case, compact_json, error, unb64u
from key_material import KEYS, oct_key
from rfc_check import public

INVALID, MISMATCH, UNKNOWN = error("ERR_JWK_INVALID"), error("ERR_KEY_MISMATCH"), error("ERR_JOSE_NOT_SUPPORTED")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# The primes of the fields and the orders of the groups (SEC 2, version 2), to make numbers just
# outside.
FIELDS = {
    "ec-p256": 2**256 - 2**224 + 2**192 + 2**96 - 1,
    "ec-p384": 2**384 - 2**128 - 2**96 + 2**32 - 1,
    "ec-p521": 2**521 - 1,
    "ec-secp256k1": 2**256 - 2**32 - 977,
}
ORDER_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def refuse(name: str, jwk: Any, expect: dict[str, Any] = INVALID, comment: str | None = None, flags: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """A JWK that cannot be imported."""
    return case(f"keys-refused-{name}", "key.import", {"key": {"jwk": jwk, **more}}, expect, comment=comment, flags=flags)


def component_cases() -> list[dict[str, Any]]:
    """Points off the curve, coordinates outside the field, halves that disagree, private members
    missing.
    """
    tests = []
    for name, p in FIELDS.items():
        key = KEYS[name]
        size = len(unb64u(key["x"]))
        x, y = unb64u(key["x"]), unb64u(key["y"])
        moved = bytes([*y[:-1], y[-1] ^ 1])
        tests += [
            refuse(f"{name}-off-curve", {**public(key), "y": b64u(moved)}, comment="a point off the curve"),
            refuse(f"{name}-origin", {**public(key), "x": b64u(bytes(size)), "y": b64u(bytes(size))},
                   comment="(0, 0) is on none of the curves"),
            refuse(f"{name}-x-of-the-field", {**public(key), "x": b64u(p.to_bytes(size, "big"))}, comment="x is p: not reduced"),
            refuse(f"{name}-x-short", {**public(key), "x": b64u(x[:-1])}, comment="the last octet is missing, and not a zero in front"),
            refuse(f"{name}-x-long", {**public(key), "x": b64u(b"\1" + x)}, comment="longer, and not by zeros"),
            refuse(f"{name}-y-long", {**public(key), "y": b64u(b"\1" + y)}, comment="longer, and not by zeros"),
            refuse(f"{name}-y-missing", {m: v for m, v in public(key).items() if m != "y"}),
            refuse(f"{name}-d-of-another", {**key, "d": KEYS[f"{name}-other"]["d"]}, MISMATCH, "halves that disagree"),
            refuse(f"{name}-point-of-another", {**key, "x": KEYS[f"{name}-other"]["x"], "y": KEYS[f"{name}-other"]["y"]}, MISMATCH,
                   "halves that disagree"),
            refuse(f"{name}-d-short", {**key, "d": b64u(unb64u(key["d"])[:-1])}, MISMATCH, "a smaller number, that of another key"),
            refuse(f"{name}-d-long", {**key, "d": b64u(b"\1" + unb64u(key["d"]))}, comment="longer, and not by zeros"),
            refuse(f"{name}-d-zero", {**key, "d": b64u(bytes(len(unb64u(key["d"]))))}, comment="d is 1 to n - 1"),
            refuse(f"{name}-private-without-point", {m: v for m, v in key.items() if m not in "xy"}, comment="x and y are not left out"),
        ]
    tests.append(refuse("ec-p256-d-of-the-order", {**KEYS["ec-p256"], "d": b64u(ORDER_P256.to_bytes(32, "big"))}, comment="d is n"))
    tests.append(refuse("ec-p256-negated", {**KEYS["ec-p256"],
                                            "y": b64u((FIELDS["ec-p256"] - int.from_bytes(unb64u(KEYS["ec-p256"]["y"]), "big")).to_bytes(32, "big"))},
                        MISMATCH, "the right x with the other y: on the curve, and the public half of another d"))
    for name in ("okp-ed25519", "okp-x25519"):
        key, other = KEYS[name], KEYS[f"{name}-other"]
        tests += [
            refuse(f"{name}-d-of-another", {**key, "d": other["d"]}, MISMATCH, "halves that disagree"),
            refuse(f"{name}-x-of-another", {**key, "x": other["x"]}, MISMATCH, "halves that disagree"),
            refuse(f"{name}-x-short", {**public(key), "x": b64u(unb64u(key["x"])[:-1])}),
            refuse(f"{name}-x-long", {**public(key), "x": b64u(unb64u(key["x"]) + b"\0")}),
            refuse(f"{name}-x-missing", {m: v for m, v in key.items() if m != "x"}, comment="RFC 8037: x is there in a private key, too"),
            refuse(f"{name}-d-long", {**key, "d": b64u(unb64u(key["d"]) + unb64u(key["x"]))},
                   comment="d is the seed alone, not seed and public key"),
            refuse(f"{name}-d-empty", {**key, "d": ""}),
        ]
    for name in ("akp-44", "akp-65", "akp-87"):
        key, other = KEYS[name], KEYS[f"{name}-other"]
        tests += [
            refuse(f"{name}-priv-of-another", {**key, "priv": other["priv"]}, MISMATCH, "halves that disagree"),
            refuse(f"{name}-pub-short", {**public(key), "pub": b64u(unb64u(key["pub"])[:-1])}),
            refuse(f"{name}-pub-long", {**public(key), "pub": b64u(unb64u(key["pub"]) + b"\0")}),
            refuse(f"{name}-priv-short", {**key, "priv": b64u(unb64u(key["priv"])[:-1])}, comment="the seed has 32 bytes"),
            refuse(f"{name}-priv-long", {**key, "priv": b64u(unb64u(key["priv"]) + b"\0")}),
            refuse(f"{name}-pub-missing", {m: v for m, v in key.items() if m != "pub"}),
        ]
    tests.append(refuse("akp-pub-of-another-set", {**public(KEYS["akp-44"]), "pub": KEYS["akp-65"]["pub"]},
                        comment="the length is that of ML-DSA-65"))
    return tests + rsa_components()


def rsa_components() -> list[dict[str, Any]]:
    """RSA private keys have their five CRT members, `oth` never, and all of them belong together.
    """
    key, other = KEYS["rsa-2048"], KEYS["rsa-2048-other"]
    tests = [refuse(f"rsa-without-{member}", {m: v for m, v in key.items() if m != member}, comment="all members, or those that the others can be computed from")
             for member in ("p", "q", "dp", "dq", "qi")]
    tests += [refuse(f"rsa-without-{member}", {m: v for m, v in key.items() if m != member}) for member in ("n", "e", "d")]
    prime = {"r": other["p"], "d": other["dp"], "t": other["qi"]}
    tests += [
        refuse("rsa-oth", {**key, "oth": [prime]}, comment="more than two primes"),
        refuse("rsa-oth-empty", {**key, "oth": []}, comment="oth is refused, whatever is in it"),
    ]
    for member in ("n", "d", "p", "q", "dp", "dq", "qi"):
        tests.append(refuse(f"rsa-{member}-of-another", {**key, member: other[member]}, MISMATCH, "members that do not belong together"))
    tests.append(refuse("rsa-e-of-another", {**key, "e": "Aw"}, MISMATCH, "3 is a good exponent, but not that of this d"))
    tests.append(refuse("rsa-private-of-another", {**other, "n": key["n"]}, MISMATCH, "halves that disagree"))
    tests.append(refuse("rsa-primes-swapped", {**key, "p": key["q"], "q": key["p"]}, MISMATCH, "dp, dq and qi are those of the other order"))
    return tests


def member_cases() -> list[dict[str, Any]]:
    """Members of the wrong type, wrong base64url, and what use, key_ops, kty and crv may be."""
    rsa, p256, ed = public(KEYS["rsa-2048"]), public(KEYS["ec-p256"]), public(KEYS["okp-ed25519"])
    hmac = oct_key(32, alg="HS256")
    tests = []
    wrong = {"number": 7, "null": None, "list": ["AQAB"], "boolean": True, "object": {}}
    for member, key in (("kty", p256), ("crv", p256), ("x", p256), ("n", rsa), ("e", rsa), ("k", hmac), ("alg", hmac), ("kid", p256),
                        ("use", p256), ("d", KEYS["ec-p256"])):
        for kind, value in wrong.items():
            if value is None and member in ("alg", "kid", "use"):
                continue  # null metadata is as good as absent: real_keys.json
            if kind in ("number", "null") or member in ("kid", "use"):
                tests.append(refuse(f"{member}-{kind}", {**key, member: value}, comment=f"{member} is a string"))
    for member, key in (("kty", p256), ("crv", p256), ("crv", ed), ("x", p256), ("e", rsa), ("k", hmac)):
        tests.append(refuse(f"{key['kty'].lower()}-{member}-missing", {m: v for m, v in key.items() if m != member}))
    for name, value in {"text": "sign", "object": {"sign": True}, "number": 1, "list-of-numbers": [1],
                        "list-of-lists": [["sign"]],
                        "duplicate": ["sign", "verify", "sign"]}.items():
        tests.append(refuse(f"key-ops-{name}", {**hmac, "key_ops": value}, comment="a list of different strings (RFC 7517, section 4.3)"))
    for name, kty in {"unknown": "XYZ", "lower-case": "ec", "empty": "", "oct-upper-case": "OCT"}.items():
        tests.append(refuse(f"kty-{name}", {**p256, "kty": kty}, UNKNOWN, "a key type that the library does not have"))
    for name, key, crv in (("p192", p256, "P-192"), ("p224", p256, "P-224"), ("brainpool", p256, "BP-256"), ("lower-case", p256, "p-256"),
                           ("ed448", ed, "Ed448"), ("x448", ed, "X448"), ("empty", ed, "")):
        tests.append(refuse(f"crv-{name}", {**key, "crv": crv}, UNKNOWN, "a curve that the library does not have"))
    return tests + spelling_cases(rsa, p256, ed, hmac)


def spelling_cases(rsa: dict[str, Any], p256: dict[str, Any], ed: dict[str, Any], hmac: dict[str, Any]) -> list[dict[str, Any]]:
    """base64url without padding, white space, the standard alphabet, or spare bits (43 characters
    carry 32 bytes and two bits more).
    """

    def next_letter(text: str) -> str:
        return text[:-1] + ALPHABET[ALPHABET.index(text[-1]) + 1]

    tests = []
    for kind, key, member in (("ec", p256, "x"), ("rsa", rsa, "n"), ("okp", ed, "x"), ("oct", hmac, "k"),
                              ("ec-private", KEYS["ec-p256"], "d")):
        text = key[member]
        spellings = {"padding": text + "=", "space": text + " ", "line-break": text[:20] + "\n" + text[20:],
                     "standard-alphabet": "+/" + text[2:],
                     "one-letter-alone": text[: len(text) // 4 * 4] + "A", "not-ascii": text[:-1] + "\u00e9"}
        if len(text) % 4:
            spellings["spare-bits"] = next_letter(text)
        tests += [refuse(f"base64url-{kind}-{name}", {**key, member: value}) for name, value in spellings.items()]
    return tests


def text_cases() -> list[dict[str, Any]]:
    """JWKs as JSON text: what is not one strict JSON object is refused, whatever the API takes
    besides.
    """
    good = compact_json(public(KEYS["okp-ed25519"]))
    x = KEYS["okp-ed25519"]["x"]
    texts = {
        "duplicate-kid": good[:-1] + ',"kid":"a","kid":"a"}',
        "duplicate-x": good[:-1] + f',"x":"{KEYS["okp-ed25519-other"]["x"]}"}}',
        "duplicate-escaped": '{"kty":"OKP","crv":"Ed25519","x":"%s","\\u0078":"%s"}' % (x, x),
        "duplicate-in-unknown": good[:-1] + ',"note":{"a":1,"a":2}}',
        "duplicate-in-list": good[:-1] + ',"note":[{"a":1,"\\u0061":2}]}',
        "trailing-data": good + "{}", "trailing-comma": good[:-1] + ",}", "truncated": good[:-1], "empty": "", "blank": " ",
        "byte-order-mark": "\ufeff" + good, "null": "null", "number": "1", "list": f"[{good}]", "text": '"OKP"', "empty-object": "{}",
        "lone-surrogate": good[:-1] + ',"note":"\\ud800"}', "comment": "/* a key */" + good, "single-quotes": good.replace('"', "'"),
        "overflow": good[:-1] + ',"note":1e400}', "nan": good[:-1] + ',"note":NaN}',
    }
    return [refuse(f"text-{name}", text, flags=["json-text"]) for name, text in texts.items()]
