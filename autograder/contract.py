"""What every lab must be, checked when it is generated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from autograder.cells import read_check
from autograder.checks import CHECKS

CHECKS_AT_LEAST = 4


class LabError(ValueError):
    """A lab's source does not keep the contract; the message lists every point."""


def check_lab(notebook: NotebookNode, lab: str) -> None:
    """Check a lab's source notebook.

    Raises:
        LabError: it breaks the contract.
    """
    found = list(problems(notebook))
    if found:
        lines = "\n".join(f"- {problem}" for problem in found)
        raise LabError(f"The source of lab {lab!r} has to be mended:\n{lines}")


def problems(notebook: NotebookNode) -> Iterator[str]:
    """Yield each way in which a source notebook breaks the contract."""
    cells = notebook.cells
    marks = [cell.metadata.get("nbgrader", {}) for cell in cells]
    for cell, mark in zip(cells, marks, strict=True):
        if mark and mark.get("grade_id") != cell.id:
            yield f"cell {cell.id!r} has the grade id {mark.get('grade_id')!r}: make them the same"
        if cell.get("outputs") or cell.get("execution_count"):
            yield f"cell {cell.id!r} has outputs: clear them"
    checks = {i: found for i, cell in enumerate(cells) if (found := read_check(cell))}
    for i, cell in enumerate(cells):
        if cell.cell_type == "code" and i not in checks and re.search(r"\bcheck\(", cell.source):
            yield (
                f"cell {cell.id!r} calls check(), but is not one graded call of a known check: "
                f'write check("topic/name", function) alone. Known: {", ".join(CHECKS)}'
            )
    if len(checks) < CHECKS_AT_LEAST:
        yield f"{len(checks)} checks, where at least {CHECKS_AT_LEAST} are needed"
    for i, found in checks.items():
        yield from _item_problems(cells, marks, i, found.check)
    if not any(m.get("grade") and m.get("solution") for m in marks):
        yield "no written answer that a person marks"
    text = "\n".join(cell.source for cell in cells)
    if "BEGIN MARK SCHEME" not in text:
        yield "no rubric for the written answer (BEGIN MARK SCHEME … END MARK SCHEME)"
    total = sum(mark.get("points", 0) for mark in marks)
    if not re.search(rf"\*\*Points\*\* {total:g}\b", cells[0].source):
        yield f"the first cell does not say **Points** {total:g}"


def _item_problems(cells: list, marks: list, i: int, name: str) -> Iterator[str]:
    """Yield what is wrong with the item whose check stands in cell `i`."""
    points = marks[i].get("points")
    if points != CHECKS[name].points:
        yield f"{name} is worth {CHECKS[name].points:g} points, its cell says {points}"
    if i == 0 or not marks[i - 1].get("solution") or cells[i - 1].cell_type != "code":
        yield f"{name} does not come right after the cell for the answer"
        return
    statement = next((c.source for c in reversed(cells[:i]) if c.cell_type == "markdown"), "")
    if not re.search(rf"\*\d+ minutes · {points:g} points?\*", statement):
        yield f"the text of {name} does not say *… minutes · {points:g} points*"
    if "### BEGIN SOLUTION" not in cells[i - 1].source:
        yield f"the answer to {name} has no solution region"
