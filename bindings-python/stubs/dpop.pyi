from typing_extensions import Unpack

from ._native import Key, Unsigned
from ._options import ProofOptions

__all__ = ["prepare", "prove"]

def prove(key: Key, method: str, url: str, **options: Unpack[ProofOptions]) -> str: ...
def prepare(public_key: Key, method: str, url: str, **options: Unpack[ProofOptions]) -> Unsigned: ...
