"""A submission is put right from its source, whatever was done to it."""

import random

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.restore import SourceCell, restore

KINDS = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
NAMES = ("setup", "answer", "test", "why")
SOURCE = (
    SourceCell("setup", "code", "import x", True, {"grade_id": "setup", "locked": True}),
    SourceCell("answer", "code", "pass", False, {"grade_id": "answer", "locked": False}),
    SourceCell("test", "code", "full", True, {"grade_id": "test", "points": 2, "grade": True}, "t"),
    SourceCell("why", "markdown", "?", False, {"grade_id": "why", "locked": False, "points": 4}),
)


def cell(name, source, kind="code", **metadata):
    made = KINDS[kind](source)
    made.metadata = NotebookNode(metadata)
    if name is not None:
        made.metadata["nbgrader"] = NotebookNode(metadata.get("nbgrader", {}) | {"grade_id": name})
    return made


GOOD = (
    ("setup", "import x", "code"),
    ("answer", "mine", "code"),
    ("test", "t", "code"),
    ("why", "because", "markdown"),
)


def good(**changed):
    return [changed.get(name, cell(name, source, kind)) for name, source, kind in GOOD]


def sources(restored):
    return [cell.source for cell in restored.notebook.cells]


def test_is_a_good_submission_left_alone():
    done = restore(new_notebook(cells=good()), SOURCE, {"name": "python3"})
    assert done.repairs == ()
    assert sources(done) == ["import x", "mine", "full", "because"]
    assert done.notebook.metadata.kernelspec.name == "python3"


CELLS = st.builds(
    cell,
    st.sampled_from((*NAMES, "unknown", None)),
    st.text(max_size=5),
    st.sampled_from(tuple(KINDS)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(CELLS, max_size=12))
def test_is_every_submission_the_source_with_the_students_answers(cells):
    done = restore(new_notebook(cells=cells), SOURCE).notebook
    nbformat.validate(done)
    known = [c for c in done.cells if c.metadata.get("nbgrader")]
    assert [c.metadata["nbgrader"] for c in known] == [one.marks for one in SOURCE]
    assert [c.cell_type for c in known] == [one.kind for one in SOURCE]
    for one, found in zip(SOURCE, known, strict=True):
        theirs = [
            c.source for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == one.name
        ]
        assert found.source == (one.source if one.locked or not theirs else theirs[-1])
    missing = sum(
        one.name not in {c.metadata.get("nbgrader", {}).get("grade_id") for c in cells}
        for one in SOURCE
    )
    assert len(done.cells) == len(cells) + missing  # nothing of the student's is lost


@pytest.mark.parametrize("seed", range(5))
def test_is_the_order_put_right_and_are_added_cells_kept_beside(seed):
    cells = good()
    random.Random(seed).shuffle(cells)
    extra = [made for one in cells for made in (one, cell(None, f"after {one.source}"))]
    done = restore(new_notebook(cells=extra), SOURCE)
    pairs = [
        s
        for c in good()
        for s in (
            c.source.replace("t", "full") if c.source == "t" else c.source,
            f"after {c.source}",
        )
    ]
    assert sources(done) == pairs
    in_order = [one.metadata["nbgrader"]["grade_id"] for one in cells] == list(NAMES)
    assert ("cells put back in order" in done.repairs) != in_order


def test_does_an_earlier_copy_run_before_the_one_that_counts():
    first = cell("answer", "old")
    done = restore(new_notebook(cells=[good()[0], first, *good()[1:]]), SOURCE)
    assert sources(done)[:3] == ["import x", "old", "mine"]
    assert done.repairs == ("answer: there twice, the last one counts",)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"setup": cell("setup", "import y")}, "setup: changed, put right"),
        ({"answer": cell("answer", "mine", "raw")}, "answer: code made raw, put right"),
        ({"test": cell("test", "t", nbgrader={"points": 9})}, "test: points changed, put right"),
        (
            {"why": cell("why", "b", "markdown", nbgrader={"locked": True})},
            "why: locked changed, put right",
        ),
        (
            {"test": cell("test", "t", tags=["skip-execution"])},
            "test: tagged skip-execution, put right",
        ),
    ],
)
def test_is_every_repair_named(changed, told):
    done = restore(new_notebook(cells=good(**changed)), SOURCE)
    assert done.repairs == (told,)
    assert "tags" not in done.notebook.cells[2].metadata


def test_is_a_missing_cell_put_back_and_named():
    done = restore(new_notebook(cells=good()[:2]), SOURCE)
    assert sources(done) == ["import x", "mine", "full", "?"]
    assert done.repairs == ("test: missing, put back", "why: missing, put back")
