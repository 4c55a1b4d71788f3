"""A course that is made in seconds: a tiny lab with two checks, a classic test and a question."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.course import Course

LAB = "tiny"
FULL = 5.0  # what the right answers earn without the question, which a person marks
MOMENTUM = """def convert_momentum(learning_rate, momentum, source, target):
    rate = learning_rate * (1 - momentum) if source == "average" else learning_rate
    return rate / (1 - momentum) if target == "average" else rate"""
RMSPROP = """def rmsprop_step(theta, g, s, learning_rate, rho, eps, eps_inside):
    s = rho * s + (1 - rho) * g**2
    root = (s + eps) ** 0.5 if eps_inside else s**0.5 + eps
    return theta - learning_rate * g / root, s"""
RIGHT = {
    "momentum_code": MOMENTUM,
    "rmsprop_code": RMSPROP,
    "seven_code": "seven = 7",
    "why": "Because each needs a rate of its own.",
}
STUB = "### BEGIN SOLUTION\n{}\n### END SOLUTION"


def make_course(folder: Path, labs: tuple[str, ...] = (LAB,)) -> Path:
    """Write and release a lab; each of `labs` is one notebook of it."""
    source = folder / "solutions" / LAB
    source.mkdir(parents=True)
    for name in labs:
        nbformat.write(_source(), source / f"{name}.ipynb")
    Course(folder).release(LAB)
    return folder


def right(course: Path) -> dict:
    """The tree of a right submission."""
    return answer(course, RIGHT)


def answer(course: Path, sources: dict[str, str]) -> dict:
    """The tree of the released notebook with some cells filled in."""
    tree = json.loads((course / "labs" / LAB / f"{LAB}.ipynb").read_text(encoding="utf-8"))
    for cell in tree["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = sources.get(name, "".join(cell["source"]))
    return tree


def folder_of(course: Path, student: str) -> Path:
    """Where a student's submission lies; it is made."""
    folder = course / "submitted" / student / LAB
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def hand_in(course: Path, student: str, sources: dict[str, str]) -> None:
    """Lay a submission where nbgrader's collect lays it."""
    (folder_of(course, student) / f"{LAB}.ipynb").write_text(json.dumps(answer(course, sources)))


def content(course: Path, db: str | None = None) -> dict:
    """All that a gradebook holds of the lab: by student and grade id, or notebook."""
    found = {}
    with Gradebook(db or f"sqlite:///{course / 'gradebook.db'}", "deeptuning") as book:
        for lab in book.assignment_submissions(LAB):
            found[lab.student_id] = {"timestamp": str(lab.timestamp), "score": lab.score}
            for notebook in lab.notebooks:
                of = found[lab.student_id][notebook.name] = {}
                of["penalty"] = notebook.late_submission_penalty
                for grade in notebook.grades:
                    waits = grade.needs_manual_grade
                    of[grade.name] = (grade.auto_score, grade.manual_score, waits, grade.score)
                for comment in notebook.comments:
                    of[f"{comment.name} says"] = (comment.auto_comment, comment.manual_comment)
    return found


def _source() -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell("# A tiny lab", id="title"),
        _cell("setup", "from deeptuning.checks import check", locked=True),
        _cell("momentum_code", STUB.format(MOMENTUM), solution=True),
        _cell("momentum", 'check("optimizers/convert_momentum", convert_momentum)', points=2),
        _cell("rmsprop_code", STUB.format(RMSPROP), solution=True),
        _cell("rmsprop", 'check("optimizers/rmsprop_step", rmsprop_step)', points=2),
        _cell("seven_code", STUB.format("seven = 7"), solution=True),
        _cell("seven", "assert seven == 7", points=1),
        _cell("why", STUB.format("Because."), new_markdown_cell, solution=True, points=4),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _cell(name, source, new=new_code_cell, *, solution=False, locked=False, points=None):
    cell = new(source, id=name)
    marks = {"grade_id": name, "schema_version": 3, "solution": solution, "task": False}
    marks |= {"grade": points is not None, "locked": locked or not solution}
    if points is not None:
        marks["points"] = points
    cell.metadata["nbgrader"] = marks
    return cell
