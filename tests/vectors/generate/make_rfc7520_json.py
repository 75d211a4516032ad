"""RFC 7520 (the JOSE cookbook): the JSON serializations of section 4.1 to 5.9, and the examples
that exist in no other form.

4.5 is detached, 4.6 and 5.11 protect some header fields, 4.7 and 5.12 the content only, 4.8 has
three signatures, 5.10 additional authenticated data, 5.13 three recipients, of which one is RSA1_5.
Section 6 is compact only: see make_rfc7520.py.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, compact_json, error, group, unb64u, write
from rfc_check import decrypts, decrypts_json, header_of, numbers, public, spoilt, verifies_json
from verified import signature as verified_by

RFC = numbers("rfc7520")
PAYLOAD = b64u(RFC["4.1"]["payload"])
PLAINTEXT = b64u(RFC["5.2"]["plaintext"])
FAILED, UNDECRYPTED = error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), error("ERR_JWE_DECRYPTION_FAILED")
# The RFC prints 5.5 and 5.6 in the general form without `recipients`: the same as flattened.
GENERAL = ("5.2", "5.3", "5.4", "5.7", "5.8", "5.9")
DECRYPTED = ("5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9")


def holder(key: dict[str, Any]) -> dict[str, Any]:
    """What a verifier holds: the public half, or the secret."""
    return {"jwk": key if key["kty"] == "oct" else public(key)}


def signed(section: str) -> list[dict[str, Any]]:
    """4.1 to 4.4 in JSON: the same parts under other names."""
    example = RFC[section]
    alg, key = example["alg"], example["key"]
    protected, payload, signature = example["token"].split(".")
    forms = {
        "flattened": {"payload": payload, "protected": protected, "signature": signature},
        "general": {"payload": payload, "signatures": [{"protected": protected, "signature": signature}]},
    }
    expect = {"payload": PAYLOAD, "header": header_of(example["token"]), "unprotected": None, "key_id": key["kid"], "verified": [0]}
    tests = []
    for form, token in forms.items():
        verifies_json(token, [key], PAYLOAD)
        name, flags = f"rfc7520-{section}-{form}", [alg, form]
        reading = {"token": token, "keys": holder(key)}
        tests.append(case(f"{name}-verify", "jws.verify", reading, expect, flags=flags, options={"algorithms": [alg]}))
        making = {"payload": PAYLOAD, "key": {"jwk": key, "alg": alg}}
        if alg in ("RS256", "HS256"):
            tests.append(case(f"{name}-sign", "jws.sign", making, {"token": compact_json(token)}, flags=flags, deterministic=True,
                              options={"serialization": form}))
        else:
            tests.append(case(f"{name}-sign", "jws.sign", making, expect, flags=flags, deterministic=False, options={"serialization": form},
                              read={"operation": "jws.verify", "input": {"keys": holder(key)}}))
    return tests


def detached() -> list[dict[str, Any]]:
    """4.5: the payload travels by another way."""
    example = RFC["4.5"]
    key, flattened, general = example["key"], example["flattened"], example["general"]
    keys, header = {"jwk": key}, header_of(example["token"])
    content = unb64u(PAYLOAD)
    forms = {"compact": example["token"], "flattened": flattened, "general": general}
    expect = {"payload": PAYLOAD, "header": header, "key_id": key["kid"], "verified": [0]}
    tests = []
    for form, token in forms.items():
        if form != "compact":
            verifies_json(token, [key], PAYLOAD, detached=content)
        name, flags = f"rfc7520-4.5-{form}", ["HS256", "detached", form]
        reading = {"token": token, "keys": keys}
        absent = FAILED if form == "compact" else error("ERR_JWS_INVALID")
        tests += [
            case(f"{name}-verify", "jws.verify", {**reading, "payload": PAYLOAD}, expect, flags=flags),
            case(f"{name}-verify-other-payload", "jws.verify", {**reading, "payload": b64u(content + b".")}, FAILED, flags=flags),
            case(f"{name}-verify-empty-payload", "jws.verify", {**reading, "payload": ""}, FAILED, flags=flags),
            case(f"{name}-verify-without-payload", "jws.verify", reading, absent, flags=flags),
            case(f"{name}-sign", "jws.sign", {"payload": PAYLOAD, "key": keys}, {"token": token if form == "compact" else compact_json(token)},
                 flags=flags, deterministic=True, options={"serialization": form, "detached": True}),
        ]
    attached = {"payload": PAYLOAD, **flattened}
    tests.append(case("rfc7520-4.5-attached-and-detached", "jws.verify", {"token": attached, "keys": keys, "payload": PAYLOAD},
                      error("ERR_JWS_INVALID"), flags=["HS256", "detached"], comment="the payload is given for a token that has one"))
    return tests


def unprotected() -> list[dict[str, Any]]:
    """4.6 (kid unprotected) and 4.7 (everything unprotected)."""
    tests = []
    for section in ("4.6", "4.7"):
        example = RFC[section]
        key = example["key"]
        for form in ("flattened", "general"):
            token = example[form]
            verifies_json(token, [key], PAYLOAD)
            entry = token if form == "flattened" else token["signatures"][0]
            header = {"alg": "HS256"} if section == "4.6" else {}
            expect = {"payload": PAYLOAD, "header": header, "unprotected": entry["header"], "key_id": key["kid"], "verified": [0]}
            name, flags = f"rfc7520-{section}-{form}", ["HS256", form, "unprotected"]
            reading = {"token": token, "keys": {"jwk": key}}
            tests.append(case(f"{name}-verify", "jws.verify", reading, expect, flags=flags, options={"algorithms": ["HS256"]}))
            tests.append(case(f"{name}-verify-not-listed", "jws.verify", reading, error("ERR_JOSE_ALG_NOT_ALLOWED"), flags=flags,
                              options={"algorithms": ["HS384"]}))
            tests.append(case(f"{name}-verify-other-kid", "jws.verify", {"token": token, "keys": {"jwk": {**key, "kid": "other"}}},
                              error("ERR_JWKS_NO_MATCHING_KEY"), flags=flags))
            if section == "4.6":
                ordered = {name: entry[name] for name in ("protected", "header", "signature")}
                made = {"payload": PAYLOAD} | (ordered if form == "flattened" else {"signatures": [ordered]})
                tests.append(case(f"{name}-sign", "jws.sign", {"payload": PAYLOAD, "key": {"jwk": key}}, {"token": compact_json(made)}, flags=flags,
                                  deterministic=True, options={"serialization": form, "unprotected": entry["header"]}))
    tests.append(case("rfc7520-4.7-sign", "jws.sign", {"payload": PAYLOAD, "key": {"jwk": RFC["4.7"]["key"]}}, error("ERR_OPTION_INVALID"),
                      flags=["HS256", "unprotected"], options={"serialization": "flattened", "unprotected": RFC["4.7"]["flattened"]["header"]},
                      comment="read, and not made: alg is what the library sets, and it protects it"))
    return tests


def several_signatures() -> list[dict[str, Any]]:
    """4.8: RS256 with kid unprotected, ES512 with everything unprotected, HS256 with everything
    protected.
    """
    example = RFC["4.8"]
    token = example["general"]
    verifies_json(token, example["keys"], PAYLOAD)
    rsa, ec, secret = (holder(key) for key in example["keys"])
    headers = [{"alg": "RS256"}, {}, header_of(token["signatures"][2]["protected"])]
    ids = [key["kid"] for key in example["keys"]]
    flags = ["RS256", "ES512", "HS256", "general"]

    def verified(which: str, keys: Any, indexes: list[int], comment: str | None = None, **options: Any) -> dict[str, Any]:
        first = indexes[0]
        expect = {"payload": PAYLOAD, "header": headers[first], "unprotected": token["signatures"][first].get("header"), "key_id": ids[first],
                  "verified": indexes}
        return case(f"rfc7520-4.8-{which}", "jws.verify", {"token": token, "keys": keys}, expect, flags=flags, comment=comment, options=options)

    def refused(which: str, keys: Any, code: str, comment: str | None = None, token: Any = token, **options: Any) -> dict[str, Any]:
        return case(f"rfc7520-4.8-{which}", "jws.verify", {"token": token, "keys": keys}, error(code), flags=flags, comment=comment, options=options)

    every = [rsa, ec, secret]
    spoilt_last = {**token, "signatures": [*token["signatures"][:2], {**token["signatures"][2], "signature": spoilt(token["signatures"][2]["signature"])}]}
    making = {"payload": PAYLOAD, "keys": [{"jwk": key, "alg": alg} for key, alg in zip(example["keys"], ("RS256", "ES512", "HS256"), strict=True)]}
    first_and_last = {"payload": PAYLOAD, "signatures": [
        {name: token["signatures"][index][name] for name in ("protected", "header", "signature") if name in token["signatures"][index]}
        for index in (0, 2)
    ]}
    return [
        verified("verify", every, [0, 1, 2]),
        verified("verify-all", every, [0, 1, 2], require="all"),
        verified("verify-rsa", rsa, [0]),
        verified("verify-ec", ec, [1]),
        verified("verify-secret", secret, [2]),
        verified("verify-two", [secret, ec], [1, 2], "in the token's order, whatever the order of the keys"),
        verified("verify-listed", every, [1, 2], algorithms=["HS256", "ES512"]),
        verified("verify-set", {"jwks": {"keys": [one["jwk"] for one in every]}}, [0, 1, 2]),
        refused("verify-all-two-keys", [rsa, ec], "ERR_JWKS_NO_MATCHING_KEY", "no key bears the third kid", require="all"),
        refused("verify-all-not-listed", every, "ERR_JOSE_ALG_NOT_ALLOWED", require="all", algorithms=["HS256", "ES512"]),
        refused("verify-none-listed", every, "ERR_JOSE_ALG_NOT_ALLOWED", algorithms=["ES256"]),
        refused("verify-all-spoilt", every, "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", token=spoilt_last, require="all"),
        refused("verify-only-spoilt", secret, "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", token=spoilt_last),
        case("rfc7520-4.8-sign", "jws.sign", making, {"payload": PAYLOAD, "header": {"alg": "RS256"}, "unprotected": {"kid": ids[0]}, "key_id": ids[0],
             "verified": [
                 verified_by(index, name, alg, {"alg": alg} if index < 2 else {"alg": alg, "kid": name})
                 for index, (name, alg) in enumerate(zip(ids, ("RS256", "ES512", "HS256"), strict=True))
             ]}, flags=flags, deterministic=False,
             options={"serialization": "general", "unprotected": [{"kid": ids[0]}, {"kid": ids[1]}, {}]},
             read={"operation": "jws.verify", "input": {"keys": every}, "options": {"require": "all"}}),
        case("rfc7520-4.8-sign-first-and-last", "jws.sign", {**making, "keys": [making["keys"][0], making["keys"][2]]},
             {"token": compact_json(first_and_last)}, flags=["RS256", "HS256", "general"], deterministic=True,
             options={"serialization": "general", "unprotected": [{"kid": ids[0]}, {}]}, comment="the two without random numbers, to the byte"),
    ]


def decrypted(section: str) -> list[dict[str, Any]]:
    """5.2 to 5.9 in JSON: the same parts under other names."""
    example = RFC[section]
    decrypts(example["token"], example.get("key") or example["password"], example["plaintext"])
    alg, enc = example["alg"], example["enc"]
    protected, encrypted_key, iv, ciphertext, tag = example["token"].split(".")
    wrapped = {"encrypted_key": encrypted_key} if encrypted_key else {}
    body = {"protected": protected, "iv": iv, "ciphertext": ciphertext, "tag": tag}
    keys = {"jwk": example["key"]} if "key" in example else {"password": example["password"], "alg": alg}
    plaintext = b64u(example["plaintext"])
    expect = {"plaintext": plaintext, "header": header_of(example["token"]), "unprotected": None, "recipient_header": None, "aad": None,
              "recipient": 0, "key_id": example["key"]["kid"] if "key" in example else None}
    forms = {"flattened": {**body, **wrapped}} | ({"general": {"recipients": [wrapped], **body}} if section in GENERAL else {})
    options = {"key_management": [alg], "content_encryption": [enc]}
    return [
        case(f"rfc7520-{section}-{form}-decrypt", "jwe.decrypt", {"token": token, "keys": keys}, expect, flags=[alg, enc, form], options=options)
        for form, token in forms.items()
    ]


def additional() -> list[dict[str, Any]]:
    """5.10 (aad), 5.11 (enc protected) and 5.12 (nothing protected): A128KW and A128GCM."""
    tests = []
    for section in ("5.10", "5.11", "5.12"):
        example = RFC[section]
        key = example["key"]
        for form in ("flattened", "general"):
            token = example[form]
            decrypts_json(token, [key], example["plaintext"])
            aad = b64u(example["aad"]) if "aad" in example else None
            header = header_of(token["protected"]) if "protected" in token else {}
            expect = {"plaintext": PLAINTEXT, "header": header, "unprotected": token.get("unprotected"), "recipient_header": None, "aad": aad,
                      "recipient": 0, "key_id": key["kid"]}
            name, flags = f"rfc7520-{section}-{form}", ["A128KW", "A128GCM", form]
            reading = {"token": token, "keys": {"jwk": key}}
            not_allowed = error("ERR_JOSE_ALG_NOT_ALLOWED")
            tests += [
                case(f"{name}-decrypt", "jwe.decrypt", reading, expect, flags=flags,
                     options={"key_management": ["A128KW"], "content_encryption": ["A128GCM"]}),
                case(f"{name}-decrypt-spoilt", "jwe.decrypt", {**reading, "token": {**token, "tag": spoilt(token["tag"])}}, UNDECRYPTED, flags=flags),
                case(f"{name}-decrypt-alg-not-listed", "jwe.decrypt", reading, not_allowed, flags=flags, options={"key_management": ["dir"]}),
                case(f"{name}-decrypt-enc-not-listed", "jwe.decrypt", reading, not_allowed, flags=flags, options={"content_encryption": ["A256GCM"]}),
            ]
            if aad:
                other = {**token, "aad": spoilt(aad)}
                without = {member: value for member, value in token.items() if member != "aad"}
                tests += [
                    case(f"{name}-decrypt-other-aad", "jwe.decrypt", {**reading, "token": other}, UNDECRYPTED, flags=flags),
                    case(f"{name}-decrypt-without-aad", "jwe.decrypt", {**reading, "token": without}, UNDECRYPTED, flags=flags),
                    case(f"{name}-encrypt", "jwe.encrypt", {"plaintext": PLAINTEXT, "key": {"jwk": key}, "aad": aad}, expect, flags=flags,
                         deterministic=False, options={"enc": "A128GCM", "serialization": form},
                         read={"operation": "jwe.decrypt", "input": {"keys": {"jwk": key}}}),
                ]
    return tests


def several_recipients() -> list[dict[str, Any]]:
    """5.13: RSA1_5, ECDH-ES+A256KW and A256GCMKW, with cty in the shared unprotected header."""
    example = RFC["5.13"]
    token = example["general"]
    plaintext = decrypts_json(token, example["keys"], example["plaintext"])
    rsa, ec, secret = ({"jwk": key} for key in example["keys"])
    flags = ["RSA1_5", "ECDH-ES+A256KW", "A256GCMKW", "A128CBC-HS256", "general"]

    def opened(which: str, keys: Any, index: int, comment: str | None = None, **options: Any) -> dict[str, Any]:
        expect = {"plaintext": plaintext, "header": {"enc": "A128CBC-HS256"}, "unprotected": {"cty": "text/plain"}, "aad": None, "recipient": index,
                  "recipient_header": token["recipients"][index]["header"], "key_id": example["keys"][index]["kid"]}
        return case(f"rfc7520-5.13-{which}", "jwe.decrypt", {"token": token, "keys": keys}, expect, flags=flags, comment=comment, options=options)

    def refused(which: str, keys: Any, code: str, changed: Any = token, **options: Any) -> dict[str, Any]:
        return case(f"rfc7520-5.13-{which}", "jwe.decrypt", {"token": changed, "keys": keys}, error(code), flags=flags, options=options)

    only_rsa = {**token, "recipients": token["recipients"][:1]}
    wrong = {**token["recipients"][1], "encrypted_key": spoilt(token["recipients"][1]["encrypted_key"])}
    wrong_second = {**token, "recipients": [token["recipients"][0], wrong, token["recipients"][2]]}
    again = case(
        "rfc7520-5.13-decrypt-second-spoilt", "jwe.decrypt", {"token": wrong_second, "keys": [ec, secret]},
        {"plaintext": plaintext, "recipient": 2, "key_id": example["keys"][2]["kid"]}, flags=flags,
        comment="what one recipient's key does not unwrap, another's does",
    )
    makers = [{"jwk": public(example["keys"][1]), "alg": "ECDH-ES+A256KW"}, secret]
    making = {"plaintext": plaintext, "keys": makers}
    options = {"enc": "A128CBC-HS256", "serialization": "general", "unprotected": {"cty": "text/plain"}}
    made = {"plaintext": plaintext, "header": {"enc": "A128CBC-HS256"}, "unprotected": {"cty": "text/plain"}, "aad": None}
    return [
        opened("decrypt-ec", ec, 1),
        opened("decrypt-secret", secret, 2),
        opened("decrypt-every-key", [rsa, ec, secret], 1, "the first that opens, in the token's order"),
        opened("decrypt-every-key-turned", [secret, ec, rsa], 1),
        opened("decrypt-listed", [ec, secret], 2, key_management=["A256GCMKW"], content_encryption=["A128CBC-HS256"]),
        refused("decrypt-rsa", rsa, "ERR_JWKS_NO_MATCHING_KEY"),
        refused("decrypt-rsa-only", rsa, "ERR_JOSE_NOT_SUPPORTED", only_rsa),
        refused("decrypt-not-listed", [ec, secret], "ERR_JOSE_ALG_NOT_ALLOWED", key_management=["A256KW"]),
        refused("decrypt-public", {"jwk": public(example["keys"][1])}, "ERR_JWKS_NO_MATCHING_KEY"),
        refused("decrypt-spoilt", [ec, secret], "ERR_JWE_DECRYPTION_FAILED", {**token, "iv": spoilt(token["iv"])}),
        refused("decrypt-only-spoilt", ec, "ERR_JWE_DECRYPTION_FAILED", wrong_second),
        again,
        case("rfc7520-5.13-encrypt", "jwe.encrypt", making, error("ERR_OPTION_INVALID"), flags=flags, options=options,
             comment="a recipient with a symmetric key among several has to be allowed by name"),
        *(case(f"rfc7520-5.13-encrypt-allowed-{which}", "jwe.encrypt", making, {**made, "recipient": index, "key_id": example["keys"][index + 1]["kid"]},
               flags=flags, deterministic=False, options={**options, "allow_shared_content_key": True},
               read={"operation": "jwe.decrypt", "input": {"keys": key}}) for index, (which, key) in enumerate((("ec", ec), ("secret", secret)))),
    ]


def main() -> None:
    write("rfc7520_json", "RFC 7520, sections 4 and 5, JSON serializations and detached content", [
        group([test for section in ("4.1", "4.2", "4.3", "4.4") for test in signed(section)], comment="4.1 to 4.4 in JSON"),
        group(detached(), comment="4.5, signature with detached content"),
        group(unprotected(), comment="4.6, protecting specific header fields, and 4.7, protecting content only"),
        group(several_signatures(), comment="4.8, multiple signatures"),
        group([test for section in DECRYPTED for test in decrypted(section)], comment="5.2 to 5.9 in JSON"),
        group(additional(), comment="5.10, additional authenticated data, 5.11, protecting specific header fields, 5.12, protecting content only"),
        group(several_recipients(), comment="5.13, encrypting to multiple recipients"),
    ])
