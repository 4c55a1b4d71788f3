import numpy as np
import pytest
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern

from deeptuning.tuning import matern52, rbf
from deeptuning.tuning.kernels import log_gradients
from tests.lib.tuning.oracles import rng

X, Z = rng(1).normal(size=(7, 3)), rng(2).normal(size=(5, 3))
LENGTHS = [0.7, np.array([0.3, 1.1, 4.0])]
OURS = {"rbf": rbf, "matern52": matern52}


def oracle(name, lengthscale, variance):
    shape = RBF(lengthscale) if name == "rbf" else Matern(lengthscale, nu=2.5)
    return ConstantKernel(variance) * shape


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("lengthscale", LENGTHS)
def test_kernels_are_scikit_learns(agrees, name, lengthscale):
    ours = OURS[name](X, Z, lengthscale=lengthscale, variance=2.5)
    agrees(name, "scikit-learn", ours, oracle(name, lengthscale, 2.5)(X, Z), within=1e-12)


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("lengthscale", LENGTHS)
def test_gradients_are_scikit_learns(agrees, name, lengthscale):
    _, theirs = oracle(name, lengthscale, 2.5)(X, eval_gradient=True)
    ours = log_gradients(name, X, lengthscale, 2.5)
    agrees(f"{name} gradient", "scikit-learn", np.moveaxis(ours, 0, -1), theirs, within=1e-12)


@pytest.mark.parametrize("name", OURS)
def test_kernels_are_covariances(name):
    k = OURS[name](X, X, lengthscale=0.5, variance=3.0)
    assert np.array_equal(k, k.T)
    assert np.array_equal(np.diag(k), np.full(7, 3.0))
    assert np.linalg.eigvalsh(k).min() > 0
    np.testing.assert_allclose(k / 3, OURS[name](X, X, lengthscale=0.5), rtol=1e-14)


def test_defaults_are_one():
    assert rbf([[0.0]], [[2.0]]) == pytest.approx(np.exp(-2), rel=1e-15)
    assert matern52([[0.0]], [[3.0]])[0, 0] == pytest.approx(
        (1 + 3 * 5**0.5 + 15) * np.exp(-3 * 5**0.5), rel=1e-14
    )


@pytest.mark.parametrize("kernel", OURS.values())
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"lengthscale": 0.0}, "`lengthscale` must be one positive number, or 3 of them"),
        ({"lengthscale": [1.0, 2.0]}, "Give one for all dimensions, or one for each"),
        ({"lengthscale": [1.0, 2.0, -1.0]}, "positive"),
        ({"variance": 0.0}, r"`variance` must be in \(0, inf\)"),
        ({"b": np.ones((4, 2))}, r"one point per row.*\(7, 3\) and \(4, 2\)"),
        ({"b": np.ones(3)}, r"Reshape single points to \(1, d\)"),
        ({"a": np.ones(3)}, "one point per row"),
    ],
)
def test_what_is_refused(kernel, wrong, message):
    with pytest.raises(ValueError, match=message):
        kernel(**{"a": X, "b": Z} | wrong)
