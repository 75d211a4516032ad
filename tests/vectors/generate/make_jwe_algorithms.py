"""jwe_algorithms.json: every key management with every content encryption, read and made, `zip`,
`apu` and `apv`.

`jwe_refusals.json` takes its tokens from here.
"""

from __future__ import annotations

from typing import Any

import peers
from common import b64u, case, group, write
from fixtures import (
    AGREEMENT, AGREEMENT_CURVES, KEY_LENGTH, PASSWORD, PBES2, RSA_ENCRYPT, WRAP, Jwk, encryption_jwk, public,
)

PLAINTEXT = "Live long and prosper. \U0001f596"
PEERS = ["joserfc", "jwcrypto", "jose"]
ENCS = list(KEY_LENGTH)
PARTY = {"apu": b64u("Alice"), "apv": b64u("Bob")}
LONG = "abc " * 500

# (algorithm, curve): the curve is None where there is none.
MANAGEMENT: list[tuple[str, str | None]] = [
    ("dir", None),
    *((alg, None) for alg in WRAP),
    *((alg, None) for alg in RSA_ENCRYPT),
    *((alg, crv) for crv in AGREEMENT_CURVES for alg in AGREEMENT),
    *((alg, None) for alg in PBES2),
]


def main() -> None:
    """Write the file."""
    made = tokens()
    groups = [_group(index, alg, crv, made) for index, (alg, crv) in enumerate(MANAGEMENT)]
    groups += [_zip_group(made), _party_group(made)]
    write("jwe_algorithms", f"{', '.join(peers.VERSION.values())}: the comment of each case says which", groups)


def tokens() -> dict[str, str]:
    """Every token of the file, by `name(…)` or by what it shows."""
    return peers.tokens("jwe_algorithms", _requests())


def name(alg: str, crv: str | None, enc: str) -> str:
    """The key of a token in `tokens()`, and the middle of its case's id."""
    return "-".join(part for part in (alg, crv, enc) if part).lower().replace("+", "-")


def key_for(alg: str, crv: str | None, enc: str) -> Jwk:
    """The private key, with its kid. A password is an `oct` JWK here; cases hand it over as text,
    see `reference`.
    """
    if alg in PBES2:
        return {"kty": "oct", "k": b64u(PASSWORD), "alg": alg, "kid": "password"}
    return encryption_jwk(alg, enc=enc, crv=crv or "P-256", kid=f"key-{alg}")


def reference(alg: str, crv: str | None, enc: str) -> dict[str, Any]:
    """The private key as a case's input."""
    if alg in PBES2:
        return {"password": PASSWORD, "alg": alg, "key_id": "password"}
    return {"jwk": key_for(alg, crv, enc)}


def peer_of(number: int, alg: str) -> str:
    """Takes turns among the three; only jose has the larger RSA-OAEP hashes."""
    return "jose" if alg in ("RSA-OAEP-384", "RSA-OAEP-512") else PEERS[number % 3]


def _requests() -> dict[str, dict[str, Any]]:
    wanted = {}
    for index, (alg, crv) in enumerate(MANAGEMENT):
        for turn, enc in enumerate(ENCS):
            key = key_for(alg, crv, enc)
            header = {"alg": alg, "enc": enc, "kid": key["kid"]} | ({"p2c": 2048, "p2s": b64u("salt of 16 bytes")} if alg in PBES2 else {})
            wanted[name(alg, crv, enc)] = peers.request(peer_of(index + turn, alg), "jwe", header, PLAINTEXT, key)
    direct = key_for("dir", None, "A256GCM")
    for peer in PEERS:
        wanted[f"zip-{peer}"] = peers.request(peer, "jwe", {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}, LONG, direct)
        for alg, crv in (("ECDH-ES", "P-256"), ("ECDH-ES+A256KW", "X25519")):
            header = {"alg": alg, "enc": "A256GCM", **PARTY}
            wanted[f"party-{crv.lower()}-{peer}"] = peers.request(peer, "jwe", header, PLAINTEXT, key_for(alg, crv, "A256GCM"))
    for enc in ENCS:
        wanted[f"empty-{enc}"] = peers.request("joserfc", "jwe", {"alg": "dir", "enc": enc}, "", key_for("dir", None, enc))
    return wanted


def _group(index: int, alg: str, crv: str | None, made: dict[str, str]) -> dict[str, Any]:
    tests = []
    for turn, enc in enumerate(ENCS):
        token = made[name(alg, crv, enc)]
        expect = {"plaintext": b64u(PLAINTEXT), "key_id": key_for(alg, crv, enc)["kid"]}
        input = {"token": token} | ({"keys": reference(alg, crv, enc)} if alg in ("dir", *PBES2) else {})
        comment = f"Made by {peer_of(index + turn, alg)}."
        tests.append(case(f"jwe-{name(alg, crv, enc)}-decrypt", "jwe.decrypt", input, expect, flags=[alg, enc], comment=comment))
        if alg == "dir":
            empty = {"token": made[f"empty-{enc}"], "keys": reference(alg, crv, enc)}
            expect = {"plaintext": "", "header": {"alg": "dir", "enc": enc}}
            tests.append(
                case(f"jwe-{name(alg, crv, enc)}-empty-plaintext", "jwe.decrypt", empty, expect, flags=[alg, enc], comment="Made by joserfc.")
            )
            tests.append(_encrypt(alg, crv, enc))
    if alg != "dir":
        tests.append(_encrypt(alg, crv, ENCS[index % 6]))
        tests.append(_encrypt(alg, crv, None))
    keys = [] if alg in ("dir", *PBES2) else [key_for(alg, crv, "A256GCM")]
    return group(tests, keys, " ".join(part for part in (alg, crv) if part))


def _encrypt(alg: str, crv: str | None, enc: str | None) -> dict[str, Any]:
    """Make one and read it back; `enc` None is the default, A256GCM. Public keys encrypt, private
    ones decrypt.
    """
    private = reference(alg, crv, enc or "A256GCM")
    key = {"jwk": public(private["jwk"])} if private.get("jwk", {}).get("kty") in ("RSA", "EC", "OKP") else private
    read = {"operation": "jwe.decrypt", "input": {"keys": private}, "options": {"key_management": [alg], "content_encryption": [enc or "A256GCM"]}}
    expect: dict[str, Any] = {"plaintext": b64u(PLAINTEXT)}
    if alg in ("dir", "A128KW", "A192KW", "A256KW", *RSA_ENCRYPT):
        expect["header"] = {"alg": alg, "enc": enc or "A256GCM", "kid": key_for(alg, crv, "A256GCM")["kid"]}
    id = f"jwe-{name(alg, crv, enc or 'default')}-encrypt"
    options = {"options": {"enc": enc}} if enc and alg != "dir" else {}
    return case(id, "jwe.encrypt", {"plaintext": b64u(PLAINTEXT), "key": key}, expect, flags=[alg], deterministic=False, read=read, **options)


def _zip_group(made: dict[str, str]) -> dict[str, Any]:
    key = key_for("dir", None, "A256GCM")
    expect = {"plaintext": b64u(LONG), "header": {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}}
    tests = [
        case(
            f"jwe-zip-decrypt-{peer}", "jwe.decrypt", {"token": made[f"zip-{peer}"]}, expect, flags=["zip"], comment=f"Made by {peer}.",
        ) for peer in PEERS
    ]
    read = {"operation": "jwe.decrypt", "input": {}}
    expect = {"plaintext": b64u(LONG), "header": {"alg": "dir", "enc": "A256GCM", "zip": "DEF", "kid": "key-dir"}}
    making = {"plaintext": b64u(LONG), "key": 0}
    tests.append(case("jwe-zip-encrypt", "jwe.encrypt", making, expect, flags=["zip"], deterministic=False, options={"compress": True}, read=read))
    empty = {"plaintext": "", "key": 0}
    tests.append(
        case(
            "jwe-zip-encrypt-empty", "jwe.encrypt", empty, {"plaintext": ""}, flags=["zip"], deterministic=False, options={"compress": True},
            read=read,
        )
    )
    at_limit = {"max_inflated_bytes": len(LONG)}
    expect = {"plaintext": b64u(LONG)}
    tests.append(case("jwe-zip-inflates-to-the-limit", "jwe.decrypt", {"token": made["zip-joserfc"]}, expect, flags=["zip"], options=at_limit))
    return group(tests, [key], "zip: DEF")


def _party_group(made: dict[str, str]) -> dict[str, Any]:
    """apu and apv go into the key derivation, so that a library that leaves them out derives
    another key.
    """
    tests = []
    for alg, crv in (("ECDH-ES", "P-256"), ("ECDH-ES+A256KW", "X25519")):
        private = {"jwk": key_for(alg, crv, "A256GCM")}
        expect = {"plaintext": b64u(PLAINTEXT)}
        for peer in PEERS:
            input = {"token": made[f"party-{crv.lower()}-{peer}"], "keys": private}
            tests.append(case(f"jwe-party-{crv.lower()}-{peer}", "jwe.decrypt", input, expect, flags=[alg, "apu", "apv"], comment=f"Made by {peer}."))
        making = {"plaintext": b64u(PLAINTEXT), "key": {"jwk": public(private["jwk"])}}
        read = {"operation": "jwe.decrypt", "input": {"keys": private}}
        id = f"jwe-party-{crv.lower()}-encrypt"
        tests.append(case(id, "jwe.encrypt", making, expect, flags=[alg, "apu", "apv"], deterministic=False, options={"header": PARTY}, read=read))
    return group(tests, [], "apu and apv")
