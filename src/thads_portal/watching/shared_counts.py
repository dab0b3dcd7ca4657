"""The folder in which the worker processes of a machine count together.

``prometheus_client`` reads the variable when it is imported first, so nothing here imports it.
"""

from pathlib import Path

import os


VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def folder_of(instance: Path) -> Path:
    return instance / "var" / "metrics"


def share(folder: Path) -> None:
    """Count in `folder` from now on; before the first import of ``prometheus_client``."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(folder)


def forget(folder: Path) -> None:
    """What earlier processes counted; for who starts new ones, while none runs."""
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
