"""The command line: what it does without nbgrader, in a wrong place, and with a wrong word."""

import subprocess
import sys

WITHOUT_NBGRADER = """
import sys
sys.modules["nbgrader"] = None
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "nbgrader" else found(name, *rest)
import autograder, autograder.record, autograder.hidden
from autograder.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_is_the_extra_named_where_nbgrader_is_missing(root, tmp_path):
    command = [sys.executable, "-c", WITHOUT_NBGRADER, "rehearse", "--into", str(tmp_path / "x")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'pip install "deeptuning[grade]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_is_a_place_without_labs_told(run, tmp_path):
    done = run("labs", cwd=tmp_path)
    assert done.returncode == 1
    assert "No `solutions` folder" in done.stderr


def test_is_an_unknown_lab_told(run, tmp_path):
    done = run("rehearse", "--into", tmp_path / "class", "--lab", "optimisers")
    assert done.returncode == 1
    assert "Known: " in done.stderr
    assert not (tmp_path / "class").exists()


def test_is_help_given(run):
    assert run("--help").returncode == 0
    assert run("nonsense").returncode == 2
