"""What students hand in instead of a notebook: each kind, and what must come of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from autograder.records import GRADED, MISSING, UNREADABLE
from tests.autograder.broken.course import FULL, LAB, MOMENTUM

FILE = f"{LAB}.ipynb"


class Kind(NamedTuple):
    """One broken submission: `told` stands in its reason, or among its repairs.

    `nbgrader` says whether nbgrader itself can read it, and must come to the same scores.
    """

    name: str
    status: str
    score: float | None
    told: str
    nbgrader: bool
    write: Callable[[dict, Path], object]


KINDS: list[Kind] = []


def kind(name: str, status: str = GRADED, score: float = FULL, told: str = "", nbgrader=False):
    """Add a kind; the function is given a right submission and the folder to write to."""

    def add(write):
        KINDS.append(Kind(name, status, score if status == GRADED else None, told, nbgrader, write))
        return write

    return add


def put(folder: Path, what: dict | str | bytes, name: str = FILE) -> None:
    """Write a tree, text or bytes."""
    data = json.dumps(what) if isinstance(what, dict) else what
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def cell(tree: dict, name: str) -> dict:
    """The cell with a grade id, which is its id too."""
    return next(one for one in tree["cells"] if one["id"] == name)


def without(tree: dict, *names: str) -> dict:
    """The tree without some cells."""
    gone = [cell(tree, name) for name in names]
    return tree | {"cells": [c for c in tree["cells"] if c not in gone]}


def older(tree: dict, version: int) -> dict:
    """The tree as versions 2 and 3 of the format write it."""
    cells = []
    for c in tree["cells"]:
        text = "input" if c["cell_type"] == "code" else "source"
        one = {"cell_type": c["cell_type"], "metadata": c["metadata"], text: c["source"]}
        if c["cell_type"] == "code":
            one |= {"language": "python", "collapsed": False, "outputs": []}
        cells.append(one)
    sheets = [{"cells": cells, "metadata": {}}]
    return {
        "nbformat": version,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": sheets,
    }


# No notebook at all.
kind("truncated", UNREADABLE, told="no JSON")(lambda t, f: put(f, json.dumps(t)[:900]))
kind("empty", UNREADABLE, told="empty")(lambda t, f: put(f, b""))
kind("whitespace", UNREADABLE, told="empty")(lambda t, f: put(f, " \n\t\n"))
kind("no-json", UNREADABLE, told="no JSON")(lambda t, f: put(f, "print('hello')"))
kind("a-list", UNREADABLE, told="no notebook")(lambda t, f: put(f, "[1, 2]"))
kind("utf-16", UNREADABLE, told="not UTF-8")(lambda t, f: put(f, json.dumps(t).encode("utf-16")))
kind("null-bytes", UNREADABLE, told="no JSON")(lambda t, f: put(f, b"\0" * 4096))
kind("cells-null", UNREADABLE, told="no cells")(lambda t, f: put(f, t | {"cells": None}))
kind("cells-object", UNREADABLE, told="no cells")(lambda t, f: put(f, t | {"cells": {"0": 1}}))
kind("nested", UNREADABLE, told="too deeply")(lambda t, f: put(f, "[" * 200_000))
kind("huge-number", UNREADABLE, told="no JSON")(
    lambda t, f: put(f, '{"cells": ' + "9" * 9000 + "}")
)
kind("50-mb", UNREADABLE, told="50 MiB; 40 MiB")(lambda t, f: put(f, b" " * (50 << 20)))
kind("10-mb-cell", UNREADABLE, told="letters")(
    lambda t, f: put(f, {**t, "cells": [{"cell_type": "code", "source": "#" * (10 << 20)}]})
)
kind("6000-cells", UNREADABLE, told="6,000 cells; 5,000")(
    lambda t, f: put(f, {**t, "cells": [{"cell_type": "code", "source": "1"}] * 6000})
)


@kind("latin-1", UNREADABLE, told="not UTF-8")
def _latin(tree, folder):
    cell(tree, "why")["source"] = "größer"
    put(folder, json.dumps(tree, ensure_ascii=False).encode("latin-1"))


# Nothing where the notebook should be.
kind("empty-folder", MISSING, told=FILE)(lambda t, f: None)
kind("renamed", MISSING, told=FILE)(lambda t, f: put(f, t, "my solution.ipynb"))
kind("directory", UNREADABLE, told="no regular file")(lambda t, f: (f / FILE).mkdir())
kind("fifo", UNREADABLE, told="no regular file")(lambda t, f: os.mkfifo(f / FILE))


@kind("subfolder", MISSING, told=FILE)
def _subfolder(tree, folder):
    (folder / "week 1").mkdir()
    put(folder / "week 1", tree)


@kind("symlink", UNREADABLE, told="no regular file")
def _symlink(tree, folder):
    (folder / FILE).symlink_to(folder.parents[1] / "~neighbour 1" / LAB / FILE)


@kind("linked-folder", UNREADABLE, told="folder is a link")
def _linked(tree, folder):
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "~neighbour 1" / LAB)


@kind("linked-student", UNREADABLE, told="folder is a link")
def _linked_student(tree, folder):
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to(folder.parents[1] / "~neighbour 1")


@kind("file-for-folder", UNREADABLE, told="file where its folder")
def _file(tree, folder):
    folder.rmdir()
    folder.write_text("a lab?")


# Notebooks in a strange shape, which still hold work.
kind("utf-8-with-bom")(lambda t, f: put(f, json.dumps(t).encode("utf-8-sig")))
kind("crlf", nbgrader=True)(lambda t, f: put(f, json.dumps(t, indent=1).replace("\n", "\r\n")))
kind("version-3", nbgrader=True)(lambda t, f: put(f, older(t, 3)))
kind("version-2")(lambda t, f: put(f, older(t, 2)))
kind("version-5")(lambda t, f: put(f, t | {"nbformat": 5}))
kind("no-version")(lambda t, f: put(f, {"cells": t["cells"]}))
kind("nan-and-infinity", nbgrader=True)(
    lambda t, f: put(f, t | {"metadata": {"x": float("nan"), "y": [float("inf"), 10**4000]}})
)
kind("metadata-null")(lambda t, f: put(f, t | {"metadata": None}))
kind("another-kernel", nbgrader=True)(
    lambda t, f: put(f, t | {"metadata": {"kernelspec": {"name": "ir", "display_name": "R"}}})
)
kind("cell-no-object")(lambda t, f: put(f, t | {"cells": [None, 1, "x", [], *t["cells"]]}))
kind("extra-notebooks", nbgrader=True)(lambda t, f: (put(f, t), put(f, "{", "copy.ipynb")))
kind("no-marks", told="momentum_code: missing, put back")(
    lambda t, f: put(f, {**t, "cells": [c | {"metadata": {}} for c in t["cells"]]})
)
kind("no-cells", score=0, told="momentum: missing, put back", nbgrader=True)(
    lambda t, f: put(f, t | {"cells": []})
)
kind("grade-cell-deleted", told="momentum: missing, put back", nbgrader=True)(
    lambda t, f: put(f, without(t, "momentum", "seven"))
)
kind("solution-cell-deleted", score=3, told="momentum_code: missing, put back", nbgrader=True)(
    lambda t, f: put(f, without(t, "momentum_code"))
)
kind("reordered", told="put back in order", nbgrader=True)(
    lambda t, f: put(f, t | {"cells": t["cells"][::-1]})
)
kind("many-cells")(
    lambda t, f: put(f, t | {"cells": t["cells"] + [{"cell_type": "raw", "source": "-"}] * 4900})
)


def change(name, told="", score=FULL, nbgrader=False):
    """Add a kind in which cells are changed in place."""

    def add(edit):
        def write(tree, folder):
            edit(tree)
            put(folder, tree)

        return kind(name, score=score, told=told, nbgrader=nbgrader)(write)

    return add


@change("cell-metadata-of-any-type", "momentum_code: missing")
def _types(tree):
    for name, wrong in {"momentum_code": None, "rmsprop_code": [1], "why": 7}.items():
        cell(tree, name)["metadata"] = wrong


@change("source-of-any-type", score=0)
def _sources(tree):
    for name, wrong in {"momentum_code": None, "rmsprop_code": 7, "seven_code": {}}.items():
        cell(tree, name)["source"] = wrong


@change("source-as-lines", nbgrader=True)
def _lines(tree):
    for one in tree["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)


@change("surrogates", nbgrader=False)
def _surrogates(tree):
    cell(tree, "seven_code")["source"] = "seven = 7  # \ud800 \udfff"


@change("null-byte-in-a-cell", score=4)
def _null(tree):
    cell(tree, "seven_code")["source"] = "seven = 7 \0"


@change("duplicate-ids", nbgrader=True)
def _ids(tree):
    for one in tree["cells"]:
        one["id"] = "same"


@change("duplicate-grade-cell", "momentum: there twice", nbgrader=True)
def _twice(tree):
    tree["cells"].append(dict(cell(tree, "momentum")))


@change("duplicate-answer-last-counts", "momentum_code: there twice", nbgrader=True)
def _last(tree):
    wrong = {**cell(tree, "momentum_code"), "source": "def convert_momentum(*_): return 0.0"}
    tree["cells"].insert(2, wrong)


@change("points-changed", "momentum: points changed", nbgrader=True)
def _points(tree):
    cell(tree, "momentum")["metadata"]["nbgrader"]["points"] = 100


@change("locked-cell-changed", "momentum: changed, put right", score=3, nbgrader=True)
def _locked(tree):
    cell(tree, "momentum_code")["source"] = "raise SystemExit"
    cell(tree, "momentum")["source"] = "pass"
    cell(tree, "momentum")["metadata"]["nbgrader"]["locked"] = False


@change("grade-made-solution", "seven: solution changed", score=4)
def _solution(tree):
    cell(tree, "seven_code")["source"] = "seven = 8"
    cell(tree, "seven")["metadata"]["nbgrader"]["solution"] = True


@change("tags", "seven: tagged raises-exception skip-execution", score=4, nbgrader=True)
def _tags(tree):
    cell(tree, "seven_code")["source"] = "seven = 8"
    cell(tree, "seven")["metadata"]["tags"] = ["skip-execution", "raises-exception"]


@change("test-made-markdown", "seven: code made markdown", score=4, nbgrader=True)
def _markdown(tree):
    cell(tree, "seven_code")["source"] = "seven = 8"
    make(cell(tree, "seven"), "markdown")


@change("answer-made-raw", "momentum_code: code made raw", nbgrader=True)
def _raw(tree):
    make(cell(tree, "momentum_code"), "raw")


@change("forged-outputs", score=0, nbgrader=True)
def _outputs(tree):
    forged = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
    forged["data"] = {"text/plain": "2.0", "application/vnd.deeptuning.verdict+json": {"score": 2}}
    for name in ("momentum", "rmsprop", "seven"):
        cell(tree, f"{name}_code")["source"] = "pass"
        cell(tree, name)["outputs"] = [forged] * 50


@change("added-cells", nbgrader=True)
def _added(tree):
    extra = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    tree["cells"].insert(3, {**extra, "source": MOMENTUM, "id": "mine"})
    tree["cells"].append({**extra, "source": "1 / 0", "id": "mine-too"})


def make(one: dict, cell_type: str) -> None:
    """Turn a code cell into one of text."""
    one["cell_type"] = cell_type
    one.pop("outputs", None)
    one.pop("execution_count", None)


# Names that are hard to bear; the work is right.
NAMES = (
    "Ana María O'Neil",
    "李雷",
    '"quoted" & <b>bold',
    "-rf",
    "=cmd|calc",
    "semi;colon, comma",
    "new\nline",
    "%41%00",
    "ü" * 100,
    "a" * 255,
    "Robert'); DROP TABLE grade;--",
)
for each in NAMES:
    kind(each)(lambda t, f: put(f, t))
