"""The instructor's loop, end to end: `autograder rehearse` on the made-up class."""

import csv
import json
import os
import re

import nbformat
import pytest

from autograder.cells import read_check
from autograder.checks import checks_of
from autograder.feedback import PENDING
from autograder.rehearsal.students import RIGHT, STUDENTS, SYNTAX_ERROR, UNTOUCHED, Wrong
from autograder.rehearse import MARKER, prepare
from autograder.verdicts import VERDICT

CHECKS = checks_of("optimizers")
NAMES = [student.name for student in STUDENTS]
GRADED = [student for student in STUDENTS if not student.broken]


@pytest.fixture(scope="module")
def course(run, tmp_path_factory):
    """The finished class: its directory, and what was printed."""
    into = tmp_path_factory.mktemp("rehearsal") / "class"
    done = run("rehearse", "--into", into)
    assert done.returncode == 0, done.stderr
    return into, done


@pytest.fixture(scope="module")
def grades(course):
    with (course[0] / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def graded_cells(course, student):
    """The check cells of a graded notebook, with their verdicts, by check."""
    path = course[0] / "autograded" / student.name / "optimizers/optimizers.ipynb"
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        check = read_check(cell)
        if check:
            found[check.check] = cell, cell.outputs[0].data[VERDICT]
    return found


def test_do_twelve_students_cover_every_misconception_and_three_right_styles():
    assert len(STUDENTS) == 12
    right = [s for s in GRADED if all(s.does(check) == RIGHT for check in CHECKS)]
    assert len({s.style for s in right}) == 3
    for name, check in CHECKS.items():
        made = {s.does(name).number for s in GRADED if isinstance(s.does(name), Wrong)}
        assert made == set(range(len(check.misconceptions))), name


@pytest.mark.parametrize("student", GRADED, ids=lambda s: s.name)
def test_does_every_item_have_the_status_and_the_name_it_should(course, student):
    cells = graded_cells(course, student)
    assert set(cells) == set(CHECKS)
    for name, (_, verdict) in cells.items():
        work, points = student.does(name), CHECKS[name].points
        if isinstance(work, Wrong):
            assert verdict["mistake"] == CHECKS[name].misconceptions[work.number].name
            assert verdict["status"] == "failed"
            assert verdict["score"] < points
        else:
            expected = {RIGHT: "passed", UNTOUCHED: "not attempted", SYNTAX_ERROR: "error"}
            assert (verdict["status"], verdict["mistake"]) == (expected[work], "")
            assert verdict["score"] == (points if work == RIGHT else 0)


@pytest.mark.parametrize("student", GRADED, ids=lambda s: s.name)
def test_do_gradebook_notebook_and_csv_agree(course, grades, student):
    row = grades[student.name]
    for name, (cell, verdict) in graded_cells(course, student).items():
        assert float(row[cell.metadata.nbgrader.grade_id]) == verdict["score"], name
    assert row["fair_comparison"] == ("" if student.answers else "0")
    assert row["status"] == ("to be marked" if student.answers else "graded")


@pytest.mark.parametrize("student", GRADED, ids=lambda s: s.name)
def test_are_check_cells_as_released_and_free_of_hidden_values(course, student):
    released = nbformat.read(course[0] / "labs/optimizers/optimizers.ipynb", as_version=4)
    sources = {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in released.cells}
    for cell, _ in graded_cells(course, student).values():
        assert cell.source == sources[cell.metadata.nbgrader.grade_id]
        text = json.dumps(cell.outputs)
        assert not re.search(r"(yours|expected|target|difference) -?\d", text)
        assert not [o for o in cell.outputs if o.output_type == "stream"]


def test_does_output_on_stderr_cost_no_points(course, grades):
    assert [s.name for s in STUDENTS if s.noisy] == ["dora"]
    row = grades["dora"]
    assert (row["convert_momentum"], row["adamw_step"], row["beat_target"]) == ("2", "3", "2")


def test_is_a_broken_file_named_and_not_a_zero(course, grades):
    row = grades["lena"]
    assert row["status"] == "unreadable file"
    assert row["score"] == row["points"] == row["adam_step"] == ""
    assert "unreadable file" in course[1].stdout


def test_is_the_table_printed_with_every_student_and_misconception(course):
    printed = course[1].stdout
    for name in NAMES:
        assert f"\n{name} " in printed
    for check in CHECKS.values():
        for wrong in check.misconceptions:
            assert wrong.name in printed
    assert "make formgrader" in printed
    assert "18/22" in printed


def test_is_nothing_said_on_stderr(course):
    assert course[1].stderr == ""


def test_is_there_feedback_with_cards_for_every_graded_student(course):
    for student in GRADED:
        page = course[0] / "feedback" / student.name / "optimizers/optimizers.html"
        text = page.read_text(encoding="utf-8")
        assert "One step of Adam" in text
        wrong = any(isinstance(student.does(check), Wrong) for check in CHECKS)
        assert ("Looks like:" in text) == wrong


def test_does_the_rubric_reach_the_grader_and_not_the_student(course):
    graded = course[0] / "autograded/ada/optimizers/optimizers.ipynb"
    assert "half a point" in graded.read_text(encoding="utf-8")
    released = course[0] / "labs/optimizers/optimizers.ipynb"
    assert "half a point" not in released.read_text(encoding="utf-8")


def test_is_a_student_whose_file_is_broken_told_so_and_what_to_do(course):
    page = (course[0] / "feedback/lena/optimizers/optimizers.html").read_text(encoding="utf-8")
    assert "not a grade of 0" in page
    assert "unreadable file" in page
    assert "hand that file in again" in page


def test_is_the_secret_private(course):
    path = course[0] / ".autograder-secret"
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list((course[0] / "exchange").rglob("*secret"))
    assert not list((course[0] / "labs").rglob("*secret"))


def test_is_a_class_of_ours_replaced(tmp_path):
    (tmp_path / "class").mkdir()
    prepare(tmp_path / "class")
    (tmp_path / "class/old").mkdir()
    (tmp_path / "class/old/file").write_text("old")
    assert [p.name for p in prepare(tmp_path / "class").iterdir()] == [MARKER]


def test_is_a_directory_of_someone_else_left_alone(run, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    done = run("rehearse", "--into", tmp_path)
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_is_a_place_that_cannot_be_written_told(run, tmp_path):
    (tmp_path / "file").write_text("")
    places = [tmp_path / "file" / "class"]
    if os.getuid() != 0:  # nothing is read-only for root
        (tmp_path / "closed").mkdir(mode=0o500)
        places.append(tmp_path / "closed" / "class")
    for place in places:
        done = run("rehearse", "--into", place)
        assert done.returncode == 1
        assert "Cannot write the class into" in done.stderr
        assert "--into" in done.stderr
        assert "Traceback" not in done.stderr


def test_do_students_have_names_in_formgrader(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course[0] / 'gradebook.db'}") as gradebook:
        names = [(s.id, s.first_name, s.last_name) for s in gradebook.students]
    assert sorted(names) == [(name, name.title(), "Demo") for name in sorted(NAMES)]


def feedback(course, student):
    return (course[0] / f"feedback/{student}/optimizers/optimizers.html").read_text()


def test_does_feedback_say_what_is_still_to_be_marked_and_hide_its_rubric(course):
    pending = feedback(course, "ada")
    assert PENDING in pending
    assert "Remedy:" not in pending
    marked = feedback(course, "karl")  # nothing written: nothing to be marked
    assert PENDING not in marked
    assert "Remedy:" in marked
