"""The seam: what a verdict becomes in a notebook, read back by nbgrader's own rules."""

import json

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from autograder.asking import Question
from autograder.cells import CheckCell, read_check
from autograder.hidden import course_secret, hidden_cases
from autograder.sandbox.client import Ran
from autograder.verdicts import VERDICT, outputs, without_answer
from deeptuning.checks.remote import ANSWERS
from deeptuning.checks.store import pack
from deeptuning.checks.verdict import CaseVerdict, Verdict

pytestmark = pytest.mark.filterwarnings("ignore")

A, B, C = (CaseVerdict(group, "passed") for group in "abc")
WRONG = CaseVerdict("c", "failed", "theta: differs", "expected 0.123")
CASES = hidden_cases("optimizers/convert_momentum", b"secret" * 8, "optimizers")
FOUND = CheckCell("optimizers/convert_momentum", "convert_momentum")


def graded_cell(verdict, points):
    marks = {"grade": True, "solution": False, "points": points, "grade_id": "x", "locked": True}
    cell = new_code_cell("check(…)", metadata={"nbgrader": marks})
    cell.outputs = outputs(verdict, points)
    return cell


@pytest.mark.parametrize(
    ("verdict", "score"),
    [
        (Verdict("t/f", "T", "passed", (A, B, C)), 3),
        (Verdict("t/f", "T", "failed", (A, B, WRONG)), 2),
        (Verdict("t/f", "T", "failed", (A, WRONG)), 1.5),
        (Verdict("t/f", "T", "failed", (WRONG,)), 0),
        (Verdict("t/f", "T", "not attempted", (CaseVerdict("a", "not attempted"),)), 0),
        (Verdict("t/f", "T", "error"), 0),
    ],
)
def test_does_nbgrader_read_exactly_the_score(verdict, score):
    cell = graded_cell(verdict, 3)
    assert determine_grade(cell) == (score, 3)
    assert cell.outputs[0].data[VERDICT]["score"] == score


def test_is_a_share_that_does_not_come_out_even_still_a_number_nbgrader_takes():
    verdict = Verdict("t/f", "T", "failed", (A, B, WRONG))
    for points in (1, 2, 4, 5, 7, 0.7):
        assert determine_grade(graded_cell(verdict, points))[0] == round(points * 2 / 3, 2)


def test_are_values_kept_out_of_the_output():
    assert "0.123" not in str(outputs(Verdict("t/f", "T", "failed", (WRONG,)), 3))


def ask(*given):
    question = Question(FOUND, CASES)
    ran = Ran("ok", list(given))
    return question.verdict(ran) or without_answer(CASES, "none")


def answers(data):
    return new_output("display_data", {ANSWERS: data})


@pytest.mark.parametrize(
    "given",
    [
        (),
        (new_output("error", ename="CellTimeoutError", evalue="", traceback=[]),),
        (new_output("execute_result", {"text/plain": "100.0"}),),
        (answers({}),),
        (answers({"tree": [], "arrays": ""}),),
        (answers({"tree": [1, 2], "arrays": "!"}),),
        (answers(pack([])),),
        (answers(pack([{"status": "returned"}] * 9)),),
        (answers(pack([{"status": "passed"}] * 9)),),
        (answers(pack([{"status": "raised"}] * 9)),),
        (answers(pack([None] * 9)),),
        (answers(pack([{"status": "returned", "returned": {"x": [None]}, "changed": []}] * 9)),),
    ],
)
def test_does_no_message_of_a_kernel_break_the_grader_or_earn_points(given):
    verdict = ask(*given)
    assert verdict.status in ("error", "failed")
    assert verdict.score(2) == 0
    assert determine_grade(graded_cell(verdict, 2)) == (0, 2)


def test_is_a_right_answer_accepted():
    right = [{"status": "returned", "returned": c.expected, "changed": []} for c in CASES.cases]
    assert ask(answers(pack(right))).status == "passed"


RECORD = {
    "trials": [{"settings": {"k": k}, "loss": 0.1 * k} for k in range(6)],
    "selected": {"k": 0},
}
CHOSEN = {"rate": 0.1, "decay": 1e-4}


@pytest.mark.parametrize(
    ("name", "asked", "claimed", "found"),
    [
        ("projects/capstone", [], {"returned": RECORD}, "never tested"),
        ("projects/capstone", [{"predicted": "labels"}], {"returned": RECORD}, ""),
        ("projects/capstone", [{"predicted": 0}] * 2, {"returned": RECORD}, "selecting on test"),
        ("tuning/search", [{"part": "test"}], {"returned": CHOSEN}, "selecting on test"),
        ("tuning/search", [], {"returned": CHOSEN}, "nothing was searched"),
    ],
)
def test_do_only_the_looks_count_that_the_grader_has_counted(name, asked, claimed, found):
    cases = hidden_cases(name, b"secret" * 8, "a lab")
    question = Question(CheckCell(name, "f"), cases)
    for number, case in enumerate(cases.inputs):
        labels = case["problem"].get("labels")
        for request in asked:
            filled = {"case": number, "settings": CHOSEN, "epochs": 1} | request
            if "predicted" in filled:
                guess = labels if filled["predicted"] == "labels" else np.zeros_like(labels)
                filled["predicted"] = guess
            question.answer(json.dumps(pack(filled)))
    lies = {"looks": 1, "scores": [1.0], "one_class": False, "tested": 0, "refused": 0}
    lies["tried"] = [{"settings": {"rate": r, "decay": 1e-4}, "epochs": 20} for r in range(1, 7)]
    one = {"status": "returned", "changed": []} | claimed | lies
    verdict = question.verdict(Ran("ok", [answers(pack([one] * len(cases.inputs)))]))
    assert verdict.mistake == found
    assert (verdict.status == "passed") == (not found)


@pytest.mark.parametrize(
    "source",
    [
        "check('optimizers/adam_step', adam_step); x = 1",
        "check('optimizers/adam_step')",
        "check('optimizers/unknown', adam_step)",
        "assert adam_step(1) == 2",
        "check(name, adam_step)",
        "this is not Python",
        "",
    ],
)
def test_are_other_cells_left_to_nbgrader(source):
    marks = {"grade": True, "solution": False}
    assert read_check(new_code_cell(source, metadata={"nbgrader": marks})) is None


def test_is_an_ungraded_check_left_alone():
    assert read_check(new_code_cell("check('optimizers/adam_step', adam_step)")) is None


def test_is_the_secret_made_once_and_private(tmp_path):
    first = course_secret(tmp_path)
    path = tmp_path / ".autograder-secret"
    assert course_secret(tmp_path) == first
    assert len(first) >= 32
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("short")
    with pytest.raises(OSError, match="damaged"):
        course_secret(tmp_path)


def test_are_hidden_cases_the_same_for_everyone_and_different_for_another_course_or_lab():
    name = "optimizers/convert_momentum"
    draw = hidden_cases.__wrapped__
    same = draw(name, b"secret" * 8, "optimizers")
    assert same == CASES
    assert draw(name, b"other!" * 8, "optimizers").cases != CASES.cases
    assert draw(name, b"secret" * 8, "schedules").cases != CASES.cases
