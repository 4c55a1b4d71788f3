"""One writer: what a record says is in the gradebook and in `autograded/`, by nbgrader's rules."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_output
from nbgrader.api import Gradebook

from autograder.gradebook import Writer
from autograder.reading import parse
from autograder.records import UNREADABLE, Record, read_record
from autograder.restore import restore
from tests.autograder.broken.course import LAB, RIGHT, content, hand_in, make_course

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader and SQLAlchemy warn of themselves
PENALTY = """
from nbgrader.plugins import BasePlugin

class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2 + {more}

c = get_config()
c.AssignLatePenalties.plugin_class = Half
"""


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("gradebook") / "course")


@pytest.fixture
def course(blank, tmp_path):
    copied = shutil.copytree(blank, tmp_path / "course")
    hand_in(copied, "ada", RIGHT)
    return copied


def record(course, *, wrong=(), student="ada"):
    """A graded record; no output means full marks."""
    with Writer(course, LAB) as writer:
        data = (course / "submitted" / student / LAB / f"{LAB}.ipynb").read_bytes()
        notebook = restore(parse(data), writer.sources[0].cells).notebook
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") in wrong:
            cell.outputs = [new_output("error", ename="E", evalue="", traceback=[])]
    return Record(student, LAB, "key", notebooks={LAB: nbformat.writes(notebook)})


def save(course, *records, db=None):
    with Writer(course, LAB, db) as writer:
        for each in records:
            writer.save(each)
            assert writer.has(each)


def test_are_scores_comments_and_files_written(course):
    save(course, record(course, wrong=("seven",)))
    grades = content(course)["ada"][LAB]
    assert grades["momentum"] == (2, None, False, 2)
    assert grades["seven"] == (0, None, False, 0)
    assert grades["why"] == (None, None, True, 0)
    folder = course / "autograded/ada" / LAB
    assert (folder / f"{LAB}.ipynb").stat().st_mode & 0o777 == 0o444
    assert [path.name for path in folder.parent.iterdir()] == [LAB]


def test_is_an_untouched_answer_worth_nothing_and_marked_so(course):
    hand_in(course, "ada", {})
    save(course, record(course))
    grades = content(course)["ada"][LAB]
    assert grades["why"] == (0, None, False, 0)
    assert grades["why says"] == ("No response.", None)


def test_do_earlier_scores_go_when_a_new_submission_cannot_be_read(course):
    save(course, record(course))
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.find_grade("why", LAB, LAB, "ada").manual_score = 3
        book.db.commit()
    assert content(course)["ada"]["score"] == 8
    save(course, Record("ada", LAB, "new", UNREADABLE, "It is empty."))
    grades = content(course)["ada"][LAB]
    assert grades["momentum"] == (None, None, True, 0)
    assert grades["why"] == (None, 3, True, 3)  # a person's score is a person's to take back
    assert not (course / "autograded/ada" / LAB).exists()
    save(course, record(course))
    assert content(course)["ada"][LAB]["momentum"] == (2, None, False, 2)
    assert (course / "autograded/ada" / LAB).is_dir()


def test_does_a_record_know_which_gradebook_has_it(course, tmp_path):
    shutil.copy(course / "gradebook.db", tmp_path / "other.db")
    other = f"sqlite:///{tmp_path / 'other.db'}"
    one = record(course)
    save(course, one)
    with Writer(course, LAB, other) as writer:
        assert not writer.has(one)
    save(course, one, db=other)
    assert content(course, other) == content(course)
    with Writer(course, LAB) as writer:
        assert not writer.has(one)


@pytest.mark.parametrize(("more", "penalty"), [(0, 2.5), (100, 5), (-100, 0)])
def test_is_the_courses_own_rule_for_late_work_kept(course, more, penalty):
    """The rule is given the score of this submission, within the same transaction."""
    (course / "nbgrader_config.py").write_text(PENALTY.format(more=more))
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "deeptuning") as book:
        book.update_or_create_assignment(LAB, duedate="2026-11-01 10:00:00 UTC")
    stamp = course / "submitted/ada" / LAB / "timestamp.txt"
    stamp.write_text("2026-11-01 10:00:01 UTC")
    save(course, record(course))
    assert content(course)["ada"][LAB]["penalty"] == penalty
    stamp.write_text("2026-11-01 09:59:59 UTC")
    save(course, record(course))
    assert content(course)["ada"][LAB]["penalty"] is None


@pytest.mark.parametrize(
    "text", ["", "yesterday", "\0", "x" * 300, "0001-01-01 00:00:00 +9999", b"\xff"]
)
def test_does_a_timestamp_that_is_none_count_as_none(course, text):
    path = course / "submitted/ada" / LAB / "timestamp.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    save(course, record(course))
    assert content(course)["ada"]["timestamp"] == "None"


def test_does_half_a_letter_in_an_output_stop_nobody(course):
    one = record(course)
    notebook = nbformat.reads(one.notebooks[LAB], as_version=4)
    notebook.cells[1].outputs = [new_output("stream", name="stdout", text="half \ud800 a letter")]
    one.notebooks[LAB] = nbformat.writes(notebook)
    save(course, one)
    assert "half ? a letter" in (course / "autograded/ada" / LAB / f"{LAB}.ipynb").read_text()
    assert read_record(course, LAB, "ada").saved


def test_stays_the_gradebook_as_it_was_when_saving_fails(course, monkeypatch):
    save(course, record(course))
    before = content(course)

    def fail(*_):
        raise ValueError("no such penalty")

    monkeypatch.setattr("autograder.gradebook._Penalty.save", fail)
    with pytest.raises(ValueError, match="no such penalty"):
        save(course, record(course, wrong=("seven", "momentum")))
    assert content(course) == before
