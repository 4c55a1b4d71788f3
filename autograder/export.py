"""Export grades: one row per student, with the reason where there is no grade."""

from __future__ import annotations

import csv
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.results import Result, read_results


class GradesCsv(ExportPlugin):
    """`nbgrader export` with a status, the score of every item, and the misconceptions named.

    A lab that could not be graded has no score, where nbgrader's own exporter writes 0.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the file `to`, or `grades.csv`."""
        labs = self.assignment or [lab.name for lab in gradebook.assignments]
        results = [r for lab in labs for r in read_results(self.parent.coursedir, lab)]
        if self.student:
            results = [r for r in results if r.student in {str(name) for name in self.student}]
        write_csv(results, Path(self.to or "grades.csv"))


def write_csv(results: list[Result], path: Path) -> None:
    """Write results as a table; a blank score means that there is none yet."""
    items = list(dict.fromkeys(item.name for result in results for item in result.items))
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["lab", "student", "status", "score", "points", *items, "misconceptions"])
        for result in results:
            scores = {item.name: _number(item.score) for item in result.items}
            named = [f"{item.name}: {item.mistake}" for item in result.items if item.mistake]
            total = [_number(result.score), _number(result.points if result.items else None)]
            cells = [scores.get(name, "") for name in items]
            rows.writerow(
                [result.lab, result.student, result.status, *total, *cells, "; ".join(named)]
            )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
