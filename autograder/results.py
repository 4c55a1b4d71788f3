"""Read a graded class back: verdicts from the notebooks, scores from the gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.records import FAILED, GRADED, MISSING, UNREADABLE, read_record
from autograder.verdicts import VERDICT

TO_BE_MARKED = "to be marked"


@dataclass(frozen=True)
class Item:
    """One graded item of one student; `score` is None until a person has marked it."""

    name: str
    points: float
    score: float | None
    status: str
    mistake: str = ""


@dataclass(frozen=True)
class Result:
    """One student's lab; without items when it could not be graded, which is not a score of 0.

    `notes` tell what stopped a cell and what was put right before anything ran.
    """

    student: str
    lab: str
    status: str
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float | None = None

    @property
    def score(self) -> float | None:
        """The points so far; None when the lab could not be graded."""
        return sum(item.score or 0.0 for item in self.items) if self.items else None

    @property
    def points(self) -> float:
        """What could be earned."""
        return sum(item.points for item in self.items)


def read_results(course: CourseDirectory, lab: str) -> list[Result]:
    """Return one result per submission of a lab, sorted by student."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        submissions = gradebook.assignment_submissions(lab)
        results = [_read(course, submission) for submission in submissions]
    return sorted(results, key=lambda result: result.student)


def _read(course: CourseDirectory, submission: object) -> Result:
    student, lab = submission.student_id, submission.assignment.name
    graded = Path(course.format_path(course.autograded_directory, student, lab))
    handed_in = Path(course.format_path(course.submitted_directory, student, lab))
    record = read_record(Path(course.root), lab, student)
    if record is not None and record.status != GRADED:
        return Result(student, lab, record.status, (), (record.reason,), record.seconds)
    if not graded.is_dir():
        return Result(student, lab, _reason(handed_in, [n.name for n in submission.notebooks]))
    items = []
    for notebook in submission.notebooks:
        verdicts = _verdicts(graded / f"{notebook.name}.ipynb")
        items += [_item(grade, verdicts.get(grade.name)) for grade in notebook.grades]
    status = TO_BE_MARKED if any(item.score is None for item in items) else GRADED
    if record is None:
        return Result(student, lab, status, tuple(items))
    notes = [f"{name}: {fault}" for name, fault in record.faults.items()] + record.repairs
    return Result(student, lab, status, tuple(items), tuple(notes), record.seconds)


def _reason(folder: Path, names: list[str]) -> str:
    for name in names:
        path = folder / f"{name}.ipynb"
        if not path.exists():
            return MISSING
        try:
            nbformat.read(path, as_version=4)
        except Exception:  # whatever is wrong with it, it cannot be read
            return UNREADABLE
    return FAILED


def _verdicts(path: Path) -> dict[str, dict]:
    """Return the verdict in each graded cell, by grade id."""
    verdicts = {}
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if VERDICT in output.get("data", {}):
                verdicts[cell.metadata["nbgrader"]["grade_id"]] = output["data"][VERDICT]
    return verdicts


def _item(grade: object, verdict: dict | None) -> Item:
    if verdict is not None:
        told = verdict["status"], verdict["mistake"]
        return Item(grade.name, grade.max_score, grade.score, *told)
    if grade.needs_manual_grade:
        return Item(grade.name, grade.max_score, None, TO_BE_MARKED)
    untouched = grade.manual_score is None and not grade.auto_score
    status = "not attempted" if untouched else "marked"
    return Item(grade.name, grade.max_score, grade.score, status)
