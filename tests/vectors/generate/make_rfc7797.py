"""RFC 7797 (unencoded payload), section 4: the control and the unencoded example, attached and
detached, in every serialization.
"""

from __future__ import annotations

from typing import Any

from common import b64u, case, compact_json, error, group, write
from rfc_check import header_of, numbers, spoilt, verifies, verifies_json

RFC = numbers("rfc7797")
KEY = {"jwk": RFC["key"], "alg": "HS256"}
PAYLOAD = b64u(RFC["payload"])
INVALID, FAILED = error("ERR_JWS_INVALID"), error("ERR_JWS_SIGNATURE_VERIFICATION_FAILED")


def general(flattened: dict[str, Any]) -> dict[str, Any]:
    """The same signature in the general form."""
    entry = {name: flattened[name] for name in ("protected", "signature")}
    return {"payload": flattened["payload"], "signatures": [entry]}


def encoded() -> list[dict[str, Any]]:
    """4.1, the control: the payload in base64url."""
    example = RFC["4.1"]
    verifies(example["token"], RFC["key"], PAYLOAD)
    verifies_json(example["flattened"], [RFC["key"]], PAYLOAD)
    expect = {"payload": PAYLOAD, "header": {"alg": "HS256"}, "key_id": None, "verified": [0]}
    tests = []
    for form, token in {"compact": example["token"], "flattened": example["flattened"], "general": general(example["flattened"])}.items():
        tests.append(case(f"rfc7797-4.1-{form}-verify", "jws.verify", {"token": token, "keys": KEY}, expect, flags=["HS256", form]))
    ordered = {name: example["flattened"][name] for name in ("payload", "protected", "signature")}
    for form, made in {"compact": example["token"], "flattened": compact_json(ordered), "general": compact_json(general(ordered))}.items():
        tests.append(case(f"rfc7797-4.1-{form}-sign", "jws.sign", {"payload": PAYLOAD, "key": KEY}, {"token": made}, flags=["HS256", form],
                          deterministic=True, options={"serialization": form}))
    tests.append(case("rfc7797-4.1-sign-b64-true", "jws.sign", {"payload": PAYLOAD, "key": KEY}, {"token": example["token"]}, flags=["HS256", "b64"],
                      deterministic=True, options={"b64": True}, comment="the default, and nothing of it is written"))
    return tests


def unencoded() -> list[dict[str, Any]]:
    """4.2: `$.02` as it is. Its dot keeps it out of a compact token, so there it is detached."""
    example = RFC["4.2"]
    flattened, header = example["flattened"], header_of(example["token"])
    verifies_json(flattened, [RFC["key"]], PAYLOAD)
    ordered = {name: flattened[name] for name in ("payload", "protected", "signature")}
    forms = {"compact": example["token"], "flattened": ordered, "general": general(ordered)}
    detached = {form: token if form == "compact" else {name: value for name, value in token.items() if name != "payload"}
                for form, token in forms.items()}
    expect = {"payload": PAYLOAD, "header": header, "key_id": None, "verified": [0]}
    flags = ["HS256", "b64"]
    tests = []
    for form in forms:
        name = f"rfc7797-4.2-{form}"
        reading = {"token": detached[form], "keys": KEY}
        signing = {"payload": PAYLOAD, "key": KEY}

        def text(token: Any) -> str:
            return token if isinstance(token, str) else compact_json(token)

        tests += [
            case(f"{name}-detached-verify", "jws.verify", {**reading, "payload": PAYLOAD}, expect, flags=[*flags, form, "detached"]),
            case(f"{name}-detached-verify-encoded", "jws.verify", {**reading, "payload": b64u("JC4wMg")}, FAILED, flags=[*flags, form, "detached"],
                 comment="the payload's base64url is another payload"),
            case(f"{name}-detached-verify-without", "jws.verify", reading, FAILED if form == "compact" else INVALID, flags=[*flags, form, "detached"]),
            case(f"{name}-detached-sign", "jws.sign", signing, {"token": text(detached[form])}, flags=[*flags, form, "detached"], deterministic=True,
                 options={"serialization": form, "detached": True, "b64": False}),
        ]
        if form != "compact":
            entry = {"signature": spoilt(flattened["signature"])}
            wrong = {**ordered, **entry} if form == "flattened" else {**forms[form], "signatures": [{**forms[form]["signatures"][0], **entry}]}
            tests += [
                case(f"{name}-verify", "jws.verify", {"token": forms[form], "keys": KEY}, expect, flags=[*flags, form]),
                case(f"{name}-verify-spoilt", "jws.verify", {"token": wrong, "keys": KEY}, FAILED, flags=[*flags, form]),
                case(f"{name}-verify-encoded", "jws.verify", {"token": {**forms[form], "payload": "JC4wMg"}, "keys": KEY}, FAILED, flags=[*flags, form]),
                case(f"{name}-verify-both", "jws.verify", {"token": forms[form], "keys": KEY, "payload": PAYLOAD}, INVALID, flags=[*flags, form],
                     comment="a payload is given for a token that has one"),
                case(f"{name}-sign", "jws.sign", signing, {"token": text(forms[form])}, flags=[*flags, form], deterministic=True,
                     options={"serialization": form, "b64": False}),
            ]
    tests.append(case("rfc7797-4.2-compact-attached", "jws.verify", {"token": example["token"].replace("..", ".$.02."), "keys": KEY}, INVALID,
                      flags=[*flags, "compact"], comment="a dot in the payload makes four parts (section 5.2)"))
    tests.append(case("rfc7797-4.2-compact-sign-attached", "jws.sign", {"payload": PAYLOAD, "key": KEY}, error("ERR_OPTION_INVALID"), flags=flags,
                      options={"b64": False}, comment="a dot cannot stand in a compact payload"))
    return tests


def main() -> None:
    write("rfc7797", "RFC 7797, section 4", [
        group(encoded(), comment="4.1, the control, and its JSON serializations"), group(unencoded(), comment="4.2, b64 false, and its general form"),
    ])
