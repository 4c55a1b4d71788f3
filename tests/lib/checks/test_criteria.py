import numpy as np
import pytest

from deeptuning.checks.criteria import accuracy_at_least, loss_at_most, mini_batches
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


LABELS = {"labels": np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0] * 10), "target": 0.9}


def predict(guess):
    return accuracy_at_least({}, LABELS, {"status": "returned", "returned": guess})


def right(share):
    """Labels of which this share is right, and the rest of the next class."""
    wrong = np.arange(100) >= round(100 * share)
    return np.where(wrong, (LABELS["labels"] + 1) % 3, LABELS["labels"])


@pytest.mark.parametrize("guess", [right(0.9), right(1).tolist(), right(0.95).astype(float)])
def test_is_the_target_accuracy_enough(guess):
    assert predict(guess).passed


@pytest.mark.parametrize(
    ("guess", "symptom"),
    [
        (right(0.89), "close"),
        (right(0.8), "weak"),
        (right(0.45), "chance"),
        (np.zeros(100), "one class"),
        (np.full(100, 7), "one class"),
        (right(1)[:99], "not labels"),
        (right(1)[:, None], "not labels"),
        (right(1) + 0.1, "not labels"),
        (np.full(100, np.nan), "not labels"),
        (["cat"] * 100, "not labels"),
        (None, "not labels"),
        ({}, "not labels"),
    ],
)
def test_is_a_poor_model_described(guess, symptom):
    finding = predict(guess)
    assert (finding.passed, finding.symptom) == (False, symptom)


def test_does_a_function_that_raises_predict_nothing():
    assert accuracy_at_least({}, LABELS, {"status": "raised"}).symptom == "raised"


ASKED = {"n": 5, "batch_size": 2, "epochs": 2}
FIRST, SECOND = [[3, 0], [4, 1], [2]], [[1, 2], [0, 3], [4]]


def batches(epochs):
    return mini_batches(ASKED, {}, {"status": "returned", "returned": epochs})


@pytest.mark.parametrize(
    "epochs",
    [
        [FIRST, SECOND],
        [[np.array(b) for b in FIRST], [np.array(b)[:, None] for b in SECOND]],
        [[[0.0, 1.0], [2.0, 4.0], [3.0]], SECOND],
    ],
)
def test_do_shuffled_epochs_pass(epochs):
    assert batches(epochs).passed


@pytest.mark.parametrize(
    ("epochs", "symptom"),
    [
        ([FIRST, FIRST], "same order every epoch"),
        ([[[0, 1], [2, 3], [4]], SECOND], "not shuffled"),
        ([FIRST[:2], SECOND[:2]], "last batch dropped"),
        ([FIRST[:2], SECOND], "examples missing"),
        ([FIRST, [[1, 2], [0, 3], [9]]], "examples missing"),
        ([FIRST, [[1, 2], [0, 3], [float("nan")]]], "examples missing"),
        ([FIRST, [[1, 2], [0, 3], [3]]], "repeats"),
        ([FIRST, [[1, 2, 0], [3, 4]]], "batch size"),
        ([FIRST, [[1], [2, 0], [3, 4]]], "batch size"),
        ([FIRST, [[1, 2, 0, 3, 4]]], "batch size"),
        ([FIRST], "wrong number of epochs"),
        ([], "wrong number of epochs"),
        ([[], []], "not batches"),
        ([3, 4], "not batches"),
        ([[["a"]]] * 2, "not batches"),
        (None, "not batches"),
        ({"a": 1}, "not batches"),
        (7, "not batches"),
    ],
)
def test_is_a_wrong_iteration_described(epochs, symptom):
    finding = batches(epochs)
    assert (finding.passed, finding.symptom) == (False, symptom)
