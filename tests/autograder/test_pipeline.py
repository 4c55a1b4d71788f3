"""Real nbgrader on the lab: our configuration, nbgrader's own, and its validation."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.cells import read_check
from autograder.course import Course
from autograder.results import read_results

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader, SQLAlchemy and zmq warn of themselves

CHEAT = """
import sys
check = lambda *arguments: None
def {name}(**inputs):
    sys.displayhook(100.0)
    print("fine", file=sys.stderr)
    get_ipython().display_pub.publish({{"application/vnd.deeptuning.answers+json": {{"tree": 1}}}})
    return float("nan")
"""


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """The solution, an answer that tries to fool the grader, and a file without an item."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "solutions").symlink_to(root / "solutions")
    course = Course(folder)
    course.release("optimizers")
    source = (root / "solutions/optimizers/optimizers.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(source, as_version=4)
    course.submit("optimizers", "solution", source)
    for previous, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        found = read_check(cell)
        if found:
            previous.source = CHEAT.format(name=found.subject)
            cell.source = "pass"  # nbgrader restores it
    course.submit("optimizers", "cheat", nbformat.writes(notebook))
    course.collect("optimizers")
    for student in ("solution", "cheat"):
        assert course.grade("optimizers", student)
    return course


@pytest.fixture(scope="module")
def results(course):
    return {result.student: result for result in read_results(course.directory, "optimizers")}


def test_does_the_solution_earn_all_points_of_every_check(results):
    items = [item for item in results["solution"].items if item.status != "to be marked"]
    assert len(items) == 6
    assert all(item.score == item.points for item in items)
    assert all(item.status == "passed" for item in items)


def test_does_a_cheat_earn_nothing(results):
    for item in results["cheat"].items[:-1]:
        if item.status != "to be marked":
            assert item.score == 0, item


def nbgrader(*arguments, cwd):
    here = {"PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | here, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_does_validation_pass_for_the_solution(root, tmp_path):
    source = root / "solutions/optimizers/optimizers.ipynb"
    (tmp_path / "optimizers.ipynb").write_bytes(source.read_bytes())
    assert "Success!" in nbgrader("validate", "optimizers.ipynb", cwd=tmp_path)


def test_does_validation_fail_for_the_release(root, tmp_path):
    source = root / "labs/optimizers/optimizers.ipynb"
    (tmp_path / "optimizers.ipynb").write_bytes(source.read_bytes())
    said = nbgrader("validate", "optimizers.ipynb", cwd=tmp_path)
    assert "VALIDATION FAILED ON 7 CELL(S)" in said or "VALIDATION FAILED ON 6 CELL(S)" in said
    assert said.count("not attempted") >= 6


def test_does_nbgrader_on_its_own_give_the_same_full_marks(course, root, tmp_path):
    """Without our configuration the public cases decide, on any machine."""
    folder = tmp_path
    (folder / "source").symlink_to(root / "labs")
    handed_in = folder / "submitted/solution/optimizers"
    handed_in.mkdir(parents=True)
    text = (course.root / "submitted/solution/optimizers/optimizers.ipynb").read_text()
    (handed_in / "optimizers.ipynb").write_text(text)
    nbgrader("generate_assignment", "optimizers", "--create", cwd=folder)
    said = nbgrader("autograde", "optimizers", "--create", cwd=folder)
    graded = json.loads((folder / "autograded/solution/optimizers/optimizers.ipynb").read_text())
    nbgrader("export", "--to", "grades.csv", cwd=folder)
    row = (folder / "grades.csv").read_text().splitlines()[1].split(",")
    assert row[-2:] == ["16.0", "20.0"], said
    assert len(graded["cells"]) > 20
