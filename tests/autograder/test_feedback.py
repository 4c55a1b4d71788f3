"""Does feedback tell what went wrong, and nothing that is hidden?"""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.feedback import HIDDEN_FAILED, HIDDEN_PASSED, LEFT_OUT, NothingHidden
from autograder.records import Record, write_record
from autograder.verdicts import outputs
from deeptuning.checks.verdict import CaseVerdict, Verdict

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader warns of itself

SECRET = "0.31415926"
CHECK = 'check("optimizers/adam_step", adam_step)'
TEST = f"""assert f(1) == 1
### BEGIN HIDDEN TESTS
assert f({SECRET}) == 7
### END HIDDEN TESTS"""


def marked(source, name, **marks):
    told = {"grade_id": name, "grade": True, "solution": False, "points": 2, "locked": True}
    return new_code_cell(source, metadata={"nbgrader": told | marks})


def told(cells, tmp_path, monkeypatch, record=None):
    """The text of a notebook's feedback."""
    monkeypatch.chdir(tmp_path)
    if record is not None:
        write_record(tmp_path, record)
    notebook = new_notebook(cells=cells)
    NothingHidden().preprocess(notebook, {"nbgrader": {"assignment": "lab", "student": "ada"}})
    return notebook


def error(name="AssertionError", value=SECRET):
    return new_output("error", ename=name, evalue=value, traceback=[f"assert f({SECRET}) == 7"])


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        ([error()], HIDDEN_FAILED),
        ([new_output("stream", text=SECRET)], HIDDEN_PASSED),
        ([new_output("stream", text=SECRET), error()], HIDDEN_FAILED),
        ([], HIDDEN_PASSED),
    ],
)
def test_are_hidden_tests_and_what_they_showed_left_out(shown, outcome, tmp_path, monkeypatch):
    cell = marked(TEST, "test_f")
    cell.outputs = shown
    notebook = told([cell], tmp_path, monkeypatch)
    assert SECRET not in json.dumps(notebook)
    assert notebook.cells[0].source == "assert f(1) == 1"
    assert notebook.cells[0].outputs[0].data["text/plain"] == outcome


@pytest.mark.parametrize("hidden", [marked(CHECK, "adam_step"), marked(TEST, "test_f")])
def test_can_a_function_show_hidden_inputs_in_a_later_cell(hidden, tmp_path, monkeypatch):
    seen = new_output("stream", text=SECRET)
    before, after = new_code_cell("before", outputs=[new_output("stream", text="mine")]), None
    after = new_code_cell("after", outputs=[seen, error("Leak" + SECRET)])
    visible = marked("assert f(1) == 1", "visible")
    visible.outputs = [error()]
    notebook = told([before, hidden, after, visible], tmp_path, monkeypatch)
    assert SECRET not in json.dumps(notebook)
    assert notebook.cells[0].outputs[0].text == "mine"
    assert [c.outputs[0].data["text/plain"] for c in notebook.cells[2:]] == [LEFT_OUT] * 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (f"Leak{SECRET}: x", "an error of its own"),
        (f"ValueError in f, line 3: {SECRET}", "ValueError"),
        ("ValueError in f, line 31415926: return 1 / x", "ValueError in f: return 1 / x"),
        ("ValueError in _31415926, line 2: return 1 / x", "ValueError"),
        ("KeyError in <module>, line 2: return 1 / x", "KeyError in <module>: return 1 / x"),
        (
            "NameError: the function does not exist; did its cell fail?",
            "NameError: the function does not exist; did its cell fail?",
        ),
    ],
)
def test_does_a_card_repeat_only_what_the_student_wrote(words, expected, tmp_path, monkeypatch):
    cases = (CaseVerdict("plain", "error", words), CaseVerdict("other", "failed", "theta: differs"))
    check = marked(CHECK, "adam_step")
    check.outputs = outputs(Verdict("t/f", "T", "failed", cases), 2)
    code = new_code_cell("def f(x):\n    return 1 / x")
    notebook = told([code, check], tmp_path, monkeypatch)
    text = notebook.cells[1].outputs[0].data["text/plain"]
    assert f"      {expected}\n" in text + "\n"
    assert "theta: differs" in text
    assert SECRET not in json.dumps(notebook)
    assert "31415926" not in json.dumps(notebook)


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("The function gave no answer (ValueError).", "The function gave no answer (ValueError)."),
        ("The function gave no answer: timed out.", "The function gave no answer: timed out."),
        (f"The function gave no answer (E{SECRET}).", "It gave no answer."),
        ("The function gave no answer (E31415926).", "The function gave no answer."),
    ],
)
def test_is_the_name_of_an_error_of_their_own_kept_out(why, expected, tmp_path, monkeypatch):
    check = marked(CHECK, "adam_step")
    check.outputs = outputs(Verdict("t/f", "T", "error", hint=why), 2)
    text = told([check], tmp_path, monkeypatch).cells[0].outputs[0].data["text/plain"]
    assert expected in text
    assert "31415926" not in text


def test_are_mistake_hint_and_score_told(tmp_path, monkeypatch):
    cases = (CaseVerdict("plain", "failed", "theta: off by 2 %"), CaseVerdict("b", "passed"))
    check = marked(CHECK, "adam_step")
    check.outputs = outputs(Verdict("t/f", "T", "failed", cases, "no root", "Mind the root."), 2)
    shown = told([check], tmp_path, monkeypatch).cells[0].outputs
    for text in ("Looks like: no root", "Mind the root.", "theta: off by 2 %"):
        assert text in shown[0].data["text/html"]
    assert shown[1].data["text/plain"] == "1.0"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("timed out", "took longer than is allowed"),
        ("out of memory", "needed more memory than is allowed"),
        ("kernel died", "ended the kernel"),
        ("too much output", "showed more than is allowed"),
    ],
)
def test_are_faults_and_repairs_named_in_plain_words(fault, words, tmp_path, monkeypatch):
    record = Record("ada", "lab", "key", faults={"1": fault, "f": fault})
    record.repairs = ["g: changed, put right", "cells put back in order"]
    stopped = new_output("error", ename="Stopped", evalue="x", traceback=["Stopped: x"])
    cells = [new_markdown_cell("hi"), new_code_cell("x", outputs=[stopped]), marked("y", "f")]
    notebook = told(cells, tmp_path, monkeypatch, record)
    top = notebook.cells[0].source
    assert f"- Cell 2 of your notebook {words}" in top
    assert f"- The cell `f` {words}" in top
    assert "- `g`: changed, put right" in top
    assert "- cells put back in order" in top
    for cell in notebook.cells[2:]:
        assert [o.data["text/plain"].startswith(f"This cell {words}") for o in cell.outputs] == [1]


def test_is_nothing_said_when_nothing_happened(tmp_path, monkeypatch):
    notebook = told([new_markdown_cell("hi")], tmp_path, monkeypatch, Record("ada", "lab", "key"))
    assert [cell.source for cell in notebook.cells] == ["hi"]
