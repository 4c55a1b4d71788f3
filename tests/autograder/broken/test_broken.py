"""Whatever is handed in: the batch ends, each has its grade or a reason, no other grade changes."""

import csv
import io
import shutil

import pytest

from autograder.batch import grade_class
from autograder.course import Course
from autograder.records import GRADED
from tests.autograder.broken.conftest import NEIGHBOURS
from tests.autograder.broken.course import LAB, content
from tests.autograder.broken.kinds import KINDS

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader, SQLAlchemy and zmq warn of themselves
EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name[:30])


@pytest.fixture(scope="module")
def rows(graded):
    """The rows by student: the file may spell names so that no spreadsheet runs them."""
    found = list(csv.DictReader(io.StringIO(graded.csv, newline="")))
    return dict(zip(sorted(graded.results), found, strict=True))


def test_are_there_thirty_kinds_and_does_the_batch_see_them_all(graded):
    assert len({kind.name for kind in KINDS}) >= 60
    assert set(graded.records) == {kind.name for kind in KINDS} | set(NEIGHBOURS)


@EACH
def test_has_each_its_status_and_its_score(graded, kind):
    record, result = graded.records[kind.name], graded.results[kind.name]
    assert (record.status, result.score) == (kind.status, kind.score), record.reason
    assert kind.told in "; ".join([record.reason, *record.repairs])
    assert kind.told in "; ".join(result.notes)
    if kind.status == GRADED and not kind.told:
        assert record.repairs == []


@EACH
def test_is_each_in_the_csv_without_a_score_where_there_is_none(rows, kind):
    assert rows[kind.name]["score"] == ("" if kind.score is None else f"{kind.score:g}")
    if kind.score is None:
        assert rows[kind.name]["status"] == kind.status
        assert {rows[kind.name][item] for item in ("momentum", "rmsprop", "seven", "why")} <= {
            "",
            None,
        }


@EACH
def test_is_each_in_the_gradebook(graded, kind):
    grades = graded.book[kind.name][LAB]
    if kind.score is None:
        assert {grades[name] for name in ("momentum", "seven", "why")} == {(None, None, True, 0)}
        assert not (graded.course / "autograded" / kind.name / LAB).exists()
    else:
        earned = [grades[name][0] for name in ("momentum", "rmsprop", "seven")]
        assert sum(earned) == kind.score
        assert (graded.course / "autograded" / kind.name / LAB / f"{LAB}.ipynb").is_file()


@EACH
def test_does_the_table_show_each(graded, kind):
    start = kind.name.partition("\n")[0]
    lines = [line for line in graded.table.splitlines() if line.startswith(start)]
    if "\n" not in kind.name:
        assert any(line.rstrip().endswith((kind.status, "to be marked")) for line in lines)
    assert lines


def test_are_the_neighbours_grades_what_they_are_without_all_that(graded):
    assert {name: graded.book[name] for name in NEIGHBOURS} == graded.alone
    for name, score in NEIGHBOURS.items():
        assert graded.results[name].score == score
        assert graded.records[name].repairs == []


def test_is_nothing_run_again_the_next_time(graded):
    again = {record.student: record.seconds for record in grade_class(graded.course, LAB)}
    assert again == {name: record.seconds for name, record in graded.records.items()}


def test_does_nbgrader_come_to_the_same_scores(graded, blank, tmp_path, monkeypatch):
    """`nbgrader autograde`, into a gradebook of its own, for all that it can read."""
    names = [kind.name for kind in KINDS if kind.nbgrader]
    assert len(names) >= 20
    theirs = Course(graded.course, f"sqlite:///{tmp_path / 'theirs.db'}")
    theirs.directory.autograded_directory = str(tmp_path / "autograded")
    shutil.copy(blank / "gradebook.db", tmp_path / "theirs.db")
    monkeypatch.chdir(graded.course)
    failed = [name for name in names if not theirs.grade(LAB, name)]
    assert failed == []
    found = content(graded.course, theirs.directory.db_url)
    assert found == {name: graded.book[name] for name in names}
