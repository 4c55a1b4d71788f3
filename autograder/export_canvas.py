"""Grades as Canvas imports them into its gradebook (Grades, Import)."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook

from autograder.export import Grades, number, write_rows
from autograder.names import names_of
from autograder.results import Result


class CanvasCsv(Grades):
    """One column per lab, and a second row with what could be earned.

    Canvas finds students by `SIS Login ID`, here the student's id; it leaves a blank score as it
    is. On import it asks which of its assignments each column is.

    Run as `nbgrader export --exporter=autograder.export_canvas.CanvasCsv`.
    """

    usual = "canvas.csv"

    def write(self, results: list[Result], path: Path, gradebook: Gradebook) -> None:
        """Write the table; points of a lab are those of the gradebook."""
        labs = list(dict.fromkeys(result.lab for result in results))
        points = [number(gradebook.find_assignment(lab).max_score) for lab in labs]
        scores = {(r.student, r.lab): self.final(r, gradebook) for r in results}
        rows = [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *labs],
            ["    Points Possible", "", "", "", "", *points],
        ]
        for student in sorted({result.student for result in results}):
            first, last, _ = names_of(gradebook, student)
            name = f"{last}, {first}" if first and last else last or first or student
            cells = [scores.get((student, lab), "") for lab in labs]
            rows.append([name, "", "", student, "", *cells])
        write_rows(rows, path)
