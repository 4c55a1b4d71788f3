import numpy as np
import pytest

from deeptuning.checks.cases import CaseSet, Expectation, KnownMistake
from deeptuning.checks.compare import Tolerance
from deeptuning.checks.drivers import drive
from deeptuning.checks.judge import IN_PLACE, NOTHING_RETURNED, judge

X = np.array([1.0, 2.0])
CASES = CaseSet(
    name="topic/double",
    title="Double it",
    driver="call",
    returns=(),
    tolerance=Tolerance(),
    criterion=None,
    cases=(
        Expectation("small", {"x": X}, 2 * X),
        Expectation("small", {"x": X + 1}, 2 * X + 2),
        Expectation("large", {"x": X * 1e6}, 2e6 * X),
    ),
    mistakes=(
        KnownMistake("squared", "Twice, not itself.", [X**2, (X + 1) ** 2, X**2 * 1e12]),
        KnownMistake("nan", "Not a number.", [X * np.nan] * 3),
    ),
)


def verdict_of(subject):
    return judge(CASES, drive("call", subject, CASES.inputs))


def double_in_place(x):
    x *= 2
    return x


def stub(x):
    raise NotImplementedError


def sometimes(x):
    if x[0] > 10:
        raise ValueError(f"too large: {x[0]}")
    return 2 * x


@pytest.mark.parametrize(
    ("subject", "status", "mistake", "score"),
    [
        (lambda x: 2 * x, "passed", "", 4.0),
        (lambda x: (2 * x).tolist(), "passed", "", 4.0),
        (lambda x: x**2, "failed", "squared", 0.0),
        (lambda x: x * np.nan, "failed", "nan", 0.0),
        (lambda x: 3 * x, "failed", "", 0.0),
        (lambda x: np.minimum(2 * x, 100), "failed", "", 2.0),
        (lambda x: None, "failed", NOTHING_RETURNED, 0.0),
        (double_in_place, "failed", IN_PLACE, 0.0),
        (stub, "not attempted", "", 0.0),
        (sometimes, "failed", "", 2.0),
        (lambda y: y, "error", "", 0.0),
        (lambda x: x[None] * 2, "failed", "", 0.0),
        (lambda x: object(), "failed", "", 0.0),
    ],
)
def test_is_every_answer_judged(subject, status, mistake, score):
    verdict = verdict_of(subject)
    assert (verdict.status, verdict.mistake, verdict.score(4)) == (status, mistake, score)


def test_is_a_group_worth_something_only_when_all_of_it_passes():
    verdict = verdict_of(lambda x: 2 * x if x[0] == 1 else x)
    assert verdict.passed == 1
    assert verdict.groups == {"small": False, "large": False}


def test_is_the_score_always_a_plain_float_within_the_points():
    for points in (1, 2.5, 3, 7, 0.1):
        for subject in (sometimes, stub, lambda x: 2 * x):
            score = verdict_of(subject).score(points)
            assert type(score) is float
            assert 0 <= score <= points


def test_does_the_verdict_without_numbers_give_no_value_away():
    verdict = verdict_of(sometimes)
    told = str(verdict_of(lambda x: x + 0.987654).without_numbers().to_json())
    assert "too large: 1000000.0" in str(verdict.to_json())
    assert "1000000" not in str(verdict.without_numbers().to_json())
    assert "expected 2" not in told
    assert "0.98" not in told


def test_is_the_number_of_answers_checked():
    with pytest.raises(ValueError, match="1 answers to 3 cases"):
        judge(CASES, [{"status": "not attempted"}])


def test_does_the_case_set_survive_the_way_through_plain_data():
    again = CaseSet.from_tree(CASES.to_tree())
    assert judge(again, drive("call", lambda x: 2 * x, again.inputs)).status == "passed"
