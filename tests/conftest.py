"""What all tests share: a quiet, head-less, repeatable setting and a place for artefacts."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

pytest_plugins = ["tests.parity", "tests.lessons.table"]

# Set before any test imports a framework; kernels and subprocesses inherit it.
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
# The tests run in parallel processes, and small tensors gain nothing from more threads.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


# Files of which one worker would have to run too much alone, and what may be run apart.
DIVIDED = {
    "tests/lessons/test_execute.py": r"\[(\d\d_\w+-\d\d_\w+)",
    "tests/autograder/test_pipeline.py": r"\[(\w+)\]",
}


@pytest.hookimpl(optionalhook=True)  # without xdist nobody asks
def pytest_xdist_make_scheduler(config, log):
    """With `--dist loadfile` by file, but lessons one by one and the pipeline by lab."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFileOrPart(LoadFileScheduling):
        def _split_scope(self, nodeid):
            path = nodeid.partition("::")[0]
            part = re.search(DIVIDED.get(path, "$^"), nodeid)
            return f"{path} {part[1]}" if part else path

    return ByFileOrPart(config, log)


def pytest_runtest_setup(item):
    """Skip, with the reason, what this machine cannot run."""
    if item.get_closest_marker("browser") and CHROMIUM is None:
        pytest.skip("no Chromium (Debian: sudo apt-get install chromium)")
    if item.get_closest_marker("gpu"):
        torch = pytest.importorskip("torch")
        if not torch.cuda.is_available():
            pytest.skip("no CUDA device")


@pytest.fixture(autouse=True)
def figures_are_closed():
    """Matplotlib keeps every figure until it is closed, and warns when they are many."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(scope="session")
def root():
    """The project's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def artefacts(root):
    """Where tests leave screenshots and reports for people to look at."""
    folder = root / "build/artefacts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser; mark the test `browser`."""
    return CHROMIUM
