# ruff: noqa: N803, N806  (X is the matrix of features)
import numpy as np
import pytest
from scipy.stats.mstats import mquantiles
from sklearn.inspection import partial_dependence as sklearn_dependence
from sklearn.neural_network import MLPClassifier, MLPRegressor

from deeptuning.interpretability import ice, partial_dependence, quantile_grid
from tests.lib.interpretability.models import data, net, predict_of, rng


def fitted(kind, y):
    """A sklearn net with one step of training, and so with weights."""
    return kind(hidden_layer_sizes=(6,), activation="tanh", max_iter=1, random_state=0).partial_fit(
        data(), y, **({"classes": [0, 1, 2]} if kind is MLPClassifier else {})
    )


GRID = np.array([-1.5, -0.2, 0.0, 0.4, 2.5])


@pytest.mark.parametrize("feature", [0, 3, 4])
def test_scikit_learn_one_output(agrees, feature):
    X = data()
    model = fitted(MLPRegressor, X[:, 0] * X[:, 1])
    theirs = sklearn_dependence(
        model, X, [feature], custom_values={feature: GRID}, kind="both", method="brute"
    )
    curves = ice(model.predict, X, feature, GRID)
    agrees("ice", "scikit-learn", curves, theirs["individual"][0], within=1e-12)
    average = partial_dependence(model.predict, X, feature, GRID)
    agrees("partial_dependence", "scikit-learn", average, theirs["average"][0], within=1e-12)


def test_scikit_learn_several_outputs_puts_them_first(agrees):
    X = data()
    model = fitted(MLPClassifier, rng().integers(0, 3, len(X)))
    theirs = sklearn_dependence(
        model,
        X,
        [1],
        custom_values={1: GRID},
        kind="both",
        method="brute",
        response_method="predict_proba",
    )
    curves = ice(model.predict_proba, X, 1, GRID)
    assert curves.shape == (40, 5, 3)
    agrees("ice", "scikit-learn", np.moveaxis(curves, -1, 0), theirs["individual"], within=1e-12)
    average = partial_dependence(model.predict_proba, X, 1, GRID)
    agrees("partial_dependence", "scikit-learn", average.T, theirs["average"], within=1e-12)


def test_centred_curves_start_at_zero_and_keep_their_shape(agrees):
    X, predict = data(), predict_of(net())
    plain, centred = (ice(predict, X, 2, GRID, centred=c) for c in (False, True))
    assert (centred[:, 0] == 0).all()
    agrees("ice", "by hand", centred[7, 3, 1], plain[7, 3, 1] - plain[7, 0, 1], within=1e-14)
    np.testing.assert_allclose(np.diff(centred, axis=1), np.diff(plain, axis=1), atol=1e-14)


def test_an_additive_model_gives_back_its_term(agrees):
    X = data()
    others = np.mean(X[:, 1] ** 2 - X[:, 4])
    found = partial_dependence(lambda X: np.sin(X[:, 0]) + X[:, 1] ** 2 - X[:, 4], X, 0, GRID)
    agrees("partial_dependence", "by hand", found, np.sin(GRID) + others, within=1e-13)
    curves = ice(lambda X: np.sin(X[:, 0]) + X[:, 1] ** 2, X, 0, GRID, centred=True)
    assert np.ptp(curves, axis=0).max() < 1e-14  # parallel, and so equal once centred


def test_the_average_hides_an_interaction_that_single_curves_show(agrees):
    X = np.array([[0.0, 1.0], [0.0, -1.0]])
    found = partial_dependence(lambda X: X[:, 0] * X[:, 1], X, 0, [1.0, 2.0])
    assert found.tolist() == [0.0, 0.0]
    curves = ice(lambda X: X[:, 0] * X[:, 1], X, 0, [1.0, 2.0])
    agrees("ice", "by hand", curves, [[1.0, 2.0], [-1.0, -2.0]], within=0)


def test_the_input_is_left_alone_and_whole_numbers_are_not_cut():
    X = np.array([[1, 2], [3, 4]])
    assert ice(lambda X: X[:, 0], X, 0, [0.5]).tolist() == [[0.5], [0.5]]
    assert X.tolist() == [[1, 2], [3, 4]]
    floats = X.astype(float)
    partial_dependence(lambda X: X[:, 0], floats, 1, [9.0])
    assert floats.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert partial_dependence(lambda X: X[:, 1], floats[:1], 0, [9.0]).tolist() == [2.0]


def test_the_grid_is_made_of_quantiles_that_occur(agrees):
    values = data(37)[:, 0]
    found = quantile_grid(values, points=9)
    # SciPy's (0, 1) plotting position interpolates; definition 1 takes the next value that occurs
    between = mquantiles(values, np.linspace(0, 1, 9), alphap=0, betap=1)
    occurring = np.sort(values)
    above = occurring[np.searchsorted(occurring, between, side="left")]
    agrees("quantile_grid", "SciPy", found, above, within=0)
    assert found[0] == values.min()
    assert found[-1] == values.max()
    assert quantile_grid([2.0, 2.0, 2.0]).tolist() == [2.0]
    assert len(quantile_grid(np.arange(100.0))) == 20
    assert quantile_grid([3, 1], points=2).tolist() == [1.0, 3.0]


def test_what_is_refused():
    X = np.ones((3, 2))
    with pytest.raises(ValueError, match="`feature` must be a whole number, from 0 to 1. R.*=2"):
        ice(lambda X: X[:, 0], X, 2, [1.0])
    with pytest.raises(ValueError, match="`feature` must be .* Received: feature=-1"):
        partial_dependence(lambda X: X[:, 0], X, -1, [1.0])
    with pytest.raises(TypeError, match=r"`feature` must be a whole number.*feature='age' \(str"):
        ice(lambda X: X[:, 0], X, "age", [1.0])
    with pytest.raises(ValueError, match="`grid` must be finite. Received: grid with inf"):
        ice(lambda X: X[:, 0], X, 0, [np.inf])
    with pytest.raises(ValueError, match=r"`grid` must not be empty. Received: grid with sh.*\(0"):
        ice(lambda X: X[:, 0], X, 0, [])
    with pytest.raises(
        ValueError, match="`points` must be a whole number, 2 or more. Re.*points=1"
    ):
        quantile_grid([1.0], points=1)
    with pytest.raises(ValueError, match=r"`values` must have shape \(d,\). Received: .*\(3, 2\)"):
        quantile_grid(X)
