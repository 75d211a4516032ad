"""Write every vector file again: `python generate/generate.py [--remake]`, in an environment with requirements.txt.

Each `make_*.py` beside this file has a `main()` that writes its own vector files.
"""

import importlib
from pathlib import Path

for script in sorted(Path(__file__).resolve().parent.glob("make_*.py")):
    importlib.import_module(script.stem).main()
