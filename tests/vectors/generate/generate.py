"""Write the vector files again: `python generate/generate.py [NAME…] [--remake]`, in an environment
with requirements.txt.

Each `make_NAME.py` beside this file has a `main()` that writes its own vector files. Without a
name, all of them do.
"""

import importlib
import sys
from pathlib import Path

asked = [name for name in sys.argv[1:] if not name.startswith("--")]
found = sorted(script.stem.removeprefix("make_") for script in Path(__file__).resolve().parent.glob("make_*.py"))
for name in asked or found:
    importlib.import_module(f"make_{name}").main()
