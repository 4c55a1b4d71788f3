"""Is shap imported in silence?"""

import subprocess
import sys

import pytest


def test_nothing_is_said():
    pytest.importorskip("shap")
    code = (
        "from deeptuning.experiments.import_shap import import_shap; import_shap().KernelExplainer"
    )
    run = subprocess.run(
        [sys.executable, "-W", "default::PendingDeprecationWarning", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "tqdm" not in run.stderr.lower()
    assert "PendingDeprecationWarning" not in run.stderr
