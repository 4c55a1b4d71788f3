# ruff: noqa: N803, N806  (X is the matrix of features)
import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge

from deeptuning.interpretability import lime_tabular
from tests.lib.interpretability.models import data, net, predict_of, rng


def draws(samples, sigma):
    epsilon = rng().normal(size=(samples, len(sigma)))
    epsilon[0] = 0
    return epsilon * (sigma > 0)


@pytest.mark.parametrize("penalty", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("target", [None, 1])
def test_scikit_learns_ridge_on_the_same_neighbours(agrees, target, penalty):
    X, predict, width = data(), predict_of(net(), target), 1.3
    epsilon = draws(200, X.std(axis=0))
    f = predict(X[3] + X.std(axis=0) * epsilon)
    pi = np.exp(-(epsilon**2).sum(axis=1) / (2 * width**2))
    ridge = Ridge(alpha=penalty, solver="svd").fit(epsilon, f, sample_weight=pi)
    found = lime_tabular(predict, X[3], X, rng(), samples=200, kernel_width=width, penalty=penalty)
    agrees("lime_tabular", "scikit-learn", found.weights, ridge.coef_.T, within=1e-11)
    agrees("lime_tabular", "scikit-learn", found.intercept, ridge.intercept_, within=1e-11)
    r2 = [
        Ridge(alpha=penalty, solver="svd")
        .fit(epsilon, column, sample_weight=pi)
        .score(epsilon, column, sample_weight=pi)
        for column in f.reshape(200, -1).T
    ]
    agrees("lime_tabular", "scikit-learn", np.atleast_1d(found.r2), r2, within=1e-11)
    agrees("Surrogate", "scikit-learn", found.scale, X.std(axis=0), within=0)
    line = found.intercept + epsilon @ found.weights
    agrees("Surrogate", "scikit-learn", line, ridge.predict(epsilon), within=1e-11)


def test_captum_with_the_same_neighbours_and_kernel(agrees, double):
    attr = pytest.importorskip("captum.attr")
    from captum._utils.models.linear_model import SkLearnRidge
    from captum.attr._core.lime import get_exp_kernel_similarity_function

    X, model = data(), net()
    sigma, width = torch.tensor(X.std(axis=0)), 1.3
    epsilon = iter(torch.tensor(draws(60, X.std(axis=0))))
    kernel = get_exp_kernel_similarity_function("euclidean", kernel_width=width)
    lime = attr.LimeBase(
        model,
        interpretable_model=SkLearnRidge(alpha=0.5),
        similarity_func=lambda x, z, e, **_: kernel(torch.zeros_like(e), e, e),
        perturb_func=lambda x, **_: x + sigma * next(epsilon),
        perturb_interpretable_space=False,
        from_interp_rep_transform=None,
        to_interp_rep_transform=lambda z, x, **_: (z - x) / sigma,
    )
    theirs = lime.attribute(torch.tensor(X[3:4]), target=1, n_samples=60)
    settings = {"samples": 60, "kernel_width": width, "penalty": 0.5}
    found = lime_tabular(predict_of(model, 1), X[3], X, rng(), **settings)
    agrees("lime_tabular", "captum", found.weights, theirs[0], within=2e-6)  # in float32


def test_a_linear_model_is_found_exactly(agrees):
    X, w = data(), np.array([1.0, -2.0, 0.0, 3.0, 0.5])
    found = lime_tabular(lambda X: X @ w + 4, X[0], X, rng(), penalty=0.0)
    agrees("lime_tabular", "by hand", found.weights, w * X.std(axis=0), within=1e-12)
    agrees("lime_tabular", "by hand", found.intercept, X[0] @ w + 4, within=1e-12)
    assert found.r2 == pytest.approx(1, abs=1e-12)
    assert isinstance(found.r2, float)
    assert isinstance(found.intercept, float)


def test_it_is_local_and_says_how_well_it_fits():
    """x² near 3 has the slope 6; the wider the kernel, the worse a line fits."""
    X = np.array([[-1.0], [1.0]])

    def fit(width):
        return lime_tabular(
            lambda X: X[:, 0] ** 2, [3.0], X, rng(), kernel_width=width, penalty=0.0
        )

    assert fit(0.05).weights[0] == pytest.approx(6, abs=0.05)
    assert fit(0.05).r2 > 0.999 > fit(0.5).r2 > fit(5.0).r2


def test_the_defaults_are_those_of_the_package():
    """0.75√d standard deviations, a penalty of 1, 5000 neighbours."""
    X, predict, asked = data(), predict_of(net(), 0), []
    found = lime_tabular(lambda Z: asked.append(Z) or predict(Z), X[0], X, rng())
    assert len(asked[0]) == 5000
    np.testing.assert_array_equal(asked[0][0], X[0])
    told = lime_tabular(predict, X[0], X, rng(), kernel_width=0.75 * 5**0.5, penalty=1.0)
    np.testing.assert_array_equal(found.weights, told.weights)
    assert not np.array_equal(found.weights, lime_tabular(predict, X[0], X, rng(1)).weights)


def test_a_constant_feature_is_not_moved_and_a_constant_model_has_no_weights():
    X, asked = data(), []
    X[:, 1] = 2.0
    found = lime_tabular(
        lambda Z: asked.append(Z) or Z[:, 0] * Z[:, 1], X[0], X, rng(), penalty=0.0, samples=9
    )
    assert found.weights[1] == pytest.approx(0, abs=1e-13)
    assert (asked[0][:, 1] == 2.0).all()
    flat = lime_tabular(lambda Z: np.full(len(Z), 0.1), X[0], X, rng())
    assert flat.weights.tolist() == [0.0] * 5
    assert (flat.intercept, flat.r2) == (0.1, 1.0)


def test_the_inputs_are_left_alone():
    X = data()
    x, before = X[0].copy(), X.copy()
    lime_tabular(lambda X: X[:, 0], x, X, rng(), samples=2)
    np.testing.assert_array_equal(X, before)
    np.testing.assert_array_equal(x, before[0])


def test_what_is_refused():
    X = data()

    def lime(x=X[0], X=X, generator=None, **settings):
        return lime_tabular(lambda X: X[:, 0], x, X, generator or rng(), **settings)

    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        lime(generator=1)
    with pytest.raises(
        ValueError, match="`samples` must be a whole number, 2 or more. .*samples=1"
    ):
        lime(samples=1)
    with pytest.raises(ValueError, match=r"`kernel_width` must be in \(0, inf\). .*kernel_width=0"):
        lime(kernel_width=0.0)
    with pytest.raises(ValueError, match=r"`penalty` must be in \[0, inf\). Received: penalty=-1"):
        lime(penalty=-1.0)
    with pytest.raises(ValueError, match=r"`X` must have shape \(40, 4\). Received: .*\(40, 5\)"):
        lime(x=X[0, :4])
    with pytest.raises(ValueError, match="`x` must be finite. Received: x with nan"):
        lime(x=X[0] * np.nan)
