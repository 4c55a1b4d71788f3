"""Grades as Moodle imports them (Grades, Import, CSV file)."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook

from autograder.export import Grades, write_rows
from autograder.names import names_of
from autograder.results import Result


class MoodleCsv(Grades):
    """One row per student, a grade and a feedback text per lab.

    Choose `Username` (or `Email address`) as what identifies the user, and for each lab its grade
    item and its feedback. A blank cell changes nothing there.

    Run as `nbgrader export --exporter=autograder.export_moodle.MoodleCsv`.
    """

    usual = "moodle.csv"

    def write(self, results: list[Result], path: Path, gradebook: Gradebook) -> None:
        """Write the table."""
        labs = list(dict.fromkeys(result.lab for result in results))
        found = {(result.student, result.lab): result for result in results}
        titles = [title for lab in labs for title in (f"{lab} (grade)", f"{lab} (feedback)")]
        rows = [["Username", "First name", "Last name", "Email address", *titles]]
        for student in sorted({result.student for result in results}):
            first, last, email = names_of(gradebook, student)
            cells = [c for lab in labs for c in self._told(found.get((student, lab)), gradebook)]
            rows.append([student, first, last, email, *cells])
        write_rows(rows, path)

    def _told(self, result: Result | None, gradebook: Gradebook) -> tuple[str, str]:
        if result is None:
            return "", ""
        named = [f"{item.name}: {item.mistake}" for item in result.items if item.mistake]
        return self.final(result, gradebook), "; ".join([result.status, *named])
