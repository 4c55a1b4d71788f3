import numpy as np
import pytest
from scipy import stats

from deeptuning.data.surfaces import valley
from deeptuning.foundations import step_bound
from deeptuning.optimizers import descend, sgd


@pytest.mark.parametrize("degrees", [0, 30])
def test_descent_diverges_exactly_above_the_bound(degrees, agrees):
    place = valley(50, degrees)
    hessian = np.stack([place.gradient(row) for row in np.eye(2)])
    bound = step_bound(hessian)
    agrees("step_bound", "by hand", bound, 2 / 50, within=1e-12)

    def losses(eta):
        path = descend(sgd, place.gradient, place.start, 500, learning_rate=eta)
        return place.loss(path)

    assert losses(0.99 * bound)[-1] < 1e-6 * losses(0.99 * bound)[0]
    assert losses(1.01 * bound)[-1] > 1e3 * losses(1.01 * bound)[0]


@pytest.mark.parametrize("d", [1, 2, 6])
def test_it_is_two_over_the_largest_eigenvalue(d, agrees):
    rng = np.random.default_rng(d)
    q = stats.ortho_group.rvs(d, random_state=1) if d > 1 else np.eye(1)
    eigenvalues = rng.uniform(0.1, 9, d)
    found = step_bound(q @ np.diag(eigenvalues) @ q.T)
    agrees("step_bound", "by hand", found, 2 / eigenvalues.max(), within=1e-12)


def test_numbers_flat_directions_and_no_curvature(agrees):
    agrees("step_bound", "by hand", step_bound(4.0), 0.5, within=0)
    agrees("step_bound", "by hand", step_bound(0.25), 8.0, within=0)
    agrees("step_bound", "by hand", step_bound(np.diag([0.0, 4.0])), 0.5, within=0)
    a = np.array([[1.0, 2.0, 3.0]])
    agrees(
        "step_bound", "by hand", step_bound(a.T @ a), 2 / 14, within=1e-12
    )  # rounding below zero is no saddle
    assert step_bound(np.zeros((2, 2))) == np.inf
    assert type(step_bound([[2.0]])) is float


def test_rounding_does_not_break_the_symmetry():
    assert step_bound([[3.0, 2.0], [2.0 + 1e-9, 3.0]]) == pytest.approx(0.4, rel=1e-8)


@pytest.mark.parametrize(
    ("hessian", "message"),
    [
        (np.ones((2, 3)), r"must be square.*shape \(2, 3\)"),
        (np.ones(3), "must be square"),
        (np.zeros((0, 0)), "must be square"),
        ([[1.0, 2.0], [0.0, 1.0]], "finite and symmetric"),
        ([[3.0, 2.0], [2.0 + 1e-7, 3.0]], "finite and symmetric"),
        ([[np.nan]], "finite and symmetric"),
        ([[np.inf]], "finite and symmetric"),
        (np.diag([1.0, -0.5]), "no negative eigenvalue. Received: -0.5"),
        (-2.0, "no negative eigenvalue. Received: -2"),
    ],
)
def test_illegal_arguments_are_named(hessian, message):
    with pytest.raises(ValueError, match=message):
        step_bound(hessian)
