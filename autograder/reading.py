"""Read what a student handed in: bytes that may be anything, into a notebook of plain cells."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

MAX_BYTES = 40 << 20
MAX_CELLS = 5_000
MAX_SOURCE = 1 << 20  # letters of one cell
TAG = re.compile(r"[^,]+")  # what the format allows
MARKS = ("grade_id", "points", "grade", "solution", "locked", "task")
KINDS = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


class UnreadableError(ValueError):
    """A file that is no notebook; the message says why."""


def read_submission(path: Path) -> NotebookNode:
    """Return the cells of a handed-in file, without outputs and metadata.

    Of a cell's metadata only nbgrader's marks and the tags are kept, for those who tell what was
    changed. All versions of the format are read. Links are not followed, in the folder neither.

    Raises:
        FileNotFoundError: there is no such file.
        UnreadableError: it is no regular file, too large, or no notebook.
    """
    if path.parent.is_symlink() or path.parent.parent.is_symlink():
        raise UnreadableError("Its folder is a link.")
    if path.parent.exists() and not path.parent.is_dir():
        raise UnreadableError("There is a file where its folder should be.")
    kind = path.lstat()
    if not stat.S_ISREG(kind.st_mode):
        raise UnreadableError("It is no regular file.")
    if kind.st_size > MAX_BYTES:
        size = kind.st_size / 2**20
        raise UnreadableError(f"It has {size:.0f} MiB; {MAX_BYTES >> 20} MiB are allowed.")
    try:
        # What is no file any more must not block or lead elsewhere.
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return parse(file.read(MAX_BYTES))
    except OSError as error:
        raise UnreadableError(f"It cannot be opened: {error.strerror}.") from error


def parse(data: bytes) -> NotebookNode:
    """Return the notebook in the bytes of a file; see `read_submission`."""
    if not data.strip():
        raise UnreadableError("It is empty.")
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableError("It is not UTF-8 text.") from None
    except RecursionError:
        raise UnreadableError("It is nested too deeply.") from None
    except ValueError as error:
        raise UnreadableError(f"It is no JSON: {error}.") from None
    cells = _cells(tree)
    if len(cells) > MAX_CELLS:
        raise UnreadableError(f"It has {len(cells):,} cells; {MAX_CELLS:,} are allowed.")
    return new_notebook(cells=[cell for cell in map(_cell, cells) if cell is not None])


def _cells(tree: Any) -> list:
    if not isinstance(tree, dict):
        raise UnreadableError("It is JSON, but no notebook.")
    cells = tree.get("cells")
    if cells is None and isinstance(tree.get("worksheets"), list):  # formats 2 and 3
        sheets = [w.get("cells") for w in tree["worksheets"] if isinstance(w, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        raise UnreadableError("It is JSON, but no notebook: it has no cells.")
    return cells


def _cell(cell: Any) -> NotebookNode | None:
    if not isinstance(cell, dict) or cell.get("cell_type") not in (*KINDS, "heading"):
        return None
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    if len(source) > MAX_SOURCE:
        raise UnreadableError(f"A cell has {len(source):,} letters; {MAX_SOURCE:,} are allowed.")
    kind = cell["cell_type"] if cell["cell_type"] in KINDS else "markdown"
    source = source.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    return KINDS[kind](source, metadata=_kept(cell.get("metadata")))


def _kept(metadata: Any) -> dict:
    """Of a cell's metadata, what has the right type among nbgrader's marks and the tags."""
    if not isinstance(metadata, dict):
        return {}
    marks, tags = metadata.get("nbgrader"), metadata.get("tags")
    kept = {}
    if isinstance(marks, dict) and isinstance(marks.get("grade_id"), str):
        kept["nbgrader"] = {name: marks[name] for name in MARKS if _is_plain(marks.get(name))}
    if isinstance(tags, list):
        words = [tag for tag in tags if isinstance(tag, str) and TAG.fullmatch(tag)]
        kept["tags"] = list(dict.fromkeys(words))  # the format wants each once
    return kept


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float)
