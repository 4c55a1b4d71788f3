"""Whole notebooks: what a fault costs, what is kept, and what is repeated."""

import shutil

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from autograder.engine import grade
from autograder.sandbox.limits import Limits
from autograder.supply import BUBBLEWRAP, NONE, frameworks, imports, kernels_for

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap")

SECRET = b"7" * 64
RIGHT = """
def convert_momentum(learning_rate, momentum, source, target):
    scale = {"heavy_ball": 1.0, "velocity": 1.0, "average": 1.0 - momentum}
    return learning_rate * scale[source] / scale[target]
"""
CHECK = "check('optimizers/convert_momentum', convert_momentum)"
NESTEROV = """
def nesterov_step(theta, v, gradient, learning_rate, momentum):
    g = gradient(theta + momentum * v)
    v = momentum * v - learning_rate * g
    return theta + v, v
"""


def item(source, name, points=2):
    marks = {"grade": True, "solution": False, "points": points, "grade_id": name, "locked": True}
    return new_code_cell(source, metadata={"nbgrader": marks})


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    kernels = kernels_for(tmp_path_factory.mktemp("source"))

    def run(*cells, **limits):
        limits = {"cell_seconds": 10, "output": 1 << 20, "memory": 1 << 30} | limits
        cells = [c if not isinstance(c, str) else new_code_cell(c) for c in cells]
        graded = grade(new_notebook(cells=cells), "optimizers", SECRET, kernels, Limits(**limits))
        tests = [c for c in graded.notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
        scores = {c.metadata.nbgrader["grade_id"]: determine_grade(c)[0] for c in tests}
        return graded, scores

    return run


def test_a_right_answer_earns_its_points_and_a_wrong_one_is_named(run):
    graded, scores = run(RIGHT, item(CHECK, "a"), RIGHT + "\nx = 1")
    assert (scores, graded.faults) == ({"a": 2}, {})
    wrong = "def convert_momentum(learning_rate, **_):\n    return learning_rate"
    graded, scores = run(wrong, item(CHECK, "a"))
    assert scores == {"a": 0}
    assert graded.verdicts["a"].mistake == "all conventions treated as the same"


FAULTS = [
    ("import os\nos._exit(1)", "kernel died"),
    ("import time\ntime.sleep(100)", "timed out"),
    ("import signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True: pass", "timed out"),
    ("while True: print('x' * 1000)", "too much output"),
]


@pytest.mark.parametrize(("fault", "status"), FAULTS)
def test_a_fault_costs_its_own_cell_only(run, fault, status):
    cells = ["y = 1", RIGHT, item(CHECK, "a"), fault, "z = y + 1"]
    cells += [item("assert z == 2", "b"), item(CHECK, "c")]
    graded, scores = run(*cells, cell_seconds=2)
    assert scores == {"a": 2, "b": 2, "c": 2}
    assert graded.faults == {"3": status}
    assert graded.notebook.cells[3].outputs[-1].evalue.startswith(status)


@pytest.mark.parametrize("fault", ["os._exit(1)", "time.sleep(100)"])
def test_a_function_that_kills_its_kernel_costs_its_own_check_only(run, fault):
    bad = f"import os, time\ndef convert_momentum(**_):\n    {fault}"
    cells = [bad, item(CHECK, "a"), RIGHT, item(CHECK, "b")]
    graded, scores = run(*cells, cell_seconds=2)
    assert scores == {"a": 0, "b": 2}
    assert list(graded.faults) == ["a"]
    assert graded.verdicts["a"].status == "error"


def test_the_whole_notebook_has_a_bound_too(run):
    sleep = "import time\ntime.sleep(1)"
    graded, scores = run(RIGHT, item(CHECK, "a"), *[sleep] * 5, notebook_seconds=2.5)
    assert scores == {"a": 2}
    assert "timed out" in graded.faults.values()
    assert graded.seconds < 8


def test_a_problem_stays_here_and_calls_are_counted_here(run):
    question = item("check('optimizers/nesterov_step', nesterov_step)", "a", 3)
    assert run(NESTEROV, question)[1] == {"a": 3}
    held = "[o for o in gc.get_objects() if isinstance(o, dict) and 'hessian' in o]"
    peek = f"import gc\nprint({held})"
    inside = f"import gc\n{NESTEROV}".replace(
        "    v = momentum", f"    print({held})\n    v = momentum"
    )
    graded, scores = run(inside, question, peek)
    assert scores == {"a": 3}
    assert graded.notebook.cells[-1].outputs[0].text == "[]\n"


def test_nothing_that_was_shown_before_counts_in_a_classic_cell(run):
    forged = "import sys\ndef f():\n    sys.displayhook(5.0)\n    return 1"
    _, scores = run(forged, item("assert f() == 2", "a", 5))
    assert scores == {"a": 0}


def test_unconfined_kernels_give_the_same_and_say_so(tmp_path, capsys):
    kernels = kernels_for(tmp_path, NONE)
    cells = [new_code_cell(RIGHT), item(CHECK, "a")]
    graded = grade(new_notebook(cells=cells), "optimizers", SECRET, kernels, Limits())
    assert graded.verdicts["a"].status == "passed"
    assert "without any confinement" in capsys.readouterr().err


def test_one_server_serves_all_labs_with_the_same_imports(tmp_path):
    assert kernels_for(tmp_path, BUBBLEWRAP) is kernels_for(tmp_path / "other", BUBBLEWRAP)
    with pytest.raises(ValueError, match=r"must be 'bubblewrap' or 'none'\. Received: 'docker'"):
        kernels_for(tmp_path, "docker")


def test_the_imports_of_a_lab_are_those_of_its_cells(root):
    found = imports([root / "solutions/optimizers/optimizers.ipynb"])
    assert {"numpy", "deeptuning.checks"} <= set(found)


TORCH = "import os\nimport torch\n\nimport tensorflowish, kerasy"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (TORCH, {"torch"}),
        ("def f():\n    from torch.nn import Linear\n    import  keras as k", {"torch", "keras"}),
        ("from tensorflow import keras", {"tensorflow"}),
        ("x = 'import torch'\n# import torch\nimport mytorch", set()),
        ("import torchvision", set()),
        ("(" * 100_000 + "\nimport torch", {"torch"}),
    ],
)
def test_the_frameworks_of_a_submission_are_those_it_imports(source, found):
    assert frameworks(new_notebook(cells=[new_code_cell(source)])) == found


def test_an_answer_in_torch_finds_torch_imported_where_the_lab_does_not(tmp_path):
    notebook = new_notebook(
        cells=[
            new_code_cell("import sys\nthere = 'torch' in sys.modules\nimport torch\n" + RIGHT),
            item("assert there", "a"),
        ]
    )
    kernels = kernels_for(tmp_path, BUBBLEWRAP, frameworks(notebook))
    assert kernels is not kernels_for(tmp_path, BUBBLEWRAP)
    graded = grade(notebook, "optimizers", SECRET, kernels, Limits())
    assert determine_grade(graded.notebook.cells[1])[0] == 2
