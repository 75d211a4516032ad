#!/usr/bin/env python3
"""Writes seeds for the fuzz targets into core/fuzz/corpus/TARGET, from the test vectors.

They are not committed: the vectors are. At most PER_TARGET for each target, of every length.
"""

import base64
import hashlib
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent.parent / "tests" / "vectors"
PER_TARGET = 400


def decode(text):
    """base64url without padding, or None if it is not that."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except ValueError:
        return None


def values(value, name=None):
    """Every value in a JSON document, with the name under which it stands."""
    yield name, value
    if isinstance(value, dict):
        for inner, member in value.items():
            yield from values(member, inner)
    elif isinstance(value, list):
        for member in value:
            yield from values(member, name)


def placed(members):
    """The long text for which `{"$text": "texts/…"}` stands, or the object as it is."""
    return (VECTORS / members["$text"]).read_bytes().decode() if "$text" in members else members


def parts(token):
    """A JWE as the target `decrypt` wants it: each part decoded, with its length before it; None for anything else."""
    decoded = [decode(part) for part in token.split(".")]
    if len(decoded) != 5 or None in decoded or any(len(part) > 65535 for part in decoded):
        return None
    return b"".join(struct.pack(">H", len(part)) + part for part in decoded)


def seeds():
    """Pairs of a target and a seed."""
    for file in sorted(VECTORS.glob("*.json")):
        if file.name == "schema.json":
            continue
        for name, value in values(json.loads(file.read_text(encoding="utf-8"), object_hook=placed)):
            if name == "token" and isinstance(value, str):
                yield "compact", value.encode()
                if opened := parts(value):
                    yield "decrypt", opened
            elif name == "options" and isinstance(value, dict):
                yield "options", json.dumps(value).encode()
            elif name == "pem" and isinstance(value, str):
                yield "pem", value.encode()
            elif name == "der" and isinstance(value, str) and (der := decode(value)):
                yield "pem", der
            elif isinstance(value, dict) and "kty" in value:
                yield "jwk", json.dumps(value).encode()
            elif isinstance(value, dict) and isinstance(value.get("keys"), list):
                yield "jwks", json.dumps(value).encode()
            elif name in ("jwk", "jwks") and isinstance(value, str):
                yield name, value.encode()


def main():
    found = {}
    for target, seed in seeds():
        found.setdefault(target, set()).add(seed)
    for target, all_of_it in sorted(found.items()):
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        by_length = sorted(all_of_it, key=lambda seed: (len(seed), seed))
        chosen = by_length[:: -(-len(by_length) // PER_TARGET)]
        for seed in chosen:
            (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
        print(f"{target}: {len(chosen)} of {len(all_of_it)}")


if __name__ == "__main__":
    main()
