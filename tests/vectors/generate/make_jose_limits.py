"""jose_limits.json: what a token may cost is found out before it is spent, and nothing is made that
nobody reads by default.
"""

from __future__ import annotations

from typing import Any

from common import NOW, b64u, case, compact_json, error, group, write
from fixtures import encryption_jwk, public, signing_jwk
from json_encrypted import ENC, FAILED, GCM, LIMIT, NO_KEY, PASSWORD, PASSWORD_KEY, PBES2, READ, SEVERAL, TO_WRAP, WRAP, sealed, without
from json_encrypted import EC as AGREE
from json_signed import GOOD_ENTRY, SECRET, general
from json_signed import READ as SIGNED

FLAG, COUNT = "parser exhaustion", "PBES2 count"
INVALID = error("ERR_JWE_INVALID")


def main() -> None:
    """Write the file."""
    groups = [
        group(_pairs(), comment="Signatures or recipients times keys, before they are read"), group(_passwords(), comment="PBES2"),
        group(_lengths(), comment="Encrypted keys of impossible lengths"), group(_made(), comment="What nobody reads by default is not made"),
    ]
    write("jose_limits", "built with cryptography; what is refused when made, nothing made", groups)


def _verify(id: str, token: Any, keys: Any, expect: dict[str, Any], comment: str | None = None, **options: Any) -> dict[str, Any]:
    return case(f"limits-{id}", "jws.verify", {"token": token, "keys": keys}, expect, comment=comment, flags=[FLAG], options=options)


def _decrypt(id: str, token: Any, keys: Any, expect: dict[str, Any], comment: str | None = None, flag: str = FLAG, **options: Any) -> dict[str, Any]:
    return case(f"limits-{id}", "jwe.decrypt", {"token": token, "keys": keys}, expect, comment=comment, flags=[flag], options=options or None)


def _pairs() -> list[dict[str, Any]]:
    """1000 for each attempt that is allowed."""
    others = [{"jwk": signing_jwk("HS256", f"other {number}", kid=f"other {number}")} for number in range(9)]
    to_others = [{"jwk": encryption_jwk("A256KW", f"other {number}", kid=f"other {number}")} for number in range(9)]
    unknown, to_unknown = {"header": {"alg": "HS256", "kid": "z"}, "signature": ""}, {"header": {"alg": "A256KW", "kid": "z"}}

    def to(count: int, entry: Any = to_unknown) -> dict[str, Any]:
        return {**SEVERAL, "recipients": [*[entry] * (count - 1), SEVERAL["recipients"][0]]}

    return [
        _verify("signatures-100-keys-10", general(*[unknown] * 99, GOOD_ENTRY), [*others, {"jwk": SECRET}], {**SIGNED, "verified": [99]}, max_attempts=1),
        _verify("signatures-101-keys-10", general(*[unknown] * 100, GOOD_ENTRY), [*others, {"jwk": SECRET}], LIMIT, "1010 pairs, one over.", max_attempts=1),
        _verify("signatures-101-keys-10-all", general(*[unknown] * 100, GOOD_ENTRY), [*others, {"jwk": SECRET}], LIMIT, max_attempts=1, require="all"),
        _verify("signatures-101-keys-10-attempts-2", general(*[unknown] * 100, GOOD_ENTRY), [*others, {"jwk": SECRET}], {**SIGNED, "verified": [100]},
                max_attempts=2),
        _verify("signatures-malformed-keys-10", general(*[{}] * 101), [*others, {"jwk": SECRET}], LIMIT, "Before any of them is read.", max_attempts=1),
        _decrypt("recipients-100-keys-10", to(100), [*to_others, {"jwk": WRAP}], {**READ, "recipient": 99}, max_attempts=1),
        _decrypt("recipients-101-keys-10", to(101), [*to_others, {"jwk": WRAP}], LIMIT, max_attempts=1),
        _decrypt("recipients-malformed-keys-10", to(101, {"header": 1}), [*to_others, {"jwk": WRAP}], LIMIT, max_attempts=1),
    ]


def _passwords() -> list[dict[str, Any]]:
    """Only the recipients that a key fits are counted, and each hash by what it costs."""
    mine, others = {**PBES2, "kid": "mine"}, {**PBES2, "kid": "theirs"}
    named = {**PASSWORD_KEY, "key_id": "mine"}
    both = sealed(ENC, (others, {}), (mine, {}))
    beside = sealed(ENC, (TO_WRAP, WRAP), (others, {}))

    def counting(token: dict[str, Any], index: int, count: Any) -> str:
        recipients = [dict(one) for one in token["recipients"]]
        recipients[index]["header"] = {**recipients[index]["header"], "p2c": count}
        # As text, since not every language's JSON keeps 2^64.
        return compact_json({**token, "recipients": recipients})

    tests = []
    for which, count in {"2-31": 2**31, "2-64": 2**64, "1": 1, "1000001": 1_000_001}.items():
        tests += [
            _decrypt(f"count-of-another-{which}", counting(both, 0, count), named, {**READ, "recipient": 1, "key_id": "mine"}, "No key fits that recipient.",
                     COUNT),
            _decrypt(f"count-of-another-beside-{which}", counting(beside, 1, count), {"jwk": WRAP}, {**READ, "recipient": 0}, None, COUNT),
            _decrypt(f"count-of-ours-{which}", counting(both, 1, count), named, LIMIT, None, COUNT),
            _decrypt(f"count-of-nobodys-{which}", counting(both, 0, count), {**PASSWORD_KEY, "key_id": "nobody"}, NO_KEY, None, COUNT),
            _decrypt(f"count-of-both-{which}", counting(both, 0, count), PASSWORD_KEY, LIMIT, "A key without a key_id fits both.", COUNT),
        ]
    tests.append(_decrypt("count-malformed-of-another", counting(both, 0, "1000"), named, {**READ, "recipient": 1}, None, COUNT))
    for alg, weight in (("PBES2-HS256+A128KW", 1), ("PBES2-HS384+A192KW", 3), ("PBES2-HS512+A256KW", 3)):
        token = sealed({**ENC, "alg": alg, "p2c": 1000}, (None, {}))
        key, name = {"password": PASSWORD, "alg": alg}, alg[6:11].lower()
        comment = "Iterations of SHA-384 and SHA-512 count three times." if weight > 1 else None
        tests += [
            _decrypt(f"weight-{name}-kept", token, key, READ, comment, COUNT, max_pbes2_iterations=1000 * weight),
            _decrypt(f"weight-{name}-over", token, key, LIMIT, None, COUNT, max_pbes2_iterations=1000 * weight - 1),
            _decrypt(f"weight-{name}-default-over", without(sealed({**ENC, "alg": alg, "p2c": 1001}, (None, {})), "header") | {
                "protected": b64u(f'{{"enc":"A256GCM","alg":"{alg}","p2s":"AAAAAAAAAAA","p2c":{1_000_000 // weight + 1}}}')}, key, LIMIT, None, COUNT),
        ]
    return tests


def _lengths() -> list[dict[str, Any]]:
    """All fail as any other wrong key does; a million iterations are not run for it."""
    password = sealed({**ENC, "alg": "PBES2-HS256+A128KW", "p2c": 1000}, (None, {}))
    dear = {"protected": b64u('{"enc":"A256GCM","alg":"PBES2-HS256+A128KW","p2s":"AAAAAAAAAAA","p2c":1000000}')}
    tokens = {
        "password": (password, PASSWORD_KEY), "password-dear": (without(password, "header") | dear, PASSWORD_KEY), "wrap": (sealed({**ENC, **TO_WRAP}, (None, WRAP)), {"jwk": WRAP}),
        "gcm": (sealed(ENC, ({"alg": "A256GCMKW"}, GCM)), {"jwk": GCM}), "agreement": (sealed(ENC, ({"alg": "ECDH-ES+A256KW"}, AGREE)), {"jwk": AGREE}),
    }
    tests = []
    for which, (token, key) in tokens.items():
        right = 32 if which == "gcm" else 40
        for length in (0, 8, 16, 24, right - 1, right + 1, 48, 72, 264):
            tests.append(_decrypt(f"encrypted-key-{which}-{length}", {**token, "encrypted_key": b64u(bytes(length))}, key, FAILED, None,
                                  "padding and decryption oracles"))
    return tests


def _making(id: str, operation: str, input: dict[str, Any], expect: dict[str, Any], comment: str | None = None, read: Any = None, **options: Any) -> dict[str, Any]:
    more = {"deterministic": False, "read": read} if read else {}
    return case(f"limits-made-{id}", operation, input, expect, comment=comment, flags=[FLAG], options=options, **more)


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth - 1):
        value = [value]
    return {"x": value}


def _made() -> list[dict[str, Any]]:
    payload, key = b64u("payload"), {"jwk": SECRET}
    signing, encrypting = {"payload": payload, "key": key}, {"plaintext": payload, "key": {"jwk": WRAP}}
    life = {"expires_in": 300, "now": NOW}
    claims = {"claims": "{}", "key": key}
    long = {"x": "x" * 16 * 1024}
    verify, decrypt = {"operation": "jws.verify", "input": {"keys": key}}, {"operation": "jwe.decrypt", "input": {"keys": {"jwk": WRAP}}}
    nameless = [{"jwk": signing_jwk("HS256", f"nameless {number}")} for number in range(17)]
    to_nameless = [{"jwk": encryption_jwk("A256KW", f"nameless {number}")} for number in range(17)]
    named = [{"jwk": signing_jwk("HS256", f"nameless {number}", kid=f"k{number}")} for number in range(17)]
    to_public = [{"jwk": public(encryption_jwk("ECDH-ES+A256KW", f"nameless {number}"))} for number in range(17)]
    password = {"password": PASSWORD, "alg": "PBES2-HS512+A256KW"}
    shared = {"serialization": "general", "allow_shared_content_key": True}
    read_by_last = {"operation": "jws.verify", "input": {"keys": named[16]}}
    read_by_nameless = {"operation": "jws.verify", "input": {"keys": nameless[15]}}
    opened = {"operation": "jwe.decrypt", "input": {"keys": to_nameless[15]}}
    return [
        _making("header-long-sign", "sign", claims, LIMIT, "Longer than 16 KiB with what the library writes.", header=long, **life),
        _making("header-long-jws", "jws.sign", signing, LIMIT, header=long),
        _making("header-long-flattened", "jws.sign", signing, LIMIT, header={"y": "y" * 9000}, unprotected={"x": "x" * 9000}, serialization="flattened"),
        _making("header-long-jwe", "jwe.encrypt", encrypting, LIMIT, header=long),
        _making("header-long-shared", "jwe.encrypt", encrypting, LIMIT, unprotected=long, serialization="flattened"),
        _making("header-long-recipient", "jwe.encrypt", {"plaintext": payload, "keys": [{"jwk": WRAP}]}, LIMIT, recipient_headers=[long], serialization="general"),
        _making("depth-32", "jws.sign", signing, {"payload": payload}, None, verify, header=_nested(32)),
        _making("depth-33", "jws.sign", signing, LIMIT, header=_nested(33)),
        _making("depth-33-sign", "sign", claims, LIMIT, header=_nested(33), **life),
        _making("depth-33-jwe", "jwe.encrypt", encrypting, LIMIT, header=_nested(33)),
        _making("depth-unprotected-31", "jws.sign", signing, {"payload": payload}, "The token's own object is the first level.", verify,
                unprotected=_nested(31), serialization="flattened"),
        _making("depth-unprotected-32", "jws.sign", signing, LIMIT, unprotected=_nested(32), serialization="flattened"),
        _making("depth-unprotected-general-29", "jws.sign", signing, {"payload": payload}, None, verify, unprotected=_nested(29), serialization="general"),
        _making("depth-unprotected-general-30", "jws.sign", signing, LIMIT, unprotected=_nested(30), serialization="general"),
        _making("depth-shared-31", "jwe.encrypt", encrypting, {"plaintext": payload}, None, decrypt, unprotected=_nested(31), serialization="flattened"),
        _making("depth-shared-32", "jwe.encrypt", encrypting, LIMIT, unprotected=_nested(32), serialization="flattened"),
        _making("depth-recipient-30", "jwe.encrypt", {"plaintext": payload, "keys": [{"jwk": WRAP}]}, LIMIT, recipient_headers=[_nested(30)],
                serialization="general"),
        _making("token-long", "jws.sign", {"payload": b64u(bytes(196_608)), "key": key}, LIMIT, "A compact token has 256 KiB, with its header and signature."),
        _making("inflated", "jwe.encrypt", {"plaintext": b64u(bytes(262_145)), "key": {"jwk": WRAP}}, LIMIT, "Nobody inflates more than 256 KiB by default.",
                compress=True),
        _making("nameless-16", "jws.sign", {"payload": payload, "keys": nameless[:16]}, {"payload": payload, "key_id": None}, None, read_by_nameless,
                serialization="general"),
        _making("nameless-17", "jws.sign", {"payload": payload, "keys": nameless}, LIMIT, "One key would be tried 17 times.", serialization="general"),
        _making("named-17", "jws.sign", {"payload": payload, "keys": named}, {"payload": payload, "key_id": "k16"}, None, read_by_last, serialization="general"),
        _making("nameless-recipients-16", "jwe.encrypt", {"plaintext": payload, "keys": to_nameless[:16]}, {"plaintext": payload, "recipient": 15}, None, opened,
                **shared),
        _making("nameless-recipients-17", "jwe.encrypt", {"plaintext": payload, "keys": to_nameless}, LIMIT, **shared),
        _making("nameless-public-recipients-17", "jwe.encrypt", {"plaintext": payload, "keys": to_public}, LIMIT, serialization="general"),
        _making("nameless-passwords", "jwe.encrypt", {"plaintext": payload, "keys": [password, {**password, "password": PASSWORD + " 2"}]}, LIMIT,
                "Trying both would cost 1,260,000 iterations.", **shared),
    ]
