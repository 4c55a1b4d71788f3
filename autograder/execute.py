"""Execute a submission and grade its checks on hidden cases.

This class is the one place where a submission meets a kernel. It replaces nbgrader's `Execute` by
configuration (`autograder.configure`). References, expected values and hints stay in this process:
the kernel is sent inputs and returns plain data, which is judged here. What a check cell prints or
raises in the kernel counts for nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader.preprocessors import Execute

from autograder.cells import CheckCell, read_check
from autograder.hidden import course_secret, hidden_cases
from deeptuning.checks.card import Card
from deeptuning.checks.cases import CaseSet
from deeptuning.checks.judge import judge
from deeptuning.checks.remote import ANSWERS
from deeptuning.checks.store import pack, unpack
from deeptuning.checks.verdict import ERROR, NOT_ATTEMPTED, PASSED, Verdict

VERDICT = "application/vnd.deeptuning.verdict+json"
ASK = "__import__('deeptuning.checks.remote', fromlist=['respond']).respond(lambda: {}, {!r})"


class HiddenExecute(Execute):
    """nbgrader's `Execute`, with check cells graded on hidden cases."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Run a cell, or grade it when it is a check."""
        found = read_check(cell)
        if found is None:
            return super().preprocess_cell(cell, resources, index)
        lab = resources["nbgrader"]["assignment"]
        secret = course_secret(Path.cwd())  # nbgrader works in the course's directory
        cases = hidden_cases(found.check, secret, lab)
        verdict = self._ask(found, cases, index)
        cell.outputs = outputs(verdict, float(cell.metadata["nbgrader"]["points"]))
        cell.execution_count = None
        return cell, resources

    def _ask(self, found: CheckCell, cases: CaseSet, index: int) -> Verdict:
        """Have the kernel answer the cases, and judge the answers."""
        question = json.dumps(pack({"driver": cases.driver, "inputs": cases.inputs}))
        asked = new_code_cell(ASK.format(found.subject, question))
        asked_in = self.nb.cells[index]
        self.execute_cell(asked, index, store_history=False)
        self.nb.cells[index] = asked_in  # nbclient has put the question in its place
        for output in asked.outputs:
            message = output.get("data", {}).get(ANSWERS)
            if message is not None:
                try:
                    return judge(cases, unpack(message))
                except Exception as error:  # a submission can send anything
                    return _no_answer(cases, f"The answers cannot be read: {type(error).__name__}.")
        errors = [o.ename for o in asked.outputs if o.output_type == "error"]
        return _no_answer(cases, f"The function gave no answer ({', '.join(errors) or 'silent'}).")


def _no_answer(cases: CaseSet, why: str) -> Verdict:
    return Verdict(cases.name, cases.title, ERROR, hint=why)


def outputs(verdict: Verdict, points: float) -> list[NotebookNode]:
    """Return the outputs of a graded cell: the card with the verdict, and the score.

    nbgrader reads the score as the text of an execution result, full marks from its absence, and
    zero from an error; it would give full marks for a text that is no number.

    Args:
        verdict: what was found on the hidden cases.
        points: what the cell earns in full.
    """
    told = verdict.without_numbers()
    card = Card(told)
    score = verdict.score(points)
    data = {"text/plain": repr(card), "text/html": card._repr_html_()}
    shown = new_output("display_data", data | {VERDICT: told.to_json() | {"score": score}})
    if verdict.status == PASSED:
        return [shown]
    if score > 0:
        return [shown, new_output("execute_result", {"text/plain": repr(float(score))})]
    if verdict.status == NOT_ATTEMPTED:
        reason = "not attempted"
    elif not verdict.cases:
        reason = "no answer"
    else:
        reason = f"{verdict.passed} of {len(verdict.cases)} hidden cases passed"
    text = f"{verdict.name}: {reason}"
    line = f"AssertionError: {text}"
    return [shown, new_output("error", ename="AssertionError", evalue=text, traceback=[line])]
