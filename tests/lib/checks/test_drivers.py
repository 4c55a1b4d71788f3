import contextlib

import numpy as np
import pytest

from deeptuning.checks.drivers import drive
from deeptuning.checks.oracle import BudgetExceededError, GradientOracle
from deeptuning.checks.problems import PROBLEMS

QUADRATIC = {
    "name": "quadratic",
    "hessian": np.array([[2.0, 0.5], [0.5, 1.0]]),
    "minimum": np.array([1.0, -1.0]),
}
SOFTMAX = {
    "name": "softmax_regression",
    "x": np.random.default_rng(0).normal(size=(6, 3)),
    "y": np.array([0, 1, 1, 0, 1, 0]),
}


def one(subject, **inputs):
    return drive("call", subject, [inputs])[0]


def test_is_the_plain_answer_returned():
    answer = one(lambda x: (x, 2), x=np.ones(2))
    assert answer["status"] == "returned"
    assert answer["returned"][0].tolist() == [1, 1]
    assert answer["changed"] == []


def add_in_place(x, y):
    x += 1
    return x


def test_are_changed_inputs_named_and_the_cases_left_alone():
    case = {"x": np.zeros(2), "y": [1, float("nan")]}
    answer = drive("call", add_in_place, [case])[0]
    assert answer["changed"] == ["x"]
    assert case["x"].tolist() == [0, 0]


def test_is_a_result_kept_that_is_changed_later():
    kept = np.zeros(2)

    def subject(step):
        kept[:] = step
        return kept

    answers = drive("call", subject, [{"step": 1.0}, {"step": 2.0}])
    assert [a["returned"][0] for a in answers] == [1, 2]


def not_written(x):
    raise NotImplementedError()


def divide(x):
    y = x
    return y / 0


def leave(x):
    raise SystemExit(3)


@pytest.mark.parametrize(
    ("subject", "status"),
    [
        (not_written, "not attempted"),
        (divide, "raised"),
        (leave, "raised"),
        (lambda: 1, "raised"),
        (lambda x: {1, 2}, "not plain"),
    ],
)
def test_is_every_outcome_an_answer(subject, status):
    assert one(subject, x=1)["status"] == status


def test_does_an_error_name_the_line_of_the_student():
    error = one(divide, x=1)["error"]
    assert error["type"] == "ZeroDivisionError"
    assert error["code"] == "return y / 0"
    assert error["function"] == "divide"


def test_is_the_line_of_the_student_named_when_a_library_raises():
    def subject(x):
        return np.linalg.inv(np.ones((2, 3)))

    assert one(subject, x=1)["error"]["code"] == "return np.linalg.inv(np.ones((2, 3)))"


@pytest.mark.parametrize("problem", [QUADRATIC, SOFTMAX], ids=lambda p: p["name"])
def test_is_each_gradient_the_slope_of_its_loss(problem):
    shape = (2,) if problem is QUADRATIC else (3, 2)
    theta = np.random.default_rng(1).normal(size=shape)
    loss, gradient = PROBLEMS[problem["name"]]
    slope = np.zeros(shape)
    for i in np.ndindex(shape):
        step = np.zeros(shape)
        step[i] = 1e-6
        slope[i] = (loss(problem, theta + step) - loss(problem, theta - step)) / 2e-6
    assert np.allclose(gradient(problem, theta), slope, rtol=1e-7, atol=1e-8)


def test_is_softmax_safe_for_large_logits():
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(PROBLEMS["softmax_regression"].loss(SOFTMAX, np.full((3, 2), 1e3)))


def test_does_the_gradient_keep_to_its_budget():
    gradient = GradientOracle(QUADRATIC, budget=2)
    gradient(np.zeros(2))
    gradient([0.0, 0.0])
    with pytest.raises(BudgetExceededError, match="2 gradient calls; this is call 3"):
        gradient(np.zeros(2))


@pytest.mark.parametrize(("sign", "uphill"), [(-1, False), (1, True)])
def test_is_a_first_move_uphill_noticed(sign, uphill):
    def subject(gradient, theta0, budget):
        gradient(theta0 + sign * 0.01 * gradient(theta0))
        return theta0

    case = {"problem": QUADRATIC, "theta0": np.zeros(2), "budget": 5}
    answer = drive("with_gradient", subject, [case])[0]
    assert answer["uphill"] is uphill
    assert answer["calls"] == 2
    assert answer["changed"] == []


def test_is_an_exception_without_words_survived():
    class MuteError(Exception):
        def __str__(self):
            raise RuntimeError("no words")

    def subject():
        raise MuteError

    answer = drive("call", subject, [{}])[0]
    assert answer["status"] == "raised"
    assert answer["error"]["type"] == "MuteError"
    assert answer["error"]["message"] == "(its message cannot be shown)"


def test_does_a_refused_call_not_count():
    def subject(gradient, theta0, budget):
        with contextlib.suppress(BudgetExceededError):
            while True:
                gradient(theta0)
        return theta0

    case = {"problem": QUADRATIC, "theta0": np.zeros(2), "budget": 3}
    assert drive("with_gradient", subject, [case])[0]["calls"] == 3


def test_is_a_generator_handed_over_in_place_of_its_seed():
    inputs = {"n": 3, "seed": 5}
    answer = drive("with_rng", lambda n, rng: rng.permutation(n), [inputs])[0]
    assert answer["returned"].tolist() == np.random.default_rng(5).permutation(3).tolist()
    assert inputs == {"n": 3, "seed": 5}
