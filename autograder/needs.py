"""What the grading commands need beyond the library."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path


def need_nbgrader() -> None:
    """Make nbgrader ready to be used, or say how to get it.

    Raises:
        ModuleNotFoundError: nbgrader is not installed.
    """
    if importlib.util.find_spec("nbgrader") is None:
        raise ModuleNotFoundError(
            "Grading needs nbgrader, which is not installed. "
            'Install it: pip install "deeptuning[grade]"'
        )
    # nbgrader starts `alembic` and kernels by name: those beside this Python must be found.
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", "")
