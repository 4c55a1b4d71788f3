"""Export grades: one row per student, with the reason where there is no grade."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.results import TO_BE_MARKED, Result, read_results

# What a spreadsheet takes for a formula, also after blanks and in full-width letters.
FORMULA = re.compile(r"[\s\0\ufeff]*[=+\-@|%＝＋－＠]")


class Grades(ExportPlugin):
    """What all our exporters share: which results are wanted.

    A lab that could not be graded has no score, where nbgrader's own exporter writes 0.
    """

    usual = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the file `to`, or one with the exporter's usual name."""
        labs = self.assignment or [lab.name for lab in gradebook.assignments]
        results = [r for lab in labs for r in read_results(self.parent.coursedir, lab)]
        if self.student:
            results = [r for r in results if r.student in {str(name) for name in self.student}]
        self.write(results, Path(self.to or self.usual), gradebook)

    def write(self, results: list[Result], path: Path, gradebook: Gradebook) -> None:
        """Write results in the exporter's form."""
        raise NotImplementedError

    @staticmethod
    def final(result: Result, gradebook: Gradebook) -> str:
        """What goes into a learning platform: the score less the penalty for being late.

        Blank while an answer waits to be marked: what is there now would be taken for the grade.
        """
        if result.score is None or result.status == TO_BE_MARKED:
            return ""
        late = gradebook.find_submission(result.lab, result.student).late_submission_penalty
        return number(max(0.0, result.score - (late or 0.0)))


class GradesCsv(Grades):
    """`nbgrader export` with a status, the score of every item, and the misconceptions named."""

    def write(self, results: list[Result], path: Path, gradebook: Gradebook) -> None:
        """Write the table."""
        write_csv(results, path)


def write_csv(results: list[Result], path: Path) -> None:
    """Write results as a table; a blank score means that there is none yet."""
    items = list(dict.fromkeys(item.name for result in results for item in result.items))
    rows = [["lab", "student", "status", "score", "points", *items, "misconceptions"]]
    for result in results:
        scores = {item.name: number(item.score) for item in result.items}
        named = [f"{item.name}: {item.mistake}" for item in result.items if item.mistake]
        total = [number(result.score), number(result.points if result.items else None)]
        cells = [scores.get(name, "") for name in items]
        rows.append([result.lab, result.student, result.status, *total, *cells, "; ".join(named)])
    write_rows(rows, path)


def write_rows(rows: Iterable[list[str]], path: Path) -> None:
    """Write a CSV file in which no cell is a formula to a spreadsheet."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([harmless(cell) for cell in row] for row in rows)


def harmless(text: str) -> str:
    """Return a cell that a spreadsheet shows and does not compute.

    Example:
        >>> harmless("=HYPERLINK(A1)"), harmless("-2.5"), harmless("ada")
        ("'=HYPERLINK(A1)", '-2.5', 'ada')
    """
    text = re.sub(r"[\r\n\t\0]+", " ", text)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) or not FORMULA.match(text):
        return text
    return f"'{text}"


def number(value: float | None) -> str:
    """Return a score as text; blank for none."""
    return "" if value is None else f"{value:.10g}"
