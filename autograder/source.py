"""What a lab's cells must be, from its source notebooks and the gradebook."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from autograder.restore import SourceCell


@dataclass(frozen=True)
class Source:
    """The known cells of one notebook of a lab, in order, and its kernel."""

    name: str
    cells: tuple[SourceCell, ...]
    kernelspec: dict | None

    @property
    def digest(self) -> str:
        """Changes when anything in the source does."""
        text = json.dumps([self.name, self.cells, self.kernelspec], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def read_source(gradebook: Gradebook, folder: Path, lab: str) -> list[Source]:
    """Return the notebooks of a lab, as they were released.

    Args:
        gradebook: it has the students' edition of every cell.
        folder: the lab's source notebooks, which have the order.
        lab: the lab.

    Raises:
        ValueError: the lab was never generated, or its source is gone.
    """
    try:
        notebooks = gradebook.find_assignment(lab).notebooks
    except MissingEntry:
        notebooks = []
    if not notebooks:
        raise ValueError(
            f"The gradebook does not know the lab {lab!r}. "
            f"Run first: nbgrader generate_assignment {lab}"
        )
    given = folder.parents[1] / "labs" / lab
    return [_read(notebook, folder / f"{notebook.name}.ipynb", given) for notebook in notebooks]


def _read(released: object, path: Path, given: Path) -> Source:
    if not path.is_file():
        raise ValueError(f"The source {path} is missing; the gradebook was made from it.")
    ours = nbformat.read(path, as_version=4)
    known = {cell.name: cell for cell in released.source_cells}
    points = {cell.name: cell.max_score for cell in (*released.grade_cells, *released.task_cells)}
    texts = _texts(given / path.name)
    cells = []
    for cell in ours.cells:
        marks = dict(cell.metadata.get("nbgrader", {}))
        name = marks.get("grade_id")
        if name not in known:
            continue
        saved = known[name]
        marks |= {"checksum": saved.checksum, "locked": saved.locked}
        marks |= {"cell_type": saved.cell_type, "schema_version": 3}
        if name in points:
            marks["points"] = points[name]
        text = saved.source or ""
        cell = SourceCell(name, saved.cell_type, text, saved.locked, marks, texts.get(name))
        cells.append(cell)
    kernelspec = json.loads(released.kernelspec) if released.kernelspec else None
    return Source(released.name, tuple(cells), kernelspec)


def _texts(path: Path) -> dict[str, str]:
    """The texts that students were given, by grade id."""
    if not path.is_file():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    return {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in cells}
