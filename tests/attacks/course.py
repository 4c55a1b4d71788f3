"""A course with a tiny lab, canaries that nobody may touch or read, and honest neighbours."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.batch import grade_class
from autograder.course import Course
from autograder.hidden import course_secret, hidden_cases
from autograder.records import Record, read_record
from autograder.results import Result, read_results
from tests.attacks.attack import (
    ATTACKED,
    CLASSIC,
    HONEST,
    LAB,
    LATER,
    MARK,
    ORACLE,
    RIGHT_CODE,
    Attack,
)

ROOT = Path(__file__).resolve().parents[2]
NEIGHBOURS = ("a-neighbour", "y-neighbour")
SETUP = "import numpy as np\n\nfrom deeptuning.checks import check"
# Small enough that every attack on them is over soon.
LIMITS = {
    "cell_seconds": 2,
    "notebook_seconds": 20,
    "memory": 1 << 30,
    "processes": 48,
    "disk": 8 << 20,
    "output": 1 << 20,
}
TOKEN = secrets.token_hex(6)  # of this run: others on this machine may run attacks too
CANARIES = {
    "the environment": f"CANARY-environment-{TOKEN}",
    "a file beside the course": f"CANARY-file-{TOKEN}",
    "another submission": f"CANARY-neighbour-{TOKEN}",
    "the solution": f"CANARY-solution-{TOKEN}",
}
KEPT = "kept.txt"


def marks(name: str, **more: object) -> dict:
    """A cell's nbgrader metadata."""
    usual = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": usual | {"schema_version": 3, "grade_id": name} | more}


def tiny_lab() -> nbformat.NotebookNode:
    """The source: four checks of the lab on optimizers, and one classic test cell."""
    path = ROOT / "solutions/optimizers/optimizers.ipynb"
    ours = nbformat.read(path, as_version=4).cells
    named = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in ours}
    cells = [new_code_cell(SETUP, metadata=marks("setup", locked=True))]
    for name in (HONEST, ATTACKED, ORACLE, LATER):
        cells += [named[f"{name}_code"], named[name]]
    cells[3].source = cells[3].source.replace(
        "### END SOLUTION", f"# {CANARIES['the solution']}\n    ### END SOLUTION"
    )
    answer = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    cells += [
        new_code_cell(answer, metadata=marks(f"{CLASSIC}_code", solution=True)),
        new_code_cell(
            "assert double(3) == 6", metadata=marks(CLASSIC, grade=True, locked=True, points=1)
        ),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return notebook


def neighbour() -> Attack:
    """No attack at all."""
    code = RIGHT_CODE + f"\n# {CANARIES['another submission']}\n"
    return Attack("neighbour", "nothing", code, earns=2.0)


class Attacked:
    """The course, graded as an instructor would.

    Args:
        folder: an empty directory; the course lies in `course` there.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.root = folder, folder / "course"
        os.environ["AUTOGRADER_CANARY"] = CANARIES["the environment"]
        (folder / KEPT).write_text(CANARIES["a file beside the course"])
        source = self.root / "solutions" / LAB
        source.mkdir(parents=True)
        nbformat.write(tiny_lab(), source / f"{LAB}.ipynb")
        course_secret(self.root)  # makes it
        lines = [f"{name} = {value}" for name, value in LIMITS.items()]
        (source / "limits.toml").write_text("\n".join(lines))
        self.course = Course(self.root)
        self.course.release(LAB)
        self.released = self.course.released(LAB)
        for name in NEIGHBOURS:
            neighbour().hand_in(self.released, self.root / "submitted" / name / LAB)

    def hand_in(self, attacks: tuple[Attack, ...]) -> None:
        """Write the submissions of all attackers."""
        for attack in attacks:
            attack.hand_in(self.released, self.root / "submitted" / attack.who / LAB)

    def grade(self, names: list[str], force: bool = False) -> dict[str, Record]:
        """Grade these students, as `autograder grade` does."""
        records = grade_class(self.root, LAB, workers=2, students=names, force=force)
        return {record.student: record for record in records}

    def results(self) -> dict[str, Result]:
        """What the gradebook says."""
        return {r.student: r for r in read_results(self.course.directory, LAB)}

    def record(self, student: str) -> Record:
        """What the grader kept of one student."""
        return read_record(self.root, LAB, student)

    def secrets(self) -> dict[str, str]:
        """What no submission may ever show, by what it is."""
        secret = course_secret(self.root)
        later = hidden_cases(f"optimizers/{LATER}", secret, LAB)
        theta = next(c.inputs["theta"] for c in later.cases if c.inputs["theta"].size > 1)
        return CANARIES | {
            "the course's secret": secret.decode(),
            "a reference": "Go through the heavy-ball form, whose steps",
            "hidden inputs of a later check": repr(float(theta[0])),
        }

    def kept(self) -> dict[str, str]:
        """Digests of all that grading must not change."""
        found = {}
        for path in [self.folder / KEPT, *sorted(self.root.rglob("*"))]:
            first = path.relative_to(self.folder).parts[:2]
            if first[-1] in ("autograded", ".autograder", "feedback", "gradebook.db"):
                continue
            if path.is_file() and not path.is_symlink():
                name = str(path.relative_to(self.folder))
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


def shown(record: Record) -> str:
    """All that a grading has put into a notebook, without the student's own text."""
    texts = [record.reason, json.dumps(record.verdicts), *record.repairs]
    for text in record.notebooks.values():
        for cell in json.loads(text)["cells"]:
            texts.append(json.dumps(cell.get("outputs", []), ensure_ascii=False))
    return "\n".join(texts)


def left_over() -> list[str]:
    """The processes of this machine that carry the mark of an attack of this run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes() + (folder / "comm").read_bytes()
        except OSError:
            continue
        if b"leftover" in line and TOKEN.encode() in line:
            found.append(line.decode(errors="replace"))
    return found


__all__ = ["MARK", "NEIGHBOURS", "TOKEN", "Attacked", "left_over", "shown"]
