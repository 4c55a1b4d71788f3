"""Scores of classic cells, read back with nbgrader's own rule."""

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from autograder.scoring import clipped, number, tidy

POINTS = 3.0
ERROR = new_output("error", ename="AssertionError", evalue="", traceback=[])
STDERR = new_output("stream", name="stderr", text="Warning: 100 %")


def result(text):
    return new_output("execute_result", {"text/plain": text})


@pytest.mark.parametrize(
    ("outputs", "score"),
    [
        ([], 3),
        ([ERROR], 0),
        ([STDERR], 3),
        ([STDERR, ERROR], 0),
        ([result("2")], 2),
        ([result("2.5")], 2.5),
        ([result("np.float64(2.5)")], 2.5),
        ([result("tensor(2.5000)")], 2.5),
        ([result("tensor(2.5, dtype=torch.float64)")], 2.5),
        ([result("array(2.5)")], 2.5),
        ([result("<tf.Tensor: shape=(), dtype=float32, numpy=2.5>")], 2.5),
        ([result("np.float64(0.0)")], 0),
        ([result("tensor(0.)")], 0),
        ([result("nan")], 0),
        ([result("np.float64(nan)")], 0),
        ([result("inf")], 3),
        ([result("-inf")], 0),
        ([result("-1")], 0),
        ([result("3.0000001")], 3),
        ([result("1e9")], 3),
        ([result("[<matplotlib.lines.Line2D>]")], 3),
        ([result("3"), ERROR], 0),
        ([ERROR, result("3")], 0),
        ([result("3"), result("1")], 1),
        ([result("'3'")], 3),
    ],
)
def test_what_nbgrader_reads_after_tidying(outputs, score):
    marks = {"grade": True, "solution": False, "points": POINTS, "grade_id": "x"}
    cell = new_code_cell("assert …", metadata={"nbgrader": marks}, outputs=outputs)
    tidy(cell, POINTS)
    assert determine_grade(cell) == (score, POINTS)


@pytest.mark.parametrize("text", ["", "one", "1 2", "tensor([1.])", "array([1, 2])", "(1,)"])
def test_other_texts_are_no_numbers(text):
    assert number(text) is None


def test_a_score_is_a_plain_float_within_bounds():
    for score in (True, 1, 1.5, 10**9, float("nan"), float("-inf")):
        found = clipped(score, 2)
        assert type(found) is float
        assert 0 <= found <= 2
