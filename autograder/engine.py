"""Run a restored submission and judge its checks: one notebook in, one graded notebook out.

Student cells run in a kernel that may do anything. The verdict of a check is made here, from the
data that the kernel sends back. A kernel that dies, hangs or floods costs the cell that did it; a
fresh one runs the earlier cells again, and the notebook goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import zmq
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.asking import Question
from autograder.cells import read_check
from autograder.cleaning import clean_outputs
from autograder.hidden import hidden_cases
from autograder.sandbox.client import DIED, FAULTS, TIMED_OUT, Client, Ran
from autograder.sandbox.limits import Limits
from autograder.sandbox.server import ServerGoneError
from autograder.scoring import tidy
from autograder.verdicts import outputs, without_answer
from deeptuning.checks.verdict import Verdict

RESTARTS = 20  # fresh kernels a notebook may use up
SECOND_TRIES = 3  # cells whose kernel died that are run again: it may not have been their fault
SHOWN_AT_MOST = 1 << 20  # bytes kept of one cell's outputs when there were too many


class Kernels(Protocol):
    """Where kernels come from: a warm server, or something slower."""

    def start(self, limits: Limits, folders: Sequence[Path] = ()) -> Any: ...  # noqa: D102


@dataclass
class Graded:
    """A notebook with its outputs, and what came of its cells."""

    notebook: NotebookNode
    verdicts: dict[str, Verdict] = field(default_factory=dict)  # by grade id
    faults: dict[str, str] = field(default_factory=dict)  # grade id or cell number: the fault
    signals: list[str] = field(default_factory=list)  # of cheating
    seconds: float = 0.0


def grade(
    notebook: NotebookNode,
    lab: str,
    secret: bytes,
    kernels: Kernels,
    limits: Limits,
    folders: Sequence[Path] = (),
) -> Graded:
    """Run all cells in order, and judge the checks on hidden cases.

    Args:
        notebook: the submission, put right from its source; it is changed.
        lab: the lab, which decides the hidden cases together with `secret`.
        secret: the course's.
        kernels: where the student's code runs.
        limits: what it may take.
        folders: files that lie beside the notebook; later ones replace earlier ones.
    """
    with _Run(notebook, lab, secret, kernels, limits, folders) as run:
        run.all_cells()
    return run.graded


class _Run:
    """The state of one grading: the kernel, and the cells to repeat if it is lost."""

    def __init__(self, notebook, lab, secret, kernels, limits, folders) -> None:
        self.graded = Graded(notebook)
        self.lab, self.secret, self.kernels = lab, secret, kernels
        self.limits, self.folders = limits, folders
        self.output_left = limits.output
        self.kernel = self.client = None
        self.done: list[str] = []  # sources of the cells that ran, to be run again
        self.restarts, self.second_tries = 0, SECOND_TRIES

    def __enter__(self) -> _Run:
        self.started = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self._let_go()
        self.graded.seconds = time.monotonic() - self.started

    def all_cells(self) -> None:
        """Run the code cells, each to its own end."""
        for number, cell in enumerate(self.graded.notebook.cells):
            if cell.cell_type == "code":
                self._cell(number, cell)

    def _cell(self, number: int, cell: NotebookNode) -> None:
        marks = cell.metadata.get("nbgrader", {})
        name = marks.get("grade_id") or str(number)
        cell.outputs, cell.execution_count = [], None
        found = read_check(cell)
        if found is not None:
            question = Question(found, hidden_cases(found.check, self.secret, self.lab))
            ran = self._run(question.code, question.answer, store_history=False)
            verdict = question.verdict(ran) if ran.status not in FAULTS else None
            verdict = verdict or without_answer(question.cases, _why(ran))
            self.graded.verdicts[name] = verdict
            cell.outputs = outputs(verdict, float(marks["points"]))
        elif cell.source.strip():
            ran = self._run(cell.source)
            cell.outputs, notes = clean_outputs(ran.outputs)
            place = marks.get("grade_id") or f"cell {number + 1}"
            self.graded.signals += [f"{place}: {note}" for note in notes]
            test = marks.get("grade") and not marks.get("solution")
            if ran.status in FAULTS:
                cell.outputs = [*_trimmed(cell.outputs), _error(ran.status, self.limits)]
            elif not test:
                self.done.append(cell.source)
            if test:
                tidy(cell, float(marks["points"]))
        else:
            return
        if ran.status in FAULTS:
            self.graded.faults[name] = ran.status

    def _run(self, code: str, answer: Any = None, **options: Any) -> Ran:
        """Run code in a kernel that has run all earlier cells.

        A kernel may be killed from outside. So a cell that seems to have killed it may try again.

        Raises:
            ServerGoneError: the server has died, which no submission can bring about.
        """
        ran = self._run_once(code, answer, **options)
        if ran.status == DIED and self.second_tries:
            self.second_tries -= 1
            ran = self._run_once(code, answer, **options)
        return ran

    def _run_once(self, code: str, answer: Any = None, **options: Any) -> Ran:
        if self._left() <= 0:
            return Ran(TIMED_OUT)
        try:
            if self.client is None:
                self._new_kernel()
            ran = self.client.run(
                code, min(self.limits.cell_seconds, self._left()), answer, **options
            )
        except Lost as lost:
            ran = Ran(lost.fault)
        if ran.status == DIED and getattr(self.kernels, "gone", False):
            raise ServerGoneError("The warm server is gone.")
        if self.client is None:
            return ran
        self.output_left = self.client.output_left
        if ran.status in FAULTS and not ran.usable:
            self._let_go()
        return ran

    def _new_kernel(self) -> None:
        """Start a kernel and repeat what was done.

        Raises:
            Lost: that does not work.
        """
        self.restarts += 1
        if self.restarts > RESTARTS:
            raise Lost("kernel died")
        self.kernel = self.kernels.start(self.limits, self.folders)
        try:
            self.kernel.wait_for_sockets()
            self.client = Client(
                self.kernel, zmq.Context.instance(), max(self.output_left, 1 << 16)
            )
            self.client.wait_until_ready()
        except RuntimeError as error:
            self._let_go()
            raise Lost("kernel died") from error
        for source in self.done:
            left = self._left()
            ran = self.client.run(source, min(self.limits.cell_seconds, left)) if left > 0 else None
            if ran is None or (ran.status in FAULTS and not ran.usable):
                self._let_go()
                if not self.second_tries:
                    self.done.remove(source)
                raise Lost(TIMED_OUT if ran is None else ran.status)

    def _left(self) -> float:
        return self.limits.notebook_seconds - (time.monotonic() - self.started)

    def _let_go(self) -> None:
        if self.client is not None:
            self.client.close()
        if self.kernel is not None:
            self.kernel.kill()
        self.client = self.kernel = None


class Lost(Exception):  # noqa: N818 - it says what was lost, and is caught here
    """No kernel could be had."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def _why(ran: Ran) -> str:
    if ran.status in FAULTS:
        return f"The function gave no answer: {ran.status}."
    errors = ", ".join(o.ename for o in ran.outputs if o.output_type == "error")
    return f"The function gave no answer ({errors or 'silent'})."


def _error(fault: str, limits: Limits) -> NotebookNode:
    bound = {
        "timed out": f"{limits.cell_seconds:g} s for a cell, {limits.notebook_seconds:g} s in all",
        "out of memory": f"{limits.memory / 2**30:g} GiB",
        "too much output": f"{limits.output / 2**20:g} MiB for the notebook",
    }.get(fault, "")
    text = f"{fault} (limit: {bound})" if bound else fault
    return new_output("error", ename="Stopped", evalue=text, traceback=[f"Stopped: {text}"])


def _trimmed(shown: list[NotebookNode]) -> list[NotebookNode]:
    """The first outputs, as far as they are of a bearable size."""
    kept, size = [], 0
    for output in shown:
        size += len(json.dumps(output))
        if size > SHOWN_AT_MOST:
            break
        kept.append(output)
    return kept
