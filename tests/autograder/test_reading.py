"""Any bytes become a notebook of plain cells, or a reason."""

import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reading import MAX_CELLS, MAX_SOURCE, UnreadableError, parse, read_submission

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NAMES = ("cells", "worksheets", "cell_type", "source", "input", "metadata", "nbgrader", "grade_id")
WORDS = st.sampled_from((*NAMES, "tags", "points", "code", "markdown", "raw", "heading", "x"))
JSON = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner),
    max_leaves=25,
)
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(("code", "markdown"))},
    optional={"source": JSON, "input": JSON, "metadata": JSON},
)


def notebook(*cells, **more):
    return json.dumps({"cells": cells, **more}).encode()


@settings(max_examples=150, deadline=None)
@given(st.binary() | JSON.map(lambda tree: json.dumps(tree).encode()))
def test_does_every_file_become_a_notebook_or_a_reason(data):
    try:
        found = parse(data)
    except UnreadableError:
        return
    nbformat.validate(found)


@settings(max_examples=150, deadline=None)
@given(st.lists(CELL | JSON, max_size=6))
def test_is_whatever_is_in_the_cells_a_valid_notebook_that_can_be_written(cells):
    found = parse(notebook(*cells))
    nbformat.validate(found)
    again = parse(nbformat.writes(found).encode())
    assert [cell.source for cell in again.cells] == [cell.source for cell in found.cells]
    assert [cell.metadata for cell in again.cells] == [cell.metadata for cell in found.cells]


@pytest.mark.parametrize("wrong", ["", "a,b", "a", 1, None, "\n"])
def test_are_only_tags_kept_that_the_format_allows(wrong):
    metadata = {"tags": ["a", wrong, "b"]}
    found = parse(notebook({"cell_type": "code", "source": "", "metadata": metadata}))
    nbformat.validate(found)
    kept = found.cells[0].metadata["tags"]
    assert [tag for tag in kept if tag != wrong or tag == "a"] == ["a", "b"]


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_does_a_source_survive(text):
    cell = parse(notebook({"cell_type": "code", "source": text})).cells[0]
    assert cell.source == text.replace("\r\n", "\n")
    assert cell.outputs == []


def test_are_sources_read_however_they_are_written():
    cells = [
        {"cell_type": "code", "source": ["a\n", "b"]},
        {"cell_type": "code", "input": "c"},
        {"cell_type": "heading", "source": "d"},
        {"cell_type": "code", "source": None},
        {"cell_type": "code", "source": 7},
        {"cell_type": "code", "source": ["e", 1, None, "f"]},
        {"cell_type": "code"},
        {"cell_type": "unknown", "source": "gone"},
    ]
    found = parse(notebook(*cells)).cells
    assert [cell.source for cell in found] == ["a\nb", "c", "d", "", "", "ef", ""]
    assert found[2].cell_type == "markdown"


def test_are_halves_of_letters_replaced():
    data = rb'{"cells": [{"cell_type": "code", "source": "x\ud800y"}]}'
    assert parse(data).cells[0].source == "x?y"


def test_are_only_marks_and_tags_kept_and_only_of_the_right_type():
    marks = {"grade_id": "a", "points": 3, "locked": [1], "grade": True, "checksum": "f", "x": 1}
    metadata = {"nbgrader": marks, "tags": ["t", 3], "collapsed": True}
    cell = parse(notebook({"cell_type": "code", "source": "", "metadata": metadata})).cells[0]
    kept = {"grade_id": "a", "points": 3, "grade": True}
    assert cell.metadata == {"nbgrader": kept, "tags": ["t"]}
    for wrong in (None, [], 3, {"nbgrader": 3}, {"nbgrader": {"grade_id": 3}}, {"tags": "t"}):
        one = {"cell_type": "code", "source": "", "metadata": wrong}
        assert parse(notebook(one)).cells[0].metadata == {}


@pytest.mark.parametrize("sheet", [None, 3, {}, {"cells": None}, {"cells": 3}])
def test_does_an_old_notebook_without_cells_have_none(sheet):
    assert parse(json.dumps({"worksheets": [sheet]}).encode()).cells == []


def test_are_the_bounds_the_bounds():
    one = {"cell_type": "raw", "source": ""}
    assert len(parse(notebook(*[one] * MAX_CELLS)).cells) == MAX_CELLS
    with pytest.raises(UnreadableError, match="5,001 cells; 5,000"):
        parse(notebook(*[one] * (MAX_CELLS + 1)))
    longest = {"cell_type": "code", "source": "x" * MAX_SOURCE}
    assert len(parse(notebook(longest)).cells[0].source) == MAX_SOURCE
    with pytest.raises(UnreadableError, match="letters"):
        parse(notebook(longest | {"source": "x" * (MAX_SOURCE + 1)}))


def test_is_a_file_that_may_not_be_opened_a_reason(tmp_path, monkeypatch):
    path = tmp_path / "lab.ipynb"
    path.write_bytes(notebook())
    assert read_submission(path).cells == []

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(UnreadableError, match="cannot be opened: Permission denied"):
        read_submission(path)


def test_is_a_missing_file_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_submission(tmp_path / "lab.ipynb")
    with pytest.raises(FileNotFoundError):
        read_submission(tmp_path / "nobody" / "lab.ipynb")
