"""Twelve students: right in three styles, partly right, wrong in every way, and in trouble."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from autograder.cells import read_check
from autograder.checks import CHECKS

ANSWER = (
    "Each optimizer needs a rate of its own, found with the same number of trials. "
    "One seed is not enough; I would use five and show the spread. "
    "The epoch must be chosen on validation data."
)
NOISE = """

_quiet_{name} = {name}


def {name}(*values, **inputs):
    import sys, warnings

    warnings.warn("this is slow")
    print("still at work", file=sys.stderr)
    return _quiet_{name}(*values, **inputs)
"""


class Wrong(NamedTuple):
    """The `number`-th misconception of a check."""

    number: int


RIGHT, UNTOUCHED, SYNTAX_ERROR = "right", "untouched", "syntax error"
Work = str | Wrong


@dataclass(frozen=True)
class Student:
    """What one student does with each item.

    Args:
        name: the student's id.
        story: one line about them.
        usual: what they do with every check not named in `work`.
        work: what they do with particular checks, by name.
        style: the module, in this package, of the functions they write when right.
        answers: do they answer the written question?
        noisy: do their functions write to stderr?
        broken: is their file cut off in the middle?
    """

    name: str
    story: str
    usual: Work = RIGHT
    work: dict[str, Work] = field(default_factory=dict)
    style: str = "vectorised"
    answers: bool = True
    noisy: bool = False
    broken: bool = False

    def does(self, check: str) -> Work:
        """Return what the student does with a check; what is not possible becomes right."""
        work = self.work.get(check.partition("/")[2], self.usual)
        if isinstance(work, Wrong) and work.number >= len(CHECKS[check].misconceptions):
            return RIGHT
        return work

    def hand_in(self, released: NotebookNode, styles: Callable[[str], ModuleType]) -> str:
        """Return the text of the file that the student hands in."""
        notebook = nbformat.from_dict(released)
        for previous, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
            found = read_check(cell)
            if found:
                previous.source = self._code(found.check, found.subject, previous.source, styles)
            elif self.answers and _is_written(cell):
                cell.source = ANSWER
        text = nbformat.writes(notebook)
        return text[: len(text) // 2] if self.broken else text

    def _code(self, check: str, name: str, stub: str, styles: Callable[[str], ModuleType]) -> str:
        work = self.does(check)
        if work == UNTOUCHED:
            return stub
        if work == SYNTAX_ERROR:
            return f"def {name}(learning_rate, momentum, source, target)\n    return learning_rate"
        if isinstance(work, Wrong):
            variant = CHECKS[check].misconceptions[work.number].variant
            source = inspect.getsource(variant)
            code = re.sub(rf"^(def|class) {variant.__name__}\b", rf"\1 {name}", source)
        else:
            module = styles(self.style)
            code = inspect.getsource(getattr(module, name))
            imports = re.findall(r"^import .*$", inspect.getsource(module), re.MULTILINE)
            code = "\n".join(imports) + "\n\n\n" + code
        if self.noisy:
            code += NOISE.format(name=name)
        return code


def _is_written(cell: NotebookNode) -> bool:
    mark = cell.metadata.get("nbgrader", {})
    return bool(cell.cell_type == "markdown" and mark.get("grade") and mark.get("solution"))


STUDENTS = (
    Student("ada", "right, number by number", style="loops"),
    Student("boris", "right, in NumPy", style="vectorised"),
    Student("chen", "right, in torch", style="tensors"),
    Student(
        "dora",
        "partly right, and all her functions write to stderr",
        noisy=True,
        work={name: Wrong(5) for name in ("nesterov_step", "rmsprop_step", "adam_step")},
    ),
    Student("emil", "first misconception of every item", usual=Wrong(0)),
    Student("fatma", "second misconception of every item", usual=Wrong(1)),
    Student("goran", "third misconception of every item", usual=Wrong(2), answers=False),
    Student("hana", "fourth misconception of every item", usual=Wrong(3)),
    Student("ivan", "fifth misconception of every item", usual=Wrong(4)),
    Student(
        "jana",
        "a syntax error, then the misconceptions that are left",
        usual=Wrong(6),
        work={
            "convert_momentum": SYNTAX_ERROR,
            "adamw_step": Wrong(5),
            "beat_target": Wrong(5),
        },
        answers=False,
    ),
    Student("karl", "has not touched anything", usual=UNTOUCHED, answers=False),
    Student("lena", "right, but the file is cut off", broken=True),
)
