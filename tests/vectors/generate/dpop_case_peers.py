"""Proofs by the package `dpop` (npm), of the author of `jose` and `oauth4webapi`: what clients in
browsers send.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

from common import NOW, made
from dpop_parts import ACCEPTED, INVALID, NONCE_KEY, ORIGIN, URL, nonce, run, step, thumbprint, token
from fixtures import signing_jwk
from peers import JOSE

KEYS = {alg: signing_jwk(alg) for alg in ("ES256", "Ed25519", "PS256", "RS256")}
TOKENS = {alg: token({"jkt": thumbprint(key)}) for alg, key in KEYS.items()}


def _make() -> dict[str, str]:
    requests = {alg: {"alg": alg, "jwk": key, "htu": f"{URL}?page=2#top", "htm": "GET", "nonce": nonce(NOW), "accessToken": TOKENS[alg], "now": NOW}
                for alg, key in KEYS.items()}
    found = subprocess.run(["node", "prove.mjs"], cwd=JOSE, input=json.dumps(requests), capture_output=True, text=True, check=True)
    return json.loads(found.stdout)


def cases() -> list[dict[str, Any]]:
    proofs = made("dpop_proofs", _make)
    return [
        run(f"npm-{alg.lower()}", [(step(token=TOKENS[alg], proof=text, url="/orders?page=2"), ACCEPTED), (step(token=TOKENS[alg], proof=text), INVALID)],
            nonce_key={"jwk": NONCE_KEY}, verifier={"public_origins": [ORIGIN]}, flags=[alg])
        for alg, text in proofs.items()
    ]
