"""jwe_json.json: each key management algorithm in the flattened and the general serialization,
several recipients, additional authenticated data, unprotected headers; read and made."""

from __future__ import annotations

import json
from typing import Any

import peers
import peers_json
from common import b64u, case, error, group, unb64u, write
from fixtures import AGREEMENT, RSA_ENCRYPT, Jwk, encryption_jwk, public
from make_jwe_algorithms import ENCS, MANAGEMENT, PBES2, PEERS, key_for, name, reference

PLAINTEXT = "Live long and prosper. \U0001f596"
LONG = "abc " * 500
AAD = '{"additional":"data"}'
FAILED, NOT_ALLOWED, NO_KEY = (error(f"ERR_{code}") for code in ("JWE_DECRYPTION_FAILED", "JOSE_ALG_NOT_ALLOWED", "JWKS_NO_MATCHING_KEY"))
INVALID, OPTION, NOT_SUPPORTED = error("ERR_JWE_INVALID"), error("ERR_OPTION_INVALID"), error("ERR_JOSE_NOT_SUPPORTED")
LIMIT = error("ERR_JOSE_LIMIT_EXCEEDED")
DIRECT = ("dir", "ECDH-ES")
FIXED = ("dir", "A128KW", "A192KW", "A256KW", *RSA_ENCRYPT)
# The keys of tokens with several recipients.
EC, OKP = encryption_jwk("ECDH-ES+A256KW", kid="ec"), encryption_jwk("ECDH-ES+A128KW", crv="X25519", kid="okp")
RSA, WRAP, GCM = encryption_jwk("RSA-OAEP-256", kid="rsa"), encryption_jwk("A256KW", kid="wrap"), encryption_jwk("A256GCMKW", kid="gcm")
SALT = {"p2s": b64u("salt of 16 bytes"), "p2c": 1000}
PASSWORD = {"kty": "oct", "k": b64u("correct horse battery staple"), "alg": "PBES2-HS256+A128KW", "kid": "password"}
PASSWORD_INPUT = {"password": "correct horse battery staple", "alg": "PBES2-HS256+A128KW", "key_id": "password"}


def main() -> None:
    """Write the file."""
    made = tokens()
    groups = [group(_algorithm(index, alg, crv, made), [], " ".join(part for part in (alg, crv) if part)) for index, (alg, crv) in enumerate(MANAGEMENT)]
    groups += [
        group(_several(made), comment="Several recipients, read"), group(_headers(made), comment="Headers and additional authenticated data"),
        group(_making(), comment="Several recipients and headers, made"), group(_options(), comment="Options that cannot be"),
    ]
    write("jwe_json", f"{', '.join(peers.VERSION.values())}: the comment of each case says which", groups)


def tokens() -> dict[str, str]:
    """Every token of the file; attacks_json_encrypted.py takes some of them."""
    return peers_json.tokens("jwe_json", _requests())


def _peers(index: int, alg: str) -> tuple[str, str]:
    """Who makes the flattened and who the general token; only jose has the larger RSA-OAEP hashes.
    """
    if alg in ("RSA-OAEP-384", "RSA-OAEP-512"):
        return "jose", "jose"
    return PEERS[index % 3], PEERS[(index + 1) % 3]


def _requests() -> dict[str, dict[str, Any]]:
    """Flattened: alg, enc and kid protected. General: enc protected, the rest in the recipient's
    header.
    """
    wanted = {}
    encrypting = peers_json.encrypting
    for index, (alg, crv) in enumerate(MANAGEMENT):
        enc = ENCS[index % 6]
        key = key_for(alg, crv, enc)
        parameters = {"p2c": 2048, "p2s": b64u("salt of 16 bytes")} if alg in PBES2 else {}
        mine = {"alg": alg, "kid": key["kid"], **parameters}
        flat, many = _peers(index, alg)
        wanted[f"{name(alg, crv, enc)}-flattened"] = encrypting(flat, PLAINTEXT, {"enc": enc, **mine}, (None, key))
        wanted[f"{name(alg, crv, enc)}-general"] = encrypting(many, PLAINTEXT, {"enc": enc}, (mine, key), general=True)

    def recipient(key: Jwk, **more: Any) -> tuple[dict[str, Any], Jwk]:
        return {"alg": key["alg"], "kid": key["kid"], **more}, key

    asymmetric = [recipient(EC), recipient(RSA), recipient(OKP)]
    for peer in PEERS:
        wanted[f"three-{peer}"] = encrypting(peer, PLAINTEXT, {"enc": "A256GCM"}, *asymmetric)
        wanted[f"symmetric-{peer}"] = encrypting(peer, PLAINTEXT, {"enc": "A128CBC-HS256"}, recipient(WRAP), recipient(GCM), recipient(PASSWORD, **SALT))
        wanted[f"aad-{peer}"] = encrypting(peer, PLAINTEXT, {"alg": "A256KW", "enc": "A256GCM"}, (None, WRAP), aad=AAD)
        wanted[f"aad-cbc-{peer}"] = encrypting(peer, PLAINTEXT, {"enc": "A256CBC-HS512"}, recipient(EC), recipient(WRAP), aad=AAD, unprotected={"x": 1})
        wanted[f"zip-{peer}"] = encrypting(peer, LONG, {"enc": "A256GCM", "zip": "DEF"}, recipient(EC), recipient(RSA))
    wanted["shared"] = encrypting("jose", PLAINTEXT, {"enc": "A256GCM"}, ({"kid": "wrap"}, WRAP), unprotected={"alg": "A256KW", "cty": "text/plain"})
    wanted["shared-alg"] = encrypting(
        "jwcrypto", PLAINTEXT, {"enc": "A256GCM"}, ({"kid": "wrap"}, WRAP), ({"kid": "other"}, encryption_jwk("A256KW", "second", kid="other")),
        unprotected={"alg": "A256KW"},
    )
    wanted["protected-alg"] = encrypting(
        "jwcrypto", PLAINTEXT, {"alg": "A256KW", "enc": "A256GCM"}, ({"kid": "wrap"}, WRAP), (
            {"kid": "other"}, encryption_jwk("A256KW", "second", kid="other"),
        ),
    )
    wanted["nothing-protected"] = encrypting("jwcrypto", PLAINTEXT, None, ({"alg": "A256KW"}, WRAP), unprotected={"enc": "A128GCM"})
    wanted["nothing-protected-aad"] = encrypting("jwcrypto", PLAINTEXT, None, ({"alg": "A256KW"}, WRAP), unprotected={"enc": "A128GCM"}, aad=AAD)
    wanted["enc-of-each"] = encrypting(
        "jwcrypto", PLAINTEXT, None, ({"alg": "A256KW", "enc": "A128GCM"}, WRAP), ({"alg": "A256GCMKW", "enc": "A128GCM"}, GCM),
    )
    wanted["party"] = encrypting(
        "jose", PLAINTEXT, {"enc": "A256GCM"}, recipient(EC, apu=b64u("Alice"), apv=b64u("Bob")), recipient(OKP, apu=b64u("Alice")),
    )
    wanted["nameless"] = encrypting("jose", PLAINTEXT, {"enc": "A256GCM"}, ({"alg": "ECDH-ES+A256KW"}, EC), ({"alg": "RSA-OAEP-256"}, RSA))
    passwords = [({"alg": PASSWORD["alg"], **SALT}, {**PASSWORD, "k": b64u(f"password number {number}")}) for number in range(3)]
    wanted["passwords"] = encrypting("jwcrypto", PLAINTEXT, {"enc": "A128GCM"}, *passwords)
    return wanted


def _algorithm(index: int, alg: str, crv: str | None, made: dict[str, str]) -> list[dict[str, Any]]:
    """Read from two makers, and made and read back in both forms."""
    enc = ENCS[index % 6]
    keys, key = reference(alg, crv, enc), key_for(alg, crv, enc)
    tests = []
    for form, peer in zip(("flattened", "general"), _peers(index, alg), strict=True):
        token = json.loads(made[f"{name(alg, crv, enc)}-{form}"])
        entry = token if form == "flattened" else token["recipients"][0]
        protected = json.loads(unb64u(token["protected"]))
        expect = {
            "plaintext": b64u(PLAINTEXT), "header": protected, "unprotected": None, "recipient_header": entry.get("header"), "aad": None,
            "recipient": 0, "key_id": key["kid"],
        }
        if entry.get("header") == {}:
            del expect["recipient_header"]
        flags, id = [alg, enc, form], f"jwe-json-{name(alg, crv, enc)}-{form}"
        tests.append(case(f"{id}-decrypt", "jwe.decrypt", {"token": token, "keys": keys}, expect, flags=flags, comment=f"Made by {peer}."))
        flipped = {**token, "ciphertext": _flip(token["ciphertext"])}
        tests.append(case(f"{id}-tampered", "jwe.decrypt", {"token": flipped, "keys": keys}, FAILED, flags=flags))
        maker = {"jwk": public(keys["jwk"])} if keys.get("jwk", {}).get("kty") in ("RSA", "EC", "OKP") else keys
        expect = {"plaintext": b64u(PLAINTEXT), "recipient_header": None, "recipient": 0, "key_id": key["kid"]}
        if alg in FIXED:
            expect["header"] = {"alg": alg, "enc": enc, "kid": key["kid"]}
        options = {"serialization": form} | ({} if alg == "dir" else {"enc": enc})
        read = {"operation": "jwe.decrypt", "input": {"keys": keys}, "options": {"key_management": [alg], "content_encryption": [enc]}}
        making = {"plaintext": b64u(PLAINTEXT), "key": maker}
        tests.append(case(f"{id}-encrypt", "jwe.encrypt", making, expect, flags=flags, deterministic=False, options=options, read=read))
    return tests


def _flip(text: str) -> str:
    raw = bytearray(unb64u(text))
    raw[0] ^= 1
    return b64u(bytes(raw))


def _decrypt(id: str, token: Any, keys: Any, expect: dict[str, Any], comment: str | None = None, **options: Any) -> dict[str, Any]:
    return case(f"jwe-json-{id}", "jwe.decrypt", {"token": token, "keys": keys}, expect, comment=comment, options=options or None)


def _several(made: dict[str, str]) -> list[dict[str, Any]]:
    tests = []
    held = {"ec": EC, "rsa": RSA, "okp": OKP}
    for peer in PEERS:
        token = json.loads(made[f"three-{peer}"])
        for index, (which, key) in enumerate(held.items()):
            expect = {
                "plaintext": b64u(PLAINTEXT), "header": {"enc": "A256GCM"}, "unprotected": None, "recipient_header": token["recipients"][index]["header"],
                "aad": None, "recipient": index, "key_id": which,
            }
            tests.append(_decrypt(f"three-{peer}-{which}", token, {"jwk": key}, expect, f"Made by {peer}."))
        symmetric = json.loads(made[f"symmetric-{peer}"])
        for index, (which, key) in enumerate({"wrap": {"jwk": WRAP}, "gcm": {"jwk": GCM}, "password": PASSWORD_INPUT}.items()):
            expect = {"plaintext": b64u(PLAINTEXT), "header": {"enc": "A128CBC-HS256"}, "recipient": index, "key_id": which}
            tests.append(_decrypt(f"symmetric-{peer}-{which}", symmetric, key, expect, f"Made by {peer}."))
    token = json.loads(made["three-jose"])
    ec, rsa, okp = ({"jwk": key} for key in held.values())
    first, second, third = token["recipients"]

    def opened(index: int, key_id: str | None) -> dict[str, Any]:
        return {"plaintext": b64u(PLAINTEXT), "recipient": index, "key_id": key_id}

    def changed(*recipients: dict[str, Any]) -> dict[str, Any]:
        return {**token, "recipients": list(recipients)}

    bad_first, bad_second = ({**one, "encrypted_key": _flip(one["encrypted_key"])} for one in (first, second))
    strange = {"header": {"alg": "XX999", "kid": "ec"}, "encrypted_key": "AAAA"}
    swapped = {**first, "encrypted_key": third["encrypted_key"]}
    nameless, passwords = json.loads(made["nameless"]), json.loads(made["passwords"])
    secrets = [{"password": f"password number {number}", "alg": PASSWORD["alg"]} for number in range(3)]
    other_ec = {"jwk": encryption_jwk("ECDH-ES+A256KW", "second", kid="ec")}
    tests += [
        _decrypt("several-every-key", token, [okp, rsa, ec], opened(0, "ec"), "The first that opens, in the token's order."),
        _decrypt("several-set", token, {"jwks": {"keys": [RSA, OKP]}}, opened(1, "rsa")),
        _decrypt("several-no-keys", token, {"jwks": {"keys": []}}, NO_KEY),
        _decrypt("several-stranger", token, {"jwk": {**EC, "kid": "stranger"}}, NO_KEY),
        _decrypt("several-public-keys", token, [{"jwk": public(key)} for key in held.values()], NO_KEY),
        _decrypt("several-first-spoilt", changed(bad_first, second, third), [ec, rsa], opened(1, "rsa")),
        _decrypt("several-first-spoilt-its-key", changed(bad_first, second, third), ec, FAILED),
        _decrypt("several-two-spoilt", changed(bad_first, bad_second, third), [ec, rsa, okp], opened(2, "okp")),
        _decrypt("several-all-tried-spoilt", changed(bad_first, bad_second, third), [ec, rsa], FAILED),
        _decrypt("several-tag-spoilt", {**token, "tag": _flip(token["tag"])}, [ec, rsa, okp], FAILED),
        _decrypt("several-turned", changed(third, first, second), rsa, opened(2, "rsa")),
        _decrypt("several-wrong-wrapped-key", changed(swapped, second, third), ec, FAILED),
        _decrypt("several-other-key-of-that-kid", token, other_ec, FAILED),
        _decrypt("several-two-keys-of-one-kid", token, [other_ec, ec], opened(0, "ec")),
        _decrypt("several-unknown-passed-over", changed(strange, first), ec, opened(1, "ec")),
        _decrypt("several-unknown-only", changed(strange, {**strange, "header": {"alg": "RSA1_5"}}), ec, NOT_SUPPORTED),
        _decrypt("several-unknown-and-no-key", changed(strange, second), ec, NO_KEY, "No key came further than no algorithm."),
        _decrypt("several-key-management", token, [ec, rsa, okp], opened(2, "okp"), key_management=["ECDH-ES+A128KW"]),
        _decrypt("several-key-management-none", token, [ec, rsa, okp], NOT_ALLOWED, key_management=["ECDH-ES", "A256KW"]),
        _decrypt("several-content-encryption", token, [ec, rsa, okp], NOT_ALLOWED, content_encryption=["A128GCM"]),
        _decrypt("several-key-of-another-alg", token, {"jwk": {**EC, "alg": "ECDH-ES+A128KW"}}, NOT_ALLOWED),
        _decrypt("several-unbound-key", token, {"jwk": {member: value for member, value in EC.items() if member != "alg"}}, opened(0, "ec")),
        _decrypt("several-nameless", nameless, rsa, opened(1, "rsa")),
        _decrypt("several-nameless-both", nameless, [rsa, ec], opened(0, "ec")),
        _decrypt("several-attempts-at-limit", token, [ec, rsa, okp], opened(0, "ec"), "Pairs of a recipient and a key that fits.", max_attempts=3),
        _decrypt("several-attempts-over-limit", token, [ec, rsa, okp], LIMIT, max_attempts=2),
        _decrypt("several-attempts-count-what-fits", token, ec, opened(0, "ec"), max_attempts=1),
        *(_decrypt(f"passwords-{number}", passwords, secret, opened(number, None), "Made by jwcrypto.") for number, secret in enumerate(secrets)),
        _decrypt("passwords-sum-at-limit", passwords, secrets[2], opened(2, None), max_pbes2_iterations=3000),
        _decrypt("passwords-sum-over-limit", passwords, secrets[2], LIMIT, "The iterations of all recipients together.", max_pbes2_iterations=2999),
    ]
    for peer in PEERS:
        zipped = json.loads(made[f"zip-{peer}"])
        expect = {"plaintext": b64u(LONG), "recipient": 1, "header": {"enc": "A256GCM", "zip": "DEF"}}
        tests.append(_decrypt(f"zip-{peer}", zipped, rsa, expect, f"Made by {peer}."))
    zipped = json.loads(made["zip-jose"])
    tests.append(_decrypt("zip-at-limit", zipped, ec, {"plaintext": b64u(LONG)}, max_inflated_bytes=len(LONG)))
    tests.append(_decrypt("zip-over-limit", zipped, [ec, rsa], LIMIT, max_inflated_bytes=len(LONG) - 1))
    return tests


def _headers(made: dict[str, str]) -> list[dict[str, Any]]:
    tests = []
    wrap, ec, gcm = {"jwk": WRAP}, {"jwk": EC}, {"jwk": GCM}
    other = {"jwk": encryption_jwk("A256KW", "second", kid="other")}
    plain = {"plaintext": b64u(PLAINTEXT)}
    for peer in PEERS:
        one, two = json.loads(made[f"aad-{peer}"]), json.loads(made[f"aad-cbc-{peer}"])
        without = {member: value for member, value in one.items() if member != "aad"}
        tests += [
            _decrypt(f"aad-{peer}", one, wrap, {**plain, "aad": b64u(AAD), "recipient": 0}, f"Made by {peer}."),
            _decrypt(f"aad-cbc-{peer}", two, wrap, {**plain, "aad": b64u(AAD), "unprotected": {"x": 1}, "recipient": 1}, f"Made by {peer}."),
            _decrypt(f"aad-cbc-{peer}-first", two, ec, {**plain, "aad": b64u(AAD), "recipient": 0}, f"Made by {peer}."),
            _decrypt(f"aad-{peer}-other", {**one, "aad": b64u(AAD + " ")}, wrap, FAILED),
            _decrypt(f"aad-{peer}-taken-away", without, wrap, FAILED),
            _decrypt(
                f"aad-{peer}-moved", {**without, "protected": f"{one['protected']}.{one['aad']}"}, wrap, INVALID, "What is authenticated is the same text.",
            ),
        ]
    added = json.loads(made["symmetric-jose"])
    shared, shared_alg, protected_alg = (json.loads(made[which]) for which in ("shared", "shared-alg", "protected-alg"))
    bare, bare_aad, each, party = (json.loads(made[which]) for which in ("nothing-protected", "nothing-protected-aad", "enc-of-each", "party"))
    tests += [
        _decrypt("aad-added", {**added, "aad": b64u(AAD)}, wrap, FAILED),
        _decrypt("shared-unprotected", shared, wrap, {**plain, "header": {"enc": "A256GCM"}, "unprotected": {"alg": "A256KW", "cty": "text/plain"},
                 "recipient_header": {"kid": "wrap"}, "key_id": "wrap"}, "Made by jose."),
        _decrypt("shared-alg-first", shared_alg, wrap, {**plain, "recipient": 0}, "Made by jwcrypto."),
        _decrypt("shared-alg-second", shared_alg, other, {**plain, "recipient": 1, "recipient_header": {"kid": "other"}}, "Made by jwcrypto."),
        _decrypt("protected-alg-first", protected_alg, wrap, {**plain, "recipient": 0, "header": {"alg": "A256KW", "enc": "A256GCM"}}, "Made by jwcrypto."),
        _decrypt("protected-alg-second", protected_alg, other, {**plain, "recipient": 1}, "Made by jwcrypto."),
        _decrypt(
            "nothing-protected", bare, wrap, {**plain, "header": {}, "unprotected": {"enc": "A128GCM"}, "recipient_header": {"alg": "A256KW"}},
            "Made by jwcrypto.",
        ),
        _decrypt("nothing-protected-aad", bare_aad, wrap, {**plain, "header": {}, "aad": b64u(AAD)}, "Made by jwcrypto."),
        _decrypt("nothing-protected-aad-other", {**bare_aad, "aad": b64u("x")}, wrap, FAILED),
        _decrypt("enc-of-each-first", each, wrap, {**plain, "recipient": 0, "recipient_header": {"alg": "A256KW", "enc": "A128GCM"}}, "Made by jwcrypto."),
        _decrypt("enc-of-each-second", each, gcm, {**plain, "recipient": 1}, "Made by jwcrypto."),
        _decrypt("party-ec", party, ec, {**plain, "recipient": 0}, "Made by jose."),
        _decrypt("party-okp", party, {"jwk": OKP}, {**plain, "recipient": 1}, "Made by jose."),
        _decrypt("unprotected-member-changed", {**shared, "unprotected": {"alg": "A256KW", "cty": "text/html"}}, wrap,
                 {**plain, "unprotected": {"alg": "A256KW", "cty": "text/html"}}, "Nothing protects it, which is why the caller gets it apart."),
        _decrypt(
            "unprotected-taken-away", {member: value for member, value in shared.items() if member != "unprotected"}, wrap, INVALID, "No alg is left.",
        ),
    ]
    wrong = {
        **party, "recipients": [{**party["recipients"][0], "header": {**party["recipients"][0]["header"], "apv": b64u("Eve")}}, party["recipients"][1]],
    }
    tests.append(_decrypt("party-changed", wrong, ec, FAILED))
    return tests


def _encrypt(
    id: str, keys: list[Any], expect: dict[str, Any], read_with: Any = None, comment: str | None = None, plaintext: str = PLAINTEXT, **options: Any,
) -> dict[str, Any]:
    """Makes a token for these keys (one: given as `key`); `aad` among the options is input."""
    making: dict[str, Any] = {"plaintext": b64u(plaintext)} | ({"key": keys[0]} if len(keys) == 1 else {"keys": keys})
    if "aad" in options:
        making["aad"] = b64u(options.pop("aad"))
    more: dict[str, Any] = {}
    if read_with is not None:
        more = {"deterministic": False, "read": {"operation": "jwe.decrypt", "input": {"keys": read_with}}}
    return case(f"jwe-json-encrypt-{id}", "jwe.encrypt", making, expect, comment=comment, options=options or None, **more)


def _making() -> list[dict[str, Any]]:
    public_ec, public_rsa, public_okp = ({"jwk": public(key)} for key in (EC, RSA, OKP))
    ec, rsa, okp, wrap, gcm = ({"jwk": key} for key in (EC, RSA, OKP, WRAP, GCM))
    three, every = [public_ec, public_rsa, public_okp], [public_ec, public_rsa, public_okp, wrap, gcm, PASSWORD_INPUT]
    plain = {"plaintext": b64u(PLAINTEXT)}
    general = {"serialization": "general"}
    shared = {**general, "allow_shared_content_key": True}
    tests = [
        _encrypt(
            f"three-{which}", three, {**plain, "header": {"enc": "A256GCM"}, "unprotected": None, "aad": None, "recipient": index, "key_id": which}, key,
            **general,
        )
        for index, (which, key) in enumerate({"ec": ec, "rsa": rsa, "okp": okp}.items())
    ]
    tests += [
        _encrypt(
            f"every-kind-{which}", every, {**plain, "header": {"enc": "A128CBC-HS256"}, "recipient": index, "key_id": which}, key, enc="A128CBC-HS256",
            **shared,
        )
        for index, (which, key) in enumerate({"ec": ec, "rsa": rsa, "okp": okp, "wrap": wrap, "gcm": gcm, "password": PASSWORD_INPUT}.items())
    ]
    rsa_only = {**plain, "recipient": 1, "recipient_header": {"alg": "RSA-OAEP-256", "kid": "rsa"}}
    headers = [{"x": 1}, {"y": [2]}]
    nameless = {"jwk": {member: value for member, value in public(RSA).items() if member != "kid"}}
    tests += [
        _encrypt("recipient-header", three, rsa_only, rsa, "alg, kid: what each recipient needs.", **general),
        _encrypt(
            "recipient-headers", three[:2], {**plain, "recipient": 1, "recipient_header": {"alg": "RSA-OAEP-256", "kid": "rsa", "y": [2]}}, rsa,
            recipient_headers=headers, **general,
        ),
        _encrypt("recipient-headers-one-empty", three[:2], rsa_only, rsa, recipient_headers=[{"x": 1}, {}], **general),
        _encrypt(
            "recipient-headers-flattened", [wrap], {**plain, "header": {"alg": "A256KW", "enc": "A256GCM", "kid": "wrap"}, "recipient_header": {"x": 1}},
            wrap, serialization="flattened", recipient_headers=[{"x": 1}],
        ),
        _encrypt("recipient-headers-empty-flattened", [wrap], {**plain, "recipient_header": None}, wrap, serialization="flattened", recipient_headers=[{}]),
        _encrypt(
            "recipient-header-kid-of-nameless-key", [public_ec, nameless],
            {**plain, "recipient": 1, "key_id": "rsa", "recipient_header": {"alg": "RSA-OAEP-256", "kid": "rsa"}}, rsa,
            recipient_headers=[{}, {"kid": "rsa"}], **general,
        ),
        _encrypt("nameless-key", [public_ec, nameless], {**plain, "recipient": 1, "recipient_header": {"alg": "RSA-OAEP-256"}}, rsa, **general),
        _encrypt(
            "unprotected", three[:2], {**plain, "unprotected": {"cty": "text/plain", "jku": "https://a.example"}, "header": {"enc": "A256GCM"}}, ec,
            unprotected={"cty": "text/plain", "jku": "https://a.example"}, **general,
        ),
        _encrypt(
            "unprotected-flattened", [wrap], {**plain, "unprotected": {"x": 1}, "recipient_header": None}, wrap, serialization="flattened",
            unprotected={"x": 1},
        ),
        _encrypt(
            "header", three[:2], {**plain, "header": {"enc": "A256GCM", "typ": "example", "cty": "text/plain"}}, ec,
            header={"typ": "example", "cty": "text/plain"}, **general,
        ),
        _encrypt(
            "header-flattened", [wrap], {**plain, "header": {"alg": "A256KW", "enc": "A128GCM", "kid": "wrap", "typ": "example"}}, wrap,
            serialization="flattened", enc="A128GCM", header={"typ": "example"},
        ),
        _encrypt("compress", three[:2], {"plaintext": b64u(LONG), "header": {"enc": "A256GCM", "zip": "DEF"}}, rsa, None, LONG, compress=True, **general),
        _encrypt(
            "compress-flattened", [wrap], {"plaintext": b64u(LONG), "header": {"alg": "A256KW", "enc": "A256GCM", "zip": "DEF", "kid": "wrap"}}, wrap, None,
            LONG, serialization="flattened", compress=True,
        ),
        _encrypt("aad-flattened", [wrap], {**plain, "aad": b64u(AAD)}, wrap, serialization="flattened", aad=AAD),
        _encrypt("aad-general", three, {**plain, "aad": b64u(AAD), "recipient": 2}, okp, aad=AAD, **general),
        _encrypt("everything", three, {**plain, "aad": b64u(AAD), "header": {"enc": "A256CBC-HS512", "zip": "DEF", "typ": "t"}, "unprotected": {"u": 1},
                 "recipient_header": {"alg": "RSA-OAEP-256", "kid": "rsa", "r": 2}, "recipient": 1, "key_id": "rsa"},
                 rsa, enc="A256CBC-HS512", compress=True, aad=AAD,
                 header={"typ": "t"}, unprotected={"u": 1}, recipient_headers=[{"r": 1}, {"r": 2}, {"r": 3}], **general),
        _encrypt("empty-plaintext", three, {"plaintext": "", "recipient": 0}, ec, None, "", **general),
        _encrypt("symmetric-allowed-two", [wrap, gcm], {**plain, "recipient": 1, "key_id": "gcm"}, gcm, **shared),
        _encrypt("shared-content-key-not-needed", three[:2], plain, ec, "Allowing what is not used is no error.", **shared),
        _encrypt(
            "symmetric-alone-general", [wrap], {**plain, "header": {"alg": "A256KW", "enc": "A256GCM", "kid": "wrap"}}, wrap,
            "One recipient shares the key with nobody.", **general,
        ),
        _encrypt("wrong-reader", three, NO_KEY, gcm, **general),
    ]
    return tests


def _options() -> list[dict[str, Any]]:
    public_ec, public_rsa, wrap = {"jwk": public(EC)}, {"jwk": public(RSA)}, {"jwk": WRAP}
    direct, agreement = {"jwk": encryption_jwk("dir", kid="direct")}, {"jwk": public(encryption_jwk("ECDH-ES", kid="agree"))}
    gcm, shared = {"jwk": GCM}, {"serialization": "general", "allow_shared_content_key": True}
    general, flat = {"serialization": "general"}, {"serialization": "flattened"}
    tests = [
        _encrypt("two-keys-compact", [public_ec, public_rsa], OPTION),
        _encrypt("two-keys-flattened", [public_ec, public_rsa], OPTION, **flat),
        _encrypt(
            "symmetric-among-several", [public_ec, wrap], OPTION, comment="Who holds that key can encrypt other content under the same content key.",
            **general,
        ),
        _encrypt("gcm-among-several", [public_ec, gcm], OPTION, **general),
        _encrypt("password-among-several", [public_ec, PASSWORD_INPUT], OPTION, **general),
        _encrypt("symmetric-first", [wrap, public_ec], OPTION, **general),
        _encrypt("two-symmetric", [wrap, gcm], OPTION, **general),
        _encrypt("symmetric-not-allowed-by-name", [public_ec, wrap], OPTION, allow_shared_content_key=False, **general),
        _encrypt("dir-among-several", [direct, public_ec], OPTION, **shared),
        _encrypt("dir-last", [public_ec, direct], OPTION, **shared),
        _encrypt("agreement-among-several", [agreement, public_rsa], OPTION, **shared),
        _encrypt("agreement-last", [public_rsa, agreement], OPTION, **general),
        _encrypt("unprotected-compact", [wrap], OPTION, unprotected={"x": 1}),
        _encrypt("recipient-headers-compact", [wrap], OPTION, recipient_headers=[{"x": 1}]),
        _encrypt("aad-compact", [wrap], OPTION, aad=AAD),
        _encrypt("aad-empty", [wrap], OPTION, aad="", **flat),
        _encrypt("recipient-headers-too-many", [wrap], OPTION, recipient_headers=[{"x": 1}, {"x": 2}], **flat),
        _encrypt("recipient-headers-too-few", [public_ec, public_rsa], OPTION, recipient_headers=[{"x": 1}], **general),
        _encrypt("name-protected-and-unprotected", [wrap], OPTION, header={"x": 1}, unprotected={"x": 1}, **flat),
        _encrypt("name-protected-and-recipients", [wrap], OPTION, header={"x": 1}, recipient_headers=[{"x": 1}], **flat),
        _encrypt("name-unprotected-and-recipients", [public_ec, public_rsa], OPTION, unprotected={"x": 1}, recipient_headers=[{}, {"x": 1}], **general),
        _encrypt("serialization-unknown", [wrap], OPTION, serialization="JSON"),
        _encrypt("enc-unknown", [wrap], NOT_SUPPORTED, enc="A512GCM", **flat),
        _encrypt(
            "unbound-among-several", [public_ec, {"jwk": {member: value for member, value in public(RSA).items() if member != "alg"}}], OPTION, **general,
        ),
        _encrypt("signing-key-among-several", [public_ec, {"jwk": {**public(RSA), "alg": "RS256"}}], error("ERR_KEY_MISMATCH"), **general),
        case("jwe-json-encrypt-no-keys", "jwe.encrypt", {"plaintext": "", "keys": []}, OPTION, options=general),
    ]
    for member, value in {
        "alg": "A256KW", "enc": "A256GCM", "zip": "DEF", "crit": ["x"], "epk": {}, "iv": "AAAA", "tag": "AAAA", "p2s": "AAAA", "p2c": 1000,
    }.items():
        tests.append(_encrypt(f"unprotected-names-{member}", [wrap], OPTION, unprotected={member: value}, **flat))
        tests.append(_encrypt(f"recipient-header-names-{member}", [wrap], OPTION, recipient_headers=[{member: value}], **flat))
    assert "ECDH-ES" in AGREEMENT
    return tests
