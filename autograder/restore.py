"""Put a submission right from its source before anything runs.

Of a student come the contents of the cells meant to be written in, and cells added beside them.
Everything else (order, metadata, tags, the text of locked cells, the kernel) is the source's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

KINDS = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
HARMFUL = {"skip-execution", "raises-exception"}  # tags that would change what a cell earns


class SourceCell(NamedTuple):
    """One cell of the source that nbgrader knows, as the students' edition has it.

    `marks` is its nbgrader metadata; `locked` cells always have the source's text. Students may
    have been given another one (`released`), without the rubric or hidden tests.
    """

    name: str
    kind: str
    source: str
    locked: bool
    marks: dict
    released: str | None = None


class Restored(NamedTuple):
    """A submission in the source's order, and what had to be put right."""

    notebook: NotebookNode
    repairs: tuple[str, ...]


def restore(
    submitted: NotebookNode, source: Iterable[SourceCell], kernelspec: dict | None = None
) -> Restored:
    """Return the submission as it should have been handed in.

    Known cells come in the source's order, each once: of duplicates the last one counts, as with
    nbgrader, and the others are cells like any that a student added. Such a cell stays behind the
    known cell it followed.

    Args:
        submitted: any notebook, as `autograder.reading` returns it.
        source: the cells of the source, in order.
        kernelspec: the kernel that the source names.
    """
    source = list(source)
    names = {cell.name for cell in source}
    last = {_name(cell): number for number, cell in enumerate(submitted.cells)}
    found: dict[str, NotebookNode] = {}
    added: dict[str | None, list[NotebookNode]] = {None: []}
    repairs, here = [], None
    for number, cell in enumerate(submitted.cells):
        name = _name(cell)
        if name in names and last[name] == number:
            found[name], here = cell, name
            added[name] = []
            continue
        if name in names:
            repairs.append(f"{name}: there twice, the last one counts")
        added[here].append(_plain(cell))
    wanted = [cell.name for cell in source if cell.name in found]
    if list(found) != wanted:
        repairs.append("cells put back in order")
    cells = list(added[None])
    for cell in source:
        cells.append(_known(cell, found.get(cell.name), repairs))
        cells += added.get(cell.name, [])
    notebook = new_notebook(cells=_numbered(cells))
    if kernelspec is not None:
        notebook.metadata["kernelspec"] = NotebookNode(kernelspec)
    return Restored(notebook, tuple(dict.fromkeys(repairs)))


def _known(cell: SourceCell, student_s: NotebookNode | None, repairs: list[str]) -> NotebookNode:
    text = cell.source
    if student_s is None:
        repairs.append(f"{cell.name}: missing, put back")
    else:
        repairs += [f"{cell.name}: {what}, put right" for what in _changes(cell, student_s)]
        if not cell.locked:
            text = student_s.source
    made = KINDS[cell.kind](text)
    made.metadata["nbgrader"] = NotebookNode(cell.marks)
    return made


def _changes(cell: SourceCell, student_s: NotebookNode) -> Iterator[str]:
    """What a student changed in a cell and may not."""
    given = {cell.source.strip(), (cell.released or "").strip()}
    if cell.locked and student_s.source.strip() not in given:
        yield "changed"
    if student_s.cell_type != cell.kind:
        yield f"{cell.kind} made {student_s.cell_type}"
    marks = student_s.metadata.get("nbgrader", {})
    for name in ("points", "grade", "solution", "locked", "task"):
        if name in marks and name in cell.marks and marks[name] != cell.marks[name]:
            yield f"{name} changed"
    if tags := HARMFUL.intersection(student_s.metadata.get("tags", [])):
        yield f"tagged {' '.join(sorted(tags))}"


def _name(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _plain(cell: NotebookNode) -> NotebookNode:
    return KINDS[cell.cell_type](cell.source)


def _numbered(cells: list[NotebookNode]) -> list[NotebookNode]:
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return cells
