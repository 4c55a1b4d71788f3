"""What a student reads back: nbgrader's feedback, honest about answers that nobody has read yet."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import ClearMarkScheme, GetGrades

PENDING = "To be marked by a person; not counted yet."


class HonestGrades(GetGrades):
    """nbgrader's `GetGrades`; an answer still to be marked says so, and its rubric stays hidden.

    nbgrader would show such an answer as 0 points, beside the rubric: a student who may hand in
    again could copy it.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Add scores and comments; take rubrics out while something is to be marked."""
        self._pending = False
        nb, resources = super().preprocess(nb, resources)
        if self._pending:
            nb, resources = ClearMarkScheme(parent=self).preprocess(nb, resources)
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: dict) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata.nbgrader["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        if grade.needs_manual_grade and (utils.is_solution(cell) or utils.is_task(cell)):
            self._pending = True
            cell.metadata.nbgrader["comment"] = PENDING
