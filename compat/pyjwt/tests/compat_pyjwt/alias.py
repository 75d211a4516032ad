"""The conftest.py of PyJWT's tests: what they import as `jwt` is the shim. Their secrets are short, and are taken for them."""

import importlib
import pkgutil
import sys

import tokenseal.compat.pyjwt as shim

sys.modules["jwt"] = shim
for module in pkgutil.iter_modules(shim.__path__):
    sys.modules[f"jwt.{module.name}"] = importlib.import_module(f"{shim.__name__}.{module.name}")
shim.allow_weak_secrets()
