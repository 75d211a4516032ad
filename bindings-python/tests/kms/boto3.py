"""What docs/kms.md uses of boto3, with its names, its keywords and its answers."""

from __future__ import annotations

from typing import Any

from _local import key, public_der, rsa_key, sha256, sign_digest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding


def client(service: str) -> _Kms:
    assert service == "kms"
    return _Kms()


class _Kms:
    def get_public_key(self, *, KeyId: str) -> dict[str, Any]:
        if KeyId.endswith("/decrypting"):
            answer = {"PublicKey": public_der(rsa_key(KeyId)), "KeySpec": "RSA_2048", "KeyUsage": "ENCRYPT_DECRYPT"}
            return answer | {"KeyId": KeyId, "EncryptionAlgorithms": ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"]}
        answer = {"PublicKey": public_der(key(KeyId)), "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}
        return answer | {"KeyId": KeyId, "SigningAlgorithms": ["ECDSA_SHA_256"]}

    def sign(self, *, KeyId: str, Message: bytes, MessageType: str = "RAW", SigningAlgorithm: str) -> dict[str, Any]:
        assert SigningAlgorithm == "ECDSA_SHA_256" and MessageType in {"RAW", "DIGEST"}
        if MessageType == "RAW" and not 1 <= len(Message) <= 4096:
            raise ValueError("a raw message has 1 to 4096 bytes")
        digest = sha256(Message) if MessageType == "RAW" else Message
        return {"KeyId": KeyId, "Signature": sign_digest(KeyId, digest), "SigningAlgorithm": SigningAlgorithm}

    def decrypt(self, *, KeyId: str, CiphertextBlob: bytes, EncryptionAlgorithm: str) -> dict[str, Any]:
        assert EncryptionAlgorithm == "RSAES_OAEP_SHA_256"
        oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        plaintext = rsa_key(KeyId).decrypt(CiphertextBlob, oaep)
        return {"KeyId": KeyId, "Plaintext": plaintext, "EncryptionAlgorithm": EncryptionAlgorithm}
