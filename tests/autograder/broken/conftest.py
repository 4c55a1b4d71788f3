"""One class with every kind of broken submission, between neighbours, graded in one batch."""

import shutil
from collections import namedtuple

import pytest

from autograder.batch import grade_class
from autograder.course import Course
from autograder.results import read_results
from autograder.table import table
from tests.autograder.broken.course import (
    FULL,
    LAB,
    RIGHT,
    content,
    folder_of,
    hand_in,
    make_course,
    right,
)
from tests.autograder.broken.kinds import KINDS

NEIGHBOURS = {f"~neighbour {n}": FULL - n % 2 for n in range(4)}
Class = namedtuple("Class", "course records results book table csv alone")


def neighbours(course):
    """Four good submissions; every other one has a mistake."""
    for student, score in NEIGHBOURS.items():
        hand_in(course, student, RIGHT | ({} if score == FULL else {"seven_code": "seven = 8"}))


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """The course with its lab released, to be copied."""
    return make_course(tmp_path_factory.mktemp("blank") / "course")


@pytest.fixture(scope="session")
def unchanged():
    """The grader's own files count as unchanged: somebody may be editing them meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.job.code_digest", lambda: "unchanged")
        yield


@pytest.fixture(scope="session")
def graded(blank, unchanged, tmp_path_factory):
    """The class after one batch, and the neighbours' grades in a class of their own."""
    course = shutil.copytree(blank, tmp_path_factory.mktemp("broken") / "course")
    neighbours(course)
    quiet = shutil.copytree(course, tmp_path_factory.mktemp("alone") / "course")
    (quiet / ".autograder-secret").write_text("5" * 64)
    (course / ".autograder-secret").write_text("5" * 64)
    grade_class(quiet, LAB)
    for kind in KINDS:
        kind.write(right(course), folder_of(course, kind.name))
    records = {record.student: record for record in grade_class(course, LAB)}
    inside = Course(course)
    results = read_results(inside.directory, LAB)
    inside.export(course / "grades.csv")
    text = (course / "grades.csv").read_text(encoding="utf-8")
    by_name = {result.student: result for result in results}
    return Class(course, records, by_name, content(course), table(results), text, content(quiet))
