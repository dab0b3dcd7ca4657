"""The example clients of the documentation, as modules."""

from pathlib import Path
from types import ModuleType

import importlib.util


_FOLDER = Path(__file__).resolve().parents[2] / "docs" / "clients"


def example_client(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"example_{name}", _FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
