"""The operations of tests/vectors/README.md, through the package's public API."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import deciding
import followed
import revoking
import rings
import statuses
import tokenseal
import transcripts
from tokenseal import Issuer, Key, KeySet, ReplayCache, Token, TokenError, Unsigned, Verifier, dpop, http, jwe, jws

Json = dict[str, Any]


def perform(case: Json, group_keys: Json) -> Json:
    """Performs a case and returns its outcome: all results, or the code and claim."""
    try:
        outcome = OPERATIONS[case["operation"]](Case(case, group_keys))
    except TokenError as error:
        outcome = {"error": error.code} | ({} if error.claim is None else {"claim": error.claim})
    if "read" not in case or "error" in outcome:
        return outcome
    read = case["read"]
    return perform(read | {"input": read["input"] | outcome}, group_keys)


class Case:
    """What a case gives to its operation."""

    def __init__(self, case: Json, group_keys: Json) -> None:
        self.input: Json = case["input"]
        self.given: Json | None = case.get("options")
        self.options: Json = self.given or {}
        self.group_keys = group_keys

    def bytes(self, name: str) -> bytes:
        return decode(self.input[name])

    def token(self) -> str:
        token = self.input["token"]
        return token if isinstance(token, str) else json.dumps(token, ensure_ascii=False, separators=(",", ":"))

    def optional_bytes(self, name: str) -> dict[str, bytes]:
        return {name: self.bytes(name)} if name in self.input else {}

    def claims(self) -> bytes:
        return self.input["claims"].encode()

    def key(self, name: str) -> Key:
        return self.make_key(self.input[name])

    def optional_key(self, name: str) -> Key | None:
        return self.key(name) if name in self.input else None

    def keys(self, name: str) -> Key | list[Key] | KeySet:
        how = self.input.get(name, {"jwks": self.group_keys})
        if isinstance(how, list):
            return [self.make_key(one) for one in how]
        return make_set(how) if isinstance(how, dict) and "jwks" in how else self.make_key(how)

    def optional_keys(self, name: str) -> Key | list[Key] | KeySet | None:
        return self.keys(name) if name in self.input else None

    def token_keys(self) -> Key | list[Key] | KeySet:
        assert ("key" in self.input) != ("keys" in self.input)
        return self.key("key") if "key" in self.input else self.keys("keys")

    def make_key(self, how: int | Json) -> Key:
        if isinstance(how, int):
            return Key.from_jwk(self.group_keys["keys"][how])
        options = dict(how)
        if "jwk" in options:
            return Key.from_jwk(options.pop("jwk"), **options)
        if "certificate" in options:
            certificate = options.pop("certificate")
            certificate = decode(certificate["der"]) if isinstance(certificate, dict) else certificate
            return Key.from_certificate(certificate, options.pop("alg"), **options)
        if "pem" in options:
            return Key.from_pem(options.pop("pem"), options.pop("alg"), **options)
        if "der" in options:
            return Key.from_der(decode(options.pop("der")), options.pop("alg"), **options)
        if "password" in options:
            return Key.from_password(options.pop("password"), *optional(options, "alg"), **options)
        if "secret_text" in options:
            return Key.from_secret(options.pop("secret_text"), options.pop("alg"), **options)
        return Key.from_secret(decode(options.pop("secret")), options.pop("alg"), **options)


def make_set(how: Json) -> KeySet:
    options = {name: how[name] for name in ("strict", "public_only", "signature_uses") if name in how}
    return KeySet.from_jwks(how["jwks"], **options)


def checked(token: Token) -> Json:
    return {
        "claims": token.payload.decode(),
        "header": token.header,
        "key_id": token.key_id,
        "kind": token.kind,
        "outer_header": token.outer_header,
        "decryption_key_id": token.decryption_key_id,
    }


def verify_with_verifier(case: Case) -> Json:
    options = dict(case.options)
    now = {"now": options.pop("now")} if "now" in options else {}
    verifier = Verifier(case.optional_keys("keys"), case.optional_keys("decryption_keys"), **options)
    return checked(verifier.verify(case.token(), **now))


def verify_by_issuer(case: Case) -> Json:
    of_each = [Case({"input": one, "options": one["options"]}, case.group_keys) for one in case.input["verifiers"]]
    verifiers = [Verifier(one.optional_keys("keys"), one.optional_keys("decryption_keys"), **one.options) for one in of_each]
    verifier = Verifier.by_issuer(verifiers, case.optional_keys("decryption_keys"))
    return checked(verifier.verify(case.token(), **case.options))


def issue(case: Case) -> Json:
    issuer = Issuer(case.optional_key("signing_key"), case.optional_key("encryption_key"), **case.options)
    confirm = {"confirm": case.key("confirm")} if "confirm" in case.input else {}
    if "confirm_certificate" in case.input:
        confirm = {"confirm": certificate(case.input["confirm_certificate"])}
    return {"token": issuer.issue(case.claims(), **case.input.get("issue", {}), **confirm)}


def inspect(case: Case) -> Json:
    shown = tokenseal.inspect_unverified(case.token())
    payload = shown["payload"]
    return {"kind": shown["kind"], "header": shown["header"], "claims": None if payload is None else payload.decode()}


def verify_bytes(case: Case) -> Json:
    verified = jws.verify(case.token(), case.keys("keys"), **case.optional_bytes("payload"), **case.options)
    return {
        "payload": encode(verified.payload),
        "header": verified.header,
        "unprotected": verified.unprotected,
        "key_id": verified.key_id,
        "verified": [{name: getattr(one, name) for name in ("index", "key_id", "algorithm", "header")} for one in verified.verified],
    }


def decrypt_bytes(case: Case) -> Json:
    decrypted = jwe.decrypt(case.token(), case.keys("keys"), **case.options)
    return {
        "plaintext": encode(decrypted.plaintext),
        "header": decrypted.header,
        "unprotected": decrypted.unprotected,
        "recipient_header": decrypted.recipient_header,
        "aad": None if decrypted.aad is None else encode(decrypted.aad),
        "key_id": decrypted.key_id,
        "recipient": decrypted.recipient,
    }


def sign_bytes(case: Case) -> Json:
    return {"token": jws.sign(case.bytes("payload"), case.token_keys(), **case.options)}


def encrypt_bytes(case: Case) -> Json:
    return {"token": jwe.encrypt(case.bytes("plaintext"), case.token_keys(), **case.optional_bytes("aad"), **case.options)}


def seal(case: Case) -> Json:
    keys = {"sign_with": case.key("sign_with"), "encrypt_to": case.key("encrypt_to")}
    return {"token": tokenseal.seal(case.claims(), **keys, **case.options)}


def unseal(case: Case) -> Json:
    keys = {"decrypt_with": case.keys("decrypt_with"), "verify_with": case.keys("verify_with")}
    return checked(tokenseal.unseal(case.token(), **keys, **case.options))


def prepare(case: Case) -> Json:
    return completed(case, tokenseal.prepare(case.claims(), case.key("key"), **case.options))


def completed(case: Case, unsigned: Unsigned) -> Json:
    format = {"format": case.input["format"]} if "format" in case.input else {}
    token = {"token": unsigned.complete(case.bytes("signature"), **format)} if "signature" in case.input else {}
    return {"signing_input": unsigned.signing_input.decode()} | token


def run_dpop(case: Case) -> Json:
    given = {"replays": ReplayCache(**case.input["replays"])} if "replays" in case.input else {}
    nonce_key = {"nonce_key": case.key("nonce_key")} if "nonce_key" in case.input else {}
    verifier = Verifier(case.keys("keys"), **case.input["verifier"], **given, **nonce_key)
    return {"steps": [request(verifier, dict(step)) for step in case.input["steps"]]}


def request(verifier: Verifier, step: Json) -> Json:
    """One step of `dpop.run`."""
    now = step.pop("at")
    if step.pop("do") == "nonce":
        return {"nonce": verifier.dpop_nonce(now=now)}
    if "certificate" in step:
        step["certificate"] = decode(step["certificate"]["der"]) if isinstance(step["certificate"], dict) else step["certificate"].encode()
    try:
        verifier.verify(step.pop("token"), now=now, **step)
    except TokenError as error:
        found = {"error": error.code, "claim": error.claim, "nonce": error.dpop_nonce}
        return {name: value for name, value in found.items() if value is not None}
    return {"accepted": True}


def certificate(how: str | Json) -> str | bytes:
    """PEM, or DER."""
    return how if isinstance(how, str) else decode(how["der"])


def prepare_decrypt(case: Case) -> Json:
    pending = jwe.prepare_decrypt(case.input["token"], case.key("key"), **case.options)
    peer_key = None if pending.peer_key is None else pending.peer_key.to_jwk()
    found = {"peer_key": peer_key, "encrypted_key": None if pending.encrypted_key is None else encode(pending.encrypted_key)}
    if "secret" not in case.input:
        return found
    decrypted = pending.complete(case.bytes("secret"))
    return found | {"plaintext": encode(decrypted.plaintext), "header": decrypted.header, "key_id": decrypted.key_id}


def describe(key: Key) -> Json:
    return {
        "algorithm": key.algorithm,
        "key_id": key.key_id,
        "key_type": key.key_type,
        "use": key.use,
        "is_private": key.is_private,
        "thumbprint": key.thumbprint(),
        "thumbprint_uri": key.thumbprint_uri(),
        "thumbprint_sha512": key.thumbprint("sha512"),
    }


def export(case: Case) -> Json:
    key, form, private = case.key("key"), case.input["format"], case.input["private"]
    exported = {"jwk": key.to_jwk, "pem": key.to_pem, "der": key.to_der}[form](private=private)
    return {form: encode(exported) if isinstance(exported, bytes) else exported}


def rename(case: Case) -> Json:
    key = case.key("key").with_key_id(case.input["key_id"])
    return describe(key) | {"jwk": key.to_jwk(private=key.is_private)}


def generate(case: Case) -> Json:
    key = Key.generate(case.input["alg"], **case.options)
    return describe(key) | {"key_id_is_thumbprint": key.key_id == key.thumbprint()}


def make(case: Case) -> Json:
    """For the demo and the interop matrix, not for vectors: a new key, including its private half.
    """
    options = dict(case.input)
    key = Key.generate(options.pop("alg"), **options)
    public = {} if key.key_type == "oct" else {"public_jwk": key.public().to_jwk()}
    return {"jwk": key.to_jwk(private=True)} | public


def import_set(case: Case) -> Json:
    keys = make_set(case.input)
    return {"count": len(keys), "key_ids": [key.key_id for key in keys], "rejected": [list(one[:3]) for one in keys.rejected]}


OPERATIONS: dict[str, Callable[[Case], Json]] = {
    "jws.sign": sign_bytes,
    "jws.verify": verify_bytes,
    "jwe.encrypt": encrypt_bytes,
    "jwe.decrypt": decrypt_bytes,
    "jwe.prepare_decrypt": prepare_decrypt,
    "prepare": prepare,
    "dpop.prove": lambda case: {"token": dpop.prove(case.key("key"), case.input["method"], case.input["url"], **case.options)},
    "dpop.prepare": lambda case: completed(case, dpop.prepare(case.key("key"), case.input["method"], case.input["url"], **case.options)),
    "dpop.run": run_dpop,
    "sign": lambda case: {"token": tokenseal.sign(case.claims(), case.key("key"), **case.options)},
    "encrypt": lambda case: {"token": tokenseal.encrypt(case.claims(), case.key("key"), **case.options)},
    "seal": seal,
    "verify": lambda case: checked(tokenseal.verify(case.token(), case.keys("keys"), **case.options)),
    "decrypt": lambda case: checked(tokenseal.decrypt(case.token(), case.keys("keys"), **case.options)),
    "unseal": unseal,
    "verifier.verify": verify_with_verifier,
    "by_issuer.verify": verify_by_issuer,
    "access.run": lambda case: deciding.run_access(case.input, case.keys("keys")),
    "resource.run": lambda case: deciding.run_resource(
        case.input, case.keys("keys"), {name: case.key(name) for name in ("nonce_key", "csrf_key") if name in case.input}, case.options
    ),
    "http.event_answer": lambda case: deciding.event(http.event_answer, case.input),
    "http.logout_answer": lambda case: deciding.event(http.logout_answer, case.input),
    "http.logout_token": lambda case: {"token": http.logout_token(case.input["body"])},
    "machine.run": lambda case: transcripts.run(case.input, case.options),
    "status_lists.run": lambda case: statuses.run(case.input, case.keys("keys"), case.given),
    "ring.run": rings.run,
    "revocations.run": revoking.run,
    "revocations.follow": followed.run,
    "issuer.issue": issue,
    "inspect_unverified": inspect,
    "key.import": lambda case: describe(case.key("key")),
    "key.export": export,
    "key.public": lambda case: {"jwk": case.key("key").public().to_jwk()},
    "key.with_key_id": rename,
    "key.generate": generate,
    "key.make": make,
    "key.equal": lambda case: {"equal": case.key("key") == case.key("other")},
    "keyset.import": import_set,
}


def optional(members: Json, name: str) -> list[Any]:
    return [members.pop(name)] if name in members else []


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
