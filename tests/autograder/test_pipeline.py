"""Real nbgrader on the lab: our configuration, nbgrader's own, and its validation."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.cells import read_check
from autograder.course import Course
from autograder.labs import source_labs
from autograder.results import read_results
from autograder.verdicts import VERDICT
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader, SQLAlchemy and zmq warn of themselves

LABS = source_labs(ROOT)
# What nbgrader alone makes of a submission, in one process: starting it three times takes longer.
STOCK = """
import sys
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

api, lab = NbGraderAPI(config=Config()), sys.argv[1]
api.generate_assignment(lab, create=True)
done = api.autograde(lab, "solution")
print(done.get("log", ""))
with api.gradebook as book:
    print("score:", book.find_submission(lab, "solution").score)
"""
CHEAT = """
import sys
check = lambda *arguments: None
def {name}(**inputs):
    sys.displayhook(100.0)
    print("fine", file=sys.stderr)
    get_ipython().display_pub.publish({{"application/vnd.deeptuning.answers+json": {{"tree": 1}}}})
    return float("nan")
"""


def read(root, folder, lab):
    return nbformat.read(root / folder / lab / f"{lab}.ipynb", as_version=4)


@pytest.fixture(scope="module", params=LABS)
def lab(request):
    return request.param


@pytest.fixture(scope="module")
def checks(root, lab):
    """How many checks the lab has."""
    return len([c for c in read(root, "solutions", lab).cells if read_check(c)])


@pytest.fixture(scope="module")
def course(root, lab, tmp_path_factory):
    """The solution, an untouched lab, and one that tries to fool the grader."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "solutions").symlink_to(root / "solutions")
    course = Course(folder)
    course.release(lab)
    notebook = read(root, "solutions", lab)
    course.submit(lab, "solution", nbformat.writes(notebook))
    course.submit(lab, "untouched", nbformat.writes(read(root, "labs", lab)))
    for previous, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        found = read_check(cell)
        if found:
            previous.source = CHEAT.format(name=found.subject)
            cell.source = "pass"  # nbgrader restores it
    course.submit(lab, "cheat", nbformat.writes(notebook))
    course.collect(lab)
    for student in ("solution", "untouched", "cheat"):
        assert course.grade(lab, student)
    return course


@pytest.fixture(scope="module")
def results(course, lab):
    """What is to be read of each student's checks, without the written answer."""
    found = read_results(course.directory, lab)
    return {r.student: [i for i in r.items if i.status != "to be marked"] for r in found}


def test_does_the_solution_earn_all_points_of_every_check(results, checks):
    assert len(results["solution"]) == checks
    assert [i for i in results["solution"] if i.score != i.points or i.status != "passed"] == []


def test_is_an_untouched_lab_not_attempted(course, lab, checks):
    path = course.root / f"autograded/untouched/{lab}/{lab}.ipynb"
    graded = [c for c in nbformat.read(path, as_version=4).cells if read_check(c)]
    verdicts = [c.outputs[0].data[VERDICT] for c in graded]
    assert len(verdicts) == checks
    assert {(v["status"], v["score"]) for v in verdicts} == {("not attempted", 0)}


def test_does_a_cheat_earn_nothing(results):
    assert [item for item in results["cheat"] if item.score != 0] == []


def python(*arguments, cwd):
    here = {"PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | here, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_does_validation_pass_for_the_solution(root, tmp_path):
    nbformat.write(read(root, "solutions", "optimizers"), tmp_path / "lab.ipynb")
    assert "Success!" in python("-m", "nbgrader", "validate", "lab.ipynb", cwd=tmp_path)


def test_does_validation_fail_for_the_release(root, tmp_path):
    notebook = read(root, "labs", "optimizers")
    checks = len([cell for cell in notebook.cells if read_check(cell)])
    nbformat.write(notebook, tmp_path / "lab.ipynb")
    said = python("-m", "nbgrader", "validate", "lab.ipynb", cwd=tmp_path)
    failed = re.search(r"VALIDATION FAILED ON (\d+) CELL\(S\)", said)
    assert int(failed[1]) in (checks, checks + 1)  # the written answer may count
    assert said.count("not attempted") >= checks


def test_does_nbgrader_on_its_own_give_the_same_full_marks(course, results, root, lab, tmp_path):
    """Without our configuration the public cases decide, on any machine."""
    (tmp_path / "source").symlink_to(root / "labs")
    handed_in = tmp_path / "submitted/solution" / lab
    handed_in.mkdir(parents=True)
    text = (course.root / f"submitted/solution/{lab}/{lab}.ipynb").read_text()
    (handed_in / f"{lab}.ipynb").write_text(text)
    said = python("-c", STOCK, lab, cwd=tmp_path)
    points = sum(item.points for item in results["solution"])
    assert f"score: {points}\n" in said, said
