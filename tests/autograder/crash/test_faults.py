"""Killed at each single step of writing: nothing is lost, nothing half, and it goes on."""

import gc
import json
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from autograder.batch import grade_class
from autograder.gradebook import Writer
from autograder.records import FOLDER, Record, read_record, write_record
from tests.autograder.broken.course import LAB, content
from tests.autograder.crash.conftest import CLASS, executions, left_over, records, verdicts

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # nbgrader and SQLAlchemy warn of themselves
    pytest.mark.usefixtures("unchanged"),
]
STEPS = (
    (os, "replace"),
    (os, "fsync"),
    (os, "rmdir"),
    (tempfile, "mkstemp"),
    (tempfile, "mkdtemp"),
    (shutil, "copyfile"),
    (Path, "write_bytes"),
    (Session, "flush"),
    (Session, "commit"),
)
FAST = 7  # every so many steps; the others are slow


def killed_at(step, action):
    """Run `action` in a process killed at a step, counted from 1; None lets it end.

    Every step is two instants, before and after.

    Returns:
        How many there were when it ended by itself, otherwise None.
    """
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        gc.disable()  # what TensorFlow left behind waits for threads that no fork has
        count = watch(step)
        action()
        os.write(into, b"%d" % count())
        os._exit(0)
    os.close(into)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = os.read(out, 100)
    os.close(out)
    assert status == (0 if step is None else -signal.SIGKILL)
    return int(told) if told else None


def watch(step):
    """Count the instants, and be killed at one of them."""
    passed = 0

    def instant():
        nonlocal passed
        passed += 1
        if passed == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(function):
        def call(*values, **options):
            instant()
            result = function(*values, **options)
            instant()
            return result

        return call

    for place, name in STEPS:
        setattr(place, name, watched(getattr(place, name)))
    return lambda: passed


@pytest.fixture
def recorded(course, undisturbed, monkeypatch):
    """The class when all have been run and none is in the gradebook; no one may be run again."""
    shutil.copytree(undisturbed.course / FOLDER, course / FOLDER)
    for path in (course / FOLDER / LAB).glob("*.json"):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"saved": ""}))
    monkeypatch.setattr("autograder.batch.kernels_for", lambda *_: None)
    monkeypatch.setattr("autograder.batch.run_notebook", None)
    return course


def save(course, student):
    """What the batch does with a record."""
    with Writer(course, LAB) as writer:
        writer.save(read_record(course, LAB, student))


def resume(course, undisturbed):
    """Run the batch and compare."""
    grade_class(course, LAB)
    assert content(course) == undisturbed.book
    assert verdicts(course) == undisturbed.verdicts
    assert executions(course) == executions(undisturbed.course)
    assert left_over(course) == []
    assert all(record["saved"] for record in records(course).values())
    assert {path.name for path in (course / "autograded").iterdir()} == set(CLASS)


@pytest.mark.parametrize("every", [FAST, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("before", ["new", "graded before"])
def test_is_no_step_of_saving_one_too_many(recorded, undisturbed, tmp_path, every, before):
    if before == "graded before":
        resume(recorded, undisturbed)
        path = recorded / FOLDER / LAB / "boris.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"saved": ""}))
    saved = shutil.copytree(recorded, tmp_path / "dry")
    steps = killed_at(None, lambda: save(saved, "boris"))
    assert steps >= 25
    for step in range(1, steps + 1, every):
        course = shutil.copytree(recorded, tmp_path / f"step-{step}")
        killed_at(step, lambda course=course: save(course, "boris"))
        resume(course, undisturbed)
        shutil.rmtree(course)


def test_is_a_record_the_old_one_or_the_new_one(tmp_path):
    old, new = Record("ada", LAB, "old", reason="x" * 99), Record("ada", LAB, "new")
    steps = killed_at(None, lambda: write_record(tmp_path, new))
    assert steps >= 6
    seen = []
    for step in range(1, steps + 1):
        write_record(tmp_path, old)
        killed_at(step, lambda: write_record(tmp_path, new))
        seen.append(read_record(tmp_path, LAB, "ada"))
    assert [record.key for record in seen] == ["old"] * (steps - 1) + ["new"]


def test_does_a_file_that_is_no_record_count_as_none(tmp_path):
    write_record(tmp_path, Record("ada", LAB, "key"))
    path = tmp_path / FOLDER / LAB / "ada.json"
    for text in (
        "",
        "{",
        "[]",
        '{"student": "ada"}',
        json.dumps({"student": "b", "lab": LAB, "key": ""}),
    ):
        path.write_text(text)
        assert read_record(tmp_path, LAB, "ada") is None
