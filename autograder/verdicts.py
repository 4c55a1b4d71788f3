"""What a verdict becomes in a notebook: a card, and a score that nbgrader reads."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_output

from deeptuning.checks.card import Card
from deeptuning.checks.cases import CaseSet
from deeptuning.checks.verdict import ERROR, NOT_ATTEMPTED, PASSED, Verdict

VERDICT = "application/vnd.deeptuning.verdict+json"
NO_TEX = "tex2jax_ignore"  # a card may quote a student's line, which is no formula


def without_answer(cases: CaseSet, why: str) -> Verdict:
    """Return the verdict on a function that gave nothing to judge."""
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
    html = f'<div class="{NO_TEX}">{card._repr_html_()}</div>'
    data = {"text/plain": repr(card), "text/html": html}
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
