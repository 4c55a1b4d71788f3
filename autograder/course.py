"""One course directory and nbgrader's commands on it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log, temp_attrs

from autograder.configure import course_config
from autograder.export import GradesCsv
from autograder.needs import need_nbgrader


class Course:
    """nbgrader, set up for a course directory.

    Args:
        root: the directory.
        db: the gradebook's address; by default `gradebook.db` there.
    """

    def __init__(self, root: Path, db: str | None = None) -> None:
        need_nbgrader()
        self.root = root
        config = course_config(root)
        if db is not None:
            config.CourseDirectory.db_url = db
        self._api = NbGraderAPI(config=config)

    @property
    def directory(self) -> CourseDirectory:
        """nbgrader's view of the directory."""
        return self._api.coursedir

    def release(self, lab: str) -> None:
        """Make the students' edition and put it into the exchange."""
        with _quiet():
            _done(self._api.generate_assignment(lab))
            _done(self._api.release_assignment(lab))

    def released(self, lab: str) -> NotebookNode:
        """Return the students' edition."""
        return nbformat.read(self.root / "labs" / lab / f"{lab}.ipynb", as_version=4)

    def enrol(self, student: str, first_name: str, last_name: str) -> None:
        """Give a student a name in the gradebook, which Formgrader shows."""
        with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            gradebook.update_or_create_student(student, first_name=first_name, last_name=last_name)

    def submit(self, lab: str, student: str, text: str) -> None:
        """Submit a notebook file as a student."""
        folder = self.root / "students" / student / lab
        folder.mkdir(parents=True)
        (folder / f"{lab}.ipynb").write_text(text, encoding="utf-8")
        with temp_attrs(self.directory, assignment_id=lab, student_id=student):
            app = self._api.exchange.Submit(
                coursedir=self.directory,
                authenticator=self._api.authenticator,
                parent=self._api,
            )
            app.assignment_dir = str(folder.parent)
            with _quiet():
                _done(capture_log(app))

    def collect(self, lab: str) -> None:
        """Collect all submissions."""
        with _quiet():
            _done(self._api.collect(lab))

    def grade(self, lab: str, student: str) -> bool:
        """Autograde one submission; False when it could not be."""
        with _quiet():
            return self._api.autograde(lab, student)["success"]

    def feedback(self, lab: str, student: str) -> bool:
        """Write the feedback for one student; False when nothing was graded."""
        with _quiet():
            return self._api.generate_feedback(lab, student)["success"]

    def export(self, path: Path) -> None:
        """Write all grades to a CSV file."""
        exporter = GradesCsv(parent=self._api)
        exporter.to = str(path)
        with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            exporter.export(gradebook)


@contextmanager
def _quiet() -> Iterator[None]:
    """Hide the warnings of nbgrader and SQLAlchemy about themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _done(result: dict) -> None:
    if not result["success"]:
        raise RuntimeError(result.get("log") or result["error"])
