"""What a student reads back: nbgrader's feedback, honest, and giving nothing away."""

from __future__ import annotations

import builtins
import re
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader import utils
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    GetGrades,
    NbGraderPreprocessor,
)

from autograder.cells import read_check
from autograder.records import read_record
from autograder.verdicts import NO_TEX, VERDICT
from deeptuning.checks.card import Card
from deeptuning.checks.verdict import ERROR, CaseVerdict, Verdict

PENDING = "To be marked by a person; not counted yet."
LEFT_OUT = "[Not shown: by then your code had met hidden cases. Run your notebook to see it.]"
HIDDEN_FAILED = "A hidden test did not pass. Test again what the question asks for, edge cases too."
HIDDEN_PASSED = "All tests passed, hidden ones too."
FAULTS = {
    "timed out": "took longer than is allowed and was stopped",
    "out of memory": "needed more memory than is allowed and was stopped",
    "kernel died": "ended the kernel; the cells before it were run again for what follows",
    "too much output": "showed more than is allowed and was stopped",
}
ERRORS = {
    n for n, e in vars(builtins).items() if isinstance(e, type) and issubclass(e, BaseException)
}
PLACE = re.compile(r"(\w+) in ([\w<>]+), line \d+: (.+)")
NO_ANSWER = re.compile(r"The function gave no answer(?::? \(?([\w ,]+)\)?)?\.")


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


class NothingHidden(NbGraderPreprocessor):
    """Take out whatever could tell of hidden inputs, expected values or tests.

    A function that is asked hidden cases can keep them, and any later cell can show them. So what
    students' code showed from the first hidden question on is left out, and of errors only what
    the grader itself knows is told.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Clean all cells, and say at the top what happened."""
        told = resources["nbgrader"]
        record = read_record(Path.cwd(), told["assignment"], told["student"])
        faults = record.faults if record is not None else {}
        hidden = ClearHiddenTests(parent=self)
        # A line break in the source may follow other code; strip as Python's tracebacks do.
        lines = {line.strip() for cell in nb.cells for line in cell.source.splitlines()}
        asked = False
        for number, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            marks = cell.metadata.get("nbgrader", {})
            fault = faults.get(marks.get("grade_id") or str(number))
            if read_check(cell) is not None and marks.get("grade"):
                asked = True
                cell.outputs = [_card(output, lines) for output in cell.outputs]
            elif marks.get("grade") and hidden._remove_hidden_test_region(cell):
                asked = True
                cell.outputs = [_outcome(cell.outputs)]
            elif asked and cell.outputs:
                cell.outputs = [_text(LEFT_OUT)]
            if fault:
                text = f"This cell {FAULTS.get(fault, fault)}."
                kept = [o for o in cell.outputs if o.get("ename") != "Stopped"]
                cell.outputs = [*kept, _text(text)]
        if notes := _notes(nb, faults, record.repairs if record is not None else []):
            nb.cells.insert(0, new_markdown_cell(notes))
        return nb, resources


def _card(output: NotebookNode, lines: set[str]) -> NotebookNode:
    """A card without words that the student's process chose."""
    told = output.get("data", {}).get(VERDICT)
    if told is None:
        return output
    cases = tuple(
        CaseVerdict(case["group"], case["status"], _words(case, lines)) for case in told["cases"]
    )
    texts = [told[key] for key in ("name", "title", "status")]
    card = Card(Verdict(*texts, cases, told["mistake"], _hint(told["hint"])))
    html = f'<div class="{NO_TEX}">{card._repr_html_()}</div>'
    return new_output("display_data", {"text/plain": repr(card), "text/html": html})


def _words(case: dict, lines: set[str]) -> str:
    if case["status"] != ERROR:
        return case["words"]
    words = case["words"]
    place = PLACE.fullmatch(words)
    if place and place[1] in ERRORS and place[2] in _names(lines) and place[3] in lines:
        return f"{place[1]} in {place[2]}: {place[3]}"
    name = re.match(r"\w*", words)[0]
    if name in ERRORS:
        known = f"{name}: the function does not exist; did its cell fail?"
        return known if words == known else name
    return "an error of its own"


def _names(lines: set[str]) -> set[str]:
    return {"<module>", "<lambda>"} | set(re.findall(r"\bdef +(\w+)", "\n".join(lines)))


def _hint(hint: str) -> str:
    """A hint; the names of errors in it are the grader's or Python's own."""
    if not (match := NO_ANSWER.fullmatch(hint)):
        return hint if not hint.startswith("The function gave no answer") else "It gave no answer."
    names = (match[1] or "").split(", ")
    known = all(name in ERRORS or name in FAULTS or name in ("", "silent") for name in names)
    return hint if known else "The function gave no answer."


def _outcome(outputs: list[NotebookNode]) -> NotebookNode:
    failed = any(output.output_type == "error" for output in outputs)
    return _text(HIDDEN_FAILED if failed else HIDDEN_PASSED)


def _text(text: str) -> NotebookNode:
    return new_output("display_data", {"text/plain": text})


def _notes(nb: NotebookNode, faults: dict, repairs: list[str]) -> str:
    """Markdown that names the faults and what was put right; empty when there is nothing."""
    parts = []
    if faults:
        parts.append("**What stopped your code**\n")
        parts += [f"- {_place(nb, name)} {FAULTS.get(f, f)}." for name, f in faults.items()]
    if repairs:
        parts.append("\n**What was put right**\n")
        parts += [f"- {_code(repair)}" for repair in repairs]
    return "\n".join(parts)


def _place(nb: NotebookNode, name: str) -> str:
    return f"Cell {int(name) + 1} of your notebook" if name.isdigit() else f"The cell {_code(name)}"


def _code(text: str) -> str:
    name, colon, rest = text.partition(": ")
    return f"`{name}`{colon}{rest}" if colon or " " not in text else text
