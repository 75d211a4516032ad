"""Attacks through claims (docs/threats.md): JSON that two readers read differently, numbers that
overflow, and nesting without end.

Every token is properly signed or encrypted, so that the claims are what is looked at.
"""

from __future__ import annotations

from typing import Any

import hand
import peers
from attacks_algorithms import verify
from attacks_parsing import HELD, JWT_INVALID, LIMIT, SECRET, WRAP
from common import NOW, case, group
from jwt_cases import EXP


def groups() -> list[dict[str, Any]]:
    """The groups of attacks.json about claims."""
    tests = {"Claims that are not one strict JSON object": _claims(), "Depth of claims": _depth()}
    return [group(found, [], comment) for comment, found in tests.items()]


def _claims() -> list[dict[str, Any]]:
    """Properly signed, so that the claims are what is looked at."""
    members = f'"exp":{EXP["exp"]}'
    raw = members.encode()
    texts: dict[str, str | bytes] = {
        "duplicate-exp": f'{{"exp":{NOW - 1},{members}}}', "duplicate-escaped": f'{{{members},"sub":"a","s\\u0075b":"b"}}',
        "duplicate-nested": f'{{{members},"a":{{"b":[{{"c":1,"c":2}}]}}}}', "duplicate-empty-name": f'{{{members},"":1,"":2}}',
        "duplicate-of-many": f'{{{members},{",".join(f"{chr(34)}m{index}{chr(34)}:1" for index in range(40))},"m7":2}}',
        "duplicate-surrogate-pair": f'{{{members},"\U0001f600":1,"\\ud83d\\ude00":2}}',
        "duplicate-unread": f'{{{members},"a":[[[{{"x":1,"x":1}}]]]}}',
        "lone-high-surrogate": f'{{{members},"a":"\\ud800"}}', "lone-low-surrogate": f'{{{members},"a":"\\udc00"}}',
        "reversed-surrogates": f'{{{members},"a":"\\udc00\\ud800"}}', "surrogate-then-text": f'{{{members},"a":"\\ud83dx"}}',
        "surrogate-in-name": f'{{{members},"\\ud800":1}}', "surrogate-nested": f'{{{members},"a":[{{"b":"\\ud800"}}]}}',
        "invalid-utf-8": b"{" + raw + b',"a":"\xff"}', "cut-utf-8": b"{" + raw + b',"a":"\xe2\x82"}',
        "overlong-utf-8": b"{" + raw + b',"a":"\xc0\xaf"}', "surrogate-utf-8": b"{" + raw + b',"a":"\xed\xa0\x80"}',
        "beyond-unicode": b"{" + raw + b',"a":"\xf4\x90\x80\x80"}', "latin-1": b"{" + raw + b',"a":"\xe9"}',
        "trailing-object": f"{{{members}}}{{}}", "trailing-text": f"{{{members}}}x", "trailing-nul": f"{{{members}}}\0",
        "trailing-comma": f"{{{members},}}", "trailing-bracket": f"{{{members}}}}}", "leading-comma": f"{{,{members}}}",
        "byte-order-mark": b"\xef\xbb\xbf{" + raw + b"}", "utf-16": f"{{{members}}}".encode("utf-16"),
        "nan": '{"exp":NaN}', "infinity": '{"exp":Infinity}', "minus-infinity": '{"exp":-Infinity}', "exp-overflow": '{"exp":1e400}',
        "overflow": f'{{{members},"a":1e309}}', "overflow-negative": f'{{{members},"a":-1e309}}', "overflow-fraction": f'{{{members},"a":1.8e308}}',
        "overflow-nested": f'{{{members},"a":[{{"b":1e999999999999}}]}}',
        "309-nines": f'{{{members},"a":{"9" * 309}}}', "310-digits": f'{{{members},"a":1{"0" * 309}}}',
        "minus-310-digits": f'{{{members},"a":-1{"0" * 309}}}', "leading-zero": f'{{{members},"a":01}}', "plus": f'{{{members},"a":+1}}',
        "hexadecimal": f'{{{members},"a":0x10}}', "point-first": f'{{{members},"a":.5}}', "point-last": f'{{{members},"a":5.}}',
        "exponent-empty": f'{{{members},"a":1e}}', "minus-only": f'{{{members},"a":-}}',
        "list": f"[{{{members}}}]", "text": '"claims"', "number": "1", "null": "null", "true": "true", "empty": "", "white-space": " \n",
        "unfinished": f"{{{members}", "unfinished-text": f'{{{members},"a":"b}}', "control-character": f'{{{members},"a":"\x1f"}}',
        "newline-in-text": f'{{{members},"a":"\n"}}',
        "bad-escape": f'{{{members},"a":"\\x41"}}', "short-escape": f'{{{members},"a":"\\u41"}}', "comment": f"{{{members}/* c */}}",
        "single-quotes": "{'exp':1}", "bare-name": "{exp:1}", "number-name": f"{{{members},1:1}}", "upper-case-literal": f'{{{members},"a":TRUE}}',
        "vertical-tab": f"{{{members}\v}}", "no-break-space": f"{{{members}\u00a0}}", "binary": b"\x00\x01\x02\xff",
    }
    tests = [
        verify(f"claims-json-{which}", hand.sign({"alg": "HS256"}, text, SECRET), HELD, JWT_INVALID, "JSON ambiguity")
        for which, text in texts.items()
    ]
    for which in ("duplicate-exp", "invalid-utf-8", "nan", "list", "empty"):
        token = hand.encrypt({"alg": "A256KW", "enc": "A256GCM"}, texts[which], WRAP)
        tests.append(verify(f"claims-json-encrypted-{which}", token, {"jwk": WRAP}, JWT_INVALID, "JSON ambiguity", operation="decrypt"))
    for which, text in {
        "duplicate-in-text": f'{{{members},"a":"{{\\"b\\":1,\\"b\\":2}}"}}',
        "same-name-elsewhere": f'{{{members},"a":{{"exp":1}},"b":[{{"exp":2}},{{"exp":3}}]}}', "case-differs": f'{{{members},"Exp":1,"EXP":2}}',
        "309-digits": f'{{{members},"a":1{"0" * 308}}}', "white-space": f' {{ {members} }}\r\n\t',
    }.items():
        token = peers.jws({"alg": "HS256"}, text, SECRET)
        tests.append(
            case(
                f"attack-claims-json-{which}-is-fine", "verify", {"token": token, "keys": HELD},
                {"kind": "signed"} if which == "white-space" else {"claims": text}, options={"now": NOW}, flags=["JSON ambiguity"],
                comment="Made by joserfc.",
            )
        )
    return tests


def _depth() -> list[dict[str, Any]]:
    flag, tests = "parser exhaustion", []
    for depth, limit, expect in (
        (32, None, None), (33, None, LIMIT), (20000, None, LIMIT), (3, 3, None), (4, 3, LIMIT), (100, 100, None), (101, 100, LIMIT),
    ):
        text = f'{{"exp":{EXP["exp"]},"a":{"[" * (depth - 1)}{"]" * (depth - 1)}}}'
        options = {"max_json_depth": limit} if limit else {}
        token = peers.jws({"alg": "HS256"}, text, SECRET)
        tests.append(
            verify(
                f"claims-depth-{depth}{f'-limit-{limit}' if limit else ''}", token, HELD, expect or {"claims": text}, flag,
                "The claims object is the first level.", **options,
            )
        )
    text = f'{{"exp":{EXP["exp"]},"a":{chr(123) + chr(34) + "a" + chr(34) + ":"}{(chr(123) + chr(34) + "a" + chr(34) + ":") * 31}1{"}" * 33}'
    tests.append(verify("claims-depth-objects-34", peers.jws({"alg": "HS256"}, text, SECRET), HELD, LIMIT, flag))
    unclosed = '{"a":' + "[" * 5000
    tests.append(
        verify("claims-depth-unclosed", hand.sign({"alg": "HS256"}, unclosed, SECRET), HELD, LIMIT, flag, "The depth is counted on the way down.")
    )
    return tests
