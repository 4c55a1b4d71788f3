"""Do the files for spreadsheets and learning platforms say what the gradebook says, harmlessly?"""

import csv
import os
import sys

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Configurable

from autograder import export
from autograder.export import GradesCsv, harmless, write_csv
from autograder.export_canvas import CanvasCsv
from autograder.export_moodle import MoodleCsv
from autograder.results import Item, Result

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader and SQLAlchemy warn of themselves

FORMULA = '=HYPERLINK("http://evil.org","ada")'
RESULTS = [
    Result("ada", "lab", "graded", (Item("f", 2, 1.5, "failed", "@SUM(A1)"), Item("g", 3, 3, "x"))),
    Result("boris", "lab", "to be marked", (Item("f", 2, 2, "passed"), Item("g", 3, None, "x"))),
    Result("late", "lab", "graded", (Item("f", 2, 2, "passed"), Item("g", 3, 0, "x"))),
    Result("lena", "lab", "unreadable file", (), ("It is no JSON.",)),
    Result(FORMULA, "lab", "graded", (Item("f", 2, 0, "failed"), Item("g", 3, 0, "x"))),
]


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    """A class in nbgrader's own gradebook; its results as the table above has them."""
    monkeypatch.setenv("PATH", f"{sys.prefix}/bin", prepend=os.pathsep)  # for alembic
    monkeypatch.setattr(export, "read_results", lambda coursedir, lab: RESULTS)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        book.add_assignment("lab")
        book.add_notebook("page", "lab")
        for name, points in (("f", 2), ("g", 3)):
            book.add_grade_cell(name, "page", "lab", max_score=points, cell_type="code")
        for result in RESULTS:
            book.add_student(result.student, first_name="", last_name="")
            book.add_submission("lab", result.student)
        book.update_or_create_student("ada", first_name="+Ada", last_name="L", email="a@b.org")
        late = book.find_submission_notebook("page", "lab", "late")
        late.late_submission_penalty = 0.5
        book.db.commit()
        yield book


class Parent(Configurable):
    """What an exporter asks of the application that runs it."""

    coursedir = None


def rows(plugin, gradebook, path):
    exporter = plugin(parent=Parent())
    exporter.to = str(path)
    exporter.export(gradebook)
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_does_canvas_get_its_columns_points_and_blanks(gradebook, tmp_path):
    head, points, *students = rows(CanvasCsv, gradebook, tmp_path / "c.csv")
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "lab"]
    assert points == ["    Points Possible", "", "", "", "", "5"]
    assert {row[3]: row[5] for row in students} == {
        "ada": "4.5",
        "boris": "",
        "late": "1.5",
        "lena": "",
        f"'{FORMULA}": "0",
    }
    assert students[1][0] == "L, +Ada"


def test_does_moodle_get_names_addresses_reasons_and_blanks(gradebook, tmp_path):
    head, *students = rows(MoodleCsv, gradebook, tmp_path / "m.csv")
    assert head[:4] == ["Username", "First name", "Last name", "Email address"]
    told = {row[0]: row[1:] for row in students}
    assert told["ada"] == ["'+Ada", "L", "a@b.org", "4.5", "graded; f: @SUM(A1)"]
    assert told["lena"] == ["", "", "", "", "unreadable file"]
    assert told["boris"][3:] == ["", "to be marked"]
    assert told["late"][3] == "1.5"


def test_does_our_own_table_have_blanks_where_there_is_no_score(gradebook, tmp_path):
    head, *students = rows(GradesCsv, gradebook, tmp_path / "g.csv")
    table = {row[1]: dict(zip(head, row, strict=True)) for row in students}
    assert (table["lena"]["score"], table["lena"]["f"], table["lena"]["points"]) == ("", "", "")
    assert (table["boris"]["score"], table["boris"]["g"]) == ("2", "")
    assert (table["ada"]["f"], table["ada"]["misconceptions"]) == ("1.5", "f: @SUM(A1)")


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "\n@", " =", "|", "%", "＝", "\0="]
)
def test_is_no_cell_a_formula(start, tmp_path):
    text = f"{start}cmd|' /C calc'!A0"
    assert harmless(text).startswith("'")
    write_csv([Result(text, text, text, (Item(text, 1, 1, "x", text),))], tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            assert not [c for c in row if c.lstrip()[:1] in tuple("=+-@|%＝") if c]


@pytest.mark.parametrize("text", ["ada", "-2.5", "3", "+1", "a=b", "", "ada-l"])
def test_does_harmless_text_stay_as_it_is(text):
    assert harmless(text) == text
