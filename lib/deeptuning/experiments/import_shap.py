"""Import shap without the warnings of its plots, which lessons do not use."""

from __future__ import annotations

import importlib
import warnings
from typing import Any


def import_shap() -> Any:
    """Return the module `shap`.

    Its plots use parts of matplotlib that are about to end, and a progress bar that misses a
    front end; both say so when shap is imported.

    Example:
        >>> import_shap().__name__
        'shap'
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=PendingDeprecationWarning)
        warnings.filterwarnings("ignore", message="IProgress not found")
        return importlib.import_module("shap")
