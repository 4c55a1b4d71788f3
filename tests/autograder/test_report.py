"""Does the report tell what the gradebook holds, and is it harmless to open?"""

import os
import sqlite3
import sys
from datetime import datetime

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.cleaning import FORGED
from autograder.records import Record, write_record
from autograder.report import write_report
from autograder.report.histogram import counts
from autograder.report.items import CHECK, CLASSIC, PERSON, item_kinds
from autograder.report.numbers import correlation, summarise
from autograder.report.page import page
from autograder.results import Item, Result
from autograder.verdicts import outputs
from deeptuning.checks.verdict import CaseVerdict, Verdict
from tests.autograder import hostile

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader and SQLAlchemy warn of themselves

CHECKED = 'check("optimizers/adam_step", adam_step)'
SCORES = {"ada": (4, 2), "boris": (3, 0), "chen": (0, 0), "dora": (1, 2), "emil": (2, 0.5)}
HALF = (CaseVerdict("a", "passed"), CaseVerdict("b", "failed"))


def marked(source, name, **marks):
    told = {"grade_id": name, "grade": True, "solution": False, "points": 4, "locked": True}
    return new_code_cell(source, metadata={"nbgrader": told | {"schema_version": 3} | marks})


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Six students: five with scores, one whose file cannot be read."""
    monkeypatch.setenv("PATH", f"{sys.prefix}/bin", prepend=os.pathsep)  # for alembic
    check, classic = marked(CHECKED, "adam"), marked("assert f()", "test_f")
    written = marked("say", "why", solution=True)
    source = tmp_path / "solutions/lab/page.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[check, classic, written]), source)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        book.add_assignment("lab")
        book.add_notebook("page", "lab")
        for name, points in (("adam", 4), ("test_f", 2), ("why", 3)):
            book.add_grade_cell(name, "page", "lab", max_score=points, cell_type="code")
        for student in [*SCORES, "lena"]:
            book.add_student(student)
            book.add_submission("lab", student)
            for name, score in zip(("adam", "test_f"), SCORES.get(student, ()), strict=False):
                grade = book.find_grade(name, "page", "lab", student)
                grade.auto_score, grade.needs_manual_grade = score, False
            grade = book.find_grade("why", "page", "lab", student)
            grade.needs_manual_grade = True
        book.db.commit()
    for number, (student, (score, _)) in enumerate(SCORES.items()):
        mistake = "no root" if student in ("boris", "emil") else ""
        status = "passed" if score == 4 else "failed"
        verdict = Verdict("t/f", "T", status, HALF, mistake, "Mind the root.")
        check.outputs = outputs(verdict, 4)
        path = tmp_path / "autograded" / student / "lab/page.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=[check, classic]), path)
        record = Record(student, "lab", "key", seconds=number + 1.5)
        record.verdicts["adam"] = verdict.to_json()
        write_record(tmp_path, record)
    write_record(tmp_path, Record("lena", "lab", "key", "unreadable file", "It is empty."))
    return tmp_path


def tables(path):
    """The rows of every table of a page, by the heading above it."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return {
        section.h2.text: [
            [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
            for row in section.find_all("tr")[1:]
        ]
        for section in soup.find_all("section")
    }


def test_do_difficulty_and_discrimination_match_the_gradebook_s_own_tables(course):
    items = {row[0].split()[0]: row for row in tables(write_report(course, "lab"))["Items"]}
    with sqlite3.connect(course / "gradebook.db") as database:
        asked = (
            "SELECT auto_score FROM grade JOIN base_cell ON base_cell.id = cell_id "
            "WHERE name = ? AND auto_score IS NOT NULL ORDER BY grade.notebook_id"
        )
        adam = np.array(database.execute(asked, ["adam"]).fetchall())[:, 0]
        test = np.array(database.execute(asked, ["test_f"]).fetchall())[:, 0]
    assert len(adam) == len(test) == 5
    expected = np.corrcoef(adam, test)[0, 1]
    assert items["adam"][1:4] == ["4", f"{100 * adam.mean() / 4:.0f} %", f"{expected:.2f}"]
    assert items["test_f"][1:4] == ["2", f"{100 * test.mean() / 2:.0f} %", f"{expected:.2f}"]
    assert items["why"][1:4] == ["3", "–", "–"]
    assert "classic test cell, less protected" in items["test_f"][0]
    assert "hidden check" in items["adam"][0]
    assert items["adam"][4] == "✓ 1 ✗ 4"
    assert items["why"][4] == "… 5"


def test_are_totals_reasons_mistakes_and_times_told(course):
    path = write_report(course, "lab")
    found, text = tables(path), path.read_text(encoding="utf-8")
    assert found["Could not be graded"] == [["lena", "unreadable file", "It is empty."]]
    assert found["Misconceptions"] == [["2", "adam", "no root boris, emil", "Mind the root."]]
    assert ["ada", "6 / 9", "to be marked", "1.5 s"] in found["Students"]
    assert ["lena", "–", "unreadable file", "0.0 s"] in found["Students"]
    tiles = [t.b.text.split()[0] for t in BeautifulSoup(text, "html.parser").select(".tile")]
    assert tiles == ["6", "0", "5", "1", "3", "2.9"]  # of 6, 3, 0, 3 and 2.5 points
    assert 'aria-label="Number of students by points. 0 to 0.9: 1; 1.8 to 2.7: 1;' in text


def test_is_the_report_one_file_without_anything_to_load_or_run(course):
    soup = BeautifulSoup(write_report(course, "lab").read_text(), "html.parser")
    assert not soup.find_all(["script", "link", "iframe", "img", "object"])
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert all(picture.get("aria-label") for picture in soup.find_all(role="img"))


def test_does_the_command_write_where_it_is_told(course, run):
    done = run("report", "lab", "--course", course, "--to", course / "x.html")
    assert done.returncode == 0, done.stderr
    assert "How the class did" in (course / "x.html").read_text()


def test_is_it_said_when_there_is_nothing_to_report(course, tmp_path):
    with pytest.raises(ValueError, match="autograder grade other"):
        write_report(course, "other")
    with pytest.raises(ValueError, match="--course"):
        write_report(tmp_path / "solutions", "lab")


def test_does_nothing_of_a_student_s_become_part_of_the_page():
    bad = hostile.MARKUP
    item = Item(bad, 1, 0, "failed", bad)
    record = Record(bad, "lab", "key", repairs=[bad, f"{bad}: {FORGED}"], faults={bad: bad})
    record.verdicts[bad] = {"hint": bad}
    results = [Result(bad, "lab", "graded", (item,)), Result("x", "lab", bad, (), (bad,))]
    numbers = summarise(results, {bad: record}, {})
    soup = BeautifulSoup(page(bad, numbers, datetime.now()), "html.parser")
    assert not soup.find_all(["script", "img", "iframe", "base", "form", "a", "object", "link"])
    assert [e.name for e in soup.find_all(True) if any(a.startswith("on") for a in e.attrs)] == []
    assert len(soup.find_all("svg")) == 1
    assert "<script>" in soup.text


@pytest.mark.parametrize(
    ("scores", "others"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [2, 2, 2])]
)
def test_is_a_correlation_that_is_not_defined_left_open(scores, others):
    assert correlation(scores, others) is None


def test_are_all_scores_in_the_histogram_as_numpy_counts_them():
    scores = np.random.default_rng(0).integers(0, 41, 200) / 2
    expected, _ = np.histogram(scores, bins=10, range=(0, 20))
    assert counts(list(scores), 20) == list(expected)


def test_are_signals_told_apart_from_repairs(course):
    record = Record("ada", "lab", "key")
    record.repairs = ["f: missing, put back", "g: changed, put right", f"cell 2: {FORGED}"]
    numbers = summarise([Result("ada", "lab", "graded")], {"ada": record}, {})
    assert [note for _, note in numbers.repairs] == record.repairs[:1]
    assert [note for _, note in numbers.signals] == record.repairs[1:]


def test_are_the_kinds_of_items_read_from_the_source(course):
    kinds = item_kinds(course / "solutions/lab")
    assert kinds == {"adam": CHECK, "test_f": CLASSIC, "why": PERSON}
