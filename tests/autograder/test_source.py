"""What a lab's cells must be comes from its source and from the gradebook."""

import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.reading import read_submission
from autograder.restore import restore
from autograder.source import read_source
from tests.autograder.broken.course import LAB, make_course

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader and SQLAlchemy warn of themselves


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("source") / "course", ("one", LAB))


@pytest.fixture
def course(blank, tmp_path):
    return shutil.copytree(blank, tmp_path / "course")


def read(course, lab=LAB):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "deeptuning") as gradebook:
        return read_source(gradebook, course / "solutions" / lab, lab)


def test_are_all_notebooks_read_with_points_and_the_students_texts(course):
    sources = {source.name: source for source in read(course)}
    assert set(sources) == {"one", LAB}
    cells = {cell.name: cell for cell in sources[LAB].cells}
    assert list(cells) == [
        "setup",
        "momentum_code",
        "momentum",
        "rmsprop_code",
        "rmsprop",
        "seven_code",
        "seven",
        "why",
    ]
    points = {name: cell.marks.get("points") for name, cell in cells.items()}
    assert {name: p for name, p in points.items() if p} == {
        "momentum": 2,
        "rmsprop": 2,
        "seven": 1,
        "why": 4,
    }
    assert {name for name, cell in cells.items() if not cell.locked} == {
        "momentum_code",
        "rmsprop_code",
        "seven_code",
        "why",
    }
    assert "SOLUTION" not in "".join(cell.source for cell in cells.values())
    assert sources[LAB].kernelspec["name"] == "python3"


def test_needs_the_release_itself_no_repair(course):
    for source in read(course):
        released = read_submission(course / "labs" / LAB / f"{source.name}.ipynb")
        assert restore(released, source.cells).repairs == ()


def test_does_the_digest_follow_the_source_and_nothing_else(course):
    before = [source.digest for source in read(course)]
    assert before == [source.digest for source in read(course)]
    path = course / "solutions" / LAB / f"{LAB}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1], notebook.cells[2] = notebook.cells[2], notebook.cells[1]
    nbformat.write(notebook, path)
    after = [source.digest for source in read(course)]
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_is_a_lab_that_was_not_generated_named_with_the_remedy(course):
    with pytest.raises(
        ValueError, match="does not know the lab 'other'.*generate_assignment other"
    ):
        read(course, "other")
    (course / "solutions" / LAB / "one.ipynb").unlink()
    with pytest.raises(ValueError, match=r"one\.ipynb is missing"):
        read(course)
