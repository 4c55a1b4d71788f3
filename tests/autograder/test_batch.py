"""The batch decides what to run, goes on after anything, and says what is left."""

import os
import shutil

import nbformat
import pytest

from autograder import batch
from autograder.batch import grade_class
from autograder.records import FAILED, GRADED, MISSING, UNREADABLE, read_record
from autograder.stopping import StoppedError
from tests.autograder.broken.course import LAB, RIGHT, content, folder_of, hand_in, make_course

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader and SQLAlchemy warn of themselves


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("batch") / "course")


@pytest.fixture
def course(blank, tmp_path):
    copied = shutil.copytree(blank, tmp_path / "course")
    for student in ("ada", "boris"):
        hand_in(copied, student, RIGHT)
    return copied


@pytest.fixture(autouse=True)
def ran(monkeypatch):
    """Nothing is really run: all earn full marks. Returns who was."""
    seen = []

    def run(job, notebook, folder, name, record):
        seen.append(record.student)
        record.notebooks[name] = nbformat.writes(notebook)

    monkeypatch.setattr(batch, "kernels_for", lambda *_: None)
    monkeypatch.setattr(batch, "run_notebook", run)
    monkeypatch.setattr("autograder.job.code_digest", lambda: "unchanged")
    return seen


def statuses(records):
    return {record.student: record.status for record in records}


def test_is_only_run_what_is_new(course, ran):
    assert statuses(grade_class(course, LAB)) == {"ada": GRADED, "boris": GRADED}
    grade_class(course, LAB)
    assert sorted(ran) == ["ada", "boris"]
    hand_in(course, "boris", {})
    grade_class(course, LAB)
    assert ran[2:] == ["boris"]
    grade_class(course, LAB, students=["ada"], force=True)
    assert ran[3:] == ["ada"]


def test_does_a_resubmission_that_cannot_be_read_end_the_earlier_grade(course):
    grade_class(course, LAB)
    assert content(course)["ada"]["score"] == 5
    (folder_of(course, "ada") / f"{LAB}.ipynb").write_text("{")
    assert statuses(grade_class(course, LAB)) == {"ada": UNREADABLE, "boris": GRADED}
    assert content(course)["ada"][LAB]["momentum"] == (None, None, True, 0)
    assert content(course)["boris"]["score"] == 5


def test_does_who_is_gone_keep_the_grade(course):
    grade_class(course, LAB)
    before = content(course)
    shutil.rmtree(course / "submitted/ada")
    assert statuses(grade_class(course, LAB)) == {"boris": GRADED}
    assert content(course) == before
    assert read_record(course, LAB, "ada").status == GRADED


def test_is_what_failed_through_us_tried_again(course, ran, monkeypatch):
    run = batch.run_notebook

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(batch, "run_notebook", fail)
    records = grade_class(course, LAB)
    assert {(r.status, r.reason) for r in records} == {(FAILED, "OSError: disk full")}
    assert content(course)["ada"][LAB]["momentum"] == (None, None, True, 0)
    monkeypatch.setattr(batch, "run_notebook", run)
    assert statuses(grade_class(course, LAB)) == {"ada": GRADED, "boris": GRADED}


def test_does_one_that_cannot_be_saved_stop_nobody(course, monkeypatch):
    save = batch.Writer.save

    def fail_for_ada(self, record):
        if record.student == "ada" and record.notebooks:
            raise ValueError("a score of NaN")
        save(self, record)

    monkeypatch.setattr(batch.Writer, "save", fail_for_ada)
    assert statuses(grade_class(course, LAB)) == {"ada": FAILED, "boris": GRADED}
    assert read_record(course, LAB, "ada").reason == "ValueError: a score of NaN"


def test_is_a_gradebook_that_cannot_be_written_named_and_nothing_lost(course, ran, monkeypatch):
    def locked(*_):
        raise batch.SQLAlchemyError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(batch.Writer, "save", locked)
        with pytest.raises(RuntimeError, match="database is locked.*same command again"):
            grade_class(course, LAB, workers=1)
    done = list(ran)
    grade_class(course, LAB)
    assert sorted(ran) == ["ada", "boris"]
    assert done


def test_is_of_several_notebooks_graded_what_is_there(tmp_path):
    course = make_course(tmp_path / "course", (LAB, "two"))
    hand_in(course, "ada", RIGHT)
    record = grade_class(course, LAB)[0]
    assert (record.status, record.reason) == (MISSING, "two.ipynb is missing.")
    assert list(record.notebooks) == [LAB]
    found = content(course)["ada"]
    assert found[LAB]["momentum"] == (2, None, False, 2)
    assert found["two"]["momentum"] == (None, None, True, 0)
    folder = folder_of(course, "ada")
    shutil.copy(folder / f"{LAB}.ipynb", folder / "two.ipynb")
    assert statuses(grade_class(course, LAB)) == {"ada": GRADED}
    assert content(course)["ada"]["score"] == 10


def test_can_the_gradebook_be_elsewhere(course, tmp_path):
    shutil.copy(course / "gradebook.db", tmp_path / "other.db")
    other = f"sqlite:///{tmp_path / 'other.db'}"
    grade_class(course, LAB, db=other)
    assert set(content(course, other)) == {"ada", "boris"}
    assert content(course) == {}
    grade_class(course, LAB)
    assert content(course) == content(course, other)


def test_does_a_stopped_batch_say_what_is_left_and_go_on(course, ran, monkeypatch):
    class Asked(batch.Stop):
        def __enter__(self):
            self.asked.set()
            return self

    with monkeypatch.context() as patch:
        patch.setattr(batch, "Stop", Asked)
        with pytest.raises(StoppedError, match="0 of 2 submissions are done and saved, 2 are left"):
            grade_class(course, LAB)
    assert ran == []
    assert len(grade_class(course, LAB)) == 2


def test_is_a_name_that_is_no_text_refused_before_anything_is_done(course, ran):
    os.makedirs(os.fsencode(course / "submitted") + b"/\xff/" + LAB.encode())
    with pytest.raises(ValueError, match=r"must be UTF-8.*\\xff.*Rename"):
        grade_class(course, LAB)
    assert ran == []


def test_are_hidden_folders_nobody(course):
    shutil.copytree(course / "submitted/ada", course / "submitted/.trash")
    assert set(statuses(grade_class(course, LAB))) == {"ada", "boris"}


def test_are_wrong_arguments_refused(course):
    with pytest.raises(ValueError, match="workers=0"):
        grade_class(course, LAB, workers=0)
    with pytest.raises(ValueError, match="Nothing handed in for 'tiny' by: zoe"):
        grade_class(course, LAB, students=["ada", "zoe"])
    with pytest.raises(ValueError, match="generate_assignment other"):
        grade_class(course, "other")
