"""What an attack is: one submission, and what it would mean that it succeeded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

HONEST, ATTACKED, ORACLE, LATER, CLASSIC = (
    "rmsprop_step",
    "convert_momentum",
    "beat_target",
    "adam_step",
    "double",
)
POINTS = {HONEST: 2.0, ATTACKED: 2.0, ORACLE: 2.0, LATER: 4.0, CLASSIC: 1.0}
LAB = "tiny"
MARK = "LOOT"  # stands before what an attack has found
HONEST_CODE = """
def rmsprop_step(theta, g, s, learning_rate, rho, eps, eps_inside):
    s = rho * s + (1 - rho) * g**2
    root = (s + eps) ** 0.5 if eps_inside else s**0.5 + eps
    return theta - learning_rate * g / root, s
"""
RIGHT_CODE = """
def convert_momentum(learning_rate, momentum, source, target):
    power = int(source == "average") - int(target == "average")
    return learning_rate * (1 - momentum) ** power
"""
WRONG_CODE = """
def convert_momentum(learning_rate, momentum, source, target):
    return 0.125
"""


@dataclass(frozen=True)
class Attack:
    """One hostile submission.

    Args:
        name: what the table calls it.
        aim: what it would mean that it succeeded.
        code: stands in the cell of the attacked check; a wrong answer follows it where it has none.
        cells: other cells, by grade id of their check.
        edit: changes the notebook before it is handed in.
        raw: changes the text of the file.
        lay: puts more files into the folder that is handed in.
        student: the name of the student's folder, where that is the attack.
        item: the item under attack.
        earns: points that the attacked item may earn.
        keeps: whether the honest check before it must keep its points.
        status: what must become of the submission.
        fault: what must be told of a cell, where that matters; more than one joined by " or ".
        not_run: why it cannot be run against stock nbgrader.
    """

    name: str
    aim: str
    code: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    edit: Callable[[NotebookNode], None] | None = None
    raw: Callable[[str], str | bytes] | None = None
    lay: Callable[[Path], None] | None = None
    student: str = ""
    item: str = ATTACKED
    earns: float = 0.0
    keeps: bool = True
    status: str = "graded"
    fault: str = ""
    not_run: str = ""

    @property
    def who(self) -> str:
        """The student's folder."""
        return self.student or "x-" + "-".join(self.name.split()).replace("/", "-")

    def hand_in(self, released: NotebookNode, folder: Path) -> None:
        """Write the submission."""
        notebook = nbformat.from_dict(released)
        code = self.code
        if code and f"def {ATTACKED}" not in code and self.item == ATTACKED:
            code += WRONG_CODE
        written = {HONEST: HONEST_CODE, ATTACKED: code or WRONG_CODE} | self.cells
        for name, text in written.items():
            find(notebook, f"{name}_code").source = text
        if self.edit:
            self.edit(notebook)
        text = nbformat.writes(notebook)
        folder.mkdir(parents=True)
        data = self.raw(text) if self.raw else text
        if data:
            path = folder / f"{LAB}.ipynb"
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        if self.lay:
            self.lay(folder)


def find(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell with a grade id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)
