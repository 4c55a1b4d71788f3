"""The one writer: what a class has earned, into nbgrader's gradebook and `autograded/`."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

from autograder.configure import course_config
from autograder.records import FOLDER, Record, address_of, new_name, sweep, write_record
from autograder.sandbox.server import copy_files
from autograder.source import read_source


class _Scores(SaveAutoGrades):
    """nbgrader's rules for scores and comments, on a gradebook that stays open."""

    def save(
        self, gradebook: Gradebook, notebook: object, name: str, lab: str, student: str
    ) -> None:
        self.gradebook, self.notebook_id = gradebook, name
        self.assignment_id, self.student_id = lab, student
        for index, cell in enumerate(notebook.cells):
            self.preprocess_cell(cell, {}, index)


class _Penalty(AssignLatePenalties):
    """nbgrader's rule for late submissions, likewise."""

    def save(self, gradebook: Gradebook, name: str, lab: str, student: str) -> None:
        self.init_plugin()
        gradebook.db.expire_all()  # or the score would be the one before
        late = gradebook.find_submission(lab, student).total_seconds_late
        notebook = gradebook.find_submission_notebook(name, lab, student)
        notebook.late_submission_penalty = None
        if late > 0:
            penalty = self.plugin_inst.late_submission_penalty(student, notebook.score, late)
            if penalty is not None:
                notebook.late_submission_penalty = self._check_late_penalty(notebook, penalty)


class Writer:
    """Keeps the gradebook open for a batch. Use as a context manager.

    Args:
        course: the course's directory.
        lab: the lab.
        db: the gradebook's address; None for nbgrader's own choice.
    """

    def __init__(self, course: Path, lab: str, db: str | None = None) -> None:
        config = course_config(course)
        self._coursedir = CourseDirectory(config=config)
        self._scores, self._penalty = _Scores(config=config), _Penalty(config=config)
        self.course, self.lab = course, lab
        self._db = db or self._coursedir.db_url
        if self._db.startswith("sqlite:///") and "?" not in self._db:
            self._db += "?timeout=60"  # wait for others who hold it
        self._address = address_of(self._db)

    def __enter__(self) -> Writer:
        self._gradebook = Gradebook(self._db, self._coursedir.course_id)
        try:
            folder = self.course / "solutions" / self.lab
            self.sources = read_source(self._gradebook, folder, self.lab)
        except BaseException:
            self._gradebook.close()
            raise
        rows = self._gradebook.assignment_submissions(self.lab)
        self._known = {row.student_id for row in rows}
        self._sweep()
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def has(self, record: Record) -> bool:
        """Whether this gradebook holds what a record says."""
        return record.saved == self._address and record.student in self._known

    def save(self, record: Record) -> None:
        """Write one outcome: the executed notebooks, the scores, and that both are there.

        What could not be graded loses the scores of an earlier submission: they say nothing of
        this one. It then waits for a person (nbgrader's "needs manual grade") and has no score;
        manual scores and comments stay, as they do in nbgrader.
        """
        book, lab, student = self._gradebook, self.lab, record.student
        handed_in = self.course / "submitted" / student / lab
        self._write_files(record, handed_in)
        timestamp = _timestamp(handed_in)
        try:
            # nbgrader commits after every cell; here a submission is one transaction.
            with _one_commit(book):
                book.update_or_create_student(student)
                when = {"timestamp": timestamp} if timestamp else {}
                book.update_or_create_submission(lab, student, **when)
                for name in (source.name for source in self.sources):
                    if name not in record.notebooks:
                        _forget(book.find_submission_notebook(name, lab, student))
                        continue
                    notebook = nbformat.reads(record.notebooks[name], as_version=4)
                    self._scores.save(book, notebook, name, lab, student)
                    self._penalty.save(book, name, lab, student)
        except BaseException:
            book.db.rollback()
            raise
        self._known.add(student)
        record.saved = self._address
        write_record(self.course, record)

    def _write_files(self, record: Record, handed_in: Path) -> None:
        """Replace `autograded/STUDENT/LAB` as a whole; nothing is there without a graded notebook.

        Formgrader then shows the lab as not graded, instead of an earlier submission.
        """
        graded = self.course / "autograded" / record.student / self.lab
        if not (record.notebooks or graded.exists()):
            return
        graded.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=graded.parent, prefix=new_name()))
        old = Path(tempfile.mkdtemp(dir=graded.parent, prefix=new_name(".old-")))
        try:
            if record.notebooks:
                self._fill(fresh, record, handed_in)
            if graded.exists():
                os.replace(graded, old / "lab")
            if record.notebooks:
                os.replace(fresh, graded)
        finally:
            for left in (fresh, old):
                shutil.rmtree(left, ignore_errors=True)

    def _fill(self, folder: Path, record: Record, handed_in: Path) -> None:
        copy_files(handed_in, folder, "*.ipynb")
        copy_files(self.course / "solutions" / self.lab, folder, "*.ipynb")
        for name, text in record.notebooks.items():
            # What was shown may hold halves of letters, which no file can.
            (folder / f"{name}.ipynb").write_bytes(text.encode("utf-8", "replace"))
        for path in folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o444)
        folder.chmod(0o755)

    def _sweep(self) -> None:
        """Delete what killed batches have left."""
        sweep(self.course / FOLDER / self.lab)
        for folder in (self.course / "autograded").glob("*/"):
            sweep(folder)
        sweep(Path(tempfile.gettempdir()), "autograder-*")


def _forget(notebook: object) -> None:
    """Take the scores of an earlier submission out of the gradebook."""
    notebook.late_submission_penalty = None
    for grade in notebook.grades:
        grade.auto_score, grade.needs_manual_grade = None, True


@contextlib.contextmanager
def _one_commit(book: Gradebook):
    """Let commits wait until the end."""
    session = book.db
    commit = session.commit
    session.commit = session.flush
    try:
        yield
    finally:
        session.commit = commit
    commit()


def _timestamp(folder: Path) -> object:
    path = folder / "timestamp.txt"
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 200:
        return None
    text = path.read_text(errors="replace").strip()
    with contextlib.suppress(Exception):  # a student may have written it
        return utils.parse_utc(text)
    return None
