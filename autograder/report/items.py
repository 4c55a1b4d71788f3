"""What kind of item a graded cell is, from the lab's source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from autograder.cells import read_check

CHECK, CLASSIC, PERSON = "hidden check", "classic test cell", "marked by a person"


def item_kinds(folder: Path) -> dict[str, str]:
    """Return the kind of each graded cell in a lab's source notebooks, by grade id."""
    kinds = {}
    for path in sorted(folder.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("grade") or marks.get("task"):
                kinds[marks["grade_id"]] = _kind(cell, marks)
    return kinds


def _kind(cell: Any, marks: dict) -> str:
    if marks.get("solution") or marks.get("task"):
        return PERSON
    return CLASSIC if read_check(cell) is None else CHECK
