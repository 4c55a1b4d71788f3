import numpy as np
import pytest

from deeptuning.checks.criteria import loss_at_most
from deeptuning.checks.problems import PROBLEMS

# loss = θ² / 2, from 8 at θ = 4 to a target of 0.5 at θ = 1
PROBLEM = {"name": "quadratic", "hessian": np.eye(1), "minimum": np.zeros(1)}
INPUTS = {"problem": PROBLEM, "theta0": np.array([4.0]), "budget": 10}
TARGET = {"target": 0.5}


def find(theta, calls=10, uphill=False):
    answer = {"status": "returned", "returned": theta, "calls": calls, "uphill": uphill}
    return loss_at_most(INPUTS, TARGET, answer)


@pytest.mark.parametrize("theta", [1.0, -1.0, 0.0])
def test_does_the_target_itself_pass(theta):
    assert find(np.array([theta])).passed


def test_is_the_loss_told_beside_the_target():
    assert find(np.array([2.0])).numbers == "loss 2.0000, target 0.5000, 10 gradient calls"


@pytest.mark.parametrize(
    ("theta", "calls", "uphill", "symptom"),
    [
        ([1.001], 10, False, "stopped short"),
        ([3.0], 10, False, "stopped short"),  # 7/15 of the way
        ([3.6], 10, False, "hardly moved"),
        ([4.1], 10, False, "diverged"),
        ([np.nan], 10, False, "diverged"),
        ([np.inf], 10, False, "diverged"),
        ([4.1], 10, True, "uphill"),
        ([1.001], 5, False, "gave up"),
        ([np.nan], 0, False, "gave up"),
        (None, 10, False, "not parameters"),
        ("theta", 10, False, "not parameters"),
        ([[1.0]], 10, False, "not parameters"),
        (0.0, 10, False, "not parameters"),
        ({"theta": 0.0}, 10, False, "not parameters"),
    ],
)
def test_does_every_failure_have_its_symptom(theta, calls, uphill, symptom):
    finding = find(theta, calls, uphill)
    assert not finding.passed
    assert finding.symptom == symptom


def test_is_too_many_calls_a_failure():
    error = {"type": "BudgetExceededError", "message": "The budget is 10"}
    finding = loss_at_most(INPUTS, TARGET, {"status": "raised", "error": error})
    assert (finding.passed, finding.symptom) == (False, "over budget")


def test_is_every_problem_known_by_name():
    assert set(PROBLEMS) == {"quadratic", "softmax_regression"}
